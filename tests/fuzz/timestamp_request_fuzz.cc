// Requests that wait for a timestamp: whatever stands in the file of one, it is
// asked again with the same nonce or found damaged, and an answer is taken for
// nothing but the request and the head that it answers.

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/audit/key_history.h"
#include "engine/audit/timestamping.h"
#include "engine/log/event_log.h"
#include "engine/merkle/note_key.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/scratch_folder.h"
#include "tests/merkle/timestamp_authority.h"

namespace attest {
namespace {

constexpr char kOrigin[] = "example.org/case";
constexpr char kFolder[] = "case/timestamp_requests";
// 16 bytes, the first from 0x40 to 0x7F.
constexpr char kNonce[] = "41424344454647484950515253545556";

const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  return folder;
}

const SigningKey& Key() {
  static const SigningKey& key = *new SigningKey(
      SigningKey::FromSeed(kOrigin, std::string(32, 'k')).value());
  return key;
}

// A log without events, whose head is the same each time.
const EventLog& TheLog() {
  static const EventLog& log = *[] {
    const std::string key_file =
        Folder().Write("key", Key().Encode().value() + "\n");
    auto created = EventLog::Create(
        Folder().Path("case"), {.origin = kOrigin,
                                .key_file = key_file,
                                .secret = std::string(32, 's'),
                                .clock = [] { return absl::UnixEpoch(); }});
    Require(created.ok(), "a log is made");
    return created->release();
  }();
  return log;
}

std::string TheCase() { return Folder().Path("case"); }

const std::string& Note() {
  static const std::string& note = *new std::string(TheLog().head().note);
  return note;
}

std::string RequestFile() {
  return absl::StrCat(kFolder, "/", Sha256(Note()).ToHex());
}

std::string Waiting(absl::string_view nonce, absl::string_view note) {
  return absl::StrCat("nonce ", nonce, "\n", note);
}

// The nonce in a sound file, in hexadecimal; empty where it is not sound.
std::string NonceIn(absl::string_view file) {
  const std::string nonce(file.substr(std::min<size_t>(6, file.size()), 32));
  const bool is_number =
      nonce.size() == 32 && nonce[0] >= '4' && nonce[0] <= '7' &&
      nonce.find_first_not_of("0123456789abcdef") == std::string::npos;
  return is_number && file == Waiting(nonce, Note()) ? nonce : "";
}

// The authority's answer to the request with kNonce.
struct Answer {
  std::string reply;
  std::vector<std::string> trusted;

  Answer() {
    const TimestampAuthority authority;
    reply = authority.Answer(
        TimestampRequest(Sha256(Note()), absl::HexStringToBytes(kNonce))
            .value());
    trusted = CertificatesOfPem(authority.RootPem()).value();
  }
};
const Answer& TheAnswer() {
  static const Answer& answer = *new Answer;
  return answer;
}

absl::StatusOr<AcceptedTimestamp> Accept() {
  const std::vector<KeyPeriod> keys = {{.key = Key().verifier()}};
  return AcceptTimestamp(TheLog(), TheCase(), TheAnswer().reply, keys,
                         TheAnswer().trusted);
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TheLog();
  mkdir(Folder().Path(kFolder).c_str(), 0700);
  const std::string path = Folder().Write(RequestFile(), input);
  const std::string nonce = NonceIn(input);
  const absl::StatusOr<std::string> request =
      RequestTimestamp(TheLog(), TheCase());
  if (nonce.empty()) {
    Require(absl::IsDataLoss(request.status()), "a damaged request is damaged");
  } else {
    Require(request.ok() &&
                *request == TimestampRequest(Sha256(Note()),
                                             absl::HexStringToBytes(nonce))
                                .value(),
            "a request is asked again as it was");
  }
  const absl::StatusOr<AcceptedTimestamp> accepted = Accept();
  Require(accepted.ok() == (nonce == kNonce),
          "an answer is taken for its own request alone");
  if (!accepted.ok()) {
    Require(absl::IsDataLoss(accepted.status()),
            "a request that waits is seen");
    return;
  }
  Require(accepted->timestamp.checkpoint == Note() && accepted->token.trusted &&
              accepted->token.imprint == Sha256(Note()) &&
              accepted->request_file == path,
          "a timestamp is of the head that was asked for");
}

std::vector<std::string> FuzzSeeds() {
  std::string other_head = Note();
  other_head[other_head.size() / 2] ^= 1;
  // What asking for the first time leaves, with a nonce of its own.
  const std::string path = Folder().Path(RequestFile());
  Require(RequestTimestamp(TheLog(), TheCase()).ok() &&
              access(path.c_str(), F_OK) == 0,
          "a request is kept");
  return {Waiting(kNonce, Note()),
          Waiting("7fffffffffffffffffffffffffffffff", Note()),
          Waiting("40000000000000000000000000000000", Note()),
          Waiting("00000000000000000000000000000000", Note()),
          Waiting("ff424344454647484950515253545556", Note()),
          Waiting("4142434445464748495051525354555g", Note()),
          Waiting("4142434445464748495051525354555A", Note()),
          Waiting("41", Note()),
          Waiting(kNonce, other_head),
          Waiting(kNonce, ""),
          "nonce ",
          ""};
}

std::vector<std::string> FuzzWords() {
  return {"nonce ", "\n", kNonce, "41", "0", "F", "ff", std::string(1, '\0')};
}

}  // namespace attest
