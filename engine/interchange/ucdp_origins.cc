#include "engine/interchange/ucdp_origins.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/interchange/ucdp_names.h"

namespace attest {
namespace {

// Finds the office that a name stands for.
class Offices {
 public:
  explicit Offices(const std::vector<std::string>& offices)
      : offices_(offices) {
    parts_.reserve(offices.size());
    for (const std::string& office : offices) {
      parts_.push_back(UcdpNameParts(office));
    }
  }

  // The name itself where there is none.
  [[nodiscard]] const std::string& OfficeOr(const std::string& name) const {
    const std::string key = UcdpNameKey(name);
    for (const std::string& office : offices_) {
      if (UcdpNameKey(office) == key) return office;
    }
    const std::vector<UcdpNamePart> parts = UcdpNameParts(name);
    for (size_t n = 0; n < offices_.size(); ++n) {
      if (IsAllOf(parts, parts_[n])) return offices_[n];
    }
    return name;
  }

 private:
  // Is every part of a name one that the office may be?
  static bool IsAllOf(const std::vector<UcdpNamePart>& name,
                      const std::vector<UcdpNamePart>& office) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [&office](const auto& part) {
             return std::any_of(
                 office.begin(), office.end(),
                 [&part](const auto& whole) { return IsNamedBy(part, whole); });
           });
  }

  const std::vector<std::string>& offices_;
  std::vector<std::vector<UcdpNamePart>> parts_;
};

UcdpVoice VoiceOf(const UcdpNames& names, size_t number) {
  return {.names = names.GroupOf(number)};
}

}  // namespace

UcdpOrigins PairUcdpOrigins(const std::vector<std::string>& listed,
                            size_t count,
                            const std::vector<std::string>& offices) {
  constexpr size_t kNobody = static_cast<size_t>(-1);
  UcdpOrigins origins;
  origins.voices.assign(count, {UcdpVoice{}});
  if (listed.empty()) return origins;
  const Offices known(offices);
  UcdpNames names;
  std::vector<size_t> numbers;
  for (const std::string& name : listed) {
    numbers.push_back(name.empty() ? kNobody
                                   : names.Add(known.OfficeOr(name), name));
  }
  if (names.size() == 0) return origins;
  const bool has_nobody =
      std::find(numbers.begin(), numbers.end(), kNobody) != numbers.end();
  if (numbers.size() != count && count > 1 &&
      (names.size() > 1 || has_nobody)) {
    UcdpVoice all = {.names = names.all()};
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
        origins.voices[n] = {VoiceOf(names, numbers[n])};
      }
    }
    return origins;
  }
  // One name for all articles, or several of one article.
  std::vector<UcdpVoice> voices;
  for (size_t n = 0; n < names.size(); ++n) {
    UcdpVoice voice = VoiceOf(names, n);
    if (std::find(voices.begin(), voices.end(), voice) == voices.end()) {
      voices.push_back(std::move(voice));
    }
  }
  origins.voices.assign(count, voices);
  return origins;
}

std::vector<std::vector<std::string>> GroupUcdpOffices(
    const std::vector<std::string>& offices) {
  constexpr size_t kNone = static_cast<size_t>(-1);
  UcdpNames names;
  std::vector<size_t> numbers;
  for (const std::string& office : offices) {
    numbers.push_back(office.empty() ? kNone : names.Add(office));
  }
  std::vector<std::vector<std::string>> groups(offices.size());
  if (!names.Group()) return groups;
  for (size_t n = 0; n < offices.size(); ++n) {
    if (numbers[n] == kNone) continue;
    groups[n] = names.GroupOf(numbers[n]);
    if (groups[n].size() == 1) groups[n].clear();
  }
  return groups;
}

}  // namespace attest
