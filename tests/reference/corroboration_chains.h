// The chains of claims, every branch of them written out.
//
// Where CORROBORATION.md can be read in two ways, this oracle decides as
// follows, for the reading that claims less unless it says otherwise. The
// chains first.
//
// - "a report already entered is not entered again": a derivation to a report
//   that stands on the path already is as if absent; if none is left, the
//   report is the furthest upstream. In a compilation, what an earlier part
//   entered is not entered again and adds no new origin; a part of it that
//   comes from nothing else then has no origin of its own.
// - "several make branches": dependences of a source on sources are branches
//   whatever their kind, and bind claims with attribution too. A source stands
//   once on a chain, so that one of them is chosen for it once. A dependence
//   on a source that is on the path already (it was brought in by it) is as
//   if absent. Sources are taken from upstream downwards, each with its
//   dependences first and then its parent, which brings its own.
// - "`rests_on` puts one branch of each of those claims' chains, as they
//   stand, before this one": in the order of `rests_on`.
// - "neither an origin of it nor of a claim it rests on is a conduit": of a
//   claim that it names in `rests_on`, not of one that those rest on in turn,
//   whose origin is a conduit here.
// - "what was compiled counts as claims it rests on do: no conduit": the
//   origins of what was compiled, as with claims; publishers and reports
//   between them and the compilation are conduits. These origins are unknown
//   ones (nobody is named), and so bring in their parents.
// - Roles are given by raw key and then mapped to merged vertices, first place
//   kept. A merged vertex with an origin in it is an origin and no conduit.
// - "the report's own publisher or merged with it" does not look at
//   same_owner, which is for the independence in lines.low alone. (This
//   reading claims more; the other would let an owner hide a known origin.)
// - "where `from` was the origin `on` is, with its own kind and basis
//   unstated": an `on` that is the publisher is an unknown origin too.
// - Of one claim, branches that are equal after merging are one.
//
// The lattice.
//
// - A quantity refines only with "`valid` and `place` equal or left out by b",
//   also where the two values are equal: five killed in a town are not five
//   killed in the province.
// - "unless a live claim denies the same pair" and "whose value no live claim
//   denies" mean equal pairs and equal values; `valid` and `place` of edges
//   and of coordinates play no part.
// - "inside" of places is literally below it in the tree, or circle within
//   circle; no mixture of the two is followed.
// - "different branches under a common place": the two have a place above both,
//   and neither is inside the other.
// - "strictly inside the other's certain range": on both sides.
// - "or both left out and the subject an incident": both subjects are.
//
// The figures.
//
// - `reports` and `publishers` count keys, not merged vertices.
// - Dead claims of `not_counted` and of "retracted" are asserting ones.
// - Relays look at the conduits of every live branch of every other live
//   supporting claim, before relays are removed.
// - lines.low takes claims with a line-forming branch, all of whose
//   line-forming branches have a known origin, each with the vertices of all
//   its live branches.
// - A vertex is a source, for weakest_cut, when the key it goes by is. The
//   distance is that between the places of the report's vertex and the
//   member's.
// - `cycles`: components of the graph of consecutive vertices of all live
//   branches of live supporting claims; and one entry for each report on them
//   that derives, by a standing derivation of an ordering kind, from one
//   published strictly later (possible ranges disjoint).
// - minimal_flip takes and lists raw keys of live branches, "of a merged vertex
//   only the key itself falls", sources first, then by key; sets are compared
//   in that order, member by member.
// - The opposing lines are those of the live denials by themselves. Against a
//   statement are its denials, and the supporting claims of each statement
//   that conflicts, each of these groups with its own relays.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_CHAINS_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_CHAINS_H_

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/reference/corroboration_case.h"
#include "tests/reference/corroboration_standing.h"

namespace attest::reference {

// Who a claim's origin is, and how it came to know.
struct RefOrigin {
  bool attributed = false;
  Basis basis = Basis::kUnstated;
  Hedge hedge = Hedge::kStated;

  friend auto operator<=>(const RefOrigin&, const RefOrigin&) = default;
};

// One branch of a claim's chain, by raw keys.
struct RefBranch {
  KeyList vertices;  // furthest upstream first, each once
  std::map<std::string, RefOrigin> origins;
  Keys premises;  // origins of claims it rests on, and of what was compiled

  [[nodiscard]] bool IsConduit(const std::string& key) const {
    return !origins.contains(key) && !premises.contains(key);
  }
};

// `vertices` with each at its first place only.
inline KeyList FirstPlaces(const KeyList& vertices) {
  KeyList result;
  for (const std::string& one : vertices) {
    if (std::find(result.begin(), result.end(), one) == result.end()) {
      result.push_back(one);
    }
  }
  return result;
}

inline void Append(const KeyList& from, KeyList& to) {
  to.insert(to.end(), from.begin(), from.end());
}

// What a report derives from, then its publisher, then itself.
class UpstreamChains {
 public:
  struct Part {
    KeyList vertices;
    Keys origins;
    Keys compiled;  // origins of what was compiled
    Keys entered;   // reports
  };

