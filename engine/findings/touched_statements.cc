#include "engine/findings/touched_statements.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
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

// Are the links between the reports of `before` the same in `after`?
bool HaveHeld(const View& before, const Findings& after) {
  const TextFindings& texts = after.texts();
  return texts.have_held_since != nullptr &&
         texts.have_held_since(before.cut());
}

// By vertex: may a chain that begins there come by one of `changed`? Chains go
// on to whatever shares text with one that `may_share_text`.
std::vector<bool> Reaching(const Provenance& before, const Findings& after,
                           absl::FunctionRef<bool(ChainVertex)> may_share_text,
                           const std::vector<ChainVertex>& changed) {
  const ClaimChains& chains = after.chains();
  Downstream edges;
  AddDownstream(before, edges);
  AddDownstream(chains.provenance(), edges);
  std::sort(edges.begin(), edges.end());
  std::vector<bool> reaching(chains.provenance().size());
  std::vector<ChainVertex> pending;
  const auto reach = [&](ChainVertex vertex) {
    if (reaching[IndexOf(vertex)]) return;
    reaching[IndexOf(vertex)] = true;
    pending.push_back(vertex);
  };
  for (const ChainVertex vertex : changed) reach(vertex);
  while (!pending.empty()) {
    const ChainVertex vertex = pending.back();
    pending.pop_back();
    for (auto edge = std::lower_bound(edges.begin(), edges.end(),
                                      std::pair(vertex, ChainVertex{0}));
         edge != edges.end() && edge->first == vertex; ++edge) {
      reach(edge->second);
    }
    if (!may_share_text(vertex)) continue;
    const ReportId report(chains.EventOf(vertex).value());
    for (const ReprintMatch& link : after.texts().links_of(report)) {
      reach(chains.VertexOf(EventIndex(link.other.value())));
    }
  }
  return reaching;
}

// What both ways of finding what is touched come down to.
class Toucher {
 public:
  Toucher(const View& before, const Findings& after)
      : after_(after),
        tables_(after.view().tables()),
        old_cut_(before.cut_state()),
        cut_(after.view().cut_state()),
        buckets_(after.view(), after.statements()) {}

  // Adds the buckets of a claim's statement.
  void AddClaim(uint32_t claim) {
    buckets_.Add(tables_.claim_statements[claim]);
  }

