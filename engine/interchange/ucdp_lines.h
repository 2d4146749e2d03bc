// UcdpLines gathers the lines of one event and hands them out when nothing is
// wrong with its row; it knows which keys have been handed out before, in this
// import or in the case, so that no key comes twice.
//
// Keys of claims are `claim:ucdp:` and 20 hex digits of a SHA-256 over what the
// claim says; neither the row nor a note enters it. A claim of an event can
// only be repeated by the same row, or be in the case where the event is. So
// memory holds 17 bytes for each event, article, source, place and actor, and
// nothing for a claim of an event, but 16 bytes for each that the case has
// where the table tells an event of the case again.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_LINES_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_LINES_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/existing_case.h"
#include "engine/ingest/input_hasher.h"
#include "engine/interchange/import_lines.h"
#include "engine/interchange/ucdp_known.h"
#include "engine/model/id.h"

namespace attest {

struct UcdpClaim {
  absl::string_view report;
  absl::string_view subject;
  absl::string_view predicate;  // built in, or one of `ucdp:`
  absl::string_view object;     // a key; empty: `value`
  absl::string_view value;      // JSON
  absl::string_view valid;
  absl::string_view speaker;  // whom it is attributed to; empty: nobody
  // Who passed it on to the report, where that is not its publisher alone.
  absl::string_view through;
  absl::string_view hedge;
  absl::string_view as_stated;
  absl::string_view note;
};

class UcdpLines {
 public:
  // All must outlive the lines.
  UcdpLines(const ExistingCase& existing, ImportSink& sink,
            const ImportMap& map)
      : existing_(existing), sink_(sink), map_(map), known_(existing) {}
  UcdpLines(const UcdpLines&) = delete;
  UcdpLines& operator=(const UcdpLines&) = delete;

  // Begins the event `event`, a key, of row `row`, of which `content` is all
  // that is read. False where an earlier row is that event; `is_equal` says
  // whether it says the same.
  absl::StatusOr<bool> BeginEvent(uint64_t row, absl::string_view event,
                                  absl::string_view content, bool& is_equal);
  // The keys of the claims of the case about the event that the row does not
  // make any more; none where the case has not the event. Requires: all claims
  // of the event were added.
  absl::StatusOr<std::vector<std::string>> Forgotten();
  // Hands out the lines of the event.
  absl::Status EndEvent();

  // The first 20 hex digits of the hash of `parts`, each with its length.
  [[nodiscard]] std::string KeyOf(
      absl::string_view prefix, std::initializer_list<absl::string_view> parts);

  // Adds the line that defines `key` unless it is defined.
  absl::Status Define(absl::string_view key,
                      absl::FunctionRef<std::string()> make_line);
  // Adds a claim of the event at hand.
  absl::Status AddClaim(const UcdpClaim& claim);
  // Adds a claim that rows of other events may make as well.
  absl::Status AddSharedClaim(const UcdpClaim& claim);

 private:
  struct Hashed {
    absl::uint128 number;
    std::string key;
  };

  absl::uint128 HashOf(absl::string_view bytes);
  // The predicate as the map has it, defined where it needs to be.
  absl::StatusOr<absl::string_view> PredicateOf(absl::string_view predicate);
  Hashed HashClaim(const UcdpClaim& claim, absl::string_view predicate);
  [[nodiscard]] std::string ClaimLine(const UcdpClaim& claim,
                                      absl::string_view key,
                                      absl::string_view predicate) const;
  // Is `key` in the case, or was it redacted?
  absl::StatusOr<bool> IsPresent(absl::string_view key);

  const ExistingCase& existing_;
  ImportSink& sink_;
  const ImportMap& map_;
  InputHasher hasher_;
  std::string bytes_;
  uint64_t row_ = 0;
  bool is_known_event_ = false;            // by the case
  std::optional<EventIndex> event_;        // in the case
  absl::flat_hash_set<std::string> said_;  // keys of claims of such an event
  UcdpKnownClaims known_;
  std::vector<std::string> lines_;
  absl::flat_hash_set<absl::uint128> claims_;  // of the event at hand
  absl::flat_hash_set<absl::uint128> defined_;
  absl::flat_hash_map<absl::uint128, uint64_t> events_;  // what they say
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_LINES_H_
