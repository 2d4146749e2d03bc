// What a RefCase's claims amount to, statement by statement: verdicts and
// figures, with or without some keys.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_FINDINGS_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_FINDINGS_H_

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/edtf.h"
#include "tests/reference/corroboration_case.h"
#include "tests/reference/corroboration_lines.h"
#include "tests/reference/corroboration_standing.h"
#include "tests/reference/corroboration_state.h"
#include "tests/reference/corroboration_statements.h"

namespace attest::reference {

struct RefFinding {
  RefStatementKey statement;
  std::string verdict;
  LineFigures lines;
  LineFigures opposing_lines;
  size_t citations = 0;
  size_t reports = 0;
  size_t publishers = 0;
  KeyList supporting;
  KeyList opposing;
  KeyList doubting;
  KeyList not_counted;
  std::vector<RefStatementKey> conflicts_with;
  std::vector<RefStatementKey> differs;
  KeyList origins;
  KeyList unknown_origins;
  KeyList single_points;
  std::optional<KeyList> weakest_cut;
  std::vector<KeyList> cycles;
  std::optional<KeyList> minimal_flip;
  bool same_origin = false;
};

class RefFindings {
 public:
  explicit RefFindings(const RefCase& the_case, Keys without = {})
      : world_(the_case),
        without_(std::move(without)),
        state_(world_, without_) {}

  // In the order of output.
  [[nodiscard]] std::vector<RefFinding> All() const {
    std::vector<RefFinding> findings;
    for (const auto& [key, statement] : world_.statements) {
      findings.push_back(Of(statement));
    }
    return findings;
  }

  [[nodiscard]] const RefWorld& world() const { return world_; }
  [[nodiscard]] const RefState& state() const { return state_; }

 private:
  [[nodiscard]] RefFinding Of(const RefStatement& statement) const {
    RefFinding finding;
    finding.statement = statement.key;
    const RefState::Judged judged = state_.VerdictOn(statement);
    finding.verdict = judged.verdict;
    finding.same_origin = judged.same_origin;

    const std::vector<const RefClaim*> supporting =
        state_.Supporting(statement);
    const std::vector<const RefClaim*> opposing = state_.Opposing(statement);
    finding.supporting = KeysOf(supporting);
    finding.opposing = KeysOf(opposing);
    finding.doubting = KeysOf(state_.Doubting(statement));
    finding.not_counted = KeysOf(state_.NotCounted(statement));
    CountCitations(supporting, finding);
    for (const RefStatement* other : state_.Conflicting(statement)) {
      finding.conflicts_with.push_back(other->key);
    }
    for (const RefStatement* other : state_.Differing(statement)) {
      finding.differs.push_back(other->key);
    }

    const RefLines lines = state_.LinesOf(supporting);
    finding.lines = lines.figures();
    finding.opposing_lines = state_.LinesOf(opposing).figures();
    finding.origins = lines.OriginsThatAre(/*known=*/true);
    finding.unknown_origins = lines.OriginsThatAre(/*known=*/false);
    finding.single_points = lines.SinglePoints();
    finding.weakest_cut = lines.WeakestCut();
    finding.cycles = CyclesOf(lines, supporting);
    finding.minimal_flip = MinimalFlip(statement, judged.verdict);
    return finding;
  }

  static KeyList KeysOf(const std::vector<const RefClaim*>& claims) {
    KeyList keys;
    for (const RefClaim* claim : claims) keys.push_back(claim->key);
    return keys;
  }

  void CountCitations(const std::vector<const RefClaim*>& supporting,
                      RefFinding& finding) const {
    Keys reports;
    Keys publishers;
    for (const RefClaim* claim : supporting) {
      reports.insert(claim->report);
      publishers.insert(
          FindByKey(world_.the_case.reports, claim->report)->publisher);
    }
    finding.citations = supporting.size();
    finding.reports = reports.size();
    finding.publishers = publishers.size();
  }

  [[nodiscard]] std::vector<KeyList> CyclesOf(
      const RefLines& lines,
      const std::vector<const RefClaim*>& supporting) const {
    std::set<KeyList> cycles = lines.Components();
    for (const std::string& key : state_.OnChains(supporting)) {
      const RefReport* report = FindByKey(world_.the_case.reports, key);
      if (report != nullptr && DerivesFromALater(*report)) {
        cycles.insert({world_.names.Of(key)});
      }
    }
    return {cycles.begin(), cycles.end()};
  }

  [[nodiscard]] bool DerivesFromALater(const RefReport& report) const {
    if (report.published.empty()) return false;
    const DayRange here = Edtf::Parse(report.published)->possible();
    for (const RefDerivation& one : DerivationsOf(world_.the_case, report)) {
      const RefReport* upstream = FindByKey(world_.the_case.reports, one.on);
      if (upstream == nullptr || upstream->published.empty()) continue;
      const DayRange there = Edtf::Parse(upstream->published)->possible();
      if (here.end <= there.begin) return true;
    }
    return false;
  }

  // -- Minimal flip ---------------------------------------------------------

  // Every set of at most three, the smaller ones first.
  [[nodiscard]] std::optional<KeyList> MinimalFlip(
      const RefStatement& statement, const std::string& verdict) const {
    const KeyList keys = Candidates(statement);
    auto flips = [&](const Keys& members) {
      return VerdictWithout(members, statement) != verdict;
    };
    const size_t n = keys.size();
    for (size_t a = 0; a < n; ++a) {
      if (flips({keys[a]})) return KeyList{keys[a]};
    }
    for (size_t a = 0; a < n; ++a) {
      for (size_t b = a + 1; b < n; ++b) {
        if (flips({keys[a], keys[b]})) return KeyList{keys[a], keys[b]};
      }
    }
    for (size_t a = 0; a < n; ++a) {
      for (size_t b = a + 1; b < n; ++b) {
        for (size_t c = b + 1; c < n; ++c) {
          if (flips({keys[a], keys[b], keys[c]})) {
            return KeyList{keys[a], keys[b], keys[c]};
          }
        }
      }
    }
    return std::nullopt;
  }

  // Sources, then reports, each by key.
  [[nodiscard]] KeyList Candidates(const RefStatement& statement) const {
    Keys on_chains = state_.OnChains(state_.Supporting(statement));
    on_chains.merge(state_.OnChains(state_.Opposing(statement)));
    for (const RefStatement* other : state_.Conflicting(statement)) {
      on_chains.merge(state_.OnChains(state_.Supporting(*other)));
    }
    KeyList sources;
    KeyList reports;
    for (const std::string& key : on_chains) {
      const bool is_source = FindByKey(world_.the_case.sources, key) != nullptr;
      (is_source ? sources : reports).push_back(key);
    }
    Append(reports, sources);
    return sources;
  }

  // With everything computed anew; what was computed for one statement is
  // kept for the others.
  [[nodiscard]] std::string VerdictWithout(
      Keys members, const RefStatement& statement) const {
    members.insert(without_.begin(), without_.end());
    auto [found, is_new] = fallen_states_.try_emplace(members);
    if (is_new) found->second = std::make_unique<RefState>(world_, members);
    return found->second->VerdictOn(statement).verdict;
  }

  const RefWorld world_;
  const Keys without_;
  const RefState state_;
  mutable std::map<Keys, std::unique_ptr<RefState>> fallen_states_;
};

// Requires: every key of `without` is one of the case.
inline std::vector<RefFinding> FindingsOf(const RefCase& the_case,
                                          Keys without = {}) {
  return RefFindings(the_case, std::move(without)).All();
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_FINDINGS_H_
