// What was taken out of a case, or is withheld, is not told by what names it:
// words of claims and decisions stay here, keys that are hashes of its key are
// replaced, and a name that was known from a report goes with the report.

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr const char* kFormats[] = {"jsonl", "prov", "claims-csv",
                                    "ftm-statements", "html person:omar"};

class RedactedExportsTest : public ::testing::Test {
 protected:
  RedactedExportsTest() {
    terminal_.Write("case.jsonl", R"(
{"type":"source","id":"src:post","kind":"outlet","name":"Post"}
{"type":"source","id":"src:voice","kind":"witness","name":"Voice"}
{"type":"report","id":"rpt:one","source":"src:post","title":"One","text":"He met ZWORDS there. Nothing more. A third man stood by."}
{"type":"report","id":"rpt:two","source":"src:post","title":"Two","text":"Known as the fox."}
{"type":"entity","id":"person:omar","kind":"person","name":"Omar","names":["Abu Omar",{"value":"ZALIAS","report":"rpt:two"}]}
{"type":"entity","id":"person:rami","kind":"person","name":"Rami"}
{"type":"entity","id":"unit:first","kind":"unit","name":"First"}
{"type":"claim","report":"rpt:one","subject":"person:omar","predicate":"contact_with","object":"person:rami","quote":"met ZWORDS","as_stated":"ZWORDS a","note":"ZWORDS b"}
{"type":"claim","id":"clm:said","report":"rpt:one","subject":"person:omar","predicate":"member_of","object":"unit:first","attribution":[{"source":"src:voice"}],"as_stated":"ZWORDS c","note":"ZWORDS d"}
{"type":"claim","id":"clm:back","report":"rpt:one","subject":"person:omar","predicate":"commands","object":"unit:first","attribution":[{"source":"src:voice"}]}
{"type":"claim","id":"clm:open","report":"rpt:one","subject":"person:omar","predicate":"commands","object":"unit:first","quote":"A third man","as_stated":"as it was put"}
{"type":"assessment","target":"clm:said","scheme":"confidence","value":"low","reason":"ZWORDS e","note":"ZWORDS f"}
{"type":"retraction","target":"clm:back","reason":"ZWORDS g"}
)");
    terminal_.Must("attest init && attest add case.jsonl");
  }

  std::string Exported(const std::string& format) {
    return terminal_.Must("attest export --to " + format);
  }

  Terminal terminal_;
};

TEST_F(RedactedExportsTest, WordsThatMayNameWhoWasTakenOutStayHere) {
  for (const std::string format : kFormats) {
    EXPECT_THAT(Exported(format), HasSubstr("ZWORDS")) << format;
  }
  terminal_.Must(
      "attest redact person:rami src:voice --reason 'asked to be taken out'");
  for (const std::string format : kFormats) {
    SCOPED_TRACE(format);
    std::string text = Exported(format);
    // The text of the report is its own, also around what another claim quotes.
    const size_t in_text = text.find("He met ZWORDS");
    if (in_text != std::string::npos) text.erase(in_text, 13);
    EXPECT_THAT(text, Not(HasSubstr("ZWORDS")));
    EXPECT_THAT(text, HasSubstr("as it was put"));
  }
  // Also when what is restricted may go.
  EXPECT_THAT(Exported("claims-csv --include restricted"),
              Not(HasSubstr("ZWORDS")));
  for (const char* format : {"jsonl", "prov", "claims-csv"}) {
    const Output told =
        terminal_.Run(absl::StrCat("attest export --to ", format));
    EXPECT_THAT(told.err, HasSubstr("which might name what is withheld: "))
        << format;
  }
  EXPECT_THAT(terminal_.Run("attest export --to prov").err,
              HasSubstr("which might name what is withheld: 4"));
  EXPECT_THAT(Exported("html person:omar"),
              HasSubstr("2 claims shown without quote and words as stated"));
}

// Bytes of a text say nothing of who is named elsewhere in it.
TEST_F(RedactedExportsTest, WordsOfAReportThatIsTakenOutInPartGo) {
  terminal_.Must("attest redact rpt:one --bytes 21:34 --reason 'a slip'");
  for (const std::string format : kFormats) {
    const std::string text = Exported(format);
    EXPECT_THAT(text, HasSubstr("ZWORDS")) << format;
    EXPECT_THAT(text, HasSubstr("as it was put")) << format;
  }
}

TEST_F(RedactedExportsTest, KeysThatCouldBeTriedOutAreReplaced) {
  std::set<std::string> telling;
  const Json weighed = terminal_.Document("corroborate");
  for (const Json& one : weighed["statements"]) {
    if (one["object"] == "person:rami") telling.insert(one["statement"]);
  }
  const Json shown = terminal_.Document("show person:rami");
  for (const Json& one : shown["claims"]) telling.insert(one["claim"]);
  ASSERT_EQ(telling.size(), 2u);
  const std::string before = Exported("html person:omar");
  for (const std::string& key : telling) EXPECT_THAT(before, HasSubstr(key));
  terminal_.Must("attest redact person:rami --reason 'asked to be taken out'");
  std::string choices = "person:omar";
  for (const std::string& key : telling) {
    for (const std::string& choice : {choices, key}) {
      const std::string page = Exported("html " + choice);
      // The page prints the command that it was made by.
      for (const std::string& told : telling) {
        if (told == choice) continue;
        EXPECT_THAT(page, Not(HasSubstr(told))) << choice;
      }
    }
  }
}

