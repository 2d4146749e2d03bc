#include "engine/interchange/ucdp_origins.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace attest {
namespace {

using Words = std::vector<std::string>;

// Of more parts of names not every pair is compared: all are taken together.
constexpr size_t kMostParts = 1000;

// The words of a name, sorted. Letters beyond ASCII are letters.
Words WordsOf(absl::string_view text) {
  Words words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || absl::ascii_isalnum(byte)) {
      word.push_back(c);
    } else {
      end_word();
    }
  }
  end_word();
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

bool IsWithin(const Words& part, const Words& whole) {
  return !part.empty() &&
         std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

// "SOHR, activists and residents" names three.
std::vector<Words> PartsOf(absl::string_view key) {
  std::vector<Words> parts;
  for (absl::string_view piece : absl::StrSplit(key, absl::ByAnyChar(",/&+"))) {
    for (absl::string_view part : absl::StrSplit(piece, " and ")) {
      Words words = WordsOf(part);
      if (!words.empty()) parts.push_back(std::move(words));
    }
  }
  return parts;
}

bool Overlap(const std::vector<Words>& a, const std::vector<Words>& b) {
  return std::any_of(a.begin(), a.end(), [&b](const Words& left) {
    return std::any_of(b.begin(), b.end(), [&left](const Words& right) {
      return IsWithin(left, right) || IsWithin(right, left);
    });
  });
}

// The different names of a row, grouped where they overlap.
class Names {
 public:
  // The number of `name` among the different ones.
  size_t Add(const std::string& name) {
    const std::string key = UcdpNameKey(name);
    const auto known = std::find(keys_.begin(), keys_.end(), key);
    if (known != keys_.end()) {
      return static_cast<size_t>(known - keys_.begin());
    }
    keys_.push_back(key);
    names_.push_back(name);
    return keys_.size() - 1;
  }

  [[nodiscard]] size_t size() const { return names_.size(); }

  // Puts names that overlap into one group. Returns whether there were any.
  bool Group() {
    groups_.resize(size());
    std::iota(groups_.begin(), groups_.end(), size_t{0});
    if (size() < 2) return false;
    std::vector<std::vector<Words>> parts;
    parts.reserve(size());
    size_t part_count = 0;
    for (const std::string& key : keys_) {
      parts.push_back(PartsOf(key));
      part_count += parts.back().size();
    }
    if (part_count > kMostParts) {
      std::fill(groups_.begin(), groups_.end(), size_t{0});
      return true;
    }
    bool has_any = false;
    for (size_t a = 0; a < size(); ++a) {
      for (size_t b = 0; b < a; ++b) {
        if (groups_[a] == groups_[b] || !Overlap(parts[a], parts[b])) continue;
        has_any = true;
        const size_t from = groups_[a];
        std::replace(groups_.begin(), groups_.end(), from, groups_[b]);
      }
    }
    return has_any;
  }

  // The name, with those that it overlaps with.
  [[nodiscard]] UcdpVoice VoiceOf(size_t number) const {
    UcdpVoice voice;
    for (size_t n = 0; n < size(); ++n) {
      if (groups_[n] == groups_[number]) voice.names.push_back(names_[n]);
    }
    return voice;
  }

  [[nodiscard]] UcdpVoice All() const { return {.names = names_}; }

 private:
  std::vector<std::string> keys_;
  std::vector<std::string> names_;
  std::vector<size_t> groups_;
};

// Finds the office that a name stands for.
class Offices {
 public:
  explicit Offices(const std::vector<std::string>& offices)
      : offices_(offices) {
    words_.reserve(offices.size());
    for (const std::string& office : offices) {
      words_.push_back(WordsOf(UcdpNameKey(office)));
    }
  }

  // The name itself where there is none.
  [[nodiscard]] const std::string& OfficeOr(const std::string& name) const {
    const Words words = WordsOf(UcdpNameKey(name));
    for (size_t n = 0; n < offices_.size(); ++n) {
      if (IsWithin(words, words_[n])) return offices_[n];
    }
    return name;
  }

 private:
  const std::vector<std::string>& offices_;
  std::vector<Words> words_;
};

}  // namespace

UcdpOrigins PairUcdpOrigins(const std::vector<std::string>& listed,
                            size_t count,
                            const std::vector<std::string>& offices) {
  constexpr size_t kNobody = static_cast<size_t>(-1);
  UcdpOrigins origins;
  origins.voices.assign(count, {UcdpVoice{}});
  if (listed.empty()) return origins;
  const Offices known(offices);
  Names names;
  std::vector<size_t> numbers;
  for (const std::string& name : listed) {
    numbers.push_back(name.empty() ? kNobody : names.Add(known.OfficeOr(name)));
  }
  if (names.size() == 0) return origins;
  const bool has_nobody =
      std::find(numbers.begin(), numbers.end(), kNobody) != numbers.end();
  if (numbers.size() != count && count > 1 &&
      (names.size() > 1 || has_nobody)) {
    UcdpVoice all = names.All();
    all.is_open = has_nobody;
    origins.voices.assign(count, {std::move(all)});
    origins.warnings.push_back(absl::StrCat(
        listed.size(), " original sources for ", count,
        " articles: which is whose cannot be told; each article is attributed "
        "to all of them together, as one line"));
    return origins;
  }
  if (names.Group()) {
    origins.warnings.emplace_back(
        "original sources that may be one; taken together, as one line");
  }
  if (numbers.size() == count) {
    for (size_t n = 0; n < count; ++n) {
      if (numbers[n] != kNobody) {
        origins.voices[n] = {names.VoiceOf(numbers[n])};
      }
    }
    return origins;
  }
  // One name for all articles, or several of one article.
  std::vector<UcdpVoice> voices;
  for (size_t n = 0; n < names.size(); ++n) {
    UcdpVoice voice = names.VoiceOf(n);
    if (std::find(voices.begin(), voices.end(), voice) == voices.end()) {
      voices.push_back(std::move(voice));
    }
  }
  origins.voices.assign(count, voices);
  return origins;
}

}  // namespace attest
