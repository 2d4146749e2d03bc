#include "engine/ingest/derived_id.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/model/vocabulary.h"

namespace attest {
namespace {

absl::StatusOr<std::string> KeyOf(EventIndex index) {
  return "key:" + std::to_string(index.value());
}

Event ClaimEvent() {
  Claim claim;
  claim.report = ReportId(1);
  claim.subject = EntityId(2);
  claim.predicate = *BuiltinPredicateId("killed_count");
  claim.object = Quantity::AtLeast(5000, "persons");
  claim.valid = "2011-03/2012~";
  claim.attribution = {{.source = SourceId(3), .basis = Basis::kInference}};
  claim.quote = Quote{.exact = "over five thousand"};
  return Event{.record = claim};
}

std::string KeyFor(const Event& event) { return *DerivedKey(event, KeyOf); }

// What is exported today must have the same ids for ever.
TEST(DerivedKeyTest, KeysAreStable) {
  EXPECT_EQ(KeyFor(ClaimEvent()), "claim:74f094cbf0255a96cb8b");
  EXPECT_EQ(KeyFor(Event{.reason = "why",
                         .record = Retraction{.target = ClaimId(7)}}),
            "retraction:45e9926c631657dfbcf3");
  EXPECT_EQ(KeyFor(Event{
                .record = Identity{.judgement = IdentityJudgement::kDifferent,
                                   .a = EntityId(1),
                                   .b = EntityId(2)}}),
            "identity:8e4ac0b2042bd36242e9");
  Source values;
  values.name = "New";
  EXPECT_EQ(KeyFor(Event{.record = Amendment{.target = SourceId(4),
                                             .values = values,
                                             .fields = {"name"}}}),
            "amendment:4f5e4d3de3ffc37509bd");
}

TEST(DerivedKeyTest, WhoRecordedAndHowMakeNoOtherKey) {
  const Event plain = ClaimEvent();
  Event other = plain;
  other.key = "clm:1";
  other.by = "me";
  other.note = "n";
  other.recorded = "2020-01-01T00:00:00Z";
  std::get<Claim>(other.record).extracted_by = Extractor{.agent = "a"};
  std::get<Claim>(other.record).quote->passage = Passage{.byte_begin = 7};
  EXPECT_EQ(KeyFor(other), KeyFor(plain));
}

TEST(DerivedKeyTest, EveryPartMakesAnotherKey) {
  const Event plain = ClaimEvent();
  std::vector<Event> others(12, plain);
  const auto claim = [&others](size_t i) -> Claim& {
    return std::get<Claim>(others[i].record);
  };
  claim(0).report = ReportId(9);
  claim(1).subject = EntityId(9);
  claim(2).predicate = *BuiltinPredicateId("injured_count");
  claim(3).object = Quantity::AtLeast(5001, "persons");
  claim(4).valid.clear();
  claim(5).place = EntityId(2);
  claim(6).attribution[0].basis = Basis::kHearsay;
  claim(7).stance = Stance::kDenies;
  claim(8).quote->prefix = "over five thousand";
  claim(9).rests_on = {ClaimId(3)};
  claim(10).real_ends.start = true;
  others[11].reason = "r";
  for (const Event& other : others) EXPECT_NE(KeyFor(other), KeyFor(plain));
  EXPECT_NE(*DerivedKey(plain, KeyOf, 1), KeyFor(plain));
}

TEST(DerivedKeyTest, RecordsOfTheirOwnHaveNoDerivedKey) {
  EXPECT_TRUE(absl::IsInvalidArgument(
      DerivedKey(Event{.record = Source()}, KeyOf).status()));
}

TEST(DerivedKeyTest, ErrorsOfTheCaseArePassedOn) {
  EXPECT_TRUE(absl::IsDataLoss(
      DerivedKey(ClaimEvent(), [](EventIndex) -> absl::StatusOr<std::string> {
        return absl::DataLossError("gone");
      }).status()));
}

}  // namespace
}  // namespace attest
