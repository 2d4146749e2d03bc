// Decisions are later events about records: none edits an old one, and the
// latest on the same thing stands.

#ifndef ATTEST_ENGINE_MODEL_DECISION_H_
#define ATTEST_ENGINE_MODEL_DECISION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/claim.h"
#include "engine/model/entity.h"
#include "engine/model/enum_names.h"
#include "engine/model/id.h"
#include "engine/model/report.h"
#include "engine/model/source.h"

namespace attest {

enum class RetractionHow : uint8_t { kMiscoded, kWithdrawn, kCorrected };
ATTEST_ENUM_NAMES(RetractionHow, "how", "miscoded", "withdrawn", "corrected");

// kRejected takes an earlier accepted one back.
enum class Judgement : uint8_t { kAccepted, kRejected };
ATTEST_ENUM_NAMES(Judgement, "judgement", "accepted", "rejected");

struct Retraction {
  Target target;  // a claim or a report
  RetractionHow how = RetractionHow::kMiscoded;
  Judgement judgement = Judgement::kAccepted;
  std::optional<Target> superseded_by;  // a claim or a report
  std::optional<ReportId> report;       // where it was withdrawn
  std::optional<Quote> quote;           // in `report`

  friend bool operator==(const Retraction&, const Retraction&) = default;
};

enum class Scheme : uint8_t {
  kStatus,
  kAdmiraltyReliability,
  kAdmiraltyCredibility,
  kConfidence,
};
ATTEST_ENUM_NAMES(Scheme, "scheme", "status", "admiralty_reliability",
                  "admiralty_credibility", "confidence");

struct Assessment {
  Target target;  // a claim, a report or a source
  Scheme scheme = Scheme::kStatus;
  std::string value;  // one of ValuesOf(scheme)

  friend bool operator==(const Assessment&, const Assessment&) = default;
};

// The values of a scheme, in their order.
[[nodiscard]] const std::vector<absl::string_view>& ValuesOf(Scheme scheme);

enum class IdentityJudgement : uint8_t { kSame, kDifferent, kUnsure };
ATTEST_ENUM_NAMES(IdentityJudgement, "judgement", "same", "different",
                  "unsure");

struct Identity {
  IdentityJudgement judgement = IdentityJudgement::kSame;
  EntityId a;
  EntityId b;

  friend bool operator==(const Identity&, const Identity&) = default;
};

struct Dependence {
  SourceOrReport from;
  SourceOrReport on;
  How how = How::kReprint;
  Judgement judgement = Judgement::kAccepted;

  friend bool operator==(const Dependence&, const Dependence&) = default;
};

// New values for fields of a source, report or entity; the earlier ones stay
// in the history.
struct Amendment {
  Target target;  // a source, a report or an entity
  // Of the target's type; only the fields named below hold.
  std::variant<Source, Report, Entity> values;
  // The case-format names of the fields set, sorted.
  std::vector<std::string> fields;

  friend bool operator==(const Amendment&, const Amendment&) = default;
};

// Does `amendment` set the field of this name in the case format?
[[nodiscard]] bool Sets(const Amendment& amendment, absl::string_view field);

// Reserved for the audit: a payload, or ranges of a report's text, taken out
// of every file.
struct Redaction {
  Target target;
  std::vector<std::pair<uint64_t, uint64_t>> bytes;

  friend bool operator==(const Redaction&, const Redaction&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_DECISION_H_
