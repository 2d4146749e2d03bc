#include "tools/query_choice.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "engine/query/case_ids.h"
#include "engine/query/value.h"
#include "engine/status_macros.h"
#include "tools/query_run.h"

namespace attest {
namespace {

using query::Link;
using query::LinkKind;
using query::NodeId;
using query::NodeKind;
using query::Value;

// Reads values into seeds, each node and relationship once.
class ReturnedValues {
 public:
  ReturnedValues(const QueriedCase& queried, SelectionSeeds& seeds)
      : queried_(queried), view_(queried.view()), seeds_(seeds) {}

  // Was there anything but plain values?
  [[nodiscard]] bool has_any() const {
    return !nodes_.empty() || !relationships_.empty();
  }

  void Add(const Value& value) {
    std::vector<Value> pending = {value};
    while (!pending.empty()) {
      const Value next = std::move(pending.back());
      pending.pop_back();
      AddOne(next, pending);
    }
  }

 private:
  void AddOne(const Value& value, std::vector<Value>& pending) {
    switch (value.type()) {
      case Value::Type::kNode:
        AddNode(value.node());
        return;
      case Value::Type::kRelationship:
        AddRelationship(value.relationship());
        return;
      case Value::Type::kPath:
        for (const NodeId node : value.path().nodes) AddNode(node);
        for (const query::RelationshipId link : value.path().relationships) {
          AddRelationship(link);
        }
        return;
      case Value::Type::kList:
        for (const Value& element : value.list()) pending.push_back(element);
        return;
      case Value::Type::kMap:
        for (const auto& entry : value.map()) pending.push_back(entry.second);
        return;
      default:
        return;
    }
  }

  void AddNode(NodeId node) {
    if (!nodes_.insert(node).second) return;
    const ProjectionTables& tables = view_.tables();
    const uint32_t ordinal = query::OrdinalOf(node);
    switch (query::KindOf(node)) {
      case NodeKind::kEntity:
        seeds_.entities.emplace_back(tables.entities[ordinal].event);
        return;
      case NodeKind::kStatement:
        seeds_.statements.emplace_back(ordinal);
        return;
      case NodeKind::kClaim:
        seeds_.claims.emplace_back(tables.claim_events[ordinal]);
        return;
      case NodeKind::kReport:
        AddClaimsIn(view_, ReportId(tables.reports[ordinal].event), seeds_);
        return;
      case NodeKind::kSource:
        AddClaimsOf(view_, SourceId(tables.sources[ordinal].event), seeds_);
        return;
    }
  }

  void AddRelationship(query::RelationshipId id) {
    if (!relationships_.insert(id).second) return;
    const Link link = query::LinkOf(id);
    switch (link.kind) {
      case LinkKind::kPredicate:
        seeds_.statements.emplace_back(link.second);
        return;
      case LinkKind::kSubject:
      case LinkKind::kObject:
      case LinkKind::kAt:
      case LinkKind::kStance:
      case LinkKind::kStatedIn:
      case LinkKind::kAttributedTo:
        AddNode(queried_.graph().StartOf(id));
        return;
      default:
        AddNode(queried_.graph().StartOf(id));
        AddNode(queried_.graph().EndOf(id));
        return;
    }
  }

  const QueriedCase& queried_;
  const View& view_;
  SelectionSeeds& seeds_;
  absl::flat_hash_set<NodeId> nodes_;
  absl::flat_hash_set<query::RelationshipId> relationships_;
};

absl::Status WrongUsage(absl::string_view message) {
  return WithExitCode(absl::InvalidArgumentError(message), kExitUsage);
}

}  // namespace

void AddClaimsIn(const View& view, ReportId report, SelectionSeeds& seeds) {
  const std::vector<ClaimId> claims = view.ClaimsIn(report);
  seeds.claims.insert(seeds.claims.end(), claims.begin(), claims.end());
}

void AddClaimsOf(const View& view, SourceId source, SelectionSeeds& seeds) {
  const std::vector<ClaimId> spoken = view.ClaimsSpokenBy(source);
  seeds.claims.insert(seeds.claims.end(), spoken.begin(), spoken.end());
  for (const ReportId report : view.PublishedBy(source)) {
    AddClaimsIn(view, report, seeds);
  }
}

absl::Status AddReturned(Session& session, const Case& opened, const View& view,
                         const std::string& text, SelectionSeeds& seeds) {
  ASSIGN_OR_RETURN(std::optional<Edtf> valid_at, session.ValidAt());
  CaseQueries queries(session, opened,
                      {.view = view, .valid_at = std::move(valid_at)});
  ASSIGN_OR_RETURN(const std::unique_ptr<RunnableQuery> query,
                   RunnableQuery::Parse(text, queries, /*first_line=*/1));
  if (query->mode() != query::QueryMode::kRun) {
    return WrongUsage("--query: EXPLAIN and PROFILE show a plan, no rows");
  }
  RETURN_IF_ERROR(query->Prepare({}));
  const QueriedCase& queried = query->queried();
  if (queried.view().applied_through() != view.applied_through()) {
    return WrongUsage(absl::StrCat(
        "--query: asks as of log position ", queried.view().applied_through(),
        ", but what is exported is as of ", view.applied_through(),
        "; want --as-of in place of AS OF"));
  }
  ReturnedValues values(queried, seeds);
  uint64_t rows = 0;
  RETURN_IF_ERROR(query->Run(
      {}, [&](absl::Span<const Value> row, const std::vector<EventIndex>*) {
        ++rows;
        for (const Value& value : row) values.Add(value);
        return absl::StatusOr<bool>(true);
      }));
  if (rows == 0) {
    PrintMessage("the query returned no rows: nothing is chosen");
  } else if (!values.has_any()) {
    return WrongUsage(
        absl::StrCat("--query: got ", rows,
                     " rows of values alone, want nodes or relationships in "
                     "them, as MATCH (n)-[r]->(m) RETURN n, r has"));
  }
  return absl::OkStatus();
}

}  // namespace attest
