#include "engine/interchange/ucdp_event.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/import_keys.h"
#include "engine/interchange/json_fields.h"
#include "engine/interchange/ucdp_names.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Column = UcdpColumn;

constexpr absl::string_view kDataset = "src:ucdp";
constexpr absl::string_view kDatasetReport = "rpt:ucdp:ged";
constexpr absl::string_view kNoOffice = "src:ucdp:office not stated";
constexpr int kOneSided = 3;
constexpr std::array<absl::string_view, 4> kTypes = {
    "", "state-based conflict", "non-state conflict", "one-sided violence"};
constexpr std::array<absl::string_view, 4> kDeaths = {
    "ucdp:deaths_a", "ucdp:deaths_b", "ucdp:deaths_civilians",
    "ucdp:deaths_unknown"};

std::string SourceKey(absl::string_view name) {
  return ImportKey("src", "ucdp", {UcdpNameKey(name)});
}

class EventLines {
 public:
  EventLines(const UcdpRow& row, const UcdpCells& cells, const std::string& key,
             UcdpLines& lines)
      : row_(row), cells_(cells), key_(key), lines_(lines) {}

  absl::Status Add() {
    RETURN_IF_ERROR(AddDataset());
    RETURN_IF_ERROR(AddIncident());
    for (const UcdpSide* side : {&row_.side_a, &row_.side_b}) {
      RETURN_IF_ERROR(AddActor(*side));
    }
    RETURN_IF_ERROR(AddPlaces());
    RETURN_IF_ERROR(AddCoding());
    if (row_.sources.articles.empty()) {
      return AddReported(std::string(kDatasetReport), row_.sources.voices, "");
    }
    for (const UcdpArticle& article : row_.sources.articles) {
      ASSIGN_OR_RETURN(const std::string report, AddArticle(article));
      // Offices that may be one are all of them conduits of each.
      ASSIGN_OR_RETURN(const std::string through,
                       AddVoice({.names = article.one_with}));
      RETURN_IF_ERROR(AddReported(report, article.voices, through));
    }
    return absl::OkStatus();
  }

 private:
  [[nodiscard]] std::string Text(Column column) const {
    return OneLine(cells_[static_cast<size_t>(column)]);
  }

  absl::Status AddDataset() {
    RETURN_IF_ERROR(lines_.Define(kDataset, [] {
      return JsonFields()
          .Json("type", "\"source\"")
          .Text("id", kDataset)
          .Json("name", "\"UCDP Georeferenced Event Dataset\"")
          .Json("kind", "\"dataset\"")
          .Take();
    }));
    return lines_.Define(kDatasetReport, [] {
      return JsonFields()
          .Json("type", "\"report\"")
          .Text("id", kDatasetReport)
          .Text("source", kDataset)
          .Json("title", "\"UCDP Georeferenced Event Dataset\"")
          .Take();
    });
  }

  absl::Status AddIncident() {
    return lines_.Define(key_, [this] {
      std::string name = Text(Column::kDyadName);
      if (name.empty()) {
        name = absl::StrCat(row_.side_a.name,
                            row_.side_b.name.empty() ? "" : " - ",
                            row_.side_b.name);
      }
      absl::StrAppend(&name, name.empty() ? "" : ", ", "UCDP GED ", row_.id);
      return Entity(key_, "incident", name);
    });
  }

  static std::string Entity(absl::string_view key, absl::string_view kind,
                            absl::string_view name) {
    return JsonFields()
        .Json("type", "\"entity\"")
        .Text("id", key)
        .Text("kind", kind)
        .Text("name", name)
        .Take();
  }

