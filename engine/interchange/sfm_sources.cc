#include "engine/interchange/sfm_sources.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <variant>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/interchange/json_fields.h"
#include "engine/interchange/sfm_keys.h"
#include "engine/interchange/sfm_table_date.h"
#include "engine/model/report.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// When the copy was taken, where that is an instant. A time without a zone is
// one where the address of the archive has it too: its times are in UTC.
std::string InstantOf(absl::string_view time, absl::string_view archive) {
  if (time.empty()) return "";
  if (ParseRfc3339(time).ok()) return std::string(time);
  const std::string in_utc = absl::StrCat(time, "Z");
  if (!ParseRfc3339(in_utc).ok()) return "";
  std::string digits;
  for (char c : time) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits += c;
  }
  return absl::StrContains(archive, absl::StrCat("/web/", digits)) ? in_utc
                                                                   : "";
}

bool IsAddress(absl::string_view text) {
  return absl::StartsWithIgnoreCase(text, "http://") ||
         absl::StartsWithIgnoreCase(text, "https://");
}

std::string ReportKey(absl::string_view id) { return SfmKey("rpt", {id}); }

}  // namespace

void SfmSources::Begin(SfmTable& table) {
  columns_.lookup = table.Take(SfmParts::kText, {"sourceidlookup"});
  columns_.id = table.Take(SfmParts::kText, {"sourceid"});
  columns_.title = table.Take(SfmParts::kText, {"title"});
  columns_.page = table.Take(SfmParts::kText, {"page", "pagenumber"});
  columns_.published =
      table.Take(SfmParts::kText, {"publishedon", "publicationdate"});
  columns_.accessed = table.Take(SfmParts::kText, {"accessdate", "accessedon"});
  columns_.url = table.Take(SfmParts::kText, {"sourceurl", "url"});
  columns_.archive = table.Take(SfmParts::kText, {"archiveurl"});
  columns_.archived = table.Take(SfmParts::kText, {"archivetimestamp"});
  columns_.alias = table.Take(SfmParts::kText, {"aliassourceid"});
  columns_.country =
      table.Take(SfmParts::kText, {"country", "publicationcountry"});
  columns_.publisher =
      table.Take(SfmParts::kText, {"publicationtitle", "publication"});
  columns_.publisher_id =
      table.Take(SfmParts::kText, {"newpubid", "publicationid"});
  columns_.author = table.Take(SfmParts::kText, {"author"});
  tables_.push_back({table.path(), table.heading(columns_.alias.value)});
  table.Take(SfmParts::kText, {"key"});  // country and publisher in one
}

absl::Status SfmSources::AddRow(SfmTable& table) {
  const auto cell = [&table](const SfmColumns& columns) {
    return table.cell(columns.value);
  };
  const absl::string_view lookup = cell(columns_.lookup);
  const absl::string_view id =
      cell(columns_.id).empty() ? lookup : cell(columns_.id);
  if (id.empty()) {
    lines_.AddError(table.heading(columns_.id.value), "a source without an id",
                    "nothing", "the id that the other tables cite");
    return absl::OkStatus();
  }
  std::string row;
  for (size_t column = 0; column < table.reader().headings().size(); ++column) {
    absl::StrAppend(&row, table.cell(column), "\x1F");
  }
  const KnownSource known{.report = ReportKey(id),
                          .page = OneLine(cell(columns_.page)),
                          .content = absl::HashOf(row)};
  bool is_awaited = false;
  for (absl::string_view name : {lookup, id}) {
    if (name.empty()) continue;
    const auto [entry, is_new] = known_.try_emplace(name, known);
    is_awaited |= is_new && WaitAlso(name, known.report);
    if (!is_new && name == (lookup.empty() ? id : lookup) &&
        entry->second.content != known.content) {
      RETURN_IF_ERROR(lines_.Warn(table.heading(columns_.id.value),
                                  "two rows of one source that differ", name,
                                  "one row; the first one stands"));
    }
  }
  // Of several rows the first that can be read stands.
  if (!known_.find(id)->second.is_reported) {
    ASSIGN_OR_RETURN(const bool is_reported, AddReport(table, id));
    if (!is_reported) return absl::OkStatus();
    known_.find(id)->second.is_reported = true;
    is_awaited = true;
  }
  if (is_awaited) RETURN_IF_ERROR(AddWaiting(known.report));
  // An alias counts whichever row names it: without it, one source is two.
  return AddAliases(known.report, cell(columns_.alias), table.reader().row());
}

