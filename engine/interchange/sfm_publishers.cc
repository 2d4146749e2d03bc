#include "engine/interchange/sfm_publishers.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/interchange/json_fields.h"
#include "engine/interchange/sfm_keys.h"
#include "engine/status_macros.h"
#include "engine/text/folding.h"
#include "engine/text/suggestion.h"

namespace attest {
namespace {

constexpr absl::string_view kAnyCountry = "*";
// In shorter names one letter makes another name.
constexpr size_t kLeastForTypos = 6;

std::string SourceLine(absl::string_view key, absl::string_view name,
                       absl::string_view note) {
  return JsonFields()
      .Json("type", "\"source\"")
      .Text("id", key)
      .Text("name", name)
      .Json("kind", "\"unknown\"")
      .Text("note", note)
      .Take();
}

std::string Folded(absl::string_view text) {
  return FoldForComparison(OneLine(text));
}

std::string NameKey(absl::string_view name, absl::string_view country) {
  return absl::StrCat(Folded(country), "\x1F", Folded(name));
}

// The name without accents, punctuation, spaces and a leading "The".
std::string SkeletonOf(absl::string_view name) {
  const std::string folded = FoldForSearch(name);
  absl::string_view text = folded;
  absl::ConsumePrefix(&text, "the ");
  std::string skeleton;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || byte >= 0x80) skeleton.push_back(c);
  }
  return skeleton;
}

std::string DigitsOf(absl::string_view text) {
  std::string digits;
  for (char c : text) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits.push_back(c);
  }
  return digits;
}

bool AreNear(absl::string_view a, absl::string_view b) {
  if (a == b) return true;
  return std::min(a.size(), b.size()) >= kLeastForTypos &&
         DigitsOf(a) == DigitsOf(b) && EditDistance(a, b, 1).has_value();
}

// Two texts of which one edit makes the other have one of these in common.
std::vector<uint64_t> NearHashes(absl::string_view skeleton,
                                 absl::string_view country) {
  std::vector<uint64_t> hashes = {
      absl::HashOf(country, skeleton, absl::string_view())};
  if (skeleton.size() < kLeastForTypos ||
      skeleton.size() > kMaxSuggestionCodePoints) {
    return hashes;
  }
  const auto add = [&](absl::string_view text) {
    hashes.push_back(
        absl::HashOf(country, text, absl::string_view("less a letter")));
  };
  add(skeleton);
  for (size_t at = 0; at < skeleton.size();) {
    size_t end = at + 1;
    while (end < skeleton.size() && (skeleton[end] & 0xC0) == 0x80) ++end;
    add(absl::StrCat(skeleton.substr(0, at), skeleton.substr(end)));
    at = end;
  }
  return hashes;
}

std::string Shown(absl::string_view name, absl::string_view country) {
  return absl::StrCat(name, " (", country, ")");
}

}  // namespace

absl::StatusOr<std::string> SfmPublishers::AddUnknown(
    absl::string_view report_id) {
  const std::string key = SfmKey("src", {"report", report_id});
  RETURN_IF_ERROR(
      lines_
          .Define(
              key,
              [&] { return SourceLine(key, report_id, "publisher not known"); })
          .status());
  return key;
}

absl::StatusOr<std::string> SfmPublishers::Add(const SfmPublisher& publisher,
                                               absl::string_view column) {
  if (!has_read_stored_) {
    has_read_stored_ = true;
    RETURN_IF_ERROR(ReadStored());
  }
  const absl::string_view name =
      publisher.name.empty() ? publisher.id : publisher.name;
  const std::string said = absl::StrCat(publisher.id, "\x1F", publisher.name,
                                        "\x1F", publisher.country);
  auto found = keys_.find(said);
  if (found == keys_.end()) {
    ASSIGN_OR_RETURN(std::string key, FindKey(publisher, column));
    const std::string shown = Shown(publisher.name, publisher.country);
    const auto [first, is_new] = said_.try_emplace(key, shown);
    if (!is_new && first->second != shown) {
      RETURN_IF_ERROR(lines_.Warn(
          column, "one publisher under two names", shown,
          absl::StrCat("the first, ", first->second, ", which is taken")));
    }
    RETURN_IF_ERROR(WarnOfNear(Note(key, name, publisher.country), column));
    found = keys_.emplace(said, std::move(key)).first;
  }
  const std::string& key = found->second;
  RETURN_IF_ERROR(lines_
                      .Define(key,
                              [&] {
                                return SourceLine(
                                    key, name,
                                    NoteOfCountry(publisher.country));
                              })
                      .status());
  return key;
}

