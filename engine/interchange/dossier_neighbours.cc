#include "engine/interchange/dossier_neighbours.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_words.h"

namespace attest {
namespace {

constexpr double kBoxWidth = 190;
constexpr double kBoxHeight = 38;
constexpr double kStep = 52;
constexpr double kReach = 220;  // of the lines
constexpr double kMargin = 8;
constexpr double kWidth = 2 * kMargin + 3 * kBoxWidth + 2 * kReach;
constexpr size_t kBoxLetters = 27;
constexpr size_t kLabelLetters = 35;

// How much a verdict says: the strongest of several is that of the line.
int StrengthOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kCorroborated:
      return 6;
    case Verdict::kLikely:
      return 5;
    case Verdict::kSingleLine:
      return 4;
    case Verdict::kContested:
      return 3;
    case Verdict::kCircular:
      return 2;
    case Verdict::kRetracted:
      return 1;
    case Verdict::kUnsupported:
      return 0;
  }
  return 0;
}

class Gatherer {
 public:
  void Add(const std::string& key, bool leads_here, const std::string& label,
           Verdict verdict) {
    Neighbour& one = found_[{key, leads_here}];
    one.key = key;
    one.leads_here = leads_here;
    const std::string said = absl::StrCat(label, " · ", VerdictWord(verdict));
    if (std::find(one.labels.begin(), one.labels.end(), said) ==
        one.labels.end()) {
      one.labels.push_back(said);
    }
    if (one.statements == 0 ||
        StrengthOf(verdict) > StrengthOf(one.strongest)) {
      one.strongest = verdict;
      one.label = label;
    }
    if (verdict == Verdict::kContested) ++one.contested;
    ++one.statements;
  }

  std::vector<Neighbour> Take() {
    std::vector<Neighbour> list;
    for (auto& [key, one] : found_) list.push_back(std::move(one));
    std::stable_sort(list.begin(), list.end(),
                     [](const Neighbour& a, const Neighbour& b) {
                       return a.statements > b.statements;
                     });
    return list;
  }

 private:
  std::map<std::pair<std::string, bool>, Neighbour> found_;
};

// Is `key` the subject of the section? It may go by other keys, as joined.
bool IsSubject(const DossierSection& section, const std::string& key) {
  return key == section.key ||
         std::find(section.keys.begin(), section.keys.end(), key) !=
             section.keys.end();
}

std::string Box(const Dossier& dossier, const std::string& key, double x,
                double y, absl::string_view style) {
  std::string svg = absl::StrCat(
      "<rect class=\"", style, "\" x=\"", Coordinate(x), "\" y=\"",
      Coordinate(y - kBoxHeight / 2), "\" width=\"", Coordinate(kBoxWidth),
      "\" height=\"", Coordinate(kBoxHeight), "\" rx=\"4\"/>");
  const std::vector<std::string> lines =
      Folded(NameOfRecord(dossier, key), kBoxLetters, 2);
  double text_y = lines.size() > 1 ? y - 3 : y + 4;
  for (const std::string& line : lines) {
    svg += TextAt(x + kBoxWidth / 2, text_y, "t", "middle", line);
    text_y += 14;
  }
  return svg;
}

// Where several statements join two records, the strongest speaks for them;
// but no line hides that some of them are contested.
std::string LabelOf(const Neighbour& one) {
  if (one.contested > 0 && one.statements > 1) {
    return absl::StrCat(one.label, " · ", one.contested, " of ", one.statements,
                        " contested");
  }
  return absl::StrCat(
      one.label, " · ", VerdictWord(one.strongest),
      one.labels.size() > 1 ? absl::StrCat(" +", one.labels.size() - 1) : "");
}

Verdict ColourOf(const Neighbour& one) {
  return one.contested > 0 ? Verdict::kContested : one.strongest;
}

// One side of the picture: boxes with their lines to the middle.
std::string Side(const Dossier& dossier, const std::vector<Neighbour>& side,
                 bool is_left, double height) {
  std::string svg;
  const double centre_x = is_left ? kMargin + kBoxWidth + kReach
                                  : kWidth - kMargin - kBoxWidth - kReach;
  const double box_x = is_left ? kMargin : kWidth - kMargin - kBoxWidth;
  const double edge_x = is_left ? kMargin + kBoxWidth : box_x;
  double y = height / 2 - kStep * static_cast<double>(side.size() - 1) / 2;
  for (const Neighbour& one : side) {
    // Straight below the label, then to the middle.
    const double knee =
        is_left ? edge_x + kReach * 0.86 : edge_x - kReach * 0.86;
    const double tip_x = is_left ? centre_x : edge_x;
    const double tip_y = is_left ? height / 2 : y;
    absl::StrAppend(
        &svg, "<path class=\"way ", VerdictClass(ColourOf(one)), "\" d=\"M",
        Coordinate(edge_x), " ", Coordinate(y), "L", Coordinate(knee), " ",
        Coordinate(y), "L", Coordinate(centre_x), " ", Coordinate(height / 2),
        "\"/><path class=\"way tip ", VerdictClass(ColourOf(one)), "\" d=\"M",
        Coordinate(tip_x), " ", Coordinate(tip_y), "l-7 -3.5v7z\"/>");
    svg += Box(dossier, one.key, box_x, y, "box");
    svg +=
        TextAt(is_left ? edge_x + 8 : edge_x - 10, y - 5, "s",
               is_left ? "start" : "end", Clipped(LabelOf(one), kLabelLetters));
    y += kStep;
  }
  return svg;
}

