// Expressions that ask something of each element of a list, by a name of its
// own.

#include <utility>

#include "engine/query/compiler.h"
#include "engine/query/static_type.h"
#include "engine/status_macros.h"

namespace attest::query {

absl::StatusOr<Typed> Compiler::CompileListComprehension(
    const Expression& expression, const Context& context) {
  ASSIGN_OR_RETURN(Typed list, Compile(*expression.children[0], context));
  if (IsNone(list.type, SetOf(Value::Type::kList))) {
    return WrongType(expression.children[0]->place, "a list", list.type);
  }
  Scope scope = *context.scope;
  const Slot slot = NewSlot();
  scope.Add({expression.name, slot, ElementsOf(list.type)});
  Context inner = context;
  inner.scope = &scope;
  inner.hidden.push_back(expression.name);
  // An aggregate of each element would have no rows to be of.
  inner.aggregates = nullptr;
  BoundPtr where;
  if (expression.children[1] != nullptr) {
    ASSIGN_OR_RETURN(Typed condition,
                     CompileCondition(*expression.children[1], inner));
    where = std::move(condition.expression);
  }
  Typed result;
  result.type = OneOf(list.type.elements);
  if (expression.children[2] != nullptr) {
    ASSIGN_OR_RETURN(result, Compile(*expression.children[2], inner));
  }
  return Typed{
      BindListComprehension(expression.place, slot, std::move(list.expression),
                            std::move(where), std::move(result.expression)),
      {SetOf(Value::Type::kList) | (list.type.types & kNull),
       result.type.types}};
}

absl::StatusOr<Typed> Compiler::CompileReduce(const Expression& expression,
                                              const Context& context) {
  ASSIGN_OR_RETURN(Typed start, Compile(*expression.children[0], context));
  ASSIGN_OR_RETURN(Typed list, Compile(*expression.children[1], context));
  Scope scope = *context.scope;
  const Slot total = NewSlot();
  const Slot element = NewSlot();
  scope.Add({expression.name, total, {}});
  scope.Add({expression.second_name, element, ElementsOf(list.type)});
  Context inner = context;
  inner.scope = &scope;
  inner.hidden.push_back(expression.name);
  inner.hidden.push_back(expression.second_name);
  inner.aggregates = nullptr;
  ASSIGN_OR_RETURN(Typed next, Compile(*expression.children[2], inner));
  return Typed{
      BindReduce(expression.place, total, std::move(start.expression), element,
                 std::move(list.expression), std::move(next.expression)),
      {}};
}

absl::StatusOr<Typed> Compiler::CompileQuantifier(const Expression& expression,
                                                  const Context& context) {
  ASSIGN_OR_RETURN(Typed list, Compile(*expression.children[0], context));
  if (IsNone(list.type, SetOf(Value::Type::kList))) {
    return WrongType(expression.children[0]->place, "a list", list.type);
  }
  Scope scope = *context.scope;
  const Slot slot = NewSlot();
  scope.Add({expression.name, slot, ElementsOf(list.type)});
  Context inner = context;
  inner.scope = &scope;
  inner.hidden.push_back(expression.name);
  inner.aggregates = nullptr;
  BoundPtr condition;
  if (expression.children[1] == nullptr) {
    condition = BindSlot(expression.place, slot);
  } else {
    ASSIGN_OR_RETURN(Typed typed,
                     CompileCondition(*expression.children[1], inner));
    condition = std::move(typed.expression);
  }
  return Typed{BindQuantifier(expression.place, expression.quantifier, slot,
                              std::move(list.expression), std::move(condition)),
               OneOf(kBoolean | kNull)};
}

}  // namespace attest::query
