#include "engine/interchange/ucdp_values.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/model/quantity.h"

namespace attest {
namespace {

constexpr size_t kDayBytes = 10;  // YYYY-MM-DD

// How far from a day that is all a row gives its event may have been, at a
// precision of 2 to 5: a span of at most 6 days, a week, at most 31 days or a
// month, a year.
constexpr std::array<int, 4> kDaysAround = {5, 6, 30, 365};

std::string Json(absl::string_view name, int64_t number) {
  return absl::StrCat("{\"", name, "\":", number, "}");
}

// `2014-05` or `2014` where the days are just that; else empty.
std::string WholeMonthOrYear(absl::string_view first, absl::string_view last,
                             DayNumber after_last) {
  if (first.substr(7) != "-01") return "";
  const bool ends_month =
      after_last > kLastDay || DayText(after_last).substr(7) == "-01";
  if (!ends_month) return "";
  const absl::string_view year = first.substr(0, 4);
  if (first.substr(0, 7) == last.substr(0, 7)) {
    return std::string(first.substr(0, 7));
  }
  if (year == last.substr(0, 4) && first.substr(4, 3) == "-01" &&
      last.substr(4, 3) == "-12") {
    return std::string(year);
  }
  return "";
}

}  // namespace

std::optional<DayNumber> UcdpDay(absl::string_view cell) {
  cell = absl::StripAsciiWhitespace(cell);
  const absl::StatusOr<DayNumber> day = ParseDay(cell.substr(0, kDayBytes));
  if (!day.ok()) return std::nullopt;
  const absl::string_view time = cell.substr(std::min(cell.size(), kDayBytes));
  if (time.empty()) return *day;
  if (time[0] != ' ' && time[0] != 'T') return std::nullopt;
  if (time.find_first_not_of("0:.Z", 1) != absl::string_view::npos) {
    return std::nullopt;
  }
  return *day;
}

std::optional<int64_t> UcdpNumber(absl::string_view cell) {
  cell = absl::StripAsciiWhitespace(cell);
  const size_t point = cell.find('.');
  if (point != absl::string_view::npos) {
    const absl::string_view behind = cell.substr(point + 1);
    if (behind.find_first_not_of('0') != absl::string_view::npos) {
      return std::nullopt;
    }
    cell = cell.substr(0, point);
  }
  int64_t number = 0;
  if (cell.empty() || !std::all_of(cell.begin(), cell.end(), [](char c) {
        return absl::ascii_isdigit(static_cast<unsigned char>(c));
      })) {
    return std::nullopt;
  }
  if (!absl::SimpleAtoi(cell, &number) || number > Quantity::kMaxNumber) {
    return std::nullopt;
  }
  return number;
}

std::optional<int> UcdpCode(absl::string_view cell, int highest) {
  if (absl::StripAsciiWhitespace(cell).empty()) return 0;
  const std::optional<int64_t> number = UcdpNumber(cell);
  if (!number || *number < 1 || *number > highest) return std::nullopt;
  return static_cast<int>(*number);
}

UcdpTime UcdpTimeOf(DayNumber first, DayNumber last, int precision,
                    bool is_sum) {
  if (first == last && precision >= 2) {
    const int around = kDaysAround[static_cast<size_t>(precision) - 2];
    return {.edtf = absl::StrCat(
                "[", DayText(std::max(first - around, kFirstDay)), "..",
                DayText(std::min(last + around, kLastDay)), "]"),
            .is_widened = true};
  }
  const std::string from = DayText(first);
  if (first == last) return {.edtf = precision == 1 ? from : from + "?"};
  const std::string to = DayText(last);
  if (precision == 1 || is_sum) return {.edtf = absl::StrCat(from, "/", to)};
  std::string whole = WholeMonthOrYear(from, to, last + 1);
  if (!whole.empty()) return {.edtf = std::move(whole)};
  return {.edtf = absl::StrCat("[", from, "..", to, "]")};
}

UcdpCount UcdpCountOf(const UcdpEstimate& estimate) {
  UcdpCount count;
  int64_t least = Quantity::kMaxNumber;
  int64_t greatest = 0;
  std::string stated;
  for (const auto& [name, number] :
       {std::pair<absl::string_view, std::optional<int64_t>>("low",
                                                             estimate.low),
        {"best", estimate.best},
        {"high", estimate.high}}) {
    if (!number) continue;
    if (*number < greatest) count.is_out_of_order = true;
    least = std::min(least, *number);
    greatest = std::max(greatest, *number);
    absl::StrAppend(&stated, stated.empty() ? "" : ", ", name, " ", *number);
  }
  if (stated.empty()) return count;
  const std::optional<int64_t>& best = estimate.best;
  if (estimate.low && estimate.high) {
    if (least == greatest) {
      count.json = Json("exact", least);
    } else {
      count.json = absl::StrCat("{\"low\":", least,
                                best ? absl::StrCat(",\"best\":", *best) : "",
                                ",\"high\":", greatest, "}");
    }
    if (count.is_out_of_order) count.as_stated = std::move(stated);
    return count;
  }
  if (!estimate.low && !estimate.high) {
    count.json = Json("exact", *best);
    return count;
  }
  count.json =
      estimate.low ? Json("at_least", least) : Json("at_most", greatest);
  if (best) count.as_stated = std::move(stated);
  return count;
}

}  // namespace attest
