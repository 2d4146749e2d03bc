// Every figure of every statement of random cases, against the oracle.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/findings/findings.h"
#include "engine/projection/projection.h"
#include "tests/reference/corroboration_events.h"
#include "tests/reference/corroboration_findings.h"
#include "tests/reference/corroboration_random.h"

namespace attest {
namespace {

using reference::EventsOf;
using reference::FindingsOf;
using reference::JsonOf;
using reference::JsonString;
using reference::KeyList;
using reference::Keys;
using reference::LineFigures;
using reference::RandomRefCase;
using reference::RefCase;
using reference::RefFinding;
using reference::RefParts;
using reference::RefStatementKey;

// What a statement is found to be, field by field, as text.
using Fields = std::map<std::string, std::string>;

std::string Text(const KeyList& keys) { return absl::StrJoin(keys, " "); }
std::string Text(const std::optional<KeyList>& keys) {
  return keys ? Text(*keys) : "none";
}
template <class Figures>
std::string TextOfLines(const Figures& lines) {
  return absl::StrCat(lines.low, ", ", lines.best, ", ", lines.high);
}
std::string Text(const RefStatementKey& key) {
  return absl::StrJoin(
      {key.subject, key.predicate, key.object, key.valid, key.place}, " ");
}
std::string Text(const std::vector<KeyList>& lists) {
  return absl::StrJoin(lists, "; ", [](std::string* out, const KeyList& keys) {
    out->append(Text(keys));
  });
}
std::string Sorted(KeyList texts) {
  std::sort(texts.begin(), texts.end());
  return absl::StrJoin(texts, "; ");
}
std::string Text(const std::vector<RefStatementKey>& keys) {
  KeyList texts;
  for (const RefStatementKey& key : keys) texts.push_back(Text(key));
  return Sorted(texts);
}

Fields FieldsOf(const RefFinding& one) {
  return {{"verdict", one.verdict},
          {"lines", TextOfLines(one.lines)},
          {"opposing_lines", TextOfLines(one.opposing_lines)},
          {"citations", absl::StrCat(one.citations)},
          {"reports", absl::StrCat(one.reports)},
          {"publishers", absl::StrCat(one.publishers)},
          {"supporting", Text(one.supporting)},
          {"opposing", Text(one.opposing)},
          {"doubting", Text(one.doubting)},
          {"not_counted", Text(one.not_counted)},
          {"conflicts_with", Text(one.conflicts_with)},
          {"differs", Text(one.differs)},
          {"origins", Text(one.origins)},
          {"unknown_origins", Text(one.unknown_origins)},
          {"single_points", Text(one.single_points)},
          {"weakest_cut", Text(one.weakest_cut)},
          {"cycles", Text(one.cycles)},
          {"minimal_flip", Text(one.minimal_flip)},
          {"same_origin", one.same_origin ? "yes" : "no"}};
}

// The engine's findings on the events of a case, told in keys.
class EngineCase {
 public:
  EngineCase(const RefCase& the_case, const Keys& without)
      : events_(EventsOf(the_case)) {
    FindingsOptions options;
    for (size_t i = 0; i < events_.size(); ++i) {
      const absl::Status status = projection_.Apply(EventIndex(i), events_[i]);
      EXPECT_TRUE(status.ok()) << status;
      if (without.contains(events_[i].key)) {
        options.without.insert(EventIndex(i));
      }
    }
    findings_.emplace(projection_.Now(), options);
  }

  [[nodiscard]] std::map<std::string, Fields> All() const {
    std::map<std::string, Fields> all;
    for (const StatementId id : view().Statements()) {
      all.emplace(Text(KeyOf(id)), FieldsOf(id));
    }
    return all;
  }

 private:
  [[nodiscard]] const View& view() const { return findings_->view(); }
  [[nodiscard]] std::string KeyOf(EntityId id) const {
    return std::string(view().KeyOf(view().RepresentativeOf(id)));
  }
  [[nodiscard]] RefStatementKey KeyOf(StatementId id) const {
    const StatementParts parts = view().statement(id);
    RefParts made;
    std::visit(
        [&](const auto& value) {
          using Value = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<Value, EntityId>) {
            made.object = KeyOf(value);
          } else {
            made.value = value;
          }
        },
        parts.object);
    return {JsonString(KeyOf(parts.subject)),
            JsonString(std::string(view().KeyOf(parts.predicate))),
            JsonOf(made), JsonString(parts.valid),
            parts.place ? JsonString(KeyOf(*parts.place)) : ""};
  }

