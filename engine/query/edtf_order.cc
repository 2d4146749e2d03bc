#include "engine/query/edtf_order.h"

#include <algorithm>
#include <limits>

#include "absl/hash/hash.h"
#include "absl/status/statusor.h"

namespace attest::query {
namespace {

using Type = Value::Type;

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
constexpr int64_t kEver = std::numeric_limits<int64_t>::min();

// What is known of the days that a value means: of the first one and of the
// last one, how early and how late each can be.
struct Bounds {
  int64_t earliest_first = kEver;
  int64_t latest_first = kNever;
  int64_t earliest_last = kEver;
  int64_t latest_last = kNever;

  [[nodiscard]] bool IsSingleDay() const {
    return earliest_first == latest_last && earliest_first != kEver &&
           latest_last != kNever;
  }
};

Bounds BoundsOf(const attest::Edtf& edtf) {
  const DayRange possible = edtf.possible();
  Bounds bounds;
  if (possible.has_begin()) {
    bounds.earliest_first = bounds.earliest_last = possible.begin;
  }
  if (possible.has_end()) {
    bounds.latest_first = bounds.latest_last = int64_t{possible.end} - 1;
  }
  // An interval has begun on its first certain day, and not ended before the
  // last one.
  if (edtf.certain().has_value()) {
    const DayRange certain = *edtf.certain();
    if (certain.has_begin()) bounds.latest_first = certain.begin;
    if (certain.has_end()) bounds.earliest_last = int64_t{certain.end} - 1;
  }
  return bounds;
}

Bounds BoundsOf(const Date& date) {
  return {.earliest_first = date.days,
          .latest_first = date.days,
          .earliest_last = date.days,
          .latest_last = date.days};
}

// A value that compares with EDTF values. `text`: of EDTF alone.
struct Side {
  Bounds bounds;
  std::string text;
};

std::optional<Side> SideOf(const Value& value) {
  switch (value.type()) {
    case Type::kEdtf:
      return Side{.bounds = BoundsOf(value.edtf()),
                  .text = value.edtf().text()};
    case Type::kDate:
      return Side{.bounds = BoundsOf(value.date()), .text = ""};
    case Type::kString: {
      const absl::StatusOr<attest::Edtf> edtf =
          attest::Edtf::Parse(value.string());
      if (!edtf.ok()) return std::nullopt;
      return Side{.bounds = BoundsOf(*edtf), .text = edtf->text()};
    }
    default:
      return std::nullopt;
  }
}

bool SurelyBefore(const Bounds& a, const Bounds& b) {
  return a.latest_last < b.earliest_first;
}

bool SurelySame(const Side& a, const Side& b) {
  if (!a.text.empty() && a.text == b.text) return true;
  return a.bounds.IsSingleDay() && b.bounds.IsSingleDay() &&
         a.bounds.earliest_first == b.bounds.earliest_first;
}

std::optional<bool> Less(const Side& a, const Side& b) {
  if (SurelySame(a, b)) return false;
  if (SurelyBefore(a.bounds, b.bounds)) return true;
  // `a` goes on until `b` has begun, however late that is.
  const bool both_are_known =
      a.bounds.earliest_last != kEver && b.bounds.latest_first != kNever;
  if (both_are_known && a.bounds.earliest_last >= b.bounds.latest_first) {
    return false;
  }
  return std::nullopt;
}

}  // namespace

std::optional<bool> EdtfEquals(const Value& a, const Value& b) {
  const std::optional<Side> left = SideOf(a);
  const std::optional<Side> right = SideOf(b);
  if (!left.has_value() || !right.has_value()) return false;
  if (SurelySame(*left, *right)) return true;
  if (SurelyBefore(left->bounds, right->bounds) ||
      SurelyBefore(right->bounds, left->bounds)) {
    return false;
  }
  return std::nullopt;
}

std::optional<bool> EdtfLess(const Value& a, const Value& b) {
  const std::optional<Side> left = SideOf(a);
  const std::optional<Side> right = SideOf(b);
  if (!left.has_value() || !right.has_value()) return std::nullopt;
  return Less(*left, *right);
}

std::optional<bool> EdtfAtMost(const Value& a, const Value& b) {
  const std::optional<Side> left = SideOf(a);
  const std::optional<Side> right = SideOf(b);
  if (!left.has_value() || !right.has_value()) return std::nullopt;
  if (SurelySame(*left, *right)) return true;
  if (SurelyBefore(right->bounds, left->bounds)) return false;
  // Ends at the latest on the day on which the other begins at the earliest.
  if (left->bounds.latest_last != kNever &&
      left->bounds.latest_last <= right->bounds.earliest_first) {
    return true;
  }
  return std::nullopt;
}

std::optional<std::partial_ordering> EdtfCompare(const Value& a,
                                                 const Value& b) {
  const std::optional<Side> left = SideOf(a);
  const std::optional<Side> right = SideOf(b);
  if (!left.has_value() || !right.has_value()) return std::nullopt;
  if (SurelySame(*left, *right)) return std::partial_ordering::equivalent;
  if (SurelyBefore(left->bounds, right->bounds)) {
    return std::partial_ordering::less;
  }
  if (SurelyBefore(right->bounds, left->bounds)) {
    return std::partial_ordering::greater;
  }
  return std::nullopt;
}

std::strong_ordering EdtfOrder(const attest::Edtf& a, const attest::Edtf& b) {
  const DayRange first = a.possible();
  const DayRange second = b.possible();
  if (first.begin != second.begin) return first.begin <=> second.begin;
  if (first.end != second.end) return first.end <=> second.end;
  return a <=> b;
}

size_t EdtfHash(const attest::Edtf& value) { return absl::HashOf(value); }

}  // namespace attest::query
