// What is sealed is in no answer, and what is restricted leaves the case only
// when that is asked for: every verb that answers or exports is tried on a case
// whose withheld records bear a mark in every text.

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

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
      "export --to stix",
      "export --to stix --include restricted --unseal",
      "export --to stix src:open person:ZREST --hops 5 --include restricted",
      "export --to stix --verdict single_line --as-of 12",
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
        absl::StrCat("export --to stix -o ", folder, "/case.stix", include),
        absl::StrCat("export --to stix person:omar --hops 3 -o ", folder,
                     "/part.stix", include),
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
       {"case.jsonl",       "part.jsonl",       "asked.jsonl",
        "case.graphml",     "case.csv",         "case.geojson",
        "case.dot",         "case.gexf",        "case.prov",
        "part.prov",        "case.stix",        "part.stix",
        "asked.graphml",    "open.html",        "asked.html",
        "tables/nodes.csv", "tables/edges.csv", "open.tar",
        "asked.tar",        "compared",         "proven"}) {
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

// What leaves the case as one text.
constexpr const char* kFormats[] = {"jsonl", "prov",    "claims-csv", "graphml",
                                    "gexf",  "geojson", "dot",        "stix"};

std::map<std::string, Json> LinesById(const std::string& lines) {
  std::map<std::string, Json> by_id;
  for (const absl::string_view line :
       absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    const Json json = Json::parse(line);
    by_id[json["id"]] = json;
  }
  return by_id;
}

bool IsPseudonym(const std::string& key) { return absl::StartsWith(key, "#"); }

// Restricted material that is bound to what is public in every way: as a
// source, as one with it, as its place, in decisions. Only keys are given that
// must be, so that those of all others are hashes.
std::string BoundLines() {
  return R"({"type":"entity","id":"unit:first","kind":"unit","name":"First"}
{"type":"entity","id":"person:amal","kind":"person","name":"Amal"}
{"type":"entity","id":"place:mill","kind":"place","name":"Mill"}
{"type":"entity","id":"place:ZREST","kind":"place","name":"ZREST Place","sensitivity":"restricted"}
{"type":"source","id":"src:ZREST-pen","name":"ZREST Pen","kind":"witness","sensitivity":"restricted","entity":"person:amal"}
{"type":"source","id":"src:ZSEAL-pen","name":"ZSEAL Pen","kind":"witness","sensitivity":"sealed","entity":"person:amal","part_of":"src:open"}
{"type":"source","id":"src:both","name":"ZREST Both","kind":"witness","sensitivity":"restricted","entity":"person:ZREST"}
{"type":"source","id":"src:told","name":"Told","kind":"witness","entity":"person:ZREST"}
{"type":"identity","judgement":"same","entities":["person:ZREST","person:amal"],"reason":"ZREST one"}
{"type":"identity","judgement":"same","entities":["place:ford","place:ZREST"],"reason":"ZREST two"}
{"type":"identity","judgement":"unsure","entities":["person:amal","person:omar"],"reason":"open"}
{"type":"claim","report":"rpt:open","subject":"person:ZREST","predicate":"commands","object":"unit:first","valid":"2012"}
{"type":"claim","report":"rpt:open","subject":"person:ZREST","predicate":"holds_rank","value":"lone major","valid":"2012"}
{"type":"claim","report":"rpt:more","subject":"person:ZREST","predicate":"member_of","object":"unit:first","valid":"2013"}
{"type":"claim","report":"rpt:open","subject":"person:amal","predicate":"member_of","object":"unit:first","valid":"2013"}
{"type":"claim","report":"rpt:open","subject":"place:ZREST","predicate":"coordinates","value":{"lat":15.25,"lon":16.75}}
{"type":"claim","report":"rpt:more","subject":"place:mill","predicate":"coordinates","value":{"lat":1.5,"lon":2.5},"place":"place:ZREST"}
{"type":"claim","id":"clm:based","report":"rpt:open","subject":"unit:first","predicate":"based_at","object":"place:ford","place":"place:ZREST","valid":"2012"}
{"type":"claim","report":"rpt:ZREST","subject":"person:amal","predicate":"killed","value":true,"quote":"ZREST was there"}
{"type":"claim","report":"rpt:open","subject":"person:amal","predicate":"member_of","object":"unit:first","valid":"2015","rests_on":["clm:of-restricted"]}
{"type":"claim","report":"rpt:open","subject":"person:amal","predicate":"member_of","object":"unit:first","valid":"2016"}
{"type":"claim","id":"clm:gone","report":"rpt:open","subject":"person:amal","predicate":"member_of","object":"unit:first","valid":"2017"}
{"type":"retraction","target":"clm:gone","how":"corrected","report":"rpt:ZREST","quote":"ZREST was there","reason":"ZREST why","note":"ZREST note","superseded_by":"clm:in-sealed"}
{"type":"dependence","from":"rpt:more","on":"rpt:ZREST","how":"citation","reason":"ZREST cited"}
{"type":"dependence","from":"rpt:more","on":"rpt:open","how":"citation","reason":"open"}
{"type":"assessment","target":"clm:by-restricted","scheme":"status","value":"accepted","reason":"ZREST sure"}
)";
}

