// Measures the finding of reprints on reports with known lineage.
//
//   reprints tune   [SEED [STORIES]]   the variants, one line each
//   reprints report [SEED [STORIES]]   the defaults, by disguise and strength
//   reprints speed  [REPORTS [BYTES]]  fingerprints and the index
//
// README.md has the outcome.

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "benchmarks/reprints/made_reports.h"
#include "engine/corroboration/reprint_finder.h"
#include "engine/corroboration/reprint_index.h"
#include "engine/text/fingerprint.h"

namespace attest::made {
namespace {

constexpr size_t kDisguiseCount = kDisguises.size();

[[noreturn]] void Fail(absl::string_view what) {
  absl::FPrintF(stderr, "reprints: %s\n", what);
  std::exit(1);
}

template <class T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) Fail(value.status().ToString());
  return *std::move(value);
}

void Must(const absl::Status& status) {
  if (!status.ok()) Fail(status.ToString());
}

// Of processor time, which other programs on the machine do not change much;
// waiting for the disk is not in it.
double SecondsOf(const std::function<void()>& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// Two linked reports, the first with the lesser place.
struct Link {
  size_t first;
  size_t second;
  double containment;      // the larger one
  uint32_t passage_words;  // of the longest
  uint32_t shared_words;   // of all
};

// Reports with an index of them.
class Corpus {
 public:
  Corpus(const std::vector<Report>& reports, const Winnowing& winnowing)
      : reports_(reports), index_(winnowing) {
    for (size_t i = 0; i < reports.size(); ++i) {
      Must(index_.Add(ReportId(i), reports[i].publication,
                      Must(FingerprintText(reports[i].text, winnowing))));
    }
  }

  [[nodiscard]] const std::vector<Report>& reports() const { return reports_; }

  [[nodiscard]] std::vector<Link> Links(const ReprintRules& rules) const {
    std::vector<Link> links;
    for (size_t i = 0; i < reports_.size(); ++i) {
      for (const ReprintMatch& match :
           Must(FindReprints(index_, ReportId(i), rules))) {
        if (match.other.value() <= i) continue;
        Link link = {.first = i,
                     .second = match.other.value(),
                     .containment = std::max(match.Containment(),
                                             match.OtherContainment()),
                     .passage_words = 0,
                     .shared_words = 0};
        for (const SharedPassage& passage : match.passages) {
          link.passage_words = std::max(link.passage_words, passage.words);
          link.shared_words += passage.words;
        }
        links.push_back(link);
      }
    }
    return links;
  }

 private:
  const std::vector<Report>& reports_;
  ReprintIndex index_;
};

// How well links agree with the lineage.
struct Outcome {
  using ByStrength = std::array<size_t, kStrengths>;

  std::array<ByStrength, kDisguiseCount> found = {};
  std::array<ByStrength, kDisguiseCount> made = {};  // pairs of copy and parent
  size_t wire_found = 0;
  size_t wire_made = 0;
  size_t right = 0;  // besides those of wire stories
  size_t wrong = 0;
  size_t wrong_quoting = 0;
  size_t wrong_retold = 0;
  size_t wrong_login = 0;

  [[nodiscard]] double Recall(int strength) const {
    size_t all_found = 0;
    size_t all_made = 0;
    for (size_t i = 0; i < kDisguiseCount; ++i) {
      all_found += found[i][static_cast<size_t>(strength)];
      all_made += made[i][static_cast<size_t>(strength)];
    }
    return static_cast<double>(all_found) / static_cast<double>(all_made);
  }
  [[nodiscard]] double Precision() const {
    return static_cast<double>(right) /
           static_cast<double>(std::max<size_t>(right + wrong, 1));
  }
};

bool HasRootInCommon(const Report& a, const Report& b) {
  return std::any_of(a.roots.begin(), a.roots.end(), [&](size_t root) {
    return std::find(b.roots.begin(), b.roots.end(), root) != b.roots.end();
  });
}

void CountRight(const Report& a, const Report& b, size_t a_place,
                Outcome& outcome) {
  if (a.kind == Kind::kWire) {
    ++outcome.wire_found;
    return;
  }
  ++outcome.right;
  if (std::find(b.parents.begin(), b.parents.end(), a_place) ==
      b.parents.end()) {
    return;
  }
  ++outcome.found[static_cast<size_t>(b.disguise)]
                 [static_cast<size_t>(b.strength)];
}

void CountWrong(const Report& a, const Report& b, Outcome& outcome) {
  const auto is = [&](Kind kind) { return a.kind == kind || b.kind == kind; };
  ++outcome.wrong;
  if (is(Kind::kLogin)) {
    ++outcome.wrong_login;
  } else if (is(Kind::kQuoting)) {
    ++outcome.wrong_quoting;
  } else if (is(Kind::kRetold)) {
    ++outcome.wrong_retold;
  }
}

Outcome Judge(const std::vector<Report>& reports,
              const std::vector<Link>& links) {
  Outcome outcome;
  size_t wire = 0;
  for (const Report& report : reports) {
    outcome.made[static_cast<size_t>(report.disguise)]
                [static_cast<size_t>(report.strength)] += report.parents.size();
    // Prints of one story stand together.
    wire = report.kind == Kind::kWire && wire > 0 &&
                   (&report)[-1].roots == report.roots
               ? wire + 1
               : 1;
    if (report.kind == Kind::kWire) outcome.wire_made += wire - 1;
  }
  for (const Link& link : links) {
    const Report& a = reports[link.first];
    const Report& b = reports[link.second];
    if (HasRootInCommon(a, b)) {
      CountRight(a, b, link.first, outcome);
    } else {
      CountWrong(a, b, outcome);
    }
  }
  return outcome;
}

void PrintVariant(absl::string_view name, const Outcome& outcome) {
  absl::PrintF("%-44s | %.3f %.3f %.3f %.3f | %.3f | %.4f | %4d %4d %5d %5d\n",
               name, outcome.Recall(0), outcome.Recall(1), outcome.Recall(2),
               outcome.Recall(3),
               static_cast<double>(outcome.wire_found) /
                   static_cast<double>(std::max<size_t>(outcome.wire_made, 1)),
               outcome.Precision(), outcome.wrong_quoting, outcome.wrong_retold,
               outcome.wrong_login,
               outcome.wrong - outcome.wrong_quoting - outcome.wrong_retold -
                   outcome.wrong_login);
  std::fflush(stdout);
}

// Keeps the links that stricter rules keep.
std::vector<Link> Stricter(const std::vector<Link>& links,
                           const ReprintRules& rules) {
  std::vector<Link> kept;
  std::copy_if(links.begin(), links.end(), std::back_inserter(kept),
               [&](const Link& link) {
                 return link.passage_words >= rules.min_passage_words &&
                        (link.containment >= rules.min_whole_containment ||
                         (link.containment >= rules.min_containment &&
                          link.shared_words >= rules.min_shared_words));
               });
  return kept;
}

void TuneWinnowing(const std::vector<Report>& reports) {
  for (const uint32_t gram_words : {3U, 4U, 5U, 6U, 8U}) {
    for (const uint32_t window : {1U, 4U, 8U}) {
      const Corpus corpus(reports,
                          {.gram_words = gram_words, .window = window});
      PrintVariant(
          absl::StrCat("grams of ", gram_words, " in windows of ", window),
          Judge(reports, corpus.Links({})));
    }
  }
}

void TuneThresholds(const Corpus& corpus) {
  const auto links = corpus.Links(
      {.min_passage_words = 8, .min_containment = 0, .min_shared_words = 0});
  const auto print = [&](absl::string_view name, const ReprintRules& rules) {
    PrintVariant(name, Judge(corpus.reports(), Stricter(links, rules)));
  };
  for (const double containment : {0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5}) {
    for (const uint32_t words : {8U, 12U, 16U, 20U, 24U, 32U, 40U}) {
      print(absl::StrCat("containment ", containment, ", passage of ", words,
                         " words"),
            {.min_passage_words = words,
             .min_containment = containment,
             .min_shared_words = 0});
    }
  }
  for (const double containment : {0.2, 0.25, 0.3}) {
    for (const uint32_t shared : {40U, 50U, 60U, 80U}) {
      for (const double whole : {0.6, 0.7, 0.8}) {
        print(absl::StrCat("containment ", containment, " and ", shared,
                           " words, or ", whole),
              {.min_containment = containment,
               .min_shared_words = shared,
               .min_whole_containment = whole});
      }
    }
  }
}

void TuneRecurrence(const Corpus& corpus) {
  for (const uint32_t common : {5U, 10U, 20U, 40U, 400U}) {
    for (const DayNumber wire_days : {0, 7, 14}) {
      PrintVariant(
          absl::StrCat("boilerplate above ", common, " reports, wire of ",
                       wire_days, " days"),
          Judge(corpus.reports(), corpus.Links({.common_reports = common,
                                                .wire_days = wire_days})));
    }
  }
}

void TunePassages(const Corpus& corpus) {
  for (const DayNumber days : {7, 30, 90, 180, 366, -1}) {
    PrintVariant(absl::StrCat("date window of ", days, " days"),
                 Judge(corpus.reports(), corpus.Links({.window_days = days})));
  }
  for (const uint32_t step : {8U, 24U, 48U}) {
    for (const uint32_t shift : {0U, 4U, 8U}) {
      const PassageRules passages = {.max_step_words = step,
                                     .max_shift_words = shift};
      PrintVariant(
          absl::StrCat("passages: steps of ", step, ", shifts of ", shift),
          Judge(corpus.reports(), corpus.Links({.passages = passages})));
    }
  }
}

// On Latin text alone; what comes out is reported on both.
void Tune(uint64_t seed, size_t stories) {
  const std::vector<Report> reports =
      MakeReports({.seed = seed, .copied_stories = stories});
  absl::PrintF(
      "Latin, seed %d, %d reports\n"
      "variant: recall at strengths 0 to 3 | of wire stories | precision | "
      "wrong links: quoting, retold, login, others\n",
      seed, reports.size());
  const Corpus corpus(reports, {});
  PrintVariant("defaults", Judge(reports, corpus.Links({})));
  TuneThresholds(corpus);
  TuneRecurrence(corpus);
  TunePassages(corpus);
  TuneWinnowing(reports);
}

void PrintOutcome(const Outcome& outcome) {
  absl::PrintF(
      "| disguise | 0 | 1 | 2 | 3 |\n| --- | --- | --- | --- | --- |\n");
  for (const Disguise disguise : kDisguises) {
    absl::PrintF("| %s |", NameOf(disguise));
    for (size_t i = 0; i < kStrengths; ++i) {
      const auto at = static_cast<size_t>(disguise);
      absl::PrintF(" %.3f |", static_cast<double>(outcome.found[at][i]) /
                                  static_cast<double>(outcome.made[at][i]));
    }
    absl::PrintF("\n");
  }
  absl::PrintF(
      "\nwire stories: %d of %d pairs\nprecision %.4f: %d right, %d wrong "
      "(%d quoting, %d retold, %d login pages)\n\n",
      outcome.wire_found, outcome.wire_made, outcome.Precision(), outcome.right,
      outcome.wrong, outcome.wrong_quoting, outcome.wrong_retold,
      outcome.wrong_login);
}

void PrintReport(uint64_t seed, size_t stories) {
  for (const Script script : {Script::kLatin, Script::kArabic}) {
    const std::vector<Report> reports = MakeReports(
        {.seed = seed, .script = script, .copied_stories = stories});
    size_t bytes = 0;
    for (const Report& report : reports) bytes += report.text.size();
    absl::PrintF("%s, seed %d: %d reports, %.1f MB\n\n",
                 script == Script::kLatin ? "Latin" : "Arabic", seed,
                 reports.size(), static_cast<double>(bytes) / 1e6);
    const Corpus corpus(reports, {});
    PrintOutcome(Judge(reports, corpus.Links({})));
  }
}

void FingerprintSpeed(size_t bytes) {
  for (const Script script : {Script::kLatin, Script::kArabic}) {
    const std::string prose = MakeProse(1, script, bytes);
    double best = 1e9;
    size_t count = 0;
    for (int i = 0; i < 5; ++i) {
      best = std::min(best, SecondsOf([&] {
                        count = Must(FingerprintText(prose)).size();
                      }));
    }
    absl::PrintF(
        "fingerprints of %s text: %.1f MB/s, %.1f bytes of text each\n",
        script == Script::kLatin ? "Latin" : "Arabic",
        static_cast<double>(prose.size()) / 1e6 / best,
        static_cast<double>(prose.size()) /
            static_cast<double>(std::max<size_t>(count, 1)));
  }
}

// A report of 120 fingerprints, about 300 words: of its own, a few of the last
// report, stock phrases, and a footer.
std::vector<Fingerprint> RandomFingerprints(std::mt19937_64& random,
                                            std::vector<uint64_t>& last) {
  std::vector<Fingerprint> fingerprints;
  const uint64_t footer = random() % 200;
  std::vector<uint64_t> hashes;
  for (uint32_t i = 0; i < 120; ++i) {
    uint64_t hash = random();
    if (i < 20 && !last.empty() && last[0] % 4 == 0) hash = last[i];
    if (i % 10 == 9) hash = random() % 20'000 * 0x9E3779B97F4A7C15;
    if (i >= 105) hash = (footer * 100 + i) * 0xBF58476D1CE4E5B9;
    hashes.push_back(hash);
    fingerprints.push_back(
        {.hash = hash, .word = i * 3, .begin = i * 20, .end = i * 20 + 35});
  }
  last = std::move(hashes);
  return fingerprints;
}

// Adds `count` reports from `first` on and returns how long the slowest took.
double AddReports(ReprintIndex& index, std::mt19937_64& random, uint64_t first,
                  uint64_t count) {
  std::vector<uint64_t> last;
  double slowest = 0;
  for (uint64_t id = first; id < first + count; ++id) {
    const auto fingerprints = RandomFingerprints(random, last);
    const Publication publication = {
        SourceId(random() % 500),
        DayRange::Single(static_cast<DayNumber>(id / 50))};
    slowest =
        std::max(slowest, SecondsOf([&] {
                   Must(index.Add(ReportId(id), publication, fingerprints));
                 }));
  }
  return slowest;
}

void IndexSpeed(size_t reports) {
  const std::string folder =
      (std::filesystem::temp_directory_path() / "reprints-XXXXXX").string();
  std::string name = folder;
  if (mkdtemp(name.data()) == nullptr) Fail("no folder for files");
  const std::string path = name + "/index";
  std::mt19937_64 random(1);
  ReprintIndex index;
  double slowest = 0;
  const double adding =
      SecondsOf([&] { slowest = AddReports(index, random, 0, reports); });
  absl::PrintF("%d reports added in memory: %.1f us each, slowest %.1f ms\n",
               reports, adding * 1e6 / static_cast<double>(reports),
               slowest * 1e3);
  constexpr uint64_t kSample = 500;
  const auto find = [&](const ReprintIndex& from) {
    for (uint64_t i = 0; i < kSample; ++i) {
      Must(FindReprints(from, ReportId(i * reports / kSample)));
    }
  };
  absl::PrintF("matches of one report, in memory: %.1f us\n",
               SecondsOf([&] { find(index); }) * 1e6 / kSample);
  const double saving = SecondsOf([&] { Must(index.Save(path, {})); });
  absl::PrintF("saved: %.2f s, %.0f MB\n", saving,
               static_cast<double>(std::filesystem::file_size(path)) / 1e6);
  const auto once = [&](uint64_t id) {
    double opening = 0;
    const double all = SecondsOf([&] {
      ReprintIndex opened;
      opening = SecondsOf([&] { opened = Must(ReprintIndex::Open(path)); });
      AddReports(opened, random, id, 1);
      Must(FindReprints(opened, ReportId(id)));
      Must(FindUnsettled(opened, {ReportId(id)}));
      Must(opened.Flush({}));
    });
    absl::PrintF(
        "opened %.2f ms, with a report added, matched, flushed %.2f ms\n",
        opening * 1e3, all * 1e3);
  };
  for (uint64_t i = 0; i < 3; ++i) once(reports + i);
  index = Must(ReprintIndex::Open(path));
  absl::PrintF("matches of one report, from the file: %.1f us\n",
               SecondsOf([&] { find(index); }) * 1e6 / kSample);
  uint64_t id = reports + 10;
  while (!index.HasLongTail()) {
    AddReports(index, random, id, 100);
    Must(index.Flush({}));
    id += 100;
  }
  absl::PrintF("with a tail of %d reports: ", id - reports - 7);
  once(id);
  std::filesystem::remove_all(name);
}

int Main(int argc, char** argv) {
  const absl::string_view verb = argc > 1 ? argv[1] : "";
  uint64_t first = 0;
  uint64_t second = 0;
  const bool has_first = argc > 2 && absl::SimpleAtoi(argv[2], &first);
  const bool has_second = argc > 3 && absl::SimpleAtoi(argv[3], &second);
  if (verb == "tune") {
    Tune(has_first ? first : 1, has_second ? second : 8);
  } else if (verb == "report") {
    PrintReport(has_first ? first : 2, has_second ? second : 40);
  } else if (verb == "speed") {
    FingerprintSpeed(has_second ? second : 20'000'000);
    IndexSpeed(has_first ? first : 100'000);
  } else {
    Fail("usage: reprints tune|report|speed [NUMBER [NUMBER]]");
  }
  return 0;
}

}  // namespace
}  // namespace attest::made

int main(int argc, char** argv) { return attest::made::Main(argc, argv); }
