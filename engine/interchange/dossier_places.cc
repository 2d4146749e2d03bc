#include "engine/interchange/dossier_places.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_words.h"

namespace attest {
namespace {

constexpr double kWidth = 640;
constexpr double kMargin = 46;
constexpr double kLeastHeight = 260;
constexpr double kMostHeight = 520;
constexpr double kMetresPerDegree = 111'195;
constexpr double kPi = 3.14159265358979323846;
// More would hide one another; the table has all.
constexpr size_t kMostLabels = 40;

// Degrees as they are said: "34.512° N".
std::string Degrees(double value, char positive, char negative) {
  const double size = std::abs(value);
  std::string text = absl::StrCat(std::round(size * 1e5) / 1e5, "° ");
  text += value < 0 ? negative : positive;
  return text;
}

// Equirectangular, true to scale in the middle latitude.
class Plot {
 public:
  explicit Plot(const std::vector<DossierPlace>& places) {
    double west = 181;
    double east = -181;
    for (const DossierPlace& place : places) {
      west = std::min(west, place.point.lon);
      east = std::max(east, place.point.lon);
    }
    is_shifted_ = east - west > 180;
    low_x_ = low_y_ = 1e9;
    double high_x = -1e9;
    double high_y = -1e9;
    double sum = 0;
    for (const DossierPlace& place : places) sum += place.point.lat;
    squeeze_ = std::max(
        std::cos(sum / static_cast<double>(places.size()) * kPi / 180), 0.05);
    for (const DossierPlace& place : places) {
      const double reach = std::min(
          static_cast<double>(place.point.radius_m) / kMetresPerDegree, 5.0);
      low_x_ = std::min(low_x_, Lon(place) * squeeze_ - reach);
      high_x = std::max(high_x, Lon(place) * squeeze_ + reach);
      low_y_ = std::min(low_y_, place.point.lat - reach);
      high_y = std::max(high_y, place.point.lat + reach);
    }
    const double span_x = std::max(high_x - low_x_, 0.004);
    const double span_y = std::max(high_y - low_y_, 0.004);
    low_x_ = (low_x_ + high_x) / 2 - span_x * 0.6;
    high_y_ = (low_y_ + high_y) / 2 + span_y * 0.6;
    const double wide = kWidth - 2 * kMargin;
    scale_ = std::min(wide / (span_x * 1.2),
                      (kMostHeight - 2 * kMargin) / (span_y * 1.2));
    height_ = std::max(span_y * 1.2 * scale_ + 2 * kMargin, kLeastHeight);
    // In the middle of what is left.
    shift_x_ = (wide - span_x * 1.2 * scale_) / 2;
    shift_y_ = (height_ - 2 * kMargin - span_y * 1.2 * scale_) / 2;
  }

  [[nodiscard]] double height() const { return height_; }
  [[nodiscard]] double X(const DossierPlace& place) const {
    return kMargin + shift_x_ + (Lon(place) * squeeze_ - low_x_) * scale_;
  }
  [[nodiscard]] double Y(const DossierPlace& place) const {
    return kMargin + shift_y_ + (high_y_ - place.point.lat) * scale_;
  }
  [[nodiscard]] double PixelsOf(double metres) const {
    return metres / kMetresPerDegree * scale_;
  }

  // Lines of round degrees.
  [[nodiscard]] std::string Grid() const {
    std::string svg;
    const double step = StepOf((kWidth - 2 * kMargin) / scale_ / 4);
    const double left = low_x_ - shift_x_ / scale_;
    const double top = high_y_ + shift_y_ / scale_;
    for (double lon = std::ceil(left / squeeze_ / step) * step;; lon += step) {
      const double x = kMargin + shift_x_ + (lon * squeeze_ - low_x_) * scale_;
      if (x > kWidth - kMargin) break;
      const double shown = lon > 180 ? lon - 360 : lon;
      absl::StrAppend(&svg, "<path class=\"grid\" d=\"M", Coordinate(x), " ",
                      Coordinate(kMargin - 20), "V",
                      Coordinate(height_ - kMargin + 20), "\"/>",
                      TextAt(x, height_ - kMargin + 34, "s", "middle",
                             Degrees(shown, 'E', 'W')));
    }
    for (double lat = std::floor(top / step) * step;; lat -= step) {
      const double y = kMargin + shift_y_ + (high_y_ - lat) * scale_;
      if (y > height_ - kMargin) break;
      absl::StrAppend(&svg, "<path class=\"grid\" d=\"M", Coordinate(10), " ",
                      Coordinate(y), "H", Coordinate(kWidth - 10), "\"/>",
                      TextAt(12, y - 4, "s", "start", Degrees(lat, 'N', 'S')));
    }
    return svg;
  }

