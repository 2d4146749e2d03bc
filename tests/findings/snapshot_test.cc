// Findings over a projection that was opened from a snapshot.

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/findings/findings.h"
#include "engine/projection/projection.h"
#include "tests/reference/corroboration_events.h"
#include "tests/reference/corroboration_random.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

TEST(FindingsSnapshotTest, FiguresAreTheSameFromASnapshot) {
  const reference::TemporaryFolder folder;
  const std::string path = folder.File("projection");
  size_t statements = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    Projection folded;
    uint64_t index = 0;
    for (const Event& event :
         reference::EventsOf(reference::RandomRefCase(seed))) {
      ASSERT_TRUE(folded.Apply(EventIndex(index++), event).ok());
    }
    ASSERT_TRUE(folded.Save(path, std::array<uint8_t, 32>()).ok());
    const absl::StatusOr<Projection> opened = Projection::FromSnapshot(path);
    ASSERT_TRUE(opened.ok()) << opened.status();
    const View fresh = folded.Now();
    const View mapped = opened->Now();
    const Findings want(fresh, {});
    const Findings got(mapped, {});
    EXPECT_EQ(got.AllFigures(), want.AllFigures()) << "seed " << seed;
    for (const StatementId id : fresh.Statements()) {
      ++statements;
      EXPECT_EQ(got.FiguresOf(id), want.FiguresOf(id)) << "seed " << seed;
      EXPECT_EQ(want.AllFigures()[id.value()], want.FiguresOf(id))
          << "seed " << seed;
    }
  }
  EXPECT_GT(statements, 20u);
}

}  // namespace
}  // namespace attest
