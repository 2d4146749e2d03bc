#include "engine/interchange/bearing_claims.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/findings/bearing.h"
#include "engine/findings/place_claims.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

// Claims and statements go by ordinal.
class BearingGatherer {
 public:
  explicit BearingGatherer(const Findings& findings)
      : findings_(findings),
        chains_(findings.chains()),
        finder_(findings.view(), findings.chains(), findings.statements(),
                findings.hierarchy()) {}

  void AddClaim(uint32_t claim) {
    if (!claims_.insert(claim).second) return;
    for (const Branches* const branches :
         {&chains_.BranchesOf(claim), &chains_.DeclaredBranchesOf(claim)}) {
      for (const Branch& branch : branches->branches) {
        for (const ChainVertex vertex : branch.chain) AddRecord(vertex);
        for (const ChainVertex vertex : branch.records) AddRecord(vertex);
      }
    }
    for (const ReprintMatch& match : chains_.TextLinksOf(claim)) {
      AddRecord(chains_.VertexOf(EventIndex(match.other.value())));
    }
  }

  void AddBearingOn(uint32_t statement) {
    const Statements& statements = findings_.statements();
    const ProjectionTables& tables = findings_.view().tables();
    const Bearing bearing = finder_.Of(statements.Of(statement),
                                       tables.statements[statement].predicate);
    AddClaims(statements.ClaimsOf(statement));
    AddClaims(bearing.supporting);
    AddClaims(bearing.denying);
    AddClaims(bearing.doubting);
    for (const auto* rivals : {&bearing.conflicting, &bearing.differing}) {
      for (const Bearing::Rival& rival : *rivals) {
        AddClaims(rival.supporting);
        AddClaims(statements.ClaimsOf(rival.statement));
      }
    }
  }

  // How the statements of all claims lie to each other.
  void AddPlaces() {
    const ProjectionTables& tables = findings_.view().tables();
    std::set<uint32_t> about;
    for (const uint32_t claim : claims_) {
      about.insert(tables.claim_statements[claim]);
    }
    if (about.empty()) return;
    AddClaims(PlaceClaimsAbove(findings_.view(), findings_.statements(),
                               findings_.statements().Of(*about.begin()),
                               {about.begin(), about.end()}));
  }

  // Merging goes from one record to the next, through such as are on no chain:
  // because somebody said so, or because of a text in no known order.
  void AddMerged() {
    absl::flat_hash_map<ChainVertex, std::vector<EventIndex>> members;
    const auto add_member = [&](EventIndex record) {
      members[RootOf(record)].push_back(record);
    };
    const View& view = findings_.view();
    for (const SourceId id : view.Sources()) add_member(EventIndex(id.value()));
    for (const ReportId id : view.Reports()) add_member(EventIndex(id.value()));
    std::vector<EventIndex> pending(records_.begin(), records_.end());
    const auto reach = [&](EventIndex record) {
      if (records_.insert(record).second) pending.push_back(record);
    };
    while (!pending.empty()) {
      const EventIndex record = pending.back();
      pending.pop_back();
      // Each group is gone through once.
      const auto merged = members.extract(RootOf(record));
      if (!merged.empty()) {
        for (const EventIndex member : merged.mapped()) reach(member);
      }
      for (const EventIndex alike : AlikeOf(record)) reach(alike);
    }
  }

  [[nodiscard]] const std::set<uint32_t>& claims() const { return claims_; }
  [[nodiscard]] const std::set<EventIndex>& records() const { return records_; }

 private:
  void AddClaims(const std::vector<uint32_t>& claims) {
    for (const uint32_t claim : claims) AddClaim(claim);
  }
  void AddRecord(ChainVertex vertex) {
    records_.insert(chains_.EventOf(vertex));
  }
  // The reports that share text with one, none of them known to be the earlier.
  [[nodiscard]] std::vector<EventIndex> AlikeOf(EventIndex record) const {
    std::vector<EventIndex> alike;
    const auto& links_of = findings_.texts().links_of;
    if (!links_of || findings_.view().TypeOf(record) != RecordType::kReport) {
      return alike;
    }
    for (const ReprintMatch& match : links_of(ReportId(record.value()))) {
      if (match.direction == ReprintDirection::kUndirected) {
        alike.emplace_back(match.other.value());
      }
    }
    return alike;
  }
  [[nodiscard]] ChainVertex RootOf(EventIndex record) const {
    return chains_.provenance().MergedByOwner(chains_.VertexOf(record));
  }

  const Findings& findings_;
  const ClaimChains& chains_;
  const BearingFinder finder_;
  std::set<uint32_t> claims_;
  std::set<EventIndex> records_;
};

}  // namespace

void AddBearingClaims(const Findings& findings, const Discretion& discretion,
                      NamesOfSealed names, Selection& selection) {
  const View& view = findings.view();
  const ProjectionTables& tables = view.tables();
  BearingGatherer gatherer(findings);
  for (const StatementId statement : selection.statements) {
    if (selection.IsWhole(statement)) {
      gatherer.AddBearingOn(static_cast<uint32_t>(statement.value()));
    }
  }
  // What single claims came through.
  for (const ClaimId claim : selection.claims) {
    gatherer.AddClaim(tables.OrdinalOf(claim.value(), RecordType::kClaim));
  }
  gatherer.AddPlaces();
  gatherer.AddMerged();
  const auto stays_out = [&](ClaimId claim) {
    return names == NamesOfSealed::kAsStubs
               ? discretion.Hides(view.claim(claim).report)
               : discretion.Hides(claim);
  };
  std::set<ClaimId> claims(selection.claims.begin(), selection.claims.end());
  std::set<ClaimId> sealed(selection.sealed.begin(), selection.sealed.end());
  for (const uint32_t ordinal : gatherer.claims()) {
    const ClaimId claim(tables.claim_events[ordinal]);
    if (stays_out(claim)) {
      sealed.insert(claim);
    } else {
      claims.insert(claim);
      sealed.erase(claim);
    }
  }
  selection.sealed.assign(sealed.begin(), sealed.end());
  selection.claims.assign(claims.begin(), claims.end());
  for (const EventIndex record : gatherer.records()) {
    if (names == NamesOfSealed::kAsStubs || !discretion.Hides(record)) {
      selection.records.push_back(record);
    }
  }
}

}  // namespace attest
