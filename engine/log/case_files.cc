#include "engine/log/case_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/log/random_bytes.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kFormatPrefix = "attest case ";
constexpr absl::string_view kOriginPrefix = "origin ";
constexpr size_t kSmallFileBytes = size_t{64} << 10;
constexpr size_t kSecretBytes = 32;
constexpr uint32_t kPublic = 0644;
constexpr uint32_t kPrivate = 0600;

absl::StatusOr<std::string> ReadLine(const std::string& path) {
  ASSIGN_OR_RETURN(std::string text, ReadWholeFile(path, kSmallFileBytes));
  return std::string(absl::StripSuffix(text, "\n"));
}

absl::Status Damaged(const std::string& path, const absl::Status& status) {
  return absl::DataLossError(
      absl::StrCat(path, " is damaged: ", status.message()));
}

// Whoever reads a signing key can sign.
absl::Status CheckPrivate(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) return FileError(errno, "read", path);
  const auto mode = static_cast<uint32_t>(status.st_mode) & 0777;
  if ((mode & 077) == 0) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrCat(
      "the signing key ", path,
      " can be used by others than its owner: got mode ", absl::Dec(mode >> 6),
      absl::Dec(mode >> 3 & 7), absl::Dec(mode & 7),
      ", want 600; `chmod 600`, and if somebody may have read it, `attest "
      "rotate-key`"));
}

absl::Status WriteSecret(const CaseFiles& files, std::string secret,
                         const FileHook& hook) {
  if (secret.empty()) {
    ASSIGN_OR_RETURN(secret, RandomBytes(kSecretBytes));
  }
  return WriteNewFile(files.secret(), secret, kPrivate, hook);
}

absl::StatusOr<SigningKey> MakeKey(const std::string& path,
                                   const std::string& name,
                                   const FileHook& hook) {
  ASSIGN_OR_RETURN(SigningKey key, SigningKey::Generate(name));
  ASSIGN_OR_RETURN(const std::string encoded, key.Encode());
  // Under another name first: what a crash leaves is no half of a key.
  const std::string pending = path + ".attest-partial";
  std::error_code error;
  std::filesystem::remove(pending, error);
  RETURN_IF_ERROR(
      WriteNewFile(pending, absl::StrCat(encoded, "\n"), kPrivate, hook));
  RETURN_IF_ERROR(RenameFile(pending, path, hook));
  return key;
}

absl::StatusOr<SigningKey> ParseKeyFile(const std::string& path) {
  RETURN_IF_ERROR(CheckPrivate(path));
  ASSIGN_OR_RETURN(const std::string encoded, ReadLine(path));
  absl::StatusOr<SigningKey> key = SigningKey::Parse(encoded);
  if (!key.ok()) return Damaged(path, key.status());
  return key;
}

}  // namespace

std::string CaseState(const CaseFiles& files) {
  constexpr size_t kMostBytes = size_t{1} << 20;
  return absl::StrCat(
      ReadWholeFile(files.database() + "/CURRENT", kMostBytes).value_or(""),
      ReadWholeFile(files.head(), kMostBytes).value_or(""));
}

absl::Status MakeEmptyDirectory(const std::string& path, const FileHook& hook) {
  RETURN_IF_ERROR(MakeDirectory(path, hook));
  std::error_code error;
  const bool empty = std::filesystem::is_empty(path, error);
  if (error) return FileError(error.value(), "read", path);
  if (empty) {
    // It may have been there with other permissions.
    if (chmod(path.c_str(), 0700) == 0) return absl::OkStatus();
    return FileError(errno, "make private", path);
  }
  return absl::FailedPreconditionError(
      absl::StrCat("the directory ", path, " is not empty"));
}

absl::Status WriteFormat(const CaseFiles& files, const std::string& origin,
                         const FileHook& hook) {
  // Under another name first: a crash leaves no case, not a damaged one.
  const std::string pending = files.format() + ".new";
  RETURN_IF_ERROR(WriteNewFile(pending,
                               absl::StrCat(kFormatPrefix, kCaseFormat, "\n",
                                            kOriginPrefix, origin, "\n"),
                               kPublic, hook));
  return RenameFile(pending, files.format(), hook);
}

