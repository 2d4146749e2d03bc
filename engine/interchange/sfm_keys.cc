#include "engine/interchange/sfm_keys.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace attest {
namespace {

constexpr absl::string_view kCountry = "country: ";

}  // namespace

std::string SfmKey(absl::string_view prefix,
                   std::initializer_list<absl::string_view> parts) {
  return ImportKey(prefix, "sfm", parts);
}

std::vector<std::string> SplitCell(absl::string_view cell) {
  std::vector<std::string> values;
  for (absl::string_view part : absl::StrSplit(cell, ';')) {
    std::string value = OneLine(part);
    if (value.empty()) continue;
    if (values.size() > kMaxInCell) break;
    if (std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(std::move(value));
    }
  }
  return values;
}

std::string NoteOfCountry(absl::string_view country) {
  return country.empty() ? std::string() : absl::StrCat(kCountry, country);
}

std::string CountryOfNote(absl::string_view note) {
  return absl::ConsumePrefix(&note, kCountry) ? std::string(note)
                                              : std::string();
}

}  // namespace attest
