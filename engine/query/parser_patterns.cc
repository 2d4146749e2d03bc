// Patterns: nodes, relationships, groups that repeat, and which of the paths
// that match count.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/parser_state.h"
#include "engine/status_macros.h"

namespace attest::query {

absl::StatusOr<std::vector<PathPattern>> Parser::ParsePatternList() {
  const LabelBar bar(*this, true);
  std::vector<PathPattern> patterns;
  do {
    ASSIGN_OR_RETURN(PathPattern pattern, ParseNamedPath());
    patterns.push_back(std::move(pattern));
  } while (TakeIf(TokenKind::kComma));
  return patterns;
}

absl::StatusOr<PathPattern> Parser::ParseNamedPath() {
  const uint32_t begin = Begin();
  std::string name;
  Place name_place;
  if (At(TokenKind::kName) && Ahead(1).kind == TokenKind::kEqual) {
    ASSIGN_OR_RETURN(name, TakeVariable("the name of a path", &name_place));
    Take();
  }
  PathPattern path;
  if (AtWord(Keyword::kShortestPath) || AtWord(Keyword::kAllShortestPaths)) {
    ASSIGN_OR_RETURN(path, ParseLegacyShortest());
  } else {
    ASSIGN_OR_RETURN(path.selector, ParseSelector());
    RETURN_IF_ERROR(ParseElements(PatternPlace::kMatch, path));
  }
  path.place = PlaceFrom(begin);
  path.name = std::move(name);
  path.name_place = name_place;
  return path;
}

// ALL, ANY, ANY k, ANY SHORTEST, ALL SHORTEST, SHORTEST k, SHORTEST k GROUPS;
// PATH or PATHS may follow each.
absl::StatusOr<PathSelector> Parser::ParseSelector() {
  PathSelector selector;
  const uint32_t begin = Begin();
  const Keyword first = Current().keyword;
  const bool counted = Ahead(1).kind == TokenKind::kInteger;
  bool groups = false;
  if (TakeWord(Keyword::kAll)) {
    if (TakeWord(Keyword::kShortest)) {
      selector.kind = PathSelector::Kind::kAllShortest;
    }
  } else if (TakeWord(Keyword::kAny)) {
    selector.kind = PathSelector::Kind::kAny;
    if (TakeWord(Keyword::kShortest)) {
      selector.kind = PathSelector::Kind::kShortest;
    } else if (counted) {
      ASSIGN_OR_RETURN(selector.count, TakeCount("how many paths"));
    }
  } else if (TakeWord(Keyword::kShortest)) {
    selector.kind = PathSelector::Kind::kShortest;
    if (counted) {
      ASSIGN_OR_RETURN(selector.count, TakeCount("how many paths"));
    }
    groups = true;
  } else {
    return selector;
  }
  if (!TakeWord(Keyword::kPath)) TakeWord(Keyword::kPaths);
  if (groups && (TakeWord(Keyword::kGroup) || TakeWord(Keyword::kGroups))) {
    selector.kind = PathSelector::Kind::kGroups;
  } else if (first == Keyword::kShortest && !counted) {
    return Unexpected(
        "a number, as in SHORTEST 1; or ANY SHORTEST, ALL "
        "SHORTEST");
  }
  selector.place = PlaceFrom(begin);
  return selector;
}

absl::StatusOr<uint64_t> Parser::TakeCount(absl::string_view want) {
  if (!At(TokenKind::kInteger)) return Unexpected(want);
  const Place place = Current().place;
  ASSIGN_OR_RETURN(const uint64_t count, TakeBound());
  if (count == 0) {
    return SyntaxFault("UnexpectedSyntax", place,
                       absl::StrCat("got 0, want ", want, ": 1 or more"));
  }
  return count;
}

// The current token, an integer, where no minus goes with it.
absl::StatusOr<uint64_t> Parser::TakeBound() {
  RETURN_IF_ERROR(CheckMagnitude(Current()));
  return Take().integer;
}

absl::StatusOr<PathPattern> Parser::ParseLegacyShortest() {
  PathPattern path;
  const uint32_t begin = Begin();
  const Token& word = Take();
  RETURN_IF_ERROR(Expect(TokenKind::kLeftParenthesis, "`(`"));
  RETURN_IF_ERROR(ParseElements(PatternPlace::kMatch, path));
  RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis, "`)`"));
  path.selector.kind = word.keyword == Keyword::kShortestPath
                           ? PathSelector::Kind::kLegacyOne
                           : PathSelector::Kind::kLegacyAll;
  path.selector.place = word.place;
  path.place = PlaceFrom(begin);
  if (path.steps.size() != 1 || path.steps[0].relationship == nullptr) {
    return SyntaxFault("InvalidRelationshipPattern", path.place,
                       absl::StrCat(TextAt(word.place),
                                    " wants one relationship between two "
                                    "nodes, as in (a)-[*]->(b)"));
  }
  return path;
}

