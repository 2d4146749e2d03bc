#include "engine/interchange/sfm_table.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kNone = SfmColumns::kNoColumn;

enum class HeadingKind : uint8_t {
  kValue,
  kSource,
  kConfidence,
  kMonth,
  kDay,
  kYear
};

struct Heading {
  HeadingKind kind = HeadingKind::kValue;
  std::string name;
};

Heading ReadHeading(absl::string_view text) {
  struct Mark {
    absl::string_view word;
    HeadingKind kind = HeadingKind::kValue;
  };
  static constexpr Mark kPrefixes[] = {
      {"source:", HeadingKind::kSource},
      {"uuid:", HeadingKind::kSource},
      {"confidence:", HeadingKind::kConfidence}};
  static constexpr Mark kEndings[] = {{"month", HeadingKind::kMonth},
                                      {"day", HeadingKind::kDay},
                                      {"year", HeadingKind::kYear}};
  std::string bare;
  for (char c : absl::AsciiStrToLower(text)) {
    if (c != ' ' && c != '\t' && c != '\n') bare.push_back(c);
  }
  for (const Mark& mark : kPrefixes) {
    if (absl::StartsWith(bare, mark.word)) {
      return {mark.kind, NameOfHeading(text.substr(text.find(':') + 1))};
    }
  }
  for (const Mark& mark : kEndings) {
    if (bare == mark.word || absl::EndsWith(bare, absl::StrCat("_", mark.word)))
      return {mark.kind, NameOfHeading(text)};
  }
  return {HeadingKind::kValue, NameOfHeading(text)};
}

size_t& PartOf(SfmColumns& columns, HeadingKind kind) {
  switch (kind) {
    case HeadingKind::kSource:
      return columns.source;
    case HeadingKind::kConfidence:
      return columns.confidence;
    case HeadingKind::kMonth:
      return columns.month;
    case HeadingKind::kDay:
      return columns.day;
    case HeadingKind::kYear:
      return columns.year;
    case HeadingKind::kValue:
      break;
  }
  return columns.value;
}

// Columns beside a value that describe it further; the sources behind them are
// the value's.
bool IsCompanion(absl::string_view name) {
  static constexpr absl::string_view kCompanions[] = {
      "sitegeonamesid", "siteadminlevel1geonamesid",
      "areaofoperationsgeonameid", "areaofoperationsdivisionid",
      "siteexactlocationlatitudeorosmnodeid"};
  for (absl::string_view companion : kCompanions) {
    if (name == companion) return true;
  }
  return false;
}

}  // namespace

std::string NameOfHeading(absl::string_view heading) {
  std::string name;
  int depth = 0;
  for (char c : heading) {
    if (c == '(') ++depth;
    if (depth == 0 && absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      name.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    }
    if (c == ')' && depth > 0) --depth;
  }
  absl::string_view text = name;
  for (absl::string_view answers : {"yne", "yn"}) {
    if (absl::ConsumeSuffix(&text, answers)) break;
  }
  return std::string(text);
}

absl::StatusOr<SfmTable> SfmTable::Open(const std::string& path,
                                        const ImportMap& map) {
  ASSIGN_OR_RETURN(std::unique_ptr<TableReader> reader,
                   TableReader::Open(path, BadText::kIsKept));
  SfmTable table(path, std::move(reader));
  table.FindColumns(map);
  RETURN_IF_ERROR(table.FindKind());
  return table;
}

void SfmTable::FindColumns(const ImportMap& map) {
  std::vector<Heading> headings;
  for (const std::string& heading : reader_->headings()) {
    const auto mapped = map.headings.find(heading);
    headings.push_back(
        ReadHeading(mapped == map.headings.end() ? heading : mapped->second));
  }
  is_known_.assign(headings.size(), false);
  for (size_t column = 0; column < headings.size(); ++column) {
    const Heading& heading = headings[column];
    if (heading.kind != HeadingKind::kValue || heading.name.empty()) continue;
    // The first of several columns of one name; the others stay unknown.
    SfmColumns& value = values_[heading.name];
    if (value.value == kNone) value.value = column;
  }
  std::string before;  // the value that the columns at hand follow
  for (size_t column = 0; column < headings.size(); ++column) {
    const Heading& heading = headings[column];
    if (heading.kind == HeadingKind::kValue) {
      if (!IsCompanion(heading.name)) before = heading.name;
      continue;
    }
    const auto named = values_.find(heading.name);
    const auto owner = named != values_.end() ? named : values_.find(before);
    if (owner == values_.end()) continue;
    size_t& part = PartOf(owner->second, heading.kind);
    if (part == kNone) part = column;
  }
}

