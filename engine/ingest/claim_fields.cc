// The fields of claims.

#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/citation.h"
#include "engine/ingest/record_parser.h"
#include "engine/model/edtf.h"
#include "engine/model/vocabulary.h"

namespace attest {
namespace {

constexpr TypeMask kSources = MaskOf(RecordType::kSource);
constexpr TypeMask kReports = MaskOf(RecordType::kReport);
constexpr TypeMask kEntities = MaskOf(RecordType::kEntity);
constexpr TypeMask kPredicates = MaskOf(RecordType::kPredicate);
constexpr TypeMask kClaims = MaskOf(RecordType::kClaim);

constexpr EntityKinds kPlaces = EntityKinds().With(EntityKind::kPlace);

// What a JSON value of this shape can only be, where nothing says what it
// should be.
Literal LiteralOfShape(const JsonValue& value) {
  switch (value.type) {
    case JsonType::kObject:
      for (const JsonValue& field : JsonChildren(value)) {
        if (field.name == "lat") return Literal::kPoint;
      }
      return Literal::kQuantity;
    case JsonType::kBool:
      return Literal::kFlag;
    default:
      return Literal::kText;
  }
}

absl::string_view WantedShape(Literal literal) {
  switch (literal) {
    case Literal::kText:
      return "a text that is not empty";
    case Literal::kDate:
      return "a date (EDTF)";
    case Literal::kQuantity:
      return "a quantity such as {\"exact\": 150}";
    case Literal::kPoint:
      return "a point such as {\"lat\": 36.2, \"lon\": 37.2}";
    case Literal::kFlag:
      break;
  }
  return "true (the contrary is \"stance\": \"denies\")";
}

JsonType TypeOfLiteral(Literal literal) {
  switch (literal) {
    case Literal::kText:
    case Literal::kDate:
      return JsonType::kString;
    case Literal::kQuantity:
    case Literal::kPoint:
      return JsonType::kObject;
    case Literal::kFlag:
      break;
  }
  return JsonType::kBool;
}

// Takes a whole number; what is out of range for the model fails there.
std::optional<int64_t> TakeWhole(FieldReader& fields, absl::string_view name) {
  const JsonValue* const value = fields.Take(name, JsonType::kNumber);
  if (value == nullptr) return std::nullopt;
  int64_t number = 0;
  if (absl::SimpleAtoi(value->text, &number)) return number;
  fields.AddError(
      *value, name,
      {absl::StrCat("\"", name, "\" is not a whole number"), Got(*value),
       "a whole number from 0 to 9007199254740992", ""});
  return std::nullopt;
}

double TakeDegrees(FieldReader& fields, absl::string_view name) {
  const JsonValue* const value =
      fields.Take(name, JsonType::kNumber, Need::kRequired);
  double degrees = 0;
  if (value != nullptr && !absl::SimpleAtod(value->text, &degrees)) return 0;
  return degrees;
}

// The form that the fields of a quantity give; nullopt for none or several.
std::optional<QuantityForm> TakeForm(FieldReader& fields, Quantity& quantity) {
  struct NamedForm {
    absl::string_view name;
    QuantityForm form = QuantityForm::kExact;
  };
  static constexpr NamedForm kForms[] = {{"exact", QuantityForm::kExact},
                                         {"at_least", QuantityForm::kAtLeast},
                                         {"at_most", QuantityForm::kAtMost},
                                         {"about", QuantityForm::kAbout}};
  std::optional<QuantityForm> form;
  int forms = 0;
  for (const NamedForm& named : kForms) {
    if (fields.Take(named.name) == nullptr) continue;
    quantity.number = TakeWhole(fields, named.name).value_or(0);
    form = named.form;
    ++forms;
  }
  const bool has_low = fields.Take("low") != nullptr;
  const bool has_high = fields.Take("high") != nullptr;
  const bool has_best = fields.Take("best") != nullptr;
  if (has_low || has_high || has_best) {
    quantity.low = TakeWhole(fields, "low").value_or(0);
    quantity.best = TakeWhole(fields, "best");
    quantity.high = TakeWhole(fields, "high").value_or(0);
    form = QuantityForm::kRange;
    ++forms;
    if (!has_low || !has_high) return std::nullopt;
  }
  return forms == 1 ? form : std::nullopt;
}

}  // namespace

Claim RecordParser::ParseClaim(FieldReader& fields, Fields mode) {
  const bool is_stub = mode == Fields::kStub;
  Claim claim;
  const auto report =
      NoteField(fields, "report", {.types = kReports}, Need::kRequired);
  if (report) claim.report = ReportId(keys_.IdOf(*report));
  const Predicate* predicate = nullptr;
  absl::string_view predicate_key;
  claim.predicate = ParsePredicateOf(fields, predicate, predicate_key);
  claim.subject = ParseId<EntityTag>(fields, "subject",
                                     {.types = kEntities,
                                      .kinds = predicate ? predicate->domain
                                                         : EntityKinds::All()},
                                     Need::kRequired)
                      .value_or(EntityId());
  claim.object = ParseObject(fields, mode, predicate, predicate_key);
  claim.valid = fields.Date("valid");
  claim.place = ParseId<EntityTag>(
      fields, "place", {.types = kEntities, .kinds = kPlaces}, Need::kOptional);
  claim.attribution = ParseAttribution(fields);
  claim.original = fields.Flag("original");
  claim.rests_on = ParseRestsOn(fields);
  claim.stance = fields.Enum<Stance>("stance").value_or(Stance::kAsserts);
  claim.hedge = fields.Enum<Hedge>("hedge").value_or(Hedge::kStated);
  claim.quote = ParseQuote(fields);
  if (claim.quote && !is_stub) line_.quoted = report;
  claim.citation = ParseCitation(fields);
  claim.as_stated = fields.Text("as_stated");
  claim.real_ends = ParseRealEnds(fields);
  claim.extracted_by = fields.ExtractedBy("extracted_by");
  return claim;
}

PredicateId RecordParser::ParsePredicateOf(FieldReader& fields,
                                           const Predicate*& predicate,
                                           absl::string_view& key) {
  const JsonValue* const value =
      fields.Take("predicate", JsonType::kString, Need::kRequired);
  if (value == nullptr) return PredicateId();
  key = value->text;
  if (const auto id = BuiltinPredicateId(key)) {
    predicate = &FindBuiltin(*id)->predicate;
    return *id;
  }
  const auto handle = NoteKey(*value, fields.PathOf("predicate"), "predicate",
                              {.types = kPredicates});
  if (!handle) return PredicateId();
  predicate = keys_.PredicateOf(*handle);
  return PredicateId(keys_.IdOf(*handle));
}

Object RecordParser::ParseObject(FieldReader& fields, Fields mode,
                                 const Predicate* predicate,
                                 absl::string_view key) {
  const JsonValue* const object = fields.Take("object");
  const JsonValue* const value = fields.Take("value");
  if (object == nullptr && value == nullptr && mode == Fields::kStub) {
    return TextValue();  // withheld with the rest
  }
  if ((object == nullptr) == (value == nullptr)) {
    errors_.Add(object == nullptr ? fields.object().offset : value->offset,
                fields.PathOf("object"),
                {"what the claim says of its subject",
                 object == nullptr ? "neither \"object\" nor \"value\""
                                   : "\"object\" and \"value\"",
                 "one of them", ""});
    return TextValue();
  }
  const bool wants_value = predicate && predicate->has_literal_range();
  if (predicate && wants_value != (value != nullptr)) {
    errors_.Add(
        (value ? value : object)->name_offset,
        fields.PathOf(value ? "value" : "object"),
        {absl::StrCat("wrong field for predicate ", QuotedForMessage(key)),
         value ? "\"value\"" : "\"object\"",
         wants_value
             ? absl::StrCat("\"value\", ", WantedShape(predicate->literal))
             : absl::StrCat("\"object\", ", KindNames(predicate->range)),
         ""});
    return TextValue();
  }
  if (value != nullptr) {
    std::optional<Literal> literal;
    if (predicate) literal = predicate->literal;
    return ParseValue(*value, fields.PathOf("value"), literal, key);
  }
  const auto handle =
      NoteKey(*object, fields.PathOf("object"), "object",
              {.types = kEntities,
               .kinds = predicate ? predicate->range : EntityKinds::All()});
  return EntityId(handle ? keys_.IdOf(*handle) : 0);
}

Object RecordParser::ParseValue(const JsonValue& value, const FieldPath& path,
                                std::optional<Literal> literal,
                                absl::string_view key) {
  const Literal wanted = literal.value_or(LiteralOfShape(value));
  const bool is_empty =
      (value.type == JsonType::kString && value.text.empty()) ||
      (value.type == JsonType::kBool && !value.boolean);
  if (value.type != TypeOfLiteral(wanted) || is_empty) {
    errors_.Add(
        value.offset, path,
        {absl::StrCat("wrong value for predicate ", QuotedForMessage(key)),
         Got(value), std::string(WantedShape(wanted)), ""});
    return TextValue();
  }
  switch (wanted) {
    case Literal::kQuantity:
      return ParseQuantity(value, path, key);
    case Literal::kPoint:
      return ParsePoint(value, path);
    case Literal::kFlag:
      return FlagValue();
    case Literal::kText:
      return TextValue{std::string(value.text)};
    case Literal::kDate:
      break;
  }
  const absl::Status status = Edtf::Parse(value.text).status();
  if (!status.ok()) {
    errors_.Add(value.offset, path,
                WordsOf("\"value\" is no date", status.message()));
  }
  return DateValue{std::string(value.text)};
}

Object RecordParser::ParseQuantity(const JsonValue& value,
                                   const FieldPath& path,
                                   absl::string_view predicate) {
  const uint64_t errors_before = errors_.count();
  FieldReader fields(value, path, errors_);
  Quantity quantity;
  const std::optional<QuantityForm> form = TakeForm(fields, quantity);
  quantity.unit = fields.Text("unit");
  if (quantity.unit.empty() && absl::EndsWith(predicate, "_count")) {
    quantity.unit = "persons";
  }
  fields.Finish();
  if (errors_.count() != errors_before) return quantity;
  if (!form) {
    errors_.Add(
        value.offset, path,
        {"a quantity without one form", "",
         "one of exact, at_least, at_most, about, or low and high", ""});
    return quantity;
  }
  quantity.form = *form;
  const absl::Status status = quantity.Validate();
  if (!status.ok()) {
    errors_.Add(value.offset, path,
                WordsOf("not a quantity", status.message()));
  }
  return quantity;
}

Object RecordParser::ParsePoint(const JsonValue& value, const FieldPath& path) {
  const uint64_t errors_before = errors_.count();
  FieldReader fields(value, path, errors_);
  Point point;
  point.lat = TakeDegrees(fields, "lat");
  point.lon = TakeDegrees(fields, "lon");
  point.radius_m = TakeWhole(fields, "radius_m").value_or(point.radius_m);
  point.fallback = fields.Flag("fallback");
  fields.Finish();
  const absl::Status status = point.Validate();
  if (!status.ok() && errors_.count() == errors_before) {
    errors_.Add(value.offset, path, WordsOf("not a point", status.message()));
  }
  return point;
}

std::vector<Speaker> RecordParser::ParseAttribution(FieldReader& fields) {
  std::vector<Speaker> speakers;
  const JsonValue* const list = fields.Take("attribution", JsonType::kArray);
  if (list == nullptr) return speakers;
  const FieldPath list_path = fields.PathOf("attribution");
  size_t index = 0;
  for (const JsonValue& value : JsonChildren(*list)) {
    const FieldPath path = {.parent = &list_path, .index = index++};
    if (value.type != JsonType::kObject) {
      errors_.Add(value.offset, path,
                  {"wrong type in \"attribution\"", Got(value),
                   "an object with \"source\"", ""});
      continue;
    }
    FieldReader parts(value, path, errors_);
    Speaker speaker;
    speaker.source = ParseId<SourceTag>(parts, "source", {.types = kSources},
                                        Need::kRequired)
                         .value_or(SourceId());
    speaker.basis = parts.Enum<Basis>("basis").value_or(Basis::kUnstated);
    speaker.said = parts.Date("said");
    parts.Finish();
    speakers.push_back(std::move(speaker));
  }
  return speakers;
}

std::vector<ClaimId> RecordParser::ParseRestsOn(FieldReader& fields) {
  std::vector<ClaimId> premises;
  const JsonValue* const list = fields.Take("rests_on", JsonType::kArray);
  if (list == nullptr) return premises;
  const FieldPath list_path = fields.PathOf("rests_on");
  size_t index = 0;
  for (const JsonValue& value : JsonChildren(*list)) {
    const FieldPath path = {.parent = &list_path, .index = index++};
    const auto key = NoteKey(value, path, "claim", {.types = kClaims});
    if (!key) continue;
    line_.rests_on.push_back(*key);
    premises.emplace_back(keys_.IdOf(*key));
  }
  return premises;
}

RealEnds RecordParser::ParseRealEnds(FieldReader& fields) {
  static constexpr absl::string_view kEnds[] = {"start", "end"};
  RealEnds ends;
  const JsonValue* const list = fields.Take("real_ends", JsonType::kArray);
  if (list == nullptr) return ends;
  const FieldPath list_path = fields.PathOf("real_ends");
  size_t index = 0;
  for (const JsonValue& value : JsonChildren(*list)) {
    const FieldPath path = {.parent = &list_path, .index = index++};
    if (value.type != JsonType::kString) {
      errors_.Add(value.offset, path,
                  {"wrong type in \"real_ends\"", Got(value),
                   "\"start\" or \"end\"", ""});
      continue;
    }
    const auto end = ChooseName(value, path, "end", kEnds, errors_);
    if (end) (*end == 0 ? ends.start : ends.end) = true;
  }
  return ends;
}

std::optional<Quote> RecordParser::ParseQuote(FieldReader& fields) {
  const JsonValue* const value = fields.Take("quote");
  if (value == nullptr) return std::nullopt;
  line_.quote = value;
  Quote quote;
  if (value->type == JsonType::kObject) {
    FieldReader parts(*value, fields.PathOf("quote"), errors_);
    quote.exact = parts.Text("exact", Need::kRequired);
    quote.prefix = parts.Text("prefix");
    quote.suffix = parts.Text("suffix");
    parts.Finish();
  } else if (value->type == JsonType::kString && !value->text.empty()) {
    quote.exact = std::string(value->text);
  } else {
    fields.AddError(
        *value, "quote",
        {"wrong value of \"quote\"", Got(*value),
         "a text that is not empty, or an object with \"exact\"", ""});
  }
  return quote;
}

}  // namespace attest
