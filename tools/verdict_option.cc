#include "tools/verdict_option.h"

#include "absl/strings/str_cat.h"
#include "tools/exit_code.h"

namespace attest {

absl::StatusOr<std::optional<Verdict>> VerdictOf(const std::string& option,
                                                 const std::string& name) {
  if (name.empty()) return std::nullopt;
  const std::optional<Verdict> verdict = FromName<Verdict>(name);
  if (!verdict) {
    return WithExitCode(
        absl::InvalidArgumentError(absl::StrCat(
            option, ": got \"", name,
            "\", want retracted, unsupported, circular, contested, "
            "corroborated, likely or single_line")),
        kExitUsage);
  }
  return verdict;
}

}  // namespace attest
