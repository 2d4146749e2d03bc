// What rests on a record or a decision is what weighing everything with it and
// without it shows, on random cases.

#include "engine/audit/impact.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/audit/descendants.h"
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

std::unique_ptr<Projection> Folded(const std::vector<Event>& events) {
  auto projection = std::make_unique<Projection>();
  for (const Event& event : events) {
    const absl::Status status =
        projection->Apply(EventIndex(projection->applied_through()), event);
    EXPECT_TRUE(status.ok()) << status;
  }
  return projection;
}

// The figures of all statements that an answer shows.
std::map<StatementId, Figures> ShownFigures(const Findings& findings,
                                            const Discretion& discretion) {
  std::map<StatementId, Figures> shown;
  const std::vector<Figures> all = findings.AllFigures();
  for (const StatementId id : findings.view().Statements()) {
    if (!discretion.Hides(findings.view(), id)) shown[id] = all[id.value()];
  }
  return shown;
}

Impact SlowImpactShown(const Findings& before, const Findings& after,
                       const Discretion& discretion) {
  const auto was = ShownFigures(before, discretion);
  const auto is = ShownFigures(after, discretion);
  std::map<StatementId, VerdictChange> changes;
  for (const auto& [id, figures] : was) changes[id].from = figures.verdict;
  for (const auto& [id, figures] : is) changes[id].to = figures.verdict;
  Impact impact;
  for (auto& [id, change] : changes) {
    change.statement = id;
    if (change.from != change.to) impact.verdicts.push_back(change);
  }
  const std::vector<Figures> left = after.AllFigures();
  for (const auto& [id, figures] : was) {
    if (figures.lines.best > 0 && left[id.value()].lines.best == 0) {
      impact.lost.push_back(id);
    }
  }
  return impact;
}

// With the count of what would be shown but for the discretion.
Impact SlowImpact(const Findings& before, const Findings& after,
                  const Discretion& discretion) {
  Impact impact = SlowImpactShown(before, after, discretion);
  const Discretion open(before.view(), Sealed::kShow);
  const Impact all = SlowImpactShown(before, after, open);
  std::set<StatementId> shown;
  for (const VerdictChange& one : impact.verdicts) shown.insert(one.statement);
  for (const VerdictChange& one : all.verdicts) {
    if (shown.count(one.statement) == 0) ++impact.verdicts_withheld;
  }
  impact.lost_withheld = all.lost.size() - impact.lost.size();
  return impact;
}

// `events` with another record, that nothing names, in place of the decision.
std::vector<Event> WithoutEvent(std::vector<Event> events, EventIndex event) {
  Source instead;
  instead.name = "in its place";
  events[event.value()].key = "src:instead";
  events[event.value()].record = instead;
  return events;
}

Target TargetOf(RecordType type, EventIndex event) {
  if (type == RecordType::kSource) return SourceId(event.value());
  if (type == RecordType::kReport) return ReportId(event.value());
  return ClaimId(event.value());
}

// `events`, and a decision by which the record of `event` falls: it is
// rejected, or taken back where that can be and `salt` is odd.
std::vector<Event> WithFall(std::vector<Event> events, RecordType type,
                            EventIndex event, uint64_t salt) {
  Event decision;
  decision.key = "decision:last";
  if (!events.empty()) decision.recorded_at = events.back().recorded_at;
  if (type != RecordType::kSource && salt % 2 == 1) {
    Retraction retraction;
    retraction.target = TargetOf(type, event);
    decision.record = retraction;
  } else {
    Assessment rejection;
    rejection.target = TargetOf(type, event);
    rejection.value = "rejected";
    decision.record = rejection;
  }
  events.push_back(std::move(decision));
  return events;
}

