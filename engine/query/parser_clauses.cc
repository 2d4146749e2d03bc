// Clauses and their order: EXPLAIN, AS OF, MATCH, UNWIND, WITH, RETURN, UNION.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/query/parser_state.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

constexpr absl::string_view kClauses =
    "a clause (MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN)";

absl::Status Refused(absl::string_view detail, Place place,
                     absl::string_view message) {
  return QueryError(ErrorType::kRefused, detail, place, message);
}

// Names the verb that does what the clause would.
absl::Status RefusalOf(const Token& clause) {
  const absl::string_view name = NameOf(clause.keyword);
  switch (clause.keyword) {
    case Keyword::kCall:
      return Refused("ProcedureCall", clause.place,
                     "a query only reads, and has no procedures: CALL is "
                     "refused; functions such as sources(x) and verdict(x) "
                     "stand in expressions");
    case Keyword::kDelete:
    case Keyword::kDetach:
    case Keyword::kDrop:
    case Keyword::kNoDetach:
    case Keyword::kRemove:
      return Refused("UpdatingClause", clause.place,
                     absl::StrCat("a query only reads: ", name,
                                  " is refused; nothing is deleted, but "
                                  "`attest retract` takes a claim back and "
                                  "`attest redact` blanks what must go"));
    case Keyword::kSet:
      return Refused("UpdatingClause", clause.place,
                     "a query only reads: SET is refused; nothing is "
                     "overwritten, but `attest add` brings new claims, and "
                     "`attest assess` and `attest amend` decide on old ones");
    case Keyword::kStart:
      return Refused("UpdatingClause", clause.place,
                     "START is refused: want MATCH; facts enter by "
                     "`attest add`");
    default:
      return Refused("UpdatingClause", clause.place,
                     absl::StrCat("a query only reads: ", name,
                                  " is refused; facts enter as claims, by "
                                  "`attest add` with a file of the case "
                                  "format"));
  }
}

}  // namespace

