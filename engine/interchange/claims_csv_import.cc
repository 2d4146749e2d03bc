#include "engine/interchange/claims_csv_import.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/input_hasher.h"
#include "engine/interchange/claims_csv_cells.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/interchange/claims_csv_edits.h"
#include "engine/interchange/claims_csv_row.h"
#include "engine/interchange/table_reader.h"
#include "engine/model/claim.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Column = ClaimColumn;

constexpr absl::string_view kAgent = "attest import claims-csv";
constexpr uint64_t kProgressRows = 4096;
constexpr size_t kKeyDigits = 24;

// Does `known`, the citation of a claim, have all parts that `stated` has?
bool HoldsParts(const std::string& known, const std::string& stated) {
  using Json = nlohmann::json;
  const Json parts = Json::parse(stated, nullptr, false);
  const Json others =
      known.empty() ? Json::object() : Json::parse(known, nullptr, false);
  if (!parts.is_object() || !others.is_object()) return false;
  return std::all_of(parts.items().begin(), parts.items().end(),
                     [&](const auto& part) {
                       return others.contains(part.key()) &&
                              others[part.key()] == part.value();
                     });
}

// Makes lines of the rows of one file after the other.
class LineMaker {
 public:
  LineMaker(const ImportRequest& request, const ExistingCase& existing,
            ImportSink& sink)
      : request_(request),
        existing_(existing),
        sink_(sink),
        row_(request, existing, sink),
        edits_(existing) {}

  absl::Status ReadFile(const std::string& name);

 private:
  using Digest = std::array<uint8_t, 16>;
  // A key that a row gave, and what it said.
  struct GivenKey {
    Digest said = {};
    uint64_t row = 0;
  };

  absl::StatusOr<bool> ReadHeadings();
  absl::Status HandOut();
  Digest DigestOfRow();
  absl::StatusOr<bool> IsRepeated(absl::string_view key, const Digest& said);
  [[nodiscard]] bool HasNotes() const;
  absl::Status TellEdits(const Event& known);
  absl::Status WriteClaim(absl::string_view key,
                          const std::optional<Claim>& known);
  std::string Citation(const std::optional<Claim>& known);
  void WriteExtractor(const std::optional<Claim>& known);

  [[nodiscard]] absl::string_view cell(Column column) const {
    return row_.cell(column);
  }

  const ImportRequest& request_;
  const ExistingCase& existing_;
  ImportSink& sink_;
  ClaimsCsvRow row_;
  ClaimsCsvEdits edits_;
  InputHasher hasher_;
  absl::flat_hash_set<Digest> seen_;                  // rows, by what they say
  absl::flat_hash_map<std::string, GivenKey> given_;  // ids of rows
  std::unique_ptr<TableReader> table_;
  ClaimColumns columns_;
  std::string name_;
  std::string line_;
};

absl::Status LineMaker::ReadFile(const std::string& name) {
  name_ = name;
  ASSIGN_OR_RETURN(table_, TableReader::Open(name, BadText::kIsKept));
  ASSIGN_OR_RETURN(const bool is_good, ReadHeadings());
  row_.BeginTable(name_, *table_, columns_);
  uint64_t rows = 0;
  while (true) {
    ASSIGN_OR_RETURN(const bool is_there, table_->Next());
    if (!is_there) break;
    if (is_good && !sink_.IsSetAside(table_->row())) {
      RETURN_IF_ERROR(row_.Read());
      if (!row_.is_wrong()) RETURN_IF_ERROR(HandOut());
    }
    if (++rows % kProgressRows == 0 && request_.progress) {
      request_.progress(table_->bytes_read(), table_->size_bytes());
    }
  }
  return sink_.EndFile(table_->row(), table_->sha256());
}

// Tells the sink of the file. False when its headings are wrong.
absl::StatusOr<bool> LineMaker::ReadHeadings() {
  columns_ = ReadClaimColumns(table_->headings(), request_.map.headings);
  ImportFile file = {.name = name_, .headings = table_->headings()};
  for (size_t i = 0; i < kClaimColumns; ++i) {
    const auto column = static_cast<Column>(i);
    if (!columns_.has(column)) continue;
    const std::string field =
        column == Column::kSourceKind ? "kind" : std::string(HeadingOf(column));
    file.columns[field] = columns_.HeadingIn(table_->headings(), column);
  }
  RETURN_IF_ERROR(sink_.BeginFile(file));
  for (const ClaimColumns::Fault& fault : columns_.faults) {
    RETURN_IF_ERROR(sink_.Error({.file = name_,
                                 .column = fault.heading,
                                 .what = fault.what,
                                 .want = fault.want}));
  }
  return columns_.faults.empty();
}

// Is the row one that was handed out? Told where it is not meant to be.
absl::StatusOr<bool> LineMaker::IsRepeated(absl::string_view key,
                                           const Digest& said) {
  if (cell(Column::kId).empty()) {
    if (seen_.insert(said).second) return false;
  } else {
    const auto [given, is_new] =
        given_.try_emplace(key, GivenKey{.said = said, .row = table_->row()});
    if (is_new) return false;
    if (given->second.said != said) {
      RETURN_IF_ERROR(row_.Contradicts(
          given->second.row, Column::kId, "an id that is given twice",
          absl::StrCat("another than that of row ", given->second.row,
                       ", which says something else")));
      return true;
    }
  }
  RETURN_IF_ERROR(
      sink_.Warning({.file = name_,
                     .row = table_->row(),
                     .what = "the row says what an earlier one says; it is "
                             "taken once"}));
  return true;
}

// Does the row say what is not compared when claims are told apart?
bool LineMaker::HasNotes() const {
  return columns_.has(Column::kNote) || !row_.note().empty() ||
         !cell(Column::kBy).empty() || !cell(Column::kRecorded).empty() ||
         !cell(Column::kExtractedBy).empty() ||
         !cell(Column::kExtractedMethod).empty() ||
         !cell(Column::kExtractedVersion).empty();
}

