// Parser turns tokens into syntax trees by recursive descent. This header is
// shared by the parser*.cc alone, each of which holds one part of the grammar;
// parser.h is what others see.
//
// No part is ever read twice: where two rules begin alike, the brackets that
// the lexer matched tell how it goes on (parser_lookahead.cc).

#ifndef ATTEST_ENGINE_QUERY_PARSER_STATE_H_
#define ATTEST_ENGINE_QUERY_PARSER_STATE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/lexer.h"
#include "engine/query/syntax.h"

namespace attest::query {

class Parser {
 public:
  // `lexed` must outlive the parser.
  explicit Parser(const Lexed& lexed) : lexed_(lexed) {}

  // Each reads the whole text.
  absl::StatusOr<Query> ReadQuery();
  absl::StatusOr<ExpressionPtr> ReadExpression();
  absl::StatusOr<std::vector<PathPattern>> ReadPatterns();

 private:
  enum class SubqueryRule : uint8_t { kNone, kMayEndEarly, kMustReturn };
  // MATCH has patterns alone; among expressions a `-` may end one.
  enum class PatternPlace : uint8_t { kMatch, kExpression };

  // Counts one level of nesting while it lives.
  class Nesting {
   public:
    explicit Nesting(Parser& parser) : parser_(parser) { ++parser_.depth_; }
    ~Nesting() { --parser_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Parser& parser_;
  };

  // Whether `|` goes on with an alternative of labels while it lives: not
  // where it begins the last part of a comprehension.
  class LabelBar {
   public:
    LabelBar(Parser& parser, bool allowed)
        : parser_(parser), before_(parser.label_bar_) {
      parser_.label_bar_ = allowed;
    }
    ~LabelBar() { parser_.label_bar_ = before_; }
    LabelBar(const LabelBar&) = delete;
    LabelBar& operator=(const LabelBar&) = delete;

   private:
    Parser& parser_;
    bool before_;
  };

  // -- Tokens: parser.cc ----------------------------------------------------

  [[nodiscard]] const Token& TokenAt(size_t index) const {
    return lexed_.tokens[std::min(index, lexed_.tokens.size() - 1)];
  }
  [[nodiscard]] const Token& Ahead(size_t count) const {
    return TokenAt(position_ + count);
  }
  [[nodiscard]] const Token& Current() const { return Ahead(0); }
  [[nodiscard]] bool At(TokenKind kind) const { return Current().kind == kind; }
  [[nodiscard]] bool AtWord(Keyword keyword) const {
    return Current().keyword == keyword;
  }
  const Token& Take() { return lexed_.tokens[position_++]; }
  bool TakeIf(TokenKind kind);
  bool TakeWord(Keyword keyword);
  absl::Status Expect(TokenKind kind, absl::string_view want);
  absl::Status ExpectWord(Keyword keyword);
  absl::Status ExpectEnd();
  // Any name, keywords too.
  absl::StatusOr<std::string> TakeName(absl::string_view want, Place* place);
  // A name that is not reserved.
  absl::StatusOr<std::string> TakeVariable(absl::string_view want,
                                           Place* place);
  [[nodiscard]] bool AtVariable() const {
    return At(TokenKind::kName) && !IsReserved(Current().keyword);
  }
  [[nodiscard]] uint32_t Begin() const { return Current().place.begin; }
  // From `begin` to the end of the token taken last.
  [[nodiscard]] Place PlaceFrom(uint32_t begin) const;
  [[nodiscard]] absl::string_view TextAt(Place place) const {
    return lexed_.text.substr(place.begin, place.end - place.begin);
  }
  [[nodiscard]] std::string ShownToken(const Token& token) const;
  // What the current token is, against what was wanted.
  [[nodiscard]] absl::Status Unexpected(absl::string_view want) const;
  [[nodiscard]] std::string KeywordHint() const;
  [[nodiscard]] absl::Status CheckDepth() const;

  // -- Trees: parser.cc -----------------------------------------------------

