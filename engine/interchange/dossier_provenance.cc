#include "engine/interchange/dossier_provenance.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_words.h"

namespace attest {
namespace {

using Layout = ProvenanceLayout;

constexpr size_t kMostVertices = 40;

constexpr double kBoxWidth = 168;
constexpr double kBoxHeight = 50;
constexpr double kGap = 46;  // between layers
constexpr double kRowGap = 14;
constexpr double kMargin = 8;
constexpr double kLane = 22;  // for lines around the boxes
constexpr size_t kBoxLetters = 24;

// -- Layout -------------------------------------------------------------------

class Builder {
 public:
  explicit Builder(size_t most) : most_(most) {}

  Layout Build(const std::vector<DossierEntry>& entries) {
    for (const DossierEntry& entry : entries) Add(entry);
    const size_t statement = layout_.vertices.size();
    for (const auto& [pair, edge] : edges_) {
      layout_.edges.push_back(edge);
      if (edge.to == kStatement) layout_.edges.back().to = statement;
    }
    FindLayers();
    FindRows();
    return std::move(layout_);
  }

 private:
  static constexpr size_t kStatement = ~size_t{0};

  void Add(const DossierEntry& entry) {
    const std::set<std::string> keys(entry.chain.begin(), entry.chain.end());
    const auto fresh = static_cast<size_t>(std::count_if(
        keys.begin(), keys.end(),
        [this](const auto& key) { return numbers_.count(key) == 0; }));
    if (entry.chain.empty() || layout_.vertices.size() + fresh > most_) {
      ++layout_.claims_left_out;
      return;
    }
    std::optional<size_t> before;
    for (const std::string& key : entry.chain) {
      const auto [place, is_new] =
          numbers_.emplace(key, layout_.vertices.size());
      if (is_new) layout_.vertices.push_back({key, 0, 0, false});
      if (before) AddEdge(*before, place->second, entry);
      if (!before) layout_.vertices[place->second].is_origin = true;
      before = place->second;
    }
    AddEdge(*before, kStatement, entry);
  }

  void AddEdge(size_t from, size_t to, const DossierEntry& entry) {
    if (from == to) return;
    const auto [place, is_new] = edges_.emplace(
        std::pair(from, to), Layout::Edge{from, to, entry.side, entry.counts});
    if (!is_new && RankOf(entry.counts, entry.side) >
                       RankOf(place->second.counts, place->second.side)) {
      place->second.counts = entry.counts;
      place->second.side = entry.side;
    }
  }

  // Of several claims that go one way, the line says the most it can.
  static int RankOf(bool counts, DossierSide side) {
    return counts ? 2 : side == DossierSide::kAgainst ? 1 : 0;
  }

  // Longest paths, by so many rounds as there are vertices: what still moves
  // then is a ring, which is cut where it closes.
  void FindLayers() {
    std::vector<Layout::Vertex>& vertices = layout_.vertices;
    const std::set<std::pair<size_t, size_t>> closing = ClosingEdges();
    for (size_t round = 0; round < vertices.size(); ++round) {
      bool moved = false;
      for (const Layout::Edge& edge : layout_.edges) {
        if (edge.to >= vertices.size() || closing.count({edge.from, edge.to})) {
          continue;
        }
        size_t& layer = vertices[edge.to].layer;
        if (layer < vertices[edge.from].layer + 1) {
          layer = vertices[edge.from].layer + 1;
          moved = true;
        }
      }
      if (!moved) break;
    }
    for (const Layout::Vertex& vertex : vertices) {
      layout_.layers = std::max(layout_.layers, vertex.layer + 1);
    }
    AlignReports();
  }

