// The fields of decisions.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/record_parser.h"

namespace attest {
namespace {

constexpr TypeMask kSources = MaskOf(RecordType::kSource);
constexpr TypeMask kReports = MaskOf(RecordType::kReport);
constexpr TypeMask kEntities = MaskOf(RecordType::kEntity);
constexpr TypeMask kClaims = MaskOf(RecordType::kClaim);

// The types of record that a scheme rates.
TypeMask RatedBy(std::optional<Scheme> scheme) {
  switch (scheme.value_or(Scheme::kStatus)) {
    case Scheme::kAdmiraltyReliability:
      return kSources;
    case Scheme::kAdmiraltyCredibility:
      return kClaims;
    case Scheme::kStatus:
    case Scheme::kConfidence:
      break;
  }
  return kClaims | kReports | kSources;
}

using ByteSpan = std::pair<uint64_t, uint64_t>;

// [begin, end); nullopt when it is none.
std::optional<ByteSpan> SpanOf(const JsonValue& value) {
  if (value.type != JsonType::kArray || value.child_count != 2) {
    return std::nullopt;
  }
  uint64_t ends[2] = {};
  size_t i = 0;
  for (const JsonValue& end : JsonChildren(value)) {
    if (end.type != JsonType::kNumber ||
        !absl::SimpleAtoi(end.text, &ends[i++])) {
      return std::nullopt;
    }
  }
  if (ends[0] >= ends[1]) return std::nullopt;
  return ByteSpan(ends[0], ends[1]);
}

Need NeedIn(Fields mode) {
  return mode == Fields::kWhole ? Need::kRequired : Need::kOptional;
}

}  // namespace

// The type of the target decides which id it is; while that is not known, or
// is a wrong one, any will do.
std::optional<Target> RecordParser::ParseTarget(FieldReader& fields,
                                                absl::string_view name,
                                                TypeMask types, Need need) {
  const auto key = NoteField(fields, name, {.types = types}, need);
  if (!key) return std::nullopt;
  const uint64_t id = keys_.IdOf(*key);
  const std::optional<RecordType> type = keys_.TypeOf(*key);
  if (!type) line_.is_incomplete = true;
  return TargetOf(type.value_or(RecordType::kClaim), id);
}

Retraction RecordParser::ParseRetraction(FieldReader& fields, Fields mode) {
  Retraction retraction;
  retraction.target =
      ParseTarget(fields, "target", kClaims | kReports, Need::kRequired)
          .value_or(ClaimId());
  retraction.how =
      fields.Enum<RetractionHow>("how").value_or(RetractionHow::kMiscoded);
  retraction.judgement =
      fields.Enum<Judgement>("judgement").value_or(Judgement::kAccepted);
  retraction.superseded_by =
      ParseTarget(fields, "superseded_by", kClaims | kReports, Need::kOptional);
  const auto report =
      NoteField(fields, "report", {.types = kReports}, Need::kOptional);
  if (report) retraction.report = ReportId(keys_.IdOf(*report));
  retraction.quote = ParseQuote(fields);
  if (retraction.quote && mode == Fields::kWhole) {
    line_.quoted = report;
    if (!report) {
      fields.AddError(
          *line_.quote, "quote",
          {"\"quote\" without the \"report\" it is from", "", "", ""});
    }
  }
  return retraction;
}

Assessment RecordParser::ParseAssessment(FieldReader& fields, Fields mode) {
  Assessment assessment;
  const auto scheme = fields.Enum<Scheme>("scheme", NeedIn(mode));
  assessment.scheme = scheme.value_or(Scheme::kStatus);
  assessment.target =
      ParseTarget(fields, "target", RatedBy(scheme), Need::kRequired)
          .value_or(ClaimId());
  const JsonValue* const value = fields.Take("value", NeedIn(mode));
  if (value == nullptr) return assessment;
  // The numbers of admiralty_credibility come as numbers, too.
  if (value->type != JsonType::kString && value->type != JsonType::kNumber) {
    fields.AddError(*value, "value",
                    {"wrong type of \"value\"", Got(*value), "a string", ""});
    return assessment;
  }
  assessment.value = std::string(value->text);
  if (scheme) {
    ChooseName(*value, fields.PathOf("value"),
               absl::StrCat("value of scheme ", NameOf(*scheme)),
               ValuesOf(*scheme), errors_);
  }
  return assessment;
}

Identity RecordParser::ParseIdentity(FieldReader& fields, Fields mode) {
  Identity identity;
  identity.judgement = fields.Enum<IdentityJudgement>("judgement", NeedIn(mode))
                           .value_or(IdentityJudgement::kSame);
  const JsonValue* const list =
      fields.Take("entities", JsonType::kArray, Need::kRequired);
  if (list == nullptr) return identity;
  const FieldPath list_path = fields.PathOf("entities");
  if (list->child_count != 2) {
    errors_.Add(list->offset, list_path,
                {"wrong number of \"entities\"",
                 absl::StrCat(list->child_count), "two", ""});
    return identity;
  }
  std::optional<KeyHandle> ends[2];
  size_t index = 0;
  for (const JsonValue& value : JsonChildren(*list)) {
    const FieldPath path = {.parent = &list_path, .index = index};
    ends[index++] = NoteKey(value, path, "entity", {.types = kEntities});
  }
  if (!ends[0] || !ends[1]) return identity;
  if (*ends[0] == *ends[1]) {
    errors_.Add(list->offset, list_path,
                {"an entity is always the same as itself", "the same key twice",
                 "two entities", ""});
  }
  identity.a = EntityId(keys_.IdOf(*ends[0]));
  identity.b = EntityId(keys_.IdOf(*ends[1]));
  return identity;
}

std::optional<SourceOrReport> RecordParser::ParseEnd(FieldReader& fields,
                                                     absl::string_view name) {
  const auto target =
      ParseTarget(fields, name, kSources | kReports, Need::kRequired);
  if (!target) return std::nullopt;
  if (const auto* report = std::get_if<ReportId>(&*target)) return *report;
  return SourceId(DefinedBy(*target).value());
}

Dependence RecordParser::ParseDependence(FieldReader& fields, Fields mode) {
  Dependence dependence;
  const auto from = ParseEnd(fields, "from");
  const auto on = ParseEnd(fields, "on");
  const JsonValue* const how_value = fields.Take("how");
  const auto how = fields.Enum<How>("how", NeedIn(mode));
  dependence.how = how.value_or(How::kReprint);
  dependence.judgement =
      fields.Enum<Judgement>("judgement").value_or(Judgement::kAccepted);
  if (!from || !on) return dependence;
  dependence.from = *from;
  dependence.on = *on;
  // Whether the types fit is known once both ends are.
  if (line_.is_incomplete) return dependence;
  const JsonValue* const on_value = fields.Take("on");
  const bool from_report = std::holds_alternative<ReportId>(*from);
  const bool on_report = std::holds_alternative<ReportId>(*on);
  if (*from == *on) {
    fields.AddError(*on_value, "on",
                    {"it depends on itself", Got(*on_value), "another", ""});
  } else if (!from_report && on_report) {
    fields.AddError(
        *on_value, "on",
        {"a source on a report is refused", Got(*on_value), "a source", ""});
  } else if (how && (*how == How::kRevision || *how == How::kSameCapture) &&
             !(from_report && on_report)) {
    fields.AddError(*how_value, "how",
                    {absl::StrCat("\"", NameOf(*how), "\" of a source"), "",
                     "two reports", ""});
  }
  return dependence;
}

Amendment RecordParser::ParseAmendment(FieldReader& fields, Fields mode) {
  Amendment amendment;
  const JsonValue* const target = fields.Take("target");
  amendment.target =
      ParseTarget(fields, "target", kSources | kReports | kEntities,
                  Need::kRequired)
          .value_or(SourceId());
  const JsonValue* const set =
      fields.Take("set", JsonType::kObject, NeedIn(mode));
  if (target != nullptr && !line_.references.empty()) {
    const KeyHandle key = line_.references.front().key;
    const auto type = keys_.TypeOf(key).value_or(RecordType::kClaim);
    if ((MaskOf(type) & (kSources | kReports | kEntities)) != 0) {
      line_.target = key;
    }
  }
  if (set == nullptr || line_.is_incomplete || !line_.target) {
    // What it sets can be read only as fields of its target.
    amendment.values = Source();
    return amendment;
  }
  FieldReader values(*set, fields.PathOf("set"), errors_);
  if (std::holds_alternative<ReportId>(amendment.target)) {
    amendment.values = ParseReport(values, Fields::kSet);
  } else if (std::holds_alternative<EntityId>(amendment.target)) {
    amendment.values = ParseEntity(values, Fields::kSet);
  } else {
    amendment.values = ParseSource(values, Fields::kSet);
  }
  values.Finish();
  if (set->child_count == 0) {
    fields.AddError(*set, "set",
                    {"an amendment that sets nothing", "", "", ""});
  }
  for (absl::string_view name : values.Taken()) {
    if (name == "sha256") continue;
    amendment.fields.emplace_back(name == "text_file" ? "text" : name);
  }
  std::sort(amendment.fields.begin(), amendment.fields.end());
  return amendment;
}

Redaction RecordParser::ParseRedaction(FieldReader& fields) {
  Redaction redaction;
  redaction.target =
      ParseTarget(fields, "target", kSources | kReports | kEntities | kClaims,
                  Need::kRequired)
          .value_or(ClaimId());
  const JsonValue* const list = fields.Take("bytes", JsonType::kArray);
  if (list == nullptr) return redaction;
  for (const JsonValue& value : JsonChildren(*list)) {
    const std::optional<ByteSpan> span = SpanOf(value);
    if (span) {
      redaction.bytes.push_back(*span);
      continue;
    }
    fields.AddError(value, "bytes",
                    {"not a range of bytes", Got(value),
                     "[begin, end], the end not included", ""});
  }
  if (list->child_count == 0) {
    fields.AddError(*list, "bytes",
                    {"no range of bytes", "", "one, or no \"bytes\"", ""});
  }
  std::sort(redaction.bytes.begin(), redaction.bytes.end());
  return redaction;
}

}  // namespace attest
