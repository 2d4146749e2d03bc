// Which decisions of a RefCase stand: identity groups, derivations,
// dependences, merged vertices, what is retracted or rejected.
//
// Nothing here depends on what is live, but RefFallen.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_STANDING_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_STANDING_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tests/reference/corroboration_case.h"

namespace attest::reference {

// A partition of keys, as sets that are searched one by one.
class RefPartition {
 public:
  void Join(const std::string& a, const std::string& b) {
    Keys joined = GroupOf(a);
    joined.merge(GroupOf(b));
    std::vector<Keys> others;
    for (const Keys& group : groups_) {
      if (!group.contains(a) && !group.contains(b)) others.push_back(group);
    }
    others.push_back(joined);
    groups_ = others;
  }
  [[nodiscard]] Keys GroupOf(const std::string& key) const {
    for (const Keys& group : groups_) {
      if (group.contains(key)) return group;
    }
    return {key};
  }

 private:
  std::vector<Keys> groups_;
};

// The decisions of one type that stand: of each thing the latest.
template <class Decision, class Thing>
std::vector<Decision> Standing(const RefCase& the_case, Thing thing) {
  std::vector<Decision> standing;
  for (const RefDecision& decision : InLogOrder(the_case.decisions)) {
    const auto* made = std::get_if<Decision>(&decision.what);
    if (made == nullptr) continue;
    std::erase_if(standing, [&](const Decision& earlier) {
      return thing(earlier) == thing(*made);
    });
    standing.push_back(*made);
  }
  return standing;
}

// The identity groups.
inline RefPartition IdentityOf(const RefCase& the_case) {
  const auto standing =
      Standing<RefIdentity>(the_case, [](const RefIdentity& one) {
        return Keys{one.a, one.b};
      });
  RefPartition groups;
  for (const RefIdentity& same : standing) {
    if (same.judgement != IdentityJudgement::kSame) continue;
    RefPartition tried = groups;
    tried.Join(same.a, same.b);
    bool forbidden = false;
    for (const RefIdentity& different : standing) {
      if (different.judgement != IdentityJudgement::kDifferent) continue;
      forbidden |= tried.GroupOf(different.a).contains(different.b);
    }
    if (!forbidden) groups = tried;
  }
  return groups;
}

inline std::vector<RefDependence> DependencesOf(const RefCase& the_case) {
  return Standing<RefDependence>(the_case, [](const RefDependence& one) {
    return std::pair(one.from, one.on);
  });
}

// Does `how` order the two, so that one comes from the other?
inline bool OrdersTheTwo(How how) { return how <= How::kCompilation; }

// The derivations of `report` that stand, in their order.
inline std::vector<RefDerivation> DerivationsOf(const RefCase& the_case,
                                                const RefReport& report) {
  const std::vector<RefDependence> decisions = DependencesOf(the_case);
  std::vector<RefDerivation> result;
  Keys declared;
  auto add = [&](const std::string& on, How how) {
    if (OrdersTheTwo(how)) result.push_back({on, how});
  };
  for (const RefDerivation& one : report.derived_from) {
    declared.insert(one.on);
    const RefDependence* decided = nullptr;
    for (const RefDependence& decision : decisions) {
      if (decision.from == report.key && decision.on == one.on) {
        decided = &decision;
      }
    }
    if (decided == nullptr) {
      add(one.on, one.how);
    } else if (decided->judgement == Judgement::kAccepted) {
      add(one.on, decided->how);
    }
  }
  for (const RefDependence& decision : decisions) {
    if (decision.from != report.key || declared.contains(decision.on)) continue;
    if (decision.judgement == Judgement::kAccepted) {
      add(decision.on, decision.how);
    }
  }
  return result;
}

// What the source `from` depends on, in the order of the log.
inline KeyList SourceDependences(const RefCase& the_case,
                                 const std::string& from) {
  KeyList result;
  for (const RefDependence& decision : DependencesOf(the_case)) {
    if (decision.from == from && OrdersTheTwo(decision.how) &&
        decision.judgement == Judgement::kAccepted &&
        FindByKey(the_case.sources, from) != nullptr) {
      result.push_back(decision.on);
    }
  }
  return result;
}

enum class Owners : uint8_t { kApart, kMerged };

// Sources and reports that are one vertex.
inline RefPartition VerticesOf(const RefCase& the_case, Owners owners) {
  RefPartition vertices;
  const std::vector<RefDependence> decisions = DependencesOf(the_case);
  auto join = [&](const std::string& a, const std::string& b, How how) {
    if (OrdersTheTwo(how)) return;
    if (how == How::kSameOwner && owners == Owners::kApart) return;
    vertices.Join(a, b);
  };
  for (const RefReport& report : the_case.reports) {
    for (const RefDerivation& one : report.derived_from) {
      const bool decided = std::any_of(
          decisions.begin(), decisions.end(), [&](const RefDependence& made) {
            return made.from == report.key && made.on == one.on;
          });
      if (!decided) join(report.key, one.on, one.how);
    }
  }
  for (const RefDependence& decision : decisions) {
    if (decision.judgement == Judgement::kAccepted) {
      join(decision.from, decision.on, decision.how);
    }
  }
  return vertices;
}

// The member of `group` defined first.
inline std::string FirstDefined(const RefCase& the_case, const Keys& group) {
  std::map<uint64_t, std::string> by_place;
  auto add = [&](const auto& records) {
    for (const auto& record : records) {
      if (group.contains(record.key)) by_place.emplace(record.at, record.key);
    }
  };
  add(the_case.sources);
  add(the_case.reports);
  add(the_case.entities);
  return by_place.begin()->second;
}

// What decisions, or a what-if, take out.
struct RefFallen {
  Keys retracted;  // claims and reports
  Keys rejected;   // claims, reports and sources, those of the what-if too
  Keys accepted;   // by status

  // Is the source rejected, or the report retracted or rejected?
  [[nodiscard]] bool Has(const std::string& key) const {
    return retracted.contains(key) || rejected.contains(key);
  }
};

inline RefFallen FallenOf(const RefCase& the_case, const Keys& without) {
  RefFallen fallen;
  for (const RefDecision& decision : InLogOrder(the_case.decisions)) {
    if (const auto* made = std::get_if<RefRetraction>(&decision.what)) {
      fallen.retracted.erase(made->target);
      if (made->judgement == Judgement::kAccepted) {
        fallen.retracted.insert(made->target);
      }
    }
    const auto* status = std::get_if<RefStatus>(&decision.what);
    if (status == nullptr) continue;
    if (status->value != "accepted" && status->value != "rejected") continue;
    fallen.accepted.erase(status->target);
    fallen.rejected.erase(status->target);
    (status->value == "accepted" ? fallen.accepted : fallen.rejected)
        .insert(status->target);
  }
  fallen.rejected.insert(without.begin(), without.end());
  return fallen;
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_STANDING_H_
