// What is sealed is in no answer, and what is restricted leaves the case only
// when that is asked for: every verb that answers or exports is tried on a case
// whose withheld records bear a mark in every text.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kSealed = "ZSEAL";
constexpr const char* kRestricted = "ZREST";

// A source, a report with a claim, and an entity that are `sensitivity`, with
// claims of the open report that name them, and decisions on these. The keys of
// claims go out as they are, by CASE_FORMAT.md, and bear no mark.
std::string Withheld(const std::string& mark, const std::string& sensitivity) {
  const std::string quoted =
      absl::StrCat("\"sensitivity\":\"", sensitivity, "\"}\n");
  return absl::StrCat(
      R"({"type":"source","id":"src:)", mark, R"(","kind":"person","name":")",
      mark, R"( Voice",)", quoted, R"({"type":"report","id":"rpt:)", mark,
      R"(","source":"src:open",)", R"("title":")", mark, R"( Title","text":")",
      mark, R"( was there.",)", quoted, R"({"type":"entity","id":"person:)",
      mark, R"(","kind":"person",)", R"("name":")", mark, R"( Person",)",
      quoted, R"({"type":"claim","id":"clm:in-)", sensitivity,
      R"(","report":"rpt:)", mark,
      R"(","subject":"person:omar","predicate":"located_at",)",
      R"("object":"place:ford","quote":")", mark, R"( was there"})", "\n",
      R"({"type":"claim","id":"clm:by-)", sensitivity,
      R"(","report":"rpt:open",)",
      R"("subject":"person:omar","predicate":"located_at",)",
      R"("object":"place:ford","attribution":[{"source":"src:)", mark,
      R"(","basis":"eyewitness"}]})", "\n", R"({"type":"claim","id":"clm:of-)",
      sensitivity, R"(","report":"rpt:open",)", R"("subject":"person:)", mark,
      R"(","predicate":"located_at",)", R"("object":"place:ford"})", "\n",
      R"({"type":"assessment","id":"asm:)", sensitivity,
      R"(","target":"clm:by-)", sensitivity,
      R"(","scheme":"status","value":"conflict","reason":")", mark,
      R"( reason","note":")", mark, R"( note"})", "\n",
      R"({"type":"identity","id":"idn:)", sensitivity,
      R"(","judgement":"unsure",)", R"("entities":["person:omar","person:)",
      mark, R"("],"reason":")", mark, R"( alike"})", "\n");
}

std::string CaseLines() {
  return absl::StrCat(
      R"({"type":"source","id":"src:open","kind":"outlet","name":"Post"})"
      "\n"
      R"({"type":"report","id":"rpt:open","source":"src:open","title":"One",)"
      R"("text":"On that day Omar stood at the ford."})"
      "\n"
      R"({"type":"report","id":"rpt:more","source":"src:open","title":"Two",)"
      R"("text":"Omar was seen at the ford again."})"
      "\n"
      R"({"type":"entity","id":"person:omar","kind":"person","name":"Omar"})"
      "\n"
      R"({"type":"entity","id":"place:ford","kind":"place","name":"Ford"})"
      "\n"
      R"({"type":"claim","id":"clm:open","report":"rpt:open","subject":)"
      R"("person:omar","predicate":"located_at","object":"place:ford",)"
      R"("quote":"Omar stood at the ford"})"
      "\n"
      R"({"type":"claim","id":"clm:more","report":"rpt:more","subject":)"
      R"("person:omar","predicate":"located_at","object":"place:ford",)"
      R"("quote":"seen at the ford"})"
      "\n"
      R"({"type":"claim","id":"clm:where","report":"rpt:open","subject":)"
      R"("place:ford","predicate":"coordinates","value":{"lat":1,"lon":2}})"
      "\n",
      Withheld(kRestricted, "restricted"), Withheld(kSealed, "sealed"));
}

class DiscretionTest : public ::testing::Test {
 protected:
  DiscretionTest() {
    terminal_.Write("case.jsonl", CaseLines());
    terminal_.Must("attest init && attest add case.jsonl");
  }

  // No file or folder of `paths` holds `mark`.
  void ExpectNowhere(const std::string& mark, const std::string& paths) {
    const Output found =
        terminal_.Run(absl::StrCat("grep -ral ", mark, " ", paths));
    EXPECT_EQ(found.exit_code, 1) << mark << " in " << found.out << found.err;
  }

  Terminal terminal_;
};

