// What the claims of a random case are about: entities, predicates with times
// and ranges of every kind, and statements that have to do with each other.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_RANDOM_STATEMENTS_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_RANDOM_STATEMENTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/reference/corroboration_case.h"
#include "tests/reference/dice.h"

namespace attest::reference {

class RandomStatements {
 public:
  // Adds entities and predicates to `the_case`, at the places `next` and on.
  // Both are kept.
  RandomStatements(Dice& dice, RefCase& the_case, uint64_t& next)
      : dice_(dice), case_(the_case), next_(next) {
    MakeEntities();
    MakePredicates();
  }

  // Those of some kind that the case has.
  const KeyList& AnyKind() {
    return dice_.Chance(3)   ? persons_
           : dice_.Chance(2) ? places_
           : dice_.Chance(2) ? units_
                             : incidents_;
  }

  // A few on one subject, most of them of one predicate.
  std::vector<RefParts> Few() {
    static constexpr const char* kPredicates[] = {
        "located_at",  "commands",     "commands",     "based_at",
        "holds_rank",  "part_of",      "killed",       "defected_from",
        "happened_at", "happened_on",  "killed_count", "killed_count",
        "coordinates", "contained_in", "seen_at",      "leads",
        "holds_from",  "strength",     "motto",        "founded_on",
        "camped_at",   "freed"};
    std::vector<RefParts> few;
    for (uint64_t left = dice_.Chance(3) ? 2 : 1; left > 0; --left) {
      const std::string predicate = kPredicates[dice_.Below(22)];
      const std::string subject = SubjectOf(predicate);
      usual_valid_ = AnyValid();
      for (uint64_t more = 1 + dice_.Below(2 + left); more > 0; --more) {
        few.push_back(AnyParts(predicate, subject));
      }
    }
    return few;
  }

  // Two places that are often apart from each other.
  std::vector<RefParts> Apart() {
    std::vector<RefParts> apart;
    for (const size_t place : {0u, 1u}) {
      RefParts parts;
      parts.subject = places_[place];
      if (dice_.Chance(2)) {
        parts.predicate = "contained_in";
        parts.object = places_[2];
      } else {
        parts.predicate = "coordinates";
        parts.value = AnyPoint();
      }
      apart.push_back(parts);
    }
    return apart;
  }

  // Where places lie and units belong.
  RefParts Background() {
    const std::string predicate =
        dice_.Word({"coordinates", "part_of", "contained_in"});
    usual_valid_ = dice_.Word({"", "2012"});
    return AnyParts(predicate, SubjectOf(predicate));
  }

 private:
  void MakeEntities() {
    auto add = [&](EntityKind kind, const char* name, int count) {
      KeyList keys;
      for (int i = 0; i < count; ++i) keys.push_back(absl::StrCat(name, i));
      dice_.Shuffle(keys);
      for (const std::string& key : keys) {
        case_.entities.push_back({key, next_++, kind});
      }
      return keys;
    };
    persons_ = add(EntityKind::kPerson, "person:", 3);
    units_ = add(EntityKind::kUnit, "unit:", 3);
    units_.push_back(add(EntityKind::kOrganization, "org:", 1).front());
    places_ = add(EntityKind::kPlace, "place:", 4);
    incidents_ = add(EntityKind::kIncident, "incident:", 2);
  }

  // Functional ones with times and ranges that the built-in ones do not have.
  void MakePredicates() {
    constexpr EntityKinds kAll = EntityKinds::All();
    auto add = [&](const char* key, Predicate predicate) {
      predicate.label = key;
      predicate.domain = kAll;
      case_.predicates.push_back({key, next_++, predicate});
    };
    add("seen_at", {.range = EntityKinds().With(EntityKind::kPlace),
                    .time = TimeKind::kEvent,
                    .functional = Functional::kSubject});
    add("leads", {.range = kAll,
                  .time = TimeKind::kPeriod,
                  .functional = Functional::kObject});
    add("holds_from", {.range = EntityKinds().With(EntityKind::kPlace),
                       .time = TimeKind::kNone,
                       .functional = Functional::kObject});
    add("strength", {.literal = Literal::kQuantity,
                     .time = TimeKind::kState,
                     .functional = Functional::kSubject});
    add("motto", {.literal = Literal::kText,
                  .time = TimeKind::kEvent,
                  .functional = Functional::kSubject});
    add("founded_on", {.literal = Literal::kDate,
                       .time = TimeKind::kNone,
                       .functional = Functional::kSubject,
                       .once = true});
    add("camped_at", {.literal = Literal::kPoint,
                      .time = TimeKind::kState,
                      .functional = Functional::kSubject});
    add("freed",
        {.literal = Literal::kFlag, .time = TimeKind::kState, .once = true});
  }

