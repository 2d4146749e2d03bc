#include "engine/corroboration/chain.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace attest {
namespace {

// What the furthest upstream vertex of a way is to the claim.
enum class Role : uint8_t {
  kConduit,
  kSpeaker,       // its origin, the last speaker
  kUnattributed,  // its origin, as nobody is named
  kCompiled,      // an origin of what was compiled
};

template <class T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

template <class T>
void SortUnique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// A branch in the making, of records that are not merged yet.
struct Way {
  struct Step {
    ChainVertex record;
    ChainVertex top;  // the furthest upstream that it came with
  };
  std::vector<Step> steps;
  std::vector<Origin> origins;
  std::vector<ChainVertex> others;  // origins of what the claim rests on

  [[nodiscard]] const Step* Find(ChainVertex record) const {
    const auto step =
        std::find_if(steps.begin(), steps.end(),
                     [&](const Step& other) { return other.record == record; });
    return step == steps.end() ? nullptr : &*step;
  }
};

using Ways = std::vector<Way>;
using Path = std::vector<ChainVertex>;

}  // namespace

// The drawing of one claim. Functions take the ways so far and return them
// with something more on each, several for one where there is a turn.
class ChainDrawer::Drawing {
 public:
  Drawing(const Provenance& provenance, const Utterance& utterance)
      : provenance_(provenance), utterance_(utterance) {}

  Ways Run() {
    Ways ways(1);
    const absl::Span<const Voice> voices = utterance_.attribution;
    for (size_t i = voices.size(); i > 0; --i) {
      const bool is_last = i == voices.size();
      ways = Speak(std::move(ways), voices[i - 1].source,
                   is_last ? Role::kSpeaker : Role::kConduit);
    }
    return Enter(std::move(ways), utterance_.report,
                 voices.empty() ? Role::kUnattributed : Role::kConduit);
  }

  [[nodiscard]] bool cut() const { return cut_; }

  // Keeps the first kMaxBranches.
  void Bound(Ways& ways) {
    if (ways.size() <= kMaxBranches) return;
    ways.resize(kMaxBranches);
    cut_ = true;
  }

 private:
  void Append(Ways more, Ways& ways) {
    if (ways.empty()) {
      ways = std::move(more);
    } else {
      std::move(more.begin(), more.end(), std::back_inserter(ways));
    }
    Bound(ways);
  }

  // Ways that part and meet again are as many as the turns multiplied, also
  // where nothing comes of them.
  bool Spend() {
    if (++turns_taken_ <= kMaxTurns) return true;
    cut_ = true;
    return false;
  }

  // -- Roles ----------------------------------------------------------------

  [[nodiscard]] Basis LastBasis() const {
    return utterance_.attribution.back().basis;
  }

  // The origin that `top` is, where `asked` is the last speaker.
  [[nodiscard]] Origin SpeakerOrigin(ChainVertex top, ChainVertex asked) const {
    // Whoever a speaker depends on has a kind of its own and no basis.
    const Basis basis = top == asked ? LastBasis() : Basis::kUnstated;
    const bool firsthand =
        basis == Basis::kEyewitness || basis == Basis::kDocument;
    const SourceKind kind = provenance_.KindOf(top);
    const bool relays =
        kind == SourceKind::kOutlet || kind == SourceKind::kAgency;
    const ChainVertex publisher = provenance_.PublisherOf(utterance_.report);
    const bool unknown =
        provenance_.IsAnonymous(top) || kind == SourceKind::kUnknown ||
        provenance_.Merged(top) == provenance_.Merged(publisher) ||
        (relays && !firsthand) || LastBasis() == Basis::kHearsay ||
        utterance_.hedge == Hedge::kRumored;
    return {.vertex = top, .known = !unknown, .firsthand = firsthand};
  }

  void TakeRole(Way& way, ChainVertex top, ChainVertex asked, Role role) const {
    switch (role) {
      case Role::kConduit:
        break;
      case Role::kSpeaker:
        way.origins.push_back(SpeakerOrigin(top, asked));
        break;
      case Role::kUnattributed:
        way.origins.push_back({.vertex = top});
        break;
      case Role::kCompiled:
        way.others.push_back(top);
        break;
    }
  }

  // A known origin speaks for itself, not for what it is part of.
  [[nodiscard]] bool BringsParent(ChainVertex record, ChainVertex asked,
                                  Role role) const {
    return role != Role::kSpeaker || !SpeakerOrigin(record, asked).known;
  }

  // -- Sources --------------------------------------------------------------

