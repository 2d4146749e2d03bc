#include "tests/query/tck/gherkin.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/status_macros.h"

namespace attest::query::tck {
namespace {

constexpr absl::string_view kQuotes[] = {"\"\"\"", "'''", "```"};

struct Examples {
  std::vector<std::string> tags;
  Table table;
};

struct Outline {
  Scenario scenario;
  bool is_outline = false;
  std::vector<Examples> examples;
};

// One line's cells: `| a | b \| c |`.
absl::StatusOr<std::vector<std::string>> CellsOf(absl::string_view line) {
  std::vector<std::string> cells;
  std::string cell;
  for (size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '|') {
      cells.emplace_back(absl::StripAsciiWhitespace(cell));
      cell.clear();
    } else if (line[i] == '\\' && i + 1 < line.size() &&
               absl::StrContains("|\\n", line.substr(i + 1, 1))) {
      ++i;
      cell += line[i] == 'n' ? '\n' : line[i];
    } else {
      cell += line[i];
    }
  }
  if (!cell.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("got `", cell, "` after the last cell, want `|`"));
  }
  return cells;
}

class Reader {
 public:
  explicit Reader(absl::string_view text) : lines_(absl::StrSplit(text, '\n')) {
    for (absl::string_view& line : lines_) absl::ConsumeSuffix(&line, "\r");
  }

  absl::StatusOr<Feature> Read() {
    for (; at_ < lines_.size(); ++at_) {
      const absl::string_view line = absl::StripAsciiWhitespace(lines_[at_]);
      if (line.empty() || line[0] == '#') continue;
      RETURN_IF_ERROR(TakeLine(line));
    }
    if (!has_feature_) return Error("got no `Feature:`");
    FinishOutline();
    if (!error_.ok()) return error_;
    return std::move(feature_);
  }

