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
#include "engine/interchange/claims_csv_cells.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/model/entity.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

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

void ClaimsCsvRecords::BeginRow() {
  lines_.clear();
  made_.clear();
  made_reports_.clear();
  made_said_.clear();
}

void ClaimsCsvRecords::Keep() {
  known_.insert(made_.begin(), made_.end());
  reports_.insert(made_reports_.begin(), made_reports_.end());
  said_.insert(made_said_.begin(), made_said_.end());
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
  known_.insert(hash);
  return true;
}

absl::StatusOr<bool> ClaimsCsvRecords::IsKnownSource(absl::string_view cell) {
  ASSIGN_OR_RETURN(const bool is_key, IsKnown(RecordType::kSource, cell));
  if (is_key) return true;
  return IsKnown(RecordType::kSource, absl::StrCat("src:", cell));
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
    for (const auto& [field, value] :
         {std::pair<const char*, absl::string_view>{"kind", KindOf(kind)},
          {"name", name}}) {
      auto fault = Contradiction(RecordType::kEntity, cell, field, value);
      if (fault) return *std::move(fault);
    }
    return Named(cell);
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
  return Named(cell);
}

absl::StatusOr<NamedRecord> ClaimsCsvRecords::Source(absl::string_view cell,
                                                     absl::string_view name,
                                                     absl::string_view kind) {
  const auto known = [&](absl::string_view key) {
    auto fault = Contradiction(RecordType::kSource, key, "name", name);
    if (!fault) {
      fault = Contradiction(RecordType::kSource, key, "kind", NormalName(kind));
    }
    return fault ? *std::move(fault) : Named(key);
  };
  ASSIGN_OR_RETURN(bool is_known, IsKnown(RecordType::kSource, cell));
  if (is_known) return known(cell);
  std::string key(cell);
  absl::string_view rest = cell;
  const auto [prefix, behind] = SplitKey(cell);
  if (prefix == "src" || prefix == "source") {
    rest = behind;
  } else {
    key = absl::StrCat("src:", cell);
    ASSIGN_OR_RETURN(is_known, IsKnown(RecordType::kSource, key));
    if (is_known) return known(key);
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
  Say(RecordType::kSource, key, "name", name);
  Say(RecordType::kSource, key, "kind", kind_of_new);
  return Named(key);
}

absl::StatusOr<std::optional<ClaimsCsvRecords::KnownReport>>
ClaimsCsvRecords::FindReport(absl::string_view key) {
  const uint64_t hash = HashOf(RecordType::kReport, key);
  const auto known = reports_.find(hash);
  if (known != reports_.end()) return std::optional<KnownReport>(known->second);
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
      return Fault(absl::StrCat("report ", QuotedForMessage(used),
                                " is by another source"),
                   "its source, or an empty cell");
    }
    for (const auto& [field, value] : Fields(cells)) {
      auto fault = Contradiction(RecordType::kReport, used, field, value);
      if (fault) return *std::move(fault);
    }
    return Named(used);
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
      KnownReport{.source = HashOf(RecordType::kSource, source)});
  has_text_ = false;
  return Named(used);
}

}  // namespace attest