absl::StatusOr<std::string> SfmPublishers::FindKey(
    const SfmPublisher& publisher, absl::string_view column) {
  if (!publisher.id.empty()) return SfmKey("src", {publisher.id});
  const absl::string_view country = publisher.country;
  std::string by_name =
      SfmKey("src", {country.empty() ? "-" : country, publisher.name});
  // What was a publisher by itself stays one.
  ASSIGN_OR_RETURN(const bool is_defined, lines_.IsDefined(by_name));
  if (is_defined) return by_name;
  const auto found = names_.find(NameKey(publisher.name, country));
  if (found == names_.end()) return by_name;
  if (found->second.size() > 1) {
    RETURN_IF_ERROR(lines_.Warn(
        column, "several publishers of this name; taken as another one",
        Shown(publisher.name, country), "the id of one of them"));
    return by_name;
  }
  return known_[found->second.front()].key;
}

absl::Status SfmPublishers::ReadStored() {
  const ExistingCase& existing = lines_.existing();
  ASSIGN_OR_RETURN(const std::vector<EventIndex> events,
                   existing.FindByPrefix(RecordType::kSource, "src:sfm:"));
  for (EventIndex index : events) {
    ASSIGN_OR_RETURN(const Event event, existing.Get(index));
    const auto* const source = std::get_if<Source>(&event.record);
    if (source == nullptr || source->name.empty() ||
        absl::StartsWith(event.key, "src:sfm:report:")) {
      continue;
    }
    Note(event.key, source->name, CountryOfNote(event.note));
  }
  return absl::OkStatus();
}

size_t SfmPublishers::Note(const std::string& key, absl::string_view name,
                           absl::string_view country) {
  std::vector<size_t>& numbers = names_[NameKey(name, country)];
  for (size_t number : numbers) {
    if (known_[number].key == key) return number;
  }
  const size_t number = known_.size();
  numbers.push_back(number);
  known_.push_back({.key = key,
                    .name = std::string(name),
                    .country = Folded(country),
                    .skeleton = SkeletonOf(name)});
  const Known& known = known_.back();
  for (absl::string_view place :
       {absl::string_view(known.country), kAnyCountry}) {
    for (uint64_t hash : NearHashes(known.skeleton, place)) {
      near_.try_emplace(hash, number);
    }
  }
  return number;
}

absl::Status SfmPublishers::WarnOfNear(size_t number,
                                       absl::string_view column) {
  const Known known = known_[number];
  // Papers of one name in two countries are two. Of one whose country is not
  // given nobody can tell.
  std::vector<absl::string_view> places = {known.country, ""};
  if (known.country.empty()) places = {kAnyCountry};
  for (absl::string_view place : places) {
    for (uint64_t hash : NearHashes(known.skeleton, place)) {
      const auto other = near_.find(hash);
      if (other == near_.end()) continue;
      RETURN_IF_ERROR(WarnOfPair(number, other->second, column));
    }
  }
  for (size_t other : names_[NameKey(known.name, known.country)]) {
    RETURN_IF_ERROR(WarnOfPair(number, other, column));
  }
  return absl::OkStatus();
}

absl::Status SfmPublishers::WarnOfPair(size_t number, size_t other,
                                       absl::string_view column) {
  const Known& a = known_[number];
  const Known& b = known_[other];
  if (a.key == b.key || !AreNear(a.skeleton, b.skeleton) ||
      !warned_.insert(std::minmax(number, other)).second) {
    return absl::OkStatus();
  }
  return lines_.Warn(
      column, "two publishers of one name or nearly one; they count as two",
      absl::StrCat(a.name, " (", a.key, ")"),
      absl::StrCat("one spelling and one id, if it is ", b.name, " (", b.key,
                   ")"));
}

}  // namespace attest
