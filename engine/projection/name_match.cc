#include "engine/projection/name_match.h"

#include "absl/strings/ascii.h"
#include "engine/text/folding.h"

namespace attest {
namespace {

bool IsPlain(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == ' ' ||
         c == '.' || c == ',' || c == ':' || c == '/' || c == '(' || c == ')';
}

}  // namespace

std::string FoldName(absl::string_view name) {
  std::string folded;
  folded.reserve(name.size());
  for (const char c : name) {
    if (!IsPlain(c)) return FoldForSearch(name);
    if (c == ' ' && (folded.empty() || folded.back() == ' ')) continue;
    folded.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

std::optional<Matched> MatchOfNames(const std::string& wanted,
                                    const std::string& name) {
  size_t at = name.find(wanted);
  if (at == std::string::npos) return std::nullopt;
  if (at == 0) {
    return name.size() == wanted.size() ? Matched::kExact : Matched::kPrefix;
  }
  for (; at != std::string::npos; at = name.find(wanted, at + 1)) {
    if (name[at - 1] == ' ') return Matched::kWord;
  }
  return Matched::kInside;
}

}  // namespace attest
