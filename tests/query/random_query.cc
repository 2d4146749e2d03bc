#include "tests/query/random_query.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/query/value.h"

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

namespace {

enum class Kind : uint8_t {
  kNode,
  kRelationship,
  kRelationships,
  kNodes,
  kPath,
  kOpenPath,  // only its length is known
  kValue,     // an integer, a string or null
  kBag,       // a list of values in no order
};

struct Name {
  std::string text;
  Kind kind = Kind::kValue;
};

class Drawer {
 public:
  explicit Drawer(Dice& dice) : dice_(dice) {}

  RandomQuery Draw() {
    RandomQuery query;
    const bool joined = dice_.Percent(10);
    if (!joined) {
      query.text = Single(query);
      return query;
    }
    // UNION: the same columns, in another order.
    const char* word = dice_.Percent(50) ? " UNION " : " UNION ALL ";
    for (int part = 0; part < 2; ++part) {
      names_.clear();
      absl::StrAppend(&query.text, part == 0 ? "" : word, Reading());
      const std::string a = absl::StrCat(Item(1), " AS u");
      const std::string b = absl::StrCat(Item(1), " AS v");
      absl::StrAppend(&query.text, " RETURN ",
                      dice_.Percent(50) ? absl::StrCat(a, ", ", b)
                                        : absl::StrCat(b, ", ", a));
    }
    query.bags = {false, false};
    return query;
  }

 private:
  std::string New(const char* prefix) { return absl::StrCat(prefix, ++made_); }

  std::vector<std::string> Of(Kind kind) const {
    std::vector<std::string> names;
    for (const Name& name : names_) {
      if (name.kind == kind) names.push_back(name.text);
    }
    return names;
  }
  bool Has(Kind kind) const { return !Of(kind).empty(); }
  std::string Any(Kind kind) { return dice_.AnyOf(Of(kind)); }
  std::string Number() { return absl::StrCat(dice_.Below(4)); }
  std::string Comparison() {
    return dice_.Word({" = ", " = ", " <> ", " < ", " >= "});
  }

  // -- Expressions ----------------------------------------------------------

  // An integer, a string or null.
  std::string Scalar(int depth) {
    std::vector<std::string> ways;
    if (Has(Kind::kNode)) {
      for (const char* key : {".x", ".id", ".s", ".nope", ".x", ".id"}) {
        ways.push_back(absl::StrCat(Any(Kind::kNode), key));
      }
    }
    if (Has(Kind::kRelationship)) {
      ways.push_back(absl::StrCat(Any(Kind::kRelationship), ".w"));
      ways.push_back(absl::StrCat("type(", Any(Kind::kRelationship), ")"));
      ways.push_back(
          absl::StrCat("startNode(", Any(Kind::kRelationship), ").id"));
    }
    if (Has(Kind::kPath)) {
      ways.push_back(absl::StrCat("length(", Any(Kind::kPath), ")"));
    }
    if (Has(Kind::kOpenPath)) {
      ways.push_back(absl::StrCat("length(", Any(Kind::kOpenPath), ")"));
    }
    if (Has(Kind::kRelationships)) {
      ways.push_back(absl::StrCat("size(", Any(Kind::kRelationships), ")"));
      ways.push_back(absl::StrCat("reduce(t = 0, e IN ",
                                  Any(Kind::kRelationships),
                                  " | t + coalesce(e.w, 1))"));
    }
    if (Has(Kind::kNodes)) {
      ways.push_back(absl::StrCat("head(", Any(Kind::kNodes), ").x"));
    }
    if (Has(Kind::kBag)) {
      ways.push_back(absl::StrCat("size(", Any(Kind::kBag), ")"));
    }
    if (Has(Kind::kValue)) {
      ways.push_back(Any(Kind::kValue));
      ways.push_back(Any(Kind::kValue));
    }
    ways.push_back(dice_.Word({"$i", "$x", "1", "null", "2"}));
    if (Has(Kind::kNode) && depth > 0 && dice_.Percent(6)) {
      const std::string a = Any(Kind::kNode);
      const std::string b = Any(Kind::kNode);
      switch (dice_.Below(3)) {
        case 0:
          return absl::StrCat("length(shortestPath((", a, ")-[", Types(),
                              "*..3]-(", b, ")))");
        case 1:
          return absl::StrCat("size([q = (", a,
                              ")-[*1..2]->(z) WHERE z.x >= ", Scalar(0),
                              " | length(q)])");
        default:
          return absl::StrCat("COUNT { MATCH (", a, ")-->(z) RETURN z ",
                              dice_.Word({"UNION", "UNION ALL"}), " MATCH (", b,
                              ")<--(y) RETURN y AS z }");
      }
    }
    if (depth > 0 && dice_.Percent(30)) {
      switch (dice_.Below(5)) {
        case 0: {
          // A pattern is a condition in WHERE alone.
          const bool before = std::exchange(in_value_, true);
          const std::string when = Condition(depth - 1);
          in_value_ = before;
          return absl::StrCat("CASE WHEN ", when, " THEN ", Scalar(depth - 1),
                              " ELSE ", Scalar(0), " END");
        }
        case 1:
          return absl::StrCat("coalesce(", Scalar(depth - 1), ", ", Scalar(0),
                              ")");
        case 2:
          return absl::StrCat("COUNT { ", Subquery(depth - 1), " }");
        case 3:
          return absl::StrCat("size([(", Start(), ")-[:R]-(z) WHERE ",
                              "z.x > 0 | z.id])");
        default:
          return absl::StrCat("size([k IN [1, 2, ", Scalar(0), "] WHERE k",
                              Comparison(), Scalar(depth - 1), "])");
      }
    }
    return dice_.AnyOf(ways);
  }

