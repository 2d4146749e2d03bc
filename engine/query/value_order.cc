#include "engine/query/value_order.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/hash/hash.h"
#include "absl/types/span.h"
#include "engine/query/edtf_order.h"
#include "engine/query/temporal_order.h"
#include "engine/text/bit_mixing.h"

namespace attest::query {
namespace {

using Type = Value::Type;

bool IsContainer(const Value& value) {
  return value.Is(Type::kList) || value.Is(Type::kMap);
}

size_t SizeOf(const Value& container) {
  return container.Is(Type::kList) ? container.list().size()
                                   : container.map().size();
}

const Value& At(const Value& container, size_t i) {
  return container.Is(Type::kList) ? container.list()[i]
                                   : container.map()[i].second;
}

// Two lists, or two maps, on the way through both at once: a stack of these
// stands in for recursion, since a query can nest values without end.
struct Pair {
  const Value* a;
  const Value* b;
  size_t next = 0;
};
using Pairs = absl::InlinedVector<Pair, 8>;

std::partial_ordering CompareExactly(int64_t a, double b) {
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= kLimit) return std::partial_ordering::less;
  if (b < -kLimit) return std::partial_ordering::greater;
  const double whole = std::trunc(b);
  const auto integer = static_cast<int64_t>(whole);
  if (a != integer) return a <=> integer;
  return 0.0 <=> b - whole;
}

std::partial_ordering Reversed(std::partial_ordering order) {
  return 0 <=> order;
}

// Requires: numbers.
std::partial_ordering CompareNumbers(const Value& a, const Value& b) {
  if (a.Is(Type::kInteger)) {
    if (b.Is(Type::kInteger)) return a.integer() <=> b.integer();
    return CompareExactly(a.integer(), b.floating());
  }
  if (b.Is(Type::kInteger)) {
    return Reversed(CompareExactly(b.integer(), a.floating()));
  }
  return a.floating() <=> b.floating();
}

bool SamePath(const Path& a, const Path& b) {
  return a.nodes == b.nodes && a.relationships == b.relationships;
}

// Equality of what holds no other values. A list and a number, say, differ.
std::optional<bool> EqualLeaves(const Value& a, const Value& b) {
  if (a.IsNull() || b.IsNull()) return std::nullopt;
  if (a.IsNumber() && b.IsNumber()) return CompareNumbers(a, b) == 0;
  if (a.Is(Type::kEdtf) || b.Is(Type::kEdtf)) return EdtfEquals(a, b);
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Type::kBoolean:
      return a.boolean() == b.boolean();
    case Type::kNode:
      return a.node() == b.node();
    case Type::kRelationship:
      return a.relationship() == b.relationship();
    case Type::kString:
      return a.string() == b.string();
    case Type::kPath:
      return SamePath(a.path(), b.path());
    default:
      return IsTemporal(a.type()) && TemporalEquals(a, b);
  }
}

// Are these maps with the same keys, or lists as long as each other?
bool SameShape(const Value& a, const Value& b) {
  if (a.type() != b.type() || SizeOf(a) != SizeOf(b)) return false;
  if (a.Is(Type::kList)) return true;
  return std::equal(
      a.map().begin(), a.map().end(), b.map().begin(),
      [](const auto& x, const auto& y) { return x.first == y.first; });
}

std::optional<bool> EqualContainers(const Value& a, const Value& b) {
  if (!SameShape(a, b)) return false;
  bool is_known = true;
  Pairs pairs = {{&a, &b}};
  while (!pairs.empty()) {
    Pair& top = pairs.back();
    if (top.next == SizeOf(*top.a)) {
      pairs.pop_back();
      continue;
    }
    const Value& x = At(*top.a, top.next);
    const Value& y = At(*top.b, top.next);
    ++top.next;
    if (IsContainer(x) && IsContainer(y)) {
      if (!SameShape(x, y)) return false;
      pairs.push_back({&x, &y});
      continue;
    }
    const std::optional<bool> equal = EqualLeaves(x, y);
    if (!equal.has_value()) {
      is_known = false;
    } else if (!*equal) {
      return false;
    }
  }
  if (!is_known) return std::nullopt;
  return true;
}

std::optional<std::partial_ordering> CompareLeaves(const Value& a,
                                                   const Value& b) {
  if (a.IsNull() || b.IsNull()) return std::nullopt;
  if (a.IsNumber() && b.IsNumber()) return CompareNumbers(a, b);
  if (a.Is(Type::kEdtf) || b.Is(Type::kEdtf)) return EdtfCompare(a, b);
  if (a.type() != b.type()) return std::nullopt;
  if (a.Is(Type::kString)) return a.string() <=> b.string();
  if (a.Is(Type::kBoolean)) return a.boolean() <=> b.boolean();
  if (!IsTemporal(a.type())) return std::nullopt;
  const std::optional<std::strong_ordering> order = TemporalCompare(a, b);
  if (!order.has_value()) return std::nullopt;
  return *order;
}