absl::StatusOr<std::string> ReadFormat(const CaseFiles& files) {
  const absl::StatusOr<std::string> content =
      ReadWholeFile(files.format(), kSmallFileBytes);
  if (absl::IsNotFound(content.status())) {
    return absl::NotFoundError(
        absl::StrCat("there is no case in ", files.directory()));
  }
  if (!content.ok()) return content.status();
  const std::vector<absl::string_view> lines = absl::StrSplit(*content, '\n');
  absl::string_view number = lines[0];
  int format = 0;
  if (!absl::ConsumePrefix(&number, kFormatPrefix) ||
      !absl::SimpleAtoi(number, &format) || format < 1) {
    return absl::DataLossError(absl::StrCat(files.format(),
                                            " is damaged: want \"",
                                            kFormatPrefix, kCaseFormat, "\""));
  }
  if (format > kCaseFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat("written by a newer attest (case format ", format,
                     ", this program knows ", kCaseFormat, ")"));
  }
  absl::string_view origin = lines.size() > 1 ? lines[1] : absl::string_view();
  if (!absl::ConsumePrefix(&origin, kOriginPrefix) || origin.empty()) {
    return absl::DataLossError(
        absl::StrCat(files.format(), " is damaged: it names no origin"));
  }
  return std::string(origin);
}

absl::StatusOr<SigningKey> WriteKey(const KeyFiles& files,
                                    const std::string& origin,
                                    const std::string& key_file,
                                    const FileHook& hook) {
  if (key_file.empty()) return MakeKey(files.inside, origin, hook);
  const std::string path = std::filesystem::absolute(key_file).string();
  absl::StatusOr<SigningKey> key = access(path.c_str(), F_OK) == 0
                                       ? ParseKeyFile(path)
                                       : MakeKey(path, origin, hook);
  if (!key.ok()) return key;
  RETURN_IF_ERROR(
      WriteNewFile(files.path, absl::StrCat(path, "\n"), kPublic, hook));
  return key;
}

absl::StatusOr<SigningKey> ReadKey(const KeyFiles& files) {
  const absl::StatusOr<std::string> outside = ReadLine(files.path);
  if (!outside.ok() && !absl::IsNotFound(outside.status())) {
    return outside.status();
  }
  // Not shown: a key may stand in the place of its path.
  if (outside.ok() && !absl::StartsWith(*outside, "/")) {
    return absl::DataLossError(absl::StrCat(
        files.path, " is damaged: it does not hold an absolute path"));
  }
  absl::StatusOr<SigningKey> key =
      ParseKeyFile(outside.ok() ? *outside : files.inside);
  if (!absl::IsNotFound(key.status())) return key;
  return absl::FailedPreconditionError(
      absl::StrCat("the signing key is not there: ", key.status().message()));
}

absl::Status WriteVerifierKey(const std::string& path, const VerifierKey& key,
                              const FileHook& hook) {
  return WriteNewFile(path, absl::StrCat(key.Encode(), "\n"), kPublic, hook);
}

absl::StatusOr<VerifierKey> ReadVerifierKeyFile(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string encoded, ReadLine(path));
  absl::StatusOr<VerifierKey> key = VerifierKey::Parse(encoded);
  if (!key.ok()) return Damaged(path, key.status());
  return key;
}

absl::StatusOr<SigningKey> WriteKeys(const CaseFiles& files,
                                     const std::string& origin,
                                     const std::string& key_file,
                                     const std::string& secret,
                                     const FileHook& hook) {
  absl::StatusOr<SigningKey> key =
      WriteKey({.inside = files.key(), .path = files.key_path()}, origin,
               key_file, hook);
  if (!key.ok()) return key;
  RETURN_IF_ERROR(WriteVerifierKey(files.verifier(), key->verifier(), hook));
  RETURN_IF_ERROR(WriteSecret(files, secret, hook));
  return key;
}

absl::StatusOr<SigningKey> ReadSigningKey(const CaseFiles& files) {
  return ReadKey({.inside = files.key(), .path = files.key_path()});
}

absl::StatusOr<VerifierKey> ReadVerifierKey(const CaseFiles& files) {
  absl::StatusOr<VerifierKey> key = ReadVerifierKeyFile(files.verifier());
  if (!absl::IsNotFound(key.status())) return key;
  return absl::DataLossError(key.status().message());
}

}  // namespace attest