  // The ways from the furthest upstream of `source` down to it, none of them
  // through a vertex of `passed`.
  std::vector<Path> PathsTo(ChainVertex source, Path& passed) {
    std::vector<Path> paths;
    passed.push_back(source);
    for (const Provenance::Derived& derived : provenance_.UpstreamOf(source)) {
      if (Contains(passed, derived.upstream)) continue;
      if (paths.size() == kMaxBranches || !Spend()) {
        cut_ = true;
        break;
      }
      for (Path& path : PathsTo(derived.upstream, passed)) {
        if (paths.size() == kMaxBranches) {
          cut_ = true;
          break;
        }
        path.push_back(source);
        paths.push_back(std::move(path));
      }
    }
    passed.pop_back();
    if (paths.empty()) paths.push_back({source});
    return paths;
  }

  Ways Speak(Ways ways, ChainVertex source, Role role) {
    const bool is_plain = provenance_.UpstreamOf(source).empty();
    std::vector<Path> paths = {{source}};
    if (!is_plain) {
      Path passed;
      paths = PathsTo(source, passed);
    }
    Ways result;
    for (Way& way : ways) {
      if (const Way::Step* step = way.Find(source); step != nullptr) {
        TakeRole(way, step->top, source, role);
        result.push_back(std::move(way));
        continue;
      }
      for (const Path& path : paths) {
        Ways one;
        one.push_back(&path == &paths.back() ? std::move(way) : way);
        Append(Walk(std::move(one), path, role), result);
      }
    }
    Bound(result);
    return result;
  }

  Ways Walk(Ways ways, const Path& path, Role role) {
    for (const ChainVertex record : path) {
      const Role here = record == path.front() ? role : Role::kConduit;
      Ways next;
      for (Way& way : ways) {
        Append(Step(std::move(way), record, path, here), next);
      }
      ways = std::move(next);
    }
    return ways;
  }

  // Puts one record of a path on a way, and what it is part of behind it.
  Ways Step(Way way, ChainVertex record, const Path& path, Role role) {
    Ways result;
    if (const Way::Step* step = way.Find(record); step != nullptr) {
      TakeRole(way, step->top, path.back(), role);
      result.push_back(std::move(way));
      return result;
    }
    if (provenance_.IsFallen(record)) return result;
    way.steps.push_back({record, path.front()});
    TakeRole(way, record, path.back(), role);
    result.push_back(std::move(way));
    const std::optional<ChainVertex> parent = provenance_.PartOf(record);
    if (!parent || !BringsParent(record, path.back(), role)) return result;
    return Speak(std::move(result), *parent, Role::kConduit);
  }

  // -- Reports --------------------------------------------------------------

  // What counts of what `report` derives from: with attribution only what
  // carries the words of others on, and nothing that was entered on the way
  // here.
  [[nodiscard]] std::vector<Provenance::Derived> DerivedFrom(
      ChainVertex report) const {
    std::vector<Provenance::Derived> result;
    const bool is_own = report == utterance_.report;
    if (is_own && utterance_.original) return result;
    for (const Provenance::Derived& derived : provenance_.UpstreamOf(report)) {
      const bool is_mention =
          derived.how == How::kQuotation || derived.how == How::kCitation;
      if (is_mention && !utterance_.attribution.empty()) continue;
      if (Contains(entered_, derived.upstream)) continue;
      result.push_back(derived);
    }
    return result;
  }

  Ways EnterUpstream(Ways ways, ChainVertex upstream, Role role) {
    if (!provenance_.IsReport(upstream)) {
      return Speak(std::move(ways), upstream, role);
    }
    Ways fresh;
    Ways result;
    for (Way& way : ways) {
      // An earlier part of a compilation entered it.
      const bool stands = way.Find(upstream) != nullptr;
      (stands ? result : fresh).push_back(std::move(way));
    }
    if (!fresh.empty()) {
      Append(Enter(std::move(fresh), upstream, role), result);
    }
    return result;
  }

  // Puts on what `report` derives from, its publisher and the report itself.
  Ways Enter(Ways ways, ChainVertex report, Role role) {
    if (!Spend()) return {};
    entered_.push_back(report);
    const std::vector<Provenance::Derived> derived = DerivedFrom(report);
    const bool is_compilation = std::any_of(
        derived.begin(), derived.end(), [](const Provenance::Derived& part) {
          return part.how == How::kCompilation;
        });
    bool is_top = derived.empty();
    if (is_compilation) {
      const Role part_role = role == Role::kConduit ? Role::kCompiled : role;
      for (const Provenance::Derived& part : derived) {
        ways = EnterUpstream(std::move(ways), part.upstream, part_role);
      }
    } else if (!derived.empty()) {
      Ways turns;
      for (const Provenance::Derived& turn : derived) {
        if (turns.size() == kMaxBranches) {
          cut_ = true;
          break;
        }
        Append(EnterUpstream(ways, turn.upstream, role), turns);
      }
      ways = std::move(turns);
    }
    if (report == utterance_.report && !utterance_.original) {
      for (const ChainVertex upstream : utterance_.inferred) {
        if (Contains(entered_, upstream)) continue;
        ways = EnterUpstream(std::move(ways), upstream, role);
        is_top = false;
      }
    }
    ways = Speak(std::move(ways), provenance_.PublisherOf(report),
                 is_top ? role : Role::kConduit);
    entered_.pop_back();
    return Close(std::move(ways), report);
  }

