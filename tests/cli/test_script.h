// A .test file: a name, a sentence on what it shows, then files to write and
// commands to run with what they print.
//
//     retraction
//     A retracted claim stays in the case and is marked.
//
//     file case.jsonl
//     {"type": "source", ...}
//     end
//
//     # What a reader should know.
//     $ attest init && attest add case.jsonl
//     ? 3
//     ! part of a line of standard error
//     standard output, line by line
//
// Blocks are set apart by a blank line; blank lines at the end of an output do
// not count. An output line that begins like a block (`$ `, `# `, `? `, `! `,
// `file `) or with a backslash has a backslash before it. A file in this form
// is equal, byte by byte, to what Format makes of what Parse made of it.

#ifndef ATTEST_TESTS_CLI_TEST_SCRIPT_H_
#define ATTEST_TESTS_CLI_TEST_SCRIPT_H_

#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

struct ScriptFile {
  std::string name;
  std::string text;
};

struct ScriptCommand {
  std::string line;
  int exit_code = 0;
  std::vector<std::string> errors;  // each in one line of standard error
  std::string output;               // without blank lines at its end
};

struct ScriptStep {
  std::vector<std::string> comments;  // without their `# `
  std::variant<ScriptFile, ScriptCommand> action;
};

struct TestScript {
  std::string name;
  std::string sentence;
  std::vector<ScriptStep> steps;
};

// InvalidArgument, with the line's number, for text in another form.
absl::StatusOr<TestScript> ParseScript(absl::string_view text);

[[nodiscard]] std::string FormatScript(const TestScript& script);

// `text` without line ends at its end.
[[nodiscard]] std::string WithoutLastLineEnds(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_TEST_SCRIPT_H_
