#include "engine/interchange/claims_csv_records.h"

#include <algorithm>
#include <array>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/record_line.h"
#include "engine/interchange/cell_text.h"
#include "engine/interchange/claims_csv_cells.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/interchange/import_keys.h"
#include "engine/model/entity.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"
#include "engine/text/folding.h"

namespace attest {
namespace {

NamedRecord Named(absl::string_view key) { return {.key = std::string(key)}; }

NamedRecord Fault(std::string what, std::string want) {
  return {.what = std::move(what), .want = std::move(want)};
}

// The entity kind that a word names; empty for none.
absl::string_view KindOf(absl::string_view word) {
  const std::string normal = NormalName(word);
  if (normal == "org") return "organization";
  for (const absl::string_view kind : EnumNames<EntityKind>::kNames) {
    if (normal == kind) return kind;
  }
  return {};
}

std::string KindsText() {
  return absl::StrJoin(EnumNames<EntityKind>::kNames, ", ");
}

// What stands before the first colon, and behind it.
std::pair<absl::string_view, absl::string_view> SplitKey(
    absl::string_view key) {
  const size_t colon = key.find(':');
  if (colon == absl::string_view::npos) return {{}, key};
  return {key.substr(0, colon),
          absl::StripAsciiWhitespace(key.substr(colon + 1))};
}

// The name in the key of a source, as names are compared.
std::string FoldedName(absl::string_view key) {
  const auto [prefix, behind] = SplitKey(key);
  const bool is_made = prefix == "src" || prefix == "source";
  return OneLine(FoldForComparison(OneLine(is_made ? behind : key)));
}

std::string BeginLine(RecordType type, absl::string_view key) {
  std::string line = absl::StrCat("{\"type\":\"", NameOf(type), "\"");
  AppendTextField("id", key, line);
  return line;
}

void AppendStated(absl::string_view name, absl::string_view text,
                  std::string& line) {
  if (!text.empty()) AppendTextField(name, text, line);
}

// What a row says of a report, by the names of the fields.
std::array<std::pair<const char*, absl::string_view>, 4> Fields(
    const ReportCells& cells) {
  return {{{"title", cells.title},
           {"published", cells.published},
           {"url", cells.url},
           {"language", cells.language}}};
}

}  // namespace

uint64_t ClaimsCsvRecords::HashOf(RecordType type, absl::string_view key) {
  return absl::HashOf(static_cast<int>(type), key);
}

void ClaimsCsvRecords::BeginRow(uint64_t row) {
  row_ = static_cast<uint32_t>(row);
  lines_.clear();
  made_.clear();
  made_reports_.clear();
  made_said_.clear();
  made_names_.clear();
}

void ClaimsCsvRecords::Keep() {
  for (const uint64_t made : made_) known_.emplace(made, row_);
  reports_.insert(made_reports_.begin(), made_reports_.end());
  said_.insert(made_said_.begin(), made_said_.end());
  names_.insert(made_names_.begin(), made_names_.end());
}

absl::StatusOr<bool> ClaimsCsvRecords::IsKnown(RecordType type,
                                               absl::string_view key) {
  const uint64_t hash = HashOf(type, key);
  if (known_.contains(hash) ||
      std::find(made_.begin(), made_.end(), hash) != made_.end()) {
    return true;
  }
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> found, existing_.Find(key));
  if (!found) return false;
  known_.emplace(hash, 0);
  RETURN_IF_ERROR(LookAt(type, key, *found));
  return true;
}

