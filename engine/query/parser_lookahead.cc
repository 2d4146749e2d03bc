// Which rule it is, where two begin alike: `(a)-[x]-(b)` may be a pattern or a
// subtraction, `[x IN xs]` a comprehension or a list. A pattern wins where the
// signs allow one, as in openCypher.
//
// Brackets are stepped over as a whole, so that all looking ahead together is
// linear in the text.

#include <cstddef>
#include <optional>

#include "engine/query/parser_state.h"

namespace attest::query {
namespace {

// What may follow the name within the brackets of a node or relationship.
bool FollowsElementName(const Token& token) {
  return token.kind == TokenKind::kColon ||
         token.kind == TokenKind::kParameter ||
         token.keyword == Keyword::kWhere;
}

}  // namespace

// Whether the parenthesis at `index` may hold a node pattern.
bool Parser::LooksLikeNode(size_t index) const {
  const Token& open = TokenAt(index);
  if (open.kind != TokenKind::kLeftParenthesis ||
      TokenAt(open.partner).kind != TokenKind::kRightParenthesis) {
    return false;
  }
  size_t next = index + 1;
  if (TokenAt(next).keyword == Keyword::kWhere) return true;
  if (TokenAt(next).kind == TokenKind::kName) ++next;
  const Token& token = TokenAt(next);
  if (token.kind == TokenKind::kLeftBrace) {
    // Not the projection of a map.
    const TokenKind inner = TokenAt(next + 1).kind;
    return inner != TokenKind::kDot && inner != TokenKind::kStar;
  }
  if (token.kind == TokenKind::kParameter) return next > index + 1;
  return token.kind == TokenKind::kRightParenthesis ||
         FollowsElementName(token);
}

// Whether the bracket at `index` may hold the detail of a relationship.
bool Parser::LooksLikeDetail(size_t index) const {
  const Token& open = TokenAt(index);
  if (TokenAt(open.partner).kind != TokenKind::kRightBracket) return false;
  size_t next = index + 1;
  if (TokenAt(next).kind == TokenKind::kName &&
      TokenAt(next).keyword != Keyword::kWhere) {
    ++next;
  }
  const Token& token = TokenAt(next);
  if (token.kind == TokenKind::kParameter) return next > index + 1;
  return token.kind == TokenKind::kRightBracket ||
         token.kind == TokenKind::kStar ||
         token.kind == TokenKind::kLeftBrace || FollowsElementName(token);
}

std::optional<size_t> Parser::SkipLink(size_t index) const {
  size_t next = index;
  const bool head = TokenAt(next).kind == TokenKind::kLess;
  if (head) ++next;
  if (TokenAt(next).kind != TokenKind::kMinus) return std::nullopt;
  ++next;
  if (TokenAt(next).kind == TokenKind::kLeftBracket) {
    if (!LooksLikeDetail(next)) return std::nullopt;
    next = TokenAt(next).partner + 1;
  }
  if (TokenAt(next).kind != TokenKind::kMinus) return std::nullopt;
  ++next;
  const bool arrow = TokenAt(next).kind == TokenKind::kGreater;
  if (arrow) ++next;
  const size_t after = SkipQuantifier(next);
  // No expression ends so; what is wrong is better said of a pattern.
  if (arrow) return after;
  const bool node = TokenAt(after).kind == TokenKind::kLeftParenthesis &&
                    (LooksLikeNode(after) ||
                     TokenAt(after + 1).kind == TokenKind::kLeftParenthesis);
  if (!node) return std::nullopt;
  return after;
}

size_t Parser::SkipQuantifier(size_t index) const {
  switch (TokenAt(index).kind) {
    case TokenKind::kStar:
    case TokenKind::kPlus:
      return index + 1;
    case TokenKind::kLeftBrace:
      return TokenAt(index).partner + 1;
    default:
      return index;
  }
}

// Whether a pattern of at least one relationship begins at `index`.
bool Parser::IsPatternAt(size_t index) const {
  return LooksLikeNode(index) &&
         SkipLink(TokenAt(index).partner + 1).has_value();
}

// Where the pattern that begins at `index` ends. Requires: IsPatternAt.
size_t Parser::SkipPattern(size_t index) const {
  size_t end = TokenAt(index).partner + 1;
  while (true) {
    if (const std::optional<size_t> link = SkipLink(end); link.has_value()) {
      end = *link;
      if (TokenAt(end).kind != TokenKind::kLeftParenthesis) return end;
    } else if (TokenAt(end).kind != TokenKind::kLeftParenthesis) {
      return end;
    }
    end = SkipQuantifier(TokenAt(end).partner + 1);
  }
}

// [pattern WHERE ... | ...]: a list of conditions would go on otherwise.
bool Parser::IsPatternComprehension() const {
  size_t index = position_ + 1;
  if (TokenAt(index).kind == TokenKind::kName &&
      TokenAt(index + 1).kind == TokenKind::kEqual) {
    index += 2;
  }
  if (!IsPatternAt(index)) return false;
  const Token& next = TokenAt(SkipPattern(index));
  return next.kind == TokenKind::kBar || next.keyword == Keyword::kWhere;
}

// [x IN xs ...]: without a comma, or it is a list of conditions.
bool Parser::IsListComprehension() const {
  if (Ahead(1).kind != TokenKind::kName || Ahead(2).keyword != Keyword::kIn ||
      IsReserved(Ahead(1).keyword)) {
    return false;
  }
  const size_t end = Current().partner;
  size_t index = position_ + 3;
  while (index < end) {
    const Token& token = TokenAt(index);
    switch (token.kind) {
      case TokenKind::kComma:
        return false;
      case TokenKind::kLeftParenthesis:
      case TokenKind::kLeftBracket:
      case TokenKind::kLeftBrace:
        index = token.partner + 1;
        break;
      default:
        ++index;
    }
  }
  return true;
}

// name.name.name(
bool Parser::IsCall() const {
  size_t index = position_;
  while (TokenAt(index).kind == TokenKind::kName &&
         TokenAt(index + 1).kind == TokenKind::kDot) {
    index += 2;
  }
  return TokenAt(index).kind == TokenKind::kName &&
         TokenAt(index + 1).kind == TokenKind::kLeftParenthesis;
}

// Whether a clause begins here, of those that stand in a query or would.
bool Parser::IsClauseStart() const {
  if (Ahead(1).kind == TokenKind::kEqual) return false;
  switch (Current().keyword) {
    case Keyword::kMatch:
    case Keyword::kOptional:
    case Keyword::kUnwind:
    case Keyword::kWith:
    case Keyword::kReturn:
      return true;
    default:
      return IsRefusedClause(Current().keyword);
  }
}

}  // namespace attest::query
