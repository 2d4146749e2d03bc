// The values that a View answers with.

#ifndef ATTEST_ENGINE_PROJECTION_ANSWER_H_
#define ATTEST_ENGINE_PROJECTION_ANSWER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/claim.h"
#include "engine/model/decision.h"
#include "engine/model/entity.h"
#include "engine/model/enum_names.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/model/report.h"
#include "engine/model/source.h"

namespace attest {

// A distinct (subject, predicate, object or value, valid, place) as some claim
// has it. Its number counts statements in the order of their first claim: it
// is good for one case, but not part of any stored form.
using StatementId = Id<struct StatementTag>;

// What `stats` counts, as of the cut. Statements are counted as joined.
struct Counts {
  uint64_t events = 0;
  uint64_t sources = 0;
  uint64_t reports = 0;
  uint64_t entities = 0;
  uint64_t predicates = 0;  // those that the case defines
  uint64_t claims = 0;
  uint64_t statements = 0;
  uint64_t retractions = 0;
  uint64_t assessments = 0;
  uint64_t identities = 0;
  uint64_t dependences = 0;
  uint64_t amendments = 0;
  uint64_t redactions = 0;

  friend bool operator==(const Counts&, const Counts&) = default;
};

// A record found by key.
struct Found {
  RecordType type = RecordType::kSource;
  EventIndex event;

  friend bool operator==(const Found&, const Found&) = default;
};

// How well a name matches: the whole name, its beginning, the beginning of a
// word in it, anything in it.
enum class Matched : uint8_t { kExact, kPrefix, kWord, kInside };
ATTEST_ENUM_NAMES(Matched, "matched", "exact", "prefix", "word", "inside");

struct Match {
  RecordType type = RecordType::kEntity;
  EventIndex event;
  Matched matched = Matched::kExact;
  std::string name;  // the one that matches

  friend bool operator==(const Match&, const Match&) = default;
};

// What an entity is in a statement.
enum class Role : uint8_t { kSubject, kObject, kPlace };
ATTEST_ENUM_NAMES(Role, "role", "subject", "object", "place");

struct StatementParts {
  EntityId subject;
  PredicateId predicate;
  Object object;
  std::string valid;  // EDTF; empty: undated
  std::optional<EntityId> place;

  friend bool operator==(const StatementParts&,
                         const StatementParts&) = default;
};

// Why a claim counts or does not, the first that holds.
enum class Liveness : uint8_t {
  kLive,
  kRedacted,
  kRetracted,
  kRejected,
  kProposed,
  kReportRetracted,
  kReportRejected,
  kSourceRejected,  // the publisher or a speaker
  kRestsOnDead,
};
ATTEST_ENUM_NAMES(Liveness, "liveness", "live", "redacted", "retracted",
                  "rejected", "proposed", "report retracted", "report rejected",
                  "source rejected", "rests on a claim that does not count");

struct ClaimInfo {
  StatementId statement;  // as it was claimed, not joined
  ReportId report;
  Stance stance = Stance::kAsserts;
  Hedge hedge = Hedge::kStated;
  bool original = false;
  Method method = Method::kManual;
  std::vector<Speaker> attribution;
  std::vector<ClaimId> rests_on;

  friend bool operator==(const ClaimInfo&, const ClaimInfo&) = default;
};

// The fields of a report that the projection keeps, as of the cut.
struct ReportInfo {
  SourceId source;
  std::string title;
  std::string published;
  std::string author;
  std::string url;
  std::string language;
  std::vector<Derivation> derived_from;  // as declared
  Sensitivity sensitivity = Sensitivity::kPublic;

  friend bool operator==(const ReportInfo&, const ReportInfo&) = default;
};

// What a report or source derives from.
struct Upstream {
  SourceOrReport upstream;
  How how = How::kReprint;
  // The dependence that says so; none: declared in `derived_from`.
  std::optional<EventIndex> decided_by;

  friend bool operator==(const Upstream&, const Upstream&) = default;
};

// A source that passes another one on, in so many claims.
struct Relay {
  SourceId source;
  uint64_t claims = 0;

  friend bool operator==(const Relay&, const Relay&) = default;
};

// A decision in short; the event has the rest.
struct DecisionInfo {
  EventIndex event;
  // kRetraction, kAssessment, kIdentity, kDependence, kAmendment, kRedaction.
  RecordType type = RecordType::kRetraction;
  // No later decision on the same thing has taken its place.
  bool standing = true;
  // The target; the first of a pair, `from`.
  EventIndex target;
  // The second of a pair, `on`; what supersedes what is retracted.
  std::optional<EventIndex> other;
  Judgement judgement = Judgement::kAccepted;  // retraction, dependence
  IdentityJudgement identity = IdentityJudgement::kSame;
  RetractionHow retraction_how = RetractionHow::kMiscoded;
  How how = How::kReprint;  // dependence
  Scheme scheme = Scheme::kStatus;
  std::string value;  // assessment
  std::string by;     // assessment

  friend bool operator==(const DecisionInfo&, const DecisionInfo&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_ANSWER_H_
