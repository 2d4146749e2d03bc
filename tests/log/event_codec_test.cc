#include "engine/log/event_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/log/event_rules.h"
#include "tests/log/random_event.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

constexpr Salt kSalt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

std::string Encoded(const Event& event) {
  const auto bytes = EncodeEvent(event, kSalt);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.ok() ? *bytes : std::string();
}

RecordType TypeAt(size_t i) { return static_cast<RecordType>(i); }

TEST(EventCodecTest, EveryEventComesBackAsItWas) {
  EventEncoder encoder;
  Event reused;
  for (uint64_t seed = 0; seed < 20000; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Event event = RandomEvents(seed).Next();
    const auto bytes = encoder.Encode(event, kSalt);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    const auto decoded = DecodeEvent(*bytes);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    ASSERT_TRUE(*decoded == event);
    ASSERT_TRUE(DecodeEvent(*bytes, &reused).ok());
    ASSERT_TRUE(reused == event) << "what an event held before shows through";
  }
}

TEST(EventCodecTest, BytesNeedNoAlignment) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Event event = RandomEvents(seed).Next();
    const std::string bytes = Encoded(event);
    for (size_t shift = 0; shift < 8; ++shift) {
      const std::string moved = std::string(shift, 'x') + bytes;
      const auto decoded = DecodeEvent(absl::string_view(moved).substr(shift));
      ASSERT_TRUE(decoded.ok()) << decoded.status();
      EXPECT_TRUE(*decoded == event);
    }
  }
}

// The bytes of one event of every type are pinned: a program that writes
// others must not call them this version of the schema.
TEST(EventCodecTest, BytesAreThoseOfTheGoldenFile) {
  std::ifstream golden(ATTEST_SOURCE_DIR "/tests/log/golden_events.txt");
  ASSERT_TRUE(golden.is_open());
  for (size_t i = 0; i < kEnumSize<RecordType>; ++i) {
    RandomEvents events(i);
    for (int k = 0; k < 2; ++k) {
      const Event event = events.Next(TypeAt(i));
      const std::string name = absl::StrCat(NameOf(TypeAt(i)), " ", k);
      std::string want_name;
      std::string want_hex;
      std::getline(golden, want_name);
      std::getline(golden, want_hex);
      EXPECT_EQ(name, want_name);
      EXPECT_EQ(absl::BytesToHexString(Encoded(event)), want_hex) << name;
      const auto decoded = DecodeEvent(absl::HexStringToBytes(want_hex));
      ASSERT_TRUE(decoded.ok()) << name << ": " << decoded.status();
      EXPECT_TRUE(*decoded == event) << name;
    }
  }
}

TEST(EventCodecTest, NoFlippedByteOrCutCrashesTheDecoder) {
  size_t refused = 0;
  for (size_t i = 0; i < kEnumSize<RecordType>; ++i) {
    const std::string bytes = Encoded(RandomEvents(100 + i).Next(TypeAt(i)));
    Event event;
    for (size_t at = 0; at < bytes.size(); ++at) {
      // What is cut off may be padding that nothing refers to.
      const absl::Status cut =
          DecodeEvent(absl::string_view(bytes).substr(0, at), &event);
      EXPECT_TRUE(cut.ok() ? at + 8 > bytes.size() : absl::IsDataLoss(cut));
      for (const int mask : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ mask);
        const absl::Status status = DecodeEvent(changed, &event);
        if (status.ok()) continue;
        ++refused;
        ASSERT_TRUE(absl::IsDataLoss(status) ||
                    absl::IsFailedPrecondition(status))
            << status;
      }
    }
  }
  EXPECT_GT(refused, 0u);
}

TEST(EventCodecTest, NoRandomBytesCrashTheDecoder) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = Encoded(RandomEvents(random() % 50).Next());
    for (int flips = 0; flips < 8; ++flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    DecodeEvent(bytes).status().IgnoreError();
  }
  EXPECT_FALSE(DecodeEvent("").ok());
  EXPECT_FALSE(DecodeEvent("ATEV").ok());
  EXPECT_FALSE(DecodeEvent(std::string(kEventBytesLimit, '\0')).ok());
}

