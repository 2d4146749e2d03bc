#include "engine/corroboration/value_dependence.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace attest {
namespace {

constexpr uint32_t kLeastOtherVoices = 3;
constexpr double kMostPopular = 0.3;
constexpr double kCopyRate = 0.8;
constexpr double kLeastShare = 0.5;
constexpr double kLeastOverlap = 2.0 / 3;
constexpr size_t kLeastShared = 4;
constexpr size_t kNeighbours = 16;

using Pair = std::pair<uint32_t, uint32_t>;

// Sets of sources that stand for one voice each.
class Voices {
 public:
  explicit Voices(size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), 0U);
  }

  uint32_t Of(uint32_t source) {
    while (parents_[source] != source) {
      parents_[source] = parents_[parents_[source]];
      source = parents_[source];
    }
    return source;
  }

  void Join(uint32_t a, uint32_t b) {
    const auto [least, most] = std::minmax({Of(a), Of(b)});
    parents_[most] = least;
  }

 private:
  std::vector<uint32_t> parents_;
};

struct Saying {
  uint32_t cell;
  uint32_t value;
};

// What two sources have in common.
struct Evidence {
  double score = 0;
  size_t cells = 0;
  size_t rare = 0;
  std::vector<SharedValue> shared;
};

class Search {
 public:
  explicit Search(const CellTable& table)
      : table_(table),
        sayings_(table.ratings.size()),
        voices_(table.ratings.size()),
        value_voices_(table.values.size()),
        cell_voices_(table.cells.size()) {
    for (uint32_t cell = 0; cell < table.cells.size(); ++cell) {
      const CellTable::Range values = table.cells[cell].values;
      for (uint32_t value = values.begin; value < values.end; ++value) {
        for (const uint32_t source : SourcesOf(value)) {
          sayings_[source].push_back({cell, value});
        }
      }
    }
  }

  std::vector<DependenceProposal> Run() {
    std::vector<DependenceProposal> proposals;
    for (;;) {
      CountVoices();
      std::vector<Pair> found;
      const std::vector<Pair> candidates = Candidates();
      for (const Pair& pair : candidates) {
        Evidence evidence = Compare(pair);
        if (!Suffices(evidence, pair, candidates.size())) continue;
        proposals.push_back({.first = table_.ratings[pair.first].source,
                             .second = table_.ratings[pair.second].source,
                             .score = std::round(evidence.score * 1e6) / 1e6,
                             .shared = std::move(evidence.shared)});
        found.push_back(pair);
      }
      if (found.empty()) break;
      for (const auto& [a, b] : found) voices_.Join(a, b);
    }
    std::sort(proposals.begin(), proposals.end(),
              [](const DependenceProposal& a, const DependenceProposal& b) {
                return std::tie(b.score, a.first, a.second) <
                       std::tie(a.score, b.first, b.second);
              });
    return proposals;
  }

 private:
  // Every source is a line of its own in the table.
  absl::Span<const uint32_t> SourcesOf(uint32_t value) const {
    const CellTable::Range lines = table_.values[value].lines;
    const uint32_t begin = table_.lines[lines.begin].ratings.begin;
    const uint32_t end = table_.lines[lines.end - 1].ratings.end;
    return absl::MakeConstSpan(table_.speakers).subspan(begin, end - begin);
  }

  // The distinct voices for a value, ascending.
  std::vector<uint32_t> VoicesFor(uint32_t value) {
    std::vector<uint32_t> voices;
    for (const uint32_t source : SourcesOf(value)) {
      voices.push_back(voices_.Of(source));
    }
    SortOnce(voices);
    return voices;
  }

  static void SortOnce(std::vector<uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  }

  void CountVoices() {
    for (uint32_t cell = 0; cell < table_.cells.size(); ++cell) {
      const CellTable::Range values = table_.cells[cell].values;
      std::vector<uint32_t> all;
      for (uint32_t value = values.begin; value < values.end; ++value) {
        value_voices_[value] = VoicesFor(value);
        all.insert(all.end(), value_voices_[value].begin(),
                   value_voices_[value].end());
      }
      SortOnce(all);
      cell_voices_[cell] = std::move(all);
    }
  }