class BoundTest : public DiscretionTest {
 protected:
  BoundTest() {
    terminal_.Write("bound.jsonl", BoundLines());
    terminal_.Must("attest add bound.jsonl");
  }

  // The exports of the whole case, by format.
  std::map<std::string, std::string> Exports(const std::string& options = "") {
    std::map<std::string, std::string> texts;
    for (const char* format : kFormats) {
      const std::string command =
          absl::StrCat("attest export --to ", format, " ", options);
      const Output output = terminal_.Run(command);
      EXPECT_EQ(output.exit_code, 0) << command << output.err;
      texts[format] = output.out;
      told_[format] = output.err;
    }
    return texts;
  }

  std::map<std::string, std::string> told_;  // by the last Exports
};

TEST_F(BoundTest, NoMarkGoesOut) {
  for (const auto& [format, text] : Exports()) {
    EXPECT_THAT(text, Not(HasSubstr(kRestricted))) << format;
    EXPECT_THAT(text, Not(HasSubstr(kSealed))) << format;
  }
  EXPECT_THAT(told_["jsonl"],
              HasSubstr("superseded a claim or report left out: 1"));
  for (const auto& [format, text] : Exports("--include restricted")) {
    EXPECT_THAT(text, HasSubstr(kRestricted)) << format;
    EXPECT_THAT(text, Not(HasSubstr(kSealed))) << format;
  }
}

// Who is behind a withheld source or entity is not to be read off a link.
TEST_F(BoundTest, NoLinkNamesWhoIsWithheld) {
  const auto count_links = [&](const std::string& options) {
    size_t across = 0;
    for (const auto& [id, line] :
         LinesById(terminal_.Must("attest export --to jsonl " + options))) {
      if (line["type"] == "source" && line.contains("entity")) {
        across += IsPseudonym(id) != IsPseudonym(line["entity"]) ||
                  absl::StrContains(id, "ZSEAL");
      }
      if (line["type"] == "identity") {
        across += IsPseudonym(line["entities"][0]) !=
                  IsPseudonym(line["entities"][1]);
      }
    }
    return across;
  };
  EXPECT_EQ(count_links(""), 0u);
  EXPECT_EQ(count_links("--include restricted"), 0u);
  EXPECT_GT(count_links("--keep-keys"), 0u);
  std::map<std::string, std::string> texts = Exports();
  // Both withheld: that they are one stays.
  EXPECT_THAT(texts["jsonl"],
              ::testing::ContainsRegex("\"kind\":\"witness\",\"entity\":\"#"));
  EXPECT_THAT(told_["jsonl"], HasSubstr("source or entity left out: 3"));
  const Json prov = Json::parse(texts["prov"]);
  for (const auto& [kind, ends] :
       std::map<std::string, std::vector<std::string>>{
           {"specializationOf", {"prov:specificEntity", "prov:generalEntity"}},
           {"alternateOf", {"prov:alternate1", "prov:alternate2"}}}) {
    const Json relations = prov.value(kind, Json::object());
    for (const auto& [id, one] : relations.items()) {
      EXPECT_EQ(absl::StartsWith(one[ends[0]].get<std::string>(), "case:%23"),
                absl::StartsWith(one[ends[1]].get<std::string>(), "case:%23"))
          << one;
    }
  }
  EXPECT_THAT(texts["claims-csv"], HasSubstr("#"));
  for (const char* what : {"unsure", "person:amal"}) {
    EXPECT_THAT(texts["claims-csv"], HasSubstr(what));
  }
  EXPECT_FALSE(std::regex_search(
      texts["claims-csv"],
      std::regex(
          "\"entity\"\"?:\"\"?person|\"entities\"\"?:\\[\"\"?[^\\]]*#")));
}