  Ways Close(Ways ways, ChainVertex report) const {
    if (provenance_.IsFallen(report)) return {};
    for (Way& way : ways) way.steps.push_back({report, report});
    return ways;
  }

  const Provenance& provenance_;
  const Utterance& utterance_;
  std::vector<ChainVertex> entered_;
  size_t turns_taken_ = 0;
  bool cut_ = false;
};

namespace {

std::vector<uint32_t> SortedNumbers(const std::vector<ChainVertex>& chain) {
  std::vector<uint32_t> numbers;
  numbers.reserve(chain.size());
  for (const ChainVertex vertex : chain) {
    numbers.push_back(static_cast<uint32_t>(vertex));
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// A branch of merged vertices, each at its first place.
Branch Merge(const Provenance& provenance, const Way& way) {
  Branch branch;
  branch.chain.reserve(way.steps.size());
  branch.records.reserve(way.steps.size());
  for (const Way::Step& step : way.steps) {
    branch.records.push_back(step.record);
    const ChainVertex merged = provenance.Merged(step.record);
    if (!Contains(branch.chain, merged)) branch.chain.push_back(merged);
  }
  SortUnique(branch.records);
  branch.report = provenance.Merged(way.steps.back().record);
  for (Origin origin : way.origins) {
    origin.vertex = provenance.Merged(origin.vertex);
    if (!Contains(branch.origins, origin)) branch.origins.push_back(origin);
  }
  std::vector<ChainVertex> ends;
  for (const Origin& origin : branch.origins) ends.push_back(origin.vertex);
  for (const ChainVertex other : way.others) {
    ends.push_back(provenance.Merged(other));
  }
  for (const ChainVertex vertex : branch.chain) {
    if (!Contains(ends, vertex)) branch.conduits.push_back(vertex);
  }
  std::sort(branch.conduits.begin(), branch.conduits.end());
  branch.numbers = SortedNumbers(branch.chain);
  return branch;
}

// `first` before `second`: the chain of a claim that the second rests on.
Branch Join(const Branch& first, Branch second) {
  Branch joined;
  joined.chain = first.chain;
  for (const ChainVertex vertex : second.chain) {
    if (!Contains(joined.chain, vertex)) joined.chain.push_back(vertex);
  }
  joined.records = first.records;
  joined.records.insert(joined.records.end(), second.records.begin(),
                        second.records.end());
  SortUnique(joined.records);
  joined.report = second.report;
  const auto is_end = [&](ChainVertex vertex) {
    return std::any_of(first.origins.begin(), first.origins.end(),
                       [&](const Origin& o) { return o.vertex == vertex; }) ||
           (Contains(second.chain, vertex) &&
            !std::binary_search(second.conduits.begin(), second.conduits.end(),
                                vertex));
  };
  for (const ChainVertex vertex : joined.chain) {
    if (!is_end(vertex)) joined.conduits.push_back(vertex);
  }
  std::sort(joined.conduits.begin(), joined.conduits.end());
  joined.origins = std::move(second.origins);
  joined.numbers = SortedNumbers(joined.chain);
  return joined;
}

}  // namespace

Branches ChainDrawer::Draw(const Utterance& utterance,
                           absl::Span<const Branches* const> rests_on) const {
  Drawing drawing(provenance_, utterance);
  Branches result;
  for (const Way& way : drawing.Run()) {
    Branch branch = Merge(provenance_, way);
    if (!Contains(result.branches, branch)) {
      result.branches.push_back(std::move(branch));
    }
  }
  result.cut = drawing.cut();
  for (size_t i = rests_on.size(); i > 0; --i) {
    const Branches& before = *rests_on[i - 1];
    result.cut |= before.cut;
    std::vector<Branch> joined;
    for (const Branch& first : before.branches) {
      for (const Branch& second : result.branches) {
        if (joined.size() == kMaxBranches) {
          result.cut = true;
          break;
        }
        joined.push_back(Join(first, second));
      }
    }
    result.branches = std::move(joined);
  }
  return result;
}

}  // namespace attest
