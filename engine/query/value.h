// Value is what an expression of a query gives: null, a scalar, a list, a map,
// a node, a relationship, a path, or a time.
//
// Values are immutable and cheap to copy: numbers, nodes and dates lie in the
// value itself, the rest is shared. Equality, order and grouping are in
// value_order.h, text in value_text.h.
//
// Thread-safety: values are shared without locks; each belongs to one thread.

#ifndef ATTEST_ENGINE_QUERY_VALUE_H_
#define ATTEST_ENGINE_QUERY_VALUE_H_

#include <cassert>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/model/edtf.h"
#include "engine/model/id.h"
#include "engine/query/temporal.h"

namespace attest::query {

// A node: what kind of node the graph has it as, and its index, dense among
// those of its kind.
class NodeId {
 public:
  NodeId() = default;
  NodeId(uint8_t kind, uint64_t index)
      : bits_(uint64_t{kind} << 56 | (index & kIndexMask)) {}
  [[nodiscard]] static NodeId FromBits(uint64_t bits) {
    NodeId id;
    id.bits_ = bits;
    return id;
  }
  [[nodiscard]] uint8_t kind() const {
    return static_cast<uint8_t>(bits_ >> 56);
  }
  [[nodiscard]] uint64_t index() const { return bits_ & kIndexMask; }
  [[nodiscard]] uint64_t bits() const { return bits_; }

  friend bool operator==(NodeId, NodeId) = default;
  friend auto operator<=>(NodeId, NodeId) = default;
  template <class H>
  friend H AbslHashValue(H state, NodeId id) {
    return H::combine(std::move(state), id.bits_);
  }

 private:
  static constexpr uint64_t kIndexMask = (uint64_t{1} << 56) - 1;
  uint64_t bits_ = 0;
};

// A relationship: a number that the graph gives it.
using RelationshipId = Id<struct RelationshipTag>;

// A walk: nodes, and one relationship fewer. `nodes` is not empty.
struct Path {
  std::vector<NodeId> nodes;
  std::vector<RelationshipId> relationships;
};

class Value {
 public:
  // From kString on the value is shared.
  enum class Type : uint8_t {
    kNull,
    kBoolean,
    kInteger,
    kFloat,
    kNode,
    kRelationship,
    kDate,
    kLocalTime,
    kString,
    kList,
    kMap,
    kPath,
    kTime,
    kLocalDateTime,
    kDateTime,
    kDuration,
    kEdtf,
  };
  using List = std::vector<Value>;
  // Sorted by key, no key twice.
  using Map = std::vector<std::pair<std::string, Value>>;

  Value() = default;
  Value(const Value& other) : type_(other.type_), bits_(other.bits_) {
    if (IsShared()) ++bits_.shared->references;
  }
  Value(Value&& other) noexcept : type_(other.type_), bits_(other.bits_) {
    other.type_ = Type::kNull;
  }
  Value& operator=(const Value& other) {
    Value copy(other);
    Swap(copy);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    Swap(other);
    return *this;
  }
  ~Value() {
    if (IsShared() && --bits_.shared->references == 0) Free();
  }

  [[nodiscard]] static Value Null() { return {}; }
  [[nodiscard]] static Value Boolean(bool value);
  [[nodiscard]] static Value Integer(int64_t value);
  [[nodiscard]] static Value Float(double value);
  [[nodiscard]] static Value String(std::string value);
  [[nodiscard]] static Value MakeList(List values);
  // Sorts; of entries with one key the last stands.
  [[nodiscard]] static Value MakeMap(Map entries);
  [[nodiscard]] static Value Node(NodeId id);
  [[nodiscard]] static Value Relationship(RelationshipId id);
  [[nodiscard]] static Value MakePath(Path path);
  [[nodiscard]] static Value FromDate(Date value);
  [[nodiscard]] static Value FromLocalTime(LocalTime value);
  [[nodiscard]] static Value FromTime(Time value);
  [[nodiscard]] static Value FromLocalDateTime(LocalDateTime value);
  [[nodiscard]] static Value FromDateTime(DateTime value);
  [[nodiscard]] static Value FromDuration(Duration value);
  [[nodiscard]] static Value FromEdtf(attest::Edtf value);

