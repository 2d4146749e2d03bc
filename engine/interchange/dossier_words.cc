#include "engine/interchange/dossier_words.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/interchange/dossier_html.h"
#include "engine/model/day_range.h"
#include "engine/model/edtf.h"

namespace attest {
namespace {

using Setter = std::function<std::string(const std::string&)>;

// "2011-06-10" as "10 June 2011".
std::string DayInWords(absl::string_view day) {
  static constexpr std::array<absl::string_view, 12> kMonths = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  int month = 0;
  int number = 0;
  if (day.size() != 10 || !absl::SimpleAtoi(day.substr(5, 2), &month) ||
      !absl::SimpleAtoi(day.substr(8, 2), &number) || month < 1 || month > 12) {
    return std::string(day);
  }
  return absl::StrCat(number, " ", kMonths.at(static_cast<size_t>(month - 1)),
                      " ", day.substr(0, 4));
}

// A month or a year that a range is just as long as; else empty.
std::string WholeInWords(const std::string& first, const std::string& last) {
  if (first.substr(4) == "-01-01" && last == first.substr(0, 4) + "-12-31") {
    return first.substr(0, 4);
  }
  const absl::StatusOr<DayNumber> end = ParseDay(last);
  if (first.substr(0, 7) != last.substr(0, 7) || first.substr(8) != "01" ||
      !end.ok() || *end >= kLastDay || DayText(*end + 1).substr(8) != "01") {
    return "";
  }
  const std::string day = DayInWords(first);
  return day.substr(day.find(' ') + 1);
}

bool IsDigit(char letter) {
  return absl::ascii_isdigit(static_cast<unsigned char>(letter));
}

// "2012 to 2014", "February 2019 to April 2019", "13 March 2019 to ...".
std::string SpanInWords(const std::string& first, const std::string& last) {
  if (absl::EndsWith(first, "-01-01") && absl::EndsWith(last, "-12-31")) {
    return absl::StrCat(first.substr(0, 4), " to ", last.substr(0, 4));
  }
  const absl::StatusOr<DayNumber> end = ParseDay(last);
  if (absl::EndsWith(first, "-01") && end.ok() && *end < kLastDay &&
      absl::EndsWith(DayText(*end + 1), "-01")) {
    const std::string begin = DayInWords(first);
    const std::string finish = DayInWords(last);
    return absl::StrCat(begin.substr(begin.find(' ') + 1), " to ",
                        finish.substr(finish.find(' ') + 1));
  }
  return absl::StrCat(DayInWords(first), " to ", DayInWords(last));
}

std::string RangeInWords(const DayRange& range) {
  const std::optional<std::string> first = range.FirstDayText();
  const std::optional<std::string> last = range.LastDayText();
  if (!first && !last) return "at a time not known";
  if (!first) return absl::StrCat("on or before ", DayInWords(*last));
  if (!last) return absl::StrCat("on or after ", DayInWords(*first));
  if (*first == *last) return absl::StrCat("on ", DayInWords(*first));
  const std::string whole = WholeInWords(*first, *last);
  if (!whole.empty()) return absl::StrCat("in ", whole);
  return absl::StrCat("between ", DayInWords(*first), " and ",
                      DayInWords(*last));
}

// "in 2013 (approximate: 2012 to 2014)": what is qualified as a whole is said
// as it was written, then how far it may reach.
std::string QualifiedInWords(absl::string_view text, const Edtf& date) {
  const std::string reach = RangeInWords(date.possible());
  const std::string as_it_is = absl::StrCat(reach, " (uncertain)");
  if (text.empty() || !absl::StrContains("?~%", text.back())) return as_it_is;
  const absl::StatusOr<Edtf> bare =
      Edtf::Parse(text.substr(0, text.size() - 1));
  const std::optional<std::string> first = date.possible().FirstDayText();
  const std::optional<std::string> last = date.possible().LastDayText();
  if (!bare.ok() || bare->is_qualified() || !first || !last) return as_it_is;
  const absl::string_view how = text.back() == '~'   ? "approximate"
                                : text.back() == '?' ? "uncertain"
                                                     : "uncertain, approximate";
  return absl::StrCat(RangeInWords(bare->possible()), " (", how, ": ",
                      SpanInWords(*first, *last), ")");
}

// One end of an interval: "in June 2011", "on or before ...".
std::string EndInWords(absl::string_view text) {
  const absl::StatusOr<Edtf> end = Edtf::Parse(text);
  if (!end.ok()) return std::string(text);
  std::string words = end->is_qualified() ? QualifiedInWords(text, *end)
                                          : RangeInWords(end->possible());
  for (const absl::string_view lead : {"on ", "in "}) {
    if (absl::StartsWith(words, lead) && !absl::StartsWith(words, "on or ")) {
      words = words.substr(lead.size());
      break;
    }
  }
  return words;
}

std::string IntervalInWords(absl::string_view text) {
  const size_t slash = text.find('/');
  const absl::string_view from = text.substr(0, slash);
  const absl::string_view to = text.substr(slash + 1);
  const bool is_open = to.empty() || to == "..";
  if (from.empty() || from == "..") {
    return absl::StrCat("until ", EndInWords(to), ", begin ",
                        from.empty() ? "not known" : "open");
  }
  if (is_open) {
    return absl::StrCat("from ", EndInWords(from), " on, end ",
                        to.empty() ? "not known" : "open");
  }
  return absl::StrCat("from ", EndInWords(from), " to ", EndInWords(to));
}

// How a predicate reads between its subject and its object.
std::string VerbOf(const DossierStatement& statement) {
  static const auto* const kVerbs = new std::map<std::string, std::string>{
      {"based_at", "is based at"},      {"contact_with", "was in contact with"},
      {"contained_in", "is in"},        {"coordinates", "is at"},
      {"deceased", "is dead"},          {"deployed_to", "was deployed to"},
      {"detained", "was detained"},     {"holds_rank", "holds the rank"},
      {"holds_role", "holds the role"}, {"injured", "was injured"},
      {"killed", "was killed"},         {"known_as", "is known as"},
      {"located_at", "is located at"},  {"member_of", "is a member of"},
      {"of_type", "is of the type"},    {"part_of", "is part of"},
      {"happened_on", "happened"},      {"participated_in", "took part in"},
      {"related_to", "is related to"},  {"victim_of", "was a victim of"}};
  const auto found = kVerbs->find(statement.predicate);
  return found != kVerbs->end() ? found->second : statement.label;
}

// The clause from its parts; `set` makes a name or value of its own direction,
// `mark` sets the verb.
std::string Clause(const DossierStatement& statement, bool is_whole,
                   const Setter& name, const Setter& set, const Setter& mark) {
  std::string text;
  std::string object = statement.object.empty() ? "" : name(statement.object);
  if (!statement.date.empty()) {
    object = set(DateInWords(statement.date));
  } else if (object.empty() && !statement.value.empty()) {
    object = set(statement.value);
  }
  if (absl::EndsWith(statement.predicate, "_count")) {
    text = absl::StrCat("the ", mark(statement.label), " of ",
                        name(statement.subject), " is ", object);
  } else {
    text = absl::StrCat(name(statement.subject), " ", mark(VerbOf(statement)),
                        object.empty() ? "" : " ", object);
  }
  if (!is_whole) return text;
  if (!statement.valid.empty()) {
    absl::StrAppend(&text, ", ", DateInWords(statement.valid));
  }
  if (!statement.place.empty()) {
    absl::StrAppend(&text, ", at ", name(statement.place));
  }
  return text;
}

std::string Same(const std::string& text) { return text; }

std::string ClauseAsHtml(const Dossier& dossier,
                         const DossierStatement& statement, bool is_whole) {
  return Clause(
      statement, is_whole,
      [&](const std::string& key) { return NameHtml(dossier, key); },
      [](const std::string& text) { return Isolated(text); },
      [](const std::string& verb) {
        return absl::StrCat("<span class=\"verb\">", Escaped(verb), "</span>");
      });
}

std::string Who(const Dossier& dossier, const DossierClaim& claim,
                const Setter& name) {
  const auto report = dossier.reports.find(claim.report);
  const std::string publisher =
      report == dossier.reports.end() ? "" : report->second.publisher;
  std::string text = publisher.empty() ? name(claim.report) : name(publisher);
  bool is_first = true;
  for (const DossierSpeaker& speaker : claim.attribution) {
    if (speaker.source == publisher) continue;
    absl::StrAppend(&text, is_first ? ", citing " : ", who cites ",
                    name(speaker.source));
    is_first = false;
  }
  if (claim.attribution.empty()) text += ", without naming its origin";
  return text;
}

// Distinct voices of some claims, at most three, and how many more.
struct Voices {
  std::string text;
  size_t count = 0;
  bool is_bare = true;  // ends in a name alone, no clause that a comma closes

