#include "engine/projection/cut_state.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "engine/projection/deaths.h"

namespace attest {

CutState::CutState(const ProjectionTables& tables, uint64_t cut,
                   uint32_t unmade)
    : tables_(tables),
      cut_(cut),
      sources_(CountRowsBefore(tables.sources, cut)),
      reports_(CountRowsBefore(tables.reports, cut)),
      entities_(CountRowsBefore(tables.entities, cut)),
      predicates_(CountRowsBefore(tables.predicates, cut)),
      claims_(CountBefore(tables.claim_events, cut)),
      statements_(CountStatements()),
      decisions_(CountRowsBefore(tables.decisions, cut)),
      unmade_(unmade) {}

// Statements come in the order of their first claims.
uint32_t CutState::CountStatements() const {
  uint32_t low = 0;
  auto high = static_cast<uint32_t>(tables_.statements.size());
  if (claims_ == tables_.claim_events.size()) return high;
  const GroupedLists<uint32_t>& claims = tables_.ClaimsOfStatement();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    // In a forged snapshot nobody may claim it.
    const uint32_t* first = claims.First(middle).get();
    if (first != nullptr && *first < claims_) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const IdentityGroups& CutState::identity() const {
  absl::call_once(identity_once_, &CutState::FindIdentity, this);
  return identity_;
}
const StandingDecisions& CutState::standing() const {
  absl::call_once(standing_once_, &CutState::FindStanding, this);
  return standing_;
}
const JoinedStatements& CutState::joined() const {
  absl::call_once(joined_once_, &CutState::FindJoined, this);
  return joined_;
}
const Deaths& CutState::deaths() const {
  absl::call_once(deaths_once_, &CutState::FindDeaths, this);
  return deaths_;
}

void CutState::FindIdentity() const {
  std::vector<IdentityEvent> judgements;
  for (uint32_t i = 0; i < decisions_; ++i) {
    if (i == unmade_) continue;
    const DecisionRow& row = tables_.decisions[i];
    if (static_cast<RecordType>(row.type) != RecordType::kIdentity) continue;
    judgements.push_back(
        {EventIndex(row.event),
         {.judgement = static_cast<IdentityJudgement>(row.judgement),
          .a = EntityId(row.target),
          .b = EntityId(row.other)}});
  }
  identity_ = IdentityGroups(judgements);
}

void CutState::FindStanding() const {
  for (uint32_t i = 0; i < decisions_; ++i) {
    if (i == unmade_) continue;
    const DecisionRow& row = tables_.decisions[i];
    switch (static_cast<RecordType>(row.type)) {
      case RecordType::kRetraction:
        standing_.retraction[row.target] = i;
        break;
      case RecordType::kAssessment: {
        if (static_cast<Scheme>(row.code) != Scheme::kStatus) break;
        standing_.status[row.target] = i;
        const uint8_t value = row.value & kValueBits;
        if (value == kStatusAccepted) standing_.accepted[row.target] = true;
        if (value == kStatusRejected) standing_.accepted[row.target] = false;
        break;
      }
      case RecordType::kRedaction: {
        const EventPlace place = tables_.places[row.target];
        if (row.detail == 1 && place.type() == RecordType::kClaim) {
          standing_.redacted.push_back(place.ordinal());
        }
        break;
      }
      default:
        break;
    }
  }
}

void CutState::FindDeaths() const { deaths_ = DeathsOf(tables_, *this); }

void CutState::FindNaming() const {
  for (uint32_t i = 0; i < decisions_; ++i) {
    if (i == unmade_) continue;
    const DecisionRow& row = tables_.decisions[i];
    naming_.emplace_back(row.target, i);
    if (row.other != kNoRow && row.other != row.target) {
      naming_.emplace_back(row.other, i);
    }
  }
  std::sort(naming_.begin(), naming_.end());
}

std::vector<uint32_t> CutState::DecisionsNaming(uint32_t event) const {
  absl::call_once(naming_once_, &CutState::FindNaming, this);
  std::vector<uint32_t> decisions;
  for (auto at = std::lower_bound(naming_.begin(), naming_.end(),
                                  std::pair<uint32_t, uint32_t>(event, 0));
       at != naming_.end() && at->first == event; ++at) {
    decisions.push_back(at->second);
  }
  return decisions;
}

std::vector<uint32_t> CutState::StatementsAbout(
    const std::vector<EntityId>& members, Role role) const {
  std::vector<uint32_t> found;
  absl::flat_hash_set<uint32_t> places;
  for (const EntityId id : members) {
    const uint32_t entity = tables_.OrdinalOf(id.value(), RecordType::kEntity);
    if (entity == kNoRow) continue;
    if (role == Role::kPlace) {
      places.insert(entity);
      continue;
    }
    const GroupedLists<uint32_t>& lists = role == Role::kSubject
                                              ? tables_.StatementsBySubject()
                                              : tables_.StatementsByObject();
    for (const uint32_t statement : lists[entity]) {
      if (statement >= statements_) break;
      found.push_back(statement);
    }
  }
  if (role == Role::kPlace) {
    // Few statements name a place: there is no list, all are looked through.
    std::vector<bool> there(tables_.circumstances.size());
    bool any = false;
    for (size_t i = 0; i < there.size(); ++i) {
      there[i] = places.contains(tables_.circumstances[i].place);
      any |= there[i];
    }
    for (uint32_t i = 0; any && i < statements_; ++i) {
      if (there[tables_.statements[i].circumstance]) found.push_back(i);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

uint32_t CutState::FirstMember(uint32_t entity) const {
  if (entity == kNoRow) return entity;
  const EntityId id(tables_.entities[entity].event);
  return tables_.places[identity().RepresentativeOf(id).value()].ordinal();
}

std::pair<StatementRow, uint32_t> CutState::Canonical(
    uint32_t statement) const {
  StatementRow row = tables_.statements[statement];
  const Circumstance& circumstance = tables_.circumstances[row.circumstance];
  row.subject = FirstMember(row.subject);
  if ((row.object & kMarked) == 0) row.object = FirstMember(row.object);
  row.circumstance = circumstance.valid;
  return {row, FirstMember(circumstance.place)};
}

void CutState::FindJoined() const {
  std::vector<EntityId> members;
  for (const std::vector<EntityId>& group : identity().groups()) {
    members.insert(members.end(), group.begin(), group.end());
  }
  if (members.empty()) return;
  std::vector<uint32_t> touched;
  for (const Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
    const std::vector<uint32_t> about = StatementsAbout(members, role);
    touched.insert(touched.end(), about.begin(), about.end());
  }
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  absl::flat_hash_map<
      std::tuple<uint32_t, uint32_t, uint32_t, uint32_t, uint32_t>, uint32_t>
      first;
  for (const uint32_t statement : touched) {
    const auto [row, place] = Canonical(statement);
    const auto [at, is_first] = first.try_emplace(
        {row.subject, row.predicate, row.object, row.circumstance, place},
        statement);
    if (is_first) continue;
    joined_.first_of[statement] = at->second;
    std::vector<uint32_t>& all = joined_.all_of[at->second];
    if (all.empty()) all.push_back(at->second);
    all.push_back(statement);
  }
}

}  // namespace attest
