// Nodes, relationships, paths, and the MATCH they stand in.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/query/query_drawer.h"

namespace attest::query {

std::string QueryDrawer::NodeName() {
  if (Has(Kind::kNode) && dice_.Percent(30)) return Any(Kind::kNode);
  if (dice_.Percent(25)) return "";
  std::string name = New("n");
  names_.push_back({name, Kind::kNode});
  return name;
}

std::string QueryDrawer::Node(const std::string& name) {
  std::string text = absl::StrCat("(", name);
  if (dice_.Percent(12)) text += Labels();
  if (dice_.Percent(6)) {
    absl::StrAppend(&text, " {", dice_.Word({"id: ", "x: "}), Scalar(0), "}");
  } else if (!name.empty() && dice_.Percent(6)) {
    absl::StrAppend(&text, " WHERE ", name, ".x", Comparison(), Scalar(0));
  }
  return text + ")";
}

std::string QueryDrawer::Types() {
  if (dice_.Percent(3)) return ":Nope";
  return dice_.Word({"", "", "", ":R", ":R|S", ":T", ":R|T", ":S|T|Nope"});
}

std::string QueryDrawer::Arrow(const std::string& inside) {
  switch (dice_.Below(3)) {
    case 0:
      return absl::StrCat("-[", inside, "]->");
    case 1:
      return absl::StrCat("<-[", inside, "]-");
    default:
      return absl::StrCat("-[", inside, "]-");
  }
}

std::string QueryDrawer::Relationship(bool repeats, bool named) {
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

std::string QueryDrawer::Quantified(bool named) {
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
  return absl::StrCat(text, ")",
                      dice_.Word({"{1,2}", "{0,2}", "+", "*", "{2}", "{,1}"}));
}

std::string QueryDrawer::Path(size_t steps, bool named) {
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

std::string QueryDrawer::Selected() {
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

std::string QueryDrawer::Match(bool small, int depth) {
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

}  // namespace attest::query