  // With the verb of one or of several.
  [[nodiscard]] std::string With(absl::string_view one,
                                 absl::string_view several) const {
    return absl::StrCat(text, is_bare ? " " : ", ", count == 1 ? one : several);
  }
};

using Chooser = std::function<bool(const DossierEntry&)>;

Voices VoicesOf(const Dossier& dossier, const DossierSection& section,
                const DossierStatement& statement, const Chooser& is_chosen) {
  std::vector<std::string> voices;
  Voices result;
  constexpr size_t kShown = 3;
  for (const DossierEntry& entry : statement.entries) {
    if (!is_chosen(entry)) continue;
    std::string who = WhoHtml(dossier, section.claims[entry.claim]);
    if (std::find(voices.begin(), voices.end(), who) == voices.end()) {
      result.is_bare = !absl::StrContains(who, "</span>, ");
      voices.push_back(std::move(who));
    }
  }
  result.count = voices.size();
  result.is_bare = result.is_bare || result.count > kShown;
  if (voices.size() > kShown) {
    const size_t more = voices.size() - kShown;
    voices.resize(kShown);
    voices.push_back(Several(more, "other"));
  }
  if (voices.empty()) return result;
  const std::string last = voices.back();
  voices.pop_back();
  result.text = voices.empty()
                    ? last
                    : absl::StrCat(absl::StrJoin(voices, "; "), "; and ", last);
  return result;
}

// Why claims of a statement do not count, each in words that follow "reported".
constexpr absl::string_view kTakenBack = "since taken back";

absl::string_view WhyUncounted(const DossierClaim& claim) {
  const std::string& standing = claim.standing;
  if (standing == "retracted" || standing == "report retracted") {
    return kTakenBack;
  }
  if (absl::EndsWith(standing, "rejected")) return "since rejected";
  if (standing == "redacted") return "since taken out of the case";
  if (claim.proposed) return "as is only proposed, and accepted by nobody yet";
  return "on what does not count now";
}

bool IsReported(const DossierStatement& statement) {
  return statement.withheld.supporting > 0 ||
         std::any_of(statement.entries.begin(), statement.entries.end(),
                     [](const DossierEntry& entry) {
                       return entry.side == DossierSide::kFor;
                     });
}

bool HasSide(const DossierStatement& statement, DossierSide side) {
  return std::any_of(
      statement.entries.begin(), statement.entries.end(),
      [side](const DossierEntry& entry) { return entry.side == side; });
}

// One sentence of clauses that are joined by semicolons: the first says what
// the statement says, the others "it".
class Sentence {
 public:
  explicit Sentence(std::string clause) : clause_(std::move(clause)) {}

