// Values and conditions.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/query/query_drawer.h"

namespace attest::query {

std::string QueryDrawer::Comparison() {
  return dice_.Word({" = ", " = ", " <> ", " < ", " >= "});
}

std::string QueryDrawer::Scalar(int depth) {
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

std::string QueryDrawer::Item(int depth) {
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

std::string QueryDrawer::Labels() {
  if (dice_.Percent(3)) return ":Nope";
  return dice_.Word({":A", ":B", ":C", ":A&B", ":A|B", ":!A", ":%", ":A|B",
                     ":A&!B", ":!(A&C)"});
}

std::string QueryDrawer::Condition(int depth) {
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
        return absl::StrCat(
            a, ".id IN ",
            dice_.Word({"[0, 1, 2, 1]", "$list", "$none", "[3, null]", "[]"}));
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

std::string QueryDrawer::Subquery(int depth) {
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

}  // namespace attest::query