absl::StatusOr<std::string> SfmSources::AddPublisher(SfmTable& table,
                                                     absl::string_view id) {
  const SfmPublisher publisher = {
      .id = std::string(table.cell(columns_.publisher_id.value)),
      .name = OneLine(table.cell(columns_.publisher.value)),
      .country = OneLine(table.cell(columns_.country.value))};
  if (publisher.id.empty() && publisher.name.empty()) {
    return publishers_.AddUnknown(id);
  }
  return publishers_.Add(publisher, table.heading(columns_.publisher.value));
}

absl::StatusOr<bool> SfmSources::AddReport(SfmTable& table,
                                           absl::string_view id) {
  const auto cell = [&table](const SfmColumns& columns) {
    return table.cell(columns.value);
  };
  ASSIGN_OR_RETURN(const std::optional<std::string> published,
                   ReadTableDate(table, columns_.published, lines_));
  if (!published) return false;
  absl::string_view archive = cell(columns_.archive);
  if (!IsAddress(archive)) {
    if (!archive.empty() &&
        !absl::EqualsIgnoreCase(archive, "No archive available")) {
      RETURN_IF_ERROR(lines_.Warn(table.heading(columns_.archive.value),
                                  "no address of an archive; left out", archive,
                                  "http:// or https://"));
    }
    archive = "";
  }
  std::string retrieved = InstantOf(cell(columns_.archived), archive);
  std::string note;
  if (retrieved.empty()) retrieved = InstantOf(cell(columns_.accessed), "");
  for (const SfmColumns& column : {columns_.archived, columns_.accessed}) {
    if (cell(column).empty() || absl::StartsWith(retrieved, cell(column))) {
      continue;
    }
    absl::StrAppend(&note, note.empty() ? "" : "; ",
                    table.heading(column.value), ": ", cell(column));
  }
  std::string title = OneLine(cell(columns_.title));
  if (title.empty()) {
    title = std::string(id);
    RETURN_IF_ERROR(lines_.Warn(table.heading(columns_.title.value),
                                "a source without a title; titled by its id",
                                id, "a title"));
  }
  ASSIGN_OR_RETURN(const std::string publisher, AddPublisher(table, id));
  const std::string key = ReportKey(id);
  const std::vector<std::pair<std::string, std::string>> fields = {
      {"title", title},
      {"published", *published},
      {"retrieved", retrieved},
      {"author", OneLine(cell(columns_.author))},
      {"url", OneLine(cell(columns_.url))},
      {"archive_url", OneLine(archive)}};
  RETURN_IF_ERROR(DefineReport(key, publisher, fields, note));
  return true;
}

absl::Status SfmSources::DefineReport(
    const std::string& key, absl::string_view publisher,
    const std::vector<std::pair<std::string, std::string>>& fields,
    absl::string_view note) {
  ASSIGN_OR_RETURN(const bool was_defined, lines_.IsDefined(key));
  if (was_defined) return Amend(key, publisher, fields);
  return lines_
      .Define(key,
              [&] {
                JsonFields line;
                line.Json("type", "\"report\"")
                    .Text("id", key)
                    .Text("source", publisher);
                for (const auto& [name, value] : fields) line.Text(name, value);
                return line.Text("note", note).Take();
              })
      .status();
}

