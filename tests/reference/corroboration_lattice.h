// Which statement refines which, and which two conflict, given what is known
// of places and units. Decisions on doubtful readings are listed in
// corroboration_chains.h.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_LATTICE_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_LATTICE_H_

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/edtf.h"
#include "engine/model/point.h"
#include "engine/model/quantity.h"
#include "tests/reference/corroboration_case.h"
#include "tests/reference/corroboration_statements.h"

namespace attest::reference {

// A live claim with the statement that it puts.
struct LiveClaim {
  const RefClaim* claim;
  const RefStatement* statement;
};

// What is below what: edges from a child to its parents.
class RefTree {
 public:
  // From the live claims of `predicate`, in log order.
  RefTree(const std::vector<LiveClaim>& live, const std::string& predicate) {
    std::set<std::pair<std::string, std::string>> denied;
    for (const LiveClaim& one : live) {
      const RefParts& parts = one.statement->parts;
      if (parts.predicate == predicate &&
          one.claim->stance == Stance::kDenies) {
        denied.emplace(parts.subject, parts.object);
      }
    }
    for (const LiveClaim& one : live) {
      const RefParts& parts = one.statement->parts;
      if (parts.predicate != predicate ||
          one.claim->stance != Stance::kAsserts) {
        continue;
      }
      if (denied.contains({parts.subject, parts.object})) continue;
      if (parts.subject == parts.object) continue;
      if (IsBelow(parts.object, parts.subject)) {
        ++left_out_;
        continue;
      }
      parents_[parts.subject].insert(parts.object);
    }
  }

  // Is `a` somewhere below `b`?
  [[nodiscard]] bool IsBelow(const std::string& a, const std::string& b) const {
    return Above(a).contains(b);
  }

  // Everything above `a`.
  [[nodiscard]] Keys Above(const std::string& a) const {
    Keys above;
    const auto parents = parents_.find(a);
    if (parents == parents_.end()) return above;
    for (const std::string& parent : parents->second) {
      above.insert(parent);
      above.merge(Above(parent));
    }
    return above;
  }

  [[nodiscard]] int left_out() const { return left_out_; }
  [[nodiscard]] bool empty() const { return parents_.empty(); }

 private:
  std::map<std::string, Keys> parents_;
  int left_out_ = 0;
};

class RefLattice {
 public:
  // Requires: `live` in log order.
  explicit RefLattice(const std::vector<LiveClaim>& live)
      : places_(live, "contained_in"), units_(live, "part_of") {
    for (const LiveClaim& one : live) {
      const Point* point = CircleIn(one);
      if (point == nullptr || one.claim->stance != Stance::kAsserts) continue;
      const bool denied =
          std::any_of(live.begin(), live.end(), [&](const LiveClaim& other) {
            return other.claim->stance == Stance::kDenies &&
                   other.statement->parts.predicate == "coordinates" &&
                   other.statement->parts.subject ==
                       one.statement->parts.subject &&
                   other.statement->key.object == one.statement->key.object;
          });
      if (!denied) circles_.try_emplace(one.statement->parts.subject, *point);
    }
  }

  // Does `a`, put as a claim, support `b`?
  [[nodiscard]] bool Supports(const RefStatement& a,
                              const RefStatement& b) const {
    return a.parts.subject == b.parts.subject &&
           a.parts.predicate == b.parts.predicate && ValueRefines(a, b) &&
           ValidRefines(a, b) && PlaceRefines(a, b);
  }

  // Requires, of all three: `a` and `b` are not the same statement.
  [[nodiscard]] bool Conflict(const RefStatement& a,
                              const RefStatement& b) const {
    if (a.parts.predicate != b.parts.predicate) return false;
    return (ValuesConflict(a, b) && TimesConflict(a, b)) || HappensTwice(a, b);
  }
  [[nodiscard]] bool Differ(const RefStatement& a,
                            const RefStatement& b) const {
    const auto* text = a.As<TextValue>();
    return text != nullptr && a.parts.predicate == b.parts.predicate &&
           a.predicate.functional == Functional::kSubject &&
           a.parts.subject == b.parts.subject && a.folded != b.folded &&
           TimesConflict(a, b);
  }

  [[nodiscard]] const RefTree& places() const { return places_; }
  [[nodiscard]] const RefTree& units() const { return units_; }
  [[nodiscard]] bool has_circles() const { return !circles_.empty(); }

 private:
  static const Point* CircleIn(const LiveClaim& one) {
    if (one.statement->parts.predicate != "coordinates") return nullptr;
    const auto* point = one.statement->As<Point>();
    return point == nullptr || point->fallback ? nullptr : point;
  }

  [[nodiscard]] const Point* CircleOf(const std::string& place) const {
    const auto found = circles_.find(place);
    return found == circles_.end() ? nullptr : &found->second;
  }

  [[nodiscard]] bool IsInside(const std::string& a,
                              const std::string& b) const {
    if (places_.IsBelow(a, b)) return true;
    const Point* inner = CircleOf(a);
    const Point* outer = CircleOf(b);
    return inner != nullptr && outer != nullptr && CircleInside(*inner, *outer);
  }

  // -- Refining -------------------------------------------------------------

  [[nodiscard]] bool ValueRefines(const RefStatement& a,
                                  const RefStatement& b) const {
    if (const auto* point = a.As<Point>()) {
      const auto* outer = b.As<Point>();
      return !point->fallback && !outer->fallback &&
             CircleInside(*point, *outer);
    }
    if (const auto* quantity = a.As<Quantity>()) {
      const auto* outer = b.As<Quantity>();
      return quantity->unit == outer->unit &&
             outer->interval().Contains(quantity->interval()) &&
             (b.parts.valid.empty() || a.parts.valid == b.parts.valid) &&
             (b.parts.place.empty() || a.parts.place == b.parts.place);
    }
    if (a.date) return b.date->possible().Contains(a.date->possible());
    if (a.As<TextValue>() != nullptr) return a.folded == b.folded;
    if (a.As<FlagValue>() != nullptr) return true;
    if (a.parts.object == b.parts.object) return true;
    return a.object_kind == EntityKind::kPlace &&
           b.object_kind == EntityKind::kPlace &&
           IsInside(a.parts.object, b.parts.object);
  }