  // How many of the voices are neither a's nor b's.
  size_t Others(const std::vector<uint32_t>& voices, const Pair& pair) {
    const uint32_t a = voices_.Of(pair.first);
    const uint32_t b = voices_.Of(pair.second);
    size_t others = voices.size();
    if (std::binary_search(voices.begin(), voices.end(), a)) --others;
    if (a != b && std::binary_search(voices.begin(), voices.end(), b)) {
      --others;
    }
    return others;
  }

  // Whether few of the others say it; nothing is rare among next to none.
  static bool IsRare(size_t others_for_value, size_t others) {
    return others >= kLeastOtherVoices &&
           static_cast<double>(others_for_value) <=
               kMostPopular * static_cast<double>(others);
  }

  // Pairs not of one voice that share enough rare values, ascending.
  std::vector<Pair> Candidates() {
    absl::flat_hash_map<Pair, size_t> counts;
    for (uint32_t cell = 0; cell < table_.cells.size(); ++cell) {
      const CellTable::Range values = table_.cells[cell].values;
      for (uint32_t value = values.begin; value < values.end; ++value) {
        // Two are the pair's own, if they are two.
        const size_t voices = value_voices_[value].size();
        if (voices < 2 || cell_voices_[cell].size() < 2) continue;
        if (!IsRare(voices - 2, cell_voices_[cell].size() - 2)) continue;
        CountPairs(SourcesOf(value), counts);
      }
    }
    std::vector<Pair> candidates;
    for (const auto& [pair, count] : counts) {
      if (count >= kLeastShared) candidates.push_back(pair);
    }
    std::sort(candidates.begin(), candidates.end());
    return candidates;
  }

  void CountPairs(absl::Span<const uint32_t> sources,
                  absl::flat_hash_map<Pair, size_t>& counts) {
    for (size_t i = 0; i < sources.size(); ++i) {
      const size_t end = std::min(sources.size(), i + 1 + kNeighbours);
      for (size_t j = i + 1; j < end; ++j) {
        if (voices_.Of(sources[i]) == voices_.Of(sources[j])) continue;
        ++counts[{sources[i], sources[j]}];
      }
    }
  }

  // The run of one cell's values from `begin` on.
  static absl::Span<const Saying> CellFrom(absl::Span<const Saying> sayings) {
    size_t size = 0;
    while (size < sayings.size() && sayings[size].cell == sayings[0].cell) {
      ++size;
    }
    return sayings.first(size);
  }

  Evidence Compare(const Pair& pair) {
    Evidence evidence;
    absl::Span<const Saying> a = sayings_[pair.first];
    absl::Span<const Saying> b = sayings_[pair.second];
    while (!a.empty() && !b.empty()) {
      const absl::Span<const Saying> cell_a = CellFrom(a);
      const absl::Span<const Saying> cell_b = CellFrom(b);
      const uint32_t a_cell = a[0].cell;
      const uint32_t b_cell = b[0].cell;
      if (a_cell == b_cell) CompareCell(pair, cell_a, cell_b, evidence);
      if (a_cell <= b_cell) a.remove_prefix(cell_a.size());
      if (b_cell <= a_cell) b.remove_prefix(cell_b.size());
    }
    return evidence;
  }

  void CompareCell(const Pair& pair, absl::Span<const Saying> a,
                   absl::Span<const Saying> b, Evidence& evidence) {
    ++evidence.cells;
    const size_t others = Others(cell_voices_[a[0].cell], pair);
    std::map<uint32_t, int> sayers;  // by value
    for (const Saying& saying : a) ++sayers[saying.value];
    for (const Saying& saying : b) ++sayers[saying.value];
    for (const auto& [value, count] : sayers) {
      const size_t others_for_value = Others(value_voices_[value], pair);
      if (!IsRare(others_for_value, others)) continue;
      ++evidence.rare;
      if (count == 1) {
        evidence.score += std::log(1 - kCopyRate);
        continue;
      }
      const double popular = (static_cast<double>(others_for_value) + 1) /
                             (static_cast<double>(others) + 2);
      evidence.score +=
          std::log((kCopyRate + (1 - kCopyRate) * popular) / popular);
      evidence.shared.push_back(
          {table_.cells[a[0].cell].id, table_.values[value].id});
    }
  }