absl::Status SfmTable::FindKind() {
  const auto has = [this](absl::string_view name) {
    return values_.contains(name);
  };
  if (has("sourceidlookup") || (has("sourceid") && has("title"))) {
    kind_ = SfmKind::kSources;
  } else if (has("organizationname")) {
    kind_ = SfmKind::kUnits;
  } else if (has("name") && (has("organization") || has("firstcitation") ||
                             has("role") || has("rank"))) {
    kind_ = SfmKind::kPersons;
  } else {
    return absl::InvalidArgumentError(absl::StrCat(
        path_, ":1: error: the headings are of no table of this format, want ",
        "those of persons (Name, Organization, ...), of units "
        "(Organization:Name, ...) or of sources (source_id, title, ...)"));
  }
  return absl::OkStatus();
}

SfmColumns SfmTable::Take(SfmParts parts,
                          std::initializer_list<absl::string_view> names) {
  for (absl::string_view name : names) {
    const auto found = values_.find(name);
    if (found == values_.end()) continue;
    SfmColumns columns = found->second;
    if (parts != SfmParts::kDate) {
      columns.month = columns.day = columns.year = kNone;
    }
    if (parts == SfmParts::kText) columns.source = columns.confidence = kNone;
    for (size_t column : {columns.value, columns.source, columns.confidence,
                          columns.month, columns.day, columns.year}) {
      if (column != kNone) is_known_[column] = true;
    }
    return columns;
  }
  return {};
}

absl::StatusOr<SfmDateOrder> SfmTable::DateOrderOf(const SfmColumns& columns) {
  if (!has_orders_) {
    has_orders_ = true;
    std::error_code no_file;
    if (path_ != "-" && std::filesystem::is_regular_file(path_, no_file)) {
      RETURN_IF_ERROR(FindDateOrders());
    }
  }
  const auto found = orders_.find(columns.value);
  return found == orders_.end() ? SfmDateOrder::kUnknown : found->second;
}

absl::Status SfmTable::FindDateOrders() {
  ASSIGN_OR_RETURN(const std::unique_ptr<TableReader> again,
                   TableReader::Open(path_, BadText::kIsKept));
  absl::flat_hash_set<size_t> mixed;
  while (true) {
    ASSIGN_OR_RETURN(const bool is_there, again->Next());
    if (!is_there) break;
    if (!again->faults().empty() || again->has_cells_beyond()) continue;
    const auto cell = [&again](size_t column) {
      return column == kNone ? "" : again->cell(column);
    };
    for (const auto& [name, columns] : values_) {
      const absl::string_view text = cell(columns.value);
      if (text.empty() ||
          !absl::ascii_isdigit(static_cast<unsigned char>(text[0])))
        continue;
      const SfmDateOrder proven = ProvenOrder({.text = text,
                                               .month = cell(columns.month),
                                               .day = cell(columns.day),
                                               .year = cell(columns.year)});
      if (proven == SfmDateOrder::kUnknown) continue;
      const auto [entry, is_new] = orders_.try_emplace(columns.value, proven);
      if (!is_new && entry->second != proven) mixed.insert(columns.value);
    }
  }
  for (size_t column : mixed) orders_.erase(column);
  return absl::OkStatus();
}

std::vector<size_t> SfmTable::Unknown() const {
  std::vector<size_t> unknown;
  for (size_t column = 0; column < is_known_.size(); ++column) {
    if (!is_known_[column]) unknown.push_back(column);
  }
  return unknown;
}

}  // namespace attest
