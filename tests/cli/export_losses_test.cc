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

TEST_F(ExportLossesTest, FollowTheMoneyCountsWhatItHasNoWordsFor) {
  terminal_.Write(
      "more.jsonl",
      R"({"type":"dependence","from":"src:a","on":"src:b","how":"same_owner"}
{"type":"dependence","from":"src:idle","on":"src:b","how":"same_owner"}
{"type":"dependence","from":"src:sealed","on":"src:b","how":"same_owner"}
{"type":"entity","id":"person:noted","kind":"person","name":"N","note":"seen twice"}
{"type":"claim","id":"clm:4","report":"rpt:b","subject":"person:noted","predicate":"holds_role","value":"guard","valid":"2012/2013","real_ends":["start"],"extracted_by":{"agent":"Ana","method":"manual"}}
{"type":"claim","id":"clm:5","report":"rpt:b","subject":"person:noted","predicate":"member_of","object":"unit:v","valid":"2012/2013","real_ends":["start"]}
{"type":"claim","id":"clm:6","report":"rpt:b","subject":"person:noted","predicate":"member_of","object":"unit:v","valid":"2014","real_ends":["start"]}
{"type":"claim","id":"clm:7","report":"rpt:b","subject":"person:noted","predicate":"commands","object":"unit:v","valid":"2015","extracted_by":{"agent":"reader","method":"model"}}
{"type":"claim","id":"clm:8","report":"rpt:b","subject":"person:noted","predicate":"known_as","value":"En","extracted_by":{"agent":"reader","method":"model"}}
)");
  terminal_.Must("attest add more.jsonl");
  for (const std::string format : {"ftm", "ftm-statements"}) {
    SCOPED_TRACE(format);
    Json told = Told(absl::StrCat("--to ", format));
    const Json& left_out = told["left_out"];
    EXPECT_EQ(left_out["ratings of claims, reports and sources"], 4);
    EXPECT_EQ(left_out["judgements that entities differ, or may be one"], 2);
    EXPECT_EQ(left_out["dependences of sources that have one owner"], 2);
    EXPECT_EQ(left_out["notes on entities"], 1);
    // Each has several values; as statements they go out.
    const char* const proposed = "claims that nobody has accepted";
    EXPECT_EQ(left_out.value(proposed, 0), format == "ftm" ? 2 : 0);
    const Json& reworded = told["reworded"];
    EXPECT_EQ(reworded["claims without who extracted them, and how"], 3);
    EXPECT_EQ(reworded["values without which ends of their time are real"], 1);
    EXPECT_EQ(reworded["relations without which ends of their time are real"],
              1);
    EXPECT_EQ(reworded["values without the time at which they held"], 1);
    EXPECT_THAT(words_, HasSubstr("that have one owner: 2\n"));
    told = Told(absl::StrCat("--to ", format, " clm:4"));
    EXPECT_EQ(told["left_out"]["ratings of claims, reports and sources"], 1);
    EXPECT_EQ(told["left_out"]["dependences of sources that have one owner"],
              2);
  }
}

TEST_F(ExportLossesTest, ATableCountsWhatNoRowNames) {
  terminal_.Write(
      "more.jsonl",
      R"({"type":"retraction","target":"rpt:none","how":"withdrawn","reason":"x"}
{"type":"source","id":"src:lone","kind":"outlet","name":"Lone"}
{"type":"dependence","from":"src:idle","on":"src:lone","how":"same_owner"}
{"type":"dependence","from":"src:idle","on":"src:a","how":"same_owner"}
)");
  terminal_.Must("attest add more.jsonl");
  Json told = Told("--to claims-csv");
  EXPECT_EQ(told["sources"], 2);  // src:idle and src:lone
  EXPECT_EQ(told["reports"], 1);
  // The ratings of rpt:none and src:idle, the retraction, and one dependence.
  EXPECT_EQ(told["unnamed_decisions"], 4);
  // Another dependence, and the judgements on person:alone and unit:sealed.
  EXPECT_EQ(told["decisions_on_unnamed"], 3);
  EXPECT_THAT(words_, HasSubstr("sources left out, as no row names them: 2\n"));
  EXPECT_THAT(words_, HasSubstr("reports left out, as no row names them: 1\n"));
  EXPECT_THAT(words_, HasSubstr("names what they are about: 4\n"));
  const std::string table = terminal_.Read("out");
  EXPECT_THAT(table, Not(HasSubstr("src:idle")));
  EXPECT_THAT(table, Not(HasSubstr("rpt:none")));
  // They are not about a part that does not have them.
  told = Told("--to claims-csv clm:1");
  EXPECT_EQ(told["sources"], 0);
  EXPECT_EQ(told["reports"], 0);
  EXPECT_EQ(told["unnamed_decisions"], 0);
}

}  // namespace
}  // namespace attest
