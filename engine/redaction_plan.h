// RedactionPlan is what a redaction would do: which events it replaces by what,
// which contents go, and where a name of what is redacted still stands
// afterwards. Planning changes nothing.
//
// What goes with what:
// - a source, a report or an entity with its amendments; a report with its
//   contents, and with the words that claims and retractions quote from it;
// - of bytes of a report's text, the quotes that overlap them;
// - the hash of a file that had any of these in it, since it is a hash of them.
// Where a key is taken, files of lines that name it lose their hashes, too.
// Other events that repeat a name are only listed. So are those whose keys are
// hashes of a key that is taken: what stands in their place could not be told
// from another record, so that they go only when they are redacted themselves.
//
// Complexity: reads the log twice, and every text once.

#ifndef ATTEST_ENGINE_REDACTION_PLAN_H_
#define ATTEST_ENGINE_REDACTION_PLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/model/redacted_event.h"
#include "engine/projection/view.h"

namespace attest {

// kTaken: the keys named are taken out as well; what stands in their place
// tells nobody without the secret of the case.
enum class RedactedKeys : uint8_t { kKept, kTaken };

// kAlso: a report that holds the same bytes is redacted as well.
enum class Copies : uint8_t { kRefused, kAlso };

struct RedactionRequest {
  std::vector<std::string> keys;
  // Of the text of the one report that `keys` names; none: all of it goes.
  MaskedRanges bytes;
  RedactedKeys redacted_keys = RedactedKeys::kKept;
  Copies copies = Copies::kRefused;
  std::string by;
  std::string reason;
  std::string note;
  std::string id;        // of the first redaction; empty: a new one
  std::string recorded;  // RFC 3339, as the sender states it
};

// Where a name still stands.
struct Mention {
  EventIndex event;
  RecordType type = RecordType::kSource;
  std::string key;
  std::string field;
  std::string name;
  // In the text of a report, of which `event` is the definition.
  std::optional<std::pair<uint64_t, uint64_t>> bytes;
};

inline constexpr size_t kMaxMentions = 1000;

struct RedactionPlan {
  std::vector<EventIndex> targets;  // in the order of the keys, then copies
  std::vector<RedactionPart> parts;
  std::vector<Content> contents;    // to be taken out
  std::vector<std::string> masked;  // texts to be stored in their place
  std::vector<EventIndex> replaced;
  std::vector<Mention> mentions;  // at most kMaxMentions
  uint64_t mention_count = 0;
  // Where keys are taken: other events, which stay, that name the records, and
  // whose own keys are hashes of what they say, these keys among it. Whoever
  // guesses a key can tell by them that it is the one.
  std::vector<EventIndex> hashes_of_keys;
  // Contents that are no text and could not be searched.
  uint64_t not_searched = 0;
};

// Errors: NotFound for a key that nothing has; InvalidArgument for a record
// that cannot be redacted, ranges that are not of its text, or a reason that
// repeats a name; AlreadyExists for a record, or bytes, redacted before;
// FailedPrecondition when another report holds the same bytes and `copies`
// refuses that, naming it.
absl::StatusOr<RedactionPlan> PlanRedaction(const EventLog& log,
                                            const ContentStore& contents,
                                            const View& now,
                                            const std::string& secret,
                                            const RedactionRequest& request);

}  // namespace attest

#endif  // ATTEST_ENGINE_REDACTION_PLAN_H_
