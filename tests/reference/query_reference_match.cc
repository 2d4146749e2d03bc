// How the reference matches patterns.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/value_order.h"
#include "tests/reference/query_reference.h"

namespace attest::query {
namespace {

using Kind = PathSelector::Kind;

// A name that no text can have, for what has none.
std::string KeyOf(const std::string& name, const void* part) {
  if (!name.empty()) return name;
  return absl::StrCat("\x01", reinterpret_cast<uintptr_t>(part));
}

bool IsLegacy(const PathSelector& selector) {
  return selector.kind == Kind::kLegacyOne || selector.kind == Kind::kLegacyAll;
}

Value ListOfNew(const std::vector<RelationshipId>& used, size_t from) {
  Value::List list;
  for (size_t i = from; i < used.size(); ++i) {
    list.push_back(Value::Relationship(used[i]));
  }
  return Value::MakeList(std::move(list));
}

// The names of a pattern, of which those that are new become null when
// OPTIONAL MATCH finds nothing.
void AppendNames(const PathPattern& pattern, std::vector<std::string>& names) {
  names.push_back(pattern.name);
  for (const NodePattern& node : pattern.nodes) names.push_back(node.name);
  for (const PatternStep& step : pattern.steps) {
    if (step.relationship != nullptr) {
      names.push_back(step.relationship->name);
    } else {
      AppendNames(step.quantified->inner, names);
    }
  }
}

}  // namespace

bool QueryReference::Try() {
  if (tries_left_ == 0) {
    Fail(absl::ResourceExhaustedError("too many assignments to try"));
  } else {
    --tries_left_;
  }
  return status_.ok();
}

bool QueryReference::HasProperties(const Expression* wanted, const Value& of,
                                   const Row& row) {
  if (wanted == nullptr) return true;
  for (size_t i = 0; i < wanted->keys.size(); ++i) {
    const Value want = Evaluate(*wanted->children[i], row, nullptr);
    if (Equals(EvaluateProperty(of, wanted->keys[i]), want) != true) {
      return false;
    }
  }
  return true;
}

bool QueryReference::SetNode(const NodePattern& pattern, NodeId node,
                             State& state) {
  const std::string key = KeyOf(pattern.name, &pattern);
  const auto known = state.row.find(key);
  if (known != state.row.end()) {
    return known->second.Is(Value::Type::kNode) && known->second.node() == node;
  }
  state.row[key] = Value::Node(node);
  return true;
}

// Asks what stands within a pattern, once all of it is assigned.
bool QueryReference::Fulfils(const PathPattern& pattern, const Row& row) {
  for (const NodePattern& node : pattern.nodes) {
    const Value& value = row.at(KeyOf(node.name, &node));
    if (node.labels && !HasLabels(value, *node.labels)) return false;
    if (!HasProperties(node.properties.get(), value, row)) return false;
    if (node.where != nullptr && !Holds(*node.where, row)) return false;
  }
  for (const PatternStep& step : pattern.steps) {
    if (step.relationship == nullptr) continue;
    const RelationshipPattern& part = *step.relationship;
    const std::string key = KeyOf(part.name, &part);
    const Value value = row.at(key);
    const Value::List each =
        value.Is(Value::Type::kList) ? value.list() : Value::List{value};
    for (const Value& relationship : each) {
      Row inner = row;
      inner[key] = relationship;
      if (!HasProperties(part.properties.get(), relationship, inner)) {
        return false;
      }
      if (part.where != nullptr && !Holds(*part.where, inner)) return false;
    }
  }
  return true;
}

// Every relationship that goes on from the end of the path, in the direction
// and of the types wanted, and not used yet.
void QueryReference::ForEachWay(
    const RelationshipPattern& pattern, const State& state,
    const std::function<void(RelationshipId, NodeId)>& visit) {
  const NodeId at = state.path.nodes.back();
  for (uint64_t i = 0; i < graph_->relationship_count() && Try(); ++i) {
    const RelationshipId id(i);
    if (std::count(state.used.begin(), state.used.end(), id) > 0) continue;
    bool of_type = pattern.types.empty();
    for (const auto& [name, place] : pattern.types) {
      of_type |= name == graph_->TypeOf(id);
    }
    if (!of_type) continue;
    const NodeId start = graph_->StartOf(id);
    const NodeId end = graph_->EndOf(id);
    if (pattern.direction != Direction::kIn && start == at) {
      visit(id, end);
    } else if (pattern.direction != Direction::kOut && end == at) {
      visit(id, start);
    }
  }
}

void QueryReference::WalkTrail(const RelationshipPattern& pattern,
                               const State& state, uint64_t length,
                               const Done& done) {
  const Repetition& repetition = *pattern.repetition;
  if (length >= repetition.least) done(state);
  if (repetition.most && length >= *repetition.most) return;
  ForEachWay(pattern, state, [&](RelationshipId id, NodeId node) {
    State next = state;
    next.used.push_back(id);
    next.path.relationships.push_back(id);
    next.path.nodes.push_back(node);
    WalkTrail(pattern, next, length + 1, done);
  });
}

void QueryReference::WalkRounds(const QuantifiedPattern& pattern,
                                const State& state, uint64_t rounds,
                                const Row& before, const Done& done) {
  const Repetition& repetition = pattern.repetition;
  if (rounds >= repetition.least) done(state);
  if (repetition.most && rounds >= *repetition.most) return;
  // Each round has its names to itself.
  State inner = state;
  inner.row = before;
  if (!SetNode(pattern.inner.nodes[0], state.path.nodes.back(), inner)) return;
  WalkOn(pattern.inner, 0, inner, [&](const State& walked) {
    if (!Fulfils(pattern.inner, walked.row)) return;
    if (pattern.where != nullptr && !Holds(*pattern.where, walked.row)) return;
    State next = walked;
    next.row = state.row;
    std::vector<std::string> names;
    AppendNames(pattern.inner, names);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) {
      if (name.empty()) continue;
      Value::List list = next.row.at(name).list();
      list.push_back(walked.row.at(name));
      next.row[name] = Value::MakeList(std::move(list));
    }
    WalkRounds(pattern, next, rounds + 1, before, done);
  });
}

