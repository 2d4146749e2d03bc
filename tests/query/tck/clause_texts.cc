#include "tests/query/tck/clause_texts.h"

#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/keyword.h"
#include "engine/query/lexer.h"
#include "engine/status_macros.h"

namespace attest::query::tck {
namespace {

bool OpensBracket(const Token& token) {
  return token.kind == TokenKind::kLeftParenthesis ||
         token.kind == TokenKind::kLeftBracket ||
         token.kind == TokenKind::kLeftBrace;
}

// A word there is a property, a label, an alias or a key, whatever its name.
bool IsNameThere(const std::vector<Token>& tokens, size_t at) {
  if (tokens[at + 1].kind == TokenKind::kColon) return true;
  if (at == 0) return false;
  const Token& before = tokens[at - 1];
  return before.kind == TokenKind::kDot || before.kind == TokenKind::kColon ||
         before.kind == TokenKind::kBar || before.keyword == Keyword::kAs;
}

bool IsWriting(Keyword keyword) {
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
    case Keyword::kRemove:
    case Keyword::kSet:
      return true;
    default:
      return false;
  }
}

bool StartsClause(Keyword keyword) {
  switch (keyword) {
    case Keyword::kMatch:
    case Keyword::kOptional:
    case Keyword::kReturn:
    case Keyword::kUnion:
    case Keyword::kUnwind:
    case Keyword::kWith:
      return true;
    default:
      return IsWriting(keyword);
  }
}

class Splitter {
 public:
  explicit Splitter(absl::string_view text) : lexed_(Lex(text)) {}

  absl::StatusOr<std::vector<ClauseText>> Split() {
    RETURN_IF_ERROR(lexed_.error);
    size_t body = 0;
    while (Kind(at_) != TokenKind::kEnd && Kind(at_) != TokenKind::kSemicolon) {
      const size_t start = at_;
      std::string keyword = TakeKeyword();
      if (keyword.empty()) {
        if (OpensBracket(lexed_.tokens[at_])) {
          at_ = lexed_.tokens[at_].partner;
          if (Kind(at_) == TokenKind::kEnd) break;
        }
        ++at_;
        if (clauses_.empty()) {
          return absl::InvalidArgumentError(
              absl::StrCat("got `", lexed_.TextOf(lexed_.tokens[start]),
                           "`, want a clause"));
        }
        continue;
      }
      EndBody(body, start);
      clauses_.push_back({std::move(keyword), ""});
      body = at_;
    }
    EndBody(body, at_);
    return std::move(clauses_);
  }

 private:
  TokenKind Kind(size_t at) const { return lexed_.tokens[at].kind; }

  // The keyword of the clause that starts at `at_`, which then has moved past
  // it; empty when none does.
  std::string TakeKeyword() {
    const Token& token = lexed_.tokens[at_];
    const bool is_on = token.kind == TokenKind::kName &&
                       absl::EqualsIgnoreCase(lexed_.TextOf(token), "ON") &&
                       (lexed_.tokens[at_ + 1].keyword == Keyword::kCreate ||
                        lexed_.tokens[at_ + 1].keyword == Keyword::kMatch);
    if ((!is_on && !StartsClause(token.keyword)) ||
        IsNameThere(lexed_.tokens, at_) || IsOfTextMatch(token)) {
      return "";
    }
    size_t words = 1;
    if (is_on) words = 3;
    if (token.keyword == Keyword::kOptional) words = 2;
    if (token.keyword == Keyword::kDetach) words = 2;
    std::string keyword;
    for (; words > 0 && Kind(at_) == TokenKind::kName; --words, ++at_) {
      absl::StrAppend(&keyword, keyword.empty() ? "" : " ",
                      absl::AsciiStrToUpper(lexed_.TextOf(lexed_.tokens[at_])));
    }
    return keyword;
  }

  // The WITH of STARTS WITH and ENDS WITH.
  bool IsOfTextMatch(const Token& token) const {
    if (token.keyword != Keyword::kWith || at_ == 0) return false;
    const Keyword before = lexed_.tokens[at_ - 1].keyword;
    return before == Keyword::kStarts || before == Keyword::kEnds;
  }

  // Tokens [begin, end) are the body of the last clause.
  void EndBody(size_t begin, size_t end) {
    if (clauses_.empty() || begin == end) return;
    const size_t from = lexed_.tokens[begin].place.begin;
    const size_t to = lexed_.tokens[end - 1].place.end;
    clauses_.back().body = std::string(lexed_.text.substr(from, to - from));
  }

  Lexed lexed_;
  size_t at_ = 0;
  std::vector<ClauseText> clauses_;
};

}  // namespace

absl::StatusOr<std::vector<ClauseText>> SplitClauses(absl::string_view text) {
  return Splitter(text).Split();
}

bool WritesOrCalls(absl::string_view text) {
  const Lexed lexed = Lex(text);
  for (size_t i = 0; i + 1 < lexed.tokens.size(); ++i) {
    if (IsWriting(lexed.tokens[i].keyword) && !IsNameThere(lexed.tokens, i)) {
      return true;
    }
  }
  return false;
}

}  // namespace attest::query::tck
