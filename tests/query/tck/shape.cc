#include "tests/query/tck/shape.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/query/temporal_text.h"
#include "engine/status_macros.h"

namespace attest::query::tck {
namespace {

// The shortest text that reads as the same number, never that of an integer.
// The two zeros are one number.
std::string FloatText(double value) {
  if (value == 0) return "0.0";
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Inf" : "-Inf";
  char text[40];
  for (int digits = 15; digits <= 17; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    double read = 0;
    if (absl::SimpleAtod(text, &read) && read == value) break;
  }
  if (absl::string_view(text).find_first_of(".e") == absl::string_view::npos) {
    return absl::StrCat(text, ".0");
  }
  return text;
}

std::string StringText(absl::string_view value) {
  return absl::StrCat(
      "'",
      absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"'", "\\'"}, {"\n", "\\n"}}),
      "'");
}

// In backticks where it could be taken for something else.
std::string NameText(absl::string_view name) {
  const bool is_plain =
      !name.empty() &&
      name.find_first_of(" \t\n:,(){}[]<>'\"`") == absl::string_view::npos;
  return is_plain ? std::string(name) : absl::StrCat("`", name, "`");
}

std::string EntriesText(const Shape& shape, ListOrder order) {
  return absl::StrCat(
      "{",
      absl::StrJoin(shape.entries, ", ",
                    [order](std::string* out, const auto& entry) {
                      absl::StrAppend(out, NameText(entry.key), ": ",
                                      TextOf(entry.value, order));
                    }),
      "}");
}

// `:A:B {n: 1}`, as it stands in a node or relationship.
std::string EntityText(const Shape& shape, ListOrder order) {
  std::string text;
  for (const std::string& name : shape.names) {
    absl::StrAppend(&text, ":", NameText(name));
  }
  if (shape.entries.empty()) return text;
  return absl::StrCat(text, text.empty() ? "" : " ", EntriesText(shape, order));
}

std::string ListText(const Shape& shape, ListOrder order) {
  std::vector<std::string> texts;
  texts.reserve(shape.children.size());
  for (const Shape& child : shape.children) {
    texts.push_back(TextOf(child, order));
  }
  if (order == ListOrder::kIgnored) std::sort(texts.begin(), texts.end());
  return absl::StrCat("[", absl::StrJoin(texts, ", "), "]");
}

std::string PathText(const Shape& shape, ListOrder order) {
  std::string text = "<";
  for (size_t i = 0; i < shape.children.size(); ++i) {
    const Shape& part = shape.children[i];
    if (i % 2 == 0) {
      absl::StrAppend(&text, TextOf(part, order));
    } else {
      absl::StrAppend(&text, part.forward ? "-" : "<-", TextOf(part, order),
                      part.forward ? "->" : "-");
    }
  }
  return absl::StrCat(text, ">");
}

class ShapeReader {
 public:
  explicit ShapeReader(absl::string_view text) : text_(text) {}

  absl::StatusOr<Shape> ReadAll() {
    ASSIGN_OR_RETURN(Shape shape, Read(0));
    SkipSpace();
    if (at_ != text_.size()) return Error("the end");
    return shape;
  }

 private:
  static constexpr int kMostNested = 200;

  absl::Status Error(absl::string_view want) const {
    return absl::InvalidArgumentError(
        absl::StrCat("value `", text_, "`, byte ", at_, ": got `",
                     text_.substr(at_, 10), "`, want ", want));
  }

  void SkipSpace() {
    while (at_ < text_.size() && absl::StrContains(" \t\r\n", Next())) ++at_;
  }
  absl::string_view Next() const { return text_.substr(at_, 1); }
  bool Take(absl::string_view token) {
    SkipSpace();
    if (!absl::StartsWith(text_.substr(at_), token)) return false;
    at_ += token.size();
    return true;
  }
  absl::Status Expect(absl::string_view token) {
    if (Take(token)) return absl::OkStatus();
    return Error(absl::StrCat("`", token, "`"));
  }

  absl::StatusOr<Shape> Read(int depth) {
    if (depth > kMostNested) return Error("less nesting");
    SkipSpace();
    if (Next() == "'" || Next() == "\"") return ReadString();
    if (Next() == "(") return ReadNode(depth);
    if (Next() == "<") return ReadPath(depth);
    if (Next() == "{") {
      Shape map;
      map.kind = Shape::Kind::kMap;
      RETURN_IF_ERROR(ReadEntries(depth, map));
      return map;
    }
    if (Next() == "[") {
      const size_t start = at_;
      ++at_;
      const bool is_relationship = Take(":");
      at_ = start;
      return is_relationship ? ReadRelationship(depth) : ReadList(depth);
    }
    return ReadWord();
  }

