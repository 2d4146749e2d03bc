#include "engine/interchange/case_line.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/citation_json.h"
#include "engine/model/vocabulary.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

template <class... F>
struct Overload : F... {
  using F::operator()...;
};
template <class... F>
Overload(F...) -> Overload<F...>;

std::string HexOf(const std::array<uint8_t, 32>& hash) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(hash.data()), hash.size()));
}

void SetText(Json& json, const char* name, const std::string& value) {
  if (!value.empty()) json[name] = value;
}

// Leaves a field out where it has its default.
template <class E>
void SetEnum(Json& json, const char* name, E value, E default_value) {
  if (value != default_value) json[name] = std::string(NameOf(value));
}

template <class E>
Json NameJson(E value) {
  return std::string(NameOf(value));
}

Json ExtractorJson(const Extractor& extractor) {
  Json json = {{"agent", extractor.agent},
               {"method", NameJson(extractor.method)}};
  SetText(json, "version", extractor.version);
  return json;
}

Json QuoteJson(const Quote& quote) {
  Json json = {{"exact", quote.exact}};
  SetText(json, "prefix", quote.prefix);
  SetText(json, "suffix", quote.suffix);
  return json;
}

Json NamesOf(EntityKinds kinds) {
  Json names = Json::array();
  for (size_t i = 0; i < kEnumSize<EntityKind>; ++i) {
    const auto kind = static_cast<EntityKind>(i);
    if (kinds.Has(kind)) names.push_back(NameJson(kind));
  }
  return names;
}

// Writes the fields of one record into a line. A stub has its links alone.
class LineWriter {
 public:
  LineWriter(Json& line, bool stub, KeyOfRecord key_of,
             NameContent name_content)
      : line_(line),
        stub_(stub),
        key_of_(key_of),
        name_content_(name_content) {}

  absl::Status operator()(const Source& source);
  absl::Status operator()(const Report& report);
  absl::Status operator()(const Entity& entity);
  absl::Status operator()(const Predicate& predicate);
  absl::Status operator()(const Claim& claim);
  absl::Status operator()(const Retraction& retraction);
  absl::Status operator()(const Assessment& assessment);
  absl::Status operator()(const Identity& identity);
  absl::Status operator()(const Dependence& dependence);
  absl::Status operator()(const Amendment& amendment);
  absl::Status operator()(const Redaction& redaction);
  absl::Status operator()(const FileClosed& file);
  absl::Status operator()(const Recovery& recovery);
  absl::Status operator()(const KeyRotation& rotation);
  absl::Status operator()(const Timestamp& timestamp);

 private:
  template <class Tag>
  absl::Status SetKey(const char* name, Id<Tag> id) {
    ASSIGN_OR_RETURN(line_[name], key_of_(EventIndex(id.value())));
    return absl::OkStatus();
  }
  template <class Tag>
  absl::Status SetKey(const char* name, const std::optional<Id<Tag>>& id) {
    return id ? SetKey(name, *id) : absl::OkStatus();
  }
  template <class... Tags>
  absl::Status SetKey(const char* name,
                      const std::variant<Id<Tags>...>& target) {
    return std::visit([&](auto id) { return SetKey(name, id); }, target);
  }

  absl::Status SetContent(const Report& report, ContentRole role);
  absl::Status SetDerivedFrom(const Report& report);
  absl::Status SetNames(const Entity& entity);
  absl::Status SetAttribution(const Claim& claim);

  Json& line_;
  const bool stub_;
  const KeyOfRecord key_of_;
  const NameContent name_content_;
};

