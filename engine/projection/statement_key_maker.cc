#include "engine/projection/statement_key_maker.h"

#include "engine/projection/literal_bytes.h"

namespace attest {

PredicateId PredicateIdOf(const ProjectionTables& tables, uint32_t row) {
  if ((row & kMarked) != 0) {
    return PredicateId(kBuiltinPredicates + (row & ~kMarked));
  }
  return PredicateId(tables.predicates[row].event);
}

std::string StatementKeyMaker::KeyOf(StatementId id) {
  const StatementRow& row = tables_.statements[id.value()];
  const Circumstance& circumstance = tables_.circumstances[row.circumstance];
  KeyedStatement keyed;
  keyed.subject = EntityKey(row.subject);
  keyed.predicate = view_.KeyOf(PredicateIdOf(tables_, row.predicate));
  std::string value;
  if ((row.object & kMarked) == 0) {
    keyed.object = EntityKey(row.object);
  } else {
    value = StatementValue(LiteralOf(tables_.literals[row.object & ~kMarked]));
    keyed.value = value;
  }
  keyed.valid = tables_.texts[circumstance.valid];
  if (circumstance.place != kNoRow) keyed.place = EntityKey(circumstance.place);
  return keys_.KeyOf(keyed);
}

}  // namespace attest