// What is said of a withheld entity alone is not drawn at the one it is.
TEST_F(BoundTest, GraphsSayNothingOfTheOthersOfAGroup) {
  const auto texts = Exports();
  for (const char* format : {"graphml", "gexf", "geojson", "dot"}) {
    const std::string& text = texts.at(format);
    for (const char* said : {"lone major", "15.25", "commands"}) {
      EXPECT_THAT(text, Not(HasSubstr(said))) << format;
    }
    EXPECT_THAT(told_[format], HasSubstr("one with others left out: 4"))
        << format;
    if (std::string(format) != "geojson") {
      EXPECT_THAT(text, HasSubstr("2013")) << format;  // said of both
    }
  }
  EXPECT_THAT(texts.at("geojson"), HasSubstr("[2.5,1.5]"));
  const auto all = Exports("--include restricted");
  EXPECT_THAT(all.at("graphml"), HasSubstr("lone major"));
  terminal_.Must("attest export --to nodes-edges-csv -o tables");
  const std::string tables =
      terminal_.Read("tables/nodes.csv") + terminal_.Read("tables/edges.csv");
  for (const char* said : {"lone major", "15.25", "commands"}) {
    EXPECT_THAT(tables, Not(HasSubstr(said)));
  }
}

// A hash of keys and words can be tried out: a key that is one goes out only
// with everything that it was made from.
TEST_F(BoundTest, KeysAreNoHashOfWhatIsWithheld) {
  // Lines that an export that withholds nothing but sealed names has, too.
  const auto whole = LinesById(terminal_.Must(
      "attest export --to jsonl --include restricted --keep-keys"));
  std::map<std::string, std::string> texts = Exports();
  const std::regex hash(
      "(claim|retraction|assessment|identity|dependence|amendment)(:|%3A)"
      "[0-9a-f]{20}");
  const auto lines = LinesById(texts["jsonl"]);
  std::set<std::string> open;
  for (const auto& [id, line] : lines) {
    if (!std::regex_match(id, hash)) continue;
    const auto found = whole.find(id);
    ASSERT_NE(found, whole.end()) << id;
    EXPECT_EQ(line, found->second);
    open.insert(id);
  }
  EXPECT_GE(open.size(), 4u);
  std::set<std::string> statements;  // that name what is withheld
  const Json weighed = terminal_.Document("--unseal corroborate");
  for (const Json& one : weighed["statements"]) {
    if (absl::StrContains(
            one["subject"].dump() + one["object"].dump() + one["place"].dump(),
            "Z")) {
      statements.insert(one["statement"]);
    }
  }
  EXPECT_GE(statements.size(), 4u);
  for (const auto& [format, text] : texts) {
    const std::string plain = absl::StrReplaceAll(text, {{"%3A", ":"}});
    for (std::sregex_iterator at(plain.begin(), plain.end(), hash), end;
         at != end; ++at) {
      EXPECT_TRUE(open.contains(at->str())) << format << " " << at->str();
    }
    for (const std::string& key : statements) {
      EXPECT_THAT(plain, Not(HasSubstr(key))) << format;
    }
  }
  // Two exports agree, the keys can be added, and whoever does hands on the
  // same.
  EXPECT_THAT(texts["jsonl"], HasSubstr("\"claim:withheld-"));
  EXPECT_EQ(terminal_.Must("attest export --to jsonl"), texts["jsonl"]);
  terminal_.Write("out.jsonl", texts["jsonl"]);
  terminal_.Must("attest init second && attest --case second add out.jsonl");
  const auto again =
      LinesById(terminal_.Must("attest --case second export --to jsonl"));
  for (const auto& [id, line] : lines) EXPECT_TRUE(again.contains(id)) << id;
  // A claim that others rest on, and a table.
  terminal_.Write("out.csv", texts["claims-csv"]);
  terminal_.Must(
      "attest init third && attest --case third import --from claims-csv "
      "out.csv");
}

