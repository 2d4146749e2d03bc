// Operators and what follows an operand, in the order in which they bind: OR,
// XOR, AND, NOT, comparisons, predicates such as IN and IS NULL, + and -, the
// products, ^, signs, properties.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/lexer_characters.h"
#include "engine/query/parser_state.h"
#include "engine/status_macros.h"

namespace attest::query {

absl::StatusOr<ExpressionPtr> Parser::ParseCondition() {
  const Nesting nesting(*this);
  RETURN_IF_ERROR(CheckDepth());
  return ParseLogical(Operator::kOr);
}

absl::StatusOr<ExpressionPtr> Parser::ParseValue() {
  ASSIGN_OR_RETURN(ExpressionPtr value, ParseCondition());
  RETURN_IF_ERROR(RequireValue(*value));
  return value;
}

absl::StatusOr<ExpressionPtr> Parser::ParseLogical(Operator op) {
  const Keyword word = op == Operator::kOr    ? Keyword::kOr
                       : op == Operator::kXor ? Keyword::kXor
                                              : Keyword::kAnd;
  std::vector<ExpressionPtr> operands;
  do {
    ASSIGN_OR_RETURN(ExpressionPtr operand,
                     op == Operator::kOr    ? ParseLogical(Operator::kXor)
                     : op == Operator::kXor ? ParseLogical(Operator::kAnd)
                                            : ParseNot());
    operands.push_back(std::move(operand));
  } while (TakeWord(word));
  return Balanced(op, std::move(operands));
}

// The three are associative, so a thousand conditions need no deep tree. Their
// order stays.
absl::StatusOr<ExpressionPtr> Parser::Balanced(
    Operator op, std::vector<ExpressionPtr> operands) {
  while (operands.size() > 1) {
    size_t kept = 0;
    for (size_t i = 0; i < operands.size(); i += 2) {
      if (i + 1 == operands.size()) {
        operands[kept++] = std::move(operands[i]);
        continue;
      }
      ASSIGN_OR_RETURN(operands[kept], Binary(op, std::move(operands[i]),
                                              std::move(operands[i + 1])));
      ++kept;
    }
    operands.resize(kept);
  }
  return std::move(operands.front());
}

absl::StatusOr<ExpressionPtr> Parser::ParseNot() {
  std::vector<uint32_t> begins;
  while (AtWord(Keyword::kNot)) begins.push_back(Take().place.begin);
  ASSIGN_OR_RETURN(ExpressionPtr operand, ParseComparison());
  while (!begins.empty()) {
    ExpressionPtr negation = MakeExpression(ExpressionKind::kUnary);
    negation->op = Operator::kNot;
    negation->children.push_back(std::move(operand));
    ASSIGN_OR_RETURN(operand,
                     Closed(std::move(negation), PlaceFrom(begins.back())));
    begins.pop_back();
  }
  return operand;
}

absl::StatusOr<ExpressionPtr> Parser::ParseComparison() {
  ASSIGN_OR_RETURN(ExpressionPtr first, ParsePredicates());
  std::vector<ExpressionPtr> operands;
  std::vector<Operator> ops;
  operands.push_back(std::move(first));
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<Operator> op, TakeComparison());
    if (!op.has_value()) break;
    ASSIGN_OR_RETURN(ExpressionPtr operand, ParsePredicates());
    ops.push_back(*op);
    operands.push_back(std::move(operand));
  }
  if (ops.empty()) return std::move(operands[0]);
  if (ops.size() == 1) {
    return Binary(ops[0], std::move(operands[0]), std::move(operands[1]));
  }
  for (const ExpressionPtr& operand : operands) {
    RETURN_IF_ERROR(RequireValue(*operand));
  }
  ExpressionPtr chain = MakeExpression(ExpressionKind::kComparisons);
  const uint32_t begin = operands[0]->place.begin;
  chain->ops = std::move(ops);
  chain->children = std::move(operands);
  return Closed(std::move(chain), PlaceFrom(begin));
}

