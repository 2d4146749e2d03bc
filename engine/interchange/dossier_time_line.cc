#include "engine/interchange/dossier_time_line.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_words.h"
#include "engine/model/edtf.h"

namespace attest {
namespace {

constexpr double kWidth = 780;
constexpr double kMargin = 18;
constexpr double kRow = 42;
constexpr double kTop = 30;  // for the axis
constexpr double kBar = 10;
constexpr size_t kLabelLetters = 112;

std::optional<Edtf> DateOf(const DossierStatement& statement) {
  const std::string& text =
      statement.valid.empty() ? statement.date : statement.valid;
  if (text.empty()) return std::nullopt;
  absl::StatusOr<Edtf> date = Edtf::Parse(text);
  if (!date.ok()) return std::nullopt;
  return *std::move(date);
}

bool IsInConflict(const DossierStatement& statement) {
  return !statement.conflicts.empty() || statement.conflicts_withheld > 0 ||
         statement.verdict == Verdict::kContested;
}

// The axis: days on a line from kMargin to kWidth - kMargin.
class Axis {
 public:
  explicit Axis(const std::vector<DatedStatement>& rows) {
    std::optional<DayNumber> first;
    std::optional<DayNumber> last;
    const auto meet = [&](DayNumber day) {
      first = first ? std::min(*first, day) : day;
      last = last ? std::max(*last, day) : day;
    };
    for (const DatedStatement& row : rows) {
      if (row.possible.has_begin()) meet(row.possible.begin);
      if (row.possible.has_end()) meet(row.possible.end);
    }
    const DayNumber begin = first.value_or(0);
    const DayNumber end = last.value_or(0);
    const DayNumber room = std::max<DayNumber>((end - begin) / 12, 5);
    begin_ = std::max(begin - room, kFirstDay);
    end_ = std::min(end + room, kLastDay);
  }

  [[nodiscard]] DayNumber begin() const { return begin_; }
  [[nodiscard]] DayNumber end() const { return end_; }
  [[nodiscard]] double At(DayNumber day) const {
    const double share = static_cast<double>(day - begin_) /
                         static_cast<double>(std::max(end_ - begin_, 1));
    return kMargin + share * (kWidth - 2 * kMargin);
  }

  // Days with a label: years, months or days, some six to a picture.
  [[nodiscard]] std::vector<std::pair<DayNumber, std::string>> Ticks() const {
    std::vector<std::pair<DayNumber, std::string>> ticks;
    const int32_t days = end_ - begin_;
    if (days <= 80) {
      const int32_t step = days <= 12 ? 2 : days <= 40 ? 7 : 14;
      for (DayNumber day = begin_ + 1; day < end_; day += step) {
        ticks.emplace_back(day, DayText(day));
      }
      return ticks;
    }
    AddMonths(days, ticks);
    return ticks;
  }

 private:
  void AddMonths(int32_t days,
                 std::vector<std::pair<DayNumber, std::string>>& ticks) const {
    static constexpr std::array<int, 12> kSteps = {
        1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000};
    int step = 12000;
    for (auto one = kSteps.rbegin(); one != kSteps.rend(); ++one) {
      if (days / (30 * *one) <= 7) step = *one;
    }
    const std::string first = DayText(begin_);
    int month =
        std::stoi(first.substr(0, 4)) * 12 + std::stoi(first.substr(5, 2)) - 1;
    month = (month / step + 1) * step;
    for (;; month += step) {
      if (month / 12 > 9999) return;
      std::string text = absl::StrCat(month / 12);
      text.insert(0, 4 - text.size(), '0');
      const int of_year = month % 12 + 1;
      const std::string label =
          absl::StrCat(text, of_year < 10 ? "-0" : "-", of_year);
      const absl::StatusOr<DayNumber> day = ParseDay(label + "-01");
      if (!day.ok() || *day >= end_) return;
      ticks.emplace_back(*day, step >= 12 ? text : label);
    }
  }

