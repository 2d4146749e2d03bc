// What is drawn: provenance in layers, neighbours, rows of time.

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/dossier_neighbours.h"
#include "engine/interchange/dossier_provenance.h"
#include "engine/interchange/dossier_time_line.h"
#include "gmock/gmock.h"
#include "tests/interchange/dossier_case.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ProvenanceLayout LayOut(const std::vector<std::vector<std::string>>& chains,
                        size_t most = 40) {
  std::vector<DossierEntry> entries;
  for (const auto& chain : chains) entries.push_back(EntryOf(0, chain));
  return LayOutProvenance(entries, most);
}

TEST(ProvenanceLayoutTest, ReportsStandBesideTheStatement) {
  const ProvenanceLayout layout =
      LayOut({{"o1", "x", "y", "r1"}, {"o2", "r2"}});
  EXPECT_EQ(layout.layers, 4u);
  for (const ProvenanceLayout::Vertex& vertex : layout.vertices) {
    if (vertex.key == "r1" || vertex.key == "r2") {
      EXPECT_EQ(vertex.layer, 3u) << vertex.key;
    }
    EXPECT_EQ(vertex.is_origin, vertex.key[0] == 'o') << vertex.key;
  }
}

TEST(ProvenanceLayoutTest, OneWayOfSeveralClaimsIsOneLine) {
  const ProvenanceLayout layout = LayOut({{"o", "r"}, {"o", "r"}});
  EXPECT_EQ(layout.vertices.size(), 2u);
  EXPECT_EQ(layout.edges.size(), 2u);  // to the report, and to the statement
}

TEST(ProvenanceLayoutTest, WhatDoesNotFitIsCounted) {
  const ProvenanceLayout layout =
      LayOut({{"a", "b"}, {"c", "d"}, {"a", "b"}, {"e", "b"}}, 3);
  EXPECT_EQ(layout.vertices.size(), 3u);
  EXPECT_EQ(layout.claims_left_out, 1u);
}

// Of any chains, rings among them: every vertex once, a place of its own, and
// lines that lead to the right but for those that close a ring.
TEST(ProvenanceLayoutTest, RandomChainsAreLaidOut) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    const bool rings = round % 2 == 0;
    std::vector<std::vector<std::string>> chains(random() % 6 + 1);
    std::set<std::string> keys;
    for (auto& chain : chains) {
      auto at = random() % 4;
      for (auto left = random() % 5 + 1; left > 0; --left) {
        chain.push_back(absl::StrCat("v", at));
        keys.insert(chain.back());
        at = rings ? random() % 12 : at + 1 + random() % 3;
      }
    }
    const ProvenanceLayout layout = LayOut(chains);
    EXPECT_EQ(layout.vertices.size(), keys.size());
    std::set<std::pair<size_t, size_t>> places;
    for (const ProvenanceLayout::Vertex& vertex : layout.vertices) {
      EXPECT_LT(vertex.layer, layout.layers);
      EXPECT_TRUE(places.emplace(vertex.layer, vertex.row).second);
    }
    for (const ProvenanceLayout::Edge& edge : layout.edges) {
      ASSERT_LT(edge.from, layout.vertices.size());
      if (rings || edge.to == layout.vertices.size()) continue;
      EXPECT_LT(layout.vertices[edge.from].layer,
                layout.vertices[edge.to].layer);
    }
    if (HasFailure()) return;
  }
}

TEST(NeighboursTest, AreOrderedByHowManyStatementsJoinThem) {
  DossierSection section;
  section.key = "person:omar";
  section.type = "entity";
  section.statements = {StatementOf("1", "joined", "unit:a"),
                        StatementOf("2", "joined", "unit:b"),
                        StatementOf("3", "member_of", "unit:b"),
                        StatementOf("4", "contact_with", "person:omar")};
  section.statements[3].subject = "person:layla";
  section.statements[0].place = "place:p";
  const std::vector<Neighbour> all = NeighboursOf(section);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].key, "unit:b");
  EXPECT_EQ(all[0].statements, 2u);
  EXPECT_EQ(all[1].key, "person:layla");
  EXPECT_TRUE(all[1].leads_here);
  EXPECT_EQ(all[2].key, "place:p");
  EXPECT_THAT(all[2].labels, ElementsAre("joined, place · single line"));
  EXPECT_FALSE(all[3].leads_here);
}

TEST(NeighboursTest, NoLineHidesWhatIsContested) {
  Dossier dossier;
  DossierSection section;
  section.key = "person:omar";
  section.type = "entity";
  section.statements = {StatementOf("1", "joined", "unit:a"),
                        StatementOf("2", "joined", "unit:a"),
                        StatementOf("3", "joined", "unit:a")};
  section.statements[0].verdict = Verdict::kCorroborated;
  section.statements[1].verdict = Verdict::kContested;
  const std::string html = NeighboursFigure(dossier, section, "n", 24);
  EXPECT_THAT(html, HasSubstr("joined · 1 of 3 contested"));
  EXPECT_THAT(html, HasSubstr("class=\"way v-contested\""));
  // The strongest speaks for the others, and not whichever came first.
  section.statements[1].verdict = Verdict::kLikely;
  std::swap(section.statements[0], section.statements[2]);
  EXPECT_THAT(NeighboursFigure(dossier, section, "n", 24),
              HasSubstr("joined · corroborated +2"));
}

TEST(TimeLineTest, RowsGoByTimeAndLeaveOutTheUndated) {
  DossierSection section;
  for (const char* valid : {"2012", "", "2011/..", "no date", "[..2010]"}) {
    section.statements.push_back(StatementOf(valid, "joined", "unit:a"));
    section.statements.back().valid = valid;
  }
  std::vector<std::string> order;
  for (const DatedStatement& row : DatedStatements(section)) {
    order.push_back(section.statements[row.statement].valid);
  }
  EXPECT_THAT(order, ElementsAre("[..2010]", "2011/..", "2012"));
}

// Any dates the format has, however far apart, make a picture.
TEST(TimeLineTest, EveryDateCanBeDrawn) {
  const std::vector<std::string> dates = {"0000",
                                          "9999-12-31",
                                          "2011-06-10",
                                          "[..2011]",
                                          "[2011..]",
                                          "../2011",
                                          "2011/..",
                                          "/2011",
                                          "2011-03/2012",
                                          "2011-06-2X",
                                          "2004-06-XX/2004-07-03",
                                          "2011-21",
                                          "201X~",
                                          "{2011,2013}"};
  for (const std::string& a : dates) {
    for (const std::string& b : dates) {
      DossierSection section;
      section.key = "person:omar";
      section.statements = {StatementOf("1", "joined", "unit:a"),
                            StatementOf("2", "joined", "unit:b")};
      section.statements[0].valid = a;
      section.statements[1].valid = b;
      const std::string html = TimeLineFigure({}, section, "t", 60);
      EXPECT_THAT(html, ::testing::HasSubstr("2 dated statements")) << a << b;
      EXPECT_THAT(html, ::testing::Not(::testing::HasSubstr("nan")));
      EXPECT_LT(html.size(), 20'000u) << a << " " << b;
    }
  }
}

}  // namespace
}  // namespace attest