// The rest of a path, of which the node at `at` is assigned.
void QueryReference::WalkOn(const PathPattern& pattern, size_t at,
                            const State& state, const Done& done) {
  if (!status_.ok()) return;
  if (at == pattern.steps.size()) {
    done(state);
    return;
  }
  const Done arrive = [&](State next) {
    if (!SetNode(pattern.nodes[at + 1], next.path.nodes.back(), next)) return;
    WalkOn(pattern, at + 1, next, done);
  };
  if (pattern.steps[at].quantified != nullptr) {
    const QuantifiedPattern& part = *pattern.steps[at].quantified;
    State start = state;
    std::vector<std::string> names;
    AppendNames(part.inner, names);
    for (const std::string& name : names) {
      if (!name.empty()) start.row[name] = Value::MakeList({});
    }
    Row before = state.row;
    for (const std::string& name : names) before.erase(name);
    WalkRounds(part, start, 0, before, arrive);
    return;
  }
  const RelationshipPattern& part = *pattern.steps[at].relationship;
  const std::string key = KeyOf(part.name, &part);
  const Done assign = [&](State next) {
    const Value value = part.repetition
                            ? ListOfNew(next.used, state.used.size())
                            : Value::Relationship(next.used.back());
    const auto known = next.row.find(key);
    if (known != next.row.end() && Equals(known->second, value) != true) return;
    next.row[key] = value;
    arrive(std::move(next));
  };
  if (part.repetition) {
    WalkTrail(part, state, 0, assign);
    return;
  }
  ForEachWay(part, state, [&](RelationshipId id, NodeId node) {
    State next = state;
    next.used.push_back(id);
    next.path.relationships.push_back(id);
    next.path.nodes.push_back(node);
    assign(std::move(next));
  });
}