  // Marks the claims whose chains come by what is `reaching`.
  void MarkByRecords(const std::vector<bool>& reaching,
                     std::vector<bool>& touched) const {
    const auto reaches = [&](uint32_t event) {
      return reaching[IndexOf(after_.chains().VertexOf(EventIndex(event)))];
    };
    std::vector<bool> sources(old_cut_.sources());
    for (uint32_t i = 0; i < sources.size(); ++i) {
      sources[i] = reaches(tables_.sources[i].event);
    }
    std::vector<bool> reports(old_cut_.reports());
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

  // Adds the buckets of the claims marked, and of those that rest on them.
  void AddMarked(std::vector<bool> touched) {
    // A claim comes after those it rests on.
    for (size_t i = 0; i < tables_.rests_on.size(); ++i) {
      const RestsOnRow row = tables_.rests_on[i];
      if (row.claim >= touched.size()) break;
      for (const uint32_t other : tables_.lists[row.list]) {
        if (touched[other]) touched[row.claim] = true;
      }
    }
    for (uint32_t claim = 0; claim < touched.size(); ++claim) {
      if (touched[claim]) AddClaim(claim);
    }
  }

  // Groups of identity that are no more or are new. The buckets that there were
  // need no look: whatever left one names a member of such a group itself.
  void AddGroups() {
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

  // What lies elsewhere than it did in `old`.
  void AddPlaces(const Findings& old) {
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

  // All in the buckets added, as joined, rising.
  [[nodiscard]] std::vector<uint32_t> Found() const {
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
  const Findings& after_;
  const ProjectionTables& tables_;
  const CutState& old_cut_;
  const CutState& cut_;
  Buckets buckets_;
};

// The records that chains are drawn from otherwise.
std::vector<ChainVertex> ChangedRecords(const Provenance& was,
                                        const Provenance& is) {
  std::vector<ChainVertex> changed;
  for (size_t i = 0; i < was.size(); ++i) {
    const auto vertex = static_cast<ChainVertex>(i);
    if (!IsSame(was, is, vertex)) changed.push_back(vertex);
  }
  return changed;
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
        links_hold_(!after.chains().has_texts() || HaveHeld(before, after)),
        toucher_(before, after) {}

  std::vector<uint32_t> Find() {
    for (uint32_t i = old_cut_.claims(); i < cut_.claims(); ++i) {
      toucher_.AddClaim(i);
    }
    if (MayChangeOthers()) {
      const Findings old(before_, {});
      Claims(old);
      toucher_.AddGroups();
      toucher_.AddPlaces(old);
    }
    return toucher_.Found();
  }

 private:
  // May what came bear on more than the statements that it claims? If not,
  // the state before need not be looked at.
  [[nodiscard]] bool MayChangeOthers() const {
    if (old_cut_.decisions() != cut_.decisions()) return true;
    const std::vector<uint32_t> places = PlaceClaims(after_.view());
    if (!places.empty() && places.back() >= old_cut_.claims()) return true;
    if (!links_hold_) return true;
    // A new record can make one of two earlier ones, and be a reprint.
    for (uint32_t i = old_cut_.reports(); i < cut_.reports(); ++i) {
      const ReportId report(tables_.reports[i].event);
      if (HasLinks(report)) return true;
      for (const Upstream& upstream : after_.view().UpstreamOf(report)) {
        if (!IsOrdering(upstream.how)) return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool HasLinks(ReportId report) const {
    return after_.chains().has_texts() &&
           !after_.texts().links_of(report).empty();
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
    toucher_.AddMarked(std::move(touched));
  }

  // Did people decide how records depend on each other?
  [[nodiscard]] bool DecidedOnDependence() const {
    for (uint32_t i = old_cut_.decisions(); i < cut_.decisions(); ++i) {
      const DecisionRow& row = tables_.decisions[i];
      const RecordType target = tables_.places[row.target].type();
      const bool is_of_record =
          target == RecordType::kSource || target == RecordType::kReport ||
          target == RecordType::kEntity || target == RecordType::kClaim;
      if (static_cast<RecordType>(row.type) == RecordType::kDependence ||
          !is_of_record) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] ChainVertex VertexOf(uint32_t event) const {
    return after_.chains().VertexOf(EventIndex(event));
  }

  void ByRecords(const Findings& old, std::vector<bool>& touched) const {
    const Provenance& was = old.chains().provenance();
    const Provenance& is = after_.chains().provenance();
    std::vector<ChainVertex> changed = ChangedRecords(was, is);
    absl::flat_hash_set<ChainVertex> linked;
    for (const uint32_t event : LinkedReports(before_, linked_, after_)) {
      linked.insert(VertexOf(event));
    }
    if (!links_hold_ || DecidedOnDependence()) {
      changed.insert(changed.end(), linked.begin(), linked.end());
      for (const uint32_t event : linked_) changed.push_back(VertexOf(event));
    }
    for (uint32_t i = old_cut_.reports(); i < cut_.reports(); ++i) {
      const uint32_t event = tables_.reports[i].event;
      if (HasLinks(ReportId(event))) changed.push_back(VertexOf(event));
    }
    if (changed.empty()) return;
    const auto may_share_text = [&linked](ChainVertex vertex) {
      return linked.contains(vertex);
    };
    toucher_.MarkByRecords(Reaching(was, after_, may_share_text, changed),
                           touched);
  }

  const View& before_;
  const std::vector<uint32_t>& linked_;
  const Findings& after_;
  const ProjectionTables& tables_;
  const CutState& old_cut_;
  const CutState& cut_;
  const bool links_hold_;
  Toucher toucher_;
};

}  // namespace

std::vector<uint32_t> TouchedStatements(const View& before,
                                        const std::vector<uint32_t>& linked,
                                        const Findings& after) {
  return TouchFinder(before, linked, after).Find();
}

std::vector<uint32_t> StatementsApart(const Findings& before,
                                      const Findings& after,
                                      const std::vector<EventIndex>& parted) {
  const ClaimChains& chains = after.chains();
  const Provenance& was = before.chains().provenance();
  const ProjectionTables& tables = after.view().tables();
  std::vector<bool> touched(after.view().cut_state().claims());
  std::vector<ChainVertex> changed = ChangedRecords(was, chains.provenance());
  const auto part = [&](uint32_t event) {
    const EventPlace place = tables.places[event];
    if (place.type() == RecordType::kClaim) {
      touched[place.ordinal()] = true;
    } else if (place.type() == RecordType::kSource ||
               place.type() == RecordType::kReport) {
      changed.push_back(chains.VertexOf(EventIndex(event)));
    }
  };
  for (const EventIndex event : parted) {
    const EventPlace place = tables.places[event.value()];
    if (place.type() <= RecordType::kClaim) {
      part(static_cast<uint32_t>(event.value()));
      continue;
    }
    // One on how two depend settles what their texts tell, too.
    const DecisionRow& row = tables.decisions[place.ordinal()];
    part(row.target);
    if (row.other != kNoRow) part(row.other);
  }
  Toucher toucher(before.view(), after);
  if (!changed.empty()) {
    const auto may_share_text = [&chains](ChainVertex vertex) {
      return chains.has_texts() && chains.provenance().IsReport(vertex);
    };
    toucher.MarkByRecords(Reaching(was, after, may_share_text, changed),
                          touched);
  }
  toucher.AddMarked(std::move(touched));
  toucher.AddGroups();
  toucher.AddPlaces(before);
  return toucher.Found();
}

std::vector<uint32_t> LinkedReports(const View& before,
                                    const std::vector<uint32_t>& linked,
                                    const Findings& after) {
  const TextFindings& texts = after.texts();
  if (!after.chains().has_texts()) return {};
  const bool hold = HaveHeld(before, after);
  std::vector<uint32_t> all;
  if (hold) all = linked;
  for (const ReportId report : after.view().Reports()) {
    if (hold && before.Has(report)) continue;
    const std::vector<ReprintMatch>& links = texts.links_of(report);
    if (links.empty()) continue;
    all.push_back(static_cast<uint32_t>(report.value()));
    for (const ReprintMatch& link : links) {
      all.push_back(static_cast<uint32_t>(link.other.value()));
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace attest