  DayNumber begin_ = 0;
  DayNumber end_ = 0;
};

std::string Rectangle(double x1, double x2, double y, absl::string_view style,
                      absl::string_view attributes = "") {
  return absl::StrCat("<rect class=\"", style, "\" x=\"", Coordinate(x1),
                      "\" y=\"", Coordinate(y), "\" width=\"",
                      Coordinate(std::max(x2 - x1, 1.0)), "\" height=\"",
                      Coordinate(kBar), "\"", attributes, "/>");
}

// An end that is open: pieces, each fainter, and an arrow. `direction`: 1
// to the right, -1 to the left.
std::string Fading(double from, double to, double y, int direction) {
  std::string svg;
  constexpr int kPieces = 10;
  const double piece = (to - from) / kPieces;
  for (int i = 0; i < kPieces; ++i) {
    const double a = from + piece * i;
    const double b = a + piece;
    const int percent = 32 - 3 * i;
    svg += Rectangle(std::min(a, b), std::max(a, b), y, "fade",
                     absl::StrCat(" fill-opacity=\"0.", percent < 10 ? "0" : "",
                                  percent, "\""));
  }
  const double middle = y + kBar / 2;
  return absl::StrCat(svg, "<path class=\"arrow\" d=\"M", Coordinate(to), " ",
                      Coordinate(middle - 5), "l", 7 * direction, " 5l",
                      -7 * direction, " 5\"/>");
}

std::string Bar(const Axis& axis, const DatedStatement& row, double y) {
  const DayRange& range = row.possible;
  const double left = kMargin + 2;
  const double right = kWidth - kMargin - 9;
  if (!range.has_begin() && !range.has_end()) {
    const double middle = (left + right) / 2;
    return Fading(middle, left, y, -1) + Fading(middle, right, y, 1);
  }
  std::string svg;
  const double begin = range.has_begin() ? axis.At(range.begin) : left;
  const double end = range.has_end() ? axis.At(range.end) : right;
  if (!range.has_begin()) {
    svg += Fading(end, left, y, -1);
  } else if (!range.has_end()) {
    svg += Fading(begin, right, y, 1);
  } else if (range.is_single_day()) {
    const double middle = (begin + end) / 2;
    svg += Rectangle(std::min(begin, middle - 3), std::max(end, middle + 3), y,
                     "sure");
  } else {
    svg += Rectangle(begin, std::max(end, begin + 4), y, "may");
  }
  if (row.certain) {
    const double from = std::max(axis.At(row.certain->begin), left);
    const double to =
        row.certain->has_end() ? axis.At(row.certain->end) : right;
    svg += Rectangle(from, std::max(to, from + 3), y, "sure");
  }
  return svg;
}

class Picture {
 public:
  Picture(const Dossier& dossier, const DossierSection& section,
          const std::vector<DatedStatement>& rows)
      : dossier_(dossier), section_(section), rows_(rows), axis_(rows) {
    for (size_t i = 0; i < rows.size(); ++i) {
      numbers_[section.statements[rows[i].statement].key] = i + 1;
    }
  }

  std::string Svg(const std::string& id) const {
    const double height = kTop + kRow * static_cast<double>(rows_.size()) + 8;
    std::string svg = absl::StrCat(
        "<svg class=\"picture\" viewBox=\"0 0 ", Coordinate(kWidth), " ",
        Coordinate(height), "\" width=\"", Coordinate(kWidth), "\" height=\"",
        Coordinate(height), "\" role=\"img\" aria-labelledby=\"", id, "-t ", id,
        "-d\"><title id=\"", id,
        "-t\">When it is reported to have been</title><desc id=\"", id,
        "-d\">One row a statement, from ", DayText(axis_.begin()), " to ",
        DayText(axis_.end()),
        ". Light: it may have been on these days. Dark: for certain on these. "
        "Fading: there is no such end. The list below says the same in "
        "words.</desc>");
    for (const auto& [day, label] : axis_.Ticks()) {
      const double x = axis_.At(day);
      absl::StrAppend(&svg, "<path class=\"grid\" d=\"M", Coordinate(x), " ",
                      Coordinate(kTop - 6), "V", Coordinate(height - 4), "\"/>",
                      TextAt(x, kTop - 12, "s", "middle", label));
    }
    for (size_t i = 0; i < rows_.size(); ++i) svg += Row(i);
    return absl::StrCat(svg, "</svg>");
  }

 private:
  std::string Row(size_t i) const {
    const DossierStatement& statement = section_.statements[rows_[i].statement];
    const double y = kTop + kRow * static_cast<double>(i);
    const bool conflicts = IsInConflict(statement);
    std::string label = absl::StrCat(i + 1, ". ");
    std::string marks = conflicts ? Marks(statement) : "";
    const std::string unreported = NotReportedText(section_, statement);
    if (!unreported.empty()) {
      absl::StrAppend(&marks, marks.empty() ? "" : "; ", unreported);
    }
    const size_t room =
        kLabelLetters - std::min<size_t>(SeenLength(marks), kLabelLetters / 2);
    absl::StrAppend(&label, Clipped(ClauseText(dossier_, statement), room));
    std::string svg =
        SentenceAt(kMargin + (conflicts ? 14 : 0), y + 15, "t", "start", label);
    if (conflicts) {
      absl::StrAppend(&svg, "<path class=\"conflict\" d=\"M", kMargin + 4, " ",
                      Coordinate(y + 5), "l5.5 5.5l-5.5 5.5l-5.5 -5.5z\"/>");
    }
    if (!marks.empty()) {
      svg += TextAt(kWidth - kMargin, y + 15, conflicts ? "s v-contested" : "s",
                    "end", marks);
    }
    return absl::StrCat(svg, Bar(axis_, rows_[i], y + 22));
  }

