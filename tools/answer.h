// Answer is what a verb found: a JSON document, and how a person reads it.
//
// One document serves every mode. A field of it may hold the rows, which the
// row modes (jsonl, csv, tsv, markdown) print alone; a document without rows
// is its own single row.

#ifndef ATTEST_TOOLS_ANSWER_H_
#define ATTEST_TOOLS_ANSWER_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/model/enum_names.h"

namespace attest {

using Json = nlohmann::ordered_json;

enum class Mode : uint8_t { kTable, kJson, kJsonl, kCsv, kTsv, kMarkdown };
ATTEST_ENUM_NAMES(Mode, "mode", "table", "json", "jsonl", "csv", "tsv",
                  "markdown");

struct Answer {
  Json document = Json::object();
  // The member of `document` that holds the rows, an array of objects; empty
  // when there is none.
  std::string rows;
  // What mode table prints, when that is not simply a table of the rows: lines
  // of marked text (marked_text.h).
  std::string text;
  // The log position that the answer was given at.
  uint64_t applied_through = 0;
};

// Where an answer goes.
struct Screen {
  bool is_terminal = false;
  size_t columns = 0;  // 0: as wide as need be
  size_t lines = 0;    // rows of a table to print; 0: all
  bool has_colours = false;
};

// `answer` in `mode`: the bytes for standard output. Modes json, and table by
// its last line, carry the log position; for the row modes the caller says it
// elsewhere. Nothing in it is obeyed by a terminal but what colours and
// isolates (marked_text.h) the screen takes.
[[nodiscard]] std::string Render(const Answer& answer, Mode mode,
                                 const Screen& screen);

// Pieces of an answer in `mode` as they are printed on `screen`: of a table
// marked text, of other modes as `CellsLine` and `Dump` make them.
[[nodiscard]] std::string ForScreen(absl::string_view piece, Mode mode,
                                    const Screen& screen);

// True when `mode` prints rows alone, so that the log position is not in
// Render's output.
[[nodiscard]] bool IsRowMode(Mode mode);

// One line of a mode that prints cells: csv, tsv or markdown; and the heading
// lines of it.
[[nodiscard]] std::string CellsLine(absl::Span<const std::string> cells,
                                    Mode mode);
[[nodiscard]] std::string HeadingsLine(absl::Span<const std::string> headings,
                                       Mode mode);

// Compact JSON; bytes that are not UTF-8 are replaced.
[[nodiscard]] std::string Dump(const Json& json, int indent = -1);

}  // namespace attest

#endif  // ATTEST_TOOLS_ANSWER_H_
