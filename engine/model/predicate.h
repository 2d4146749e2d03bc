// Predicate says what a claim can say: of which kinds of entity, with what
// kind of value, and what its `valid` means.

#ifndef ATTEST_ENGINE_MODEL_PREDICATE_H_
#define ATTEST_ENGINE_MODEL_PREDICATE_H_

#include <cstdint>
#include <string>

#include "engine/model/entity.h"
#include "engine/model/enum_names.h"

namespace attest {

enum class Literal : uint8_t { kText, kQuantity, kDate, kPoint, kFlag };
ATTEST_ENUM_NAMES(Literal, "literal", "text", "quantity", "date", "point",
                  "flag");

// What `valid` means: see CASE_FORMAT, Dates.
enum class TimeKind : uint8_t { kState, kEvent, kPeriod, kNone };
ATTEST_ENUM_NAMES(TimeKind, "time", "state", "event", "period", "none");

// kSubject: at one time a subject has one value; kObject: at one time an
// object has one subject.
enum class Functional : uint8_t { kNone, kSubject, kObject };
ATTEST_ENUM_NAMES(Functional, "functional", "none", "subject", "object");

// A set of entity kinds, one bit each.
class EntityKinds {
 public:
  constexpr EntityKinds() = default;
  constexpr explicit EntityKinds(uint8_t bits) : bits_(bits & kAllBits) {}

  static constexpr EntityKinds All() { return EntityKinds(kAllBits); }

  [[nodiscard]] constexpr EntityKinds With(EntityKind kind) const {
    return EntityKinds(
        static_cast<uint8_t>(bits_ | (1u << static_cast<unsigned>(kind))));
  }
  [[nodiscard]] constexpr bool Has(EntityKind kind) const {
    return (bits_ >> static_cast<unsigned>(kind) & 1u) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr uint8_t bits() const { return bits_; }

  friend constexpr bool operator==(EntityKinds, EntityKinds) = default;

 private:
  static constexpr uint8_t kAllBits = (1u << kEnumSize<EntityKind>)-1;

  uint8_t bits_ = 0;
};

struct Predicate {
  std::string label;
  EntityKinds domain = {};
  // The range: kinds of entity, or a literal when `range` is empty.
  EntityKinds range = {};
  Literal literal = Literal::kText;
  TimeKind time = TimeKind::kNone;
  Functional functional = Functional::kNone;
  bool once = false;  // it happens at most once to a subject

  [[nodiscard]] bool has_literal_range() const { return range.empty(); }

  friend bool operator==(const Predicate&, const Predicate&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_PREDICATE_H_
