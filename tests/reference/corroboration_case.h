// RefCase is a case as plain data, keyed by strings: what the oracle of the
// corroboration engine reads, and what events are made of.
//
// Every record and decision has its place in the log, `at`. The places need
// not be dense, but no two are the same.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_CASE_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_CASE_H_

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/claim.h"
#include "engine/model/decision.h"
#include "engine/model/entity.h"
#include "engine/model/predicate.h"
#include "engine/model/report.h"
#include "engine/model/source.h"
#include "engine/model/vocabulary.h"

namespace attest::reference {

using Keys = std::set<std::string>;
using KeyList = std::vector<std::string>;

struct RefSource {
  std::string key;
  uint64_t at = 0;
  SourceKind kind = SourceKind::kPerson;
  bool anonymous = false;
  std::string part_of;  // empty: of none
};

struct RefDerivation {
  std::string on;
  How how = How::kReprint;
};

struct RefReport {
  std::string key;
  uint64_t at = 0;
  std::string publisher;
  std::string published;  // EDTF; empty: not known
  std::vector<RefDerivation> derived_from;
};

struct RefEntity {
  std::string key;
  uint64_t at = 0;
  EntityKind kind = EntityKind::kPerson;
};

// One that the case defines.
struct RefPredicate {
  std::string key;
  uint64_t at = 0;
  Predicate predicate;
};

// A literal; none where the object is an entity.
using RefValue = std::variant<std::monostate, TextValue, Quantity, DateValue,
                              Point, FlagValue>;

// The parts of a statement. Strings are empty where a part is left out.
struct RefParts {
  std::string subject;
  std::string predicate;
  std::string object;
  RefValue value;
  std::string valid;
  std::string place;
};

struct RefSpeaker {
  std::string source;
  Basis basis = Basis::kUnstated;
};

struct RefClaim {
  std::string key;
  uint64_t at = 0;
  std::string report;
  RefParts parts;
  std::vector<RefSpeaker> attribution;  // nearest to the report first
  bool original = false;
  KeyList rests_on;
  Stance stance = Stance::kAsserts;
  Hedge hedge = Hedge::kStated;
  bool by_model = false;  // proposed until it is accepted
};

struct RefRetraction {
  std::string target;
  Judgement judgement = Judgement::kAccepted;
};
struct RefStatus {
  std::string target;
  std::string value = "rejected";
};
struct RefIdentity {
  std::string a;
  std::string b;
  IdentityJudgement judgement = IdentityJudgement::kSame;
};
struct RefDependence {
  std::string from;
  std::string on;
  How how = How::kReprint;
  Judgement judgement = Judgement::kAccepted;
};

struct RefDecision {
  uint64_t at = 0;
  std::variant<RefRetraction, RefStatus, RefIdentity, RefDependence> what;
};

struct RefCase {
  std::vector<RefSource> sources;
  std::vector<RefReport> reports;
  std::vector<RefEntity> entities;
  std::vector<RefPredicate> predicates;
  std::vector<RefClaim> claims;
  std::vector<RefDecision> decisions;
};

// The record of `records` called `key`; null when none is.
template <class Record>
const Record* FindByKey(const std::vector<Record>& records,
                        const std::string& key) {
  for (const Record& record : records) {
    if (record.key == key) return &record;
  }
  return nullptr;
}

// Requires: there is such a predicate.
inline Predicate PredicateOf(const RefCase& the_case, const std::string& key) {
  if (const RefPredicate* own = FindByKey(the_case.predicates, key)) {
    return own->predicate;
  }
  return FindBuiltin(*BuiltinPredicateId(key))->predicate;
}

// Records and decisions in the order of the log.
template <class Record>
std::vector<Record> InLogOrder(std::vector<Record> records) {
  std::sort(records.begin(), records.end(),
            [](const Record& a, const Record& b) { return a.at < b.at; });
  return records;
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_CASE_H_
