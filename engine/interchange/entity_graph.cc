#include "engine/interchange/entity_graph.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/corroboration/verdict.h"
#include "engine/model/edtf.h"
#include "engine/projection/statement_key.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

enum NodeColumn : size_t { kKind, kNames, kStatements, kFirstLiteral };
enum EdgeColumn : size_t {
  kPredicate,
  kValid,
  kValidFrom,
  kValidTo,
  kPlace,
  kPlaceLabel,
  kVerdict,
  kLinesLow,
  kLinesBest,
  kLinesHigh,
  kOpposingLines,
  kClaims,
  kSources,
  kSaidBy,
  kEdgeColumns,
};

std::string NumberText(double number) { return absl::StrCat(number); }

// The columns of a literal: its value, its verdict, and the other values.
std::vector<GraphColumn> ColumnsOf(const std::string& key, Literal literal) {
  const std::string verdict = absl::StrCat(key, "_verdict");
  const std::string others = absl::StrCat(key, "_others");
  switch (literal) {
    case Literal::kQuantity:
      return {{absl::StrCat(key, "_low"), ColumnType::kInteger},
              {absl::StrCat(key, "_best"), ColumnType::kInteger},
              {absl::StrCat(key, "_high"), ColumnType::kInteger},
              {absl::StrCat(key, "_unit"), ColumnType::kText},
              {verdict, ColumnType::kText},
              {others, ColumnType::kText}};
    case Literal::kPoint: {
      // The names by which programs know them.
      const std::string before =
          key == "coordinates" ? "" : absl::StrCat(key, "_");
      return {{absl::StrCat(before, "latitude"), ColumnType::kNumber},
              {absl::StrCat(before, "longitude"), ColumnType::kNumber},
              {verdict, ColumnType::kText},
              {others, ColumnType::kText}};
    }
    default:
      return {{key, ColumnType::kText},
              {verdict, ColumnType::kText},
              {others, ColumnType::kText}};
  }
}

std::vector<std::string> ValuesOf(const Object& object) {
  if (const auto* quantity = std::get_if<Quantity>(&object)) {
    const QuantityInterval range = quantity->interval();
    const std::optional<int64_t> best =
        range.low == range.high ? range.low : quantity->best;
    return {absl::StrCat(range.low), best ? absl::StrCat(*best) : "",
            range.high == QuantityInterval::kUnlimited
                ? ""
                : absl::StrCat(range.high),
            quantity->unit};
  }
  if (const auto* point = std::get_if<Point>(&object)) {
    return {NumberText(point->lat), NumberText(point->lon)};
  }
  if (const auto* text = std::get_if<TextValue>(&object)) return {text->text};
  if (const auto* date = std::get_if<DateValue>(&object)) return {date->edtf};
  return {"yes"};
}

// A value in one cell.
std::string TextOf(const Object& object) {
  const auto* quantity = std::get_if<Quantity>(&object);
  if (quantity == nullptr) return absl::StrJoin(ValuesOf(object), ", ");
  const QuantityInterval range = quantity->interval();
  std::string text;
  if (range.high == QuantityInterval::kUnlimited) {
    text = absl::StrCat("at least ", range.low);
  } else if (range.low == range.high) {
    text = absl::StrCat(range.low);
  } else {
    text = absl::StrCat(range.low, " to ", range.high);
    if (quantity->best) absl::StrAppend(&text, ", best ", *quantity->best);
  }
  return quantity->unit.empty() ? text
                                : absl::StrCat(text, " ", quantity->unit);
}

}  // namespace

