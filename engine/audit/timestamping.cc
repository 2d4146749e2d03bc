#include "engine/audit/timestamping.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/log/durable_file.h"
#include "engine/log/random_bytes.h"
#include "engine/log/signed_events.h"
#include "engine/merkle/hash.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kNonceBytes = 16;
constexpr size_t kMaxRequestFileBytes = size_t{64} << 10;
constexpr uint32_t kPrivate = 0600;
constexpr absl::string_view kNonce = "nonce ";

// What waits for an answer: a line with the nonce, then the signed head.
struct Pending {
  std::string nonce;
  std::string checkpoint;
};

std::string FolderOf(const std::string& directory) {
  return absl::StrCat(directory, "/timestamp_requests");
}

std::string FileOf(const std::string& directory, const Hash& imprint) {
  return absl::StrCat(FolderOf(directory), "/", imprint.ToHex());
}

// Is it what NewNonce gives? A positive number of as many bytes.
bool IsNonce(absl::string_view nonce) {
  return nonce.size() == kNonceBytes && (nonce[0] & 0xC0) == 0x40;
}

absl::StatusOr<Pending> ReadPending(const std::string& path,
                                    const Hash& imprint) {
  ASSIGN_OR_RETURN(const std::string text,
                   ReadWholeFile(path, kMaxRequestFileBytes));
  absl::string_view rest = text;
  const size_t end = rest.find('\n');
  absl::string_view line = rest.substr(0, end);
  const bool is_whole =
      end != absl::string_view::npos && absl::ConsumePrefix(&line, kNonce);
  // Characters that are no digits are read as zeros.
  const std::string nonce =
      is_whole && line.size() % 2 == 0 ? absl::HexStringToBytes(line) : "";
  if (!IsNonce(nonce) || absl::BytesToHexString(nonce) != line) {
    return absl::DataLossError(
        absl::StrCat(path, " is damaged: its first line holds no nonce"));
  }
  Pending pending = {.nonce = nonce,
                     .checkpoint = std::string(rest.substr(end + 1))};
  if (Sha256(pending.checkpoint) == imprint) return pending;
  return absl::DataLossError(
      absl::StrCat(path, " is damaged: it does not hold the head it names"));
}

absl::StatusOr<std::string> NewNonce() {
  ASSIGN_OR_RETURN(std::string nonce, RandomBytes(kNonceBytes));
  nonce[0] = static_cast<char>((nonce[0] & 0x3F) | 0x40);
  return nonce;
}

absl::StatusOr<Pending> MakePending(const std::string& directory,
                                    const Hash& imprint,
                                    const std::string& checkpoint) {
  const std::string path = FileOf(directory, imprint);
  absl::StatusOr<Pending> waiting = ReadPending(path, imprint);
  if (!absl::IsNotFound(waiting.status())) return waiting;
  Pending pending = {.nonce = "", .checkpoint = checkpoint};
  ASSIGN_OR_RETURN(pending.nonce, NewNonce());
  RETURN_IF_ERROR(MakeDirectory(FolderOf(directory)));
  ASSIGN_OR_RETURN(const std::string unique, RandomHex(8));
  const std::string partial = absl::StrCat(path, ".", unique);
  RETURN_IF_ERROR(
      WriteNewFile(partial,
                   absl::StrCat(kNonce, absl::BytesToHexString(pending.nonce),
                                "\n", checkpoint),
                   kPrivate));
  RETURN_IF_ERROR(RenameFile(partial, path));
  return pending;
}

}  // namespace

absl::StatusOr<std::string> RequestTimestamp(const EventLog& log,
                                             const std::string& directory) {
  const Head head = log.head();
  if (head.note.empty()) {
    return absl::DataLossError(
        "the newest signed head is damaged; the next event that is added "
        "signs a new one");
  }
  const Hash imprint = Sha256(head.note);
  ASSIGN_OR_RETURN(const Pending pending,
                   MakePending(directory, imprint, head.note));
  return TimestampRequest(imprint, pending.nonce);
}

absl::StatusOr<AcceptedTimestamp> AcceptTimestamp(
    const EventLog& log, const std::string& directory, absl::string_view reply,
    absl::Span<const KeyPeriod> keys, absl::Span<const std::string> trusted) {
  AcceptedTimestamp accepted;
  Timestamp& timestamp = accepted.timestamp;
  ASSIGN_OR_RETURN(timestamp.token, TokenOfReply(reply));
  ASSIGN_OR_RETURN(const TimestampToken opened,
                   OpenTimestampToken(timestamp.token, trusted));
  accepted.request_file = FileOf(directory, opened.imprint);
  absl::StatusOr<Pending> pending =
      ReadPending(accepted.request_file, opened.imprint);
  if (absl::IsNotFound(pending.status())) {
    return absl::InvalidArgumentError(
        "no request of this case waits for this timestamp");
  }
  if (!pending.ok()) return pending.status();
  if (opened.nonce != pending->nonce) {
    return absl::DataLossError(
        "the timestamp answers another request: it has not its nonce");
  }
  timestamp.checkpoint = std::move(pending->checkpoint);
  std::vector<VerifierKey> known;
  for (const KeyPeriod& period : keys) known.push_back(period.key);
  ASSIGN_OR_RETURN(const Checkpoint checkpoint,
                   OpenCheckpoint(timestamp.checkpoint, known));
  timestamp.tree_size = checkpoint.tree_size;
  timestamp.root = checkpoint.root.bytes;
  ASSIGN_OR_RETURN(const Hash root, log.RootAt(timestamp.tree_size));
  if (root != checkpoint.root) {
    return absl::DataLossError("the head that was stamped is not of this log");
  }
  ASSIGN_OR_RETURN(accepted.token,
                   CheckTimestamp(timestamp, log.origin(), known, trusted));
  return accepted;
}

}  // namespace attest
