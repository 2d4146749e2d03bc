#include "engine/interchange/stix_outgoing.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/corroboration/verdict.h"
#include "engine/interchange/dossier_words.h"
#include "engine/interchange/stix_words.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

bool Stands(Verdict verdict) {
  return verdict == Verdict::kCorroborated || verdict == Verdict::kLikely ||
         verdict == Verdict::kSingleLine;
}

}  // namespace

std::vector<ClaimId> StixStatement::All() const {
  std::vector<ClaimId> all = asserting;
  for (const auto* list : {&denying, &doubting, &fallen}) {
    all.insert(all.end(), list->begin(), list->end());
  }
  std::sort(all.begin(), all.end());
  return all;
}

SourceId StixOutgoing::SpeakerOf(const ClaimInfo& claim) const {
  return claim.attribution.empty() ? view_.report(claim.report).source
                                   : claim.attribution.back().source;
}

Counting StixOutgoing::CountingOf(ClaimId id) const {
  const auto known = counting_.find(id);
  if (known != counting_.end()) return known->second;
  const Counting counting = findings_.CountingOf(id);
  counting_.emplace(id, counting);
  return counting;
}

const StixAgainst& StixOutgoing::AgainstOf(StatementId id) const {
  static const auto& nothing = *new StixAgainst;
  const auto found = against_.find(id);
  return found == against_.end() ? nothing : found->second;
}

const StixBeside* StixOutgoing::BesideOf(ClaimId id) const {
  const auto found = beside_.find(id);
  return found == beside_.end() ? nullptr : &found->second;
}

StixOutgoing::Core StixOutgoing::CoreOf(const StixStatement& one) const {
  return {one.subject, one.parts.predicate,
          one.object ? absl::StrCat("entity ", one.object->value())
                     : absl::StrCat("value ", ValueInWords(one.parts.object))};
}

std::vector<StatementId> StixOutgoing::DeniedElsewhere(
    const StixStatement& one) const {
  std::vector<StatementId> others;
  const auto found = denied_.find(CoreOf(one));
  if (found == denied_.end()) return others;
  const std::vector<ClaimId>& against = AgainstOf(one.id).denials;
  for (const StatementId other : found->second) {
    const std::vector<ClaimId> claims = view_.ClaimsOf(other);
    if (other != one.id &&
        std::none_of(claims.begin(), claims.end(), [&](ClaimId claim) {
          return std::binary_search(against.begin(), against.end(), claim);
        })) {
      others.push_back(other);
    }
  }
  return others;
}

std::optional<EntityId> StixOutgoing::StandingOf(EntityId id) const {
  for (const EntityId member : view_.GroupOf(id)) {
    if (!keys_.IsWithheld(member)) return member;
  }
  return std::nullopt;
}

bool StixOutgoing::RestsOnSealed(ClaimId id) {
  const auto known = rests_on_sealed_.find(id);
  if (known != rests_on_sealed_.end()) return known->second;
  // What rests on what is a tree without rings, and may be deep.
  std::vector<ClaimId> pending = view_.claim(id).rests_on;
  absl::flat_hash_map<ClaimId, bool> seen;
  bool does = false;
  while (!pending.empty() && !does) {
    const ClaimId premise = pending.back();
    pending.pop_back();
    if (!seen.emplace(premise, true).second) continue;
    const auto earlier = rests_on_sealed_.find(premise);
    does = discretion_.Hides(premise) ||
           (earlier != rests_on_sealed_.end() && earlier->second);
    if (earlier != rests_on_sealed_.end()) continue;
    for (const ClaimId next : view_.claim(premise).rests_on) {
      pending.push_back(next);
    }
  }
  rests_on_sealed_.emplace(id, does);
  return does;
}

const char* StixOutgoing::WhyNot(ClaimId id) {
  if (discretion_.Hides(id)) return "claims that name what is sealed";
  const StatementParts parts = view_.statement(view_.claim(id).statement);
  const auto* const object = std::get_if<EntityId>(&parts.object);
  if (keys_.IsWithheld(parts.subject) ||
      (object != nullptr && keys_.IsWithheld(*object)) ||
      (parts.place && keys_.IsWithheld(*parts.place))) {
    return "claims that name an entity that is withheld";
  }
  if (CountingOf(id) == Counting::kRedacted ||
      view_.WithheldOf(EventIndex(id.value())) != Withheld::kNo) {
    return "claims that are withheld";
  }
  if (RestsOnSealed(id)) return "claims that rest on what is sealed";
  return nullptr;
}

