#include "engine/projection/deaths.h"

#include <algorithm>

namespace attest {
namespace {

class DeathFinder {
 public:
  DeathFinder(const ProjectionTables& tables, const CutState& cut)
      : tables_(tables), cut_(cut), standing_(cut.standing()) {}

  // What is found is kept for all claims and reports, whatever the cut: in a
  // forged snapshot an event may name a later one.
  Deaths Find() {
    // From the strongest reason to the weakest: the first that is set stays.
    Unproven(Withheld::kRedacted);
    for (const uint32_t claim : standing_.redacted) {
      Kill(claim, Liveness::kRedacted);
    }
    Targets();
    Unproven(Withheld::kNo);
    Reports();
    RestsOn();
    Bits();
    return std::move(deaths_);
  }

 private:
  void Kill(uint32_t claim, Liveness reason) {
    if (deaths_.reasons.empty()) {
      deaths_.reasons.resize(tables_.claim_events.size(), Liveness::kLive);
    }
    Liveness& known = deaths_.reasons[claim];
    if (known == Liveness::kLive) known = reason;
  }

  [[nodiscard]] bool IsDead(uint32_t claim) const {
    return !deaths_.reasons.empty() &&
           deaths_.reasons[claim] != Liveness::kLive;
  }

  [[nodiscard]] bool IsRetracted(uint32_t event) const {
    const auto found = standing_.retraction.find(event);
    return found != standing_.retraction.end() &&
           static_cast<Judgement>(tables_.decisions[found->second].judgement) ==
               Judgement::kAccepted;
  }

  // Claims withheld as redacted, or, for kNo, those a model proposed.
  void Unproven(Withheld withheld) {
    for (const uint32_t claim : tables_.unproven.base()) {
      if (claim < cut_.claims()) UnprovenClaim(claim, withheld);
    }
    for (const uint32_t claim : tables_.unproven.tail()) {
      if (claim < cut_.claims()) UnprovenClaim(claim, withheld);
    }
  }
  void UnprovenClaim(uint32_t claim, Withheld withheld) {
    const ClaimFlags flags = tables_.FlagsOf(claim);
    if (withheld == Withheld::kRedacted) {
      if (flags.withheld() == withheld) Kill(claim, Liveness::kRedacted);
    } else if (flags.method() == Method::kModel &&
               !standing_.IsAccepted(tables_.claim_events[claim])) {
      Kill(claim, Liveness::kProposed);
    }
  }

  // What is decided of claims themselves.
  void Targets() {
    for (const auto& [event, decision] : standing_.retraction) {
      const EventPlace place = tables_.places[event];
      if (place.type() == RecordType::kClaim && IsRetracted(event)) {
        Kill(place.ordinal(), Liveness::kRetracted);
      }
    }
    for (const auto& [event, accepted] : standing_.accepted) {
      const EventPlace place = tables_.places[event];
      if (place.type() == RecordType::kClaim && !accepted) {
        Kill(place.ordinal(), Liveness::kRejected);
      }
    }
  }

  [[nodiscard]] Liveness ReasonOf(uint32_t report) const {
    const uint32_t event = tables_.reports[report].event;
    if (IsRetracted(event)) return Liveness::kReportRetracted;
    if (standing_.IsRejected(event)) return Liveness::kReportRejected;
    if (IsRejectedSource(cut_.ReportAt(report).source)) {
      return Liveness::kSourceRejected;
    }
    return Liveness::kLive;
  }

  [[nodiscard]] bool IsRejectedSource(uint32_t source) const {
    return standing_.IsRejected(tables_.sources[source].event);
  }

  [[nodiscard]] bool HasRejectedSpeaker(uint32_t manner) const {
    const absl::Span<const uint32_t> list =
        tables_.lists[tables_.manners[manner]];
    for (size_t i = 1; i + 2 < list.size(); i += 3) {
      if (IsRejectedSource(list[i])) return true;
    }
    return false;
  }

  void Reports() {
    if (standing_.retraction.empty() && standing_.accepted.empty()) return;
    bool any = false;
    std::vector<Liveness> reports(tables_.reports.size());
    for (uint32_t i = 0; i < cut_.reports(); ++i) {
      reports[i] = ReasonOf(i);
      any |= reports[i] != Liveness::kLive;
    }
    std::vector<bool> manners(tables_.manners.size());
    for (uint32_t i = 0; i < manners.size(); ++i) {
      manners[i] = HasRejectedSpeaker(i);
      any |= manners[i];
    }
    for (uint32_t claim = 0; any && claim < cut_.claims(); ++claim) {
      const Liveness reason = reports[tables_.claim_reports[claim]];
      if (reason != Liveness::kLive) {
        Kill(claim, reason);
      } else if (manners[tables_.claim_manners[claim]]) {
        Kill(claim, Liveness::kSourceRejected);
      }
    }
  }

  // A claim comes after those it rests on.
  void RestsOn() {
    if (deaths_.reasons.empty()) return;
    for (size_t i = 0; i < tables_.rests_on.size(); ++i) {
      const RestsOnRow& row = tables_.rests_on[i];
      if (row.claim >= cut_.claims()) break;
      for (const uint32_t other : tables_.lists[row.list]) {
        if (IsDead(other)) Kill(row.claim, Liveness::kRestsOnDead);
      }
    }
  }

  void Bits() {
    if (deaths_.reasons.empty()) return;
    deaths_.bits.resize(deaths_.reasons.size() / 64 + 1);
    for (size_t i = 0; i < deaths_.reasons.size(); ++i) {
      const uint64_t dead = deaths_.reasons[i] != Liveness::kLive;
      deaths_.bits[i / 64] |= dead << (i % 64);
    }
  }

  const ProjectionTables& tables_;
  const CutState& cut_;
  const StandingDecisions& standing_;
  Deaths deaths_;
};

}  // namespace

Deaths DeathsOf(const ProjectionTables& tables, const CutState& cut) {
  return DeathFinder(tables, cut).Find();
}

}  // namespace attest
