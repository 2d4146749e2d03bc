#include "engine/findings/statements.h"

#include <algorithm>
#include <variant>

#include "engine/model/vocabulary.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/fold.h"
#include "engine/projection/literal_bytes.h"
#include "engine/projection/tables.h"

namespace attest {

Statements::Statements(const View& view) : view_(view) {
  const ProjectionTables& tables = view_.tables();
  const CutState& cut = view_.cut_state();
  kinds_.reserve(cut.entities());
  for (uint32_t i = 0; i < cut.entities(); ++i) {
    kinds_.push_back(tables.entities[i].kind);
  }
  for (uint32_t i = 0; i < cut.predicates(); ++i) {
    predicates_.push_back(PredicateAt(tables, i));
  }
  const IdentityGroups& identity = cut.identity();
  if (identity.empty()) return;
  groups_.resize(cut.entities());
  for (uint32_t i = 0; i < groups_.size(); ++i) groups_[i] = i;
  for (const std::vector<EntityId>& group : identity.groups()) {
    const uint32_t first = tables.places[group.front().value()].ordinal();
    for (const EntityId member : group) {
      groups_[tables.places[member.value()].ordinal()] = first;
    }
  }
}

EntityId Statements::Standing(uint32_t entity) const {
  return EntityId(view_.tables().entities[GroupOf(entity)].event);
}

const Predicate& Statements::PredicateOf(uint32_t row) const {
  if ((row & kMarked) != 0) {
    return BuiltinVocabulary()[row & ~kMarked].predicate;
  }
  return predicates_[row];
}

uint32_t Statements::RowOf(PredicateId id) const {
  if (FindBuiltin(id) != nullptr) {
    return kMarked | static_cast<uint32_t>(id.value() - kBuiltinPredicates);
  }
  return view_.tables().places[id.value()].ordinal();
}

Statement Statements::Of(uint32_t statement) const {
  const ProjectionTables& tables = view_.tables();
  const StatementRow& row = tables.statements[statement];
  const Circumstance& circumstance = tables.circumstances[row.circumstance];
  Statement::Parts parts;
  parts.subject = Standing(row.subject);
  parts.subject_kind = KindOf(GroupOf(row.subject));
  if ((row.object & kMarked) == 0) {
    parts.object = Standing(row.object);
    parts.object_kind = KindOf(GroupOf(row.object));
  } else {
    parts.object = LiteralOf(tables.literals[row.object & ~kMarked]);
  }
  parts.valid = tables.texts[circumstance.valid];
  if (circumstance.place != kNoRow) parts.place = Standing(circumstance.place);
  return Statement(PredicateOf(row.predicate), std::move(parts));
}

Statement Statements::Of(const StatementParts& parts) const {
  const ProjectionTables& tables = view_.tables();
  const auto ordinal = [&](EntityId id) {
    return tables.places[id.value()].ordinal();
  };
  Statement::Parts statement;
  statement.subject = Standing(ordinal(parts.subject));
  statement.subject_kind = KindOf(GroupOf(ordinal(parts.subject)));
  statement.object = parts.object;
  if (const auto* entity = std::get_if<EntityId>(&parts.object)) {
    statement.object = Standing(ordinal(*entity));
    statement.object_kind = KindOf(GroupOf(ordinal(*entity)));
  }
  statement.valid = parts.valid;
  if (parts.place) statement.place = Standing(ordinal(*parts.place));
  return Statement(PredicateOf(RowOf(parts.predicate)), std::move(statement));
}

uint32_t Statements::ObjectApart(uint32_t statement) const {
  const StatementRow& row = view_.tables().statements[statement];
  const Predicate& predicate = PredicateOf(row.predicate);
  const bool apart = (row.object & kMarked) == 0 &&
                     predicate.functional == Functional::kNone &&
                     !predicate.once &&
                     KindOf(GroupOf(row.object)) != EntityKind::kPlace;
  return apart ? GroupOf(row.object) : kMarked;
}

std::vector<uint32_t> Statements::About(EntityId entity, Role role,
                                        uint32_t predicate_row) const {
  const ProjectionTables& tables = view_.tables();
  const CutState& cut = view_.cut_state();
  const JoinedStatements& joined = cut.joined();
  std::vector<uint32_t> found;
  for (const EntityId member : view_.GroupOf(entity)) {
    const GroupedLists<uint32_t>& lists = role == Role::kSubject
                                              ? tables.StatementsBySubject()
                                              : tables.StatementsByObject();
    for (const uint32_t statement :
         lists[tables.places[member.value()].ordinal()]) {
      if (statement >= cut.statements()) break;
      if (tables.statements[statement].predicate == predicate_row &&
          !joined.first_of.contains(statement)) {
        found.push_back(statement);
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<uint32_t> Statements::ClaimsOf(uint32_t statement) const {
  const ProjectionTables& tables = view_.tables();
  const CutState& cut = view_.cut_state();
  std::vector<uint32_t> claims;
  const auto add = [&](uint32_t one) {
    for (const uint32_t claim : tables.ClaimsOfStatement()[one]) {
      if (claim >= cut.claims()) break;
      claims.push_back(claim);
    }
  };
  const auto all = cut.joined().all_of.find(statement);
  if (all == cut.joined().all_of.end()) {
    add(statement);
    return claims;
  }
  for (const uint32_t one : all->second) add(one);
  std::sort(claims.begin(), claims.end());
  return claims;
}

}  // namespace attest
