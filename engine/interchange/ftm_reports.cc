#include "engine/interchange/ftm_reports.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/interchange/ftm_notes.h"
#include "engine/interchange/json_fields.h"
#include "engine/model/edtf.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

// A property whose values are sources that a record was made from.
struct Origin {
  absl::string_view property;
  absl::string_view prefix;  // of their keys
  absl::string_view kind;
};
constexpr std::array<Origin, 3> kOrigins = {{
    {"publisher", "src:ftm-publisher:", "organization"},
    {"sourceUrl", "src:ftm-url:", "document"},
    {"proof", "src:ftm-proof:", "document"},
}};

// More than any record has; each is on every chain through it.
constexpr size_t kMostOrigins = 32;

const std::set<std::string>& ValuesOf(const FtmProvenance& provenance,
                                      const std::string& property) {
  static const auto& none = *new std::set<std::string>();
  const auto found = provenance.find(property);
  return found == provenance.end() ? none : found->second;
}

std::string Last(const FtmProvenance& provenance, const std::string& property) {
  const std::set<std::string>& values = ValuesOf(provenance, property);
  return values.empty() ? "" : *values.rbegin();
}

std::string UrlOf(const FtmProvenance& provenance) {
  for (const std::string& url : ValuesOf(provenance, "sourceUrl")) {
    if (absl::StartsWith(url, "http://") || absl::StartsWith(url, "https://")) {
      return url;
    }
  }
  return "";
}

std::string TitleOf(const std::string& dataset,
                    const FtmProvenance& provenance) {
  std::string title = dataset;
  for (const char* property : {"sourceUrl", "publisher"}) {
    const std::set<std::string>& values = ValuesOf(provenance, property);
    if (values.empty()) continue;
    absl::StrAppend(&title, ": ", *values.begin());
    break;
  }
  return title;
}

// The day on which the record was last changed.
std::string PublishedOf(const FtmProvenance& provenance) {
  constexpr size_t kDayBytes = 10;
  const std::string day = Last(provenance, "modifiedAt").substr(0, kDayBytes);
  return Edtf::Parse(day).ok() ? day : "";
}

void AppendSource(const std::string& key, std::string& derived_from) {
  absl::StrAppend(
      &derived_from, derived_from.empty() ? "" : ",",
      JsonFields().Text("source", key).Text("how", "compilation").Take());
}

}  // namespace

std::string FtmReports::KeyOf(const std::string& dataset,
                              const FtmProvenance& provenance) {
  const std::string key = absl::StrCat("rpt:ftm:", dataset);
  if (provenance.empty()) return key;
  return absl::StrCat(key, ":",
                      defined_.DigitsOf({"report", FtmNoteOf(provenance)}));
}

absl::Status FtmReports::DefineDataset(uint64_t row, const std::string& name,
                                       absl::string_view note) {
  const std::string key = KeyOfFtmDataset(name);
  return defined_
      .Define(row, key,
              [&]() -> absl::StatusOr<std::string> {
                return JsonFields()
                    .Json("type", "\"source\"")
                    .Text("id", key)
                    .Text("name", name)
                    .Json("kind", "\"dataset\"")
                    .Text("note", note)
                    .Take();
              })
      .status();
}

absl::Status FtmReports::DefineDatasets(uint64_t row,
                                        const std::string& dataset,
                                        std::string& derived_from) {
  const std::vector<std::string> names =
      absl::StrSplit(dataset, '+', absl::SkipEmpty());
  if (names.size() < 2) return DefineDataset(row, dataset, "");
  for (const std::string& name : names) {
    RETURN_IF_ERROR(DefineDataset(row, name, ""));
    AppendSource(KeyOfFtmDataset(name), derived_from);
  }
  return DefineDataset(row, dataset,
                       "entities merged from these data sets; which of them "
                       "says what is not told");
}

std::string FtmReports::KeyOfOrigin(absl::string_view prefix,
                                    const std::string& name) {
  constexpr size_t kMostBytes = 200;
  if (name.size() <= kMostBytes && !FindControlCharacter(name)) {
    return absl::StrCat(prefix, name);
  }
  return absl::StrCat(prefix, defined_.DigitsOf({"origin", name}));
}

absl::Status FtmReports::DefineOrigins(uint64_t row,
                                       const FtmProvenance& provenance,
                                       std::string& derived_from) {
  size_t count = 0;
  for (const Origin& origin : kOrigins) {
    const std::string property(origin.property);
    for (const std::string& value : ValuesOf(provenance, property)) {
      if (++count > kMostOrigins) {
        return defined_.Warn(row, property,
                             "more sources of one record than are kept", value,
                             absl::StrCat("at most ", kMostOrigins));
      }
      if (absl::StartsWith(value, kFtmSourcePublisher)) {
        const std::string name = value.substr(kFtmSourcePublisher.size());
        RETURN_IF_ERROR(DefineDataset(row, name, ""));
        AppendSource(KeyOfFtmDataset(name), derived_from);
        continue;
      }
      const std::string key = KeyOfOrigin(origin.prefix, value);
      RETURN_IF_ERROR(defined_
                          .Define(row, key,
                                  [&]() -> absl::StatusOr<std::string> {
                                    return JsonFields()
                                        .Json("type", "\"source\"")
                                        .Text("id", key)
                                        .Text("name", value)
                                        .Text("kind", origin.kind)
                                        .Take();
                                  })
                          .status());
      AppendSource(key, derived_from);
    }
  }
  return absl::OkStatus();
}

absl::Status FtmReports::Define(uint64_t row, const std::string& dataset,
                                const FtmProvenance& provenance) {
  const std::string key = KeyOf(dataset, provenance);
  return defined_
      .Define(row, key,
              [&]() -> absl::StatusOr<std::string> {
                std::string derived_from;
                RETURN_IF_ERROR(DefineDatasets(row, dataset, derived_from));
                RETURN_IF_ERROR(DefineOrigins(row, provenance, derived_from));
                if (!derived_from.empty()) {
                  derived_from = absl::StrCat("[", derived_from, "]");
                }
                const std::string retrieved =
                    FtmInstant(Last(provenance, "retrievedAt"));
                return JsonFields()
                    .Json("type", "\"report\"")
                    .Text("id", key)
                    .Text("source", KeyOfFtmDataset(dataset))
                    .Text("title", TitleOf(dataset, provenance))
                    .Text("published", PublishedOf(provenance))
                    .Text("retrieved", retrieved)
                    .Text("url", UrlOf(provenance))
                    .Json("derived_from", derived_from)
                    .Text("note", FtmNoteOf(provenance))
                    .Take();
              })
      .status();
}

}  // namespace attest
