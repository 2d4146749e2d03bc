// What is drawn of a case: Graphviz text, as Graphviz reads it.

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* kOddName = "<b> & \"c\" \\N = 'd' &lt; هرموش";

class ExportDrawingTest : public ::testing::Test {
 protected:
  ExportDrawingTest() {
    terminal_.Must("attest init");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
    Json odd;
    odd["type"] = "entity";
    odd["id"] = "person:<&\">\\";
    odd["kind"] = "person";
    odd["name"] = kOddName;
    terminal_.Write("odd.jsonl", odd.dump() + "\n");
    terminal_.Must("attest add odd.jsonl");
  }

  [[nodiscard]] bool HasGraphviz() const {
    return terminal_.Run("command -v dot").exit_code == 0;
  }

  Terminal terminal_;
};

TEST_F(ExportDrawingTest, VerdictsAreWordsAndLines) {
  const std::string text = terminal_.Must("attest export --to dot");
  EXPECT_THAT(text, HasSubstr("digraph statements {"));
  EXPECT_THAT(text, HasSubstr(R"("person:<&\">\\" [label="<b> &amp; \"c\" )"
                              R"(\\N = 'd' &amp;lt; هرموش\nperson")"));
  EXPECT_THAT(text, HasSubstr(", root "));
  const Json document = terminal_.Document("corroborate");
  std::set<std::string> verdicts;
  for (const Json& statement : document["statements"]) {
    const std::string verdict = statement["verdict"];
    const std::string key = statement["statement"];
    if (statement["object"].is_null()) continue;
    const bool is_drawn = verdict != "retracted" && verdict != "unsupported";
    const size_t edge = text.find(absl::StrCat("[id=\"", key, "\""));
    EXPECT_EQ(edge != std::string::npos, is_drawn) << statement;
    if (!is_drawn || edge == std::string::npos) continue;
    verdicts.insert(verdict);
    const std::string line = text.substr(edge, text.find("];\n", edge) - edge);
    EXPECT_THAT(line,
                HasSubstr(absl::StrCat(
                    "\\n", verdict == "single_line" ? "single line" : verdict,
                    ", ", statement["lines"]["best"].get<int>(), " line")));
  }
  EXPECT_GT(verdicts.size(), 2u);
}

// By the reader of those whose format it is.
TEST_F(ExportDrawingTest, GraphvizReadsTheSameGraph) {
  if (!HasGraphviz()) GTEST_SKIP() << "dot (Graphviz) is not installed";
  terminal_.Must("attest export --to dot -o case.dot");
  const Output canonical = terminal_.Run("dot -Tcanon case.dot");
  EXPECT_EQ(canonical.exit_code, 0) << canonical.err;
  EXPECT_EQ(canonical.err, "");
  const Json read = Json::parse(terminal_.Must("dot -Tdot_json case.dot"));
  const std::string xml = terminal_.Must("attest export --to graphml");
  const auto count = [&](const std::string& tag) {
    size_t found = 0;
    for (size_t at = xml.find(tag); at != std::string::npos;
         at = xml.find(tag, at + 1)) {
      ++found;
    }
    return found;
  };
  EXPECT_EQ(read["objects"].size(), count("<node "));
  EXPECT_EQ(read["edges"].size(), count("<edge "));
  std::map<std::string, std::string> shapes;
  for (const Json& node : read["objects"]) {
    const std::string label = node["label"];
    shapes[label.substr(label.rfind("\\n") + 2)] = node["shape"];
  }
  EXPECT_EQ(shapes["person"], "ellipse");
  EXPECT_EQ(shapes["place"], "house");
  EXPECT_EQ(shapes["unit"], "box");
  EXPECT_EQ(shapes["incident"], "octagon");
}

}  // namespace
}  // namespace attest
