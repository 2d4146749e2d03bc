// OutgoingEvents decides, event by event, what of a case goes out: whole, as a
// stub that says only that it is withheld, or not at all. See CASE_FORMAT,
// Withheld lines. What goes out whole has lost what would tell of a record that
// is withheld.

#ifndef ATTEST_ENGINE_INTERCHANGE_OUTGOING_EVENTS_H_
#define ATTEST_ENGINE_INTERCHANGE_OUTGOING_EVENTS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

struct ExportOptions {
  OutgoingKeysOptions keys;
  bool without_by = false;  // nobody's name as who recorded
  // The events that are exported, with all that they refer to; null: all.
  const absl::flat_hash_set<EventIndex>* events = nullptr;
  // What the texts of the case tell of reports that go, and would not tell of
  // what goes: it goes in words. Null: nothing.
  const std::vector<Dependence>* shown_by_texts = nullptr;
};

struct LeftOutCounts {
  uint64_t claims = 0;      // of sealed reports, or resting on such
  uint64_t origins = 0;     // reports without what names withheld sources
  uint64_t names = 0;       // of entities, known from withheld reports
  uint64_t telling = 0;     // reports that go: see MayTellPublisher
  uint64_t decisions = 0;   // on what is left out or withheld
  uint64_t links = 0;       // of sources and entities, one of them withheld
  uint64_t successors = 0;  // superseded_by, naming what is left out
  uint64_t not_chosen = 0;  // events of the case that a line could say
  // Claims and decisions that go without their words, which might name what is
  // withheld.
  uint64_t words = 0;
};

struct OutgoingEvent {
  enum class Goes : uint8_t { kWhole, kAsStub, kNot };

  Goes goes = Goes::kNot;
  Withheld why = Withheld::kNo;  // of a stub
  Event event;                   // of what goes, with its amendments in a stub
};

// Events, [begin, end) each, ascending.
using EventRuns = std::vector<std::pair<uint64_t, uint64_t>>;

// Adds `index`, which is after all in `runs`.
void AddToRuns(EventIndex index, EventRuns& runs);

// Not thread-safe: it remembers. Lifetime: borrows all it is made of.
class OutgoingEvents {
 public:
  // `now`: the view of all events.
  OutgoingEvents(const EventLog& log, const View& view, const View& now,
                 const ExportOptions& options);

  // What becomes of `event`, which is that of `index`, amended or not. Its `by`
  // is who recorded it, or empty by the options. Requires: called in log order
  // once for every event; then again for any. Errors: those of the log.
  absl::StatusOr<OutgoingEvent> Take(EventIndex index, Event event);

  [[nodiscard]] const OutgoingKeys& keys() const { return keys_; }
  [[nodiscard]] const LeftOutCounts& left_out() const { return counts_; }

 private:
  [[nodiscard]] Withheld WhyWithheld(EventIndex record) const {
    return keys_.WhyWithheld(record);
  }
  template <class Tag>
  [[nodiscard]] bool IsWithheld(Id<Tag> id) const {
    return keys_.IsWithheld(id);
  }
  [[nodiscard]] bool IsChosen(EventIndex index) const {
    return options_.events == nullptr || options_.events->contains(index);
  }
  absl::StatusOr<OutgoingEvent> Whole(Event event);
  absl::StatusOr<OutgoingEvent> Stub(EventIndex index, Withheld why);
  absl::StatusOr<OutgoingEvent> TakeClaim(EventIndex index, Event event);
  absl::StatusOr<OutgoingEvent> TakeDecision(Event event);
  // A name may be known from a report that may not be.
  void LeaveOutNames(Entity& entity);
  void LeaveOutSuccessor(Retraction& retraction);
  // False if nothing is left of it.
  bool LeaveOutOf(Amendment& amendment);
  absl::StatusOr<std::string> ByOf(const Event& event);

  const EventLog& log_;
  const View& view_;
  const OutgoingKeys keys_;
  const Discretion discretion_;
  const ExportOptions& options_;
  absl::flat_hash_set<EventIndex> left_out_;
  // Who added each file, by its closing event.
  absl::flat_hash_map<EventIndex, std::string> added_by_;
  LeftOutCounts counts_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_OUTGOING_EVENTS_H_
