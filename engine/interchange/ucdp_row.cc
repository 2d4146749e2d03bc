#include "engine/interchange/ucdp_row.h"

#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/import_keys.h"
#include "engine/interchange/ucdp_places.h"
#include "engine/model/json_text.h"

namespace attest {
namespace {

using Column = UcdpColumn;

constexpr int kOneSided = 3;
constexpr size_t kLongestId = 100;

class RowReader {
 public:
  explicit RowReader(const UcdpCells& cells) : cells_(cells) {}

  UcdpReading Read() {
    UcdpRow& row = reading_.row;
    row.id = OneLine(cell(Column::kId));
    if (row.id.empty() || row.id.size() > kLongestId) {
      AddError(Column::kId, "no id of an event", "an id of at most 100 bytes");
    }
    row.type = Code(Column::kTypeOfViolence, 3);
    if (cell(Column::kTypeOfViolence).empty()) {
      AddError(Column::kTypeOfViolence, "no type of violence", "1, 2 or 3");
    }
    ReadTime();
    row.side_a = ReadSide(Column::kSideA, Column::kSideAId, Column::kSideAOldId,
                          Column::kGwnoA);
    row.side_b = ReadSide(Column::kSideB, Column::kSideBId, Column::kSideBOldId,
                          Column::kGwnoB);
    // Whom violence is one-sided against is no party that could have a key.
    if (row.type == kOneSided &&
        absl::EqualsIgnoreCase(row.side_b.name, "civilians")) {
      row.side_b = {};
    }
    ReadPlaces();
    ReadDead();
    ReadSources();
    return std::move(reading_);
  }

 private:
  [[nodiscard]] absl::string_view cell(Column column) const {
    return cells_[static_cast<size_t>(column)];
  }

  static void Add(std::vector<UcdpRemark>& remarks, Column column,
                  std::string what, absl::string_view got, std::string want) {
    remarks.push_back(
        {column, std::move(what), CellForMessage(got), std::move(want)});
  }
  void AddError(Column column, std::string what, std::string want) {
    Add(reading_.errors, column, std::move(what), cell(column),
        std::move(want));
  }
  void Warn(Column column, std::string what, std::string want) {
    Add(reading_.warnings, column, std::move(what), cell(column),
        std::move(want));
  }

  int Code(Column column, int highest) {
    const std::optional<int> code = UcdpCode(cell(column), highest);
    if (!code) {
      AddError(column, "no such code",
               absl::StrCat("a whole number from 1 to ", highest));
    }
    return code.value_or(0);
  }

  std::optional<DayNumber> Day(Column column) {
    if (cell(column).empty()) return std::nullopt;
    const std::optional<DayNumber> day = UcdpDay(cell(column));
    if (!day) {
      AddError(column, "no day",
               "YYYY-MM-DD, as the dataset has it before a spreadsheet changes "
               "it");
    }
    return day;
  }

  void ReadTime() {
    int precision = Code(Column::kDatePrec, 5);
    const bool is_sum = Code(Column::kEventClarity, 2) == 2;
    std::optional<DayNumber> first = Day(Column::kDateStart);
    std::optional<DayNumber> last = Day(Column::kDateEnd);
    if (!first && !last) {
      ReadYear();
      return;
    }
    if (!first || !last) {
      Warn(first ? Column::kDateEnd : Column::kDateStart,
           first ? "no last day; the first is taken, as uncertain"
                 : "no first day; the last is taken, as uncertain",
           "YYYY-MM-DD");
      if (precision == 1) precision = 0;
      if (!first) first = last;
      if (!last) last = first;
    } else if (precision == 0) {
      Warn(Column::kDatePrec, "no precision of the date; taken as uncertain",
           "1 to 5");
    }
    if (*last < *first) {
      AddError(Column::kDateEnd, "the end is before the start",
               absl::StrCat(DayText(*first), " or later"));
      return;
    }
    CompareYear(DayText(*first).substr(0, 4), DayText(*last).substr(0, 4));
    const UcdpTime time = UcdpTimeOf(*first, *last, precision, is_sum);
    if (time.is_widened) {
      Warn(
          Column::kDatePrec,
          absl::StrCat("less precise than the one day that is given; taken as ",
                       time.edtf),
          "1, or a range of days");
    }
    reading_.row.time = time.edtf;
  }

  // The days are taken, whatever the year says.
  void CompareYear(absl::string_view first, absl::string_view last) {
    if (cell(Column::kYear).empty()) return;
    const std::optional<int64_t> year = UcdpNumber(cell(Column::kYear));
    const std::string said = absl::StrCat(year.value_or(0));
    if (year && first <= said && said <= last) return;
    Warn(
        Column::kYear, "not the year of the days, which are taken",
        first == last ? std::string(first) : absl::StrCat(first, " to ", last));
  }

  // All that is known where there is no day.
  void ReadYear() {
    const std::optional<int64_t> year = UcdpNumber(cell(Column::kYear));
    if (year && *year >= 1000 && *year <= 9999) {
      reading_.row.time = absl::StrCat(*year);
      Warn(Column::kDateStart, "no day; the year is taken", "YYYY-MM-DD");
    } else {
      Warn(Column::kDateStart, "no day and no year; nothing is said of when",
           "YYYY-MM-DD");
    }
  }

