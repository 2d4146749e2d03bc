// What cells of a claims-csv say, as JSON of the case format.
//
// All functions append to `json` and return what is wrong with the cell, if
// anything; `json` is then of no use.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_CELLS_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_CELLS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/ingest/json_line.h"
#include "engine/model/predicate.h"

namespace attest {

struct CellFault {
  std::string what;
  std::string want;
};

// Cells that begin with `{` or `[` are JSON as it stands.
[[nodiscard]] bool IsJsonCell(absl::string_view cell);
std::optional<CellFault> AppendJsonCell(absl::string_view cell,
                                        JsonParser& parser, std::string& json);

// The words of a quote that stands in a cell as JSON, without those around it.
std::optional<CellFault> ReadQuotedWords(absl::string_view cell,
                                         JsonParser& parser,
                                         std::string& words);

// A value: `150`, `>=5000`, `<=10`, `~20`, `10-20`, `10-15-20` (low, best,
// high) with `unit`, if any; `36.2,37.2`; `yes`; a text or date as it is; or
// JSON, for what is no text. JSON may state the unit itself, but no other.
std::optional<CellFault> AppendValueCell(absl::string_view cell,
                                         Literal literal,
                                         absl::string_view unit,
                                         JsonParser& parser, std::string& json);

// Is a flag set? `yes`, `true`, `1`, `x`, or the contrary; nullopt for neither.
[[nodiscard]] std::optional<bool> FlagOfCell(absl::string_view cell);

// The parts of a cell between semicolons, without white space around them.
[[nodiscard]] std::vector<absl::string_view> PartsOfCell(
    absl::string_view cell);

// `src:x (eyewitness)`: the source and the basis, which is empty where what
// stands in parentheses is none.
[[nodiscard]] std::pair<absl::string_view, std::string> SpeakerOfPart(
    absl::string_view part);

// Appends a number where `cell` is a whole one, and else a text.
void AppendNumberOrText(absl::string_view cell, std::string& json);

// Appends `,"NAME":` and the text.
void AppendTextField(absl::string_view name, absl::string_view text,
                     std::string& json);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_CELLS_H_
