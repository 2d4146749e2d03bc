#include "engine/query/value.h"

#include <algorithm>
#include <limits>

namespace attest::query {

template <class T>
struct Value::Holding : Shared {
  explicit Holding(T held) : value(std::move(held)) {}
  T value;
};

struct Value::HeldList {
  List values;
  uint64_t bytes = 0;
};

struct Value::HeldMap {
  Map entries;
  uint64_t bytes = 0;
};

namespace {

// A list of lists that share one another can be larger than any number.
uint64_t AddSaturated(uint64_t a, uint64_t b) {
  return b > std::numeric_limits<uint64_t>::max() - a
             ? std::numeric_limits<uint64_t>::max()
             : a + b;
}

// Short ones lie in the string itself.
uint64_t HeapBytes(const std::string& text) {
  return text.capacity() < sizeof(std::string) / 2 ? 0 : text.capacity() + 1;
}

}  // namespace

template <class T>
Value Value::Hold(Type type, T value) {
  Value made;
  made.bits_.shared = new Holding<T>(std::move(value));
  made.type_ = type;
  return made;
}

template <class T>
const T& Value::Held(Type type) const {
  assert(Is(type));
  static_cast<void>(type);
  return static_cast<const Holding<T>*>(bits_.shared)->value;
}

Value Value::Boolean(bool value) {
  Value made;
  made.type_ = Type::kBoolean;
  made.bits_.boolean = value;
  return made;
}

Value Value::Integer(int64_t value) {
  Value made;
  made.type_ = Type::kInteger;
  made.bits_.integer = value;
  return made;
}

Value Value::Float(double value) {
  Value made;
  made.type_ = Type::kFloat;
  made.bits_.floating = value;
  return made;
}

Value Value::String(std::string value) {
  return Hold(Type::kString, std::move(value));
}

Value Value::MakeList(List values) {
  uint64_t bytes = sizeof(Holding<HeldList>);
  for (const Value& value : values) {
    bytes = AddSaturated(bytes, value.memory_bytes());
  }
  return Hold(Type::kList, HeldList{std::move(values), bytes});
}

Value Value::MakeMap(Map entries) {
  const auto by_key = [](const auto& a, const auto& b) {
    return a.first < b.first;
  };
  std::stable_sort(entries.begin(), entries.end(), by_key);
  // Backwards, so that of those with one key the last is kept.
  const auto kept = std::unique(
      entries.rbegin(), entries.rend(),
      [](const auto& a, const auto& b) { return a.first == b.first; });
  entries.erase(entries.begin(), kept.base());
  uint64_t bytes = sizeof(Holding<HeldMap>);
  for (const auto& [key, value] : entries) {
    bytes = AddSaturated(bytes, sizeof(key) + HeapBytes(key));
    bytes = AddSaturated(bytes, value.memory_bytes());
  }
  return Hold(Type::kMap, HeldMap{std::move(entries), bytes});
}

Value Value::Node(NodeId id) {
  Value made;
  made.type_ = Type::kNode;
  made.bits_.id = id.bits();
  return made;
}

Value Value::Relationship(RelationshipId id) {
  Value made;
  made.type_ = Type::kRelationship;
  made.bits_.id = id.value();
  return made;
}

Value Value::MakePath(Path path) { return Hold(Type::kPath, std::move(path)); }

Value Value::FromDate(Date value) {
  Value made;
  made.type_ = Type::kDate;
  made.bits_.integer = value.days;
  return made;
}

Value Value::FromLocalTime(LocalTime value) {
  Value made;
  made.type_ = Type::kLocalTime;
  made.bits_.integer = value.nanos;
  return made;
}

Value Value::FromTime(Time value) { return Hold(Type::kTime, value); }

Value Value::FromLocalDateTime(LocalDateTime value) {
  return Hold(Type::kLocalDateTime, value);
}

Value Value::FromDateTime(DateTime value) {
  return Hold(Type::kDateTime, std::move(value));
}

Value Value::FromDuration(Duration value) {
  return Hold(Type::kDuration, value);
}

Value Value::FromEdtf(attest::Edtf value) {
  return Hold(Type::kEdtf, std::move(value));
}

const std::string& Value::string() const {
  return Held<std::string>(Type::kString);
}

const Value::List& Value::list() const {
  return Held<HeldList>(Type::kList).values;
}

const Value::Map& Value::map() const {
  return Held<HeldMap>(Type::kMap).entries;
}

const Path& Value::path() const { return Held<Path>(Type::kPath); }

Date Value::date() const {
  assert(Is(Type::kDate));
  return {.days = bits_.integer};
}

LocalTime Value::local_time() const {
  assert(Is(Type::kLocalTime));
  return {.nanos = bits_.integer};
}

const Time& Value::time() const { return Held<Time>(Type::kTime); }

const LocalDateTime& Value::local_date_time() const {
  return Held<LocalDateTime>(Type::kLocalDateTime);
}

const DateTime& Value::date_time() const {
  return Held<DateTime>(Type::kDateTime);
}

const Duration& Value::duration() const {
  return Held<Duration>(Type::kDuration);
}

const attest::Edtf& Value::edtf() const {
  return Held<attest::Edtf>(Type::kEdtf);
}

const Value* Value::FindEntry(absl::string_view key) const {
  const Map& entries = map();
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), key,
                       [](const auto& entry, absl::string_view wanted) {
                         return absl::string_view(entry.first) < wanted;
                       });
  if (found == entries.end() || found->first != key) return nullptr;
  return &found->second;
}

