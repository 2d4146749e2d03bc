#include "tools/statements_about.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "tools/unknown_key.h"

namespace attest {
namespace {

// The statements of which one of `claims` is a claim.
void AddStatementsOf(const View& view, const std::vector<ClaimId>& claims,
                     std::set<StatementId>& statements) {
  for (const ClaimId claim : claims) {
    statements.insert(view.FirstOf(view.claim(claim).statement));
  }
}

}  // namespace

absl::Status AddStatementsAbout(const EventLog& log, const View& view,
                                const Discretion& discretion,
                                const std::string& key,
                                std::set<StatementId>& statements) {
  if (absl::StartsWith(key, "stm:")) {
    const std::optional<StatementId> statement = view.FindStatement(key);
    if (!statement) return UnknownKey(log, view, discretion, key);
    statements.insert(view.FirstOf(*statement));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Found found, FindShown(log, view, discretion, key));
  const uint64_t id = found.event.value();
  switch (found.type) {
    case RecordType::kEntity:
      for (const Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
        for (const StatementId statement :
             view.StatementsOf(EntityId(id), role)) {
          statements.insert(statement);
        }
      }
      return absl::OkStatus();
    case RecordType::kSource:
      AddStatementsOf(view, view.ClaimsSpokenBy(SourceId(id)), statements);
      for (const ReportId report : view.PublishedBy(SourceId(id))) {
        AddStatementsOf(view, view.ClaimsIn(report), statements);
      }
      return absl::OkStatus();
    case RecordType::kReport:
      AddStatementsOf(view, view.ClaimsIn(ReportId(id)), statements);
      return absl::OkStatus();
    case RecordType::kClaim:
      AddStatementsOf(view, {ClaimId(id)}, statements);
      return absl::OkStatus();
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("got \"", key, "\" (", NameOf(found.type),
                       "), want an entity, source, report, claim or "
                       "statement"));
  }
}

}  // namespace attest