absl::StatusOr<std::optional<Operator>> Parser::TakeComparison() {
  std::optional<Operator> op;
  switch (Current().kind) {
    case TokenKind::kEqual:
      op = Operator::kEqual;
      break;
    case TokenKind::kNotEqual:
      op = Operator::kNotEqual;
      break;
    case TokenKind::kLess:
      op = Operator::kLess;
      break;
    case TokenKind::kLessEqual:
      op = Operator::kLessEqual;
      break;
    case TokenKind::kGreater:
      op = Operator::kGreater;
      break;
    case TokenKind::kGreaterEqual:
      op = Operator::kGreaterEqual;
      break;
    case TokenKind::kExclamation:
      if (Ahead(1).kind == TokenKind::kEqual) {
        return Unexpected("an operator; unequal is written `<>`");
      }
      return op;
    default:
      return op;
  }
  RETURN_IF_ERROR(RequirePlain(Current()));
  Take();
  if (op == Operator::kEqual && At(TokenKind::kEqual)) {
    return Unexpected("a value; equal is written with one `=`");
  }
  return op;
}

// Dashes and arrow heads of other scripts are read in patterns alone.
absl::Status Parser::RequirePlain(const Token& token) const {
  if (static_cast<unsigned char>(lexed_.text[token.place.begin]) < 0x80) {
    return absl::OkStatus();
  }
  return SyntaxFault(
      "InvalidUnicodeCharacter", token.place,
      absl::StrCat("got ", ShownToken(token), ", want the sign of ASCII"));
}

absl::StatusOr<ExpressionPtr> Parser::ParsePredicates() {
  ASSIGN_OR_RETURN(ExpressionPtr left, ParseSum());
  while (true) {
    if (AtWord(Keyword::kIs)) {
      ASSIGN_OR_RETURN(left, ParseIsNull(std::move(left)));
      continue;
    }
    ASSIGN_OR_RETURN(const Operator op, TakePredicate());
    if (op == Operator::kNone) return left;
    ASSIGN_OR_RETURN(ExpressionPtr right, ParseSum());
    ASSIGN_OR_RETURN(left, Binary(op, std::move(left), std::move(right)));
  }
}

absl::StatusOr<Operator> Parser::TakePredicate() {
  if (TakeIf(TokenKind::kMatches)) return Operator::kMatches;
  switch (Current().keyword) {
    case Keyword::kIn:
      Take();
      return Operator::kIn;
    case Keyword::kContains:
      Take();
      return Operator::kContains;
    case Keyword::kStarts:
    case Keyword::kEnds: {
      const Keyword word = Take().keyword;
      RETURN_IF_ERROR(ExpectWord(Keyword::kWith));
      return word == Keyword::kStarts ? Operator::kStartsWith
                                      : Operator::kEndsWith;
    }
    case Keyword::kNot:
      if (Ahead(1).keyword == Keyword::kIn) {
        return Unexpected(
            "an operator; `x NOT IN xs` is written "
            "`NOT x IN xs`");
      }
      return Operator::kNone;
    default:
      return Operator::kNone;
  }
}

