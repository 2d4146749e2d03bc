// Id<Tag> is a distinct integer type per kind of record.
//
// Records are named by the index of the event that defines them: SourceId(7)
// is the source that event 7 defines. Two ids of different kinds do not
// compare or convert.

#ifndef ATTEST_ENGINE_MODEL_ID_H_
#define ATTEST_ENGINE_MODEL_ID_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <utility>
#include <variant>

namespace attest {

template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(uint64_t value) : value_(value) {}

  [[nodiscard]] constexpr uint64_t value() const { return value_; }

  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;

  template <class H>
  friend H AbslHashValue(H state, Id id) {
    return H::combine(std::move(state), id.value_);
  }

 private:
  uint64_t value_ = 0;
};

// The place of an event in the log, dense from 0. An index is not a count.
using EventIndex = Id<struct EventTag>;

// No event has this index: the stored form writes an absent reference so.
inline constexpr uint64_t kNoReference = std::numeric_limits<uint64_t>::max();

using SourceId = Id<struct SourceTag>;
using ReportId = Id<struct ReportTag>;
using EntityId = Id<struct EntityTag>;
using ClaimId = Id<struct ClaimTag>;

// A predicate that an event defines goes by that event's index; a built-in
// one by kBuiltinPredicates plus its place in the built-in vocabulary.
using PredicateId = Id<struct PredicateTag>;
inline constexpr uint64_t kBuiltinPredicates = uint64_t{1} << 63;

// What a decision is about.
using Target = std::variant<SourceId, ReportId, EntityId, ClaimId>;

// The index of the event that defines `target`.
[[nodiscard]] inline EventIndex DefinedBy(const Target& target) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, target);
}

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_ID_H_
