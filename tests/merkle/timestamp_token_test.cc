#include "engine/merkle/timestamp_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/merkle/timestamp_authority.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kNonce("\x41\x42\x43\x44\x45\x46\x47\x48", 8);

std::string Request(const Hash& imprint) {
  return TimestampRequest(imprint, kNonce).value();
}

std::string TokenFrom(const TimestampAuthority& authority) {
  const auto token = TokenOfReply(authority.Answer(Request(Sha256("head"))));
  EXPECT_TRUE(token.ok()) << token.status();
  return token.value_or("");
}

std::vector<std::string> Trusted(const std::string& pem) {
  return CertificatesOfPem(pem).value();
}

TEST(TimestampTokenTest, TellsWhatTheAuthoritySaid) {
  const TimestampAuthority authority;
  const auto token = OpenTimestampToken(TokenFrom(authority), {});
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(absl::ToUnixSeconds(token->time), 1'700'000'000);
  EXPECT_EQ(token->imprint, Sha256("head"));
  EXPECT_EQ(token->nonce, kNonce);
  EXPECT_EQ(token->authority, "CN=Test Authority");
  EXPECT_EQ(token->serial, "1267");
  EXPECT_EQ(token->policy, "1.2.3.4.1");
  EXPECT_FALSE(token->trusted);
  EXPECT_THAT(token->why_not_trusted, HasSubstr("no authority"));
}

TEST(TimestampTokenTest, IsTrustedUnderItsRootOrItsOwnCertificate) {
  const TimestampAuthority authority;
  const TimestampAuthority other;
  const std::string token = TokenFrom(authority);
  for (const std::string& pem :
       {authority.RootPem(), authority.CertificatePem(),
        other.RootPem() + authority.RootPem()}) {
    const auto opened = OpenTimestampToken(token, Trusted(pem));
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_TRUE(opened->trusted) << opened->why_not_trusted;
    EXPECT_THAT(opened->why_not_trusted, IsEmpty());
  }
  for (const std::string& pem : {other.RootPem(), other.CertificatePem()}) {
    const auto opened = OpenTimestampToken(token, Trusted(pem));
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_FALSE(opened->trusted);
    EXPECT_FALSE(opened->why_not_trusted.empty());
  }
}

// A token outlives its certificate; but the certificate must have been valid
// at the time the token tells.
TEST(TimestampTokenTest, CertificateIsJudgedAtTheTimeOfTheToken) {
  const TimestampAuthority long_ago({.valid_from = 900'000'000,
                                     .valid_to = 1'000'000'000,
                                     .now = 950'000'000});
  const auto token =
      OpenTimestampToken(TokenFrom(long_ago), Trusted(long_ago.RootPem()));
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_TRUE(token->trusted) << token->why_not_trusted;
  for (const int64_t now : {899'999'999, 1'000'000'001}) {
    const TimestampAuthority outside(
        {.valid_from = 900'000'000, .valid_to = 1'000'000'000, .now = now});
    EXPECT_TRUE(
        absl::IsDataLoss(OpenTimestampToken(TokenFrom(outside), {}).status()));
  }
}

// OpenSSL's own authority refuses to sign with it.
TEST(TimestampTokenTest, CertificateMustBeMadeForTimestamps) {
  const TimestampAuthority authority({.usage = "critical,codeSigning"});
  EXPECT_FALSE(TokenOfReply(authority.Answer(Request(Sha256("head")))).ok());
}

TEST(TimestampTokenTest, RefusalIsSaid) {
  const TimestampAuthority authority;
  const absl::Status status =
      TokenOfReply(authority.Answer("not a request")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("gave no timestamp"));
}

TEST(TimestampTokenTest, OtherBytesAreRefused) {
  const TimestampAuthority authority;
  const std::string reply = authority.Answer(Request(Sha256("head")));
  const std::string token = TokenFrom(authority);
  for (const std::string& bytes :
       {std::string(), std::string("not DER"), reply + "x", token,
        reply.substr(0, reply.size() - 1), std::string(1 << 20, '0')}) {
    EXPECT_FALSE(TokenOfReply(bytes).ok());
  }
  for (const std::string& bytes :
       {std::string(), std::string("not DER"), token + "x", reply,
        token.substr(0, token.size() - 1), std::string(1 << 20, '0')}) {
    EXPECT_FALSE(OpenTimestampToken(bytes, {}).ok());
  }
  for (const char* pem : {"", "no certificate",
                          "-----BEGIN CERTIFICATE-----\nAAAA\n"
                          "-----END CERTIFICATE-----\n"}) {
    EXPECT_FALSE(CertificatesOfPem(pem).ok()) << pem;
  }
}

TEST(TimestampTokenTest, NobodyIsAskedForAPassPhrase) {
  std::string pem = TimestampAuthority().RootPem();
  pem.insert(pem.find('\n') + 1,
             "Proc-Type: 4,ENCRYPTED\n"
             "DEK-Info: AES-128-CBC,000102030405060708090A0B0C0D0E0F\n\n");
  testing::internal::CaptureStderr();
  EXPECT_FALSE(CertificatesOfPem(pem).ok());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

// Where a changed byte is not refused, it is one that nothing was signed of,
// and the token tells the same.
TEST(TimestampTokenTest, NoChangedByteTellsSomethingElse) {
  const TimestampAuthority authority;
  const std::string token = TokenFrom(authority);
  const auto trusted = Trusted(authority.RootPem());
  const auto sound = OpenTimestampToken(token, trusted);
  ASSERT_TRUE(sound.ok());
  size_t refused = 0;
  for (size_t at = 0; at < token.size(); ++at) {
    for (const int mask : {1, 16, 128, 255}) {
      std::string changed = token;
      changed[at] = static_cast<char>(changed[at] ^ mask);
      const auto opened = OpenTimestampToken(changed, trusted);
      if (!opened.ok() || !opened->trusted) {
        ++refused;
        continue;
      }
      EXPECT_EQ(opened->time, sound->time) << at;
      EXPECT_EQ(opened->imprint, sound->imprint) << at;
      EXPECT_EQ(opened->nonce, sound->nonce) << at;
      EXPECT_EQ(opened->certificate, sound->certificate) << at;
    }
  }
  EXPECT_GT(refused, 4 * token.size() * 9 / 10);
}

}  // namespace
}  // namespace attest
