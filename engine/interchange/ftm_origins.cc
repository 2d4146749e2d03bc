#include "engine/interchange/ftm_origins.h"

#include <cstddef>
#include <set>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/ingest/input_hasher.h"
#include "engine/interchange/ftm_born.h"
#include "engine/interchange/ftm_defined.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/interchange/ftm_notes.h"
#include "engine/interchange/ftm_provenance.h"
#include "engine/interchange/ftm_record.h"
#include "engine/model/report.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {

std::string FtmOriginKey(const FtmOriginProperty& origin,
                         absl::string_view value) {
  if (absl::StartsWith(value, kFtmSourcePublisher)) {
    return KeyOfFtmDataset(value.substr(kFtmSourcePublisher.size()));
  }
  constexpr size_t kMostBytes = 200;
  const std::string text = FtmOriginText(origin.property, value);
  if (text.size() <= kMostBytes && !FindControlCharacter(text)) {
    return absl::StrCat(origin.prefix, text);
  }
  InputHasher hasher;
  return absl::StrCat(origin.prefix, FtmDigitsOf(hasher, {"origin", text}));
}

absl::StatusOr<bool> LeaveOutFtmOrigins(FtmIsWithheld is_withheld,
                                        Event& event) {
  FtmValues values = ReadFtmProvenance(event.note);
  std::set<std::string> left_out;
  for (const FtmOriginProperty& origin : kFtmOrigins) {
    const auto found = values.find(std::string(origin.property));
    if (found == values.end()) continue;
    for (auto value = found->second.begin(); value != found->second.end();) {
      ASSIGN_OR_RETURN(const bool is_left_out,
                       is_withheld(FtmOriginKey(origin, *value)));
      if (is_left_out) {
        left_out.insert(*value);
        value = found->second.erase(value);
      } else {
        ++value;
      }
    }
    if (found->second.empty()) values.erase(found);
  }
  if (left_out.empty()) return false;
  event.note = FtmNoteOf(values);
  auto& report = std::get<Report>(event.record);
  if (left_out.contains(report.url)) report.url.clear();
  for (const std::string& value : left_out) {
    absl::string_view title = report.title;
    if (absl::ConsumeSuffix(&title, value) && absl::EndsWith(title, ": ")) {
      report.title = std::string(absl::StripSuffix(title, ": "));
      break;
    }
  }
  return true;
}

}  // namespace attest