  absl::Status AddActor(const UcdpSide& side) {
    if (side.key.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(lines_.Define(side.key, [&side] {
      return Entity(side.key, "organization", side.name);
    }));
    RETURN_IF_ERROR(AddShared(side.key, "known_as", JsonText(side.name)));
    if (side.gwno.empty() || side.gwno == "-") return absl::OkStatus();
    return AddShared(side.key, "ucdp:gwno", JsonText(side.gwno));
  }

  absl::Status AddShared(absl::string_view subject, absl::string_view predicate,
                         absl::string_view value) {
    return lines_.AddSharedClaim({.report = kDatasetReport,
                                  .subject = subject,
                                  .predicate = predicate,
                                  .value = value});
  }

  absl::Status AddPlaces() {
    for (size_t n = row_.places.size(); n-- > 0;) {
      const UcdpPlace& place = row_.places[n];
      RETURN_IF_ERROR(lines_.Define(place.key, [&place] {
        return Entity(place.key, "place", place.name);
      }));
      if (!place.point.empty()) {
        RETURN_IF_ERROR(AddShared(place.key, "coordinates", place.point));
      }
      if (n + 1 < row_.places.size()) {
        RETURN_IF_ERROR(
            lines_.AddSharedClaim({.report = kDatasetReport,
                                   .subject = place.key,
                                   .predicate = "contained_in",
                                   .object = row_.places[n + 1].key}));
      }
    }
    return absl::OkStatus();
  }

  // What those who made the dataset say of the event themselves.
  absl::Status AddCoding() {
    RETURN_IF_ERROR(
        AddCoded("of_type", kTypes[static_cast<size_t>(row_.type)]));
    for (const auto& [predicate, column] :
         {std::pair<absl::string_view, Column>("ucdp:conflict",
                                               Column::kConflictName),
          {"ucdp:conflict_id", Column::kConflictId},
          {"ucdp:dyad", Column::kDyadName},
          {"ucdp:dyad_id", Column::kDyadId},
          {"ucdp:relid", Column::kRelid}}) {
      RETURN_IF_ERROR(AddCoded(predicate, Text(column)));
    }
    if (Text(Column::kEventClarity) == "2") {
      RETURN_IF_ERROR(
          AddCoded("ucdp:clarity", "several incidents reported as one sum"));
    }
    const std::string status = Text(Column::kCodeStatus);
    return AddCoded("ucdp:code_status", status == "Clear" ? "" : status);
  }

  absl::Status AddCoded(absl::string_view predicate, absl::string_view text) {
    if (text.empty()) return absl::OkStatus();
    return lines_.AddClaim({.report = kDatasetReport,
                            .subject = key_,
                            .predicate = predicate,
                            .value = JsonText(text)});
  }

  absl::Status AddSource(absl::string_view key, absl::string_view name) {
    return lines_.Define(key, [&] {
      return JsonFields()
          .Json("type", "\"source\"")
          .Text("id", key)
          .Text("name", name)
          .Json("kind", "\"unknown\"")
          .Take();
    });
  }

  absl::StatusOr<std::string> AddArticle(const UcdpArticle& article) {
    std::string office(kNoOffice);
    if (article.office.empty()) {
      RETURN_IF_ERROR(AddSource(kNoOffice, "an office that is not stated"));
    } else {
      office = SourceKey(article.office);
      RETURN_IF_ERROR(AddSource(office, article.office));
    }
    // Two articles of an office without headlines may be two.
    const absl::string_view apart =
        article.headline.empty() ? absl::string_view(row_.id) : "";
    std::string key = lines_.KeyOf(
        "rpt:ucdp:", {office, article.date, article.headline, apart});
    RETURN_IF_ERROR(lines_.Define(key, [&] {
      std::string title = article.headline;
      if (title.empty()) {
        title =
            absl::StrCat(article.office.empty() ? "An article" : article.office,
                         article.date.empty() ? "" : ", ", article.date);
      }
      return JsonFields()
          .Json("type", "\"report\"")
          .Text("id", key)
          .Text("source", office)
          .Text("title", title)
          .Text("published", article.date)
          .Text("note", row_.sources.note)
          .Take();
    }));
    return key;
  }

  // The source that a voice is; empty where nobody is named.
  absl::StatusOr<std::string> AddVoice(const UcdpVoice& voice) {
    if (voice.names.empty()) return std::string();
    std::vector<std::string> keys;
    for (const std::string& name : voice.names) {
      keys.push_back(SourceKey(name));
      RETURN_IF_ERROR(AddSource(keys.back(), name));
    }
    if (keys.size() == 1 && !voice.is_open) return keys[0];
    std::vector<std::string> sorted = keys;
    std::sort(sorted.begin(), sorted.end());
    std::string together = lines_.KeyOf(
        "src:ucdp:together:",
        {absl::StrJoin(sorted, "\n"), voice.is_open ? "open" : ""});
    std::string name = absl::StrJoin(voice.names, "; ");
    if (voice.is_open) name += "; others not stated";
    RETURN_IF_ERROR(AddSource(together, name));
    // Who else it was is not known, so that it hangs on none of them.
    if (voice.is_open) return together;
    for (const std::string& key : sorted) {
      const std::string id = lines_.KeyOf("dependence:ucdp:", {together, key});
      RETURN_IF_ERROR(lines_.Define(id, [&] {
        return JsonFields()
            .Json("type", "\"dependence\"")
            .Text("id", id)
            .Text("from", together)
            .Text("on", key)
            .Json("how", "\"summary\"")
            .Json("reason",
                  "\"named together; which of them it was is not told\"")
            .Take();
      }));
    }
    return together;
  }

  absl::Status AddReported(const std::string& report,
                           const std::vector<UcdpVoice>& voices,
                           const std::string& through) {
    for (const UcdpVoice& voice : voices) {
      ASSIGN_OR_RETURN(const std::string speaker, AddVoice(voice));
      RETURN_IF_ERROR(AddReported(
          {.report = report,
           .subject = key_,
           .speaker = speaker,
           .through = speaker == through ? absl::string_view() : through}));
    }
    return absl::OkStatus();
  }

  absl::Status AddReported(const UcdpClaim& claim) {
    if (!row_.time.empty()) {
      const std::string value = JsonText(row_.time);
      UcdpClaim when = claim;
      when.predicate = "happened_on";
      when.value = value;
      RETURN_IF_ERROR(lines_.AddClaim(when));
    }
    if (!row_.places.empty()) {
      UcdpClaim where = claim;
      where.predicate = "happened_at";
      where.object = row_.places[0].key;
      where.as_stated = row_.place_as_stated;
      RETURN_IF_ERROR(lines_.AddClaim(where));
    }
    RETURN_IF_ERROR(AddSide(
        claim, row_.side_a,
        row_.type == kOneSided ? "perpetrated" : "participated_in", "side A"));
    RETURN_IF_ERROR(AddSide(
        claim, row_.side_b,
        row_.type == kOneSided ? "victim_of" : "participated_in", "side B"));
    return AddDead(claim);
  }

  absl::Status AddSide(UcdpClaim claim, const UcdpSide& side,
                       absl::string_view predicate,
                       absl::string_view as_stated) {
    if (side.key.empty()) return absl::OkStatus();
    claim.subject = side.key;
    claim.predicate = predicate;
    claim.object = key_;
    claim.valid = row_.time;
    claim.as_stated = as_stated;
    return lines_.AddClaim(claim);
  }

  absl::Status AddDead(UcdpClaim claim) {
    claim.valid = row_.time;
    claim.hedge = "estimated";
    std::string note;
    if (row_.sources.articles.size() > 1) {
      note = absl::StrCat("one estimate from all ",
                          row_.sources.articles.size(), " articles of the row");
      claim.note = note;
    }
    if (!row_.dead.json.empty()) {
      UcdpClaim all = claim;
      all.predicate = "killed_count";
      all.value = row_.dead.json;
      all.as_stated = row_.dead.as_stated;
      RETURN_IF_ERROR(lines_.AddClaim(all));
    }
    for (size_t n = 0; n < kDeaths.size(); ++n) {
      if (row_.dead_by_side[n].empty()) continue;
      claim.predicate = kDeaths[n];
      claim.value = row_.dead_by_side[n];
      RETURN_IF_ERROR(lines_.AddClaim(claim));
    }
    return absl::OkStatus();
  }

  const UcdpRow& row_;
  const UcdpCells& cells_;
  const std::string& key_;
  UcdpLines& lines_;
};

}  // namespace

absl::Status AddUcdpEvent(const UcdpRow& row, const UcdpCells& cells,
                          const std::string& event, UcdpLines& lines) {
  return EventLines(row, cells, event, lines).Add();
}

}  // namespace attest
