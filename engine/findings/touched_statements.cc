#include "engine/findings/touched_statements.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "engine/findings/place_claims.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

constexpr Role kRoles[] = {Role::kSubject, Role::kObject, Role::kPlace};

// The statements of a view that bear on each other: those of one predicate
// about one subject, and, where objects keep them apart, of one object.
class Buckets {
 public:
  Buckets(const View& view, const Statements& statements)
      : view_(view), statements_(statements) {}

  // Adds the bucket of `statement`.
  void Add(uint32_t statement) {
    const StatementRow& row = view_.tables().statements[statement];
    keys_.emplace(row.predicate, statements_.GroupOf(row.subject),
                  statements_.ObjectApart(statement));
  }

  // Those that mention one of `members`.
  void AddAbout(const std::vector<EntityId>& members) {
    if (members.empty()) return;
    for (const Role role : kRoles) {
      for (const uint32_t statement :
           view_.cut_state().StatementsAbout(members, role)) {
        Add(statement);
      }
    }
  }

  // All statements in the buckets, and those that they conflict with by their
  // objects.
  [[nodiscard]] std::vector<uint32_t> All() const {
    std::vector<uint32_t> all;
    absl::flat_hash_set<std::pair<uint32_t, uint32_t>> by_object;
    for (const auto& [predicate, subject, object] : keys_) {
      const bool meets =
          statements_.PredicateOf(predicate).functional == Functional::kObject;
      for (const uint32_t one : About(subject, Role::kSubject, predicate)) {
        if (object != kMarked && statements_.ObjectApart(one) != object) {
          continue;
        }
        all.push_back(one);
        const uint32_t named = view_.tables().statements[one].object;
        if (meets && (named & kMarked) == 0) {
          by_object.emplace(predicate, statements_.GroupOf(named));
        }
      }
    }
    for (const auto& [predicate, object] : by_object) {
      const std::vector<uint32_t> more =
          About(object, Role::kObject, predicate);
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }

 private:
  [[nodiscard]] std::vector<uint32_t> About(uint32_t group, Role role,
                                            uint32_t predicate) const {
    return statements_.About(EntityId(view_.tables().entities[group].event),
                             role, predicate);
  }

  const View& view_;
  const Statements& statements_;
  // Predicate, subject and object, as ObjectApart has it.
  absl::flat_hash_set<std::tuple<uint32_t, uint32_t, uint32_t>> keys_;
};

bool SameUpstream(const std::vector<Provenance::Derived>& a,
                  const std::vector<Provenance::Derived>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& one, const auto& other) {
                      return one.upstream == other.upstream &&
                             one.how == other.how;
                    });
}

// Is everything that chains are drawn from the same of one record?
bool IsSame(const Provenance& a, const Provenance& b, ChainVertex vertex) {
  return a.IsFallen(vertex) == b.IsFallen(vertex) &&
         a.KindOf(vertex) == b.KindOf(vertex) &&
         a.IsAnonymous(vertex) == b.IsAnonymous(vertex) &&
         a.PublisherOf(vertex) == b.PublisherOf(vertex) &&
         a.PartOf(vertex) == b.PartOf(vertex) &&
         a.Merged(vertex) == b.Merged(vertex) &&
         a.MergedByOwner(vertex) == b.MergedByOwner(vertex) &&
         SameUpstream(a.UpstreamOf(vertex), b.UpstreamOf(vertex));
}

// From what a record is published by, derives from or is part of, to it.
using Downstream = std::vector<std::pair<ChainVertex, ChainVertex>>;

void AddDownstream(const Provenance& provenance, Downstream& edges) {
  for (size_t i = 0; i < provenance.size(); ++i) {
    const auto vertex = static_cast<ChainVertex>(i);
    if (provenance.IsReport(vertex)) {
      edges.emplace_back(provenance.PublisherOf(vertex), vertex);
    }
    if (const auto parent = provenance.PartOf(vertex)) {
      edges.emplace_back(*parent, vertex);
    }
    for (const Provenance::Derived& derived : provenance.UpstreamOf(vertex)) {
      edges.emplace_back(derived.upstream, vertex);
    }
  }
}

