// The worked examples of CORROBORATION.md, and further small cases whose
// outcome the page spells out, told by the oracle itself.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "tests/reference/corroboration_findings.h"

namespace attest {
namespace {

using reference::FindingsOf;
using reference::KeyList;
using reference::LineFigures;
using reference::RefCase;
using reference::RefClaim;
using reference::RefDependence;
using reference::RefDerivation;
using reference::RefFinding;
using reference::RefIdentity;
using reference::RefParts;
using reference::RefRetraction;
using reference::RefSource;
using reference::RefSpeaker;
using reference::RefStatus;
using reference::RefValue;
using testing::ElementsAre;
using testing::IsEmpty;

// A small language for cases. Sources are persons unless they are said to be
// something else, a report "r" is by the source that it names.
class CaseBuilder {
 public:
  CaseBuilder() {
    Entity("person:a", EntityKind::kPerson);
    Entity("person:b", EntityKind::kPerson);
    Entity("org:army", EntityKind::kOrganization);
    Entity("place:homs", EntityKind::kPlace);
    Entity("place:syria", EntityKind::kPlace);
    Entity("place:hama", EntityKind::kPlace);
    Entity("incident:x", EntityKind::kIncident);
  }

  void Entity(const std::string& key, EntityKind kind) {
    the_case.entities.push_back({key, next_++, kind});
  }
  RefSource& Source(const std::string& key,
                    SourceKind kind = SourceKind::kPerson) {
    the_case.sources.push_back({.key = key, .at = next_++, .kind = kind});
    return the_case.sources.back();
  }
  void Sources(const std::vector<std::string>& keys) {
    for (const std::string& key : keys) Source(key);
  }
  void Report(const std::string& key, const std::string& publisher,
              std::vector<RefDerivation> derived_from = {},
              const std::string& published = "") {
    the_case.reports.push_back(
        {key, next_++, publisher, published, std::move(derived_from)});
  }
  // That person:a defected from the army, unless it says something else.
  RefClaim& Claim(const std::string& key, const std::string& report,
                  std::vector<RefSpeaker> attribution = {}) {
    RefClaim claim;
    claim.key = key;
    claim.at = next_++;
    claim.report = report;
    claim.parts = {.subject = "person:a",
                   .predicate = "defected_from",
                   .object = "org:army"};
    claim.attribution = std::move(attribution);
    the_case.claims.push_back(claim);
    return the_case.claims.back();
  }
  template <class What>
  void Decide(What what) {
    the_case.decisions.push_back({next_++, std::move(what)});
  }

  [[nodiscard]] RefFinding Only(const reference::Keys& without = {}) const {
    const std::vector<RefFinding> findings = FindingsOf(the_case, without);
    EXPECT_EQ(findings.size(), 1u);
    return findings.front();
  }
  [[nodiscard]] RefFinding With(const std::string& object) const {
    for (const RefFinding& finding : FindingsOf(the_case)) {
      if (absl::StrContains(finding.statement.object, object)) return finding;
    }
    ADD_FAILURE() << "no statement with " << object;
    return {};
  }

  RefCase the_case;