bool Parser::AtLink(PatternPlace place) const {
  if (place == PatternPlace::kExpression) {
    return SkipLink(position_).has_value();
  }
  return At(TokenKind::kMinus) || At(TokenKind::kLess);
}

// Nodes with relationships between them, and groups that repeat, which may
// stand beside one another.
absl::Status Parser::ParseElements(PatternPlace place, PathPattern& path) {
  RETURN_IF_ERROR(ParseElement(path));
  while (true) {
    if (AtLink(place)) {
      // A group stands between two nodes, so it is followed by one.
      if (path.nodes.size() == path.steps.size()) path.nodes.emplace_back();
      PatternStep step;
      ASSIGN_OR_RETURN(RelationshipPattern relationship, ParseRelationship());
      step.relationship =
          std::make_unique<RelationshipPattern>(std::move(relationship));
      path.steps.push_back(std::move(step));
      if (!At(TokenKind::kLeftParenthesis)) return Unexpected("a node `(...)`");
      RETURN_IF_ERROR(ParseElement(path));
    } else if (At(TokenKind::kLeftParenthesis)) {
      RETURN_IF_ERROR(ParseElement(path));
    } else {
      break;
    }
  }
  if (path.nodes.size() == path.steps.size()) {
    NodePattern end;
    end.place = {.begin = PlaceFrom(0).end, .end = PlaceFrom(0).end};
    path.nodes.push_back(std::move(end));
  }
  return absl::OkStatus();
}

absl::Status Parser::ParseElement(PathPattern& path) {
  if (!At(TokenKind::kLeftParenthesis)) {
    return Unexpected("a pattern, which begins with a node `(...)`");
  }
  const bool named_group =
      Ahead(1).kind == TokenKind::kName && Ahead(2).kind == TokenKind::kEqual;
  if (Ahead(1).kind == TokenKind::kLeftParenthesis || named_group) {
    return ParseGroup(path);
  }
  const uint32_t begin = Begin();
  ASSIGN_OR_RETURN(NodePattern node, ParseNode());
  if (path.nodes.size() > path.steps.size()) {
    return SyntaxFault("UnexpectedSyntax", PlaceFrom(begin),
                       "got a node right after a node, want a relationship "
                       "such as `-->` between them");
  }
  path.nodes.push_back(std::move(node));
  return absl::OkStatus();
}

// ((a)-->(b) WHERE ...){1,3}; or a pattern that merely stands in parentheses.
absl::Status Parser::ParseGroup(PathPattern& path) {
  const Nesting nesting(*this);
  RETURN_IF_ERROR(CheckDepth());
  const LabelBar bar(*this, true);
  const uint32_t begin = Begin();
  Take();
  if (At(TokenKind::kName)) {
    return Unexpected("a node: the path within a group has no name");
  }
  auto group = std::make_unique<QuantifiedPattern>();
  const uint32_t inner_begin = Begin();
  RETURN_IF_ERROR(ParseElements(PatternPlace::kMatch, group->inner));
  group->inner.place = PlaceFrom(inner_begin);
  if (TakeWord(Keyword::kWhere)) {
    ASSIGN_OR_RETURN(group->where, ParseCondition());
  }
  RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis,
                         group->where == nullptr ? "WHERE or `)`" : "`)`"));
  if (!AtQuantifier()) return Splice(std::move(*group), path);
  if (group->inner.steps.empty()) {
    return SyntaxFault("InvalidRelationshipPattern", PlaceFrom(begin),
                       "want a relationship in a group that repeats");
  }
  ASSIGN_OR_RETURN(group->repetition, ParsePathQuantifier());
  group->place = PlaceFrom(begin);
  if (path.nodes.size() == path.steps.size()) {
    NodePattern before;
    before.place = {.begin = begin, .end = begin};
    path.nodes.push_back(std::move(before));
  }
  PatternStep step;
  step.quantified = std::move(group);
  path.steps.push_back(std::move(step));
  return absl::OkStatus();
}

