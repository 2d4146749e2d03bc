#include "engine/ingest/record_line.h"

#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/ingest/record_parser.h"
#include "engine/model/vocabulary.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

// The types that a file may hold: those of the log alone come last.
constexpr size_t kFileTypes = static_cast<size_t>(RecordType::kFileClosed);

bool IsDecision(RecordType type) { return type > RecordType::kClaim; }

// Types whose key may be left out.
bool MayDeriveKey(RecordType type) { return type >= RecordType::kClaim; }

std::optional<RecordType> ParseType(FieldReader& fields) {
  const JsonValue* const value =
      fields.Take("type", JsonType::kString, Need::kRequired);
  if (value == nullptr) return std::nullopt;
  const auto place = ChooseName(
      *value, fields.PathOf("type"), "type",
      absl::MakeConstSpan(EnumNames<RecordType>::kNames).first(kFileTypes),
      fields.errors());
  if (!place) return std::nullopt;
  return static_cast<RecordType>(*place);
}

std::string PredicateNameFault(absl::string_view key) {
  if (BuiltinPredicateId(key)) {
    return "another name: this one is built in";
  }
  const std::string meaning = ReservedPredicateName(key);
  return meaning.empty() ? ""
                         : absl::StrCat("another name: this one is ", meaning);
}

void ParseKey(FieldReader& fields, ParsedLine& line) {
  const RecordType type = line.event.type();
  const bool is_stub = line.event.withheld != Withheld::kNo;
  const Need need =
      MayDeriveKey(type) && !is_stub ? Need::kOptional : Need::kRequired;
  const JsonValue* const id = fields.Take("id", JsonType::kString, need);
  if (id == nullptr) return;
  line.key_offset = id->offset;
  absl::string_view what = "not a key";
  std::string want = KeyFault(id->text, is_stub);
  if (want.empty() && type == RecordType::kPredicate) {
    what = "not a name for a predicate";
    want = PredicateNameFault(id->text);
  }
  if (!want.empty()) {
    fields.AddError(*id, "id", {std::string(what), Got(*id), want, ""});
    return;
  }
  line.event.key = std::string(id->text);
  line.has_key = true;
}

Withheld ParseWithheld(FieldReader& fields) {
  // "no" is not something to write.
  const JsonValue* const value = fields.Take("withheld", JsonType::kString);
  if (value == nullptr) return Withheld::kNo;
  const auto names = absl::MakeConstSpan(EnumNames<Withheld>::kNames);
  const auto place =
      ChooseName(*value, fields.PathOf("withheld"), "reason to withhold",
                 names.subspan(1), fields.errors());
  // Whatever it says, it is a stub.
  return place ? static_cast<Withheld>(*place + 1) : Withheld::kRestricted;
}

void ParseCommon(FieldReader& fields, Event& event) {
  event.by = fields.Text("by");
  event.note = fields.Text("note");
  event.recorded = fields.Instant("recorded");
  if (IsDecision(event.type())) event.reason = fields.Text("reason");
}

// An event of `type` with nothing in it.
Record EmptyRecord(RecordType type) {
  switch (type) {
    case RecordType::kSource:
      return Source();
    case RecordType::kReport:
      return Report();
    case RecordType::kEntity:
      return Entity();
    case RecordType::kPredicate:
      return Predicate();
    case RecordType::kClaim:
      return Claim();
    case RecordType::kRetraction:
      return Retraction();
    case RecordType::kAssessment:
      return Assessment();
    case RecordType::kIdentity:
      return Identity();
    case RecordType::kDependence:
      return Dependence();
    case RecordType::kAmendment:
      return Amendment();
    default:
      return Redaction();
  }
}

}  // namespace

std::string TypeNames(TypeMask types) {
  std::vector<absl::string_view> names;
  for (size_t i = 0; i < kFileTypes; ++i) {
    const auto type = static_cast<RecordType>(i);
    if ((types & MaskOf(type)) != 0) names.push_back(NameOf(type));
  }
  return absl::StrJoin(names, " or ");
}

std::string KindNames(EntityKinds kinds) {
  std::vector<absl::string_view> names;
  for (size_t i = 0; i < kEnumSize<EntityKind>; ++i) {
    const auto kind = static_cast<EntityKind>(i);
    if (kinds.Has(kind)) names.push_back(NameOf(kind));
  }
  return absl::StrJoin(names, " or ");
}

std::optional<Target> TargetOf(RecordType type, uint64_t id) {
  switch (type) {
    case RecordType::kSource:
      return Target(SourceId(id));
    case RecordType::kReport:
      return Target(ReportId(id));
    case RecordType::kEntity:
      return Target(EntityId(id));
    case RecordType::kClaim:
      return Target(ClaimId(id));
    default:
      return std::nullopt;
  }
}