// An older program says of these that a newer one wrote them; one that claims
// to be of the older version is no event.
TEST(EventCodecTest, RotationsAndTimestampsAreOfTheSecondVersion) {
  for (const RecordType type :
       {RecordType::kKeyRotation, RecordType::kTimestamp}) {
    const std::string bytes = Encoded(RandomEvents(7).Next(type));
    size_t refused = 0;
    for (size_t at = 0; at + 1 < bytes.size(); ++at) {
      if (bytes[at] != 2 || bytes[at + 1] != 0) continue;
      std::string older = bytes;
      older[at] = 1;
      const absl::Status status = DecodeEvent(older).status();
      if (status.ok()) continue;
      EXPECT_TRUE(absl::IsDataLoss(status)) << status;
      refused += status.message().find("is not of schema version 1") !=
                 absl::string_view::npos;
    }
    EXPECT_EQ(refused, 1u) << NameOf(type);
  }
}

TEST(EventCodecTest, NewerSchemaIsRefusedByName) {
  const Event event{.key = "k", .record = Source{.name = "n"}};
  std::string bytes = Encoded(event);
  // The version is the one 16-bit 1 whose change makes it another version.
  bool found = false;
  for (size_t at = 0; at + 1 < bytes.size(); ++at) {
    if (bytes[at] != 1 || bytes[at + 1] != 0) continue;
    std::string newer = bytes;
    newer[at] = 3;
    const absl::Status status = DecodeEvent(newer).status();
    if (!absl::IsFailedPrecondition(status)) continue;
    found = true;
    EXPECT_EQ(status.message(),
              "written by a newer attest (schema 3, this program knows 2)");
  }
  EXPECT_TRUE(found);
}

TEST(EventCodecTest, AnEventOf64KiBIsRefused) {
  Event event{.record = Source{.name = "n"}};
  event.note = std::string(kEventBytesLimit - 200, 'x');
  EXPECT_TRUE(EncodeEvent(event, kSalt).ok());
  event.note = std::string(kEventBytesLimit, 'x');
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeEvent(event, kSalt).status()));
  event.note = std::string(size_t{64} << 20, 'x');
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeEvent(event, kSalt).status()));
}

TEST(EventCodecTest, EventsThatContradictThemselvesAreRefused) {
  const Claim claim{.report = ReportId(1),
                    .subject = EntityId(2),
                    .predicate = PredicateId(kBuiltinPredicates),
                    .object = EntityId(3)};
  Claim no_report = claim;
  no_report.report = ReportId(kNoReference);
  Claim no_predicate = claim;
  no_predicate.predicate = PredicateId(kNoReference);
  Claim negative = claim;
  negative.object = Quantity::Exact(-1, "");
  Claim off_the_globe = claim;
  off_the_globe.object = Point{.lat = 91};
  Claim backwards = claim;
  backwards.quote = Quote{.exact = "x", .passage = Passage{.byte_begin = 1}};
  const std::vector<std::pair<Record, std::string>> bad = {
      {no_report, "names no event"},
      {no_predicate, "names no event"},
      {negative, ""},
      {off_the_globe, ""},
      {backwards, "ends before it begins"},
      {Report{.derived_from = {{SourceId(1), How::kSameOwner}}}, "same_owner"},
      {Retraction{.target = EntityId(1)}, "got entity, want claim or report"},
      {Retraction{.target = ClaimId(1), .superseded_by = SourceId(1)},
       "got source"},
      {Assessment{.target = EntityId(1), .value = "accepted"}, "got entity"},
      {Assessment{.target = ClaimId(1), .value = "A"}, "got \"A\""},
      {Amendment{.target = ReportId(1), .values = Source{}}, "got source"},
      {Redaction{.target = ClaimId(1), .bytes = {{3, 2}}}, "[3, 2)"},
  };
  EXPECT_TRUE(EncodeEvent(Event{.record = claim}, kSalt).ok());
  for (const auto& [record, message] : bad) {
    const absl::Status status =
        EncodeEvent(Event{.record = record}, kSalt).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
  }
}

}  // namespace
}  // namespace attest
