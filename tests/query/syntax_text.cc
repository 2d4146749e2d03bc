#include "tests/query/syntax_text.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/query/operator_text.h"

namespace attest::query {
namespace {

std::string TextOr(const ExpressionPtr& expression) {
  return expression == nullptr ? "_" : TextOf(*expression);
}

std::string LiteralText(const Value& value) {
  switch (value.type()) {
    case Value::Type::kNull:
      return "null";
    case Value::Type::kBoolean:
      return value.boolean() ? "true" : "false";
    case Value::Type::kInteger:
      return absl::StrCat(value.integer());
    case Value::Type::kFloat:
      return absl::StrCat("float:", value.floating());
    case Value::Type::kString:
      return absl::StrCat("'", absl::Utf8SafeCHexEscape(value.string()), "'");
    default:
      return "?";
  }
}

// (word children...).
std::string Form(absl::string_view word, const Expression& expression) {
  std::string text = absl::StrCat("(", word);
  for (const ExpressionPtr& child : expression.children) {
    absl::StrAppend(&text, " ", TextOr(child));
  }
  return absl::StrCat(text, ")");
}

std::string LabelText(const LabelExpression& label) {
  const auto text = [](std::string* out, const LabelExpression& child) {
    absl::StrAppend(out, LabelText(child));
  };
  switch (label.kind) {
    case LabelExpression::Kind::kName:
      return label.name;
    case LabelExpression::Kind::kAnything:
      return "%";
    case LabelExpression::Kind::kNot:
      return absl::StrCat("!", LabelText(label.children[0]));
    case LabelExpression::Kind::kAnd:
      return absl::StrCat("(", absl::StrJoin(label.children, "&", text), ")");
    case LabelExpression::Kind::kOr:
      return absl::StrCat("(", absl::StrJoin(label.children, "|", text), ")");
  }
  return "?";
}

// `keys` belong to the children from `first` on.
std::string EntriesText(const Expression& expression, size_t first) {
  std::vector<std::string> entries;
  for (size_t i = 0; i < expression.keys.size(); ++i) {
    entries.push_back(absl::StrCat(expression.keys[i], ": ",
                                   TextOr(expression.children[first + i])));
  }
  return absl::StrCat("{", absl::StrJoin(entries, ", "), "}");
}

std::string ChainText(const Expression& expression) {
  std::string text = absl::StrCat("(", TextOr(expression.children[0]));
  for (size_t i = 0; i < expression.ops.size(); ++i) {
    absl::StrAppend(&text, " ", TextOf(expression.ops[i]), " ",
                    TextOr(expression.children[i + 1]));
  }
  return absl::StrCat(text, ")");
}

std::string CallText(const Expression& expression) {
  return Form(absl::StrCat("call ", expression.name,
                           expression.distinct ? " DISTINCT" : ""),
              expression);
}

std::string QuantifierText(const Expression& expression) {
  constexpr absl::string_view kWords[] = {"all", "any", "none", "single"};
  return Form(absl::StrCat(kWords[static_cast<size_t>(expression.quantifier)],
                           " ", expression.name),
              expression);
}

std::string RepetitionText(const std::optional<Repetition>& repetition) {
  if (!repetition.has_value()) return "";
  return absl::StrCat(
      "{", repetition->least, "..",
      repetition->most.has_value() ? absl::StrCat(*repetition->most) : "", "}");
}

// What stands in the brackets of a node or a relationship after its labels.
void AppendDetail(const ExpressionPtr& properties, const ExpressionPtr& where,
                  std::string& text) {
  if (properties != nullptr) {
    absl::StrAppend(&text, " ", TextOf(*properties));
  }
  if (where != nullptr) absl::StrAppend(&text, " WHERE ", TextOf(*where));
}

std::string NodeText(const NodePattern& node) {
  std::string text = absl::StrCat("(", node.name);
  if (node.labels.has_value()) {
    absl::StrAppend(&text, ":", LabelText(*node.labels));
  }
  AppendDetail(node.properties, node.where, text);
  return absl::StrCat(text, ")");
}

std::string RelationshipText(const RelationshipPattern& relationship) {
  std::string text =
      absl::StrCat(relationship.direction == Direction::kIn ? "<-[" : "-[",
                   relationship.name);
  if (!relationship.types.empty()) {
    const auto type = [](std::string* out,
                         const std::pair<std::string, Place>& name) {
      absl::StrAppend(out, name.first);
    };
    absl::StrAppend(&text, ":", absl::StrJoin(relationship.types, "|", type));
  }
  AppendDetail(relationship.properties, relationship.where, text);
  return absl::StrCat(text, "]", RepetitionText(relationship.repetition),
                      relationship.direction == Direction::kOut ? "->" : "-");
}

std::string StepText(const PatternStep& step) {
  if (step.relationship != nullptr) return RelationshipText(*step.relationship);
  const QuantifiedPattern& group = *step.quantified;
  std::string text = absl::StrCat(" (", TextOf(group.inner));
  if (group.where != nullptr) {
    absl::StrAppend(&text, " WHERE ", TextOf(*group.where));
  }
  return absl::StrCat(text, ")", RepetitionText(group.repetition), " ");
}

std::string SelectorText(const PathSelector& selector) {
  switch (selector.kind) {
    case PathSelector::Kind::kAll:
      return "";
    case PathSelector::Kind::kAny:
      return absl::StrCat("ANY ", selector.count, " ");
    case PathSelector::Kind::kShortest:
      return absl::StrCat("SHORTEST ", selector.count, " ");
    case PathSelector::Kind::kAllShortest:
      return "ALL SHORTEST ";
    case PathSelector::Kind::kGroups:
      return absl::StrCat("GROUPS ", selector.count, " ");
    case PathSelector::Kind::kLegacyOne:
      return "shortestPath ";
    case PathSelector::Kind::kLegacyAll:
      return "allShortestPaths ";
  }
  return "?";
}

std::string ItemsText(const Clause& clause) {
  std::vector<std::string> items;
  if (clause.star) items.push_back("*");
  for (const ProjectionItem& item : clause.items) {
    items.push_back(absl::StrCat(TextOr(item.expression),
                                 item.has_alias ? " AS " : " NAMED ",
                                 item.name));
  }
  std::string text = absl::StrCat(clause.distinct ? " DISTINCT " : " ",
                                  absl::StrJoin(items, ", "));
  for (size_t i = 0; i < clause.order_by.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? " ORDER BY " : ", ",
                    TextOr(clause.order_by[i].expression),
                    clause.order_by[i].descending ? " DESC" : "");
  }
  if (clause.skip != nullptr) {
    absl::StrAppend(&text, " SKIP ", TextOf(*clause.skip));
  }
  if (clause.limit != nullptr) {
    absl::StrAppend(&text, " LIMIT ", TextOf(*clause.limit));
  }
  return text;
}

std::string ClauseText(const Clause& clause) {
  std::string text;
  switch (clause.kind) {
    case ClauseKind::kMatch:
      text = absl::StrCat(
          clause.optional ? "OPTIONAL MATCH " : "MATCH ",
          absl::StrJoin(clause.patterns, ", ",
                        [](std::string* out, const PathPattern& path) {
                          absl::StrAppend(out, TextOf(path));
                        }));
      break;
    case ClauseKind::kUnwind:
      text = absl::StrCat("UNWIND ", TextOr(clause.expression), " AS ",
                          clause.name);
      break;
    case ClauseKind::kWith:
      text = absl::StrCat("WITH", ItemsText(clause));
      break;
    case ClauseKind::kReturn:
      text = absl::StrCat("RETURN", ItemsText(clause));
      break;
  }
  if (clause.where != nullptr) {
    absl::StrAppend(&text, " WHERE ", TextOf(*clause.where));
  }
  return text;
}

std::string HeaderText(const Query& query) {
  std::string text = query.mode == QueryMode::kExplain   ? "EXPLAIN "
                     : query.mode == QueryMode::kProfile ? "PROFILE "
                                                         : "";
  if (query.as_of != nullptr) {
    absl::StrAppend(&text, "AS OF ", TextOf(*query.as_of), " ");
  }
  if (query.valid_at != nullptr) {
    absl::StrAppend(&text, "VALID AT ", TextOf(*query.valid_at), " ");
  }
  return text;
}

}  // namespace

