#include "engine/model/decision.h"

#include <algorithm>

namespace attest {

const std::vector<absl::string_view>& ValuesOf(Scheme scheme) {
  static const auto* const kValues =
      new std::array<std::vector<absl::string_view>, kEnumSize<Scheme>>{{
          {"accepted", "rejected", "conflict", "issue", "work_needed"},
          {"A", "B", "C", "D", "E", "F"},
          {"1", "2", "3", "4", "5", "6"},
          {"low", "moderate", "high"},
      }};
  return (*kValues)[static_cast<size_t>(scheme)];
}

bool Sets(const Amendment& amendment, absl::string_view field) {
  return std::find(amendment.fields.begin(), amendment.fields.end(), field) !=
         amendment.fields.end();
}

}  // namespace attest
