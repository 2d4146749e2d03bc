#include "engine/merkle/timestamp_token.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Frees what OpenSSL made.
struct Free {
  void operator()(ASN1_INTEGER* p) const { ASN1_INTEGER_free(p); }
  void operator()(BIO* p) const { BIO_free_all(p); }
  void operator()(PKCS7* p) const { PKCS7_free(p); }
  void operator()(TS_MSG_IMPRINT* p) const { TS_MSG_IMPRINT_free(p); }
  void operator()(TS_REQ* p) const { TS_REQ_free(p); }
  void operator()(TS_RESP* p) const { TS_RESP_free(p); }
  void operator()(TS_TST_INFO* p) const { TS_TST_INFO_free(p); }
  void operator()(TS_VERIFY_CTX* p) const { TS_VERIFY_CTX_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(X509_ALGOR* p) const { X509_ALGOR_free(p); }
  void operator()(X509_STORE* p) const { X509_STORE_free(p); }
  void operator()(STACK_OF(X509) * p) const { sk_X509_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// For what is encrypted: without it OpenSSL asks whoever sits at the terminal.
int NoPassPhrase(char*, int, int, void*) { return -1; }

const unsigned char* Begin(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Empties OpenSSL's queue of errors and returns the newest one's words.
std::string OpenSslReason() {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  std::string text = reason == nullptr ? "no reason given" : reason;
  ERR_clear_error();
  return text;
}

absl::Status OpenSslFailed(absl::string_view what) {
  return absl::InternalError(
      absl::StrCat("OpenSSL failed to ", what, ": ", OpenSslReason()));
}

// Reads the one DER value that `bytes` are to be.
template <class T, class Read>
absl::StatusOr<Owned<T>> FromDer(absl::string_view bytes, const char* what,
                                 Read read) {
  if (bytes.size() > kMaxTimestampBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("not ", what, ": got ", bytes.size(),
                     " bytes, want at most ", kMaxTimestampBytes));
  }
  const unsigned char* at = Begin(bytes);
  Owned<T> value(read(nullptr, &at, static_cast<long>(bytes.size())));
  if (value == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("not ", what, ": ", OpenSslReason()));
  }
  if (at != Begin(bytes) + bytes.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("not ", what, ": bytes follow it"));
  }
  return value;
}

template <class T, class Write>
absl::StatusOr<std::string> ToDer(T* value, Write write) {
  unsigned char* bytes = nullptr;
  const int size = write(value, &bytes);
  if (size < 0) return OpenSslFailed("write DER");
  std::string der(reinterpret_cast<const char*>(bytes),
                  static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

std::string BytesOf(const ASN1_STRING* string) {
  return std::string(
      reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
      static_cast<size_t>(ASN1_STRING_length(string)));
}

std::string SubjectOf(X509* certificate) {
  const Owned<BIO> out(BIO_new(BIO_s_mem()));
  if (out == nullptr ||
      X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0,
                         XN_FLAG_RFC2253) < 0) {
    ERR_clear_error();
    return "";
  }
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

absl::StatusOr<Hash> ImprintOf(TS_TST_INFO& info) {
  TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(&info);
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr,
                  TS_MSG_IMPRINT_get_algo(imprint));
  if (OBJ_obj2nid(algorithm) != NID_sha256) {
    return absl::DataLossError("the timestamp is not over a SHA-256");
  }
  absl::StatusOr<Hash> hash =
      Hash::FromBytes(BytesOf(TS_MSG_IMPRINT_get_msg(imprint)));
  if (hash.ok()) return hash;
  return absl::DataLossError(
      absl::StrCat("the timestamp's imprint: ", hash.status().message()));
}

absl::StatusOr<absl::Time> TimeOf(const TS_TST_INFO& info) {
  std::tm tm = {};
  if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(&info), &tm) != 1) {
    ERR_clear_error();
    return absl::DataLossError("the timestamp tells no time");
  }
  return absl::FromCivil(
      absl::CivilSecond(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                        tm.tm_hour, tm.tm_min, tm.tm_sec),
      absl::UTCTimeZone());
}

