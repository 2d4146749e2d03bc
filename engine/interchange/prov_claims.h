// The claims of a case in PROV: for each report a bundle of its claims, or one
// for each file and person that brought some in, so that the document can say
// of the bundle who recorded it, when, and where it stands in the log.

#ifndef ATTEST_ENGINE_INTERCHANGE_PROV_CLAIMS_H_
#define ATTEST_ENGINE_INTERCHANGE_PROV_CLAIMS_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/findings/findings.h"
#include "engine/interchange/outgoing_events.h"
#include "engine/interchange/prov_records.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// Not thread-safe. Lifetime: borrows all it is made of.
class ProvClaims {
 public:
  ProvClaims(const EventLog& log, const View& view, const Findings& findings,
             OutgoingEvents& outgoing)
      : log_(log), view_(view), findings_(findings), outgoing_(outgoing) {}

  // Takes down that claim `out`, which goes, belongs into a bundle.
  void Note(EventIndex index, const OutgoingEvent& out);

  // Writes all bundles, each `"name":{...}` with commas between, and adds what
  // is said of them to `document`. Errors: those of the log and of `write`.
  absl::Status Write(ProvRecords& document,
                     absl::FunctionRef<absl::Status(absl::string_view)> write);

  // The statements that these claims are about, rising, each once. Requires:
  // Write was called.
  [[nodiscard]] std::vector<StatementId> Statements() const;

  [[nodiscard]] uint64_t claims() const { return claims_; }
  [[nodiscard]] uint64_t bundles() const { return bundles_.size(); }

 private:
  // What brought claims in: a file, by the event that closed it, or a claim.
  struct Recording {
    std::string name;
    absl::Time begin;
    absl::Time end;
  };
  struct Bundle {
    ReportId report;
    EventIndex recording;
    std::string by;
    std::vector<EventIndex> claims;
  };

  absl::StatusOr<Recording> RecordingOf(EventIndex event) const;
  static ProvAttributes AttributesOf(const Recording& recording);
  absl::Status DeclareBundle(const Bundle& bundle, const std::string& name,
                             const Recording& recording, ProvRecords& document);
  absl::Status AddClaim(EventIndex index, const OutgoingEvent& out,
                        const std::string& recording, ProvRecords& records);
  absl::Status AddDerivations(const std::string& name, const Event& event,
                              ProvRecords& records);
  absl::Status AddSpeakers(const std::string& name, const Claim& claim,
                           ProvRecords& records);
  absl::Status DeclareSpeaker(SourceId source, const std::string& name,
                              ProvRecords& records);
  // `Post asserts: Omar, is at, the ford`: never the statement alone. Before
  // it, why it does not count where it does not: `retracted: Post asserts:`.
  // `live`, or why it does not count.
  [[nodiscard]] absl::string_view StateOf(EventIndex index) const;
  absl::StatusOr<std::string> LabelOf(EventIndex index,
                                      const Claim& claim) const;

  const EventLog& log_;
  const View& view_;
  const Findings& findings_;
  OutgoingEvents& outgoing_;
  std::vector<Bundle> bundles_;
  std::map<std::tuple<ReportId, EventIndex, std::string>, size_t> bundle_of_;
  std::vector<StatementId> statements_;
  uint64_t claims_ = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_PROV_CLAIMS_H_
