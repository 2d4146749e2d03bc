#include "tools/row_value.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/model/json_text.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_text.h"
#include "engine/query/value_text.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

using query::NodeId;
using query::Path;
using query::RelationshipId;
using query::Value;
using Type = query::Value::Type;

void AppendFloat(double number, std::string& json) {
  if (!std::isfinite(number)) {
    json += std::isnan(number) ? "\"NaN\""
            : number < 0       ? "\"-Infinity\""
                               : "\"Infinity\"";
    return;
  }
  const size_t begin = json.size();
  AppendJsonNumber(number, json);
  // 2.0 stays a float for whoever reads it.
  if (json.find_first_of(".eE", begin) == std::string::npos) json += ".0";
}

// Writes one value. What is still to be written stands on a stack: recursion
// would need as much of the machine's as a query can nest lists.
class JsonWriter {
 public:
  JsonWriter(const query::PropertyGraph& graph, std::string& json)
      : graph_(graph), json_(json), most_(json.size() + kMostBytes) {}

  absl::Status Write(const Value& value) {
    RETURN_IF_ERROR(Begin(value));
    while (!open_.empty()) {
      if (json_.size() > most_) {
        return query::RunError(query::ErrorType::kLimit, "ValueTooLarge",
                               absl::StrCat("a value has a text of more than ",
                                            kMostBytes, " bytes"));
      }
      RETURN_IF_ERROR(Continue());
    }
    return absl::OkStatus();
  }

 private:
  static constexpr uint64_t kMostBytes = query::kMaxValueTextBytes;

  // A list, map or path of which `next` parts are written, and what ends it.
  struct Open {
    Value value;
    const char* end = "";
    size_t next = 0;
  };

  absl::Status Begin(const Value& value) {
    switch (value.type()) {
      case Type::kList:
        json_ += '[';
        open_.push_back({value, "]"});
        return absl::OkStatus();
      case Type::kMap:
        json_ += '{';
        open_.push_back({value, "}"});
        return absl::OkStatus();
      case Type::kPath:
        json_ += R"({"$path":[)";
        open_.push_back({value, "]}"});
        return absl::OkStatus();
      case Type::kNode:
        return BeginNode(value.node());
      case Type::kRelationship:
        return BeginRelationship(value.relationship());
      default:
        WriteScalar(value);
        return absl::OkStatus();
    }
  }

  absl::Status BeginNode(NodeId node) {
    ASSIGN_OR_RETURN(Value properties, graph_.PropertiesOf(node));
    json_ += R"({"$node":{"id":)";
    const Value* const id = properties.FindEntry("id");
    WriteScalar(id == nullptr ? Value() : *id);
    json_ += R"(,"labels":[)";
    const char* separator = "";
    for (const std::string& label : graph_.LabelsOf(node)) {
      json_ += separator;
      AppendTextJson(label, json_);
      separator = ",";
    }
    json_ += R"(],"properties":{)";
    open_.push_back({std::move(properties), "}}}"});
    return absl::OkStatus();
  }

  absl::Status BeginRelationship(RelationshipId relationship) {
    json_ += R"({"$relationship":{"type":)";
    AppendTextJson(graph_.TypeOf(relationship), json_);
    json_ += R"(,"from":)";
    RETURN_IF_ERROR(WriteIdOf(graph_.StartOf(relationship)));
    json_ += R"(,"to":)";
    RETURN_IF_ERROR(WriteIdOf(graph_.EndOf(relationship)));
    ASSIGN_OR_RETURN(Value properties, graph_.PropertiesOf(relationship));
    json_ += R"(,"properties":{)";
    open_.push_back({std::move(properties), "}}}"});
    return absl::OkStatus();
  }

  absl::Status WriteIdOf(NodeId node) {
    const std::optional<query::KeyId> key = graph_.FindKey("id");
    Value id;
    if (key) {
      ASSIGN_OR_RETURN(id, graph_.PropertyOf(node, *key));
    }
    WriteScalar(id);
    return absl::OkStatus();
  }

  // Writes the next part of what was opened last, or its end.
  absl::Status Continue() {
    Open& top = open_.back();
    const size_t i = top.next++;
    Value part;
    switch (top.value.type()) {
      case Type::kList:
        if (i == top.value.list().size()) return End();
        if (i > 0) json_ += ',';
        part = top.value.list()[i];
        break;
      case Type::kMap:
        if (i == top.value.map().size()) return End();
        if (i > 0) json_ += ',';
        AppendTextJson(top.value.map()[i].first, json_);
        json_ += ':';
        part = top.value.map()[i].second;
        break;
      default:
        return ContinuePath(top.value.path(), i);
    }
    return Begin(part);
  }

  // Nodes are the even parts, relationships the odd ones.
  absl::Status ContinuePath(const Path& path, size_t i) {
    if (i == path.nodes.size() + path.relationships.size()) return End();
    if (i > 0) json_ += ',';
    if (i % 2 == 0) return BeginNode(path.nodes[i / 2]);
    return BeginRelationship(path.relationships[i / 2]);
  }

  absl::Status End() {
    json_ += open_.back().end;
    open_.pop_back();
    return absl::OkStatus();
  }

  void WriteScalar(const Value& value) {
    switch (value.type()) {
      case Type::kBoolean:
        json_ += value.boolean() ? "true" : "false";
        break;
      case Type::kInteger:
        absl::StrAppend(&json_, value.integer());
        break;
      case Type::kFloat:
        AppendFloat(value.floating(), json_);
        break;
      case Type::kString:
        AppendTextJson(value.string(), json_);
        break;
      case Type::kEdtf:
        AppendTextJson(value.edtf().text(), json_);
        break;
      case Type::kDate:
      case Type::kLocalTime:
      case Type::kTime:
      case Type::kLocalDateTime:
      case Type::kDateTime:
      case Type::kDuration:
        AppendTextJson(query::TemporalText(value), json_);
        break;
      default:
        json_ += "null";
        break;
    }
  }

  const query::PropertyGraph& graph_;
  std::string& json_;
  const uint64_t most_;
  std::vector<Open> open_;
};

}  // namespace

absl::Status AppendValueJson(const query::PropertyGraph& graph,
                             const Value& value, std::string& json) {
  return JsonWriter(graph, json).Write(value);
}

absl::StatusOr<std::string> ValueCell(const query::PropertyGraph& graph,
                                      const Value& value) {
  switch (value.type()) {
    case Type::kNull:
      return "";
    case Type::kString:
      return value.string();
    case Type::kEdtf:
      return std::string(value.edtf().text());
    case Type::kDate:
    case Type::kLocalTime:
    case Type::kTime:
    case Type::kLocalDateTime:
    case Type::kDateTime:
    case Type::kDuration:
      return query::TemporalText(value);
    default:
      return query::ValueText(graph, value);
  }
}

void AppendTextJson(absl::string_view text, std::string& json) {
  if (!FindInvalidUtf8(text)) {
    AppendJsonString(text, json);
    return;
  }
  std::string replaced;
  for (size_t position = 0; position < text.size();) {
    const int32_t code_point = NextCodePoint(text, position);
    AppendCodePoint(code_point < 0 ? 0xFFFD : code_point, replaced);
  }
  AppendJsonString(replaced, json);
}

}  // namespace attest
