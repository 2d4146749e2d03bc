// Annotated documents as claims; offsets as quotes, against counting.

#include "engine/interchange/brat_import.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/ingest/memory_case.h"
#include "tests/interchange/sfm_fixture.h"
#include "tests/reference/dice.h"

namespace attest::testing {
namespace {

using reference::Dice;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class BratList : public ImportList {
 public:
  [[nodiscard]] bool IsSetAside(uint64_t row) const override {
    return set_aside.count(row) > 0;
  }
  std::set<uint64_t> set_aside;
};

const ImportMap& Map() {
  static const ImportMap map = {.headings = {},
                                .predicates = {{"Member-of", "member_of"},
                                               {"Commanded-by", "^commands"},
                                               {"Attacker", "perpetrated"},
                                               {"Where", "happened_at"},
                                               {"Dead", "killed_count"},
                                               {"When", "valid"}},
                                .kinds = {{"Brigade", "unit"}},
                                .sources = {{"*", "The Courier"}}};
  return map;
}

class BratImportTest : public ::testing::Test {
 protected:
  BratList Import(const std::string& text, const std::string& annotations,
                  const ImportMap& map = Map(),
                  std::set<uint64_t> set_aside = {}) {
    folder_.Write("doc.txt", text);
    BratList list;
    list.set_aside = std::move(set_aside);
    const absl::Status status =
        ImportBrat({.files = {folder_.Write("doc.ann", annotations)},
                    .map = map,
                    .progress = nullptr},
                   case_, list);
    EXPECT_TRUE(status.ok()) << status;
    return list;
  }
  BratList Add(const std::string& text, const std::string& annotations,
               const ImportMap& map = Map()) {
    BratList list = Import(text, annotations, map);
    EXPECT_THAT(list.errors(), IsEmpty());
    AddImportedLines(list, case_);
    return list;
  }

