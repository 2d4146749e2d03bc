// The columns of claims-csv: a table of claims, one a row, whose columns are
// named as the fields of the case format.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_COLUMNS_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_COLUMNS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest {

// In the order in which an export writes them.
enum class ClaimColumn : uint8_t {
  kId,
  kSubject,
  kSubjectKind,  // of an entity that the row makes
  kSubjectName,
  kPredicate,
  kObject,
  kObjectKind,
  kObjectName,
  kValue,
  kUnit,
  kValid,
  kPlace,
  kPlaceName,
  kReport,
  kTitle,  // of a report that the row makes, and so on
  kPublished,
  kUrl,
  kLanguage,
  kSource,
  kSourceName,  // of a source that the row makes, and so on
  kSourceKind,
  kAttribution,
  kOriginal,
  kRestsOn,
  kStance,
  kHedge,
  kQuote,
  kPage,
  kLine,
  kParagraph,
  kTime,
  kFrame,
  kCell,
  kRow,
  kAsStated,
  kRealEnds,
  kExtractedBy,
  kExtractedMethod,
  kExtractedVersion,
  kBy,
  kNote,
  kRecorded,
  kDefinitions,  // lines of the case format, for what no column says
};
inline constexpr size_t kClaimColumns =
    static_cast<size_t>(ClaimColumn::kDefinitions) + 1;

// What heads `column`: "as_stated".
[[nodiscard]] absl::string_view HeadingOf(ClaimColumn column);

// Where the columns of a file stand.
struct ClaimColumns {
  // By ClaimColumn; nullopt: the file does not have it.
  std::array<std::optional<size_t>, kClaimColumns> places;
  // What is wrong with the headings: which (may be empty), what, and want.
  struct Fault {
    std::string heading;
    std::string what;
    std::string want;
  };
  std::vector<Fault> faults;

  [[nodiscard]] bool has(ClaimColumn column) const {
    return places[static_cast<size_t>(column)].has_value();
  }
  // What heads the column in the file; empty: the file does not have it.
  [[nodiscard]] std::string HeadingIn(absl::Span<const std::string> headings,
                                      ClaimColumn column) const {
    const std::optional<size_t>& place = places[static_cast<size_t>(column)];
    return place ? headings[*place] : std::string();
  }
};

// Reads `headings`, in any letter case and with blanks or hyphens for
// underscores. `theirs` gives ours for theirs; an empty one, that the column is
// passed over.
[[nodiscard]] ClaimColumns ReadClaimColumns(
    absl::Span<const std::string> headings,
    const std::map<std::string, std::string>& theirs);

// `text` in lower case, with underscores for blanks and hyphens.
[[nodiscard]] std::string NormalName(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_COLUMNS_H_
