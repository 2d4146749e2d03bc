#include "tests/query/tck/setup.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/query/lexer.h"
#include "engine/query/parser.h"
#include "engine/query/syntax.h"
#include "engine/query/value.h"
#include "engine/status_macros.h"
#include "tests/query/tck/answer.h"
#include "tests/query/tck/clause_texts.h"

namespace attest::query::tck {
namespace {

using Row = absl::btree_map<std::string, Value>;
using Rows = std::vector<Row>;

// What the rows so far are called inside the queries that continue them.
constexpr absl::string_view kRow = "setup row";

std::string Quoted(absl::string_view name) {
  return absl::StrCat("`", absl::StrReplaceAll(name, {{"`", "``"}}), "`");
}

std::string TextAt(absl::string_view text, Place place) {
  return std::string(text.substr(place.begin, place.end - place.begin));
}

absl::Status NotCreatable(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("cannot be created: ", what));
}

// What a literal, or a list or map of such, says; none for anything else.
std::optional<Value> LiteralOf(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::kLiteral:
      return expression.literal;
    case ExpressionKind::kList: {
      Value::List list;
      for (const ExpressionPtr& child : expression.children) {
        std::optional<Value> value = LiteralOf(*child);
        if (!value.has_value()) return std::nullopt;
        list.push_back(*std::move(value));
      }
      return Value::MakeList(std::move(list));
    }
    case ExpressionKind::kMap: {
      Value::Map map;
      for (size_t i = 0; i < expression.children.size(); ++i) {
        std::optional<Value> value = LiteralOf(*expression.children[i]);
        if (!value.has_value()) return std::nullopt;
        map.emplace_back(expression.keys[i], *std::move(value));
      }
      return Value::MakeMap(std::move(map));
    }
    default:
      return std::nullopt;
  }
}

absl::Status AddNames(const LabelExpression& labels,
                      std::vector<std::string>& names) {
  switch (labels.kind) {
    case LabelExpression::Kind::kName:
      names.push_back(labels.name);
      return absl::OkStatus();
    case LabelExpression::Kind::kAnd:
      for (const LabelExpression& child : labels.children) {
        RETURN_IF_ERROR(AddNames(child, names));
      }
      return absl::OkStatus();
    default:
      return NotCreatable("labels that are no list of names");
  }
}

// The items of a comma-separated list, commas inside brackets aside.
absl::StatusOr<std::vector<std::string>> SplitItems(absl::string_view text) {
  const Lexed lexed = Lex(text);
  RETURN_IF_ERROR(lexed.error);
  std::vector<std::string> items;
  size_t begin = 0;
  for (size_t i = 0; i < lexed.tokens.size(); ++i) {
    const Token& token = lexed.tokens[i];
    switch (token.kind) {
      case TokenKind::kLeftParenthesis:
      case TokenKind::kLeftBracket:
      case TokenKind::kLeftBrace:
        // The end, where the bracket is not closed, ends an item as well.
        i = lexed.tokens[token.partner].kind == TokenKind::kEnd
                ? token.partner - 1
                : token.partner;
        break;
      case TokenKind::kComma:
      case TokenKind::kEnd:
        items.emplace_back(text.substr(begin, token.place.begin - begin));
        begin = token.place.end;
        break;
      default:
        break;
    }
  }
  return items;
}

class Writer {
 public:
  Writer(const RunOptions& options, MemoryGraph& graph)
      : options_(options), graph_(graph), rows_(1) {}

  absl::Status Go(absl::string_view text) {
    ASSIGN_OR_RETURN(const std::vector<ClauseText> clauses, SplitClauses(text));
    std::string reading;
    for (size_t i = 0; i < clauses.size(); ++i) {
      const ClauseText& clause = clauses[i];
      if (absl::EndsWith(clause.keyword, "MATCH") ||
          clause.keyword == "UNWIND" || clause.keyword == "WITH") {
        absl::StrAppend(&reading, clause.keyword, " ", clause.body, "\n");
        continue;
      }
      if (clause.keyword == "RETURN") return absl::OkStatus();
      if (!reading.empty()) {
        ASSIGN_OR_RETURN(rows_, Read(reading, rows_));
        reading.clear();
      }
      if (clause.keyword == "MERGE") {
        std::vector<ClauseText> sets;
        while (i + 1 < clauses.size() &&
               absl::StartsWith(clauses[i + 1].keyword, "ON ")) {
          sets.push_back(clauses[++i]);
        }
        RETURN_IF_ERROR(Merge(clause.body, sets));
      } else {
        RETURN_IF_ERROR(WriteClause(clause, rows_));
      }
    }
    return absl::OkStatus();
  }

