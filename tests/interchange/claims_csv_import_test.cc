#include "engine/interchange/claims_csv_import.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Json = nlohmann::json;

// A case of sources and claims that are known by key alone.
class KnownKeys : public ExistingCase {
 public:
  absl::StatusOr<std::optional<KnownRecord>> Find(
      absl::string_view key) const override {
    const auto found = keys.find(std::string(key));
    if (found == keys.end()) return std::optional<KnownRecord>();
    return std::optional<KnownRecord>(KnownRecord{.type = found->second});
  }
  absl::StatusOr<std::vector<EventIndex>> FindByPrefix(
      RecordType type, absl::string_view prefix) const override {
    std::vector<EventIndex> found;
    uint64_t number = 0;
    for (const auto& [key, its_type] : keys) {
      if (its_type == type && absl::StartsWith(key, prefix)) {
        found.emplace_back(number);
      }
      ++number;
    }
    return found;
  }
  absl::StatusOr<Event> Get(EventIndex) const override {
    return absl::UnimplementedError("no events");
  }
  absl::StatusOr<Event> Current(EventIndex) const override {
    Event event;
    event.record = Source{.name = "Known"};
    return event;
  }
  absl::StatusOr<std::string> KeyOf(EventIndex index) const override {
    return std::next(keys.begin(), static_cast<int64_t>(index.value()))->first;
  }
  bool IsRedactedKey(absl::string_view) const override { return false; }
  absl::StatusOr<std::string> ReadContent(const Content&) const override {
    return absl::UnimplementedError("no contents");
  }

  std::map<std::string, RecordType> keys;
};

// What an importer made.
class Made : public ImportSink {
 public:
  absl::Status BeginFile(const ImportFile&) override {
    return absl::OkStatus();
  }
  absl::Status EndFile(uint64_t last, const std::array<uint8_t, 32>&) override {
    rows = last;
    return absl::OkStatus();
  }
  absl::Status Line(uint64_t row, absl::string_view line) override {
    Json json = Json::parse(std::string(line), nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << line;
    EXPECT_EQ(line.find('\n'), absl::string_view::npos);
    if (json["type"] == "claim") row_of[json["id"]] = row;
    lines.push_back(std::move(json));
    return absl::OkStatus();
  }
  absl::Status Error(const RowError& error) override {
    errors.push_back(absl::StrCat(error.row, " ", error.column, ": ",
                                  error.what, " | ", error.want));
    return absl::OkStatus();
  }
  absl::Status Warning(const RowError& warning) override {
    warnings.push_back(absl::StrCat(warning.row, ": ", warning.what));
    return absl::OkStatus();
  }
  void CountPresent() override { ++present; }

  // The claims by their keys, without their rows.
  [[nodiscard]] std::map<std::string, Json> Claims() const {
    std::map<std::string, Json> claims;
    for (Json line : lines) {
      if (line["type"] != "claim") continue;
      line["citation"].erase("row");
      EXPECT_TRUE(claims.emplace(line["id"], line).second) << line;
    }
    return claims;
  }
  [[nodiscard]] std::vector<Json> Of(const std::string& type) const {
    std::vector<Json> found;
    for (const Json& line : lines) {
      if (line["type"] == type) found.push_back(line);
    }
    return found;
  }

  std::vector<Json> lines;
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
  std::map<std::string, uint64_t> row_of;
  uint64_t present = 0;
  uint64_t rows = 0;
};

class ClaimsCsvImportTest : public ::testing::Test {
 protected:
  Made Import(const std::string& text, ImportMap map = {}) {
    const std::string path = folder_.File("claims.csv");
    reference::WriteBytes(path, text);
    Made made;
    const absl::Status status =
        ImportClaimsCsv({.files = {path}, .map = std::move(map)}, case_, made);
    EXPECT_TRUE(status.ok()) << status;
    return made;
  }
  // The value that a cell of a row gives.
  Json Value(const std::string& predicate, const std::string& cell) {
    const Made made = Import(
        absl::StrCat("subject,predicate,value,source\norg:A,", predicate, ",\"",
                     absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\",BBC\n"));
    if (!made.errors.empty()) return "error";
    return made.Of("claim").at(0)["value"];
  }