  // `attributed`: for a claim with attribution.
  UpstreamChains(const RefCase& the_case, bool attributed)
      : case_(the_case), attributed_(attributed) {}

  // One part for each branch. `path` are the reports that lead to `key`,
  // `entered` those that earlier parts of a compilation have entered.
  [[nodiscard]] std::vector<Part> OfReport(const std::string& key,
                                           bool original, Keys path,
                                           const Keys& entered) const {
    const RefReport& report = *FindByKey(case_.reports, key);
    path.insert(key);
    std::vector<RefDerivation> derivations;
    if (!original) derivations = Binding(report, path);
    std::vector<Part> parts;
    if (derivations.empty()) {
      parts.push_back({.origins = {report.publisher}});
    } else if (NeedsAll(derivations)) {
      parts = Compiled(derivations, path, entered);
    } else {
      for (const RefDerivation& one : derivations) {
        for (const Part& part : OfUpstream(one.on, path, entered)) {
          parts.push_back(part);
        }
      }
    }
    for (Part& part : parts) {
      Append({report.publisher, key}, part.vertices);
      part.entered.insert(key);
    }
    return parts;
  }

 private:
  // Those that bind the claim and lead to no report of `path`.
  [[nodiscard]] std::vector<RefDerivation> Binding(const RefReport& report,
                                                   const Keys& path) const {
    std::vector<RefDerivation> result;
    for (const RefDerivation& one : DerivationsOf(case_, report)) {
      if (attributed_ &&
          (one.how == How::kQuotation || one.how == How::kCitation)) {
        continue;
      }
      if (!path.contains(one.on)) result.push_back(one);
    }
    return result;
  }

  static bool NeedsAll(const std::vector<RefDerivation>& derivations) {
    return std::any_of(
        derivations.begin(), derivations.end(),
        [](const RefDerivation& one) { return one.how == How::kCompilation; });
  }

  [[nodiscard]] std::vector<Part> OfUpstream(const std::string& on,
                                             const Keys& path,
                                             const Keys& entered) const {
    if (FindByKey(case_.sources, on) != nullptr) {
      return {{.vertices = {on}, .origins = {on}}};
    }
    if (entered.contains(on)) return {Part()};
    return OfReport(on, /*original=*/false, path, entered);
  }

  // One chain through all of them, for every choice of their branches.
  [[nodiscard]] std::vector<Part> Compiled(
      const std::vector<RefDerivation>& derivations, const Keys& path,
      const Keys& entered) const {
    std::vector<Part> wholes = {Part()};
    for (const RefDerivation& one : derivations) {
      std::vector<Part> longer;
      for (const Part& whole : wholes) {
        Keys before = entered;
        before.insert(whole.entered.begin(), whole.entered.end());
        for (const Part& part : OfUpstream(one.on, path, before)) {
          Part joined = whole;
          Append(part.vertices, joined.vertices);
          joined.origins.insert(part.origins.begin(), part.origins.end());
          joined.entered.insert(part.entered.begin(), part.entered.end());
          longer.push_back(joined);
        }
      }
      wholes = longer;
    }
    for (Part& whole : wholes) whole.compiled = whole.origins;
    return wholes;
  }

  const RefCase& case_;
  const bool attributed_;
};

// Is an origin of a claim by `publisher` unknown?
inline bool IsUnknown(const RefCase& the_case, const RefPartition& merged,
                      const std::string& key, const RefOrigin& origin,
                      const std::string& publisher) {
  const RefSource& source = *FindByKey(the_case.sources, key);
  if (!origin.attributed || source.anonymous) return true;
  if (source.kind == SourceKind::kUnknown) return true;
  if (merged.GroupOf(key).contains(publisher)) return true;
  const bool firsthand =
      origin.basis == Basis::kEyewitness || origin.basis == Basis::kDocument;
  const bool media =
      source.kind == SourceKind::kOutlet || source.kind == SourceKind::kAgency;
  if (media && !firsthand) return true;
  return origin.basis == Basis::kHearsay || origin.hedge == Hedge::kRumored;
}

// A branch while sources join it: those that others depend on, and parents.
struct OpenBranch {
  RefBranch branch;
  Keys depended;                           // their dependences are in
  Keys parented;                           // their parents are in
  std::map<std::string, std::string> via;  // brought in by

  // The sources that brought `key` in, and itself.
  [[nodiscard]] Keys PathTo(std::string key) const {
    Keys path = {key};
    while (via.contains(key)) path.insert(key = via.at(key));
    return path;
  }
  [[nodiscard]] size_t PlaceOf(const std::string& key) const {
    const auto& vertices = branch.vertices;
    return static_cast<size_t>(
        std::find(vertices.begin(), vertices.end(), key) - vertices.begin());
  }
  void InsertBefore(const std::string& key, const std::string& what) {
    const auto offset = static_cast<std::ptrdiff_t>(PlaceOf(key));
    branch.vertices.insert(branch.vertices.begin() + offset, what);
    branch.vertices = FirstPlaces(branch.vertices);
  }
  void InsertAfter(const std::string& key, const std::string& what) {
    const auto offset = static_cast<std::ptrdiff_t>(PlaceOf(key)) + 1;
    branch.vertices.insert(branch.vertices.begin() + offset, what);
    branch.vertices = FirstPlaces(branch.vertices);
  }
};

class ChainBuilder {
 public:
  explicit ChainBuilder(const RefCase& the_case)
      : case_(the_case), merged_(VerticesOf(the_case, Owners::kApart)) {
    for (const RefSource& source : case_.sources) {
      dependences_[source.key] = SourceDependences(case_, source.key);
    }
  }