StixStatement StixOutgoing::Sorted(StatementId id, Among among) {
  StixStatement one;
  one.id = id;
  for (const ClaimId claim : view_.ClaimsOf(id)) {
    if (among == Among::kChosen &&
        !std::binary_search(selection_.claims.begin(), selection_.claims.end(),
                            claim)) {
      one.elsewhere += Counts(claim) ? 1 : 0;
      continue;
    }
    if (WhyNot(claim) != nullptr) {
      one.elsewhere += Counts(claim) ? 1 : 0;
      continue;
    }
    if (!Counts(claim)) {
      if (unsupported_ == Unsupported::kStays) one.fallen.push_back(claim);
      continue;
    }
    switch (view_.claim(claim).stance) {
      case Stance::kAsserts:
        one.asserting.push_back(claim);
        break;
      case Stance::kDenies:
        one.denying.push_back(claim);
        break;
      default:
        one.doubting.push_back(claim);
    }
  }
  // Of what is reported still, what fell is no part.
  if (!one.asserting.empty()) one.fallen.clear();
  return one;
}

bool StixOutgoing::IsOpposed(const StixStatement& one) const {
  if (one.figures.same_origin || one.figures.opposing_lines.high > 0) {
    return true;
  }
  const std::vector<ClaimId> claims = view_.ClaimsOf(one.id);
  return std::any_of(claims.begin(), claims.end(), [&](ClaimId claim) {
    return Counts(claim) && view_.claim(claim).stance == Stance::kDenies;
  });
}

bool StixOutgoing::IsFirm(const StixStatement& one) const {
  return Stands(one.figures.verdict) && IsStated(one) && !IsOpposed(one);
}

absl::StatusOr<std::optional<StixPoint>> StixOutgoing::PointOf(EntityId id) {
  const auto known = points_.find(id);
  if (known != points_.end()) return known->second;
  std::optional<StixPoint> best;
  // The best comes first: most lines, the smallest circle.
  const auto rank = [](const StixPoint& one) {
    return std::tuple(-static_cast<int64_t>(one.figures.lines.best),
                      -static_cast<int64_t>(one.figures.lines.low),
                      one.point.radius_m, one.point.lat, one.point.lon,
                      one.statement);
  };
  for (const StatementId about : view_.StatementsOf(id, Role::kSubject)) {
    const StatementParts parts = view_.statement(about);
    const auto* const point = std::get_if<Point>(&parts.object);
    if (point == nullptr || point->fallback ||
        view_.KeyOf(parts.predicate) != "coordinates") {
      continue;
    }
    StixStatement one = Sorted(about, Among::kAll);
    ASSIGN_OR_RETURN(one.figures, figures_of_(about));
    if (!IsFirm(one)) continue;
    const StixPoint next = {about, *point, one.figures};
    if (!best || rank(next) < rank(*best)) best = next;
  }
  points_.emplace(id, best);
  return best;
}

absl::StatusOr<std::string> StixOutgoing::TypeOf(EntityId id) {
  switch (view_.entity(id).kind) {
    case EntityKind::kIncident:
      return std::string("incident");
    case EntityKind::kPlace: {
      ASSIGN_OR_RETURN(const std::optional<StixPoint> point, PointOf(id));
      return std::string(point ? "location" : "note");
    }
    default:
      return std::string("identity");
  }
}

absl::Status StixOutgoing::SetForm(StixStatement& one) {
  one.form = StixForm::kNote;
  if (!one.object) return absl::OkStatus();
  if (one.asserting.empty()) {
    one.why_note = "nobody who is shown reports it";
  } else if (!Stands(one.figures.verdict)) {
    one.why_note = absl::StrCat("it is ", VerdictWord(one.figures.verdict));
  } else if (IsOpposed(one)) {
    one.why_note = "something stands against it";
  } else if (!IsStated(one)) {
    one.why_note = "it is only alleged, believed or rumored";
  } else if (one.subject == *one.object) {
    one.why_note = "it is of an entity and itself";
  } else {
    for (const EntityId end : {one.subject, *one.object}) {
      if (view_.entity(end).kind != EntityKind::kPlace) continue;
      ASSIGN_OR_RETURN(const std::optional<StixPoint> point, PointOf(end));
      if (!point) {
        one.why_note = "it names a place that STIX has no location of";
      }
    }
    if (one.why_note.empty()) one.form = StixForm::kRelationship;
  }
  return absl::OkStatus();
}

absl::StatusOr<StixStatement> StixOutgoing::StatementOf(StatementId id,
                                                        Among among) {
  StixStatement one = Sorted(id, among);
  ASSIGN_OR_RETURN(one.figures, figures_of_(id));
  const std::vector<ClaimId> all = one.All();
  if (all.empty()) return one;
  // As it was first said by who is shown for it, else by who is against it.
  const ClaimId first =
      one.asserting.empty() ? all.front() : one.asserting.front();
  one.parts = view_.statement(view_.claim(first).statement);
  // No claim that goes names a withheld entity, so each has who stands for it.
  one.subject = StandingOf(one.parts.subject).value_or(one.parts.subject);
  if (const auto* object = std::get_if<EntityId>(&one.parts.object)) {
    one.object = StandingOf(*object).value_or(*object);
  }
  if (one.parts.place) {
    one.place = StandingOf(*one.parts.place).value_or(*one.parts.place);
  }
  RETURN_IF_ERROR(SetForm(one));
  return one;
}