// Puts a pattern in parentheses that does not repeat where it stands.
absl::Status Parser::Splice(QuantifiedPattern group, PathPattern& path) const {
  if (group.where != nullptr) {
    return SyntaxFault("UnexpectedSyntax", group.where->place,
                       "WHERE in the parentheses of a pattern wants a "
                       "quantifier such as {1,3} or + after them");
  }
  if (path.nodes.size() > path.steps.size()) {
    return SyntaxFault("UnexpectedSyntax", group.inner.place,
                       "want a relationship before this pattern, or a "
                       "quantifier such as {1,3} or + after it");
  }
  for (NodePattern& node : group.inner.nodes) {
    path.nodes.push_back(std::move(node));
  }
  for (PatternStep& step : group.inner.steps) {
    path.steps.push_back(std::move(step));
  }
  return absl::OkStatus();
}

absl::StatusOr<NodePattern> Parser::ParseNode() {
  NodePattern node;
  const LabelBar bar(*this, true);
  const uint32_t begin = Begin();
  Take();
  if (AtVariable()) {
    ASSIGN_OR_RETURN(node.name, TakeVariable("a variable", &node.name_place));
  }
  if (At(TokenKind::kColon)) {
    ASSIGN_OR_RETURN(node.labels, ParseLabels());
  }
  ASSIGN_OR_RETURN(node.properties, ParsePatternProperties());
  if (TakeWord(Keyword::kWhere)) {
    ASSIGN_OR_RETURN(node.where, ParseCondition());
  }
  const bool bare = node.name.empty() && !node.labels.has_value() &&
                    node.properties == nullptr && node.where == nullptr;
  RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis,
                         bare ? "a variable, `:`, `{`, WHERE or `)`"
                         : node.where != nullptr      ? "`)`"
                         : node.properties != nullptr ? "WHERE or `)`"
                         : node.labels.has_value()    ? "`{`, WHERE or `)`"
                                                   : "`:`, `{`, WHERE or `)`"));
  node.place = PlaceFrom(begin);
  return node;
}

absl::StatusOr<ExpressionPtr> Parser::ParsePatternProperties() {
  if (At(TokenKind::kParameter)) {
    return SyntaxFault("InvalidParameterUse", Current().place,
                       absl::StrCat("got ", ShownToken(Current()),
                                    ", want the properties one by one, as in "
                                    "{key: $value}"));
  }
  if (!At(TokenKind::kLeftBrace)) return ExpressionPtr();
  return ParseMap();
}

absl::StatusOr<RelationshipPattern> Parser::ParseRelationship() {
  RelationshipPattern relationship;
  const uint32_t begin = Begin();
  const bool left = TakeIf(TokenKind::kLess);
  RETURN_IF_ERROR(Expect(TokenKind::kMinus, "`-`"));
  if (At(TokenKind::kLeftBracket)) {
    RETURN_IF_ERROR(ParseDetail(relationship));
  }
  if (!TakeIf(TokenKind::kMinus)) {
    return Unexpected(TokenAt(position_ - 1).kind == TokenKind::kMinus
                          ? "`[`, or a second `-` as in `-->`"
                          : "`-`");
  }
  const bool right = TakeIf(TokenKind::kGreater);
  relationship.direction = left == right ? Direction::kBoth
                           : left        ? Direction::kIn
                                         : Direction::kOut;
  if (AtQuantifier()) {
    if (relationship.repetition.has_value()) {
      return SyntaxFault("InvalidRelationshipPattern", Current().place,
                         "the relationship already repeats by its `*`");
    }
    ASSIGN_OR_RETURN(relationship.repetition, ParsePathQuantifier());
  }
  relationship.place = PlaceFrom(begin);
  return relationship;
}

