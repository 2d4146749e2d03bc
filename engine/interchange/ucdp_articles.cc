#include "engine/interchange/ucdp_articles.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/interchange/import_keys.h"
#include "engine/interchange/ucdp_names.h"
#include "engine/interchange/ucdp_origins.h"
#include "engine/interchange/ucdp_values.h"

namespace attest {
namespace {

using Column = UcdpColumn;
using List = std::vector<std::string>;

constexpr absl::string_view kNothings[] = {
    "-",       "--",      "?",           "na",           "n/a",
    "nan",     "none",    "null",        "not stated",   "not specified",
    "unclear", "unknown", "unspecified", "not mentioned"};

// Names of nobody, without punctuation.
constexpr absl::string_view kNobodies[] = {"anonymous",
                                           "missing",
                                           "na",
                                           "nan",
                                           "nil",
                                           "none",
                                           "null",
                                           "no source",
                                           "no sources",
                                           "none given",
                                           "not applicable",
                                           "not attributed",
                                           "not available",
                                           "not clear",
                                           "not disclosed",
                                           "not given",
                                           "not identified",
                                           "not known",
                                           "not mentioned",
                                           "not named",
                                           "not provided",
                                           "not reported",
                                           "not specified",
                                           "not stated",
                                           "unattributed",
                                           "unavailable",
                                           "unclear",
                                           "undisclosed",
                                           "unidentified",
                                           "unknown",
                                           "unmentioned",
                                           "unnamed",
                                           "unreported",
                                           "unspecified",
                                           "unstated"};

bool IsNothing(absl::string_view name) {
  return std::any_of(std::begin(kNothings), std::end(kNothings),
                     [name](absl::string_view nothing) {
                       return absl::EqualsIgnoreCase(name, nothing);
                     });
}

// Does it name nobody, as "n.a.", "Not known" or "unnamed sources" do?
bool IsNobody(absl::string_view name) {
  if (IsNothing(name)) return true;
  std::string bare;
  for (char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '-' || c == '_' || c == ' ') {
      bare += ' ';
    } else if (byte >= 0x80 || absl::ascii_isalnum(byte)) {
      bare += absl::ascii_tolower(byte);
    }
  }
  const std::string key = OneLine(bare);
  if (key.empty()) return !name.empty();
  return std::any_of(
      std::begin(kNobodies), std::end(kNobodies),
      [&key](absl::string_view nobody) {
        absl::string_view rest = key;
        return absl::ConsumePrefix(&rest, nobody) &&
               (rest.empty() || rest == " source" || rest == " sources");
      });
}

// The date of `Office,2014-05-03,Headline`, and where it stands.
struct EntryDate {
  std::string day;
  size_t begin = 0;  // of the comma before it
  size_t end = 0;    // of the entry, or the comma behind it
};

std::optional<EntryDate> FindDate(absl::string_view entry) {
  for (size_t comma = entry.find(','); comma != absl::string_view::npos;
       comma = entry.find(',', comma + 1)) {
    const size_t end = std::min(entry.find(',', comma + 1), entry.size());
    const auto day = UcdpDay(entry.substr(comma + 1, end - comma - 1));
    if (day) return EntryDate{DayText(*day), comma, end};
  }
  return std::nullopt;
}

std::optional<UcdpArticle> ReadEntry(absl::string_view entry) {
  const std::optional<EntryDate> date = FindDate(entry);
  if (!date) return std::nullopt;
  UcdpArticle article;
  article.office = OneLine(entry.substr(0, date->begin));
  if (IsNobody(article.office)) article.office.clear();
  article.date = date->day;
  if (date->end < entry.size()) {
    article.headline = OneLine(entry.substr(date->end + 1));
  }
  return article;
}

// The pieces of `"a";"b"`, without the marks; nullopt for other texts.
std::optional<std::vector<absl::string_view>> SplitQuoted(
    absl::string_view cell) {
  std::vector<absl::string_view> pieces;
  absl::string_view rest = absl::StripAsciiWhitespace(cell);
  while (absl::StartsWith(rest, "\"")) {
    size_t close = 1;
    absl::string_view behind;
    while (true) {
      close = rest.find('"', close);
      if (close == absl::string_view::npos) return std::nullopt;
      behind = absl::StripLeadingAsciiWhitespace(rest.substr(close + 1));
      if (behind.empty()) break;
      if (behind[0] == ';') {
        const absl::string_view next =
            absl::StripLeadingAsciiWhitespace(behind.substr(1));
        if (next.empty() || next[0] == '"') {
          behind = next;
          break;
        }
      }
      ++close;
    }
    pieces.push_back(rest.substr(1, close - 1));
    if (pieces.size() > kMostUcdpArticles) return pieces;
    rest = behind;
  }
  if (!rest.empty() || pieces.empty()) return std::nullopt;
  return pieces;
}

// `Office,,Headline`, or with a date that is none, as `4.5.2014`.
std::optional<UcdpArticle> ReadUndatedEntry(absl::string_view entry) {
  const size_t first = entry.find(',');
  if (first == absl::string_view::npos) return std::nullopt;
  const size_t second = entry.find(',', first + 1);
  if (second == absl::string_view::npos) return std::nullopt;
  const absl::string_view date = entry.substr(first + 1, second - first - 1);
  if (date.find_first_not_of("0123456789-/.:T ") != absl::string_view::npos) {
    return std::nullopt;
  }
  UcdpArticle article;
  article.office = OneLine(entry.substr(0, first));
  if (IsNobody(article.office)) article.office.clear();
  article.headline = OneLine(entry.substr(second + 1));
  return article;
}

// The articles of source_article, where each is `Office,Date,Headline`.
struct Entries {
  std::vector<UcdpArticle> articles;  // those that are none: their words
  bool is_quoted = false;
  size_t dated = 0;
  size_t undated = 0;           // told apart although they have no date
  absl::string_view not_dated;  // the first
};

// Without quotation marks a semicolon may belong to a headline.
Entries ReadEntries(absl::string_view cell) {
  Entries entries;
  std::vector<absl::string_view> pieces;
  if (auto quoted = SplitQuoted(cell)) {
    pieces = *std::move(quoted);
    entries.is_quoted = true;
  } else {
    pieces = absl::StrSplit(cell, ';');
    while (!pieces.empty() && absl::StripAsciiWhitespace(pieces.back()).empty())
      pieces.pop_back();
  }
  for (absl::string_view piece : pieces) {
    std::optional<UcdpArticle> article = ReadEntry(piece);
    if (article) {
      ++entries.dated;
    } else {
      if (entries.not_dated.empty()) entries.not_dated = piece;
      article = ReadUndatedEntry(piece);
      if (article) {
        ++entries.undated;
      } else {
        article = UcdpArticle{.headline = OneLine(piece)};
      }
    }
    entries.articles.push_back(*std::move(article));
  }
  return entries;
}

// One list where there are `wanted` entries, also empty ones at the end.
List SplitList(absl::string_view cell, size_t wanted,
               bool (*is_nothing)(absl::string_view) = IsNothing) {
  List entries;
  if (absl::StripAsciiWhitespace(cell).empty()) return entries;
  for (absl::string_view piece : absl::StrSplit(cell, ';')) {
    std::string entry = OneLine(piece);
    if (is_nothing(entry)) entry.clear();
    entries.push_back(std::move(entry));
  }
  while (entries.size() != wanted && !entries.empty() &&
         entries.back().empty()) {
    entries.pop_back();
  }
  return entries;
}

class ArticleReader {
 public:
  explicit ArticleReader(const UcdpSourceCells& cells) : cells_(cells) {}