absl::Status LineWriter::operator()(const Source& source) {
  if (!stub_) line_["name"] = source.name;
  line_["kind"] = NameJson(source.kind);
  if (source.anonymous) line_["anonymous"] = true;
  RETURN_IF_ERROR(SetKey("part_of", source.part_of));
  RETURN_IF_ERROR(SetKey("entity", source.entity));
  if (stub_) return absl::OkStatus();
  SetText(line_, "language", source.language);
  SetEnum(line_, "sensitivity", source.sensitivity, Sensitivity::kPublic);
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Report& report) {
  RETURN_IF_ERROR(SetKey("source", report.source));
  if (!stub_) {
    line_["title"] = report.title;
    SetText(line_, "published", report.published);
    SetText(line_, "retrieved", report.retrieved);
    SetText(line_, "author", report.author);
    SetText(line_, "url", report.url);
    SetText(line_, "archive_url", report.archive_url);
    SetText(line_, "language", report.language);
    RETURN_IF_ERROR(SetContent(report, ContentRole::kFile));
    RETURN_IF_ERROR(SetContent(report, ContentRole::kText));
    SetText(line_, "media_type", report.media_type);
    if (report.text_by) line_["text_by"] = ExtractorJson(*report.text_by);
  }
  RETURN_IF_ERROR(SetDerivedFrom(report));
  if (!stub_) {
    SetEnum(line_, "sensitivity", report.sensitivity, Sensitivity::kPublic);
  }
  return absl::OkStatus();
}

absl::Status LineWriter::SetContent(const Report& report, ContentRole role) {
  const auto& content = role == ContentRole::kFile ? report.file : report.text;
  if (!content) return absl::OkStatus();
  ASSIGN_OR_RETURN(const ContentField field, name_content_(report, role));
  SetText(line_, field.name.c_str(), field.value);
  return absl::OkStatus();
}

absl::Status LineWriter::SetDerivedFrom(const Report& report) {
  if (report.derived_from.empty()) return absl::OkStatus();
  Json list = Json::array();
  for (const Derivation& derivation : report.derived_from) {
    const bool is_source =
        std::holds_alternative<SourceId>(derivation.upstream);
    ASSIGN_OR_RETURN(
        const std::string key,
        std::visit([&](auto id) { return key_of_(EventIndex(id.value())); },
                   derivation.upstream));
    list.push_back({{is_source ? "source" : "report", key},
                    {"how", NameJson(derivation.how)}});
  }
  line_["derived_from"] = std::move(list);
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Entity& entity) {
  line_["kind"] = NameJson(entity.kind);
  if (stub_) return absl::OkStatus();
  line_["name"] = entity.name;
  RETURN_IF_ERROR(SetNames(entity));
  SetEnum(line_, "sensitivity", entity.sensitivity, Sensitivity::kPublic);
  return absl::OkStatus();
}