  // A bar of a round length, and which way north is.
  [[nodiscard]] std::string Scale() const {
    const double metres = StepOf(130 / scale_ * kMetresPerDegree / 2) * 2;
    const double width = PixelsOf(metres);
    const double x = kWidth - 14 - width;
    constexpr double kY = 22;
    const std::string label = metres >= 1000
                                  ? absl::StrCat(metres / 1000, " km")
                                  : absl::StrCat(metres, " m");
    return absl::StrCat("<path class=\"axis\" d=\"M", Coordinate(x), " ",
                        kY - 4, "v8m0 -4h", Coordinate(width), "m0 -4v8\"/>",
                        TextAt(x + width / 2, kY - 8, "s", "middle", label),
                        "<path class=\"axis\" d=\"M20 34v-20l-4 7m4 -7l4 7\"/>",
                        TextAt(30, 20, "s", "start", "N"));
  }

 private:
  // 1, 2 or 5 of a power of ten, at least `least`.
  static double StepOf(double least) {
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
      if (power * factor >= least) return power * factor;
    }
    return power * 10;
  }

  [[nodiscard]] double Lon(const DossierPlace& place) const {
    return is_shifted_ && place.point.lon < 0 ? place.point.lon + 360
                                              : place.point.lon;
  }

  bool is_shifted_ = false;  // across the 180th meridian
  double low_x_ = 0;
  double low_y_ = 0;
  double high_y_ = 0;
  double squeeze_ = 1;
  double scale_ = 1;
  double shift_x_ = 0;
  double shift_y_ = 0;
  double height_ = kLeastHeight;
};

struct Label {
  double x = 0;
  double y = 0;
  double width = 0;
  bool ends_here = false;  // its end is sure, its begin estimated
};

// A place for the label beside the point that no other label has: right, left,
// above, below, then further down.
Label FreePlace(double x, double y, double width,
                const std::vector<Label>& taken,
                const std::vector<std::pair<double, double>>& spots) {
  static constexpr std::array<std::pair<double, double>, 4> kBeside = {
      {{12, 4}, {-13, 4}, {0, -10}, {0, 20}}};
  for (int round = 0; round < 12; ++round) {
    for (const auto& [dx, dy] : kBeside) {
      const double left = dx > 0   ? x + dx
                          : dx < 0 ? x + dx - width
                                   : x - width / 2;
      const Label label = {std::clamp(left, 6.0, kWidth - 6 - width),
                           y + dy + 15.0 * round, width, dx < 0 && left >= 6.0};
      const bool is_free =
          std::none_of(taken.begin(), taken.end(), [&](const Label& other) {
            return label.x < other.x + other.width + 4 &&
                   other.x < label.x + label.width + 4 &&
                   std::abs(label.y - other.y) < 14;
          });
      // At an edge it may come to lie on its own point.
      const bool is_clear =
          std::none_of(spots.begin(), spots.end(), [&](const auto& spot) {
            return spot.first > label.x - 6 &&
                   spot.first < label.x + label.width + 6 &&
                   spot.second > label.y - 15 && spot.second < label.y + 8;
          });
      if (is_free && is_clear) return label;
    }
  }
  return {x + 12, y + 4, width, false};
}

std::string Points(const Dossier& dossier,
                   const std::vector<DossierPlace>& places, const Plot& plot) {
  std::string circles;
  std::string points;
  std::vector<Label> taken;
  std::vector<std::pair<double, double>> spots;
  for (const DossierPlace& place : places) {
    spots.emplace_back(plot.X(place), plot.Y(place));
  }
  for (const DossierPlace& place : places) {
    const double x = plot.X(place);
    const double y = plot.Y(place);
    const double radius =
        plot.PixelsOf(static_cast<double>(place.point.radius_m));
    if (radius > 4) {
      absl::StrAppend(&circles, "<circle class=\"reach",
                      place.point.fallback ? " stand-in" : "", "\" cx=\"",
                      Coordinate(x), "\" cy=\"", Coordinate(y), "\" r=\"",
                      Coordinate(std::min(radius, 2000.0)), "\"/>");
    }
    absl::StrAppend(&points, "<circle class=\"spot ",
                    VerdictClass(place.verdict),
                    place.point.fallback ? " stand-in" : "", "\" cx=\"",
                    Coordinate(x), "\" cy=\"", Coordinate(y), "\" r=\"4.5\"/>");
    if (taken.size() >= kMostLabels) continue;
    const std::string name = Clipped(NameOfRecord(dossier, place.place), 34);
    const double width = 7.2 * static_cast<double>(SeenLength(name));
    const Label label = FreePlace(x, y, width, taken, spots);
    taken.push_back(label);
    points += label.ends_here
                  ? TextAt(label.x + width, label.y, "t halo", "end", name)
                  : TextAt(label.x, label.y, "t halo", "start", name);
  }
  return circles + points;
}

}  // namespace

