#include "engine/interchange/claims_csv_import.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/input_hasher.h"
#include "engine/ingest/json_line.h"
#include "engine/interchange/claims_csv_cells.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/interchange/claims_csv_records.h"
#include "engine/interchange/table_predicates.h"
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

// What one row says, read cell by cell.
class RowReader {
 public:
  RowReader(const ImportRequest& request, const ExistingCase& existing,
            ImportSink& sink)
      : request_(request),
        existing_(existing),
        sink_(sink),
        predicates_(existing, request.map.predicates),
        records_(existing) {}

  absl::Status ReadFile(const std::string& name);

 private:
  using Digest = std::array<uint8_t, 16>;
  // A key that a row gave, and what it said.
  struct GivenKey {
    Digest said = {};
    uint64_t row = 0;
  };

  absl::StatusOr<bool> ReadHeadings();
  absl::Status ReadRow();
  absl::Status ReadCells();
  absl::Status ReadStatement();
  absl::Status ReadEntity(Column column, absl::string_view field,
                          absl::string_view kind, absl::string_view name);
  absl::Status ReadValue(const TablePredicate& predicate);
  absl::Status ReadReport();
  absl::Status ReadAttribution();
  absl::Status ReadLists();
  absl::Status ReadList(Column column);
  absl::Status ReadWords();
  absl::Status ReadCitation();
  absl::Status HandOut();
  absl::StatusOr<bool> IsRepeated(absl::string_view key, const Digest& said);
  absl::Status WriteClaim(absl::string_view key,
                          const std::optional<Claim>& known);
  void WriteExtractor(const std::optional<Claim>& known);

  [[nodiscard]] absl::string_view cell(Column column) const {
    const std::optional<size_t>& place =
        columns_.places[static_cast<size_t>(column)];
    return place ? table_->cell(*place) : absl::string_view();
  }
  [[nodiscard]] std::string Heading(Column column) const {
    const std::optional<size_t>& place =
        columns_.places[static_cast<size_t>(column)];
    return place ? table_->headings()[*place] : std::string();
  }
  [[nodiscard]] RowError At(Column column, absl::string_view what,
                            absl::string_view want) const;
  absl::Status Wrong(Column column, absl::string_view what,
                     absl::string_view want);
  // Appends the key, unless there is a fault.
  absl::Status TakeKey(Column column, const NamedRecord& named,
                       absl::string_view field);

  const ImportRequest& request_;
  const ExistingCase& existing_;
  ImportSink& sink_;
  TablePredicates predicates_;
  ClaimsCsvRecords records_;
  JsonParser parser_;
  InputHasher hasher_;
  absl::flat_hash_set<Digest> seen_;                  // rows, by what they say
  absl::flat_hash_map<std::string, GivenKey> given_;  // ids of rows
  std::unique_ptr<TableReader> table_;
  ClaimColumns columns_;
  std::string name_;
  bool has_told_of_quotes_ = false;

  // Of the row at hand.
  bool is_wrong_ = false;
  std::string said_;       // fields of the claim, each with a comma in front
  std::string citation_;   // parts, each with a comma in front
  std::string quote_;      // as JSON
  std::string extractor_;  // as JSON, where the cell is that
  std::string line_;
};

RowError RowReader::At(Column column, absl::string_view what,
                       absl::string_view want) const {
  RowError error = {.file = name_,
                    .row = table_->row(),
                    .column = Heading(column),
                    .what = std::string(what),
                    .want = std::string(want)};
  if (!cell(column).empty()) error.got = QuotedForMessage(cell(column));
  return error;
}

absl::Status RowReader::Wrong(Column column, absl::string_view what,
                              absl::string_view want) {
  is_wrong_ = true;
  return sink_.Error(At(column, what, want));
}

absl::Status RowReader::ReadFile(const std::string& name) {
  name_ = name;
  ASSIGN_OR_RETURN(table_, TableReader::Open(name));
  ASSIGN_OR_RETURN(const bool is_good, ReadHeadings());
  uint64_t rows = 0;
  while (true) {
    ASSIGN_OR_RETURN(const bool is_there, table_->Next());
    if (!is_there) break;
    if (is_good && !sink_.IsSetAside(table_->row())) {
      RETURN_IF_ERROR(ReadRow());
    }
    if (++rows % kProgressRows == 0 && request_.progress) {
      request_.progress(table_->bytes_read(), table_->size_bytes());
    }
  }
  return sink_.EndFile(table_->row(), table_->sha256());
}