  std::string Start() { return Has(Kind::kNode) ? Any(Kind::kNode) : ""; }

  // What a column may be: also nodes, relationships, paths.
  std::string Item(int depth) {
    if (!names_.empty() && dice_.Percent(50)) {
      const Name& name = dice_.AnyOf(names_);
      if (name.kind != Kind::kOpenPath && name.kind != Kind::kBag) {
        return name.text;
      }
    }
    if (Has(Kind::kPath) && dice_.Percent(15)) {
      return absl::StrCat(dice_.Word({"nodes(", "relationships("}),
                          Any(Kind::kPath), ")");
    }
    if (Has(Kind::kRelationships) && dice_.Percent(15)) {
      return absl::StrCat("[e IN ", Any(Kind::kRelationships), " | e.w]");
    }
    if (dice_.Percent(10)) {
      return absl::StrCat("[", Scalar(0), ", ", Scalar(0), "]");
    }
    if (Has(Kind::kNode) && dice_.Percent(10)) {
      return absl::StrCat(Any(Kind::kNode),
                          dice_.Word({"{.x, .s", "{.*, .nope", "{.id, .*"}),
                          ", y: ", Scalar(0), "}");
    }
    return Scalar(depth);
  }

  std::string Labels() {
    if (dice_.Percent(3)) return ":Nope";
    return dice_.Word({":A", ":B", ":C", ":A&B", ":A|B", ":!A", ":%", ":A|B",
                       ":A&!B", ":!(A&C)"});
  }

  std::string Condition(int depth) {
    if (depth > 0) {
      switch (dice_.Below(11)) {
        case 9:
          return absl::StrCat(Scalar(0), " IN COLLECT { ", Subquery(-1), " }");
        case 10:
          return absl::StrCat(Scalar(0), dice_.Word({" < ", " <= ", " = "}),
                              Scalar(0), dice_.Word({" < ", " <= ", " <> "}),
                              Scalar(0));
        case 0:
          return absl::StrCat("(", Condition(depth - 1), " OR ",
                              Condition(depth - 1), ")");
        case 1:
        case 2:
          return absl::StrCat("(", Condition(depth - 1), " AND ",
                              Condition(depth - 1), ")");
        case 3:
          return absl::StrCat("NOT ", Condition(depth - 1));
        case 4:
          return absl::StrCat("(", Condition(depth - 1), " XOR ",
                              Condition(depth - 1), ")");
        case 5:
          return absl::StrCat("EXISTS { ", Subquery(depth - 1), " }");
        default:
          break;
      }
    }
    if (Has(Kind::kNode) && dice_.Percent(60)) {
      const std::string a = Any(Kind::kNode);
      switch (dice_.Below(8)) {
        case 0:
          return absl::StrCat("(", a, Labels(), ")");
        case 1:
          return absl::StrCat(a, dice_.Word({" = ", " <> "}), Any(Kind::kNode));
        case 2:
          return absl::StrCat(a, ".id IN ",
                              dice_.Word({"[0, 1, 2, 1]", "$list", "$none",
                                          "[3, null]", "[]"}));
        case 3:
          return absl::StrCat(a, ".id = ", dice_.Word({"$i", "1", "2", "$x"}));
        case 4: {
          const std::string pattern = absl::StrCat(
              "(", a, ")", dice_.Word({"-->", "<--", "--", "-[:R*..2]->"}), "(",
              dice_.Percent(50) ? Any(Kind::kNode) : "", ")");
          return in_value_ ? absl::StrCat("EXISTS { ", pattern, " }") : pattern;
        }
        case 5:
          return absl::StrCat(a, ".x IS ", dice_.Word({"", "NOT "}), "NULL");
        default:
          return absl::StrCat(a, ".x", Comparison(), Any(Kind::kNode), ".x");
      }
    }
    if (Has(Kind::kRelationships) && dice_.Percent(30)) {
      return absl::StrCat(dice_.Word({"all(", "any(", "none(", "single("}),
                          "e IN ", Any(Kind::kRelationships), " WHERE e.w",
                          Comparison(), Number(), ")");
    }
    return absl::StrCat(Scalar(0), Comparison(), Scalar(0));
  }

