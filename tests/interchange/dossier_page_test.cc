#include "engine/interchange/dossier_page.h"

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_style.h"
#include "engine/interchange/dossier_words.h"
#include "gmock/gmock.h"
#include "tests/interchange/dossier_case.h"
#include "tests/interchange/html_page.h"

namespace attest {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> HrefsOf(const HtmlPage& page) {
  std::vector<std::string> hrefs;
  for (const HtmlElement* link : page.All("a")) {
    hrefs.push_back(link->Get("href"));
  }
  return hrefs;
}

std::set<std::string> NamesOf(const HtmlPage& page) {
  std::set<std::string> names;
  for (const HtmlElement& one : page.elements) names.insert(one.name);
  return names;
}

// -- The reader of the tests
// ---------------------------------------------------

TEST(HtmlPageTest, WhatABrowserForgivesIsAnError) {
  const std::string head = "<!doctype html>\n";
  EXPECT_THAT(ReadHtml(head + "<p>a</p>\n").errors, IsEmpty());
  for (const char* wrong :
       {"<p>a", "<p>a</b></p>", "<p>a & b</p>", "<p>a < b</p>", "<p>a > b</p>",
        "<p a=b>c</p>", "<p a=\"1\" a=\"2\">c</p>", "<p>a</p></p>", "<br/>",
        "<p>&copy;</p>"}) {
    EXPECT_THAT(ReadHtml(head + wrong).errors, Not(IsEmpty())) << wrong;
  }
  EXPECT_THAT(ReadHtml("<p>a</p>").errors, Not(IsEmpty()));
}

TEST(HtmlPageTest, BrokenPromisesAreFound) {
  const std::string head = "<!doctype html>\n<html><h1>a</h1>";
  for (const char* wrong :
       {"<p id=\"a\">b</p><p id=\"a\">b</p>", "<a href=\"#x\">b</a>",
        "<a href=\"javascript:alert(1)\">b</a>", "<img src=\"a.png\">",
        "<h3>b</h3>", "<h1>b</h1>", "<p onclick=\"x\">b</p>",
        "<p style=\"x\">b</p>", "<table><tr><th>b</th></tr></table>",
        "<svg role=\"img\"></svg>", "<input>",
        "<p aria-labelledby=\"none\">b</p>"}) {
    EXPECT_THAT(BrokenPromises(ReadHtml(head + wrong + "</html>")),
                Not(IsEmpty()))
        << wrong;
  }
  EXPECT_THAT(BrokenPromises(ReadHtml(head + "</html>")), IsEmpty());
}

// -- The page
// ------------------------------------------------------------------

TEST(DossierPageTest, IsWellFormedAndKeepsItsPromises) {
  const HtmlPage page = ReadHtml(DossierPage(DossierOf("Omar")));
  EXPECT_THAT(page.errors, IsEmpty());
  EXPECT_THAT(BrokenPromises(page), IsEmpty());
  EXPECT_EQ(page.All("table").size(), 8u);
  EXPECT_EQ(page.All("main").size(), 1u);
}

TEST(DossierPageTest, OfNothingIsStillAPage) {
  Dossier dossier;
  DossierSection section;
  section.key = "person:nobody";
  section.type = "entity";
  dossier.sections = {section};
  const HtmlPage page = ReadHtml(DossierPage(dossier));
  EXPECT_THAT(page.errors, IsEmpty());
  EXPECT_THAT(BrokenPromises(page), IsEmpty());
}

TEST(DossierPageTest, EqualDossiersGiveEqualBytes) {
  EXPECT_EQ(DossierPage(DossierOf("Omar")), DossierPage(DossierOf("Omar")));
}

TEST(DossierPageTest, NoTextBecomesMarkup) {
  for (const char* attack :
       {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)", "</style><script>alert(1)</script>",
        "</title><svg onload=alert(1)>", "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>", "&lt;b&gt;", "<!--", "]]>",
        "</bdi></bdi></p>", "\xE2\x80\xAE\xE2\x81\xA6override",
        "http://evil.example/\" onclick=\"x", "https://evil.example/<b>",
        "\x01\x02\x7F", "\xFF\xFE not UTF-8", "\xED\xA0\x80"}) {
    const std::string html = DossierPage(DossierOf(attack));
    const HtmlPage page = ReadHtml(html);
    EXPECT_THAT(page.errors, IsEmpty()) << attack;
    EXPECT_THAT(BrokenPromises(page), IsEmpty()) << attack;
    EXPECT_EQ(page.All("script").size(), 1u) << attack;
    EXPECT_EQ(page.All("style").size(), 1u) << attack;
    EXPECT_THAT(page.All("img"), IsEmpty()) << attack;
    EXPECT_EQ(NamesOf(page), NamesOf(ReadHtml(DossierPage(DossierOf("a")))))
        << attack;
    for (const std::string& href : HrefsOf(page)) {
      EXPECT_TRUE(absl::StartsWith(href, "#") || href == attack) << href;
    }
  }
}