 private:
  absl::Status WriteClause(const ClauseText& clause, Rows& rows) {
    if (clause.keyword == "CREATE") return Create(clause.body, rows);
    if (absl::EndsWith(clause.keyword, "SET")) return Set(clause.body, rows);
    if (clause.keyword == "REMOVE") return Remove(clause.body, rows);
    if (clause.keyword == "DELETE") return Delete(clause.body, false);
    if (clause.keyword == "DETACH DELETE") return Delete(clause.body, true);
    return absl::InvalidArgumentError(
        absl::StrCat("got ", clause.keyword, ", want a clause of a setup"));
  }

  // -- Through the engine ---------------------------------------------------

  // Runs `text` with `rows`, of which there are some, before it.
  absl::StatusOr<Answer> Continue(absl::string_view text, const Rows& rows) {
    Value::List list;
    for (const Row& row : rows) {
      Value::Map map;
      for (const auto& [name, value] : row) map.emplace_back(name, value);
      list.push_back(Value::MakeMap(std::move(map)));
    }
    std::string query = absl::StrCat("UNWIND $rows AS ", Quoted(kRow));
    absl::StrAppend(&query, " WITH ", Quoted(kRow));
    for (const auto& [name, value] : rows.front()) {
      absl::StrAppend(&query, ", ", Quoted(kRow), ".", Quoted(name), " AS ",
                      Quoted(name));
    }
    absl::StrAppend(&query, "\n", text);
    RunOptions options = options_;
    options.parameters["rows"] = Value::MakeList(std::move(list));
    Answer answer = RunByEngine(query, graph_, options);
    RETURN_IF_ERROR(answer.status);
    return answer;
  }

  absl::StatusOr<Rows> Read(absl::string_view clauses, const Rows& rows) {
    if (rows.empty()) return Rows();
    ASSIGN_OR_RETURN(const Answer answer,
                     Continue(absl::StrCat(clauses, " RETURN *"), rows));
    Rows read;
    for (const std::vector<Value>& values : answer.rows) {
      Row& row = read.emplace_back();
      for (size_t i = 0; i < values.size(); ++i) {
        if (answer.columns[i] != kRow) row[answer.columns[i]] = values[i];
      }
    }
    return read;
  }

  // The values of `expressions` for each row.
  absl::StatusOr<std::vector<std::vector<Value>>> Evaluate(
      const std::vector<std::string>& expressions, const Rows& rows) {
    if (rows.empty()) return std::vector<std::vector<Value>>();
    std::vector<Value> literals;
    for (const std::string& text : expressions) {
      ASSIGN_OR_RETURN(const ExpressionPtr expression, ParseExpression(text));
      std::optional<Value> value = LiteralOf(*expression);
      if (!value.has_value()) break;
      literals.push_back(*std::move(value));
    }
    if (literals.size() == expressions.size()) {
      return std::vector<std::vector<Value>>(rows.size(), literals);
    }
    std::vector<std::string> items;
    for (const std::string& text : expressions) {
      items.push_back(absl::StrCat(text, " AS c", items.size()));
    }
    ASSIGN_OR_RETURN(
        Answer answer,
        Continue(absl::StrCat("RETURN ", absl::StrJoin(items, ", ")), rows));
    if (answer.rows.size() != rows.size()) {
      return absl::InternalError(
          absl::StrCat("got ", answer.rows.size(), " rows for ", rows.size()));
    }
    return std::move(answer.rows);
  }

  // -- CREATE and MERGE -----------------------------------------------------

  absl::Status Create(const std::string& text, Rows& rows) {
    ASSIGN_OR_RETURN(const std::vector<PathPattern> patterns,
                     ParsePatterns(text));
    // One after the other: a later one may name what an earlier one creates.
    for (const PathPattern& pattern : patterns) {
      std::vector<std::string> expressions;
      const auto add = [&](const ExpressionPtr& properties) {
        if (properties != nullptr) {
          expressions.push_back(TextAt(text, properties->place));
        }
      };
      for (size_t i = 0; i < pattern.nodes.size(); ++i) {
        add(pattern.nodes[i].properties);
        if (i == pattern.steps.size()) break;
        if (pattern.steps[i].relationship == nullptr) {
          return NotCreatable("a quantified part");
        }
        add(pattern.steps[i].relationship->properties);
      }
      ASSIGN_OR_RETURN(const std::vector<std::vector<Value>> values,
                       Evaluate(expressions, rows));
      for (size_t i = 0; i < rows.size(); ++i) {
        RETURN_IF_ERROR(CreatePath(pattern, values[i], rows[i]));
      }
    }
    return absl::OkStatus();
  }