  TempFolder folder_;
  MemoryCase case_;
};

// `SUBJECT PREDICATE OBJECT-OR-VALUE [!] [~] [@ VALID] "QUOTE"`, with names.
std::vector<std::string> Claims(const ImportList& list) {
  std::map<std::string, std::string> names;
  for (const nlohmann::json& line : list.Of("entity")) {
    names[line.at("id").get<std::string>()] =
        line.at("name").get<std::string>();
  }
  std::vector<std::string> claims;
  for (const nlohmann::json& line : list.Of("claim")) {
    claims.push_back(absl::StrCat(
        names[line.at("subject").get<std::string>()], " ",
        line.at("predicate").get<std::string>(), " ",
        line.contains("object") ? names[line.at("object").get<std::string>()]
                                : line.at("value").dump(),
        line.contains("stance") ? " !" : "", line.contains("hedge") ? " ~" : "",
        line.contains("valid") ? " @ " + line.at("valid").get<std::string>()
                               : "",
        " \"", line.at("quote").at("exact").get<std::string>(), "\""));
  }
  std::sort(claims.begin(), claims.end());
  return claims;
}

constexpr char kText[] =
    "Omar Daher of the 4th Brigade fell at Homs on 2013-05-02. Omar left.\n";
constexpr char kMentions[] =
    "T1\tPerson 0 10\tOmar Daher\n"
    "T2\tBrigade 18 29\t4th Brigade\n"
    "T3\tPerson 58 62\tOmar\n"
    "T4\tAttack 30 34\tfell\n"
    "T5\tLOC 38 42\tHoms\n"
    "T6\tDate 46 56\t2013-05-02\n";

TEST_F(BratImportTest, AnnotationsBecomeClaimsWithTheirPassages) {
  const BratList list =
      Add(kText, absl::StrCat(kMentions,
                              "R1\tMember-of Arg1:T1 Arg2:T2\n"
                              "R2\tCommanded-by Arg1:T2 Arg2:T1\n"
                              "E1\tAttack:T4 Attacker:T2 Where2:T5 When:T6\n"
                              "A1\tNegation R1\nM1\tSpeculation E1\n"
                              "*\tEquiv T1 T3\n"
                              "N1\tReference T2 Wiki:77\tFourth Brigade\n"
                              "#1\tAnnotatorNotes R1\tas he says\n"));
  EXPECT_THAT(
      Claims(list),
      UnorderedElementsAre(
          "Omar Daher known_as \"Omar Daher\" \"Omar Daher\"",
          "4th Brigade known_as \"4th Brigade\" \"4th Brigade\"",
          "Omar known_as \"Omar\" \"Omar\"", "Homs known_as \"Homs\" \"Homs\"",
          "Omar Daher member_of 4th Brigade ! \"Omar Daher of the 4th "
          "Brigade\"",
          "Omar Daher commands 4th Brigade \"Omar Daher of the 4th Brigade\"",
          "fell of_type \"Attack\" ~ @ 2013-05-02 \"fell\"",
          "4th Brigade perpetrated fell ~ @ 2013-05-02 \"4th Brigade fell\"",
          "fell happened_at Homs ~ @ 2013-05-02 \"fell at Homs\""));
  EXPECT_THAT(list.Of("identity"), SizeIs(2));
  EXPECT_THAT(list.Of("source"), SizeIs(1));
  EXPECT_EQ(list.Of("report").at(0).at("title"), "doc");
  EXPECT_THAT(list.warnings(), IsEmpty());
  EXPECT_THAT(list.lines(),
              Contains(AllOf(HasSubstr("\"note\":\"as he says\""),
                             HasSubstr("\"stance\":\"denies\""))));
}

TEST_F(BratImportTest, ImportingAgainAddsNothingAndAnEditTheDifference) {
  const std::string relation = "R1\tMember-of Arg1:T1 Arg2:T2\n";
  Add(kText, absl::StrCat(kMentions, relation));
  EXPECT_THAT(Import(kText, absl::StrCat(kMentions, relation)).lines(),
              IsEmpty());
  // Other ids and another order say the same.
  EXPECT_THAT(Import(kText,
                     "T9\tBrigade 18 29\t4th Brigade\nT7\tPerson 0 10\tOmar "
                     "Daher\nR5\tMember-of Arg1:T7 Arg2:T9\n")
                  .lines(),
              IsEmpty());
  const BratList more = Add(
      kText,
      absl::StrCat(kMentions, relation, "R2\tCommanded-by Arg1:T2 Arg2:T3\n"));
  EXPECT_THAT(more.lines(), SizeIs(1));
  EXPECT_THAT(more.lines()[0], HasSubstr("\"commands\""));
}

TEST_F(BratImportTest, WhatIsWrongIsToldByLine) {
  const auto errors = [this](const std::string& lines) {
    return Import(kText, absl::StrCat(kMentions, lines)).errors();
  };
  EXPECT_THAT(errors("R1\tKnows Arg1:T1 Arg2:T2\n"),
              ElementsAre("7: : unknown predicate, got Knows"));
  EXPECT_THAT(errors("T7\tPerson 0 4\tOmra\n"),
              ElementsAre("7: : the text at these offsets is another, got "
                          "Omra"));
  EXPECT_THAT(errors("T7\tPerson 60 90\tleft\n"),
              ElementsAre(HasSubstr("offsets beyond the end")));
  EXPECT_THAT(errors("R1\tMember-of Arg1:T1 Arg2:T99\n"),
              ElementsAre(HasSubstr("no such annotation")));
  EXPECT_THAT(errors("R1\tMember-of Arg1:T1 Arg2:T6\n"),
              ElementsAre(HasSubstr("an annotation that is no entity")));
  EXPECT_THAT(errors("E1\tAttack:T4 Dead:T5\n"),
              ElementsAre(HasSubstr("not a quantity")));
  EXPECT_THAT(errors("E1\tAttack:T4 Member-of:T1\n"),
              ElementsAre(HasSubstr("joins no incident")));
  EXPECT_THAT(errors("E1\tAttack:T44\n"),
              ElementsAre(HasSubstr("an event without its trigger")));
  EXPECT_THAT(errors("*\tEquiv T1 T5\n"), ElementsAre(HasSubstr("two kinds")));
  EXPECT_THAT(errors("T1\tPerson 0 4\tOmar\n"),
              ElementsAre(HasSubstr("an id that is given twice")));
  EXPECT_THAT(errors("A1\tNegation R7\n"),
              ElementsAre(HasSubstr("an attribute of no annotation")));
  for (const char* line :
       {"T7 Person 0 4 Omar", "T7\tPerson 0\tOmar", "T7\tPerson 4 0\tOmar",
        "T7\tPerson 0 4;2 6\tOmar", "T7\tPerson -1 4\tOmar", "R1\tX", "R1\tX Y",
        "R1\tMember-of Arg1:T1 Arg2:T2 Arg3:T3", "E1\tAttack", "A1\tX",
        "N1\tReference T1 x", "#1\tX", "*\tEquiv T1", "X1\ty", "\tx",
        "T99999999999999999999999\tPerson 99999999999999999999999 1\tx"}) {
    EXPECT_THAT(errors(absl::StrCat(line, "\n")), SizeIs(1)) << line;
  }
}

TEST_F(BratImportTest, WhatIsLeftOutIsWarnedOf) {
  const BratList list =
      Add(kText, absl::StrCat(kMentions,
                              "A1\tMood T1 grim\nA2\tNegation T2\n"
                              "#1\tAnnotatorNotes T6\tsure?\n"));
  EXPECT_THAT(list.warnings(),
              UnorderedElementsAre(
                  HasSubstr("an attribute that nothing is made of; kept in "
                            "notes, got Mood"),
                  HasSubstr("kept in notes, got Negation"),
                  HasSubstr("no kind of entity; left out, got Attack"),
                  HasSubstr("no kind of entity; left out, got Date"),
                  HasSubstr("a note of what nothing is claimed of")));
  EXPECT_THAT(list.lines(), Contains(HasSubstr("\"note\":\"Mood: grim\"")));
}

TEST_F(BratImportTest, TheSourceIsThatOfTheMapOrTheFolder) {
  const BratList named = Import(kText, kMentions);
  EXPECT_EQ(named.Of("source").at(0).at("id"), "src:The Courier");
  ImportMap map = Map();
  map.sources["doc"] = "src:herald";
  EXPECT_EQ(Import(kText, kMentions, map).Of("source").at(0).at("id"),
            "src:herald");
  map.sources.clear();
  const BratList unnamed = Import(kText, kMentions, map);
  EXPECT_THAT(unnamed.warnings(), Contains(HasSubstr("nobody is named")));
  EXPECT_THAT(unnamed.Of("source"), SizeIs(1));
  // Another source is another report.
  EXPECT_NE(named.Of("report").at(0).at("id"),
            unnamed.Of("report").at(0).at("id"));
}

TEST_F(BratImportTest, DiscontinuousAndMultilineMentionsAreRead) {
  const BratList list = Add("Ana and\nBo Cray left.",
                            "T1\tPerson 0 3;11 15\tAna Cray\n"
                            "T2\tPerson 0 10\tAna and Bo\n");
  EXPECT_THAT(Claims(list),
              UnorderedElementsAre(
                  "Ana Cray known_as \"Ana Cray\" \"Ana and\nBo Cray\"",
                  "Ana and Bo known_as \"Ana and Bo\" \"Ana and\nBo\""));
}

TEST_F(BratImportTest, EventsOfOneTriggerAreSeveralAndMayNameEachOther) {
  ImportMap map = Map();
  map.predicates["Cause"] = "happened_at";
  const BratList list =
      Add(kText, absl::StrCat(kMentions, "E1\tAttack:T4 Attacker:T1\n",
                              "E2\tAttack:T4 Attacker:T3\n"));
  std::set<std::string> incidents;
  for (const nlohmann::json& entity : list.Of("entity")) {
    if (entity.at("kind") == "incident") incidents.insert(entity.at("id"));
  }
  EXPECT_THAT(incidents, SizeIs(2));
  EXPECT_THAT(Import(kText, absl::StrCat(kMentions, "E1\tAttack:T4 Where:E2\n",
                                         "E2\tAttack:T4\n"))
                  .errors(),
              ElementsAre(HasSubstr("joins no incident")));
}

TEST_F(BratImportTest, ARowThatIsSetAsideIsNotThere) {
  const std::string annotations =
      absl::StrCat("R1\tKnows Arg1:T1 Arg2:T2\n", kMentions);
  EXPECT_THAT(Import(kText, annotations).errors(), SizeIs(1));
  const BratList list = Import(kText, annotations, Map(), {1});
  EXPECT_THAT(list.errors(), IsEmpty());
  EXPECT_THAT(Claims(list), SizeIs(4));
}

TEST_F(BratImportTest, FilesThatCannotBeReadAreRefused) {
  BratList list;
  EXPECT_FALSE(ImportBrat({.files = {"none.ann"}, .map = {}, .progress = {}},
                          case_, list)
                   .ok());
  EXPECT_FALSE(
      ImportBrat(
          {.files = {folder_.Write("x.txt", "a")}, .map = {}, .progress = {}},
          case_, list)
          .ok());
  EXPECT_TRUE(ImportBrat({.files = {folder_.Write("alone.ann", "")},
                          .map = {},
                          .progress = {}},
                         case_, list)
                  .ok());
  EXPECT_THAT(list.errors(), ElementsAre(HasSubstr("0: : its text cannot")));
  EXPECT_THAT(Import("\xFF", kMentions).errors(),
              ElementsAre(HasSubstr("is no UTF-8 at byte 0")));
  EXPECT_THAT(Import("", "").lines(), IsEmpty());
}

// Every claim is quoted where its annotation stands, counted in code points,
// however often the same words stand elsewhere.
TEST_F(BratImportTest, QuotesStandWhereTheOffsetsSay) {
  const std::vector<std::u32string> words = {
      U"Ana",        U"Bo",          U"ana", U"\u0639\u0645\u0631",
      U"na\u00EFve", U"\U0001F600x", U"Bo-", U"4th"};
  const auto utf8 = [](const std::u32string& text) {
    std::string bytes;
    for (const char32_t c : text) {
      const auto add = [&bytes](char32_t byte) {
        bytes.push_back(static_cast<char>(byte));
      };
      if (c < 0x80) {
        add(c);
      } else if (c < 0x800) {
        add(0xC0 | (c >> 6));
        add(0x80 | (c & 0x3F));
      } else if (c < 0x10000) {
        add(0xE0 | (c >> 12));
        add(0x80 | ((c >> 6) & 0x3F));
        add(0x80 | (c & 0x3F));
      } else {
        add(0xF0 | (c >> 18));
        add(0x80 | ((c >> 12) & 0x3F));
        add(0x80 | ((c >> 6) & 0x3F));
        add(0x80 | (c & 0x3F));
      }
    }
    return bytes;
  };
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    std::u32string text;
    std::vector<std::pair<size_t, size_t>> places;
    for (uint64_t n = 2 + dice.Below(60); n > 0; --n) {
      const std::u32string& word = dice.AnyOf(words);
      places.emplace_back(text.size(), text.size() + word.size());
      text += word;
      text += dice.Chance(6) ? U"\n" : U" ";
    }
    std::string annotations;
    std::set<std::pair<size_t, size_t>> wanted;
    for (size_t n = 0; n < places.size(); ++n) {
      const auto [begin, end] = places[n];
      absl::StrAppend(&annotations, "T", n, "\tPerson ", begin, " ", end, "\t",
                      utf8(text.substr(begin, end - begin)), "\n");
      wanted.emplace(begin, end);
    }
    const size_t a = dice.Below(places.size());
    const size_t b = dice.Below(places.size());
    absl::StrAppend(&annotations, "R1\trelated_to Arg1:T", a, " Arg2:T", b,
                    "\n");
    wanted.emplace(std::min(places[a].first, places[b].first),
                   std::max(places[a].second, places[b].second));

    MemoryCase stored;
    folder_.Write("r.txt", utf8(text));
    BratList list;
    ASSERT_TRUE(ImportBrat({.files = {folder_.Write("r.ann", annotations)},
                            .map = Map(),
                            .progress = nullptr},
                           stored, list)
                    .ok());
    EXPECT_THAT(list.errors(), IsEmpty());
    AddImportedLines(list, stored);
    std::set<std::pair<size_t, size_t>> found;
    for (const Event& event : stored.events()) {
      const auto* const claim = std::get_if<Claim>(&event.record);
      if (claim == nullptr) continue;
      ASSERT_TRUE(claim->quote && claim->quote->passage);
      found.emplace(claim->quote->passage->code_point_begin,
                    claim->quote->passage->code_point_end);
    }
    EXPECT_EQ(found, wanted) << utf8(text);
    if (HasFailure()) break;
  }
}

TEST_F(BratImportTest, WhateverLinesHoldWhatIsHandedOutIsGood) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    std::string annotations = kMentions;
    for (uint64_t n = dice.Below(12); n > 0; --n) {
      const auto id = [&dice] {
        return dice.Word({"T1", "T2", "T3", "T4", "T5", "T6", "T9", "E1", "E2",
                          "R1", "R2", ":", ""});
      };
      const std::string number = absl::StrCat(1 + dice.Below(9));
      annotations += dice.Word({"R", "E", "A", "N", "#", "*", "T1", "M", "x"});
      annotations += number + dice.Word({"\t", "\t", "\t", " "});
      switch (dice.Below(6)) {
        case 0:
          absl::StrAppend(&annotations, dice.Word({"member_of", "Member-of"}),
                          " Arg1:", id(), " Arg2:", id());
          break;
        case 1:
          absl::StrAppend(&annotations, "Attack:", id(), " Attacker:", id(),
                          " Where:", id(), " ",
                          dice.Word({"When:T6", "When:T1", ""}));
          break;
        case 2:
          absl::StrAppend(&annotations,
                          dice.Word({"Negation", "Speculation", "Mood"}), " ",
                          id());
          break;
        case 3:
          absl::StrAppend(&annotations, "Reference ", id(), " Wiki:", number,
                          "\tx");
          break;
        case 4:
          absl::StrAppend(&annotations, "Equiv ", id(), " ", id());
          break;
        default:
          absl::StrAppend(&annotations, "AnnotatorNotes ", id(), "\t",
                          dice.Word({"a \"note\"", "\xE2\x80\xAE", "%"}));
      }
      annotations += dice.Word({"\n", "\r\n", "\n\n"});
    }
    // Bad lines are left out as if the user had set them aside.
    std::set<uint64_t> bad;
    BratList list;
    for (int times = 0; times < 20; ++times) {
      list = Import(kText, annotations, Map(), bad);
      if (list.errors().empty()) break;
      for (const std::string& error : list.errors()) {
        bad.insert(std::stoull(error.substr(0, error.find(':'))));
      }
    }
    ASSERT_THAT(list.errors(), IsEmpty());
    MemoryCase stored;
    CaseReader reader(stored, {});
    const auto reading =
        reader.ReadText("import", absl::StrJoin(list.lines(), "\n"));
    ASSERT_TRUE(reading.ok());
    for (const InputError& error : reading->errors) {
      // Dates and kinds of arguments are for the reader of lines to check.
      EXPECT_TRUE(absl::StrContains(error.what, "is no date") ||
                  absl::StrContains(error.what, "wrong kind"))
          << error.what << "\n"
          << annotations;
    }
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace attest::testing
