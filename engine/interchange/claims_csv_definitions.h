// ClaimsCsvDefinitions says what the rows of a claims-csv need that none of
// their other columns can say: lines of the case format, for the column
// `definitions`, of
//   - sources, reports, entities and predicates that a row names and its
//     columns do not describe wholly: speakers with their names, what reports
//     derive from, what is withheld and goes by a key that stands for its own;
//   - the decisions about these and about the claim itself.
// Each stands in the first row that needs it. Amendments are in what they
// amended; who recorded a definition, and the contents of reports, are left
// out.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_DEFINITIONS_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_DEFINITIONS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

enum class RecordedBy : uint8_t { kStands, kIsLeftOut };

// Of some records, what is in no row.
struct UnnamedCounts {
  uint64_t sources = 0;
  uint64_t reports = 0;
  uint64_t decisions = 0;  // on nothing that is in one; each once
};

class ClaimsCsvDefinitions {
 public:
  // All must outlive it. `rows`: the claims that are rows. Of decisions about
  // what `discretion` hides the words are left out.
  ClaimsCsvDefinitions(const EventLog& log, const View& view,
                       const Discretion& discretion, const OutgoingKeys& keys,
                       const absl::flat_hash_set<ClaimId>& rows, RecordedBy by);

  // The cell of the row of `claim`, the event `index`; empty where nothing more
  // is needed. Call once for each row, in their order. Errors: those of the
  // log.
  absl::StatusOr<std::string> CellOf(EventIndex index, const Event& claim);

  // What went out in full, of records and decisions.
  [[nodiscard]] const std::set<EventIndex>& events() const { return events_; }
  [[nodiscard]] uint64_t contents_left_out() const {
    return contents_left_out_;
  }
  [[nodiscard]] uint64_t names_left_out() const { return names_left_out_; }
  [[nodiscard]] uint64_t links_left_out() const { return links_left_out_; }
  [[nodiscard]] uint64_t decisions_left_out() const {
    return decisions_left_out_;
  }
  // Decisions on two records, of which no row names one.
  [[nodiscard]] uint64_t decisions_on_unnamed() const { return halves_.size(); }
  // Of decisions that went out: what superseded a record, that is no row and
  // named by none, and passages of retractions.
  [[nodiscard]] uint64_t successors_left_out() const {
    return successors_left_out_;
  }
  [[nodiscard]] uint64_t passages_left_out() const {
    return passages_left_out_;
  }
  // Decisions without their words, which might name what is withheld.
  [[nodiscard]] uint64_t words_left_out() const { return words_left_out_; }
  // Reports without what names withheld sources.
  [[nodiscard]] uint64_t origins_left_out() const { return origins_left_out_; }
  // Reports that go out and may tell of a publisher: see MayTellPublisher.
  [[nodiscard]] uint64_t telling() const { return telling_; }
  // Does a row, or what one needs, name an entity of the group of `id`?
  [[nodiscard]] bool Names(EntityId id) const;
  // Requires: the last row is done.
  [[nodiscard]] UnnamedCounts CountUnnamed(
      absl::Span<const EventIndex> records) const;

 private:
  using Json = nlohmann::ordered_json;
  // What the columns of a row say of a record that it names.
  enum class Role : uint8_t {
    kEntity,
    kPlace,
    kReport,
    kPublisher,
    kSpeaker,
    kReached,  // from another record: nothing
  };

  absl::Status Need(EventIndex record, Role role);
  absl::StatusOr<Json> LineOf(EventIndex record, Event event);
  [[nodiscard]] bool DescribedBy(Role role, const Json& line) const;
  absl::Status AddDecisions(EventIndex record);
  absl::Status NeedWhatItNames(EventIndex retraction);
  void LeaveOutOf(Retraction& retraction);
  absl::Status AddDecision(EventIndex index);
  [[nodiscard]] bool IsOut(EventIndex record) const {
    return done_.contains(record) || rows_.contains(ClaimId(record.value()));
  }

  const EventLog& log_;
  const View& view_;
  const Discretion& discretion_;
  const OutgoingKeys& keys_;
  const absl::flat_hash_set<ClaimId>& rows_;
  const RecordedBy by_;
  absl::flat_hash_set<EventIndex> reports_;    // that claims of rows are in
  absl::flat_hash_set<EventIndex> done_;       // records
  absl::flat_hash_set<EventIndex> decisions_;  // that were looked at
  absl::flat_hash_set<EventIndex> halves_;     // those to be looked at again
  std::set<EventIndex> events_;
  uint64_t contents_left_out_ = 0;
  uint64_t names_left_out_ = 0;
  uint64_t links_left_out_ = 0;
  uint64_t decisions_left_out_ = 0;
  uint64_t successors_left_out_ = 0;
  uint64_t passages_left_out_ = 0;
  uint64_t words_left_out_ = 0;
  uint64_t origins_left_out_ = 0;
  uint64_t telling_ = 0;

  // Of the row at hand.
  Json lines_;
  std::vector<EventIndex> news_;    // records that are done with it
  std::set<EventIndex> to_decide_;  // decisions on them
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_DEFINITIONS_H_
