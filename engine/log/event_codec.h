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
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/model/event.h"

namespace attest {

// The version this program writes, and the newest one it reads.
inline constexpr uint16_t kSchemaVersion = 1;

// An encoded event is smaller than this; larger content goes in by its hash.
inline constexpr size_t kEventBytesLimit = size_t{64} << 10;

using Salt = std::array<uint8_t, 16>;

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
                                             const Salt& salt);

 private:
  struct Buffer;

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

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_EVENT_CODEC_H_
