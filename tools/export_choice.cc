#include "tools/export_choice.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/discretion.h"
#include "engine/projection/valid_filter.h"
#include "engine/status_macros.h"
#include "tools/query_choice.h"
#include "tools/unknown_key.h"
#include "tools/verdict_option.h"

namespace attest {
namespace {

absl::Status AddKey(const EventLog& log, const View& view,
                    const Discretion& discretion, const std::string& key,
                    SelectionSeeds& seeds) {
  if (absl::StartsWith(key, "stm:")) {
    const std::optional<StatementId> statement = view.FindStatement(key);
    if (!statement || discretion.Hides(view, *statement)) {
      return UnknownKey(log, view, discretion, key);
    }
    seeds.statements.push_back(*statement);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Found found, FindShown(log, view, discretion, key));
  const uint64_t id = found.event.value();
  switch (found.type) {
    case RecordType::kEntity:
      seeds.entities.emplace_back(id);
      return absl::OkStatus();
    case RecordType::kClaim:
      seeds.claims.emplace_back(id);
      return absl::OkStatus();
    case RecordType::kReport:
      AddClaimsIn(view, ReportId(id), seeds);
      return absl::OkStatus();
    case RecordType::kSource:
      AddClaimsOf(view, SourceId(id), seeds);
      return absl::OkStatus();
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("got \"", key, "\" (", NameOf(found.type),
                       "), want an entity, source, report, claim or "
                       "statement"));
  }
}

// What the statements that stay must be.
class StatementFilter {
 public:
  StatementFilter(const View& view, CaseFigures& figures,
                  std::optional<Verdict> verdict,
                  const std::optional<Edtf>& valid_at)
      : view_(view), figures_(figures), verdict_(verdict) {
    if (valid_at) valid_.emplace(*valid_at);
  }

  absl::StatusOr<bool> Keeps(StatementId id) {
    if (valid_ && valid_->At(view_.statement(id).valid) == Holds::kNo) {
      return false;
    }
    if (!verdict_) return true;
    ASSIGN_OR_RETURN(const Figures figures, figures_.Of(id));
    return figures.verdict == *verdict_;
  }

 private:
  const View& view_;
  CaseFigures& figures_;
  const std::optional<Verdict> verdict_;
  std::optional<ValidFilter> valid_;
};

}  // namespace

bool ChoosesAPart(const GlobalOptions& global, const ExportRequest& request) {
  return !request.keys.empty() || !request.query.empty() ||
         !request.verdict.empty() || !global.valid_at.empty();
}

absl::StatusOr<Selection> ChooseFor(Session& session, const Case& opened,
                                    const View& view, CaseFigures& figures,
                                    const ExportRequest& request) {
  ASSIGN_OR_RETURN(const std::optional<Verdict> verdict,
                   VerdictOf("--verdict", request.verdict));
  ASSIGN_OR_RETURN(const std::optional<Edtf> valid_at, session.ValidAt());
  StatementFilter filter(view, figures, verdict, valid_at);
  const auto keep = [&](StatementId id) { return filter.Keeps(id); };
  const Discretion discretion(opened.Now(), Sealed::kHide);
  if (request.keys.empty() && request.query.empty()) {
    return SelectAll(
        view, discretion,
        verdict || valid_at ? LoneEntities::kGo : LoneEntities::kStay, keep);
  }
  SelectionSeeds seeds;
  for (const std::string& key : request.keys) {
    RETURN_IF_ERROR(AddKey(opened.log(), view, discretion, key, seeds));
  }
  if (!request.query.empty()) {
    RETURN_IF_ERROR(AddReturned(session, opened, view, request.query, seeds));
  }
  const uint64_t hops = request.hops.value_or(request.query.empty() ? 1 : 0);
  return SelectAround(view, discretion, seeds, hops, keep);
}

absl::Status AddWhatBears(const Case& opened, CaseFigures& figures,
                          NamesOfSealed names, Selection& selection) {
  ASSIGN_OR_RETURN(const Findings* const findings, figures.WeighedFindings());
  AddBearingClaims(*findings, Discretion(opened.Now(), Sealed::kHide), names,
                   selection);
  return figures.status();
}

}  // namespace attest
