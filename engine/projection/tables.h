// ProjectionTables is what a projection holds: its columns, in the order of
// events, and the indexes to find rows in them. The fold writes it, views read
// it, a snapshot stores it.
//
// The lists (claims of a statement, statements of an entity, edges) follow from
// the columns. The fold leaves them alone; CatchUp brings them up to date, one
// by one when little is new and by a counting sort when much is.
//
// Thread-safety: const methods run concurrently with each other, and CatchUp
// with CatchUp.

#ifndef ATTEST_ENGINE_PROJECTION_TABLES_H_
#define ATTEST_ENGINE_PROJECTION_TABLES_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "engine/projection/column.h"
#include "engine/projection/graph.h"
#include "engine/projection/grouped_lists.h"
#include "engine/projection/hash_index.h"
#include "engine/projection/pools.h"
#include "engine/projection/rows.h"
#include "engine/projection/snapshot_file.h"

namespace attest {

// The rows that amendments made of records of one type.
template <class Row>
struct Versions {
  Column<Row> rows;
  Column<VersionRow> links;
  // The last version of each record that has one, by its ordinal.
  absl::flat_hash_map<uint32_t, uint32_t> latest;
};

// The lists that follow from the columns.
struct DerivedLists {
  GroupedLists<uint32_t> claims_of_statement;
  GroupedLists<uint32_t> statements_by_subject;
  GroupedLists<uint32_t> statements_by_object;  // where it is an entity
  Graph graph;  // entities; asserting claims about two of them
  // How many rows were taken in.
  uint32_t entities = 0;
  uint32_t statements = 0;
  uint32_t claims = 0;
};

// What follows from the columns. In a snapshot each is checked when it is first
// needed; one that is damaged is made anew from the columns.
enum class Derived : uint8_t {
  kKeys,
  kInterned,  // the other indexes, which only a fold needs
  kStatementLists,
  kClaimLists,
  kGraph,
};
inline constexpr size_t kDerivedKinds = 5;

struct ProjectionTables {
  // Of the first event's time: what the author of a file could not know, so
  // that no file can be made of keys that collide.
  uint64_t seed = 0;

  // By event.
  Column<EventPlace> places;
  Column<uint32_t> fingerprints;  // of keys; 0 where there is none
  mutable HashIndex keys;         // events; see Need
  Column<FileRow> files;
  Column<RecordedRow> recorded;

  TextPool texts;
  TextPool literals;  // see literal_bytes.h
  ListPool lists;

  Column<SourceRow> sources;
  Column<ReportRow> reports;
  Column<EntityRow> entities;
  Column<PredicateRow> predicates;
  Versions<SourceRow> source_versions;
  Versions<ReportRow> report_versions;
  Versions<EntityRow> entity_versions;

  Column<Circumstance> circumstances;
  HashIndex circumstance_index;
  Column<StatementRow> statements;
  HashIndex statement_index;

  // By claim.
  Column<uint32_t> claim_events;
  Column<uint32_t> claim_statements;
  Column<uint32_t> claim_reports;
  Column<uint32_t> claim_manners;
  Column<RestsOnRow> rests_on;
  Column<uint32_t> unproven;  // claims that a model made, or redacted
  Column<uint32_t> manners;   // lists
  HashIndex manner_index;

  Column<DecisionRow> decisions;

  // Guards CatchUp, which views of several threads may ask for at once.
  absl::Mutex catch_up_mutex;
  mutable DerivedLists derived;  // see Need

  // What the columns borrow from; null when folded from nothing.
  std::unique_ptr<SnapshotFile> snapshot;

  ProjectionTables();

  // A file of which the closing event has not come: [first, close], with what
  // its events name that has not come either.
  std::optional<FileRow> open_file;
  struct Awaited {
    uint32_t event;
    RecordType type;
  };
  std::vector<Awaited> awaited;

  // Kept from one event to the next, to save allocations.
  std::vector<uint32_t> scratch;

  [[nodiscard]] uint64_t size() const { return places.size(); }