  absl::StatusOr<Shape> ReadString() {
    Shape shape;
    shape.kind = Shape::Kind::kString;
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) {
      // The reader of tables has resolved all escapes but that of the quote; a
      // backslash before the last quote is itself the end of the string.
      if (text_[at_] == '\\' && at_ + 1 < text_.size() &&
          text_[at_ + 1] == quote &&
          absl::StrContains(text_.substr(at_ + 2), quote)) {
        ++at_;
      }
      shape.string += text_[at_++];
    }
    if (at_ == text_.size()) return Error("the quote at the end");
    ++at_;
    return shape;
  }

  absl::StatusOr<Shape> ReadList(int depth) {
    Shape shape;
    shape.kind = Shape::Kind::kList;
    RETURN_IF_ERROR(Expect("["));
    if (Take("]")) return shape;
    do {
      ASSIGN_OR_RETURN(Shape child, Read(depth + 1));
      shape.children.push_back(std::move(child));
    } while (Take(","));
    RETURN_IF_ERROR(Expect("]"));
    return shape;
  }

  absl::Status ReadEntries(int depth, Shape& shape) {
    RETURN_IF_ERROR(Expect("{"));
    if (Take("}")) return absl::OkStatus();
    do {
      ASSIGN_OR_RETURN(std::string key, ReadName());
      RETURN_IF_ERROR(Expect(":"));
      ASSIGN_OR_RETURN(Shape value, Read(depth + 1));
      shape.entries.push_back({std::move(key), std::move(value)});
    } while (Take(","));
    RETURN_IF_ERROR(Expect("}"));
    std::sort(shape.entries.begin(), shape.entries.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    for (size_t i = 1; i < shape.entries.size(); ++i) {
      if (shape.entries[i - 1].key == shape.entries[i].key) {
        return Error(absl::StrCat("key `", shape.entries[i].key, "` once"));
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> ReadName() {
    SkipSpace();
    if (Next() == "`") {
      const size_t end = text_.find('`', at_ + 1);
      if (end == absl::string_view::npos) return Error("the closing backtick");
      const std::string name(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
      return name;
    }
    const size_t start = at_;
    while (at_ < text_.size() &&
           !absl::StrContains(" \t:,(){}[]<>'\"", Next())) {
      ++at_;
    }
    if (at_ == start) return Error("a name");
    return std::string(text_.substr(start, at_ - start));
  }

  absl::StatusOr<Shape> ReadNode(int depth) {
    Shape shape;
    shape.kind = Shape::Kind::kNode;
    RETURN_IF_ERROR(Expect("("));
    while (Take(":")) {
      ASSIGN_OR_RETURN(std::string label, ReadName());
      shape.names.push_back(std::move(label));
    }
    std::sort(shape.names.begin(), shape.names.end());
    SkipSpace();
    if (Next() == "{") RETURN_IF_ERROR(ReadEntries(depth, shape));
    RETURN_IF_ERROR(Expect(")"));
    return shape;
  }

  absl::StatusOr<Shape> ReadRelationship(int depth) {
    Shape shape;
    shape.kind = Shape::Kind::kRelationship;
    RETURN_IF_ERROR(Expect("["));
    RETURN_IF_ERROR(Expect(":"));
    ASSIGN_OR_RETURN(std::string type, ReadName());
    shape.names.push_back(std::move(type));
    SkipSpace();
    if (Next() == "{") RETURN_IF_ERROR(ReadEntries(depth, shape));
    RETURN_IF_ERROR(Expect("]"));
    return shape;
  }

  absl::StatusOr<Shape> ReadPath(int depth) {
    Shape path;
    path.kind = Shape::Kind::kPath;
    RETURN_IF_ERROR(Expect("<"));
    ASSIGN_OR_RETURN(Shape start, ReadNode(depth));
    path.children.push_back(std::move(start));
    while (!Take(">")) {
      const bool forward = !Take("<-");
      if (forward) RETURN_IF_ERROR(Expect("-"));
      ASSIGN_OR_RETURN(Shape relationship, ReadRelationship(depth));
      relationship.forward = forward;
      RETURN_IF_ERROR(Expect(forward ? "->" : "-"));
      ASSIGN_OR_RETURN(Shape node, ReadNode(depth));
      path.children.push_back(std::move(relationship));
      path.children.push_back(std::move(node));
    }
    return path;
  }

  // null, true, false and the numbers.
  absl::StatusOr<Shape> ReadWord() {
    const size_t start = at_;
    while (at_ < text_.size() && !absl::StrContains(" \t,]})", Next())) ++at_;
    const absl::string_view word = text_.substr(start, at_ - start);
    Shape shape;
    if (word == "null") return shape;
    if (word == "true" || word == "false") {
      shape.kind = Shape::Kind::kBoolean;
      shape.boolean = word == "true";
      return shape;
    }
    if (absl::SimpleAtoi(word, &shape.integer)) {
      shape.kind = Shape::Kind::kInteger;
      return shape;
    }
    shape.kind = Shape::Kind::kFloat;
    if (word == "NaN") {
      shape.floating = std::numeric_limits<double>::quiet_NaN();
      return shape;
    }
    if (word == "Inf" || word == "-Inf") {
      shape.floating =
          std::numeric_limits<double>::infinity() * (word == "Inf" ? 1 : -1);
      return shape;
    }
    if (word.find_first_not_of("+-.0123456789eE") == absl::string_view::npos &&
        absl::SimpleAtod(word, &shape.floating) &&
        std::isfinite(shape.floating)) {
      return shape;
    }
    at_ = start;
    return Error("a value");
  }

  absl::string_view text_;
  size_t at_ = 0;
};

absl::StatusOr<std::vector<ShapeEntry>> EntriesOf(const Value& map,
                                                  const PropertyGraph& graph) {
  std::vector<ShapeEntry> entries;
  for (const auto& [key, value] : map.map()) {
    ASSIGN_OR_RETURN(Shape shape, ShapeOf(value, graph));
    entries.push_back({key, std::move(shape)});
  }
  return entries;
}

Shape ShapeOfScalar(const Value& value) {
  Shape shape;
  if (value.Is(Value::Type::kBoolean)) {
    shape.kind = Shape::Kind::kBoolean;
    shape.boolean = value.boolean();
  } else if (value.Is(Value::Type::kInteger)) {
    shape.kind = Shape::Kind::kInteger;
    shape.integer = value.integer();
  } else if (value.Is(Value::Type::kFloat)) {
    shape.kind = Shape::Kind::kFloat;
    shape.floating = value.floating();
  }
  return shape;
}

Shape ShapeOfText(std::string text) {
  Shape shape;
  shape.kind = Shape::Kind::kString;
  shape.string = std::move(text);
  return shape;
}

absl::StatusOr<Shape> ShapeOfList(const Value::List& list,
                                  const PropertyGraph& graph) {
  Shape shape;
  shape.kind = Shape::Kind::kList;
  for (const Value& element : list) {
    ASSIGN_OR_RETURN(Shape child, ShapeOf(element, graph));
    shape.children.push_back(std::move(child));
  }
  return shape;
}

absl::StatusOr<Shape> ShapeOfMap(const Value& map, const PropertyGraph& graph) {
  Shape shape;
  shape.kind = Shape::Kind::kMap;
  ASSIGN_OR_RETURN(shape.entries, EntriesOf(map, graph));
  return shape;
}

absl::StatusOr<Shape> ShapeOfNode(NodeId node, const PropertyGraph& graph) {
  Shape shape;
  shape.kind = Shape::Kind::kNode;
  shape.names = graph.LabelsOf(node);
  ASSIGN_OR_RETURN(const Value properties, graph.PropertiesOf(node));
  ASSIGN_OR_RETURN(shape.entries, EntriesOf(properties, graph));
  return shape;
}

absl::StatusOr<Shape> ShapeOfRelationship(RelationshipId relationship,
                                          const PropertyGraph& graph) {
  Shape shape;
  shape.kind = Shape::Kind::kRelationship;
  shape.names = {graph.TypeOf(relationship)};
  ASSIGN_OR_RETURN(const Value properties, graph.PropertiesOf(relationship));
  ASSIGN_OR_RETURN(shape.entries, EntriesOf(properties, graph));
  return shape;
}

// FailedPrecondition for what is no walk: that is a mistake of the engine.
absl::StatusOr<Shape> ShapeOfPath(const Path& path,
                                  const PropertyGraph& graph) {
  Shape shape;
  shape.kind = Shape::Kind::kPath;
  if (path.nodes.size() != path.relationships.size() + 1) {
    return absl::FailedPreconditionError(
        absl::StrCat("got a path of ", path.nodes.size(), " nodes and ",
                     path.relationships.size(), " relationships"));
  }
  for (size_t i = 0; i < path.nodes.size(); ++i) {
    ASSIGN_OR_RETURN(Shape node, ShapeOfNode(path.nodes[i], graph));
    shape.children.push_back(std::move(node));
    if (i == path.relationships.size()) break;
    const RelationshipId id = path.relationships[i];
    ASSIGN_OR_RETURN(Shape relationship, ShapeOfRelationship(id, graph));
    const NodeId from = graph.StartOf(id);
    const NodeId to = graph.EndOf(id);
    relationship.forward = from == path.nodes[i] && to == path.nodes[i + 1];
    if (!relationship.forward &&
        (to != path.nodes[i] || from != path.nodes[i + 1])) {
      return absl::FailedPreconditionError(absl::StrCat(
          "relationship ", i, " of a path does not join its nodes"));
    }
    shape.children.push_back(std::move(relationship));
  }
  return shape;
}

}  // namespace

absl::StatusOr<Shape> ReadShape(absl::string_view text) {
  return ShapeReader(text).ReadAll();
}

absl::StatusOr<Shape> ShapeOf(const Value& value, const PropertyGraph& graph) {
  switch (value.type()) {
    case Value::Type::kNull:
    case Value::Type::kBoolean:
    case Value::Type::kInteger:
    case Value::Type::kFloat:
      return ShapeOfScalar(value);
    case Value::Type::kString:
      return ShapeOfText(value.string());
    case Value::Type::kList:
      return ShapeOfList(value.list(), graph);
    case Value::Type::kMap:
      return ShapeOfMap(value, graph);
    case Value::Type::kNode:
      return ShapeOfNode(value.node(), graph);
    case Value::Type::kRelationship:
      return ShapeOfRelationship(value.relationship(), graph);
    case Value::Type::kPath:
      return ShapeOfPath(value.path(), graph);
    case Value::Type::kDate:
    case Value::Type::kLocalTime:
    case Value::Type::kTime:
    case Value::Type::kLocalDateTime:
    case Value::Type::kDateTime:
    case Value::Type::kDuration:
      return ShapeOfText(TemporalText(value));
    case Value::Type::kEdtf:
      return absl::UnimplementedError("the kit has no EDTF values");
  }
  return absl::InternalError("value of no type");
}

absl::StatusOr<Value> ValueOf(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::kNull:
      return Value::Null();
    case Shape::Kind::kBoolean:
      return Value::Boolean(shape.boolean);
    case Shape::Kind::kInteger:
      return Value::Integer(shape.integer);
    case Shape::Kind::kFloat:
      return Value::Float(shape.floating);
    case Shape::Kind::kString:
      return Value::String(shape.string);
    case Shape::Kind::kList: {
      Value::List list;
      for (const Shape& child : shape.children) {
        ASSIGN_OR_RETURN(Value value, ValueOf(child));
        list.push_back(std::move(value));
      }
      return Value::MakeList(std::move(list));
    }
    case Shape::Kind::kMap: {
      Value::Map map;
      for (const auto& [key, child] : shape.entries) {
        ASSIGN_OR_RETURN(Value value, ValueOf(child));
        map.emplace_back(key, std::move(value));
      }
      return Value::MakeMap(std::move(map));
    }
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("got ", TextOf(shape, ListOrder::kMatters),
                       ", want a value without nodes and relationships"));
  }
}

std::string TextOf(const Shape& shape, ListOrder order) {
  switch (shape.kind) {
    case Shape::Kind::kNull:
      return "null";
    case Shape::Kind::kBoolean:
      return shape.boolean ? "true" : "false";
    case Shape::Kind::kInteger:
      return absl::StrCat(shape.integer);
    case Shape::Kind::kFloat:
      return FloatText(shape.floating);
    case Shape::Kind::kString:
      return StringText(shape.string);
    case Shape::Kind::kList:
      return ListText(shape, order);
    case Shape::Kind::kMap:
      return EntriesText(shape, order);
    case Shape::Kind::kNode:
      return absl::StrCat("(", EntityText(shape, order), ")");
    case Shape::Kind::kRelationship:
      return absl::StrCat("[", EntityText(shape, order), "]");
    case Shape::Kind::kPath:
      return PathText(shape, order);
  }
  return "";
}

}  // namespace attest::query::tck