  // -- Statements -----------------------------------------------------------

  std::string SubjectOf(const std::string& predicate) {
    const EntityKinds domain = PredicateOf(case_, predicate).domain;
    if (domain == EntityKinds::All()) return dice_.AnyOf(AnyKind());
    if (domain.Has(EntityKind::kPerson)) return dice_.AnyOf(persons_);
    if (domain.Has(EntityKind::kIncident)) return dice_.AnyOf(incidents_);
    return dice_.AnyOf(domain.Has(EntityKind::kPlace) ? places_ : units_);
  }

  RefParts AnyParts(const std::string& name, const std::string& subject) {
    const Predicate predicate = PredicateOf(case_, name);
    RefParts parts;
    parts.subject = subject;
    parts.predicate = name;
    parts.valid = dice_.Percent(65) ? usual_valid_ : AnyValid();
    if (predicate.time == TimeKind::kPeriod) {
      parts.valid = dice_.Word({"", "", "2012", "2012-05"});
    }
    if (dice_.Chance(5)) parts.place = dice_.AnyOf(places_);
    if (predicate.has_literal_range()) {
      parts.value = AnyValue(predicate.literal);
    } else if (predicate.functional == Functional::kObject) {
      // Several subjects for one object.
      parts.subject = SubjectOf(name);
      parts.object = ObjectsOf(predicate)[dice_.Chance(4) ? 1 : 0];
    } else {
      parts.object = Other(ObjectsOf(predicate), subject);
    }
    return parts;
  }

  const KeyList& ObjectsOf(const Predicate& predicate) {
    return predicate.range.Has(EntityKind::kPlace) ? places_ : units_;
  }

  RefValue AnyValue(Literal literal) {
    switch (literal) {
      case Literal::kText:
        return TextValue{AnyText()};
      case Literal::kQuantity:
        return AnyQuantity();
      case Literal::kDate:
        return DateValue{AnyDate()};
      case Literal::kPoint:
        return AnyPoint();
      case Literal::kFlag:
        break;
    }
    return FlagValue{};
  }

  std::string Other(const KeyList& keys, const std::string& than) {
    std::string key = dice_.AnyOf(keys);
    while (key == than) key = dice_.AnyOf(keys);
    return key;
  }

  std::string AnyDate() {
    return dice_.Word({"2012", "2012-05", "2012-05-10", "2012-05-10",
                       "2012-05-11", "2012-05-10~", "[2012-05-09,2012-05-10]",
                       "[..2012-05-11]", "2012-06", "2013", "2012-05-1X"});
  }
  std::string AnyValid() {
    if (dice_.Chance(4)) return "";
    if (dice_.Chance(2)) return AnyDate();
    return dice_.Word({"2012-05/2012-07", "2012-04-01/2012-09-30",
                       "2012-06/2012-08", "2012-05-10/2012-05-10", "2012-05/..",
                       "../2012-06-01", "2012-07/2013", "2011/2014",
                       "2011/2012-05-10", "2012-05-10/2013",
                       "2011~/2012-08-01"});
  }
  std::string AnyText() {
    return dice_.Word({"General", "general", "major  general", "Major General",
                       "brigadier\xE2\x80\x93general", "Brigadier-General"});
  }
  Quantity AnyQuantity() {
    const auto number = static_cast<int64_t>(10 + dice_.Below(3) * 5);
    const std::string unit = dice_.Chance(8) ? "families" : "persons";
    switch (dice_.Below(6)) {
      case 0:
        return Quantity::AtLeast(number, unit);
      case 1:
        return Quantity::AtMost(number, unit);
      case 2:
        return Quantity::About(number, unit);
      case 3:
        return Quantity::Range(number - 5, std::nullopt, number + 5, unit);
      default:
        return Quantity::Exact(number, unit);
    }
  }
  Point AnyPoint() {
    static constexpr double kLats[] = {35, 35, 35.05, 36, 40};
    static constexpr int64_t kRadii[] = {0, 1000, 1000, 20'000, 300'000};
    Point point{.lat = kLats[dice_.Below(5)],
                .lon = 37,
                .radius_m = kRadii[dice_.Below(5)]};
    point.fallback = dice_.Chance(8);
    return point;
  }

  Dice& dice_;
  RefCase& case_;
  uint64_t& next_;
  KeyList persons_;
  KeyList units_;  // and an organization
  KeyList places_;
  KeyList incidents_;
  std::string usual_valid_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_RANDOM_STATEMENTS_H_
