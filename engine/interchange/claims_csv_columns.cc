#include "engine/interchange/claims_csv_columns.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/input_error.h"
#include "engine/text/suggestion.h"

namespace attest {
namespace {

constexpr std::array<absl::string_view, kClaimColumns> kHeadings = {
    "id",
    "subject",
    "subject_kind",
    "subject_name",
    "predicate",
    "object",
    "object_kind",
    "object_name",
    "value",
    "unit",
    "valid",
    "place",
    "place_name",
    "report",
    "title",
    "published",
    "url",
    "language",
    "source",
    "source_name",
    "source_kind",
    "attribution",
    "original",
    "rests_on",
    "stance",
    "hedge",
    "quote",
    "page",
    "line",
    "paragraph",
    "time",
    "frame",
    "cell",
    "row",
    "as_stated",
    "real_ends",
    "extracted_by",
    "extracted_method",
    "extracted_version",
    "by",
    "note",
    "recorded",
    "definitions",
};

constexpr size_t kMaxTypingErrors = 2;

std::string WantedHeading(const std::string& heading,
                          const std::string& normal) {
  std::string want =
      absl::StrCat("a column of claims-csv, or in --map FILE {\"headings\": {",
                   QuotedForMessage(heading), ": OURS}} (\"\": pass it over)");
  const auto near =
      NearestName(normal, absl::MakeConstSpan(kHeadings), kMaxTypingErrors);
  if (near) absl::StrAppend(&want, "; did you mean ", *near, "?");
  return want;
}

void CheckWhatIsThere(ClaimColumns& columns) {
  const auto require = [&columns](ClaimColumn one, ClaimColumn other) {
    if (columns.has(one) || columns.has(other)) return;
    std::string name(HeadingOf(one));
    if (one != other) absl::StrAppend(&name, " or ", HeadingOf(other));
    columns.faults.push_back(
        {"", absl::StrCat("there is no column ", name),
         "subject, predicate, object or value, and source or report"});
  };
  require(ClaimColumn::kSubject, ClaimColumn::kSubject);
  require(ClaimColumn::kPredicate, ClaimColumn::kPredicate);
  require(ClaimColumn::kObject, ClaimColumn::kValue);
  require(ClaimColumn::kSource, ClaimColumn::kReport);
}

}  // namespace

absl::string_view HeadingOf(ClaimColumn column) {
  return kHeadings[static_cast<size_t>(column)];
}

std::string NormalName(absl::string_view text) {
  std::string normal = absl::AsciiStrToLower(text);
  std::replace_if(
      normal.begin(), normal.end(), [](char c) { return c == ' ' || c == '-'; },
      '_');
  return normal;
}

ClaimColumns ReadClaimColumns(
    absl::Span<const std::string> headings,
    const std::map<std::string, std::string>& theirs) {
  ClaimColumns columns;
  for (size_t i = 0; i < headings.size(); ++i) {
    if (headings[i].empty()) continue;
    const auto mapped = theirs.find(headings[i]);
    if (mapped != theirs.end() && mapped->second.empty()) continue;
    const std::string normal =
        NormalName(mapped == theirs.end() ? headings[i] : mapped->second);
    const auto known = std::find(kHeadings.begin(), kHeadings.end(), normal);
    if (known == kHeadings.end()) {
      columns.faults.push_back(
          {headings[i],
           mapped == theirs.end()
               ? "unknown heading"
               : absl::StrCat("unknown heading ", QuotedForMessage(normal),
                              " in --map"),
           WantedHeading(headings[i], normal)});
      continue;
    }
    std::optional<size_t>& place =
        columns.places[static_cast<size_t>(known - kHeadings.begin())];
    if (place) {
      columns.faults.push_back(
          {headings[i],
           absl::StrCat("two columns for ", *known, ", the other is ",
                        QuotedForMessage(headings[*place])),
           "one"});
      continue;
    }
    place = i;
  }
  CheckWhatIsThere(columns);
  return columns;
}

}  // namespace attest