absl::Status Parser::ParseDetail(RelationshipPattern& relationship) {
  const LabelBar bar(*this, true);
  Take();
  if (AtVariable()) {
    ASSIGN_OR_RETURN(relationship.name,
                     TakeVariable("a variable", &relationship.name_place));
  }
  if (At(TokenKind::kColon)) {
    RETURN_IF_ERROR(ParseTypes(relationship));
  }
  if (At(TokenKind::kDots)) {
    return SyntaxFault("InvalidRelationshipPattern", Current().place,
                       "want `*` before a range, as in [:TYPE*1..3]");
  }
  if (At(TokenKind::kStar)) {
    ASSIGN_OR_RETURN(relationship.repetition, ParseStarRange());
  }
  ASSIGN_OR_RETURN(relationship.properties, ParsePatternProperties());
  if (AtWord(Keyword::kWhere)) {
    if (relationship.repetition.has_value()) {
      return SyntaxFault("InvalidRelationshipPattern", Current().place,
                         "WHERE does not go with `*`: want a quantifier, as "
                         "in -[r WHERE ...]->{1,3}");
    }
    Take();
    ASSIGN_OR_RETURN(relationship.where, ParseCondition());
  }
  return Expect(TokenKind::kRightBracket, relationship.where != nullptr ? "`]`"
                                          : relationship.properties != nullptr
                                              ? "WHERE or `]`"
                                              : "`:`, `*`, `{`, WHERE or `]`");
}

// `*`, `*2`, `*2..`, `*..3`, `*2..3`.
absl::StatusOr<Repetition> Parser::ParseStarRange() {
  Repetition repetition;
  const uint32_t begin = Begin();
  Take();
  const bool has_least = At(TokenKind::kInteger);
  if (has_least) {
    ASSIGN_OR_RETURN(repetition.least, TakeBound());
  }
  if (TakeIf(TokenKind::kDots)) {
    if (At(TokenKind::kInteger)) {
      ASSIGN_OR_RETURN(repetition.most, TakeBound());
    }
  } else if (has_least) {
    repetition.most = repetition.least;
  }
  if (At(TokenKind::kFloat) || At(TokenKind::kMinus)) {
    return SyntaxFault("InvalidRelationshipPattern", Current().place,
                       "want whole numbers, as in *1..3");
  }
  repetition.place = PlaceFrom(begin);
  return repetition;
}

bool Parser::AtQuantifier() const {
  return At(TokenKind::kStar) || At(TokenKind::kPlus) ||
         At(TokenKind::kLeftBrace);
}

// `*`, `+`, `{2}`, `{2,}`, `{,3}`, `{2,3}`.
absl::StatusOr<Repetition> Parser::ParsePathQuantifier() {
  Repetition repetition;
  const uint32_t begin = Begin();
  const TokenKind sign = Take().kind;
  if (sign == TokenKind::kStar) {
    repetition.least = 0;
  } else if (sign == TokenKind::kLeftBrace) {
    repetition.least = 0;
    const bool has_least = At(TokenKind::kInteger);
    if (has_least) {
      ASSIGN_OR_RETURN(repetition.least, TakeBound());
    }
    if (TakeIf(TokenKind::kComma)) {
      if (At(TokenKind::kInteger)) {
        ASSIGN_OR_RETURN(repetition.most, TakeBound());
      }
    } else if (has_least) {
      repetition.most = repetition.least;
    } else {
      return Unexpected("how often, as in {2}, {1,3}, {1,} or {,3}");
    }
    RETURN_IF_ERROR(Expect(TokenKind::kRightBrace, "`}`"));
  }
  repetition.place = PlaceFrom(begin);
  if (repetition.most.has_value() && *repetition.most < repetition.least) {
    return SyntaxFault(
        "InvalidRelationshipPattern", repetition.place,
        absl::StrCat("at most ", *repetition.most, " is less than at least ",
                     repetition.least));
  }
  return repetition;
}

}  // namespace attest::query