TEST(DossierPageTest, RandomBytesNeverBreakThePage) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const std::string pieces =
      "<>&\"'/=!- \n\t;#xAz\\`{}\xE2\x80\xAE\xD8\xA7\xFF";
  for (int round = 0; round < 200; ++round) {
    std::string words;
    for (auto left = random() % 24 + 1; left > 0; --left) {
      words += random() % 4 == 0 ? static_cast<char>(random() % 256)
                                 : pieces[random() % pieces.size()];
    }
    const HtmlPage page = ReadHtml(DossierPage(DossierOf(words)));
    EXPECT_THAT(page.errors, IsEmpty()) << testing::PrintToString(words);
    EXPECT_THAT(BrokenPromises(page), IsEmpty());
    EXPECT_EQ(page.All("script").size(), 1u);
    if (HasFailure()) return;
  }
}

TEST(DossierPageTest, OnlyWebAddressesAreLinks) {
  Dossier dossier = DossierOf("Omar");
  dossier.reports["rpt:1"].url = "https://post.example/1?a=1&b=2";
  dossier.reports["rpt:1"].archive_url = "ftp://archive.example/1";
  const HtmlPage page = ReadHtml(DossierPage(dossier));
  EXPECT_THAT(HrefsOf(page), Contains("https://post.example/1?a=1&b=2"));
  EXPECT_THAT(HrefsOf(page), Not(Contains(HasSubstr("ftp:"))));
  EXPECT_THAT(page.elements[0].text, HasSubstr("ftp://archive.example/1"));
}