void QueryReference::WalkPath(const PathPattern& pattern, const State& state,
                              const Done& done) {
  graph_->ScanNodes(std::nullopt, [&](NodeId node) {
    State start = state;
    start.path = Path{{node}, {}};
    if (Try() && SetNode(pattern.nodes[0], node, start)) {
      WalkOn(pattern, 0, start, [&](State end) {
        if (!pattern.name.empty()) {
          end.row[pattern.name] = Value::MakePath(end.path);
        }
        done(std::move(end));
      });
    }
    return status_.ok();
  });
}

void QueryReference::Select(const PathPattern& pattern, const Expression* where,
                            const State& state, const Done& done) {
  std::map<std::pair<NodeId, NodeId>, std::vector<State>> between;
  WalkPath(pattern, state, [&](State end) {
    if (!Fulfils(pattern, end.row)) return;
    if (IsLegacy(pattern.selector) && where != nullptr &&
        !Holds(*where, end.row)) {
      return;
    }
    between[{end.path.nodes.front(), end.path.nodes.back()}].push_back(end);
  });
  for (auto& [ends, paths] : between) {
    const auto length = [](const State& path) {
      return path.path.relationships.size();
    };
    std::stable_sort(
        paths.begin(), paths.end(),
        [&](const State& a, const State& b) { return length(a) < length(b); });
    uint64_t taken = 0;
    uint64_t lengths = 0;
    for (size_t i = 0; i < paths.size(); ++i) {
      if (i == 0 || length(paths[i]) > length(paths[i - 1])) ++lengths;
      const Kind kind = pattern.selector.kind;
      const bool of_least = kind == Kind::kAllShortest ||
                            kind == Kind::kLegacyAll || kind == Kind::kGroups;
      const uint64_t count =
          kind == Kind::kAllShortest || IsLegacy(pattern.selector)
              ? 1
              : pattern.selector.count;
      if ((of_least ? lengths - 1 : taken) >= count) break;
      ++taken;
      done(paths[i]);
    }
  }
}

void QueryReference::MatchPaths(const std::vector<const PathPattern*>& patterns,
                                size_t at, const Expression* where,
                                const State& state, const Done& done) {
  if (!status_.ok()) return;
  if (at == patterns.size()) {
    done(state);
    return;
  }
  const Done next = [&](State end) {
    MatchPaths(patterns, at + 1, where, end, done);
  };
  if (patterns[at]->selector.kind == Kind::kAll) {
    WalkPath(*patterns[at], state, next);
  } else {
    Select(*patterns[at], where, state, next);
  }
}

QueryReference::Rows QueryReference::Match(
    const std::vector<const PathPattern*>& patterns, const Expression* where,
    const Row& row) {
  // Those with a selector come last.
  std::vector<const PathPattern*> ordered = patterns;
  std::stable_partition(ordered.begin(), ordered.end(),
                        [](const PathPattern* pattern) {
                          return pattern->selector.kind == Kind::kAll;
                        });
  Rows rows;
  MatchPaths(ordered, 0, where, State{row, {}, {}}, [&](const State& state) {
    for (const PathPattern* pattern : patterns) {
      if (!Fulfils(*pattern, state.row)) return;
    }
    if (where != nullptr && !Holds(*where, state.row)) return;
    Row found;
    for (const auto& [name, value] : state.row) {
      if (name[0] != '\x01') found[name] = value;
    }
    rows.push_back(std::move(found));
  });
  return rows;
}

void QueryReference::RunMatch(const Clause& clause, Rows& rows) {
  std::vector<const PathPattern*> patterns;
  std::vector<std::string> names;
  for (const PathPattern& pattern : clause.patterns) {
    patterns.push_back(&pattern);
    AppendNames(pattern, names);
  }
  Rows result;
  for (const Row& row : rows) {
    Rows found = Match(patterns, clause.where.get(), row);
    if (found.empty() && clause.optional) {
      Row missing = row;
      for (const std::string& name : names) {
        if (!name.empty()) missing.try_emplace(name);
      }
      found.push_back(std::move(missing));
    }
    result.insert(result.end(), found.begin(), found.end());
  }
  rows = std::move(result);
}

}  // namespace attest::query