absl::Status LineWriter::SetNames(const Entity& entity) {
  if (entity.names.empty()) return absl::OkStatus();
  Json list = Json::array();
  for (const EntityName& name : entity.names) {
    if (name.lang.empty() && name.script.empty() && !name.report) {
      list.push_back(name.value);
      continue;
    }
    Json json = {{"value", name.value}};
    SetText(json, "lang", name.lang);
    SetText(json, "script", name.script);
    if (name.report) {
      ASSIGN_OR_RETURN(json["report"],
                       key_of_(EventIndex(name.report->value())));
    }
    list.push_back(std::move(json));
  }
  line_["names"] = std::move(list);
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Predicate& predicate) {
  line_["label"] = predicate.label;
  line_["domain"] = NamesOf(predicate.domain);
  line_["range"] = predicate.has_literal_range() ? NameJson(predicate.literal)
                                                 : NamesOf(predicate.range);
  line_["time"] = NameJson(predicate.time);
  SetEnum(line_, "functional", predicate.functional, Functional::kNone);
  if (predicate.once) line_["once"] = true;
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Claim& claim) {
  RETURN_IF_ERROR(SetKey("report", claim.report));
  RETURN_IF_ERROR(SetKey("subject", claim.subject));
  if (const BuiltinPredicate* builtin = FindBuiltin(claim.predicate)) {
    line_["predicate"] = builtin->key;
  } else {
    RETURN_IF_ERROR(SetKey("predicate", claim.predicate));
  }
  if (const auto* entity = std::get_if<EntityId>(&claim.object)) {
    RETURN_IF_ERROR(SetKey("object", *entity));
  } else if (!stub_) {
    line_["value"] = ValueJson(claim.object);
  }
  if (!stub_) SetText(line_, "valid", claim.valid);
  RETURN_IF_ERROR(SetKey("place", claim.place));
  RETURN_IF_ERROR(SetAttribution(claim));
  if (claim.original) line_["original"] = true;
  if (!claim.rests_on.empty()) {
    Json list = Json::array();
    for (ClaimId id : claim.rests_on) {
      ASSIGN_OR_RETURN(const std::string key, key_of_(EventIndex(id.value())));
      list.push_back(key);
    }
    line_["rests_on"] = std::move(list);
  }
  SetEnum(line_, "stance", claim.stance, Stance::kAsserts);
  SetEnum(line_, "hedge", claim.hedge, Hedge::kStated);
  if (stub_) return absl::OkStatus();
  if (claim.quote) line_["quote"] = QuoteJson(*claim.quote);
  if (!claim.citation.empty()) {
    line_["citation"] = CitationJson(claim.citation);
  }
  SetText(line_, "as_stated", claim.as_stated);
  if (claim.real_ends.start || claim.real_ends.end) {
    Json ends = Json::array();
    if (claim.real_ends.start) ends.push_back("start");
    if (claim.real_ends.end) ends.push_back("end");
    line_["real_ends"] = std::move(ends);
  }
  if (claim.extracted_by) {
    line_["extracted_by"] = ExtractorJson(*claim.extracted_by);
  }
  return absl::OkStatus();
}

absl::Status LineWriter::SetAttribution(const Claim& claim) {
  if (claim.attribution.empty()) return absl::OkStatus();
  Json list = Json::array();
  for (const Speaker& speaker : claim.attribution) {
    Json json;
    ASSIGN_OR_RETURN(json["source"],
                     key_of_(EventIndex(speaker.source.value())));
    SetEnum(json, "basis", speaker.basis, Basis::kUnstated);
    if (!stub_) SetText(json, "said", speaker.said);
    list.push_back(std::move(json));
  }
  line_["attribution"] = std::move(list);
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Retraction& retraction) {
  RETURN_IF_ERROR(SetKey("target", retraction.target));
  line_["how"] = NameJson(retraction.how);
  SetEnum(line_, "judgement", retraction.judgement, Judgement::kAccepted);
  if (retraction.superseded_by) {
    RETURN_IF_ERROR(SetKey("superseded_by", *retraction.superseded_by));
  }
  RETURN_IF_ERROR(SetKey("report", retraction.report));
  if (retraction.quote && !stub_) line_["quote"] = QuoteJson(*retraction.quote);
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Assessment& assessment) {
  RETURN_IF_ERROR(SetKey("target", assessment.target));
  line_["scheme"] = NameJson(assessment.scheme);
  line_["value"] = assessment.value;
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Identity& identity) {
  line_["judgement"] = NameJson(identity.judgement);
  ASSIGN_OR_RETURN(const std::string a,
                   key_of_(EventIndex(identity.a.value())));
  ASSIGN_OR_RETURN(const std::string b,
                   key_of_(EventIndex(identity.b.value())));
  line_["entities"] = {a, b};
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Dependence& dependence) {
  RETURN_IF_ERROR(SetKey("from", dependence.from));
  RETURN_IF_ERROR(SetKey("on", dependence.on));
  line_["how"] = NameJson(dependence.how);
  SetEnum(line_, "judgement", dependence.judgement, Judgement::kAccepted);
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Amendment& amendment) {
  RETURN_IF_ERROR(SetKey("target", amendment.target));
  if (stub_) return absl::OkStatus();
  Json values = Json::object();
  LineWriter writer(values, /*stub=*/false, key_of_, name_content_);
  RETURN_IF_ERROR(std::visit([&](const auto& record) { return writer(record); },
                             amendment.values));
  // What is amended to its default is not in `values`, but is said.
  Json set = Json::object();
  for (const std::string& field : amendment.fields) {
    if (values.contains(field)) {
      set[field] = values[field];
    } else if (field == "anonymous") {
      set[field] = false;
    } else if (field == "sensitivity") {
      set[field] = NameJson(Sensitivity::kPublic);
    } else if (field == "names" || field == "derived_from") {
      set[field] = Json::array();
    } else if (field == "text" && values.contains("text_file")) {
      set["text_file"] = values["text_file"];
    } else if (field == "text_file" && values.contains("text")) {
      set["text"] = values["text"];
    } else {
      set[field] = "";
    }
  }
  line_["set"] = std::move(set);
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Redaction& redaction) {
  RETURN_IF_ERROR(SetKey("target", redaction.target));
  if (!redaction.bytes.empty()) line_["bytes"] = redaction.bytes;
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const FileClosed& file) {
  line_["first"] = file.first.value();
  line_["name"] = file.name;
  line_["lines"] = file.lines;
  line_["sha256"] = HexOf(file.sha256);
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Recovery& recovery) {
  line_["origin"] = recovery.origin;
  line_["expected"] = recovery.expected;
  line_["lost"] = recovery.lost;
  line_["dropped"] = recovery.dropped;
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const KeyRotation& rotation) {
  line_["verifier_key"] = rotation.verifier_key;
  line_["previous_key"] = rotation.previous_key;
  line_["signature"] = rotation.signature.empty()
                           ? Json()
                           : Json(absl::Base64Escape(rotation.signature));
  return absl::OkStatus();
}

