// Stored events: whatever is decoded is a valid event, no larger than its
// bytes allow, and comes back the same when it is encoded again.

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_rules.h"
#include "engine/model/references.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/log/random_event.h"

namespace attest {
namespace {

constexpr Salt kSalt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

void TryAtAddress(absl::string_view input, const Event& event) {
  const std::string moved = absl::StrCat("x", input);
  Event other;
  Require(DecodeEvent(absl::string_view(moved).substr(1), &other).ok() &&
              other == event,
          "an event does not depend on the address of its bytes");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  const absl::StatusOr<Event> event = DecodeEvent(input);
  if (!event.ok()) return;
  Require(ValidateEvent(*event).ok(), "a decoded event is valid");
  VisitReferences(*event, [](EventIndex) {});
  TryAtAddress(input, *event);
  const absl::StatusOr<std::string> bytes = EncodeEvent(*event, kSalt);
  // Tables shared in the input are apart in the output, which may then be too
  // large; that is the only excuse.
  if (!bytes.ok()) {
    Require(input.size() > kEventBytesLimit / 64,
            "a small decoded event can be encoded");
    return;
  }
  const absl::StatusOr<Event> again = DecodeEvent(*bytes);
  Require(again.ok() && *again == *event, "an event comes back as it was");
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds;
  for (size_t type = 0; type < kEnumSize<RecordType>; ++type) {
    RandomEvents events(type);
    for (int i = 0; i < 3; ++i) {
      const auto bytes =
          EncodeEvent(events.Next(static_cast<RecordType>(type)), kSalt);
      if (bytes.ok()) seeds.push_back(*bytes);
    }
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {
      std::string("\x04\0\0\0", 4),       std::string("\xFF\xFF\xFF\xFF", 4),
      std::string("\xFC\xFF\xFF\xFF", 4), std::string("\0\0\0\x80", 4),
      std::string("\x01\0", 2),           std::string("\x00\x00\xF0\x7F", 4)};
}

}  // namespace attest
