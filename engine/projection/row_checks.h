// What must hold of the rows of a snapshot so that no view of it reads outside
// its columns. A snapshot with sound checksums and other rows was forged.

#ifndef ATTEST_ENGINE_PROJECTION_ROW_CHECKS_H_
#define ATTEST_ENGINE_PROJECTION_ROW_CHECKS_H_

#include <cstdint>

#include "absl/types/span.h"
#include "engine/projection/rows.h"
#include "engine/projection/tables.h"

namespace attest {

// How many rows each column of a snapshot has.
struct TableSizes {
  uint32_t events;
  uint32_t texts;
  uint32_t literals;
  uint32_t words;
  uint32_t sources;
  uint32_t reports;
  uint32_t entities;
  uint32_t predicates;
  uint32_t circumstances;
  uint32_t statements;
  uint32_t claims;
  uint32_t manners;
  uint32_t decisions;
  uint32_t unused;
};

[[nodiscard]] TableSizes SizesOf(const ProjectionTables& tables);

// Checks for SnapshotFile::Section, of columns that name others by size alone.
struct SoundStatements {
  TableSizes sizes;
  bool operator()(absl::Span<const StatementRow> rows) const;
};

struct SoundPlaces {
  TableSizes sizes;
  bool operator()(absl::Span<const EventPlace> places) const;
};

struct SoundCircumstances {
  TableSizes sizes;
  bool operator()(absl::Span<const Circumstance> rows) const;
};

// Are all rows sound that name events by type, or lists? Requires: all columns
// are there, of the sizes they say, and passed the checks above.
[[nodiscard]] bool RowsAreSound(const ProjectionTables& tables);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_ROW_CHECKS_H_
