#include "engine/interchange/ucdp_predicates.h"

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "engine/interchange/json_fields.h"

namespace attest {

std::string UcdpPredicateLine(absl::string_view key) {
  const bool is_count = absl::StartsWith(key, "ucdp:deaths_");
  const bool is_of_state = key == "ucdp:gwno";
  JsonFields line;
  line.Json("type", "\"predicate\"")
      .Text("id", key)
      .Text("label",
            absl::StrReplaceAll(absl::StripPrefix(key, "ucdp:"), {{"_", " "}}))
      .Json("domain", is_of_state ? R"(["organization"])" : R"(["incident"])")
      .Json("range", is_count ? "\"quantity\"" : "\"text\"")
      .Text("time", is_count ? "period" : "none");
  if (is_count) line.Json("functional", "\"subject\"");
  return line.Take();
}

}  // namespace attest
