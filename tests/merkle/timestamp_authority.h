// A timestamp authority of the tests' own: a root and a certificate for
// timestamps, made when asked for, and its answers.

#ifndef ATTEST_TESTS_MERKLE_TIMESTAMP_AUTHORITY_H_
#define ATTEST_TESTS_MERKLE_TIMESTAMP_AUTHORITY_H_

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

class TimestampAuthority {
 public:
  struct Options {
    std::string name = "Test Authority";
    // What the certificate is made for.
    std::string usage = "critical,timeStamping";
    // Of the certificate, and of the tokens, in seconds since 1970.
    int64_t valid_from = 1'600'000'000;
    int64_t valid_to = 1'900'000'000;
    int64_t now = 1'700'000'000;
  };

  TimestampAuthority() : TimestampAuthority(Options()) {}
  explicit TimestampAuthority(const Options& options)
      : options_(options),
        root_key_(EVP_EC_gen("P-256")),
        key_(EVP_EC_gen("P-256")),
        root_(Certificate(options.name + " Root", root_key_, nullptr)),
        certificate_(Certificate(options.name, key_, root_)) {}
  ~TimestampAuthority() {
    X509_free(certificate_);
    X509_free(root_);
    EVP_PKEY_free(key_);
    EVP_PKEY_free(root_key_);
  }
  TimestampAuthority(const TimestampAuthority&) = delete;
  TimestampAuthority& operator=(const TimestampAuthority&) = delete;

  // The TimeStampResp to a TimeStampReq, granted where the request is sound.
  [[nodiscard]] std::string Answer(absl::string_view request) const {
    TS_RESP_CTX* context = TS_RESP_CTX_new();
    ASN1_OBJECT* policy = OBJ_txt2obj("1.2.3.4.1", 1);
    TS_RESP_CTX_set_signer_cert(context, certificate_);
    TS_RESP_CTX_set_signer_key(context, key_);
    TS_RESP_CTX_set_signer_digest(context, EVP_sha256());
    TS_RESP_CTX_set_def_policy(context, policy);
    TS_RESP_CTX_add_md(context, EVP_sha256());
    TS_RESP_CTX_set_serial_cb(context, Serial, nullptr);
    auto* const now = const_cast<int64_t*>(&options_.now);
    TS_RESP_CTX_set_time_cb(context, Time, now);
    BIO* in = BIO_new_mem_buf(request.data(), static_cast<int>(request.size()));
    TS_RESP* response = TS_RESP_create_response(context, in);
    unsigned char* bytes = nullptr;
    const int size = i2d_TS_RESP(response, &bytes);
    std::string answer(reinterpret_cast<char*>(bytes),
                       static_cast<size_t>(size));
    OPENSSL_free(bytes);
    TS_RESP_free(response);
    BIO_free(in);
    ASN1_OBJECT_free(policy);
    TS_RESP_CTX_free(context);
    return answer;
  }

  [[nodiscard]] std::string RootPem() const { return Pem(root_); }
  [[nodiscard]] std::string CertificatePem() const { return Pem(certificate_); }

 private:
  static ASN1_INTEGER* Serial(TS_RESP_CTX*, void*) {
    ASN1_INTEGER* serial = ASN1_INTEGER_new();
    ASN1_INTEGER_set(serial, 4711);
    return serial;
  }

  static int Time(TS_RESP_CTX*, void* now, long* seconds, long* microseconds) {
    *seconds = static_cast<long>(*static_cast<int64_t*>(now));
    *microseconds = 0;
    return 1;
  }

  static void Extend(X509* certificate, int nid, const std::string& value) {
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }

  // Signed by the root's key; a root where `issuer` is null.
  X509* Certificate(const std::string& name, EVP_PKEY* key, X509* issuer) {
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer ? 2 : 1);
    ASN1_TIME_set(X509_getm_notBefore(certificate), options_.valid_from);
    ASN1_TIME_set(X509_getm_notAfter(certificate), options_.valid_to);
    X509_NAME* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(
        subject, "CN", MBSTRING_UTF8,
        reinterpret_cast<const unsigned char*>(name.data()),
        static_cast<int>(name.size()), -1, 0);
    X509_set_issuer_name(certificate,
                         X509_get_subject_name(issuer ? issuer : certificate));
    X509_set_pubkey(certificate, key);
    if (issuer == nullptr) {
      Extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
    } else if (!options_.usage.empty()) {
      Extend(certificate, NID_ext_key_usage, options_.usage);
    }
    X509_sign(certificate, root_key_, EVP_sha256());
    return certificate;
  }

  static std::string Pem(X509* certificate) {
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, certificate);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out, &text);
    std::string pem(text, static_cast<size_t>(size));
    BIO_free(out);
    return pem;
  }

  const Options options_;
  EVP_PKEY* const root_key_;
  EVP_PKEY* const key_;
  X509* const root_;
  X509* const certificate_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_MERKLE_TIMESTAMP_AUTHORITY_H_