  reference::TemporaryFolder folder_;
  KnownKeys case_;
};

TEST_F(ClaimsCsvImportTest, MakesWhatARowNeeds) {
  const Made made = Import(
      "subject,predicate,object,source,attribution,page\n"
      "person:Ana,member_of,org:Army,BBC,src:ali (eyewitness); CNN,12\n");
  ASSERT_THAT(made.errors, IsEmpty());
  ASSERT_THAT(made.lines, SizeIs(7));
  EXPECT_EQ(made.Of("source")[0], Json({{"type", "source"},
                                        {"id", "src:BBC"},
                                        {"name", "BBC"},
                                        {"kind", "unknown"}}));
  EXPECT_EQ(made.Of("source")[1]["name"], "ali");
  EXPECT_EQ(made.Of("report")[0], Json({{"type", "report"},
                                        {"id", "rpt:unnamed:src:BBC"},
                                        {"source", "src:BBC"},
                                        {"title", "Unnamed reports of BBC"}}));
  EXPECT_EQ(made.Of("entity")[1], Json({{"type", "entity"},
                                        {"id", "org:Army"},
                                        {"kind", "organization"},
                                        {"name", "Army"}}));
  const Json claim = made.Of("claim").at(0);
  EXPECT_EQ(claim["attribution"],
            Json::parse(R"([{"source":"src:ali","basis":"eyewitness"},
                            {"source":"src:CNN"}])"));
  EXPECT_EQ(claim["citation"], Json({{"page", 12}, {"row", 2}}));
  EXPECT_EQ(claim["extracted_by"], Json({{"agent", "attest import claims-csv"},
                                         {"method", "import"}}));
  EXPECT_TRUE(absl::StartsWith(claim["id"].get<std::string>(), "claim:"));
}

TEST_F(ClaimsCsvImportTest, TakesListsAsJsonAndNothingBesideThem) {
  case_.keys = {{"ana", RecordType::kEntity}, {"src:b", RecordType::kSource}};
  const auto attributed = [this](const std::string& cell) {
    return Import(absl::StrCat(
        "subject,predicate,object,source,attribution\nana,member_of,org:Army,"
        "BBC,\"",
        absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"\n"));
  };
  const std::string speakers = R"([{"source":"src:b","said":"2011-06"}])";
  const Made made = attributed(speakers);
  ASSERT_THAT(made.errors, IsEmpty());
  EXPECT_EQ(made.Of("claim").at(0)["attribution"], Json::parse(speakers));
  for (const char* wrong :
       {R"([],"stance":"denies")", "[] []", "[", R"([]},{"type":"claim")"}) {
    EXPECT_THAT(attributed(wrong).errors, SizeIs(1)) << wrong;
  }
}

// Which row comes first must not decide what a record is.
TEST_F(ClaimsCsvImportTest, RowsThatContradictEachOtherAreWrong) {
  const auto errors = [this](const std::string& headings,
                             const std::string& first,
                             const std::string& second) {
    return Import(absl::StrCat("subject,predicate,object,source,", headings,
                               "\nperson:A,member_of,org:Army,", first,
                               "\nperson:A,member_of,org:Navy,", second, "\n"))
        .errors;
  };
  EXPECT_THAT(errors("attribution,source_kind", "BBC,src:ali,outlet",
                     "src:ali,,witness"),
              ElementsAre(HasSubstr("kind of \"src:ali\"")));
  EXPECT_THAT(errors("source_name", "src:b,Radio B", "src:b,Radio C"),
              ElementsAre(HasSubstr("name of \"src:b\"")));
  EXPECT_THAT(errors("object_kind,object_name", "BBC,,The Army", "BBC,,"),
              IsEmpty());
  EXPECT_THAT(errors("title,published", "BBC,First,2012", "BBC,Second,2015"),
              ElementsAre(HasSubstr("title of \"rpt:unnamed:src:BBC\"")));
  EXPECT_THAT(errors("report,published", "BBC,rpt:1,2012", "BBC,rpt:1,2012"),
              IsEmpty());
  EXPECT_THAT(errors("report,published", "BBC,rpt:1,", "BBC,rpt:1,2012"),
              ElementsAre(HasSubstr("published of \"rpt:1\"")));
  EXPECT_THAT(errors("attribution", "BBC,src:ali (eye witness)", "BBC,src:ali"),
              ElementsAre(HasSubstr("no basis")));
}

TEST_F(ClaimsCsvImportTest, UsesWhatTheCaseHas) {
  case_.keys = {{"ana", RecordType::kEntity},
                {"bbc", RecordType::kSource},
                {"src:CNN", RecordType::kSource}};
  const Made made = Import(
      "subject,predicate,object,source,attribution\n"
      "ana,member_of,org:Army,bbc,CNN\n"
      "ana,member_of,org:Army,bbc,ana\n");
  ASSERT_THAT(made.errors, IsEmpty());
  EXPECT_THAT(made.Of("entity"), SizeIs(1));
  EXPECT_EQ(made.Of("report")[0]["title"], "Unnamed reports of Known");
  EXPECT_THAT(made.Of("source"), IsEmpty());
}

// As many witnesses as spellings would be a silent wrong answer.
TEST_F(ClaimsCsvImportTest, SpellingsOfANameAreOneSource) {
  const std::string headings = "subject,predicate,value,source\n";
  const auto row = [](int number, const std::string& source) {
    return absl::StrCat("org:A,killed_count,", number, ",", source, "\n");
  };
  const Made made = Import(absl::StrCat(
      headings, row(1, "Al  Jazeera"), row(2, "Al Jazeera"),
      row(3, "Al\xC2\xA0Jazeera"), row(4, "AL JAZEERA"), row(5, "Reuters"),
      row(6, "reuters"), row(7, "BBC"), row(8, "source:BBC")));
  EXPECT_THAT(made.errors, IsEmpty());
  EXPECT_THAT(made.warnings, IsEmpty());
  std::vector<std::string> keys;
  for (const Json& source : made.Of("source")) keys.push_back(source["id"]);
  EXPECT_THAT(keys, ElementsAre("src:Al Jazeera", "src:Reuters", "src:BBC"));
  EXPECT_THAT(made.Of("report"), SizeIs(3));

  // A key is what it is, in whatever order the two come; its twin is told.
  EXPECT_THAT(
      Import(absl::StrCat(headings, row(1, "src:bbc"), row(2, "src:BBC")))
          .warnings,
      ElementsAre(HasSubstr("3: \"src:BBC\" is another than \"src:bbc\"")));

  // What the case has wins, as it is spelled there.
  case_.keys["src:Al  Jazeera"] = RecordType::kSource;
  case_.keys["source:CNN"] = RecordType::kSource;
  const Made again = Import(
      absl::StrCat(headings, row(1, "Al  Jazeera"), row(2, "Al Jazeera"),
                   row(3, "al jazeera"), row(4, "CNN"), row(5, "source:CNN")));
  EXPECT_THAT(again.Of("source"), IsEmpty());
  EXPECT_EQ(again.Of("report").at(0)["source"], "src:Al  Jazeera");
  EXPECT_EQ(again.Of("report").at(1)["source"], "source:CNN");
  EXPECT_THAT(again.Of("report"), SizeIs(2));
}

TEST_F(ClaimsCsvImportTest, AnOrganizationUnderTwoKeysIsTold) {
  const Made made = Import(
      "subject,predicate,value,source\n"
      "org:SAA,killed_count,1,BBC\n"
      "organization:SAA,killed_count,2,BBC\n"
      "organization:SAA,killed_count,3,BBC\n");
  EXPECT_THAT(made.warnings,
              ElementsAre(HasSubstr("3: \"organization:SAA\" is another than "
                                    "\"org:SAA\"")));
}

TEST_F(ClaimsCsvImportTest, ACommaThatMovesCellsIsAnError) {
  const Made made = Import(
      "subject,predicate,value,source,note\n"
      "person:A,holds_rank,Major, General,BBC,\n"
      "person:A,holds_rank,\"Major, General\",BBC,\n");
  EXPECT_THAT(made.errors,
              ElementsAre(HasSubstr("2 : more cells than headings")));
  EXPECT_THAT(made.Of("claim"), SizeIs(1));
}

TEST_F(ClaimsCsvImportTest, ReadsValuesByTheRangeOfTheirPredicate) {
  const std::string count = "killed_count";
  EXPECT_EQ(Value(count, "150"), Json({{"exact", 150}}));
  EXPECT_EQ(Value(count, "1,500"), Json({{"exact", 1500}}));
  EXPECT_EQ(Value(count, "150.0"), Json({{"exact", 150}}));
  EXPECT_EQ(Value(count, ">=5000"), Json({{"at_least", 5000}}));
  EXPECT_EQ(Value(count, ">= 5,000"), Json({{"at_least", 5000}}));
  EXPECT_EQ(Value(count, "<=10"), Json({{"at_most", 10}}));
  EXPECT_EQ(Value(count, "~20"), Json({{"about", 20}}));
  EXPECT_EQ(Value(count, "10-20"), Json({{"low", 10}, {"high", 20}}));
  EXPECT_EQ(Value(count,
                  "10\xE2\x80\x93"
                  "20"),
            Json({{"low", 10}, {"high", 20}}));
  EXPECT_EQ(Value(count, "10-15-20"),
            Json({{"low", 10}, {"best", 15}, {"high", 20}}));
  EXPECT_EQ(Value(count, "500-1200-2000"),
            Json({{"low", 500}, {"best", 1200}, {"high", 2000}}));
  EXPECT_EQ(Value(count, "0-5"), Json({{"low", 0}, {"high", 5}}));
  EXPECT_EQ(Value(count, "{\"exact\":\n7}"), Json({{"exact", 7}}));
  for (const char* wrong :
       {"many", "1.5", "1.000", "2.000-3.000", "-5", "1,5", "1-2-3-4", ">5",
        "5+", "05-06-2014", "10-20-2012", "2012-10-20", "01-02",
        "{\"exact\":7},\"stance\":\"denies\"", "{", "10-"}) {
    EXPECT_EQ(Value(count, wrong), "error") << wrong;
  }
  EXPECT_EQ(Value("coordinates", "36.2, -37.25"),
            Json({{"lat", 36.2}, {"lon", -37.25}}));
  for (const char* wrong : {"36.2", "36.2,x", "nan,1", "1,2,3"}) {
    EXPECT_EQ(Value("coordinates", wrong), "error") << wrong;
  }
  EXPECT_EQ(Value("killed", "Yes"), true);
  EXPECT_EQ(Value("killed", "no"), "error");
  EXPECT_EQ(Value("known_as", "{\"a\"}"), "{\"a\"}");
  EXPECT_EQ(Value("happened_on", "2012-05"), "2012-05");
}

TEST_F(ClaimsCsvImportTest, SaysWhatIsWrongByRowAndColumn) {
  const Made made = Import(
      "Who,predicate,object,value,source,\n"
      "Ana,member_of,org:Army,,BBC,\n"
      "person:Ana,memberof,org:Army,,BBC,\n"
      "person:Ana,member_of,,5,BBC,\n"
      ",killed_count,,many,,\n"
      "person:Ana,member_of,org:Army,,BBC,x\n",
      {.headings = {{"Who", "subject"}}});
  EXPECT_THAT(
      made.errors,
      ElementsAre(
          HasSubstr("2 Who: no such entity | a key, or kind:name"),
          HasSubstr("3 predicate: unknown predicate | a predicate of the case, "
                    "or in --map FILE {\"predicates\": {\"memberof\": OURS}}; "
                    "did you mean member_of?"),
          HasSubstr("4 value: the wrong column for what is said of member_of"),
          HasSubstr("5 source: the row names neither source nor report"),
          HasSubstr("5 Who: no subject"), HasSubstr("5 value: not a quantity"),
          HasSubstr("6 : a cell without a heading in column 6")));
  EXPECT_THAT(made.lines, IsEmpty());
}

TEST_F(ClaimsCsvImportTest, RefusesHeadingsThatItDoesNotKnow) {
  const Made made = Import("subject,Predicat,object,Subject,When\n1,2,3,4,5\n");
  EXPECT_THAT(made.errors,
              ElementsAre(HasSubstr("0 Predicat: unknown heading | a column of "
                                    "claims-csv, or in --map FILE"),
                          HasSubstr("0 Subject: two columns for subject"),
                          HasSubstr("0 When: unknown heading"),
                          HasSubstr("there is no column predicate"),
                          HasSubstr("there is no column source or report")));
  const Made mapped =
      Import("A,Predicate,object,Source,X\nperson:a,Belongs To,org:b,c,d\n",
             {.headings = {{"A", "subject"}, {"X", ""}},
              .predicates = {{"Belongs To", "member_of"}}});
  EXPECT_THAT(mapped.errors, IsEmpty());
  EXPECT_EQ(mapped.Of("claim").at(0)["predicate"], "member_of");
}

TEST_F(ClaimsCsvImportTest, RowsOfAReportAgreeOnItsSource) {
  const Made made = Import(
      "subject,predicate,value,report,source,title\n"
      "person:a,known_as,x,r1,BBC,News\n"
      "person:a,known_as,y,r1,,\n"
      "person:a,known_as,z,r1,CNN,\n"
      "person:a,known_as,z,r2,,\n");
  EXPECT_THAT(made.Of("report"), SizeIs(1));
  EXPECT_EQ(made.Of("report")[0]["title"], "News");
  EXPECT_THAT(made.errors,
              ElementsAre(HasSubstr("4 source: report \"r1\" is by another"),
                          HasSubstr("5 report: no such report")));
}

TEST_F(ClaimsCsvImportTest, QuotesOfReportsWithoutTextAreKept) {
  const Made made = Import(
      "subject,predicate,value,source,quote,as_stated\n"
      "person:a,known_as,x,BBC,so he said,\n"
      "person:a,known_as,y,BBC,so he said,in words\n");
  ASSERT_THAT(made.Of("claim"), SizeIs(2));
  EXPECT_EQ(made.Of("claim")[0]["as_stated"], "so he said");
  EXPECT_EQ(made.Of("claim")[1]["note"], "Quote: so he said");
  EXPECT_THAT(made.warnings, SizeIs(1));
}

TEST_F(ClaimsCsvImportTest, WordsOfAQuoteAreKeptAndNotItsJson) {
  const Made made = Import(
      "subject,predicate,value,source,quote\n"
      "person:a,known_as,x,BBC,\"{\"\"exact\"\": \"\"so \\\"\"he\\\"\" "
      "said\"\", "
      "\"\"prefix\"\": \"\"And \"\"}\"\n"
      "person:a,known_as,y,BBC,\"{\"\"exact\"\": 5}\"\n"
      "person:a,known_as,z,BBC,\"{\"\"exact\"\": \"\n");
  ASSERT_THAT(made.Of("claim"), SizeIs(1));
  EXPECT_EQ(made.Of("claim")[0]["as_stated"], "so \"he\" said");
  EXPECT_FALSE(made.Of("claim")[0].contains("quote"));
  EXPECT_THAT(made.errors,
              ElementsAre(HasSubstr("3 quote: a quote without its words"),
                          HasSubstr("4 quote: the cell begins as JSON")));
}

TEST_F(ClaimsCsvImportTest, AUnitStandsBesideEveryQuantity) {
  const auto value = [this](const std::string& cell, const std::string& unit) {
    const Made made = Import(absl::StrCat(
        "subject,predicate,value,unit,source\norg:A,killed_count,\"",
        absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\",", unit, ",BBC\n"));
    return made.errors.empty() ? made.Of("claim").at(0)["value"]
                               : Json(made.errors.at(0));
  };
  const Json metres = {{"exact", 7}, {"unit", "metres"}};
  EXPECT_EQ(value("7", "metres"), metres);
  EXPECT_EQ(value("{\"exact\": 7}", "metres"), metres);
  EXPECT_EQ(value("{\"exact\": 7, \"unit\": \"metres\"}", "metres"), metres);
  EXPECT_EQ(value("{\"exact\": 7, \"unit\": \"metres\"}", ""), metres);
  EXPECT_THAT(value("{\"exact\": 7, \"unit\": \"feet\"}", "metres").dump(),
              HasSubstr("another unit"));
  EXPECT_THAT(value("[]", "metres").dump(), HasSubstr("not a quantity"));
  EXPECT_THAT(Import("subject,predicate,value,unit,source,place_name\n"
                     "person:a,known_as,x,metres,BBC,Homs\n")
                  .warnings,
              ElementsAre(HasSubstr("2: this is passed over, as the value of "
                                    "known_as has none"),
                          HasSubstr("2: this is passed over, as column place "
                                    "is empty")));
}

TEST_F(ClaimsCsvImportTest, BadTextIsAnErrorOfItsRow) {
  const Made made = Import(
      "subject,predicate,value,source\n"
      "person:a,known_as,caf\xE9,BB\x01\n"
      "person:a,known_as,x,BBC\n");
  EXPECT_THAT(made.errors,
              ElementsAre(HasSubstr("2 value: text that is no UTF-8"),
                          HasSubstr("2 source: a control char")));
  EXPECT_THAT(made.Of("claim"), SizeIs(1));
  EXPECT_EQ(made.rows, 3);
}

TEST_F(ClaimsCsvImportTest, TakesIdsOnce) {
  const Made made = Import(
      "id,subject,predicate,value,source\n"
      "c1,person:a,known_as,x,BBC\n"
      "c1,person:a,known_as,x,BBC\n"
      "c1,person:a,known_as,y,BBC\n");
  EXPECT_THAT(made.Of("claim"), SizeIs(1));
  EXPECT_THAT(made.warnings, SizeIs(1));
  EXPECT_THAT(made.errors,
              ElementsAre(HasSubstr("4 id: an id that is given twice")));
}

// Rows of random cells, some of them equal.
std::vector<std::vector<std::string>> RandomRows(std::mt19937& random) {
  const std::vector<std::vector<std::string>> choices = {
      {"person:Ana", "person:\xD8\xB9\xD9\x84\xD9\x8A", "person:a;b"},
      {"known_as", "holds_rank"},
      {"x", "a \"mark\"", "two\nlines", "a,b", "{x}"},
      {"2012", "", "2012-05/.."},
      {"BBC", "src:CNN", "A, B"},
      {"", "rpt:1"},
      {"", "CNN", "src:ali (eyewitness); BBC"},
      {"", "12", "iv"},
      {"", "denies"}};
  std::vector<std::vector<std::string>> rows(random() % 12);
  for (std::vector<std::string>& row : rows) {
    for (const std::vector<std::string>& choice : choices) {
      row.push_back(choice[random() % choice.size()]);
    }
    if (!row[5].empty()) absl::StrAppend(&row[5], ":", row[4]);
  }
  return rows;
}

std::string Table(const std::vector<std::vector<std::string>>& rows,
                  const std::vector<size_t>& order, char separator) {
  const std::vector<std::string> headings = {
      "subject", "predicate",   "value", "valid", "source",
      "report",  "attribution", "page",  "stance"};
  std::string text;
  const auto append = [&](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < order.size(); ++i) {
      if (i > 0) text += separator;
      absl::StrAppend(&text, "\"",
                      absl::StrReplaceAll(cells[order[i]], {{"\"", "\"\""}}),
                      "\"");
    }
    text += '\n';
  };
  append(headings);
  for (const std::vector<std::string>& row : rows) append(row);
  return text;
}