  // "A reports", "that"; later "A reports", "it".
  void Add(absl::string_view who, absl::string_view link = "that ",
           absl::string_view later = "it") {
    if (text_.empty()) {
      text_ = absl::StrCat(who, " ", link, clause_);
    } else {
      absl::StrAppend(&text_, "; ", who, " ", later);
    }
  }

  // Of `count` claims that are withheld: "a claim that is withheld here".
  void AddWithheld(uint64_t count, absl::string_view one,
                   absl::string_view several, absl::string_view link = "that ",
                   absl::string_view later = "it") {
    if (count == 0) return;
    const std::string who =
        count == 1 ? absl::StrCat(text_.empty() ? "A" : "a",
                                  " claim that is withheld here ", one)
                   : absl::StrCat(Several(count, "claim"),
                                  " that are withheld here ", several);
    Add(who, link, later);
  }

  [[nodiscard]] bool is_empty() const { return text_.empty(); }
  [[nodiscard]] std::string Text() const { return absl::StrCat(text_, "."); }

 private:
  const std::string clause_;
  std::string text_;
};

// Adds those whose claims are chosen: first who states it as it is, then who
// only calls it alleged, rumored and the like. Returns how many there are.
size_t AddVoices(const Dossier& dossier, const DossierSection& section,
                 const DossierStatement& statement, const Chooser& is_chosen,
                 absl::string_view one, absl::string_view several,
                 Sentence& sentence) {
  std::vector<std::string> hedges = {""};
  for (const DossierEntry& entry : statement.entries) {
    const std::string& hedge = section.claims[entry.claim].hedge;
    if (is_chosen(entry) &&
        std::find(hedges.begin(), hedges.end(), hedge) == hedges.end()) {
      hedges.push_back(hedge);
    }
  }
  size_t count = 0;
  for (const std::string& hedge : hedges) {
    const Voices voices =
        VoicesOf(dossier, section, statement, [&](const DossierEntry& entry) {
          return is_chosen(entry) && section.claims[entry.claim].hedge == hedge;
        });
    if (voices.count == 0) continue;
    count += voices.count;
    const std::string as =
        hedge.empty() ? "" : absl::StrCat("(as ", hedge, ")");
    sentence.Add(voices.With(one, several),
                 hedge.empty() ? "that " : absl::StrCat(as, " that "),
                 hedge.empty() ? "it" : absl::StrCat("it ", as));
  }
  return count;
}

void AddSupport(const Dossier& dossier, const DossierSection& section,
                const DossierStatement& statement, Sentence& sentence) {
  const auto supports = [](const DossierEntry& entry) {
    return entry.side == DossierSide::kFor;
  };
  const auto counts = [](const DossierEntry& entry) {
    return entry.side == DossierSide::kFor && entry.counts;
  };
  size_t voices = AddVoices(dossier, section, statement, counts, "reports",
                            "report", sentence);
  if (voices == 0) {
    voices = AddVoices(dossier, section, statement, supports, "reports",
                       "report", sentence);
  }
  sentence.AddWithheld(statement.withheld.supporting, "reports", "report");
  if (voices > 0) return;
  // Nothing that is shown counts for it: what did not last is said to be that.
  std::vector<absl::string_view> reasons;
  for (const DossierEntry& entry : statement.entries) {
    if (entry.side != DossierSide::kUncounted) continue;
    const absl::string_view why = WhyUncounted(section.claims[entry.claim]);
    if (std::find(reasons.begin(), reasons.end(), why) == reasons.end()) {
      reasons.push_back(why);
    }
  }
  for (const absl::string_view why : reasons) {
    const Voices former =
        VoicesOf(dossier, section, statement, [&](const DossierEntry& entry) {
          return entry.side == DossierSide::kUncounted &&
                 WhyUncounted(section.claims[entry.claim]) == why;
        });
    sentence.Add(former.With("reported", "reported"),
                 absl::StrCat("(", why, ") that "),
                 absl::StrCat("it (", why, ")"));
  }
  if (statement.withheld.supporting > 0) return;
  sentence.AddWithheld(statement.withheld.not_counted, "reported", "reported",
                       "(and does not count now) that ",
                       "it (and does not count now)");
}

void AddOthers(const Dossier& dossier, const DossierSection& section,
               const DossierStatement& statement, Sentence& sentence) {
  const auto voices_of = [&](DossierSide side) {
    return VoicesOf(
        dossier, section, statement,
        [side](const DossierEntry& entry) { return entry.side == side; });
  };
  const DossierWithheld& withheld = statement.withheld;
  AddVoices(
      dossier, section, statement,
      [](const DossierEntry& entry) {
        return entry.side == DossierSide::kAgainst;
      },
      "denies", "deny", sentence);
  sentence.AddWithheld(withheld.opposing, "denies", "deny");
  // Doubts that nobody's report calls for are said only where that is all.
  if (IsReported(statement)) return;
  const Voices doubters = voices_of(DossierSide::kDoubts);
  if (doubters.count > 0) sentence.Add(doubters.With("doubts", "doubt"));
  sentence.AddWithheld(withheld.doubting, "doubts", "doubt");
  const Voices silent = voices_of(DossierSide::kNoComment);
  constexpr absl::string_view kWhether = "on whether ";
  if (silent.count > 0) {
    sentence.Add(silent.With("gives no comment", "give no comment"), kWhether,
                 "on it");
  }
  sentence.AddWithheld(withheld.no_comment, "gives no comment",
                       "give no comment", kWhether, "on it");
}

}  // namespace

std::string VerdictWord(Verdict verdict) {
  return absl::StrReplaceAll(NameOf(verdict), {{"_", " "}});
}

std::string VerdictClass(Verdict verdict) {
  return absl::StrCat("v-", absl::StrReplaceAll(NameOf(verdict), {{"_", "-"}}));
}

absl::string_view VerdictMeaning(Verdict verdict) {
  switch (verdict) {
    case Verdict::kCorroborated:
      return "at least two reports of it share no source, and who first said "
             "it is known for each";
    case Verdict::kLikely:
      return "two or more reports of it seem to share no source, but not every "
             "origin is known";
    case Verdict::kSingleLine:
      return "however often it is printed, everything leads back to one line";
    case Verdict::kContested:
      return "some report it, and others deny it or report what cannot hold "
             "beside it";
    case Verdict::kCircular:
      return "those who report it only cite one another";
    case Verdict::kRetracted:
      return "whoever reported it has taken it back, or it was rejected";
    case Verdict::kUnsupported:
      return "nothing that counts now supports it";
  }
  return "";
}

std::string VerdictBadge(Verdict verdict) {
  return absl::StrCat("<span class=\"badge ", VerdictClass(verdict), "\">",
                      VerdictWord(verdict), "</span>");
}

std::string LinesShort(const Lines& lines) {
  return absl::StrCat(lines.low, "–", lines.best, "–", lines.high,
                      lines.at_least ? "+" : "");
}

std::string LinesInWords(const Lines& lines) {
  if (lines.best == 0 && lines.high == 0) return "no independent line";
  if (lines.low == lines.best && lines.best == lines.high) {
    return Several(lines.best, "independent line");
  }
  return absl::StrCat(Several(lines.best, "independent line"), " at best (",
                      lines.low, " at least, ", lines.high, " at most)");
}

std::string DateInWords(absl::string_view edtf) {
  const absl::StatusOr<Edtf> date = Edtf::Parse(edtf);
  if (!date.ok()) return std::string(edtf);
  if (date->kind() == EdtfKind::kInterval) return IntervalInWords(edtf);
  return date->is_qualified() ? QualifiedInWords(edtf, *date)
                              : RangeInWords(date->possible());
}

std::string RecordedInWords(absl::string_view time) {
  const std::string day = DayInWords(time.substr(0, 10));
  if (time.size() < 16 || time[10] != 'T' || !absl::EndsWith(time, "Z")) {
    return std::string(time);
  }
  return absl::StrCat(day, ", ", time.substr(11, 5), " UTC");
}

std::string Grouped(absl::string_view text) {
  std::string grouped;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && IsDigit(text[end])) ++end;
    for (; at < end; ++at) {
      grouped += text[at];
      if (at + 1 < end && (end - at - 1) % 3 == 0) grouped += ',';
    }
    if (at < text.size()) grouped += text[at++];
  }
  return grouped;
}