const std::vector<GraphColumn>& EntityGraph::EdgeColumns() {
  static const auto& columns = *new std::vector<GraphColumn>{
      {"predicate", ColumnType::kText},
      {"valid", ColumnType::kText},
      {"valid_from", ColumnType::kText},
      {"valid_to", ColumnType::kText},
      {"place", ColumnType::kText},
      {"place_label", ColumnType::kText},
      {"verdict", ColumnType::kText},
      {"lines_low", ColumnType::kInteger},
      {"lines_best", ColumnType::kInteger},
      {"lines_high", ColumnType::kInteger},
      {"opposing_lines", ColumnType::kInteger},
      {"claims", ColumnType::kInteger},
      {"sources", ColumnType::kInteger},
      {"said_by", ColumnType::kText},
  };
  return columns;
}

absl::StatusOr<bool> EntityGraph::Stands(StatementId id) const {
  if (unsupported_ == Unsupported::kStays) return true;
  ASSIGN_OR_RETURN(const Figures figures, figures_of_(id));
  return figures.verdict != Verdict::kRetracted &&
         figures.verdict != Verdict::kUnsupported;
}

EntityId EntityGraph::StandingOf(EntityId id) const {
  const std::vector<EntityId> group = view_.GroupOf(id);
  std::optional<EntityId> shown;
  for (const EntityId member : group) {
    if (!keys_.IsWithheld(member)) return member;
    if (!shown && !discretion_.Hides(member)) shown = member;
  }
  return shown.value_or(id);
}

bool EntityGraph::IsWithheldMember(EntityId id) const {
  return keys_.IsWithheld(id) && !keys_.IsWithheld(StandingOf(id));
}

bool EntityGraph::NamesWithheldMember(const StatementParts& parts) const {
  const auto* object = std::get_if<EntityId>(&parts.object);
  return IsWithheldMember(parts.subject) ||
         (object != nullptr && IsWithheldMember(*object));
}

absl::StatusOr<std::optional<StatementParts>> EntityGraph::PartsOf(
    StatementId id) const {
  const std::vector<StatementId> forms = view_.JoinedWith(id);
  std::vector<StatementId> open;
  for (const StatementId form : forms) {
    if (!NamesWithheldMember(view_.statement(form))) open.push_back(form);
  }
  if (open.empty()) return std::nullopt;
  if (open.size() == forms.size()) return view_.statement(id);
  ASSIGN_OR_RETURN(std::vector<ClaimId> claims, supporters_of_(id));
  if (claims.empty()) claims = view_.ClaimsOf(id);
  for (const ClaimId claim : claims) {
    const StatementId form = view_.claim(claim).statement;
    if (std::find(open.begin(), open.end(), form) != open.end()) {
      return view_.statement(form);
    }
  }
  return std::nullopt;
}

void EntityGraph::AddLiteralColumns(PredicateId predicate) {
  const std::string key(view_.KeyOf(predicate));
  literals_.try_emplace(
      key, Literals{predicate, view_.predicate(predicate).literal, 0});
}

absl::Status EntityGraph::Prepare() {
  for (const StatementId id : selection_.statements) {
    ASSIGN_OR_RETURN(const auto parts, PartsOf(id));
    if (!parts) unnamed_.insert(id);
    ASSIGN_OR_RETURN(const bool stands, Stands(id));
    if (!stands) {
      ++left_out_;
    } else if (!parts) {
      ++withheld_;
    } else if (!std::holds_alternative<EntityId>(parts->object)) {
      AddLiteralColumns(parts->predicate);
      literal_statements_.push_back(id);
    }
  }
  node_columns_ = {{"kind", ColumnType::kText},
                   {"names", ColumnType::kText},
                   {"statements", ColumnType::kInteger}};
  for (auto& [key, literals] : literals_) {
    literals.column = node_columns_.size();
    for (GraphColumn& column : ColumnsOf(key, literals.literal)) {
      node_columns_.push_back(std::move(column));
    }
  }
  return absl::OkStatus();
}

std::vector<std::string> EntityGraph::NamesOf(EntityId entity,
                                              uint64_t& withheld) const {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  };
  for (const EntityId member : view_.GroupOf(entity)) {
    if (keys_.IsWithheld(member)) continue;
    const Entity record = view_.entity(member);
    add(record.name);
    for (const EntityName& name : record.names) {
      // A name may be known from a report that may not be.
      if (!name.report || !keys_.IsWithheld(*name.report)) {
        add(name.value);
      } else {
        ++withheld;
      }
    }
  }
  return names;
}

