#include "engine/interchange/ucdp_names.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/interchange/import_keys.h"
#include "engine/text/folding.h"

namespace attest {
namespace {

using Words = std::vector<std::string>;
using Parts = std::vector<UcdpNamePart>;

// Of more words, or parts, of names not every pair is compared: all are taken
// together.
constexpr size_t kMostWords = 5000;
constexpr size_t kMostParts = 1000;
// Shorter words that end in "s" are no plurals.
constexpr size_t kShortestPlural = 4;

// These tell no names apart.
constexpr absl::string_view kArticles[] = {"a", "an", "the"};
// Initials are made with and without these.
constexpr absl::string_view kSmall[] = {"and", "for", "in", "of", "on"};

template <size_t kSize>
bool IsOneOf(absl::string_view word, const absl::string_view (&words)[kSize]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// The words of a name in their order. Letters beyond ASCII are letters.
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
  return words;
}

// "activists" as "activist", "agencies" as "agency", "witnesses" as "witness".
std::string Singular(absl::string_view word) {
  if (word.size() < kShortestPlural || !absl::EndsWith(word, "s") ||
      absl::EndsWith(word, "ss")) {
    return std::string(word);
  }
  if (absl::EndsWith(word, "sses")) {
    return std::string(word.substr(0, word.size() - 2));
  }
  if (absl::EndsWith(word, "ies")) {
    return absl::StrCat(word.substr(0, word.size() - 3), "y");
  }
  return std::string(word.substr(0, word.size() - 1));
}

void SortOnce(Words& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

// The first letter of each word, where there are two words or more.
std::string InitialsOf(const Words& words, bool with_small) {
  std::string initials;
  size_t count = 0;
  for (const std::string& word : words) {
    if (!with_small && IsOneOf(word, kSmall)) continue;
    ++count;
    // A letter beyond ASCII is its first byte and those that follow it.
    size_t end = 1;
    while (end < word.size() &&
           (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) {
      ++end;
    }
    initials.append(word, 0, end);
  }
  return count < 2 ? std::string() : initials;
}

UcdpNamePart PartOf(Words words) {
  words.erase(
      std::remove_if(words.begin(), words.end(),
                     [](const auto& word) { return IsOneOf(word, kArticles); }),
      words.end());
  UcdpNamePart part;
  for (const bool with_small : {true, false}) {
    const std::string initials = InitialsOf(words, with_small);
    if (!initials.empty()) part.initials.push_back(Singular(initials));
  }
  for (size_t n = 0; n < words.size(); ++n) {
    part.skeleton += words[n];
    part.words.push_back(Singular(words[n]));
    if (n > 0) part.joined.push_back(words[n - 1] + words[n]);
  }
  part.skeleton = Singular(part.skeleton);
  part.joined.insert(part.joined.end(), part.words.begin(), part.words.end());
  SortOnce(part.words);
  SortOnce(part.joined);
  return part;
}

bool HasInitials(const UcdpNamePart& part, const UcdpNamePart& of) {
  return std::any_of(of.initials.begin(), of.initials.end(),
                     [&part](const std::string& initials) {
                       return std::binary_search(part.joined.begin(),
                                                 part.joined.end(), initials);
                     });
}

bool IsWithin(const UcdpNamePart& part, const UcdpNamePart& whole) {
  return std::includes(whole.joined.begin(), whole.joined.end(),
                       part.words.begin(), part.words.end()) ||
         std::binary_search(whole.joined.begin(), whole.joined.end(),
                            part.skeleton);
}

bool MayBeOne(const UcdpNamePart& a, const UcdpNamePart& b) {
  return a.skeleton == b.skeleton || IsWithin(a, b) || IsWithin(b, a) ||
         HasInitials(a, b) || HasInitials(b, a);
}

}  // namespace

std::string UcdpNameKey(absl::string_view name) {
  return OneLine(FoldForComparison(name));
}

Parts UcdpNameParts(absl::string_view name) {
  Parts parts;
  const auto add = [&parts](absl::string_view text) {
    UcdpNamePart part = PartOf(WordsOf(text));
    if (!part.words.empty()) parts.push_back(std::move(part));
  };
  const std::string folded = FoldForSearch(name);
  for (absl::string_view piece :
       absl::StrSplit(folded, absl::ByAnyChar(",/&+"))) {
    for (absl::string_view part : absl::StrSplit(piece, " and ")) add(part);
  }
  // The initials of the whole, and whether it is another's but for punctuation.
  if (parts.size() > 1) add(folded);
  return parts;
}

bool IsNamedBy(const UcdpNamePart& part, const UcdpNamePart& whole) {
  return part.skeleton == whole.skeleton || IsWithin(part, whole) ||
         std::find(whole.initials.begin(), whole.initials.end(),
                   part.skeleton) != whole.initials.end();
}

bool MayBeOne(const Parts& a, const Parts& b) {
  return std::any_of(a.begin(), a.end(), [&b](const UcdpNamePart& left) {
    return std::any_of(b.begin(), b.end(), [&left](const UcdpNamePart& right) {
      return MayBeOne(left, right);
    });
  });
}

size_t UcdpNames::Add(const std::string& name, const std::string& spelling) {
  std::string key = UcdpNameKey(name);
  const auto known = std::find(keys_.begin(), keys_.end(), key);
  const auto number = static_cast<size_t>(known - keys_.begin());
  if (known == keys_.end()) {
    keys_.push_back(std::move(key));
    names_.push_back(name);
    spellings_.push_back({name});
  }
  Words& spellings = spellings_[number];
  if (std::find(spellings.begin(), spellings.end(), spelling) ==
      spellings.end()) {
    spellings.push_back(spelling);
  }
  return number;
}

bool UcdpNames::Group() {
  groups_.resize(size());
  std::iota(groups_.begin(), groups_.end(), size_t{0});
  if (size() < 2) return false;
  std::vector<Parts> parts(size());
  size_t part_count = 0;
  size_t word_count = 0;
  for (size_t n = 0; n < size(); ++n) {
    for (const std::string& spelling : spellings_[n]) {
      for (UcdpNamePart& part : UcdpNameParts(spelling)) {
        word_count += part.joined.size();
        parts[n].push_back(std::move(part));
      }
    }
    part_count += parts[n].size();
  }
  if (part_count > kMostParts || word_count > kMostWords) {
    std::fill(groups_.begin(), groups_.end(), size_t{0});
    return true;
  }
  bool has_any = false;
  for (size_t a = 0; a < size(); ++a) {
    for (size_t b = 0; b < a; ++b) {
      if (groups_[a] == groups_[b] || !MayBeOne(parts[a], parts[b])) continue;
      has_any = true;
      const size_t from = groups_[a];
      std::replace(groups_.begin(), groups_.end(), from, groups_[b]);
    }
  }
  return has_any;
}

std::vector<std::string> UcdpNames::GroupOf(size_t number) const {
  std::vector<std::string> group;
  for (size_t n = 0; n < size(); ++n) {
    if (groups_[n] == groups_[number]) group.push_back(names_[n]);
  }
  return group;
}

}  // namespace attest
