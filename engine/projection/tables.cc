#include "engine/projection/tables.h"

#include "engine/projection/tables_snapshot.h"

namespace attest {
namespace {

// With a smaller tail it is not worth building lists anew.
constexpr size_t kMinRebuild = 1024;

bool IsMuch(size_t tail, size_t base) {
  return tail > kMinRebuild && tail * 10 > base;
}

// The lists of the first rows, as many as `derived` says were taken in.
void BuildStatementLists(const ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  const auto itself = [](size_t i) { return static_cast<uint32_t>(i); };
  derived.statements_by_subject = GroupedLists<uint32_t>::Build(
      derived.entities, derived.statements,
      [&](size_t i) { return tables.statements[i].subject; }, itself);
  derived.statements_by_object = GroupedLists<uint32_t>::Build(
      derived.entities, derived.statements,
      [&](size_t i) {
        const uint32_t object = tables.statements[i].object;
        return (object & kMarked) != 0 ? kNoGroup : object;
      },
      itself);
}

void BuildClaimLists(const ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  derived.claims_of_statement = GroupedLists<uint32_t>::Build(
      derived.statements, derived.claims,
      [&](size_t i) { return tables.claim_statements[i]; },
      [](size_t i) { return static_cast<uint32_t>(i); });
}

void BuildGraph(const ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  std::vector<Vertex> from(derived.claims);
  std::vector<Vertex> to(derived.claims);
  for (uint32_t i = 0; i < derived.claims; ++i) {
    const StatementRow& row = tables.statements[tables.claim_statements[i]];
    const bool is_edge = (row.object & kMarked) == 0 &&
                         tables.FlagsOf(i).stance() == Stance::kAsserts;
    from[i] = is_edge ? row.subject : kNoVertex;
    to[i] = is_edge ? row.object : kNoVertex;
  }
  derived.graph = Graph::Build(derived.entities, from, to);
}

void BuildKeys(const ProjectionTables& tables) {
  const auto hash_of = [&tables](uint32_t event) {
    return ProjectionTables::SpreadFingerprint(tables.fingerprints[event]);
  };
  const auto events = static_cast<uint32_t>(tables.fingerprints.size());
  tables.keys = HashIndex();
  tables.keys.Reserve(events, events, hash_of);
  for (uint32_t event = 0; event < events; ++event) {
    if (tables.fingerprints[event] == 0) continue;
    tables.keys.Insert(hash_of(event), event, hash_of);
  }
}

// An index of `size` rows. Of equal ones, which only a forged snapshot has, it
// finds the first.
template <class HashOf, class Equal>
HashIndex IndexOf(size_t size, const HashOf& hash_of, const Equal& equal) {
  HashIndex index;
  for (uint32_t row = 0; row < size; ++row) {
    const uint64_t hash = hash_of(row);
    const auto is_equal = [&](uint32_t other) { return equal(row, other); };
    if (!index.Find(hash, is_equal)) index.Insert(hash, row, hash_of);
  }
  return index;
}

template <class Row>
HashIndex IndexOf(const ProjectionTables& tables, const Column<Row>& rows) {
  return IndexOf(
      rows.size(), [&](uint32_t row) { return tables.HashOf(rows[row]); },
      [&](uint32_t a, uint32_t b) { return rows[a] == rows[b]; });
}

void BuildInterned(ProjectionTables& tables) {
  tables.texts.MakeIndex(tables.seed);
  tables.literals.MakeIndex(tables.seed);
  tables.circumstance_index = IndexOf(tables, tables.circumstances);
  tables.statement_index = IndexOf(tables, tables.statements);
  const auto manner = [&](uint32_t row) {
    return tables.lists[tables.manners[row]];
  };
  tables.manner_index = IndexOf(
      tables.manners.size(),
      [&](uint32_t row) { return tables.HashOfList(manner(row)); },
      [&](uint32_t a, uint32_t b) { return manner(a) == manner(b); });
}

void CatchUpStatements(ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  const size_t built = derived.statements_by_subject.base_size();
  const uint32_t before = derived.statements;
  derived.statements = static_cast<uint32_t>(tables.statements.size());
  if (IsMuch(derived.statements - built, built)) {
    BuildStatementLists(tables);
    return;
  }
  for (uint32_t i = before; i < derived.statements; ++i) {
    const StatementRow& row = tables.statements[i];
    derived.statements_by_subject.Append(row.subject, i);
    if ((row.object & kMarked) == 0) {
      derived.statements_by_object.Append(row.object, i);
    }
  }
}

void CatchUpClaims(ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  const size_t built = derived.claims_of_statement.base_size();
  const uint32_t before = derived.claims;
  derived.claims = static_cast<uint32_t>(tables.claim_events.size());
  if (IsMuch(derived.claims - built, built)) {
    BuildClaimLists(tables);
    BuildGraph(tables);
    return;
  }
  for (uint32_t i = before; i < derived.claims; ++i) {
    const uint32_t statement = tables.claim_statements[i];
    derived.claims_of_statement.Append(statement, i);
    const StatementRow& row = tables.statements[statement];
    if ((row.object & kMarked) == 0 &&
        tables.FlagsOf(i).stance() == Stance::kAsserts) {
      derived.graph.AddEdge({row.subject, row.object, i});
    }
  }
}

}  // namespace

ProjectionTables::ProjectionTables() {
  circumstances.push_back({.valid = 0, .place = kNoRow});
}

void ProjectionTables::Prepare(Derived part) const {
  const absl::MutexLock lock(&prepare_mutex_);
  if (IsReady(part)) return;
  if (snapshot != nullptr && !OpenDerived(*this, part).ok()) {
    switch (part) {
      case Derived::kKeys:
        BuildKeys(*this);
        break;
      case Derived::kStatementLists:
        BuildStatementLists(*this);
        break;
      case Derived::kClaimLists:
        BuildClaimLists(*this);
        break;
      case Derived::kGraph:
        BuildGraph(*this);
        break;
      case Derived::kInterned:
        break;  // NeedIndexes
    }
  }
  SetReady(part);
}

void ProjectionTables::NeedIndexes() {
  Need(Derived::kKeys);
  if (IsReady(Derived::kInterned)) return;
  const absl::MutexLock lock(&prepare_mutex_);
  if (IsReady(Derived::kInterned)) return;
  if (snapshot != nullptr && !OpenInterned(*this).ok()) BuildInterned(*this);
  SetReady(Derived::kInterned);
}

void ProjectionTables::CatchUp() {
  const absl::MutexLock lock(&catch_up_mutex);
  if (derived.statements == statements.size() &&
      derived.claims == claim_events.size() &&
      derived.entities == entities.size()) {
    return;
  }
  Need(Derived::kStatementLists);
  Need(Derived::kClaimLists);
  Need(Derived::kGraph);
  derived.entities = static_cast<uint32_t>(entities.size());
  derived.statements_by_subject.Grow(derived.entities);
  derived.statements_by_object.Grow(derived.entities);
  derived.graph.GrowTo(derived.entities);
  derived.claims_of_statement.Grow(static_cast<uint32_t>(statements.size()));
  CatchUpStatements(*this);
  CatchUpClaims(*this);
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
  const absl::MutexLock lock(&prepare_mutex_);
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