TEST_F(RedactedExportsTest, ANameGoesWithTheReportThatItIsKnownFrom) {
  const auto answers = [&] {
    return absl::StrCat(
        terminal_.Must("attest --mode table show person:omar"),
        terminal_.Must("attest --mode json show person:omar"),
        terminal_.Run("attest --mode json find zalias").out,
        terminal_.Must("attest query \"MATCH (p:Person) RETURN p.names\""),
        Exported("html person:omar"), Exported("jsonl"), Exported("claims-csv"),
        Exported("graphml"));
  };
  EXPECT_THAT(answers(), HasSubstr("ZALIAS"));
  terminal_.Must("attest redact rpt:two --reason 'the paper asked for it'");
  EXPECT_THAT(answers(), Not(HasSubstr("ZALIAS")));
  EXPECT_THAT(answers(), HasSubstr("Abu Omar"));
}

// What an import put into reports that names a source goes with the source.
TEST(WithheldOriginsTest, NamesOfWithheldSourcesStayHere) {
  const Terminal terminal;
  terminal.Write("st.csv",
                 "id,entity_id,canonical_id,prop,schema,value,dataset,lang,"
                 "original_value,external,first_seen,last_seen,origin\n"
                 "a1,e1,e1,id,Person,e1,set,,,f,2020-01-01,2020-01-01,\n"
                 "a2,e1,e1,name,Person,Omar,set,,,f,2020-01-01,2020-01-01,\n"
                 "a3,e1,e1,publisher,Person,ZPub,set,,,f,2020-01-01,"
                 "2020-01-01,\n"
                 "a4,e1,e1,publisher,Person,Open,set,,,f,2020-01-01,"
                 "2020-01-01,\n"
                 "a5,e1,e1,proof,Person,ZPROOF,set,,,f,2020-01-01,"
                 "2020-01-01,\n"
                 "b1,e2,e2,id,Person,e2,set,,,f,2020-01-01,2020-01-01,\n"
                 "b2,e2,e2,name,Person,Rami,set,,,f,2020-01-01,2020-01-01,\n"
                 "b3,e2,e2,sourceUrl,Person,https://zurl.example/x,set,,,f,"
                 "2020-01-01,2020-01-01,\n"
                 "c1,e3,e3,id,Person,e3,set,,,f,2020-01-01,2020-01-01,\n"
                 "c2,e3,e3,name,Person,Sami,set,,,f,2020-01-01,2020-01-01,\n"
                 "c3,e3,e3,publisher,Person,ZPub,set,,,f,2020-01-01,"
                 "2020-01-01,\n");
  terminal.Must("attest init && attest import --from ftm st.csv");
  const std::vector<std::string> formats = {
      "jsonl", "prov",           "claims-csv",
      "ftm",   "ftm-statements", "html ftm:e1 ftm:e2 ftm:e3",
      "stix"};
  const auto exported = [&](const std::string& format) {
    return absl::AsciiStrToLower(terminal.Must("attest export --to " + format));
  };
  std::string keys;
  const Json open = terminal.Document("show src:ftm:set");
  for (const Json& one : open["reports"]) {
    absl::StrAppend(&keys, " ", one["report"].get<std::string>());
  }
  const auto shown = [&](const std::string& options) {
    std::string all;
    for (const absl::string_view key :
         absl::StrSplit(keys, ' ', absl::SkipEmpty())) {
      const Json one = terminal.Document(absl::StrCat(options, " show ", key));
      absl::StrAppend(&all, one["fields"].dump(), one["names"].dump());
    }
    return absl::AsciiStrToLower(all);
  };
  for (const std::string& format : formats) {
    EXPECT_THAT(exported(format), HasSubstr("zpub")) << format;
  }
  terminal.Must(
      "attest amend src:ftm-publisher:zpub --set sensitivity=sealed && attest "
      "amend src:ftm-url:zurl.example/x --set sensitivity=sealed && attest "
      "redact src:ftm-proof:ZPROOF --reason 'asked for'");
  for (const std::string& format : formats) {
    SCOPED_TRACE(format);
    const std::string text = exported(format);
    for (const char* mark : {"zpub", "zurl", "zproof"}) {
      EXPECT_THAT(text, Not(HasSubstr(mark)));
    }
    if (format != "html ftm:e1 ftm:e2 ftm:e3") {
      EXPECT_THAT(text, HasSubstr("open"));
    }
  }
  EXPECT_THAT(terminal.Run("attest export --to jsonl").err,
              HasSubstr("withheld sources that they were made from: 3"));
  for (const char* mark : {"zpub", "zurl"}) {
    EXPECT_THAT(shown(""), Not(HasSubstr(mark)));
  }
  EXPECT_THAT(shown("--unseal"), HasSubstr("zpub"));
  EXPECT_THAT(shown("--unseal"), HasSubstr("zurl"));
}

// A report's own sensitivity decides, and what it may tell is said.
TEST(WithheldOriginsTest, ReportsThatMayTellWhoPublishedThemAreCounted) {
  const Terminal terminal;
  terminal.Write("case.jsonl", R"(
{"type":"source","id":"src:one","kind":"person","name":"One","sensitivity":"restricted"}
{"type":"report","id":"rpt:one","source":"src:one","title":"My day","url":"https://one.example/day"}
{"type":"entity","id":"person:omar","kind":"person","name":"Omar"}
{"type":"claim","id":"clm:one","report":"rpt:one","subject":"person:omar","predicate":"known_as","value":"Abu Omar"}
)");
  terminal.Must("attest init && attest add case.jsonl");
  for (const char* format : {"jsonl", "prov", "claims-csv", "ftm"}) {
    const std::string told =
        terminal.Run(absl::StrCat("attest export --to ", format)).err;
    EXPECT_THAT(told, HasSubstr("which may tell who they are: 1")) << format;
    EXPECT_THAT(terminal
                    .Run(absl::StrCat(
                        "attest export --include restricted --to ", format))
                    .err,
                Not(HasSubstr("may tell who they are")))
        << format;
  }
}

}  // namespace
}  // namespace attest
