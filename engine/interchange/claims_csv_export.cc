#include "engine/interchange/claims_csv_export.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/audit/citation_json.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/cell_text.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/interchange/claims_csv_rows.h"
#include "engine/interchange/csv_row.h"
#include "engine/interchange/ftm_origins.h"
#include "engine/interchange/outgoing_decision.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::map<absl::string_view, std::string>;

const std::vector<std::string>& Headings() {
  static const auto& headings = *[] {
    auto* names = new std::vector<std::string>();
    for (size_t i = 0; i < kClaimColumns; ++i) {
      names->emplace_back(HeadingOf(static_cast<ClaimColumn>(i)));
    }
    return names;
  }();
  return headings;
}

std::string Dumped(const Json& json) {
  std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  // Control characters beyond ASCII stand in JSON as they are.
  if (FitsCell(text)) return text;
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string TextOf(const Json& json) {
  return json.is_string() ? json.get<std::string>() : Dumped(json);
}

// `>=5000`, `10-15-20`: the unit has a column of its own.
std::string QuantityText(const Quantity& quantity) {
  const Json json = Json::parse(quantity.CanonicalJson(), nullptr, false);
  if (json.contains("exact")) return Dumped(json["exact"]);
  if (json.contains("at_least")) {
    return absl::StrCat(">=", Dumped(json["at_least"]));
  }
  if (json.contains("at_most")) {
    return absl::StrCat("<=", Dumped(json["at_most"]));
  }
  if (json.contains("about")) return absl::StrCat("~", Dumped(json["about"]));
  const std::string best =
      json.contains("best") ? absl::StrCat(Dumped(json["best"]), "-") : "";
  return absl::StrCat(Dumped(json["low"]), "-", best, Dumped(json["high"]));
}

std::string PointText(const Point& point) {
  const Json json = Json::parse(point.CanonicalJson(), nullptr, false);
  if (json.size() != 2) return Dumped(json);
  return absl::StrCat(Dumped(json["lat"]), ",", Dumped(json["lon"]));
}

void SetValue(const Object& object, Cells& cells) {
  if (const auto* quantity = std::get_if<Quantity>(&object)) {
    if (FitsCell(quantity->unit)) {
      cells["value"] = QuantityText(*quantity);
      cells["unit"] = quantity->unit;
    } else {
      cells["value"] = quantity->CanonicalJson();
    }
  } else if (const auto* point = std::get_if<Point>(&object)) {
    cells["value"] = PointText(*point);
  } else if (std::holds_alternative<FlagValue>(object)) {
    cells["value"] = "yes";
  } else {
    cells["value"] = TextOf(ValueJson(object));
  }
}

// Would the cell be read as it stands, and as no JSON?
bool IsPlain(absl::string_view text) {
  return !text.empty() && !absl::StartsWith(text, "{") &&
         !absl::StartsWith(text, "[") && FitsCell(text);
}

bool IsPlainPart(absl::string_view text) {
  return IsPlain(text) && !absl::StrContains(text, ';');
}

// Keys between semicolons; as JSON where one of them would be read otherwise.
std::string ListText(const std::vector<std::string>& keys) {
  if (std::all_of(keys.begin(), keys.end(), IsPlainPart)) {
    return absl::StrJoin(keys, "; ");
  }
  return Dumped(Json(keys));
}

class Exporter {
 public:
  Exporter(const EventLog& log, const View& view, const OutgoingKeys& keys,
           RecordedBy by)
      : log_(log), view_(view), keys_(keys), by_(by) {}

  [[nodiscard]] uint64_t words_changed() const { return words_changed_; }
  [[nodiscard]] uint64_t words_left_out() const { return words_left_out_; }

  absl::StatusOr<Cells> CellsOf(EventIndex index, const Event& event) {
    const auto& claim = std::get<Claim>(event.record);
    Cells cells;
    ASSIGN_OR_RETURN(cells["id"], keys_.KeyOf(index, event));
    RETURN_IF_ERROR(SetEntity(claim.subject, "subject", cells));
    cells["predicate"] = std::string(view_.KeyOf(claim.predicate));
    if (const auto* object = std::get_if<EntityId>(&claim.object)) {
      RETURN_IF_ERROR(SetEntity(*object, "object", cells));
    } else {
      SetValue(claim.object, cells);
    }
    cells["valid"] = claim.valid;
    if (claim.place) RETURN_IF_ERROR(SetEntity(*claim.place, "place", cells));
    RETURN_IF_ERROR(SetReport(claim.report, cells));
    RETURN_IF_ERROR(SetAttribution(claim, cells));
    if (claim.original) cells["original"] = "yes";
    RETURN_IF_ERROR(SetRestsOn(claim, cells));
    if (claim.stance != Stance::kAsserts) {
      cells["stance"] = std::string(NameOf(claim.stance));
    }
    if (claim.hedge != Hedge::kStated) {
      cells["hedge"] = std::string(NameOf(claim.hedge));
    }
    SetCitation(claim, cells);
    SetExtractor(claim, cells);
    if (!keys_.KeepsWordsOf(ClaimId(index.value()))) {
      SetQuote(claim, cells);
      cells["as_stated"] = claim.as_stated;
      cells["note"] = event.note;
    } else if (claim.quote || !claim.as_stated.empty() || !event.note.empty()) {
      ++words_left_out_;
    }
    RETURN_IF_ERROR(SetRecorded(event, cells));
    for (auto& [heading, cell] : cells) {
      if (FitsCell(cell)) continue;
      ++words_changed_;
      cell = CellText(cell);
    }
    return cells;
  }

 private:
  absl::Status SetEntity(EntityId id, const std::string& column, Cells& cells) {
    ASSIGN_OR_RETURN(Cell(column, "", cells), keys_.KeyOf(id));
    const Entity entity = view_.entity(id);
    if (column != "place") {
      Cell(column, "_kind", cells) = std::string(NameOf(entity.kind));
    }
    if (keys_.IsWithheld(id)) return absl::OkStatus();
    SetDescription(Cell(column, "_name", cells), entity.name);
    return absl::OkStatus();
  }
  static std::string& Cell(const std::string& column, const char* ending,
                           Cells& cells) {
    const std::string name = absl::StrCat(column, ending);
    const auto found = std::find(Headings().begin(), Headings().end(), name);
    return cells[*found];
  }
  absl::Status SetReport(ReportId id, Cells& cells) {
    ASSIGN_OR_RETURN(cells["report"], keys_.KeyOf(id));
    const ReportInfo report = view_.report(id);
    ASSIGN_OR_RETURN(cells["source"], keys_.KeyOf(report.source));
    const Source source = view_.source(report.source);
    cells["source_kind"] = std::string(NameOf(source.kind));
    if (!keys_.IsWithheld(report.source)) {
      SetDescription(cells["source_name"], source.name);
    }
    if (keys_.IsWithheld(id)) return absl::OkStatus();
    if (absl::StartsWith(cells["report"], kFtmReportPrefix)) {
      ASSIGN_OR_RETURN(const Report imported,
                       OutgoingReport(log_, view_, keys_, id));
      SetDescription(cells["title"], imported.title);
      SetDescription(cells["url"], imported.url);
    } else {
      SetDescription(cells["title"], report.title);
      SetDescription(cells["url"], report.url);
    }
    SetDescription(cells["published"], report.published);
    SetDescription(cells["language"], report.language);
    return absl::OkStatus();
  }
  // What no cell holds stands in column definitions alone.
  static void SetDescription(std::string& cell, absl::string_view text) {
    if (FitsCell(text)) cell = std::string(text);
  }
  // `src:a; src:b (eyewitness)`; JSON where that does not say all.
  absl::Status SetAttribution(const Claim& claim, Cells& cells) {
    bool is_plain = true;
    std::vector<std::string> parts;
    Json list = Json::array();
    for (const Speaker& speaker : claim.attribution) {
      ASSIGN_OR_RETURN(const std::string key, keys_.KeyOf(speaker.source));
      is_plain = is_plain && speaker.said.empty() && IsPlainPart(key) &&
                 !absl::StrContains(key, '(');
      const std::string basis(NameOf(speaker.basis));
      const bool is_stated = speaker.basis != Basis::kUnstated;
      parts.push_back(is_stated ? absl::StrCat(key, " (", basis, ")") : key);
      Json json = {{"source", key}};
      if (is_stated) json["basis"] = basis;
      if (!speaker.said.empty()) json["said"] = speaker.said;
      list.push_back(std::move(json));
    }
    if (parts.empty()) return absl::OkStatus();
    cells["attribution"] = is_plain ? absl::StrJoin(parts, "; ") : Dumped(list);
    return absl::OkStatus();
  }
  absl::Status SetRestsOn(const Claim& claim, Cells& cells) {
    std::vector<std::string> keys;
    for (const ClaimId premise : claim.rests_on) {
      ASSIGN_OR_RETURN(keys.emplace_back(), keys_.KeyOf(premise));
    }
    if (!keys.empty()) cells["rests_on"] = ListText(keys);
    return absl::OkStatus();
  }
  static void SetCitation(const Claim& claim, Cells& cells) {
    if (claim.citation.empty()) return;
    const Json citation = CitationJson(claim.citation);
    for (const char* part :
         {"page", "line", "paragraph", "time", "frame", "cell", "row"}) {
      if (citation.contains(part)) cells[part] = TextOf(citation[part]);
    }
  }
  static void SetQuote(const Claim& claim, Cells& cells) {
    if (!claim.quote) return;
    const Quote& quote = *claim.quote;
    if (quote.prefix.empty() && quote.suffix.empty() && IsPlain(quote.exact)) {
      cells["quote"] = quote.exact;
      return;
    }
    Json json = {{"exact", quote.exact}};
    if (!quote.prefix.empty()) json["prefix"] = quote.prefix;
    if (!quote.suffix.empty()) json["suffix"] = quote.suffix;
    cells["quote"] = Dumped(json);
  }
  static void SetExtractor(const Claim& claim, Cells& cells) {
    if (claim.real_ends.start || claim.real_ends.end) {
      cells["real_ends"] = claim.real_ends.start && claim.real_ends.end
                               ? "start; end"
                           : claim.real_ends.start ? "start"
                                                   : "end";
    }
    if (!claim.extracted_by) return;
    const Extractor& extractor = *claim.extracted_by;
    const std::string method(NameOf(extractor.method));
    if (IsPlain(extractor.agent) && FitsCell(extractor.version)) {
      cells["extracted_by"] = extractor.agent;
      cells["extracted_method"] = method;
      cells["extracted_version"] = extractor.version;
      return;
    }
    Json json = {{"agent", extractor.agent}, {"method", method}};
    if (!extractor.version.empty()) json["version"] = extractor.version;
    cells["extracted_by"] = Dumped(json);
  }
  absl::Status SetRecorded(const Event& event, Cells& cells) {
    cells["recorded"] = event.recorded.empty()
                            ? FormatRfc3339(event.recorded_at)
                            : event.recorded;
    if (by_ == RecordedBy::kIsLeftOut) return absl::OkStatus();
    if (!event.by.empty() || !event.closed_by) {
      cells["by"] = event.by;
      return absl::OkStatus();
    }
    const auto [known, is_new] = added_by_.try_emplace(*event.closed_by);
    if (is_new) {
      ASSIGN_OR_RETURN(known->second, keys_.keys().RecordedBy(event));
    }
    cells["by"] = known->second;
    return absl::OkStatus();
  }

  const EventLog& log_;
  const View& view_;
  const OutgoingKeys& keys_;
  const RecordedBy by_;
  uint64_t words_changed_ = 0;
  uint64_t words_left_out_ = 0;
  std::map<EventIndex, std::string> added_by_;  // each file, by its end
};

}  // namespace