  UcdpArticles Read() {
    if (IsTooMany()) {
      result_.is_too_many = true;
      return std::move(result_);
    }
    const List offices = SplitList(cells_.office, 0, IsNobody);
    if (TakeEntries(offices.size())) {
      Compare();
    } else {
      ReadLists(offices);
    }
    CompareOffices();
    ReadOrigins();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool IsTooMany() const {
    for (absl::string_view cell : {cells_.article, cells_.office, cells_.date,
                                   cells_.headline, cells_.original}) {
      if (std::count(cell.begin(), cell.end(), ';') >=
          static_cast<std::ptrdiff_t>(kMostUcdpArticles)) {
        return true;
      }
    }
    return false;
  }

  void Warn(Column column, std::string what, absl::string_view got,
            std::string want) {
    result_.warnings.push_back(
        {column, std::move(what), CellForMessage(got), std::move(want)});
  }

  void AddNote(absl::string_view name, absl::string_view cell) {
    const std::string text = OneLine(cell);
    if (text.empty()) return;
    absl::StrAppend(&result_.note, result_.note.empty() ? "" : "\n", name, ": ",
                    text);
  }

  // Takes the articles of source_article unless the lists, of `offices`, tell
  // them better apart. Without quotation marks each entry must have a date.
  bool TakeEntries(size_t offices) {
    Entries entries = ReadEntries(cells_.article);
    const size_t count = entries.articles.size();
    if (count == 0 || entries.dated + entries.undated == 0) return false;
    if (entries.dated < count) {
      if (offices == count || (offices > 0 && !entries.is_quoted)) return false;
      if (!entries.is_quoted && entries.dated == 0) return false;
      std::string what = absl::StrCat(count - entries.dated, " of ", count,
                                      " entries without a date; ");
      absl::StrAppend(
          &what, !entries.is_quoted
                     ? "none is told apart, and all are titles of articles by "
                       "an office that is not stated"
                 : entries.dated + entries.undated == count
                     ? "their offices and headlines are taken"
                     : "what has no office to be told is the title of an "
                       "article by an office that is not stated");
      Warn(Column::kSourceArticle, std::move(what), entries.not_dated,
           "Office,YYYY-MM-DD,Headline");
      if (!entries.is_quoted) return false;
      AddNote("source_article", cells_.article);
    }
    result_.articles = std::move(entries.articles);
    return true;
  }

  // Offices that may be one under two names.
  void CompareOffices() {
    List offices;
    for (const UcdpArticle& article : result_.articles) {
      offices.push_back(article.office);
    }
    std::vector<List> groups = GroupUcdpOffices(offices);
    bool has_any = false;
    for (size_t n = 0; n < groups.size(); ++n) {
      has_any = has_any || !groups[n].empty();
      result_.articles[n].one_with = std::move(groups[n]);
    }
    if (!has_any) return;
    const bool is_list = cells_.article.empty();
    Warn(is_list ? Column::kSourceOffice : Column::kSourceArticle,
         "offices that may be one; what they say is one line",
         is_list ? cells_.office : cells_.article, "one name for each office");
  }

  // What the lists say beside well-formed entries.
  void Compare() {
    const size_t count = result_.articles.size();
    const auto differs = [&](absl::string_view cell,
                             std::string UcdpArticle::*field) {
      const List list = SplitList(cell, count);
      if (list.size() != count) return !list.empty();
      for (size_t n = 0; n < count; ++n) {
        const std::string& entry = result_.articles[n].*field;
        const auto day = UcdpDay(list[n]);
        const std::string said = day ? DayText(*day) : list[n];
        if (!said.empty() && UcdpNameKey(said) != UcdpNameKey(entry)) {
          return true;
        }
      }
      return false;
    };
    const auto warn = [this](Column column, absl::string_view cell) {
      Warn(column, "not what source_article says, which is taken", cell,
           "the same");
    };
    if (differs(cells_.office, &UcdpArticle::office)) {
      warn(Column::kSourceOffice, cells_.office);
    }
    if (differs(cells_.date, &UcdpArticle::date)) {
      warn(Column::kSourceDate, cells_.date);
    }
    // A headline may hold semicolons.
    if (SplitList(cells_.headline, count).size() == count &&
        differs(cells_.headline, &UcdpArticle::headline)) {
      warn(Column::kSourceHeadline, cells_.headline);
    }
  }

  void ReadLists(const List& offices) {
    if (!offices.empty()) {
      for (const std::string& office : offices) {
        result_.articles.push_back({.office = office});
      }
      const bool has_dates = Join(Column::kSourceDate, cells_.date);
      const bool has_headlines = Join(Column::kSourceHeadline, cells_.headline);
      if (!has_dates || !has_headlines || cells_.headline.empty()) {
        AddNote("source_article", cells_.article);
      }
      return;
    }
    // Older versions name articles in words of their own.
    if (!absl::StripAsciiWhitespace(cells_.article).empty() &&
        !IsNothing(OneLine(cells_.article))) {
      if (const auto quoted = SplitQuoted(cells_.article)) {
        for (absl::string_view piece : *quoted) AddWords(OneLine(piece));
      } else {
        for (const std::string& piece : SplitList(cells_.article, 0)) {
          AddWords(piece);
        }
      }
      Join(Column::kSourceDate, cells_.date);
      AddNote("source_headline", cells_.headline);
      return;
    }
    for (const std::string& headline : SplitList(cells_.headline, 0)) {
      result_.articles.push_back({.headline = headline});
    }
    if (!result_.articles.empty()) {
      Join(Column::kSourceDate, cells_.date);
    } else if (!SplitList(cells_.date, 0).empty()) {
      Warn(Column::kSourceDate,
           "dates of articles that are not named; left out", cells_.date,
           "the articles");
    }
  }

  void AddWords(std::string words) {
    if (words.empty()) return;
    result_.articles.push_back({.headline = std::move(words)});
  }

  // Gives each article its date or headline. False where that cannot be told.
  bool Join(Column column, absl::string_view cell) {
    const size_t count = result_.articles.size();
    const List list = SplitList(cell, count);
    if (list.empty()) return true;
    const absl::string_view name = UcdpHeading(column);
    if (list.size() != count) {
      Warn(
          column,
          absl::StrCat(list.size(), list.size() == 1 ? " entry" : " entries",
                       " for ", count, count == 1 ? " article" : " articles",
                       ": which is whose cannot be told; kept in a note alone"),
          cell, "one for each article");
      AddNote(name, cell);
      return false;
    }
    for (size_t n = 0; n < count; ++n) {
      if (column == Column::kSourceHeadline) {
        result_.articles[n].headline = list[n];
        continue;
      }
      if (list[n].empty()) continue;
      const auto day = UcdpDay(list[n]);
      if (day) {
        result_.articles[n].date = DayText(*day);
      } else {
        Warn(column, "no date of an article; kept in a note alone", list[n],
             "YYYY-MM-DD");
        AddNote(name, list[n]);
      }
    }
    return true;
  }

  void ReadOrigins() {
    const size_t count = std::max<size_t>(result_.articles.size(), 1);
    List offices;
    for (const UcdpArticle& article : result_.articles) {
      if (!article.office.empty()) offices.push_back(article.office);
    }
    UcdpOrigins origins = PairUcdpOrigins(
        SplitList(cells_.original, count, IsNobody), count, offices);
    for (std::string& what : origins.warnings) {
      Warn(Column::kSourceOriginal, std::move(what), cells_.original,
           "one for all articles, or one for each");
    }
    if (result_.articles.empty()) {
      result_.voices = std::move(origins.voices[0]);
      return;
    }
    for (size_t n = 0; n < count; ++n) {
      result_.articles[n].voices = std::move(origins.voices[n]);
    }
  }

  const UcdpSourceCells& cells_;
  UcdpArticles result_;
};

}  // namespace

UcdpArticles ReadUcdpArticles(const UcdpSourceCells& cells) {
  return ArticleReader(cells).Read();
}

}  // namespace attest