absl::Status LineMaker::TellEdits(const Event& known) {
  RowNotes notes = {
      .by = cell(Column::kBy),
      .recorded = cell(Column::kRecorded),
      .extracted_by =
          row_.extractor().empty() ? cell(Column::kExtractedBy) : "",
      .extracted_method = NormalName(cell(Column::kExtractedMethod)),
      .extracted_version = cell(Column::kExtractedVersion)};
  if (columns_.has(Column::kNote) || !row_.note().empty()) {
    notes.note = row_.note();
  }
  ASSIGN_OR_RETURN(const std::vector<Column> edits, edits_.Find(notes, known));
  for (const Column column : edits) {
    RETURN_IF_ERROR(row_.Warn(
        column,
        "not taken over: the case has the claim with another of these, and "
        "claims are never amended",
        "what the case has"));
  }
  return absl::OkStatus();
}

LineMaker::Digest LineMaker::DigestOfRow() {
  std::string hashed = absl::StrCat("attest claims-csv 1\n", row_.said(), "\n",
                                    row_.citation(), "\n", row_.quote(), "\n");
  AppendJsonString(cell(Column::kAsStated), hashed);
  const Sha256 hash = hasher_.Hash(hashed);
  Digest said = {};
  std::memcpy(said.data(), hash.data(), said.size());
  return said;
}

absl::Status LineMaker::HandOut() {
  const Digest said = DigestOfRow();
  std::string key(cell(Column::kId));
  const bool is_derived = key.empty();
  if (is_derived) {
    key = absl::StrCat("claim:", absl::BytesToHexString(absl::string_view(
                                     reinterpret_cast<const char*>(said.data()),
                                     kKeyDigits / 2)));
  }
  ASSIGN_OR_RETURN(const bool is_repeated, IsRepeated(key, said));
  if (is_repeated) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> found, existing_.Find(key));
  std::optional<Claim> known;
  if (found && found->type == RecordType::kClaim &&
      (!is_derived || HasNotes())) {
    ASSIGN_OR_RETURN(const Event event, existing_.Get(found->index));
    known = std::get<Claim>(event.record);
    RETURN_IF_ERROR(TellEdits(event));
  }
  if (found && is_derived) {
    sink_.CountPresent();
    return absl::OkStatus();
  }
  for (const std::string& line : row_.lines()) {
    RETURN_IF_ERROR(sink_.Line(table_->row(), line));
  }
  row_.Keep();
  RETURN_IF_ERROR(row_.TellOfQuote());
  return WriteClaim(key, known);
}

// Its citation is that of the case where the row states no part of it
// otherwise; else what the row states, with its number where it states none.
std::string LineMaker::Citation(const std::optional<Claim>& known) {
  const std::string stated =
      row_.citation().empty()
          ? "{}"
          : absl::StrCat("{", row_.citation().substr(1), "}");
  if (known && cell(Column::kRow).empty() &&
      HoldsParts(known->citation, stated)) {
    return known->citation;
  }
  if (!cell(Column::kRow).empty()) return stated;
  return absl::StrCat("{\"row\":", table_->row(), row_.citation(), "}");
}

// `known`: the claim as it is in the case, of which the line is to say nothing
// else where the row says nothing.
absl::Status LineMaker::WriteClaim(absl::string_view key,
                                   const std::optional<Claim>& known) {
  line_ = "{\"type\":\"claim\"";
  AppendTextField("id", key, line_);
  line_ += row_.said();
  const std::string citation = Citation(known);
  if (!citation.empty()) absl::StrAppend(&line_, ",\"citation\":", citation);
  if (!row_.quote().empty() && row_.has_place_for_quote()) {
    absl::StrAppend(&line_, ",\"quote\":", row_.quote());
  }
  if (!row_.as_stated().empty()) {
    AppendTextField("as_stated", row_.as_stated(), line_);
  }
  WriteExtractor(known);
  if (!row_.note().empty()) AppendTextField("note", row_.note(), line_);
  for (const Column column : {Column::kBy, Column::kRecorded}) {
    if (!cell(column).empty()) {
      AppendTextField(HeadingOf(column), cell(column), line_);
    }
  }
  line_ += '}';
  return sink_.Line(table_->row(), line_);
}

void LineMaker::WriteExtractor(const std::optional<Claim>& known) {
  const absl::string_view agent = cell(Column::kExtractedBy);
  std::string method = NormalName(cell(Column::kExtractedMethod));
  std::string version(cell(Column::kExtractedVersion));
  if (!row_.extractor().empty()) {
    absl::StrAppend(&line_, ",\"extracted_by\":", row_.extractor());
    return;
  }
  std::string by(agent);
  if (by.empty() && known) {
    if (!known->extracted_by) return;
    by = known->extracted_by->agent;
    method = std::string(NameOf(known->extracted_by->method));
    version = known->extracted_by->version;
  } else if (by.empty()) {
    by = std::string(kAgent);
    if (method.empty()) method = "import";
  }
  line_ += ",\"extracted_by\":{\"agent\":";
  AppendJsonString(by, line_);
  AppendTextField("method", method.empty() ? "manual" : method, line_);
  if (!version.empty()) AppendTextField("version", version, line_);
  line_ += '}';
}

}  // namespace

absl::Status ImportClaimsCsv(const ImportRequest& request,
                             const ExistingCase& existing, ImportSink& sink) {
  LineMaker maker(request, existing, sink);
  for (const std::string& file : request.files) {
    RETURN_IF_ERROR(maker.ReadFile(file));
  }
  return absl::OkStatus();
}

}  // namespace attest
