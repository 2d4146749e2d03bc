#include "engine/ingest/field_reader.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/model/edtf.h"
#include "engine/model/rfc3339.h"
#include "engine/text/suggestion.h"

namespace attest {
namespace {

std::string Nearest(absl::string_view got,
                    absl::Span<const absl::string_view> names) {
  return std::string(NearestName(got, names, MaxSlips(got)).value_or(""));
}

// One bit for the length and an end of a name. Most fields that may be there
// are not, and this says so of nearly all without comparing names.
uint64_t OutlineOf(absl::string_view name) {
  if (name.empty()) return 1;
  const auto last = static_cast<unsigned char>(name.back());
  return uint64_t{1} << (7 * name.size() + last) % 64;
}

bool IsLanguageTag(absl::string_view tag) {
  static constexpr size_t kMaxTagBytes = 64;
  if (tag.size() > kMaxTagBytes) return false;
  for (absl::string_view part : absl::StrSplit(tag, '-')) {
    if (part.empty() || part.size() > 8) return false;
    for (const char c : part) {
      if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) return false;
    }
  }
  return absl::ascii_isalpha(static_cast<unsigned char>(tag.front()));
}

}  // namespace

FieldReader::FieldReader(const JsonValue& object, const FieldPath& path,
                         LineErrors& errors)
    : object_(object),
      path_(path),
      errors_(errors),
      taken_(object.child_count, false) {
  for (const JsonValue& field : JsonChildren(object)) {
    outlines_ |= OutlineOf(field.name);
  }
}

const JsonValue* FieldReader::Find(absl::string_view name) {
  if ((outlines_ & OutlineOf(name)) == 0) return nullptr;
  size_t place = 0;
  for (const JsonValue& field : JsonChildren(object_)) {
    if (field.name == name) {
      taken_count_ += taken_[place] ? 0 : 1;
      taken_[place] = true;
      return &field;
    }
    ++place;
  }
  return nullptr;
}

const JsonValue* FieldReader::Take(absl::string_view name, Need need) {
  known_.push_back(name);
  if (const JsonValue* const field = Find(name)) return field;
  if (need == Need::kRequired) {
    errors_.Add(object_.offset, PathOf(name),
                {absl::StrCat("missing field \"", name, "\""), "", "", ""});
  }
  return nullptr;
}

const JsonValue* FieldReader::Take(absl::string_view name, JsonType type,
                                   Need need) {
  const JsonValue* const value = Take(name, need);
  if (value == nullptr || value->type == type) return value;
  AddError(*value, name,
           {absl::StrCat("wrong type of \"", name, "\""), Got(*value),
            std::string(JsonTypeName(type)), ""});
  return nullptr;
}

std::string FieldReader::Text(absl::string_view name, Need need) {
  const JsonValue* const value = Take(name, JsonType::kString, need);
  if (value == nullptr) return "";
  if (value->text.empty() && need == Need::kRequired) {
    AddError(*value, name,
             {absl::StrCat("\"", name, "\" is empty"), "", "", ""});
  }
  return std::string(value->text);
}

bool FieldReader::Flag(absl::string_view name) {
  const JsonValue* const value = Take(name, JsonType::kBool);
  return value != nullptr && value->boolean;
}

std::string FieldReader::Date(absl::string_view name) {
  const JsonValue* const value = Take(name, JsonType::kString);
  if (value == nullptr || value->text.empty()) return "";
  const absl::StatusOr<Edtf> date = Edtf::Parse(value->text);
  if (date.ok()) return date->text();
  AddError(*value, name,
           WordsOf(absl::StrCat("\"", name, "\" is no date"),
                   date.status().message()));
  return "";
}

std::string FieldReader::Instant(absl::string_view name) {
  const JsonValue* const value = Take(name, JsonType::kString);
  if (value == nullptr || value->text.empty()) return "";
  const absl::Status status = ParseRfc3339(value->text).status();
  if (status.ok()) return std::string(value->text);
  AddError(*value, name,
           WordsOf(absl::StrCat("\"", name, "\" is no date-time"),
                   status.message()));
  return "";
}