 private:
  // Where lines without a keyword belong.
  enum class Part { kNone, kDescription, kSteps, kExamples };

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", at_ + 1, ": ", what));
  }

  absl::Status TakeLine(absl::string_view line) {
    if (line[0] == '@') {
      for (const absl::string_view tag :
           absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty())) {
        if (tag[0] == '#') break;
        if (tag[0] != '@') return Error(absl::StrCat("got tag ", tag));
        tags_.emplace_back(tag);
      }
      return absl::OkStatus();
    }
    if (absl::ConsumePrefix(&line, "Feature:")) return TakeFeature(line);
    if (absl::ConsumePrefix(&line, "Background:")) return TakeBackground();
    if (absl::ConsumePrefix(&line, "Scenario Outline:") ||
        absl::ConsumePrefix(&line, "Scenario Template:")) {
      return TakeScenario(line, true);
    }
    if (absl::ConsumePrefix(&line, "Scenario:") ||
        absl::ConsumePrefix(&line, "Example:")) {
      return TakeScenario(line, false);
    }
    if (absl::ConsumePrefix(&line, "Examples:") ||
        absl::ConsumePrefix(&line, "Scenarios:")) {
      return TakeExamples();
    }
    if (line[0] == '|') return TakeRow(line);
    for (const absl::string_view quote : kQuotes) {
      if (absl::StartsWith(line, quote)) return TakeTextBlock(quote);
    }
    for (const absl::string_view keyword :
         {"Given ", "When ", "Then ", "And ", "But ", "* "}) {
      if (part_ != Part::kNone && steps_ != nullptr &&
          absl::ConsumePrefix(&line, keyword)) {
        return TakeStep(line);
      }
    }
    if (part_ == Part::kDescription) return absl::OkStatus();
    return Error(absl::StrCat("got `", line, "`, want a step or a keyword"));
  }

  absl::Status TakeFeature(absl::string_view name) {
    if (has_feature_) return Error("got a second `Feature:`");
    has_feature_ = true;
    feature_.name = std::string(absl::StripAsciiWhitespace(name));
    feature_tags_ = std::exchange(tags_, {});
    part_ = Part::kDescription;
    return absl::OkStatus();
  }

  absl::Status TakeBackground() {
    if (!has_feature_ || outline_.has_value() || !background_.empty()) {
      return Error("got `Background:`, want it once and before the scenarios");
    }
    steps_ = &background_;
    part_ = Part::kDescription;
    return absl::OkStatus();
  }

  absl::Status TakeScenario(absl::string_view name, bool is_outline) {
    if (!has_feature_) return Error("got a scenario before `Feature:`");
    FinishOutline();
    if (!error_.ok()) return error_;
    outline_.emplace();
    outline_->is_outline = is_outline;
    outline_->scenario.name = std::string(absl::StripAsciiWhitespace(name));
    outline_->scenario.line = static_cast<int>(at_) + 1;
    outline_->scenario.tags = feature_tags_;
    for (std::string& tag : tags_) {
      outline_->scenario.tags.push_back(std::move(tag));
    }
    tags_.clear();
    outline_->scenario.steps = background_;
    steps_ = &outline_->scenario.steps;
    part_ = Part::kDescription;
    return absl::OkStatus();
  }

  absl::Status TakeExamples() {
    if (!outline_.has_value() || !outline_->is_outline) {
      return Error("got `Examples:` outside of a scenario outline");
    }
    outline_->examples.push_back({std::exchange(tags_, {}), {}});
    steps_ = nullptr;
    part_ = Part::kExamples;
    return absl::OkStatus();
  }

  absl::Status TakeStep(absl::string_view text) {
    Step step;
    step.text = std::string(absl::StripAsciiWhitespace(text));
    step.line = static_cast<int>(at_) + 1;
    steps_->push_back(std::move(step));
    part_ = Part::kSteps;
    return absl::OkStatus();
  }

  absl::Status TakeRow(absl::string_view line) {
    Table* table = nullptr;
    if (part_ == Part::kExamples) {
      table = &outline_->examples.back().table;
    } else if (part_ == Part::kSteps) {
      Step& step = steps_->back();
      if (!step.table.has_value()) step.table.emplace();
      table = &*step.table;
    } else {
      return Error("got a table without a step");
    }
    absl::StatusOr<std::vector<std::string>> cells = CellsOf(line);
    if (!cells.ok()) return Error(cells.status().message());
    if (!table->empty() && cells->size() != table->front().size()) {
      return Error(absl::StrCat("got ", cells->size(), " cells, want ",
                                table->front().size()));
    }
    table->push_back(*std::move(cells));
    return absl::OkStatus();
  }

  absl::Status TakeTextBlock(absl::string_view quote) {
    if (part_ != Part::kSteps || steps_->back().text_block.has_value()) {
      return Error("got a text without a step of its own");
    }
    const size_t first = at_;
    const size_t indent = lines_[at_].find(quote);
    std::vector<absl::string_view> block;
    for (++at_; at_ < lines_.size(); ++at_) {
      if (absl::StripAsciiWhitespace(lines_[at_]) == quote) {
        std::string escaped;
        for (const char mark : quote)
          absl::StrAppend(&escaped, "\\", std::string(1, mark));
        steps_->back().text_block =
            absl::StrReplaceAll(absl::StrJoin(block, "\n"), {{escaped, quote}});
        return absl::OkStatus();
      }
      absl::string_view line = lines_[at_];
      size_t spaces = line.find_first_not_of(" \t");
      if (spaces == absl::string_view::npos) spaces = line.size();
      line.remove_prefix(std::min(indent, spaces));
      block.push_back(line);
    }
    at_ = first;
    return Error("got a text without its end");
  }

  // Expands the outline that ends here, if one does.
  void FinishOutline() {
    if (!outline_.has_value()) return;
    const Outline outline = *std::exchange(outline_, std::nullopt);
    steps_ = nullptr;
    if (!outline.is_outline) {
      feature_.scenarios.push_back(outline.scenario);
      return;
    }
    int number = 0;
    for (const Examples& examples : outline.examples) {
      for (size_t row = 1; row < examples.table.size(); ++row) {
        feature_.scenarios.push_back(
            Expand(outline.scenario, examples, row, ++number));
      }
    }
    if (number == 0) {
      error_ = absl::InvalidArgumentError(absl::StrCat(
          "line ", outline.scenario.line, ": got an outline without examples"));
    }
  }

  static Scenario Expand(Scenario scenario, const Examples& examples,
                         size_t row, int number) {
    std::vector<std::pair<std::string, std::string>> replacements;
    for (size_t i = 0; i < examples.table[0].size(); ++i) {
      replacements.emplace_back(absl::StrCat("<", examples.table[0][i], ">"),
                                examples.table[row][i]);
    }
    const auto fill = [&replacements](std::string& text) {
      text = absl::StrReplaceAll(text, replacements);
    };
    scenario.example = number;
    scenario.tags.insert(scenario.tags.end(), examples.tags.begin(),
                         examples.tags.end());
    fill(scenario.name);
    for (Step& step : scenario.steps) {
      fill(step.text);
      if (step.text_block.has_value()) fill(*step.text_block);
      if (!step.table.has_value()) continue;
      for (std::vector<std::string>& cells : *step.table) {
        for (std::string& cell : cells) fill(cell);
      }
    }
    return scenario;
  }

  std::vector<absl::string_view> lines_;
  size_t at_ = 0;
  Part part_ = Part::kNone;
  bool has_feature_ = false;
  Feature feature_;
  std::vector<std::string> feature_tags_;
  std::vector<std::string> tags_;
  std::vector<Step> background_;
  std::optional<Outline> outline_;
  std::vector<Step>* steps_ = nullptr;
  absl::Status error_;
};

}  // namespace

absl::StatusOr<Feature> ReadFeature(absl::string_view text) {
  return Reader(text).Read();
}

}  // namespace attest::query::tck