NameCounts EntityGraph::CountNames() const {
  NameCounts counts;
  for (const EntityId id : selection_.entities) {
    if (keys_.IsWithheld(StandingOf(id))) continue;
    counts.further += NamesOf(id, counts.withheld).size() - 1;
  }
  return counts;
}

absl::Status EntityGraph::SetLiterals(EntityId entity,
                                      std::vector<std::string>& values) const {
  // The best supported: most lines at best, then at least, then citations,
  // then the least bytes.
  using Rank = std::tuple<uint64_t, uint64_t, size_t>;
  struct Best {
    Rank rank;
    std::string text;
    StatementId statement;
    Verdict verdict = Verdict::kUnsupported;
  };
  absl::flat_hash_map<PredicateId, Best> best;
  std::map<PredicateId, std::vector<Best>> others;
  for (const StatementId id : view_.StatementsOf(entity, Role::kSubject)) {
    if (!selection_.Has(id) || unnamed_.contains(id)) continue;
    const StatementParts parts = view_.statement(id);
    if (std::holds_alternative<EntityId>(parts.object)) continue;
    ASSIGN_OR_RETURN(const bool stands, Stands(id));
    if (!stands) continue;
    ASSIGN_OR_RETURN(const Figures figures, figures_of_(id));
    ASSIGN_OR_RETURN(const std::vector<ClaimId> supporters, supporters_of_(id));
    const Rank rank = {figures.lines.best, figures.lines.low,
                       supporters.size()};
    std::string text = StatementValue(parts.object);
    const auto [known, is_first] = best.try_emplace(parts.predicate);
    Best& one = known->second;
    Best next = {rank, std::move(text), id, figures.verdict};
    if (is_first) {
      one = std::move(next);
      continue;
    }
    if (rank > one.rank || (rank == one.rank && next.text < one.text)) {
      std::swap(one, next);
    }
    others[parts.predicate].push_back(std::move(next));
  }
  for (const auto& entry : literals_) {
    const Literals& literals = entry.second;
    const auto found = best.find(literals.predicate);
    if (found == best.end()) continue;
    size_t column = literals.column;
    for (std::string& value :
         ValuesOf(view_.statement(found->second.statement).object)) {
      values[column++] = std::move(value);
    }
    values[column++] = std::string(NameOf(found->second.verdict));
    std::vector<Best>& rest = others[literals.predicate];
    std::sort(rest.begin(), rest.end(), [](const Best& a, const Best& b) {
      return std::tie(b.rank, a.text) < std::tie(a.rank, b.text);
    });
    values[column] =
        absl::StrJoin(rest, "; ", [this](std::string* out, const Best& other) {
          const StatementParts parts = view_.statement(other.statement);
          absl::StrAppend(out, TextOf(parts.object),
                          parts.valid.empty() ? "" : ", ", parts.valid, " (",
                          NameOf(other.verdict), ")");
        });
  }
  return absl::OkStatus();
}

absl::Status EntityGraph::VisitNodes(
    absl::FunctionRef<absl::Status(const GraphNode&)> visit) const {
  for (const EntityId id : selection_.entities) {
    const EntityId standing = StandingOf(id);
    GraphNode node;
    node.entity = id;
    node.values.resize(node_columns_.size());
    ASSIGN_OR_RETURN(node.id, keys_.KeyOf(standing));
    node.values[kKind] = std::string(NameOf(view_.entity(standing).kind));
    if (keys_.IsWithheld(standing)) {
      node.label = node.id;
    } else {
      for (const EntityId member : view_.GroupOf(id)) {
        if (!keys_.IsWithheld(member)) {
          events_.insert(EventIndex(member.value()));
        }
      }
      uint64_t withheld = 0;
      std::vector<std::string> names = NamesOf(id, withheld);
      node.label = names.front();
      names.erase(names.begin());
      node.values[kNames] = absl::StrJoin(names, "; ");
      uint64_t statements = 0;
      for (const Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
        for (const StatementId about : view_.StatementsOf(id, role)) {
          if (selection_.Has(about) && !unnamed_.contains(about)) ++statements;
        }
      }
      node.values[kStatements] = absl::StrCat(statements);
      RETURN_IF_ERROR(SetLiterals(id, node.values));
    }
    RETURN_IF_ERROR(visit(node));
  }
  return absl::OkStatus();
}

