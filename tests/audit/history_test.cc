// The history of a record is what reading every event of the log finds.

#include "engine/audit/history.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "engine/model/references.h"
#include "engine/projection/projection.h"
#include "tests/reference/fold_random.h"

namespace attest {
namespace {

using reference::RandomLog;

std::set<EventIndex> Naming(const std::vector<Event>& events, uint64_t end,
                            const std::set<EventIndex>& records) {
  std::set<EventIndex> found;
  for (uint64_t i = 0; i < end; ++i) {
    bool named = records.count(EventIndex(i)) > 0;
    VisitReferences(events[i], [&](EventIndex index) {
      named = named || records.count(index) > 0;
    });
    if (named) found.insert(EventIndex(i));
  }
  return found;
}

// What names `records`, and the decisions on the claims among it.
std::set<EventIndex> SlowHistory(const View& view,
                                 const std::vector<Event>& events,
                                 const std::set<EventIndex>& records) {
  std::set<EventIndex> found = Naming(events, view.cut(), records);
  for (const EventIndex one : std::set<EventIndex>(found)) {
    if (view.TypeOf(one) != RecordType::kClaim) continue;
    for (const EventIndex event : Naming(events, view.cut(), {one})) {
      if (view.TypeOf(event) > RecordType::kClaim) found.insert(event);
    }
  }
  return found;
}

TEST(HistoryTest, OfEveryRecordOfRandomLogs) {
  size_t found = 0;
  for (uint64_t seed = 0; seed < 80 && !testing::Test::HasFailure(); ++seed) {
    const std::vector<Event> events = RandomLog(seed).Make(200);
    Projection projection;
    for (const Event& event : events) {
      ASSERT_TRUE(
          projection.Apply(EventIndex(projection.applied_through()), event)
              .ok());
    }
    const View view =
        seed % 2 == 0 ? projection.Now() : *projection.At(events.size() / 2);
    for (uint64_t i = 0; i < view.cut(); ++i) {
      const EventIndex event(i);
      const auto got = HistoryOf(view, event, [&](EventIndex index) {
        return absl::StatusOr<Event>(events[index.value()]);
      });
      ASSERT_TRUE(got.ok()) << got.status();
      std::set<EventIndex> records = {event};
      if (view.TypeOf(event) == RecordType::kEntity) {
        for (const EntityId member : view.GroupOf(EntityId(i))) {
          records.insert(EventIndex(member.value()));
        }
      }
      const bool is_record = *view.TypeOf(event) <= RecordType::kClaim;
      const std::set<EventIndex> want =
          is_record ? SlowHistory(view, events, records) : records;
      EXPECT_EQ(*got, std::vector<EventIndex>(want.begin(), want.end()))
          << "seed " << seed << ", " << NameOf(*view.TypeOf(event))
          << " of event " << i;
      found += want.size();
    }
    for (const StatementId id : view.Statements()) {
      std::set<EventIndex> claims;
      for (const ClaimId claim : view.ClaimsOf(id)) {
        claims.insert(EventIndex(claim.value()));
      }
      std::set<EventIndex> want = claims;
      for (const EventIndex event : Naming(events, view.cut(), claims)) {
        if (view.TypeOf(event) > RecordType::kClaim) want.insert(event);
      }
      EXPECT_EQ(HistoryOf(view, id),
                std::vector<EventIndex>(want.begin(), want.end()))
          << "seed " << seed << ", statement " << id.value();
    }
  }
  EXPECT_GT(found, 10000u);
}

}  // namespace
}  // namespace attest
