// SoakMaterial makes up case files and remembers what is in them, so that later
// work has something to be about. Texts repeat passages of earlier ones, claims
// repeat and contradict each other.
//
// Each text, and the note of each claim, has one word that stands nowhere else
// but in what quotes it: its mark. Redacted, the mark is to be in no file.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_SOAK_MATERIAL_H_
#define ATTEST_TESTS_FAULTS_HARNESS_SOAK_MATERIAL_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/faults/harness/dice.h"

namespace attest {

struct SoakRecord {
  std::string key;
  std::string kind;  // of an entity or a source
  std::string mark;  // of a report or a claim
  // Of a report: its sentences, the one with the mark first.
  std::vector<std::string> text;
  std::string report;  // of a claim
  bool sealed = false;
  // A redaction of it, or of what it quotes, was tried: it may be gone.
  bool shaken = false;
};

struct SoakFile {
  std::string path;
  uint64_t events = 0;  // one a line, and the one that closes it
};

class SoakMaterial {
 public:
  // Files go into `folder`, which is there.
  explicit SoakMaterial(std::string folder) : folder_(std::move(folder)) {}

  // What nothing else is ever done to: adding it again changes nothing.
  [[nodiscard]] SoakFile WriteUntouched() const;
  // The entities and sources to begin with.
  SoakFile WriteFirst(Dice& dice);
  SoakFile WriteSmall(Dice& dice);
  // Enough for sorted tables.
  SoakFile WriteBulk(Dice& dice);

  [[nodiscard]] std::vector<SoakRecord>& sources() { return sources_; }
  [[nodiscard]] std::vector<SoakRecord>& entities() { return entities_; }
  [[nodiscard]] std::vector<SoakRecord>& reports() { return reports_; }
  [[nodiscard]] std::vector<SoakRecord>& claims() { return claims_; }

  // One of `all` that is not shaken, rather a late one than an early one.
  // Requires: there is one.
  static SoakRecord& Whole(std::vector<SoakRecord>& all, Dice& dice);

  // Marks what a redaction of `report` takes along.
  void ShakeClaimsOf(const SoakRecord& report);

  // A name as entities have them.
  static std::string Name(Dice& dice);
  static std::string TextOf(const SoakRecord& report);

 private:
  using Json = nlohmann::json;

  Json NewSource(Dice& dice);
  Json NewEntity(Dice& dice, absl::string_view kind);
  Json NewReport(Dice& dice);
  Json NewClaim(Dice& dice, size_t first_of_file);
  std::string SomeEntity(Dice& dice, const std::vector<std::string>& kinds,
                         bool& sealed);
  // Gives a claim its subject, predicate and object or value.
  void Say(Dice& dice, Json& claim, bool& sealed);
  std::vector<std::string> NewText(Dice& dice, const std::string& mark);
  SoakFile Write(const std::vector<Json>& lines);

  const std::string folder_;
  uint64_t files_ = 0;
  std::vector<SoakRecord> sources_;
  std::vector<SoakRecord> entities_;
  std::vector<SoakRecord> reports_;
  std::vector<SoakRecord> claims_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_SOAK_MATERIAL_H_
