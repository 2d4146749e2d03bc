// The answer of a test authority to a request over the SHA-256 of "head", at
// 1,700,000,000 seconds since 1970, and the root certificate that it leads to,
// both DER in base64. Made by tests/merkle/timestamp_authority.h: signatures
// differ each time, and inputs must not.

#ifndef ATTEST_TESTS_FUZZ_TIMESTAMP_SEED_H_
#define ATTEST_TESTS_FUZZ_TIMESTAMP_SEED_H_

namespace attest {

inline constexpr char kTimestampReply[] =
    "MIIDEjADAgEAMIIDCQYJKoZIhvcNAQcCoIIC+jCCAvYCAQMxDzANBglghkgBZQMEAgEFAD"
    "BqBgsqhkiG9w0BCRABBKBbBFkwVwIBAQYEKgMEATAxMA0GCWCGSAFlAwQCAQUABCCfLm0z"
    "o3F+6CY1OkBLpGGNGu62h5rXk2vOjtX0aBSSTQICEmcYDzIwMjMxMTE0MjIxMzIwWgIEQU"
    "JDRKCCAUMwggE/MIHmoAMCAQICAQIwCgYIKoZIzj0EAwIwHjEcMBoGA1UEAwwTVGVzdCBB"
    "dXRob3JpdHkgUm9vdDAeFw0yMDA5MTMxMjI2NDBaFw0zMDAzMTcxNzQ2NDBaMBkxFzAVBg"
    "NVBAMMDlRlc3QgQXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAErreWJjkb"
    "+sn7L7+JF6PceWiPFQ0fKBKQFdmvCxTtp6qjfEy5fQBUtraqdcaupJ1sqlFCEC8PzssQH2"
    "G3/2FnQaMaMBgwFgYDVR0lAQH/BAwwCgYIKwYBBQUHAwgwCgYIKoZIzj0EAwIDSAAwRQIh"
    "ALB6PvxXbpY3/GRDTFibKPTJLJ57kbDYVL9a8VB8PI4cAiB+/E0xNtUASobMLSVWs98A0K"
    "Co1RivBeMy0vV1Uqxo5jGCASswggEnAgEBMCMwHjEcMBoGA1UEAwwTVGVzdCBBdXRob3Jp"
    "dHkgUm9vdAIBAjANBglghkgBZQMEAgEFAKCBmDAaBgkqhkiG9w0BCQMxDQYLKoZIhvcNAQ"
    "kQAQQwHAYJKoZIhvcNAQkFMQ8XDTI2MTEyMTE1MjcwOVowKwYLKoZIhvcNAQkQAgwxHDAa"
    "MBgwFgQUs0bMIKRIgtnIMCyuubfeIYp/RM0wLwYJKoZIhvcNAQkEMSIEID9VmhRPWl0X00"
    "KTDhz+GFf4lsvhNiEG3xcI6K87yCT+MAoGCCqGSM49BAMCBEcwRQIhAIba5H1UmN6SOMV2"
    "Tygp/D9exWKPPJvXpFds6xcm7BajAiAn/ivI81tlHmfcPlBcgaV9CTgoMv3GtR08iY4YS0"
    "UIvA==";

inline constexpr char kTimestampRoot[] =
    "MIIBPjCB5KADAgECAgEBMAoGCCqGSM49BAMCMB4xHDAaBgNVBAMME1Rlc3QgQXV0aG9yaX"
    "R5IFJvb3QwHhcNMjAwOTEzMTIyNjQwWhcNMzAwMzE3MTc0NjQwWjAeMRwwGgYDVQQDDBNU"
    "ZXN0IEF1dGhvcml0eSBSb290MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7Jc+HI5R36"
    "CeowKTYv3nfXf+uwTMuX2MXQnNF+/vLZCVBH4JUK85GOPG5BMmQRKiXrs6nR9QMI6+axi+"
    "mXkQs6MTMBEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA+bh5lf0Vul"
    "IBxHtX+c1Lro06s3YwZibFHA/3rtNrhrMCIQCbC4AZ0FaVWecX9BXiV2+5fW39ERYjo9W2"
    "4E+qbTHkxg==";

}  // namespace attest

#endif  // ATTEST_TESTS_FUZZ_TIMESTAMP_SEED_H_