// By vertex: may a chain that begins there come by one of `changed`?
std::vector<bool> Reaching(const Provenance& before, const Provenance& after,
                           const std::vector<ChainVertex>& changed) {
  Downstream edges;
  AddDownstream(before, edges);
  AddDownstream(after, edges);
  std::sort(edges.begin(), edges.end());
  std::vector<bool> reaching(after.size());
  std::vector<ChainVertex> pending = changed;
  for (const ChainVertex vertex : changed) reaching[IndexOf(vertex)] = true;
  while (!pending.empty()) {
    const ChainVertex vertex = pending.back();
    pending.pop_back();
    for (auto edge = std::lower_bound(edges.begin(), edges.end(),
                                      std::pair(vertex, ChainVertex{0}));
         edge != edges.end() && edge->first == vertex; ++edge) {
      if (reaching[IndexOf(edge->second)]) continue;
      reaching[IndexOf(edge->second)] = true;
      pending.push_back(edge->second);
    }
  }
  return reaching;
}

class TouchFinder {
 public:
  TouchFinder(const View& before, const std::vector<uint32_t>& linked,
              const Findings& after)
      : before_(before),
        linked_(linked),
        after_(after),
        tables_(after.view().tables()),
        old_cut_(before.cut_state()),
        cut_(after.view().cut_state()),
        buckets_(after.view(), after.statements()) {}