absl::StatusOr<ExpressionPtr> Parser::ParseIsNull(ExpressionPtr operand) {
  RETURN_IF_ERROR(RequireValue(*operand));
  const uint32_t begin = operand->place.begin;
  Take();
  const bool negated = TakeWord(Keyword::kNot);
  if (!TakeWord(Keyword::kNull)) {
    return Unexpected(negated ? "NULL" : "NULL or NOT NULL");
  }
  ExpressionPtr test = MakeExpression(ExpressionKind::kIsNull);
  test->children.push_back(std::move(operand));
  ASSIGN_OR_RETURN(test, Closed(std::move(test), PlaceFrom(begin)));
  if (!negated) return test;
  ExpressionPtr negation = MakeExpression(ExpressionKind::kUnary);
  negation->op = Operator::kNot;
  negation->children.push_back(std::move(test));
  return Closed(std::move(negation), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseSum() {
  ASSIGN_OR_RETURN(ExpressionPtr left, ParseProduct());
  while (At(TokenKind::kPlus) || At(TokenKind::kMinus)) {
    RETURN_IF_ERROR(RequirePlain(Current()));
    const Operator op =
        Take().kind == TokenKind::kPlus ? Operator::kAdd : Operator::kSubtract;
    ASSIGN_OR_RETURN(ExpressionPtr right, ParseProduct());
    ASSIGN_OR_RETURN(left, Binary(op, std::move(left), std::move(right)));
  }
  return left;
}

absl::StatusOr<ExpressionPtr> Parser::ParseProduct() {
  ASSIGN_OR_RETURN(ExpressionPtr left, ParsePower());
  while (At(TokenKind::kStar) || At(TokenKind::kSlash) ||
         At(TokenKind::kPercent)) {
    const TokenKind sign = Take().kind;
    const Operator op = sign == TokenKind::kStar    ? Operator::kMultiply
                        : sign == TokenKind::kSlash ? Operator::kDivide
                                                    : Operator::kModulo;
    ASSIGN_OR_RETURN(ExpressionPtr right, ParsePower());
    ASSIGN_OR_RETURN(left, Binary(op, std::move(left), std::move(right)));
  }
  return left;
}

absl::StatusOr<ExpressionPtr> Parser::ParsePower() {
  ASSIGN_OR_RETURN(ExpressionPtr left, ParseUnary());
  while (TakeIf(TokenKind::kCaret)) {
    ASSIGN_OR_RETURN(ExpressionPtr right, ParseUnary());
    ASSIGN_OR_RETURN(
        left, Binary(Operator::kPower, std::move(left), std::move(right)));
  }
  return left;
}

absl::StatusOr<ExpressionPtr> Parser::ParseUnary() {
  struct Signed {
    Operator op;
    uint32_t begin;
  };
  std::vector<Signed> signs;
  bool negative_number = false;
  while (At(TokenKind::kPlus) || At(TokenKind::kMinus)) {
    RETURN_IF_ERROR(RequirePlain(Current()));
    const TokenKind next = Ahead(1).kind;
    negative_number = At(TokenKind::kMinus) && (next == TokenKind::kInteger ||
                                                next == TokenKind::kFloat);
    if (negative_number) break;
    const Token& sign = Take();
    signs.push_back({.op = sign.kind == TokenKind::kMinus ? Operator::kMinus
                                                          : Operator::kPlus,
                     .begin = sign.place.begin});
  }
  ASSIGN_OR_RETURN(ExpressionPtr operand,
                   negative_number ? ParseNegativeNumber() : ParsePostfix());
  while (!signs.empty()) {
    RETURN_IF_ERROR(RequireValue(*operand));
    ExpressionPtr unary = MakeExpression(ExpressionKind::kUnary);
    unary->op = signs.back().op;
    unary->children.push_back(std::move(operand));
    ASSIGN_OR_RETURN(operand,
                     Closed(std::move(unary), PlaceFrom(signs.back().begin)));
    signs.pop_back();
  }
  return operand;
}

// The least integer has no positive counterpart, so a minus and a number are
// one literal.
absl::StatusOr<ExpressionPtr> Parser::ParseNegativeNumber() {
  const uint32_t begin = Take().place.begin;
  const Token& number = Take();
  ExpressionPtr literal = MakeExpression(ExpressionKind::kLiteral);
  if (number.kind == TokenKind::kFloat) {
    literal->literal = Value::Float(-number.real);
  } else {
    literal->literal =
        Value::Integer(number.integer == kLargestMagnitude
                           ? std::numeric_limits<int64_t>::min()
                           : -static_cast<int64_t>(number.integer));
  }
  return Closed(std::move(literal), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParsePostfix() {
  ASSIGN_OR_RETURN(ExpressionPtr operand, ParseAtom());
  while (true) {
    switch (Current().kind) {
      case TokenKind::kDot: {
        ASSIGN_OR_RETURN(operand, ParseProperty(std::move(operand)));
        break;
      }
      case TokenKind::kLeftBracket: {
        ASSIGN_OR_RETURN(operand, ParseIndex(std::move(operand)));
        break;
      }
      case TokenKind::kLeftBrace: {
        if (operand->kind != ExpressionKind::kVariable) return operand;
        ASSIGN_OR_RETURN(operand, ParseMapProjection(std::move(operand)));
        break;
      }
      case TokenKind::kColon: {
        RETURN_IF_ERROR(RequireValue(*operand));
        ExpressionPtr test = MakeExpression(ExpressionKind::kHasLabels);
        const uint32_t begin = operand->place.begin;
        test->children.push_back(std::move(operand));
        ASSIGN_OR_RETURN(test->labels, ParseLabels());
        return Closed(std::move(test), PlaceFrom(begin));
      }
      default:
        return operand;
    }
  }
}

absl::StatusOr<ExpressionPtr> Parser::ParseProperty(ExpressionPtr operand) {
  RETURN_IF_ERROR(RequireValue(*operand));
  const uint32_t begin = operand->place.begin;
  Take();
  ExpressionPtr property = MakeExpression(ExpressionKind::kProperty);
  ASSIGN_OR_RETURN(property->name,
                   TakeName("the name of a property", &property->name_place));
  property->children.push_back(std::move(operand));
  return Closed(std::move(property), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseIndex(ExpressionPtr operand) {
  RETURN_IF_ERROR(RequireValue(*operand));
  const LabelBar bar(*this, true);
  const uint32_t begin = operand->place.begin;
  Take();
  ExpressionPtr from;
  if (!At(TokenKind::kDots)) {
    ASSIGN_OR_RETURN(from, ParseValue());
  }
  const bool slice = TakeIf(TokenKind::kDots);
  ExpressionPtr access =
      MakeExpression(slice ? ExpressionKind::kSlice : ExpressionKind::kIndex);
  access->children.push_back(std::move(operand));
  access->children.push_back(std::move(from));
  if (slice) {
    ExpressionPtr to;
    if (!At(TokenKind::kRightBracket)) {
      ASSIGN_OR_RETURN(to, ParseValue());
    }
    access->children.push_back(std::move(to));
  }
  RETURN_IF_ERROR(
      Expect(TokenKind::kRightBracket, slice ? "`]`" : "`..` or `]`"));
  return Closed(std::move(access), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseMapProjection(
    ExpressionPtr variable) {
  const LabelBar bar(*this, true);
  const uint32_t begin = variable->place.begin;
  Take();
  ExpressionPtr projection = MakeExpression(ExpressionKind::kMapProjection);
  projection->children.push_back(std::move(variable));
  if (!At(TokenKind::kRightBrace)) {
    do {
      RETURN_IF_ERROR(ParseProjectionEntry(*projection));
    } while (TakeIf(TokenKind::kComma));
  }
  RETURN_IF_ERROR(Expect(TokenKind::kRightBrace, "`,` or `}`"));
  return Closed(std::move(projection), PlaceFrom(begin));
}

absl::Status Parser::ParseProjectionEntry(Expression& projection) {
  const uint32_t begin = Begin();
  if (TakeIf(TokenKind::kDot)) {
    if (TakeIf(TokenKind::kStar)) {
      projection.keys.push_back("*");
      projection.children.push_back(nullptr);
      return absl::OkStatus();
    }
    const Expression& of = *projection.children[0];
    ExpressionPtr variable = MakeExpression(ExpressionKind::kVariable);
    variable->name = of.name;
    variable->place = of.place;
    variable->name_place = of.name_place;
    ExpressionPtr property = MakeExpression(ExpressionKind::kProperty);
    ASSIGN_OR_RETURN(property->name, TakeName("the name of a property or `*`",
                                              &property->name_place));
    property->children.push_back(std::move(variable));
    projection.keys.push_back(property->name);
    ASSIGN_OR_RETURN(ExpressionPtr closed,
                     Closed(std::move(property), PlaceFrom(begin)));
    projection.children.push_back(std::move(closed));
    return absl::OkStatus();
  }
  if (At(TokenKind::kName) && Ahead(1).kind != TokenKind::kColon) {
    ASSIGN_OR_RETURN(ExpressionPtr variable, ParseVariable());
    projection.keys.push_back(variable->name);
    projection.children.push_back(std::move(variable));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(
      std::string key,
      TakeName("`.name`, `.*`, `name: value` or a variable", nullptr));
  Take();
  ASSIGN_OR_RETURN(ExpressionPtr value, ParseValue());
  projection.keys.push_back(std::move(key));
  projection.children.push_back(std::move(value));
  return absl::OkStatus();
}

}  // namespace attest::query
