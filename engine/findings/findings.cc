#include "engine/findings/findings.h"

#include <algorithm>
#include <utility>

#include "engine/findings/bearing.h"
#include "engine/findings/minimal_flip.h"
#include "engine/findings/place_claims.h"
#include "engine/findings/weighing.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

uint32_t Row(StatementId id) { return static_cast<uint32_t>(id.value()); }

}  // namespace

Findings::Findings(const View& view, FindingsOptions options)
    : view_(view),
      options_(std::move(options)),
      chains_(view, options_.without, options_.texts),
      statements_(view),
      place_claims_(PlaceClaims(view)) {
  BuiltHierarchy built =
      BuildHierarchy(view_, statements_, place_claims_,
                     [this](uint32_t claim) { return chains_.IsLive(claim); });
  hierarchy_ = std::move(built.hierarchy);
  for (const uint32_t claim : built.rings) {
    ring_claims_.emplace_back(view_.tables().claim_events[claim]);
  }
}

Counting Findings::CountingOf(ClaimId claim) const {
  return chains_.CountingOf(view_.tables().places[claim.value()].ordinal());
}

Figures Findings::FiguresOf(StatementId id) const {
  const uint32_t statement = Row(view_.FirstOf(id));
  const BearingFinder finder(view_, chains_, statements_, hierarchy_);
  return finder.FiguresOf(statement);
}

Finding Findings::Summarize(StatementId id, ClaimKey key_of) const {
  const StatementId first = view_.FirstOf(id);
  const Statement statement = statements_.Of(Row(first));
  const BearingFinder finder(view_, chains_, statements_, hierarchy_);
  const Bearing bearing =
      finder.Of(statement, view_.tables().statements[first.value()].predicate);
  Finding finding = Summary(*this, statement, bearing, key_of);
  finding.figures = FiguresFor(chains_, bearing);
  finding.statement = first;
  return finding;
}

Finding Findings::Weigh(StatementId id, ClaimKey key_of) const {
  const StatementId first = view_.FirstOf(id);
  Finding finding =
      Weigh(statements_.Of(Row(first)),
            view_.tables().statements[first.value()].predicate, key_of);
  finding.statement = first;
  return finding;
}

Finding Findings::Weigh(const StatementParts& parts, ClaimKey key_of) const {
  Finding finding =
      Weigh(statements_.Of(parts), statements_.RowOf(parts.predicate), key_of);
  finding.statement = FindStatement(parts);
  return finding;
}

Finding Findings::Weigh(const Statement& statement, uint32_t predicate_row,
                        ClaimKey key_of) const {
  const BearingFinder finder(view_, chains_, statements_, hierarchy_);
  const Bearing bearing = finder.Of(statement, predicate_row);
  Finding finding = Account(*this, statement, bearing, key_of);
  finding.figures = FiguresFor(chains_, bearing);
  const Flip flip = MinimalFlip(*this, statement, predicate_row, bearing,
                                finding.figures.verdict);
  finding.flip_unknown = flip.given_up;
  if (flip.records) {
    finding.minimal_flip.emplace();
    for (const ChainVertex record : *flip.records) {
      finding.minimal_flip->push_back(chains_.EventOf(record));
    }
  }
  return finding;
}

std::optional<StatementId> Findings::FindStatement(
    const StatementParts& parts) const {
  const Statement statement = statements_.Of(parts);
  const uint32_t row = statements_.RowOf(parts.predicate);
  for (const uint32_t other :
       statements_.About(statement.subject(), Role::kSubject, row)) {
    const Statement same = statements_.Of(other);
    const bool same_time =
        statement.valid().has_value() == same.valid().has_value() &&
        (!statement.valid() || *statement.valid() == *same.valid());
    if (same.object() == statement.object() && same_time &&
        same.place() == statement.place()) {
      return StatementId(other);
    }
  }
  return std::nullopt;
}

Related Findings::Relation(StatementId a, StatementId b) const {
  const uint32_t first = Row(view_.FirstOf(a));
  const uint32_t second = Row(view_.FirstOf(b));
  const ProjectionTables& tables = view_.tables();
  if (tables.statements[first].predicate !=
      tables.statements[second].predicate) {
    return {Relation::kUnrelated, "of different predicates"};
  }
  return Relate(statements_.Of(first), statements_.Of(second), hierarchy_);
}

}  // namespace attest
