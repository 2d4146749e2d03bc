// Reports with known lineage, made from a seed: which report was copied from
// which, how it was disguised, and what all of them share without being copied.
//
// Words come from a list made by the seed, Latin or Arabic, drawn by Zipf's
// law, in sentences that are full of stock phrases; there are 40 reports of
// unconnected stories for each that is copied in several disguises.

#ifndef ATTEST_BENCHMARKS_REPRINTS_MADE_REPORTS_H_
#define ATTEST_BENCHMARKS_REPRINTS_MADE_REPORTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/corroboration/publication.h"

namespace attest::made {

enum class Script : uint8_t { kLatin, kArabic };

// What was done to a copy.
enum class Disguise : uint8_t {
  kCut,        // only its beginning
  kNewLead,    // another beginning, and some more behind
  kEdited,     // words replaced, left out, put in
  kOcr,        // letters misread, words run together
  kReordered,  // paragraphs in another order
  kMerged,     // with a part of a second report and own text
  kAll,        // cut, new lead, edited, reordered
};
inline constexpr std::array kDisguises = {
    Disguise::kCut,       Disguise::kNewLead, Disguise::kEdited, Disguise::kOcr,
    Disguise::kReordered, Disguise::kMerged,  Disguise::kAll};
inline constexpr int kStrengths = 4;  // 0, the lightest, to 3

[[nodiscard]] const char* NameOf(Disguise disguise);

// Why a report is among the others.
enum class Kind : uint8_t {
  kOriginal,  // a story of its own
  kReprint,   // made from one or two others
  kQuoting,   // a story of its own with a sentence or two of an original
  kRetold,    // the facts of another, its names and numbers, in own words
  kLogin,     // a page that asks to log in
  kWire,      // one of the many prints of one agency story
};

struct Report {
  Kind kind = Kind::kOriginal;
  Publication publication;
  std::string text;
  // What its text was made from, directly or not: reports with a root in
  // common share text that was copied.
  std::vector<size_t> roots;
  // The direct originals of a reprint, and how it was made.
  std::vector<size_t> parents;
  Disguise disguise = Disguise::kCut;
  int strength = 0;
};

struct MakeOptions {
  uint64_t seed = 1;
  Script script = Script::kLatin;
  // How many stories are copied, each in every disguise and strength.
  size_t copied_stories = 40;
};

[[nodiscard]] std::vector<Report> MakeReports(const MakeOptions& options);

// About `bytes` of prose, for measuring speed.
[[nodiscard]] std::string MakeProse(uint64_t seed, Script script, size_t bytes);

}  // namespace attest::made

#endif  // ATTEST_BENCHMARKS_REPRINTS_MADE_REPORTS_H_
