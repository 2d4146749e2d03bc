// Claim is one assertion, by one chain of speakers, in one report.

#ifndef ATTEST_ENGINE_MODEL_CLAIM_H_
#define ATTEST_ENGINE_MODEL_CLAIM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/enum_names.h"
#include "engine/model/id.h"
#include "engine/model/point.h"
#include "engine/model/quantity.h"
#include "engine/model/report.h"

namespace attest {

enum class Basis : uint8_t {
  kUnstated,
  kEyewitness,
  kDocument,
  kHearsay,
  kInference,
};
ATTEST_ENUM_NAMES(Basis, "basis", "unstated", "eyewitness", "document",
                  "hearsay", "inference");

enum class Stance : uint8_t { kAsserts, kDenies, kDoubts, kNoComment };
ATTEST_ENUM_NAMES(Stance, "stance", "asserts", "denies", "doubts",
                  "no_comment");

enum class Hedge : uint8_t {
  kStated,
  kAlleged,
  kBelieved,
  kEstimated,
  kRumored,
};
ATTEST_ENUM_NAMES(Hedge, "hedge", "stated", "alleged", "believed", "estimated",
                  "rumored");

// One speaker of an attribution chain.
struct Speaker {
  SourceId source;
  Basis basis = Basis::kUnstated;
  std::string said;  // when, EDTF; empty: not known

  friend bool operator==(const Speaker&, const Speaker&) = default;
};

// The place of a quote in the original bytes of a report's text (or of its
// file, when that is plain text and the report has no other). Half-open.
struct Passage {
  uint64_t byte_begin = 0;
  uint64_t byte_end = 0;
  uint64_t code_point_begin = 0;
  uint64_t code_point_end = 0;

  friend bool operator==(const Passage&, const Passage&) = default;
};

// A W3C TextQuoteSelector, with the place where it was found; without one
// when the report is a withheld stub, whose text is not here.
struct Quote {
  std::string exact;
  std::string prefix;
  std::string suffix;
  std::optional<Passage> passage;

  friend bool operator==(const Quote&, const Quote&) = default;
};

// A literal value. A date is EDTF text, already validated.
struct TextValue {
  std::string text;
  friend bool operator==(const TextValue&, const TextValue&) = default;
};
struct DateValue {
  std::string edtf;
  friend bool operator==(const DateValue&, const DateValue&) = default;
};
struct FlagValue {
  friend bool operator==(const FlagValue&, const FlagValue&) = default;
};

// What a claim says of its subject: an entity, or a literal. The literal
// alternatives follow the order of enum Literal.
using Object =
    std::variant<EntityId, TextValue, Quantity, DateValue, Point, FlagValue>;

// Ends of `valid` that are real beginnings or ends, not first and last seen.
struct RealEnds {
  bool start = false;
  bool end = false;

  friend bool operator==(const RealEnds&, const RealEnds&) = default;
};

struct Claim {
  ReportId report;
  EntityId subject;
  PredicateId predicate;
  Object object;
  std::string valid;  // EDTF; empty: undated
  std::optional<EntityId> place;
  // Nearest to the report first. Empty: the report speaks for itself and its
  // origin is unknown.
  std::vector<Speaker> attribution;
  bool original = false;
  std::vector<ClaimId> rests_on;
  Stance stance = Stance::kAsserts;
  Hedge hedge = Hedge::kStated;
  std::optional<Quote> quote;
  std::string citation;  // JSON object, sorted names, no spaces; or empty
  std::string as_stated;
  RealEnds real_ends;
  std::optional<Extractor> extracted_by;

  friend bool operator==(const Claim&, const Claim&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_CLAIM_H_