  // Edges that lead back to a vertex whose ways are still being followed.
  std::set<std::pair<size_t, size_t>> ClosingEdges() const {
    std::map<size_t, std::vector<size_t>> next;
    for (const Layout::Edge& edge : layout_.edges) {
      if (edge.to < layout_.vertices.size()) {
        next[edge.from].push_back(edge.to);
      }
    }
    std::set<std::pair<size_t, size_t>> closing;
    std::vector<int> state(layout_.vertices.size(), 0);
    for (size_t root = 0; root < state.size(); ++root) {
      std::vector<std::pair<size_t, size_t>> path;  // vertex, next edge
      if (state[root] == 0) {
        path.emplace_back(root, 0);
        state[root] = 1;
      }
      while (!path.empty()) {
        const size_t vertex = path.back().first;
        if (path.back().second == next[vertex].size()) {
          state[vertex] = 2;
          path.pop_back();
          continue;
        }
        const size_t to = next[vertex][path.back().second++];
        if (state[to] == 1) closing.emplace(vertex, to);
        if (state[to] == 0) {
          state[to] = 1;
          path.emplace_back(to, 0);
        }
      }
    }
    return closing;
  }

  // What leads to the statement alone stands beside it.
  void AlignReports() {
    std::vector<bool> leads_on(layout_.vertices.size(), false);
    for (const Layout::Edge& edge : layout_.edges) {
      if (edge.to < layout_.vertices.size()) leads_on[edge.from] = true;
    }
    for (size_t i = 0; i < leads_on.size(); ++i) {
      if (!leads_on[i]) layout_.vertices[i].layer = layout_.layers - 1;
    }
  }

  void FindRows() {
    std::vector<Layout::Vertex>& vertices = layout_.vertices;
    std::vector<std::vector<size_t>> layers(layout_.layers);
    for (size_t i = 0; i < vertices.size(); ++i) {
      vertices[i].row = layers[vertices[i].layer].size();
      layers[vertices[i].layer].push_back(i);
    }
    for (int sweep = 0; sweep < 4; ++sweep) {
      for (size_t i = 0; i < layers.size(); ++i) {
        Sort(layers[sweep % 2 == 0 ? i : layers.size() - 1 - i]);
      }
    }
  }

  void Sort(std::vector<size_t>& layer) {
    std::map<size_t, std::pair<size_t, size_t>> sums;  // of rows, and how many
    for (const Layout::Edge& edge : layout_.edges) {
      if (edge.to >= layout_.vertices.size()) continue;
      for (const auto& [one, other] :
           {std::pair(edge.from, edge.to), std::pair(edge.to, edge.from)}) {
        sums[one].first += layout_.vertices[other].row;
        ++sums[one].second;
      }
    }
    // Compared as fractions, so that no rounding decides.
    std::stable_sort(layer.begin(), layer.end(), [&](size_t a, size_t b) {
      const auto of = [&](size_t vertex) {
        const auto found = sums.find(vertex);
        return found == sums.end()
                   ? std::pair(layout_.vertices[vertex].row, size_t{1})
                   : found->second;
      };
      const auto [sum_a, count_a] = of(a);
      const auto [sum_b, count_b] = of(b);
      return sum_a * count_b < sum_b * count_a;
    });
    for (size_t row = 0; row < layer.size(); ++row) {
      layout_.vertices[layer[row]].row = row;
    }
  }

  const size_t most_;
  Layout layout_;
  std::map<std::string, size_t> numbers_;
  std::map<std::pair<size_t, size_t>, Layout::Edge> edges_;
};

// -- Drawing ------------------------------------------------------------------

class Drawing {
 public:
  Drawing(const Dossier& dossier, const Layout& layout)
      : dossier_(dossier), layout_(layout), rows_(layout.layers, 0) {
    for (const Layout::Vertex& vertex : layout.vertices) {
      rows_[vertex.layer] = std::max(rows_[vertex.layer], vertex.row + 1);
    }
    for (const size_t rows : rows_) most_rows_ = std::max(most_rows_, rows);
    // Room for the lines that go around the boxes.
    bool is_over = false;
    for (const Layout::Edge& edge : layout.edges) {
      is_over = is_over || IsBlocked(edge);
      goes_back_ = goes_back_ || IsBack(edge);
    }
    top_ = is_over ? kLane : 0;
    bottom_ = goes_back_ ? kLane : 0;
  }