  // Sets place and height; an error when the tree is too high.
  absl::StatusOr<ExpressionPtr> Closed(ExpressionPtr expression,
                                       Place place) const;
  absl::StatusOr<ExpressionPtr> Binary(Operator op, ExpressionPtr left,
                                       ExpressionPtr right) const;
  // A pattern is a condition, and no value.
  static absl::Status RequireValue(const Expression& expression);

  // -- Expressions: parser_expressions.cc -----------------------------------

  absl::StatusOr<ExpressionPtr> ParseCondition();
  absl::StatusOr<ExpressionPtr> ParseValue();
  absl::StatusOr<ExpressionPtr> ParseLogical(Operator op);
  absl::StatusOr<ExpressionPtr> Balanced(Operator op,
                                         std::vector<ExpressionPtr> operands);
  absl::StatusOr<ExpressionPtr> ParseNot();
  absl::StatusOr<ExpressionPtr> ParseComparison();
  absl::StatusOr<std::optional<Operator>> TakeComparison();
  absl::StatusOr<ExpressionPtr> ParsePredicates();
  absl::StatusOr<Operator> TakePredicate();
  absl::StatusOr<ExpressionPtr> ParseIsNull(ExpressionPtr operand);
  absl::StatusOr<ExpressionPtr> ParseSum();
  absl::StatusOr<ExpressionPtr> ParseProduct();
  absl::StatusOr<ExpressionPtr> ParsePower();
  absl::StatusOr<ExpressionPtr> ParseUnary();
  absl::StatusOr<ExpressionPtr> ParseNegativeNumber();
  absl::StatusOr<ExpressionPtr> ParsePostfix();
  absl::StatusOr<ExpressionPtr> ParseProperty(ExpressionPtr operand);
  absl::StatusOr<ExpressionPtr> ParseIndex(ExpressionPtr operand);
  absl::StatusOr<ExpressionPtr> ParseMapProjection(ExpressionPtr variable);
  absl::Status ParseProjectionEntry(Expression& projection);
  absl::Status RequirePlain(const Token& token) const;

  // -- What expressions are made of: parser_atoms.cc ------------------------

  absl::StatusOr<ExpressionPtr> ParseAtom();
  [[nodiscard]] absl::Status CheckMagnitude(const Token& integer) const;
  absl::StatusOr<ExpressionPtr> ParseLiteral(Value value);
  absl::StatusOr<ExpressionPtr> ParseParameter();
  absl::StatusOr<ExpressionPtr> ParseVariable();
  absl::StatusOr<ExpressionPtr> ParseNamed();
  absl::StatusOr<ExpressionPtr> ParseNamedParenthesis();
  absl::StatusOr<ExpressionPtr> ParseCall();
  absl::StatusOr<ExpressionPtr> ParseCountStar();
  absl::StatusOr<ExpressionPtr> ParseCase();
  absl::StatusOr<ExpressionPtr> ParseQuantifier();
  absl::StatusOr<ExpressionPtr> ParseReduce();
  absl::StatusOr<ExpressionPtr> ParseParenthesized();
  absl::StatusOr<ExpressionPtr> ParseBracketed();
  absl::StatusOr<ExpressionPtr> ParseList();
  absl::StatusOr<ExpressionPtr> ParseMap();
  absl::StatusOr<ExpressionPtr> ParseListComprehension();
  absl::StatusOr<ExpressionPtr> ParsePatternComprehension();
  absl::StatusOr<ExpressionPtr> ParsePatternPredicate();
  absl::StatusOr<ExpressionPtr> ParseShortestPathExpression();
  absl::StatusOr<ExpressionPtr> ParseExistsPattern();
  absl::StatusOr<ExpressionPtr> ParseSubquery(ExpressionKind kind);

  // -- Which rule it is: parser_lookahead.cc --------------------------------

