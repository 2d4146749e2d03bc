#include "engine/projection/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace attest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr IdentityJudgement kSame = IdentityJudgement::kSame;
constexpr IdentityJudgement kDifferent = IdentityJudgement::kDifferent;
constexpr IdentityJudgement kUnsure = IdentityJudgement::kUnsure;

class IdentityTest : public testing::Test {
 protected:
  // The event of the judgement.
  EventIndex Judge(IdentityJudgement judgement, uint64_t a, uint64_t b) {
    const EventIndex event(100 + judgements_.size());
    judgements_.push_back({event, {judgement, EntityId(a), EntityId(b)}});
    return event;
  }
  [[nodiscard]] IdentityGroups Groups() const {
    return IdentityGroups(judgements_);
  }

  std::vector<IdentityEvent> judgements_;
};

TEST_F(IdentityTest, WithoutJudgementsEachIsItself) {
  const IdentityGroups groups = Groups();
  EXPECT_TRUE(groups.empty());
  EXPECT_THAT(groups.GroupOf(EntityId(7)), ElementsAre(EntityId(7)));
  EXPECT_EQ(groups.RepresentativeOf(EntityId(7)), EntityId(7));
  EXPECT_FALSE(groups.IsJoined(EntityId(7)));
}

TEST_F(IdentityTest, AGroupIsShownUnderItsMemberDefinedFirst) {
  Judge(kSame, 9, 5);
  Judge(kSame, 5, 3);
  const IdentityGroups groups = Groups();
  EXPECT_EQ(groups.RepresentativeOf(EntityId(9)), EntityId(3));
  EXPECT_THAT(groups.GroupOf(EntityId(5)),
              ElementsAre(EntityId(3), EntityId(5), EntityId(9)));
}

TEST_F(IdentityTest, TheLatestJudgementOfAPairStandsWhateverTheOrder) {
  Judge(kSame, 1, 2);
  const EventIndex later = Judge(kUnsure, 2, 1);
  EXPECT_TRUE(Groups().empty());
  EXPECT_THAT(Groups().standing(), ElementsAre(later));
}

TEST_F(IdentityTest, ASameThatContradictsADifferentIsLeftOut) {
  const EventIndex one = Judge(kSame, 1, 2);
  const EventIndex two = Judge(kSame, 3, 4);
  const EventIndex different = Judge(kDifferent, 4, 1);
  const EventIndex bridge = Judge(kSame, 2, 3);
  const IdentityGroups groups = Groups();
  EXPECT_EQ(groups.groups().size(), 2U);
  EXPECT_THAT(groups.left_out(),
              ElementsAre(LeftOut{bridge, different, {two, bridge, one}}));
  EXPECT_THAT(groups.standing(), ElementsAre(one, two, different, bridge));
}

TEST_F(IdentityTest, ADifferentThatComesLaterCountsFromTheBeginning) {
  const EventIndex first = Judge(kSame, 1, 2);
  const EventIndex second = Judge(kSame, 2, 3);
  const EventIndex different = Judge(kDifferent, 1, 3);
  const IdentityGroups groups = Groups();
  EXPECT_THAT(groups.GroupOf(EntityId(1)),
              ElementsAre(EntityId(1), EntityId(2)));
  EXPECT_THAT(groups.left_out(),
              ElementsAre(LeftOut{second, different, {first, second}}));
}

TEST_F(IdentityTest, TakingADifferentBackJoinsAgain) {
  Judge(kSame, 1, 2);
  Judge(kSame, 2, 3);
  Judge(kDifferent, 1, 3);
  Judge(kUnsure, 3, 1);
  EXPECT_EQ(Groups().GroupOf(EntityId(3)).size(), 3U);
  EXPECT_THAT(Groups().left_out(), IsEmpty());
}

}  // namespace
}  // namespace attest
