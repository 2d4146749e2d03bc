// Trace: from a claim back to the passage, the file, the hashes and the events
// it rests on.

#ifndef ATTEST_ENGINE_AUDIT_TRACE_H_
#define ATTEST_ENGINE_AUDIT_TRACE_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/audit/record_keys.h"
#include "engine/findings/findings.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// Tracer gives the account of one claim after another, as of a view weighed; it
// remembers the reports it has read.
//
// Thread-safety: none. Lifetime: borrows what it is made of.
class Tracer {
 public:
  Tracer(const EventLog& log, const Findings& findings,
         const Discretion& discretion)
      : log_(log),
        findings_(findings),
        view_(findings.view()),
        keys_(log, view_),
        discretion_(discretion) {}

  // One entry of the answer to `trace`, as CLI.md has it, with what the claim
  // says and whether it counts, by the findings: claim, event, leaf_hash, the
  // statement, its report with its hashes, quote and its place, attribution,
  // upstream (what the report derives from, recursively, each once), dependence
  // (decisions on anything of the chain), who recorded and rated it, what
  // retracted it, and what has fallen of all that it rests on: the standing
  // retractions and rejections of itself, its premises, its report and whatever
  // is upstream. Where something of it was redacted, `redacted` and
  // `report_redacted` say so. A claim that is not to be shown is named by event
  // and leaf hash alone; what else is not to be shown is counted beside the
  // list that it is missing from. Requires: view.Has(claim). Errors: those of
  // the log.
  [[nodiscard]] absl::StatusOr<nlohmann::ordered_json> Trace(ClaimId id);

 private:
  using Json = nlohmann::ordered_json;

  // title, published, publisher and hashes of a report, and its event, with who
  // recorded it.
  absl::StatusOr<Json> ReportOf(ReportId id);
  // "whole", "in part", or empty: not at all.
  absl::StatusOr<std::string> HowRedacted(EventIndex index,
                                          const Event& event) const;
  absl::Status AddStatement(ClaimId id, Json& json) const;
  absl::StatusOr<Json> AttributionOf(const Claim& claim) const;
  // What records derive from, nearest first: the steps, and all records that
  // are met on the way, hidden ones among them.
  struct Ascent {
    std::vector<std::pair<SourceOrReport, Upstream>> steps;
    std::vector<EventIndex> records;
  };
  [[nodiscard]] Ascent AscentFrom(std::vector<SourceOrReport> pending) const;
  absl::Status AddUpstream(const Ascent& ascent, Json& json) const;
  absl::StatusOr<Json> UpstreamStep(const SourceOrReport& from,
                                    const Upstream& upstream) const;
  absl::Status AddDependence(const Ascent& ascent, Json& json) const;
  absl::StatusOr<Json> AssessmentsOf(ClaimId id) const;
  absl::StatusOr<Json> FallenJson(EventIndex record, EventIndex index,
                                  const Event& event) const;
  absl::Status AddFallen(const std::vector<EventIndex>& records,
                         Json& json) const;
  // The claim and what it rests on, recursively.
  [[nodiscard]] std::vector<ClaimId> PremisesOf(ClaimId id) const;
  absl::Status AddChain(ClaimId id, Json& json) const;
  absl::Status AddPremises(const Claim& claim, Json& json) const;
  absl::StatusOr<std::string> RecordedBy(const Event& event);

  const EventLog& log_;
  const Findings& findings_;
  const View& view_;
  const RecordKeys keys_;
  const Discretion& discretion_;
  absl::flat_hash_map<ReportId, Json> reports_;
  absl::flat_hash_map<EventIndex, std::string> added_by_;
};

// Literals and parts of answers, as JSON.
[[nodiscard]] nlohmann::ordered_json TextOrNull(absl::string_view text);
// {"exact","bytes","code_points"}, or null.
[[nodiscard]] nlohmann::ordered_json QuoteOrNull(
    const std::optional<Quote>& quote);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_TRACE_H_
