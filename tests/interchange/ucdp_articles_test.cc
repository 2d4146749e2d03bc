#include "engine/interchange/ucdp_articles.h"

#include <string>

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
