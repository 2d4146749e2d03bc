#include "engine/interchange/claims_csv_row.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/input_error.h"
#include "engine/interchange/claims_csv_cells.h"
#include "engine/interchange/table_row_errors.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {

using Column = ClaimColumn;
using Json = nlohmann::ordered_json;

namespace {

// The column that says `field` of what column `of` names.
Column ColumnOf(Column of, absl::string_view field) {
  const bool is_name = field == "name";
  switch (of) {
    case Column::kSubject:
      return is_name ? Column::kSubjectName : Column::kSubjectKind;
    case Column::kObject:
      return is_name ? Column::kObjectName : Column::kObjectKind;
    case Column::kPlace:
      return Column::kPlaceName;
    case Column::kSource:
      return is_name ? Column::kSourceName : Column::kSourceKind;
    case Column::kReport:
      for (const Column column :
           {Column::kTitle, Column::kPublished, Column::kUrl}) {
        if (field == HeadingOf(column)) return column;
      }
      return Column::kLanguage;
    default:
      return of;
  }
}

std::optional<RecordType> DefinedType(absl::string_view name) {
  for (const RecordType type :
       {RecordType::kSource, RecordType::kReport, RecordType::kEntity,
        RecordType::kPredicate, RecordType::kRetraction,
        RecordType::kAssessment, RecordType::kIdentity,
        RecordType::kDependence}) {
    if (NameOf(type) == name) return type;
  }
  return std::nullopt;
}

// The literal of a predicate's range; nullopt: its range is entities.
std::optional<Literal> LiteralOf(const Json& line) {
  const auto range = line.find("range");
  if (range == line.end() || !range->is_string()) return std::nullopt;
  return FromName<Literal>(range->get<std::string>());
}

std::string Dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string TextOf(const Json& line, const char* field) {
  const auto found = line.find(field);
  return found != line.end() && found->is_string() ? found->get<std::string>()
                                                   : std::string();
}

}  // namespace

RowError ClaimsCsvRow::At(Column column, absl::string_view what,
                          absl::string_view want) const {
  RowError error = {.file = name_,
                    .row = table_->row(),
                    .column = columns_->HeadingIn(table_->headings(), column),
                    .what = std::string(what),
                    .want = std::string(want)};
  if (!cell(column).empty()) error.got = QuotedForMessage(cell(column));
  return error;
}

absl::Status ClaimsCsvRow::Wrong(Column column, absl::string_view what,
                                 absl::string_view want) {
  is_wrong_ = true;
  return sink_.Error(At(column, what, want));
}

absl::Status ClaimsCsvRow::Contradicts(uint64_t other_row, Column column,
                                       absl::string_view what,
                                       absl::string_view want) {
  is_wrong_ = true;
  RowError error = At(column, what, want);
  error.may_rest_on_rows = true;
  error.other_row = other_row;
  return sink_.Error(error);
}

absl::Status ClaimsCsvRow::Warn(ClaimColumn column, absl::string_view what,
                                absl::string_view want) {
  return sink_.Warning(At(column, what, want));
}

absl::Status ClaimsCsvRow::TellOfQuote() {
  if (quote_.empty() || has_place_for_quote() || has_told_of_quotes_) {
    return absl::OkStatus();
  }
  has_told_of_quotes_ = true;
  return Warn(Column::kQuote,
              "the report has no text in which to find quotes; this and later "
              "ones are kept in as_stated",
              "");
}

