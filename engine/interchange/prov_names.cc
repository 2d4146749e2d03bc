#include "engine/interchange/prov_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/json_fields.h"

namespace attest {
namespace {

bool StandsAsItIs(absl::string_view text, size_t i) {
  const auto c = static_cast<unsigned char>(text[i]);
  if (absl::ascii_isalnum(c) || c == '_' || c == '/') return true;
  return (c == '-' || c == '.') && i > 0 && i + 1 < text.size();
}

}  // namespace

std::string ProvLocal(absl::string_view text) {
  if (text.empty()) return "%00";
  std::string local;
  for (size_t i = 0; i < text.size(); ++i) {
    if (StandsAsItIs(text, i)) {
      local += text[i];
    } else {
      absl::StrAppend(
          &local, "%",
          absl::AsciiStrToUpper(absl::StrCat(absl::Hex(
              static_cast<unsigned char>(text[i]), absl::kZeroPad2))));
    }
  }
  return local;
}

std::string ProvName(absl::string_view prefix, absl::string_view text) {
  return absl::StrCat(prefix, ":", ProvLocal(text));
}

std::string ProvPrefixes(absl::string_view origin) {
  const std::string log = ProvLocal(origin);
  const auto of_log = [&log](absl::string_view what) {
    return absl::StrCat("urn:attest:", what, ":", log, ":");
  };
  JsonFields prefixes;
  prefixes.Text("prov", "http://www.w3.org/ns/prov#");
  prefixes.Text("xsd", "http://www.w3.org/2001/XMLSchema#");
  prefixes.Text(kProvAttest, "urn:attest:term:");
  for (const absl::string_view of : {kProvCase, kProvLog, kProvBy}) {
    prefixes.Text(of, of_log(of));
  }
  return prefixes.Take();
}

}  // namespace attest
