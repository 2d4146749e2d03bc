#include "engine/interchange/sfm_row.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/sfm_keys.h"
#include "engine/interchange/sfm_table_date.h"
#include "engine/model/edtf.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kLostCharacter = "\xEF\xBF\xBD";  // U+FFFD

bool IsSpelledOtherwise(const SfmEnd& end) {
  return !end.stated.empty() && end.stated.text != end.edtf;
}

// Do claims of `carriers` say the date, as sure of it as it is?
bool IsCarried(const SfmEnd& end, const SfmCitation& citation,
               const std::vector<const SfmValue*>& carriers) {
  const std::string& confidence = end.stated.confidence;
  bool is_carried = false;
  for (const SfmValue* value : carriers) {
    if (!value->IsCitedFrom(citation.report)) continue;
    if (!confidence.empty() && value->confidence != confidence) return false;
    is_carried = true;
  }
  return is_carried;
}

}  // namespace

bool SfmValue::IsCitedFrom(absl::string_view report) const {
  return std::any_of(citations.begin(), citations.end(),
                     [report](const SfmCitation& citation) {
                       return citation.report == report;
                     });
}

std::string SfmRow::Text(const SfmColumns& columns) const {
  return OneLine(table_.cell(columns.value));
}

absl::StatusOr<SfmValue> SfmRow::Read(const SfmColumns& columns) {
  SfmValue value{.text = Text(columns),
                 .column = table_.heading(columns.value)};
  if (columns.value != SfmColumns::kNoColumn) {
    value.column_number = columns.value;
  }
  const absl::string_view sources = table_.cell(columns.source);
  if (value.empty()) {
    if (!sources.empty() && table_.cell(columns.year).empty()) {
      RETURN_IF_ERROR(lines_.Warn(table_.heading(columns.source),
                                  "sources of an empty cell; left out", sources,
                                  absl::StrCat("a value in ", value.column)));
    }
    return value;
  }
  if (absl::StrContains(value.text, kLostCharacter)) {
    RETURN_IF_ERROR(lines_.Warn(value.column,
                                "U+FFFD stands for a character that was lost",
                                value.text, "the text as it was"));
  }
  ASSIGN_OR_RETURN(
      value.citations,
      sources_.Resolve(sources, columns.source == SfmColumns::kNoColumn
                                    ? value.column
                                    : table_.heading(columns.source)));
  if (value.citations.empty()) {
    RETURN_IF_ERROR(WarnOfNoSource(value.column, value.text));
  }
  ASSIGN_OR_RETURN(value.confidence, ReadConfidence(columns));
  return value;
}

absl::Status SfmRow::WarnOfNoSource(const std::string& column,
                                    const std::string& value) {
  return lines_.Warn(
      column, "a value without a source; nobody says it, so it makes no claim",
      value, "the id of a source");
}

absl::StatusOr<std::string> SfmRow::ReadConfidence(const SfmColumns& columns) {
  const std::string cell =
      absl::AsciiStrToLower(OneLine(table_.cell(columns.confidence)));
  if (cell.empty() || cell == "low" || cell == "moderate" || cell == "high") {
    return cell;
  }
  if (cell == "medium") return std::string("moderate");
  RETURN_IF_ERROR(lines_.Warn(table_.heading(columns.confidence),
                              "no confidence; left out", cell,
                              "Low, Medium or High"));
  return std::string();
}

absl::StatusOr<bool> SfmRow::IsYes(const SfmColumns& columns,
                                   absl::string_view yes) {
  const std::string cell = absl::AsciiStrToUpper(Text(columns));
  if (cell == yes || (yes == "Y" && cell == "YES")) return true;
  for (absl::string_view no : {"", "Y", "N", "E", "YES", "NO"}) {
    if (cell == no) return false;
  }
  RETURN_IF_ERROR(lines_.Warn(table_.heading(columns.value),
                              "neither yes nor no; taken as not known", cell,
                              yes == "E" ? "Y, N or E" : "Y or N"));
  return false;
}