  // `values` are the properties of the parts that have some.
  absl::Status CreatePath(const PathPattern& pattern,
                          const std::vector<Value>& values, Row& row) {
    size_t next = 0;
    Path path;
    std::vector<std::pair<const RelationshipPattern*, Value::Map>> between;
    for (size_t i = 0; i < pattern.nodes.size(); ++i) {
      ASSIGN_OR_RETURN(const NodeId node,
                       CreateNode(pattern.nodes[i], values, next, row));
      path.nodes.push_back(node);
      if (i == pattern.steps.size()) break;
      const RelationshipPattern* step = pattern.steps[i].relationship.get();
      ASSIGN_OR_RETURN(Value::Map properties,
                       Properties(step->properties, values, next));
      between.emplace_back(step, std::move(properties));
    }
    for (size_t i = 0; i < between.size(); ++i) {
      auto& [step, properties] = between[i];
      if (step->types.size() != 1 || step->repetition.has_value() ||
          step->direction == Direction::kBoth) {
        return NotCreatable("a relationship without one type and direction");
      }
      NodeId from = path.nodes[i];
      NodeId to = path.nodes[i + 1];
      if (step->direction == Direction::kIn) std::swap(from, to);
      const RelationshipId id = graph_.AddRelationship(
          from, step->types[0].first, to, std::move(properties));
      path.relationships.push_back(id);
      if (!step->name.empty()) row[step->name] = Value::Relationship(id);
    }
    if (!pattern.name.empty()) {
      row[pattern.name] = Value::MakePath(std::move(path));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<NodeId> CreateNode(const NodePattern& pattern,
                                    const std::vector<Value>& values,
                                    size_t& next, Row& row) {
    const auto bound = row.find(pattern.name);
    if (!pattern.name.empty() && bound != row.end()) {
      if (!bound->second.Is(Value::Type::kNode) || pattern.labels.has_value() ||
          pattern.properties != nullptr) {
        return NotCreatable(absl::StrCat("`", pattern.name, "` once more"));
      }
      return bound->second.node();
    }
    std::vector<std::string> labels;
    if (pattern.labels.has_value()) {
      RETURN_IF_ERROR(AddNames(*pattern.labels, labels));
    }
    ASSIGN_OR_RETURN(Value::Map properties,
                     Properties(pattern.properties, values, next));
    const NodeId node = graph_.AddNode(labels, std::move(properties));
    if (!pattern.name.empty()) row[pattern.name] = Value::Node(node);
    return node;
  }

  static absl::StatusOr<Value::Map> Properties(const ExpressionPtr& expression,
                                               const std::vector<Value>& values,
                                               size_t& next) {
    if (expression == nullptr) return Value::Map();
    const Value& value = values[next++];
    if (!value.Is(Value::Type::kMap)) return NotCreatable("no map");
    return value.map();
  }

  absl::Status Merge(const std::string& text,
                     const std::vector<ClauseText>& sets) {
    Rows merged;
    for (const Row& row : std::exchange(rows_, {})) {
      ASSIGN_OR_RETURN(Rows rows, Read(absl::StrCat("MATCH ", text), {row}));
      absl::string_view which = "ON MATCH SET";
      if (rows.empty()) {
        rows = {row};
        RETURN_IF_ERROR(Create(text, rows));
        which = "ON CREATE SET";
      }
      for (const ClauseText& set : sets) {
        if (set.keyword == which) RETURN_IF_ERROR(Set(set.body, rows));
      }
      for (Row& more : rows) merged.push_back(std::move(more));
    }
    rows_ = std::move(merged);
    return absl::OkStatus();
  }

  // -- SET, REMOVE and DELETE -----------------------------------------------

  // `n.key = value`, `n = map`, `n += map` or `n:Label:Label`, and, to remove,
  // `n.key`.
  struct Change {
    std::string name;
    std::string key;
    std::vector<std::string> labels;
    bool adds = false;
    std::string expression;
  };

  static absl::StatusOr<Change> ReadChange(const std::string& text) {
    const Lexed lexed = Lex(text);
    RETURN_IF_ERROR(lexed.error);
    const std::vector<Token>& tokens = lexed.tokens;
    Change change;
    size_t at = 0;
    const auto name = [&]() -> std::string {
      if (tokens[at].kind != TokenKind::kName) return "";
      return std::string(lexed.TextOf(tokens[at++]));
    };
    const auto take = [&](TokenKind kind) {
      if (tokens[at].kind != kind) return false;
      ++at;
      return true;
    };
    change.name = name();
    if (take(TokenKind::kDot)) {
      change.key = name();
    } else {
      while (take(TokenKind::kColon)) change.labels.push_back(name());
    }
    change.adds = take(TokenKind::kPlus);
    if (take(TokenKind::kEqual)) {
      change.expression = text.substr(tokens[at].place.begin);
    } else if (tokens[at].kind != TokenKind::kEnd || change.name.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("got `", text, "`, want a change of a setup"));
    }
    return change;
  }

  absl::Status Set(const std::string& text, Rows& rows) {
    ASSIGN_OR_RETURN(const std::vector<std::string> items, SplitItems(text));
    for (const std::string& item : items) {
      ASSIGN_OR_RETURN(const Change change, ReadChange(item));
      std::vector<std::string> expressions;
      if (!change.expression.empty()) expressions = {change.expression};
      ASSIGN_OR_RETURN(const std::vector<std::vector<Value>> values,
                       Evaluate(expressions, rows));
      for (size_t i = 0; i < rows.size(); ++i) {
        const Value value = values[i].empty() ? Value::Null() : values[i][0];
        RETURN_IF_ERROR(Apply(change, rows[i][change.name], value));
      }
    }
    return absl::OkStatus();
  }

  absl::Status Remove(const std::string& text, Rows& rows) {
    ASSIGN_OR_RETURN(const std::vector<std::string> items, SplitItems(text));
    for (const std::string& item : items) {
      ASSIGN_OR_RETURN(const Change change, ReadChange(item));
      for (Row& row : rows) {
        const Value& target = row[change.name];
        if (target.IsNull()) continue;
        if (change.labels.empty()) {
          RETURN_IF_ERROR(SetProperty(target, change.key, Value::Null()));
        }
        for (const std::string& label : change.labels) {
          graph_.RemoveLabel(target.node(), label);
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status Apply(const Change& change, const Value& target,
                     const Value& value) {
    if (target.IsNull()) return absl::OkStatus();
    if (!change.key.empty()) return SetProperty(target, change.key, value);
    if (!change.labels.empty()) {
      if (!target.Is(Value::Type::kNode)) return NotCreatable("labels there");
      for (const std::string& label : change.labels) {
        graph_.AddLabel(target.node(), label);
      }
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const Value from, PropertiesOf(value));
    if (!change.adds) {
      ASSIGN_OR_RETURN(const Value old, PropertiesOf(target));
      for (const auto& [key, gone] : old.map()) {
        RETURN_IF_ERROR(SetProperty(target, key, Value::Null()));
      }
    }
    for (const auto& [key, entry] : from.map()) {
      RETURN_IF_ERROR(SetProperty(target, key, entry));
    }
    return absl::OkStatus();
  }

  // A map as it is.
  absl::StatusOr<Value> PropertiesOf(const Value& value) const {
    if (value.Is(Value::Type::kMap)) return value;
    if (value.Is(Value::Type::kNode)) return graph_.PropertiesOf(value.node());
    if (value.Is(Value::Type::kRelationship)) {
      return graph_.PropertiesOf(value.relationship());
    }
    return NotCreatable("properties of what has none");
  }

  absl::Status SetProperty(const Value& target, absl::string_view key,
                           const Value& value) {
    if (target.Is(Value::Type::kNode)) {
      graph_.SetProperty(target.node(), key, value);
    } else if (target.Is(Value::Type::kRelationship)) {
      graph_.SetProperty(target.relationship(), key, value);
    } else {
      return NotCreatable("a property of what has none");
    }
    return absl::OkStatus();
  }

  absl::Status Delete(const std::string& text, bool detach) {
    ASSIGN_OR_RETURN(const std::vector<std::string> items, SplitItems(text));
    ASSIGN_OR_RETURN(const std::vector<std::vector<Value>> values,
                     Evaluate(items, rows_));
    std::vector<NodeId> nodes;
    for (const std::vector<Value>& row : values) {
      for (const Value& value : row) {
        if (value.Is(Value::Type::kNode)) {
          nodes.push_back(value.node());
        } else if (value.Is(Value::Type::kRelationship)) {
          graph_.RemoveRelationship(value.relationship());
        } else if (value.Is(Value::Type::kPath)) {
          for (const RelationshipId id : value.path().relationships) {
            graph_.RemoveRelationship(id);
          }
          const std::vector<NodeId>& more = value.path().nodes;
          nodes.insert(nodes.end(), more.begin(), more.end());
        } else if (!value.IsNull()) {
          return absl::InvalidArgumentError("cannot be deleted");
        }
      }
    }
    for (const NodeId node : nodes) {
      if (detach) Detach(node);
      RETURN_IF_ERROR(graph_.RemoveNode(node));
    }
    return absl::OkStatus();
  }

  void Detach(NodeId node) {
    std::vector<Neighbor> storage;
    for (const Neighbor& neighbor :
         graph_.NeighborsOf(node, Direction::kBoth, {}, true, storage)) {
      graph_.RemoveRelationship(neighbor.relationship);
    }
  }

  const RunOptions& options_;
  MemoryGraph& graph_;
  Rows rows_;
};

}  // namespace

absl::Status Write(absl::string_view text, const RunOptions& options,
                   MemoryGraph& graph) {
  return Writer(options, graph).Go(text);
}

}  // namespace attest::query::tck
