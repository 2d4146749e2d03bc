#include "engine/interchange/prov_records.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/prov_names.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

std::string Dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The attributes that name the ends of a relation.
struct RelationEnds {
  absl::string_view first;
  absl::string_view second;
};
constexpr std::array<RelationEnds, kEnumSize<ProvKind>> kEnds = {{
    {"", ""},
    {"", ""},
    {"", ""},
    {"prov:entity", "prov:activity"},
    {"prov:activity", "prov:entity"},
    {"prov:entity", "prov:activity"},
    {"prov:generatedEntity", "prov:usedEntity"},
    {"prov:entity", "prov:agent"},
    {"prov:activity", "prov:agent"},
    {"prov:delegate", "prov:responsible"},
    {"prov:influencee", "prov:influencer"},
    {"prov:specificEntity", "prov:generalEntity"},
    {"prov:alternate1", "prov:alternate2"},
    {"prov:collection", "prov:entity"},
}};

// A literal with a type.
std::string Typed(absl::string_view value, absl::string_view type) {
  return JsonFields().Text("$", value).Text("type", type).Take();
}

// Fields of the case format that hold keys of records.
bool HoldsKeys(absl::string_view field) {
  static constexpr absl::string_view kFields[] = {
      "subject", "object",   "place",         "report", "source",
      "entity",  "part_of",  "superseded_by", "from",   "on",
      "target",  "entities", "rests_on"};
  return std::find(std::begin(kFields), std::end(kFields), field) !=
         std::end(kFields);
}

bool IsAddress(absl::string_view text) {
  return (absl::StartsWith(text, "http://") ||
          absl::StartsWith(text, "https://")) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '<' &&
                  c != '>';
         });
}

std::string ValueText(absl::string_view field, const Json& value) {
  if (!value.is_string()) {
    return Dumped(value.is_structured() ? Json(Dumped(value)) : value);
  }
  const auto& text = value.get_ref<const std::string&>();
  if (HoldsKeys(field)) {
    return Typed(ProvName(kProvCase, text), "prov:QUALIFIED_NAME");
  }
  const bool is_address = absl::EndsWith(field, "url") && IsAddress(text);
  return is_address ? Typed(text, "xsd:anyURI") : Dumped(value);
}

}  // namespace

ProvAttributes& ProvAttributes::Ends(absl::string_view attribute,
                                     absl::string_view name) {
  fields_.Text(attribute, name);
  return *this;
}

ProvAttributes& ProvAttributes::Time(absl::string_view attribute,
                                     absl::Time time) {
  fields_.Text(attribute, FormatRfc3339(time));
  return *this;
}

ProvAttributes& ProvAttributes::Text(absl::string_view attribute,
                                     absl::string_view text) {
  if (FindInvalidUtf8(text)) {
    fields_.Json(attribute, Dumped(Json(std::string(text))));
  } else {
    fields_.Text(attribute, text);
  }
  return *this;
}

ProvAttributes& ProvAttributes::Number(absl::string_view attribute,
                                       uint64_t number) {
  fields_.Json(attribute, absl::StrCat(number));
  return *this;
}

ProvAttributes& ProvAttributes::TypedTime(absl::string_view attribute,
                                          absl::Time time) {
  fields_.Json(attribute, Typed(FormatRfc3339(time), "xsd:dateTime"));
  return *this;
}

ProvAttributes& ProvAttributes::Names(absl::string_view attribute,
                                      const std::vector<std::string>& names) {
  std::vector<std::string> values;
  values.reserve(names.size());
  for (const std::string& name : names) {
    values.push_back(Typed(name, "prov:QUALIFIED_NAME"));
  }
  if (values.size() == 1) {
    fields_.Json(attribute, values.front());
  } else if (!values.empty()) {
    fields_.Json(attribute, absl::StrCat("[", absl::StrJoin(values, ","), "]"));
  }
  return *this;
}

ProvAttributes& ProvAttributes::Field(const std::string& field,
                                      const Json& value) {
  if (value.is_object()) {
    for (const auto& [member, of_member] : value.items()) {
      Field(absl::StrCat(field, "_", member), of_member);
    }
    return *this;
  }
  const std::string attribute = absl::StrCat(kProvAttest, ":", field);
  if (!value.is_array()) {
    fields_.Json(attribute, ValueText(field, value));
    return *this;
  }
  std::vector<std::string> values;
  values.reserve(value.size());
  for (const Json& one : value) values.push_back(ValueText(field, one));
  if (!values.empty()) {
    fields_.Json(attribute, absl::StrCat("[", absl::StrJoin(values, ","), "]"));
  }
  return *this;
}

ProvAttributes& ProvAttributes::Literals(const std::string& field,
                                         const Json& texts) {
  if (!texts.empty()) {
    fields_.Json(absl::StrCat(kProvAttest, ":", field), Dumped(texts));
  }
  return *this;
}

void ProvRecords::Add(ProvKind kind, absl::string_view name,
                      ProvAttributes attributes) {
  std::string& records = records_[static_cast<size_t>(kind)];
  absl::StrAppend(&records, records.empty() ? "\n" : ",\n", "\"", name,
                  "\":", attributes.Take());
}

void ProvRecords::Declare(ProvKind kind, const std::string& name,
                          ProvAttributes attributes) {
  if (!declared_.insert(absl::StrCat(NameOf(kind), " ", name)).second) return;
  ++counts_[static_cast<size_t>(kind)];
  Add(kind, name, std::move(attributes));
}

bool ProvRecords::Declares(ProvKind kind, const std::string& name) const {
  return declared_.contains(absl::StrCat(NameOf(kind), " ", name));
}

void ProvRecords::Relate(ProvKind kind, ProvAttributes attributes) {
  const uint64_t number = ++counts_[static_cast<size_t>(kind)];
  Add(kind, absl::StrCat("_:", NameOf(kind), number), std::move(attributes));
}

void ProvRecords::Relate(ProvKind kind, absl::string_view first,
                         absl::string_view second, ProvAttributes attributes) {
  const auto& ends = kEnds[static_cast<size_t>(kind)];
  attributes.Ends(ends.first, first).Ends(ends.second, second);
  Relate(kind, std::move(attributes));
}

absl::Status ProvRecords::Write(
    absl::FunctionRef<absl::Status(absl::string_view)> write,
    MoreEntities more_entities) const {
  RETURN_IF_ERROR(write("\"entity\":{"));
  ASSIGN_OR_RETURN(const uint64_t more, more_entities());
  const char* before = "}";
  const std::string& entities = records_.front();
  if (more > 0 && !entities.empty()) RETURN_IF_ERROR(write(","));
  RETURN_IF_ERROR(write(entities));
  for (size_t i = 1; i < records_.size(); ++i) {
    if (records_[i].empty()) continue;
    RETURN_IF_ERROR(write(absl::StrCat(
        before, ",\n\"", NameOf(static_cast<ProvKind>(i)), "\":{")));
    RETURN_IF_ERROR(write(records_[i]));
  }
  return write(before);
}

absl::Status ProvRecords::Write(
    absl::FunctionRef<absl::Status(absl::string_view)> write) const {
  return Write(write, []() -> absl::StatusOr<uint64_t> { return 0; });
}

}  // namespace attest
