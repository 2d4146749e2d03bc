// What an import reads of a folder that it is given.

#ifndef ATTEST_ENGINE_INTERCHANGE_IMPORT_FOLDER_H_
#define ATTEST_ENGINE_INTERCHANGE_IMPORT_FOLDER_H_

#include <string>
#include <vector>

#include "engine/ingest/input_error.h"

namespace attest {

struct ImportFolder {
  std::vector<std::string> files;    // always in the same order
  std::vector<InputError> faults;    // files that should be read, and cannot
  std::vector<InputError> warnings;  // of what is passed over
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_IMPORT_FOLDER_H_
