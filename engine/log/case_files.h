// Where things lie in a case's directory: see schema/FORMAT.md.

#ifndef ATTEST_ENGINE_LOG_CASE_FILES_H_
#define ATTEST_ENGINE_LOG_CASE_FILES_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/durable_file.h"
#include "engine/merkle/note_key.h"

namespace attest {

// The version of the directory's layout and of the database's keys.
inline constexpr int kCaseFormat = 1;

class CaseFiles {
 public:
  explicit CaseFiles(std::string directory)
      : directory_(std::move(directory)) {}

  [[nodiscard]] const std::string& directory() const { return directory_; }
  [[nodiscard]] std::string format() const { return directory_ + "/FORMAT"; }
  [[nodiscard]] std::string database() const { return directory_ + "/db"; }
  [[nodiscard]] std::string bulk() const { return directory_ + "/bulk"; }
  [[nodiscard]] std::string salvage() const { return directory_ + "/salvage"; }
  [[nodiscard]] std::string head() const { return directory_ + "/head"; }
  [[nodiscard]] std::string key() const { return directory_ + "/key"; }
  [[nodiscard]] std::string key_path() const {
    return directory_ + "/key_path";
  }
  [[nodiscard]] std::string verifier() const {
    return directory_ + "/verifier.pub";
  }
  [[nodiscard]] std::string secret() const { return directory_ + "/secret"; }
  [[nodiscard]] std::string lock() const { return directory_ + "/lock"; }
  [[nodiscard]] std::string contents() const {
    return directory_ + "/contents";
  }
  // What a redaction under way has still to take out.
  [[nodiscard]] std::string redaction() const {
    return directory_ + "/redaction";
  }
  [[nodiscard]] std::string handed_out() const {
    return directory_ + "/handed_out.jsonl";
  }

 private:
  std::string directory_;
};

// The files beside the record that are made from it, and can be made again;
// another of such a name with a dot behind it is one that was not finished.
inline constexpr absl::string_view kDerivedFiles[] = {
    "projection", "fingerprints", "figures"};

// Changes with every writer that opens the case, and with every write; nothing
// in it means anything else.
std::string CaseState(const CaseFiles& files);

// Makes the directory, unless it is there and empty, for its owner alone;
// FailedPrecondition when it holds something.
absl::Status MakeEmptyDirectory(const std::string& path, const FileHook& hook);

// Writes FORMAT, the last of a new case's files: without it there is no case.
absl::Status WriteFormat(const CaseFiles& files, const std::string& origin,
                         const FileHook& hook);

// Returns the log's origin. NotFound when there is no case; FailedPrecondition
// when its format is newer than this program, DataLoss when FORMAT cannot be
// understood.
absl::StatusOr<std::string> ReadFormat(const CaseFiles& files);

// Writes the key, its public half and the secret, a new one if `secret` is
// empty. The key is taken from `key_file` if there is one there, and else made
// under the name `origin` and written there, or into the case if `key_file` is
// empty.
absl::StatusOr<SigningKey> WriteKeys(const CaseFiles& files,
                                     const std::string& origin,
                                     const std::string& key_file,
                                     const std::string& secret,
                                     const FileHook& hook);

// Where a signing key lies: in the file `inside` or, where there is a file
// `path`, in the one outside the case that it names.
struct KeyFiles {
  std::string inside;
  std::string path;
};

// Writes a key as WriteKeys does, alone.
absl::StatusOr<SigningKey> WriteKey(const KeyFiles& files,
                                    const std::string& origin,
                                    const std::string& key_file,
                                    const FileHook& hook);

// FailedPrecondition when the key is not there; PermissionDenied when others
// than its owner can read it; DataLoss when it, or the path to it, is none.
absl::StatusOr<SigningKey> ReadKey(const KeyFiles& files);

absl::Status WriteVerifierKey(const std::string& path, const VerifierKey& key,
                              const FileHook& hook);

// NotFound when there is no such file.
absl::StatusOr<VerifierKey> ReadVerifierKeyFile(const std::string& path);

// The key of the case. Errors: those of ReadKey.
absl::StatusOr<SigningKey> ReadSigningKey(const CaseFiles& files);

absl::StatusOr<VerifierKey> ReadVerifierKey(const CaseFiles& files);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_CASE_FILES_H_
