#include "engine/corroboration/lattice.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/text/folding.h"

namespace attest {
namespace {

bool IsInterval(const Edtf& date) { return date.kind() == EdtfKind::kInterval; }

bool IsUnitLike(EntityKind kind) {
  return kind == EntityKind::kUnit || kind == EntityKind::kOrganization;
}

// -- Support ------------------------------------------------------------------

bool StateSupports(const Edtf& a, const Edtf& b) {
  if (!IsInterval(b)) {
    if (!IsInterval(a)) return b.possible().Contains(a.possible());
    return a.certain() && a.certain()->Overlaps(b.possible());
  }
  if (!IsInterval(a)) return false;
  return a.text() == b.text() ||
         (a.certain() && a.certain()->Contains(b.possible()));
}

bool ValidSupports(const Statement& a, const Statement& b) {
  if (!b.valid()) return true;
  if (!a.valid()) return false;
  if (std::holds_alternative<Quantity>(b.object())) {
    return a.valid()->text() == b.valid()->text();
  }
  switch (b.predicate().time) {
    case TimeKind::kState:
      return StateSupports(*a.valid(), *b.valid());
    case TimeKind::kEvent:
      return b.valid()->possible().Contains(a.valid()->possible());
    case TimeKind::kPeriod:
      return a.valid()->text() == b.valid()->text();
    case TimeKind::kNone:
      return true;
  }
  return false;
}

bool PlaceSupports(const Statement& a, const Statement& b,
                   const Hierarchy& hierarchy) {
  if (!b.place()) return true;
  if (!a.place()) return false;
  if (*a.place() == *b.place()) return true;
  return !std::holds_alternative<Quantity>(b.object()) &&
         hierarchy.IsInside(*a.place(), *b.place());
}

bool ObjectSupports(const Statement& a, const Statement& b,
                    const Hierarchy& hierarchy) {
  if (a.object().index() != b.object().index()) return false;
  if (const auto* entity = std::get_if<EntityId>(&a.object())) {
    const EntityId other = std::get<EntityId>(b.object());
    if (*entity == other) return true;
    return a.object_kind() == EntityKind::kPlace &&
           b.object_kind() == EntityKind::kPlace &&
           hierarchy.IsInside(*entity, other);
  }
  if (const auto* quantity = std::get_if<Quantity>(&a.object())) {
    const Quantity& other = std::get<Quantity>(b.object());
    return quantity->unit == other.unit &&
           other.interval().Contains(quantity->interval());
  }
  if (const auto* point = std::get_if<Point>(&a.object())) {
    const Point& other = std::get<Point>(b.object());
    return !point->fallback && !other.fallback && CircleInside(*point, other);
  }
  if (a.date() && b.date()) {
    return b.date()->possible().Contains(a.date()->possible());
  }
  return a.folded() == b.folded();
}

// -- Conflict -----------------------------------------------------------------

bool StatesOverlap(const Edtf& a, const Edtf& b) {
  if (IsInterval(a) && IsInterval(b)) {
    // By more than a last day: a handover on a day is no overlap.
    return a.certain() && b.certain() &&
           std::max(a.certain()->begin, b.certain()->begin) <
               std::min(a.certain()->end, b.certain()->end) - 1;
  }
  if (!IsInterval(a) && !IsInterval(b)) {
    return a.is_single_day() && a.possible() == b.possible();
  }
  const Edtf& date = IsInterval(a) ? b : a;
  const Edtf& interval = IsInterval(a) ? a : b;
  return interval.certain() &&
         interval.certain()->begin < date.possible().begin &&
         date.possible().end < interval.certain()->end;
}

bool TimesConflict(const Statement& a, const Statement& b) {
  const TimeKind time = a.predicate().time;
  if (time == TimeKind::kNone) return true;
  if (time == TimeKind::kPeriod && !a.valid() && !b.valid()) {
    return a.subject_kind() == EntityKind::kIncident &&
           b.subject_kind() == EntityKind::kIncident;
  }
  if (!a.valid() || !b.valid()) return false;
  switch (time) {
    case TimeKind::kState:
      return StatesOverlap(*a.valid(), *b.valid());
    case TimeKind::kEvent:
      return a.valid()->is_single_day() &&
             a.valid()->possible() == b.valid()->possible();
    default:
      return a.valid()->text() == b.valid()->text();
  }
}

bool EntitiesConflict(EntityId a, EntityKind kind_a, EntityId b,
                      EntityKind kind_b, const Hierarchy& hierarchy) {
  if (a == b) return false;
  if (kind_a == EntityKind::kPlace && kind_b == EntityKind::kPlace) {
    return hierarchy.AreApart(a, b);
  }
  if (IsUnitLike(kind_a) && IsUnitLike(kind_b)) {
    return !hierarchy.IsBelow(a, b) && !hierarchy.IsBelow(b, a);
  }
  return true;
}

bool ObjectsConflict(const Statement& a, const Statement& b,
                     const Hierarchy& hierarchy) {
  if (a.object().index() != b.object().index()) return false;
  if (const auto* entity = std::get_if<EntityId>(&a.object())) {
    return EntitiesConflict(*entity, a.object_kind(),
                            std::get<EntityId>(b.object()), b.object_kind(),
                            hierarchy);
  }
  if (const auto* quantity = std::get_if<Quantity>(&a.object())) {
    const Quantity& other = std::get<Quantity>(b.object());
    return a.place() == b.place() && quantity->unit == other.unit &&
           !quantity->interval().Overlaps(other.interval());
  }
  if (const auto* point = std::get_if<Point>(&a.object())) {
    const Point& other = std::get<Point>(b.object());
    return !point->fallback && !other.fallback && !CirclesTouch(*point, other);
  }
  return a.date() && b.date() &&
         !a.date()->possible().Overlaps(b.date()->possible());
}

bool OnceConflict(const Statement& a, const Statement& b) {
  return a.predicate().once && a.subject() == b.subject() && a.valid() &&
         b.valid() && !a.valid()->possible().Overlaps(b.valid()->possible());
}

bool ValuesConflict(const Statement& a, const Statement& b,
                    const Hierarchy& hierarchy) {
  switch (a.predicate().functional) {
    case Functional::kNone:
      return false;
    case Functional::kSubject:
      return a.subject() == b.subject() && ObjectsConflict(a, b, hierarchy);
    case Functional::kObject:
      return a.object() == b.object() &&
             EntitiesConflict(a.subject(), a.subject_kind(), b.subject(),
                              b.subject_kind(), hierarchy);
  }
  return false;
}

// -- Reasons ------------------------------------------------------------------

std::string RangeText(const DayRange& range) {
  return absl::StrCat(range.FirstDayText().value_or("any time"), " to ",
                      range.LastDayText().value_or("any time"));
}

std::string QuantityText(const Quantity& quantity) {
  const QuantityInterval interval = quantity.interval();
  if (interval.low == interval.high) return absl::StrCat(interval.low);
  if (interval.high == QuantityInterval::kUnlimited) {
    return absl::StrCat(interval.low, " or more");
  }
  return absl::StrCat(interval.low, " to ", interval.high);
}

std::string WhenText(const Statement& a, const Statement& b) {
  if (a.predicate().time == TimeKind::kNone) return "";
  if (!a.valid() || !b.valid()) return ", of one incident";
  if (a.valid()->text() == b.valid()->text()) {
    return absl::StrCat(", both in ", a.valid()->text());
  }
  return absl::StrCat(", at overlapping times (", a.valid()->text(), " and ",
                      b.valid()->text(), ")");
}

std::string ConflictReason(const Statement& a, const Statement& b,
                           const Hierarchy& hierarchy) {
  if (!ValuesConflict(a, b, hierarchy) || !TimesConflict(a, b)) {
    return absl::StrCat(
        "it happens once, and the dates have no day in common (",
        RangeText(a.valid()->possible()), "; ",
        RangeText(b.valid()->possible()), ")");
  }
  const std::string when = WhenText(a, b);
  if (a.predicate().functional == Functional::kObject) {
    return absl::StrCat("one object has one subject at a time", when);
  }
  if (std::holds_alternative<EntityId>(a.object())) {
    return a.object_kind() == EntityKind::kPlace
               ? absl::StrCat("two places known to be apart", when)
               : absl::StrCat("one subject has one value at a time", when);
  }
  if (const auto* quantity = std::get_if<Quantity>(&a.object())) {
    return absl::StrCat("no number is both ", QuantityText(*quantity), " and ",
                        QuantityText(std::get<Quantity>(b.object())), when);
  }
  if (const auto* point = std::get_if<Point>(&a.object())) {
    const Point& other = std::get<Point>(b.object());
    return absl::StrCat(
        "the circles do not touch: ", DistanceMetres(*point, other),
        " m apart, radii ", point->radius_m, " m and ", other.radius_m, " m");
  }
  return absl::StrCat("the dates have no day in common (",
                      RangeText(a.date()->possible()), "; ",
                      RangeText(b.date()->possible()), ")", when);
}

// Which parts of `a` are more precise than those of `b`, which it refines.
std::string RefinementReason(const Statement& a, const Statement& b) {
  std::string reason;
  const auto add = [&reason](absl::string_view what) {
    absl::StrAppend(&reason, reason.empty() ? "" : ", ", what);
  };
  if (!(a.object() == b.object())) {
    if (std::holds_alternative<EntityId>(a.object())) {
      add("its place lies inside");
    } else if (std::holds_alternative<Quantity>(a.object())) {
      add("its number lies within");
    } else if (std::holds_alternative<Point>(a.object())) {
      add("its circle lies within");
    } else if (a.date()) {
      add("its date lies within");
    } else {
      add("its text is equal but for case and typography");
    }
  }
  if (a.valid() && !b.valid()) add("it says when");
  if (a.valid() && b.valid() && a.valid()->text() != b.valid()->text()) {
    add("its time lies within");
  }
  if (a.place() && !b.place()) add("it says where");
  if (a.place() && b.place() && *a.place() != *b.place()) {
    add("it says more closely where");
  }
  return reason.empty() ? "the same in every part" : reason;
}

}  // namespace

Statement::Statement(const Predicate& predicate, Parts parts)
    : predicate_(&predicate),
      subject_(parts.subject),
      subject_kind_(parts.subject_kind),
      object_(std::move(parts.object)),
      object_kind_(parts.object_kind),
      place_(parts.place) {
  if (!parts.valid.empty() && predicate.time != TimeKind::kNone) {
    absl::StatusOr<Edtf> valid = Edtf::Parse(parts.valid);
    if (valid.ok()) valid_ = *std::move(valid);
  }
  if (const auto* text = std::get_if<TextValue>(&object_)) {
    folded_ = FoldForComparison(text->text);
  } else if (const auto* date = std::get_if<DateValue>(&object_)) {
    absl::StatusOr<Edtf> read = Edtf::Parse(date->edtf);
    if (read.ok()) {
      date_ = *std::move(read);
    } else {
      folded_ = date->edtf;
    }
  }
}

bool Statement::is_fallback() const {
  const auto* point = std::get_if<Point>(&object_);
  return point != nullptr && point->fallback;
}

bool Supports(const Statement& a, const Statement& b,
              const Hierarchy& hierarchy) {
  return a.subject() == b.subject() && ObjectSupports(a, b, hierarchy) &&
         ValidSupports(a, b) && PlaceSupports(a, b, hierarchy);
}

bool Conflict(const Statement& a, const Statement& b,
              const Hierarchy& hierarchy) {
  return OnceConflict(a, b) ||
         (ValuesConflict(a, b, hierarchy) && TimesConflict(a, b));
}

bool Differ(const Statement& a, const Statement& b) {
  return a.predicate().functional == Functional::kSubject &&
         a.subject() == b.subject() &&
         std::holds_alternative<TextValue>(a.object()) &&
         std::holds_alternative<TextValue>(b.object()) &&
         a.folded() != b.folded() && TimesConflict(a, b);
}

Related Relate(const Statement& a, const Statement& b,
               const Hierarchy& hierarchy) {
  const bool forward = Supports(a, b, hierarchy);
  const bool backward = Supports(b, a, hierarchy);
  if (forward && backward) {
    return {Relation::kEqual, RefinementReason(a, b)};
  }
  if (forward) return {Relation::kRefines, RefinementReason(a, b)};
  if (backward) return {Relation::kRefinedBy, RefinementReason(b, a)};
  if (Conflict(a, b, hierarchy)) {
    return {Relation::kConflicts, ConflictReason(a, b, hierarchy)};
  }
  if (Differ(a, b)) {
    return {Relation::kDiffers,
            absl::StrCat("the texts differ", WhenText(a, b))};
  }
  return {Relation::kUnrelated, "neither bears on the other"};
}

}  // namespace attest