  [[nodiscard]] bool Suffices(const Evidence& evidence, const Pair& pair,
                              size_t pairs) const {
    const size_t shared = evidence.shared.size();
    const size_t most_claims = std::max(table_.ratings[pair.first].claims,
                                        table_.ratings[pair.second].claims);
    return shared >= kLeastShared &&
           static_cast<double>(shared) >=
               kLeastShare * static_cast<double>(evidence.rare) &&
           static_cast<double>(evidence.cells) >=
               kLeastOverlap * static_cast<double>(most_claims) &&
           evidence.score >= std::log(1000.0 * static_cast<double>(pairs));
  }

  const CellTable& table_;
  std::vector<std::vector<Saying>> sayings_;  // per source, by cell
  Voices voices_;
  std::vector<std::vector<uint32_t>> value_voices_;
  std::vector<std::vector<uint32_t>> cell_voices_;
};

// Joins lines that proposals link within the claims `[begin, end)` of one
// value.
class LineJoiner {
 public:
  explicit LineJoiner(absl::Span<const DependenceProposal> accepted) {
    for (const DependenceProposal& proposal : accepted) {
      linked_[proposal.first].push_back(proposal.second);
      linked_[proposal.second].push_back(proposal.first);
    }
  }

  void Join(absl::Span<CellClaim> claims) const {
    absl::flat_hash_map<SourceId, std::vector<uint32_t>> by_source;
    std::map<LineId, uint32_t> first_of_line;
    Voices voices(claims.size());
    for (uint32_t i = 0; i < claims.size(); ++i) {
      by_source[claims[i].source].push_back(i);
      const auto [line, is_new] = first_of_line.try_emplace(claims[i].line, i);
      if (!is_new) voices.Join(line->second, i);
    }
    for (uint32_t i = 0; i < claims.size(); ++i) {
      const auto linked = linked_.find(claims[i].source);
      if (linked == linked_.end()) continue;
      for (const SourceId other : linked->second) {
        const auto others = by_source.find(other);
        if (others == by_source.end()) continue;
        for (const uint32_t j : others->second) voices.Join(i, j);
      }
    }
    std::map<uint32_t, LineId> least;
    for (uint32_t i = 0; i < claims.size(); ++i) {
      const auto [line, is_new] =
          least.try_emplace(voices.Of(i), claims[i].line);
      if (!is_new) line->second = std::min(line->second, claims[i].line);
    }
    for (uint32_t i = 0; i < claims.size(); ++i) {
      claims[i].line = least[voices.Of(i)];
    }
  }

 private:
  absl::flat_hash_map<SourceId, std::vector<SourceId>> linked_;
};

}  // namespace

std::vector<DependenceProposal> ProposeDependence(
    absl::Span<const CellClaim> claims) {
  const CellTable table(WithoutLines(claims));
  return Search(table).Run();
}

std::vector<CellClaim> JoinLines(
    absl::Span<const CellClaim> claims,
    absl::Span<const DependenceProposal> accepted) {
  std::vector<CellClaim> result(claims.begin(), claims.end());
  std::sort(result.begin(), result.end());
  const LineJoiner joiner(accepted);
  size_t begin = 0;
  while (begin < result.size()) {
    size_t end = begin;
    while (end < result.size() && result[end].cell == result[begin].cell &&
           result[end].value == result[begin].value) {
      ++end;
    }
    joiner.Join(absl::MakeSpan(result).subspan(begin, end - begin));
    begin = end;
  }
  return result;
}

}  // namespace attest
