#include "engine/projection/amend.h"

#include <iterator>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// A field by its name in the case format, and how to set it.
template <class T>
struct Field {
  absl::string_view name;
  void (*set)(const T& from, T& to);
};

constexpr Field<Source> kSourceFields[] = {
    {"name", [](const Source& from, Source& to) { to.name = from.name; }},
    {"kind", [](const Source& from, Source& to) { to.kind = from.kind; }},
    {"anonymous",
     [](const Source& from, Source& to) { to.anonymous = from.anonymous; }},
    {"part_of",
     [](const Source& from, Source& to) { to.part_of = from.part_of; }},
    {"entity", [](const Source& from, Source& to) { to.entity = from.entity; }},
    {"language",
     [](const Source& from, Source& to) { to.language = from.language; }},
    {"sensitivity",
     [](const Source& from, Source& to) { to.sensitivity = from.sensitivity; }},
};

void SetText(const Report& from, Report& to) { to.text = from.text; }
void SetFile(const Report& from, Report& to) {
  to.file = from.file;
  to.file_name = from.file_name;
}

constexpr Field<Report> kReportFields[] = {
    {"source", [](const Report& from, Report& to) { to.source = from.source; }},
    {"title", [](const Report& from, Report& to) { to.title = from.title; }},
    {"published",
     [](const Report& from, Report& to) { to.published = from.published; }},
    {"retrieved",
     [](const Report& from, Report& to) { to.retrieved = from.retrieved; }},
    {"author", [](const Report& from, Report& to) { to.author = from.author; }},
    {"url", [](const Report& from, Report& to) { to.url = from.url; }},
    {"archive_url",
     [](const Report& from, Report& to) { to.archive_url = from.archive_url; }},
    {"language",
     [](const Report& from, Report& to) { to.language = from.language; }},
    {"file", SetFile},
    {"sha256", SetFile},
    {"text", SetText},
    {"text_file", SetText},
    {"media_type",
     [](const Report& from, Report& to) { to.media_type = from.media_type; }},
    {"text_by",
     [](const Report& from, Report& to) { to.text_by = from.text_by; }},
    {"derived_from", [](const Report& from,
                        Report& to) { to.derived_from = from.derived_from; }},
    {"sensitivity",
     [](const Report& from, Report& to) { to.sensitivity = from.sensitivity; }},
};

constexpr Field<Entity> kEntityFields[] = {
    {"kind", [](const Entity& from, Entity& to) { to.kind = from.kind; }},
    {"name", [](const Entity& from, Entity& to) { to.name = from.name; }},
    {"names", [](const Entity& from, Entity& to) { to.names = from.names; }},
    {"sensitivity",
     [](const Entity& from, Entity& to) { to.sensitivity = from.sensitivity; }},
};

constexpr auto& FieldsOf(const Source&) { return kSourceFields; }
constexpr auto& FieldsOf(const Report&) { return kReportFields; }
constexpr auto& FieldsOf(const Entity&) { return kEntityFields; }

// The place of the field called `name`, or how many there are.
template <class T>
size_t PlaceOf(absl::string_view name, const T& of) {
  size_t place = 0;
  while (place < std::size(FieldsOf(of)) && FieldsOf(of)[place].name != name) {
    ++place;
  }
  return place;
}

absl::Status NoSuchField(absl::string_view name) {
  return absl::DataLossError(
      absl::StrCat("amendment: no field \"", name, "\" in the record"));
}

template <class T>
absl::Status AmendAs(const Amendment& amendment, T& record) {
  const T* values = std::get_if<T>(&amendment.values);
  if (values == nullptr) {
    return absl::DataLossError("amendment: values of another type");
  }
  for (const std::string& name : amendment.fields) {
    const size_t place = PlaceOf(name, record);
    if (place == std::size(FieldsOf(record))) return NoSuchField(name);
    FieldsOf(record)[place].set(*values, record);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Amend(const Amendment& amendment, Source& record) {
  return AmendAs(amendment, record);
}
absl::Status Amend(const Amendment& amendment, Report& record) {
  return AmendAs(amendment, record);
}
absl::Status Amend(const Amendment& amendment, Entity& record) {
  return AmendAs(amendment, record);
}

absl::StatusOr<uint32_t> AmendedFields(const Amendment& amendment) {
  return std::visit(
      [&](const auto& values) -> absl::StatusOr<uint32_t> {
        uint32_t bits = 0;
        for (const std::string& name : amendment.fields) {
          const size_t place = PlaceOf(name, values);
          if (place == std::size(FieldsOf(values))) return NoSuchField(name);
          bits |= uint32_t{1} << place;
        }
        return bits;
      },
      amendment.values);
}

}  // namespace attest
