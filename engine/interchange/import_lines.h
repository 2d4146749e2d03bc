// What an importer is given and what it makes: rows of somebody's spreadsheet
// in, lines of the case format out. Whoever adds these lines checks them as it
// checks every line; an importer need only say what the rows say.
//
// The lines of one import must be such that importing the file again adds
// nothing, and importing it after an edit adds the difference alone. So keys
// are derived from what a row says, never from its number; and a line is
// handed out only once for each key, and not at all where the case has the key.

#ifndef ATTEST_ENGINE_INTERCHANGE_IMPORT_LINES_H_
#define ATTEST_ENGINE_INTERCHANGE_IMPORT_LINES_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest {

// What is wrong with a row. `column`: its heading, or empty.
struct RowError {
  std::string file;  // as it was given
  uint64_t row = 0;  // 0: the file as a whole, which is then not imported
  std::string column;
  std::string what;
  std::string got;
  std::string want;
  // May what other rows say be why it is one, and which row it contradicts, if
  // it is that (0: none)? Such an error is looked at again when rows above it
  // are set aside.
  bool may_rest_on_rows = false;
  uint64_t other_row = 0;
};

// A file whose rows follow.
struct ImportFile {
  std::string name;                   // as it was given
  std::vector<std::string> headings;  // as the file has them
  // The headings of the columns that fields of lines come from, by the names
  // of the fields: what is wrong with `valid` stands in the column "When".
  // A field that no column alone gives is left out.
  std::map<std::string, std::string> columns;
};

// Takes what an importer makes. The rows of one file come together, and so do
// the lines of one row.
class ImportSink {
 public:
  virtual ~ImportSink() = default;

  // Rows of `file` follow.
  virtual absl::Status BeginFile(const ImportFile& file) = 0;

  // The file at hand was read to its end: the number of its last row, and the
  // hash of its bytes.
  virtual absl::Status EndFile(uint64_t rows,
                               const std::array<uint8_t, 32>& sha256) = 0;

  // A line of the case format, without its line end, that row `row` of the file
  // at hand gave rise to. Definitions come before their uses.
  virtual absl::Status Line(uint64_t row, absl::string_view line) = 0;

  // Something is wrong with a row. Nothing is imported, or the row is set
  // aside; an importer goes on with the next one, so that all errors are told.
  // Lines that the row gave rise to before are dropped with it: what later rows
  // may name is best handed out when nothing is wrong with the row.
  virtual absl::Status Error(const RowError& error) = 0;

  // Worth saying, and no hindrance.
  virtual absl::Status Warning(const RowError& warning) = 0;

  // Was this row of the file at hand set aside before? An importer passes it
  // over, as if it were not there: what it says must not stand for a later row.
  [[nodiscard]] virtual bool IsSetAside(uint64_t /*row*/) const {
    return false;
  }

  // What row `row` of the file at hand says was read as it is since row
  // `maker`, above it, made what it names. Rows rise.
  virtual void ReliesOn(uint64_t /*row*/, uint64_t /*maker*/) {}

  // A line was not handed out since the case has it.
  virtual void CountPresent() {}
};

// Says other names for what a file calls by its own: a JSON object
// {"headings": {"Col": "predicate"}, "predicates": {"their name": "ours"},
// "kinds": {"Soldier": "person"}, "sources": {"folder or document": "source"}}.
struct ImportMap {
  std::map<std::string, std::string> headings;    // theirs to ours
  std::map<std::string, std::string> predicates;  // theirs to ours
  // Of formats that type what they name and do not say who speaks.
  std::map<std::string, std::string> kinds = {};
  std::map<std::string, std::string> sources = {};
};

// Called now and then with the bytes read so far.
using ImportProgress = std::function<void(uint64_t done, uint64_t all)>;

struct ImportRequest {
  std::vector<std::string> files;
  ImportMap map;
  ImportProgress progress;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_IMPORT_LINES_H_
