#include "engine/interchange/ftm_statement_id.h"

#include <openssl/evp.h>

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace attest {

std::string FtmStatementId(const FtmStatement& statement) {
  const std::string text = absl::StrCat(
      statement.dataset, ".", statement.entity, ".", statement.property, ".",
      statement.value, statement.lang.empty() ? "" : "@", statement.lang,
      statement.is_external ? ".ext" : "");
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash = {};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha1(), nullptr);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash.data()), size));
}

}  // namespace attest
