#include "engine/corroboration/chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

ChainVertex AddReport(Provenance& provenance, ChainVertex publisher) {
  const ChainVertex report = provenance.AddReport(std::nullopt);
  provenance.SetPublisher(report, publisher);
  return report;
}

Branches Draw(const Provenance& provenance, ChainVertex report,
              std::vector<Voice> attribution = {}) {
  return ChainDrawer(provenance)
      .Draw({.report = report, .attribution = attribution, .inferred = {}}, {});
}

TEST(ChainTest, GoesFromTheOriginToTheReport) {
  Provenance provenance;
  const ChainVertex agency = provenance.AddSource(SourceKind::kAgency, false);
  const ChainVertex paper = provenance.AddSource(SourceKind::kOutlet, false);
  const ChainVertex witness = provenance.AddSource(SourceKind::kWitness, false);
  const ChainVertex wire = AddReport(provenance, agency);
  const ChainVertex print = AddReport(provenance, paper);
  provenance.AddDependence(print, wire, How::kReprint);
  const Branches drawn =
      Draw(provenance, print, {{.source = witness, .basis = {}}});
  ASSERT_THAT(drawn.branches, SizeIs(1));
  EXPECT_THAT(drawn.branches[0].chain,
              ElementsAre(witness, agency, wire, paper, print));
  EXPECT_THAT(drawn.branches[0].conduits,
              ElementsAre(agency, paper, wire, print));
}

TEST(ChainTest, WaysThatPartAndMeetAgainAreBounded) {
  Provenance provenance;
  const ChainVertex paper = provenance.AddSource(SourceKind::kOutlet, false);
  const ChainVertex first = AddReport(provenance, paper);
  ChainVertex left = first;
  ChainVertex right = first;
  for (int i = 0; i < 60; ++i) {
    const ChainVertex next_left = AddReport(provenance, paper);
    const ChainVertex next_right = AddReport(provenance, paper);
    for (const ChainVertex next : {next_left, next_right}) {
      provenance.AddDependence(next, left, How::kReprint);
      if (left != right) provenance.AddDependence(next, right, How::kReprint);
    }
    left = next_left;
    right = next_right;
  }
  const Branches drawn = Draw(provenance, left);
  EXPECT_THAT(drawn.branches, SizeIs(kMaxBranches));
  EXPECT_TRUE(drawn.cut);
  // All of them lead to one that has fallen: none is left, and to look at all
  // would take for ever.
  provenance.SetFallen(first);
  const Branches gone = Draw(provenance, left);
  EXPECT_THAT(gone.branches, SizeIs(0));
  EXPECT_TRUE(gone.cut);
}

TEST(ChainTest, SourcesThatDependInManyWaysAreBounded) {
  Provenance provenance;
  std::vector<ChainVertex> sources;
  for (int i = 0; i < 24; ++i) {
    sources.push_back(provenance.AddSource(SourceKind::kPerson, false));
  }
  for (const ChainVertex from : sources) {
    for (const ChainVertex on : sources) {
      if (from != on) provenance.AddDependence(from, on, How::kCitation);
    }
  }
  const ChainVertex report = AddReport(provenance, sources[0]);
  const Branches drawn = Draw(provenance, report);
  EXPECT_TRUE(drawn.cut);
  EXPECT_LE(drawn.branches.size(), kMaxBranches);
}

}  // namespace
}  // namespace attest
