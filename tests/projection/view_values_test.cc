// The small parts that views are made of.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/projection/amend.h"
#include "engine/projection/literal_bytes.h"
#include "engine/projection/statement_key.h"
#include "engine/projection/valid_filter.h"

namespace attest {
namespace {

TEST(LiteralBytesTest, EveryLiteralComesBack) {
  const std::vector<Object> literals = {
      TextValue{""},
      TextValue{"a\0b"},
      DateValue{"2011-06"},
      FlagValue{},
      Quantity::Exact(150, "persons"),
      Quantity::AtLeast(0, ""),
      Quantity::AtMost(Quantity::kMaxNumber, "tonnes"),
      Quantity::About(7, "persons"),
      Quantity::Range(1, 2, 3, "persons"),
      Quantity::Range(1, std::nullopt, 3, "persons"),
      Point{.lat = -89.5, .lon = 0.1, .radius_m = 3, .fallback = true},
  };
  for (const Object& literal : literals) {
    EXPECT_EQ(LiteralOf(LiteralBytes(literal)), literal);
    for (const Object& other : literals) {
      EXPECT_EQ(LiteralBytes(literal) == LiteralBytes(other), literal == other);
    }
  }
}

TEST(LiteralBytesTest, NumbersThatNoEventHasReadAsAnEmptyText) {
  const Object object = Quantity::Exact(Quantity::kMaxNumber, "men");
  EXPECT_EQ(LiteralOf(LiteralBytes(object)), object);
  EXPECT_EQ(
      LiteralOf(LiteralBytes(Quantity::Exact(Quantity::kMaxNumber + 1, "men"))),
      Object(TextValue{}));
  EXPECT_EQ(LiteralOf(LiteralBytes(Quantity::Range(3, std::nullopt, 2, ""))),
            Object(TextValue{}));
  EXPECT_EQ(LiteralOf(LiteralBytes(Point{.lat = 91})), Object(TextValue{}));
}

TEST(LiteralBytesTest, BothZerosAreOne) {
  EXPECT_EQ(LiteralBytes(Point{.lat = 0.0}), LiteralBytes(Point{.lat = -0.0}));
}

TEST(LiteralBytesTest, OtherBytesAreAnEmptyText) {
  for (const char* bytes : {"", "q", "p123", "x", "q\x09"}) {
    EXPECT_EQ(LiteralOf(bytes), Object(TextValue{})) << bytes;
  }
}

// Pinned: the key is part of what other programs rely on.
TEST(StatementKeyTest, IsPinned) {
  const KeyedStatement statement = {.subject = "person:harmoush",
                                    .predicate = "defected_from",
                                    .object = "org:syrian-army",
                                    .valid = "[..2011-06-10]"};
  EXPECT_EQ(StatementKeys().KeyOf(statement), "stm:b97970f9415ab92a4df4");
}

TEST(StatementKeyTest, EveryPartCounts) {
  const KeyedStatement plain = {.subject = "a", .predicate = "b"};
  StatementKeys keys;
  std::vector<KeyedStatement> others(6, plain);
  others[0].subject = "ab";
  others[1].predicate = "a";
  others[2].object = "c";
  others[3].value = "c";
  others[4].valid = "c";
  others[5].place = "c";
  std::vector<std::string> seen = {keys.KeyOf(plain)};
  for (const KeyedStatement& other : others) {
    EXPECT_THAT(seen, testing::Not(testing::Contains(keys.KeyOf(other))));
    seen.push_back(keys.KeyOf(other));
    EXPECT_EQ(seen.back().size(), kStatementKeyBytes);
  }
}

TEST(ValidFilterTest, AStatementHoldsWhereThePossibleRangesMeet) {
  ValidFilter filter(*Edtf::Parse("2011-06"));
  EXPECT_EQ(filter.At(""), Holds::kUndated);
  EXPECT_EQ(filter.At("2011"), Holds::kYes);
  EXPECT_EQ(filter.At("2011-06-30/2013"), Holds::kYes);
  EXPECT_EQ(filter.At("2011-07"), Holds::kNo);
  EXPECT_EQ(filter.At("../2010"), Holds::kNo);
  EXPECT_EQ(filter.At("2011-07"), Holds::kNo);
  EXPECT_EQ(filter.At("no date"), Holds::kUndated);
}

TEST(AmendTest, OnlyTheNamedFieldsAreSet) {
  Source source = {.name = "Old", .kind = SourceKind::kAgency};
  const Amendment amendment = {
      .target = SourceId(0),
      .values = Source{.name = "New", .kind = SourceKind::kOutlet},
      .fields = {"name"}};
  ASSERT_TRUE(Amend(amendment, source).ok());
  EXPECT_EQ(source, (Source{.name = "New", .kind = SourceKind::kAgency}));
}

TEST(AmendTest, AFieldOrTypeThatDoesNotFitIsRefused) {
  Amendment amendment = {.target = SourceId(0), .values = Source()};
  Report report;
  EXPECT_EQ(Amend(amendment, report).code(), absl::StatusCode::kDataLoss);
  Source source;
  amendment.fields = {"title"};
  EXPECT_EQ(Amend(amendment, source).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(AmendedFields(amendment).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace attest