  std::string Subquery(int depth) {
    const std::vector<Name> outer = names_;
    const std::vector<Name> before = before_;
    const std::vector<std::string> own = own_;
    const bool in_value = std::exchange(in_value_, false);
    std::string text;
    if (depth < 0) {
      text = absl::StrCat(Match(/*small=*/true, 0), " RETURN ", Scalar(0));
    } else if (dice_.Percent(60)) {
      text = absl::StrCat(Match(/*small=*/true, depth));
      if (dice_.Percent(30)) absl::StrAppend(&text, " RETURN ", Scalar(0));
    } else if (dice_.Percent(50)) {
      text = absl::StrCat(Match(/*small=*/true, depth), " WITH ", Scalar(0),
                          " AS k, count(*) AS n WHERE n > 1 RETURN k");
    } else {
      text = absl::StrCat(Match(/*small=*/true, 0), " RETURN DISTINCT ",
                          Scalar(0), " AS k ORDER BY k LIMIT 2");
    }
    names_ = outer;
    before_ = before;
    own_ = own;
    in_value_ = in_value;
    return text;
  }

  // -- Patterns -------------------------------------------------------------

  // A name for a node: one that is known, a new one, or none.
  std::string NodeName() {
    if (Has(Kind::kNode) && dice_.Percent(30)) return Any(Kind::kNode);
    if (dice_.Percent(25)) return "";
    std::string name = New("n");
    names_.push_back({name, Kind::kNode});
    return name;
  }

  std::string Node(const std::string& name) {
    std::string text = absl::StrCat("(", name);
    if (dice_.Percent(12)) text += Labels();
    if (dice_.Percent(6)) {
      absl::StrAppend(&text, " {", dice_.Word({"id: ", "x: "}), Scalar(0), "}");
    } else if (!name.empty() && dice_.Percent(6)) {
      absl::StrAppend(&text, " WHERE ", name, ".x", Comparison(), Scalar(0));
    }
    return text + ")";
  }

  std::string Types() {
    if (dice_.Percent(3)) return ":Nope";
    return dice_.Word({"", "", "", ":R", ":R|S", ":T", ":R|T", ":S|T|Nope"});
  }

  std::string Arrow(const std::string& inside) {
    switch (dice_.Below(3)) {
      case 0:
        return absl::StrCat("-[", inside, "]->");
      case 1:
        return absl::StrCat("<-[", inside, "]-");
      default:
        return absl::StrCat("-[", inside, "]-");
    }
  }

  // `name`: as of a relationship, or a list; empty for none.
  std::string Relationship(bool repeats, bool named) {
    std::string name;
    const Kind kind = repeats ? Kind::kRelationships : Kind::kRelationship;
    if (named && Has(kind) && dice_.Percent(10)) {
      // One of an earlier clause: in this one each stands once.
      const std::string known = Any(kind);
      if (std::count(own_.begin(), own_.end(), known) == 0) name = known;
    }
    // Within the pattern a known list would stand for each element.
    const bool plain = repeats && !name.empty();
    const bool is_new = name.empty() && named && dice_.Percent(60);
    if (is_new) name = New("r");
    std::string text = absl::StrCat(name, Types());
    // WHERE goes with the quantifiers of GQL alone.
    const bool asks = !name.empty() && !plain && dice_.Percent(10);
    const bool quantified = repeats && (asks || dice_.Percent(20));
    if (repeats && !quantified) {
      text += dice_.Word({"*", "*1..2", "*0..", "*0..1", "*2", "*..3", "*2.."});
    }
    if (!plain && dice_.Percent(8)) {
      absl::StrAppend(&text, " {w: ", Scalar(0), "}");
    }
    if (asks) {
      absl::StrAppend(&text, " WHERE ", name, ".w", Comparison(), Scalar(0));
    }
    if (!name.empty()) own_.push_back(name);
    if (is_new) names_.push_back({name, kind});
    text = Arrow(text);
    if (quantified) text += dice_.Word({"{1,2}", "{0,1}", "+", "*", "{2}"});
    return text;
  }

