// The parameters of queries, as they are given on the command line and in
// files.

#ifndef ATTEST_TOOLS_QUERY_PARAMETERS_H_
#define ATTEST_TOOLS_QUERY_PARAMETERS_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/query/query.h"
#include "engine/query/value.h"

namespace attest {

// `name=value` each: the value as JSON where it is, else a text; nothing is
// null. InvalidArgument, with the exit code of wrong usage, for anything else.
[[nodiscard]] absl::StatusOr<query::Parameters> ParametersOf(
    absl::Span<const std::string> given);

// Calls `visit` with the parameters of each line of `file`, a JSON object, on
// top of `common`; `-` is standard input, empty lines are skipped. Stops when
// it answers an error. InvalidArgument, with the line, for a line that is
// none; NotFound when there is no such file.
[[nodiscard]] absl::Status VisitParameterLines(
    const std::string& file, const query::Parameters& common,
    absl::FunctionRef<absl::Status(const query::Parameters&)> visit);

// The value that a JSON text stands for: whole numbers within 64 bits are
// integers, others floats. InvalidArgument when it is no JSON, or nested too
// deep.
[[nodiscard]] absl::StatusOr<query::Value> ValueOfJson(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_TOOLS_QUERY_PARAMETERS_H_
