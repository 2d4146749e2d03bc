// InputError is one thing wrong with one line of a file: where, what, got,
// want.

#ifndef ATTEST_ENGINE_INGEST_INPUT_ERROR_H_
#define ATTEST_ENGINE_INGEST_INPUT_ERROR_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

struct InputError {
  std::string file;     // as it was named by whoever asked
  uint64_t line = 0;    // from 1; 0: the file as a whole
  uint64_t column = 0;  // code points from 1; 0: the line as a whole
  std::string field;    // `attribution[1].source`; empty: none in particular
  std::string what;
  std::string got;  // with `want` empty: the very thing that is wrong
  std::string want;
  std::string suggestion;  // a name near to `got`

  friend bool operator==(const InputError&, const InputError&) = default;
};

// `FILE:LINE:COLUMN: error: WHAT, got GOT, want WANT; did you mean "NAME"?`,
// without the parts that are empty or 0.
[[nodiscard]] std::string FormatInputError(const InputError& error);

// The part of it after `error: `.
[[nodiscard]] std::string InputErrorMessage(const InputError& error);

// `text` in double quotes, cut to a length that fits a message, with control
// characters, quotes and backslashes escaped as in JSON. Requires UTF-8.
[[nodiscard]] std::string QuotedForMessage(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_INPUT_ERROR_H_