// Lists, element by element: the first that differ decide.
std::optional<std::partial_ordering> CompareLists(const Value& a,
                                                  const Value& b) {
  Pairs pairs = {{&a, &b}};
  while (!pairs.empty()) {
    Pair& top = pairs.back();
    const Value::List& left = top.a->list();
    const Value::List& right = top.b->list();
    if (top.next == std::min(left.size(), right.size())) {
      if (left.size() != right.size()) return left.size() <=> right.size();
      pairs.pop_back();
      continue;
    }
    const Value& x = left[top.next];
    const Value& y = right[top.next];
    ++top.next;
    if (x.Is(Type::kList) && y.Is(Type::kList)) {
      pairs.push_back({&x, &y});
      continue;
    }
    const std::optional<std::partial_ordering> order = CompareLeaves(x, y);
    if (order != std::partial_ordering::equivalent) return order;
  }
  return std::partial_ordering::equivalent;
}

// The place of a type among the others; numbers share one.
int RankOf(Type type) {
  switch (type) {
    case Type::kMap:
      return 0;
    case Type::kNode:
      return 1;
    case Type::kRelationship:
      return 2;
    case Type::kList:
      return 3;
    case Type::kPath:
      return 4;
    case Type::kDateTime:
      return 5;
    case Type::kLocalDateTime:
      return 6;
    case Type::kDate:
      return 7;
    case Type::kEdtf:
      return 8;
    case Type::kTime:
      return 9;
    case Type::kLocalTime:
      return 10;
    case Type::kDuration:
      return 11;
    case Type::kString:
      return 12;
    case Type::kBoolean:
      return 13;
    case Type::kInteger:
    case Type::kFloat:
      return 14;
    case Type::kNull:
      return 15;
  }
  return 15;
}

template <class Ordering>
int Sign(Ordering order) {
  if (order < 0) return -1;
  return order > 0 ? 1 : 0;
}

int OrderNumbers(const Value& a, const Value& b) {
  const std::partial_ordering order = CompareNumbers(a, b);
  if (order != std::partial_ordering::unordered) return Sign(order);
  // NaN comes behind every number.
  const auto is_nan = [](const Value& value) {
    return value.Is(Type::kFloat) && std::isnan(value.floating());
  };
  return static_cast<int>(is_nan(a)) - static_cast<int>(is_nan(b));
}

// As the list of the nodes and relationships that they visit.
int OrderPaths(const Path& a, const Path& b) {
  const size_t shared = std::min(a.nodes.size(), b.nodes.size());
  for (size_t i = 0; i < shared; ++i) {
    if (a.nodes[i] != b.nodes[i]) return Sign(a.nodes[i] <=> b.nodes[i]);
    if (i + 1 < shared && a.relationships[i] != b.relationships[i]) {
      return Sign(a.relationships[i] <=> b.relationships[i]);
    }
  }
  return Sign(a.nodes.size() <=> b.nodes.size());
}

// Requires: of one rank.
int OrderLeaves(const Value& a, const Value& b) {
  switch (a.type()) {
    case Type::kNull:
      return 0;
    case Type::kInteger:
    case Type::kFloat:
      return OrderNumbers(a, b);
    case Type::kBoolean:
      return Sign(a.boolean() <=> b.boolean());
    case Type::kNode:
      return Sign(a.node() <=> b.node());
    case Type::kRelationship:
      return Sign(a.relationship() <=> b.relationship());
    case Type::kString:
      return Sign(a.string() <=> b.string());
    case Type::kPath:
      return OrderPaths(a.path(), b.path());
    case Type::kEdtf:
      return Sign(EdtfOrder(a.edtf(), b.edtf()));
    default:
      return Sign(TemporalOrder(a, b));
  }
}

// What decides before the values in two maps do: how many, and their keys.
int OrderKeys(const Value::Map& a, const Value::Map& b) {
  if (a.size() != b.size()) return Sign(a.size() <=> b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i].first != b[i].first) return Sign(a[i].first <=> b[i].first);
  }
  return 0;
}

