// Labels of nodes and types of relationships: `:A:B`, `:A&(B|!C)`, `:A|B|:C`.

#include <string>
#include <utility>
#include <vector>

#include "engine/query/parser_state.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

LabelExpression Joined(LabelExpression::Kind kind,
                       std::vector<LabelExpression> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  LabelExpression joined;
  joined.kind = kind;
  joined.place = {.begin = parts.front().place.begin,
                  .end = parts.back().place.end};
  joined.children = std::move(parts);
  return joined;
}

}  // namespace

absl::StatusOr<LabelExpression> Parser::ParseLabels() {
  RETURN_IF_ERROR(Expect(TokenKind::kColon, "`:`"));
  return ParseLabelOr();
}

absl::StatusOr<LabelExpression> Parser::ParseLabelOr() {
  std::vector<LabelExpression> parts;
  do {
    if (!parts.empty()) TakeIf(TokenKind::kColon);
    ASSIGN_OR_RETURN(LabelExpression part, ParseLabelAnd());
    parts.push_back(std::move(part));
  } while (label_bar_ && TakeIf(TokenKind::kBar));
  return Joined(LabelExpression::Kind::kOr, std::move(parts));
}

absl::StatusOr<LabelExpression> Parser::ParseLabelAnd() {
  std::vector<LabelExpression> parts;
  do {
    ASSIGN_OR_RETURN(LabelExpression part, ParseLabelNot());
    parts.push_back(std::move(part));
  } while (TakeIf(TokenKind::kAmpersand) || TakeIf(TokenKind::kColon));
  return Joined(LabelExpression::Kind::kAnd, std::move(parts));
}

absl::StatusOr<LabelExpression> Parser::ParseLabelNot() {
  const Nesting nesting(*this);
  RETURN_IF_ERROR(CheckDepth());
  const uint32_t begin = Begin();
  LabelExpression label;
  if (TakeIf(TokenKind::kExclamation)) {
    ASSIGN_OR_RETURN(LabelExpression negated, ParseLabelNot());
    label.kind = LabelExpression::Kind::kNot;
    label.children.push_back(std::move(negated));
  } else if (TakeIf(TokenKind::kPercent)) {
    label.kind = LabelExpression::Kind::kAnything;
  } else if (TakeIf(TokenKind::kLeftParenthesis)) {
    const LabelBar bar(*this, true);
    ASSIGN_OR_RETURN(label, ParseLabelOr());
    RETURN_IF_ERROR(Expect(TokenKind::kRightParenthesis, "`)`"));
  } else {
    ASSIGN_OR_RETURN(label.name, TakeName("a label", nullptr));
  }
  label.place = PlaceFrom(begin);
  return label;
}

absl::Status Parser::ParseTypes(RelationshipPattern& relationship) {
  Take();
  do {
    TakeIf(TokenKind::kColon);
    Place place;
    if (At(TokenKind::kExclamation) || At(TokenKind::kPercent) ||
        At(TokenKind::kLeftParenthesis)) {
      return SyntaxFault("InvalidRelationshipPattern", Current().place,
                         "types are names with `|` between them; other "
                         "conditions go into WHERE");
    }
    ASSIGN_OR_RETURN(std::string type, TakeName("a type", &place));
    relationship.types.emplace_back(std::move(type), place);
  } while (TakeIf(TokenKind::kBar));
  if (At(TokenKind::kAmpersand) || At(TokenKind::kColon)) {
    return SyntaxFault("InvalidRelationshipPattern", Current().place,
                       "a relationship has one type: want `|` for either");
  }
  return absl::OkStatus();
}

}  // namespace attest::query
