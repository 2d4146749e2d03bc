#include "engine/query/aggregates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/operators.h"
#include "engine/query/query_error.h"
#include "engine/query/value_order.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

constexpr TypeSet kNumber =
    SetOf(Value::Type::kInteger) | SetOf(Value::Type::kFloat);
constexpr TypeSet kSummable = kNumber | SetOf(Value::Type::kDuration);
constexpr TypeSet kInteger = SetOf(Value::Type::kInteger);
constexpr TypeSet kFloat = SetOf(Value::Type::kFloat);

constexpr std::array<AggregateFunction, 10> kAggregates = {{
    {"count", AggregateKind::kCount, 1, kAnyType, kInteger},
    {"sum", AggregateKind::kSum, 1, kSummable, kSummable},
    {"avg", AggregateKind::kAvg, 1, kSummable, kSummable},
    {"min", AggregateKind::kMin, 1, kAnyType, kAnyType},
    {"max", AggregateKind::kMax, 1, kAnyType, kAnyType},
    {"collect", AggregateKind::kCollect, 1, kAnyType,
     SetOf(Value::Type::kList)},
    {"stdev", AggregateKind::kStDev, 1, kNumber, kFloat},
    {"stdevp", AggregateKind::kStDevP, 1, kNumber, kFloat},
    {"percentilecont", AggregateKind::kPercentileCont, 2, kNumber, kFloat},
    {"percentiledisc", AggregateKind::kPercentileDisc, 2, kNumber, kNumber},
}};

absl::Status WrongType(absl::string_view function, absl::string_view wanted,
                       const Value& value) {
  return RunError(ErrorType::kType, "InvalidArgumentValue",
                  absl::StrCat(function, " takes ", wanted, ", got ",
                               NameOf(value.type())));
}

class Count : public Aggregate {
 public:
  absl::Status Add(absl::Span<const Value> /*args*/,
                   RunState& /*run*/) override {
    ++count_;
    return absl::OkStatus();
  }
  absl::StatusOr<Value> Result() override { return Value::Integer(count_); }

 private:
  int64_t count_ = 0;
};

class Sum : public Aggregate {
 public:
  absl::Status Add(absl::Span<const Value> args, RunState& run) override {
    const Value& value = args[0];
    if (!value.IsNumber() && !value.Is(Value::Type::kDuration)) {
      return WrongType("sum", "numbers or durations", value);
    }
    if (!any_) {
      total_ = value;
      any_ = true;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(total_,
                     Apply(Operator::kAdd, total_, value, run.max_bytes()));
    return absl::OkStatus();
  }
  absl::StatusOr<Value> Result() override {
    return any_ ? total_ : Value::Integer(0);
  }

 private:
  Value total_;
  bool any_ = false;
};

class Average : public Aggregate {
 public:
  absl::Status Add(absl::Span<const Value> args, RunState& run) override {
    const Value& value = args[0];
    ++count_;
    if (value.IsNumber()) {
      if (!total_.IsNull()) return WrongType("avg", "durations alone", value);
      // Incremental, as a sum of many may overflow.
      mean_ += (value.number() - mean_) / static_cast<double>(count_);
      return absl::OkStatus();
    }
    if (!value.Is(Value::Type::kDuration) || (count_ > 1 && total_.IsNull())) {
      return WrongType("avg", "numbers, or durations", value);
    }
    if (total_.IsNull()) {
      total_ = value;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(total_,
                     Apply(Operator::kAdd, total_, value, run.max_bytes()));
    return absl::OkStatus();
  }
  absl::StatusOr<Value> Result() override {
    if (count_ == 0) return Value();
    if (total_.IsNull()) return Value::Float(mean_);
    return Apply(Operator::kDivide, total_, Value::Integer(count_), 0);
  }

 private:
  int64_t count_ = 0;
  double mean_ = 0;
  Value total_;  // of durations
};

// min and max, by orderability.
class Extreme : public Aggregate {
 public:
  explicit Extreme(bool greatest) : greatest_(greatest) {}
  absl::Status Add(absl::Span<const Value> args, RunState& /*run*/) override {
    if (!any_ || (Order(args[0], best_) > 0) == greatest_) best_ = args[0];
    any_ = true;
    return absl::OkStatus();
  }
  absl::StatusOr<Value> Result() override { return best_; }

 private:
  bool greatest_;
  bool any_ = false;
  Value best_;
};

class Collect : public Aggregate {
 public:
  absl::Status Add(absl::Span<const Value> args, RunState& run) override {
    if (!run.Hold(args[0].memory_bytes())) return run.status();
    values_.push_back(args[0]);
    return absl::OkStatus();
  }
  absl::StatusOr<Value> Result() override {
    return Value::MakeList(std::move(values_));
  }

