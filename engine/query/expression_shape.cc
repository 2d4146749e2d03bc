#include "engine/query/expression_shape.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/query/syntax.h"
#include "engine/query/value.h"

namespace attest::query {
namespace {

void AppendText(absl::string_view text, std::string& shape) {
  absl::StrAppend(&shape, text.size(), ":", text);
}

void AppendLabels(const LabelExpression& labels, std::string& shape) {
  absl::StrAppend(&shape, "L", static_cast<int>(labels.kind), "(");
  AppendText(labels.name, shape);
  for (const LabelExpression& child : labels.children) {
    AppendLabels(child, shape);
  }
  shape += ')';
}

void AppendLiteral(const Value& value, std::string& shape) {
  absl::StrAppend(&shape, "#", static_cast<int>(value.type()), ":");
  switch (value.type()) {
    case Value::Type::kBoolean:
      absl::StrAppend(&shape, value.boolean() ? "t" : "f");
      break;
    case Value::Type::kInteger:
      absl::StrAppend(&shape, value.integer());
      break;
    case Value::Type::kFloat:
      absl::StrAppendFormat(&shape, "%a", value.floating());
      break;
    case Value::Type::kString:
      AppendText(value.string(), shape);
      break;
    default:
      break;
  }
}

void AppendShape(const Expression& expression, std::string& shape) {
  absl::StrAppend(&shape, static_cast<int>(expression.kind), ".",
                  static_cast<int>(expression.op), ".",
                  static_cast<int>(expression.quantifier),
                  expression.distinct ? "d" : "", "(");
  if (expression.kind == ExpressionKind::kLiteral) {
    AppendLiteral(expression.literal, shape);
  }
  AppendText(expression.kind == ExpressionKind::kCall
                 ? absl::AsciiStrToLower(expression.name)
                 : expression.name,
             shape);
  AppendText(expression.second_name, shape);
  for (const Operator op : expression.ops) {
    absl::StrAppend(&shape, static_cast<int>(op), ",");
  }
  for (const std::string& key : expression.keys) AppendText(key, shape);
  if (expression.labels) AppendLabels(*expression.labels, shape);
  if (expression.pattern != nullptr || expression.subquery != nullptr) {
    absl::StrAppend(&shape, "@", expression.place.begin, "-",
                    expression.place.end);
  }
  for (const ExpressionPtr& child : expression.children) {
    if (child == nullptr) {
      shape += '_';
    } else {
      AppendShape(*child, shape);
    }
  }
  shape += ')';
}

}  // namespace

std::string ShapeOf(const Expression& expression) {
  std::string shape;
  AppendShape(expression, shape);
  return shape;
}

}  // namespace attest::query