// A stub that nothing names would only tell that somebody is behind it.
TEST_F(DiscretionTest, APartHasNoStubThatNothingInItNames) {
  terminal_.Write(
      "twin.jsonl",
      R"({"type":"entity","id":"person:ZREST-twin","kind":"person","name":"ZREST Twin","sensitivity":"restricted"}
{"type":"entity","id":"person:open","kind":"person","name":"Open","names":[{"value":"ZREST alias","report":"rpt:ZREST"}]}
{"type":"entity","id":"person:ZREST-third","kind":"person","name":"ZREST Third","sensitivity":"restricted"}
{"type":"entity","id":"person:ZREST-other","kind":"person","name":"ZREST Other","sensitivity":"restricted"}
{"type":"identity","id":"idn:twin","judgement":"same","entities":["person:ZREST-twin","person:open"],"reason":"ZREST one"}
{"type":"identity","id":"idn:third","judgement":"same","entities":["person:ZREST-twin","person:ZREST-third"]}
{"type":"identity","id":"idn:other","judgement":"unsure","entities":["person:ZREST-twin","person:ZREST-other"]}
{"type":"source","id":"src:handle","kind":"person","name":"Handle","entity":"person:ZREST-twin"}
{"type":"claim","id":"clm:open-1","report":"rpt:open","subject":"person:open","predicate":"located_at","object":"place:ford","attribution":[{"source":"src:handle"}]}
{"type":"claim","id":"clm:other","report":"rpt:open","subject":"person:ZREST-other","predicate":"located_at","object":"place:ford"}
)");
  terminal_.Must("attest add twin.jsonl");
  const auto count = [](const std::string& text, const char* what) {
    size_t found = 0;
    for (size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + 1)) {
      ++found;
    }
    return found;
  };
  // The statement of the person alone; and with what is said of the other.
  for (const auto& [choice, stubs] : std::map<std::string, size_t>{
           {"--hops 0 person:open clm:open-1", 0},
           {"--hops 0 person:open clm:open-1 clm:other", 1}}) {
    SCOPED_TRACE(choice);
    const Output part = terminal_.Run("attest export --to jsonl " + choice);
    EXPECT_EQ(part.exit_code, 0) << part.err;
    EXPECT_EQ(count(part.out, "\"withheld\""), stubs) << part.out;
    EXPECT_THAT(part.out, HasSubstr("\"person:open\""));
    EXPECT_THAT(part.err,
                HasSubstr("decisions on withheld records left out: 1"));
    EXPECT_THAT(part.err, HasSubstr("source or entity left out: 1"));
    terminal_.Write("part.jsonl", part.out);
    terminal_.Must(
        "rm -rf part.attest && attest init part.attest && attest --case "
        "part.attest add part.jsonl");
    const std::string prov =
        terminal_.Must("attest export --to prov " + choice);
    EXPECT_EQ(count(prov, "\"attest:withheld\""), stubs) << prov;
  }
  const std::string kept = terminal_.Must(
      "attest export --to jsonl --keep-keys --hops 0 person:open clm:open-1");
  EXPECT_THAT(kept, HasSubstr("idn:twin"));
  EXPECT_THAT(kept, HasSubstr("person:ZREST-third"));
  EXPECT_THAT(kept, Not(HasSubstr("ZREST Twin")));
  // By the key of the withheld one, too.
  EXPECT_THAT(terminal_.Must("attest export --to jsonl --hops 0 "
                             "person:ZREST-twin"),
              HasSubstr("\"person:open\""));
}