absl::StatusOr<ClaimsCsvSummary> ExportClaimsCsv(
    const EventLog& log, const View& view, const Discretion& discretion,
    const Discretion& of_words, const OutgoingKeys& keys,
    const Selection& selection, Chosen chosen, RecordedBy by,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  const ClaimsCsvRows rows = RowsOf(view, discretion, selection);
  ClaimsCsvSummary summary = {.rows = rows.claims.size(),
                              .premises = rows.premises,
                              .not_counting = rows.not_counting,
                              .resting_on_sealed = rows.resting_on_sealed,
                              .resting_on_left_out = rows.resting_on_left_out,
                              .not_writable = rows.not_writable};
  const absl::flat_hash_set<ClaimId> claims(rows.claims.begin(),
                                            rows.claims.end());
  RETURN_IF_ERROR(write(CsvRow(Headings())));
  Exporter exporter(log, view, keys, by);
  ClaimsCsvDefinitions definitions(log, view, of_words, keys, claims, by);
  for (const ClaimId id : rows.claims) {
    const EventIndex index(id.value());
    ASSIGN_OR_RETURN(const Event event, log.Get(index));
    ASSIGN_OR_RETURN(Cells cells, exporter.CellsOf(index, event));
    ASSIGN_OR_RETURN(cells["definitions"], definitions.CellOf(index, event));
    std::vector<std::string> row;
    row.reserve(Headings().size());
    for (const std::string& heading : Headings()) {
      row.push_back(std::move(cells[heading]));
    }
    RETURN_IF_ERROR(write(CsvRow(row)));
  }
  summary.contents_left_out = definitions.contents_left_out();
  summary.names_left_out = definitions.names_left_out();
  summary.links_left_out = definitions.links_left_out();
  summary.decisions_left_out = definitions.decisions_left_out();
  summary.decisions_on_unnamed = definitions.decisions_on_unnamed();
  summary.successors_left_out = definitions.successors_left_out();
  summary.passages_left_out = definitions.passages_left_out();
  for (const EntityId id : selection.entities) {
    if (!definitions.Names(id)) ++summary.entities_left_out;
  }
  summary.unnamed =
      definitions.CountUnnamed(RecordsOf(view, discretion, selection, chosen));
  summary.words_changed = exporter.words_changed();
  summary.words_left_out =
      exporter.words_left_out() + definitions.words_left_out();
  summary.origins_left_out = definitions.origins_left_out();
  summary.telling = definitions.telling();
  summary.events = definitions.events();
  for (const ClaimId id : rows.claims) {
    summary.events.insert(EventIndex(id.value()));
  }
  return summary;
}

}  // namespace attest
