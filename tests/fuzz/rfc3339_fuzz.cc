// Instants: what is accepted can be written, and reads back to the
// microsecond.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/model/rfc3339.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {

void FuzzInput(absl::string_view input) {
  const absl::StatusOr<absl::Time> time = ParseRfc3339(input);
  if (time.ok()) {
    const std::string text = FormatRfc3339(*time);
    const absl::StatusOr<absl::Time> again = ParseRfc3339(text);
    Require(again.ok(), "what is written is read");
    Require(*again <= *time && *time - *again < absl::Microseconds(1),
            "an instant keeps its microseconds");
    Require(FormatRfc3339(*again) == text, "an instant has one text");
  }
  const absl::StatusOr<absl::Time> end = ParseEndOfDay(input);
  if (end.ok()) {
    const std::string day = FormatRfc3339(*end - absl::Hours(24));
    Require(absl::string_view(day).substr(0, 10) == input,
            "a day ends 24 hours after it begins");
  }
}

std::vector<std::string> FuzzSeeds() {
  return {"2026-11-20T10:00:00Z",
          "2026-11-20t10:00:00.25z",
          "2026-11-20T10:00:00+03:00",
          "2016-12-31T23:59:60Z",
          "2017-01-01T02:59:60.5+03:00",
          "0000-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999999Z",
          "9999-12-31T23:59:59-00:01",
          "2024-02-29T00:00:00-23:59",
          "2026-11-20",
          "9999-12-31"};
}

std::vector<std::string> FuzzWords() {
  return {"T", "Z", "t",     "z",      ":60",  "+",
          "-", ".", "23:59", "-02-29", "0000", "9999"};
}

}  // namespace attest