absl::StatusOr<SfmEnd> SfmRow::ReadEnd(const SfmColumns& columns) {
  SfmEnd end;
  ASSIGN_OR_RETURN(std::optional<std::string> date,
                   ReadTableDate(table_, columns, lines_));
  if (!date) return end;
  end.edtf = *std::move(date);
  ASSIGN_OR_RETURN(end.stated, Read(columns));
  if (end.edtf.empty()) return end;
  if (end.stated.empty()) {
    ASSIGN_OR_RETURN(end.stated.citations,
                     sources_.Resolve(table_.cell(columns.source),
                                      table_.heading(columns.source)));
    ASSIGN_OR_RETURN(end.stated.confidence, ReadConfidence(columns));
    if (end.stated.citations.empty()) {
      RETURN_IF_ERROR(WarnOfNoSource(end.stated.column, end.edtf));
    }
  }
  return end;
}

absl::Status SfmRow::WarnOfFlag(const SfmColumns& flag, const SfmEnd& end) {
  if (!end.is_real || !end.edtf.empty()) return absl::OkStatus();
  return lines_.Warn(table_.heading(flag.value),
                     "the flag of a date that is not given; left out",
                     Text(flag), "the date");
}

absl::StatusOr<SfmSpan> SfmRow::ReadSpan(const SfmSpanColumns& columns) {
  SfmSpan span;
  ASSIGN_OR_RETURN(span.first, ReadEnd(columns.first));
  ASSIGN_OR_RETURN(span.last, ReadEnd(columns.last));
  ASSIGN_OR_RETURN(span.first.is_real, IsYes(columns.is_start, "Y"));
  ASSIGN_OR_RETURN(span.last.is_real, IsYes(columns.is_end, "Y"));
  ASSIGN_OR_RETURN(const bool is_exact, IsYes(columns.open_ended, "E"));
  span.last.is_real = span.last.is_real || is_exact;
  RETURN_IF_ERROR(WarnOfFlag(columns.is_start, span.first));
  RETURN_IF_ERROR(
      WarnOfFlag(is_exact ? columns.open_ended : columns.is_end, span.last));
  const std::string open = Text(columns.open_ended);
  if (!open.empty()) {
    span.note =
        absl::StrCat(table_.heading(columns.open_ended.value), ": ", open);
  }
  if (!span.first.edtf.empty() && !span.last.edtf.empty() &&
      !Edtf::Parse(absl::StrCat(span.first.edtf, "/", span.last.edtf)).ok()) {
    span.is_reversed = true;
    RETURN_IF_ERROR(lines_.Warn(
        table_.heading(columns.last.value),
        "last cited before it was first cited; each date is said alone",
        absl::StrCat(span.last.edtf, ", first ", span.first.edtf),
        "a date that is not earlier"));
  }
  return span;
}

absl::Status SfmRow::AddClaim(SfmClaim claim, const SfmValue& value,
                              const SfmCitation& citation, const SfmSpan* span,
                              SfmEnds ends) {
  claim.report = citation.report;
  claim.page = citation.page;
  claim.confidence = value.confidence;
  claim.column = value.column;
  claim.column_number = value.column_number;
  for (const std::string& note : {note_, span ? span->note : std::string()}) {
    if (note.empty()) continue;
    absl::StrAppend(&claim.note, claim.note.empty() ? "" : "; ", note);
  }
  if (span != nullptr && !span->is_reversed) {
    const SfmEnd& first = span->first;
    const SfmEnd& last = span->last;
    const bool has_first =
        !first.edtf.empty() && first.stated.IsCitedFrom(citation.report);
    const bool has_last =
        !last.edtf.empty() && last.stated.IsCitedFrom(citation.report);
    claim.real_start = has_first && first.is_real && ends == SfmEnds::kOfValue;
    claim.real_end = has_last && last.is_real && ends == SfmEnds::kOfValue;
    if (has_first && has_last) {
      const bool is_one =
          first.edtf == last.edtf && !claim.real_start && !claim.real_end;
      claim.valid =
          is_one ? first.edtf : absl::StrCat(first.edtf, "/", last.edtf);
    } else if (has_first) {
      claim.valid = absl::StrCat(first.edtf, claim.real_start ? "/.." : "");
    } else if (has_last) {
      claim.valid = absl::StrCat(claim.real_end ? "../" : "", last.edtf);
    }
  }
  ASSIGN_OR_RETURN(const bool is_new, lines_.AddClaim(claim));
  ++(is_new ? new_claims_ : old_claims_);
  if (!is_new && !note_.empty() && !is_note_stored_) {
    ASSIGN_OR_RETURN(is_note_stored_, lines_.IsStoredWith(claim, note_));
  }
  return absl::OkStatus();
}

