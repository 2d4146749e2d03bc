#include "engine/projection/tables.h"

namespace attest {
namespace {

// With a smaller tail it is not worth building lists anew.
constexpr size_t kMinRebuild = 1024;

bool IsMuch(size_t tail, size_t base) {
  return tail > kMinRebuild && tail * 10 > base;
}

void BuildStatementLists(ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  const auto entities = static_cast<uint32_t>(tables.entities.size());
  const size_t size = tables.statements.size();
  const auto itself = [](size_t i) { return static_cast<uint32_t>(i); };
  derived.statements_by_subject = GroupedLists<uint32_t>::Build(
      entities, size, [&](size_t i) { return tables.statements[i].subject; },
      itself);
  derived.statements_by_object = GroupedLists<uint32_t>::Build(
      entities, size,
      [&](size_t i) {
        const uint32_t object = tables.statements[i].object;
        return (object & kMarked) != 0 ? kNoGroup : object;
      },
      itself);
}

void BuildClaimLists(ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  const size_t size = tables.claim_statements.size();
  derived.claims_of_statement = GroupedLists<uint32_t>::Build(
      static_cast<uint32_t>(tables.statements.size()), size,
      [&](size_t i) { return tables.claim_statements[i]; },
      [](size_t i) { return static_cast<uint32_t>(i); });
  std::vector<Vertex> from(size);
  std::vector<Vertex> to(size);
  for (uint32_t i = 0; i < size; ++i) {
    const StatementRow& row = tables.statements[tables.claim_statements[i]];
    const bool is_edge = (row.object & kMarked) == 0 &&
                         tables.FlagsOf(i).stance() == Stance::kAsserts;
    from[i] = is_edge ? row.subject : kNoVertex;
    to[i] = is_edge ? row.object : kNoVertex;
  }
  derived.graph =
      Graph::Build(static_cast<uint32_t>(tables.entities.size()), from, to);
}

void AppendStatements(ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  for (size_t i = derived.statements; i < tables.statements.size(); ++i) {
    const StatementRow& row = tables.statements[i];
    const auto ordinal = static_cast<uint32_t>(i);
    derived.statements_by_subject.Append(row.subject, ordinal);
    if ((row.object & kMarked) == 0) {
      derived.statements_by_object.Append(row.object, ordinal);
    }
  }
}

void AppendClaims(ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  for (size_t i = derived.claims; i < tables.claim_events.size(); ++i) {
    const auto claim = static_cast<uint32_t>(i);
    const uint32_t statement = tables.claim_statements[i];
    derived.claims_of_statement.Append(statement, claim);
    const StatementRow& row = tables.statements[statement];
    if ((row.object & kMarked) == 0 &&
        tables.FlagsOf(claim).stance() == Stance::kAsserts) {
      derived.graph.AddEdge({row.subject, row.object, claim});
    }
  }
}

}  // namespace

ProjectionTables::ProjectionTables() {
  circumstances.push_back({.valid = 0, .place = kNoRow});
}

void ProjectionTables::CatchUp() {
  const absl::MutexLock lock(&catch_up_mutex);
  if (derived.statements == statements.size() &&
      derived.claims == claim_events.size() &&
      derived.graph.vertex_count() == entities.size()) {
    return;
  }
  const auto entity_count = static_cast<uint32_t>(entities.size());
  derived.statements_by_subject.Grow(entity_count);
  derived.statements_by_object.Grow(entity_count);
  derived.graph.GrowTo(entity_count);
  derived.claims_of_statement.Grow(static_cast<uint32_t>(statements.size()));
  const size_t built = derived.statements_by_subject.base_size();
  if (IsMuch(statements.size() - built, built)) {
    BuildStatementLists(*this);
  } else {
    AppendStatements(*this);
  }
  const size_t built_claims = derived.claims_of_statement.base_size();
  if (IsMuch(claim_events.size() - built_claims, built_claims)) {
    BuildClaimLists(*this);
  } else {
    AppendClaims(*this);
  }
  derived.statements = statements.size();
  derived.claims = claim_events.size();
}

absl::Span<const uint32_t> ProjectionTables::RestsOn(uint32_t claim) const {
  size_t low = 0;
  size_t high = rests_on.size();
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (rests_on[middle].claim <= claim) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low == high ? absl::Span<const uint32_t>() : lists[rests_on[low].list];
}

void ProjectionTables::ShrinkToFit() {
  places.ShrinkToFit();
  fingerprints.ShrinkToFit();
  texts.ShrinkToFit();
  literals.ShrinkToFit();
  lists.ShrinkToFit();
  sources.ShrinkToFit();
  reports.ShrinkToFit();
  entities.ShrinkToFit();
  statements.ShrinkToFit();
  circumstances.ShrinkToFit();
  claim_events.ShrinkToFit();
  claim_statements.ShrinkToFit();
  claim_reports.ShrinkToFit();
  claim_manners.ShrinkToFit();
  decisions.ShrinkToFit();
}

size_t ProjectionTables::memory_bytes() const {
  return (snapshot == nullptr ? 0 : snapshot->file_bytes()) +
         places.memory_bytes() + fingerprints.memory_bytes() +
         keys.memory_bytes() + files.memory_bytes() + recorded.memory_bytes() +
         texts.memory_bytes() + literals.memory_bytes() + lists.memory_bytes() +
         sources.memory_bytes() + reports.memory_bytes() +
         entities.memory_bytes() + predicates.memory_bytes() +
         source_versions.rows.memory_bytes() +
         report_versions.rows.memory_bytes() +
         entity_versions.rows.memory_bytes() + circumstances.memory_bytes() +
         circumstance_index.memory_bytes() + statements.memory_bytes() +
         statement_index.memory_bytes() + claim_events.memory_bytes() +
         claim_statements.memory_bytes() + claim_reports.memory_bytes() +
         claim_manners.memory_bytes() + rests_on.memory_bytes() +
         unproven.memory_bytes() + manners.memory_bytes() +
         manner_index.memory_bytes() + decisions.memory_bytes() +
         derived.claims_of_statement.memory_bytes() +
         derived.statements_by_subject.memory_bytes() +
         derived.statements_by_object.memory_bytes() +
         derived.graph.memory_bytes();
}

uint32_t CountBefore(const Column<uint32_t>& events, uint64_t cut) {
  size_t low = 0;
  size_t high = events.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (events[middle] < cut) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return static_cast<uint32_t>(low);
}

}  // namespace attest
