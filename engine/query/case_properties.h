// CaseProperties gives the properties of nodes and relationships of the graph
// of a case.
//
// What the projection does not keep is read from the log, when it is asked for.
//
// Not thread-safe: it remembers the event read last. Lifetime: borrows the
// case, its names and its relationships.

#ifndef ATTEST_ENGINE_QUERY_CASE_PROPERTIES_H_
#define ATTEST_ENGINE_QUERY_CASE_PROPERTIES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "engine/projection/statement_key_maker.h"
#include "engine/query/case_ids.h"
#include "engine/query/case_links.h"
#include "engine/query/case_names.h"
#include "engine/query/visible_case.h"

namespace attest::query {

class CaseProperties {
 public:
  CaseProperties(const VisibleCase& visible, const CaseNames& names,
                 CaseLinks& links);

  // As PropertyGraph::PropertyOf and PropertiesOf.
  [[nodiscard]] absl::StatusOr<Value> Of(NodeId node, KeyId key);
  [[nodiscard]] absl::StatusOr<Value> Of(RelationshipId id, KeyId key);
  [[nodiscard]] absl::StatusOr<Value> AllOf(NodeId node);
  [[nodiscard]] absl::StatusOr<Value> AllOf(RelationshipId id);

  // A text that is shared.
  [[nodiscard]] Value VerdictOf(uint32_t statement) const;

  // The event of a claim, as it was recorded. Errors: those of the log;
  // DataLoss when it is no claim.
  [[nodiscard]] absl::StatusOr<const Claim*> ClaimOf(uint32_t claim);
  // The page that a claim's citation names; null when it names none.
  [[nodiscard]] absl::StatusOr<Value> PageOf(uint32_t claim);

 private:
  [[nodiscard]] Value OfEntity(uint32_t entity, Key key) const;
  [[nodiscard]] Value NamesOf(uint32_t entity) const;
  [[nodiscard]] Value LiteralOf(uint32_t entity, CaseNames::LiteralKey key);
  // The supported statements of a literal predicate about an entity, the best
  // first.
  [[nodiscard]] std::vector<uint32_t> Ranked(uint32_t entity, uint32_t slot);
  [[nodiscard]] std::vector<uint32_t> LiteralSlotsOf(uint32_t entity) const;
  [[nodiscard]] Value OfStatement(uint32_t statement, Key key);
  [[nodiscard]] Value FigureOf(uint32_t statement, Key key);
  [[nodiscard]] uint64_t CountOf(uint32_t statement, Key key);
  [[nodiscard]] absl::StatusOr<Value> OfClaim(uint32_t claim, Key key);
  [[nodiscard]] absl::StatusOr<Value> OfRecordedClaim(uint32_t claim, Key key);
  [[nodiscard]] absl::StatusOr<Value> OfReport(uint32_t report, Key key);
  [[nodiscard]] absl::StatusOr<Value> OfRecordedReport(uint32_t report,
                                                       Key key);
  [[nodiscard]] Value OfSource(uint32_t source, Key key) const;
  [[nodiscard]] absl::StatusOr<Value> OfStatedIn(uint32_t claim, Key key);
  [[nodiscard]] Value OfAttributedTo(const Link& link, Key key) const;
  [[nodiscard]] Value OfDerivedFrom(const Link& link, Key key);
  [[nodiscard]] Value OfPair(const Link& link);
  [[nodiscard]] Value KeyOfEntity(uint32_t entity) const;

  [[nodiscard]] absl::StatusOr<const Event*> EventAt(uint32_t event);
  [[nodiscard]] absl::StatusOr<Value> RecordedBy(const Event& event);

  const VisibleCase& visible_;
  const CaseNames& names_;
  CaseLinks& links_;
  StatementKeyMaker statement_keys_;
  std::array<Value, kEnumSize<Verdict>> verdicts_;
  // The event of a claim, and the current one of a report, read last.
  std::optional<std::pair<uint32_t, Event>> event_;
  std::optional<std::pair<uint32_t, Event>> report_;
  absl::flat_hash_map<EventIndex, std::string> added_by_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_PROPERTIES_H_
