#include "engine/query/text_pattern.h"

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/query/query_error.h"
#include "engine/text/utf8.h"
#include "unicode/regex.h"
#include "unicode/unistr.h"
#include "unicode/utypes.h"

namespace attest::query {
namespace {

// In ICU's steps, of about a millisecond each.
constexpr int32_t kMaxSteps = 500;
// Of what it keeps to go back over.
constexpr int32_t kMaxStackBytes = 16 << 20;
// Texts have their lengths as 32-bit numbers.
constexpr size_t kMaxTextBytes = size_t{512} << 20;

icu::UnicodeString Utf16Of(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

absl::Status LimitError(absl::string_view message) {
  return RunError(ErrorType::kLimit, "PatternTooCostly", message);
}

// The pattern used last.
struct Compiled {
  std::string pattern;
  std::unique_ptr<icu::RegexPattern> regex;
};

absl::Status Compile(absl::string_view pattern, Compiled& compiled) {
  if (pattern.size() > kMaxPatternBytes) {
    return LimitError(absl::StrCat("a regular expression of ", pattern.size(),
                                   " bytes is too long: at most ",
                                   kMaxPatternBytes, " are read"));
  }
  UErrorCode code = U_ZERO_ERROR;
  UParseError at = {};
  std::unique_ptr<icu::RegexPattern> regex(
      icu::RegexPattern::compile(Utf16Of(pattern), 0, at, code));
  if (U_FAILURE(code)) {
    return RunError(
        ErrorType::kArgument, "InvalidArgumentValue",
        absl::StrCat("the regular expression `", FirstCodePoints(pattern, 80),
                     "` is none: ", u_errorName(code), " at character ",
                     at.offset));
  }
  compiled.pattern = std::string(pattern);
  compiled.regex = std::move(regex);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> MatchesPattern(absl::string_view text,
                                    absl::string_view pattern) {
  // Of each thread one, so that nothing is shared between threads.
  thread_local Compiled compiled;
  if (compiled.regex == nullptr || compiled.pattern != pattern) {
    const absl::Status status = Compile(pattern, compiled);
    if (!status.ok()) return status;
  }
  if (text.size() > kMaxTextBytes) {
    return LimitError("a text is too long for a regular expression");
  }
  const icu::UnicodeString input = Utf16Of(text);
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::RegexMatcher> matcher(
      compiled.regex->matcher(input, code));
  if (U_SUCCESS(code)) {
    matcher->setTimeLimit(kMaxSteps, code);
    matcher->setStackLimit(kMaxStackBytes, code);
  }
  const bool matches = U_SUCCESS(code) && matcher->matches(code) != 0;
  if (U_FAILURE(code)) {
    return LimitError(
        absl::StrCat("the regular expression `", FirstCodePoints(pattern, 80),
                     "` takes too long on a text of ", text.size(), " bytes (",
                     u_errorName(code), ")"));
  }
  return matches;
}

}  // namespace attest::query
