#include "tests/cli/placeholders.h"

#include <algorithm>
#include <regex>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace attest {
namespace {

// Replaces each match of `pattern` by what `make` returns for it.
template <class Make>
std::string ReplaceEach(const std::string& text, const std::regex& pattern,
                        Make make) {
  std::string replaced;
  auto at = text.begin();
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end;
       it != end; ++it) {
    replaced.append(at, text.begin() + it->position());
    replaced += make(*it);
    at = text.begin() + it->position() + it->length();
  }
  replaced.append(at, text.end());
  return replaced;
}

}  // namespace

std::string Placeholders::Numbered(absl::string_view name,
                                   const std::string& key,
                                   std::vector<std::string>& seen) {
  auto found = std::find(seen.begin(), seen.end(), key);
  if (found == seen.end()) found = seen.insert(seen.end(), key);
  return absl::StrCat("<", name, " ", found - seen.begin() + 1, ">");
}

std::string Placeholders::ReplaceTimes(const std::string& text) const {
  static const std::regex* const kTime =
      new std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)");
  return ReplaceEach(text, *kTime, [&](const std::smatch& match) {
    absl::Time time;
    std::string error;
    const bool is_new =
        absl::ParseTime(absl::RFC3339_full, match.str(), &time, &error) &&
        time >= begin_;
    return is_new ? std::string("<time>") : match.str();
  });
}

std::string Placeholders::Replace(absl::string_view output) {
  std::string text = absl::StrReplaceAll(
      output, {{folder_, "<dir>"},
               {ATTEST_SOURCE_DIR "/tests/cases", "<cases>"},
               {ATTEST_SHARED_DIR, "<shared>"},
               {"\r\n", "\n"}});
  text = ReplaceTimes(text);
  static const std::regex* const kLeaf =
      new std::regex(R"re((leaf(?:_hash)?"?:? *"?)[0-9a-f]{64})re");
  text = std::regex_replace(text, *kLeaf, "$1<hash>");
  static const std::regex* const kKey =
      new std::regex(R"(\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44})");
  text = std::regex_replace(text, *kKey, "+<key>");
  static const std::regex* const kSignature =
      new std::regex("[A-Za-z0-9+/]{91}=");
  text = std::regex_replace(text, *kSignature, "<signature>");
  static const std::regex* const kRoot = new std::regex("[A-Za-z0-9+/]{43}=");
  text = std::regex_replace(text, *kRoot, "<root>");
  static const std::regex* const kProcess = new std::regex("process [0-9]+");
  text = std::regex_replace(text, *kProcess, "process <pid>");
  static const std::regex* const kDecision =
      new std::regex("(decision:)([0-9a-f]{20})");
  text = ReplaceEach(text, *kDecision, [this](const std::smatch& match) {
    return match.str(1) + Numbered("id", match.str(2), ids_);
  });
  static const std::regex* const kStub = new std::regex("#([0-9a-f]{20})");
  return ReplaceEach(text, *kStub, [this](const std::smatch& match) {
    return "#" + Numbered("stub", match.str(1), stubs_);
  });
}

}  // namespace attest