 private:
  uint64_t next_ = 0;
};

LineFigures Figures(size_t low, size_t best, size_t high) {
  return {low, best, high};
}

TEST(ReferenceExamplesTest, TwoWitnessesQuotedByOneOutletAreOneLine) {
  CaseBuilder made;
  made.Source("outlet", SourceKind::kOutlet);
  made.Sources({"w1", "w2"});
  made.Report("r1", "outlet");
  made.Report("r2", "outlet");
  made.Claim("c1", "r1", {{"w1"}});
  made.Claim("c2", "r2", {{"w2"}});
  const RefFinding finding = made.Only();
  EXPECT_EQ(finding.lines, Figures(1, 1, 2));
  EXPECT_THAT(finding.single_points, ElementsAre("outlet"));
  EXPECT_THAT(*finding.weakest_cut, ElementsAre("outlet"));
  EXPECT_THAT(finding.origins, ElementsAre("w1", "w2"));
  EXPECT_EQ(finding.verdict, "single_line");
  EXPECT_THAT(*finding.minimal_flip, ElementsAre("outlet"));
}

TEST(ReferenceExamplesTest, OneAgencyInThreePapersIsOneLine) {
  CaseBuilder made;
  made.Source("agency", SourceKind::kAgency);
  for (const char* n : {"1", "2", "3"}) {
    made.Source(std::string("p") + n, SourceKind::kOutlet);
    made.Report(std::string("r") + n, std::string("p") + n,
                {{"agency", How::kReprint}});
    made.Claim(std::string("c") + n, std::string("r") + n);
  }
  const RefFinding finding = made.Only();
  EXPECT_EQ(finding.lines, Figures(1, 1, 1));
  EXPECT_EQ(finding.citations, 3u);
  EXPECT_EQ(finding.publishers, 3u);
  EXPECT_THAT(finding.unknown_origins, ElementsAre("agency"));
  EXPECT_THAT(finding.single_points, ElementsAre("agency"));
}

TEST(ReferenceExamplesTest, UnnamedSourcesOfTwoOutletsAreTwoAtBest) {
  CaseBuilder made;
  made.Source("p1", SourceKind::kOutlet);
  made.Source("p2", SourceKind::kOutlet);
  made.Source("voice1").anonymous = true;
  made.Source("voice2").anonymous = true;
  made.Report("r1", "p1");
  made.Report("r2", "p2");
  made.Claim("c1", "r1", {{"voice1"}});
  made.Claim("c2", "r2", {{"voice2"}});
  EXPECT_EQ(made.Only().lines, Figures(1, 2, 2));
  EXPECT_EQ(made.Only().verdict, "likely");
}

TEST(ReferenceExamplesTest, ANamedWitnessAndAnUnattributedStory) {
  CaseBuilder made;
  made.Source("p1", SourceKind::kOutlet);
  made.Source("p2", SourceKind::kOutlet);
  made.Source("w");
  made.Report("r1", "p1");
  made.Report("r2", "p2");
  made.Claim("c1", "r1", {{"w", Basis::kEyewitness}});
  made.Claim("c2", "r2");
  const RefFinding finding = made.Only();
  EXPECT_EQ(finding.lines, Figures(1, 2, 2));
  EXPECT_THAT(finding.origins, ElementsAre("w"));
  EXPECT_THAT(finding.unknown_origins, ElementsAre("p2"));
}

TEST(ReferenceExamplesTest, TwoListsAndTheirSumAreTwoAtBest) {
  CaseBuilder made;
  made.Sources({"m1", "m2", "p"});
  made.Report("r1", "m1");
  made.Report("r2", "m2");
  made.Report("sum", "p",
              {{"r1", How::kCompilation}, {"r2", How::kCompilation}});
  made.Claim("c1", "r1");
  made.Claim("c2", "r2");
  RefClaim& sum = made.Claim("c3", "sum");
  EXPECT_EQ(made.Only().lines.best, 2u);
  EXPECT_EQ(made.Only().lines.high, 2u);
  // The compiler speaks for itself.
  sum.attribution = {{"p"}};
  EXPECT_EQ(made.Only().lines.best, 2u);
  EXPECT_EQ(made.Only().lines.high, 3u);
}

TEST(ReferenceExamplesTest, ThreeChainsThatMeetInPairsAreOneLine) {
  CaseBuilder made;
  made.Sources({"o1", "o3", "x", "y", "z", "p1", "p2"});
  for (const char* key : {"r1", "r2", "r3"}) {
    made.Report(key, std::string(key) == "r2" ? "p2" : "p1");
  }
  made.Claim("c1", "r1", {{"y"}, {"x"}, {"o1"}});
  made.Claim("c2", "r2", {{"z"}, {"x"}});
  made.Claim("c3", "r3", {{"y"}, {"z"}, {"o3"}});
  EXPECT_EQ(made.Only().lines.best, 1u);
  // X saw it: a third origin, and still every two share somebody.
  made.the_case.claims[1].attribution[1].basis = Basis::kEyewitness;
  EXPECT_EQ(made.Only().lines, Figures(1, 1, 3));
}

TEST(ReferenceExamplesTest, PapersThatCiteEachOtherAreCircular) {
  CaseBuilder made;
  made.Sources({"p1", "p2", "w1", "w2"});
  made.Report("r1", "p1", {{"r2", How::kCitation}});
  made.Report("r2", "p2", {{"r1", How::kCitation}});
  made.Claim("c1", "r1");
  made.Claim("c2", "r2");
  RefFinding finding = made.Only();
  EXPECT_EQ(finding.verdict, "circular");
  EXPECT_EQ(finding.lines, Figures(0, 0, 0));
  EXPECT_THAT(finding.cycles, ElementsAre(ElementsAre("p1", "p2", "r1", "r2")));
  EXPECT_EQ(finding.weakest_cut, std::nullopt);

  made.the_case.claims[0].attribution = {{"w1"}};
  made.the_case.claims[1].attribution = {{"w2"}};
  finding = made.Only();
  EXPECT_EQ(finding.verdict, "corroborated");
  EXPECT_EQ(finding.lines, Figures(2, 2, 2));
}

TEST(ReferenceExamplesTest, AVerdictThatManyHoldTakesAsManyToFlip) {
  for (const size_t witnesses : {2u, 3u, 4u, 5u}) {
    CaseBuilder made;
    for (size_t i = 0; i < witnesses; ++i) {
      const std::string n = std::to_string(i);
      made.Sources({"p" + n, "w" + n});
      made.Report("r" + n, "p" + n);
      made.Claim("c" + n, "r" + n, {{"w" + n}});
    }
    const RefFinding finding = made.Only();
    EXPECT_EQ(finding.lines, Figures(witnesses, witnesses, witnesses));
    EXPECT_EQ(finding.verdict, "corroborated");
    // One line left is a single one, however many there were.
    if (witnesses == 5) {
      EXPECT_EQ(finding.minimal_flip, std::nullopt);
      EXPECT_EQ(finding.weakest_cut, std::nullopt);
      continue;
    }
    EXPECT_EQ(finding.minimal_flip->size(), witnesses - 1);
    EXPECT_EQ(finding.minimal_flip->front(), "p0");
    if (witnesses < 4) {
      EXPECT_EQ(finding.weakest_cut->size(), witnesses);
      // Publishers are nearer to the reports than witnesses are.
      EXPECT_EQ(finding.weakest_cut->front(), "p0");
    }
  }
}

TEST(ReferenceExamplesTest, AReportThatDerivesFromALaterOneIsShown) {
  CaseBuilder made;
  made.Sources({"p1", "p2"});
  made.Report("r1", "p1", {{"r2", How::kReprint}}, "2012-05");
  made.Report("r2", "p2", {}, "2012-06-01");
  made.Claim("c", "r1");
  EXPECT_THAT(made.Only().cycles, ElementsAre(ElementsAre("r1")));
  made.the_case.reports[1].published = "2012";
  EXPECT_THAT(made.Only().cycles, IsEmpty());
}

TEST(ReferenceExamplesTest, AReprintFallsWithItsOriginal) {
  CaseBuilder made;
  made.Sources({"p1", "p2"});
  made.Report("r1", "p1");
  made.Report("r2", "p2", {{"r1", How::kReprint}});
  made.Claim("c", "r2");
  EXPECT_EQ(made.Only().verdict, "single_line");
  EXPECT_THAT(*made.Only().minimal_flip, ElementsAre("p1"));
  EXPECT_EQ(made.Only({"r1"}).verdict, "unsupported");
  EXPECT_EQ(made.Only({"r2"}).verdict, "retracted");
  made.Decide(RefRetraction{"r1"});
  EXPECT_EQ(made.Only().verdict, "unsupported");
  EXPECT_THAT(made.Only().not_counted, ElementsAre("c"));
  made.Decide(RefRetraction{"r1", Judgement::kRejected});
  EXPECT_EQ(made.Only().verdict, "single_line");
}

TEST(ReferenceExamplesTest, AnAcceptedDependenceMakesOneLineOfTwo) {
  CaseBuilder made;
  made.Sources({"p1", "p2", "w1", "w2"});
  made.Report("r1", "p1");
  made.Report("r2", "p2");
  made.Claim("c1", "r1", {{"w1"}});
  made.Claim("c2", "r2", {{"w2"}});
  EXPECT_EQ(made.Only().verdict, "corroborated");
  made.Decide(RefDependence{"w2", "w1", How::kQuotation});
  EXPECT_EQ(made.Only().lines, Figures(1, 1, 1));
  EXPECT_THAT(made.Only().single_points, ElementsAre("w1"));
  made.Decide(RefDependence{"w2", "w1", How::kQuotation, Judgement::kRejected});
  EXPECT_EQ(made.Only().lines, Figures(2, 2, 2));
  made.Decide(RefDependence{"w2", "w1", How::kSameWitness});
  EXPECT_EQ(made.Only().lines, Figures(1, 1, 1));
  made.Decide(RefDependence{"w2", "w1", How::kSameOwner});
  EXPECT_EQ(made.Only().lines, Figures(1, 2, 2));
}

TEST(ReferenceExamplesTest, AParentJoinsBehindAConduitOnly) {
  CaseBuilder made;
  made.Source("paper", SourceKind::kOutlet);
  made.Source("w1").part_of = "paper";
  made.Source("w2").part_of = "paper";
  made.Sources({"p1", "p2"});
  made.Report("r1", "p1");
  made.Report("r2", "p2");
  made.Claim("c1", "r1", {{"w1"}});
  made.Claim("c2", "r2", {{"w2"}});
  EXPECT_EQ(made.Only().lines.best, 2u);
  made.the_case.claims[0].hedge = Hedge::kRumored;
  EXPECT_EQ(made.Only().lines.best, 2u);
  made.the_case.claims[1].hedge = Hedge::kRumored;
  EXPECT_EQ(made.Only().lines, Figures(1, 1, 2));
  EXPECT_THAT(made.Only().single_points, ElementsAre("paper"));
}

TEST(ReferenceExamplesTest, APreciseClaimSupportsALessPreciseStatement) {
  CaseBuilder made;
  made.Sources({"p1", "p2", "w1", "w2"});
  made.Report("r1", "p1");
  made.Report("r2", "p2");
  const RefParts in{.predicate = "contained_in", .object = "place:syria"};
  made.Claim("homs", "r1").parts = in;
  made.Claim("hama", "r1").parts = in;
  made.the_case.claims[0].parts.subject = "place:homs";
  made.the_case.claims[1].parts.subject = "place:hama";
  const RefParts at{.subject = "incident:x", .predicate = "happened_at"};
  made.Claim("c1", "r1", {{"w1"}}).parts = at;
  made.Claim("c2", "r2", {{"w2"}}).parts = at;
  made.the_case.claims[2].parts.object = "place:homs";
  made.the_case.claims[3].parts.object = "place:syria";
  EXPECT_THAT(made.With("homs").supporting, ElementsAre("c1"));
  for (const RefFinding& finding : FindingsOf(made.the_case)) {
    if (finding.statement.predicate != "\"happened_at\"") continue;
    EXPECT_THAT(finding.conflicts_with, IsEmpty());
    if (finding.statement.object != "\"place:syria\"") continue;
    EXPECT_THAT(finding.supporting, ElementsAre("c1", "c2"));
    EXPECT_EQ(finding.verdict, "corroborated");
  }
  made.the_case.claims[3].parts.object = "place:hama";
  EXPECT_EQ(made.With("homs").verdict, "contested");
  EXPECT_THAT(made.With("homs").conflicts_with, testing::SizeIs(1));
}

TEST(ReferenceExamplesTest, ADenialOpposesWhatIsAsPreciseOnly) {
  CaseBuilder made;
  made.Sources({"p1", "p2"});
  made.Report("r1", "p1");
  made.Report("r2", "p2");
  made.Claim("in_may", "r1").parts.valid = "2012-05";
  made.Claim("at_some_time", "r1");
  RefClaim& denial = made.Claim("denial", "r2");
  denial.stance = Stance::kDenies;
  denial.parts.valid = "2012-05";
  for (const RefFinding& finding : FindingsOf(made.the_case)) {
    if (finding.statement.valid.empty()) {
      EXPECT_THAT(finding.supporting, ElementsAre("at_some_time", "in_may"));
      EXPECT_THAT(finding.opposing, IsEmpty());
      EXPECT_EQ(finding.verdict, "single_line");
    } else {
      EXPECT_THAT(finding.opposing, ElementsAre("denial"));
      EXPECT_EQ(finding.verdict, "contested");
      EXPECT_EQ(finding.opposing_lines, Figures(1, 1, 1));
    }
  }
}

TEST(ReferenceExamplesTest, AChangeOfMindIsNoContest) {
  CaseBuilder made;
  made.Sources({"p1", "p2", "w"});
  made.Report("r1", "p1");
  made.Report("r2", "p2");
  made.Claim("c1", "r1", {{"w"}});
  made.Claim("c2", "r2", {{"w"}}).stance = Stance::kDenies;
  EXPECT_EQ(made.Only().verdict, "single_line");
  EXPECT_TRUE(made.Only().same_origin);
}

TEST(ReferenceExamplesTest, AHandoverIsNoConflict) {
  auto verdict = [](const std::string& first, const std::string& second) {
    CaseBuilder made;
    made.Sources({"p1", "p2"});
    made.Report("r1", "p1");
    made.Report("r2", "p2");
    for (const auto& [person, valid] :
         {std::pair("person:a", first), std::pair("person:b", second)}) {
      const bool is_first = valid == first;
      made.Claim(std::string("of ") + person, is_first ? "r1" : "r2").parts = {
          .subject = person,
          .predicate = "commands",
          .object = "org:army",
          .valid = valid};
    }
    return FindingsOf(made.the_case).front().verdict;
  };
  EXPECT_EQ(verdict("2011/2012-05-10", "2012-05-10/2013"), "single_line");
  EXPECT_EQ(verdict("2011/2012-05", "2012-05/2013"), "single_line");
  EXPECT_EQ(verdict("2011/2012", "2012/2013"), "single_line");
  EXPECT_EQ(verdict("2011/2012-05-12", "2012-05-10/2013"), "contested");
  EXPECT_EQ(verdict("2010/2012", "2011-05-10"), "contested");
  EXPECT_EQ(verdict("2011-05-10/2012", "2011-05-10"), "single_line");
  EXPECT_EQ(verdict("2011-05-10", "2011-05"), "single_line");
}

TEST(ReferenceExamplesTest, TwoDaysOfDeathConflict) {
  CaseBuilder made;
  made.Sources({"p1", "p2"});
  made.Report("r1", "p1");
  made.Report("r2", "p2");
  for (const char* day : {"2012-05-10", "2012-05-11"}) {
    made.Claim(day, day[9] == '0' ? "r1" : "r2").parts = {.subject = "person:a",
                                                          .predicate = "killed",
                                                          .value = FlagValue{},
                                                          .valid = day};
  }
  EXPECT_EQ(FindingsOf(made.the_case).front().verdict, "contested");
}

TEST(ReferenceExamplesTest, DifferentBindsThroughAThird) {
  CaseBuilder made;
  made.Source("p");
  made.Report("r", "p");
  made.Entity("person:c", EntityKind::kPerson);
  for (const char* person : {"person:a", "person:b", "person:c"}) {
    made.Claim(std::string("of ") + person, "r").parts.subject = person;
  }
  made.Decide(
      RefIdentity{"person:a", "person:c", IdentityJudgement::kDifferent});
  made.Decide(RefIdentity{"person:a", "person:b"});
  made.Decide(RefIdentity{"person:b", "person:c"});
  EXPECT_THAT(FindingsOf(made.the_case), testing::SizeIs(2));
  made.Decide(RefIdentity{"person:a", "person:c", IdentityJudgement::kUnsure});
  EXPECT_THAT(made.Only().supporting,
              ElementsAre("of person:a", "of person:b", "of person:c"));
  EXPECT_EQ(made.Only().statement.subject, "\"person:a\"");
}

}  // namespace
}  // namespace attest