absl::Status SfmRow::AddClaims(SfmClaim claim, const SfmValue& value,
                               const SfmSpan* span, SfmEnds ends) {
  for (const SfmCitation& citation : value.citations) {
    RETURN_IF_ERROR(AddClaim(claim, value, citation, span, ends));
  }
  return absl::OkStatus();
}

absl::Status SfmRow::AddTexts(const std::string& subject,
                              const std::string& predicate,
                              const SfmValue& value) {
  const std::vector<std::string> texts = SplitCell(value.text);
  if (texts.size() > kMaxInCell) {
    lines_.AddError(value.column, "too many values in one cell", value.text,
                    absl::StrCat("at most ", kMaxInCell));
    return absl::OkStatus();
  }
  SfmClaim claim{.subject = subject, .predicate = predicate};
  if (texts.size() > 1 && value.citations.size() > 1) {
    claim.note =
        absl::StrCat("one of ", texts.size(), " values that ",
                     value.citations.size(), " sources are cited for together");
  }
  for (const std::string& text : texts) {
    claim.value = JsonText(text);
    RETURN_IF_ERROR(AddClaims(claim, value, nullptr, SfmEnds::kSeen));
  }
  return absl::OkStatus();
}

absl::Status SfmRow::AddDates(const std::string& subject,
                              absl::string_view relation, absl::string_view of,
                              const SfmSpan& span,
                              std::vector<const SfmValue*> values,
                              std::vector<const SfmValue*> seen) {
  struct Named {
    const SfmEnd& end;
    absl::string_view seen;
    absl::string_view real;
  };
  for (const Named& named : {Named{span.first, "first_cited", "started"},
                             Named{span.last, "last_cited", "ended"}}) {
    if (named.end.edtf.empty()) continue;
    SfmClaim claim{
        .subject = subject,
        .predicate = absl::StrCat("sfm:", relation, "_",
                                  named.end.is_real ? named.real : named.seen),
        .value = JsonText(named.end.edtf),
        .of = std::string(of),
        .note = of.empty() ? std::string() : absl::StrCat("of ", of)};
    if (!span.note.empty()) {
      absl::StrAppend(&claim.note, of.empty() ? "" : "; ", span.note);
    }
    if (IsSpelledOtherwise(named.end)) claim.as_stated = named.end.stated.text;
    std::vector<const SfmValue*> carriers;
    if (!span.is_reversed) carriers = values;
    if (!span.is_reversed && !named.end.is_real) {
      carriers.insert(carriers.end(), seen.begin(), seen.end());
    }
    for (const SfmCitation& citation : named.end.stated.citations) {
      if (IsCarried(named.end, citation, carriers)) {
        RETURN_IF_ERROR(AssessIfStored(claim, named.end.stated, citation));
        continue;
      }
      RETURN_IF_ERROR(
          AddClaim(claim, named.end.stated, citation, nullptr, SfmEnds::kSeen));
    }
  }
  return absl::OkStatus();
}

// A date had a confidence of its own once, and has none any more.
absl::Status SfmRow::AssessIfStored(SfmClaim claim, const SfmValue& value,
                                    const SfmCitation& citation) {
  if (old_claims_ == 0) return absl::OkStatus();
  claim.report = citation.report;
  claim.confidence = value.confidence;
  claim.column = value.column;
  return lines_.AssessStored(claim);
}

absl::Status SfmRow::FinishNote(absl::string_view column) {
  if (note_.empty() || new_claims_ > 0 || is_note_stored_) {
    return absl::OkStatus();
  }
  return lines_.Warn(column, "a note in a row that says nothing new; left out",
                     note_, "a row that says something");
}

}  // namespace attest