  [[nodiscard]] bool LooksLikeNode(size_t index) const;
  [[nodiscard]] bool LooksLikeDetail(size_t index) const;
  // Where a relationship that begins at `index` ends; none when it does not.
  [[nodiscard]] std::optional<size_t> SkipLink(size_t index) const;
  [[nodiscard]] size_t SkipQuantifier(size_t index) const;
  [[nodiscard]] bool IsPatternAt(size_t index) const;
  [[nodiscard]] size_t SkipPattern(size_t index) const;
  [[nodiscard]] bool IsPatternComprehension() const;
  [[nodiscard]] bool IsListComprehension() const;
  [[nodiscard]] bool IsCall() const;
  [[nodiscard]] bool IsClauseStart() const;

  // -- Patterns: parser_patterns.cc, parser_labels.cc -----------------------

  absl::StatusOr<std::vector<PathPattern>> ParsePatternList();
  absl::StatusOr<PathPattern> ParseNamedPath();
  absl::StatusOr<PathSelector> ParseSelector();
  absl::StatusOr<uint64_t> TakeCount(absl::string_view want);
  absl::StatusOr<uint64_t> TakeBound();
  absl::StatusOr<PathPattern> ParseLegacyShortest();
  absl::Status ParseElements(PatternPlace place, PathPattern& path);
  [[nodiscard]] bool AtLink(PatternPlace place) const;
  absl::Status ParseElement(PathPattern& path);
  absl::Status ParseGroup(PathPattern& path);
  absl::Status Splice(QuantifiedPattern group, PathPattern& path) const;
  absl::StatusOr<NodePattern> ParseNode();
  absl::StatusOr<RelationshipPattern> ParseRelationship();
  absl::Status ParseDetail(RelationshipPattern& relationship);
  absl::StatusOr<ExpressionPtr> ParsePatternProperties();
  absl::StatusOr<Repetition> ParseStarRange();
  [[nodiscard]] bool AtQuantifier() const;
  absl::StatusOr<Repetition> ParsePathQuantifier();
  absl::Status ParseTypes(RelationshipPattern& relationship);
  absl::StatusOr<LabelExpression> ParseLabels();
  absl::StatusOr<LabelExpression> ParseLabelOr();
  absl::StatusOr<LabelExpression> ParseLabelAnd();
  absl::StatusOr<LabelExpression> ParseLabelNot();

  // -- Clauses: parser_clauses.cc -------------------------------------------

  absl::Status ParseHeader(Query& query);
  absl::StatusOr<ExpressionPtr> ParseInstant(absl::string_view want);
  absl::Status ParseUnion(SubqueryRule rule, Query& query);
  absl::Status ParseSubqueryBody(SubqueryRule rule, Query& query);
  absl::StatusOr<SingleQuery> ParseSingleQuery(SubqueryRule rule);
  [[nodiscard]] bool AtQueryEnd() const;
  absl::StatusOr<Clause> ParseClause(SubqueryRule rule);
  [[nodiscard]] absl::Status CheckEnding(const SingleQuery& query,
                                         SubqueryRule rule) const;
  [[nodiscard]] absl::Status NoClause(SubqueryRule rule) const;
  absl::Status ParseMatch(Clause& clause);
  absl::Status ParseUnwind(Clause& clause);
  absl::Status ParseProjection(Clause& clause);
  absl::Status ParseItems(Clause& clause);
  absl::StatusOr<ProjectionItem> ParseItem(ClauseKind kind);
  absl::Status ParseOrder(Clause& clause);
  absl::StatusOr<ExpressionPtr> ParseRowCount();

  const Lexed& lexed_;
  size_t position_ = 0;
  int depth_ = 0;
  bool label_bar_ = true;
};

// A SyntaxError.
[[nodiscard]] absl::Status SyntaxFault(absl::string_view detail, Place place,
                                       absl::string_view message);

// Whether it begins a clause that Attest refuses: one that writes, or calls.
[[nodiscard]] bool IsRefusedClause(Keyword keyword);

[[nodiscard]] ExpressionPtr MakeExpression(ExpressionKind kind);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_PARSER_STATE_H_