std::string WithArticle(absl::string_view noun) {
  const bool vowel = absl::StrContains("aeiou", noun.substr(0, 1));
  return absl::StrCat(vowel ? "an " : "a ", noun);
}

Report* ReportIn(Record& record) {
  if (auto* amendment = std::get_if<Amendment>(&record)) {
    return std::get_if<Report>(&amendment->values);
  }
  return std::get_if<Report>(&record);
}

std::string KeyFault(absl::string_view key, bool is_stub) {
  if (key.empty()) return "a key that is not empty";
  if (key.size() > kMaxKeyBytes) {
    return absl::StrCat("at most ", kMaxKeyBytes, " bytes");
  }
  if (FindControlCharacter(key)) return "no control characters";
  if (absl::StartsWith(key, "stm:")) {
    return "another beginning: \"stm:\" names statements";
  }
  if (absl::StartsWith(key, "#") && !is_stub) {
    return "another beginning: \"#\" names withheld records";
  }
  return "";
}

std::optional<KeyHandle> RecordParser::NoteKey(const JsonValue& value,
                                               const FieldPath& path,
                                               absl::string_view role,
                                               const Wanted& wanted) {
  if (value.type != JsonType::kString) {
    errors_.Add(value.offset, path,
                {absl::StrCat("wrong type of \"", role, "\""), Got(value),
                 "a string", ""});
    return std::nullopt;
  }
  if (value.text.empty() || value.text.size() > kMaxKeyBytes) {
    errors_.Add(value.offset, path,
                {absl::StrCat("\"", role, "\" is not a key"), Got(value),
                 absl::StrCat("1 to ", kMaxKeyBytes, " bytes"), ""});
    return std::nullopt;
  }
  Reference reference;
  reference.key = keys_.Resolve(value.text);
  reference.types = wanted.types;
  reference.kinds = wanted.kinds;
  reference.may_be_later = wanted.may_be_later;
  reference.offset = value.offset;
  reference.role = role;
  reference.field = path.Text();
  if (!keys_.TypeOf(reference.key)) line_.is_incomplete = true;
  line_.references.push_back(std::move(reference));
  return line_.references.back().key;
}

std::optional<KeyHandle> RecordParser::NoteField(FieldReader& fields,
                                                 absl::string_view name,
                                                 const Wanted& wanted,
                                                 Need need) {
  const JsonValue* const value = fields.Take(name, need);
  if (value == nullptr) return std::nullopt;
  // In an amendment an empty text clears the field.
  if (need == Need::kOptional && value->type == JsonType::kString &&
      value->text.empty() && fields.path().name == "set") {
    return std::nullopt;
  }
  return NoteKey(*value, fields.PathOf(name), name, wanted);
}

void RecordParser::Parse(RecordType type, FieldReader& fields, Fields mode) {
  Record& record = line_.event.record;
  switch (type) {
    case RecordType::kSource:
      record = ParseSource(fields, mode);
      return;
    case RecordType::kReport:
      record = ParseReport(fields, mode);
      return;
    case RecordType::kEntity:
      record = ParseEntity(fields, mode);
      return;
    case RecordType::kPredicate:
      record = ParsePredicate(fields, mode);
      return;
    case RecordType::kClaim:
      record = ParseClaim(fields, mode);
      return;
    case RecordType::kRetraction:
      record = ParseRetraction(fields, mode);
      return;
    case RecordType::kAssessment:
      record = ParseAssessment(fields, mode);
      return;
    case RecordType::kIdentity:
      record = ParseIdentity(fields, mode);
      return;
    case RecordType::kDependence:
      record = ParseDependence(fields, mode);
      return;
    case RecordType::kAmendment:
      record = ParseAmendment(fields, mode);
      return;
    case RecordType::kRedaction:
      record = ParseRedaction(fields);
      return;
    default:
      return;
  }
}

bool ParseRecord(const JsonValue& root, const ParseOptions& options,
                 KeyResolver& keys, LineErrors& errors, ParsedLine& line) {
  line = ParsedLine();
  const FieldPath path;
  FieldReader fields(root, path, errors);
  const std::optional<RecordType> type = ParseType(fields);
  if (!type) return false;
  line.event.record = EmptyRecord(*type);
  if (*type == RecordType::kRedaction && !options.allow_redactions) {
    fields.AddError(*fields.Take("type"), "type",
                    {"a redaction in a file", "", "--allow-redactions", ""});
    return true;
  }
  line.event.withheld = ParseWithheld(fields);
  ParseKey(fields, line);
  ParseCommon(fields, line.event);
  RecordParser parser(keys, errors, line);
  parser.Parse(
      *type, fields,
      line.event.withheld == Withheld::kNo ? Fields::kWhole : Fields::kStub);
  fields.Finish();
  if (options.list_stated) line.stated = fields.Taken();
  return true;
}

}  // namespace attest
