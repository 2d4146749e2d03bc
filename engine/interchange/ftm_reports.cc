#include "engine/interchange/ftm_reports.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/ftm_dates.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/interchange/ftm_notes.h"
#include "engine/interchange/ftm_origins.h"
#include "engine/interchange/ftm_record.h"
#include "engine/interchange/json_fields.h"
#include "engine/model/event.h"
#include "engine/model/report.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// More than any record has; each is on every chain through it.
constexpr size_t kMostOrigins = 32;
// Of a note; a record has room for little more.
constexpr size_t kMostNoteBytes = size_t{32} << 10;

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
  return FtmDate(Last(provenance, "modifiedAt"));
}

void AppendSource(const std::string& key, std::string& derived_from) {
  absl::StrAppend(
      &derived_from, derived_from.empty() ? "" : ",",
      JsonFields().Text("source", key).Text("how", "compilation").Take());
}

}  // namespace

std::string FtmReports::KeyOf(absl::string_view dataset,
                              absl::string_view entity) {
  return absl::StrCat(kFtmReportPrefix, dataset, ":",
                      defined_.DigitsOf({"report", dataset, entity}));
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

absl::StatusOr<std::vector<FtmReports::Origin>> FtmReports::OriginsOf(
    uint64_t row, const FtmProvenance& provenance) {
  std::vector<Origin> origins;
  std::set<std::string> keys;
  for (const FtmOriginProperty& known : kFtmOrigins) {
    const std::string property(known.property);
    for (const std::string& value : ValuesOf(provenance, property)) {
      Origin origin = {
          .key = FtmOriginKey(known, value), .name = value, .kind = known.kind};
      if (absl::StartsWith(value, kFtmSourcePublisher)) {
        origin.name = value.substr(kFtmSourcePublisher.size());
        origin.is_dataset = true;
      }
      if (!keys.insert(origin.key).second) continue;
      if (origins.size() == kMostOrigins) {
        RETURN_IF_ERROR(defined_.Warn(
            row, property, "more sources of one record than are kept", value,
            absl::StrCat("at most ", kMostOrigins)));
        return origins;
      }
      origins.push_back(std::move(origin));
    }
  }
  return origins;
}

absl::StatusOr<std::string> FtmReports::NoteOf(
    uint64_t row, const FtmProvenance& provenance) {
  std::string note = FtmNoteOf(provenance);
  if (note.size() <= kMostNoteBytes) return note;
  FtmProvenance kept = provenance;
  for (auto& [property, values] : kept) {
    while (values.size() > kMostOrigins) values.erase(std::prev(values.end()));
  }
  RETURN_IF_ERROR(defined_.Warn(
      row, "", "a record says more of where it is from than a note holds",
      absl::StrCat(note.size(), " bytes"),
      absl::StrCat("at most ", kMostOrigins, " values of a property")));
  return FtmNoteOf(kept);
}

absl::Status FtmReports::DefineOrigin(uint64_t row, const Origin& origin) {
  if (origin.is_dataset) return DefineDataset(row, origin.name, "");
  return defined_
      .Define(row, origin.key,
              [&]() -> absl::StatusOr<std::string> {
                return JsonFields()
                    .Json("type", "\"source\"")
                    .Text("id", origin.key)
                    .Text("name", origin.name)
                    .Text("kind", origin.kind)
                    .Take();
              })
      .status();
}

absl::Status FtmReports::Define(uint64_t row, const std::string& key,
                                const std::string& dataset,
                                const FtmProvenance& provenance) {
  return defined_
      .Define(row, key,
              [&]() -> absl::StatusOr<std::string> {
                std::string derived_from;
                RETURN_IF_ERROR(DefineDatasets(row, dataset, derived_from));
                ASSIGN_OR_RETURN(const std::vector<Origin> origins,
                                 OriginsOf(row, provenance));
                for (const Origin& origin : origins) {
                  RETURN_IF_ERROR(DefineOrigin(row, origin));
                  AppendSource(origin.key, derived_from);
                }
                if (!derived_from.empty()) {
                  derived_from = absl::StrCat("[", derived_from, "]");
                }
                ASSIGN_OR_RETURN(const std::string note,
                                 NoteOf(row, provenance));
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
                    .Text("note", note)
                    .Take();
              })
      .status();
}

absl::Status FtmReports::Bind(uint64_t row, const std::string& key,
                              const FtmProvenance& provenance) {
  if (provenance.empty()) return absl::OkStatus();
  const ExistingCase& existing = defined_.existing();
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> known, existing.Find(key));
  if (!known || known->type != RecordType::kReport) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Event event, existing.Current(known->index));
  const auto* const report = std::get_if<Report>(&event.record);
  if (report == nullptr) return absl::OkStatus();
  std::set<EventIndex> bound;
  for (const Derivation& derivation : report->derived_from) {
    const auto* const source = std::get_if<SourceId>(&derivation.upstream);
    if (source != nullptr) bound.insert(EventIndex(source->value()));
  }
  ASSIGN_OR_RETURN(const std::vector<Origin> origins,
                   OriginsOf(row, provenance));
  for (const Origin& origin : origins) {
    ASSIGN_OR_RETURN(const std::optional<KnownRecord> stored,
                     existing.Find(origin.key));
    if (stored && bound.contains(stored->index)) continue;
    RETURN_IF_ERROR(DefineOrigin(row, origin));
    const std::string id = absl::StrCat(
        "dependence:ftm:", defined_.DigitsOf({"bound", key, origin.key}));
    RETURN_IF_ERROR(
        defined_
            .Define(row, id,
                    [&]() -> absl::StatusOr<std::string> {
                      return JsonFields()
                          .Json("type", "\"dependence\"")
                          .Text("id", id)
                          .Text("from", key)
                          .Text("on", origin.key)
                          .Json("how", "\"compilation\"")
                          .Json("reason",
                                "\"named in the data set's record since\"")
                          .Take();
                    })
            .status());
  }
  return absl::OkStatus();
}

}  // namespace attest