  UcdpSide ReadSide(Column name, Column id, Column old_id, Column gwno) {
    UcdpSide side = {.name = OneLine(cell(name)), .gwno = OneLine(cell(gwno))};
    if (!cell(id).empty()) {
      side.key = ImportKey("org", "ucdp", {cell(id)});
    } else if (!cell(old_id).empty()) {
      side.key = ImportKey("org", "ucdp", {"dset", cell(old_id)});
    } else if (!side.name.empty()) {
      side.key = ImportKey("org", "ucdp", {"name", side.name});
    }
    if (side.key.empty()) {
      Warn(name, "a side that is not named; nothing is said of it", "its name");
    } else if (side.name.empty()) {
      side.name = absl::StrCat("UCDP actor ",
                               OneLine(cell(cell(id).empty() ? old_id : id)));
    }
    return side;
  }

  std::optional<double> Degrees(Column column, double most) {
    if (cell(column).empty()) return std::nullopt;
    double degrees = 0;
    if (!absl::SimpleAtod(cell(column), &degrees) ||
        !(std::abs(degrees) <= most)) {
      AddError(column, "no degrees",
               absl::StrCat("a number from -", most, " to ", most));
      return std::nullopt;
    }
    return degrees;
  }

  void ReadPlaces() {
    UcdpPlaceCells where = {.precision = Code(Column::kWherePrec, 7),
                            .coordinates = cell(Column::kWhereCoordinates),
                            .description = cell(Column::kWhereDescription),
                            .adm_1 = cell(Column::kAdm1),
                            .adm_2 = cell(Column::kAdm2),
                            .country = cell(Column::kCountry),
                            .country_id = cell(Column::kCountryId),
                            .position = std::nullopt};
    if (where.precision == 0) {
      Warn(Column::kWherePrec,
           "no precision of the place; its position is not used", "1 to 7");
    }
    const auto latitude = Degrees(Column::kLatitude, 90);
    const auto longitude = Degrees(Column::kLongitude, 180);
    if (latitude && longitude) where.position = {*latitude, *longitude};
    if (latitude.has_value() != longitude.has_value() &&
        cell(Column::kLatitude).empty() != cell(Column::kLongitude).empty()) {
      Warn(latitude ? Column::kLongitude : Column::kLatitude,
           "half a position; left out", "a number of degrees");
    }
    UcdpRow& row = reading_.row;
    row.places = UcdpPlacesOf(where);
    if (row.places.empty()) {
      Warn(Column::kWhereCoordinates,
           "no place is named; nothing is said of where", "a place");
      return;
    }
    // What the place does not say of itself.
    const std::string& name = row.places[0].name;
    const std::string named = OneLine(where.coordinates);
    const std::string described = OneLine(where.description);
    if (named != name && !absl::EndsWith(name, absl::StrCat(" of ", named))) {
      row.place_as_stated = named;
    }
    if (described.empty() || described == named || described == name) return;
    absl::StrAppend(&row.place_as_stated,
                    row.place_as_stated.empty() ? "" : "; ", described);
  }

  std::optional<int64_t> Number(Column column) {
    if (cell(column).empty()) return std::nullopt;
    const std::optional<int64_t> number = UcdpNumber(cell(column));
    if (!number) AddError(column, "no number of dead", "a whole number");
    return number;
  }

  void ReadDead() {
    UcdpRow& row = reading_.row;
    UcdpEstimate estimate;
    estimate.low = Number(Column::kLow);
    estimate.best = Number(Column::kBest);
    estimate.high = Number(Column::kHigh);
    row.dead = UcdpCountOf(estimate);
    if (row.dead.is_out_of_order) {
      Warn(Column::kBest,
           absl::StrCat("estimates out of order (", row.dead.as_stated,
                        "); the least and the greatest are the bounds"),
           "low <= best <= high");
    }
    int64_t sum = 0;
    bool is_whole = true;
    constexpr Column kBySide[] = {Column::kDeathsA, Column::kDeathsB,
                                  Column::kDeathsCivilians,
                                  Column::kDeathsUnknown};
    for (size_t n = 0; n < row.dead_by_side.size(); ++n) {
      const std::optional<int64_t> number = Number(kBySide[n]);
      if (!number) is_whole = false;
      sum += number.value_or(0);
      // None is what stands where nothing is reported.
      if (number.value_or(0) == 0) continue;
      row.dead_by_side[n] = absl::StrCat("{\"exact\":", *number, "}");
    }
    if (is_whole && estimate.best && sum != *estimate.best) {
      Warn(Column::kBest,
           absl::StrCat("not the sum of the dead by side, ", sum,
                        "; both are claimed as they stand"),
           "their sum");
    }
  }

  void ReadSources() {
    UcdpArticles& sources = reading_.row.sources;
    sources = ReadUcdpArticles({.article = cell(Column::kSourceArticle),
                                .office = cell(Column::kSourceOffice),
                                .date = cell(Column::kSourceDate),
                                .headline = cell(Column::kSourceHeadline),
                                .original = cell(Column::kSourceOriginal)});
    if (sources.is_too_many) {
      AddError(Column::kSourceArticle, "too many sources in one cell",
               absl::StrCat("at most ", kMostUcdpArticles));
      return;
    }
    for (UcdpRemark& warning : sources.warnings) {
      reading_.warnings.push_back(std::move(warning));
    }
    sources.warnings.clear();
    if (sources.articles.empty()) {
      Warn(Column::kSourceArticle,
           "no article; the row is a claim of the dataset's own report",
           "the articles that it was coded from");
      return;
    }
    const auto number = UcdpNumber(cell(Column::kNumberOfSources));
    if (number && *number > 0 &&
        static_cast<size_t>(*number) != sources.articles.size()) {
      Warn(Column::kNumberOfSources,
           absl::StrCat("the row lists ", sources.articles.size()),
           "as many as are listed");
    }
  }

  const UcdpCells& cells_;
  UcdpReading reading_;
};

}  // namespace

UcdpReading ReadUcdpRow(const UcdpCells& cells) {
  return RowReader(cells).Read();
}

}  // namespace attest