std::string TextOf(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::kLiteral:
      return LiteralText(expression.literal);
    case ExpressionKind::kParameter:
      return absl::StrCat("$", expression.name);
    case ExpressionKind::kVariable:
      return expression.name;
    case ExpressionKind::kProperty:
      return absl::StrCat("(. ", TextOr(expression.children[0]), " ",
                          expression.name, ")");
    case ExpressionKind::kIndex:
      return Form("index", expression);
    case ExpressionKind::kSlice:
      return Form("slice", expression);
    case ExpressionKind::kList:
      return Form("list", expression);
    case ExpressionKind::kMap:
      return EntriesText(expression, 0);
    case ExpressionKind::kMapProjection:
      return absl::StrCat("(project ", TextOr(expression.children[0]), " ",
                          EntriesText(expression, 1), ")");
    case ExpressionKind::kUnary:
    case ExpressionKind::kBinary:
      return Form(TextOf(expression.op), expression);
    case ExpressionKind::kComparisons:
      return ChainText(expression);
    case ExpressionKind::kIsNull:
      return Form("null?", expression);
    case ExpressionKind::kHasLabels:
      return absl::StrCat("(is ", TextOr(expression.children[0]), " ",
                          LabelText(*expression.labels), ")");
    case ExpressionKind::kCall:
      return CallText(expression);
    case ExpressionKind::kCountStar:
      return "(count *)";
    case ExpressionKind::kCase:
      return Form("case", expression);
    case ExpressionKind::kListComprehension:
      return Form(absl::StrCat("each ", expression.name), expression);
    case ExpressionKind::kReduce:
      return Form(
          absl::StrCat("reduce ", expression.name, " ", expression.second_name),
          expression);
    case ExpressionKind::kQuantifier:
      return QuantifierText(expression);
    case ExpressionKind::kPatternComprehension:
      return Form(absl::StrCat("paths ", TextOf(*expression.pattern)),
                  expression);
    case ExpressionKind::kPatternPredicate:
      return absl::StrCat("(pattern ", TextOf(*expression.pattern), ")");
    case ExpressionKind::kShortestPath:
      return absl::StrCat("(path ", TextOf(*expression.pattern), ")");
    case ExpressionKind::kExists:
      return absl::StrCat("(exists ", TextOf(*expression.subquery), ")");
    case ExpressionKind::kCountSubquery:
      return absl::StrCat("(count ", TextOf(*expression.subquery), ")");
    case ExpressionKind::kCollectSubquery:
      return absl::StrCat("(collect ", TextOf(*expression.subquery), ")");
  }
  return "?";
}

std::string TextOf(const PathPattern& path) {
  std::string text;
  if (!path.name.empty()) text = absl::StrCat(path.name, " = ");
  absl::StrAppend(&text, SelectorText(path.selector));
  for (size_t i = 0; i < path.nodes.size(); ++i) {
    absl::StrAppend(&text, NodeText(path.nodes[i]));
    if (i < path.steps.size()) absl::StrAppend(&text, StepText(path.steps[i]));
  }
  return text;
}

std::string TextOf(const Query& query) {
  std::string text = HeaderText(query);
  for (size_t i = 0; i < query.parts.size(); ++i) {
    if (i > 0) {
      absl::StrAppend(&text,
                      query.union_all[i - 1] ? " UNION ALL " : " UNION ");
    }
    absl::StrAppend(&text,
                    absl::StrJoin(query.parts[i].clauses, " ",
                                  [](std::string* out, const Clause& clause) {
                                    absl::StrAppend(out, ClauseText(clause));
                                  }));
  }
  return text;
}

}  // namespace attest::query
