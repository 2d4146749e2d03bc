// What the query language asks of a case: the graph of one position, with all
// that it borrows, and the positions and times that a query names.
//
//     ASSIGN_OR_RETURN(const View view, ViewOfQuery(opened, query, {}, now));
//     QueriedCase queried(opened, view, {});
//     ASSIGN_OR_RETURN(auto prepared, query::Prepare(query, queried.graph()));

#ifndef ATTEST_ENGINE_CASE_QUERY_H_
#define ATTEST_ENGINE_CASE_QUERY_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/case.h"
#include "engine/findings/findings.h"
#include "engine/findings/kept_figures.h"
#include "engine/model/edtf.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"
#include "engine/query/case_access.h"
#include "engine/query/case_graph.h"
#include "engine/query/query.h"
#include "engine/query/syntax.h"

namespace attest {

// The view that `text` asks for: a log position, an RFC 3339 time, or a date,
// which means its end in UTC. `what`: what it was given as, for errors.
// InvalidArgument for anything else; OutOfRange past the end.
[[nodiscard]] absl::StatusOr<View> ViewAsOf(const Case& opened,
                                            absl::string_view text,
                                            absl::string_view what);

// The view of the AS OF of `query`: an integer, or a text as above; without
// one, `otherwise`. Errors: those of query_error.h, with the place.
[[nodiscard]] absl::StatusOr<View> ViewOfQuery(
    const Case& opened, const query::Query& query,
    const query::Parameters& parameters, const View& otherwise);

// The time of the VALID AT of `query`, a text or a value of EDTF or a date;
// without one, `otherwise`. Errors: as above.
[[nodiscard]] absl::StatusOr<std::optional<Edtf>> ValidAtOfQuery(
    const query::Query& query, const query::Parameters& parameters,
    const std::optional<Edtf>& otherwise);

// A case as of one position, as a property graph. Nothing is weighed, and no
// file beside the log is read, until a query needs it.
//
// Not thread-safe. Lifetime: that of the case, until its next change.
class QueriedCase : private query::CaseAccess {
 public:
  QueriedCase(const Case& opened, const View& view,
              const query::CaseGraphOptions& options);

  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] const query::CaseGraph& graph() const { return *graph_; }

  // What went wrong and could not be told where it was met: when it is not OK
  // no answer of the graph counts.
  [[nodiscard]] absl::Status status() const;

 private:
  absl::StatusOr<Event> EventAt(EventIndex index) override;
  absl::StatusOr<Event> CurrentEventAt(EventIndex index) override;
  absl::StatusOr<const Findings*> Weighed() override;
  absl::StatusOr<const KeptFigures*> Figures() override;

  const Case& opened_;
  const View view_;
  std::optional<WeighedView> weighed_;
  std::optional<KeptFigures> figures_;
  std::optional<query::CaseGraph> graph_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CASE_QUERY_H_
