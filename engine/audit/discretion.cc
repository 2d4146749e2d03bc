#include "engine/audit/discretion.h"

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "engine/model/references.h"

namespace attest {

Sensitivity SensitivityOf(const View& view, EventIndex event) {
  const std::optional<RecordType> type = view.TypeOf(event);
  if (!type) return Sensitivity::kPublic;
  switch (*type) {
    case RecordType::kSource:
      return view.source(SourceId(event.value())).sensitivity;
    case RecordType::kReport:
      return view.report(ReportId(event.value())).sensitivity;
    case RecordType::kEntity:
      return view.entity(EntityId(event.value())).sensitivity;
    case RecordType::kClaim:
      return view.report(view.claim(ClaimId(event.value())).report).sensitivity;
    default:
      return Sensitivity::kPublic;
  }
}

bool Discretion::IsSealed(EventIndex event) const {
  const Sensitivity sensitivity = SensitivityOf(now_, event);
  return sensitivity == Sensitivity::kSealed ||
         (sealed_ == Sealed::kHideRestricted &&
          sensitivity == Sensitivity::kRestricted);
}

bool Discretion::IsSealedClaim(ClaimId claim) const {
  const ClaimInfo info = now_.claim(claim);
  const auto sealed = [this](auto id) {
    return IsSealed(EventIndex(id.value()));
  };
  if (sealed(info.report) || sealed(now_.report(info.report).source)) {
    return true;
  }
  for (const Speaker& speaker : info.attribution) {
    if (sealed(speaker.source)) return true;
  }
  const StatementParts parts = now_.statement(info.statement);
  if (sealed(parts.subject) || (parts.place && sealed(*parts.place))) {
    return true;
  }
  const auto* object = std::get_if<EntityId>(&parts.object);
  return object != nullptr && sealed(*object);
}

bool Discretion::Hides(EventIndex event) const {
  if (sealed_ == Sealed::kShow) return false;
  if (now_.TypeOf(event) == RecordType::kClaim) {
    return IsSealedClaim(ClaimId(event.value()));
  }
  return IsSealed(event);
}

bool Discretion::Hides(const View& view, StatementId statement) const {
  const std::vector<ClaimId> claims = view.ClaimsOf(statement);
  return std::all_of(claims.begin(), claims.end(),
                     [this](ClaimId claim) { return Hides(claim); });
}

bool Discretion::HidesEvent(EventIndex index, const Event& event) const {
  if (sealed_ == Sealed::kShow) return false;
  bool hidden = Hides(index);
  VisitReferences(event,
                  [&](EventIndex named) { hidden = hidden || Hides(named); });
  return hidden;
}

}  // namespace attest
