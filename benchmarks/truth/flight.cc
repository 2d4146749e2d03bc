#include "benchmarks/truth/flight.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "benchmarks/truth/measured.h"
#include "benchmarks/truth/normalisers/flight_values.h"
#include "engine/corroboration/scorers.h"
#include "engine/corroboration/value_dependence.h"

namespace attest {
namespace {

constexpr size_t kAttributes = 6;

bool IsGate(size_t attribute) { return attribute == 2 || attribute == 5; }

bool IsAirline(absl::string_view source) {
  return source == "aa" || source == "ua" || source == "CO";
}

enum class Airlines : uint8_t { kWith, kWithout };
enum class Times : uint8_t { kMinutes, kTenMinutes };

using FlightAttribute = std::pair<std::string, size_t>;

struct FlightDay {
  // What each source says first; a time in minutes or a gate.
  std::map<FlightAttribute, std::map<std::string, std::string>> cells;
  std::map<FlightAttribute, std::string> gold;
};

std::optional<std::string> Normalized(size_t attribute,
                                      absl::string_view text) {
  if (IsGate(attribute)) return FlightGate(text);
  const std::optional<int64_t> minute = FlightMinute(text);
  if (!minute.has_value()) return std::nullopt;
  return absl::StrCat(*minute);
}

// Calls `use` with the fields of every line. Returns false without the file.
template <class Use>
bool ReadRows(const std::string& path, Use use) {
  std::ifstream file(path);
  if (!file) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    return false;
  }
  std::string line;
  while (std::getline(file, line)) {
    use(std::vector<std::string>(absl::StrSplit(line, '\t')));
  }
  return true;
}

std::optional<FlightDay> ReadDay(const std::string& dir,
                                 const std::string& day) {
  FlightDay result;
  bool read = ReadRows(
      absl::StrCat(dir, "/claims/", day, ".txt"),
      [&](const std::vector<std::string>& row) {
        for (size_t i = 0; i < kAttributes && i + 2 < row.size(); ++i) {
          std::optional<std::string> value = Normalized(i, row[i + 2]);
          if (!value.has_value()) continue;
          result.cells[{row[1], i}].emplace(row[0], *std::move(value));
        }
      });
  read = read && ReadRows(absl::StrCat(dir, "/truth/", day, ".txt"),
                          [&](const std::vector<std::string>& row) {
                            for (size_t i = 0;
                                 i < kAttributes && i + 1 < row.size(); ++i) {
                              std::optional<std::string> value =
                                  Normalized(i, row[i + 1]);
                              if (!value.has_value()) continue;
                              result.gold[{row[0], i}] = *std::move(value);
                            }
                          });
  if (!read) return std::nullopt;
  return result;
}

// Times within ten minutes are one value, as Li et al., VLDB 2013, section
// 3.1, have it: buckets of ten around the time most sources give.
class Buckets {
 public:
  explicit Buckets(const std::map<std::string, std::string>& values) {
    std::map<int64_t, int> counts;
    for (const auto& [source, value] : values) ++counts[std::stoll(value)];
    int most = 0;
    for (const auto& [minute, count] : counts) {
      if (count <= most) continue;
      most = count;
      middle_ = minute;
    }
  }

  [[nodiscard]] std::string Of(const std::string& value) const {
    // (middle - 5, middle + 5] is one bucket.
    const int64_t offset = std::stoll(value) - middle_ + 4;
    const int64_t bucket = offset >= 0 ? offset / 10 : -((9 - offset) / 10);
    return absl::StrCat(bucket);
  }

