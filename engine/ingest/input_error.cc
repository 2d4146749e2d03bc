#include "engine/ingest/input_error.h"

#include "absl/strings/str_cat.h"
#include "engine/model/json_text.h"
#include "engine/text/utf8.h"

namespace attest {

std::string InputErrorMessage(const InputError& error) {
  std::string message = error.what;
  if (error.want.empty()) {
    if (!error.got.empty()) absl::StrAppend(&message, " ", error.got);
  } else {
    if (!error.got.empty()) absl::StrAppend(&message, ", got ", error.got);
    absl::StrAppend(&message, ", want ", error.want);
  }
  if (!error.suggestion.empty()) {
    absl::StrAppend(&message, "; did you mean ",
                    QuotedForMessage(error.suggestion), "?");
  }
  return message;
}

std::string FormatInputError(const InputError& error) {
  std::string place = error.file;
  if (error.line > 0) absl::StrAppend(&place, ":", error.line);
  if (error.line > 0 && error.column > 0) {
    absl::StrAppend(&place, ":", error.column);
  }
  return absl::StrCat(place, ": error: ", InputErrorMessage(error));
}

std::string QuotedForMessage(absl::string_view text) {
  static constexpr size_t kMaxCodePoints = 80;
  const absl::string_view shown = FirstCodePoints(text, kMaxCodePoints);
  std::string quoted;
  AppendJsonString(shown, quoted);
  if (shown.size() < text.size()) absl::StrAppend(&quoted, "...");
  return quoted;
}

}  // namespace attest
