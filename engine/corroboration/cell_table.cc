#include "engine/corroboration/cell_table.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace attest {
namespace {

uint32_t Size(size_t size) { return static_cast<uint32_t>(size); }

std::vector<CellClaim> Sorted(absl::Span<const CellClaim> claims) {
  std::vector<CellClaim> sorted(claims.begin(), claims.end());
  // The order of the columns: cell, value, line, then the rating.
  const auto key = [](const CellClaim& claim) {
    return std::tie(claim.cell, claim.value, claim.line, claim.source,
                    claim.predicate);
  };
  std::sort(sorted.begin(), sorted.end(),
            [&key](const CellClaim& a, const CellClaim& b) {
              return key(a) < key(b);
            });
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

using RatingKey = std::pair<SourceId, PredicateId>;

std::vector<RatingKey> RatingKeys(absl::Span<const CellClaim> claims) {
  std::vector<RatingKey> keys;
  keys.reserve(claims.size());
  for (const CellClaim& claim : claims) {
    keys.emplace_back(claim.source, claim.predicate);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

// Gives every line of the cell's values its share of the line's one vote.
void DivideVotes(CellTable::Range values, absl::Span<const LineId> line_ids,
                 CellTable& table) {
  std::map<LineId, double> counts;
  const uint32_t begin = table.values[values.begin].lines.begin;
  const uint32_t end = table.values[values.end - 1].lines.end;
  for (uint32_t line = begin; line < end; ++line) ++counts[line_ids[line]];
  for (uint32_t line = begin; line < end; ++line) {
    table.lines[line].weight = 1 / counts[line_ids[line]];
  }
}

}  // namespace

std::vector<CellClaim> WithoutLines(absl::Span<const CellClaim> claims) {
  std::vector<CellClaim> result(claims.begin(), claims.end());
  for (CellClaim& claim : result) {
    claim.predicate = PredicateId(0);
    claim.line = LineId(claim.source.value());
  }
  return result;
}

CellTable::CellTable(absl::Span<const CellClaim> claims) {
  const std::vector<CellClaim> sorted = Sorted(claims);
  const std::vector<RatingKey> keys = RatingKeys(sorted);
  for (const auto& [source, predicate] : keys) {
    ratings.push_back({.source = source, .predicate = predicate});
  }
  std::vector<LineId> line_ids;
  const CellClaim* before = nullptr;
  for (const CellClaim& claim : sorted) {
    const bool new_cell = before == nullptr || before->cell != claim.cell;
    const bool new_value = new_cell || before->value != claim.value;
    const bool new_line = new_value || before->line != claim.line;
    if (new_cell) {
      cells.push_back({claim.cell, {Size(values.size()), Size(values.size())}});
    }
    if (new_value) {
      values.push_back({claim.value, {Size(lines.size()), Size(lines.size())}});
      ++cells.back().values.end;
    }
    if (new_line) {
      lines.push_back({1, {Size(speakers.size()), Size(speakers.size())}});
      line_ids.push_back(claim.line);
      ++values.back().lines.end;
    }
    const RatingKey key(claim.source, claim.predicate);
    const uint32_t rating = Size(static_cast<size_t>(
        std::lower_bound(keys.begin(), keys.end(), key) - keys.begin()));
    speakers.push_back(rating);
    ++lines.back().ratings.end;
    ++ratings[rating].claims;
    before = &claim;
  }
  for (const Cell& cell : cells) DivideVotes(cell.values, line_ids, *this);
}

CellTable::CellTable(absl::Span<const CellClaim> claims, Refines refines)
    : CellTable(claims) {
  for (const Cell& cell : cells) {
    for (uint32_t v = cell.values.begin; v < cell.values.end; ++v) {
      values[v].generals.begin = Size(generals.size());
      for (uint32_t u = cell.values.begin; u < cell.values.end; ++u) {
        if (u != v && refines(values[v].id, values[u].id)) {
          generals.push_back(u);
        }
      }
      values[v].generals.end = Size(generals.size());
    }
  }
}

}  // namespace attest