  std::vector<uint32_t> Find() {
    for (uint32_t i = old_cut_.claims(); i < cut_.claims(); ++i) {
      buckets_.Add(tables_.claim_statements[i]);
    }
    if (MayChangeOthers()) {
      const Findings old(before_, {});
      Claims(old);
      Groups();
      Places(old);
    }
    std::vector<uint32_t> found = buckets_.All();
    for (uint32_t& one : found) {
      one = static_cast<uint32_t>(
          after_.view().FirstOf(StatementId(one)).value());
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

 private:
  // May what came bear on more than the statements that it claims? If not,
  // the state before need not be looked at.
  [[nodiscard]] bool MayChangeOthers() const {
    if (old_cut_.decisions() != cut_.decisions()) return true;
    const std::vector<uint32_t> places = PlaceClaims(after_.view());
    if (!places.empty() && places.back() >= old_cut_.claims()) return true;
    if (old_cut_.reports() != cut_.reports() && after_.chains().has_texts()) {
      return true;
    }
    // A new record can make one of two earlier ones.
    for (uint32_t i = old_cut_.reports(); i < cut_.reports(); ++i) {
      const ReportId report(tables_.reports[i].event);
      for (const Upstream& upstream : after_.view().UpstreamOf(report)) {
        if (!IsOrdering(upstream.how)) return true;
      }
    }
    return false;
  }

  // The earlier claims whose chains are others, or that count otherwise: by a
  // record, by a decision on themselves, or by what they rest on.
  void Claims(const Findings& old) {
    std::vector<bool> touched(old_cut_.claims());
    ByRecords(old, touched);
    for (uint32_t i = old_cut_.decisions(); i < cut_.decisions(); ++i) {
      const EventPlace target = tables_.places[tables_.decisions[i].target];
      if (target.type() == RecordType::kClaim &&
          target.ordinal() < touched.size()) {
        touched[target.ordinal()] = true;
      }
    }
    // A claim comes after those it rests on.
    for (size_t i = 0; i < tables_.rests_on.size(); ++i) {
      const RestsOnRow row = tables_.rests_on[i];
      if (row.claim >= touched.size()) break;
      for (const uint32_t other : tables_.lists[row.list]) {
        if (touched[other]) touched[row.claim] = true;
      }
    }
    for (uint32_t claim = 0; claim < touched.size(); ++claim) {
      if (touched[claim]) buckets_.Add(tables_.claim_statements[claim]);
    }
  }

  // Adds those of `linked` that were there before, of `count` records.
  void AddLinked(const std::vector<uint32_t>& linked, size_t count,
                 std::vector<ChainVertex>& changed) const {
    for (const uint32_t event : linked) {
      const ChainVertex vertex = after_.chains().VertexOf(EventIndex(event));
      if (IndexOf(vertex) < count) changed.push_back(vertex);
    }
  }

  void ByRecords(const Findings& old, std::vector<bool>& touched) const {
    const Provenance& was = old.chains().provenance();
    const Provenance& is = after_.chains().provenance();
    std::vector<ChainVertex> changed;
    for (size_t i = 0; i < was.size(); ++i) {
      const auto vertex = static_cast<ChainVertex>(i);
      if (!IsSame(was, is, vertex)) changed.push_back(vertex);
    }
    AddLinked(linked_, was.size(), changed);
    AddLinked(LinkedReports(after_), was.size(), changed);
    if (changed.empty()) return;
    const std::vector<bool> reaching = Reaching(was, is, changed);
    const auto reaches = [&](uint32_t event) {
      return reaching[IndexOf(after_.chains().VertexOf(EventIndex(event)))];
    };
    std::vector<bool> sources(cut_.sources());
    for (uint32_t i = 0; i < sources.size(); ++i) {
      sources[i] = reaches(tables_.sources[i].event);
    }
    std::vector<bool> reports(cut_.reports());
    for (uint32_t i = 0; i < reports.size(); ++i) {
      reports[i] = reaches(tables_.reports[i].event);
    }
    std::vector<bool> manners(tables_.manners.size());
    for (uint32_t i = 0; i < manners.size(); ++i) {
      const absl::Span<const uint32_t> list = tables_.lists[tables_.manners[i]];
      for (size_t k = 1; k + 2 < list.size(); k += 3) {
        if (list[k] < sources.size() && sources[list[k]]) manners[i] = true;
      }
    }
    for (uint32_t claim = 0; claim < touched.size(); ++claim) {
      if (reports[tables_.claim_reports[claim]] ||
          manners[tables_.claim_manners[claim]]) {
        touched[claim] = true;
      }
    }
  }

  // Groups of identity that are no more or are new. The buckets that there were
  // need no look: whatever left one names a member of such a group itself.
  void Groups() {
    std::vector<EntityId> members;
    const auto add = [&](const IdentityGroups& groups,
                         const IdentityGroups& others) {
      for (const std::vector<EntityId>& group : groups.groups()) {
        if (others.GroupOf(group.front()) == group) continue;
        members.insert(members.end(), group.begin(), group.end());
      }
    };
    add(old_cut_.identity(), cut_.identity());
    add(cut_.identity(), old_cut_.identity());
    buckets_.AddAbout(members);
  }

  void Places(const Findings& old) {
    std::vector<EntityId> members;
    for (const EntityId entity :
         after_.hierarchy().ChangedSince(old.hierarchy())) {
      for (const IdentityGroups* const groups :
           {&old_cut_.identity(), &cut_.identity()}) {
        const std::vector<EntityId> group = groups->GroupOf(entity);
        members.insert(members.end(), group.begin(), group.end());
      }
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    buckets_.AddAbout(members);
  }

  const View& before_;
  const std::vector<uint32_t>& linked_;
  const Findings& after_;
  const ProjectionTables& tables_;
  const CutState& old_cut_;
  const CutState& cut_;
  Buckets buckets_;
};

}  // namespace

std::vector<uint32_t> TouchedStatements(const View& before,
                                        const std::vector<uint32_t>& linked,
                                        const Findings& after) {
  return TouchFinder(before, linked, after).Find();
}

std::vector<uint32_t> LinkedReports(const Findings& findings) {
  std::vector<uint32_t> linked;
  if (!findings.chains().has_texts()) return linked;
  for (const ReportId report : findings.view().Reports()) {
    if (!findings.texts().links_of(report).empty()) {
      linked.push_back(static_cast<uint32_t>(report.value()));
    }
  }
  return linked;
}

}  // namespace attest
