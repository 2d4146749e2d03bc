#include "tools/input_errors.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "tools/counted.h"

namespace attest {
namespace {

Json TextOrNull(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

void PrintLine(const std::string& line) {
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace

Json ErrorJson(const InputError& error) {
  Json json = {{"file", error.file},
               {"line", error.line},
               {"column", error.column},
               {"field", TextOrNull(error.field)},
               {"what", error.what},
               {"got", TextOrNull(error.got)},
               {"want", TextOrNull(error.want)}};
  if (!error.suggestion.empty()) json["suggestion"] = error.suggestion;
  return json;
}

Json ErrorsDocument(absl::Span<const FileReading> readings) {
  Json errors = Json::array();
  uint64_t count = 0;
  for (const FileReading& reading : readings) {
    count += reading.error_count;
    for (const InputError& error : reading.errors) {
      if (errors.size() < kMaxErrorsKept) errors.push_back(ErrorJson(error));
    }
  }
  return {{"errors", std::move(errors)}, {"error_count", count}};
}

Json WarningsJson(absl::Span<const FileReading> readings) {
  Json warnings = Json::array();
  for (const FileReading& reading : readings) {
    for (const InputError& warning : reading.warnings) {
      warnings.push_back(ErrorJson(warning));
    }
  }
  return warnings;
}

void PrintErrors(absl::Span<const FileReading> readings) {
  for (const FileReading& reading : readings) {
    for (const InputError& error : reading.errors) {
      PrintLine(FormatInputError(error));
    }
    if (reading.error_count > reading.errors.size()) {
      PrintLine(absl::StrCat(
          reading.name, ": ",
          Counted(reading.error_count - reading.errors.size(), "more error")));
    }
    for (InputError warning : reading.warnings) {
      const std::string message = InputErrorMessage(warning);
      PrintLine(absl::StrCat(warning.file, ":", warning.line,
                             ": warning: ", message));
    }
  }
}

}  // namespace attest
