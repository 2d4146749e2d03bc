// The marks that a redaction leaves in stored bytes.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/log/event_codec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::IsEmpty;

TEST(RedactionCodecTest, MarksAreReadBackAndOldVersionsStay) {
  EventEncoder encoder;
  const Event redaction = {.record = Redaction{.target = ClaimId(3)}};
  std::vector<Replaced> replaced(kMostReplaced);
  for (size_t i = 0; i < replaced.size(); ++i) {
    replaced[i].event = i;
    replaced[i].sha256[5] = static_cast<uint8_t>(i);
  }
  const std::string bytes(
      *encoder.EncodeRedaction(redaction, absl::UnixEpoch(), Salt{}, replaced));
  const std::vector<Replaced> read = ReplacedBy(bytes);
  ASSERT_EQ(read.size(), replaced.size());
  EXPECT_EQ(read[999].event, 999u);
  EXPECT_EQ(read[999].sha256, replaced[999].sha256);
  EXPECT_FALSE(RedactedBy(bytes).has_value());
  EXPECT_EQ(DecodeEvent(bytes)->record, redaction.record);

  const Event left = {.key = "k", .record = Entity{}};
  EXPECT_EQ(RedactedBy(*encoder.EncodeReplacement(left, Salt{}, EventIndex(9))),
            9u);
  EXPECT_FALSE(RedactedBy(*EncodeEvent(left, Salt{})).has_value());
  for (const char* none : {"", "no event",
                           "\x08\x00\x00\x00"
                           "ATEVxxxx"}) {
    EXPECT_FALSE(RedactedBy(none).has_value());
    EXPECT_THAT(ReplacedBy(none), IsEmpty());
  }
}

}  // namespace
}  // namespace attest
