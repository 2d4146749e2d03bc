// Event is one immutable record of the log: a line of the case format with
// its keys resolved, or one of the log's own.

#ifndef ATTEST_ENGINE_MODEL_EVENT_H_
#define ATTEST_ENGINE_MODEL_EVENT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/claim.h"
#include "engine/model/decision.h"
#include "engine/model/entity.h"
#include "engine/model/enum_names.h"
#include "engine/model/id.h"
#include "engine/model/predicate.h"
#include "engine/model/report.h"
#include "engine/model/source.h"

namespace attest {

// The last event of a file. The events of a file stand together, each names
// this one as `closed_by`, and no answer uses them before it.
struct FileClosed {
  EventIndex first;  // the first event of the file
  std::string name;
  uint64_t lines = 0;
  std::array<uint8_t, 32> sha256 = {};

  friend bool operator==(const FileClosed&, const FileClosed&) = default;
};

// The first event of a case that was recovered from a damaged one.
struct Recovery {
  std::string origin;     // of the damaged log
  uint64_t expected = 0;  // events its head, or its table, spoke of
  std::vector<std::pair<uint64_t, uint64_t>> lost;  // [begin, end) there
  // Events that verified but name a lost one, by their index there.
  std::vector<uint64_t> dropped;
  absl::Time recovered_at;

  friend bool operator==(const Recovery&, const Recovery&) = default;
};

// The log signs with another key from the event after this one on; the head
// that speaks of this event is the first with the new one's signature.
struct KeyRotation {
  std::string verifier_key;  // of the new key, as merkle/note_key.h has it
  // By the key before, over what merkle/key_handover.h says; empty when that
  // key was lost.
  std::string signature;
  std::string previous_key;  // the verifier key before

  friend bool operator==(const KeyRotation&, const KeyRotation&) = default;
};

// What an authority says about when a head of this log was there.
struct Timestamp {
  uint64_t tree_size = 0;
  std::array<uint8_t, 32> root = {};
  std::string token;       // RFC 3161, DER
  std::string checkpoint;  // the signed head it was given for, whole

  friend bool operator==(const Timestamp&, const Timestamp&) = default;
};

// The alternatives follow the order of enum RecordType.
using Record =
    std::variant<Source, Report, Entity, Predicate, Claim, Retraction,
                 Assessment, Identity, Dependence, Amendment, Redaction,
                 FileClosed, Recovery, KeyRotation, Timestamp>;

enum class RecordType : uint8_t {
  kSource,
  kReport,
  kEntity,
  kPredicate,
  kClaim,
  kRetraction,
  kAssessment,
  kIdentity,
  kDependence,
  kAmendment,
  kRedaction,
  kFileClosed,
  kRecovery,
  kKeyRotation,
  kTimestamp,
};
ATTEST_ENUM_NAMES(RecordType, "type", "source", "report", "entity", "predicate",
                  "claim", "retraction", "assessment", "identity", "dependence",
                  "amendment", "redaction", "file_closed", "recovery",
                  "key_rotation", "timestamp");
static_assert(std::variant_size_v<Record> == kEnumSize<RecordType>);

// Why a stub says less than its record did where it came from.
enum class Withheld : uint8_t { kNo, kRestricted, kSealed, kRedacted };
ATTEST_ENUM_NAMES(Withheld, "withheld", "no", "restricted", "sealed",
                  "redacted");

struct Event {
  // The author's key, unique in the case; empty for the log's own events.
  std::string key;
  // When it entered, by this log's clock, in whole microseconds; never before
  // the event before it.
  absl::Time recorded_at;
  // The FileClosed event of its file, for an event of a file.
  std::optional<EventIndex> closed_by;
  // Who recorded or decided; empty in a file: whoever added the file.
  std::string by;
  std::string reason;  // of a decision
  std::string note;
  std::string recorded;  // RFC 3339, as the sender states it
  Withheld withheld = Withheld::kNo;
  Record record;

  [[nodiscard]] RecordType type() const {
    return static_cast<RecordType>(record.index());
  }

  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_EVENT_H_
