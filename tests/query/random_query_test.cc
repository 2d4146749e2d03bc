// Random queries over random graphs: the engine and the reference must agree.
//
// ATTEST_RANDOM_QUERIES=1000000 in the environment tries that many. A failure
// prints its seed, which ATTEST_RANDOM_QUERY_SEED=N tries alone.

#include "tests/query/random_query.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/query/parser.h"
#include "engine/query/query.h"
#include "engine/query/query_error.h"
#include "engine/query/value_order.h"
#include "engine/query/value_text.h"
#include "gtest/gtest.h"
#include "tests/query/answer_comparison.h"
#include "tests/reference/dice.h"
#include "tests/reference/memory_graph.h"
#include "tests/reference/query_reference.h"

namespace attest::query {
namespace {

constexpr uint64_t kMaxTries = 300000;
constexpr size_t kMaxRows = 20000;

uint64_t NumberFrom(const char* name, uint64_t otherwise) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread
  const char* asked = std::getenv(name);
  return asked == nullptr ? otherwise : std::strtoull(asked, nullptr, 10);
}

// The types of both errors, or why they differ.
std::string CompareErrors(const absl::Status& got, const absl::Status& want) {
  const std::optional<QueryFault> got_fault = FaultOf(got);
  const std::optional<QueryFault> want_fault = FaultOf(want);
  if (!got.ok() && !want.ok() && got_fault && want_fault &&
      got_fault->type == want_fault->type) {
    return "";
  }
  return absl::StrCat("engine: ", got.ToString(),
                      "\nreference: ", want.ToString());
}

struct Census {
  uint64_t compared = 0;
  uint64_t empty = 0;
  uint64_t errors = 0;
  uint64_t too_large = 0;
};

// Empty where the engine and the reference agree.
std::string Disagreement(const RandomQuery& drawn, const MemoryGraph& graph,
                         const Parameters& parameters, Census& census) {
  const absl::StatusOr<Query> query = ParseQuery(drawn.text);
  if (!query.ok()) return query.status().ToString();
  QueryReference reference(graph, parameters, drawn.text, kMaxTries);
  const absl::StatusOr<ReferenceAnswer> want = reference.Run(*query);
  if (absl::IsResourceExhausted(want.status()) ||
      (want.ok() && want->rows.size() > kMaxRows)) {
    ++census.too_large;
    return "";
  }
  const absl::StatusOr<Rows> got = RowsOf(*query, graph, parameters);
  if (!got.ok() || !want.ok()) {
    ++census.errors;
    return CompareErrors(got.status(), want.status());
  }
  ++census.compared;
  if (want->rows.empty()) ++census.empty;
  const std::string both =
      absl::StrCat("engine: ", TextOf(graph, *got),
                   "reference: ", TextOf(graph, want->rows));
  if (got->size() != want->rows.size()) return both;
  if (drawn.only_count) return "";
  if (!AreEquivalent(Settled(*got, drawn.bags),
                     Settled(want->rows, drawn.bags))) {
    return both;
  }
  if (!AreEquivalent(ColumnsOf(*got, drawn.sorted),
                     ColumnsOf(want->rows, drawn.sorted))) {
    return absl::StrCat("not in order\n", both);
  }
  return "";
}

void TrySeed(uint64_t seed, Census& census) {
  reference::Dice dice(seed);
  MemoryGraph graph;
  AddRandomGraph(dice, graph);
  const Parameters parameters = RandomParameters(dice);
  const RandomQuery query = DrawQuery(dice);
  const std::string disagreement =
      Disagreement(query, graph, parameters, census);
  if (disagreement.empty()) return;
  std::string given;
  for (const auto& [name, value] : parameters) {
    absl::StrAppend(&given, " $", name, " = ",
                    ValueText(graph, value).value_or("?"));
  }
  ADD_FAILURE() << "seed " << seed << "\n"
                << query.text << "\n"
                << given << "\n"
                << disagreement << "graph: " << TextOf(graph);
}

TEST(RandomQueryTest, TheEngineAnswersAsTheReferenceDoes) {
  Census census;
  const uint64_t only = NumberFrom("ATTEST_RANDOM_QUERY_SEED", UINT64_MAX);
  if (only != UINT64_MAX) {
    TrySeed(only, census);
    return;
  }
  const uint64_t count = NumberFrom("ATTEST_RANDOM_QUERIES", 4000);
  const uint64_t first = NumberFrom("ATTEST_RANDOM_QUERY_FIRST", 0);
  for (uint64_t seed = first; seed < first + count; ++seed) {
    TrySeed(seed, census);
  }
  RecordProperty("compared", absl::StrCat(census.compared));
  std::printf("%s compared, of them %s empty; %s errors, %s too large\n",
              absl::StrCat(census.compared).c_str(),
              absl::StrCat(census.empty).c_str(),
              absl::StrCat(census.errors).c_str(),
              absl::StrCat(census.too_large).c_str());
  EXPECT_GT(census.compared, count / 2);
  EXPECT_LT(census.empty, census.compared * 3 / 4);
}

}  // namespace
}  // namespace attest::query