std::string FieldReader::Language(absl::string_view name) {
  const JsonValue* const value = Take(name, JsonType::kString);
  if (value == nullptr || value->text.empty()) return "";
  if (IsLanguageTag(value->text)) return std::string(value->text);
  AddError(*value, name,
           {absl::StrCat("\"", name, "\" is no language tag"), Got(*value),
            "one such as ar or zh-Hant", ""});
  return "";
}

std::optional<Extractor> FieldReader::ExtractedBy(absl::string_view name) {
  const JsonValue* const value = Take(name, JsonType::kObject);
  if (value == nullptr) return std::nullopt;
  FieldReader fields(*value, PathOf(name), errors_);
  Extractor extractor;
  extractor.agent = fields.Text("agent", Need::kRequired);
  extractor.method =
      fields.Enum<Method>("method", Need::kRequired).value_or(Method::kManual);
  extractor.version = fields.Text("version");
  fields.Finish();
  return extractor;
}

void FieldReader::AddError(const JsonValue& value, absl::string_view name,
                           LineErrors::Words words) {
  errors_.Add(value.offset, PathOf(name), std::move(words));
}

void FieldReader::Finish() {
  if (taken_count_ == taken_.size()) return;
  size_t place = 0;
  for (const JsonValue& field : JsonChildren(object_)) {
    if (!taken_[place++]) {
      // Looking for a near name is worth it only if somebody will read it.
      errors_.Add(field.name_offset, PathOf(field.name),
                  {"unknown field", QuotedForMessage(field.name), "",
                   errors_.keeps() ? Nearest(field.name, known_) : ""});
    }
  }
}

std::vector<absl::string_view> FieldReader::Taken() const {
  std::vector<absl::string_view> names;
  size_t place = 0;
  for (const JsonValue& field : JsonChildren(object_)) {
    if (taken_[place++]) names.push_back(field.name);
  }
  return names;
}

std::optional<size_t> FieldReader::Choose(
    absl::string_view name, absl::string_view what,
    absl::Span<const absl::string_view> names, Need need) {
  const JsonValue* const value = Take(name, JsonType::kString, need);
  if (value == nullptr) return std::nullopt;
  return ChooseName(*value, PathOf(name), what, names, errors_);
}

size_t MaxSlips(absl::string_view name) {
  if (name.size() < 3) return 0;
  return name.size() < 5 ? 1 : 2;
}

std::optional<size_t> ChooseName(const JsonValue& value, const FieldPath& path,
                                 absl::string_view what,
                                 absl::Span<const absl::string_view> names,
                                 LineErrors& errors) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == value.text) return i;
  }
  LineErrors::Words words;
  words.what = absl::StrCat("unknown ", what);
  if (errors.keeps()) {
    words.got = QuotedForMessage(value.text);
    words.suggestion = Nearest(value.text, names);
    if (words.suggestion.empty()) words.want = absl::StrJoin(names, ", ");
  }
  errors.Add(value.offset, path, std::move(words));
  return std::nullopt;
}

LineErrors::Words WordsOf(absl::string_view what, absl::string_view message) {
  static constexpr absl::string_view kGot = ", got ";
  static constexpr absl::string_view kWant = ", want ";
  LineErrors::Words words;
  const size_t want = message.rfind(kWant);
  if (want != absl::string_view::npos) {
    words.want = std::string(message.substr(want + kWant.size()));
    message = message.substr(0, want);
  }
  const size_t got = message.find(kGot);
  if (got != absl::string_view::npos && !words.want.empty()) {
    words.got = std::string(message.substr(got + kGot.size()));
    message = message.substr(0, got);
  }
  words.what = absl::StrCat(what, ": ", message);
  return words;
}

}  // namespace attest
