// compare: two reports side by side.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/audit/record_keys.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/compare_document.h"
#include "tools/compare_text.h"
#include "tools/unknown_key.h"

namespace attest {
namespace {

struct CompareOptions {
  std::string a;
  std::string b;
};

absl::StatusOr<ReportId> ReportOf(const View& view, const RecordKeys& keys,
                                  const Discretion& discretion,
                                  const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<Found> found, keys.Find(key));
  if (!found || discretion.Hides(found->event)) {
    return UnknownKey(view, discretion, key);
  }
  if (found->type != RecordType::kReport) {
    return absl::InvalidArgumentError(absl::StrCat("compare: got \"", key,
                                                   "\" (", NameOf(found->type),
                                                   "), want a report"));
  }
  return ReportId(found->event.value());
}

absl::StatusOr<ExitCode> Compare(Session& session,
                                 const CompareOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const std::optional<Edtf> valid_at, session.ValidAt());
  const Discretion discretion = session.DiscretionOver(opened->Now());
  const RecordKeys keys(opened->log(), view);
  ASSIGN_OR_RETURN(const ReportId a,
                   ReportOf(view, keys, discretion, options.a));
  ASSIGN_OR_RETURN(const ReportId b,
                   ReportOf(view, keys, discretion, options.b));
  if (a == b) {
    return absl::InvalidArgumentError(absl::StrCat(
        "compare: got \"", options.a, "\" twice, want two reports"));
  }
  ASSIGN_OR_RETURN(const WeighedView weighed, opened->Weigh(view, {}));
  Answer answer;
  ASSIGN_OR_RETURN(answer.document, CompareDocument(*opened, *weighed.findings,
                                                    discretion, valid_at)
                                        .Compare(a, b));
  RETURN_IF_ERROR(weighed.links->status());
  answer.applied_through = view.applied_through();
  answer.text = CompareText(answer.document, TerminalColumns());
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

}  // namespace

void AddCompareCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* verb =
      AddVerb(program, "compare",
              "what two reports agree on, disagree on, and only one says",
              "attest compare rpt:wire rpt:courier-reprint\n"
              "attest compare rpt:draft rpt:revised --mode json");
  verb->add_option("a", options->a, "a report")->required();
  verb->add_option("b", options->b, "another")->required();
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Compare(running, *options); });
  });
}

}  // namespace attest