 private:
  Value::List values_;
};

// Standard deviation, by Welford's method.
class Deviation : public Aggregate {
 public:
  explicit Deviation(bool of_population) : of_population_(of_population) {}
  absl::Status Add(absl::Span<const Value> args, RunState& /*run*/) override {
    if (!args[0].IsNumber()) return WrongType("stdev", "numbers", args[0]);
    const double x = args[0].number();
    ++count_;
    const double delta = x - mean_;
    mean_ += delta / static_cast<double>(count_);
    squares_ += delta * (x - mean_);
    return absl::OkStatus();
  }
  absl::StatusOr<Value> Result() override {
    const int64_t divisor = of_population_ ? count_ : count_ - 1;
    if (divisor < 1) return Value::Float(0);
    return Value::Float(std::sqrt(squares_ / static_cast<double>(divisor)));
  }

 private:
  bool of_population_;
  int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

class Percentile : public Aggregate {
 public:
  explicit Percentile(bool continuous) : continuous_(continuous) {}
  absl::Status Add(absl::Span<const Value> args, RunState& run) override {
    if (!args[0].IsNumber()) return WrongType("percentile", "numbers", args[0]);
    if (!args[1].IsNumber()) return WrongType("percentile", "numbers", args[1]);
    at_ = args[1].number();
    if (!(at_ >= 0 && at_ <= 1)) {
      return RunError(
          ErrorType::kArgument, "NumberOutOfRange",
          absl::StrCat("wanted a percentile from 0 to 1, got ", at_));
    }
    if (!run.Hold(sizeof(Value))) return run.status();
    values_.push_back(args[0]);
    return absl::OkStatus();
  }
  absl::StatusOr<Value> Result() override {
    if (values_.empty()) return Value();
    std::sort(values_.begin(), values_.end(),
              [](const Value& a, const Value& b) { return Order(a, b) < 0; });
    const auto count = static_cast<double>(values_.size());
    if (!continuous_) {
      const double rank = std::ceil(at_ * count);
      const size_t index = rank < 1 ? 0 : static_cast<size_t>(rank) - 1;
      return values_[std::min(index, values_.size() - 1)];
    }
    const double place = at_ * (count - 1);
    const auto below = static_cast<size_t>(std::floor(place));
    const size_t above = std::min(below + 1, values_.size() - 1);
    const double part = place - std::floor(place);
    return Value::Float(values_[below].number() * (1 - part) +
                        values_[above].number() * part);
  }

 private:
  bool continuous_;
  double at_ = 0;
  std::vector<Value> values_;
};

class Evidence : public Aggregate {
 public:
  absl::Status Add(absl::Span<const Value> args, RunState& run) override {
    for (const Value& value : args[0].list()) {
      if (!seen_.insert(value).second) continue;
      if (!run.Hold(2 * value.memory_bytes())) return run.status();
      values_.push_back(value);
    }
    return absl::OkStatus();
  }
  absl::StatusOr<Value> Result() override {
    return Value::MakeList(std::move(values_));
  }

 private:
  absl::flat_hash_set<Value, ValueHash, ValueEquivalent> seen_;
  Value::List values_;
};

class Distinct : public Aggregate {
 public:
  explicit Distinct(std::unique_ptr<Aggregate> of) : of_(std::move(of)) {}
  absl::Status Add(absl::Span<const Value> args, RunState& run) override {
    if (!seen_.insert(args[0]).second) return absl::OkStatus();
    if (!run.Hold(args[0].memory_bytes())) return run.status();
    return of_->Add(args, run);
  }
  absl::StatusOr<Value> Result() override { return of_->Result(); }

 private:
  std::unique_ptr<Aggregate> of_;
  absl::flat_hash_set<Value, ValueHash, ValueEquivalent> seen_;
};

std::unique_ptr<Aggregate> MakePlain(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::kCountStar:
    case AggregateKind::kCount:
      return std::make_unique<Count>();
    case AggregateKind::kSum:
      return std::make_unique<Sum>();
    case AggregateKind::kAvg:
      return std::make_unique<Average>();
    case AggregateKind::kMin:
      return std::make_unique<Extreme>(/*greatest=*/false);
    case AggregateKind::kMax:
      return std::make_unique<Extreme>(/*greatest=*/true);
    case AggregateKind::kCollect:
      return std::make_unique<Collect>();
    case AggregateKind::kStDev:
      return std::make_unique<Deviation>(/*of_population=*/false);
    case AggregateKind::kStDevP:
      return std::make_unique<Deviation>(/*of_population=*/true);
    case AggregateKind::kPercentileCont:
      return std::make_unique<Percentile>(/*continuous=*/true);
    case AggregateKind::kPercentileDisc:
      return std::make_unique<Percentile>(/*continuous=*/false);
    case AggregateKind::kEvidence:
      return std::make_unique<Evidence>();
  }
  return nullptr;
}

}  // namespace

const AggregateFunction* FindAggregate(absl::string_view name) {
  for (const AggregateFunction& function : kAggregates) {
    if (absl::EqualsIgnoreCase(function.name, name)) return &function;
  }
  return nullptr;
}

absl::Span<const AggregateFunction> AllAggregates() { return kAggregates; }

std::unique_ptr<Aggregate> MakeAggregate(AggregateKind kind, bool distinct) {
  std::unique_ptr<Aggregate> plain = MakePlain(kind);
  if (!distinct) return plain;
  return std::make_unique<Distinct>(std::move(plain));
}

}  // namespace attest::query
