#include "engine/query/value_text.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/query/number_text.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_text.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;

// Writes one value. What is still to be written stands on a stack: recursion
// would need as much of the machine's as a query can nest lists.
class Writer {
 public:
  Writer(const PropertyGraph& graph, uint64_t max_bytes)
      : graph_(graph), max_bytes_(max_bytes) {}

  absl::StatusOr<std::string> Write(const Value& value) {
    RETURN_IF_ERROR(Begin(value));
    while (!open_.empty()) {
      if (text_.size() > max_bytes_) {
        return RunError(ErrorType::kLimit, "ValueTooLarge",
                        absl::StrCat("a value has a text of more than ",
                                     max_bytes_, " bytes"));
      }
      RETURN_IF_ERROR(Continue());
    }
    return std::move(text_);
  }

 private:
  // A list, map or path of which `next` parts are written, and what ends it.
  struct Open {
    Value value;
    std::string end;
    size_t next = 0;
  };

  // Writes `value`, or its beginning.
  absl::Status Begin(const Value& value) {
    switch (value.type()) {
      case Type::kList:
        text_ += '[';
        open_.push_back({value, "]"});
        return absl::OkStatus();
      case Type::kMap:
        text_ += '{';
        open_.push_back({value, "}"});
        return absl::OkStatus();
      case Type::kPath:
        text_ += '<';
        open_.push_back({value, ">"});
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
    text_ += '(';
    std::string labels;
    for (const std::string& label : graph_.LabelsOf(node)) {
      absl::StrAppend(&labels, ":", NameText(label));
    }
    absl::StrAppend(&text_, labels);
    ASSIGN_OR_RETURN(Value properties, graph_.PropertiesOf(node));
    BeginProperties(std::move(properties), labels.empty(), ")");
    return absl::OkStatus();
  }

  absl::Status BeginRelationship(RelationshipId relationship) {
    absl::StrAppend(&text_, "[:", NameText(graph_.TypeOf(relationship)));
    ASSIGN_OR_RETURN(Value properties, graph_.PropertiesOf(relationship));
    BeginProperties(std::move(properties), false, "]");
    return absl::OkStatus();
  }

  void BeginProperties(Value properties, bool is_first, std::string end) {
    if (properties.map().empty()) {
      text_ += end;
      return;
    }
    text_ += is_first ? "{" : " {";
    open_.push_back({std::move(properties), "}" + end});
  }

  // Writes the next part of what was opened last, or its end.
  absl::Status Continue() {
    Open& top = open_.back();
    const size_t i = top.next++;
    Value part;
    switch (top.value.type()) {
      case Type::kList:
        if (i == top.value.list().size()) return End();
        if (i > 0) text_ += ", ";
        part = top.value.list()[i];
        break;
      case Type::kMap:
        if (i == top.value.map().size()) return End();
        absl::StrAppend(&text_, i > 0 ? ", " : "",
                        NameText(top.value.map()[i].first), ": ");
        part = top.value.map()[i].second;
        break;
      default:
        return ContinuePath(top.value.path(), i);
    }
    return Begin(part);
  }

  // Nodes are the even parts, relationships with their arrows the odd ones.
  absl::Status ContinuePath(const Path& path, size_t i) {
    if (i == path.nodes.size() + path.relationships.size()) return End();
    if (i % 2 == 0) {
      if (i > 0) {
        text_ += IsForward(path, i / 2 - 1) ? "->" : "-";
      }
      return BeginNode(path.nodes[i / 2]);
    }
    text_ += IsForward(path, i / 2) ? "-" : "<-";
    return BeginRelationship(path.relationships[i / 2]);
  }

  [[nodiscard]] bool IsForward(const Path& path, size_t i) const {
    return graph_.StartOf(path.relationships[i]) == path.nodes[i];
  }

  absl::Status End() {
    text_ += open_.back().end;
    open_.pop_back();
    return absl::OkStatus();
  }

  void WriteScalar(const Value& value) {
    switch (value.type()) {
      case Type::kNull:
        text_ += "null";
        break;
      case Type::kBoolean:
        text_ += value.boolean() ? "true" : "false";
        break;
      case Type::kInteger:
        absl::StrAppend(&text_, value.integer());
        break;
      case Type::kFloat:
        if (std::isinf(value.floating())) {
          text_ += value.floating() < 0 ? "-Inf" : "Inf";
        } else {
          // Minus zero, which equals it, is written as zero.
          text_ += FloatText(value.floating() == 0 ? 0 : value.floating());
        }
        break;
      case Type::kString:
        text_ += QuotedText(value.string());
        break;
      case Type::kEdtf:
        text_ += QuotedText(value.edtf().text());
        break;
      default:
        text_ += QuotedText(TemporalText(value));
        break;
    }
  }

  const PropertyGraph& graph_;
  const uint64_t max_bytes_;
  std::string text_;
  std::vector<Open> open_;
};

}  // namespace

absl::StatusOr<std::string> ValueText(const PropertyGraph& graph,
                                      const Value& value, uint64_t max_bytes) {
  return Writer(graph, max_bytes).Write(value);
}

std::string QuotedText(absl::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    switch (c) {
      case '\'':
        quoted += "\\'";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
          absl::StrAppendFormat(&quoted, "\\u%04x",
                                static_cast<unsigned>(c) & 0xFF);
        } else {
          quoted += c;
        }
    }
  }
  quoted += '\'';
  return quoted;
}

std::string NameText(absl::string_view name) {
  const auto is_letter = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return absl::ascii_isalpha(byte) || c == '_' || byte >= 0x80;
  };
  const bool is_identifier =
      !name.empty() && is_letter(name.front()) &&
      std::all_of(name.begin(), name.end(), [&](char c) {
        return is_letter(c) ||
               absl::ascii_isdigit(static_cast<unsigned char>(c));
      });
  if (is_identifier) return std::string(name);
  std::string quoted = "`";
  for (const char c : name) {
    if (c == '`') quoted += '`';
    quoted += c;
  }
  quoted += '`';
  return quoted;
}

}  // namespace attest::query
