// What is drawn of a case: Graphviz text, as Graphviz reads it, and pictures.

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

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

// Graphviz refuses texts of 16 KB.
TEST_F(ExportDrawingTest, LongNamesAreCutAndCounted) {
  Json lines = Json::array();
  for (const char* part :
       {"&", "\"", "\n", "\\", "ü", "e\u0301", "\x01", "x"}) {
    std::string name;
    while (name.size() < 9000) name += part;
    const std::string key = absl::StrCat("unit:long", lines.size());
    lines.push_back(
        {{"type", "entity"}, {"id", key}, {"kind", "unit"}, {"name", name}});
  }
  // A key of full length, twice, but for its end.
  for (const char* end : {"a", "b"}) {
    lines.push_back({{"type", "entity"},
                     {"id", std::string(511, '&') + end},
                     {"kind", "unit"},
                     {"name", std::string(2000, 'n')}});
  }
  std::string valid = "[";
  while (valid.size() < 1000) valid += "2012-01-01,";
  valid += "2012-01-02]";
  lines.push_back({{"type", "predicate"},
                   {"id", "long_predicate"},
                   {"label", std::string(17000, 'l')},
                   {"domain", {"unit"}},
                   {"range", {"unit"}},
                   {"time", "event"}});
  lines.push_back({{"type", "claim"},
                   {"id", "clm:long"},
                   {"report", "rpt:sawt"},
                   {"subject", "unit:long0"},
                   {"predicate", "long_predicate"},
                   {"object", "unit:long1"},
                   {"valid", valid}});
  std::string text;
  for (const Json& line : lines) absl::StrAppend(&text, line.dump(), "\n");
  terminal_.Write("long.jsonl", text);
  terminal_.Must("attest add long.jsonl");
  const Json told = terminal_.Document("export --to dot -o out.dot");
  EXPECT_EQ(told["shortened"], 11);
  EXPECT_GT(told["values"], 0);
  const std::string drawn = terminal_.Read("out.dot");
  EXPECT_THAT(drawn, HasSubstr(std::string(511, '&') + "a\""));
  EXPECT_THAT(drawn, HasSubstr(std::string(511, '&') + "b\""));
  if (!HasGraphviz()) GTEST_SKIP() << "no dot of Graphviz in PATH";
  const Output read = terminal_.Run("dot -Tcanon out.dot");
  EXPECT_EQ(read.exit_code, 0) << read.err;
  EXPECT_EQ(read.err, "");
  EXPECT_EQ(terminal_.Run("attest export --to svg -o out.svg").exit_code, 0);
}

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

// The tags of a document, or why it is not well formed. As strict as XML 1.0
// about nesting, attributes and references; of the rest it knows what pictures
// use.
std::vector<std::string> TagsOf(const std::string& xml) {
  static const std::regex kTag(
      R"(<(/?)([A-Za-z][\w:.-]*)((\s+[A-Za-z][\w:.-]*="[^"<]*")*)\s*(/?)>)");
  static const std::regex kReference(
      "&(?!(amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)");
  std::vector<std::string> open;
  std::vector<std::string> tags;
  EXPECT_FALSE(std::regex_search(xml, kReference));
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  EXPECT_EQ(xml.compare(0, head.size(), head), 0);
  for (size_t at = xml.find('<', head.size()); at != std::string::npos;
       at = xml.find('<', at + 1)) {
    if (xml.compare(at, 4, "<!--") == 0) {
      const size_t dashes = xml.find("--", at + 4);
      EXPECT_EQ(xml.substr(dashes, 3), "-->");
      at = dashes;
      continue;
    }
    const std::string tag = xml.substr(at, xml.find('>', at) + 1 - at);
    std::smatch match;
    EXPECT_TRUE(std::regex_match(tag, match, kTag)) << tag;
    if (match.empty()) continue;
    tags.push_back(tag);
    if (match[1] == "/") {
      EXPECT_TRUE(!open.empty() && open.back() == match[2]) << tag;
      if (!open.empty()) open.pop_back();
    } else if (match[5] != "/") {
      EXPECT_TRUE(!open.empty() || tags.size() == 1) << tag;
      open.push_back(match[2]);
    }
  }
  EXPECT_TRUE(open.empty());
  return tags;
}