bool IsRefusedClause(Keyword keyword) {
  switch (keyword) {
    case Keyword::kCall:
    case Keyword::kCreate:
    case Keyword::kDelete:
    case Keyword::kDetach:
    case Keyword::kDrop:
    case Keyword::kForeach:
    case Keyword::kInsert:
    case Keyword::kLoad:
    case Keyword::kMerge:
    case Keyword::kNoDetach:
    case Keyword::kRemove:
    case Keyword::kSet:
    case Keyword::kStart:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<Query> Parser::ReadQuery() {
  Query query;
  RETURN_IF_ERROR(ParseHeader(query));
  RETURN_IF_ERROR(ParseUnion(SubqueryRule::kNone, query));
  TakeIf(TokenKind::kSemicolon);
  RETURN_IF_ERROR(ExpectEnd());
  return query;
}

absl::Status Parser::ParseHeader(Query& query) {
  if (TakeWord(Keyword::kExplain)) {
    query.mode = QueryMode::kExplain;
  } else if (TakeWord(Keyword::kProfile)) {
    query.mode = QueryMode::kProfile;
  }
  while (AtWord(Keyword::kAs) || AtWord(Keyword::kValid)) {
    const Token& word = Take();
    const bool as_of = word.keyword == Keyword::kAs;
    RETURN_IF_ERROR(ExpectWord(as_of ? Keyword::kOf : Keyword::kAt));
    ExpressionPtr& instant = as_of ? query.as_of : query.valid_at;
    if (instant != nullptr) {
      return SyntaxFault("UnexpectedSyntax", PlaceFrom(word.place.begin),
                         absl::StrCat(as_of ? "AS OF" : "VALID AT",
                                      " stands twice, want it once"));
    }
    ASSIGN_OR_RETURN(
        instant,
        ParseInstant(as_of ? "a position or a time, as in AS OF 120 or AS OF "
                             "'2026-11-20T10:00:00Z', or a parameter"
                           : "a time, as in VALID AT '2011-06', or a "
                             "parameter"));
  }
  return absl::OkStatus();
}

absl::StatusOr<ExpressionPtr> Parser::ParseInstant(absl::string_view want) {
  switch (Current().kind) {
    case TokenKind::kInteger:
    case TokenKind::kString:
    case TokenKind::kParameter:
      return ParseAtom();
    default:
      return Unexpected(want);
  }
}

absl::Status Parser::ParseUnion(SubqueryRule rule, Query& query) {
  while (true) {
    ASSIGN_OR_RETURN(SingleQuery single, ParseSingleQuery(rule));
    query.parts.push_back(std::move(single));
    if (!AtWord(Keyword::kUnion)) return absl::OkStatus();
    RETURN_IF_ERROR(CheckEnding(query.parts.back(), SubqueryRule::kMustReturn));
    const uint32_t begin = Take().place.begin;
    const bool all = TakeWord(Keyword::kAll);
    if (!all) TakeWord(Keyword::kDistinct);
    if (!query.union_all.empty() && query.union_all.back() != all) {
      return SyntaxFault("InvalidClauseComposition", PlaceFrom(begin),
                         "UNION and UNION ALL do not go together in one query");
    }
    query.union_all.push_back(all);
  }
}

bool Parser::AtQueryEnd() const {
  return At(TokenKind::kEnd) || At(TokenKind::kSemicolon) ||
         At(TokenKind::kRightBrace) || AtWord(Keyword::kUnion);
}

absl::StatusOr<SingleQuery> Parser::ParseSingleQuery(SubqueryRule rule) {
  SingleQuery single;
  const uint32_t begin = Begin();
  do {
    ASSIGN_OR_RETURN(Clause clause, ParseClause(rule));
    const bool last = clause.kind == ClauseKind::kReturn;
    single.clauses.push_back(std::move(clause));
    if (!last || AtQueryEnd()) continue;
    if (IsClauseStart() && !IsRefusedClause(Current().keyword)) {
      return SyntaxFault("InvalidClauseComposition", Current().place,
                         absl::StrCat(NameOf(Current().keyword),
                                      " stands after RETURN, which ends a "
                                      "query: want WITH in its place"));
    }
    return NoClause(rule);
  } while (!AtQueryEnd());
  single.place = PlaceFrom(begin);
  RETURN_IF_ERROR(CheckEnding(single, rule));
  return single;
}

absl::Status Parser::CheckEnding(const SingleQuery& query,
                                 SubqueryRule rule) const {
  const Clause& last = query.clauses.back();
  if (last.kind == ClauseKind::kReturn) return absl::OkStatus();
  if (rule == SubqueryRule::kMayEndEarly && last.kind != ClauseKind::kWith) {
    return absl::OkStatus();
  }
  // What was not read may hold the RETURN.
  if (At(TokenKind::kEnd) && !lexed_.error.ok()) return lexed_.error;
  return SyntaxFault("InvalidClauseComposition", last.place,
                     absl::StrCat("a query does not end with this clause: got ",
                                  ShownToken(Current()), ", want RETURN"));
}

// (a)-->(b) WHERE ... for MATCH (a)-->(b) WHERE ...; or clauses.
absl::Status Parser::ParseSubqueryBody(SubqueryRule rule, Query& query) {
  const bool pattern =
      At(TokenKind::kLeftParenthesis) || AtWord(Keyword::kAll) ||
      AtWord(Keyword::kAny) || AtWord(Keyword::kShortest) ||
      AtWord(Keyword::kShortestPath) || AtWord(Keyword::kAllShortestPaths) ||
      (At(TokenKind::kName) && Ahead(1).kind == TokenKind::kEqual);
  if (!pattern || rule == SubqueryRule::kMustReturn) {
    return ParseUnion(rule, query);
  }
  SingleQuery single;
  Clause match;
  const uint32_t begin = Begin();
  RETURN_IF_ERROR(ParseMatch(match));
  match.place = PlaceFrom(begin);
  single.place = match.place;
  single.clauses.push_back(std::move(match));
  query.parts.push_back(std::move(single));
  return absl::OkStatus();
}

absl::StatusOr<Clause> Parser::ParseClause(SubqueryRule rule) {
  Clause clause;
  const uint32_t begin = Begin();
  switch (Current().keyword) {
    case Keyword::kOptional:
      Take();
      clause.optional = true;
      if (!AtWord(Keyword::kMatch)) return Unexpected("MATCH");
      [[fallthrough]];
    case Keyword::kMatch:
      Take();
      RETURN_IF_ERROR(ParseMatch(clause));
      break;
    case Keyword::kUnwind:
      Take();
      RETURN_IF_ERROR(ParseUnwind(clause));
      break;
    case Keyword::kWith:
      Take();
      clause.kind = ClauseKind::kWith;
      RETURN_IF_ERROR(ParseProjection(clause));
      break;
    case Keyword::kReturn:
      Take();
      clause.kind = ClauseKind::kReturn;
      RETURN_IF_ERROR(ParseProjection(clause));
      break;
    default:
      return NoClause(rule);
  }
  clause.place = PlaceFrom(begin);
  return clause;
}

// Why no clause of a query begins here.
absl::Status Parser::NoClause(SubqueryRule rule) const {
  const Token& token = Current();
  if (IsRefusedClause(token.keyword)) {
    if (rule == SubqueryRule::kNone || token.keyword == Keyword::kCall) {
      return RefusalOf(token);
    }
    return SyntaxFault("InvalidClauseComposition", token.place,
                       absl::StrCat(NameOf(token.keyword),
                                    " stands in a subquery, which only "
                                    "reads"));
  }
  switch (token.keyword) {
    case Keyword::kAs:
    case Keyword::kValid:
      return Unexpected(absl::StrCat(
          kClauses, "; AS OF and VALID AT stand before the first one"));
    case Keyword::kWhere:
      return Unexpected(
          absl::StrCat(kClauses, "; WHERE belongs to MATCH or WITH, once"));
    case Keyword::kOrder:
    case Keyword::kSkip:
    case Keyword::kLimit:
      return Unexpected(
          absl::StrCat(kClauses,
                       "; ORDER BY, SKIP and LIMIT follow RETURN or WITH, in "
                       "this order"));
    default:
      return Unexpected(kClauses);
  }
}

absl::Status Parser::ParseMatch(Clause& clause) {
  clause.kind = ClauseKind::kMatch;
  ASSIGN_OR_RETURN(clause.patterns, ParsePatternList());
  if (TakeWord(Keyword::kWhere)) {
    ASSIGN_OR_RETURN(clause.where, ParseCondition());
  }
  return absl::OkStatus();
}

absl::Status Parser::ParseUnwind(Clause& clause) {
  clause.kind = ClauseKind::kUnwind;
  ASSIGN_OR_RETURN(clause.expression, ParseValue());
  RETURN_IF_ERROR(ExpectWord(Keyword::kAs));
  ASSIGN_OR_RETURN(clause.name, TakeName("a name", nullptr));
  return absl::OkStatus();
}

absl::Status Parser::ParseProjection(Clause& clause) {
  clause.distinct = TakeWord(Keyword::kDistinct);
  RETURN_IF_ERROR(ParseItems(clause));
  if (TakeWord(Keyword::kOrder)) {
    RETURN_IF_ERROR(ExpectWord(Keyword::kBy));
    RETURN_IF_ERROR(ParseOrder(clause));
  }
  if (TakeWord(Keyword::kSkip)) {
    ASSIGN_OR_RETURN(clause.skip, ParseRowCount());
  }
  if (TakeWord(Keyword::kLimit)) {
    ASSIGN_OR_RETURN(clause.limit, ParseRowCount());
  }
  if (clause.kind == ClauseKind::kWith && TakeWord(Keyword::kWhere)) {
    ASSIGN_OR_RETURN(clause.where, ParseCondition());
  }
  return absl::OkStatus();
}

absl::Status Parser::ParseItems(Clause& clause) {
  clause.star = TakeIf(TokenKind::kStar);
  if (clause.star && !TakeIf(TokenKind::kComma)) return absl::OkStatus();
  do {
    ASSIGN_OR_RETURN(ProjectionItem item, ParseItem(clause.kind));
    clause.items.push_back(std::move(item));
  } while (TakeIf(TokenKind::kComma));
  return absl::OkStatus();
}

absl::StatusOr<ProjectionItem> Parser::ParseItem(ClauseKind kind) {
  ProjectionItem item;
  const uint32_t begin = Begin();
  const size_t first = position_;
  ASSIGN_OR_RETURN(item.expression, ParseValue());
  const bool variable = item.expression->kind == ExpressionKind::kVariable &&
                        position_ == first + 1;
  item.place = PlaceFrom(begin);
  item.name =
      variable ? item.expression->name : std::string(TextAt(item.place));
  item.has_alias = TakeWord(Keyword::kAs);
  if (item.has_alias) {
    ASSIGN_OR_RETURN(item.name, TakeName("a name", nullptr));
    item.place = PlaceFrom(begin);
  } else if (kind == ClauseKind::kWith && !variable) {
    return SyntaxFault("NoExpressionAlias", item.place,
                       "an expression in WITH wants a name: `AS name`");
  }
  return item;
}

absl::Status Parser::ParseOrder(Clause& clause) {
  do {
    SortItem item;
    ASSIGN_OR_RETURN(item.expression, ParseValue());
    if (TakeWord(Keyword::kDescending) || TakeWord(Keyword::kDesc)) {
      item.descending = true;
    } else if (!TakeWord(Keyword::kAscending)) {
      TakeWord(Keyword::kAsc);
    }
    clause.order_by.push_back(std::move(item));
  } while (TakeIf(TokenKind::kComma));
  return absl::OkStatus();
}

absl::StatusOr<ExpressionPtr> Parser::ParseRowCount() {
  ASSIGN_OR_RETURN(ExpressionPtr count, ParseValue());
  if (count->kind == ExpressionKind::kLiteral &&
      count->literal.Is(Value::Type::kInteger) &&
      count->literal.integer() < 0) {
    return SyntaxFault("NegativeIntegerArgument", count->place,
                       absl::StrCat("got ", count->literal.integer(),
                                    ", want a number of rows: 0 or more"));
  }
  return count;
}

}  // namespace attest::query