  std::string Svg(const DossierStatement& statement, const std::string& id,
                  absl::string_view description) const {
    std::string svg = absl::StrCat(
        "<svg class=\"picture\" viewBox=\"0 0 ", Coordinate(Width()), " ",
        Coordinate(Height()), "\" width=\"", Coordinate(Width()),
        "\" height=\"", Coordinate(Height()),
        "\" role=\"img\" aria-labelledby=\"", id, "-t ", id,
        "-d\"><title id=\"", id, "-t\">Who says it through whom: ",
        Escaped(ClauseText(dossier_, statement)), "</title><desc id=\"", id,
        "-d\">", Escaped(description), "</desc>");
    for (const Layout::Edge& edge : layout_.edges) svg += Line(edge);
    for (const Layout::Vertex& vertex : layout_.vertices) svg += Box(vertex);
    svg += Statement(statement);
    return absl::StrCat(svg, "</svg>");
  }

 private:
  double Width() const { return XOf(layout_.layers) + kBoxWidth + kMargin; }
  double Height() const {
    const auto rows = static_cast<double>(std::max<size_t>(most_rows_, 2));
    return 2 * kMargin + rows * kBoxHeight + (rows - 1) * kRowGap + top_ +
           bottom_;
  }
  // The middle of what the boxes stand in.
  double Middle() const { return (Height() + top_ - bottom_) / 2; }
  double XOf(size_t layer) const {
    return kMargin + (goes_back_ ? kLane : 0) +
           static_cast<double>(layer) * (kBoxWidth + kGap);
  }
  size_t LayerOfEnd(const Layout::Edge& edge) const {
    return edge.to == layout_.vertices.size() ? layout_.layers
                                              : layout_.vertices[edge.to].layer;
  }
  double YOfEnd(const Layout::Edge& edge) const {
    return edge.to == layout_.vertices.size() ? Middle()
                                              : YOf(layout_.vertices[edge.to]);
  }
  bool IsBack(const Layout::Edge& edge) const {
    return LayerOfEnd(edge) <= layout_.vertices[edge.from].layer;
  }
  // Would a plain line run behind a box of a layer between?
  bool IsBlocked(const Layout::Edge& edge) const {
    const Layout::Vertex& from = layout_.vertices[edge.from];
    const double y = (YOf(from) + YOfEnd(edge)) / 2;
    return std::any_of(layout_.vertices.begin(), layout_.vertices.end(),
                       [&](const Layout::Vertex& one) {
                         return one.layer > from.layer &&
                                one.layer < LayerOfEnd(edge) &&
                                std::abs(YOf(one) - y) < kBoxHeight / 2 + 4;
                       });
  }
  // The middle of a box; layers of few rows stand in the middle.
  double YOf(const Layout::Vertex& vertex) const {
    const double step = kBoxHeight + kRowGap;
    const double used =
        static_cast<double>(rows_[vertex.layer]) * step - kRowGap;
    return Middle() - used / 2 + static_cast<double>(vertex.row) * step +
           kBoxHeight / 2;
  }