  [[nodiscard]] Type type() const { return type_; }
  [[nodiscard]] bool IsNull() const { return type_ == Type::kNull; }
  [[nodiscard]] bool Is(Type type) const { return type_ == type; }
  [[nodiscard]] bool IsNumber() const {
    return type_ == Type::kInteger || type_ == Type::kFloat;
  }
  [[nodiscard]] bool IsTrue() const {
    return type_ == Type::kBoolean && bits_.boolean;
  }

  // Requires: the type named.
  [[nodiscard]] bool boolean() const {
    assert(Is(Type::kBoolean));
    return bits_.boolean;
  }
  [[nodiscard]] int64_t integer() const {
    assert(Is(Type::kInteger));
    return bits_.integer;
  }
  [[nodiscard]] double floating() const {
    assert(Is(Type::kFloat));
    return bits_.floating;
  }
  // Of an integer or a float.
  [[nodiscard]] double number() const {
    return Is(Type::kInteger) ? static_cast<double>(integer()) : floating();
  }
  [[nodiscard]] NodeId node() const {
    assert(Is(Type::kNode));
    return NodeId::FromBits(bits_.id);
  }
  [[nodiscard]] RelationshipId relationship() const {
    assert(Is(Type::kRelationship));
    return RelationshipId(bits_.id);
  }
  [[nodiscard]] const std::string& string() const;
  [[nodiscard]] const List& list() const;
  [[nodiscard]] const Map& map() const;
  [[nodiscard]] const Path& path() const;
  [[nodiscard]] Date date() const;
  [[nodiscard]] LocalTime local_time() const;
  [[nodiscard]] const Time& time() const;
  [[nodiscard]] const LocalDateTime& local_date_time() const;
  [[nodiscard]] const DateTime& date_time() const;
  [[nodiscard]] const Duration& duration() const;
  [[nodiscard]] const attest::Edtf& edtf() const;

  // The value of `key` in a map; null when there is none. Requires: a map.
  [[nodiscard]] const Value* FindEntry(absl::string_view key) const;

  // Bytes held by the value and what it shares, about: what memory limits
  // count. What is shared twice counts twice, so that a value which passes a
  // limit can also be walked through and written out. Takes no time to speak
  // of: lists and maps know theirs.
  [[nodiscard]] uint64_t memory_bytes() const;

 private:
  struct Shared {
    uint32_t references = 1;
  };
  template <class T>
  struct Holding;
  struct HeldList;
  struct HeldMap;

  [[nodiscard]] bool IsShared() const { return type_ >= Type::kString; }
  void Swap(Value& other) noexcept {
    std::swap(type_, other.type_);
    std::swap(bits_, other.bits_);
  }
  void Free();
  // Moves the lists and maps in this list or map to `pending`.
  void TakeNested(List& pending);
  template <class T>
  [[nodiscard]] static Value Hold(Type type, T value);
  template <class T>
  [[nodiscard]] const T& Held(Type type) const;

  Type type_ = Type::kNull;
  union Bits {
    bool boolean;
    int64_t integer;
    double floating;
    uint64_t id;
    Shared* shared;
  } bits_ = {.id = 0};
};

// "INTEGER", as messages name it.
[[nodiscard]] absl::string_view NameOf(Value::Type type);

// A set of types, by which functions say what they take.
using TypeSet = uint32_t;
[[nodiscard]] constexpr TypeSet SetOf(Value::Type type) {
  return TypeSet{1} << static_cast<uint32_t>(type);
}
inline constexpr TypeSet kAnyType = ~TypeSet{0};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_VALUE_H_
