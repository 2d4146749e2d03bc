#include "tests/query/random_query.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/query/value.h"
#include "tests/query/query_drawer.h"

namespace attest::query {

using reference::Dice;

void AddRandomGraph(Dice& dice, MemoryGraph& graph) {
  const size_t count = dice.Percent(85) ? 2 + dice.Below(3) : dice.Below(8);
  std::vector<NodeId> nodes;
  for (size_t i = 0; i < count; ++i) {
    std::vector<std::string> labels;
    for (const char* label : {"A", "B", "C"}) {
      if (dice.Percent(55)) labels.emplace_back(label);
    }
    Value::Map properties;
    const size_t id = dice.Percent(90) ? i : dice.Below(count);
    properties.emplace_back("id", Value::Integer(static_cast<int64_t>(id)));
    if (dice.Percent(70)) {
      properties.emplace_back(
          "x", Value::Integer(static_cast<int64_t>(dice.Below(3))));
    }
    if (dice.Percent(30)) {
      properties.emplace_back("s", Value::String(dice.Word({"a", "b", ""})));
    }
    nodes.push_back(graph.AddNode(labels, std::move(properties)));
  }
  if (dice.Percent(80)) graph.AddIndex("id");
  if (count == 0) return;
  const size_t edges = dice.Percent(70) ? 4 + dice.Below(4) : dice.Below(9);
  for (size_t i = 0; i < edges; ++i) {
    Value::Map properties;
    if (dice.Percent(70)) {
      properties.emplace_back(
          "w", Value::Integer(static_cast<int64_t>(dice.Below(3))));
    }
    const NodeId from = dice.AnyOf(nodes);
    const NodeId to = dice.Percent(15) ? from : dice.AnyOf(nodes);
    graph.AddRelationship(from, dice.Word({"R", "R", "S", "T"}), to,
                          std::move(properties));
  }
}

Parameters RandomParameters(Dice& dice) {
  Parameters parameters;
  const auto number = [&] {
    return Value::Integer(static_cast<int64_t>(dice.Below(5)));
  };
  parameters["i"] = number();
  parameters["x"] = dice.Percent(10) ? Value::Null() : number();
  Value::List list;
  for (size_t i = dice.Below(4); i > 0; --i) {
    list.push_back(dice.Percent(10) ? Value::Null() : number());
  }
  parameters["list"] = Value::MakeList(std::move(list));
  parameters["none"] = Value::Null();
  return parameters;
}

RandomQuery DrawQuery(Dice& dice) { return QueryDrawer(dice).Draw(); }

}  // namespace attest::query
