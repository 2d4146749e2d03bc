#include "tests/cli/test_script.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kBlockMarks[] = {"$ ", "# ", "file "};
constexpr absl::string_view kEscapedMarks[] = {"$ ", "# ", "file ",
                                               "? ", "! ", "\\"};

bool BeginsBlock(absl::string_view line) {
  for (absl::string_view mark : kBlockMarks) {
    if (absl::StartsWith(line, mark)) return true;
  }
  return false;
}

class ScriptReader {
 public:
  explicit ScriptReader(absl::string_view text)
      : lines_(absl::StrSplit(text, '\n')) {}

  absl::StatusOr<TestScript> Read() {
    TestScript script;
    script.name = std::string(Next());
    std::vector<std::string> sentence;
    while (!AtEnd() && !Peek().empty()) sentence.emplace_back(Next());
    script.sentence = absl::StrJoin(sentence, "\n");
    if (script.name.empty() || script.sentence.empty()) {
      return Wrong("want a name, and a sentence on the next line");
    }
    while (SkipBlank()) {
      ASSIGN_OR_RETURN(ScriptStep step, ReadStep());
      script.steps.push_back(std::move(step));
    }
    return script;
  }

 private:
  [[nodiscard]] bool AtEnd() const { return at_ == lines_.size(); }
  [[nodiscard]] absl::string_view Peek() const { return lines_[at_]; }
  absl::string_view Next() { return lines_[at_++]; }

  bool SkipBlank() {
    while (!AtEnd() && Peek().empty()) ++at_;
    return !AtEnd();
  }

  // If the next line begins with `mark`, moves past it; the rest of it.
  std::optional<std::string> Take(absl::string_view mark) {
    if (AtEnd() || !absl::StartsWith(Peek(), mark)) return std::nullopt;
    return std::string(absl::StripPrefix(Next(), mark));
  }

  [[nodiscard]] absl::Status Wrong(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", at_ + 1, ": ", what));
  }

  absl::StatusOr<ScriptStep> ReadStep() {
    ScriptStep step;
    while (std::optional<std::string> comment = Take("# ")) {
      step.comments.push_back(*std::move(comment));
    }
    if (std::optional<std::string> name = Take("file ")) {
      ASSIGN_OR_RETURN(step.action, ReadFile(*std::move(name)));
    } else if (std::optional<std::string> line = Take("$ ")) {
      ASSIGN_OR_RETURN(step.action, ReadCommand(*std::move(line)));
    } else {
      return Wrong("want `file NAME`, `$ COMMAND` or `# COMMENT`");
    }
    return step;
  }

  absl::StatusOr<ScriptFile> ReadFile(std::string name) {
    ScriptFile file{.name = std::move(name), .text = ""};
    while (!AtEnd() && Peek() != "end")
      absl::StrAppend(&file.text, Next(), "\n");
    if (AtEnd()) return Wrong("want `end` after the lines of the file");
    Next();
    return file;
  }

  absl::StatusOr<ScriptCommand> ReadCommand(std::string line) {
    ScriptCommand command{.line = std::move(line), .errors = {}, .output = ""};
    if (const std::optional<std::string> code = Take("? ")) {
      if (!absl::SimpleAtoi(*code, &command.exit_code)) {
        return Wrong("want `? EXIT_CODE`");
      }
    }
    while (std::optional<std::string> error = Take("! ")) {
      command.errors.push_back(*std::move(error));
    }
    while (!AtEnd() && !BeginsBlock(Peek())) {
      absl::StrAppend(&command.output, absl::StripPrefix(Next(), "\\"), "\n");
    }
    command.output = WithoutLastLineEnds(command.output);
    return command;
  }

  const std::vector<absl::string_view> lines_;
  size_t at_ = 0;
};

std::string Escaped(absl::string_view line) {
  for (absl::string_view mark : kEscapedMarks) {
    if (absl::StartsWith(line, mark)) return absl::StrCat("\\", line);
  }
  return std::string(line);
}

std::string FormatCommand(const ScriptCommand& command) {
  std::string text = absl::StrCat("$ ", command.line, "\n");
  if (command.exit_code != 0) {
    absl::StrAppend(&text, "? ", command.exit_code, "\n");
  }
  for (const std::string& error : command.errors) {
    absl::StrAppend(&text, "! ", error, "\n");
  }
  if (command.output.empty()) return text;
  for (absl::string_view line : absl::StrSplit(command.output, '\n')) {
    absl::StrAppend(&text, Escaped(line), "\n");
  }
  return text;
}

}  // namespace

std::string WithoutLastLineEnds(absl::string_view text) {
  while (absl::ConsumeSuffix(&text, "\n")) continue;
  return std::string(text);
}

absl::StatusOr<TestScript> ParseScript(absl::string_view text) {
  return ScriptReader(text).Read();
}

std::string FormatScript(const TestScript& script) {
  std::string text = absl::StrCat(script.name, "\n", script.sentence, "\n");
  for (const ScriptStep& step : script.steps) {
    text += "\n";
    for (const std::string& comment : step.comments) {
      absl::StrAppend(&text, "# ", comment, "\n");
    }
    if (const auto* file = std::get_if<ScriptFile>(&step.action)) {
      absl::StrAppend(&text, "file ", file->name, "\n", file->text, "end\n");
    } else {
      text += FormatCommand(std::get<ScriptCommand>(step.action));
    }
  }
  return text;
}

}  // namespace attest