absl::Status LineWriter::operator()(const Timestamp& timestamp) {
  line_["checkpoint"] = timestamp.checkpoint;
  line_["token"] = absl::Base64Escape(timestamp.token);
  return absl::OkStatus();
}

absl::StatusOr<Json> WriteLine(const Event& event, Withheld why,
                               KeyOfRecord key_of, NameContent name_content) {
  const bool stub = why != Withheld::kNo;
  Json line = {{"type", NameJson(event.type())}};
  SetText(line, "id", event.key);
  LineWriter writer(line, stub, key_of, name_content);
  RETURN_IF_ERROR(std::visit(writer, event.record));
  if (stub) {
    line["withheld"] = NameJson(why);
    return line;
  }
  SetText(line, "by", event.by);
  SetText(line, "reason", event.reason);
  SetText(line, "note", event.note);
  SetText(line, "recorded", event.recorded);
  return line;
}

}  // namespace

absl::StatusOr<Json> CaseLine(const Event& event, KeyOfRecord key_of,
                              NameContent name_content) {
  return WriteLine(event, event.withheld, key_of, name_content);
}

absl::StatusOr<Json> StubLine(const Event& event, Withheld why,
                              KeyOfRecord key_of) {
  return WriteLine(event, why, key_of, NameContentByHash);
}

absl::StatusOr<ContentField> NameContentByHash(const Report& report,
                                               ContentRole role) {
  const bool is_file = role == ContentRole::kFile;
  const std::optional<Content>& content = is_file ? report.file : report.text;
  if (!content) return ContentField{};
  return ContentField{is_file ? "file_sha256" : "text_sha256",
                      HexOf(content->sha256)};
}

Json ValueJson(const Object& object) {
  return std::visit(
      Overload{
          [](EntityId) { return Json(); },
          [](const TextValue& value) { return Json(value.text); },
          [](const Quantity& value) {
            return Json::parse(value.CanonicalJson(), nullptr, false);
          },
          [](const DateValue& value) { return Json(value.edtf); },
          [](const Point& value) {
            return Json::parse(value.CanonicalJson(), nullptr, false);
          },
          [](const FlagValue&) { return Json(true); },
      },
      object);
}

}  // namespace attest