class ImpactTest : public testing::Test {
 protected:
  void Compare(const std::vector<Event>& events, uint64_t seed,
               const std::string& name) {
    std::mt19937_64 random(seed);
    const std::unique_ptr<Projection> projection = Folded(events);
    const View now = projection->Now();
    const View view = random() % 4 == 0
                          ? *projection->At(random() % (events.size() + 1))
                          : now;
    const Discretion discretion(
        now, random() % 2 == 0 ? Sealed::kHide : Sealed::kShow);
    ChangingTexts texts(seed);
    FindingsOptions options;
    if (seed % 3 == 0) options.texts = texts.Of(view);
    const Findings before(view, options);
    for (int i = 0; i < 12; ++i) {
      const EventIndex event(random() % events.size());
      if (!CanBeTakenAway(view, event)) continue;
      const std::string where = absl::StrCat(
          name, " seed ", seed, " as of ", view.applied_through(), " without ",
          NameOf(*view.TypeOf(event)), " of event ", event.value());
      const auto after = FindingsWithout(before, event);
      const Impact impact = ImpactOf(before, *after, event, discretion);
      ExpectSame(impact, Slow(before, events, event, options, discretion),
                 where);
      if (*view.TypeOf(event) <= RecordType::kClaim &&
          view.applied_through() == events.size()) {
        ExpectSame(impact, IfItFell(before, events, event, options, discretion),
                   where + ", decided");
        ++decided_;
      }
      ++compared_[*view.TypeOf(event)];
      changed_[*view.TypeOf(event)] += impact.verdicts.empty() ? 0 : 1;
      lost_ += impact.lost.empty() ? 0 : 1;
      withheld_ += impact.verdicts_withheld > 0 ? 1 : 0;
    }
  }

  std::map<RecordType, int> compared_;
  std::map<RecordType, int> changed_;
  int lost_ = 0;
  int decided_ = 0;
  int withheld_ = 0;

 private:
  // What a decision in the log by which it fell would change.
  static Impact IfItFell(const Findings& before,
                         const std::vector<Event>& events, EventIndex event,
                         const FindingsOptions& options,
                         const Discretion& discretion) {
    const RecordType type = *before.view().TypeOf(event);
    const auto projection =
        Folded(WithFall(events, type, event, event.value()));
    return SlowImpact(before, Findings(projection->Now(), options), discretion);
  }

  static Impact Slow(const Findings& before, const std::vector<Event>& events,
                     EventIndex event, FindingsOptions options,
                     const Discretion& discretion) {
    if (*before.view().TypeOf(event) <= RecordType::kClaim) {
      options.without.insert(event);
      return SlowImpact(before, Findings(before.view(), options), discretion);
    }
    const auto projection = Folded(WithoutEvent(events, event));
    const View view = *projection->At(before.view().applied_through());
    return SlowImpact(before, Findings(view, options), discretion);
  }

  static void ExpectSame(const Impact& got, const Impact& want,
                         const std::string& where) {
    EXPECT_EQ(Text(got), Text(want)) << where;
  }

  static std::string Text(const Impact& impact) {
    const auto name = [](const std::optional<Verdict>& verdict) {
      return verdict ? NameOf(*verdict) : "none";
    };
    std::string text = absl::StrCat("withheld ", impact.verdicts_withheld,
                                    " and ", impact.lost_withheld, "\n");
    for (const VerdictChange& change : impact.verdicts) {
      absl::StrAppend(&text, change.statement.value(), ": ", name(change.from),
                      " to ", name(change.to), "\n");
    }
    for (const StatementId id : impact.lost) {
      absl::StrAppend(&text, "lost ", id.value(), "\n");
    }
    return text;
  }
};

TEST_F(ImpactTest, OfRandomCases) {
  for (uint64_t seed = 0; seed < 3000 && !HasFailure(); ++seed) {
    const std::vector<Event> events = EventsOf(RandomRefCase(seed));
    Compare(seed % 2 == 0 ? events : OneByOne(events), seed, "case");
  }
  EXPECT_GT(lost_, 100);
  EXPECT_GT(decided_, 1000);
  for (const RecordType type :
       {RecordType::kSource, RecordType::kReport, RecordType::kClaim,
        RecordType::kRetraction, RecordType::kAssessment, RecordType::kIdentity,
        RecordType::kDependence}) {
    EXPECT_GT(changed_[type], 4)
        << NameOf(type) << " of " << compared_[type] << " compared";
  }
}

TEST_F(ImpactTest, OfRandomLogs) {
  for (uint64_t seed = 0; seed < 150 && !HasFailure(); ++seed) {
    Compare(RandomLog(seed).Make(200), seed, "log");
  }
  EXPECT_GT(changed_[RecordType::kIdentity], 5);
  EXPECT_GT(withheld_, 20);
}

