#include "engine/audit/key_history.h"

#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/model/event.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status Broken(uint64_t index, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("event ", index, ": ", what));
}

absl::StatusOr<VerifierKey> KeyAt(uint64_t index, const std::string& encoded) {
  absl::StatusOr<VerifierKey> key = VerifierKey::Parse(encoded);
  if (!key.ok()) return Broken(index, key.status().message());
  return key;
}

}  // namespace

absl::StatusOr<std::vector<KeyPeriod>> KeyHistory(const EventLog& log,
                                                  const View& now) {
  std::vector<KeyPeriod> periods;
  uint64_t first_size = 0;
  std::string current;
  for (uint64_t i = 0; i < log.size(); ++i) {
    if (now.TypeOf(EventIndex(i)) != RecordType::kKeyRotation) continue;
    ASSIGN_OR_RETURN(const Event event, log.Get(EventIndex(i)));
    const auto* rotation = std::get_if<KeyRotation>(&event.record);
    if (rotation == nullptr) return Broken(i, "a rotation of keys is none");
    if (!periods.empty() && rotation->previous_key != current) {
      return Broken(i, "a key is replaced that was not in use");
    }
    ASSIGN_OR_RETURN(VerifierKey previous, KeyAt(i, rotation->previous_key));
    periods.push_back({std::move(previous), first_size, i});
    first_size = i + 1;
    current = rotation->verifier_key;
  }
  if (!periods.empty() && current != log.verifier_key().Encode()) {
    return absl::DataLossError(
        absl::StrCat("the log signs with a key that no event speaks of: got ",
                     log.verifier_key().Encode(), ", want ", current));
  }
  periods.push_back({log.verifier_key(), first_size, log.size()});
  return periods;
}

}  // namespace attest
