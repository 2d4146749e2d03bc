#include "engine/query/operators.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/edtf_order.h"
#include "engine/query/number_text.h"
#include "engine/query/operator_text.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_arithmetic.h"
#include "engine/query/temporal_member.h"
#include "engine/query/temporal_order.h"
#include "engine/query/temporal_text.h"
#include "engine/query/text_pattern.h"
#include "engine/query/value_order.h"

namespace attest::query {
namespace {

using Type = Value::Type;

absl::Status TypeError(absl::string_view detail, absl::string_view message) {
  return RunError(ErrorType::kType, detail, message);
}

absl::Status MismatchError(Operator op, const Value& left, const Value& right) {
  return TypeError(
      "InvalidArgumentType",
      absl::StrCat("`", TextOf(op), "` does not go with ", NameOf(left.type()),
                   " and ", NameOf(right.type())));
}

absl::Status OverflowError(Operator op, const Value& left, const Value& right) {
  return RunError(
      ErrorType::kArithmetic, "NumberOutOfRange",
      absl::StrCat(left.integer(), " ", TextOf(op), " ", right.integer(),
                   " is beyond the 64 bits of an INTEGER"));
}

absl::Status SizeError(Operator op, uint64_t max_bytes) {
  return RunError(ErrorType::kLimit, "ValueTooLarge",
                  absl::StrCat("`", TextOf(op), "` gives a value of more than ",
                               max_bytes, " bytes"));
}

// -- Arithmetic ---------------------------------------------------------------

// Requires: integers.
absl::StatusOr<Value> IntegerArithmetic(Operator op, const Value& left,
                                        const Value& right) {
  const int64_t a = left.integer();
  const int64_t b = right.integer();
  if (b == 0 && (op == Operator::kDivide || op == Operator::kModulo)) {
    return RunError(ErrorType::kArithmetic, "DivisionByZero",
                    absl::StrCat(a, " ", TextOf(op), " 0: division by zero"));
  }
  int64_t result = 0;
  bool overflows = false;
  switch (op) {
    case Operator::kAdd:
      overflows = __builtin_add_overflow(a, b, &result);
      break;
    case Operator::kSubtract:
      overflows = __builtin_sub_overflow(a, b, &result);
      break;
    case Operator::kMultiply:
      overflows = __builtin_mul_overflow(a, b, &result);
      break;
    case Operator::kDivide:
      overflows = b == -1 && a == std::numeric_limits<int64_t>::min();
      result = overflows ? 0 : a / b;
      break;
    default:
      // The remainder has the sign of the dividend; with -1 it is always 0, but
      // the machine's division would overflow.
      result = b == -1 ? 0 : a % b;
      break;
  }
  if (overflows) return OverflowError(op, left, right);
  return Value::Integer(result);
}

double FloatArithmetic(Operator op, double a, double b) {
  switch (op) {
    case Operator::kAdd:
      return a + b;
    case Operator::kSubtract:
      return a - b;
    case Operator::kMultiply:
      return a * b;
    case Operator::kDivide:
      return a / b;
    case Operator::kModulo:
      return std::fmod(a, b);
    default:
      return std::pow(a, b);
  }
}

absl::StatusOr<Value> TemporalArithmetic(Operator op, const Value& left,
                                         const Value& right) {
  switch (op) {
    case Operator::kAdd:
      return TemporalAdd(left, right);
    case Operator::kSubtract:
      return TemporalSubtract(left, right);
    case Operator::kMultiply:
      return TemporalMultiply(left, right);
    case Operator::kDivide:
      return TemporalDivide(left, right);
    default:
      return MismatchError(op, left, right);
  }
}

absl::StatusOr<Value> Arithmetic(Operator op, const Value& left,
                                 const Value& right) {
  if (left.IsNumber() && right.IsNumber()) {
    if (left.Is(Type::kInteger) && right.Is(Type::kInteger) &&
        op != Operator::kPower) {
      return IntegerArithmetic(op, left, right);
    }
    return Value::Float(FloatArithmetic(op, left.number(), right.number()));
  }
  if (left.IsNull() || right.IsNull()) return Value::Null();
  if (IsTemporal(left.type()) || IsTemporal(right.type())) {
    return TemporalArithmetic(op, left, right);
  }
  return MismatchError(op, left, right);
}

// -- Addition of texts and lists ----------------------------------------------

// What a value adds to a string; none when it cannot be added to one.
std::optional<std::string> Addable(const Value& value) {
  switch (value.type()) {
    case Type::kBoolean:
      return value.boolean() ? "true" : "false";
    case Type::kInteger:
      return absl::StrCat(value.integer());
    case Type::kFloat:
      return FloatText(value.floating());
    case Type::kString:
      return value.string();
    case Type::kEdtf:
      return value.edtf().text();
    default:
      if (IsTemporal(value.type())) return TemporalText(value);
      return std::nullopt;
  }
}

absl::StatusOr<Value> AddLists(const Value& left, const Value& right,
                               uint64_t max_bytes) {
  uint64_t bytes = left.memory_bytes();
  if (bytes > max_bytes || right.memory_bytes() > max_bytes - bytes) {
    return SizeError(Operator::kAdd, max_bytes);
  }
  Value::List joined;
  const auto append = [&joined](const Value& value) {
    if (value.Is(Type::kList)) {
      joined.insert(joined.end(), value.list().begin(), value.list().end());
    } else {
      joined.push_back(value);
    }
  };
  const auto size = [](const Value& value) {
    return value.Is(Type::kList) ? value.list().size() : 1;
  };
  joined.reserve(size(left) + size(right));
  append(left);
  append(right);
  return Value::MakeList(std::move(joined));
}

absl::StatusOr<Value> Add(const Value& left, const Value& right,
                          uint64_t max_bytes) {
  if (left.IsNumber() && right.IsNumber()) {
    return Arithmetic(Operator::kAdd, left, right);
  }
  if (left.IsNull() || right.IsNull()) return Value::Null();
  if (left.Is(Type::kList) || right.Is(Type::kList)) {
    return AddLists(left, right, max_bytes);
  }
  if (left.Is(Type::kString) || right.Is(Type::kString)) {
    const std::optional<std::string> a = Addable(left);
    const std::optional<std::string> b = Addable(right);
    if (!a.has_value() || !b.has_value()) {
      return MismatchError(Operator::kAdd, left, right);
    }
    if (a->size() > max_bytes || b->size() > max_bytes - a->size()) {
      return SizeError(Operator::kAdd, max_bytes);
    }
    return Value::String(absl::StrCat(*a, *b));
  }
  return Arithmetic(Operator::kAdd, left, right);
}

// -- Comparison ---------------------------------------------------------------

std::optional<bool> Not(std::optional<bool> truth) {
  if (truth.has_value()) return !*truth;
  return truth;
}

// Dates that are not known exactly may be known to be less, or at most, another
// although it is not known which of less and equal they are.
std::optional<bool> CompareEdtf(Operator op, const Value& left,
                                const Value& right) {
  switch (op) {
    case Operator::kLess:
      return EdtfLess(left, right);
    case Operator::kLessEqual:
      return EdtfAtMost(left, right);
    case Operator::kGreater:
      return EdtfLess(right, left);
    default:
      return EdtfAtMost(right, left);
  }
}

std::optional<bool> IsOrdered(Operator op, const Value& left,
                              const Value& right) {
  if (left.IsNull() || right.IsNull()) return std::nullopt;
  if (left.Is(Type::kEdtf) || right.Is(Type::kEdtf)) {
    return CompareEdtf(op, left, right);
  }
  const std::optional<std::partial_ordering> order = Compare(left, right);
  if (!order.has_value()) return std::nullopt;
  switch (op) {
    case Operator::kLess:
      return *order < 0;
    case Operator::kLessEqual:
      return *order <= 0;
    case Operator::kGreater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

absl::StatusOr<Value> IsIn(const Value& value, const Value& list) {
  if (list.IsNull()) return Value::Null();
  if (!list.Is(Type::kList)) return MismatchError(Operator::kIn, value, list);
  bool is_known = true;
  for (const Value& element : list.list()) {
    const std::optional<bool> equal = Equals(value, element);
    if (!equal.has_value()) {
      is_known = false;
    } else if (*equal) {
      return Value::Boolean(true);
    }
  }
  return is_known ? Value::Boolean(false) : Value::Null();
}

absl::StatusOr<Value> CompareTexts(Operator op, const Value& left,
                                   const Value& right) {
  if (!left.Is(Type::kString) || !right.Is(Type::kString)) {
    return Value::Null();
  }
  const std::string& text = left.string();
  const std::string& part = right.string();
  switch (op) {
    case Operator::kStartsWith:
      return Value::Boolean(absl::StartsWith(text, part));
    case Operator::kEndsWith:
      return Value::Boolean(absl::EndsWith(text, part));
    case Operator::kContains:
      return Value::Boolean(absl::StrContains(text, part));
    default: {
      const absl::StatusOr<bool> matches = MatchesPattern(text, part);
      if (!matches.ok()) return matches.status();
      return Value::Boolean(*matches);
    }
  }
}

// -- Elements -----------------------------------------------------------------

absl::StatusOr<Value> PropertyNamed(const PropertyGraph& graph,
                                    const Value& value, absl::string_view key) {
  const std::optional<KeyId> id = graph.FindKey(key);
  if (!id.has_value()) return Value::Null();
  if (value.Is(Type::kNode)) return graph.PropertyOf(value.node(), *id);
  return graph.PropertyOf(value.relationship(), *id);
}

bool HasProperties(const Value& value) {
  return value.Is(Type::kNode) || value.Is(Type::kRelationship);
}

Value EntryOrNull(const Value& map, absl::string_view key) {
  const Value* entry = map.FindEntry(key);
  return entry == nullptr ? Value::Null() : *entry;
}

// The place in a list of `size` that `index` says, from the end when negative,
// within [0, size].
size_t Clamped(int64_t index, size_t size) {
  const auto length = static_cast<int64_t>(size);
  if (index < 0) index = index < -length ? 0 : index + length;
  return static_cast<size_t>(std::min(index, length));
}

}  // namespace

absl::StatusOr<Value> Apply(Operator op, const Value& left, const Value& right,
                            uint64_t max_bytes) {
  switch (op) {
    case Operator::kEqual:
      return FromTruth(Equals(left, right));
    case Operator::kNotEqual:
      return FromTruth(Not(Equals(left, right)));
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return FromTruth(IsOrdered(op, left, right));
    case Operator::kAdd:
      return Add(left, right, max_bytes);
    case Operator::kSubtract:
    case Operator::kMultiply:
    case Operator::kDivide:
    case Operator::kModulo:
    case Operator::kPower:
      return Arithmetic(op, left, right);
    case Operator::kIn:
      return IsIn(left, right);
    case Operator::kStartsWith:
    case Operator::kEndsWith:
    case Operator::kContains:
    case Operator::kMatches:
      return CompareTexts(op, left, right);
    case Operator::kNone:
    case Operator::kOr:
    case Operator::kXor:
    case Operator::kAnd:
    case Operator::kNot:
    case Operator::kMinus:
    case Operator::kPlus:
      break;
  }
  return absl::InternalError(
      absl::StrCat("`", TextOf(op), "` has no two operands to work on"));
}

absl::StatusOr<Value> Apply(Operator op, const Value& operand) {
  if (op == Operator::kNot) {
    const absl::StatusOr<std::optional<bool>> truth = Truth(operand);
    if (!truth.ok()) return truth.status();
    return FromTruth(Not(*truth));
  }
  if (operand.IsNull()) return Value::Null();
  const bool is_duration = operand.Is(Type::kDuration);
  if (!operand.IsNumber() && !is_duration) {
    return TypeError("InvalidArgumentType",
                     absl::StrCat("`", TextOf(op), "` does not go with ",
                                  NameOf(operand.type())));
  }
  if (op == Operator::kPlus) return operand;
  if (is_duration) return TemporalNegate(operand);
  if (operand.Is(Type::kFloat)) return Value::Float(-operand.floating());
  return IntegerArithmetic(Operator::kSubtract, Value::Integer(0), operand);
}

absl::StatusOr<std::optional<bool>> Truth(const Value& value) {
  if (value.IsNull()) return std::optional<bool>();
  if (value.Is(Type::kBoolean)) return std::optional<bool>(value.boolean());
  return TypeError(
      "InvalidArgumentType",
      absl::StrCat("a condition is a BOOLEAN, got ", NameOf(value.type())));
}

Value FromTruth(std::optional<bool> truth) {
  return truth.has_value() ? Value::Boolean(*truth) : Value::Null();
}

absl::StatusOr<Value> Element(const PropertyGraph& graph, const Value& value,
                              const Value& index) {
  if (value.IsNull() || index.IsNull()) return Value::Null();
  if (value.Is(Type::kList)) {
    if (!index.Is(Type::kInteger)) {
      return TypeError("ListElementAccessByNonInteger",
                       absl::StrCat("elements of a LIST go by INTEGER, got ",
                                    NameOf(index.type())));
    }
    const Value::List& list = value.list();
    const auto size = static_cast<int64_t>(list.size());
    const int64_t at = index.integer();
    if (at >= size || at < -size) return Value::Null();
    return list[static_cast<size_t>(at < 0 ? at + size : at)];
  }
  if (!value.Is(Type::kMap) && !HasProperties(value)) {
    return TypeError("InvalidElementAccess",
                     absl::StrCat(NameOf(value.type()), " has no elements"));
  }
  if (!index.Is(Type::kString)) {
    return TypeError("MapElementAccessByNonString",
                     absl::StrCat("elements of a ", NameOf(value.type()),
                                  " go by STRING, got ", NameOf(index.type())));
  }
  if (value.Is(Type::kMap)) return EntryOrNull(value, index.string());
  return PropertyNamed(graph, value, index.string());
}

absl::StatusOr<Value> Member(const PropertyGraph& graph, const Value& value,
                             absl::string_view key) {
  if (value.IsNull()) return Value::Null();
  if (value.Is(Type::kMap)) return EntryOrNull(value, key);
  if (HasProperties(value)) return PropertyNamed(graph, value, key);
  if (IsTemporal(value.type())) return TemporalMember(value, key);
  return TypeError(
      "InvalidArgumentType",
      absl::StrCat(NameOf(value.type()), " has no property `", key, "`"));
}

absl::StatusOr<Value> Slice(const Value& value, const Value* from,
                            const Value* to) {
  if (value.IsNull() || (from != nullptr && from->IsNull()) ||
      (to != nullptr && to->IsNull())) {
    return Value::Null();
  }
  if (!value.Is(Type::kList)) {
    return TypeError("InvalidArgumentType",
                     absl::StrCat("only a LIST can be cut by `[..]`, got ",
                                  NameOf(value.type())));
  }
  for (const Value* end : {from, to}) {
    if (end == nullptr || end->Is(Type::kInteger)) continue;
    return TypeError("ListElementAccessByNonInteger",
                     absl::StrCat("the ends of `[..]` are INTEGERs, got ",
                                  NameOf(end->type())));
  }
  const Value::List& list = value.list();
  const size_t begin =
      from == nullptr ? 0 : Clamped(from->integer(), list.size());
  const size_t end =
      to == nullptr ? list.size() : Clamped(to->integer(), list.size());
  if (begin >= end) return Value::MakeList({});
  const auto at = [&list](size_t i) {
    return list.begin() + static_cast<Value::List::difference_type>(i);
  };
  return Value::MakeList(Value::List(at(begin), at(end)));
}

}  // namespace attest::query
