#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/query/argument_types.h"
#include "engine/query/function_of_one.h"
#include "engine/query/functions.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;
using Args = absl::Span<const Value>;

Value StringsOf(std::vector<std::string> strings) {
  Value::List list;
  list.reserve(strings.size());
  for (std::string& text : strings) {
    list.push_back(Value::String(std::move(text)));
  }
  return Value::MakeList(std::move(list));
}

// The properties of a node or relationship; a map itself.
absl::StatusOr<Value> PropertiesOf(const PropertyGraph& graph,
                                   const Value& value) {
  if (value.Is(Type::kNode)) return graph.PropertiesOf(value.node());
  if (value.Is(Type::kMap)) return value;
  return graph.PropertiesOf(value.relationship());
}

absl::StatusOr<Value> Properties(const FunctionContext& context, Args args) {
  return PropertiesOf(*context.graph, args[0]);
}

absl::StatusOr<Value> Keys(const FunctionContext& context, Args args) {
  ASSIGN_OR_RETURN(const Value properties,
                   PropertiesOf(*context.graph, args[0]));
  std::vector<std::string> keys;
  keys.reserve(properties.map().size());
  for (const auto& entry : properties.map()) keys.push_back(entry.first);
  return StringsOf(std::move(keys));
}

absl::StatusOr<Value> Labels(const FunctionContext& context, Args args) {
  return StringsOf(context.graph->LabelsOf(args[0].node()));
}

absl::StatusOr<Value> TypeName(const FunctionContext& context, Args args) {
  return Value::String(context.graph->TypeOf(args[0].relationship()));
}

absl::StatusOr<Value> StartNode(const FunctionContext& context, Args args) {
  return Value::Node(context.graph->StartOf(args[0].relationship()));
}

absl::StatusOr<Value> EndNode(const FunctionContext& context, Args args) {
  return Value::Node(context.graph->EndOf(args[0].relationship()));
}

absl::StatusOr<Value> Nodes(const FunctionContext& /*context*/, Args args) {
  const Path& path = args[0].path();
  Value::List list;
  list.reserve(path.nodes.size());
  for (const NodeId node : path.nodes) list.push_back(Value::Node(node));
  return Value::MakeList(std::move(list));
}

absl::StatusOr<Value> Relationships(const FunctionContext& /*context*/,
                                    Args args) {
  const Path& path = args[0].path();
  Value::List list;
  list.reserve(path.relationships.size());
  for (const RelationshipId relationship : path.relationships) {
    list.push_back(Value::Relationship(relationship));
  }
  return Value::MakeList(std::move(list));
}

absl::StatusOr<Value> Length(const FunctionContext& /*context*/, Args args) {
  return Value::Integer(
      static_cast<int64_t>(args[0].path().relationships.size()));
}

uint64_t NumberOf(const Value& value) {
  return value.Is(Type::kNode) ? value.node().bits()
                               : value.relationship().value();
}

absl::StatusOr<Value> Identity(const FunctionContext& /*context*/, Args args) {
  return Value::Integer(static_cast<int64_t>(NumberOf(args[0])));
}

// Unlike the number different for every node and relationship.
absl::StatusOr<Value> ElementIdentity(const FunctionContext& /*context*/,
                                      Args args) {
  return Value::String(
      absl::StrCat(args[0].Is(Type::kNode) ? "n" : "r", NumberOf(args[0])));
}

absl::StatusOr<Value> Exists(const FunctionContext& /*context*/, Args args) {
  return Value::Boolean(!args[0].IsNull());
}

absl::StatusOr<Value> Timestamp(const FunctionContext& context, Args /*args*/) {
  return Value::Integer(absl::ToUnixMillis(context.now));
}

// Of version 4 (RFC 4122, section 4.4).
absl::StatusOr<Value> RandomUuid(const FunctionContext& context,
                                 Args /*args*/) {
  std::string text;
  for (int i = 0; i < 16; ++i) {
    auto byte = static_cast<unsigned>(context.random() * 256) & 0xFF;
    if (i == 6) byte = (byte & 0x0F) | 0x40;
    if (i == 8) byte = (byte & 0x3F) | 0x80;
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    absl::StrAppendFormat(&text, "%02x", byte);
  }
  return Value::String(std::move(text));
}

}  // namespace

std::vector<Function> GraphFunctions() {
  constexpr TypeSet kElements = kNodes | kRelationships;
  Function exists = FunctionOfOne("exists", kAnyType, kBooleans, Exists,
                                  "exists(property) :: BOOLEAN");
  exists.null_for_null = false;
  return {
      std::move(exists),
      FunctionOfOne("properties", kElements | kMaps, kMaps, Properties,
                    "properties(node, relationship or map) :: MAP"),
      FunctionOfOne("keys", kElements | kMaps, kLists, Keys,
                    "keys(node, relationship or map) :: LIST of STRING"),
      FunctionOfOne("labels", kNodes, kLists, Labels,
                    "labels(node) :: LIST of STRING"),
      FunctionOfOne("type", kRelationships, kStrings, TypeName,
                    "type(relationship) :: STRING"),
      FunctionOfOne("startNode", kRelationships, kNodes, StartNode,
                    "startNode(relationship) :: NODE"),
      FunctionOfOne("endNode", kRelationships, kNodes, EndNode,
                    "endNode(relationship) :: NODE"),
      FunctionOfOne("nodes", kPaths, kLists, Nodes,
                    "nodes(path) :: LIST of NODE"),
      FunctionOfOne("relationships", kPaths, kLists, Relationships,
                    "relationships(path) :: LIST of RELATIONSHIP"),
      FunctionOfOne("length", kPaths, kIntegers, Length,
                    "length(path) :: INTEGER"),
      FunctionOfOne("id", kElements, kIntegers, Identity,
                    "id(node or relationship) :: INTEGER"),
      FunctionOfOne("elementId", kElements, kStrings, ElementIdentity,
                    "elementId(node or relationship) :: STRING"),
      {.name = "timestamp",
       .gives = kIntegers,
       .body = Timestamp,
       .signature = "timestamp() :: INTEGER",
       .is_pure = false},
      {.name = "randomUUID",
       .gives = kStrings,
       .body = RandomUuid,
       .signature = "randomUUID() :: STRING",
       .is_pure = false},
  };
}

}  // namespace attest::query