// A name is as sensitive as the report that it is known from.
TEST_F(DiscretionTest, NamesOfWithheldReportsAreWithheld) {
  terminal_.Write(
      "names.jsonl",
      R"({"type":"entity","id":"person:named","kind":"person","name":"Known",)"
      R"("names":["Also",{"value":"ZREST alias","report":"rpt:ZREST"},)"
      R"({"value":"ZSEAL alias","report":"rpt:ZSEAL"}]})"
      "\n");
  terminal_.Must("attest add names.jsonl");
  const std::string out = terminal_.Must("attest export --to jsonl");
  EXPECT_THAT(out, HasSubstr("Also"));
  EXPECT_THAT(out, Not(HasSubstr("alias")));
  const std::string restricted =
      terminal_.Must("attest export --to jsonl --include restricted");
  EXPECT_THAT(restricted, HasSubstr("ZREST alias"));
  EXPECT_THAT(restricted, Not(HasSubstr("ZSEAL alias")));
  for (const char* mode : {"table", "json"}) {
    const std::string attest = absl::StrCat("attest --mode ", mode);
    const std::string shown = terminal_.Must(attest + " show person:named");
    EXPECT_THAT(shown, HasSubstr("Also"));
    EXPECT_THAT(shown, Not(HasSubstr("ZSEAL")));
    EXPECT_THAT(terminal_.Run(attest + " find alias").out,
                Not(HasSubstr("ZSEAL")));
  }
}

TEST_F(DiscretionTest, WhatIsSealedIsInNoAnswer) {
  std::vector<std::string> commands = {
      "corroborate",
      "corroborate --scores",
      "corroborate --without src:open",
      "compare rpt:open rpt:more",
      "compare rpt:open rpt:more --include restricted",
      "path person:omar place:ford",
      "find Omar",
      "find ZSEA",
      "find Person",
      "log",
      "stats",
      "diff 0",
      "diff 5 20",
      "verify",
      "checkpoint",
      "export --to jsonl",
      "export --to jsonl person:omar --hops 9",
      "export --to jsonl --query \"MATCH (n)-[r]-(m) RETURN n, r\" --unseal",
      "export --to claims-csv",
      "export --to claims-csv person:omar --include restricted --unseal",
      "export --to graphml",
      "export --to graphml --include restricted --unseal",
      "export --to graphml src:open person:ZREST --hops 5 --include restricted",
      "export --to graphml --verdict single_line --as-of 12",
      "export --to geojson",
      "export --to geojson --include restricted --unseal",
      "export --to geojson src:open person:ZREST --hops 5 --include restricted",
      "export --to prov",
      "export --to prov --include restricted --unseal",
      "export --to prov person:omar rpt:open --hops 5",
      "export --to prov src:open --include restricted --as-of 12",
      "export --to gexf --include restricted --unseal",
      "export --to gexf src:open person:ZREST --hops 5 --include restricted",
      "export --to dot",
      "export --to dot --include restricted --unseal",
      "export --to dot src:open person:ZREST --hops 5 --include restricted",
      "export --to ftm",
      "export --to ftm src:open person:ZREST --hops 5 --include restricted",
      "export --to ftm-statements",
      "export --to ftm-statements --include restricted --unseal",
      "export --to ftm-statements --verdict single_line --as-of 12",
      "check case.jsonl",
      "query \"MATCH (n) RETURN n\" --with-evidence",
      "query \"MATCH (n)-[r]->(m) RETURN n.id, r, m.id\" --with-evidence",
      "query \"MATCH p = (n)--(m) RETURN p\"",
      "query \"AS OF 12 MATCH (n) RETURN n, claims(n), sources(n), "
      "origins(n)\"",
      "query \"MATCH (c:Claim) RETURN passage(c), c.quote, c.by\"",
      "query \"MATCH (n {id: 'person:ZSEA'}) RETURN n\"",
      "query \"PROFILE MATCH (n) WHERE n.name CONTAINS 'Z' RETURN n\"",
      "shell < asked.cypher"};
  terminal_.Write("asked.cypher",
                  ".schema\n.sources\nMATCH (n) RETURN n;\n.last\n"
                  "MATCH (n)-[r]-(m) RETURN r, n;\n");
  if (terminal_.Run("command -v dot").exit_code == 0) {
    commands.push_back("export --to svg");
    commands.push_back("export --to svg --include restricted --unseal");
  }
  for (const char* key :
       {"person:omar", "place:ford", "rpt:open", "src:open", "clm:open",
        "rpt:ZREST", "src:ZREST", "person:ZREST", "clm:by-restricted"}) {
    for (const char* verb :
         {"show", "trace", "impact", "history", "corroborate", "bundle",
          "prove", "export --to html"}) {
      commands.push_back(absl::StrCat(verb, " ", key));
    }
  }
  for (const std::string& command : commands) {
    for (const char* mode : {"json", "table"}) {
      const Output output =
          terminal_.Run(absl::StrCat("attest --mode ", mode, " ", command));
      // Some verbs have no answer for some keys.
      EXPECT_TRUE(output.exit_code == 0 || output.exit_code == 3)
          << command << "\n"
          << output.err;
      EXPECT_THAT(output.out, Not(HasSubstr(kSealed))) << command;
      if (command != "find ZSEA") {
        EXPECT_THAT(output.err, Not(HasSubstr(kSealed))) << command;
      }
    }
  }
}