  // ((n)-[r]->(m) WHERE ...){1,2}: its names become lists.
  std::string Quantified(bool named) {
    const std::vector<Name> outer = names_;
    names_ = before_;
    std::vector<Name> groups;
    const auto add = [&](const char* prefix, Kind inner, Kind list) {
      if (!named || dice_.Percent(40)) return std::string();
      const std::string name = New(prefix);
      names_.push_back({name, inner});
      groups.push_back({name, list});
      own_.push_back(name);
      return name;
    };
    const std::string a = add("g", Kind::kNode, Kind::kNodes);
    const std::string r = add("h", Kind::kRelationship, Kind::kRelationships);
    const std::string b = add("g", Kind::kNode, Kind::kNodes);
    std::string text =
        absl::StrCat("(", Node(a), Arrow(absl::StrCat(r, Types())), Node(b));
    if (dice_.Percent(20)) {
      absl::StrAppend(&text, Arrow(Types()), Node(""));
    }
    if (dice_.Percent(40)) absl::StrAppend(&text, " WHERE ", Condition(1));
    names_ = outer;
    names_.insert(names_.end(), groups.begin(), groups.end());
    return absl::StrCat(
        text, ")", dice_.Word({"{1,2}", "{0,2}", "+", "*", "{2}", "{,1}"}));
  }

  std::string Path(size_t steps, bool named) {
    std::vector<std::string> nodes;
    const auto node = [&] { return named ? NodeName() : ""; };
    std::string text;
    for (size_t i = 0; i <= steps; ++i) {
      const bool end = i == 0 || i == steps;
      nodes.push_back(end ? NodeName() : node());
    }
    text = Node(nodes[0]);
    for (size_t i = 1; i <= steps; ++i) {
      if (dice_.Percent(12)) {
        text += Quantified(named);
      } else {
        text += Relationship(dice_.Percent(25), named);
      }
      text += Node(nodes[i]);
    }
    return text;
  }

  // A path that a selector chooses.
  std::string Selected() {
    if (dice_.Percent(40)) {
      const std::string p = New("p");
      const std::string a = NodeName();
      const std::string b = NodeName();
      const bool all = dice_.Percent(50);
      const std::string text = absl::StrCat(
          p, " = ", all ? "allShortestPaths(" : "shortestPath(", Node(a),
          Arrow(absl::StrCat(
              Types(), dice_.Word({"*", "*..3", "*0..", "*1..2", "*2..3"}))),
          Node(b), ")");
      names_.push_back({p, all ? Kind::kPath : Kind::kOpenPath});
      return text;
    }
    const size_t form = dice_.Below(6);
    const char* selectors[] = {"ALL SHORTEST ",      "SHORTEST 2 GROUPS ",
                               "ANY SHORTEST ",      "SHORTEST 2 ",
                               "SHORTEST 1 GROUPS ", "ANY "};
    const bool open = form == 2 || form == 3 || form == 5;
    const std::string p = New("p");
    std::string text = absl::StrCat(p, " = ", selectors[form]);
    if (dice_.Percent(60)) {
      const std::string a = NodeName();
      const std::string b = NodeName();
      absl::StrAppend(&text, Node(a), Relationship(true, !open), Node(b));
    } else {
      text += Path(1 + dice_.Below(2), !open);
    }
    if (form != 5) {
      names_.push_back({p, open ? Kind::kOpenPath : Kind::kPath});
    }
    return text;
  }

