// The graph of small cases: names, properties, relationships, and what may not
// be seen of them.

#include "engine/query/case_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/query/case_evidence.h"
#include "engine/query/case_schema.h"
#include "engine/query/case_support.h"
#include "engine/query/functions.h"
#include "tests/query/case_maker.h"
#include "tests/query/folded_case.h"

namespace attest::query {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// A value as a test reads it.
std::string Told(const Value& value) {
  switch (value.type()) {
    case Value::Type::kNull:
      return "null";
    case Value::Type::kBoolean:
      return value.boolean() ? "true" : "false";
    case Value::Type::kInteger:
      return absl::StrCat(value.integer());
    case Value::Type::kFloat:
      return absl::StrCat(value.floating());
    case Value::Type::kString:
      return value.string();
    case Value::Type::kEdtf:
      return absl::StrCat("edtf ", value.edtf().text());
    case Value::Type::kDate:
      return absl::StrCat("day ", value.date().days);
    case Value::Type::kDateTime:
      return absl::StrCat(
          "second ", value.date_time().local.date.days * kSecondsPerDay +
                         value.date_time().local.time.nanos / kNanosPerSecond);
    case Value::Type::kList:
      return absl::StrCat("[",
                          absl::StrJoin(value.list(), ", ",
                                        [](std::string* out, const Value& one) {
                                          out->append(Told(one));
                                        }),
                          "]");
    case Value::Type::kMap:
      return absl::StrCat(
          "{",
          absl::StrJoin(value.map(), ", ",
                        [](std::string* out, const auto& entry) {
                          absl::StrAppend(out, entry.first, ": ",
                                          Told(entry.second));
                        }),
          "}");
    default:
      return std::string(NameOf(value.type()));
  }
}

class CaseGraphTest : public testing::Test {
 protected:
  // A defection told by two, denied by a third; two ranks; joined persons.
  CaseGraphTest() {
    paper_ = make_.AddSource("src:paper", SourceKind::kOutlet);
    omar_ = make_.AddSource("src:omar");
    zaid_ = make_.AddSource("src:zaid");
    first_ = make_.AddReport("rpt:1", paper_);
    second_ = make_.AddReport(
        "rpt:2", make_.AddSource("src:agency", SourceKind::kAgency));
    person_ = make_.AddEntity("person:a");
    army_ = make_.AddEntity("org:army", EntityKind::kOrganization);
  }

  void Fold(const CaseGraphOptions& options = {}, uint64_t position = ~0ULL) {
    projection_ = std::make_unique<Projection>(Folded(make_.events()));
    position = std::min<uint64_t>(position, make_.events().size());
    folded_ =
        std::make_unique<FoldedCase>(make_.events(), *projection_, position);
    graph_ = folded_->Graph(options);
  }

  [[nodiscard]] std::optional<NodeId> Find(const std::string& key) const {
    std::optional<NodeId> found;
    EXPECT_TRUE(graph_->SeekNodes(*graph_->FindKey("id"), Value::String(key),
                                  [&](NodeId node) {
                                    found = node;
                                    return true;
                                  }));
    return found;
  }
  template <class Id>
  [[nodiscard]] std::string PropertyOf(Id of, const std::string& key) const {
    const auto id = graph_->FindKey(key);
    if (!id) return "no such key";
    const absl::StatusOr<Value> value = graph_->PropertyOf(of, *id);
    return value.ok() ? Told(*value) : value.status().ToString();
  }
  [[nodiscard]] std::string Property(NodeId of, const std::string& key) const {
    return PropertyOf(of, key);
  }
  [[nodiscard]] std::string Property(RelationshipId of,
                                     const std::string& key) const {
    return PropertyOf(of, key);
  }
  [[nodiscard]] std::string Property(const std::string& node,
                                     const std::string& key) const {
    return Property(*Find(node), key);
  }
  // "TYPE>id" and "TYPE<id" of each relationship of a node.
  [[nodiscard]] std::vector<std::string> Around(NodeId node) const {
    std::vector<std::string> told;
    std::vector<Neighbor> storage;
    for (const Direction direction : {Direction::kOut, Direction::kIn}) {
      const char* const arrow = direction == Direction::kOut ? ">" : "<";
      for (const Neighbor& one :
           graph_->NeighborsOf(node, direction, {}, true, storage)) {
        std::string other = Property(one.node, "id");
        if (other.substr(0, 4) == "stm:") other = "statement";
        told.push_back(
            absl::StrCat(graph_->TypeOf(one.relationship), arrow, other));
      }
    }
    return told;
  }
  [[nodiscard]] std::vector<std::string> Around(const std::string& key) const {
    return Around(*Find(key));
  }
  // The statement of a claim.
  [[nodiscard]] NodeId StatementOfClaim(const std::string& claim) const {
    return NodeOf(NodeKind::kStatement, *StatementOf(*graph_, *Find(claim)));
  }
  [[nodiscard]] std::string Called(const char* function, NodeId node) const {
    FunctionContext context;
    context.graph = graph_.get();
    const std::vector<Value> args = {Value::Node(node)};
    const absl::StatusOr<Value> value =
        Call(*FindFunction(function), context, args);
    if (!value.ok()) return value.status().ToString();
    if (!value->Is(Value::Type::kList)) return Told(*value);
    std::vector<std::string> ids;
    for (const Value& one : value->list()) {
      ids.push_back(Property(one.node(), "id"));
    }
    return absl::StrJoin(ids, " ");
  }
  [[nodiscard]] std::vector<uint64_t> Evidence(const Value& value) const {
    std::vector<uint64_t> events;
    for (const EventIndex event : EvidenceOf(*graph_, {value})) {
      events.push_back(event.value());
    }
    return events;
  }