// Tells the sink of the file. False when its headings are wrong.
absl::StatusOr<bool> RowReader::ReadHeadings() {
  columns_ = ReadClaimColumns(table_->headings(), request_.map.headings);
  ImportFile file = {.name = name_, .headings = table_->headings()};
  for (size_t i = 0; i < kClaimColumns; ++i) {
    const auto column = static_cast<Column>(i);
    if (!columns_.has(column)) continue;
    const std::string field =
        column == Column::kSourceKind ? "kind" : std::string(HeadingOf(column));
    file.columns[field] = Heading(column);
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

absl::Status RowReader::ReadRow() {
  is_wrong_ = false;
  said_.clear();
  citation_.clear();
  quote_.clear();
  extractor_.clear();
  records_.BeginRow();
  RETURN_IF_ERROR(ReadCells());
  return is_wrong_ ? absl::OkStatus() : HandOut();
}

absl::Status RowReader::ReadCells() {
  if (table_->has_cells_beyond()) {
    is_wrong_ = true;
    RETURN_IF_ERROR(sink_.Error({.file = name_,
                                 .row = table_->row(),
                                 .what = "more cells than headings",
                                 .want = "a heading for each"}));
  }
  for (size_t i = 0; i < table_->headings().size(); ++i) {
    if (!table_->headings()[i].empty() || table_->cell(i).empty()) continue;
    is_wrong_ = true;
    RETURN_IF_ERROR(sink_.Error(
        {.file = name_,
         .row = table_->row(),
         .what = absl::StrCat("a cell without a heading in column ", i + 1),
         .got = QuotedForMessage(table_->cell(i)),
         .want = "a heading"}));
  }
  RETURN_IF_ERROR(ReadReport());
  RETURN_IF_ERROR(ReadStatement());
  RETURN_IF_ERROR(ReadAttribution());
  RETURN_IF_ERROR(ReadLists());
  RETURN_IF_ERROR(ReadWords());
  return ReadCitation();
}

absl::Status RowReader::TakeKey(Column column, const NamedRecord& named,
                                absl::string_view field) {
  if (named.key.empty()) return Wrong(column, named.what, named.want);
  AppendTextField(field, named.key, said_);
  return absl::OkStatus();
}

absl::Status RowReader::ReadReport() {
  const absl::string_view report = cell(Column::kReport);
  NamedRecord source;
  if (!cell(Column::kSource).empty()) {
    ASSIGN_OR_RETURN(source, records_.Source(cell(Column::kSource),
                                             cell(Column::kSourceName),
                                             cell(Column::kSourceKind)));
    if (source.key.empty()) {
      return Wrong(Column::kSource, source.what, source.want);
    }
  } else if (report.empty()) {
    return Wrong(Column::kSource, "the row names neither source nor report",
                 "one of them");
  }
  ASSIGN_OR_RETURN(const NamedRecord named,
                   records_.Report(report, source.key,
                                   {.title = cell(Column::kTitle),
                                    .published = cell(Column::kPublished),
                                    .url = cell(Column::kUrl),
                                    .language = cell(Column::kLanguage)}));
  const bool is_by_another = named.key.empty() && !source.key.empty();
  return TakeKey(is_by_another ? Column::kSource : Column::kReport, named,
                 "report");
}

absl::Status RowReader::ReadEntity(Column column, absl::string_view field,
                                   absl::string_view kind,
                                   absl::string_view name) {
  ASSIGN_OR_RETURN(const NamedRecord named,
                   records_.Entity(cell(column), kind, name));
  return TakeKey(column, named, field);
}

absl::Status RowReader::ReadStatement() {
  if (cell(Column::kSubject).empty()) {
    RETURN_IF_ERROR(Wrong(Column::kSubject, "no subject", "an entity"));
  } else {
    RETURN_IF_ERROR(ReadEntity(Column::kSubject, "subject",
                               cell(Column::kSubjectKind),
                               cell(Column::kSubjectName)));
  }
  ASSIGN_OR_RETURN(const TablePredicate* const predicate,
                   predicates_.Find(cell(Column::kPredicate)));
  if (predicate->key.empty()) {
    RETURN_IF_ERROR(
        Wrong(Column::kPredicate, predicate->what, predicate->want));
  } else {
    AppendTextField("predicate", predicate->key, said_);
    RETURN_IF_ERROR(ReadValue(*predicate));
  }
  if (!cell(Column::kValid).empty()) {
    AppendTextField("valid", cell(Column::kValid), said_);
  }
  if (cell(Column::kPlace).empty()) return absl::OkStatus();
  return ReadEntity(Column::kPlace, "place", "", cell(Column::kPlaceName));
}

absl::Status RowReader::ReadValue(const TablePredicate& predicate) {
  const Column wanted = predicate.literal ? Column::kValue : Column::kObject;
  const Column other = predicate.literal ? Column::kObject : Column::kValue;
  const std::string of = absl::StrCat("of ", predicate.key);
  if (!cell(other).empty()) {
    return Wrong(other, absl::StrCat("the wrong column for what is said ", of),
                 absl::StrCat("it in column ", HeadingOf(wanted)));
  }
  if (cell(wanted).empty()) {
    return Wrong(wanted, absl::StrCat("no ", HeadingOf(wanted), " ", of),
                 predicate.literal ? NameOf(*predicate.literal) : "an entity");
  }
  if (!predicate.literal) {
    return ReadEntity(Column::kObject, "object", cell(Column::kObjectKind),
                      cell(Column::kObjectName));
  }
  said_ += ",\"value\":";
  const std::optional<CellFault> fault =
      AppendValueCell(cell(Column::kValue), *predicate.literal,
                      cell(Column::kUnit), parser_, said_);
  if (fault) return Wrong(Column::kValue, fault->what, fault->want);
  return absl::OkStatus();
}

absl::Status RowReader::ReadAttribution() {
  const absl::string_view speakers = cell(Column::kAttribution);
  if (speakers.empty()) return absl::OkStatus();
  said_ += ",\"attribution\":";
  if (IsJsonCell(speakers)) {
    const auto fault = AppendJsonCell(speakers, parser_, said_);
    if (fault) return Wrong(Column::kAttribution, fault->what, fault->want);
    return absl::OkStatus();
  }
  char before = '[';
  for (const absl::string_view part : PartsOfCell(speakers)) {
    const auto [source, basis] = SpeakerOfPart(part);
    if (basis.empty() && absl::EndsWith(part, ")")) {
      // One voice under several names would be several witnesses.
      ASSIGN_OR_RETURN(const bool is_known, records_.IsKnownSource(part));
      if (!is_known) {
        return Wrong(Column::kAttribution,
                     "what stands in parentheses is no basis",
                     "eyewitness, document, hearsay, inference or unstated; "
                     "or the key of a source of the case, or JSON");
      }
    }
    ASSIGN_OR_RETURN(const NamedRecord named, records_.Source(source, "", ""));
    if (named.key.empty()) {
      return Wrong(Column::kAttribution, named.what, named.want);
    }
    said_ += before;
    said_ += "{\"source\":";
    AppendJsonString(named.key, said_);
    if (!basis.empty()) AppendTextField("basis", basis, said_);
    said_ += '}';
    before = ',';
  }
  if (before == '[') said_ += before;
  said_ += ']';
  return absl::OkStatus();
}

absl::Status RowReader::ReadList(Column column) {
  if (cell(column).empty()) return absl::OkStatus();
  absl::StrAppend(&said_, ",\"", HeadingOf(column), "\":");
  if (IsJsonCell(cell(column))) {
    const auto fault = AppendJsonCell(cell(column), parser_, said_);
    if (fault) return Wrong(column, fault->what, fault->want);
    return absl::OkStatus();
  }
  char before = '[';
  for (const absl::string_view part : PartsOfCell(cell(column))) {
    said_ += before;
    AppendJsonString(column == Column::kRealEnds ? NormalName(part) : part,
                     said_);
    before = ',';
  }
  if (before == '[') said_ += before;
  said_ += ']';
  return absl::OkStatus();
}

absl::Status RowReader::ReadLists() {
  if (!cell(Column::kOriginal).empty()) {
    const std::optional<bool> flag = FlagOfCell(cell(Column::kOriginal));
    if (!flag) {
      RETURN_IF_ERROR(Wrong(Column::kOriginal, "neither yes nor no", "yes"));
    }
    if (flag.value_or(false)) said_ += ",\"original\":true";
  }
  RETURN_IF_ERROR(ReadList(Column::kRestsOn));
  return ReadList(Column::kRealEnds);
}

// Appends what differs from its default.
absl::Status RowReader::ReadWords() {
  for (const auto& [column, usual] :
       {std::pair<Column, absl::string_view>(Column::kStance, "asserts"),
        std::pair<Column, absl::string_view>(Column::kHedge, "stated")}) {
    const std::string word = NormalName(cell(column));
    if (word.empty() || word == usual) continue;
    AppendTextField(HeadingOf(column), word, said_);
  }
  const absl::string_view extractor = cell(Column::kExtractedBy);
  if (IsJsonCell(extractor)) {
    const auto fault = AppendJsonCell(extractor, parser_, extractor_);
    if (fault) {
      RETURN_IF_ERROR(Wrong(Column::kExtractedBy, fault->what, fault->want));
    }
  }
  const absl::string_view quote = cell(Column::kQuote);
  if (quote.empty()) return absl::OkStatus();
  if (quote[0] == '{') {
    const auto fault = AppendJsonCell(quote, parser_, quote_);
    if (fault) return Wrong(Column::kQuote, fault->what, fault->want);
  } else {
    AppendJsonString(quote, quote_);
  }
  return absl::OkStatus();
}

absl::Status RowReader::ReadCitation() {
  for (const Column column :
       {Column::kPage, Column::kLine, Column::kParagraph, Column::kTime,
        Column::kFrame, Column::kCell, Column::kRow}) {
    if (cell(column).empty()) continue;
    absl::StrAppend(&citation_, ",\"", HeadingOf(column), "\":");
    AppendNumberOrText(cell(column), citation_);
  }
  return absl::OkStatus();
}

// Is the row one that was handed out? Told where it is not meant to be.
absl::StatusOr<bool> RowReader::IsRepeated(absl::string_view key,
                                           const Digest& said) {
  if (cell(Column::kId).empty()) {
    if (seen_.insert(said).second) return false;
  } else {
    const auto [given, is_new] =
        given_.try_emplace(key, GivenKey{.said = said, .row = table_->row()});
    if (is_new) return false;
    if (given->second.said != said) {
      RETURN_IF_ERROR(
          Wrong(Column::kId, "an id that is given twice",
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

absl::Status RowReader::HandOut() {
  std::string hashed = absl::StrCat("attest claims-csv 1\n", said_, "\n",
                                    citation_, "\n", quote_, "\n");
  AppendJsonString(cell(Column::kAsStated), hashed);
  const Sha256 hash = hasher_.Hash(hashed);
  Digest said = {};
  std::memcpy(said.data(), hash.data(), said.size());
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
  if (found && is_derived) {
    sink_.CountPresent();
    return absl::OkStatus();
  }
  std::optional<Claim> known;
  if (found && found->type == RecordType::kClaim) {
    ASSIGN_OR_RETURN(const Event event, existing_.Get(found->index));
    known = std::get<Claim>(event.record);
  }
  for (const std::string& line : records_.lines()) {
    RETURN_IF_ERROR(sink_.Line(table_->row(), line));
  }
  records_.Keep();
  return WriteClaim(key, known);
}

// `known`: the claim as it is in the case, of which the line is to say nothing
// else where the row says nothing.
absl::Status RowReader::WriteClaim(absl::string_view key,
                                   const std::optional<Claim>& known) {
  line_ = "{\"type\":\"claim\"";
  AppendTextField("id", key, line_);
  line_ += said_;
  if (known && cell(Column::kRow).empty()) {
    if (!known->citation.empty()) {
      absl::StrAppend(&line_, ",\"citation\":", known->citation);
    }
  } else {
    line_ += ",\"citation\":{";
    if (cell(Column::kRow).empty()) {
      absl::StrAppend(&line_, "\"row\":", table_->row(), citation_, "}");
    } else {
      absl::StrAppend(&line_, absl::string_view(citation_).substr(1), "}");
    }
  }
  std::string as_stated(cell(Column::kAsStated));
  std::string note(cell(Column::kNote));
  if (!quote_.empty() && records_.has_text()) {
    absl::StrAppend(&line_, ",\"quote\":", quote_);
  } else if (!quote_.empty()) {
    // There is no text in which its place could be found.
    const std::string words(cell(Column::kQuote));
    if (as_stated.empty()) {
      as_stated = words;
    } else if (as_stated != words) {
      absl::StrAppend(&note, note.empty() ? "" : "\n", "Quote: ", words);
    }
    if (!has_told_of_quotes_) {
      has_told_of_quotes_ = true;
      RETURN_IF_ERROR(sink_.Warning(
          At(Column::kQuote,
             "the report has no text in which to find quotes; this and later "
             "ones are kept in as_stated",
             "")));
    }
  }
  if (!as_stated.empty()) AppendTextField("as_stated", as_stated, line_);
  WriteExtractor(known);
  if (!note.empty()) AppendTextField("note", note, line_);
  for (const Column column : {Column::kBy, Column::kRecorded}) {
    if (!cell(column).empty()) {
      AppendTextField(HeadingOf(column), cell(column), line_);
    }
  }
  line_ += '}';
  return sink_.Line(table_->row(), line_);
}

void RowReader::WriteExtractor(const std::optional<Claim>& known) {
  const absl::string_view agent = cell(Column::kExtractedBy);
  std::string method = NormalName(cell(Column::kExtractedMethod));
  std::string version(cell(Column::kExtractedVersion));
  if (!extractor_.empty()) {
    absl::StrAppend(&line_, ",\"extracted_by\":", extractor_);
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
  RowReader reader(request, existing, sink);
  for (const std::string& file : request.files) {
    RETURN_IF_ERROR(reader.ReadFile(file));
  }
  return absl::OkStatus();
}

}  // namespace attest