TEST(DossierPageTest, ThePolicyAllowsItsOwnStyleAndScriptAlone) {
  const HtmlPage page = ReadHtml(DossierPage(DossierOf("Omar")));
  std::string policy;
  for (const HtmlElement* meta : page.All("meta")) {
    if (meta->Get("http-equiv") == "Content-Security-Policy") {
      policy = meta->Get("content");
    }
  }
  EXPECT_EQ(policy, DossierPolicy());
  EXPECT_THAT(policy,
              testing::StartsWith("default-src 'none'; style-src 'sha"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_EQ(page.All("style")[0]->text, DossierStyle());
  EXPECT_EQ(page.All("script")[0]->text, DossierScript());
  EXPECT_THAT(std::string(DossierStyle()), Not(HasSubstr("url(")));
  EXPECT_THAT(std::string(DossierStyle()), Not(HasSubstr("@import")));
}

TEST(DossierPageTest, EveryNameHasADirectionOfItsOwn) {
  const std::string name = "حسين هرموش";
  const HtmlPage page = ReadHtml(DossierPage(DossierOf(name)));
  EXPECT_THAT(page.errors, IsEmpty());
  size_t isolated = 0;
  for (const HtmlElement* one : page.All("bdi")) {
    if (one->text == name) ++isolated;
  }
  EXPECT_GT(isolated, 20u);
  for (const HtmlElement* quote : page.All("blockquote")) {
    EXPECT_EQ(quote->Get("dir"), "auto");
    EXPECT_EQ(quote->Get("lang"), "");  // the report's is no language
  }
  for (const HtmlElement* text : page.All("text")) {
    // Of the name's own direction, or a sentence of ours from the left.
    EXPECT_THAT(text->text,
                testing::AnyOf(testing::StartsWith("\xE2\x81\xA8"),
                               testing::StartsWith("\xE2\x81\xA6")));
    if (absl::StrContains(text->text, name + " ")) {
      EXPECT_THAT(text->text, testing::StartsWith("\xE2\x81\xA6"));
    }
    EXPECT_THAT(text->text, testing::EndsWith("\xE2\x81\xA9"));
  }
}

TEST(DossierPageTest, SaysWhoReportsAndNeverThatItIsSo) {
  Dossier dossier = DossierOf("Omar");
  dossier.records["src:post"].name = "The Post";
  dossier.records["unit:guard"].name = "the Guard";
  const HtmlPage page = ReadHtml(DossierPage(dossier));
  EXPECT_THAT(
      page.elements[0].text,
      HasSubstr("The Post, citing Omar, reports (as alleged) that Omar is "
                "a member of the Guard, on or before 10 June 2011, at "
                "Omar; a claim that is withheld here reports it; The "
                "Post, citing Omar, denies it (as alleged)."));
}

// A statement with no claim but those that a test gives it.
struct Spoken {
  Spoken() : dossier(DossierOf("Omar")) {
    dossier.records["src:post"].name = "The Post";
    dossier.records["unit:guard"].name = "the Guard";
    dossier.sections.resize(1);
    DossierSection& section = dossier.sections[0];
    section.statements.resize(1);
    section.statements[0] = StatementOf("stm:1", "member_of", "unit:guard");
    section.statements[0].valid = "2011-06-10";
    section.statements[0].verdict = Verdict::kUnsupported;
    for (DossierClaim& claim : section.claims) {
      claim.attribution.clear();
      claim.hedge.clear();
    }
  }

  DossierStatement& statement() { return dossier.sections[0].statements[0]; }
  void Put(DossierSide side, std::string standing = "") {
    const size_t claim = statement().entries.size();
    dossier.sections[0].claims[claim].standing = std::move(standing);
    statement().entries.push_back(EntryOf(claim, {"src:post", "rpt:1"}, side));
  }

  [[nodiscard]] std::string Sentence() {
    const std::string html =
        SentenceHtml(dossier, dossier.sections[0], statement());
    return ReadHtml(absl::StrCat("<!doctype html>\n<p>", html, "</p>\n"))
        .elements[0]
        .text;
  }
  [[nodiscard]] std::string Note() {
    return NotReportedText(dossier.sections[0], statement());
  }

  Dossier dossier;
};

constexpr char kThat[] = "Omar is a member of the Guard, on 10 June 2011";
constexpr char kPost[] = "The Post, without naming its origin, ";
constexpr char kHidden[] = "A claim that is withheld here ";

TEST(DossierSentenceTest, AWithheldClaimIsOfItsOwnSide) {
  Spoken spoken;
  spoken.statement().withheld.opposing = 1;
  EXPECT_EQ(spoken.Sentence(),
            absl::StrCat(kHidden, "denies that ", kThat, "."));
  EXPECT_EQ(spoken.Note(), "denied, nobody reports it");
  spoken.statement().withheld = {.doubting = 1};
  EXPECT_EQ(spoken.Sentence(),
            absl::StrCat(kHidden, "doubts that ", kThat, "."));
  spoken.statement().withheld = {.no_comment = 1};
  EXPECT_EQ(spoken.Sentence(),
            absl::StrCat(kHidden, "gives no comment on whether ", kThat, "."));
  spoken.statement().withheld = {.not_counted = 1};
  EXPECT_EQ(spoken.Sentence(),
            absl::StrCat(kHidden, "reported (and does not count now) that ",
                         kThat, "."));
  EXPECT_EQ(spoken.Note(), "no report of it counts");
  spoken.statement().withheld = {.supporting = 2, .opposing = 1};
  EXPECT_EQ(spoken.Sentence(),
            absl::StrCat("2 claims that are withheld here report that ", kThat,
                         "; a claim that is withheld here denies it."));
  EXPECT_EQ(spoken.Note(), "");
  EXPECT_EQ(WithheldInWords(spoken.statement().withheld),
            "3 claims withheld here: 2 for it, 1 against it");
}

TEST(DossierSentenceTest, WhatNobodyReportsIsNeverSaidToHaveBeen) {
  const struct {
    DossierSide side;
    const char* sentence;
    const char* note;
  } cases[] = {
      {DossierSide::kAgainst, "denies that ", "denied, nobody reports it"},
      {DossierSide::kDoubts, "doubts that ", "doubted, nobody reports it"},
      {DossierSide::kNoComment, "gives no comment on whether ",
       "not commented on, nobody reports it"}};
  for (const auto& one : cases) {
    Spoken spoken;
    spoken.Put(one.side);
    EXPECT_EQ(spoken.Sentence(), absl::StrCat(kPost, one.sentence, kThat, "."));
    EXPECT_EQ(spoken.Note(), one.note);
    // In the table, and in the picture and the list of the time line.
    const std::string html = DossierPage(spoken.dossier);
    const HtmlPage page = ReadHtml(html);
    EXPECT_THAT(page.errors, IsEmpty());
    EXPECT_THAT(BrokenPromises(page), IsEmpty());
    EXPECT_THAT(html, HasSubstr(absl::StrCat("[", one.note, "]</span></th>")));
    EXPECT_THAT(html, HasSubstr(absl::StrCat("[", one.note, "]</span></li>")));
    size_t marked = 0;
    for (const HtmlElement* text : page.All("text")) {
      if (absl::StrContains(text->text, one.note)) ++marked;
    }
    EXPECT_EQ(marked, 1u);
  }
  Spoken nothing;
  EXPECT_EQ(nothing.Sentence(),
            absl::StrCat("Nobody reports that ", kThat, "."));
  EXPECT_EQ(nothing.Note(), "nobody reports it");
}

TEST(DossierSentenceTest, WhatWasTakenBackIsNotTakenForWhatIsWithheld) {
  Spoken spoken;
  spoken.Put(DossierSide::kUncounted, "retracted");
  EXPECT_EQ(
      spoken.Sentence(),
      absl::StrCat(kPost, "reported (since taken back) that ", kThat, "."));
  EXPECT_EQ(spoken.Note(), "taken back, nobody reports it any more");
  spoken.statement().withheld.supporting = 1;
  EXPECT_EQ(spoken.Sentence(),
            absl::StrCat(kHidden, "reports that ", kThat, "; ", kPost,
                         "reported it (since taken back)."));
  EXPECT_EQ(spoken.Note(), "");
  Spoken rejected;
  rejected.Put(DossierSide::kUncounted, "report rejected");
  rejected.Put(DossierSide::kAgainst);
  EXPECT_EQ(rejected.Sentence(),
            absl::StrCat(kPost, "reported (since rejected) that ", kThat, "; ",
                         kPost, "denies it."));
  EXPECT_EQ(rejected.Note(), "denied, no report of it counts");
}

TEST(DossierSentenceTest, WhatIsAllegedIsNotSaidAsStated) {
  Spoken spoken;
  spoken.Put(DossierSide::kFor);
  spoken.dossier.sections[0].claims[0].hedge = "alleged";
  EXPECT_EQ(spoken.Sentence(),
            absl::StrCat(kPost, "reports (as alleged) that ", kThat, "."));
  spoken.Put(DossierSide::kFor);
  EXPECT_EQ(spoken.Sentence(), absl::StrCat(kPost, "reports that ", kThat, "; ",
                                            kPost, "reports it (as alleged)."));
  Spoken denied;
  denied.Put(DossierSide::kAgainst);
  denied.dossier.sections[0].claims[0].hedge = "rumored";
  EXPECT_EQ(denied.Sentence(),
            absl::StrCat(kPost, "denies (as rumored) that ", kThat, "."));
}

TEST(DossierPageTest, SaysWhatIsMissing) {
  const HtmlPage page = ReadHtml(DossierPage(DossierOf("Omar")));
  const std::string& text = page.elements[0].text;
  EXPECT_THAT(text, HasSubstr("2 statements withheld"));
  EXPECT_THAT(text, HasSubstr("1 claim withheld"));
  EXPECT_THAT(text, HasSubstr("1 record taken out"));
  EXPECT_THAT(text, HasSubstr("1 statement of which at least one origin"));
}

TEST(DossierPageTest, ItsCommandsAreQuotedForAShell) {
  Dossier dossier = DossierOf("Omar");
  dossier.verifier_key = "attest/$(id)+00+AA==";
  dossier.sections[0].key = "person:o'mar; rm x";
  dossier.sections[1].key = "person:omar-1";
  std::string text = ReadHtml(DossierPage(dossier)).elements[0].text;
  EXPECT_THAT(text, HasSubstr("attest --as-of 7 export --to html -o again.html "
                              "'person:o'\\''mar; rm x' person:omar-1\n"));
  EXPECT_THAT(text, HasSubstr("attest bundle -o evidence.tar "
                              "'person:o'\\''mar; rm x' person:omar-1\n"));
  EXPECT_THAT(text, HasSubstr("evidence.tar --key 'attest/$(id)+00+AA=='"));
  EXPECT_THAT(text, Not(HasSubstr("the commands want the key itself")));
  dossier.sections[0].key = "-o";
  dossier.sections[1].key = "#0123";
  text = ReadHtml(DossierPage(dossier)).elements[0].text;
  EXPECT_THAT(text, HasSubstr("-o again.html -- -o '#0123'\n"));
  EXPECT_THAT(text, HasSubstr("-o evidence.tar -- -o '#0123'\n"));
  EXPECT_THAT(text, HasSubstr("the commands want the key itself"));
}

TEST(DossierPageTest, WhatIsWithheldStandsUnderItsPseudonym) {
  const std::string html = DossierPage(DossierOf("Omar"));
  EXPECT_THAT(html, HasSubstr("class=\"box hidden-box\""));
  EXPECT_THAT(html, HasSubstr("<bdi>withheld #0123</bdi>"));
}

TEST(DossierPageTest, ManyStatementsAreBoundedInPicturesOnly) {
  Dossier dossier = DossierOf("Omar");
  DossierSection& section = dossier.sections[0];
  const DossierStatement contested = section.statements[0];
  for (int i = 0; i < 98; ++i) {
    section.statements.push_back(contested);
    section.statements.back().key = absl::StrCat("stm:x", i);
    section.statements.back().object = absl::StrCat("unit:", i);
  }
  dossier.sections.resize(1);
  const HtmlPage page = ReadHtml(DossierPage(dossier));
  EXPECT_THAT(page.errors, IsEmpty());
  EXPECT_THAT(BrokenPromises(page), IsEmpty());
  size_t rows = 0;
  for (const HtmlElement* body : page.All("tbody")) {
    if (body->Has("data-verdict")) ++rows;
  }
  EXPECT_EQ(rows, 100u);
  EXPECT_EQ(page.All("svg").size(), 24u + 3u);
  const std::string& text = page.elements[0].text;
  EXPECT_THAT(text, HasSubstr("75 more are left out; the table has all."));
  EXPECT_THAT(text, HasSubstr("40 more are left out of the picture"));
}

// -- Words
// ---------------------------------------------------------------------

TEST(DossierWordsTest, DatesAreSaidAsTheyAreKnown) {
  EXPECT_EQ(DateInWords("2011-06-10"), "on 10 June 2011");
  EXPECT_EQ(DateInWords("2011-06"), "in June 2011");
  EXPECT_EQ(DateInWords("2011"), "in 2011");
  EXPECT_EQ(DateInWords("2011-12"), "in December 2011");
  EXPECT_EQ(DateInWords("[..2011-06-10]"), "on or before 10 June 2011");
  EXPECT_EQ(DateInWords("[2011-06-10..]"), "on or after 10 June 2011");
  EXPECT_EQ(DateInWords("2011-06-10~"),
            "on 10 June 2011 (approximate: 9 June 2011 to 11 June 2011)");
  EXPECT_EQ(DateInWords("2013?"), "in 2013 (uncertain: 2012 to 2014)");
  EXPECT_EQ(
      DateInWords("2019-12%"),
      "in December 2019 (uncertain, approximate: November 2019 to January "
      "2020)");
  EXPECT_EQ(DateInWords("2011-03/2014~"),
            "from March 2011 to 2014 (approximate: 2013 to 2015)");
  EXPECT_EQ(DateInWords("2011-?06-10"),
            "between 9 June 2011 and 11 June 2011 (uncertain)");
  EXPECT_EQ(DateInWords("2011-03/2012"), "from March 2011 to 2012");
  EXPECT_EQ(DateInWords("2011-03/.."), "from March 2011 on, end open");
  EXPECT_EQ(DateInWords("2011-03/"), "from March 2011 on, end not known");
  EXPECT_EQ(DateInWords("../2011"), "until 2011, begin open");
  EXPECT_EQ(DateInWords("no date"), "no date");
  EXPECT_EQ(DateInWords("9999-12"),
            "between 1 December 9999 and 31 December "
            "9999");
}

TEST(DossierWordsTest, LinesAreSaidInFull) {
  EXPECT_EQ(LinesInWords({.low = 1, .best = 1, .high = 1}),
            "1 independent line");
  EXPECT_EQ(LinesInWords({.low = 1, .best = 2, .high = 3}),
            "2 independent lines at best (1 at least, 3 at most)");
  EXPECT_EQ(LinesInWords({}), "no independent line");
  EXPECT_EQ(Several(1204, "claim"), "1,204 claims");
  EXPECT_EQ(Grouped("between 999 and 1204000 of 12, or 0"),
            "between 999 and 1,204,000 of 12, or 0");
  EXPECT_EQ(Grouped(""), "");
  EXPECT_EQ(RecordedInWords("2026-11-22T06:49:13.942134Z"),
            "22 November 2026, 06:49 UTC");
  EXPECT_EQ(RecordedInWords("once"), "once");
}

// -- Text for pictures
// ---------------------------------------------------------

TEST(DossierHtmlTest, ClippingNeverPartsACharacter) {
  EXPECT_EQ(Clipped("Omar", 4), "Omar");
  EXPECT_EQ(Clipped("Omar the elder", 6), "Omar…");
  EXPECT_EQ(Clipped("éééé", 3), "éé…");
  EXPECT_EQ(SeenLength("e\xCC\x81"), 1u);  // a letter and its accent
  EXPECT_EQ(SeenLength("漢字"), 4u);
  EXPECT_THAT(Folded("a bb ccc dddd", 4, 2),
              testing::ElementsAre("a bb", "ccc…"));
}

TEST(DossierHtmlTest, CoordinatesHaveOneDigitAndNoMinusZero) {
  EXPECT_EQ(Coordinate(-0.01), "0");
  EXPECT_EQ(Coordinate(1.25), "1.3");
  EXPECT_EQ(Coordinate(-3.14), "-3.1");
}

}  // namespace
}  // namespace attest
