#include "tools/kept_head.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/audit/continuation.h"
#include "engine/audit/key_history.h"
#include "engine/log/durable_file.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMaxHeadBytes = size_t{64} << 10;

absl::StatusOr<Continuation> Compare(const Case& opened,
                                     const std::string& path) {
  ASSIGN_OR_RETURN(const std::string note, ReadWholeFile(path, kMaxHeadBytes));
  ASSIGN_OR_RETURN(const std::vector<KeyPeriod> keys,
                   KeyHistory(opened.log(), opened.Now()));
  absl::StatusOr<Continuation> found =
      CompareWithKeptHead(opened.log(), note, keys);
  if (found.ok()) return found;
  return absl::Status(found.status().code(),
                      absl::StrCat(path, ": ", found.status().message()));
}

}  // namespace

absl::StatusOr<KeptHead> ComparedWith(const Case& opened,
                                      const std::string& path) {
  ASSIGN_OR_RETURN(const Continuation found, Compare(opened, path));
  KeptHead kept;
  kept.continues = found.continues();
  kept.json = {{"file", path}};
  if (found.head) {
    if (found.head->origin == opened.log().origin()) {
      kept.tree_size = found.head->tree_size;
    }
    kept.json["origin"] = found.head->origin;
    kept.json["size"] = found.head->tree_size;
    kept.json["root"] = found.head->root.ToBase64();
  }
  kept.json["continues"] = found.continues();
  kept.json["what"] = found.continues() ? Json() : Json(found.why);
  Json proof = Json::array();
  for (const Hash& hash : found.proof) proof.push_back(hash.ToBase64());
  kept.json["proof"] = std::move(proof);
  kept.text =
      absl::StrCat(found.continues() ? "it continues the head in "
                                     : "it does not continue the head in ",
                   path, found.continues() ? "" : ": ", found.why, "\n");
  return kept;
}

}  // namespace attest
