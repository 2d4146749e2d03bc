#include "engine/interchange/outgoing_keys.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/current_event.h"
#include "engine/audit/discretion.h"
#include "engine/model/redacted_event.h"
#include "engine/model/references.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// One that can be given a key that is a hash of what it says.
bool MayHaveHashedKey(RecordType type) {
  return type >= RecordType::kClaim && type <= RecordType::kAmendment;
}

}  // namespace

OutgoingKeys::OutgoingKeys(const EventLog& log, const View& view,
                           const View& now, OutgoingKeysOptions options)
    : log_(log),
      view_(view),
      now_(now),
      keys_(log, view),
      options_(std::move(options)) {}

Withheld OutgoingKeys::WhyWithheld(EventIndex record) const {
  const auto known = known_.find(record);
  if (known != known_.end()) return known->second;
  const Withheld why = Decide(record);
  known_.emplace(record, why);
  return why;
}

Withheld OutgoingKeys::Decide(EventIndex record) const {
  const Withheld why = view_.WithheldOf(record);
  if (why != Withheld::kNo || view_.TypeOf(record) == RecordType::kClaim) {
    return why;
  }
  switch (std::max(SensitivityOf(view_, record), SensitivityOf(now_, record))) {
    case Sensitivity::kSealed:
      return Withheld::kSealed;
    case Sensitivity::kRestricted:
      return options_.include_restricted ? Withheld::kNo
                                         : Withheld::kRestricted;
    default:
      return Withheld::kNo;
  }
}

absl::StatusOr<bool> OutgoingKeys::NamesWithheld(EventIndex record) const {
  ASSIGN_OR_RETURN(const bool tells, TellsOfWithheld(record, nullptr));
  if (tells || view_.TypeOf(record) == RecordType::kClaim) return tells;
  ASSIGN_OR_RETURN(const Event now, CurrentEvent(log_, view_, record));
  bool names = false;
  VisitReferences(now, [&](EventIndex named) {
    names = names || WhyWithheld(named) != Withheld::kNo;
  });
  return names;
}

bool OutgoingKeys::KeepsWordsOf(ClaimId id) const {
  const ClaimInfo claim = view_.claim(id);
  return IsWithheld(claim.report) ||
         IsWithheld(view_.report(claim.report).source) ||
         std::any_of(claim.attribution.begin(), claim.attribution.end(),
                     [this](const Speaker& speaker) {
                       return IsWithheld(speaker.source);
                     }) ||
         IsOfWithheld(claim.statement);
}

absl::StatusOr<std::string> OutgoingKeys::KeyOf(EventIndex record) const {
  ASSIGN_OR_RETURN(const std::string key, keys_.KeyOf(record));
  return OutgoingKey(record, key, nullptr);
}

absl::StatusOr<std::string> OutgoingKeys::KeyOf(EventIndex record,
                                                const Event& event) const {
  return OutgoingKey(record, event.key, &event);
}

absl::StatusOr<std::string> OutgoingKeys::OutgoingKey(
    EventIndex record, const std::string& key, const Event* event) const {
  if (options_.keep_keys) return key;
  if (WhyWithheld(record) != Withheld::kNo) return Replaced(key);
  const std::optional<RecordType> type = view_.TypeOf(record);
  if (!type || !MayHaveHashedKey(*type) || !IsDerivedKey(key, *type)) {
    return key;
  }
  ASSIGN_OR_RETURN(const bool tells, TellsOfWithheld(record, event));
  if (!tells) return key;
  // Not of the form of a hash, so that whoever adds it hands it on as it is.
  return absl::StrCat(NameOf(*type), ":withheld-", Replaced(key).substr(1));
}

absl::StatusOr<bool> OutgoingKeys::TellsOfWithheld(EventIndex record,
                                                   const Event* event) const {
  const auto known = telling_.find(record);
  if (known != telling_.end()) return known->second;
  bool tells = false;
  absl::flat_hash_set<EventIndex> seen = {record};
  std::vector<EventIndex> pending = {record};
  const auto add = [&](EventIndex named) {
    tells = tells || WhyWithheld(named) != Withheld::kNo;
    const std::optional<RecordType> type = view_.TypeOf(named);
    if (type == RecordType::kReport) {
      // Words about claims of a withheld publisher do not go out.
      tells = tells || IsWithheld(view_.report(ReportId(named.value())).source);
    } else if (type && MayHaveHashedKey(*type)) {
      const auto earlier = telling_.find(named);
      if (earlier != telling_.end()) {
        tells = tells || earlier->second;
      } else if (seen.insert(named).second) {
        pending.push_back(named);
      }
    }
  };
  while (!pending.empty() && !tells) {
    const EventIndex index = pending.back();
    pending.pop_back();
    if (index == record && event != nullptr) {
      VisitReferences(*event, add);
    } else {
      ASSIGN_OR_RETURN(const Event other, log_.Get(index));
      VisitReferences(other, add);
    }
  }
  telling_.emplace(record, tells);
  return tells;
}

bool OutgoingKeys::IsOfWithheld(StatementId id) const {
  const StatementParts parts = view_.statement(id);
  const auto* object = std::get_if<EntityId>(&parts.object);
  return IsWithheld(parts.subject) ||
         (object != nullptr && IsWithheld(*object)) ||
         (parts.place && IsWithheld(*parts.place));
}

std::string OutgoingKeys::KeyOfStatement(StatementId id) const {
  const std::string key = view_.KeyOf(id);
  return IsOfWithheld(id) ? Replaced(key) : key;
}

std::string OutgoingKeys::Replaced(absl::string_view key) const {
  return options_.keep_keys ? std::string(key)
                            : WithheldKey(key, options_.secret);
}

std::string WithheldKey(absl::string_view key, absl::string_view secret) {
  if (absl::StartsWith(key, "#")) return std::string(key);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac = {};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(key.data()), key.size(),
       mac.data(), &size);
  return absl::StrCat("#", absl::BytesToHexString(absl::string_view(
                               reinterpret_cast<const char*>(mac.data()), 10)));
}

}  // namespace attest