absl::Status SfmSources::Amend(
    const std::string& key, absl::string_view publisher,
    const std::vector<std::pair<std::string, std::string>>& fields) {
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> known,
                   lines_.existing().Find(key));
  if (!known || known->type != RecordType::kReport) return absl::OkStatus();
  // With what was imported, not with what stands: whatever somebody amended
  // since is not taken back by a row that has not changed.
  ASSIGN_OR_RETURN(const Event event, lines_.existing().Get(known->index));
  const auto* const report = std::get_if<Report>(&event.record);
  if (report == nullptr || event.withheld != Withheld::kNo) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string source,
                   lines_.existing().KeyOf(EventIndex(report->source.value())));
  const std::vector<std::string> old = {report->title,     report->published,
                                        report->retrieved, report->author,
                                        report->url,       report->archive_url};
  JsonFields set;
  if (source != publisher) set.Text("source", publisher);
  for (size_t n = 0; n < old.size(); ++n) {
    if (fields[n].second != old[n]) set.Text(fields[n].first, fields[n].second);
  }
  if (set.empty()) return absl::OkStatus();
  const std::string values = set.Take();
  const std::string id = SfmKey("amendment", {key, values});
  return lines_
      .Define(id,
              [&] {
                return JsonFields()
                    .Json("type", "\"amendment\"")
                    .Text("id", id)
                    .Text("target", key)
                    .Json("set", values)
                    .Json("reason", "\"the imported row has changed\"")
                    .Take();
              })
      .status();
}

absl::Status SfmSources::AddAliases(absl::string_view report,
                                    absl::string_view aliases, uint64_t row) {
  const std::vector<std::string> ids = SplitCell(aliases);
  if (ids.size() > kMaxInCell) {
    lines_.AddError(tables_.back().alias_heading,
                    "too many sources in one cell", aliases,
                    absl::StrCat("at most ", kMaxInCell));
    return absl::OkStatus();
  }
  for (const std::string& id : ids) {
    const WaitingAlias alias = {.report = std::string(report),
                                .id = id,
                                .table = tables_.size() - 1,
                                .row = row};
    const std::string by_id = ReportKey(id);
    RETURN_IF_ERROR(AddAlias(alias, by_id));
    const auto known = known_.find(id);
    if (known == known_.end() || known->second.report == by_id) continue;
    RETURN_IF_ERROR(AddAlias(alias, known->second.report));
  }
  return absl::OkStatus();
}

absl::Status SfmSources::AddAlias(const WaitingAlias& alias,
                                  const std::string& on) {
  if (alias.report == on) return absl::OkStatus();
  waiting_[on].push_back(alias);
  ASSIGN_OR_RETURN(const bool is_defined, lines_.IsDefined(on));
  return is_defined ? AddSameCapture(alias.report, on) : absl::OkStatus();
}

absl::Status SfmSources::AddWaiting(absl::string_view report) {
  const auto waiting = waiting_.find(report);
  if (waiting == waiting_.end()) return absl::OkStatus();
  for (const WaitingAlias& alias : waiting->second) {
    if (alias.report == report) continue;
    RETURN_IF_ERROR(AddSameCapture(alias.report, report));
  }
  return absl::OkStatus();
}

bool SfmSources::WaitAlso(absl::string_view id, const std::string& report) {
  const std::string by_id = ReportKey(id);
  const auto waiting = waiting_.find(by_id);
  if (by_id == report || waiting == waiting_.end()) return false;
  std::vector<WaitingAlias> also;
  for (const WaitingAlias& alias : waiting->second) {
    if (alias.id == id) also.push_back(alias);
  }
  std::vector<WaitingAlias>& aliases = waiting_[report];
  aliases.insert(aliases.end(), also.begin(), also.end());
  return !also.empty();
}

absl::Status SfmSources::JoinStoredApart(absl::string_view id,
                                         KnownSource& known) {
  const std::string by_id = ReportKey(id);
  if (by_id == known.report || known.is_reported) return absl::OkStatus();
  if (!known.is_stored_apart) {
    ASSIGN_OR_RETURN(known.is_stored_apart, lines_.IsStored(by_id));
  }
  if (!*known.is_stored_apart) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool is_defined, lines_.IsDefined(known.report));
  return is_defined ? AddSameCapture(known.report, by_id) : absl::OkStatus();
}

