#include "engine/interchange/claims_csv_rows.h"

#include <algorithm>
#include <map>
#include <variant>

#include "engine/interchange/cell_text.h"

namespace attest {
namespace {

enum class Fate : uint8_t {
  kRow,
  kNotCounting,
  kHidden,
  kRestsOnHidden,
  kRestsOnLeftOut,
  kNotWritable,
};

bool IsWritable(const View& view, const ClaimInfo& claim) {
  const StatementParts parts = view.statement(claim.statement);
  const auto fits = [&view](auto id) { return FitsCell(view.KeyOf(id)); };
  if (const auto* text = std::get_if<TextValue>(&parts.object)) {
    if (!FitsCell(text->text)) return false;
  }
  const auto* object = std::get_if<EntityId>(&parts.object);
  return fits(parts.subject) && (object == nullptr || fits(*object)) &&
         (!parts.place || fits(*parts.place)) && fits(claim.report) &&
         fits(view.report(claim.report).source);
}

Fate FateAlone(const View& view, const Discretion& discretion, ClaimId id) {
  if (discretion.Hides(id)) return Fate::kHidden;
  if (!view.IsLive(id) ||
      view.WithheldOf(EventIndex(id.value())) != Withheld::kNo) {
    return Fate::kNotCounting;
  }
  return IsWritable(view, view.claim(id)) ? Fate::kRow : Fate::kNotWritable;
}

// Their fates with those of all that they rest on.
std::map<ClaimId, Fate> FatesOf(const View& view, const Discretion& discretion,
                                const std::vector<ClaimId>& claims) {
  std::map<ClaimId, Fate> fates;
  std::vector<ClaimId> pending = claims;
  while (!pending.empty()) {
    const ClaimId id = pending.back();
    pending.pop_back();
    const Fate fate = FateAlone(view, discretion, id);
    if (!fates.emplace(id, fate).second || fate != Fate::kRow) continue;
    for (const ClaimId premise : view.claim(id).rests_on) {
      pending.push_back(premise);
    }
  }
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (auto& [id, fate] : fates) {
      if (fate != Fate::kRow) continue;
      for (const ClaimId premise : view.claim(id).rests_on) {
        const Fate under = fates.at(premise);
        if (under == Fate::kRow || fate == Fate::kRestsOnHidden) continue;
        has_changed = true;
        fate = under == Fate::kHidden || under == Fate::kRestsOnHidden
                   ? Fate::kRestsOnHidden
                   : Fate::kRestsOnLeftOut;
      }
    }
  }
  return fates;
}

// Premises that only claims rest on which are no rows go with these.
std::vector<ClaimId> Reached(const View& view,
                             const std::map<ClaimId, Fate>& fates,
                             const std::vector<ClaimId>& claims) {
  std::map<ClaimId, bool> reached;
  std::vector<ClaimId> pending = claims;
  while (!pending.empty()) {
    const ClaimId id = pending.back();
    pending.pop_back();
    if (fates.at(id) != Fate::kRow || !reached.emplace(id, true).second) {
      continue;
    }
    for (const ClaimId premise : view.claim(id).rests_on) {
      pending.push_back(premise);
    }
  }
  std::vector<ClaimId> rows;
  for (const auto& [id, is_row] : reached) rows.push_back(id);
  return rows;
}

}  // namespace

ClaimsCsvRows RowsOf(const View& view, const Discretion& discretion,
                     const Selection& selection) {
  const std::map<ClaimId, Fate> fates =
      FatesOf(view, discretion, selection.claims);
  ClaimsCsvRows rows;
  rows.claims = Reached(view, fates, selection.claims);
  uint64_t chosen = 0;
  for (const ClaimId id : selection.claims) {
    switch (fates.at(id)) {
      case Fate::kRow:
        ++chosen;
        break;
      case Fate::kNotCounting:
        ++rows.not_counting;
        break;
      case Fate::kHidden:
      case Fate::kRestsOnHidden:
        ++rows.resting_on_sealed;
        break;
      case Fate::kRestsOnLeftOut:
        ++rows.resting_on_left_out;
        break;
      case Fate::kNotWritable:
        ++rows.not_writable;
        break;
    }
  }
  rows.premises = rows.claims.size() - chosen;
  return rows;
}

}  // namespace attest