absl::Status ClaimsCsvRecords::LookAt(RecordType type, absl::string_view key,
                                      const KnownRecord& found) {
  if (found.type != type) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Event event, existing_.Current(found.index));
  if (event.withheld != Withheld::kNo) return absl::OkStatus();
  const auto says = [&](absl::string_view field, absl::string_view value) {
    case_says_.emplace(absl::HashOf(HashOf(type, key), field),
                       absl::HashOf(absl::string_view(CellText(value))));
  };
  // Of what is sealed a table tells nothing.
  if (const auto* entity = std::get_if<attest::Entity>(&event.record)) {
    if (entity->sensitivity == Sensitivity::kSealed) return absl::OkStatus();
    says("kind", NameOf(entity->kind));
    says("name", entity->name);
  } else if (const auto* source = std::get_if<attest::Source>(&event.record)) {
    if (source->sensitivity == Sensitivity::kSealed) return absl::OkStatus();
    says("kind", NameOf(source->kind));
    says("name", source->name);
  } else if (const auto* report = std::get_if<attest::Report>(&event.record)) {
    if (report->sensitivity == Sensitivity::kSealed) return absl::OkStatus();
    for (const auto& [field, value] : Fields({.title = report->title,
                                      .published = report->published,
                                      .url = report->url,
                                      .language = report->language})) {
      says(field, value);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<NamedRecord> ClaimsCsvRecords::Known(
    RecordType type, absl::string_view key, absl::Span<const Field> fields) {
  NamedRecord named = Named(key);
  named.row = RowOf(type, key);
  for (const auto& [field, value] : fields) {
    if (auto fault = Contradiction(type, key, field, value)) {
      fault->row = named.row;
      return *std::move(fault);
    }
    if (value.empty()) continue;
    const auto says = case_says_.find(absl::HashOf(HashOf(type, key), field));
    if (says == case_says_.end() || says->second == absl::HashOf(value)) {
      continue;
    }
    named.edits.emplace_back(field);
    case_says_.erase(says);
  }
  return named;
}

absl::StatusOr<NamedRecord> ClaimsCsvRecords::Define(
    RecordType type, const std::string& id,
    const nlohmann::ordered_json& line) {
  const std::string text = line.dump(
      -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  const uint64_t field = absl::HashOf(HashOf(type, id), "definition");
  const auto said = said_.find(field);
  if (said != said_.end() && said->second == absl::HashOf(text)) {
    return Named(id);
  }
  const auto of = [&line](const char* name) {
    const auto found = line.find(name);
    return found != line.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string();
  };
  const bool is_report = type == RecordType::kReport;
  bool is_known = false;
  if (is_report) {
    ASSIGN_OR_RETURN(const auto report, FindReport(id));
    is_known = report.has_value();
  } else {
    ASSIGN_OR_RETURN(is_known, IsKnown(type, id));
  }
  if (is_known) {
    ASSIGN_OR_RETURN(const auto found, existing_.Find(id));
    if (found) return Named(id);
    NamedRecord fault =
        Fault(absl::StrCat(QuotedForMessage(id),
                           " is made by an earlier row, and not so"),
              "its definition in the first row that names it, and the same in "
              "all others");
    fault.row = RowOf(type, id);
    return fault;
  }
  lines_.push_back(text);
  made_said_.emplace_back(field, absl::HashOf(text));
  if (is_report) {
    made_reports_.emplace_back(
        HashOf(type, id),
        KnownReport{.source = HashOf(RecordType::kSource, of("source")),
                    .row = row_,
                    .has_text = line.contains("withheld")});
    const std::string title = of("title"), published = of("published"),
                      url = of("url"), language = of("language");
    for (const auto& [name, value] : Fields({.title = title,
                                     .published = published,
                                     .url = url,
                                     .language = language})) {
      Say(type, id, name, CellText(value));
    }
    return Named(id);
  }
  made_.push_back(HashOf(type, id));
  if (type == RecordType::kSource) NoteName(id);
  if (type == RecordType::kEntity || type == RecordType::kSource) {
    Say(type, id, "kind", of("kind"));
    if (!line.contains("withheld")) Say(type, id, "name", CellText(of("name")));
  }
  return Named(id);
}

absl::StatusOr<bool> ClaimsCsvRecords::IsKnownSource(absl::string_view cell) {
  ASSIGN_OR_RETURN(const bool is_key, IsKnown(RecordType::kSource, cell));
  if (is_key) return true;
  return IsKnown(RecordType::kSource, absl::StrCat("src:", cell));
}

void ClaimsCsvRecords::NoteName(absl::string_view source) {
  made_names_.emplace_back(FoldedName(source), source);
}

absl::StatusOr<std::string> ClaimsCsvRecords::FindByName(
    absl::string_view name) {
  if (!has_read_names_) {
    ASSIGN_OR_RETURN(const std::vector<EventIndex> sources,
                     existing_.FindByPrefix(RecordType::kSource, ""));
    for (const EventIndex source : sources) {
      ASSIGN_OR_RETURN(std::string key, existing_.KeyOf(source));
      std::string folded = FoldedName(key);
      names_.try_emplace(std::move(folded), std::move(key));
    }
    has_read_names_ = true;
  }
  const std::string folded = OneLine(FoldForComparison(OneLine(name)));
  const auto found = names_.find(folded);
  if (found != names_.end()) return found->second;
  for (const auto& [made, key] : made_names_) {
    if (made == folded) return key;
  }
  return std::string();
}

uint64_t ClaimsCsvRecords::RowOf(RecordType type, absl::string_view key) const {
  const uint64_t hash = HashOf(type, key);
  if (type == RecordType::kReport) {
    const auto report = reports_.find(hash);
    return report == reports_.end() ? 0 : report->second.row;
  }
  const auto known = known_.find(hash);
  return known == known_.end() ? 0 : known->second;
}

void ClaimsCsvRecords::Make(RecordType type, absl::string_view key,
                            std::string line) {
  lines_.push_back(std::move(line));
  made_.push_back(HashOf(type, key));
}

void ClaimsCsvRecords::Say(RecordType type, absl::string_view key,
                           absl::string_view field, absl::string_view value) {
  made_said_.emplace_back(absl::HashOf(HashOf(type, key), field),
                          absl::HashOf(value));
}

std::optional<NamedRecord> ClaimsCsvRecords::Contradiction(
    RecordType type, absl::string_view key, absl::string_view field,
    absl::string_view value) const {
  if (value.empty()) return std::nullopt;
  const auto said = said_.find(absl::HashOf(HashOf(type, key), field));
  if (said == said_.end() || said->second == absl::HashOf(value)) {
    return std::nullopt;
  }
  return Fault(absl::StrCat("the ", field, " of ", QuotedForMessage(key),
                            " is given as ", QuotedForMessage(value),
                            ", and not so by the first row that names it"),
               "the same in the first row that names it and in all others");
}

absl::StatusOr<NamedRecord> ClaimsCsvRecords::Entity(absl::string_view cell,
                                                     absl::string_view kind,
                                                     absl::string_view name) {
  ASSIGN_OR_RETURN(const bool is_known, IsKnown(RecordType::kEntity, cell));
  if (is_known) {
    return Known(RecordType::kEntity, cell,
                 {{"kind", KindOf(kind)}, {"name", name}});
  }
  const auto [prefix, rest] = SplitKey(cell);
  const absl::string_view kind_of_new = KindOf(kind.empty() ? prefix : kind);
  if (kind_of_new.empty()) {
    return Fault(kind.empty() ? "no such entity" : "unknown kind of entity",
                 kind.empty() ? absl::StrCat("a key, or kind:name with one of ",
                                             KindsText())
                              : KindsText());
  }
  if (std::string fault = KeyFault(cell, false); !fault.empty()) {
    return Fault("not a key", std::move(fault));
  }
  if (name.empty()) name = KindOf(prefix).empty() ? cell : rest;
  if (name.empty()) return Fault("an entity without a name", "kind:name");
  std::string line = BeginLine(RecordType::kEntity, cell);
  AppendTextField("kind", kind_of_new, line);
  AppendTextField("name", name, line);
  Make(RecordType::kEntity, cell, line + "}");
  Say(RecordType::kEntity, cell, "kind", kind_of_new);
  Say(RecordType::kEntity, cell, "name", name);
  NamedRecord named = Named(cell);
  if (KindOf(prefix) == "organization") {
    std::string other = absl::StrCat(
        NormalName(prefix) == "org" ? "organization:" : "org:", rest);
    ASSIGN_OR_RETURN(const bool is_twin, IsKnown(RecordType::kEntity, other));
    if (is_twin) named.twin = std::move(other);
  }
  return named;
}

absl::StatusOr<NamedRecord> ClaimsCsvRecords::Source(absl::string_view cell,
                                                     absl::string_view name,
                                                     absl::string_view kind) {
  const std::string stated_kind = NormalName(kind);
  const auto known = [&](absl::string_view key) {
    return Known(RecordType::kSource, key,
                 {{"name", name}, {"kind", stated_kind}});
  };
  ASSIGN_OR_RETURN(bool is_known, IsKnown(RecordType::kSource, cell));
  if (is_known) return known(cell);
  std::string key(cell);
  absl::string_view rest = cell;
  const auto [prefix, behind] = SplitKey(cell);
  const bool is_plain = prefix != "src" && prefix != "source";
  if (!is_plain) rest = behind;
  if (prefix != "src") {
    key = absl::StrCat("src:", rest);
    ASSIGN_OR_RETURN(is_known, IsKnown(RecordType::kSource, key));
    if (is_known) return known(key);
  }
  ASSIGN_OR_RETURN(std::string twin, FindByName(rest));
  if (is_plain) {
    if (!twin.empty()) return known(twin);
    key = absl::StrCat("src:", FoldedForKey(rest));
  }
  if (std::string fault = KeyFault(key, false); !fault.empty()) {
    return Fault("not a key", std::move(fault));
  }
  if (name.empty()) name = rest;
  if (name.empty()) return Fault("a source without a name", "src:name");
  std::string line = BeginLine(RecordType::kSource, key);
  AppendTextField("name", name, line);
  const std::string kind_of_new = kind.empty() ? "unknown" : NormalName(kind);
  AppendTextField("kind", kind_of_new, line);
  Make(RecordType::kSource, key, line + "}");
  NoteName(key);
  Say(RecordType::kSource, key, "name", name);
  Say(RecordType::kSource, key, "kind", kind_of_new);
  NamedRecord named = Named(key);
  named.twin = std::move(twin);
  return named;
}

absl::StatusOr<std::optional<ClaimsCsvRecords::KnownReport>>
ClaimsCsvRecords::FindReport(absl::string_view key) {
  const uint64_t hash = HashOf(RecordType::kReport, key);
  const auto known = reports_.find(hash);
  if (known != reports_.end()) return std::optional<KnownReport>(known->second);
  for (const auto& [made, report] : made_reports_) {
    if (made == hash) return std::optional<KnownReport>(report);
  }
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> found, existing_.Find(key));
  if (!found) return std::optional<KnownReport>();
  KnownReport report;
  if (found->type == RecordType::kReport) {
    ASSIGN_OR_RETURN(const Event event, existing_.Current(found->index));
    const auto& record = std::get<attest::Report>(event.record);
    report.has_text =
        record.text || record.file || event.withheld != Withheld::kNo;
    ASSIGN_OR_RETURN(const std::string source,
                     existing_.KeyOf(EventIndex(record.source.value())));
    report.source = HashOf(RecordType::kSource, source);
  }
  RETURN_IF_ERROR(LookAt(RecordType::kReport, key, *found));
  reports_.emplace(hash, report);
  return std::optional<KnownReport>(report);
}

absl::StatusOr<std::string> ClaimsCsvRecords::TitleFor(
    absl::string_view source) const {
  std::string name(SplitKey(source).second);
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> found,
                   existing_.Find(source));
  if (found && found->type == RecordType::kSource) {
    ASSIGN_OR_RETURN(const Event event, existing_.Current(found->index));
    const std::string& known = std::get<attest::Source>(event.record).name;
    if (!known.empty()) name = known;
  }
  return absl::StrCat("Unnamed reports of ", name);
}

absl::StatusOr<NamedRecord> ClaimsCsvRecords::Report(absl::string_view key,
                                                     absl::string_view source,
                                                     const ReportCells& cells) {
  std::string made_key;
  if (key.empty()) {
    made_key = cells.url.empty() ? absl::StrCat("rpt:unnamed:", source)
                                 : absl::StrCat("rpt:", cells.url);
  }
  const absl::string_view used = key.empty() ? made_key : key;
  ASSIGN_OR_RETURN(const std::optional<KnownReport> known, FindReport(used));
  if (known) {
    has_text_ = known->has_text;
    if (!source.empty() && known->source != 0 &&
        known->source != HashOf(RecordType::kSource, source)) {
      NamedRecord fault = Fault(absl::StrCat("report ", QuotedForMessage(used),
                                             " is by another source"),
                                "its source, or an empty cell");
      fault.row = known->row;
      return fault;
    }
    return Known(RecordType::kReport, used, Fields(cells));
  }
  if (source.empty()) {
    return Fault("no such report", "a key, or a source beside it");
  }
  if (std::string fault = KeyFault(used, false); !fault.empty()) {
    return Fault("not a key", std::move(fault));
  }
  std::string title(cells.title);
  if (title.empty() && (!key.empty() || !cells.url.empty())) {
    title = std::string(key.empty() ? cells.url : key);
  }
  if (title.empty()) {
    ASSIGN_OR_RETURN(title, TitleFor(source));
  }
  std::string line = BeginLine(RecordType::kReport, used);
  AppendTextField("source", source, line);
  AppendTextField("title", title, line);
  AppendStated("published", cells.published, line);
  AppendStated("url", cells.url, line);
  AppendStated("language", cells.language, line);
  lines_.push_back(line + "}");
  for (const auto& [field, value] : Fields(cells)) {
    Say(RecordType::kReport, used, field,
        field == absl::string_view("title") ? absl::string_view(title) : value);
  }
  made_reports_.emplace_back(
      HashOf(RecordType::kReport, used),
      KnownReport{.source = HashOf(RecordType::kSource, source), .row = row_});
  has_text_ = false;
  return Named(used);
}

}  // namespace attest
