// What a format has no place for is counted, also where nothing that goes out
// hangs on it.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCase[] =
    R"({"type":"source","id":"src:a","kind":"outlet","name":"A"}
{"type":"source","id":"src:b","kind":"outlet","name":"B"}
{"type":"source","id":"src:idle","kind":"outlet","name":"Idle"}
{"type":"source","id":"src:sealed","kind":"witness","name":"S","sensitivity":"sealed"}
{"type":"report","id":"rpt:a","source":"src:a","title":"One"}
{"type":"report","id":"rpt:b","source":"src:b","title":"Two"}
{"type":"report","id":"rpt:none","source":"src:b","title":"Without claims"}
{"type":"report","id":"rpt:safe","source":"src:b","title":"In the safe","sensitivity":"restricted"}
{"type":"entity","id":"person:omar","kind":"person","name":"Omar","names":["Abu O","Omar","The Ford",{"value":"Cover","report":"rpt:safe"}]}
{"type":"entity","id":"person:same","kind":"person","name":"Omar 2"}
{"type":"entity","id":"person:alone","kind":"person","name":"Alone"}
{"type":"entity","id":"unit:u","kind":"unit","name":"U"}
{"type":"entity","id":"unit:v","kind":"unit","name":"V"}
{"type":"entity","id":"unit:sealed","kind":"unit","name":"W","sensitivity":"sealed"}
{"type":"claim","id":"clm:1","report":"rpt:a","subject":"person:omar","predicate":"member_of","object":"unit:u"}
{"type":"claim","id":"clm:2","report":"rpt:b","subject":"unit:u","predicate":"part_of","object":"unit:v"}
{"type":"claim","id":"clm:3","report":"rpt:b","subject":"unit:u","predicate":"known_as","value":"a\u0000\u0007 b"}
{"type":"identity","judgement":"same","entities":["person:omar","person:same"]}
{"type":"identity","judgement":"different","entities":["unit:u","unit:v"]}
{"type":"identity","judgement":"unsure","entities":["person:alone","person:omar"]}
{"type":"identity","judgement":"different","entities":["unit:sealed","unit:v"]}
{"type":"assessment","target":"clm:1","scheme":"confidence","value":"low"}
{"type":"assessment","target":"clm:1","scheme":"confidence","value":"high"}
{"type":"assessment","target":"src:b","scheme":"admiralty_reliability","value":"C"}
{"type":"assessment","target":"rpt:none","scheme":"status","value":"issue"}
{"type":"assessment","target":"src:idle","scheme":"admiralty_reliability","value":"E"}
{"type":"assessment","target":"src:sealed","scheme":"admiralty_reliability","value":"A"}
)";

class ExportLossesTest : public ::testing::Test {
 protected:
  ExportLossesTest() {
    terminal_.Write("case.jsonl", kCase);
    terminal_.Must("attest init && attest add case.jsonl");
  }

  // What is told of an export: its document; words_ has it in words.
  Json Told(const std::string& arguments) {
    terminal_.Must("rm -rf out");
    const Output output = terminal_.Run(
        absl::StrCat("attest --mode json export -o out ", arguments));
    EXPECT_EQ(output.exit_code, 0) << arguments << output.err;
    words_ = output.err;
    return Json::parse(output.out, nullptr, false);
  }

  Terminal terminal_;
  std::string words_;
};

TEST_F(ExportLossesTest, GraphsCountDecisionsAndNames) {
  for (const std::string format :
       {"graphml", "gexf", "nodes-edges-csv", "dot", "geojson"}) {
    SCOPED_TRACE(format);
    const bool has_one_name = format == "dot" || format == "geojson";
    Json told = Told(absl::StrCat("--to ", format));
    // The standing ones, of what no claim uses, too; not of what is sealed.
    EXPECT_EQ(told["ratings"], 4);
    EXPECT_EQ(told["judgements"], 2);
    EXPECT_EQ(told["names"], 1);
    EXPECT_EQ(told.contains("further_names"), has_one_name);
    // Abu O, The Ford, Omar 2.
    EXPECT_EQ(told.value("further_names", 0), has_one_name ? 3 : 0);
    EXPECT_THAT(words_, HasSubstr("ratings of claims, reports and sources left "
                                  "out: 4\n"));
    EXPECT_THAT(words_, HasSubstr("differ, or may be one, left out: 2\n"));
    EXPECT_THAT(words_, HasSubstr("from withheld reports left out: 1\n"));
    // Of a part, those that are about it.
    told = Told(absl::StrCat("--to ", format, " clm:1"));
    EXPECT_EQ(told["ratings"], 1);
    EXPECT_EQ(told["judgements"], 2);
    told = Told(absl::StrCat("--to ", format, " --include restricted"));
    EXPECT_EQ(told["names"], 0);
  }
}

TEST_F(ExportLossesTest, GraphsReplaceAndCountWhatTheyCannotHold) {
  const std::string replaced = "a\xEF\xBF\xBD\xEF\xBF\xBD b";
  for (const std::string format : {"graphml", "gexf", "nodes-edges-csv"}) {
    SCOPED_TRACE(format);
    EXPECT_EQ(Told(absl::StrCat("--to ", format))["replaced"], 1);
    EXPECT_THAT(words_, HasSubstr("cannot hold as they are: 1\n"));
    const std::string text =
        terminal_.Read(format == "nodes-edges-csv" ? "out/nodes.csv" : "out");
    EXPECT_THAT(text, HasSubstr(replaced));
    EXPECT_EQ(text.find('\0'), std::string::npos);
    EXPECT_EQ(text.find('\7'), std::string::npos);
  }
  // It shows no values.
  EXPECT_EQ(Told("--to dot")["replaced"], 0);
  terminal_.Write(
      "more.jsonl",
      R"({"type":"entity","id":"unit:bell","kind":"unit","name":"Bell\u0007"})");
  terminal_.Must("attest add more.jsonl");
  for (const std::string format : {"graphml", "gexf", "nodes-edges-csv"}) {
    EXPECT_EQ(Told(absl::StrCat("--to ", format))["replaced"], 2) << format;
  }
  EXPECT_EQ(Told("--to dot")["replaced"], 1);
}

}  // namespace
}  // namespace attest
