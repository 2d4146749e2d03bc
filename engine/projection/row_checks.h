// What must hold of the columns of a snapshot so that no view of it, and no
// fold that goes on from it, reads outside its columns or takes longer than
// the file is long. A snapshot with sound checksums and other rows was forged.
//
// Who bounds what:
//   places <-> rows, files   PlaceRuns: an event and its row name each other,
//                            and both rise, so an id found is an id there
//   numbers in a row         the check of its column, here
//   lists of a column        ListOrder: none overlaps the one before it, so
//                            going through all of them is linear
//   versions                 SoundVersions: previous ones come before, and are
//                            of the same record: the chains end
//   strings                  StringColumn::SoundPlaces
//   hash tables, derived     when first opened: HashIndex::Over, Below, and
//   lists and graph          Graph::Open; one that is not sound is made anew
//   bytes of literals        LiteralOf, whenever one is read
//   ids that come from       View: the log may hold another record there, and
//   outside                  what a view does not have is empty
// The checks read columns of which others were not checked yet: each looks
// before it follows.

#ifndef ATTEST_ENGINE_PROJECTION_ROW_CHECKS_H_
#define ATTEST_ENGINE_PROJECTION_ROW_CHECKS_H_

#include <array>
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

// Do the sizes of the columns fit each other, and what a fold can make?
[[nodiscard]] bool SizesAgree(const ProjectionTables& tables);

// The checks below are for SnapshotFile::Section, but the last two.

struct SoundStatements {
  TableSizes sizes;
  bool operator()(absl::Span<const StatementRow> rows) const;
};

struct SoundCircumstances {
  TableSizes sizes;
  bool operator()(absl::Span<const Circumstance> rows) const;
};

// The places: runs of events whose records are of one type and follow each
// other. To be handed on by reference; then Finished() says whether every row
// had its event.
class PlaceRuns {
 public:
  explicit PlaceRuns(const ProjectionTables& tables) : tables_(tables) {}

  bool operator()(absl::Span<const EventPlace> places);
  [[nodiscard]] bool Finished() const;

 private:
  bool Take(EventPlace first, uint32_t length);
  bool TakeFile(uint32_t ordinal, uint32_t length);

  const ProjectionTables& tables_;
  uint32_t event_ = 0;
  std::array<uint32_t, 16> rows_ = {};  // by type
  uint32_t decisions_ = 0;
};

// The lists that the rows of one column name, in their order.
class ListOrder {
 public:
  explicit ListOrder(const ListPool& lists) : words_(lists.words().base()) {}

  // Does a list begin at `place`, behind the last one, of `more` words and any
  // number of `step`? The empty list, 0, may come anywhere.
  bool Take(uint32_t place, uint32_t step, uint32_t more);

 private:
  absl::Span<const uint32_t> words_;
  size_t end_ = 1;  // of the last list
};

// The rows of one column.
template <class Row>
class SoundRows {
 public:
  SoundRows(const ProjectionTables& tables, const TableSizes& sizes)
      : tables_(tables), sizes_(sizes), lists_(tables.lists) {}

  bool operator()(absl::Span<const Row> rows) {
    bool sound = true;
    for (const Row& row : rows) sound = sound && IsSound(row);
    return sound;
  }

 private:
  bool IsSound(const Row& row);

  const ProjectionTables& tables_;
  const TableSizes sizes_;
  ListOrder lists_;
};

// A row of ProjectionTables::manners.
struct Manner {
  uint32_t list;
};

template <>
bool SoundRows<SourceRow>::IsSound(const SourceRow& row);
template <>
bool SoundRows<ReportRow>::IsSound(const ReportRow& row);
template <>
bool SoundRows<EntityRow>::IsSound(const EntityRow& row);
template <>
bool SoundRows<PredicateRow>::IsSound(const PredicateRow& row);
template <>
bool SoundRows<DecisionRow>::IsSound(const DecisionRow& row);
template <>
bool SoundRows<Manner>::IsSound(const Manner& manner);
template <>
bool SoundRows<RestsOnRow>::IsSound(const RestsOnRow& row);

// The rows of versions, which passed SoundRows, and their links.
template <class Row>
[[nodiscard]] bool SoundVersions(const ProjectionTables& tables,
                                 const Versions<Row>& versions);

// The small columns that follow from no row: files, times of recording, what
// claims rest on.
[[nodiscard]] bool LogIsSound(const ProjectionTables& tables);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_ROW_CHECKS_H_
