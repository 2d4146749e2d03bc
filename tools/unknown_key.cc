#include "tools/unknown_key.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/audit/record_keys.h"
#include "engine/ingest/field_reader.h"
#include "engine/model/event.h"
#include "engine/status_macros.h"
#include "engine/text/suggestion.h"
#include "tools/shown_matches.h"

namespace attest {
namespace {

template <class Tag>
void AppendKeys(const View& view, const Discretion& discretion,
                const std::vector<Id<Tag>>& ids,
                std::vector<absl::string_view>& keys) {
  for (const Id<Tag> id : ids) {
    if (!discretion.Hides(id)) keys.push_back(view.KeyOf(id));
  }
}

std::optional<absl::string_view> NearestKey(const View& view,
                                            const Discretion& discretion,
                                            absl::string_view key) {
  const size_t distance = MaxSlips(key);
  if (distance == 0) return std::nullopt;
  std::vector<absl::string_view> keys;
  AppendKeys(view, discretion, view.Entities(), keys);
  AppendKeys(view, discretion, view.Sources(), keys);
  AppendKeys(view, discretion, view.Reports(), keys);
  return NearestName(key, keys, distance);
}

}  // namespace

absl::Status UnknownKey(const View& view, const Discretion& discretion,
                        absl::string_view key) {
  const std::string message = absl::StrCat("nothing has the key \"", key, "\"");
  const auto nearest = NearestKey(view, discretion, key);
  if (nearest) {
    return absl::NotFoundError(
        absl::StrCat(message, "; did you mean \"", *nearest, "\"?"));
  }
  const std::vector<Match> named =
      ShownMatches(view, discretion, std::string(key), 1);
  if (named.empty()) {
    return absl::NotFoundError(message);
  }
  return absl::NotFoundError(absl::StrCat(message, "; did you mean \"",
                                          view.KeyOf(named[0].event), "\" (",
                                          named[0].name, ")?"));
}

absl::Status UnknownKey(const EventLog& log, const View& view,
                        const Discretion& discretion, absl::string_view key) {
  const absl::Status unknown = UnknownKey(view, discretion, key);
  if (view.applied_through() == log.size()) return unknown;
  return absl::NotFoundError(absl::StrCat(
      unknown.message(), " as of log position ", view.applied_through()));
}

absl::StatusOr<Found> FindShown(const EventLog& log, const View& view,
                                const Discretion& discretion,
                                absl::string_view key) {
  ASSIGN_OR_RETURN(const std::optional<Found> found,
                   RecordKeys(log, view).Find(key));
  if (!found || discretion.Hides(found->event)) {
    return UnknownKey(log, view, discretion, key);
  }
  if (found->type > RecordType::kClaim) {
    // A decision is hidden with what it names.
    ASSIGN_OR_RETURN(const Event event, log.Get(found->event));
    if (discretion.HidesEvent(found->event, event)) {
      return UnknownKey(log, view, discretion, key);
    }
  }
  return *found;
}

}  // namespace attest
