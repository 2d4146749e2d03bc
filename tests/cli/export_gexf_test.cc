// GEXF, as another reader of XML takes it, compared with GraphML and with what
// the case says.

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/random_case.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using Tree = boost::property_tree::ptree;
using Values = std::map<std::string, std::string>;  // by column

struct Element {
  std::string from;
  std::string to;
  std::string label;
  Values values;

  friend bool operator==(const Element&, const Element&) = default;
};

struct Graph {
  std::map<std::string, std::string> node_types;  // of columns
  std::map<std::string, std::string> edge_types;
  std::map<std::string, Element> nodes;  // by id
  std::map<std::string, Element> edges;
  std::map<std::string, Values> spells;  // by edge
  std::map<std::string, std::string> kinds;
};

Tree ReadXml(const std::string& xml) {
  std::istringstream stream(xml);
  Tree tree;
  boost::property_tree::read_xml(stream, tree);
  return tree;
}

// Not by a path, in which a dot parts names.
std::string Attribute(const Tree& tree, const std::string& name) {
  const auto attributes = tree.find("<xmlattr>");
  if (attributes == tree.not_found()) return "";
  const auto found = attributes->second.find(name);
  return found == attributes->second.not_found()
             ? ""
             : found->second.get_value<std::string>();
}

template <class Visit>
void ForEach(const Tree& tree, const std::string& name, Visit visit) {
  for (const auto& [child_name, child] : tree) {
    if (child_name == name) visit(child);
  }
}

Values ValuesOf(const Tree& element, const Values& columns) {
  Values values;
  const auto attvalues = element.get_child_optional("attvalues");
  if (!attvalues) return values;
  ForEach(*attvalues, "attvalue", [&](const Tree& one) {
    const auto column = columns.find(Attribute(one, "for"));
    if (column == columns.end()) {
      ADD_FAILURE() << Attribute(one, "for") << " is no column";
      return;
    }
    EXPECT_TRUE(values.emplace(column->second, Attribute(one, "value")).second);
  });
  return values;
}

Graph ReadGexf(const std::string& xml) {
  const Tree document = ReadXml(xml);
  const Tree& root = document.get_child("gexf");
  EXPECT_EQ(Attribute(root, "xmlns"), "http://gexf.net/1.3");
  EXPECT_EQ(Attribute(root, "version"), "1.3");
  const Tree& in_file = root.get_child("graph");
  EXPECT_EQ(Attribute(in_file, "defaultedgetype"), "directed");
  EXPECT_EQ(Attribute(in_file, "mode"), "dynamic");
  EXPECT_EQ(Attribute(in_file, "timeformat"), "date");
  Graph graph;
  std::map<std::string, Values> columns;  // of a class, by id
  ForEach(in_file, "attributes", [&](const Tree& attributes) {
    const std::string of = Attribute(attributes, "class");
    auto& types = of == "node" ? graph.node_types : graph.edge_types;
    ForEach(attributes, "attribute", [&](const Tree& one) {
      const std::string title = Attribute(one, "title");
      EXPECT_TRUE(columns[of].emplace(Attribute(one, "id"), title).second);
      EXPECT_TRUE(types.emplace(title, Attribute(one, "type")).second);
    });
  });
  ForEach(in_file.get_child("nodes"), "node", [&](const Tree& node) {
    EXPECT_TRUE(graph.nodes
                    .emplace(Attribute(node, "id"),
                             Element{"", "", Attribute(node, "label"),
                                     ValuesOf(node, columns["node"])})
                    .second);
    EXPECT_FALSE(node.get_child_optional("spells"));
  });
  ForEach(in_file.get_child("edges"), "edge", [&](const Tree& edge) {
    const std::string id = Attribute(edge, "id");
    EXPECT_TRUE(graph.edges
                    .emplace(id, Element{Attribute(edge, "source"),
                                         Attribute(edge, "target"),
                                         Attribute(edge, "label"),
                                         ValuesOf(edge, columns["edge"])})
                    .second);
    graph.kinds[id] = Attribute(edge, "kind");
    const auto spells = edge.get_child_optional("spells");
    if (!spells) return;
    EXPECT_EQ(spells->count("spell"), 1u);
    for (const char* bound : {"start", "end"}) {
      const std::string day = Attribute(spells->get_child("spell"), bound);
      if (!day.empty()) graph.spells[id][bound] = day;
    }
    EXPECT_FALSE(graph.spells[id].empty());
  });
  return graph;
}

