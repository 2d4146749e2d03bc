// Every quote of the seed case stands in its report.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/text/folding.h"
#include "engine/text/quote_anchor.h"

namespace attest {
namespace {

using ::nlohmann::json;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

std::vector<json> ReadLines(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<json> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(json::parse(line));
  }
  return lines;
}

TEST(SeedQuotesTest, EveryQuoteIsAnchored) {
  const auto folder = std::filesystem::path(ATTEST_SHARED_DIR) / "seedcase";
  if (!std::filesystem::exists(folder / "case.jsonl")) {
    GTEST_SKIP() << "the seed case is not beside this project";
  }
  const std::vector<json> lines = ReadLines(folder / "case.jsonl");
  std::map<std::string, std::string> texts;
  for (const json& line : lines) {
    if (line["type"] != "report") continue;
    texts[line["id"]] = ReadFile(folder / std::string(line["file"]));
  }
  int quotes = 0;
  for (const json& line : lines) {
    if (line["type"] != "claim" || !line.contains("quote")) continue;
    SCOPED_TRACE(line.dump());
    const json& quote = line["quote"];
    const std::string exact = quote.is_string() ? quote : quote["exact"];
    std::string prefix;
    std::string suffix;
    if (quote.is_object()) {
      prefix = quote.value("prefix", "");
      suffix = quote.value("suffix", "");
    }
    const absl::StatusOr<FoldedText> report =
        FoldForQuote(texts.at(line["report"]));
    ASSERT_TRUE(report.ok()) << report.status();
    const absl::StatusOr<Passage> passage =
        AnchorQuote(*report, {exact, prefix, suffix});
    EXPECT_TRUE(passage.ok()) << passage.status();
    ++quotes;
  }
  EXPECT_GT(quotes, 30);
}

}  // namespace
}  // namespace attest
