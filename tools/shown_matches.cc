#include "tools/shown_matches.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include "engine/model/entity.h"
#include "engine/projection/name_match.h"

namespace attest {
namespace {

// The best match of `match`'s entity by a name that may be shown.
std::optional<Match> ShownMatch(const View& view, const Discretion& discretion,
                                const std::string& wanted, const Match& match) {
  if (discretion.Hides(match.event)) return std::nullopt;
  if (match.type != RecordType::kEntity) return match;
  const Entity entity = view.entity(EntityId(match.event.value()));
  std::optional<Match> best;
  const auto attempt = [&](const std::string& name) {
    const auto matched = MatchOfNames(wanted, FoldName(name));
    if (!matched || (best && *matched >= best->matched)) return;
    best = match;
    best->name = name;
    best->matched = *matched;
  };
  attempt(entity.name);
  for (const EntityName& name : entity.names) {
    if (IsShown(view, discretion, name)) attempt(name.value);
  }
  return best;
}

}  // namespace

bool IsShown(const View& view, const Discretion& discretion,
             const EntityName& name) {
  return !name.report || (!discretion.Hides(*name.report) &&
                          view.WithheldOf(EventIndex(name.report->value())) !=
                              Withheld::kRedacted);
}

std::vector<Match> ShownMatches(const View& view, const Discretion& discretion,
                                const std::string& text, size_t limit) {
  const std::string wanted = FoldName(text);
  for (size_t asked = limit;;) {
    const std::vector<Match> found = view.Find(text, asked);
    const bool were_all = found.size() < asked;
    std::vector<Match> shown;
    bool has_worse = false;
    for (const Match& match : found) {
      auto open = ShownMatch(view, discretion, wanted, match);
      if (!open) continue;
      has_worse = has_worse || open->matched != match.matched;
      shown.push_back(*std::move(open));
    }
    if (were_all || (shown.size() >= limit && !has_worse)) {
      std::stable_sort(
          shown.begin(), shown.end(), [&](const Match& a, const Match& b) {
            return std::make_tuple(a.matched, view.KeyOf(a.event)) <
                   std::make_tuple(b.matched, view.KeyOf(b.event));
          });
      shown.resize(std::min(shown.size(), limit));
      return shown;
    }
    // One that goes by a worse name may come behind all others.
    asked = has_worse || asked > std::numeric_limits<size_t>::max() / 2
                ? std::numeric_limits<size_t>::max()
                : asked * 2;
  }
}

}  // namespace attest