Graph ReadGraphml(const std::string& xml) {
  const Tree document = ReadXml(xml);
  const Tree& root = document.get_child("graphml");
  Graph graph;
  Values columns;
  ForEach(root, "key", [&](const Tree& key) {
    const std::string name = Attribute(key, "attr.name");
    columns[Attribute(key, "id")] = name;
    auto& types =
        Attribute(key, "for") == "node" ? graph.node_types : graph.edge_types;
    if (name != "label") types[name] = Attribute(key, "attr.type");
  });
  const auto read = [&](const Tree& element) {
    Element found = {
        Attribute(element, "source"), Attribute(element, "target"), "", {}};
    ForEach(element, "data", [&](const Tree& data) {
      const std::string column = columns[Attribute(data, "key")];
      (column == "label" ? found.label : found.values[column]) =
          data.get_value<std::string>();
    });
    return found;
  };
  const Tree& in_file = root.get_child("graph");
  ForEach(in_file, "node", [&](const Tree& node) {
    graph.nodes[Attribute(node, "id")] = read(node);
  });
  ForEach(in_file, "edge", [&](const Tree& edge) {
    graph.edges[Attribute(edge, "id")] = read(edge);
  });
  return graph;
}

class ExportGexfTest : public ::testing::Test {
 protected:
  void ExpectTheSameGraph(const std::string& arguments) {
    SCOPED_TRACE(arguments);
    const Graph gexf =
        ReadGexf(terminal_.Must("attest export --to gexf " + arguments));
    const Graph graphml =
        ReadGraphml(terminal_.Must("attest export --to graphml " + arguments));
    EXPECT_EQ(gexf.node_types, graphml.node_types);
    EXPECT_EQ(gexf.edge_types, graphml.edge_types);
    EXPECT_TRUE(gexf.nodes == graphml.nodes);
    EXPECT_TRUE(gexf.edges == graphml.edges);
    edges_ += gexf.edges.size();
    for (const auto& [id, edge] : gexf.edges) {
      EXPECT_TRUE(gexf.nodes.contains(edge.from)) << id;
      EXPECT_TRUE(gexf.nodes.contains(edge.to)) << id;
      EXPECT_EQ(gexf.kinds.at(id), edge.values.at("predicate"));
      Values bounds;
      for (const auto& [bound, column] :
           {std::pair("start", "valid_from"), std::pair("end", "valid_to")}) {
        const auto day = edge.values.find(column);
        if (day != edge.values.end()) bounds[bound] = day->second;
      }
      const auto spell = gexf.spells.find(id);
      EXPECT_EQ(spell == gexf.spells.end() ? Values() : spell->second, bounds);
      dated_ += bounds.empty() ? 0 : 1;
      open_ += bounds.size() == 1 ? 1 : 0;
    }
  }

  Terminal terminal_;
  size_t edges_ = 0;
  size_t dated_ = 0;
  size_t open_ = 0;
};

TEST_F(ExportGexfTest, HoldsTheGraphOfGraphml) {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    terminal_.Write("case.jsonl", TextOf(RandomCase(seed)));
    terminal_.Must(
        "rm -rf case.attest && attest init && attest add case.jsonl");
    ExpectTheSameGraph("");
    ExpectTheSameGraph("place:1 --hops 2");
    ExpectTheSameGraph("--verdict contested --as-of 40");
  }
  EXPECT_GT(edges_, 40u);
  EXPECT_GT(dated_, 15u);
  EXPECT_GT(open_, 5u);
}

TEST_F(ExportGexfTest, SpellsAreThePossibleDays) {
  terminal_.Must("attest init");
  terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  ExpectTheSameGraph("");
  ExpectTheSameGraph("--include restricted");
  const Graph graph = ReadGexf(terminal_.Must("attest export --to gexf"));
  const Json document = terminal_.Document("corroborate");
  size_t compared = 0;
  for (const Json& statement : document["statements"]) {
    const auto edge =
        graph.edges.find(statement["statement"].get<std::string>());
    if (edge == graph.edges.end()) continue;
    EXPECT_EQ(edge->second.values.at("verdict"), statement["verdict"]);
    const auto spell = graph.spells.find(edge->first);
    const Values bounds =
        spell == graph.spells.end() ? Values() : spell->second;
    const std::string valid =
        statement["valid"].is_null() ? "" : statement["valid"];
    if (valid == "2019-03-14") {
      EXPECT_EQ(bounds, (Values{{"start", valid}, {"end", valid}}));
      ++compared;
    } else if (valid == "[..2019-03-15]") {
      EXPECT_EQ(bounds, (Values{{"end", "2019-03-15"}}));
      ++compared;
    } else if (valid.empty()) {
      EXPECT_TRUE(bounds.empty());
    }
  }
  EXPECT_GE(compared, 3u);
}

TEST_F(ExportGexfTest, AnEmptyCaseIsAnEmptyGraph) {
  terminal_.Must("attest init");
  const Graph graph = ReadGexf(terminal_.Must("attest export --to gexf"));
  EXPECT_TRUE(graph.nodes.empty());
  EXPECT_TRUE(graph.edges.empty());
}

}  // namespace
}  // namespace attest
