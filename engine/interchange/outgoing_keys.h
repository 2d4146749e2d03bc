// OutgoingKeys says which records an export withholds, and the keys that
// records have in it.
//
// It goes by what is sensitive now, and by what was at the position exported:
// what was sealed since does not go out as of yesterday.

#ifndef ATTEST_ENGINE_INTERCHANGE_OUTGOING_KEYS_H_
#define ATTEST_ENGINE_INTERCHANGE_OUTGOING_KEYS_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/record_keys.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

struct OutgoingKeysOptions {
  bool include_restricted = false;  // restricted records in full
  bool keep_keys = false;           // of withheld records
  // The secret of the case: keys of withheld records are replaced by an HMAC
  // under it, so that two exports of one case agree.
  std::string secret;
};

// Not thread-safe: it remembers. Lifetime: borrows log and views.
class OutgoingKeys {
 public:
  // `now`: the view of all events.
  OutgoingKeys(const EventLog& log, const View& view, const View& now,
               OutgoingKeysOptions options);

  // Why the record that `record` defines is withheld. A claim has its report's
  // sensitivity, but goes out by rules of its own.
  [[nodiscard]] Withheld WhyWithheld(EventIndex record) const;
  template <class Tag>
  [[nodiscard]] bool IsWithheld(Id<Tag> id) const {
    return WhyWithheld(EventIndex(id.value())) != Withheld::kNo;
  }

  // Does the record, as it was defined or is now, name what is withheld: a
  // report its publisher or what it derives from, a source who it is or what it
  // is part of, a claim whom it is of or what it rests on? Words about it may
  // name that, too. Errors: those of the log.
  [[nodiscard]] absl::StatusOr<bool> NamesWithheld(EventIndex record) const;

  // Do the words of the claim stay here? They may tell whom it names, its
  // report, who put that out, a speaker, subject, object and place, where one
  // of these is withheld.
  [[nodiscard]] bool KeepsWordsOf(ClaimId id) const;

  // The key of a record as the export has it. The key that a claim or decision
  // was given is a hash of the keys and words in it, which could be tried out:
  // that of one that names what is withheld, itself or through others, is
  // replaced by one that such a line may have. Errors: those of the log.
  [[nodiscard]] absl::StatusOr<std::string> KeyOf(EventIndex record) const;
  // Of the record that `event`, as the log has it, defines.
  [[nodiscard]] absl::StatusOr<std::string> KeyOf(EventIndex record,
                                                  const Event& event) const;
  template <class Tag>
  [[nodiscard]] absl::StatusOr<std::string> KeyOf(Id<Tag> id) const {
    return KeyOf(EventIndex(id.value()));
  }

  // Is the subject, object or place of the statement withheld?
  [[nodiscard]] bool IsOfWithheld(StatementId id) const;

  // The key of a statement is a hash of the keys in it, which could be tried
  // out: that of one that names what is withheld is replaced.
  [[nodiscard]] std::string KeyOfStatement(StatementId id) const;

  // `key` as it stands in the export if what has it is withheld.
  [[nodiscard]] std::string Replaced(absl::string_view key) const;

  [[nodiscard]] bool keeps_keys() const { return options_.keep_keys; }

  // Of the case itself.
  [[nodiscard]] const RecordKeys& keys() const { return keys_; }

 private:
  [[nodiscard]] Withheld Decide(EventIndex record) const;
  absl::StatusOr<std::string> OutgoingKey(EventIndex record,
                                          const std::string& key,
                                          const Event* event) const;
  // Does a claim or decision name what is withheld, itself or through claims
  // and decisions that it names? `event`: null if it is still to be read.
  absl::StatusOr<bool> TellsOfWithheld(EventIndex record,
                                       const Event* event) const;

  const EventLog& log_;
  const View& view_;
  const View& now_;
  const RecordKeys keys_;
  const OutgoingKeysOptions options_;
  mutable absl::flat_hash_map<EventIndex, Withheld> known_;
  mutable absl::flat_hash_map<EventIndex, bool> telling_;
};

// `key` as it stands in exports where its record is withheld: `#` and 20 hex
// digits of an HMAC-SHA-256 under `secret`. A key that begins with `#` stays.
[[nodiscard]] std::string WithheldKey(absl::string_view key,
                                      absl::string_view secret);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_OUTGOING_KEYS_H_
