#include "engine/findings/statement_bucket.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/hash/hash.h"

namespace attest {
namespace {

constexpr size_t kBlock = 64;
// Below this number of values no index by time is asked.
constexpr size_t kFew = 64;

struct ValueRange {
  int64_t low;
  int64_t high;
};

// A value supports those whose range holds the low end of its own. None where
// that tells nothing.
std::optional<ValueRange> RangeOf(const Statement& statement) {
  if (const auto* entity = std::get_if<EntityId>(&statement.object())) {
    const auto id = static_cast<int64_t>(entity->value());
    return ValueRange{id, id};
  }
  if (const auto* quantity = std::get_if<Quantity>(&statement.object())) {
    const QuantityInterval interval = quantity->interval();
    return ValueRange{interval.low, interval.high};
  }
  if (std::holds_alternative<Point>(statement.object())) return std::nullopt;
  if (statement.date()) return std::nullopt;
  const auto hash =
      static_cast<int64_t>(absl::Hash<std::string>{}(statement.folded()) >> 1);
  return ValueRange{hash, hash};
}

}  // namespace

StatementBucket::StatementBucket(std::vector<uint32_t> numbers,
                                 std::vector<Statement> statements)
    : numbers_(std::move(numbers)), statements_(std::move(statements)) {
  for (uint32_t place = 0; place < statements_.size(); ++place) {
    const Statement& statement = statements_[place];
    if (statement.valid()) {
      dated_.push_back({statement.valid()->possible(), place});
    } else {
      undated_.push_back(place);
    }
    const std::optional<ValueRange> range = RangeOf(statement);
    values_.push_back(
        {statement.object().index(), range ? range->low : 0, place});
  }
  std::sort(dated_.begin(), dated_.end(), [](const Dated& a, const Dated& b) {
    return std::tie(a.days.begin, a.place) < std::tie(b.days.begin, b.place);
  });
  for (size_t i = 0; i < dated_.size(); ++i) {
    if (i % kBlock == 0) latest_.push_back(dated_[i].days.end);
    latest_.back() = std::max(latest_.back(), dated_[i].days.end);
  }
  std::sort(values_.begin(), values_.end(),
            [](const Valued& a, const Valued& b) {
              return std::tie(a.kind, a.low, a.place) <
                     std::tie(b.kind, b.low, b.place);
            });
}

void StatementBucket::AddOverlapping(const DayRange& days,
                                     std::vector<uint32_t>& places) const {
  for (size_t block = 0; block < latest_.size(); ++block) {
    const size_t first = block * kBlock;
    if (dated_[first].days.begin >= days.end) break;
    if (latest_[block] <= days.begin) continue;
    const size_t last = std::min(first + kBlock, dated_.size());
    for (size_t i = first; i < last; ++i) {
      if (dated_[i].days.Overlaps(days)) places.push_back(dated_[i].place);
    }
  }
}

std::vector<uint32_t> StatementBucket::All() const {
  std::vector<uint32_t> all(size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

std::optional<absl::Span<const StatementBucket::Valued>>
StatementBucket::Within(const Statement& statement,
                        const Hierarchy& hierarchy) const {
  const std::optional<ValueRange> range = RangeOf(statement);
  const bool is_place = std::holds_alternative<EntityId>(statement.object()) &&
                        statement.object_kind() == EntityKind::kPlace;
  if (!range || (is_place && !hierarchy.empty())) return std::nullopt;
  const size_t kind = statement.object().index();
  const auto first = std::lower_bound(
      values_.begin(), values_.end(), range->low,
      [&](const Valued& value, int64_t low) {
        return std::tie(value.kind, value.low) < std::tie(kind, low);
      });
  const auto last = std::upper_bound(first, values_.end(), range->high,
                                     [&](int64_t high, const Valued& value) {
                                       return std::tie(kind, high) <
                                              std::tie(value.kind, value.low);
                                     });
  return absl::MakeConstSpan(values_).subspan(
      static_cast<size_t>(first - values_.begin()),
      static_cast<size_t>(last - first));
}

std::vector<uint32_t> StatementBucket::MaySupport(
    const Statement& statement, const Hierarchy& hierarchy) const {
  std::vector<uint32_t> places;
  const auto within = Within(statement, hierarchy);
  if (within && (!statement.valid() || within->size() <= kFew)) {
    for (const Valued& value : *within) places.push_back(value.place);
    return places;
  }
  // What is undated supports nothing that is dated.
  if (!statement.valid()) return All();
  AddOverlapping(statement.valid()->possible(), places);
  return places;
}

std::vector<uint32_t> StatementBucket::MayBeSupported(
    const Statement& statement) const {
  std::vector<uint32_t> places = undated_;
  if (statement.valid()) {
    AddOverlapping(statement.valid()->possible(), places);
  }
  return places;
}

std::vector<uint32_t> StatementBucket::MayConflict(
    const Statement& statement) const {
  const Predicate& predicate = statement.predicate();
  if (predicate.once || predicate.time == TimeKind::kNone) return All();
  if (!statement.valid()) return undated_;
  std::vector<uint32_t> places;
  AddOverlapping(statement.valid()->possible(), places);
  return places;
}

}  // namespace attest
