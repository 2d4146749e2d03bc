#include <CLI/CLI.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/commands.h"

namespace attest {

CLI::App* AddVerb(CLI::App& program, absl::string_view name,
                  absl::string_view summary, absl::string_view examples) {
  CLI::App* verb =
      program.add_subcommand(std::string(name), std::string(summary));
  std::string lead = "Examples:\n";
  for (absl::string_view example : absl::StrSplit(examples, '\n')) {
    absl::StrAppend(&lead, "  ", example, "\n");
  }
  // What the help prints first; the list of verbs keeps the summary.
  verb->description(absl::StrCat(lead, "\n", summary));
  return verb;
}

}  // namespace attest
