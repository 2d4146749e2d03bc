#include "tools/query_limits.h"

#include <CLI/CLI.hpp>
#include <limits>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/status_macros.h"
#include "tools/exit_code.h"

namespace attest {
namespace {

absl::Status WrongOption(absl::string_view option, absl::string_view got,
                         absl::string_view want) {
  return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                          option, ": got \"", got, "\", want ", want)),
                      kExitUsage);
}

// How far a number is shifted for its unit, in powers of 1024.
std::optional<int> ShiftOf(absl::string_view unit) {
  if (unit.empty()) return 0;
  const size_t at = absl::string_view("KMGT").find(
      absl::ascii_toupper(static_cast<unsigned char>(unit[0])));
  const absl::string_view rest = unit.substr(1);
  if (at == absl::string_view::npos) return std::nullopt;
  if (!rest.empty() && rest != "B" && rest != "iB") return std::nullopt;
  return 10 * (static_cast<int>(at) + 1);
}

std::optional<uint64_t> ParseSize(absl::string_view text) {
  const size_t digits = text.find_first_not_of("0123456789");
  const absl::string_view unit =
      digits == absl::string_view::npos ? "" : text.substr(digits);
  uint64_t number = 0;
  const std::optional<int> shift = ShiftOf(unit);
  if (!shift || !absl::SimpleAtoi(text.substr(0, digits), &number) ||
      number == 0 ||
      number > (std::numeric_limits<uint64_t>::max() >> *shift)) {
    return std::nullopt;
  }
  return number << *shift;
}

}  // namespace

void AddLimitOptions(CLI::App& verb, QueryLimitOptions& options) {
  verb.add_option("--timeout", options.timeout,
                  "how long a query may take: 30s, 500ms, 2m");
  verb.add_option("--max-memory", options.max_memory,
                  "how much a query may hold: 512M, 2G (4G)");
}

absl::StatusOr<QueryLimits> LimitsOf(const QueryLimitOptions& options) {
  QueryLimits limits;
  if (!options.timeout.empty() &&
      (!absl::ParseDuration(options.timeout, &limits.timeout) ||
       limits.timeout <= absl::ZeroDuration())) {
    return WrongOption("--timeout", options.timeout,
                       "a time as 30s, 500ms or 2m");
  }
  if (!options.max_memory.empty()) {
    const std::optional<uint64_t> bytes = ParseSize(options.max_memory);
    if (!bytes) {
      return WrongOption("--max-memory", options.max_memory,
                         "a size as 512M or 2G");
    }
    limits.max_memory_bytes = *bytes;
  }
  return limits;
}

}  // namespace attest