  // Every branch, those that are gone too.
  [[nodiscard]] std::vector<RefBranch> BranchesOf(const RefClaim& claim) const {
    std::vector<RefBranch> before = {RefBranch()};
    for (const std::string& premise : claim.rests_on) {
      std::vector<RefBranch> longer;
      for (const RefBranch& whole : before) {
        for (const RefBranch& one :
             BranchesOf(*FindByKey(case_.claims, premise))) {
          RefBranch joined = whole;
          Append(one.vertices, joined.vertices);
          for (const auto& [key, origin] : one.origins) {
            joined.premises.insert(key);
          }
          longer.push_back(joined);
        }
      }
      before = longer;
    }
    std::vector<RefBranch> result;
    for (const RefBranch& premises : before) {
      for (const RefBranch& own : BuiltAlone(claim)) {
        RefBranch joined = premises;
        Append(own.vertices, joined.vertices);
        joined.vertices = FirstPlaces(joined.vertices);
        joined.origins = own.origins;
        joined.premises.insert(own.premises.begin(), own.premises.end());
        result.push_back(joined);
      }
    }
    return result;
  }

 private:
  [[nodiscard]] std::vector<RefBranch> BuiltAlone(const RefClaim& claim) const {
    const bool attributed = !claim.attribution.empty();
    KeyList speakers;
    for (const RefSpeaker& one : claim.attribution) {
      speakers.insert(speakers.begin(), one.source);
    }
    std::vector<RefBranch> result;
    for (const UpstreamChains::Part& part :
         UpstreamChains(case_, attributed)
             .OfReport(claim.report, claim.original, {}, {})) {
      OpenBranch open;
      open.branch.vertices = speakers;
      Append(part.vertices, open.branch.vertices);
      open.branch.vertices = FirstPlaces(open.branch.vertices);
      if (attributed) {
        const RefSpeaker& last = claim.attribution.back();
        open.branch.origins[last.source] = {true, last.basis, claim.hedge};
        open.branch.premises = part.compiled;
      } else {
        for (const std::string& origin : part.origins) {
          open.branch.origins[origin] = {false, Basis::kUnstated, claim.hedge};
        }
      }
      Close(claim, open, result);
    }
    return result;
  }

  // Lets join whatever is still to join, and adds what results.
  void Close(const RefClaim& claim, OpenBranch open,
             std::vector<RefBranch>& result) const {
    for (const std::string& vertex : KeyList(open.branch.vertices)) {
      if (dependences_.contains(vertex) &&
          open.depended.insert(vertex).second) {
        const Keys path = open.PathTo(vertex);
        KeyList choices;
        for (const std::string& on : dependences_.at(vertex)) {
          if (!path.contains(on)) choices.push_back(on);
        }
        for (const std::string& on : choices) {
          Close(claim, Depending(open, vertex, on), result);
        }
        if (!choices.empty()) return;
      }
      if (BringsParent(claim, open.branch, vertex) &&
          open.parented.insert(vertex).second) {
        open.InsertAfter(vertex, FindByKey(case_.sources, vertex)->part_of);
        return Close(claim, open, result);
      }
    }
    result.push_back(open.branch);
  }

  static OpenBranch Depending(OpenBranch open, const std::string& from,
                              const std::string& on) {
    open.InsertBefore(from, on);
    open.via.try_emplace(on, from);
    RefBranch& branch = open.branch;
    if (branch.premises.erase(from) > 0) branch.premises.insert(on);
    const auto was = branch.origins.find(from);
    if (was == branch.origins.end()) return open;
    RefOrigin origin = was->second;
    if (origin.basis != Basis::kHearsay) origin.basis = Basis::kUnstated;
    if (origin.hedge != Hedge::kRumored) origin.hedge = Hedge::kStated;
    branch.origins.erase(was);
    branch.origins.emplace(on, origin);
    return open;
  }

  [[nodiscard]] bool BringsParent(const RefClaim& claim,
                                  const RefBranch& branch,
                                  const std::string& child) const {
    const RefSource* source = FindByKey(case_.sources, child);
    if (source == nullptr || source->part_of.empty()) return false;
    const auto origin = branch.origins.find(child);
    if (origin == branch.origins.end()) return true;
    return IsUnknown(case_, merged_, child, origin->second,
                     FindByKey(case_.reports, claim.report)->publisher);
  }

  const RefCase& case_;
  const RefPartition merged_;
  std::map<std::string, KeyList> dependences_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_CHAINS_H_
