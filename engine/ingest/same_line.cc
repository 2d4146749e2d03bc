#include "engine/ingest/same_line.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace attest {
namespace {

// `record` without what makes no difference.
Record Comparable(Record record, KeyOrigin origin) {
  if (auto* report = std::get_if<Report>(&record)) report->file_name.clear();
  if (auto* claim = std::get_if<Claim>(&record)) {
    if (claim->quote) claim->quote->passage.reset();
    if (origin == KeyOrigin::kDerived) claim->extracted_by.reset();
  }
  if (auto* retraction = std::get_if<Retraction>(&record)) {
    if (retraction->quote) retraction->quote->passage.reset();
  }
  if (auto* amendment = std::get_if<Amendment>(&record)) {
    if (auto* report = std::get_if<Report>(&amendment->values)) {
      report->file_name.clear();
    }
  }
  return record;
}

bool IsStubOf(const Event& line, const Event& known) {
  if (line.withheld == Withheld::kNo || line.type() != known.type()) {
    return false;
  }
  const auto* entity = std::get_if<Entity>(&line.record);
  return entity == nullptr ||
         entity->kind == std::get<Entity>(known.record).kind;
}

// A field of T that an amendment may set, by its case-format name.
template <class T>
struct AmendableField {
  absl::string_view name;
  bool (*same)(const T&, const T&);
  void (*copy)(const T&, T&);
};

#define ATTEST_AMENDABLE(TYPE, FIELD)                                      \
  AmendableField<TYPE> {                                                   \
#FIELD, [](const TYPE& a, const TYPE& b) { return a.FIELD == b.FIELD; }, \
        [](const TYPE& from, TYPE& to) { to.FIELD = from.FIELD; } \
  }

constexpr AmendableField<Source> kSourceFields[] = {
    ATTEST_AMENDABLE(Source, name),       ATTEST_AMENDABLE(Source, kind),
    ATTEST_AMENDABLE(Source, anonymous),  ATTEST_AMENDABLE(Source, part_of),
    ATTEST_AMENDABLE(Source, entity),     ATTEST_AMENDABLE(Source, language),
    ATTEST_AMENDABLE(Source, sensitivity)};

constexpr AmendableField<Report> kReportFields[] = {
    ATTEST_AMENDABLE(Report, source),
    ATTEST_AMENDABLE(Report, title),
    ATTEST_AMENDABLE(Report, published),
    ATTEST_AMENDABLE(Report, retrieved),
    ATTEST_AMENDABLE(Report, author),
    ATTEST_AMENDABLE(Report, url),
    ATTEST_AMENDABLE(Report, archive_url),
    ATTEST_AMENDABLE(Report, language),
    {"file", [](const Report& a, const Report& b) { return a.file == b.file; },
     [](const Report& from, Report& to) {
       to.file = from.file;
       to.file_name = from.file_name;
     }},
    ATTEST_AMENDABLE(Report, text),
    ATTEST_AMENDABLE(Report, media_type),
    ATTEST_AMENDABLE(Report, text_by),
    ATTEST_AMENDABLE(Report, derived_from),
    ATTEST_AMENDABLE(Report, sensitivity)};

constexpr AmendableField<Entity> kEntityFields[] = {
    ATTEST_AMENDABLE(Entity, name), ATTEST_AMENDABLE(Entity, names),
    ATTEST_AMENDABLE(Entity, sensitivity),
    // Differs only in a line that is refused.
    ATTEST_AMENDABLE(Entity, kind)};

#undef ATTEST_AMENDABLE

bool IsStated(absl::string_view field,
              absl::Span<const absl::string_view> stated) {
  const auto has = [&stated](absl::string_view name) {
    return std::find(stated.begin(), stated.end(), name) != stated.end();
  };
  return has(field) || (field == "text" && has("text_file"));
}

template <class T>
std::vector<std::string> Differing(absl::Span<const AmendableField<T>> fields,
                                   const Event& current, const Event& line,
                                   absl::Span<const absl::string_view> stated) {
  const T& before = std::get<T>(current.record);
  const T& after = std::get<T>(line.record);
  std::vector<std::string> names;
  for (const AmendableField<T>& field : fields) {
    if (!IsStated(field.name, stated) || field.same(before, after)) continue;
    names.emplace_back(field.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

template <class T>
void CopyFields(absl::Span<const AmendableField<T>> fields,
                const Amendment& amendment, Record& record) {
  auto* const to = std::get_if<T>(&record);
  if (to == nullptr) return;
  for (const AmendableField<T>& field : fields) {
    if (std::binary_search(amendment.fields.begin(), amendment.fields.end(),
                           field.name)) {
      field.copy(std::get<T>(amendment.values), *to);
    }
  }
}

template <class T>
T ValuesOfFields(absl::Span<const AmendableField<T>> fields, const Event& line,
                 const std::vector<std::string>& names) {
  T values;
  for (const AmendableField<T>& field : fields) {
    if (std::binary_search(names.begin(), names.end(), field.name)) {
      field.copy(std::get<T>(line.record), values);
    }
  }
  return values;
}

}  // namespace

bool SameLine(const Event& line, const Event& known, KeyOrigin origin) {
  if (IsStubOf(line, known)) return true;
  return line.withheld == known.withheld && line.reason == known.reason &&
         Comparable(line.record, origin) == Comparable(known.record, origin);
}

std::vector<std::string> DifferingFields(
    const Event& current, const Event& line,
    absl::Span<const absl::string_view> stated) {
  if (std::holds_alternative<Report>(line.record)) {
    return Differing<Report>(kReportFields, current, line, stated);
  }
  if (std::holds_alternative<Entity>(line.record)) {
    return Differing<Entity>(kEntityFields, current, line, stated);
  }
  return Differing<Source>(kSourceFields, current, line, stated);
}

Amendment AmendmentTo(const Event& line, Target target,
                      std::vector<std::string> fields) {
  Amendment amendment;
  amendment.target = target;
  if (std::holds_alternative<Report>(line.record)) {
    amendment.values = ValuesOfFields<Report>(kReportFields, line, fields);
  } else if (std::holds_alternative<Entity>(line.record)) {
    amendment.values = ValuesOfFields<Entity>(kEntityFields, line, fields);
  } else {
    amendment.values = ValuesOfFields<Source>(kSourceFields, line, fields);
  }
  amendment.fields = std::move(fields);
  return amendment;
}

void ApplyAmendment(const Amendment& amendment, Record& record) {
  if (std::holds_alternative<Report>(amendment.values)) {
    CopyFields<Report>(kReportFields, amendment, record);
  } else if (std::holds_alternative<Entity>(amendment.values)) {
    CopyFields<Entity>(kEntityFields, amendment, record);
  } else {
    CopyFields<Source>(kSourceFields, amendment, record);
  }
}

}  // namespace attest
