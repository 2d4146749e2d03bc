#include "engine/projection/statement_key.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace attest {
namespace {

constexpr absl::string_view kTag = "attest statement 1";
constexpr size_t kKeptBytes = 10;

// Looking an algorithm up costs more than hashing a statement.
const EVP_MD* Sha256() {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return sha256;
}

struct ValueText {
  std::string operator()(EntityId) const { return ""; }
  std::string operator()(const TextValue& value) const {
    return absl::StrCat("t", value.text);
  }
  std::string operator()(const Quantity& value) const {
    return absl::StrCat("q", value.CanonicalJson());
  }
  std::string operator()(const DateValue& value) const {
    return absl::StrCat("d", value.edtf);
  }
  std::string operator()(const Point& value) const {
    return absl::StrCat("p", value.CanonicalJson());
  }
  std::string operator()(const FlagValue&) const { return "f"; }
};

void AppendPart(absl::string_view part, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(uint64_t{part.size()} >> shift & 0xff));
  }
  absl::StrAppend(&out, part);
}

}  // namespace

std::string StatementValue(const Object& object) {
  return std::visit(ValueText{}, object);
}

StatementKeys::StatementKeys() : context_(EVP_MD_CTX_new()) {}
StatementKeys::~StatementKeys() { EVP_MD_CTX_free(context_); }

std::string StatementKeys::KeyOf(const KeyedStatement& statement) {
  std::string input(kTag);
  AppendPart(statement.subject, input);
  AppendPart(statement.predicate, input);
  AppendPart(statement.object, input);
  AppendPart(statement.value, input);
  AppendPart(statement.valid, input);
  AppendPart(statement.place, input);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
  unsigned size = 0;
  EVP_DigestInit_ex2(context_, Sha256(), nullptr);
  EVP_DigestUpdate(context_, input.data(), input.size());
  EVP_DigestFinal_ex(context_, digest.data(), &size);
  return absl::StrCat(
      "stm:", absl::BytesToHexString(absl::string_view(
                  reinterpret_cast<const char*>(digest.data()), kKeptBytes)));
}

}  // namespace attest
