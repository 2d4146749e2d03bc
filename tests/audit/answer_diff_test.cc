// What changed between two positions is what comparing the two answers shows,
// on random logs; and one event is told to have done what it did.

#include "engine/audit/answer_diff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/projection/projection.h"
#include "tests/reference/changing_texts.h"
#include "tests/reference/corroboration_events.h"
#include "tests/reference/corroboration_random.h"
#include "tests/reference/fold_random.h"

namespace attest {
namespace {

using reference::ChangingTexts;
using reference::EventsOf;
using reference::OneByOne;
using reference::RandomLog;
using reference::RandomRefCase;

std::map<StatementId, Verdict> ShownVerdicts(const Findings& findings,
                                             const Discretion& discretion) {
  std::map<StatementId, Verdict> shown;
  const std::vector<Figures> all = findings.AllFigures();
  for (const StatementId id : findings.view().Statements()) {
    if (!discretion.Hides(findings.view(), id)) {
      shown[id] = all[id.value()].verdict;
    }
  }
  return shown;
}

std::vector<VerdictChange> SlowChanges(const Findings& before,
                                       const Findings& after,
                                       const Discretion& discretion) {
  std::map<StatementId, VerdictChange> changes;
  for (const auto& [id, verdict] : ShownVerdicts(before, discretion)) {
    changes[id].from = verdict;
  }
  for (const auto& [id, verdict] : ShownVerdicts(after, discretion)) {
    changes[id].to = verdict;
  }
  std::vector<VerdictChange> list;
  for (auto& [id, change] : changes) {
    change.statement = id;
    if (change.from != change.to) list.push_back(change);
  }
  return list;
}

std::string Text(const VerdictChange& change) {
  const auto name = [](const std::optional<Verdict>& verdict) {
    return verdict ? NameOf(*verdict) : "none";
  };
  return absl::StrCat(change.statement.value(), ": ", name(change.from), " to ",
                      name(change.to), "\n");
}

std::string Text(const std::vector<EventIndex>& events) {
  return absl::StrJoin(events, " ", [](std::string* out, EventIndex event) {
    absl::StrAppend(out, event.value());
  });
}

class AnswerDiffTest : public testing::Test {
 protected:
  void Fold(const std::vector<Event>& events) {
    projection_ = std::make_unique<Projection>();
    for (const Event& event : events) {
      const absl::Status status =
          projection_->Apply(EventIndex(projection_->applied_through()), event);
      ASSERT_TRUE(status.ok()) << status;
    }
  }

  void Compare(uint64_t from, uint64_t to, std::optional<uint64_t> texts_seed,
               const std::string& name) {
    const View before = *projection_->At(from);
    const View after = *projection_->At(to);
    const Discretion discretion(projection_->Now(),
                                from % 2 == 0 ? Sealed::kHide : Sealed::kShow);
    std::optional<ChangingTexts> before_texts;
    std::optional<ChangingTexts> after_texts;
    FindingsOptions before_options;
    FindingsOptions after_options;
    if (texts_seed) {
      before_options.texts = before_texts.emplace(*texts_seed).Of(before);
      after_options.texts = after_texts.emplace(*texts_seed).Of(after);
    }
    const Findings was(before, before_options);
    const Findings is(after, after_options);
    const AnswerDiff diff = DiffOf(was, is, discretion);
    const std::string where =
        absl::StrCat(name, " from ", from, " to ", to, "\n");
    std::string got;
    std::string want;
    for (const StatementDiff& one : diff.statements) {
      got += Text(one.change);
      ExpectEvents(one, before, after, texts_seed.has_value(), where);
    }
    for (const VerdictChange& change : SlowChanges(was, is, discretion)) {
      want += Text(change);
    }
    EXPECT_EQ(got, want) << where;
    std::set<StatementId> shown;
    for (const StatementDiff& one : diff.statements) {
      shown.insert(one.change.statement);
    }
    uint64_t withheld = 0;
    for (const VerdictChange& change :
         SlowChanges(was, is, Discretion(after, Sealed::kShow))) {
      withheld += shown.count(change.statement) == 0 ? 1 : 0;
    }
    EXPECT_EQ(diff.statements_withheld, withheld) << where;
    withheld_ += withheld;
    ExpectIdentities(diff, before, after, discretion, where);
    changes_ += diff.statements.size();
    identities_ += diff.identities.size();
  }

  // Each event, or file, alone.
  void CompareSteps(uint64_t seed, bool with_texts, const std::string& name) {
    uint64_t from = 0;
    for (uint64_t to = 1; to <= projection_->applied_through(); ++to) {
      if (projection_->At(to)->cut() == projection_->At(from)->cut()) continue;
      Compare(from, to, with_texts ? std::optional(seed) : std::nullopt,
              absl::StrCat(name, " seed ", seed));
      if (HasFailure()) return;
      from = to;
    }
  }