  // Makes a part ready for use, which it must be before it is touched.
  void Need(Derived part) const {
    if (!IsReady(part)) Prepare(part);
  }
  // As Need of all indexes. Runs concurrently with const methods, which do not
  // touch those that only a fold needs.
  void NeedIndexes();
  [[nodiscard]] const GroupedLists<uint32_t>& ClaimsOfStatement() const {
    Need(Derived::kClaimLists);
    return derived.claims_of_statement;
  }
  [[nodiscard]] const GroupedLists<uint32_t>& StatementsBySubject() const {
    Need(Derived::kStatementLists);
    return derived.statements_by_subject;
  }
  [[nodiscard]] const GroupedLists<uint32_t>& StatementsByObject() const {
    Need(Derived::kStatementLists);
    return derived.statements_by_object;
  }
  [[nodiscard]] const Graph& EntityGraph() const {
    Need(Derived::kGraph);
    return derived.graph;
  }

  // The fingerprint of a key, never 0, and the hash that the index has it
  // under.
  [[nodiscard]] uint32_t FingerprintOf(absl::string_view key) const {
    const auto fingerprint = static_cast<uint32_t>(StableHash(key, seed));
    return fingerprint == 0 ? 1 : fingerprint;
  }
  [[nodiscard]] static uint64_t SpreadFingerprint(uint32_t fingerprint) {
    const uint64_t product = fingerprint * uint64_t{0x9E3779B97F4A7C15};
    return product ^ (product >> 29);
  }

  // The hashes of rows, which do not depend on where the rows lie.
  [[nodiscard]] uint64_t HashOf(const StatementRow& row) const {
    return HashBytes(row);
  }
  [[nodiscard]] uint64_t HashOf(const Circumstance& row) const {
    return HashBytes(row);
  }
  [[nodiscard]] uint64_t HashOfList(absl::Span<const uint32_t> list) const {
    return StableHash(
        absl::string_view(reinterpret_cast<const char*>(list.data()),
                          list.size() * sizeof(uint32_t)),
        seed);
  }

  // The row of what `event` defines, a record of `type`; kNoRow when it defines
  // another one, which can be when a forged snapshot stands beside the log, or
  // when there is no such event.
  [[nodiscard]] uint32_t OrdinalOf(uint64_t event, RecordType type) const {
    if (event >= places.size() || places[event].type() != type) return kNoRow;
    return places[event].ordinal();
  }

  // The manner of a claim.
  [[nodiscard]] absl::Span<const uint32_t> MannerOf(uint32_t claim) const {
    return lists[manners[claim_manners[claim]]];
  }
  [[nodiscard]] ClaimFlags FlagsOf(uint32_t claim) const {
    return ClaimFlags(MannerOf(claim)[0]);
  }

  // What `claim` rests on, ordinals. Requires: its flags say that it does.
  [[nodiscard]] absl::Span<const uint32_t> RestsOn(uint32_t claim) const;

  // Brings `derived` up to the columns.
  void CatchUp();

  // Gives back what vectors hold in reserve.
  void ShrinkToFit();

  // Held on the heap, and mapped.
  [[nodiscard]] size_t memory_bytes() const;

 private:
  [[nodiscard]] bool IsReady(Derived part) const {
    return ready_[static_cast<size_t>(part)].load(std::memory_order_acquire);
  }
  void SetReady(Derived part) const {
    ready_[static_cast<size_t>(part)].store(true, std::memory_order_release);
  }
  void Prepare(Derived part) const;

  mutable absl::Mutex prepare_mutex_;
  mutable std::array<std::atomic<bool>, kDerivedKinds> ready_ = {};

  template <class Row>
  [[nodiscard]] uint64_t HashBytes(const Row& row) const {
    return StableHash(
        absl::string_view(reinterpret_cast<const char*>(&row), sizeof(Row)),
        seed);
  }
};

// How many of the rising `events` come before `cut`.
[[nodiscard]] uint32_t CountBefore(const Column<uint32_t>& events,
                                   uint64_t cut);
template <class Row>
[[nodiscard]] uint32_t CountRowsBefore(const Column<Row>& rows, uint64_t cut) {
  size_t low = 0;
  size_t high = rows.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (rows[middle].event < cut) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return static_cast<uint32_t>(low);
}

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_TABLES_H_
