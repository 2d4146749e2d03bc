// The event codec turns an Event into the bytes that the log hashes and
// stores, and back: FlatBuffers after schema/event.fbs, with 16 random bytes
// in each, so that the hash which a redaction leaves behind cannot be guessed
// back to its event.
//
// FlatBuffers has many encodings for one value. The bytes hashed are the bytes
// stored: nothing is ever encoded again to be compared.
//
// Decoding takes bytes from anywhere: it verifies them with bounded depth and
// bounded memory, and then checks what the schema cannot say.

#ifndef ATTEST_ENGINE_LOG_EVENT_CODEC_H_
#define ATTEST_ENGINE_LOG_EVENT_CODEC_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/model/event.h"

namespace attest {

// The newest version that this program reads. It writes kFirstSchemaVersion,
// but for types of record that came later, redactions and what they leave.
inline constexpr uint16_t kFirstSchemaVersion = 1;
inline constexpr uint16_t kSchemaVersion = 2;

// An encoded event is smaller than this; larger content goes in by its hash.
inline constexpr size_t kEventBytesLimit = size_t{64} << 10;

using Salt = std::array<uint8_t, 16>;

// What stands in the place of an event since a redaction, by the SHA-256 of
// its bytes. The redaction's own event lists them, and so vouches for them:
// their bytes have no leaf hash.
struct Replaced {
  uint64_t event = 0;
  std::array<uint8_t, 32> sha256 = {};
};

// The most that one redaction lists: its event must stay below
// kEventBytesLimit.
inline constexpr size_t kMostReplaced = 1000;

// EventEncoder reuses one buffer for all that it encodes.
class EventEncoder {
 public:
  EventEncoder();
  ~EventEncoder();
  EventEncoder(const EventEncoder&) = delete;
  EventEncoder& operator=(const EventEncoder&) = delete;

  // The stored bytes of `event`, valid until the next call. The same event and
  // salt give the same bytes. InvalidArgument when ValidateEvent (see
  // event_rules.h) refuses the event or its bytes reach kEventBytesLimit.
  absl::StatusOr<absl::string_view> Encode(const Event& event,
                                           const Salt& salt) {
    return EncodeAt(event, event.recorded_at, salt);
  }

  // The same as if `event` had been recorded at `recorded_at`.
  absl::StatusOr<absl::string_view> EncodeAt(const Event& event,
                                             absl::Time recorded_at,
                                             const Salt& salt) {
    return EncodeWith(event, recorded_at, salt, {});
  }

  // The bytes that stand in the place of an event since the redaction at
  // `redacted_by`; as EncodeAt else.
  absl::StatusOr<absl::string_view> EncodeReplacement(const Event& left,
                                                      const Salt& salt,
                                                      EventIndex redacted_by) {
    return EncodeWith(left, left.recorded_at, salt,
                      {.redacted_by = redacted_by.value()});
  }

  // As EncodeAt, for a redaction that puts `replaced` in the place of events.
  absl::StatusOr<absl::string_view> EncodeRedaction(
      const Event& redaction, absl::Time recorded_at, const Salt& salt,
      absl::Span<const Replaced> replaced) {
    return EncodeWith(redaction, recorded_at, salt, {.replaced = replaced});
  }

 private:
  struct Buffer;
  // What the log alone knows of an event.
  struct Marks {
    std::optional<uint64_t> redacted_by = {};
    absl::Span<const Replaced> replaced = {};
  };

  absl::StatusOr<absl::string_view> EncodeWith(const Event& event,
                                               absl::Time recorded_at,
                                               const Salt& salt, Marks marks);

  std::unique_ptr<Buffer> buffer_;
};

absl::StatusOr<std::string> EncodeEvent(const Event& event, const Salt& salt);

// Decodes into `event`, all of whose fields are set; what memory its strings
// and lists have is used again. On an error `event` holds no promise.
//
// Errors: FailedPrecondition when a newer program wrote the event; DataLoss
// for all bytes that are not a sound event, saying what is wrong.
absl::Status DecodeEvent(absl::string_view bytes, Event* event);

absl::StatusOr<Event> DecodeEvent(absl::string_view bytes);

// The redaction that put `bytes` in the place of an event; none when they are
// an event as it was hashed, or no event at all.
std::optional<uint64_t> RedactedBy(absl::string_view bytes);

// What the redaction with these bytes put in the place of events; nothing when
// they are not a redaction.
std::vector<Replaced> ReplacedBy(absl::string_view bytes);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_EVENT_CODEC_H_