  std::unique_ptr<Projection> projection_;
  size_t changes_ = 0;
  size_t identities_ = 0;
  uint64_t withheld_ = 0;

 private:
  void ExpectEvents(const StatementDiff& diff, const View& before,
                    const View& after, bool with_texts,
                    const std::string& where) {
    // A report may come to part others by its text, far away.
    if (!with_texts) {
      EXPECT_FALSE(diff.events.empty()) << where << Text(diff.change);
    }
    for (const EventIndex event : diff.events) {
      EXPECT_GE(event.value(), before.cut()) << where << Text(diff.change);
      EXPECT_LT(event.value(), after.cut()) << where << Text(diff.change);
    }
    if (after.cut() - before.cut() == 1 && !with_texts) {
      EXPECT_EQ(Text(diff.events), absl::StrCat(before.cut()))
          << where << Text(diff.change);
    }
  }

  void ExpectIdentities(const AnswerDiff& diff, const View& before,
                        const View& after, const Discretion& discretion,
                        const std::string& where) {
    // Whoever is with others than before stands in one of them, and nobody
    // else.
    std::set<EntityId> got;
    for (const IdentityDiff& one : diff.identities) {
      EXPECT_FALSE(one.events.empty() && one.from.size() != one.to.size() &&
                   SameMembers(one))
          << where;
      for (const auto* groups : {&one.from, &one.to}) {
        for (const std::vector<EntityId>& group : *groups) {
          got.insert(group.begin(), group.end());
        }
      }
    }
    for (const EntityId entity : after.Entities()) {
      if (discretion.Hides(entity)) {
        EXPECT_EQ(got.count(entity), 0u) << where;
        continue;
      }
      const auto shown = [&](const View& view) {
        std::vector<EntityId> group = view.Has(entity)
                                          ? view.GroupOf(entity)
                                          : std::vector<EntityId>{entity};
        group.erase(
            std::remove_if(group.begin(), group.end(),
                           [&](EntityId one) { return discretion.Hides(one); }),
            group.end());
        return group;
      };
      if (shown(before) != shown(after)) {
        EXPECT_EQ(got.count(entity), 1u) << where << entity.value();
      }
    }
  }

  static bool SameMembers(const IdentityDiff& diff) {
    std::set<EntityId> from;
    std::set<EntityId> to;
    for (const auto& group : diff.from) from.insert(group.begin(), group.end());
    for (const auto& group : diff.to) to.insert(group.begin(), group.end());
    return from == to;
  }
};

TEST_F(AnswerDiffTest, OfRandomCases) {
  for (uint64_t seed = 0; seed < 1500 && !HasFailure(); ++seed) {
    Fold(OneByOne(EventsOf(RandomRefCase(seed))));
    std::mt19937_64 random(seed);
    const uint64_t size = projection_->applied_through();
    for (int i = 0; i < 6; ++i) {
      const uint64_t to = random() % (size + 1);
      Compare(random() % (to + 1), to,
              seed % 3 == 0 ? std::optional(seed) : std::nullopt,
              absl::StrCat("case seed ", seed));
    }
  }
  EXPECT_GT(changes_, 1000u);
}

TEST_F(AnswerDiffTest, OfRandomLogs) {
  for (uint64_t seed = 0; seed < 100 && !HasFailure(); ++seed) {
    Fold(RandomLog(seed).Make(200));
    std::mt19937_64 random(seed);
    const uint64_t size = projection_->applied_through();
    for (int i = 0; i < 10; ++i) {
      const uint64_t to = random() % (size + 1);
      Compare(random() % (to + 1), to,
              seed % 3 == 0 ? std::optional(seed) : std::nullopt,
              absl::StrCat("log seed ", seed));
    }
  }
  EXPECT_GT(changes_, 1000u);
  EXPECT_GT(identities_, 100u);
  EXPECT_GT(withheld_, 100u);
}

// What one event changed it is told to have changed: there is no other.
TEST_F(AnswerDiffTest, EventByEventOfRandomCases) {
  for (uint64_t seed = 0; seed < 800 && !HasFailure(); ++seed) {
    Fold(OneByOne(EventsOf(RandomRefCase(seed))));
    CompareSteps(seed, seed % 4 == 0, "case");
  }
  EXPECT_GT(changes_, 1000u);
}

TEST_F(AnswerDiffTest, EventByEventOfRandomLogs) {
  for (uint64_t seed = 0; seed < 40 && !HasFailure(); ++seed) {
    Fold(RandomLog(seed).Make(120));
    CompareSteps(seed, seed % 4 == 0, "log");
  }
  EXPECT_GT(changes_, 500u);
  EXPECT_GT(identities_, 20u);
}

}  // namespace
}  // namespace attest
