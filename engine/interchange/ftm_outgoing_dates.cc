#include "engine/interchange/ftm_outgoing_dates.h"

#include <cstddef>

#include "absl/strings/ascii.h"

namespace attest {

bool IsFtmDate(absl::string_view edtf) {
  constexpr absl::string_view kForm = "dddd-dd-ddTdd:dd:dd";
  constexpr size_t kEnds[] = {4, 7, 10, 13, 16, 19};
  bool is_whole = false;
  for (const size_t end : kEnds) is_whole |= edtf.size() == end;
  if (!is_whole) return false;
  for (size_t i = 0; i < edtf.size(); ++i) {
    const bool fits =
        kForm[i] == 'd'
            ? absl::ascii_isdigit(static_cast<unsigned char>(edtf[i]))
            : edtf[i] == kForm[i];
    if (!fits) return false;
  }
  return true;
}

bool AddFtmValidity(absl::string_view valid, const RealEnds& real_ends,
                    std::map<std::string, std::set<std::string>>& properties) {
  if (valid.empty()) return true;
  const size_t slash = valid.find('/');
  if (slash == absl::string_view::npos) {
    if (!IsFtmDate(valid)) return false;
    properties["date"].insert(std::string(valid));
    return true;
  }
  bool is_said = true;
  const auto add = [&](absl::string_view end, bool is_real,
                       const char* property) {
    if (end.empty() || end == "..") return;
    if (!IsFtmDate(end)) {
      is_said = false;
      return;
    }
    properties[is_real ? property : "date"].insert(std::string(end));
  };
  add(valid.substr(0, slash), real_ends.start, "startDate");
  add(valid.substr(slash + 1), real_ends.end, "endDate");
  return is_said;
}

}  // namespace attest