TEST_F(DiscretionTest, WhatIsRestrictedGoesOutOnlyWhenAskedFor) {
  const int events = terminal_.Document("stats")["events"];
  const auto export_all = [&](const std::string& folder,
                              const std::string& include) {
    terminal_.Must("mkdir " + folder);
    std::vector<std::string> commands = {
        absl::StrCat("export --to jsonl -o ", folder, "/case.jsonl", include),
        absl::StrCat("export --to jsonl person:omar --hops 3 -o ", folder,
                     "/part.jsonl", include),
        absl::StrCat("export --to jsonl person:ZREST src:ZREST rpt:ZREST -o ",
                     folder, "/asked.jsonl", include),
        absl::StrCat("export --to claims-csv -o ", folder, "/case.csv",
                     include),
        absl::StrCat("export --to graphml -o ", folder, "/case.graphml",
                     include),
        absl::StrCat("export --to graphml person:ZREST --hops 3 -o ", folder,
                     "/asked.graphml", include),
        absl::StrCat("export --to nodes-edges-csv -o ", folder, "/tables",
                     include),
        absl::StrCat("export --to geojson -o ", folder, "/case.geojson",
                     include),
        absl::StrCat("export --to dot -o ", folder, "/case.dot", include),
        absl::StrCat("export --to gexf -o ", folder, "/case.gexf", include),
        absl::StrCat("export --to prov -o ", folder, "/case.prov", include),
        absl::StrCat("export --to prov person:omar --hops 3 -o ", folder,
                     "/part.prov", include),
        absl::StrCat("export --to ftm -o ", folder, "/case.ftm.json", include),
        absl::StrCat("export --to ftm-statements -o ", folder, "/case.ftm.csv",
                     include),
        absl::StrCat("export --to tiles -o ", folder, "/tiles", include),
        absl::StrCat("export --to html person:omar src:open rpt:open "
                     "place:ford clm:by-restricted -o ",
                     folder, "/open.html", include),
        absl::StrCat("export --to html person:ZREST src:ZREST rpt:ZREST -o ",
                     folder, "/asked.html", include),
        absl::StrCat("bundle person:omar src:open rpt:open -o ", folder,
                     "/open.tar", include),
        absl::StrCat("bundle person:ZREST clm:by-restricted -o ", folder,
                     "/asked.tar", include),
        absl::StrCat("compare rpt:open rpt:more", include, " > ", folder,
                     "/compared")};
    if (terminal_.Run("command -v dot").exit_code == 0) {
      commands.push_back(
          absl::StrCat("export --to svg -o ", folder, "/case.svg", include));
    }
    for (int i = 0; i < events; ++i) {
      commands.push_back(
          absl::StrCat("prove ", i, " -o ", folder, "/", i, ".proof", include));
    }
    for (const std::string& command : commands) {
      const Output output = terminal_.Run("attest " + command);
      // An event that is sealed has no proof that is asked for by number.
      EXPECT_TRUE(output.exit_code == 0 || output.exit_code == 3)
          << command << "\n"
          << output.err;
    }
    // A proof holds its event as base64.
    terminal_.Must(absl::StrCat(
        "for p in ", folder, "/*.proof; do attest verify-proof $p --key ",
        "case.attest/verifier.pub >> ", folder, "/proven || exit 1; done"));
  };
  export_all("without", "");
  ExpectNowhere(kSealed, "without");
  ExpectNowhere(kRestricted, "without");
  export_all("with", " --include restricted");
  ExpectNowhere(kSealed, "with");
  for (const char* file :
       {"case.jsonl", "part.jsonl", "asked.jsonl", "case.graphml", "case.csv",
        "case.geojson", "case.dot", "case.gexf", "case.prov", "part.prov",
        "asked.graphml", "open.html", "asked.html", "tables/nodes.csv",
        "tables/edges.csv", "open.tar", "asked.tar", "compared", "proven"}) {
    EXPECT_THAT(terminal_.Read(absl::StrCat("with/", file)),
                HasSubstr(kRestricted))
        << file;
  }
  const Output refused = terminal_.Run("attest compare rpt:open rpt:ZREST");
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("--include restricted"));
  EXPECT_EQ(terminal_.Run("attest compare rpt:open rpt:ZREST --include sealed")
                .exit_code,
            2);
}

// The figures are those of all claims, shown or not.
TEST_F(DiscretionTest, FiguresAreRightAllTheSame) {
  const auto hidden = terminal_.Document("corroborate person:omar");
  const auto shown = terminal_.Document("--unseal corroborate person:omar");
  ASSERT_EQ(hidden["statements"].size(), 1);
  ASSERT_EQ(shown["statements"].size(), 1);
  EXPECT_EQ(hidden["statements"][0]["lines"], shown["statements"][0]["lines"]);
  EXPECT_EQ(hidden["statements"][0]["verdict"],
            shown["statements"][0]["verdict"]);
}

}  // namespace
}  // namespace attest