absl::Status ClaimsCsvRow::TellTextFaults() {
  is_wrong_ = true;
  for (const RowError& error : TextErrors(name_, *table_)) {
    RETURN_IF_ERROR(sink_.Error(error));
  }
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::TellCellsWithoutHeading() {
  if (table_->has_cells_beyond()) {
    is_wrong_ = true;
    RETURN_IF_ERROR(
        sink_.Error({.file = name_,
                     .row = table_->row(),
                     .what = "more cells than headings",
                     .want = "a heading for each, and quotation "
                             "marks around a cell that holds a separator"}));
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
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::Read() {
  is_wrong_ = false;
  said_.clear();
  citation_.clear();
  quote_.clear();
  extractor_.clear();
  as_stated_.clear();
  note_.clear();
  records_.BeginRow(table_->row());
  // Of a row that came to nothing.
  for (const std::string& key : predicates_made_) predicates_.Forget(key);
  predicates_made_.clear();
  if (!table_->faults().empty()) return TellTextFaults();
  RETURN_IF_ERROR(TellCellsWithoutHeading());
  RETURN_IF_ERROR(ReadDefinitions());
  RETURN_IF_ERROR(ReadReport());
  RETURN_IF_ERROR(ReadStatement());
  RETURN_IF_ERROR(ReadAttribution());
  RETURN_IF_ERROR(ReadLists());
  RETURN_IF_ERROR(ReadWords());
  RETURN_IF_ERROR(TellWhatStandsAlone());
  return ReadCitation();
}

// What says something of a cell that is empty.
absl::Status ClaimsCsvRow::TellWhatStandsAlone() {
  for (const auto& [beside, of] :
       {std::pair(Column::kObjectKind, Column::kObject),
        std::pair(Column::kObjectName, Column::kObject),
        std::pair(Column::kUnit, Column::kValue),
        std::pair(Column::kPlaceName, Column::kPlace),
        std::pair(Column::kSourceName, Column::kSource),
        std::pair(Column::kSourceKind, Column::kSource)}) {
    if (cell(beside).empty() || !cell(of).empty()) continue;
    RETURN_IF_ERROR(Warn(beside,
                         absl::StrCat("this is passed over, as column ",
                                      HeadingOf(of), " is empty"),
                         "an empty cell"));
  }
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::TakeKey(Column column, const NamedRecord& named,
                                   absl::string_view field) {
  if (named.key.empty()) {
    return Contradicts(named.row, column, named.what, named.want);
  }
  AppendTextField(field, named.key, said_);
  return TellOf(column, named);
}

absl::Status ClaimsCsvRow::TellOf(Column column, const NamedRecord& named) {
  if (named.row > 0) sink_.ReliesOn(table_->row(), named.row);
  if (!named.twin.empty()) {
    RETURN_IF_ERROR(
        Warn(column,
             absl::StrCat(QuotedForMessage(named.key), " is another than ",
                          QuotedForMessage(named.twin), ", of the same name"),
             "the key of the one, if they are one"));
  }
  for (const std::string& field : named.edits) {
    RETURN_IF_ERROR(
        Warn(ColumnOf(column, field),
             absl::StrCat("not taken over: the case has ",
                          QuotedForMessage(named.key), " with another"),
             absl::StrCat("its ", field, ", or an amendment")));
  }
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::ReadReport() {
  const absl::string_view report = cell(Column::kReport);
  NamedRecord source;
  if (!cell(Column::kSource).empty()) {
    ASSIGN_OR_RETURN(source, records_.Source(cell(Column::kSource),
                                             cell(Column::kSourceName),
                                             cell(Column::kSourceKind)));
    if (source.key.empty()) {
      return Contradicts(source.row, Column::kSource, source.what, source.want);
    }
    RETURN_IF_ERROR(TellOf(Column::kSource, source));
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

absl::Status ClaimsCsvRow::Define(const Json& line) {
  constexpr absl::string_view kWant =
      "objects as in the case format: a source, report, entity, predicate, "
      "retraction, assessment, identity or dependence, with an id";
  const std::string id = TextOf(line, "id");
  const std::optional<RecordType> type = DefinedType(TextOf(line, "type"));
  if (!type || id.empty()) {
    return Wrong(Column::kDefinitions, "no definition", kWant);
  }
  ASSIGN_OR_RETURN(const NamedRecord named, records_.Define(*type, id, line));
  if (named.key.empty()) {
    return Contradicts(named.row, Column::kDefinitions, named.what, named.want);
  }
  if (type == RecordType::kPredicate) {
    predicates_.Define(id, LiteralOf(line));
    predicates_made_.push_back(id);
  }
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::ReadDefinitions() {
  const absl::string_view definitions = cell(Column::kDefinitions);
  if (definitions.empty()) return absl::OkStatus();
  std::string json;
  const auto fault = AppendJsonCell(definitions, parser_, json);
  if (fault) return Wrong(Column::kDefinitions, fault->what, fault->want);
  const Json lines = Json::parse(json, nullptr, false);
  if (!lines.is_array()) {
    return Wrong(Column::kDefinitions, "no list", "a JSON list");
  }
  for (const Json& line : lines) RETURN_IF_ERROR(Define(line));
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::ReadEntity(Column column, absl::string_view field,
                                      absl::string_view kind,
                                      absl::string_view name) {
  ASSIGN_OR_RETURN(const NamedRecord named,
                   records_.Entity(cell(column), kind, name));
  return TakeKey(column, named, field);
}

absl::Status ClaimsCsvRow::ReadStatement() {
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
        Contradicts(0, Column::kPredicate, predicate->what, predicate->want));
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

absl::Status ClaimsCsvRow::ReadValue(const TablePredicate& predicate) {
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
  if (!cell(Column::kUnit).empty() &&
      *predicate.literal != Literal::kQuantity) {
    RETURN_IF_ERROR(Warn(
        Column::kUnit,
        absl::StrCat("this is passed over, as the value ", of, " has none"),
        "an empty cell"));
  }
  said_ += ",\"value\":";
  const std::optional<CellFault> fault =
      AppendValueCell(cell(Column::kValue), *predicate.literal,
                      cell(Column::kUnit), parser_, said_);
  if (fault) return Wrong(Column::kValue, fault->what, fault->want);
  return absl::OkStatus();
}

// As they stand, but for sources that go by another key here.
absl::Status ClaimsCsvRow::ReadSpeakersAsJson() {
  std::string json;
  const auto fault = AppendJsonCell(cell(Column::kAttribution), parser_, json);
  if (fault) return Wrong(Column::kAttribution, fault->what, fault->want);
  Json speakers = Json::parse(json, nullptr, false);
  for (Json& speaker : speakers) {
    const std::string key =
        speaker.is_object() ? TextOf(speaker, "source") : std::string();
    if (key.empty()) continue;  // an error of the line
    ASSIGN_OR_RETURN(const NamedRecord named, records_.Source(key, "", ""));
    if (named.key.empty()) {
      return Contradicts(named.row, Column::kAttribution, named.what,
                         named.want);
    }
    RETURN_IF_ERROR(TellOf(Column::kAttribution, named));
    if (named.key == key) continue;
    speaker["source"] = named.key;
    json.clear();
  }
  absl::StrAppend(&said_,
                  ",\"attribution\":", json.empty() ? Dumped(speakers) : json);
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::ReadAttribution() {
  const absl::string_view speakers = cell(Column::kAttribution);
  if (speakers.empty()) return absl::OkStatus();
  if (IsJsonCell(speakers)) return ReadSpeakersAsJson();
  said_ += ",\"attribution\":";
  char before = '[';
  for (const absl::string_view part : PartsOfCell(speakers)) {
    const auto [source, basis] = SpeakerOfPart(part);
    if (basis.empty() && absl::EndsWith(part, ")")) {
      // One voice under several names would be several witnesses.
      ASSIGN_OR_RETURN(const bool is_known, records_.IsKnownSource(part));
      if (!is_known) {
        return Contradicts(
            0, Column::kAttribution, "what stands in parentheses is no basis",
            "eyewitness, document, hearsay, inference or unstated; "
            "or the key of a source of the case, or JSON");
      }
    }
    ASSIGN_OR_RETURN(const NamedRecord named, records_.Source(source, "", ""));
    if (named.key.empty()) {
      return Contradicts(named.row, Column::kAttribution, named.what,
                         named.want);
    }
    RETURN_IF_ERROR(TellOf(Column::kAttribution, named));
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

absl::Status ClaimsCsvRow::ReadList(Column column) {
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

absl::Status ClaimsCsvRow::ReadLists() {
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
absl::Status ClaimsCsvRow::ReadWords() {
  for (const auto& [column, usual] :
       {std::pair<Column, absl::string_view>(Column::kStance, "asserts"),
        std::pair<Column, absl::string_view>(Column::kHedge, "stated")}) {
    const std::string word = NormalName(cell(column));
    if (word.empty() || word == usual) continue;
    AppendTextField(HeadingOf(column), word, said_);
  }
  RETURN_IF_ERROR(ReadExtractor());
  RETURN_IF_ERROR(ReadQuote());
  return KeepQuote();
}

absl::Status ClaimsCsvRow::ReadExtractor() {
  const absl::string_view extractor = cell(Column::kExtractedBy);
  if (!IsJsonCell(extractor)) return absl::OkStatus();
  const auto fault = AppendJsonCell(extractor, parser_, extractor_);
  if (fault) {
    RETURN_IF_ERROR(Wrong(Column::kExtractedBy, fault->what, fault->want));
  }
  for (const Column column :
       {Column::kExtractedMethod, Column::kExtractedVersion}) {
    if (cell(column).empty()) continue;
    RETURN_IF_ERROR(Wrong(column, "this is said by column extracted_by too",
                          "it in one of them"));
  }
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::ReadQuote() {
  const absl::string_view quote = cell(Column::kQuote);
  if (quote.empty()) return absl::OkStatus();
  if (quote[0] == '{') {
    const auto fault = AppendJsonCell(quote, parser_, quote_);
    if (fault) {
      quote_.clear();
      return Wrong(Column::kQuote, fault->what, fault->want);
    }
  } else {
    AppendJsonString(quote, quote_);
  }
  return absl::OkStatus();
}

// A quote for which there is no text in which its place could be found is kept
// as what was stated.
absl::Status ClaimsCsvRow::KeepQuote() {
  as_stated_ = std::string(cell(Column::kAsStated));
  note_ = std::string(cell(Column::kNote));
  if (quote_.empty() || records_.has_text()) return absl::OkStatus();
  std::string words(cell(Column::kQuote));
  if (words[0] == '{') {
    const auto fault = ReadQuotedWords(cell(Column::kQuote), parser_, words);
    if (fault) return Wrong(Column::kQuote, fault->what, fault->want);
  }
  if (as_stated_.empty()) {
    as_stated_ = words;
  } else if (as_stated_ != words) {
    absl::StrAppend(&note_, note_.empty() ? "" : "\n", "Quote: ", words);
  }
  return absl::OkStatus();
}

absl::Status ClaimsCsvRow::ReadCitation() {
  for (const Column column :
       {Column::kPage, Column::kLine, Column::kParagraph, Column::kTime,
        Column::kFrame, Column::kCell, Column::kRow}) {
    if (cell(column).empty()) continue;
    absl::StrAppend(&citation_, ",\"", HeadingOf(column), "\":");
    AppendNumberOrText(cell(column), citation_);
  }
  return absl::OkStatus();
}

}  // namespace attest
