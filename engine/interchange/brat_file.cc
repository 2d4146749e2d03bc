#include "engine/interchange/brat_file.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/interchange/import_keys.h"

namespace attest {
namespace {

using Words = std::vector<absl::string_view>;

Words WordsOf(absl::string_view text) {
  return absl::StrSplit(text, ' ', absl::SkipEmpty());
}

std::optional<size_t> OffsetOf(absl::string_view text) {
  uint64_t offset = 0;
  if (text.empty() || !absl::ascii_isdigit(static_cast<unsigned char>(text[0])))
    return std::nullopt;
  if (!absl::SimpleAtoi(text, &offset)) return std::nullopt;
  return static_cast<size_t>(offset);
}

// `Role:T1`.
std::optional<std::pair<std::string, std::string>> ArgumentOf(
    absl::string_view word) {
  const size_t colon = word.rfind(':');
  if (colon == absl::string_view::npos || colon == 0 ||
      colon + 1 == word.size()) {
    return std::nullopt;
  }
  return std::pair<std::string, std::string>(word.substr(0, colon),
                                             word.substr(colon + 1));
}

class LineReader {
 public:
  explicit LineReader(BratFile& file) : file_(file) {}

  void Read(uint64_t row, absl::string_view line) {
    row_ = row;
    line_ = line;
    const size_t tab = line.find('\t');
    if (tab == absl::string_view::npos || tab == 0) {
      Fault("no annotation", "an id, a tabulator, and what it is");
      return;
    }
    id_ = line.substr(0, tab);
    const absl::string_view rest = line.substr(tab + 1);
    // Equivalences have no id of their own; notes may share theirs.
    if (id_ != "*" && id_[0] != '#' && !ids_.insert(std::string(id_)).second) {
      Fault("an id that is given twice", "an id of its own");
      return;
    }
    switch (id_[0]) {
      case 'T':
        return ReadMention(rest);
      case 'R':
        return ReadRelation(rest, false);
      case 'E':
        return ReadRelation(rest, true);
      case 'A':
      case 'M':
        return ReadAttribute(rest);
      case 'N':
        return ReadNormalization(rest);
      case '#':
        return ReadNote(rest);
      case '*':
        return ReadEquivalence(rest);
      default:
        Fault("no such kind of annotation", "T, R, E, A, M, N, # or *");
    }
  }

 private:
  void Fault(absl::string_view what, absl::string_view want) {
    file_.faults.push_back(
        {row_, std::string(what), CellForMessage(line_), std::string(want)});
  }

  void ReadMention(absl::string_view rest) {
    constexpr absl::string_view kWant =
        "T1, a tabulator, TYPE BEGIN END, a tabulator, the text";
    const size_t tab = rest.find('\t');
    const absl::string_view head = rest.substr(0, tab);
    const size_t space = head.find(' ');
    if (tab == absl::string_view::npos || space == absl::string_view::npos) {
      return Fault("no text-bound annotation", kWant);
    }
    BratMention mention = {.row = row_,
                           .type = std::string(head.substr(0, space)),
                           .text = std::string(rest.substr(tab + 1))};
    for (absl::string_view span : absl::StrSplit(head.substr(space + 1), ';')) {
      const Words ends = WordsOf(span);
      const auto begin = ends.size() == 2 ? OffsetOf(ends[0]) : std::nullopt;
      const auto end = ends.size() == 2 ? OffsetOf(ends[1]) : std::nullopt;
      const size_t least = mention.spans.empty() ? 0 : mention.spans.back().end;
      if (!begin || !end || *begin >= *end || *begin < least) {
        return Fault("no ascending offsets", kWant);
      }
      mention.spans.push_back({*begin, *end});
    }
    file_.mention_ids.emplace_back(id_);
    file_.mentions.emplace(id_, std::move(mention));
  }

  void ReadRelation(absl::string_view rest, bool is_event) {
    const Words words = WordsOf(rest.substr(0, rest.find('\t')));
    BratRelation relation = {.row = row_, .id = std::string(id_)};
    const auto trigger =
        is_event && !words.empty() ? ArgumentOf(words[0]) : std::nullopt;
    const size_t least = is_event ? 1 : 3;
    if (words.size() < least || (is_event && !trigger) ||
        (!is_event && words.size() > 3)) {
      return Fault(
          is_event ? "no event" : "no relation",
          is_event ? "TYPE:TRIGGER ROLE:ID ..." : "TYPE ARG1:ID ARG2:ID");
    }
    relation.type = is_event ? trigger->first : std::string(words[0]);
    if (is_event) relation.trigger = trigger->second;
    for (size_t n = 1; n < words.size(); ++n) {
      auto argument = ArgumentOf(words[n]);
      if (!argument) return Fault("no argument", "ROLE:ID");
      relation.arguments.push_back(*std::move(argument));
    }
    file_.relations.push_back(std::move(relation));
  }

  void ReadAttribute(absl::string_view rest) {
    const Words words = WordsOf(rest);
    if (words.size() < 2) return Fault("no attribute", "NAME ID [VALUE]");
    BratMark mark = {.row = row_,
                     .name = std::string(words[0]),
                     .target = std::string(words[1])};
    for (size_t n = 2; n < words.size(); ++n) {
      absl::StrAppend(&mark.value, n > 2 ? " " : "", words[n]);
    }
    file_.attributes.push_back(std::move(mark));
  }

  void ReadNormalization(absl::string_view rest) {
    const Words words = WordsOf(rest.substr(0, rest.find('\t')));
    const size_t colon =
        words.size() == 3 ? words[2].find(':') : absl::string_view::npos;
    if (colon == absl::string_view::npos || colon == 0 ||
        colon + 1 == words[2].size()) {
      return Fault("no normalization", "Reference ID DATABASE:ENTRY");
    }
    file_.normalizations.push_back(
        {.row = row_,
         .name = std::string(words[2].substr(0, colon)),
         .target = std::string(words[1]),
         .value = std::string(words[2].substr(colon + 1))});
  }

  void ReadNote(absl::string_view rest) {
    const size_t tab = rest.find('\t');
    const Words words = WordsOf(rest.substr(0, tab));
    if (tab == absl::string_view::npos || words.size() != 2) {
      return Fault("no note", "TYPE ID, a tabulator, the note");
    }
    file_.notes.push_back({.row = row_,
                           .name = std::string(words[0]),
                           .target = std::string(words[1]),
                           .value = OneLine(rest.substr(tab + 1))});
  }

  void ReadEquivalence(absl::string_view rest) {
    const Words words = WordsOf(rest);
    if (words.size() < 3 || words[0] != "Equiv") {
      return Fault("no equivalence", "Equiv ID ID ...");
    }
    file_.equivalences.push_back(
        {row_, std::vector<std::string>(words.begin() + 1, words.end())});
  }

  BratFile& file_;
  absl::flat_hash_set<std::string> ids_;
  uint64_t row_ = 0;
  absl::string_view line_;
  absl::string_view id_;
};

}  // namespace

BratFile ReadBratFile(absl::string_view text,
                      const std::function<bool(uint64_t)>& is_left_out) {
  BratFile file;
  LineReader reader(file);
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    absl::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++file.rows;
    absl::ConsumeSuffix(&line, "\r");
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    if (!is_left_out(file.rows)) reader.Read(file.rows, line);
  }
  return file;
}

}  // namespace attest