std::string Several(uint64_t count, absl::string_view noun) {
  return absl::StrCat(Grouped(absl::StrCat(count)), " ", noun,
                      count == 1 ? "" : "s");
}

std::string ClauseText(const Dossier& dossier,
                       const DossierStatement& statement) {
  return Clause(
      statement, true,
      [&](const std::string& key) {
        return SetApart(NameOfRecord(dossier, key));
      },
      [](const std::string& text) { return SetApart(text); }, Same);
}

std::string ClauseHtml(const Dossier& dossier,
                       const DossierStatement& statement) {
  return ClauseAsHtml(dossier, statement, true);
}

std::string CoreHtml(const Dossier& dossier,
                     const DossierStatement& statement) {
  return ClauseAsHtml(dossier, statement, false);
}

std::string WhoHtml(const Dossier& dossier, const DossierClaim& claim) {
  return Who(dossier, claim, [&](const std::string& key) {
    return absl::StrCat("<span class=\"who\">", NameHtml(dossier, key),
                        "</span>");
  });
}

std::string WhoText(const Dossier& dossier, const DossierClaim& claim) {
  return Who(dossier, claim, [&](const std::string& key) {
    return NameOfRecord(dossier, key);
  });
}

std::string WithheldInWords(const DossierWithheld& withheld) {
  std::vector<std::string> sides;
  const auto add = [&](uint64_t count, absl::string_view side) {
    if (count > 0) sides.push_back(absl::StrCat(count, " ", side));
  };
  add(withheld.supporting, "for it");
  add(withheld.opposing, "against it");
  add(withheld.doubting, "in doubt of it");
  add(withheld.no_comment, "without comment on it");
  add(withheld.not_counted, "for it that no figure counts");
  return absl::StrCat(Several(withheld.all(), "claim"),
                      " withheld here: ", absl::StrJoin(sides, ", "));
}

