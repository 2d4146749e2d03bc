// What expressions are made of: literals, names, calls, brackets, CASE,
// comprehensions and subqueries.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/query/parser_state.h"
#include "engine/status_macros.h"

namespace attest::query {

absl::StatusOr<ExpressionPtr> Parser::ParseAtom() {
  const Token& token = Current();
  switch (token.kind) {
    case TokenKind::kInteger:
      RETURN_IF_ERROR(CheckMagnitude(token));
      return ParseLiteral(Value::Integer(static_cast<int64_t>(token.integer)));
    case TokenKind::kFloat:
      return ParseLiteral(Value::Float(token.real));
    case TokenKind::kString:
      return ParseLiteral(Value::String(std::string(lexed_.TextOf(token))));
    case TokenKind::kParameter:
      return ParseParameter();
    case TokenKind::kName:
      return ParseNamed();
    case TokenKind::kLeftParenthesis:
      return IsPatternAt(position_) ? ParsePatternPredicate()
                                    : ParseParenthesized();
    case TokenKind::kLeftBracket:
      return ParseBracketed();
    case TokenKind::kLeftBrace:
      return ParseMap();
    default:
      return Unexpected("an expression");
  }
}

// The least integer is read with its minus: ParseNegativeNumber.
absl::Status Parser::CheckMagnitude(const Token& integer) const {
  if (integer.integer < kLargestMagnitude) return absl::OkStatus();
  return SyntaxFault("IntegerOverflow", integer.place,
                     absl::StrCat(ShownToken(integer),
                                  " is too large for an integer of 64 bits"));
}

absl::StatusOr<ExpressionPtr> Parser::ParseLiteral(Value value) {
  const uint32_t begin = Begin();
  Take();
  ExpressionPtr literal = MakeExpression(ExpressionKind::kLiteral);
  literal->literal = std::move(value);
  return Closed(std::move(literal), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseParameter() {
  const uint32_t begin = Begin();
  ExpressionPtr parameter = MakeExpression(ExpressionKind::kParameter);
  parameter->name = std::string(lexed_.TextOf(Take()));
  return Closed(std::move(parameter), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseVariable() {
  const uint32_t begin = Begin();
  ExpressionPtr variable = MakeExpression(ExpressionKind::kVariable);
  ASSIGN_OR_RETURN(variable->name,
                   TakeVariable("an expression", &variable->name_place));
  return Closed(std::move(variable), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseNamed() {
  switch (Current().keyword) {
    case Keyword::kTrue:
      return ParseLiteral(Value::Boolean(true));
    case Keyword::kFalse:
      return ParseLiteral(Value::Boolean(false));
    case Keyword::kNull:
      return ParseLiteral(Value::Null());
    case Keyword::kCase:
      return ParseCase();
    default:
      break;
  }
  const TokenKind next = Ahead(1).kind;
  if (next == TokenKind::kLeftBrace) {
    switch (Current().keyword) {
      case Keyword::kExists:
        return ParseSubquery(ExpressionKind::kExists);
      case Keyword::kCount:
        return ParseSubquery(ExpressionKind::kCountSubquery);
      case Keyword::kCollect:
        return ParseSubquery(ExpressionKind::kCollectSubquery);
      default:
        break;
    }
  }
  if (next == TokenKind::kLeftParenthesis) return ParseNamedParenthesis();
  return IsCall() ? ParseCall() : ParseVariable();
}

// A name and `(`: a call, unless the word and what follows say otherwise.
absl::StatusOr<ExpressionPtr> Parser::ParseNamedParenthesis() {
  const Token& inner = Ahead(2);
  const bool named = inner.kind == TokenKind::kName;
  switch (Current().keyword) {
    case Keyword::kCount:
      if (inner.kind == TokenKind::kStar) return ParseCountStar();
      break;
    case Keyword::kExists:
      if (IsPatternAt(position_ + 2)) return ParseExistsPattern();
      break;
    case Keyword::kAll:
    case Keyword::kAny:
    case Keyword::kNone:
    case Keyword::kSingle:
      if (named && Ahead(3).keyword == Keyword::kIn) return ParseQuantifier();
      break;
    case Keyword::kReduce:
      if (named && Ahead(3).kind == TokenKind::kEqual) return ParseReduce();
      break;
    case Keyword::kExtract:
    case Keyword::kFilter:
      if (named && Ahead(3).keyword == Keyword::kIn) {
        return Unexpected(
            "[x IN xs WHERE condition | value], which "
            "replaces filter and extract");
      }
      break;
    case Keyword::kShortestPath:
    case Keyword::kAllShortestPaths:
      if (inner.kind == TokenKind::kLeftParenthesis) {
        return ParseShortestPathExpression();
      }
      break;
    default:
      break;
  }
  if (IsReserved(Current().keyword)) return Unexpected("an expression");
  return ParseCall();
}

absl::StatusOr<ExpressionPtr> Parser::ParseCall() {
  const uint32_t begin = Begin();
  ExpressionPtr call = MakeExpression(ExpressionKind::kCall);
  ASSIGN_OR_RETURN(call->name, TakeName("a function", &call->name_place));
  while (TakeIf(TokenKind::kDot)) {
    Place place;
    ASSIGN_OR_RETURN(const std::string part, TakeName("a function", &place));
    absl::StrAppend(&call->name, ".", part);
    call->name_place.end = place.end;
  }
  RETURN_IF_ERROR(Expect(TokenKind::kLeftParenthesis, "`(`"));
  const LabelBar bar(*this, true);
  call->distinct = TakeWord(Keyword::kDistinct);
  if (call->distinct || !At(TokenKind::kRightParenthesis)) {
    do {
      ASSIGN_OR_RETURN(ExpressionPtr argument, ParseValue());
      call->children.push_back(std::move(argument));
    } while (TakeIf(TokenKind::kComma));
  }
  RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis, "`,` or `)`"));
  return Closed(std::move(call), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseCountStar() {
  const uint32_t begin = Begin();
  ExpressionPtr count = MakeExpression(ExpressionKind::kCountStar);
  count->name_place = Take().place;
  Take();
  Take();
  RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis, "`)`"));
  return Closed(std::move(count), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseCase() {
  const uint32_t begin = Begin();
  Take();
  const LabelBar bar(*this, true);
  ExpressionPtr choice = MakeExpression(ExpressionKind::kCase);
  choice->children.emplace_back();
  const bool simple = !AtWord(Keyword::kWhen);
  if (simple) {
    ASSIGN_OR_RETURN(choice->children[0], ParseValue());
  }
  if (!AtWord(Keyword::kWhen)) return Unexpected("WHEN");
  while (TakeWord(Keyword::kWhen)) {
    ASSIGN_OR_RETURN(ExpressionPtr when,
                     simple ? ParseValue() : ParseCondition());
    RETURN_IF_ERROR(ExpectWord(Keyword::kThen));
    ASSIGN_OR_RETURN(ExpressionPtr then, ParseValue());
    choice->children.push_back(std::move(when));
    choice->children.push_back(std::move(then));
  }
  if (TakeWord(Keyword::kElse)) {
    ASSIGN_OR_RETURN(ExpressionPtr otherwise, ParseValue());
    choice->children.push_back(std::move(otherwise));
  }
  if (!TakeWord(Keyword::kEnd)) return Unexpected("WHEN, ELSE or END");
  return Closed(std::move(choice), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseQuantifier() {
  const uint32_t begin = Begin();
  ExpressionPtr quantifier = MakeExpression(ExpressionKind::kQuantifier);
  const Token& word = Take();
  quantifier->name_place = word.place;
  quantifier->quantifier = word.keyword == Keyword::kAll   ? Quantifier::kAll
                           : word.keyword == Keyword::kAny ? Quantifier::kAny
                           : word.keyword == Keyword::kNone
                               ? Quantifier::kNone
                               : Quantifier::kSingle;
  Take();
  const LabelBar bar(*this, true);
  ASSIGN_OR_RETURN(quantifier->name, TakeVariable("a variable", nullptr));
  RETURN_IF_ERROR(ExpectWord(Keyword::kIn));
  ASSIGN_OR_RETURN(ExpressionPtr list, ParseValue());
  ExpressionPtr where;
  if (TakeWord(Keyword::kWhere)) {
    ASSIGN_OR_RETURN(where, ParseCondition());
  }
  quantifier->children.push_back(std::move(list));
  quantifier->children.push_back(std::move(where));
  RETURN_IF_ERROR(
      Expect(TokenKind::kRightParenthesis,
             quantifier->children[1] == nullptr ? "WHERE or `)`" : "`)`"));
  return Closed(std::move(quantifier), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseReduce() {
  const uint32_t begin = Begin();
  ExpressionPtr reduce = MakeExpression(ExpressionKind::kReduce);
  reduce->name_place = Take().place;
  Take();
  ASSIGN_OR_RETURN(reduce->name, TakeVariable("a variable", nullptr));
  RETURN_IF_ERROR(Expect(TokenKind::kEqual, "`=`"));
  const LabelBar bar(*this, true);
  ASSIGN_OR_RETURN(ExpressionPtr initial, ParseValue());
  RETURN_IF_ERROR(Expect(TokenKind::kComma, "`,`"));
  ASSIGN_OR_RETURN(reduce->second_name, TakeVariable("a variable", nullptr));
  RETURN_IF_ERROR(ExpectWord(Keyword::kIn));
  ExpressionPtr list;
  {
    const LabelBar none(*this, false);
    ASSIGN_OR_RETURN(list, ParseValue());
  }
  RETURN_IF_ERROR(Expect(TokenKind::kBar, "`|`"));
  ASSIGN_OR_RETURN(ExpressionPtr next, ParseValue());
  RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis, "`)`"));
  reduce->children.push_back(std::move(initial));
  reduce->children.push_back(std::move(list));
  reduce->children.push_back(std::move(next));
  return Closed(std::move(reduce), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseParenthesized() {
  const uint32_t begin = Begin();
  Take();
  const LabelBar bar(*this, true);
  ASSIGN_OR_RETURN(ExpressionPtr inner, ParseCondition());
  RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis, "`)`"));
  inner->place = PlaceFrom(begin);
  return inner;
}

absl::StatusOr<ExpressionPtr> Parser::ParseBracketed() {
  if (IsListComprehension()) return ParseListComprehension();
  if (IsPatternComprehension()) return ParsePatternComprehension();
  return ParseList();
}

absl::StatusOr<ExpressionPtr> Parser::ParseList() {
  const uint32_t begin = Begin();
  Take();
  const LabelBar bar(*this, true);
  ExpressionPtr list = MakeExpression(ExpressionKind::kList);
  if (!At(TokenKind::kRightBracket)) {
    do {
      ASSIGN_OR_RETURN(ExpressionPtr element, ParseValue());
      list->children.push_back(std::move(element));
    } while (TakeIf(TokenKind::kComma));
  }
  RETURN_IF_ERROR(Expect(TokenKind::kRightBracket, "`,` or `]`"));
  return Closed(std::move(list), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseMap() {
  const uint32_t begin = Begin();
  Take();
  const LabelBar bar(*this, true);
  ExpressionPtr map = MakeExpression(ExpressionKind::kMap);
  if (!At(TokenKind::kRightBrace)) {
    do {
      if (At(TokenKind::kString)) {
        return Unexpected("a key, which stands without quotes or in backticks");
      }
      ASSIGN_OR_RETURN(std::string key, TakeName("a key", nullptr));
      RETURN_IF_ERROR(Expect(TokenKind::kColon, "`:`"));
      ASSIGN_OR_RETURN(ExpressionPtr value, ParseValue());
      map->keys.push_back(std::move(key));
      map->children.push_back(std::move(value));
    } while (TakeIf(TokenKind::kComma));
  }
  RETURN_IF_ERROR(Expect(TokenKind::kRightBrace, "`,` or `}`"));
  return Closed(std::move(map), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseListComprehension() {
  const uint32_t begin = Begin();
  Take();
  ExpressionPtr comprehension =
      MakeExpression(ExpressionKind::kListComprehension);
  ASSIGN_OR_RETURN(comprehension->name,
                   TakeVariable("a variable", &comprehension->name_place));
  RETURN_IF_ERROR(ExpectWord(Keyword::kIn));
  ExpressionPtr list;
  ExpressionPtr where;
  ExpressionPtr value;
  {
    const LabelBar none(*this, false);
    ASSIGN_OR_RETURN(list, ParseValue());
    if (TakeWord(Keyword::kWhere)) {
      ASSIGN_OR_RETURN(where, ParseCondition());
    }
  }
  if (TakeIf(TokenKind::kBar)) {
    const LabelBar bar(*this, true);
    ASSIGN_OR_RETURN(value, ParseValue());
  }
  RETURN_IF_ERROR(Expect(TokenKind::kRightBracket, value != nullptr ? "`]`"
                                                   : where != nullptr
                                                       ? "`|` or `]`"
                                                       : "WHERE, `|` or `]`"));
  comprehension->children.push_back(std::move(list));
  comprehension->children.push_back(std::move(where));
  comprehension->children.push_back(std::move(value));
  return Closed(std::move(comprehension), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParsePatternComprehension() {
  const uint32_t begin = Begin();
  Take();
  ExpressionPtr comprehension =
      MakeExpression(ExpressionKind::kPatternComprehension);
  PathPattern path;
  path.place.begin = Begin();
  if (At(TokenKind::kName)) {
    ASSIGN_OR_RETURN(path.name, TakeVariable("a variable", &path.name_place));
    RETURN_IF_ERROR(Expect(TokenKind::kEqual, "`=`"));
  }
  RETURN_IF_ERROR(ParseElements(PatternPlace::kExpression, path));
  path.place = PlaceFrom(path.place.begin);
  ExpressionPtr where;
  if (TakeWord(Keyword::kWhere)) {
    const LabelBar none(*this, false);
    ASSIGN_OR_RETURN(where, ParseCondition());
  }
  RETURN_IF_ERROR(Expect(TokenKind::kBar, "`|`"));
  const LabelBar bar(*this, true);
  ASSIGN_OR_RETURN(ExpressionPtr value, ParseValue());
  RETURN_IF_ERROR(Expect(TokenKind::kRightBracket, "`]`"));
  comprehension->pattern = std::make_unique<PathPattern>(std::move(path));
  comprehension->children.push_back(std::move(where));
  comprehension->children.push_back(std::move(value));
  return Closed(std::move(comprehension), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParsePatternPredicate() {
  const uint32_t begin = Begin();
  PathPattern path;
  RETURN_IF_ERROR(ParseElements(PatternPlace::kExpression, path));
  path.place = PlaceFrom(begin);
  ExpressionPtr predicate = MakeExpression(ExpressionKind::kPatternPredicate);
  predicate->pattern = std::make_unique<PathPattern>(std::move(path));
  return Closed(std::move(predicate), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseShortestPathExpression() {
  const uint32_t begin = Begin();
  ASSIGN_OR_RETURN(PathPattern path, ParseLegacyShortest());
  ExpressionPtr shortest = MakeExpression(ExpressionKind::kShortestPath);
  shortest->pattern = std::make_unique<PathPattern>(std::move(path));
  return Closed(std::move(shortest), PlaceFrom(begin));
}

// exists((a)-->(b)) is EXISTS { (a)-->(b) } in other brackets.
absl::StatusOr<ExpressionPtr> Parser::ParseExistsPattern() {
  const uint32_t begin = Begin();
  Take();
  Take();
  Clause match;
  match.place.begin = Begin();
  PathPattern path;
  RETURN_IF_ERROR(ParseElements(PatternPlace::kExpression, path));
  path.place = PlaceFrom(match.place.begin);
  match.place = path.place;
  match.patterns.push_back(std::move(path));
  RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis, "`)`"));
  SingleQuery single;
  single.place = match.place;
  single.clauses.push_back(std::move(match));
  ExpressionPtr exists = MakeExpression(ExpressionKind::kExists);
  exists->subquery = std::make_unique<Query>();
  exists->subquery->parts.push_back(std::move(single));
  return Closed(std::move(exists), PlaceFrom(begin));
}

absl::StatusOr<ExpressionPtr> Parser::ParseSubquery(ExpressionKind kind) {
  const Nesting nesting(*this);
  RETURN_IF_ERROR(CheckDepth());
  const LabelBar bar(*this, true);
  const uint32_t begin = Begin();
  const SubqueryRule rule = kind == ExpressionKind::kCollectSubquery
                                ? SubqueryRule::kMustReturn
                                : SubqueryRule::kMayEndEarly;
  ExpressionPtr expression = MakeExpression(kind);
  expression->name_place = Take().place;
  Take();
  expression->subquery = std::make_unique<Query>();
  RETURN_IF_ERROR(ParseSubqueryBody(rule, *expression->subquery));
  RETURN_IF_ERROR(Expect(TokenKind::kRightBrace, "`}`"));
  return Closed(std::move(expression), PlaceFrom(begin));
}

}  // namespace attest::query