// Goes on until nothing comes that was not there.
std::set<EventIndex> SlowDescendants(const Findings& findings,
                                     EventIndex record) {
  const View& view = findings.view();
  std::set<EventIndex> all = {record};
  const auto event_of = [](const SourceOrReport& one) {
    return std::visit([](auto id) { return EventIndex(id.value()); }, one);
  };
  const auto comes_of = [&](EventIndex of, const auto& upstreams) {
    for (const Upstream& one : upstreams) {
      if (event_of(one.upstream) == of) return true;
    }
    return false;
  };
  size_t size = 0;
  while (size != all.size()) {
    size = all.size();
    for (const EventIndex of : std::set<EventIndex>(all)) {
      for (const SourceId id : view.Sources()) {
        const std::optional<SourceId> part_of = view.source(id).part_of;
        if (comes_of(of, view.UpstreamOf(id)) ||
            (part_of && part_of->value() == of.value())) {
          all.insert(EventIndex(id.value()));
        }
      }
      for (const ReportId id : view.Reports()) {
        if (comes_of(of, view.UpstreamOf(id)) ||
            view.report(id).source.value() == of.value()) {
          all.insert(EventIndex(id.value()));
        }
      }
      for (const ClaimId id : view.Claims()) {
        for (const ClaimId premise : view.claim(id).rests_on) {
          if (premise.value() == of.value()) {
            all.insert(EventIndex(id.value()));
          }
        }
      }
    }
  }
  all.erase(record);
  return all;
}

TEST(DescendantsTest, AreAllThatComesOfARecord) {
  size_t found = 0;
  for (uint64_t seed = 0; seed < 150 && !testing::Test::HasFailure(); ++seed) {
    const std::vector<Event> events = seed % 2 == 0
                                          ? RandomLog(seed).Make(120)
                                          : EventsOf(RandomRefCase(seed));
    const auto projection = Folded(events);
    const Findings findings(projection->Now(), {});
    for (uint64_t i = 0; i < events.size(); ++i) {
      const EventIndex event(i);
      const auto type = projection->Now().TypeOf(event);
      if (type != RecordType::kSource && type != RecordType::kReport &&
          type != RecordType::kClaim) {
        continue;
      }
      std::set<EventIndex> got;
      for (const Descent& one : DescendantsOf(findings, event)) {
        EXPECT_TRUE(one.of == event || got.count(one.of) > 0);
        EXPECT_TRUE(got.insert(one.record).second);
      }
      EXPECT_EQ(got, SlowDescendants(findings, event))
          << "seed " << seed << " event " << i;
      found += got.size();
    }
  }
  EXPECT_GT(found, 1000u);
}

TEST(DescendantsTest, TextsTellOfMore) {
  std::vector<Event> events;
  const auto add = [&](const std::string& key, Record record) {
    Event event;
    event.key = key;
    event.record = std::move(record);
    events.push_back(event);
    return events.size() - 1;
  };
  Source source;
  source.name = "s";
  const SourceId one(add("s", source));
  Report report;
  report.title = "t";
  report.source = one;
  const ReportId first(add("r1", report));
  const ReportId second(add("r2", report));
  const auto projection = Folded(events);
  std::map<ReportId, std::vector<ReprintMatch>> links;
  ReprintMatch match;
  match.other = second;
  match.direction = ReprintDirection::kToOther;
  links[first] = {match};
  match.other = first;
  match.direction = ReprintDirection::kFromOther;
  links[second] = {match};
  const auto links_of = [&](ReportId id) -> const std::vector<ReprintMatch>& {
    return links[id];
  };
  FindingsOptions options;
  options.texts = {.links_of = links_of,
                   .quote_of = [](ClaimId) { return std::nullopt; },
                   .have_held_since = nullptr};
  const EventIndex first_event(first.value());
  const EventIndex second_event(second.value());
  const Findings findings(projection->Now(), options);
  const std::vector<Descent> found = DescendantsOf(findings, first_event);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].record, second_event);
  EXPECT_EQ(found[0].by, DescentBy::kText);
  EXPECT_TRUE(DescendantsOf(findings, second_event).empty());
  // Until somebody says that it is not so.
  Dependence dependence;
  dependence.from = second;
  dependence.on = first;
  dependence.judgement = Judgement::kRejected;
  add("d", dependence);
  const auto later = Folded(events);
  EXPECT_TRUE(
      DescendantsOf(Findings(later->Now(), options), first_event).empty());
}

}  // namespace
}  // namespace attest