TEST_F(ExportDrawingTest, PicturesStandAlone) {
  if (!HasGraphviz()) GTEST_SKIP() << "dot (Graphviz) is not installed";
  const std::string svg = terminal_.Must("attest export --to svg");
  size_t nodes = 0;
  for (const std::string& tag : TagsOf(svg)) {
    EXPECT_THAT(tag, Not(AnyOf(HasSubstr("script"), HasSubstr("href="),
                               HasSubstr("<image"), HasSubstr("url("),
                               HasSubstr("<!"))));
    if (tag.find("class=\"node\"") != std::string::npos) ++nodes;
  }
  const Json read =
      Json::parse(terminal_.Must("attest export --to dot | dot -Tdot_json"));
  EXPECT_EQ(nodes, read["objects"].size());
  EXPECT_THAT(svg, HasSubstr("single line"));
  EXPECT_THAT(svg, HasSubstr("هرموش"));
  EXPECT_EQ(svg, terminal_.Must("attest export --to svg"));
}

// Other programs of that name, and none.
TEST_F(ExportDrawingTest, WhatDrawsIsNotTrusted) {
  const auto with = [&](const std::string& script) {
    terminal_.Must("mkdir -p bin");
    terminal_.Write("bin/dot", "#!/bin/sh\ncat > /dev/null\n" + script + "\n");
    terminal_.Must("chmod +x bin/dot");
    return terminal_.Run("PATH=$PWD/bin:$PATH attest export --to svg -o p.svg");
  };
  EXPECT_EQ(with("echo '<svg></svg>'").exit_code, 0);
  terminal_.Must("rm p.svg");
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"echo broken >&2; exit 3", "broken"},
      {"kill -9 $$", "signal 9"},
      {"echo picture", "want one element <svg>"},
      {"echo '<svg>'", "want one element <svg>"},
      {"echo '<svg><script>x</script></svg>'", "<script"},
      {"echo '<svg><a xlink:href=\"http://x\"></a></svg>'", "<a "},
      {"echo '<svg><g style=\"fill:url(http://x)\"/></svg>'", "url("},
  };
  for (const auto& [script, message] : wrong) {
    const Output output = with(script);
    EXPECT_EQ(output.exit_code, 6) << script << output.err;
    EXPECT_THAT(output.err, HasSubstr(message)) << script;
    EXPECT_NE(terminal_.Run("test -e p.svg").exit_code, 0) << script;
  }
  terminal_.Must("rm bin/dot");
  const Output absent = terminal_.Run(
      "program=$(command -v attest); PATH=$PWD/bin $program export --to svg");
  EXPECT_EQ(absent.exit_code, 6) << absent.err;
  EXPECT_THAT(absent.err, HasSubstr("package graphviz"));
  EXPECT_EQ(absent.out, "");
}

TEST_F(ExportDrawingTest, TooLargeAPictureIsRefused) {
  std::string lines;
  for (int i = 0; i < 401; ++i) {
    absl::StrAppend(&lines, R"({"type":"entity","id":"person:m)", i,
                    R"(","kind":"person","name":"M"})", "\n");
  }
  terminal_.Write("many.jsonl", lines);
  terminal_.Must("attest add many.jsonl");
  const Output refused = terminal_.Run("attest export --to svg");
  EXPECT_EQ(refused.exit_code, 6);
  EXPECT_THAT(refused.err, HasSubstr("KEY... and --hops"));
  EXPECT_EQ(refused.out, "");
}

}  // namespace
}  // namespace attest
