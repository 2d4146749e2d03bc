// What a shell and a manual page say of a program, made from the program's own
// description of itself, so that they cannot fall behind it.

#ifndef ATTEST_TOOLS_PROGRAM_REFERENCE_H_
#define ATTEST_TOOLS_PROGRAM_REFERENCE_H_

#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}  // namespace CLI

namespace attest {

// The words that an option takes, by its long name, and that of its verb where
// others call something else so: {"--mode", {"json", ...}}, {"export --to",
// ...}. Options that are not named take files or texts.
using OptionWords = std::map<std::string, std::vector<std::string>>;

// Completion of verbs, options and their words, for a file that the shell loads
// by the program's name.
[[nodiscard]] std::string BashCompletion(const CLI::App& program,
                                         const OptionWords& words);
[[nodiscard]] std::string ZshCompletion(const CLI::App& program,
                                        const OptionWords& words);
[[nodiscard]] std::string FishCompletion(const CLI::App& program,
                                         const OptionWords& words);

// attest(1), in the man macros of troff. `version`: of the program.
[[nodiscard]] std::string ManualPage(const CLI::App& program,
                                     const std::string& version);

}  // namespace attest

#endif  // ATTEST_TOOLS_PROGRAM_REFERENCE_H_