TEST_F(ClaimsCsvImportTest, KeysComeFromWhatARowSaysAlone) {
  for (uint32_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<std::vector<std::string>> rows = RandomRows(random);
    std::vector<size_t> order = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    const Made made = Import(Table(rows, order, ','));
    ASSERT_THAT(made.errors, IsEmpty());
    const std::set<std::vector<std::string>> distinct(rows.begin(), rows.end());
    EXPECT_THAT(made.Claims(), SizeIs(distinct.size()));
    EXPECT_EQ(made.warnings.size() + distinct.size(), rows.size());
    // The same rows in another file.
    std::shuffle(rows.begin(), rows.end(), random);
    std::shuffle(order.begin(), order.end(), random);
    EXPECT_EQ(Import(Table(rows, order, '\t')).Claims(), made.Claims());
    // In a case that has them, with another row above.
    for (const auto& [key, claim] : made.Claims()) {
      case_.keys[key] = RecordType::kClaim;
    }
    rows.insert(rows.begin(),
                {"person:new", "known_as", "new", "", "New", "", "", "", ""});
    const Made more = Import(Table(rows, order, ';'));
    EXPECT_THAT(more.Of("claim"), SizeIs(1));
    EXPECT_THAT(more.Of("source"), SizeIs(1));
    EXPECT_EQ(more.present, distinct.size());
    case_.keys.clear();
  }
}

}  // namespace
}  // namespace attest
