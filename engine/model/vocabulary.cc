#include "engine/model/vocabulary.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace attest {
namespace {

constexpr EntityKinds Kinds(std::initializer_list<EntityKind> kinds) {
  EntityKinds set;
  for (EntityKind kind : kinds) set = set.With(kind);
  return set;
}

constexpr EntityKinds kPersons = Kinds({EntityKind::kPerson});
constexpr EntityKinds kPlaces = Kinds({EntityKind::kPlace});
constexpr EntityKinds kIncidents = Kinds({EntityKind::kIncident});
constexpr EntityKinds kGroups =
    Kinds({EntityKind::kUnit, EntityKind::kOrganization});
constexpr EntityKinds kForces = Kinds({EntityKind::kPerson, EntityKind::kUnit});
constexpr EntityKinds kActors =
    Kinds({EntityKind::kPerson, EntityKind::kUnit, EntityKind::kOrganization});
constexpr EntityKinds kCounted =
    Kinds({EntityKind::kIncident, EntityKind::kUnit, EntityKind::kOrganization,
           EntityKind::kPlace});

std::string LabelOf(absl::string_view key) {
  std::string label(key);
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

BuiltinPredicate Relation(absl::string_view key, EntityKinds domain,
                          EntityKinds range, TimeKind time,
                          Functional functional = Functional::kNone) {
  return {std::string(key), Predicate{.label = LabelOf(key),
                                      .domain = domain,
                                      .range = range,
                                      .time = time,
                                      .functional = functional}};
}

BuiltinPredicate Property(absl::string_view key, EntityKinds domain,
                          Literal literal, TimeKind time,
                          Functional functional = Functional::kNone) {
  return {std::string(key), Predicate{.label = LabelOf(key),
                                      .domain = domain,
                                      .literal = literal,
                                      .time = time,
                                      .functional = functional}};
}

BuiltinPredicate Death(absl::string_view key) {
  BuiltinPredicate result =
      Property(key, kPersons, Literal::kFlag, TimeKind::kEvent);
  result.predicate.once = true;
  return result;
}

BuiltinPredicate Count(absl::string_view key) {
  return Property(key, kCounted, Literal::kQuantity, TimeKind::kPeriod,
                  Functional::kSubject);
}

std::vector<BuiltinPredicate> MakeVocabulary() {
  constexpr EntityKinds kAll = EntityKinds::All();
  constexpr TimeKind kState = TimeKind::kState;
  constexpr TimeKind kEvent = TimeKind::kEvent;
  constexpr TimeKind kNone = TimeKind::kNone;
  constexpr Functional kSubject = Functional::kSubject;
  return {
      Relation("member_of", kForces, kGroups, kState),
      Relation("commands", kPersons, kGroups, kState, Functional::kObject),
      Relation("part_of", kGroups, kGroups, kState, kSubject),
      Property("holds_rank", kPersons, Literal::kText, kState, kSubject),
      Property("holds_role", kAll, Literal::kText, kState),
      Property("known_as", kAll, Literal::kText, kState),
      Relation("based_at", kGroups, kPlaces, kState, kSubject),
      Relation("operates_in", kGroups, kPlaces, kState),
      Relation("located_at", kForces, kPlaces, kState, kSubject),
      Relation("deployed_to", kForces, kPlaces, kEvent),
      Relation("defected_from", kForces, kGroups, kEvent),
      Relation("joined", kForces, kGroups, kEvent),
      Relation("participated_in", kActors, kIncidents, kEvent),
      Relation("perpetrated", kActors, kIncidents, kEvent),
      Relation("victim_of", kActors, kIncidents, kEvent),
      Relation("witnessed", kActors, kIncidents, kEvent),
      Death("killed"),
      Death("deceased"),
      Property("detained", kPersons, Literal::kFlag, kEvent),
      Property("injured", kPersons, Literal::kFlag, kEvent),
      Relation("contact_with", kActors, kActors, kEvent),
      Relation("related_to", kActors, kActors, kEvent),
      Property("of_type", kIncidents, Literal::kText, kNone),
      Relation("happened_at", kIncidents, kPlaces, kNone, kSubject),
      Property("happened_on", kIncidents, Literal::kDate, kNone, kSubject),
      Property("coordinates", kPlaces, Literal::kPoint, kNone, kSubject),
      Relation("contained_in", kPlaces, kPlaces, kNone),
      Count("killed_count"),
      Count("injured_count"),
      Count("detained_count"),
      Count("displaced_count"),
      Count("defected_count"),
      Count("participant_count"),
  };
}

const std::vector<BuiltinPredicate>& Vocabulary() {
  static const auto* const kVocabulary =
      new std::vector<BuiltinPredicate>(MakeVocabulary());
  return *kVocabulary;
}

}  // namespace

absl::Span<const BuiltinPredicate> BuiltinVocabulary() { return Vocabulary(); }

std::optional<PredicateId> BuiltinPredicateId(absl::string_view key) {
  using Index = absl::flat_hash_map<std::string, PredicateId>;
  static const Index* const kIndex = [] {
    auto* index = new Index;
    uint64_t id = kBuiltinPredicates;
    for (const BuiltinPredicate& builtin : Vocabulary()) {
      index->emplace(builtin.key, PredicateId(id++));
    }
    return index;
  }();
  auto found = kIndex->find(key);
  if (found == kIndex->end()) return std::nullopt;
  return found->second;
}

const BuiltinPredicate* FindBuiltin(PredicateId id) {
  if (id.value() < kBuiltinPredicates) return nullptr;
  const uint64_t place = id.value() - kBuiltinPredicates;
  return place < Vocabulary().size() ? &Vocabulary()[place] : nullptr;
}

std::string ReservedPredicateName(absl::string_view key) {
  // A literal predicate becomes a property of the entity, and any predicate
  // in upper case a relationship type: see QUERY, the tables.
  static constexpr absl::string_view kProperties[] = {"id", "ids", "kind",
                                                      "name", "names"};
  static constexpr absl::string_view kTypes[] = {
      "subject",      "object",       "at",           "supports",
      "opposes",      "doubts",       "stated_in",    "attributed_to",
      "published_by", "derived_from", "corroborates", "contradicts",
      "statement"};
  const std::string lower = absl::AsciiStrToLower(key);
  for (absl::string_view name : kProperties) {
    if (lower == name) return "a property of every entity in queries";
  }
  for (absl::string_view name : kTypes) {
    if (lower == name) return "a relationship type in queries";
  }
  if (absl::EndsWith(lower, "_all")) {
    return "reserved in queries: NAME_all lists every value of NAME";
  }
  return "";
}

}  // namespace attest
