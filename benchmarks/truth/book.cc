#include "benchmarks/truth/book.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "benchmarks/truth/measured.h"
#include "benchmarks/truth/normalisers/book_authors.h"
#include "engine/corroboration/scorers.h"
#include "engine/corroboration/value_dependence.h"

namespace attest {
namespace {

using AuthorList = std::vector<Author>;

bool ReadRows(const std::string& path, size_t most_lines,
              std::vector<std::vector<std::string>>& rows) {
  std::ifstream file(path);
  if (!file) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    return false;
  }
  std::string line;
  while (rows.size() < most_lines && std::getline(file, line)) {
    if (!absl::StripAsciiWhitespace(line).empty()) {
      rows.push_back(absl::StrSplit(line, '\t'));
    }
  }
  return true;
}

class Book {
 public:
  bool Read(const std::string& dir, size_t most_lines) {
    std::vector<std::vector<std::string>> listings;
    std::vector<std::vector<std::string>> covers;
    if (!ReadRows(dir + "/book.txt", most_lines, listings) ||
        !ReadRows(dir + "/book_golden.txt", most_lines, covers)) {
      return false;
    }
    // Every list of authors goes by its place among all of them.
    std::map<std::string, uint64_t> shops;
    std::map<std::string, uint64_t> books;
    for (const auto& row : listings) {
      if (row.size() < 4) continue;
      shops.emplace(row[0], 0);
      books.emplace(row[1], 0);
      ids_.emplace(Authors(row[3]), 0);
    }
    for (const auto& row : covers) ids_.emplace(Authors(row.at(1)), 0);
    Number(shops);
    Number(books);
    Number(ids_);
    for (const auto& [authors, id] : ids_) lists_.push_back(authors);
    for (const auto& row : listings) {
      if (row.size() < 4) continue;
      const AuthorList authors = Authors(row[3]);
      if (authors.empty()) continue;
      measured_.claims.push_back({CellId(books[row[1]]), ValueId(ids_[authors]),
                                  SourceId(shops[row[0]]), PredicateId(0),
                                  LineId(shops[row[0]])});
    }
    for (const auto& row : covers) {
      const auto book = books.find(row[0]);
      if (book == books.end()) continue;
      measured_.gold[CellId(book->second)] = ValueId(ids_[Authors(row[1])]);
    }
    return true;
  }

  void Print(const char* name, const Scores& scores) const {
    const absl::btree_map<CellId, ValueId> best = Best(scores);
    absl::PrintF("%-28s", name);
    for (const bool tuned : {true, false}) {
      absl::btree_map<CellId, ValueId> gold;
      for (const auto& [cell, value] : measured_.gold) {
        if (IsTuned(cell) == tuned) gold[cell] = value;
      }
      absl::PrintF("   %.3f", Compare(best, gold, Equal).value());
    }
    absl::PrintF(
        "   %.3f   %.3f", Compare(best, measured_.gold, Equal).value(),
        Compare(best, measured_.gold, [this](ValueId answer, ValueId gold) {
          return LastNames(answer) == LastNames(gold);
        }).value());
    PrintBias(scores);
  }

  [[nodiscard]] Scores Climbing(const std::vector<CellClaim>& claims) const {
    return ScoreLines(
        claims,
        [this](ValueId precise, ValueId general) {
          return precise != general && RefinesAuthors(lists_[precise.value()],
                                                      lists_[general.value()]);
        },
        ScorePrior());
  }

  [[nodiscard]] const Measured& measured() const { return measured_; }

 private:
  static bool Equal(ValueId answer, ValueId gold) { return answer == gold; }

  template <class Map>
  static void Number(Map& map) {
    uint64_t next = 0;
    for (auto& [key, id] : map) id = next++;
  }

  [[nodiscard]] std::vector<std::string> LastNames(ValueId value) const {
    std::vector<std::string> names;
    for (const Author& author : lists_[value.value()]) {
      if (names.empty() || names.back() != author.first) {
        names.push_back(author.first);
      }
    }
    return names;
  }

  // The mean accuracy a method gives the shops that list a book of known
  // authors, beside the mean share of those books they have right.
  void PrintBias(const Scores& scores) const {
    std::map<SourceId, std::pair<double, double>> right_of_all;
    for (const CellClaim& claim : measured_.claims) {
      const auto gold = measured_.gold.find(claim.cell);
      if (gold == measured_.gold.end()) continue;
      right_of_all[claim.source].first += gold->second == claim.value ? 1 : 0;
      right_of_all[claim.source].second += 1;
    }
    double given = 0;
    double sampled = 0;
    for (const SourceAccuracy& accuracy : scores.accuracies) {
      const auto found = right_of_all.find(accuracy.source);
      if (found == right_of_all.end()) continue;
      given += accuracy.accuracy;
      sampled += found->second.first / found->second.second;
    }
    const auto shops = static_cast<double>(right_of_all.size());
    absl::PrintF("   %.3f %.3f\n", given / shops, sampled / shops);
  }

  std::map<AuthorList, uint64_t> ids_;
  std::vector<AuthorList> lists_;
  Measured measured_;
};

}  // namespace

bool MeasureBook(const std::string& dir, size_t most_lines) {
  Book book;
  if (!book.Read(dir, most_lines)) return false;
  absl::PrintF(
      "\nBook: precision of the half tuned on, the half reported, all; all by "
      "last names; mean accuracy given to shops and their sampled one\n"
      "published: .71 naive, .83 with copying, .89 best; TruthFinder's mean "
      "accuracy .908 against .542 sampled\n");
  const std::vector<CellClaim>& claims = book.measured().claims;
  for (const ScoreMethod method : kScoreMethods) {
    book.Print(std::string(NameOf(method)).c_str(), Score(claims, method));
  }
  const std::vector<DependenceProposal> proposals = ProposeDependence(claims);
  const std::vector<CellClaim> joined = JoinLines(claims, proposals);
  book.Print("lines + dependence", Score(joined, ScoreMethod::kLines));
  book.Print("lines, climbing", book.Climbing(claims));
  book.Print("climbing + dependence", book.Climbing(joined));
  absl::PrintF("    %d proposals\n", proposals.size());
  return true;
}

}  // namespace attest