// A store that trusts `certificate` as of `time`, which need not be a root.
absl::StatusOr<Owned<X509_STORE>> StoreOf(X509* certificate, absl::Time time) {
  Owned<X509_STORE> store(X509_STORE_new());
  if (store == nullptr || X509_STORE_add_cert(store.get(), certificate) != 1) {
    return OpenSslFailed("trust a certificate");
  }
  X509_VERIFY_PARAM* param = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_time(param, absl::ToTimeT(time));
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
  return store;
}

// OK when the token's signer leads to a certificate of `store`.
absl::Status CheckSignature(PKCS7& token, Owned<X509_STORE> store) {
  const Owned<TS_VERIFY_CTX> context(TS_VERIFY_CTX_new());
  if (context == nullptr) return OpenSslFailed("verify a timestamp");
  TS_VERIFY_CTX_set_flags(context.get(),
                          TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_SIGNER);
  TS_VERIFY_CTX_set_store(context.get(), store.release());
  if (TS_RESP_verify_token(context.get(), &token) == 1) return absl::OkStatus();
  return absl::DataLossError(OpenSslReason());
}

// The one certificate that signed. The token owns it.
absl::StatusOr<X509*> SignerOf(PKCS7& token) {
  const Owned<STACK_OF(X509)> signers(PKCS7_get0_signers(&token, nullptr, 0));
  if (signers == nullptr || sk_X509_num(signers.get()) != 1) {
    ERR_clear_error();
    return absl::DataLossError(
        "the timestamp does not bring the one certificate that signed it");
  }
  return sk_X509_value(signers.get(), 0);
}

absl::StatusOr<Hash> DigestOf(X509* certificate) {
  ASSIGN_OR_RETURN(const std::string der, ToDer(certificate, i2d_X509));
  return Sha256(der);
}

absl::Status CheckTrust(PKCS7& token, absl::Span<const std::string> trusted,
                        absl::Time time, TimestampToken& opened) {
  if (trusted.empty()) {
    opened.why_not_trusted = "no authority was named as trusted";
    return absl::OkStatus();
  }
  // One by one: of two authorities under one name a store finds the first.
  for (const std::string& der : trusted) {
    ASSIGN_OR_RETURN(const Owned<X509> certificate,
                     FromDer<X509>(der, "a certificate", d2i_X509));
    ASSIGN_OR_RETURN(Owned<X509_STORE> store, StoreOf(certificate.get(), time));
    // 112 bits: no MD5, no SHA-1, no short keys.
    X509_VERIFY_PARAM_set_auth_level(X509_STORE_get0_param(store.get()), 2);
    const absl::Status checked = CheckSignature(token, std::move(store));
    opened.trusted = checked.ok();
    if (opened.trusted) break;
    opened.why_not_trusted = std::string(checked.message());
  }
  if (opened.trusted) opened.why_not_trusted.clear();
  return absl::OkStatus();
}

absl::Status ReadInfo(TS_TST_INFO& info, TimestampToken& opened) {
  ASSIGN_OR_RETURN(opened.time, TimeOf(info));
  ASSIGN_OR_RETURN(opened.imprint, ImprintOf(info));
  if (const ASN1_INTEGER* nonce = TS_TST_INFO_get_nonce(&info)) {
    opened.nonce = BytesOf(nonce);
  }
  opened.serial =
      absl::BytesToHexString(BytesOf(TS_TST_INFO_get_serial(&info)));
  std::array<char, 256> policy = {};
  OBJ_obj2txt(policy.data(), policy.size(), TS_TST_INFO_get_policy_id(&info),
              1);
  opened.policy = policy.data();
  return absl::OkStatus();
}

absl::Status NotGranted(TS_STATUS_INFO& status) {
  const Owned<BIO> out(BIO_new(BIO_s_mem()));
  std::string reasons;
  if (out != nullptr && TS_STATUS_INFO_print_bio(out.get(), &status) == 1) {
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    reasons.assign(text, static_cast<size_t>(size));
  }
  ERR_clear_error();
  absl::RemoveExtraAsciiWhitespace(&reasons);
  return absl::FailedPreconditionError(absl::StrCat(
      "the authority gave no timestamp: ", absl::CHexEscape(reasons)));
}

}  // namespace