 private:
  int64_t middle_ = 0;
};

Measured Measure(const FlightDay& day, Airlines airlines, Times times) {
  std::set<std::string> names;
  for (const auto& [key, values] : day.cells) {
    for (const auto& [source, value] : values) names.insert(source);
  }
  Measured measured;
  measured.sources.assign(names.begin(), names.end());
  uint64_t cell = 0;
  for (const auto& [key, all] : day.cells) {
    std::map<std::string, std::string> values;
    for (const auto& [source, value] : all) {
      if (airlines == Airlines::kWith || !IsAirline(source)) {
        values[source] = value;
      }
    }
    if (values.empty()) continue;
    const auto gold = day.gold.find(key);
    std::optional<std::string> right;
    if (gold != day.gold.end()) right = gold->second;
    if (times == Times::kTenMinutes && !IsGate(key.second)) {
      const Buckets buckets(values);
      for (auto& [source, value] : values) value = buckets.Of(value);
      if (right.has_value()) right = buckets.Of(*right);
    }
    std::map<std::string, ValueId> ids;
    for (const auto& [source, value] : values) ids.try_emplace(value);
    if (right.has_value()) ids.try_emplace(*right);
    uint64_t id = 0;
    for (auto& [value, value_id] : ids) value_id = ValueId(id++);
    for (const auto& [source, value] : values) {
      const auto place = std::lower_bound(measured.sources.begin(),
                                          measured.sources.end(), source) -
                         measured.sources.begin();
      const auto number = static_cast<uint64_t>(place);
      measured.claims.push_back({CellId(cell), ids[value], SourceId(number),
                                 PredicateId(key.second), LineId(number)});
    }
    if (right.has_value()) measured.gold[CellId(cell)] = ids[*right];
    ++cell;
  }
  return measured;
}

void PrintGroups(const Measured& measured,
                 const std::vector<DependenceProposal>& proposals) {
  std::vector<size_t> group(measured.sources.size());
  for (size_t i = 0; i < group.size(); ++i) group[i] = i;
  for (const DependenceProposal& proposal : proposals) {
    const size_t from = group[proposal.second.value()];
    const size_t to = group[proposal.first.value()];
    std::replace(group.begin(), group.end(), from, to);
  }
  int with_airline = 0;
  std::map<size_t, std::vector<std::string>> members;
  for (size_t i = 0; i < group.size(); ++i) {
    members[group[i]].push_back(measured.sources[i]);
  }
  for (const auto& [least, names] : members) {
    if (names.size() < 2) continue;
    std::string line;
    for (const std::string& name : names) {
      absl::StrAppend(&line, " ", name);
      if (IsAirline(name)) ++with_airline;
    }
    absl::PrintF("    one voice:%s\n", line);
  }
  absl::PrintF("    %d proposals; airlines merged: %d\n", proposals.size(),
               with_airline);
}

void PrintScores(const Measured& measured,
                 const std::vector<DependenceProposal>& proposals) {
  for (const ScoreMethod method : kScoreMethods) {
    absl::PrintF(" %12.3f",
                 Compare(Score(measured.claims, method), measured).value());
  }
  const std::vector<CellClaim> joined = JoinLines(measured.claims, proposals);
  const Scores scores = Score(joined, ScoreMethod::kLines);
  const Precision precision = Compare(scores, measured);
  absl::PrintF(" %12.3f  (%d of %d)\n", precision.value(), precision.right,
               precision.answered);
}

}  // namespace

bool MeasureFlight(const std::string& dir, absl::Span<const char* const> days) {
  absl::PrintF("%-8s %-8s %-8s %12s %12s %12s %12s %12s %12s\n", "day",
               "airlines", "times", "vote", "truth_finder", "accu", "pop_accu",
               "lines", "+ dependence");
  for (const char* const day : days) {
    const std::optional<FlightDay> read = ReadDay(dir, day);
    if (!read.has_value()) return false;
    for (const Airlines airlines : {Airlines::kWith, Airlines::kWithout}) {
      const bool with = airlines == Airlines::kWith;
      const Measured exact = Measure(*read, airlines, Times::kMinutes);
      const std::vector<DependenceProposal> proposals =
          ProposeDependence(exact.claims);
      for (const Times times : {Times::kMinutes, Times::kTenMinutes}) {
        absl::PrintF("%-8s %-8s %-8s", day, with ? "with" : "without",
                     times == Times::kMinutes ? "minute" : "10 min");
        PrintScores(Measure(*read, airlines, times), proposals);
      }
      PrintGroups(exact, proposals);
    }
  }
  return true;
}

}  // namespace attest
