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
#include "tools/counted.h"
#include "tools/unknown_key.h"

namespace attest {
namespace {

struct CompareOptions {
  std::string a;
  std::string b;
  std::string include;
};

// `seen`: what is shown here; `sent`: of that, what a comparison may say.
absl::StatusOr<ReportId> ReportOf(const Case& opened, const View& view,
                                  const Discretion& seen,
                                  const Discretion& sent,
                                  const std::string& key) {
  ASSIGN_OR_RETURN(const Found found, FindShown(opened.log(), view, seen, key));
  if (found.type != RecordType::kReport) {
    return absl::InvalidArgumentError(absl::StrCat("compare: got \"", key,
                                                   "\" (", NameOf(found.type),
                                                   "), want a report"));
  }
  const ReportId report(found.event.value());
  if (sent.Hides(report) || sent.Hides(view.report(report).source)) {
    return absl::InvalidArgumentError(
        absl::StrCat("compare: \"", key,
                     "\" or its publisher is restricted, want --include "
                     "restricted"));
  }
  return report;
}

// The claims of a report that are shown here and not said.
uint64_t LeftOut(const View& view, ReportId report, const Discretion& seen,
                 const Discretion& sent) {
  uint64_t count = 0;
  for (const ClaimId claim : view.ClaimsIn(report)) {
    count += sent.Hides(claim) && !seen.Hides(claim) ? 1 : 0;
  }
  return count;
}

absl::StatusOr<ExitCode> Compare(Session& session,
                                 const CompareOptions& options) {
  if (!options.include.empty() && options.include != "restricted") {
    return WithExitCode(
        absl::InvalidArgumentError(
            absl::StrCat("compare --include: got \"", options.include,
                         "\", want restricted; what is sealed needs --unseal")),
        kExitUsage);
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const std::optional<Edtf> valid_at, session.ValidAt());
  const Discretion seen = session.DiscretionOver(opened->Now());
  const Discretion sent =
      options.include.empty() && !session.options().unseal
          ? Discretion(opened->Now(), Sealed::kHideRestricted)
          : seen;
  ASSIGN_OR_RETURN(const ReportId a,
                   ReportOf(*opened, view, seen, sent, options.a));
  ASSIGN_OR_RETURN(const ReportId b,
                   ReportOf(*opened, view, seen, sent, options.b));
  if (a == b) {
    return absl::InvalidArgumentError(absl::StrCat(
        "compare: got \"", options.a, "\" twice, want two reports"));
  }
  ASSIGN_OR_RETURN(const WeighedView weighed, opened->Weigh(view, {}));
  Answer answer;
  ASSIGN_OR_RETURN(answer.document,
                   CompareDocument(*opened, *weighed.findings, sent, valid_at)
                       .Compare(a, b));
  RETURN_IF_ERROR(weighed.links->status());
  answer.applied_through = view.applied_through();
  answer.text = CompareText(answer.document, TerminalColumns());
  const uint64_t left_out =
      LeftOut(view, a, seen, sent) + LeftOut(view, b, seen, sent);
  if (left_out > 0) {
    PrintMessage(absl::StrCat(Counted(left_out, "claim"),
                              " left out, being or naming what is restricted: "
                              "--include restricted"));
  }
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
  verb->add_option("--include", options->include,
                   "restricted: say what restricted records say as well");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Compare(running, *options); });
  });
}

}  // namespace attest