  [[nodiscard]] Claim Defected(ReportId report, SourceId speaker) const {
    return CaseMaker::Said(report, speaker, person_, "defected_from", army_,
                           "[..2011-06-10]");
  }
  [[nodiscard]] Claim Rank(ReportId report, SourceId speaker,
                           const char* rank) const {
    return CaseMaker::Said(report, speaker, person_, "holds_rank",
                           TextValue{rank});
  }

  CaseMaker make_;
  SourceId paper_;
  SourceId omar_;
  SourceId zaid_;
  ReportId first_;
  ReportId second_;
  EntityId person_;
  EntityId army_;
  std::unique_ptr<Projection> projection_;
  std::unique_ptr<FoldedCase> folded_;
  std::unique_ptr<CaseGraph> graph_;
};

TEST_F(CaseGraphTest, AnEntityWithItsStatementsAndRelationships) {
  make_.AddClaim("c:1", Defected(first_, omar_));
  make_.AddClaim("c:2", Defected(second_, zaid_));
  Fold();
  EXPECT_THAT(graph_->LabelsOf(*Find("person:a")),
              ElementsAre("Entity", "Person"));
  EXPECT_EQ(Property("person:a", "name"), "Name of person:a");
  EXPECT_EQ(Property("person:a", "kind"), "person");
  EXPECT_THAT(Around("person:a"),
              ElementsAre("DEFECTED_FROM>org:army", "SUBJECT<statement"));
  EXPECT_THAT(Around("org:army"),
              ElementsAre("DEFECTED_FROM<person:a", "OBJECT<statement"));
  const NodeId statement = StatementOfClaim("c:1");
  EXPECT_EQ(Property(statement, "subject"), "person:a");
  EXPECT_EQ(Property(statement, "object"), "org:army");
  EXPECT_EQ(Property(statement, "predicate"), "defected_from");
  EXPECT_EQ(Property(statement, "value"), "null");
  EXPECT_EQ(Property(statement, "valid"), "edtf [..2011-06-10]");
  EXPECT_EQ(Property(statement, "valid_from"), "null");
  EXPECT_EQ(Property(statement, "valid_to"), "day 15135");  // 2011-06-10
  EXPECT_EQ(Property(statement, "verdict"), "corroborated");
  EXPECT_EQ(Property(statement, "lines_low"), "2");
  EXPECT_EQ(Property(statement, "citations"), "2");
  EXPECT_EQ(Property(statement, "reports"), "2");
  EXPECT_EQ(Property(statement, "publishers"), "2");
  EXPECT_EQ(Property(statement, "first_recorded"), "second 1700000008");
  EXPECT_EQ(Called("verdict", statement), "corroborated");
  EXPECT_EQ(Called("lines", statement), "{best: 2, high: 2, low: 2}");
  EXPECT_EQ(Called("claims", *Find("person:a")), "c:1 c:2");
  EXPECT_EQ(Called("sources", *Find("person:a")),
            "src:omar src:paper src:zaid src:agency");
  EXPECT_EQ(Called("origins", *Find("person:a")), "src:omar src:zaid");
  EXPECT_EQ(Called("known_at", statement), "second 1700000008");
  EXPECT_EQ(Find(Property(statement, "id")), statement);
}

TEST_F(CaseGraphTest, AClaimWithAllThatTheLogHas) {
  Claim claim = Defected(first_, omar_);
  claim.quote = Quote{"he left", "", "", Passage{10, 17, 10, 17}};
  claim.citation = R"({"page":3})";
  claim.as_stated = "has left";
  make_.AddClaim("c:1", claim);
  Fold();
  EXPECT_THAT(Around("c:1"),
              ElementsAre("SUPPORTS>statement", "STATED_IN>rpt:1",
                          "ATTRIBUTED_TO>src:omar"));
  EXPECT_EQ(Property("c:1", "quote"), "he left");
  EXPECT_EQ(Property("c:1", "as_stated"), "has left");
  EXPECT_EQ(Property("c:1", "by"), "ann");
  EXPECT_EQ(Property("c:1", "event"), "8");
  EXPECT_EQ(Property("c:1", "recorded_at"), "second 1700000008");
  EXPECT_EQ(Property("c:1", "valid"), "edtf [..2011-06-10]");
  EXPECT_EQ(Property("c:1", "live"), "true");
  EXPECT_EQ(Property("c:1", "stance"), "asserts");
  EXPECT_EQ(Property("c:1", "proposed"), "false");
  const RelationshipId stated = IdOf(LinkKind::kStatedIn, 0);
  EXPECT_EQ(Property(stated, "bytes_from"), "10");
  EXPECT_EQ(Property(stated, "bytes_to"), "17");
  EXPECT_EQ(Property(stated, "page"), "3");
  const RelationshipId attributed = IdOf(LinkKind::kAttributedTo, 0, 0);
  EXPECT_EQ(Property(attributed, "basis"), "eyewitness");
  EXPECT_EQ(Property(attributed, "position"), "0");
  EXPECT_EQ(Property(attributed, "origin"), "true");
  EXPECT_EQ(Called("passage", *Find("c:1")),
            "{bytes_from: 10, bytes_to: 17, page: 3, quote: he left, report: "
            "NODE}");
  EXPECT_EQ(Property("rpt:1", "retrieved"), "second 1577934245");
  EXPECT_EQ(Property("rpt:1", "published"), "edtf 2011-06");
  EXPECT_EQ(Property("src:omar", "kind"), "person");
}

TEST_F(CaseGraphTest, OnlyWhatTheLogAloneHasIsReadFromIt) {
  make_.AddClaim("c:1", Defected(first_, omar_));
  Fold();
  const NodeId claim = NodeOf(NodeKind::kClaim, 0);
  for (const char* key : {"event", "stance", "live", "recorded_at", "method"}) {
    (void)Property(claim, key);
  }
  (void)Around(*Find("person:a"));
  EXPECT_EQ(folded_->events_read(), 0);
  EXPECT_EQ(Property(claim, "id"), "c:1");
  EXPECT_EQ(Property(claim, "id"), "c:1");
  EXPECT_EQ(folded_->events_read(), 1);
}

TEST_F(CaseGraphTest, DeniedRetractedAndProposedClaimsMakeNoRelationship) {
  Claim denial = Defected(first_, omar_);
  denial.stance = Stance::kDenies;
  make_.AddClaim("c:denied", denial);
  Claim retracted = CaseMaker::Said(first_, omar_, person_, "member_of", army_);
  const ClaimId claim = make_.AddClaim("c:retracted", retracted);
  Claim proposed = CaseMaker::Said(first_, omar_, person_, "joined", army_);
  proposed.extracted_by = Extractor{"model", Method::kModel, ""};
  make_.AddClaim("c:proposed", proposed);
  make_.Retract(claim);
  Fold();
  EXPECT_THAT(Around("person:a"),
              ElementsAre("SUBJECT<statement", "SUBJECT<statement",
                          "SUBJECT<statement"));
  EXPECT_THAT(Around("c:denied"), testing::Contains("OPPOSES>statement"));
  EXPECT_THAT(Around("c:retracted"), testing::Contains("SUPPORTS>statement"));
  EXPECT_EQ(Property("c:retracted", "retracted"), "true");
  EXPECT_EQ(Property("c:retracted", "live"), "false");
  EXPECT_EQ(Property("c:proposed", "proposed"), "true");
  EXPECT_EQ(Property(StatementOfClaim("c:retracted"), "verdict"), "retracted");
  // As of before the retraction it did.
  Fold({}, 11);
  EXPECT_THAT(Around("person:a"), testing::Contains("MEMBER_OF>org:army"));
}

TEST_F(CaseGraphTest, TheBestSupportedValueOfALiteralComesFirst) {
  make_.AddClaim("c:1", Rank(first_, omar_, "captain"));
  make_.AddClaim("c:2", Rank(first_, omar_, "colonel"));
  make_.AddClaim("c:3", Rank(second_, zaid_, "colonel"));
  make_.AddClaim("c:4", Rank(second_, zaid_, "brigadier"));
  const ClaimId gone = make_.AddClaim("c:5", Rank(second_, zaid_, "a"));
  make_.Retract(gone);
  Fold();
  EXPECT_EQ(Property("person:a", "holds_rank"), "colonel");
  EXPECT_EQ(Property("person:a", "holds_rank_all"),
            "[colonel, brigadier, captain]");
  EXPECT_EQ(Property("person:a", "known_as"), "null");
  EXPECT_EQ(Property("person:a", "rank"), "no such key");
}

TEST_F(CaseGraphTest, JoinedEntitiesAndStatementsAreOneNode) {
  const EntityId other = make_.AddEntity("person:b");
  make_.AddClaim("c:1", Defected(first_, omar_));
  Claim again = Defected(second_, zaid_);
  again.subject = other;
  make_.AddClaim("c:2", again);
  const uint64_t same = make_.Same(person_, other);
  Fold();
  EXPECT_EQ(Find("person:a"), Find("person:b"));
  EXPECT_EQ(Property("person:b", "id"), "person:a");
  EXPECT_EQ(Property("person:b", "ids"), "[person:a, person:b]");
  EXPECT_EQ(Property("person:b", "names"),
            "[Name of person:a, Name of person:b]");
  EXPECT_EQ(StatementOfClaim("c:1"), StatementOfClaim("c:2"));
  EXPECT_THAT(Around("person:b"),
              ElementsAre("DEFECTED_FROM>org:army", "SUBJECT<statement"));
  // The key that the second had for itself leads to it.
  const std::string own = folded_->view().KeyOf(StatementId(1));
  EXPECT_EQ(Find(own), StatementOfClaim("c:1"));
  EXPECT_THAT(Evidence(Value::Node(*Find("person:a"))),
              ElementsAre(person_.value(), other.value(), same));
  // As of before they were one.
  Fold({}, same);
  EXPECT_NE(Find("person:a"), Find("person:b"));
}

TEST_F(CaseGraphTest, ClaimsOfDifferentLinesCorroborateEachOther) {
  make_.AddClaim("c:1", Defected(first_, omar_));
  make_.AddClaim("c:2", Defected(second_, zaid_));
  make_.AddClaim("c:3", Defected(first_, omar_));  // the line of c:1
  Claim denial = Defected(second_, zaid_);
  denial.stance = Stance::kDenies;
  make_.AddClaim("c:4", denial);
  Fold();
  EXPECT_THAT(Around("c:2"),
              UnorderedElementsAre("SUPPORTS>statement", "STATED_IN>rpt:2",
                                   "ATTRIBUTED_TO>src:zaid", "CORROBORATES>c:1",
                                   "CORROBORATES<c:3", "CONTRADICTS<c:4"));
  const RelationshipId pair = IdOf(LinkKind::kCorroborates, 1, 0);
  EXPECT_EQ(Property(pair, "statement"),
            Property(StatementOfClaim("c:1"), "id"));
}

TEST_F(CaseGraphTest, ClaimsOfConflictingStatementsContradictEachOther) {
  make_.AddClaim("c:1", CaseMaker::Said(first_, omar_, person_, "killed",
                                        FlagValue{}, "2011-06-10"));
  make_.AddClaim("c:2", CaseMaker::Said(second_, zaid_, person_, "killed",
                                        FlagValue{}, "2011-07-10"));
  Fold();
  EXPECT_THAT(Around("c:2"), testing::Contains("CONTRADICTS>c:1"));
  EXPECT_THAT(Around("c:1"), testing::Contains("CONTRADICTS<c:2"));
}

TEST_F(CaseGraphTest, WhatIsSealedIsNowhere) {
  const SourceId secret =
      make_.AddSource("src:secret", SourceKind::kPerson, Sensitivity::kSealed);
  const EntityId alias = make_.AddEntity("person:alias", EntityKind::kPerson,
                                         Sensitivity::kSealed);
  make_.Same(person_, alias);
  make_.AddClaim("c:1", Defected(first_, omar_));
  make_.AddClaim("c:sealed", Defected(second_, secret));
  make_.AddClaim("c:rank", Rank(second_, secret, "colonel"));
  Fold();
  EXPECT_FALSE(Find("src:secret"));
  EXPECT_FALSE(Find("person:alias"));
  EXPECT_FALSE(Find("c:sealed"));
  EXPECT_EQ(Property("person:a", "ids"), "[person:a]");
  EXPECT_EQ(Property("person:a", "names"), "[Name of person:a]");
  // No value, as nobody who may be shown gives one.
  EXPECT_EQ(Property("person:a", "holds_rank"), "null");
  EXPECT_THAT(Around("person:a"),
              ElementsAre("DEFECTED_FROM>org:army", "SUBJECT<statement"));
  // Counts and verdicts stay right.
  const NodeId statement = StatementOfClaim("c:1");
  EXPECT_EQ(Property(statement, "verdict"), "corroborated");
  EXPECT_EQ(Property(statement, "citations"), "2");
  EXPECT_EQ(Called("claims", statement), "c:1");
  EXPECT_EQ(Called("origins", statement), "src:omar");
  for (const uint64_t event : Evidence(Value::Node(statement))) {
    EXPECT_NE(event, secret.value());
  }
  Fold({.unsealed = true});
  EXPECT_TRUE(Find("src:secret"));
  EXPECT_EQ(Property("person:a", "holds_rank"), "colonel");
  EXPECT_EQ(Called("claims", StatementOfClaim("c:1")), "c:1 c:sealed");
}

TEST_F(CaseGraphTest, ValidAtLeavesOutWhatDoesNotHold) {
  make_.AddClaim("c:1", CaseMaker::Said(first_, omar_, person_, "member_of",
                                        army_, "2011"));
  make_.AddClaim(
      "c:2", CaseMaker::Said(first_, omar_, person_, "joined", army_, "2013"));
  make_.AddClaim(
      "c:3", CaseMaker::Said(first_, omar_, person_, "contact_with", army_));
  Fold({.valid_at = *Edtf::Parse("2011-06")});
  EXPECT_THAT(
      Around("person:a"),
      UnorderedElementsAre("MEMBER_OF>org:army", "CONTACT_WITH>org:army",
                           "SUBJECT<statement", "SUBJECT<statement"));
  EXPECT_THAT(Around("c:2"),
              ElementsAre("STATED_IN>rpt:1", "ATTRIBUTED_TO>src:omar"));
}

TEST_F(CaseGraphTest, EvidenceOfAPathIsThatOfAllOnIt) {
  const ClaimId claim = make_.AddClaim("c:1", Defected(first_, omar_));
  Fold();
  std::vector<Neighbor> storage;
  const NodeId start = *Find("person:a");
  const auto out =
      graph_->NeighborsOf(start, Direction::kOut, {}, true, storage);
  const Value path = Value::MakePath(
      {.nodes = {start, out[0].node}, .relationships = {out[0].relationship}});
  EXPECT_THAT(Evidence(Value::MakeList({path})),
              ElementsAre(paper_.value(), omar_.value(), first_.value(),
                          person_.value(), army_.value(), claim.value()));
  EXPECT_THAT(Evidence(Value::Integer(1)), IsEmpty());
}

TEST_F(CaseGraphTest, NamesAreThoseOfTheCase) {
  Fold();
  EXPECT_FALSE(graph_->FindLabel("entity"));
  EXPECT_FALSE(graph_->FindKey("no_such"));
  EXPECT_THAT(graph_->FindTypes("defected_from"), IsEmpty());
  EXPECT_EQ(graph_->FindTypes("DEFECTED_FROM").size(), 1);
  EXPECT_EQ(graph_->FindTypes("PART_OF").size(), 2);
  EXPECT_EQ(graph_->FindTypes("STATEMENT").size(),
            graph_->names().predicate_types().size());
  for (const std::string& name : graph_->KeyNames()) {
    EXPECT_EQ(graph_->names().NameOfKey(*graph_->FindKey(name)), name);
  }
  for (const std::string& name : graph_->TypeNames()) {
    EXPECT_FALSE(graph_->FindTypes(name).empty()) << name;
  }
  for (const std::string& name : graph_->LabelNames()) {
    EXPECT_TRUE(graph_->FindLabel(name)) << name;
  }
}

TEST_F(CaseGraphTest, TheSchemaCountsWhatThereIs) {
  make_.AddClaim("c:1", Defected(first_, omar_));
  make_.AddClaim("c:2", Rank(first_, omar_, "captain"));
  Fold();
  const CaseSchema schema = SchemaOf(*graph_);
  ASSERT_EQ(schema.labels.size(), kLabels);
  EXPECT_EQ(schema.labels[0].nodes, 2);  // Entity
  EXPECT_EQ(schema.labels[1].nodes, 1);  // Person
  EXPECT_EQ(schema.types.back().name, "DEFECTED_FROM");
  EXPECT_EQ(schema.types.back().relationships, 1);
  ASSERT_EQ(schema.literals.size(), 1);
  EXPECT_EQ(schema.literals[0].name, "holds_rank");
}

}  // namespace
}  // namespace attest::query