absl::StatusOr<std::string> TimestampRequest(const Hash& imprint,
                                             absl::string_view nonce) {
  const Owned<TS_REQ> request(TS_REQ_new());
  const Owned<TS_MSG_IMPRINT> message(TS_MSG_IMPRINT_new());
  const Owned<X509_ALGOR> algorithm(X509_ALGOR_new());
  const Owned<ASN1_INTEGER> number(ASN1_INTEGER_new());
  if (request == nullptr || message == nullptr || algorithm == nullptr ||
      number == nullptr) {
    return OpenSslFailed("make a request");
  }
  std::array<uint8_t, Hash::kSize> bytes = imprint.bytes;
  const bool made =
      X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL,
                      nullptr) == 1 &&
      TS_MSG_IMPRINT_set_algo(message.get(), algorithm.get()) == 1 &&
      TS_MSG_IMPRINT_set_msg(message.get(), bytes.data(), Hash::kSize) == 1 &&
      ASN1_STRING_set(number.get(), nonce.data(),
                      static_cast<int>(nonce.size())) == 1 &&
      TS_REQ_set_version(request.get(), 1) == 1 &&
      TS_REQ_set_msg_imprint(request.get(), message.get()) == 1 &&
      TS_REQ_set_nonce(request.get(), number.get()) == 1 &&
      TS_REQ_set_cert_req(request.get(), 1) == 1;
  if (!made) return OpenSslFailed("make a request");
  return ToDer(request.get(), i2d_TS_REQ);
}

absl::StatusOr<std::string> TokenOfReply(absl::string_view reply) {
  ASSIGN_OR_RETURN(const Owned<TS_RESP> response,
                   FromDer<TS_RESP>(reply, "a timestamp reply", d2i_TS_RESP));
  TS_STATUS_INFO* status = TS_RESP_get_status_info(response.get());
  const int64_t granted = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status));
  if (granted != TS_STATUS_GRANTED && granted != TS_STATUS_GRANTED_WITH_MODS) {
    return NotGranted(*status);
  }
  PKCS7* token = TS_RESP_get_token(response.get());
  if (token == nullptr) {
    return absl::InvalidArgumentError("the timestamp reply holds no token");
  }
  return ToDer(token, i2d_PKCS7);
}

absl::StatusOr<std::vector<std::string>> CertificatesOfPem(
    absl::string_view pem) {
  const Owned<BIO> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (in == nullptr) return OpenSslFailed("read PEM");
  std::vector<std::string> certificates;
  while (true) {
    const Owned<X509> certificate(
        PEM_read_bio_X509(in.get(), nullptr, NoPassPhrase, nullptr));
    if (certificate == nullptr) break;
    ASSIGN_OR_RETURN(std::string der, ToDer(certificate.get(), i2d_X509));
    certificates.push_back(std::move(der));
  }
  const auto last = ERR_GET_REASON(ERR_peek_last_error());
  ERR_clear_error();
  if (certificates.empty() || last != PEM_R_NO_START_LINE) {
    return absl::InvalidArgumentError("not certificates in PEM");
  }
  return certificates;
}

absl::StatusOr<TimestampToken> OpenTimestampToken(
    absl::string_view token, absl::Span<const std::string> trusted) {
  ASSIGN_OR_RETURN(const Owned<PKCS7> signed_data,
                   FromDer<PKCS7>(token, "a timestamp token", d2i_PKCS7));
  if (PKCS7_type_is_signed(signed_data.get()) != 1) {
    return absl::InvalidArgumentError("not a timestamp token: nothing signed");
  }
  const Owned<TS_TST_INFO> info(PKCS7_to_TS_TST_INFO(signed_data.get()));
  if (info == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a timestamp token: ", OpenSslReason()));
  }
  TimestampToken opened;
  RETURN_IF_ERROR(ReadInfo(*info, opened));
  ASSIGN_OR_RETURN(X509 * signer, SignerOf(*signed_data));
  opened.authority = SubjectOf(signer);
  ASSIGN_OR_RETURN(opened.certificate, DigestOf(signer));
  ASSIGN_OR_RETURN(Owned<X509_STORE> self, StoreOf(signer, opened.time));
  const absl::Status checked = CheckSignature(*signed_data, std::move(self));
  if (!checked.ok()) {
    return absl::DataLossError(absl::StrCat(
        "the timestamp is not signed as it says: ", checked.message()));
  }
  RETURN_IF_ERROR(CheckTrust(*signed_data, trusted, opened.time, opened));
  return opened;
}

}  // namespace attest
