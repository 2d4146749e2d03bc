#include "engine/query/operator_text.h"

namespace attest::query {

absl::string_view TextOf(Operator op) {
  switch (op) {
    case Operator::kNone:
      return "";
    case Operator::kOr:
      return "OR";
    case Operator::kXor:
      return "XOR";
    case Operator::kAnd:
      return "AND";
    case Operator::kNot:
      return "NOT";
    case Operator::kEqual:
      return "=";
    case Operator::kNotEqual:
      return "<>";
    case Operator::kLess:
      return "<";
    case Operator::kLessEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    case Operator::kGreaterEqual:
      return ">=";
    case Operator::kAdd:
    case Operator::kPlus:
      return "+";
    case Operator::kSubtract:
    case Operator::kMinus:
      return "-";
    case Operator::kMultiply:
      return "*";
    case Operator::kDivide:
      return "/";
    case Operator::kModulo:
      return "%";
    case Operator::kPower:
      return "^";
    case Operator::kIn:
      return "IN";
    case Operator::kStartsWith:
      return "STARTS WITH";
    case Operator::kEndsWith:
      return "ENDS WITH";
    case Operator::kContains:
      return "CONTAINS";
    case Operator::kMatches:
      return "=~";
  }
  return "";
}

}  // namespace attest::query
