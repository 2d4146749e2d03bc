#include "engine/interchange/outgoing_keys.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/discretion.h"
#include "engine/status_macros.h"

namespace attest {

OutgoingKeys::OutgoingKeys(const EventLog& log, const View& view,
                           const View& now, OutgoingKeysOptions options)
    : view_(view), now_(now), keys_(log, view), options_(std::move(options)) {}

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

absl::StatusOr<std::string> OutgoingKeys::KeyOf(EventIndex record) const {
  ASSIGN_OR_RETURN(std::string key, keys_.KeyOf(record));
  return WhyWithheld(record) == Withheld::kNo ? key : Replaced(key);
}

std::string OutgoingKeys::KeyOfStatement(StatementId id) const {
  const StatementParts parts = view_.statement(id);
  const auto* object = std::get_if<EntityId>(&parts.object);
  const bool names_withheld = IsWithheld(parts.subject) ||
                              (object != nullptr && IsWithheld(*object)) ||
                              (parts.place && IsWithheld(*parts.place));
  const std::string key = view_.KeyOf(id);
  return names_withheld ? Replaced(key) : key;
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
