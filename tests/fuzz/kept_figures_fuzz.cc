// The file of kept figures: damaged, it is refused or gives the figures of the
// sound one; forged, its checksums right, it gives figures that are some, and
// is brought up to the end of the log without leaving its bounds.
//
// Input: a file, from its magic on; or changes to a sound one, 8 bytes each:
// section, what to do, place (2 bytes), number (4 bytes).

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "engine/findings/findings.h"
#include "engine/findings/kept_figures.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/projection.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/scratch_folder.h"
#include "tests/fuzz/snapshot_changes.h"
#include "tests/reference/changing_texts.h"
#include "tests/reference/fold_random.h"

namespace attest {
namespace {

using snapshot_changes::Change;
using snapshot_changes::ChangeBytes;

// A log with statements that are one, disputed ones, and reports that share
// text.
constexpr uint64_t kLog = 36;
constexpr size_t kEvents = 220;
// The file is of a log that has gone on since.
constexpr uint64_t kKeptThrough = 150;
constexpr std::array<uint8_t, 32> kRoot = {7, 7, 7};

const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  return folder;
}

const Projection& TheLog() {
  static const Projection& projection = *[] {
    auto& folded = *new Projection;
    for (const Event& event : reference::RandomLog(kLog).Make(kEvents)) {
      Require(folded.Apply(EventIndex(folded.applied_through()), event).ok(),
              "the log is folded");
    }
    return &folded;
  }();
  return projection;
}

// Findings, with the texts that they are of.
struct Weighed {
  reference::ChangingTexts texts;
  Findings findings;

  explicit Weighed(const View& view)
      : texts(kLog), findings(view, {.texts = texts.Of(view)}) {}
};

View Then() { return TheLog().At(kKeptThrough).value(); }

const Findings& Now() {
  static const Weighed& weighed = *new Weighed(TheLog().Now());
  return weighed.findings;
}

// What is worked out from nothing.
const std::vector<Figures>& AllThen() {
  static const auto& all =
      *new std::vector<Figures>(Weighed(Then()).findings.AllFigures());
  return all;
}
const std::vector<Figures>& AllNow() {
  static const auto& all = *new std::vector<Figures>(Now().AllFigures());
  return all;
}

const std::string& SoundFile() {
  static const std::string& bytes = *new std::string([] {
    const Weighed then((Then()));
    KeptFigures figures;
    figures.Update(TheLog().At(0).value(), then.findings);
    const std::string path = Folder().Path("sound");
    Require(figures.Save(path, kRoot).ok(), "figures are saved");
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }());
  return bytes;
}

void RequireSame(const KeptFigures& figures, const std::vector<Figures>& all,
                 size_t begin, absl::string_view what) {
  Require(figures.size() == all.size(), what);
  for (size_t i = begin; i < all.size(); ++i) {
    Require(figures.Of(StatementId(i)) == all[i], what);
  }
}

void AskEverything(const KeptFigures& figures) {
  for (size_t i = 0; i < figures.size(); ++i) {
    const Figures one = figures.Of(StatementId(i));
    Require(static_cast<size_t>(one.verdict) < kEnumSize<Verdict>,
            "a verdict is one that there is");
  }
  uint64_t before = figures.size();
  for (const uint32_t least : {0u, 1u, 2u, 0x80000000u, 0xFFFFFFFFu}) {
    const uint64_t count = figures.CountWithLines(least);
    Require(count <= before, "fewer statements have more lines");
    before = count;
  }
}

void TrySaving(const KeptFigures& figures) {
  const std::string path = Folder().Path("again");
  Require(figures.Save(path, kRoot).ok(), "figures are saved");
  const absl::StatusOr<KeptFigures> again = KeptFigures::FromFile(path);
  Require(again.ok() && again->saved_root() == kRoot &&
              again->applied_through() == figures.applied_through() &&
              again->size() == figures.size(),
          "what is saved opens");
  for (size_t i = 0; i < figures.size(); ++i) {
    const StatementId id(i);
    Require(again->Of(id) == figures.Of(id), "figures come back");
  }
  for (const uint32_t least : {0u, 1u, 2u}) {
    Require(again->CountWithLines(least) == figures.CountWithLines(least),
            "statements that are one come back as one");
  }
}

enum class Damage : uint8_t { kByChance, kForged };

void TryFile(const std::string& file, Damage damage) {
  const std::string path = Folder().Write("figures", file);
  absl::StatusOr<KeptFigures> figures = KeptFigures::FromFile(path);
  if (!figures.ok()) {
    Require(absl::IsDataLoss(figures.status()),
            "a file that is not read is damaged");
    return;
  }
  Require(figures->size() <= file.size(), "every statement takes a byte");
  AskEverything(*figures);
  const bool is_sound = damage == Damage::kByChance;
  if (is_sound) {
    Require(figures->applied_through() == kKeptThrough &&
                figures->saved_root() == kRoot,
            "damage makes no file of another position");
    RequireSame(*figures, AllThen(), 0, "damage makes no other figures");
  }
  // As a case takes them over.
  const absl::StatusOr<View> then = TheLog().At(figures->applied_through());
  if (!then.ok() || !figures->MayBeOf(*then)) {
    Require(!is_sound, "sound figures are of their log");
    return;
  }
  const size_t old = figures->size();
  figures->Update(*then, Now());
  Require(figures->applied_through() == TheLog().applied_through(),
          "they are brought up to the end");
  AskEverything(*figures);
  RequireSame(*figures, AllNow(), is_sound ? 0 : old,
              "what came since is weighed");
  TrySaving(*figures);
}

}  // namespace

void FuzzInput(absl::string_view input) {
  std::string file(input);
  if (!absl::StartsWith(input, "ATTSNAP1")) {
    file = snapshot_changes::Changed(SoundFile(), input);
  }
  TryFile(file, Damage::kByChance);
  snapshot_changes::Repair(file);
  TryFile(file, Damage::kForged);
}

std::vector<std::string> FuzzSeeds() {
  Require(KeptFigures::FromFile(Folder().Write("figures", SoundFile())).ok(),
          "the seed is sound");
  std::vector<std::string> seeds = {SoundFile(), ""};
  const uint32_t sections = snapshot_changes::Sections(SoundFile());
  for (uint32_t i = 0; i < sections; ++i) {
    const auto section = static_cast<uint8_t>(i);
    for (uint16_t place = 0; place < 8; ++place) {
      seeds.push_back(ChangeBytes({section, 0, place, place * 7u}));
      seeds.push_back(ChangeBytes({section, 1, place, place}));
      seeds.push_back(ChangeBytes({section, 2, place, 1}));
    }
    seeds.push_back(ChangeBytes({section, 0, 1, 0xFFFFFFFF}));
    seeds.push_back(ChangeBytes({section, 3, 0, 1}));
    seeds.push_back(ChangeBytes({section, 4, 1, 0}));
  }
  for (const uint32_t position : {0u, 1u, 80u, 149u, 151u, 220u, 0x7FFFFFFFu}) {
    seeds.push_back(ChangeBytes({0, 5, 0, position}));
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {std::string("\xFF\xFF\xFF\xFF", 4), std::string("\x08\0\0\0", 4),
          std::string("\x03\0\0\0", 4), std::string("\x96\0\0\0", 4),
          std::string("\x08\0\0\0\x01\0\0\0", 8)};
}

}  // namespace attest