std::string NotReportedText(const DossierSection& section,
                            const DossierStatement& statement) {
  if (IsReported(statement)) return "";
  const DossierWithheld& withheld = statement.withheld;
  std::vector<std::string> parts;
  const auto add = [&](DossierSide side, uint64_t hidden,
                       absl::string_view word) {
    if (hidden > 0 || HasSide(statement, side)) parts.emplace_back(word);
  };
  add(DossierSide::kAgainst, withheld.opposing, "denied");
  add(DossierSide::kDoubts, withheld.doubting, "doubted");
  add(DossierSide::kNoComment, withheld.no_comment, "not commented on");
  const bool is_taken_back = std::any_of(
      statement.entries.begin(), statement.entries.end(),
      [&](const DossierEntry& entry) {
        return entry.side == DossierSide::kUncounted &&
               WhyUncounted(section.claims[entry.claim]) == kTakenBack;
      });
  if (is_taken_back) {
    parts.emplace_back("taken back, nobody reports it any more");
  } else if (withheld.not_counted > 0 ||
             HasSide(statement, DossierSide::kUncounted)) {
    parts.emplace_back("no report of it counts");
  } else {
    parts.emplace_back("nobody reports it");
  }
  return absl::StrJoin(parts, ", ");
}

std::string NotReportedHtml(const DossierSection& section,
                            const DossierStatement& statement) {
  const std::string text = NotReportedText(section, statement);
  if (text.empty()) return "";
  return absl::StrCat(" <span class=\"s\">[", text, "]</span>");
}

std::string SentenceHtml(const Dossier& dossier, const DossierSection& section,
                         const DossierStatement& statement) {
  Sentence sentence(ClauseHtml(dossier, statement));
  AddSupport(dossier, section, statement, sentence);
  AddOthers(dossier, section, statement, sentence);
  if (sentence.is_empty()) sentence.Add("Nobody reports");
  return sentence.Text();
}

}  // namespace attest
