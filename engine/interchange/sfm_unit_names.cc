#include "engine/interchange/sfm_unit_names.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/sfm_keys.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

std::string KeyByName(absl::string_view name, absl::string_view country) {
  return SfmKey("unit", {country.empty() ? "-" : country, name});
}

}  // namespace

void SfmUnitNames::Names::Add(absl::string_view name, absl::string_view country,
                              const std::string& key) {
  names.try_emplace(key, OneLine(name));
  const auto [entry, is_new] = keys.try_emplace(KeyByName(name, country), key);
  if (!is_new && entry->second != key) entry->second.clear();
}

void SfmUnitNames::Add(absl::string_view name, absl::string_view country,
                       const std::string& key) {
  tables_.Add(name, country, key);
}

absl::Status SfmUnitNames::ReadStored() {
  stored_.emplace();
  const ExistingCase& existing = lines_.existing();
  ASSIGN_OR_RETURN(const std::vector<EventIndex> events,
                   existing.FindByPrefix(RecordType::kEntity, "unit:sfm:"));
  for (EventIndex index : events) {
    ASSIGN_OR_RETURN(const Event event, existing.Get(index));
    const auto* const unit = std::get_if<Entity>(&event.record);
    if (unit == nullptr || unit->kind != EntityKind::kUnit ||
        unit->name.empty() || tables_.names.contains(event.key)) {
      continue;
    }
    const std::string country = CountryOfNote(event.note);
    if (event.key == KeyByName(unit->name, country)) continue;
    stored_->Add(unit->name, country, event.key);
  }
  return absl::OkStatus();
}

absl::StatusOr<SfmUnitNames::Unit> SfmUnitNames::Find(
    absl::string_view text, absl::string_view country,
    absl::string_view column) {
  const std::string id = SfmKey("unit", {text});
  const auto by_id = tables_.names.find(id);
  if (by_id != tables_.names.end()) return Unit{id, by_id->second};
  std::string by_name = KeyByName(text, country);
  auto found = tables_.keys.find(by_name);
  const Names* among = &tables_;
  if (found == tables_.keys.end()) {
    if (!stored_) RETURN_IF_ERROR(ReadStored());
    const auto stored = stored_->names.find(id);
    if (stored != stored_->names.end()) return Unit{id, stored->second};
    among = &*stored_;
    found = stored_->keys.find(by_name);
  }
  if (found == among->keys.end()) {
    return Unit{std::move(by_name), OneLine(text)};
  }
  if (found->second.empty()) {
    RETURN_IF_ERROR(lines_.Warn(
        column, "several units of this name and country; taken as another one",
        text, "the id of one of them"));
    return Unit{std::move(by_name), OneLine(text)};
  }
  return Unit{found->second, among->names.find(found->second)->second};
}

absl::Status SfmUnitNames::WarnOfUnitByName(absl::string_view unit,
                                            absl::string_view name,
                                            absl::string_view country,
                                            absl::string_view column) {
  const std::string by_name = KeyByName(name, country);
  ASSIGN_OR_RETURN(const bool is_there, lines_.IsStored(by_name));
  if (!is_there) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool is_old, lines_.IsStored(unit));
  if (is_old) return absl::OkStatus();
  return lines_.Warn(
      column,
      absl::StrCat("an earlier import has a unit by this name, ", by_name,
                   ", and knew no id of it; the two are not joined"),
      name, absl::StrCat("\"same\" of it and ", unit, " where they are one"));
}

}  // namespace attest
