// The command line as a whole: its options and its verbs.

#ifndef ATTEST_TOOLS_PROGRAM_H_
#define ATTEST_TOOLS_PROGRAM_H_

#include <string>

#include "tools/program_reference.h"
#include "tools/session.h"

namespace CLI {
class App;
}  // namespace CLI

namespace attest {

// Makes `program` that of attest. A verb that is chosen sets itself as that of
// `session`, which must outlive the program's use.
void AddProgram(CLI::App& program, Session& session);

inline constexpr const char kProgramIs[] =
    "attest: what is known, on whose word, and the proof";

// The words that its options take, as far as there are few.
[[nodiscard]] OptionWords ProgramWords();

}  // namespace attest

#endif  // ATTEST_TOOLS_PROGRAM_H_
