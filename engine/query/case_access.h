// CaseAccess is what the graph of a case asks of the case beyond its
// projection: the log, and the findings. It is asked only once something needs
// it.

#ifndef ATTEST_ENGINE_QUERY_CASE_ACCESS_H_
#define ATTEST_ENGINE_QUERY_CASE_ACCESS_H_

#include "absl/status/statusor.h"
#include "engine/findings/findings.h"
#include "engine/findings/kept_figures.h"
#include "engine/model/event.h"
#include "engine/model/id.h"

namespace attest::query {

class CaseAccess {
 public:
  virtual ~CaseAccess() = default;
  CaseAccess() = default;
  CaseAccess(const CaseAccess&) = delete;
  CaseAccess& operator=(const CaseAccess&) = delete;

  // The event of the log, and the same with the amendments up to the view.
  // Errors: those of the log.
  virtual absl::StatusOr<Event> EventAt(EventIndex index) = 0;
  virtual absl::StatusOr<Event> CurrentEventAt(EventIndex index) = 0;

  // The statements of the view, weighed: the same at every call.
  virtual absl::StatusOr<const Findings*> Weighed() = 0;

  // The figures of all statements of the view where they lie ready; null where
  // they must be worked out.
  virtual absl::StatusOr<const KeptFigures*> Figures() = 0;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_ACCESS_H_
