// The fields of sources, reports, entities and predicates.

#include "absl/strings/str_cat.h"
#include "engine/ingest/record_parser.h"

namespace attest {
namespace {

constexpr TypeMask kSources = MaskOf(RecordType::kSource);
constexpr TypeMask kReports = MaskOf(RecordType::kReport);
constexpr TypeMask kEntities = MaskOf(RecordType::kEntity);

Need NeedIn(Fields mode, bool stub_too = false) {
  const bool needed =
      mode == Fields::kWhole || (mode == Fields::kStub && stub_too);
  return needed ? Need::kRequired : Need::kOptional;
}

// The text of a required field, which no amendment may clear either.
std::string NameText(FieldReader& fields, absl::string_view name, Fields mode) {
  const JsonValue* const value =
      fields.Take(name, JsonType::kString, NeedIn(mode));
  if (value == nullptr) return "";
  if (value->text.empty()) {
    fields.AddError(*value, name,
                    {absl::StrCat("\"", name, "\" is empty"), "", "", ""});
  }
  return std::string(value->text);
}

}  // namespace

Source RecordParser::ParseSource(FieldReader& fields, Fields mode) {
  Source source;
  source.name = NameText(fields, "name", mode);
  source.kind = fields.Enum<SourceKind>("kind", NeedIn(mode, true))
                    .value_or(SourceKind::kUnknown);
  source.anonymous = fields.Flag("anonymous");
  line_.part_of =
      NoteField(fields, "part_of", {.types = kSources}, Need::kOptional);
  if (line_.part_of) source.part_of = SourceId(keys_.IdOf(*line_.part_of));
  line_.clears_part_of = !line_.part_of && fields.Take("part_of") != nullptr;
  source.entity = ParseId<EntityTag>(fields, "entity", {.types = kEntities},
                                     Need::kOptional);
  source.language = fields.Language("language");
  source.sensitivity =
      fields.Enum<Sensitivity>("sensitivity").value_or(Sensitivity::kPublic);
  return source;
}

Report RecordParser::ParseReport(FieldReader& fields, Fields mode) {
  Report report;
  report.source = ParseId<SourceTag>(fields, "source", {.types = kSources},
                                     NeedIn(mode, true))
                      .value_or(SourceId());
  report.title = NameText(fields, "title", mode);
  report.published = fields.Date("published");
  report.retrieved = fields.Instant("retrieved");
  report.author = fields.Text("author");
  report.url = fields.Text("url");
  report.archive_url = fields.Text("archive_url");
  report.language = fields.Language("language");
  ParseContent(fields, report);
  report.text_by = fields.ExtractedBy("text_by");
  report.derived_from = ParseDerivations(fields);
  report.sensitivity =
      fields.Enum<Sensitivity>("sensitivity").value_or(Sensitivity::kPublic);
  return report;
}

// The bytes themselves are for whoever may read files.
void RecordParser::ParseContent(FieldReader& fields, Report& report) {
  ReportFiles& files = line_.files;
  files.file = fields.Take("file", JsonType::kString);
  files.text = fields.Take("text", JsonType::kString);
  files.text_file = fields.Take("text_file", JsonType::kString);
  files.sha256 = fields.Take("sha256", JsonType::kString);
  report.media_type = fields.Text("media_type");
  if (files.file != nullptr) report.file_name = std::string(files.file->text);
  if (files.text != nullptr && files.text_file != nullptr) {
    fields.AddError(*files.text_file, "text_file",
                    {"a report with two texts, got \"text\" and "
                     "\"text_file\", want one of them",
                     "", "", ""});
  }
  if (files.sha256 != nullptr && files.file == nullptr) {
    fields.AddError(*files.sha256, "sha256",
                    {"\"sha256\" without \"file\"", "", "", ""});
  }
}

std::vector<Derivation> RecordParser::ParseDerivations(FieldReader& fields) {
  std::vector<Derivation> derivations;
  const JsonValue* const list = fields.Take("derived_from", JsonType::kArray);
  if (list == nullptr) return derivations;
  const FieldPath list_path = fields.PathOf("derived_from");
  size_t index = 0;
  for (const JsonValue& value : JsonChildren(*list)) {
    const FieldPath path = {.parent = &list_path, .index = index++};
    if (auto derivation = ParseDerivation(value, path)) {
      derivations.push_back(*derivation);
    }
  }
  return derivations;
}

std::optional<Derivation> RecordParser::ParseDerivation(const JsonValue& value,
                                                        const FieldPath& path) {
  if (value.type != JsonType::kObject) {
    errors_.Add(value.offset, path,
                {"wrong type in \"derived_from\"", Got(value),
                 "an object with \"source\" or \"report\", and \"how\"", ""});
    return std::nullopt;
  }
  FieldReader fields(value, path, errors_);
  const auto source = ParseId<SourceTag>(fields, "source", {.types = kSources},
                                         Need::kOptional);
  const auto report = ParseId<ReportTag>(
      fields, "report", {.types = kReports, .may_be_later = true},
      Need::kOptional);
  const JsonValue* const how_value = fields.Take("how");
  const auto how = fields.Enum<How>("how", Need::kRequired);
  fields.Finish();
  if (source.has_value() == report.has_value()) {
    errors_.Add(value.offset, path,
                {"what it derives from",
                 source ? "\"source\" and \"report\"" : "neither",
                 "either \"source\" or \"report\"", ""});
    return std::nullopt;
  }
  if (!how) return std::nullopt;
  const bool between_reports =
      *how == How::kRevision || *how == How::kSameCapture;
  if (*how > How::kSameCapture || (between_reports && source)) {
    fields.AddError(
        *how_value, "how",
        {absl::StrCat("\"", NameOf(*how), "\" in derived_from"),
         source ? "a source" : "a report",
         between_reports ? "a report" : "a \"dependence\" line", ""});
    return std::nullopt;
  }
  Derivation derivation;
  if (source) derivation.upstream = *source;
  if (report) derivation.upstream = *report;
  derivation.how = *how;
  return derivation;
}

Entity RecordParser::ParseEntity(FieldReader& fields, Fields mode) {
  Entity entity;
  const JsonValue* const kind = fields.Take("kind");
  if (mode == Fields::kSet && kind != nullptr) {
    fields.AddError(*kind, "kind",
                    {"the kind of an entity cannot be amended", "", "", ""});
  } else {
    entity.kind = fields.Enum<EntityKind>("kind", NeedIn(mode, true))
                      .value_or(EntityKind::kPerson);
  }
  entity.name = NameText(fields, "name", mode);
  entity.names = ParseNames(fields);
  entity.sensitivity =
      fields.Enum<Sensitivity>("sensitivity").value_or(Sensitivity::kPublic);
  return entity;
}

std::vector<EntityName> RecordParser::ParseNames(FieldReader& fields) {
  std::vector<EntityName> names;
  const JsonValue* const list = fields.Take("names", JsonType::kArray);
  if (list == nullptr) return names;
  const FieldPath list_path = fields.PathOf("names");
  size_t index = 0;
  for (const JsonValue& value : JsonChildren(*list)) {
    const FieldPath path = {.parent = &list_path, .index = index++};
    EntityName name;
    if (value.type == JsonType::kObject) {
      FieldReader parts(value, path, errors_);
      name.value = parts.Text("value", Need::kRequired);
      name.lang = parts.Language("lang");
      name.script = parts.Text("script");
      name.report = ParseId<ReportTag>(
          parts, "report", {.types = kReports, .may_be_later = true},
          Need::kOptional);
      parts.Finish();
    } else if (value.type == JsonType::kString && !value.text.empty()) {
      name.value = std::string(value.text);
    } else {
      errors_.Add(
          value.offset, path,
          {"not a name", Got(value),
           "a text that is not empty, or an object with \"value\"", ""});
    }
    names.push_back(std::move(name));
  }
  return names;
}

Predicate RecordParser::ParsePredicate(FieldReader& fields, Fields mode) {
  Predicate predicate;
  predicate.label = NameText(fields, "label", mode);
  const JsonValue* const domain =
      fields.Take("domain", JsonType::kArray, NeedIn(mode, true));
  if (domain != nullptr) {
    predicate.domain = ParseKinds(*domain, fields.PathOf("domain"));
  }
  ParseRange(fields, mode, predicate);
  predicate.time = fields.Enum<TimeKind>("time", NeedIn(mode, true))
                       .value_or(TimeKind::kNone);
  predicate.functional =
      fields.Enum<Functional>("functional").value_or(Functional::kNone);
  predicate.once = fields.Flag("once");
  return predicate;
}

void RecordParser::ParseRange(FieldReader& fields, Fields mode,
                              Predicate& predicate) {
  const JsonValue* const range = fields.Take("range", NeedIn(mode, true));
  if (range == nullptr) return;
  const FieldPath path = fields.PathOf("range");
  if (range->type == JsonType::kArray) {
    predicate.range = ParseKinds(*range, path);
  } else if (range->type == JsonType::kString) {
    const auto literal = ChooseName(*range, path, EnumNames<Literal>::kWhat,
                                    EnumNames<Literal>::kNames, errors_);
    if (literal) predicate.literal = static_cast<Literal>(*literal);
  } else {
    errors_.Add(range->offset, path,
                {"wrong type of \"range\"", Got(*range),
                 "a list of entity kinds, or the name of a literal", ""});
  }
}

EntityKinds RecordParser::ParseKinds(const JsonValue& list,
                                     const FieldPath& path) {
  EntityKinds kinds;
  size_t index = 0;
  for (const JsonValue& value : JsonChildren(list)) {
    const FieldPath at = {.parent = &path, .index = index++};
    if (value.type != JsonType::kString) {
      errors_.Add(value.offset, at,
                  {"wrong type of an entity kind", Got(value), "a string", ""});
      continue;
    }
    const auto kind = ChooseName(value, at, EnumNames<EntityKind>::kWhat,
                                 EnumNames<EntityKind>::kNames, errors_);
    if (kind) kinds = kinds.With(static_cast<EntityKind>(*kind));
  }
  if (list.child_count == 0) {
    errors_.Add(list.offset, path,
                {"a list of entity kinds that is empty", "", "", ""});
  }
  return kinds;
}

}  // namespace attest