std::string PlacesFigure(const Dossier& dossier, const DossierSection& section,
                         const std::string& id) {
  if (section.places.empty()) return "";
  const Plot plot(section.places);
  std::string html = absl::StrCat(
      "<figure>\n<figcaption id=\"", id, "-c\">",
      Several(section.places.size(), "position"),
      " as reported; north is up, there is no map. A circle is how far off the "
      "position may be; a hollow point with a dashed circle stands for a wider "
      "area.</figcaption>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
      "aria-labelledby=\"",
      id, "-c\"><svg class=\"picture\" viewBox=\"0 0 ", Coordinate(kWidth), " ",
      Coordinate(plot.height()), "\" width=\"", Coordinate(kWidth),
      "\" height=\"", Coordinate(plot.height()),
      "\" role=\"img\" aria-labelledby=\"", id, "-t ", id, "-d\"><title id=\"",
      id, "-t\">Reported positions</title><desc id=\"", id,
      "-d\">Points by their coordinates; the table below has the "
      "numbers.</desc><rect class=\"frame\" x=\"0.5\" y=\"0.5\" width=\"",
      Coordinate(kWidth - 1), "\" height=\"", Coordinate(plot.height() - 1),
      "\"/>", plot.Grid(), Points(dossier, section.places, plot), plot.Scale(),
      "</svg></div>\n<details><summary>The coordinates as a "
      "table</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
      "aria-label=\"Coordinates\"><table><caption>Coordinates as "
      "reported</caption><thead><tr><th scope=\"col\">Place</th><th "
      "scope=\"col\">Latitude</th><th scope=\"col\">Longitude</th><th "
      "scope=\"col\">Give or take</th><th "
      "scope=\"col\">Verdict</th></tr></thead><tbody>\n");
  for (const DossierPlace& place : section.places) {
    absl::StrAppend(
        &html, "<tr><th scope=\"row\">", NameHtml(dossier, place.place),
        "</th><td>", Degrees(place.point.lat, 'N', 'S'), "</td><td>",
        Degrees(place.point.lon, 'E', 'W'), "</td><td>", place.point.radius_m,
        " m", place.point.fallback ? ", stands for a wider area" : "",
        "</td><td>", VerdictBadge(place.verdict), "</td></tr>\n");
  }
  return absl::StrCat(html, "</tbody></table></div></details>\n</figure>\n");
}

}  // namespace attest