StixForm StixOutgoing::FormOf(StatementId id) const {
  const auto found = forms_.find(id);
  return found == forms_.end() ? StixForm::kNone : found->second;
}

void StixOutgoing::AddClaim(ClaimId claim) {
  ++claims_;
  const ClaimInfo info = view_.claim(claim);
  sources_.insert(view_.report(info.report).source);
  for (const Speaker& speaker : info.attribution) {
    sources_.insert(speaker.source);
  }
  if (keys_.IsWithheld(info.report)) {
    withheld_reports_.insert(info.report);
  } else {
    reports_[info.report].push_back(claim);
  }
}

absl::Status StixOutgoing::Add(const StixStatement& one) {
  forms_.emplace(one.id, one.form);
  entities_.insert(one.subject);
  if (one.object) entities_.insert(*one.object);
  if (one.place) entities_.insert(*one.place);
  for (const ClaimId claim : one.All()) AddClaim(claim);
  denials_.insert(one.denying.begin(), one.denying.end());
  if (!one.denying.empty()) denied_[CoreOf(one)].push_back(one.id);
  if (one.asserting.empty()) return absl::OkStatus();
  for (const ClaimId claim : one.doubting) {
    beside_[claim].targets.push_back(one.id);
  }
  if (IsOpposed(one) || one.figures.verdict == Verdict::kContested) {
    opposed_.push_back(one.id);
  }
  return absl::OkStatus();
}

void StixOutgoing::FaceDenials(StatementId id) {
  const StixAgainst& against =
      against_.emplace(id, bearing_.AgainstOf(id)).first->second;
  std::vector<ClaimId> own_words;
  std::set<ClaimId> others;  // that no line stands for
  for (const ClaimId claim : against.denials) {
    if (denials_.count(claim) == 0) continue;
    if (bearing_.IsOwnWord(claim)) own_words.push_back(claim);
    others.insert(claim);
  }
  for (const std::vector<ClaimId>& line : bearing_.LinesOf(own_words)) {
    StixBeside& beside = beside_[line.front()];
    beside.disagrees = true;
    beside.targets.push_back(id);
    for (const ClaimId claim : line) {
      others.erase(claim);
      if (claim != line.front()) beside.of_one_line.push_back(claim);
    }
  }
  for (const ClaimId claim : others) beside_[claim].targets.push_back(id);
}

void StixOutgoing::CountUnchosen(const StixStatement& one) {
  const std::vector<ClaimId> shown = one.All();
  for (const ClaimId claim : view_.ClaimsOf(one.id)) {
    if (std::binary_search(shown.begin(), shown.end(), claim)) continue;
    const bool is_chosen = std::binary_search(selection_.claims.begin(),
                                              selection_.claims.end(), claim);
    const char* const why = WhyNot(claim);
    if (!is_chosen) {
      if (why == nullptr && Counts(claim)) {
        ++left_out_["claims that were not chosen, of statements that were"];
      }
      continue;
    }
    ++left_out_[why != nullptr ? std::string(why)
                               : absl::StrCat("claims that do not count: ",
                                              NameOf(CountingOf(claim)))];
  }
}

absl::Status StixOutgoing::Prepare() {
  for (const StatementId id : selection_.statements) {
    ASSIGN_OR_RETURN(const StixStatement one, StatementOf(id, Among::kChosen));
    if (one.form == StixForm::kNone) {
      ++left_out_[absl::StrCat("statements no claim of which goes out (",
                               VerdictWord(one.figures.verdict), ")")];
    } else {
      RETURN_IF_ERROR(Add(one));
    }
    CountUnchosen(one);
  }
  for (const StatementId id : opposed_) FaceDenials(id);
  if (!selection_.sealed.empty()) {
    left_out_["sealed claims of these statements"] = selection_.sealed.size();
  }
  for (const EntityId id : selection_.entities) {
    const std::optional<EntityId> standing = StandingOf(id);
    if (standing) {
      entities_.insert(*standing);
    } else {
      ++left_out_["entities that are withheld"];
    }
  }
  if (!withheld_reports_.empty()) {
    left_out_["reports that are withheld, claims of which go out"] =
        withheld_reports_.size();
  }
  // Claims of one report come by their statements.
  for (auto& [report, claims] : reports_) {
    std::sort(claims.begin(), claims.end());
  }
  return absl::OkStatus();
}

}  // namespace attest