  // From the right of one box to the left of another.
  std::string Way(const Layout::Edge& edge) const {
    const Layout::Vertex& from = layout_.vertices[edge.from];
    const double x1 = XOf(from.layer) + kBoxWidth;
    const double y1 = YOf(from);
    const double x2 = XOf(LayerOfEnd(edge)) - 6;
    const double y2 = YOfEnd(edge);
    const auto curve = [](double ax, double ay, double bx, double by, double x,
                          double y) {
      return absl::StrCat("C", Coordinate(ax), " ", Coordinate(ay), " ",
                          Coordinate(bx), " ", Coordinate(by), " ",
                          Coordinate(x), " ", Coordinate(y));
    };
    std::string way = absl::StrCat("M", Coordinate(x1), " ", Coordinate(y1));
    if (IsBack(edge)) {
      const double lane = Height() - kMargin;
      absl::StrAppend(&way, curve(x1 + 24, y1, x1 + 24, lane, x1, lane), "H",
                      Coordinate(x2),
                      curve(x2 - 22, lane, x2 - 22, y2, x2, y2));
    } else if (IsBlocked(edge)) {
      constexpr double kTurn = 36;
      absl::StrAppend(
          &way,
          curve(x1 + kTurn / 2, y1, x1 + kTurn / 2, kMargin, x1 + kTurn,
                kMargin),
          "H", Coordinate(x2 - kTurn),
          curve(x2 - kTurn / 2, kMargin, x2 - kTurn / 2, y2, x2, y2));
    } else {
      const double middle = (x1 + x2) / 2;
      way += curve(middle, y1, middle, y2, x2, y2);
    }
    return way;
  }

  std::string Line(const Layout::Edge& edge) const {
    absl::string_view style = edge.counts ? "way" : "way idle";
    if (edge.side == DossierSide::kAgainst) style = "way against";
    if (edge.side == DossierSide::kDoubts ||
        edge.side == DossierSide::kNoComment) {
      style = "way idle";
    }
    return absl::StrCat("<path class=\"", style, "\" d=\"", Way(edge),
                        "\"/><path class=\"", style, " tip\" d=\"M",
                        Coordinate(XOf(LayerOfEnd(edge))), " ",
                        Coordinate(YOfEnd(edge)), "l-7 -3.5v7z\"/>");
  }

  std::string Box(const Layout::Vertex& vertex) const {
    const auto record = dossier_.records.find(vertex.key);
    std::string kind = "source";
    bool is_withheld = false;
    if (record != dossier_.records.end()) {
      kind = record->second.kind;
      is_withheld = record->second.withheld;
    }
    if (vertex.is_origin) absl::StrAppend(&kind, ", origin");
    std::string style = vertex.is_origin ? "box origin" : "box";
    if (is_withheld) style += " hidden-box";
    const double x = XOf(vertex.layer);
    const double y = YOf(vertex) - kBoxHeight / 2;
    std::string svg = absl::StrCat(
        "<rect class=\"", style, "\" x=\"", Coordinate(x), "\" y=\"",
        Coordinate(y), "\" width=\"", Coordinate(kBoxWidth), "\" height=\"",
        Coordinate(kBoxHeight), "\" rx=\"4\"/>");
    const std::vector<std::string> lines =
        Folded(NameOfRecord(dossier_, vertex.key), kBoxLetters, 2);
    double text_y = lines.size() > 1 ? y + 16 : y + 21;
    for (const std::string& line : lines) {
      svg += TextAt(x + kBoxWidth / 2, text_y, "t", "middle", line);
      text_y += 14;
    }
    const double kind_y = lines.size() > 1 ? y + 43 : y + 37;
    return absl::StrCat(svg,
                        TextAt(x + kBoxWidth / 2, kind_y, "s", "middle", kind));
  }

  std::string Statement(const DossierStatement& statement) const {
    const double x = XOf(layout_.layers);
    const std::vector<std::string> lines =
        Folded(ClauseText(dossier_, statement), kBoxLetters, 4);
    const double height = 34 + 14 * static_cast<double>(lines.size());
    const double y = Middle() - height / 2;
    std::string svg =
        absl::StrCat("<rect class=\"box said ", VerdictClass(statement.verdict),
                     "\" x=\"", Coordinate(x), "\" y=\"", Coordinate(y),
                     "\" width=\"", Coordinate(kBoxWidth), "\" height=\"",
                     Coordinate(height), "\" rx=\"4\"/>");
    double text_y = y + 19;
    for (const std::string& line : lines) {
      svg += SentenceAt(x + kBoxWidth / 2, text_y, "t", "middle", line);
      text_y += 14;
    }
    return absl::StrCat(
        svg, TextAt(x + kBoxWidth / 2, y + height - 10,
                    absl::StrCat("s strong ", VerdictClass(statement.verdict)),
                    "middle", VerdictWord(statement.verdict)));
  }