absl::Status EntityGraph::SetSaidBy(StatementId id,
                                    std::vector<std::string>& values) {
  uint64_t claims = 0;
  std::set<SourceId> sources;
  std::set<SourceId> shown;  // by claims that are
  ASSIGN_OR_RETURN(const std::vector<ClaimId> supporters, supporters_of_(id));
  for (const ClaimId claim : supporters) {
    const ClaimInfo info = view_.claim(claim);
    ++claims;
    // Who is nearest to what happened, of those that are known.
    const SourceId source = info.attribution.empty()
                                ? view_.report(info.report).source
                                : info.attribution.back().source;
    sources.insert(source);
    if (discretion_.Hides(claim) ||
        NamesWithheldMember(view_.statement(info.statement))) {
      continue;
    }
    shown.insert(source);
    events_.insert(EventIndex(claim.value()));
  }
  std::vector<std::string> said_by;
  for (const SourceId source : shown) {
    if (keys_.IsWithheld(source)) {
      ASSIGN_OR_RETURN(const std::string key, keys_.KeyOf(source));
      said_by.push_back(key);
      continue;
    }
    events_.insert(EventIndex(source.value()));
    said_by.push_back(view_.source(source).name);
  }
  std::sort(said_by.begin(), said_by.end());
  values[kClaims] = absl::StrCat(claims);
  values[kSources] = absl::StrCat(sources.size());
  values[kSaidBy] = absl::StrJoin(said_by, "; ");
  return absl::OkStatus();
}

absl::StatusOr<GraphEdge> EntityGraph::EdgeOf(StatementId id,
                                              const StatementParts& parts,
                                              EntityId object) {
  GraphEdge edge;
  edge.values.resize(kEdgeColumns);
  const EntityId from = StandingOf(parts.subject);
  const EntityId to = StandingOf(object);
  ASSIGN_OR_RETURN(edge.from, keys_.KeyOf(from));
  ASSIGN_OR_RETURN(edge.to, keys_.KeyOf(to));
  // A group is withheld only where every member of it is.
  edge.id = keys_.KeyOfStatement(id);
  if (parts.place) {
    const EntityId place = IsWithheldMember(*parts.place)
                               ? *parts.place
                               : StandingOf(*parts.place);
    ASSIGN_OR_RETURN(edge.values[kPlace], keys_.KeyOf(place));
    edge.values[kPlaceLabel] = keys_.IsWithheld(place)
                                   ? edge.values[kPlace]
                                   : view_.entity(place).name;
  }
  edge.label = view_.predicate(parts.predicate).label;
  edge.values[kPredicate] = std::string(view_.KeyOf(parts.predicate));
  edge.values[kValid] = parts.valid;
  const absl::StatusOr<Edtf> valid = Edtf::Parse(parts.valid);
  if (valid.ok()) {
    const DayRange days = valid->possible();
    edge.values[kValidFrom] = days.FirstDayText().value_or("");
    edge.values[kValidTo] = days.LastDayText().value_or("");
  }
  ASSIGN_OR_RETURN(const Figures figures, figures_of_(id));
  edge.values[kVerdict] = std::string(NameOf(figures.verdict));
  edge.values[kLinesLow] = absl::StrCat(figures.lines.low);
  edge.values[kLinesBest] = absl::StrCat(figures.lines.best);
  edge.values[kLinesHigh] = absl::StrCat(figures.lines.high);
  edge.values[kOpposingLines] = absl::StrCat(figures.opposing_lines.best);
  RETURN_IF_ERROR(SetSaidBy(id, edge.values));
  return edge;
}

