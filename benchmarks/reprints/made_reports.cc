#include "benchmarks/reprints/made_reports.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "engine/text/utf8.h"

namespace attest::made {
namespace {

using Words = std::vector<std::string>;
using Paragraphs = std::vector<Words>;

constexpr size_t kVocabulary = 20'000;
constexpr size_t kStockPhrases = 400;
constexpr size_t kPublishers = 120;
constexpr size_t kFooters = 12;
constexpr size_t kWireStories = 3;
constexpr size_t kPrintsOfWireStory = 60;
constexpr size_t kLoginPages = 4;
constexpr size_t kReportsPerLoginPage = 150;
constexpr DayNumber kFirstPublication = 15'000;
constexpr DayNumber kPublicationDays = 1'000;

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // Below `end`, which is not 0.
  size_t Below(size_t end) { return engine_() % end; }
  size_t Between(size_t first, size_t last) {
    return first + Below(last - first + 1);
  }
  double Unit() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  bool Chance(double share) { return Unit() < share; }
  template <class T>
  const T& From(const std::vector<T>& all) {
    return all[Below(all.size())];
  }
  template <class T>
  void Shuffle(std::vector<T>& all) {
    for (size_t i = all.size(); i > 1; --i)
      std::swap(all[i - 1], all[Below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

std::vector<std::string> Letters(Script script) {
  std::vector<std::string> letters;
  if (script == Script::kLatin) {
    for (const char c :
         absl::string_view("eeeaaiiottnnssrrlldduumcpghbfyvwkzxj")) {
      letters.emplace_back(1, c);
    }
    letters.emplace_back("é");
  } else {
    letters = {"ا", "ا", "ا", "ل", "ل", "ي", "ي", "م", "م", "و", "و",
               "ن", "ن", "ر", "ر", "ت", "ب", "ة", "ع", "د", "س", "ف",
               "ه", "ك", "ق", "أ", "ح", "ج", "ش", "ط", "ص", "خ", "ض",
               "ذ", "ث", "ز", "غ", "ظ", "ء", "إ", "ى"};
  }
  return letters;
}

// Words and phrases of one language, and what is written with them.
class Language {
 public:
  Language(Script script, Random& random)
      : script_(script), random_(random), letters_(Letters(script)) {
    while (vocabulary_.size() < kVocabulary) {
      vocabulary_.push_back(MakeWord());
    }
    while (stock_phrases_.size() < kStockPhrases) {
      stock_phrases_.push_back(PlainWords(random_.Between(3, 9)));
    }
  }

  const std::string& Letter() { return random_.From(letters_); }

  // By Zipf's law, nearly: the rank is exponential in a uniform number.
  const std::string& Word() {
    const double rank =
        std::pow(static_cast<double>(kVocabulary), random_.Unit()) - 1.0;
    return vocabulary_[static_cast<size_t>(rank)];
  }

  Words PlainWords(size_t count) {
    Words words;
    while (words.size() < count) words.push_back(Word());
    return words;
  }

  // A sentence with its full stop; every third has a stock phrase.
  Words Sentence() {
    Words words = PlainWords(random_.Between(4, 22));
    if (random_.Chance(0.33)) Add(StockPhrase(), words);
    if (random_.Chance(0.3)) words.push_back(absl::StrCat(random_.Below(300)));
    if (random_.Chance(0.3)) words[words.size() / 2] += Comma();
    Add(PlainWords(random_.Between(1, 6)), words);
    words.back() += ".";
    return words;
  }

  Words Paragraph() {
    Words words;
    for (size_t left = random_.Between(2, 4); left > 0; --left) {
      Add(Sentence(), words);
    }
    return words;
  }

  // Between 80 and about 900 words, mostly few.
  Paragraphs Story() {
    Paragraphs story;
    const double size = random_.Unit();
    for (size_t left = 2 + static_cast<size_t>(14 * size * size); left > 0;
         --left) {
      story.push_back(Paragraph());
    }
    return story;
  }

  static void Add(const Words& more, Words& words) {
    words.insert(words.end(), more.begin(), more.end());
  }

 private:
  std::string MakeWord() {
    std::string word;
    // Common words are short.
    const size_t longest = vocabulary_.size() < 100 ? 3 : 9;
    for (size_t left = random_.Between(2, longest); left > 0; --left) {
      absl::StrAppend(&word, Letter());
    }
    return word;
  }

  const Words& StockPhrase() {
    const double rank =
        std::pow(static_cast<double>(kStockPhrases), random_.Unit()) - 1.0;
    return stock_phrases_[static_cast<size_t>(rank)];
  }

  [[nodiscard]] const char* Comma() const {
    return script_ == Script::kLatin ? "," : "،";
  }

  Script script_;
  Random& random_;
  std::vector<std::string> letters_;
  Words vocabulary_;
  std::vector<Words> stock_phrases_;
};

Words Flat(const Paragraphs& paragraphs) {
  Words words;
  for (const Words& paragraph : paragraphs) Language::Add(paragraph, words);
  return words;
}

std::string TextOf(const Paragraphs& paragraphs) {
  return absl::StrJoin(paragraphs, "\n\n",
                       [](std::string* text, const Words& words) {
                         absl::StrAppend(text, absl::StrJoin(words, " "));
                       });
}

// The strengths of each disguise, by strength.
constexpr std::array<double, kStrengths> kKept = {0.8, 0.5, 0.3, 0.15};
constexpr std::array<double, kStrengths> kOwnText = {0.1, 0.3, 0.5, 0.7};
constexpr std::array<double, kStrengths> kEditedWords = {0.02, 0.06, 0.12, 0.2};
constexpr std::array<double, kStrengths> kMisreadLetters = {0.003, 0.01, 0.02,
                                                            0.04};
constexpr std::array<double, kStrengths> kSecondReport = {0.3, 0.5, 0.7, 0.9};

class Disguiser {
 public:
  Disguiser(Language& language, Random& random)
      : language_(language), random_(random) {}

  Paragraphs Apply(Disguise disguise, int strength, const Paragraphs& original,
                   const Paragraphs& second) {
    const auto at = static_cast<size_t>(strength);
    switch (disguise) {
      case Disguise::kCut:
        return Cut(original, kKept[at]);
      case Disguise::kNewLead:
        return WithLead(original, kOwnText[at]);
      case Disguise::kEdited:
        return Edited(original, kEditedWords[at]);
      case Disguise::kOcr:
        return Misread(original, kMisreadLetters[at]);
      case Disguise::kReordered:
        return Reordered(original, at);
      case Disguise::kMerged: {
        Paragraphs merged = Cut(original, 1 - kSecondReport[at] / 2);
        for (Words& paragraph : Cut(second, kSecondReport[at])) {
          merged.push_back(std::move(paragraph));
        }
        return WithLead(Reordered(merged, at), kOwnText[at] / 2);
      }
      case Disguise::kAll:
        return WithLead(
            Edited(Reordered(Cut(original, std::sqrt(kKept[at])), at),
                   kEditedWords[at] / 2),
            kOwnText[at] / 2);
    }
    return original;
  }

 private:
  // The first words, `share` of all.
  static Paragraphs Cut(const Paragraphs& original, double share) {
    auto left =
        static_cast<size_t>(share * static_cast<double>(Flat(original).size()));
    Paragraphs kept;
    for (const Words& paragraph : original) {
      if (left == 0) break;
      kept.push_back(paragraph);
      if (kept.back().size() > left) kept.back().resize(left);
      left -= kept.back().size();
    }
    return kept;
  }

  // With own paragraphs so that they are `share` of the whole; what leads
  // takes the place of the first sentence.
  Paragraphs WithLead(const Paragraphs& original, double share) {
    const auto own = static_cast<size_t>(
        share / (1 - share) * static_cast<double>(Flat(original).size()));
    Paragraphs whole = original;
    size_t words = 0;
    bool leads = true;
    while (words < own) {
      Words paragraph = language_.Paragraph();
      words += paragraph.size();
      whole.insert(leads ? whole.begin() : whole.end(), std::move(paragraph));
      leads = !leads;
    }
    return whole;
  }

  Paragraphs Edited(const Paragraphs& original, double share) {
    Paragraphs edited;
    for (const Words& paragraph : original) {
      Words words;
      for (const std::string& word : paragraph) {
        if (!random_.Chance(share)) {
          words.push_back(word);
          continue;
        }
        const size_t what = random_.Below(4);  // 0: leave it out
        if (what == 1) words.push_back(word);
        if (what > 0) words.push_back(language_.Word());
      }
      edited.push_back(std::move(words));
    }
    return edited;
  }

  // Of every letter, and every space, this share goes wrong.
  Paragraphs Misread(const Paragraphs& original, double share) {
    Paragraphs misread;
    for (const Words& paragraph : original) {
      Words words;
      for (const std::string& word : paragraph) {
        const auto letters = static_cast<double>(CountCodePoints(word));
        std::string read = word;
        if (random_.Chance(1 - std::pow(1 - share, letters))) {
          read = absl::StrCat(language_.Letter(), MisreadTail(word));
        }
        if (!words.empty() && random_.Chance(share)) {
          words.back() += read;
        } else {
          words.push_back(read);
        }
      }
      misread.push_back(std::move(words));
    }
    return misread;
  }

  // All but the first letter.
  static std::string MisreadTail(const std::string& word) {
    return word.substr(FirstCodePoints(word, 1).size());
  }

  // Some paragraphs change places; from strength 2 on sentences do.
  Paragraphs Reordered(const Paragraphs& original, size_t strength) {
    Paragraphs parts = original;
    if (strength >= 2) {
      parts.clear();
      for (const Words& paragraph : original) {
        Words sentence;
        for (const std::string& word : paragraph) {
          sentence.push_back(word);
          if (word.back() != '.') continue;
          parts.push_back(std::exchange(sentence, {}));
        }
        if (!sentence.empty()) parts.push_back(sentence);
      }
      // Strength 2 keeps most of the order.
      if (strength == 2) {
        for (size_t i = 0; i + 3 < parts.size(); i += 4) {
          std::swap(parts[i], parts[random_.Below(parts.size())]);
        }
        return parts;
      }
    }
    if (strength == 0 && parts.size() > 1) {
      std::rotate(parts.begin(),
                  parts.begin() + static_cast<ptrdiff_t>(parts.size() / 2),
                  parts.end());
    } else {
      random_.Shuffle(parts);
    }
    return parts;
  }

  Language& language_;
  Random& random_;
};

// Makes all reports of one seed.
class Maker {
 public:
  explicit Maker(const MakeOptions& options)
      : options_(options),
        random_(options.seed),
        language_(options.script, random_),
        disguiser_(language_, random_) {
    for (size_t i = 0; i < kFooters; ++i) {
      Words footer = language_.Sentence();
      while (footer.size() < 25 + 5 * i) {
        Language::Add(language_.Sentence(), footer);
      }
      footers_.push_back(std::move(footer));
    }
  }

  std::vector<Report> Run() {
    const size_t originals = 40 * options_.copied_stories;
    for (size_t i = 0; i < originals; ++i) {
      AddStory({.kind = Kind::kOriginal}, language_.Story());
    }
    for (size_t i = 0; i < options_.copied_stories; ++i) AddReprints(i);
    for (size_t i = 0; i < originals / 4; ++i) AddQuoting(originals);
    for (size_t i = 0; i < originals / 8; ++i) AddRetold(originals);
    AddWireStories();
    AddLoginPages();
    return std::move(reports_);
  }

 private:
  // Adds a report with the footer, if any, of its publisher.
  void AddStory(Report report, Paragraphs story) {
    if (report.publication.days == DayRange()) {
      report.publication.days = DayRange::Single(
          kFirstPublication + static_cast<DayNumber>(random_.Below(
                                  static_cast<size_t>(kPublicationDays))));
    }
    if (!report.publication.publisher.has_value()) {
      report.publication.publisher = SourceId(random_.Below(kPublishers));
    }
    if (report.roots.empty()) report.roots = {reports_.size()};
    stories_.push_back(story);
    // A third of the publishers print without a footer.
    const size_t footer =
        report.publication.publisher->value() % (kFooters + kFooters / 2);
    if (footer < kFooters) story.push_back(footers_[footer]);
    report.text = TextOf(story);
    reports_.push_back(std::move(report));
  }

  void AddReprints(size_t parent) {
    for (const Disguise disguise : kDisguises) {
      for (int strength = 0; strength < kStrengths; ++strength) {
        AddReprint(parent, disguise, strength);
      }
    }
  }

  void AddReprint(size_t parent, Disguise disguise, int strength) {
    const size_t second = Contemporary(parent);
    Report report = {.kind = Kind::kReprint,
                     .roots = {parent},
                     .parents = {parent},
                     .disguise = disguise,
                     .strength = strength};
    DayNumber day = DayOf(parent);
    if (disguise == Disguise::kMerged) {
      report.roots.push_back(second);
      report.parents.push_back(second);
      day = std::max(day, DayOf(second));
    }
    report.publication.days = DayRange::Single(day + Lag());
    AddStory(std::move(report),
             disguiser_.Apply(disguise, strength, stories_[parent],
                              stories_[second]));
  }

  [[nodiscard]] DayNumber DayOf(size_t report) const {
    return reports_[report].publication.days.begin;
  }

  // Another original that was out within some weeks of `original`.
  size_t Contemporary(size_t original) {
    const size_t originals = 40 * options_.copied_stories;
    for (;;) {
      const size_t other = random_.Below(originals);
      const DayNumber apart = DayOf(other) - DayOf(original);
      if (other != original && apart > -30 && apart < 30) return other;
    }
  }

  // Most copies appear within days, one in ten within months.
  DayNumber Lag() {
    return static_cast<DayNumber>(random_.Chance(0.1) ? random_.Below(200)
                                                      : random_.Below(6));
  }

  // A new story around one or two sentences of another, 10 to 45 words.
  void AddQuoting(size_t originals) {
    const size_t quoted = random_.Below(originals);
    const Words words = Flat(stories_[quoted]);
    const size_t size = std::min(words.size(), random_.Between(10, 45));
    const size_t begin = random_.Below(words.size() - size + 1);
    Paragraphs story = language_.Story();
    Words& around = random_.Below(2) == 0 ? story.front() : story.back();
    around.insert(around.begin(), words.begin() + static_cast<ptrdiff_t>(begin),
                  words.begin() + static_cast<ptrdiff_t>(begin + size));
    Report report = {.kind = Kind::kQuoting};
    report.publication.days = DayRange::Single(DayOf(quoted) + Lag());
    AddStory(std::move(report), std::move(story));
  }

  // Runs of 3 to 8 words of another story, in another order, between own ones.
  void AddRetold(size_t originals) {
    const size_t told = random_.Below(originals);
    const Words words = Flat(stories_[told]);
    Paragraphs story = language_.Story();
    for (Words& paragraph : story) {
      for (int runs = 0; runs < 2; ++runs) {
        const size_t size = std::min(words.size(), random_.Between(3, 8));
        const size_t begin = random_.Below(words.size() - size + 1);
        paragraph.insert(
            paragraph.begin() +
                static_cast<ptrdiff_t>(random_.Below(paragraph.size())),
            words.begin() + static_cast<ptrdiff_t>(begin),
            words.begin() + static_cast<ptrdiff_t>(begin + size));
      }
    }
    Report report = {.kind = Kind::kRetold};
    report.publication.days = DayRange::Single(DayOf(told) + Lag());
    AddStory(std::move(report), std::move(story));
  }

  // One story in many papers within four days, lightly cut or led.
  void AddWireStories() {
    for (size_t i = 0; i < kWireStories; ++i) {
      const Paragraphs story = language_.Story();
      const size_t root = reports_.size();
      const auto day =
          kFirstPublication + static_cast<DayNumber>(random_.Below(900));
      for (size_t j = 0; j < kPrintsOfWireStory; ++j) {
        Report report = {.kind = Kind::kWire, .roots = {root}};
        report.publication = {
            SourceId(j),
            DayRange::Single(day + static_cast<DayNumber>(random_.Below(4)))};
        const auto disguise =
            random_.Below(2) == 0 ? Disguise::kCut : Disguise::kNewLead;
        AddStory(
            std::move(report),
            disguiser_.Apply(disguise, static_cast<int>(j % 2), story, story));
      }
    }
  }

  // Pages of one text and a few words of their own, of a few publishers.
  void AddLoginPages() {
    for (size_t i = 0; i < kLoginPages; ++i) {
      const Words page = Flat({language_.Paragraph(), language_.Paragraph(),
                               language_.Paragraph()});
      for (size_t j = 0; j < kReportsPerLoginPage; ++j) {
        Words words = page;
        Language::Add(language_.PlainWords(random_.Below(8)), words);
        Report report = {.kind = Kind::kLogin};
        report.publication.publisher = SourceId(1000 + random_.Below(8));
        AddStory(std::move(report), {words});
      }
    }
  }

  MakeOptions options_;
  Random random_;
  Language language_;
  Disguiser disguiser_;
  std::vector<Words> footers_;
  std::vector<Report> reports_;
  std::vector<Paragraphs> stories_;  // of reports_, without footers
};

}  // namespace

const char* NameOf(Disguise disguise) {
  switch (disguise) {
    case Disguise::kCut:
      return "cut";
    case Disguise::kNewLead:
      return "new lead";
    case Disguise::kEdited:
      return "edited words";
    case Disguise::kOcr:
      return "OCR noise";
    case Disguise::kReordered:
      return "reordered";
    case Disguise::kMerged:
      return "two merged";
    case Disguise::kAll:
      return "all but OCR";
  }
  return "";
}

std::vector<Report> MakeReports(const MakeOptions& options) {
  return Maker(options).Run();
}

std::string MakeProse(uint64_t seed, Script script, size_t bytes) {
  Random random(seed);
  Language language(script, random);
  std::string prose;
  while (prose.size() < bytes) {
    absl::StrAppend(&prose, absl::StrJoin(language.Paragraph(), " "), "\n\n");
  }
  return prose;
}

}  // namespace attest::made
