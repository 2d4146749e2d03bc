#include "engine/query/visible_case.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "engine/corroboration/verdict.h"

namespace attest::query {
namespace {

constexpr uint8_t kMayNotHold = 1;
constexpr uint8_t kMayHold = 2;

bool IsSealed(uint8_t sensitivity) {
  return static_cast<Sensitivity>(sensitivity) == Sensitivity::kSealed;
}

}  // namespace

VisibleCase::VisibleCase(const View& view, const View& now, CaseAccess& access,
                         const CaseGraphOptions& options)
    : view_(view),
      tables_(view_.tables()),
      cut_(view_.cut_state()),
      access_(access),
      joined_(cut_.joined()),
      figures_(access, cut_.statements()),
      claim_keys_(access) {
  if (options.valid_at) {
    valid_at_.emplace(*options.valid_at);
    may_hold_.resize(tables_.circumstances.size());
  }
  FindGroups();
  if (!options.unsealed) FindHidden(now);
  FindFallen();
  is_plain_ = !hides_any_ && !valid_at_ && joined_.first_of.empty();
}

void VisibleCase::FindGroups() {
  const IdentityGroups& identity = view_.identity();
  if (identity.empty()) return;
  first_members_.resize(tables_.entities.size());
  next_members_.resize(tables_.entities.size(), kNoRow);
  for (uint32_t i = 0; i < first_members_.size(); ++i) first_members_[i] = i;
  for (const std::vector<EntityId>& group : identity.groups()) {
    uint32_t last = kNoRow;
    uint32_t first = kNoRow;
    for (const EntityId id : group) {
      const uint32_t entity =
          tables_.OrdinalOf(id.value(), RecordType::kEntity);
      if (entity == kNoRow) continue;
      if (first == kNoRow) first = entity;
      first_members_[entity] = first;
      if (last != kNoRow) next_members_[last] = entity;
      last = entity;
    }
  }
}

void VisibleCase::FindHidden(const View& now) {
  const CutState& current = now.cut_state();
  hidden_entities_.resize(tables_.entities.size());
  hidden_reports_.resize(tables_.reports.size());
  hidden_sources_.resize(tables_.sources.size());
  for (uint32_t i = 0; i < current.entities(); ++i) {
    hidden_entities_[i] = IsSealed(current.EntityAt(i).sensitivity);
    hides_any_ |= hidden_entities_[i];
  }
  for (uint32_t i = 0; i < current.reports(); ++i) {
    hidden_reports_[i] = IsSealed(current.ReportAt(i).sensitivity);
    hides_any_ |= hidden_reports_[i];
  }
  for (uint32_t i = 0; i < current.sources(); ++i) {
    hidden_sources_[i] = IsSealed(current.SourceAt(i).sensitivity);
    hides_any_ |= hidden_sources_[i];
  }
  if (hides_any_) FindHiddenClaims(now);
}

// Does the claim name something hidden?
bool VisibleCase::Names(const View& now, uint32_t claim) const {
  const uint32_t report = tables_.claim_reports[claim];
  if (hidden_reports_[report] ||
      hidden_sources_[now.cut_state().ReportAt(report).source]) {
    return true;
  }
  const absl::Span<const uint32_t> manner = tables_.MannerOf(claim);
  for (size_t i = 1; i + 2 < manner.size(); i += 3) {
    if (hidden_sources_[manner[i]]) return true;
  }
  const StatementRow& row = tables_.statements[tables_.claim_statements[claim]];
  if (hidden_entities_[row.subject]) return true;
  if ((row.object & kMarked) == 0 && hidden_entities_[row.object]) return true;
  const uint32_t place = tables_.circumstances[row.circumstance].place;
  return place != kNoRow && hidden_entities_[place];
}

void VisibleCase::FindHiddenClaims(const View& now) {
  hidden_claims_.resize(cut_.claims());
  shown_statements_.resize(cut_.statements());
  for (uint32_t claim = 0; claim < cut_.claims(); ++claim) {
    hidden_claims_[claim] = Names(now, claim);
    if (hidden_claims_[claim]) continue;
    const uint32_t first = FirstOf(tables_.claim_statements[claim]);
    if (first < shown_statements_.size()) shown_statements_[first] = true;
  }
}

void VisibleCase::FindFallen() {
  const StandingDecisions& standing = cut_.standing();
  const auto is_upstream = [this](uint32_t event) {
    const RecordType type = tables_.places[event].type();
    return type == RecordType::kReport || type == RecordType::kSource;
  };
  for (const auto& [event, decision] : standing.retraction) {
    has_fallen_ |= is_upstream(event);
  }
  for (const auto& [event, accepted] : standing.accepted) {
    has_fallen_ |= !accepted && is_upstream(event);
  }
}

bool VisibleCase::IsLive(uint32_t claim) const {
  const Deaths& deaths = cut_.deaths();
  if (!deaths.reasons.empty() && deaths.reasons[claim] != Liveness::kLive) {
    return false;
  }
  if (!has_fallen_) return true;
  const Findings* const findings = figures_.findings();
  return findings != nullptr &&
         findings->CountingOf(ClaimId(tables_.claim_events[claim])) ==
             Counting::kLive;
}

uint32_t VisibleCase::FirstOfJoined(uint32_t statement) const {
  const auto first = joined_.first_of.find(statement);
  return first == joined_.first_of.end() ? statement : first->second;
}

bool VisibleCase::MayHold(uint32_t statement) const {
  if (!valid_at_) return true;
  const uint32_t circumstance = tables_.statements[statement].circumstance;
  uint8_t& known = may_hold_[circumstance];
  if (known == 0) {
    const absl::string_view valid =
        tables_.texts[tables_.circumstances[circumstance].valid];
    known = valid_at_->At(valid) == Holds::kNo ? kMayNotHold : kMayHold;
  }
  return known == kMayHold;
}

bool VisibleCase::IsShownAmong(uint32_t statement) const {
  return FirstOf(statement) == statement &&
         (!hides_any_ || shown_statements_[statement]) && MayHold(statement);
}

bool VisibleCase::IsSupported(uint32_t first) const {
  bool supported = false;
  VisitClaims(first, [&](uint32_t claim) {
    supported =
        supported || (StanceOf(claim) == Stance::kAsserts && IsLive(claim));
  });
  // A point may stand for a larger area, and then supports not even itself.
  const uint32_t object = tables_.statements[first].object;
  const bool is_point =
      (object & kMarked) != 0 &&
      absl::StartsWith(tables_.literals[object & ~kMarked], "p");
  return (supported && !is_point) || IsSupportedByOthers(first);
}

// As the findings have it, by more precise statements too.
bool VisibleCase::IsSupportedByOthers(uint32_t first) const {
  const Verdict verdict = figures_.Of(first).verdict;
  if (verdict == Verdict::kRetracted || verdict == Verdict::kUnsupported) {
    return false;
  }
  if (!hides_any_) return true;
  const Findings* const findings = figures_.findings();
  if (findings == nullptr) return false;
  const Finding finding = findings->Summarize(
      StatementId(first), [](ClaimId) { return std::string(); });
  return std::any_of(
      finding.supporting.begin(), finding.supporting.end(), [&](ClaimId id) {
        return IsShownClaim(tables_.OrdinalOf(id.value(), RecordType::kClaim));
      });
}

uint32_t VisibleCase::ShownForm(uint32_t first) const {
  if (!hides_any_) return first;
  const auto is_shown = [this](uint32_t statement) {
    const StatementRow& row = tables_.statements[statement];
    const uint32_t place = tables_.circumstances[row.circumstance].place;
    return IsShownMember(row.subject) &&
           ((row.object & kMarked) != 0 || IsShownMember(row.object)) &&
           (place == kNoRow || IsShownMember(place));
  };
  const auto all = joined_.all_of.find(first);
  if (all == joined_.all_of.end()) return first;
  const auto shown =
      std::find_if(all->second.begin(), all->second.end(), is_shown);
  return shown == all->second.end() ? first : *shown;
}

}  // namespace attest::query