absl::Status EntityGraph::VisitEdges(
    absl::FunctionRef<absl::Status(const GraphEdge&)> visit) {
  for (const StatementId id : selection_.statements) {
    ASSIGN_OR_RETURN(const auto parts, PartsOf(id));
    if (!parts) continue;
    const auto* object = std::get_if<EntityId>(&parts->object);
    if (object == nullptr) continue;
    ASSIGN_OR_RETURN(const bool stands, Stands(id));
    if (!stands) continue;
    ASSIGN_OR_RETURN(const GraphEdge edge, EdgeOf(id, *parts, *object));
    RETURN_IF_ERROR(visit(edge));
  }
  return absl::OkStatus();
}

bool EntityGraph::IsSaid(StatementId id) const {
  bool is_said = false;
  for (const ClaimId claim : view_.ClaimsOf(id)) {
    if (!view_.IsLive(claim)) continue;
    const Stance stance = view_.claim(claim).stance;
    if (stance == Stance::kDenies) return false;
    is_said |= stance == Stance::kAsserts;
  }
  return is_said;
}

absl::StatusOr<PlacePoints> EntityGraph::PointsOf(EntityId place) {
  if (keys_.IsWithheld(StandingOf(place))) return PlacePoints();
  std::vector<PlacePoint> known;
  for (const StatementId id : view_.StatementsOf(place, Role::kSubject)) {
    const StatementParts parts = view_.statement(id);
    const auto* point = std::get_if<Point>(&parts.object);
    if (point == nullptr || view_.KeyOf(parts.predicate) != "coordinates" ||
        discretion_.Hides(view_, id)) {
      continue;
    }
    ASSIGN_OR_RETURN(const auto shown, PartsOf(id));
    if (!shown) continue;
    ASSIGN_OR_RETURN(const Figures figures, figures_of_(id));
    // A fallback never has support.
    const bool has_support = point->fallback
                                 ? IsSaid(id)
                                 : figures.verdict != Verdict::kRetracted &&
                                       figures.verdict != Verdict::kUnsupported;
    const bool is_asked_for =
        unsupported_ == Unsupported::kStays && selection_.Has(id);
    if (!has_support && !is_asked_for) continue;
    known.push_back({id, *point, figures, keys_.KeyOfStatement(id)});
  }
  // The best comes first: no fallback, most lines, the smallest circle.
  const auto rank = [&](const PlacePoint& one) {
    return std::tuple(one.point.fallback,
                      -static_cast<int64_t>(one.figures.lines.best),
                      -static_cast<int64_t>(one.figures.lines.low),
                      one.point.radius_m, one.point.lat, one.point.lon, one.id);
  };
  std::sort(known.begin(), known.end(),
            [&](const PlacePoint& a, const PlacePoint& b) {
              return rank(a) < rank(b);
            });
  PlacePoints drawn;
  for (PlacePoint& one : known) {
    const bool is_asked_for =
        unsupported_ == Unsupported::kStays && selection_.Has(one.statement);
    if (!drawn.points.empty() && !is_asked_for &&
        one.figures.verdict != Verdict::kContested) {
      ++drawn.others;
      continue;
    }
    for (const ClaimId claim : view_.ClaimsOf(one.statement)) {
      if (!discretion_.Hides(claim)) events_.insert(EventIndex(claim.value()));
    }
    ASSIGN_OR_RETURN(const bool stands, Stands(one.statement));
    if (!stands && selection_.Has(one.statement)) {
      unsupported_points_.insert(one.statement);
    }
    drawn.points.push_back(std::move(one));
  }
  return drawn;
}

}  // namespace attest
