// RecordParser holds what the parsers of the record types share; see
// record_line.h for what they do.

#ifndef ATTEST_ENGINE_INGEST_RECORD_PARSER_H_
#define ATTEST_ENGINE_INGEST_RECORD_PARSER_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "engine/ingest/field_reader.h"
#include "engine/ingest/record_line.h"

namespace attest {

// How the fields of a record are meant: as a record of its own, as what is
// left of a withheld one, or as what an amendment sets. Only the first needs
// them all; the last may state an empty text, which clears a field.
enum class Fields : uint8_t { kWhole, kStub, kSet };

class RecordParser {
 public:
  RecordParser(KeyResolver& keys, LineErrors& errors, ParsedLine& line)
      : keys_(keys), errors_(errors), line_(line) {}

  // Parses the fields of `type`, without the common ones, into the event.
  void Parse(RecordType type, FieldReader& fields, Fields mode);

 private:
  // record_fields.cc
  Source ParseSource(FieldReader& fields, Fields mode);
  Report ParseReport(FieldReader& fields, Fields mode);
  Entity ParseEntity(FieldReader& fields, Fields mode);
  Predicate ParsePredicate(FieldReader& fields, Fields mode);
  void ParseContent(FieldReader& fields, Report& report);
  std::vector<Derivation> ParseDerivations(FieldReader& fields);
  std::optional<Derivation> ParseDerivation(const JsonValue& value,
                                            const FieldPath& path);
  std::vector<EntityName> ParseNames(FieldReader& fields);
  void ParseRange(FieldReader& fields, Fields mode, Predicate& predicate);
  EntityKinds ParseKinds(const JsonValue& list, const FieldPath& path);

  // claim_fields.cc
  Claim ParseClaim(FieldReader& fields, Fields mode);
  PredicateId ParsePredicateOf(FieldReader& fields, const Predicate*& predicate,
                               absl::string_view& key);
  Object ParseObject(FieldReader& fields, Fields mode,
                     const Predicate* predicate, absl::string_view key);
  Object ParseValue(const JsonValue& value, const FieldPath& path,
                    std::optional<Literal> literal, absl::string_view key);
  Object ParseQuantity(const JsonValue& value, const FieldPath& path,
                       absl::string_view predicate);
  Object ParsePoint(const JsonValue& value, const FieldPath& path);
  std::vector<Speaker> ParseAttribution(FieldReader& fields);
  std::vector<ClaimId> ParseRestsOn(FieldReader& fields);
  RealEnds ParseRealEnds(FieldReader& fields);
  std::optional<Quote> ParseQuote(FieldReader& fields);

  // decision_fields.cc
  Retraction ParseRetraction(FieldReader& fields, Fields mode);
  Assessment ParseAssessment(FieldReader& fields, Fields mode);
  Identity ParseIdentity(FieldReader& fields, Fields mode);
  Dependence ParseDependence(FieldReader& fields, Fields mode);
  Amendment ParseAmendment(FieldReader& fields, Fields mode);
  Redaction ParseRedaction(FieldReader& fields);
  std::optional<Target> ParseTarget(FieldReader& fields, absl::string_view name,
                                    TypeMask types, Need need);
  std::optional<SourceOrReport> ParseEnd(FieldReader& fields,
                                         absl::string_view name);

  // references.cc: each notes what the line names.
  struct Wanted {
    TypeMask types = 0;
    EntityKinds kinds = EntityKinds::All();
    bool may_be_later = false;
  };
  // The handle of the key that `value` holds, which `path` leads to; nullopt
  // when it holds none, which is an error.
  std::optional<KeyHandle> NoteKey(const JsonValue& value,
                                   const FieldPath& path,
                                   absl::string_view role,
                                   const Wanted& wanted);
  // The same for the field called `name`.
  std::optional<KeyHandle> NoteField(FieldReader& fields,
                                     absl::string_view name,
                                     const Wanted& wanted, Need need);
  template <class Tag>
  std::optional<Id<Tag>> ParseId(FieldReader& fields, absl::string_view name,
                                 const Wanted& wanted, Need need) {
    const std::optional<KeyHandle> key = NoteField(fields, name, wanted, need);
    if (!key) return std::nullopt;
    return Id<Tag>(keys_.IdOf(*key));
  }

  KeyResolver& keys_;
  LineErrors& errors_;
  ParsedLine& line_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_RECORD_PARSER_H_
