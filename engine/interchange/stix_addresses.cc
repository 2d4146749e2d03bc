#include "engine/interchange/stix_addresses.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "engine/interchange/stix_words.h"

namespace attest {
namespace {

bool IsPort(absl::string_view text) {
  constexpr uint32_t kMost = 65535;
  uint32_t port = 0;
  // SimpleAtoi takes signs, and space around them.
  return text.empty() ||
         (std::all_of(text.begin(), text.end(),
                      [](unsigned char c) { return absl::ascii_isdigit(c); }) &&
          absl::SimpleAtoi(text, &port) && port <= kMost);
}

bool IsHost(absl::string_view text) {
  // Dots and hyphens alone name nothing; other signs stand in no name of DNS.
  return !text.empty() &&
         absl::ascii_isalnum(static_cast<unsigned char>(text.front())) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_';
         });
}

}  // namespace

bool IsWebAddress(absl::string_view text) {
  if (!IsUri(text)) return false;
  const size_t colon = text.find(':');
  const absl::string_view scheme = text.substr(0, colon);
  if (!absl::EqualsIgnoreCase(scheme, "http") &&
      !absl::EqualsIgnoreCase(scheme, "https") &&
      !absl::EqualsIgnoreCase(scheme, "ftp")) {
    return false;
  }
  absl::string_view rest = text.substr(colon + 1);
  if (!absl::ConsumePrefix(&rest, "//")) return false;
  absl::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const size_t at = authority.find('@');
  if (at != absl::string_view::npos) authority.remove_prefix(at + 1);
  const size_t port = authority.find(':');
  if (port != absl::string_view::npos) {
    if (!IsPort(authority.substr(port + 1))) return false;
    authority = authority.substr(0, port);
  }
  return IsHost(authority);
}

}  // namespace attest