  // "conflicts with 3, 4".
  std::string Marks(const DossierStatement& statement) const {
    std::vector<std::string> rows;
    for (const DossierOther& other : statement.conflicts) {
      const auto found = numbers_.find(other.statement);
      if (found != numbers_.end()) rows.push_back(absl::StrCat(found->second));
    }
    if (rows.empty()) return "contested";
    return absl::StrCat("conflicts with ", absl::StrJoin(rows, ", "));
  }

  const Dossier& dossier_;
  const DossierSection& section_;
  const std::vector<DatedStatement>& rows_;
  const Axis axis_;
  std::map<std::string, size_t> numbers_;  // of rows, by statement
};

// Those that conflict first, then in order, back in the order of time.
std::vector<DatedStatement> Chosen(const DossierSection& section,
                                   std::vector<DatedStatement> rows,
                                   size_t most) {
  if (rows.size() <= most) return rows;
  std::vector<size_t> order(rows.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_partition(order.begin(), order.end(), [&](size_t i) {
    return IsInConflict(section.statements[rows[i].statement]);
  });
  order.resize(most);
  std::sort(order.begin(), order.end());
  std::vector<DatedStatement> chosen;
  chosen.reserve(most);
  for (const size_t i : order) chosen.push_back(rows[i]);
  return chosen;
}

}  // namespace

std::optional<DayRange> DaysOf(const DossierStatement& statement) {
  const std::optional<Edtf> date = DateOf(statement);
  if (!date) return std::nullopt;
  return date->possible();
}

std::vector<DatedStatement> DatedStatements(const DossierSection& section) {
  std::vector<DatedStatement> rows;
  for (size_t i = 0; i < section.statements.size(); ++i) {
    const std::optional<Edtf> date = DateOf(section.statements[i]);
    if (date) rows.push_back({i, date->possible(), date->certain()});
  }
  const auto place = [](const DatedStatement& row) {
    const DayRange& range = row.possible;
    return std::tuple(range.has_begin() ? range.begin
                      : range.has_end() ? range.end
                                        : kFirstDay,
                      range.end);
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const DatedStatement& a, const DatedStatement& b) {
                     return place(a) < place(b);
                   });
  return rows;
}

std::string TimeLineFigure(const Dossier& dossier,
                           const DossierSection& section, const std::string& id,
                           size_t most) {
  const std::vector<DatedStatement> all = DatedStatements(section);
  if (all.empty()) return "";
  const std::vector<DatedStatement> rows = Chosen(section, all, most);
  const size_t undated = section.statements.size() - all.size();
  std::string html = absl::StrCat(
      "<figure>\n<figcaption id=\"", id, "-c\">",
      Several(rows.size(), "dated statement"),
      rows.size() < all.size()
          ? absl::StrCat("; ", all.size() - rows.size(),
                         " more are left out of the picture and stand in the "
                         "list")
          : "",
      undated > 0 ? absl::StrCat("; ", undated, " without a date") : "",
      ". Light: days it may have been. Dark: days it was, if the report is "
      "right. Fading into an arrow: no end is given. A diamond marks what is "
      "contested.</figcaption>\n<div class=\"scroll\" tabindex=\"0\" "
      "role=\"group\" aria-labelledby=\"",
      id, "-c\">", Picture(dossier, section, rows).Svg(id),
      "</div>\n<details><summary>The same as a list</summary>\n<ol>\n");
  for (const DatedStatement& row : all) {
    const DossierStatement& statement = section.statements[row.statement];
    absl::StrAppend(
        &html, "<li>", ClauseHtml(dossier, statement),
        statement.valid.empty()
            ? ""
            : absl::StrCat(" <code>", Escaped(statement.valid), "</code>"),
        " (", VerdictWord(statement.verdict), ")",
        NotReportedHtml(section, statement), "</li>\n");
  }
  return absl::StrCat(html, "</ol></details>\n</figure>\n");
}

}  // namespace attest
