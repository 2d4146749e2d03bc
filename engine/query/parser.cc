#include "engine/query/parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/query/lexer.h"
#include "engine/query/lexer_characters.h"
#include "engine/query/parser_state.h"
#include "engine/status_macros.h"
#include "engine/text/suggestion.h"

namespace attest::query {
namespace {

int HeightOf(const ExpressionPtr& expression) {
  return expression == nullptr ? 0 : expression->height;
}

int HeightOf(const PathPattern& path) {
  int height = 0;
  for (const NodePattern& node : path.nodes) {
    height =
        std::max({height, HeightOf(node.properties), HeightOf(node.where)});
  }
  for (const PatternStep& step : path.steps) {
    if (step.relationship != nullptr) {
      height = std::max({height, HeightOf(step.relationship->properties),
                         HeightOf(step.relationship->where)});
    } else {
      height = std::max({height, HeightOf(step.quantified->inner),
                         HeightOf(step.quantified->where)});
    }
  }
  return height;
}

int HeightOf(const Clause& clause) {
  int height = std::max({HeightOf(clause.expression), HeightOf(clause.skip),
                         HeightOf(clause.limit), HeightOf(clause.where)});
  for (const PathPattern& path : clause.patterns) {
    height = std::max(height, HeightOf(path));
  }
  for (const ProjectionItem& item : clause.items) {
    height = std::max(height, HeightOf(item.expression));
  }
  for (const SortItem& item : clause.order_by) {
    height = std::max(height, HeightOf(item.expression));
  }
  return height;
}

int HeightOf(const Query& query) {
  int height = 0;
  for (const SingleQuery& part : query.parts) {
    for (const Clause& clause : part.clauses) {
      height = std::max(height, HeightOf(clause));
    }
  }
  return height;
}

absl::Status TooDeep(Place place) {
  return QueryError(
      ErrorType::kLimit, "NestingTooDeep", place,
      absl::StrCat("the query is nested more than ", kMaxDepth, " deep here"));
}

// The keyword that was meant, if `word` is nearly one.
absl::string_view NearKeyword(absl::string_view word) {
  constexpr size_t kShortest = 3;
  if (word.size() < kShortest) return "";
  const std::string upper = absl::AsciiStrToUpper(word);
  const size_t max_distance = upper.size() <= 4 ? 1 : 2;
  return NearestName(upper, KeywordNames(), max_distance).value_or("");
}

absl::Status CheckSize(absl::string_view text) {
  if (text.size() <= kMaxQueryBytes) return absl::OkStatus();
  return QueryError(ErrorType::kLimit, "QueryTooLong", {.begin = 0, .end = 0},
                    absl::StrCat("the query has ", text.size(),
                                 " bytes, want at most ", kMaxQueryBytes));
}

}  // namespace

absl::Status SyntaxFault(absl::string_view detail, Place place,
                         absl::string_view message) {
  return QueryError(ErrorType::kSyntax, detail, place, message);
}

ExpressionPtr MakeExpression(ExpressionKind kind) {
  auto expression = std::make_unique<Expression>();
  expression->kind = kind;
  return expression;
}

// -- Tokens -------------------------------------------------------------------

bool Parser::TakeIf(TokenKind kind) {
  if (!At(kind) || kind == TokenKind::kEnd) return false;
  ++position_;
  return true;
}

bool Parser::TakeWord(Keyword keyword) {
  if (!AtWord(keyword)) return false;
  ++position_;
  return true;
}

absl::Status Parser::Expect(TokenKind kind, absl::string_view want) {
  return TakeIf(kind) ? absl::OkStatus() : Unexpected(want);
}

absl::Status Parser::ExpectWord(Keyword keyword) {
  return TakeWord(keyword) ? absl::OkStatus() : Unexpected(NameOf(keyword));
}

absl::Status Parser::ExpectEnd() {
  if (!At(TokenKind::kEnd)) return Unexpected("the end of the query");
  return lexed_.error;
}

absl::StatusOr<std::string> Parser::TakeName(absl::string_view want,
                                             Place* place) {
  if (!At(TokenKind::kName)) return Unexpected(want);
  const Token& token = Take();
  if (place != nullptr) *place = token.place;
  return std::string(lexed_.TextOf(token));
}

absl::StatusOr<std::string> Parser::TakeVariable(absl::string_view want,
                                                 Place* place) {
  if (At(TokenKind::kName) && IsReserved(Current().keyword)) {
    return Unexpected(absl::StrCat(want,
                                   " (the word itself as a name stands "
                                   "in backticks)"));
  }
  return TakeName(want, place);
}

Place Parser::PlaceFrom(uint32_t begin) const {
  const uint32_t end =
      position_ == 0 ? begin : TokenAt(position_ - 1).place.end;
  return {.begin = begin, .end = std::max(begin, end)};
}

std::string Parser::ShownToken(const Token& token) const {
  if (token.kind == TokenKind::kEnd) return "the end of the query";
  return absl::StrCat("`", ShownText(lexed_.text, token.place), "`");
}

// Of the current token; or of the one before, which then was taken for a name:
// `count(DISTNCT n)`.
std::string Parser::KeywordHint() const {
  constexpr uint32_t kLeastBytesBefore = 5;
  for (size_t back = 0; back < 2 && back <= position_; ++back) {
    const size_t index = position_ - back;
    const Token& token = TokenAt(index);
    if (token.kind != TokenKind::kName || token.keyword != Keyword::kNotOne) {
      continue;
    }
    if (back > 0) {
      const TokenKind before = TokenAt(std::max(index, size_t{1}) - 1).kind;
      if (before == TokenKind::kDot || before == TokenKind::kColon ||
          token.place.end - token.place.begin < kLeastBytesBefore) {
        continue;
      }
    }
    const absl::string_view meant = NearKeyword(TextAt(token.place));
    if (!meant.empty()) {
      return absl::StrCat("; did you mean ", meant, " by ", ShownToken(token),
                          "?");
    }
  }
  return "";
}

absl::Status Parser::Unexpected(absl::string_view want) const {
  const Token& token = Current();
  // The lexer came no further, and knows why.
  if (token.kind == TokenKind::kEnd && !lexed_.error.ok()) return lexed_.error;
  return SyntaxFault(
      "UnexpectedSyntax", token.place,
      absl::StrCat("got ", ShownToken(token), ", want ", want, KeywordHint()));
}

absl::Status Parser::CheckDepth() const {
  return depth_ <= kMaxDepth ? absl::OkStatus() : TooDeep(Current().place);
}

// -- Trees --------------------------------------------------------------------

absl::StatusOr<ExpressionPtr> Parser::Closed(ExpressionPtr expression,
                                             Place place) const {
  int height = 0;
  for (const ExpressionPtr& child : expression->children) {
    height = std::max(height, HeightOf(child));
  }
  if (expression->pattern != nullptr) {
    height = std::max(height, HeightOf(*expression->pattern));
  }
  if (expression->subquery != nullptr) {
    height = std::max(height, HeightOf(*expression->subquery));
  }
  expression->height = height + 1;
  expression->place = place;
  if (expression->height > kMaxDepth) return TooDeep(place);
  return expression;
}

absl::StatusOr<ExpressionPtr> Parser::Binary(Operator op, ExpressionPtr left,
                                             ExpressionPtr right) const {
  if (op != Operator::kOr && op != Operator::kXor && op != Operator::kAnd) {
    RETURN_IF_ERROR(RequireValue(*left));
    RETURN_IF_ERROR(RequireValue(*right));
  }
  ExpressionPtr binary = MakeExpression(ExpressionKind::kBinary);
  const Place place = {.begin = left->place.begin, .end = right->place.end};
  binary->op = op;
  binary->children.push_back(std::move(left));
  binary->children.push_back(std::move(right));
  return Closed(std::move(binary), place);
}

absl::Status Parser::RequireValue(const Expression& expression) {
  if (expression.kind != ExpressionKind::kPatternPredicate) {
    return absl::OkStatus();
  }
  return SyntaxFault(
      "UnexpectedSyntax", expression.place,
      "a pattern is a condition, not a value: want it in WHERE, in "
      "EXISTS { ... }, or as a comprehension [pattern | value]");
}

// -- What others call ---------------------------------------------------------

absl::StatusOr<ExpressionPtr> Parser::ReadExpression() {
  ASSIGN_OR_RETURN(ExpressionPtr expression, ParseCondition());
  RETURN_IF_ERROR(ExpectEnd());
  return expression;
}

absl::StatusOr<std::vector<PathPattern>> Parser::ReadPatterns() {
  ASSIGN_OR_RETURN(std::vector<PathPattern> patterns, ParsePatternList());
  RETURN_IF_ERROR(ExpectEnd());
  return patterns;
}

absl::StatusOr<Query> ParseQuery(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  const Lexed lexed = Lex(text);
  return Parser(lexed).ReadQuery();
}

absl::StatusOr<ExpressionPtr> ParseExpression(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  const Lexed lexed = Lex(text);
  return Parser(lexed).ReadExpression();
}

absl::StatusOr<std::vector<PathPattern>> ParsePatterns(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  const Lexed lexed = Lex(text);
  return Parser(lexed).ReadPatterns();
}

}  // namespace attest::query
