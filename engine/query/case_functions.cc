// The functions that only the graph of a case answers. Over another graph they
// are an error.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/argument_types.h"
#include "engine/query/case_graph.h"
#include "engine/query/case_support.h"
#include "engine/query/case_values.h"
#include "engine/query/functions.h"
#include "engine/query/query_error.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Args = absl::Span<const Value>;

absl::StatusOr<const CaseGraph*> CaseOf(const FunctionContext& context) {
  const CaseGraph* const graph =
      context.graph == nullptr ? nullptr : context.graph->AsCase();
  if (graph == nullptr) {
    return RunError(ErrorType::kArgument, "NoCase",
                    "got another graph, want that of a case");
  }
  return graph;
}

Element ElementOf(const Value& value) {
  if (value.Is(Value::Type::kNode)) return value.node();
  return value.relationship();
}

Value NodesValue(const std::vector<NodeId>& nodes) {
  Value::List list;
  list.reserve(nodes.size());
  for (const NodeId node : nodes) list.push_back(Value::Node(node));
  return Value::MakeList(std::move(list));
}

absl::StatusOr<Value> Claims(const FunctionContext& context, Args args) {
  ASSIGN_OR_RETURN(const CaseGraph* const graph, CaseOf(context));
  std::vector<NodeId> nodes;
  for (const uint32_t claim : ClaimsOf(*graph, ElementOf(args[0]))) {
    nodes.push_back(NodeOf(NodeKind::kClaim, claim));
  }
  return NodesValue(nodes);
}

absl::StatusOr<Value> Sources(const FunctionContext& context, Args args) {
  ASSIGN_OR_RETURN(const CaseGraph* const graph, CaseOf(context));
  return NodesValue(SourcesOf(*graph, ElementOf(args[0])));
}

absl::StatusOr<Value> Origins(const FunctionContext& context, Args args) {
  ASSIGN_OR_RETURN(const CaseGraph* const graph, CaseOf(context));
  std::vector<NodeId> origins = OriginsOf(*graph, ElementOf(args[0]));
  RETURN_IF_ERROR(graph->status());
  return NodesValue(origins);
}

absl::StatusOr<Value> VerdictName(const FunctionContext& context, Args args) {
  ASSIGN_OR_RETURN(const CaseGraph* const graph, CaseOf(context));
  const auto statement = StatementOf(*graph, ElementOf(args[0]));
  if (!statement) return Value::Null();
  Value verdict = graph->properties().VerdictOf(*statement);
  RETURN_IF_ERROR(graph->status());
  return verdict;
}

absl::StatusOr<Value> LinesOf(const FunctionContext& context, Args args) {
  ASSIGN_OR_RETURN(const CaseGraph* const graph, CaseOf(context));
  const auto statement = StatementOf(*graph, ElementOf(args[0]));
  if (!statement) return Value::Null();
  const Lines lines = graph->visible().figures().Of(*statement).lines;
  RETURN_IF_ERROR(graph->status());
  return LinesValue(lines);
}

absl::StatusOr<Value> KnownSince(const FunctionContext& context, Args args) {
  ASSIGN_OR_RETURN(const CaseGraph* const graph, CaseOf(context));
  const auto time = KnownAt(*graph, ElementOf(args[0]));
  return time ? TimeValue(*time) : Value::Null();
}

absl::StatusOr<Value> PassageOf(const FunctionContext& context, Args args) {
  ASSIGN_OR_RETURN(const CaseGraph* const graph, CaseOf(context));
  const NodeId node = args[0].node();
  if (KindOf(node) != NodeKind::kClaim) {
    return RunError(ErrorType::kType, "InvalidArgumentValue",
                    absl::StrCat("passage() got a ", graph->LabelsOf(node)[0],
                                 ", want a Claim"));
  }
  const uint32_t claim = OrdinalOf(node);
  CaseProperties& properties = graph->properties();
  Value::Map map;
  const auto add = [&](const char* name, Value value) {
    if (!value.IsNull()) map.emplace_back(name, std::move(value));
  };
  const ProjectionTables& tables = graph->visible().tables();
  add("report",
      Value::Node(NodeOf(NodeKind::kReport, tables.claim_reports[claim])));
  const RelationshipId stated_in = IdOf(LinkKind::kStatedIn, claim);
  for (const Key key : {Key::kBytesFrom, Key::kBytesTo, Key::kPage}) {
    ASSIGN_OR_RETURN(Value value, properties.Of(stated_in, KeyIdOf(key)));
    add(NameOf(key).data(), std::move(value));
  }
  ASSIGN_OR_RETURN(Value quote, properties.Of(node, KeyIdOf(Key::kQuote)));
  add("quote", std::move(quote));
  return Value::MakeMap(std::move(map));
}

Function OfElement(absl::string_view name, TypeSet gives, FunctionBody body,
                   absl::string_view signature) {
  return {.name = name,
          .takes = {kNodes | kRelationships},
          .least_args = 1,
          .gives = gives,
          .body = body,
          .signature = signature};
}

}  // namespace

std::vector<Function> CaseFunctions() {
  return {
      OfElement("claims", kLists, Claims,
                "claims(node or relationship) :: LIST of Claim"),
      OfElement("sources", kLists, Sources,
                "sources(node or relationship) :: LIST of Source"),
      OfElement("origins", kLists, Origins,
                "origins(node or relationship) :: LIST of Source"),
      OfElement("verdict", kStrings, VerdictName,
                "verdict(statement, claim or relationship) :: STRING"),
      OfElement("lines", kMaps, LinesOf,
                "lines(statement, claim or relationship) :: MAP"),
      OfElement("known_at", SetOf(Value::Type::kDateTime), KnownSince,
                "known_at(node or relationship) :: DATETIME"),
      {.name = "passage",
       .takes = {kNodes},
       .least_args = 1,
       .gives = kMaps,
       .body = PassageOf,
       .signature =
           "passage(claim) :: MAP {report, quote, bytes_from, bytes_to, page}"},
  };
}

}  // namespace attest::query