// What words about a decision tell is as sensitive as what it is about.
TEST_F(DiscretionTest, ReasonsThatMayNameWhatIsWithheldStayHere) {
  terminal_.Write(
      "reasons.jsonl",
      R"({"type":"report","id":"rpt:by-one","source":"src:ZREST","title":"Open title"}
{"type":"report","id":"rpt:by-two","source":"src:ZSEAL","title":"Open title"}
{"type":"source","id":"src:part","kind":"person","name":"Part","part_of":"src:ZREST"}
{"type":"source","id":"src:is","kind":"person","name":"Is","entity":"person:ZREST"}
{"type":"report","id":"rpt:from","source":"src:open","title":"From","derived_from":[{"report":"rpt:ZREST","how":"summary"}]}
{"type":"claim","id":"clm:rests","report":"rpt:open","subject":"person:omar","predicate":"located_at","object":"place:ford","rests_on":["clm:of-restricted"]}
{"type":"claim","id":"clm:words","report":"rpt:open","subject":"person:omar","predicate":"holds_role","value":"guard","attribution":[{"source":"src:ZREST"}],"as_stated":"ZREST says","note":"ZREST said"}
{"type":"claim","id":"clm:of-whom","report":"rpt:open","subject":"person:ZREST","predicate":"holds_role","value":"guard","as_stated":"ZREST guards","note":"ZREST is"}
{"type":"claim","id":"clm:by-is","report":"rpt:open","subject":"person:omar","predicate":"located_at","object":"place:ford","attribution":[{"source":"src:is"},{"source":"src:part"}]}
{"type":"retraction","id":"dec:1","target":"rpt:by-one","reason":"ZREST made it up","note":"ZREST note"}
{"type":"retraction","id":"dec:2","target":"rpt:by-one","judgement":"rejected","reason":"ZREST did not"}
{"type":"assessment","id":"dec:3","target":"rpt:by-two","scheme":"status","value":"issue","reason":"ZSEAL is biased"}
{"type":"assessment","id":"dec:4","target":"src:part","scheme":"admiralty_reliability","value":"B","reason":"of ZREST"}
{"type":"assessment","id":"dec:5","target":"src:is","scheme":"admiralty_reliability","value":"B","reason":"he is ZREST"}
{"type":"assessment","id":"dec:6","target":"rpt:from","scheme":"status","value":"issue","reason":"copied from ZREST"}
{"type":"retraction","id":"dec:7","target":"clm:rests","reason":"ZREST was elsewhere"}
{"type":"dependence","id":"dec:9","from":"rpt:by-one","on":"rpt:open","how":"summary","reason":"ZREST read it"}
{"type":"amendment","id":"dec:10","target":"src:is","set":{"language":"ar"},"reason":"ZREST speaks it"}
)");
  terminal_.Must("attest add reasons.jsonl");
  for (const char* format : {"jsonl", "prov", "claims-csv", "ftm-statements"}) {
    for (const char* choice : {"", "person:omar", "rpt:by-one src:part"}) {
      SCOPED_TRACE(absl::StrCat(format, " ", choice));
      const std::string text = terminal_.Must(
          absl::StrCat("attest export --to ", format, " ", choice));
      EXPECT_THAT(text, Not(HasSubstr("ZREST")));
      EXPECT_THAT(text, Not(HasSubstr("ZSEAL")));
    }
  }
  const std::string shown =
      terminal_.Must("attest export --to jsonl --include restricted");
  EXPECT_THAT(shown, HasSubstr("ZREST made it up"));
  EXPECT_THAT(shown, HasSubstr("ZREST was elsewhere"));
  EXPECT_THAT(shown, Not(HasSubstr("ZSEAL")));
}

}  // namespace
}  // namespace attest