  const Dossier& dossier_;
  const Layout& layout_;
  std::vector<size_t> rows_;  // by layer
  size_t most_rows_ = 0;
  bool goes_back_ = false;
  double top_ = 0;
  double bottom_ = 0;
};

// The same in words, one item a claim.
std::string AsList(const Dossier& dossier, const DossierSection& section,
                   const DossierStatement& statement) {
  std::string html = "<ol class=\"ways\">\n";
  for (const DossierEntry& entry : statement.entries) {
    const DossierClaim& claim = section.claims[entry.claim];
    const std::string names =
        absl::StrJoin(entry.chain, " <span aria-label=\"to\">→</span> ",
                      [&](std::string* out, const std::string& key) {
                        absl::StrAppend(out, NameHtml(dossier, key));
                      });
    absl::StrAppend(&html, "<li>", names, " <span class=\"s\">(");
    switch (entry.side) {
      case DossierSide::kFor:
        absl::StrAppend(
            &html, entry.line ? absl::StrCat("line ", *entry.line) : "no line",
            entry.counts || entry.reason.empty()
                ? ""
                : absl::StrCat(": ", Escaped(entry.reason)));
        break;
      case DossierSide::kAgainst:
        html += "denies it";
        break;
      case DossierSide::kDoubts:
        html += "doubts it";
        break;
      case DossierSide::kNoComment:
        html += "gives no comment on it";
        break;
      case DossierSide::kUncounted:
        absl::StrAppend(
            &html, "does not count: ",
            Escaped(entry.reason.empty() ? claim.standing : entry.reason));
        break;
    }
    absl::StrAppend(&html, "; claim ", Isolated(claim.key), ")</span></li>\n");
  }
  return absl::StrCat(html, "</ol>");
}

}  // namespace

ProvenanceLayout LayOutProvenance(const std::vector<DossierEntry>& entries,
                                  size_t most) {
  return Builder(most).Build(entries);
}

bool IsWorthDrawing(const DossierStatement& statement) {
  const auto drawn = std::count_if(
      statement.entries.begin(), statement.entries.end(),
      [](const DossierEntry& entry) { return !entry.chain.empty(); });
  return drawn > 1 || (drawn > 0 && statement.verdict == Verdict::kContested);
}

std::string ProvenanceFigure(const Dossier& dossier,
                             const DossierSection& section,
                             const DossierStatement& statement,
                             const std::string& id) {
  const Layout layout = LayOutProvenance(statement.entries, kMostVertices);
  const std::string description =
      absl::StrCat("From origins on the left to the statement on the right. ",
                   LinesInWords(statement.lines),
                   ". The list below the picture says the same in words.");
  std::string left_out;
  if (layout.claims_left_out > 0) {
    left_out = absl::StrCat(" ", Several(layout.claims_left_out, "claim"),
                            " not drawn; the list has all.");
  }
  if (statement.withheld.all() > 0) {
    absl::StrAppend(&left_out, " ", WithheldInWords(statement.withheld), ".");
  }
  return absl::StrCat(
      "<figure class=\"provenance\">\n<figcaption id=\"", id, "-c\">",
      VerdictBadge(statement.verdict), " ", ClauseHtml(dossier, statement),
      ". <span class=\"s\">", LinesInWords(statement.lines), ".", left_out,
      "</span></figcaption>\n<div class=\"scroll\" tabindex=\"0\" "
      "role=\"group\" aria-labelledby=\"",
      id, "-c\">", Drawing(dossier, layout).Svg(statement, id, description),
      "</div>\n<details><summary>The same as a list</summary>\n",
      AsList(dossier, section, statement), "</details>\n</figure>\n");
}

}  // namespace attest
