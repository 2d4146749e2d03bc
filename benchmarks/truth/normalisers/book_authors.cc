#include "benchmarks/truth/normalisers/book_authors.h"

#include <algorithm>
#include <cstddef>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace attest {
namespace {

using Words = std::vector<std::string>;

// Letters only, in lower case; what shops add besides names is left out.
Words NameWords(absl::string_view text) {
  Words words;
  std::string word;
  for (const char c : std::string(text) + " ") {
    if (absl::ascii_isalpha(static_cast<unsigned char>(c)) ||
        static_cast<unsigned char>(c) >= 0x80) {
      word += absl::ascii_tolower(static_cast<unsigned char>(c));
    } else if (c != '\'' && c != '-') {
      if (!word.empty()) words.push_back(word);
      word.clear();
    }
  }
  static constexpr const char* kNotNames[] = {"jr",  "sr", "ii",   "iii",
                                              "phd", "ph", "dr",   "by",
                                              "et",  "al", "none", "unknown"};
  words.erase(std::remove_if(words.begin(), words.end(),
                             [](const std::string& w) {
                               return absl::c_linear_search(kNotNames, w);
                             }),
              words.end());
  return words;
}

Author LastFirst(const std::string& last, const Words& first) {
  return {last, first.empty() ? "" : first.front().substr(0, 1)};
}

// "Donald E. Knuth", or "Knuth" alone.
Author FirstLast(Words words) {
  const std::string last = words.back();
  words.pop_back();
  return LastFirst(last, words);
}

// "HAAG, STEPHEN PERRY, JAMES T. SOSINSKY, BARRIE": the last word of each
// middle piece opens the next name.
bool IsChain(const std::vector<Words>& pieces) {
  if (pieces.size() < 3 || pieces.front().size() != 1) return false;
  for (size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (pieces[i].size() < 2 || pieces[i].back().size() < 3) return false;
  }
  return true;
}

void AddNames(const std::vector<Words>& pieces, std::vector<Author>& authors) {
  if (IsChain(pieces)) {
    std::string last = pieces.front().front();
    for (size_t i = 1; i < pieces.size(); ++i) {
      authors.push_back(LastFirst(last, pieces[i]));
      last = pieces[i].back();
    }
    return;
  }
  for (size_t i = 0; i < pieces.size(); ++i) {
    const bool is_last =
        pieces[i].size() == 1 || (pieces.size() == 2 && pieces[1].size() == 1);
    if (is_last && i + 1 < pieces.size()) {
      authors.push_back(LastFirst(pieces[i].back(), pieces[i + 1]));
      ++i;
    } else {
      authors.push_back(FirstLast(pieces[i]));
    }
  }
}

}  // namespace

std::vector<Author> Authors(absl::string_view text) {
  std::string lower = absl::AsciiStrToLower(text);
  lower = absl::StrReplaceAll(lower, {{"oandapos;", "o'"},
                                      {"&apos;", "'"},
                                      {"&amp;", ";"},
                                      {"(joint author)", ";"},
                                      {"by (author)", ";"},
                                      {"(author)", ";"},
                                      {"(editor)", ";"},
                                      {", and ", ";"},
                                      {" and ", ";"},
                                      {"&", ";"},
                                      {"/", ";"},
                                      {"|", ";"},
                                      {"not available", ""}});
  std::vector<Author> authors;
  for (const absl::string_view part : absl::StrSplit(lower, ';')) {
    std::vector<Words> pieces;
    for (const absl::string_view piece : absl::StrSplit(part, ',')) {
      Words words = NameWords(piece);
      if (!words.empty()) pieces.push_back(std::move(words));
    }
    if (!pieces.empty()) AddNames(pieces, authors);
  }
  std::sort(authors.begin(), authors.end());
  authors.erase(std::unique(authors.begin(), authors.end()), authors.end());
  // A last name alone says nothing beside one with an initial.
  std::vector<Author> result;
  for (size_t i = 0; i < authors.size(); ++i) {
    const bool said_better = authors[i].second.empty() &&
                             i + 1 < authors.size() &&
                             authors[i + 1].first == authors[i].first;
    if (!said_better) result.push_back(authors[i]);
  }
  return result;
}

bool RefinesAuthors(const std::vector<Author>& precise,
                    const std::vector<Author>& general) {
  return absl::c_all_of(general, [&precise](const Author& author) {
    return absl::c_any_of(precise, [&author](const Author& other) {
      return other.first == author.first &&
             (author.second.empty() || other.second == author.second);
    });
  });
}

}  // namespace attest
