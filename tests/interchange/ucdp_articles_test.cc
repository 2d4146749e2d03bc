#include "engine/interchange/ucdp_articles.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Short(const UcdpVoice& voice) {
  if (voice.names.empty()) return "nobody";
  return absl::StrCat(absl::StrJoin(voice.names, "+"),
                      voice.is_open ? "+?" : "");
}

std::vector<std::string> Short(const UcdpArticles& read) {
  std::vector<std::string> lines;
  for (const UcdpArticle& article : read.articles) {
    std::string line =
        absl::StrCat(article.office, "|", article.date, "|", article.headline);
    for (const UcdpVoice& voice : article.voices) {
      absl::StrAppend(&line, " < ", Short(voice));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> Warnings(const UcdpArticles& read) {
  std::vector<std::string> warnings;
  for (const UcdpRemark& warning : read.warnings) {
    warnings.push_back(
        absl::StrCat(UcdpHeading(warning.column), ": ", warning.what));
  }
  return warnings;
}

TEST(UcdpArticlesTest, ListsOfEqualLengthAreJoined) {
  const UcdpArticles read =
      ReadUcdpArticles({.office = "Courier;River Radio",
                        .date = "2014-05-04;2014-05-05 00:00:00.000",
                        .headline = "Three die; Ford closed"});
  EXPECT_THAT(Short(read), ElementsAre("Courier|2014-05-04|Three die < nobody",
                                       "River Radio|2014-05-05|Ford closed < "
                                       "nobody"));
  EXPECT_THAT(read.warnings, IsEmpty());
}

TEST(UcdpArticlesTest, ListsOfUnequalLengthAreNotJoined) {
  const UcdpArticles read =
      ReadUcdpArticles({.office = "Courier;River Radio;Courier",
                        .date = "2014-05-04;2014-05-05",
                        .headline = "A;B;C;D"});
  EXPECT_THAT(Short(read),
              ElementsAre("Courier|| < nobody", "River Radio|| < nobody",
                          "Courier|| < nobody"));
  EXPECT_THAT(Warnings(read),
              ElementsAre(HasSubstr("source_date: 2 entries for 3 articles"),
                          HasSubstr("source_headline: 4 entries for 3")));
  EXPECT_THAT(read.note, HasSubstr("source_date: 2014-05-04;2014-05-05"));
}

TEST(UcdpArticlesTest, QuotedEntriesTellSemicolonsOfHeadlinesApart) {
  const UcdpArticles read = ReadUcdpArticles(
      {.article = R"("Courier,2014-05-04,Three die; ford closed";"Post, The,)"
                  R"(2014-05-05,"We heard shots", says miller")",
       .office = "Courier;Post, The",
       .date = "2014-05-04;2014-05-05",
       .headline = R"(Three die; ford closed;"We heard shots", says miller)",
       .original = "police"});
  EXPECT_THAT(
      Short(read),
      ElementsAre("Courier|2014-05-04|Three die; ford closed < police",
                  "Post, The|2014-05-05|\"We heard shots\", says miller < "
                  "police"));
  EXPECT_THAT(read.warnings, IsEmpty());
}

TEST(UcdpArticlesTest, ListsThatDifferFromTheEntriesAreWarnedOf) {
  const UcdpArticles read = ReadUcdpArticles(
      {.article = R"("Courier,2014-05-04,A";"Courier,2014-05-05,B")",
       .office = "Courier;River Radio",
       .date = "2014-05-04"});
  EXPECT_THAT(Short(read), ElementsAre("Courier|2014-05-04|A < nobody",
                                       "Courier|2014-05-05|B < nobody"));
  EXPECT_THAT(Warnings(read), ElementsAre(HasSubstr("source_office: not what"),
                                          HasSubstr("source_date: not what")));
}

TEST(UcdpArticlesTest, OlderWordsAreReportsOfAnOfficeThatIsNotStated) {
  const UcdpArticles read =
      ReadUcdpArticles({.article = "AFP 3/1 1990; R 4/1 1990 'Ford'"});
  EXPECT_THAT(Short(read), ElementsAre("||AFP 3/1 1990 < nobody",
                                       "||R 4/1 1990 'Ford' < nobody"));
  EXPECT_THAT(ReadUcdpArticles({.article = " ; "}).articles, IsEmpty());
  EXPECT_THAT(ReadUcdpArticles({}).articles, IsEmpty());
  EXPECT_THAT(Short(ReadUcdpArticles({}).voices[0]), "nobody");
}

// What each of two articles, or of `count`, is attributed to.
std::vector<std::string> Voices(const std::string& original, size_t count = 2,
                                const std::string& office = "Courier") {
  std::vector<std::string> offices(count, office);
  const UcdpArticles read = ReadUcdpArticles(
      {.office = absl::StrJoin(offices, ";"), .original = original});
  std::vector<std::string> lines;
  for (const UcdpArticle& article : read.articles) {
    std::vector<std::string> voices;
    for (const UcdpVoice& voice : article.voices) {
      voices.push_back(Short(voice));
    }
    lines.push_back(absl::StrJoin(voices, " & "));
  }
  if (!read.warnings.empty()) lines.emplace_back("warned");
  return lines;
}

TEST(UcdpArticlesTest, OriginalSourcesAreJoinedOnlyWhereThatIsCertain) {
  EXPECT_THAT(Voices(""), ElementsAre("nobody", "nobody"));
  EXPECT_THAT(Voices("Unknown"), ElementsAre("nobody", "nobody"));
  EXPECT_THAT(Voices("police"), ElementsAre("police", "police"));
  EXPECT_THAT(Voices("police;Police ;police"), ElementsAre("police", "police"));
  EXPECT_THAT(Voices("police;residents"), ElementsAre("police", "residents"));
  EXPECT_THAT(Voices("police;"), ElementsAre("police", "nobody"));
  EXPECT_THAT(Voices("police;residents", 3),
              ElementsAre("police+residents", "police+residents",
                          "police+residents", "warned"));
  EXPECT_THAT(
      Voices("police;unknown;residents"),
      ElementsAre("police+residents+?", "police+residents+?", "warned"));
  EXPECT_THAT(Voices("police;residents", 1), ElementsAre("police & residents"));
}

TEST(UcdpArticlesTest, NamesThatOverlapAreNotTwoWitnesses) {
  EXPECT_THAT(
      Voices("police;local police"),
      ElementsAre("police+local police", "police+local police", "warned"));
  EXPECT_THAT(
      Voices("SOHR, activists;SOHR"),
      ElementsAre("SOHR, activists+SOHR", "SOHR, activists+SOHR", "warned"));
  EXPECT_THAT(Voices("the army and residents;residents", 1),
              ElementsAre("the army and residents+residents", "warned"));
  EXPECT_THAT(Voices("army spokesman;police spokesman"),
              ElementsAre("army spokesman", "police spokesman"));
}

TEST(UcdpArticlesTest, AnOfficeThatIsNamedAsOriginIsThatOffice) {
  EXPECT_THAT(Voices("reuters", 2, "Reuters News"),
              ElementsAre("Reuters News", "Reuters News"));
}

TEST(UcdpArticlesTest, NamesOverlapAsTheRowWritesThem) {
  const auto voices = [](const std::string& offices,
                         const std::string& original) {
    const UcdpArticles read =
        ReadUcdpArticles({.office = offices, .original = original});
    std::vector<std::string> lines;
    for (const UcdpArticle& article : read.articles) {
      lines.push_back(Short(article.voices[0]));
    }
    if (!read.warnings.empty()) lines.emplace_back("warned");
    return lines;
  };
  EXPECT_THAT(voices("Reuters News;BBC", "Reuters;Thomson Reuters"),
              ElementsAre("Reuters News+Thomson Reuters",
                          "Reuters News+Thomson Reuters", "warned"));
  EXPECT_THAT(voices("Police News;Courier", "police;local police"),
              ElementsAre("Police News+local police",
                          "Police News+local police", "warned"));
  EXPECT_THAT(voices("Agence France Presse;Courier", "police;AFP"),
              ElementsAre("police", "Agence France Presse"));
  // Of two offices, the one that is spelled so.
  EXPECT_THAT(voices("Reuters News;Reuters;BBC", "Reuters"),
              ElementsAre("Reuters", "Reuters", "Reuters", "warned"));
}

TEST(UcdpArticlesTest, SpellingsOfANameAreNotTwoWitnesses) {
  for (const auto& [one, other] :
       {std::pair("SOHR", "Syrian Observatory for Human Rights"),
        {"Syrian Observatory for Human Rights", "activists, SOHR"},
        {"activist", "activists"},
        {"witness", "Witnesses"},
        {"local agency", "agencies"},
        {"Al-Manar TV", "AlManar TV"},
        {"Al Manar", "almanar tv"},
        {"U.N.", "UN officials"},
        {"M\xC3\xBCller", "Muller"},
        {"the army", "army"}}) {
    const std::string original = absl::StrCat(one, ";", other);
    const std::string both = absl::StrCat(one, "+", other);
    EXPECT_THAT(Voices(original), ElementsAre(both, both, "warned"))
        << original;
  }
  for (const auto& [one, other] :
       {std::pair("the army", "the police"),
        {"Human Rights Watch", "Syrian Observatory for Human Rights"},
        {"army and navy", "police and militia"},
        {"SOHR", "Syrian Network for Human Rights"},
        {"state", "states party"}}) {
    const bool may_be = std::string(one) == "state";
    EXPECT_EQ(Voices(absl::StrCat(one, ";", other)).size(), may_be ? 3u : 2u)
        << one;
  }
}

TEST(UcdpArticlesTest, OfficesThatMayBeOneAreTold) {
  const auto read = [](const std::string& offices) {
    const UcdpArticles articles = ReadUcdpArticles({.office = offices});
    std::vector<std::string> lines;
    for (const UcdpArticle& article : articles.articles) {
      lines.push_back(absl::StrJoin(article.one_with, "+"));
    }
    for (std::string& warning : Warnings(articles)) {
      lines.push_back(std::move(warning));
    }
    return lines;
  };
  EXPECT_THAT(read("Reuters;BBC;Reuters News"),
              ElementsAre("Reuters+Reuters News", "", "Reuters+Reuters News",
                          HasSubstr("source_office: offices that may be one")));
  EXPECT_THAT(read("Agence France Presse;Agence France Presse -- English"),
              SizeIs(3));
  EXPECT_THAT(read("AFP;Agence France Presse"), SizeIs(3));
  EXPECT_THAT(read("Reuters;reuters;BBC;;"), ElementsAre("", "", ""));
  EXPECT_THAT(read("Post, The;Times, The"), ElementsAre("", ""));
}

TEST(UcdpArticlesTest, AnEntryWithoutADateLeavesTheOthersTheirOffices) {
  UcdpArticles read =
      ReadUcdpArticles({.article = R"("AP,2014-05-04,Clashes";"BBC,,Bombs")"});
  EXPECT_THAT(Short(read), ElementsAre("AP|2014-05-04|Clashes < nobody",
                                       "BBC||Bombs < nobody"));
  EXPECT_THAT(Warnings(read),
              ElementsAre(HasSubstr("source_article: 1 of 2 entries")));
  read = ReadUcdpArticles(
      {.article =
           R"("AP,4.5.2014,Clashes";"BBC,2014-05-05,B";"Kill 20, 30 hurt, x")"});
  EXPECT_THAT(Short(read),
              ElementsAre("AP||Clashes < nobody", "BBC|2014-05-05|B < nobody",
                          "||Kill 20, 30 hurt, x < nobody"));
  EXPECT_THAT(read.note, HasSubstr("AP,4.5.2014,Clashes"));
  EXPECT_THAT(Warnings(read), ElementsAre(HasSubstr("2 of 3 entries")));
  // Lists of as many tell it better.
  read = ReadUcdpArticles(
      {.article = R"("AP,2014-05-04,Clashes";"BBC on Tuesday")",
       .office = "AP;BBC",
       .date = "2014-05-04;2014-05-06",
       .headline = "Clashes;Bombs"});
  EXPECT_THAT(Short(read), ElementsAre("AP|2014-05-04|Clashes < nobody",
                                       "BBC|2014-05-06|Bombs < nobody"));
  EXPECT_THAT(read.warnings, IsEmpty());
  // Without marks a semicolon may be the headline's.
  read = ReadUcdpArticles(
      {.article = "AP,2014-05-04,Clashes; more feared;BBC,2014-05-05,B"});
  EXPECT_THAT(Short(read), SizeIs(3));
  EXPECT_THAT(Warnings(read), ElementsAre(HasSubstr("none is told apart")));
}

TEST(UcdpArticlesTest, WordsForNobodyAreNoWitness) {
  for (const char* nobody :
       {"Not known", "unnamed", "not available", "n.a.", "N.A", "Unidentified",
        "unnamed sources", "Unknown source", "not-specified", "...", "(none)",
        "Anonymous"}) {
    EXPECT_THAT(Voices(nobody), ElementsAre("nobody", "nobody")) << nobody;
  }
  EXPECT_THAT(Voices("unknown gunmen"),
              ElementsAre("unknown gunmen", "unknown gunmen"));
  EXPECT_THAT(Voices("Nasa"), ElementsAre("Nasa", "Nasa"));
  // A headline of these words is one.
  EXPECT_THAT(Short(ReadUcdpArticles({.office = "A", .headline = "Missing"})),
              ElementsAre("A||Missing < nobody"));
}

TEST(UcdpArticlesTest, HugeListsAreRefusedAndLongNamesAreBounded) {
  EXPECT_TRUE(ReadUcdpArticles({.office = std::string(5000, ';')}).is_too_many);
  std::string names;
  for (int n = 0; n < 3000; ++n) absl::StrAppend(&names, "name", n, ",");
  const UcdpArticles read =
      ReadUcdpArticles({.office = "A;B", .original = names + ";other"});
  ASSERT_THAT(read.articles, SizeIs(2));
  EXPECT_THAT(read.articles[0].voices[0].names, SizeIs(2));
}

}  // namespace
}  // namespace attest