uint64_t Value::memory_bytes() const {
  constexpr uint64_t kOwn = sizeof(Value);
  switch (type_) {
    case Type::kString:
      return kOwn + sizeof(Holding<std::string>) + HeapBytes(string());
    case Type::kList:
      return AddSaturated(kOwn, Held<HeldList>(Type::kList).bytes);
    case Type::kMap:
      return AddSaturated(kOwn, Held<HeldMap>(Type::kMap).bytes);
    case Type::kPath:
      return kOwn + sizeof(Holding<Path>) +
             path().nodes.capacity() * sizeof(NodeId) +
             path().relationships.capacity() * sizeof(RelationshipId);
    case Type::kTime:
      return kOwn + sizeof(Holding<Time>);
    case Type::kLocalDateTime:
      return kOwn + sizeof(Holding<LocalDateTime>);
    case Type::kDateTime:
      return kOwn + sizeof(Holding<DateTime>) + HeapBytes(date_time().zone);
    case Type::kDuration:
      return kOwn + sizeof(Holding<Duration>);
    case Type::kEdtf:
      return kOwn + sizeof(Holding<attest::Edtf>) + HeapBytes(edtf().text());
    case Type::kNull:
    case Type::kBoolean:
    case Type::kInteger:
    case Type::kFloat:
    case Type::kNode:
    case Type::kRelationship:
    case Type::kDate:
    case Type::kLocalTime:
      return kOwn;
  }
  return kOwn;
}

void Value::TakeNested(List& pending) {
  const auto take = [&pending](Value& value) {
    if (value.Is(Type::kList) || value.Is(Type::kMap)) {
      pending.push_back(std::move(value));
    }
  };
  if (Is(Type::kList)) {
    for (Value& value :
         static_cast<Holding<HeldList>*>(bits_.shared)->value.values) {
      take(value);
    }
  } else if (Is(Type::kMap)) {
    for (auto& entry :
         static_cast<Holding<HeldMap>*>(bits_.shared)->value.entries) {
      take(entry.second);
    }
  }
}

void Value::Free() {
  // A query can nest lists deeper than the stack has room for destructors: what
  // lies inside is taken out first, and freed here one after the other.
  List pending;
  TakeNested(pending);
  while (!pending.empty()) {
    Value next = std::move(pending.back());
    pending.pop_back();
    if (next.bits_.shared->references == 1) next.TakeNested(pending);
  }
  switch (type_) {
    case Type::kString:
      delete static_cast<Holding<std::string>*>(bits_.shared);
      break;
    case Type::kList:
      delete static_cast<Holding<HeldList>*>(bits_.shared);
      break;
    case Type::kMap:
      delete static_cast<Holding<HeldMap>*>(bits_.shared);
      break;
    case Type::kPath:
      delete static_cast<Holding<Path>*>(bits_.shared);
      break;
    case Type::kTime:
      delete static_cast<Holding<Time>*>(bits_.shared);
      break;
    case Type::kLocalDateTime:
      delete static_cast<Holding<LocalDateTime>*>(bits_.shared);
      break;
    case Type::kDateTime:
      delete static_cast<Holding<DateTime>*>(bits_.shared);
      break;
    case Type::kDuration:
      delete static_cast<Holding<Duration>*>(bits_.shared);
      break;
    case Type::kEdtf:
      delete static_cast<Holding<attest::Edtf>*>(bits_.shared);
      break;
    case Type::kNull:
    case Type::kBoolean:
    case Type::kInteger:
    case Type::kFloat:
    case Type::kNode:
    case Type::kRelationship:
    case Type::kDate:
    case Type::kLocalTime:
      break;
  }
}

absl::string_view NameOf(Value::Type type) {
  switch (type) {
    case Value::Type::kNull:
      return "NULL";
    case Value::Type::kBoolean:
      return "BOOLEAN";
    case Value::Type::kInteger:
      return "INTEGER";
    case Value::Type::kFloat:
      return "FLOAT";
    case Value::Type::kNode:
      return "NODE";
    case Value::Type::kRelationship:
      return "RELATIONSHIP";
    case Value::Type::kDate:
      return "DATE";
    case Value::Type::kLocalTime:
      return "LOCAL TIME";
    case Value::Type::kString:
      return "STRING";
    case Value::Type::kList:
      return "LIST";
    case Value::Type::kMap:
      return "MAP";
    case Value::Type::kPath:
      return "PATH";
    case Value::Type::kTime:
      return "TIME";
    case Value::Type::kLocalDateTime:
      return "LOCAL DATETIME";
    case Value::Type::kDateTime:
      return "DATETIME";
    case Value::Type::kDuration:
      return "DURATION";
    case Value::Type::kEdtf:
      return "EDTF";
  }
  return "UNKNOWN";
}

}  // namespace attest::query