// Requires: two lists or two maps.
int OrderContainers(const Value& a, const Value& b) {
  Pairs pairs;
  const auto enter = [&pairs](const Value& x, const Value& y) {
    if (x.Is(Type::kMap)) {
      const int order = OrderKeys(x.map(), y.map());
      if (order != 0) return order;
    }
    pairs.push_back({&x, &y});
    return 0;
  };
  int order = enter(a, b);
  while (order == 0 && !pairs.empty()) {
    Pair& top = pairs.back();
    const size_t left = SizeOf(*top.a);
    const size_t right = SizeOf(*top.b);
    if (top.next == std::min(left, right)) {
      order = Sign(left <=> right);
      pairs.pop_back();
      continue;
    }
    const Value& x = At(*top.a, top.next);
    const Value& y = At(*top.b, top.next);
    ++top.next;
    if (IsContainer(x) && x.type() == y.type()) {
      order = enter(x, y);
    } else {
      order = RankOf(x.type()) - RankOf(y.type());
      if (order == 0) order = OrderLeaves(x, y);
    }
  }
  return order;
}

size_t HashNumber(const Value& value) {
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  if (value.Is(Type::kInteger)) return absl::HashOf(value.integer());
  const double number = value.floating();
  if (std::isnan(number)) return absl::HashOf(0x7FF8);
  // Floats that are integers hash as these do.
  if (number >= -kLimit && number < kLimit && std::trunc(number) == number) {
    return absl::HashOf(static_cast<int64_t>(number));
  }
  return absl::HashOf(number);
}

size_t HashLeaf(const Value& value) {
  switch (value.type()) {
    case Type::kNull:
      return 0;
    case Type::kInteger:
    case Type::kFloat:
      return HashNumber(value);
    case Type::kBoolean:
      return absl::HashOf(value.boolean());
    case Type::kNode:
      return absl::HashOf(value.node());
    case Type::kRelationship:
      return absl::HashOf(value.relationship());
    case Type::kString:
      return absl::HashOf(value.string());
    case Type::kPath:
      return absl::HashOf(absl::MakeConstSpan(value.path().nodes),
                          absl::MakeConstSpan(value.path().relationships));
    case Type::kEdtf:
      return EdtfHash(value.edtf());
    default:
      return TemporalHash(value);
  }
}

// Hashes in the order in which the values are written.
class Hasher {
 public:
  void Add(uint64_t hash) { state_ = MixBits(state_ + kStep + hash); }
  [[nodiscard]] size_t hash() const { return state_; }

 private:
  static constexpr uint64_t kStep = 0x9E3779B97F4A7C15;
  uint64_t state_ = 0;
};

size_t HashContainer(const Value& value) {
  Hasher hasher;
  Pairs pairs;
  const auto enter = [&](const Value& container) {
    hasher.Add(static_cast<uint64_t>(RankOf(container.type())));
    hasher.Add(SizeOf(container));
    pairs.push_back({&container, nullptr});
  };
  enter(value);
  while (!pairs.empty()) {
    Pair& top = pairs.back();
    if (top.next == SizeOf(*top.a)) {
      pairs.pop_back();
      continue;
    }
    if (top.a->Is(Type::kMap)) {
      hasher.Add(absl::HashOf(top.a->map()[top.next].first));
    }
    const Value& inner = At(*top.a, top.next);
    ++top.next;
    if (IsContainer(inner)) {
      enter(inner);
    } else {
      hasher.Add(static_cast<uint64_t>(RankOf(inner.type())));
      hasher.Add(HashLeaf(inner));
    }
  }
  return hasher.hash();
}

}  // namespace

std::optional<bool> Equals(const Value& a, const Value& b) {
  if (IsContainer(a) && IsContainer(b)) return EqualContainers(a, b);
  return EqualLeaves(a, b);
}

std::optional<std::partial_ordering> Compare(const Value& a, const Value& b) {
  if (a.Is(Type::kList) && b.Is(Type::kList)) return CompareLists(a, b);
  return CompareLeaves(a, b);
}

int Order(const Value& a, const Value& b) {
  const int rank = RankOf(a.type()) - RankOf(b.type());
  if (rank != 0) return rank;
  return IsContainer(a) ? OrderContainers(a, b) : OrderLeaves(a, b);
}

bool Equivalent(const Value& a, const Value& b) {
  if (a.type() == b.type()) {
    // What groups and DISTINCT see most.
    switch (a.type()) {
      case Type::kNull:
        return true;
      case Type::kInteger:
        return a.integer() == b.integer();
      case Type::kNode:
        return a.node() == b.node();
      case Type::kRelationship:
        return a.relationship() == b.relationship();
      case Type::kString:
        return a.string() == b.string();
      default:
        break;
    }
  }
  return Order(a, b) == 0;
}

size_t HashOf(const Value& value) {
  return IsContainer(value) ? HashContainer(value) : HashLeaf(value);
}

}  // namespace attest::query
