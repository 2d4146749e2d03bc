#include "benchmarks/truth/birthplaces.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/btree_map.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "benchmarks/truth/measured.h"
#include "benchmarks/truth/normalisers/place_tree.h"
#include "engine/corroboration/scorers.h"

namespace attest {
namespace {

using Rows = std::vector<std::vector<std::string>>;

bool ReadRows(const std::string& path, size_t columns, Rows& rows) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    return false;
  }
  while (std::getline(file, line)) {
    std::vector<std::string> fields = CsvFields(line);
    if (fields.size() == columns) rows.push_back(std::move(fields));
  }
  return true;
}

// Which people's answers are counted; all claims are scored always.
enum class Part : uint8_t { kTuned, kReported, kAll };

class Birthplaces {
 public:
  bool Read(const std::string& dir, size_t most_people) {
    Rows claims;
    Rows gold;
    if (!tree_.Read(dir + "/hierarchy.csv") ||
        !ReadRows(dir + "/claims.csv", 3, claims) ||
        !ReadRows(dir + "/groundtruths.csv", 2, gold)) {
      return false;
    }
    std::map<std::string, uint64_t> people;
    for (const auto& row : gold) {
      if (people.size() == most_people) break;
      const CellId cell(people.emplace(row[0], people.size()).first->second);
      chains_[cell] = absl::StrSplit(row[1], ',');
    }
    AddClaims(claims, people);
    return true;
  }

  void Print(const char* name, const Scores& scores) const {
    Print(name, Best(scores));
  }

  void Print(const char* name,
             const absl::btree_map<CellId, ValueId>& best) const {
    absl::PrintF("%-28s", name);
    for (const Part part : {Part::kTuned, Part::kReported, Part::kAll}) {
      size_t cells = 0;
      size_t exact = 0;
      size_t on_chain = 0;
      for (const auto& [cell, chain] : chains_) {
        if (part != Part::kAll && IsTuned(cell) != (part == Part::kTuned)) {
          continue;
        }
        ++cells;
        const std::string& answer = tree_.Name(best.at(cell).value());
        if (answer == chain.front()) ++exact;
        on_chain += absl::c_linear_search(chain, answer) ? 1 : 0;
      }
      const auto of_all = [cells](size_t count) {
        return static_cast<double>(count) / static_cast<double>(cells);
      };
      absl::PrintF("   %.3f %.3f", of_all(exact), of_all(on_chain));
    }
    absl::PrintF("\n");
  }

  // Votes that climb: a claim counts for its value and all that it lies in;
  // from the top down the way with most votes is followed to its end.
  [[nodiscard]] absl::btree_map<CellId, ValueId> ClimbingVote() const {
    absl::btree_map<CellId, ValueId> best;
    const CellTable table(
        measured_.claims, [this](ValueId precise, ValueId general) {
          return tree_.IsInside(precise.value(), general.value());
        });
    for (const CellTable::Cell& cell : table.cells) {
      best[cell.id] = table.values[Descend(table, cell.values)].id;
    }
    return best;
  }

  [[nodiscard]] Scores Climbing(const ScorePrior& prior) const {
    return ScoreLines(
        measured_.claims,
        [this](ValueId precise, ValueId general) {
          return tree_.IsInside(precise.value(), general.value());
        },
        prior);
  }

  [[nodiscard]] const Measured& measured() const { return measured_; }

 private:
  void AddClaims(const Rows& rows,
                 const std::map<std::string, uint64_t>& people) {
    std::set<std::string> names;
    std::map<std::string, std::vector<std::string>> said;
    for (const auto& row : rows) {
      names.insert(row[1]);
      said[row[0]].push_back(row[2]);
    }
    measured_.sources.assign(names.begin(), names.end());
    for (const auto& row : rows) {
      const auto person = people.find(row[0]);
      if (person == people.end()) continue;
      const auto source = static_cast<uint64_t>(
          std::distance(names.begin(), names.find(row[1])));
      measured_.claims.push_back(
          {CellId(person->second), ValueId(tree_.Resolve(row[2], said[row[0]])),
           SourceId(source), PredicateId(0), LineId(source)});
    }
  }

  static bool LiesIn(const CellTable& table, uint32_t inner, uint32_t outer) {
    const CellTable::Range range = table.values[inner].generals;
    return std::binary_search(table.generals.begin() + range.begin,
                              table.generals.begin() + range.end, outer);
  }

  static uint32_t Descend(const CellTable& table, CellTable::Range values) {
    std::map<uint32_t, uint32_t> votes;
    for (uint32_t v = values.begin; v < values.end; ++v) {
      votes[v] += table.values[v].lines.size();
      const CellTable::Range generals = table.values[v].generals;
      for (uint32_t i = generals.begin; i < generals.end; ++i) {
        votes[table.generals[i]] += table.values[v].lines.size();
      }
    }
    std::optional<uint32_t> place;
    for (;;) {
      std::optional<uint32_t> next;
      for (uint32_t v = values.begin; v < values.end; ++v) {
        if (place.has_value() && !LiesIn(table, v, *place)) continue;
        if (!next.has_value() || votes[v] > votes[*next]) next = v;
      }
      if (!next.has_value()) return *place;
      place = next;
    }
  }

  PlaceTree tree_;
  Measured measured_;
  // The right place and what it lies in, by name: names are all that claims
  // give, and a dozen places may share one.
  absl::btree_map<CellId, std::vector<std::string>> chains_;
};

}  // namespace

bool MeasureBirthplaces(const std::string& dir, size_t most_people) {
  Birthplaces birthplaces;
  if (!birthplaces.Read(dir, most_people)) return false;
  absl::PrintF(
      "Birthplaces: exact and on-chain, of the half tuned on, the half "
      "reported, and all\n");
  absl::PrintF("%-28s %14s %14s   %.3f %.3f\n", "published: plain VOTE", "", "",
               0.729, 0.863);
  for (const ScoreMethod method : kScoreMethods) {
    birthplaces.Print(std::string(NameOf(method)).c_str(),
                      Score(birthplaces.measured().claims, method));
  }
  birthplaces.Print("vote, climbing", birthplaces.ClimbingVote());
  birthplaces.Print("lines, climbing", birthplaces.Climbing(ScorePrior()));
  return true;
}

}  // namespace attest
