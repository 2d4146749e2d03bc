// CaseLists is what the columns of the projection tell from one end alone, told
// from the other: the claims of a report and of a source, the reports of a
// publisher, the parts of a source, what derives from what. Each list is made
// when it is first asked for.
//
// Not thread-safe. Lifetime: borrows the case.

#ifndef ATTEST_ENGINE_QUERY_CASE_LISTS_H_
#define ATTEST_ENGINE_QUERY_CASE_LISTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "engine/projection/answer.h"
#include "engine/query/visible_case.h"

namespace attest::query {

// The elements of each group, one group after the other.
template <class T>
struct Groups {
  std::vector<uint32_t> begins;  // of each, and the end
  std::vector<T> values;

  [[nodiscard]] absl::Span<const T> operator[](uint32_t group) const {
    if (group + size_t{1} >= begins.size()) return {};
    return {values.data() + begins[group], begins[group + 1] - begins[group]};
  }
};

// One place of a source in the attribution of a claim.
struct Spoken {
  uint32_t claim;
  uint32_t position;
};

// What a report or source derives from, declared, decided, or told by texts.
struct Derives {
  uint32_t upstream = 0;  // event
  std::optional<How> how;
  bool declared = false;
  bool inferred = false;
  std::optional<EventIndex> decided_by;
};

class CaseLists {
 public:
  explicit CaseLists(const VisibleCase& visible) : visible_(visible) {}

  // By ordinal; those that are hidden are among them.
  [[nodiscard]] absl::Span<const uint32_t> ClaimsIn(uint32_t report);
  [[nodiscard]] absl::Span<const Spoken> SpokenBy(uint32_t source);
  [[nodiscard]] absl::Span<const uint32_t> PublishedBy(uint32_t source);
  [[nodiscard]] absl::Span<const uint32_t> PartsOf(uint32_t source);
  // The statements, first ones, at a place, the first of its group.
  [[nodiscard]] absl::Span<const uint32_t> StatementsAt(uint32_t place);

  // In a fixed order, which the ids of relationships rest on.
  [[nodiscard]] const std::vector<Derives>& UpstreamOf(uint32_t event);
  // Who derives from `event`: their events, and the place in UpstreamOf.
  struct Downstream {
    uint32_t event;
    uint32_t place;
  };
  [[nodiscard]] const std::vector<Downstream>& DownstreamOf(uint32_t event);

 private:
  [[nodiscard]] std::vector<Derives> FindUpstream(uint32_t event) const;
  void AddInferred(uint32_t event, std::vector<Derives>& upstream) const;

  const VisibleCase& visible_;
  std::optional<Groups<uint32_t>> claims_in_;
  std::optional<Groups<Spoken>> spoken_by_;
  std::optional<Groups<uint32_t>> published_by_;
  std::optional<Groups<uint32_t>> parts_of_;
  std::optional<Groups<uint32_t>> statements_at_;
  absl::flat_hash_map<uint32_t, std::vector<Derives>> upstream_;
  bool has_downstream_ = false;
  absl::flat_hash_map<uint32_t, std::vector<Downstream>> downstream_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_LISTS_H_