  static bool ValidRefines(const RefStatement& a, const RefStatement& b) {
    if (!b.valid) return true;
    if (!a.valid) return false;
    if (a.valid->text() == b.valid->text()) return true;
    switch (a.predicate.time) {
      case TimeKind::kNone:
        return true;
      case TimeKind::kPeriod:
        return false;
      case TimeKind::kEvent:
        return b.valid->possible().Contains(a.valid->possible());
      case TimeKind::kState:
        break;
    }
    const bool a_throughout = a.valid->kind() == EdtfKind::kInterval;
    const bool b_throughout = b.valid->kind() == EdtfKind::kInterval;
    if (!a_throughout && !b_throughout) {
      return b.valid->possible().Contains(a.valid->possible());
    }
    if (!a_throughout || !a.valid->certain()) return false;
    if (!b_throughout) return a.valid->certain()->Overlaps(b.valid->possible());
    return a.valid->certain()->Contains(b.valid->possible());
  }

  [[nodiscard]] bool PlaceRefines(const RefStatement& a,
                                  const RefStatement& b) const {
    if (b.parts.place.empty()) return true;
    if (a.parts.place.empty()) return false;
    return a.parts.place == b.parts.place ||
           IsInside(a.parts.place, b.parts.place);
  }

  // -- Conflict -------------------------------------------------------------

  [[nodiscard]] bool ValuesConflict(const RefStatement& a,
                                    const RefStatement& b) const {
    switch (a.predicate.functional) {
      case Functional::kNone:
        return false;
      case Functional::kObject:
        return a.key.object == b.key.object &&
               EntitiesConflict(a.parts.subject, a.subject_kind,
                                b.parts.subject, b.subject_kind);
      case Functional::kSubject:
        break;
    }
    if (a.parts.subject != b.parts.subject) return false;
    if (a.has_entity()) {
      return EntitiesConflict(a.parts.object, a.object_kind, b.parts.object,
                              b.object_kind);
    }
    if (a.date) return !a.date->possible().Overlaps(b.date->possible());
    if (const auto* point = a.As<Point>()) {
      const auto* other = b.As<Point>();
      return !point->fallback && !other->fallback &&
             !CirclesTouch(*point, *other);
    }
    if (const auto* quantity = a.As<Quantity>()) {
      const auto* other = b.As<Quantity>();
      return quantity->unit == other->unit && a.parts.place == b.parts.place &&
             !quantity->interval().Overlaps(other->interval());
    }
    return false;  // texts and flags
  }

  [[nodiscard]] bool EntitiesConflict(const std::string& a, EntityKind a_kind,
                                      const std::string& b,
                                      EntityKind b_kind) const {
    if (a == b) return false;
    if (a_kind == EntityKind::kPlace && b_kind == EntityKind::kPlace) {
      return !IsInside(a, b) && !IsInside(b, a) && AreApart(a, b);
    }
    return !units_.IsBelow(a, b) && !units_.IsBelow(b, a);
  }

  [[nodiscard]] bool AreApart(const std::string& a,
                              const std::string& b) const {
    for (const std::string& above : places_.Above(a)) {
      if (places_.Above(b).contains(above)) return true;
    }
    const Point* one = CircleOf(a);
    const Point* other = CircleOf(b);
    return one != nullptr && other != nullptr && !CirclesTouch(*one, *other);
  }

  static bool TimesConflict(const RefStatement& a, const RefStatement& b) {
    switch (a.predicate.time) {
      case TimeKind::kNone:
        return true;
      case TimeKind::kState:
        return a.valid && b.valid && StatesMeet(*a.valid, *b.valid);
      case TimeKind::kEvent:
        return a.valid && b.valid && AreOneDay(*a.valid, *b.valid);
      case TimeKind::kPeriod:
        break;
    }
    if (a.valid && b.valid) return a.valid->text() == b.valid->text();
    return !a.valid && !b.valid && a.subject_kind == EntityKind::kIncident &&
           b.subject_kind == EntityKind::kIncident;
  }

  static bool AreOneDay(const Edtf& a, const Edtf& b) {
    return a.is_single_day() && a.possible() == b.possible();
  }

  static bool StatesMeet(const Edtf& a, const Edtf& b) {
    const bool a_throughout = a.kind() == EdtfKind::kInterval;
    const bool b_throughout = b.kind() == EdtfKind::kInterval;
    if (!a_throughout && !b_throughout) return AreOneDay(a, b);
    if (!a_throughout) return StatesMeet(b, a);
    if (!a.certain()) return false;
    const DayNumber first = a.certain()->begin;
    const DayNumber last = a.certain()->end - 1;
    if (b_throughout) {
      return b.certain() && std::max(first, b.certain()->begin) <
                                std::min(last, b.certain()->end - 1);
    }
    const DayRange possible = b.possible();
    return possible.has_begin() && possible.has_end() &&
           first < possible.begin && possible.end - 1 < last;
  }

  static bool HappensTwice(const RefStatement& a, const RefStatement& b) {
    return a.predicate.once && a.parts.subject == b.parts.subject && a.valid &&
           b.valid && !a.valid->possible().Overlaps(b.valid->possible());
  }

  const RefTree places_;
  const RefTree units_;
  std::map<std::string, Point> circles_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_LATTICE_H_
