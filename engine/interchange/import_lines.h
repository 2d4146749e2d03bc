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
  uint64_t row = 0;
  std::string column;
  std::string what;
  std::string got;
  std::string want;
};

// Takes what an importer makes.
class ImportSink {
 public:
  virtual ~ImportSink() = default;

  // A line of the case format, without its line end, that row `row` of the file
  // at hand gave rise to. Definitions come before their uses.
  virtual absl::Status Line(uint64_t row, absl::string_view line) = 0;

  // Something is wrong with a row. Nothing is imported, or the row is set
  // aside; an importer goes on with the next one, so that all errors are told.
  // Lines that the row gave rise to before are dropped with it.
  virtual absl::Status Error(const RowError& error) = 0;

  // Worth saying, and no hindrance.
  virtual absl::Status Warning(const RowError& warning) = 0;
};

// Says other names for what a file calls by its own: a JSON object
// {"headings": {"Col": "predicate"}, "predicates": {"their name": "ours"}}.
struct ImportMap {
  std::map<std::string, std::string> headings;    // theirs to ours
  std::map<std::string, std::string> predicates;  // theirs to ours
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