std::string Picture(const Dossier& dossier, const DossierSection& section,
                    const std::vector<Neighbour>& shown,
                    const std::string& id) {
  std::vector<Neighbour> left;
  std::vector<Neighbour> right;
  for (const Neighbour& one : shown) {
    (one.leads_here ? left : right).push_back(one);
  }
  const auto rows =
      static_cast<double>(std::max<size_t>({left.size(), right.size(), 1}));
  const double height = 2 * kMargin + kBoxHeight + (rows - 1) * kStep + 16;
  // Without the side that nothing stands on.
  constexpr double kSide = kBoxWidth + kReach;
  const double begin = left.empty() ? kSide : 0;
  const double end = right.empty() ? kWidth - kSide : kWidth;
  std::string svg = absl::StrCat(
      "<svg class=\"picture\" viewBox=\"", Coordinate(begin), " 0 ",
      Coordinate(end - begin), " ", Coordinate(height), "\" width=\"",
      Coordinate(end - begin), "\" height=\"", Coordinate(height),
      "\" role=\"img\" aria-labelledby=\"", id, "-t ", id, "-d\"><title id=\"",
      id, "-t\">What is reported to join ",
      Escaped(NameOfRecord(dossier, section.key)),
      " with others</title><desc id=\"", id,
      "-d\">The subject in the middle; on the left what is reported of others "
      "about it, on the right what is reported of it. The list below the "
      "picture says the same in words.</desc>");
  if (!left.empty()) svg += Side(dossier, left, true, height);
  if (!right.empty()) svg += Side(dossier, right, false, height);
  svg += Box(dossier, section.key, (kWidth - kBoxWidth) / 2, height / 2,
             "box origin");
  return absl::StrCat(svg, "</svg>");
}

}  // namespace

std::vector<Neighbour> NeighboursOf(const DossierSection& section) {
  Gatherer found;
  for (const DossierStatement& one : section.statements) {
    const std::vector<std::string> others = {one.object, one.place};
    if (section.type == "entity") {
      if (IsSubject(section, one.subject)) {
        if (!one.object.empty()) {
          found.Add(one.object, false, one.label, one.verdict);
        }
        if (!one.place.empty()) {
          found.Add(one.place, false, absl::StrCat(one.label, ", place"),
                    one.verdict);
        }
      } else {
        const bool is_place = !IsSubject(section, one.object);
        found.Add(one.subject, true,
                  is_place ? absl::StrCat(one.label, ", place") : one.label,
                  one.verdict);
      }
      continue;
    }
    found.Add(one.subject, false, one.label, one.verdict);
    for (const std::string& other : others) {
      if (!other.empty()) found.Add(other, false, one.label, one.verdict);
    }
  }
  return found.Take();
}

std::string NeighboursFigure(const Dossier& dossier,
                             const DossierSection& section,
                             const std::string& id, size_t most) {
  const std::vector<Neighbour> all = NeighboursOf(section);
  if (all.empty()) return "";
  std::vector<Neighbour> shown = all;
  if (shown.size() > most) shown.resize(most);
  std::string html = absl::StrCat(
      "<figure>\n<figcaption id=\"", id, "-c\">",
      Several(shown.size(), "record"), " that the statements join ",
      NameHtml(dossier, section.key), " with",
      all.size() > shown.size()
          ? absl::StrCat("; ", all.size() - shown.size(),
                         " more, joined by fewer statements, are left out of "
                         "the picture and stand in the list")
          : "",
      ". Each line names what is reported and how well it stands.",
      "</figcaption>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
      "aria-labelledby=\"",
      id, "-c\">", Picture(dossier, section, shown, id),
      "</div>\n<details><summary>The same as a list</summary>\n<ul>\n");
  for (const Neighbour& one : all) {
    absl::StrAppend(&html, "<li>", NameHtml(dossier, one.key), ": ",
                    Escaped(absl::StrJoin(one.labels, "; ")),
                    one.leads_here ? " (said of it)" : "", "</li>\n");
  }
  return absl::StrCat(html, "</ul></details>\n</figure>\n");
}

}  // namespace attest
