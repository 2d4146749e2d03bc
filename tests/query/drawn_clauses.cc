// Clauses, and whole queries of them.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/query/query_drawer.h"

namespace attest::query {

RandomQuery QueryDrawer::Draw() {
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

std::vector<std::string> QueryDrawer::Of(Kind kind) const {
  std::vector<std::string> names;
  for (const Name& name : names_) {
    if (name.kind == kind) names.push_back(name.text);
  }
  return names;
}

std::string QueryDrawer::Unwind() {
  const std::string name = New("u");
  const std::string list = Has(Kind::kBag) && dice_.Percent(60)
                               ? Any(Kind::kBag)
                               : dice_.Word({"[1, 2]", "[0, null]", "$list",
                                             "[]", "null", "range(0, 2)"});
  names_.push_back({name, Kind::kValue});
  return absl::StrCat("UNWIND ", list, " AS ", name);
}

std::string QueryDrawer::Columns(bool grouped, std::vector<Name>& columns) {
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
            Has(Kind::kNode) ? absl::StrCat(Any(Kind::kNode), ".x") : "1", ")");
        break;
    }
    items.push_back(absl::StrCat(item, " AS ", name));
    columns.push_back({name, kind});
  }
  return absl::StrJoin(items, ", ");
}

std::string QueryDrawer::Cut(const std::vector<Name>& columns,
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

bool QueryDrawer::HasBag(const std::vector<Name>& columns) {
  return std::any_of(columns.begin(), columns.end(), [](const Name& name) {
    return name.kind == Kind::kBag || name.kind == Kind::kOpenPath;
  });
}

std::string QueryDrawer::With() {
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

std::string QueryDrawer::Reading() {
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

std::string QueryDrawer::Chain(RandomQuery& query) {
  std::string text = absl::StrCat("MATCH ", Node("a"));
  if (dice_.Percent(30)) text = absl::StrCat("OPTIONAL ", text);
  const size_t steps = 1 + dice_.Below(3);
  for (size_t i = 1; i <= steps; ++i) {
    absl::StrAppend(&text, Arrow(Types()), Node(i == steps ? "b" : ""));
  }
  names_ = {{"a", Kind::kNode}, {"b", Kind::kNode}};
  if (dice_.Percent(50)) absl::StrAppend(&text, " WHERE ", Condition(1));
  query.bags = {false};
  if (dice_.Percent(25)) absl::StrAppend(&text, " MATCH (b)", Arrow(""), "(c)");
  return absl::StrCat(
      text,
      dice_.Word({" RETURN DISTINCT b", " RETURN count(DISTINCT b)",
                  " RETURN count(*)", " RETURN count(b)", " RETURN DISTINCT a",
                  " RETURN DISTINCT b.x", " WITH DISTINCT b RETURN b.x",
                  " WITH DISTINCT b MATCH (b)--(d) RETURN d.id"}));
}

std::string QueryDrawer::Single(RandomQuery& query) {
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
    absl::StrAppend(&text, " SKIP ", dice_.Below(3), " LIMIT ", dice_.Below(5));
    query.only_count = true;
  }
  for (const Name& column : columns) {
    query.bags.push_back(column.kind == Kind::kBag);
  }
  return text;
}

}  // namespace attest::query