absl::Status SfmSources::AddSameCapture(absl::string_view from,
                                        absl::string_view on) {
  const std::string id = SfmKey("dependence", {from, on});
  return lines_
      .Define(id,
              [&] {
                return JsonFields()
                    .Json("type", "\"dependence\"")
                    .Text("id", id)
                    .Text("from", from)
                    .Text("on", on)
                    .Json("how", "\"same_capture\"")
                    .Json("reason", "\"an alias in the table of sources\"")
                    .Take();
              })
      .status();
}

absl::Status SfmSources::Finish() {
  std::vector<const WaitingAlias*> missing;
  for (const auto& [report, aliases] : waiting_) {
    ASSIGN_OR_RETURN(const bool is_defined, lines_.IsDefined(report));
    if (is_defined) continue;
    for (const WaitingAlias& alias : aliases) {
      // Of the two that it may wait for, it is told by its own id.
      if (report != ReportKey(alias.id)) continue;
      const auto known = known_.find(alias.id);
      if (known != known_.end()) {
        ASSIGN_OR_RETURN(const bool is_there,
                         lines_.IsDefined(known->second.report));
        if (is_there) continue;
      }
      missing.push_back(&alias);
    }
  }
  const auto place = [](const WaitingAlias* alias) {
    return std::tie(alias->table, alias->row, alias->id);
  };
  std::sort(missing.begin(), missing.end(),
            [&place](const WaitingAlias* a, const WaitingAlias* b) {
              return place(a) < place(b);
            });
  for (const WaitingAlias* alias : missing) {
    const Table& table = tables_[alias->table];
    RETURN_IF_ERROR(
        lines_.WarnAt(table.file, alias->row, table.alias_heading,
                      "an alias of a source that no row defines; left out",
                      alias->id, "an id of the table"));
  }
  return absl::OkStatus();
}

absl::StatusOr<SfmCitations> SfmSources::Resolve(absl::string_view cell,
                                                 absl::string_view column) {
  SfmCitations citations;
  for (absl::string_view part : absl::StrSplit(cell, ';')) {
    const absl::string_view id = absl::StripAsciiWhitespace(part);
    if (id.empty()) continue;
    if (citations.size() == kMaxInCell) {
      lines_.AddError(column, "too many sources in one cell", cell,
                      absl::StrCat("at most ", kMaxInCell));
      break;
    }
    SfmCitation citation;
    const auto known = known_.find(id);
    if (known != known_.end()) {
      citation = {known->second.report, known->second.page};
      RETURN_IF_ERROR(JoinStoredApart(id, known->second));
    } else {
      citation.report = ReportKey(id);
      RETURN_IF_ERROR(DefineUnknown(citation.report, id, column));
    }
    const bool is_new = std::none_of(citations.begin(), citations.end(),
                                     [&citation](const SfmCitation& other) {
                                       return other.report == citation.report;
                                     });
    if (is_new) citations.push_back(std::move(citation));
  }
  return citations;
}

absl::Status SfmSources::DefineUnknown(absl::string_view report,
                                       absl::string_view id,
                                       absl::string_view column) {
  ASSIGN_OR_RETURN(const bool is_defined, lines_.IsDefined(report));
  if (is_defined) return absl::OkStatus();
  if (known_.empty()) {
    RETURN_IF_ERROR(
        lines_.WarnOnce("", "no table of sources; reports go by their ids", "",
                        "the table of sources beside this one"));
  } else {
    RETURN_IF_ERROR(lines_.Warn(
        column, "a source that is not in the table; its report goes by its id",
        id, "an id of the table"));
  }
  ASSIGN_OR_RETURN(const std::string publisher, publishers_.AddUnknown(id));
  RETURN_IF_ERROR(lines_
                      .Define(report,
                              [&] {
                                return JsonFields()
                                    .Json("type", "\"report\"")
                                    .Text("id", report)
                                    .Text("source", publisher)
                                    .Text("title", id)
                                    .Take();
                              })
                      .status());
  return AddWaiting(report);
}

}  // namespace attest