  std::string Match(bool small, int depth) {
    before_ = names_;
    own_.clear();
    const bool optional = dice_.Percent(25);
    std::vector<std::string> patterns;
    const bool selects = !small && dice_.Percent(20);
    const size_t count =
        selects ? dice_.Below(2) : 1 + dice_.Below(small ? 1 : 2);
    for (size_t i = 0; i < count; ++i) {
      const bool path = dice_.Percent(20);
      const std::string p = path ? absl::StrCat(New("p")) : "";
      const std::string text = Path(dice_.Below(small ? 2 : 3), true);
      patterns.push_back(path ? absl::StrCat(p, " = ", text) : text);
      if (path) names_.push_back({p, Kind::kPath});
    }
    if (selects) patterns.push_back(Selected());
    if (dice_.Percent(30)) dice_.Shuffle(patterns);
    std::string text = absl::StrCat(optional ? "OPTIONAL " : "", "MATCH ",
                                    absl::StrJoin(patterns, ", "));
    if (dice_.Percent(35)) {
      absl::StrAppend(&text, " WHERE ", Condition(depth));
    }
    return text;
  }

  // -- Clauses --------------------------------------------------------------

  std::string Unwind() {
    const std::string name = New("u");
    const std::string list = Has(Kind::kBag) && dice_.Percent(60)
                                 ? Any(Kind::kBag)
                                 : dice_.Word({"[1, 2]", "[0, null]", "$list",
                                               "[]", "null", "range(0, 2)"});
    names_.push_back({name, Kind::kValue});
    return absl::StrCat("UNWIND ", list, " AS ", name);
  }

  // The columns of WITH and RETURN.
  std::string Columns(bool grouped, std::vector<Name>& columns) {
    std::vector<std::string> items;
    const size_t count = dice_.Below(grouped ? 3 : 4) + (grouped ? 0 : 1);
    for (size_t i = 0; i < count; ++i) {
      const std::string item = Item(1);
      Kind kind = Kind::kValue;
      bool is_name = false;
      for (const Name& name : names_) {
        if (name.text != item) continue;
        kind = name.kind;
        is_name = true;
      }
      if (!is_name && item[0] == '[') kind = Kind::kBag;
      if (!is_name && (item.rfind("nodes(", 0) == 0)) kind = Kind::kNodes;
      if (item.rfind("relationships(", 0) == 0) kind = Kind::kRelationships;
      std::string name = New("c");
      if (is_name && dice_.Percent(50)) {
        const bool twice =
            std::any_of(columns.begin(), columns.end(),
                        [&](const Name& other) { return other.text == item; });
        if (!twice) name = item;
      }
      items.push_back(name == item ? item : absl::StrCat(item, " AS ", name));
      columns.push_back({name, kind});
    }
    for (size_t i = 0; grouped && i < 1 + dice_.Below(2); ++i) {
      const std::string name = New("c");
      const char* distinct = dice_.Percent(30) ? "DISTINCT " : "";
      Kind kind = Kind::kValue;
      std::string item;
      switch (dice_.Below(6)) {
        case 0:
          item = "count(*)";
          break;
        case 1:
          item = absl::StrCat("collect(", distinct, Scalar(0), ")");
          kind = Kind::kBag;
          break;
        case 2:
          item = absl::StrCat("count(", distinct, Item(0), ") + 1");
          break;
        case 3:
          item = absl::StrCat(dice_.Word({"min(", "max("}), Scalar(0), ")");
          break;
        case 4:
          item = absl::StrCat("size(collect(", distinct, Item(0), "))");
          break;
        default:
          item = absl::StrCat(
              "sum(", distinct,
              Has(Kind::kNode) ? absl::StrCat(Any(Kind::kNode), ".x") : "1",
              ")");
          break;
      }
      items.push_back(absl::StrCat(item, " AS ", name));
      columns.push_back({name, kind});
    }
    return absl::StrJoin(items, ", ");
  }

  // Sorted by all columns, so that SKIP and LIMIT have one answer.
  std::string Cut(const std::vector<Name>& columns,
                  std::vector<size_t>& order) {
    std::vector<std::string> keys;
    for (size_t i = 0; i < columns.size(); ++i) order.push_back(i);
    dice_.Shuffle(order);
    for (const size_t i : order) {
      keys.push_back(absl::StrCat(columns[i].text, dice_.Word({"", " DESC"})));
    }
    std::string text = absl::StrCat(" ORDER BY ", absl::StrJoin(keys, ", "));
    if (dice_.Percent(40)) absl::StrAppend(&text, " SKIP ", dice_.Below(4));
    if (dice_.Percent(60)) absl::StrAppend(&text, " LIMIT ", dice_.Below(6));
    return text;
  }

  static bool HasBag(const std::vector<Name>& columns) {
    return std::any_of(columns.begin(), columns.end(), [](const Name& name) {
      return name.kind == Kind::kBag || name.kind == Kind::kOpenPath;
    });
  }

