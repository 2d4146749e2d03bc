// Expressions: names are resolved, and types checked as far as they are known.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/compiler.h"
#include "engine/query/expression_shape.h"
#include "engine/query/static_type.h"
#include "engine/status_macros.h"
#include "engine/text/suggestion.h"

namespace attest::query {
namespace {

using Type = Value::Type;

constexpr TypeSet kNumber = SetOf(Type::kInteger) | SetOf(Type::kFloat);
constexpr TypeSet kTemporal = SetOf(Type::kDate) | SetOf(Type::kLocalTime) |
                              SetOf(Type::kTime) | SetOf(Type::kLocalDateTime) |
                              SetOf(Type::kDateTime) | SetOf(Type::kDuration) |
                              SetOf(Type::kEdtf);
constexpr TypeSet kCountable = kNumber | kTemporal;
constexpr TypeSet kWithMembers = SetOf(Type::kNode) |
                                 SetOf(Type::kRelationship) |
                                 SetOf(Type::kMap) | kTemporal;

StaticType Joined(const StaticType& a, const StaticType& b) {
  return {a.types | b.types, a.elements | b.elements};
}

StaticType ArithmeticType(Operator op, const StaticType& a,
                          const StaticType& b) {
  const TypeSet types = (a.types | b.types) & ~kNull;
  if ((types & ~kNumber) != 0) return {};
  if (op == Operator::kPower) return OneOf(SetOf(Type::kFloat) | kNull);
  const bool integers = (types & SetOf(Type::kFloat)) == 0;
  return OneOf((integers ? SetOf(Type::kInteger) : kNumber) | kNull);
}

// Does it read a variable of one of these names?
bool ReadsAny(const Expression& expression,
              const std::vector<std::string>& names) {
  if (expression.kind == ExpressionKind::kVariable &&
      std::find(names.begin(), names.end(), expression.name) != names.end()) {
    return true;
  }
  return std::any_of(expression.children.begin(), expression.children.end(),
                     [&](const ExpressionPtr& child) {
                       return child != nullptr && ReadsAny(*child, names);
                     });
}

bool IsArithmetic(Operator op) {
  return op == Operator::kSubtract || op == Operator::kMultiply ||
         op == Operator::kDivide || op == Operator::kModulo ||
         op == Operator::kPower;
}

}  // namespace

absl::Status Compiler::UndefinedVariable(absl::string_view name, Place place,
                                         const Context& context) const {
  if (context.ungrouped != nullptr &&
      context.ungrouped->Find(name) != nullptr) {
    return QueryError(
        ErrorType::kSyntax, "AmbiguousAggregationExpression", place,
        absl::StrCat("`", name,
                     "` stands beside an aggregate and is no grouping key; "
                     "return it as a column of its own, or name it in a WITH "
                     "before"));
  }
  std::vector<absl::string_view> names;
  for (const Variable& variable : context.scope->variables()) {
    // Names that no text can have are the compiler's own.
    if (variable.name[0] > ' ') names.push_back(variable.name);
  }
  const std::optional<absl::string_view> nearest = NearestName(name, names, 2);
  return QueryError(
      ErrorType::kSyntax, "UndefinedVariable", place,
      absl::StrCat(
          "`", name, "` is not defined here",
          nearest ? absl::StrCat("; did you mean `", *nearest, "`?") : ""));
}

absl::StatusOr<Typed> Compiler::Compile(const Expression& expression,
                                        const Context& context) {
  if (context.substitutes != nullptr) {
    const auto found = context.substitutes->find(ShapeOf(expression));
    if (found != context.substitutes->end() &&
        !ReadsAny(expression, context.hidden)) {
      if (read_slots_ != nullptr) read_slots_->push_back(found->second.slot);
      return Typed{BindSlot(expression.place, found->second.slot),
                   found->second.type};
    }
  }
  const Place place = expression.place;
  Context inner = context;
  if (expression.kind != ExpressionKind::kBinary &&
      expression.kind != ExpressionKind::kUnary) {
    inner.is_condition = false;
  }
  switch (expression.kind) {
    case ExpressionKind::kLiteral:
      return Typed{BindLiteral(place, expression.literal),
                   TypeOnly(expression.literal.type())};
    case ExpressionKind::kParameter:
      return CompileParameter(expression);
    case ExpressionKind::kVariable:
      return CompileVariable(expression, inner);
    case ExpressionKind::kProperty:
      return CompileProperty(expression, inner);
    case ExpressionKind::kIndex:
      return CompileIndex(expression, inner);
    case ExpressionKind::kSlice:
      return CompileSlice(expression, inner);
    case ExpressionKind::kList: {
      std::vector<StaticType> types;
      ASSIGN_OR_RETURN(std::vector<BoundPtr> elements,
                       CompileAll(expression.children, inner, &types));
      StaticType elements_type{0, kAnyType};
      for (const StaticType& type : types) elements_type.types |= type.types;
      return Typed{BindList(place, std::move(elements)),
                   ListOf(elements_type.types)};
    }
    case ExpressionKind::kMap: {
      ASSIGN_OR_RETURN(std::vector<BoundPtr> values,
                       CompileAll(expression.children, inner, nullptr));
      return Typed{BindMap(place, expression.keys, std::move(values)),
                   TypeOnly(Type::kMap)};
    }
    case ExpressionKind::kMapProjection:
      return CompileMapProjection(expression, inner);
    case ExpressionKind::kUnary:
      return CompileUnary(expression, inner);
    case ExpressionKind::kBinary:
      return CompileBinary(expression, inner);
    case ExpressionKind::kComparisons: {
      ASSIGN_OR_RETURN(std::vector<BoundPtr> operands,
                       CompileAll(expression.children, inner, nullptr));
      return Typed{BindComparisons(place, expression.ops, std::move(operands)),
                   OneOf(kBoolean | kNull)};
    }
    case ExpressionKind::kIsNull: {
      ASSIGN_OR_RETURN(Typed operand, Compile(*expression.children[0], inner));
      return Typed{BindIsNull(place, std::move(operand.expression)),
                   OneOf(kBoolean)};
    }
    case ExpressionKind::kHasLabels:
      return CompileHasLabels(expression, inner);
    case ExpressionKind::kCall:
      return CompileCall(expression, inner);
    case ExpressionKind::kCountStar:
      return CompileAggregate(expression, nullptr, inner);
    case ExpressionKind::kCase:
      return CompileCase(expression, inner);
    case ExpressionKind::kListComprehension:
      return CompileListComprehension(expression, inner);
    case ExpressionKind::kReduce:
      return CompileReduce(expression, inner);
    case ExpressionKind::kQuantifier:
      return CompileQuantifier(expression, inner);
    case ExpressionKind::kPatternPredicate:
      if (!context.is_condition) {
        return QueryError(ErrorType::kSyntax, "UnexpectedSyntax", place,
                          "a pattern can stand as a condition in WHERE, or in "
                          "EXISTS { }; here a value is wanted");
      }
      return CompilePattern(expression, inner);
    case ExpressionKind::kPatternComprehension:
      return CompilePattern(expression, inner);
    case ExpressionKind::kShortestPath:
      return CompileShortestPath(expression, inner);
    case ExpressionKind::kExists:
    case ExpressionKind::kCountSubquery:
    case ExpressionKind::kCollectSubquery:
      return CompileSubquery(expression, inner);
  }
  return absl::InternalError("unknown kind of expression");
}

absl::StatusOr<Typed> Compiler::CompileCondition(const Expression& expression,
                                                 const Context& context) {
  Context inner = context;
  inner.is_condition = true;
  ASSIGN_OR_RETURN(Typed condition, Compile(expression, inner));
  if (IsNone(condition.type, kBoolean)) {
    return WrongType(expression.place, "a condition", condition.type);
  }
  return condition;
}

absl::StatusOr<std::vector<BoundPtr>> Compiler::CompileAll(
    const std::vector<ExpressionPtr>& expressions, const Context& context,
    std::vector<StaticType>* types) {
  std::vector<BoundPtr> all;
  for (const ExpressionPtr& expression : expressions) {
    if (expression == nullptr) {
      all.push_back(nullptr);
      if (types != nullptr) types->emplace_back();
      continue;
    }
    ASSIGN_OR_RETURN(Typed typed, Compile(*expression, context));
    all.push_back(std::move(typed.expression));
    if (types != nullptr) types->push_back(typed.type);
  }
  return all;
}

absl::StatusOr<Typed> Compiler::CompileVariable(const Expression& expression,
                                                const Context& context) {
  const Variable* variable = context.scope->Find(expression.name);
  if (variable == nullptr) {
    return UndefinedVariable(expression.name, expression.place, context);
  }
  if (read_slots_ != nullptr) read_slots_->push_back(variable->slot);
  return Typed{BindSlot(expression.place, variable->slot), variable->type};
}

absl::StatusOr<Typed> Compiler::CompileParameter(const Expression& expression) {
  const auto found =
      std::find(parameters_.begin(), parameters_.end(), expression.name);
  const auto index = static_cast<size_t>(found - parameters_.begin());
  if (found == parameters_.end()) {
    parameters_.push_back(expression.name);
    parameter_places_.push_back(expression.place);
  }
  return Typed{BindParameter(expression.place, index), {}};
}

absl::StatusOr<Typed> Compiler::CompileProperty(const Expression& expression,
                                                const Context& context) {
  ASSIGN_OR_RETURN(Typed of, Compile(*expression.children[0], context));
  if (IsNone(of.type, kWithMembers)) {
    // openCypher has a TypeError for values, a SyntaxError for paths.
    const bool is_path = (of.type.types & SetOf(Type::kPath)) != 0;
    return WrongType(
        expression.children[0]->place,
        absl::StrCat("something with a property `", expression.name, "`"),
        of.type, is_path ? ErrorType::kSyntax : ErrorType::kType);
  }
  const std::optional<KeyId> key = graph_->FindKey(expression.name);
  constexpr TypeSet kOfGraph =
      SetOf(Type::kNode) | SetOf(Type::kRelationship) | kNull;
  if (!key && of.type.types != 0 && (of.type.types & ~kOfGraph) == 0) {
    WarnOfKey(expression.name, expression.name_place);
  }
  return Typed{BindProperty(expression.place, std::move(of.expression),
                            expression.name, key),
               {}};
}

absl::StatusOr<Typed> Compiler::CompileIndex(const Expression& expression,
                                             const Context& context) {
  ASSIGN_OR_RETURN(Typed of, Compile(*expression.children[0], context));
  ASSIGN_OR_RETURN(Typed index, Compile(*expression.children[1], context));
  return Typed{BindIndex(expression.place, std::move(of.expression),
                         std::move(index.expression)),
               {ElementsOf(of.type).types | kNull, kAnyType}};
}

absl::StatusOr<Typed> Compiler::CompileSlice(const Expression& expression,
                                             const Context& context) {
  std::vector<StaticType> types;
  ASSIGN_OR_RETURN(std::vector<BoundPtr> parts,
                   CompileAll(expression.children, context, &types));
  return Typed{BindSlice(expression.place, std::move(parts[0]),
                         std::move(parts[1]), std::move(parts[2])),
               {SetOf(Type::kList) | kNull, types[0].elements}};
}

absl::StatusOr<Typed> Compiler::CompileMapProjection(
    const Expression& expression, const Context& context) {
  ASSIGN_OR_RETURN(std::vector<BoundPtr> parts,
                   CompileAll(expression.children, context, nullptr));
  BoundPtr of = std::move(parts[0]);
  parts.erase(parts.begin());
  return Typed{BindMapProjection(expression.place, std::move(of),
                                 expression.keys, std::move(parts)),
               OneOf(SetOf(Type::kMap) | kNull)};
}

absl::StatusOr<Typed> Compiler::CompileUnary(const Expression& expression,
                                             const Context& context) {
  const Expression& child = *expression.children[0];
  if (expression.op == Operator::kNot) {
    return CompileLogic(expression, context);
  }
  Context inner = context;
  inner.is_condition = false;
  ASSIGN_OR_RETURN(Typed operand, Compile(child, inner));
  const TypeSet takes = kNumber | SetOf(Type::kDuration);
  if (IsNone(operand.type, takes)) {
    return WrongType(child.place, "a number", operand.type);
  }
  const StaticType type = operand.type;
  return Typed{
      BindUnary(expression.place, expression.op, std::move(operand.expression)),
      type};
}

absl::StatusOr<Typed> Compiler::CompileLogic(const Expression& expression,
                                             const Context& context) {
  std::vector<BoundPtr> operands;
  for (const ExpressionPtr& child : expression.children) {
    // A pattern may stand among conditions where it may stand alone.
    ASSIGN_OR_RETURN(Typed operand, Compile(*child, context));
    if (IsNone(operand.type, kBoolean)) {
      return WrongType(child->place, "a condition", operand.type);
    }
    operands.push_back(std::move(operand.expression));
  }
  const StaticType type = OneOf(kBoolean | kNull);
  if (expression.op == Operator::kNot) {
    return Typed{
        BindUnary(expression.place, expression.op, std::move(operands[0])),
        type};
  }
  return Typed{BindLogic(expression.place, expression.op, std::move(operands)),
               type};
}

absl::StatusOr<Typed> Compiler::CompileBinary(const Expression& expression,
                                              const Context& context) {
  const Operator op = expression.op;
  if (op == Operator::kAnd || op == Operator::kOr || op == Operator::kXor) {
    return CompileLogic(expression, context);
  }
  Context inner = context;
  inner.is_condition = false;
  ASSIGN_OR_RETURN(Typed left, Compile(*expression.children[0], inner));
  ASSIGN_OR_RETURN(Typed right, Compile(*expression.children[1], inner));
  StaticType type = OneOf(kBoolean | kNull);
  if (op == Operator::kAdd) {
    const bool numbers =
        ((left.type.types | right.type.types) & ~(kNumber | kNull)) == 0;
    type = numbers ? ArithmeticType(op, left.type, right.type) : StaticType{};
  } else if (IsArithmetic(op)) {
    for (const auto& [operand, child] :
         {std::pair{&left, expression.children[0].get()},
          std::pair{&right, expression.children[1].get()}}) {
      if (IsNone(operand->type, kCountable)) {
        return WrongType(child->place, "a number", operand->type);
      }
    }
    type = ArithmeticType(op, left.type, right.type);
  } else if (op == Operator::kIn && IsNone(right.type, SetOf(Type::kList))) {
    return WrongType(expression.children[1]->place, "a list after IN",
                     right.type);
  }
  return Typed{BindBinary(expression.place, op, std::move(left.expression),
                          std::move(right.expression)),
               type};
}

absl::StatusOr<Typed> Compiler::CompileHasLabels(const Expression& expression,
                                                 const Context& context) {
  ASSIGN_OR_RETURN(Typed of, Compile(*expression.children[0], context));
  if (IsNone(of.type, SetOf(Type::kNode) | SetOf(Type::kRelationship))) {
    return WrongType(expression.children[0]->place,
                     "a node or a relationship before the label", of.type);
  }
  return Typed{BindHasLabels(expression.place, std::move(of.expression),
                             ConditionOf(*expression.labels)),
               OneOf(kBoolean | kNull)};
}

absl::StatusOr<Typed> Compiler::CompileCase(const Expression& expression,
                                            const Context& context) {
  std::vector<StaticType> types;
  ASSIGN_OR_RETURN(std::vector<BoundPtr> parts,
                   CompileAll(expression.children, context, &types));
  BoundPtr compared = std::move(parts[0]);
  const bool has_else = parts.size() % 2 == 0;
  BoundPtr otherwise;
  StaticType type{kNull, 0};
  if (has_else) {
    otherwise = std::move(parts.back());
    type = Joined(type, types.back());
    parts.pop_back();
  }
  for (size_t i = 1; i < parts.size(); ++i) {
    const bool is_when = i % 2 == 1;
    if (!is_when) {
      type = Joined(type, types[i]);
    } else if (compared == nullptr && IsNone(types[i], kBoolean)) {
      return WrongType(expression.children[i]->place, "a condition after WHEN",
                       types[i]);
    }
  }
  parts.erase(parts.begin());
  return Typed{BindCase(expression.place, std::move(compared), std::move(parts),
                        std::move(otherwise)),
               type};
}

void Compiler::Warn(absl::string_view what, absl::string_view name, Place place,
                    const std::vector<std::string>& known) {
  const std::vector<absl::string_view> names(known.begin(), known.end());
  const std::optional<absl::string_view> nearest = NearestName(name, names, 2);
  const std::string message = absl::StrCat(
      what, " `", name, "`",
      nearest ? absl::StrCat("; did you mean `", *nearest, "`?") : "");
  for (const QueryWarning& warning : warnings_) {
    if (warning.message == message) return;
  }
  warnings_.push_back({place, message});
}

void Compiler::WarnOfLabel(absl::string_view name, Place place) {
  Warn("no node can have the label", name, place, graph_->LabelNames());
}
void Compiler::WarnOfType(absl::string_view name, Place place) {
  Warn("no relationship can have the type", name, place, graph_->TypeNames());
}
void Compiler::WarnOfKey(absl::string_view name, Place place) {
  Warn("nothing here has the property", name, place, graph_->KeyNames());
}

LabelCondition Compiler::ConditionOf(const LabelExpression& labels) {
  LabelCondition condition;
  condition.kind = labels.kind;
  condition.name = labels.name;
  if (labels.kind == LabelExpression::Kind::kName) {
    condition.label = graph_->FindLabel(labels.name);
    // As a condition on a relationship it is a type.
    if (!condition.label && graph_->FindTypes(labels.name).empty()) {
      WarnOfLabel(labels.name, labels.place);
    }
  }
  for (const LabelExpression& child : labels.children) {
    condition.children.push_back(ConditionOf(child));
  }
  return condition;
}

}  // namespace attest::query