  [[nodiscard]] std::string Told(
      const std::vector<OtherStatement>& others) const {
    KeyList texts;
    for (const OtherStatement& other : others) {
      texts.push_back(Text(KeyOf(other.statement)));
    }
    return Sorted(texts);
  }
  template <class Id>
  [[nodiscard]] KeyList Named(const std::vector<Id>& ids) const {
    KeyList keys;
    for (const Id id : ids) keys.push_back(events_[id.value()].key);
    return keys;
  }
  [[nodiscard]] std::string Told(
      const std::optional<std::vector<EventIndex>>& vertices) const {
    return vertices ? Text(Named(*vertices)) : "none";
  }

  [[nodiscard]] Fields FieldsOf(StatementId id) const {
    const Finding one = findings_->Weigh(
        id, [this](ClaimId claim) { return events_[claim.value()].key; });
    std::vector<KeyList> cycles;
    for (const auto& cycle : one.cycles) cycles.push_back(Named(cycle));
    return {{"verdict", std::string(NameOf(one.figures.verdict))},
            {"lines", TextOfLines(one.figures.lines)},
            {"opposing_lines", TextOfLines(one.figures.opposing_lines)},
            {"citations", absl::StrCat(one.supporting.size())},
            {"reports", absl::StrCat(one.reports)},
            {"publishers", absl::StrCat(one.publishers)},
            {"supporting", Text(Named(one.supporting))},
            {"opposing", Text(Named(one.opposing))},
            {"doubting", Text(Named(one.doubting))},
            {"not_counted", Text(Named(one.not_counted))},
            {"conflicts_with", Told(one.conflicts_with)},
            {"differs", Told(one.differs)},
            {"origins", Text(Named(one.origins))},
            {"unknown_origins", Text(Named(one.unknown_origins))},
            {"single_points", Text(Named(one.single_points))},
            {"weakest_cut", Told(one.weakest_cut)},
            {"cycles", Text(cycles)},
            {"minimal_flip", Told(one.minimal_flip)},
            {"same_origin", one.figures.same_origin ? "yes" : "no"}};
  }

  std::vector<Event> events_;
  Projection projection_;
  std::optional<Findings> findings_;
};

// How often each field was told differently, and the first few times.
class Differences {
 public:
  void Compare(uint64_t seed, const Keys& without, const RefCase& the_case) {
    const std::map<std::string, Fields> told =
        EngineCase(the_case, without).All();
    const std::vector<RefFinding> expected = FindingsOf(the_case, without);
    EXPECT_EQ(told.size(), expected.size()) << "seed " << seed;
    for (const RefFinding& finding : expected) {
      const std::string statement = Text(finding.statement);
      const auto found = told.find(statement);
      if (found == told.end()) {
        ADD_FAILURE() << "seed " << seed << ": no " << statement;
        continue;
      }
      ++statements_;
      for (const auto& [field, want] : FieldsOf(finding)) {
        const std::string& got = found->second.at(field);
        if (got == want) continue;
        if (++counts_[field] > 5) continue;
        ADD_FAILURE() << "seed " << seed << ", " << statement << ", without "
                      << absl::StrJoin(without, " ") << ": " << field
                      << ", got " << got << ", want " << want;
      }
    }
  }
  void Print() const {
    std::printf("%llu statements\n",
                static_cast<unsigned long long>(statements_));
    for (const auto& [field, count] : counts_) {
      std::printf("%s differs %llu times\n", field.c_str(),
                  static_cast<unsigned long long>(count));
    }
  }

 private:
  uint64_t statements_ = 0;
  std::map<std::string, uint64_t> counts_;
};

uint64_t Cases() {
  const char* asked = std::getenv("ATTEST_RANDOM_CASES");
  return asked == nullptr ? 10000 : std::strtoull(asked, nullptr, 10);
}

TEST(RandomCasesTest, EveryFigureIsThatOfTheReference) {
  Differences differences;
  for (uint64_t seed = 0; seed < Cases(); ++seed) {
    differences.Compare(seed, {}, RandomRefCase(seed));
  }
  differences.Print();
}

TEST(RandomCasesTest, EveryFigureWithoutSomeKeysIsThatOfTheReference) {
  Differences differences;
  for (uint64_t seed = 0; seed < Cases(); ++seed) {
    const RefCase the_case = RandomRefCase(seed);
    Keys without = {the_case.sources[seed % the_case.sources.size()].key};
    if (seed % 2 == 0) {
      without.insert(the_case.reports[seed / 2 % the_case.reports.size()].key);
    }
    if (seed % 3 == 0) {
      without.insert(the_case.claims[seed / 3 % the_case.claims.size()].key);
    }
    differences.Compare(seed, without, the_case);
  }
  differences.Print();
}

}  // namespace
}  // namespace attest