  std::string With() {
    if (dice_.Percent(15)) return "WITH *";
    std::vector<Name> columns;
    const bool grouped = dice_.Percent(40);
    const bool distinct = dice_.Percent(20);
    std::string text = absl::StrCat("WITH ", distinct ? "DISTINCT " : "",
                                    Columns(grouped, columns));
    // Bags that differ in order are not the same to DISTINCT.
    if (distinct && HasBag(columns)) return "WITH *";
    std::vector<size_t> order;
    if (!HasBag(columns) && dice_.Percent(30)) text += Cut(columns, order);
    names_ = columns;
    if (dice_.Percent(30)) absl::StrAppend(&text, " WHERE ", Condition(1));
    return text;
  }

  std::string Reading() {
    std::string text;
    const size_t clauses = 1 + dice_.Below(3);
    for (size_t i = 0; i < clauses; ++i) {
      const bool is_first = i == 0;
      std::string clause;
      if (dice_.Percent(is_first ? 85 : 60)) {
        clause = Match(/*small=*/false, 1);
      } else if (dice_.Percent(50) || names_.empty()) {
        clause = Unwind();
      } else {
        clause = With();
      }
      absl::StrAppend(&text, is_first ? "" : " ", clause);
    }
    return text;
  }

  // Where the ends of a chain alone are wanted.
  std::string Chain(RandomQuery& query) {
    std::string text = absl::StrCat("MATCH ", Node("a"));
    if (dice_.Percent(30)) text = absl::StrCat("OPTIONAL ", text);
    const size_t steps = 1 + dice_.Below(3);
    for (size_t i = 1; i <= steps; ++i) {
      absl::StrAppend(&text, Arrow(Types()), Node(i == steps ? "b" : ""));
    }
    names_ = {{"a", Kind::kNode}, {"b", Kind::kNode}};
    if (dice_.Percent(50)) absl::StrAppend(&text, " WHERE ", Condition(1));
    query.bags = {false};
    if (dice_.Percent(25))
      absl::StrAppend(&text, " MATCH (b)", Arrow(""), "(c)");
    return absl::StrCat(
        text, dice_.Word({" RETURN DISTINCT b", " RETURN count(DISTINCT b)",
                          " RETURN count(*)", " RETURN count(b)",
                          " RETURN DISTINCT a", " RETURN DISTINCT b.x",
                          " WITH DISTINCT b RETURN b.x",
                          " WITH DISTINCT b MATCH (b)--(d) RETURN d.id"}));
  }

  std::string Single(RandomQuery& query) {
    if (dice_.Percent(12)) return Chain(query);
    std::string text = Reading();
    std::vector<Name> columns;
    const bool grouped = dice_.Percent(30);
    const bool distinct = dice_.Percent(25);
    const std::string items = Columns(grouped, columns);
    if (dice_.Percent(3) && Has(Kind::kNode)) {
      // Of some graphs an error.
      query.bags.assign(columns.size() + 1, false);
      query.only_count = true;
      return absl::StrCat(text, " RETURN ", items, ", ",
                          grouped
                              ? absl::StrCat("sum(", Any(Kind::kNode), ".s)")
                              : absl::StrCat("10 / ", Any(Kind::kNode), ".x"));
    }
    const bool bag = HasBag(columns);
    absl::StrAppend(&text, " RETURN ", distinct && !bag ? "DISTINCT " : "",
                    items);
    if (!bag && dice_.Percent(30)) {
      text += Cut(columns, query.sorted);
    } else if (!bag && dice_.Percent(15)) {
      query.sorted = {dice_.Below(columns.size())};
      absl::StrAppend(&text, " ORDER BY ", columns[query.sorted[0]].text);
    } else if (!grouped && (!distinct || bag) && dice_.Percent(10)) {
      absl::StrAppend(&text, " ORDER BY ", Scalar(1), " DESC");
    } else if (dice_.Percent(10)) {
      absl::StrAppend(&text, " SKIP ", dice_.Below(3), " LIMIT ",
                      dice_.Below(5));
      query.only_count = true;
    }
    for (const Name& column : columns) {
      query.bags.push_back(column.kind == Kind::kBag);
    }
    return text;
  }

  Dice& dice_;
  int made_ = 0;
  std::vector<Name> names_;
  // Those that were known before the MATCH, and its relationships.
  std::vector<Name> before_;
  std::vector<std::string> own_;
  bool in_value_ = false;
};

}  // namespace

RandomQuery DrawQuery(Dice& dice) { return Drawer(dice).Draw(); }

}  // namespace attest::query
