#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/commands.h"

namespace attest {
namespace {

// Help that leads with examples. The list of verbs has the summary alone.
class ExamplesFirst : public CLI::Formatter {
 public:
  explicit ExamplesFirst(std::string examples)
      : examples_(std::move(examples)) {}

  std::string make_description(const CLI::App* verb) const override {
    return absl::StrCat(examples_, "\n",
                        CLI::Formatter::make_description(verb));
  }

 private:
  const std::string examples_;
};

}  // namespace

CLI::App* AddVerb(CLI::App& program, absl::string_view name,
                  absl::string_view summary, absl::string_view examples) {
  CLI::App* verb =
      program.add_subcommand(std::string(name), std::string(summary));
  std::string lead = "Examples:\n";
  for (absl::string_view example : absl::StrSplit(examples, '\n')) {
    absl::StrAppend(&lead, "  ", example, "\n");
  }
  verb->formatter(std::make_shared<ExamplesFirst>(std::move(lead)));
  return verb;
}

}  // namespace attest
