#include "engine/log/case_files.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <vector>

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

absl::Status WriteSecret(const CaseFiles& files, const FileHook& hook) {
  ASSIGN_OR_RETURN(const std::string secret, RandomBytes(32));
  return WriteNewFile(files.secret(), secret, kPrivate, hook);
}

absl::StatusOr<SigningKey> MakeKey(const std::string& path,
                                   const std::string& name,
                                   const FileHook& hook) {
  ASSIGN_OR_RETURN(SigningKey key, SigningKey::Generate(name));
  ASSIGN_OR_RETURN(const std::string encoded, key.Encode());
  RETURN_IF_ERROR(
      WriteNewFile(path, absl::StrCat(encoded, "\n"), kPrivate, hook));
  return key;
}

absl::StatusOr<SigningKey> ParseKeyFile(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string encoded, ReadLine(path));
  absl::StatusOr<SigningKey> key = SigningKey::Parse(encoded);
  if (!key.ok()) return Damaged(path, key.status());
  return key;
}

}  // namespace

absl::Status MakeEmptyDirectory(const std::string& path, const FileHook& hook) {
  RETURN_IF_ERROR(MakeDirectory(path, hook));
  std::error_code error;
  const bool empty = std::filesystem::is_empty(path, error);
  if (error) return FileError(error.value(), "read", path);
  if (empty) return absl::OkStatus();
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

absl::StatusOr<SigningKey> WriteKeys(const CaseFiles& files,
                                     const std::string& origin,
                                     const std::string& key_file,
                                     const FileHook& hook) {
  const bool outside = !key_file.empty();
  const std::string path =
      outside ? std::filesystem::absolute(key_file).string() : files.key();
  absl::StatusOr<SigningKey> key = outside && access(path.c_str(), F_OK) == 0
                                       ? ParseKeyFile(path)
                                       : MakeKey(path, origin, hook);
  if (!key.ok()) return key;
  if (outside) {
    RETURN_IF_ERROR(WriteNewFile(files.key_path(), absl::StrCat(path, "\n"),
                                 kPublic, hook));
  }
  RETURN_IF_ERROR(WriteNewFile(files.verifier(),
                               absl::StrCat(key->verifier().Encode(), "\n"),
                               kPublic, hook));
  RETURN_IF_ERROR(WriteSecret(files, hook));
  return key;
}

absl::StatusOr<SigningKey> ReadSigningKey(const CaseFiles& files) {
  const absl::StatusOr<std::string> outside = ReadLine(files.key_path());
  if (!outside.ok() && !absl::IsNotFound(outside.status())) {
    return outside.status();
  }
  absl::StatusOr<SigningKey> key =
      ParseKeyFile(outside.ok() ? *outside : files.key());
  if (!absl::IsNotFound(key.status())) return key;
  return absl::FailedPreconditionError(
      absl::StrCat("the signing key is not there: ", key.status().message()));
}

absl::StatusOr<VerifierKey> ReadVerifierKey(const CaseFiles& files) {
  const absl::StatusOr<std::string> encoded = ReadLine(files.verifier());
  if (absl::IsNotFound(encoded.status())) {
    return absl::DataLossError(encoded.status().message());
  }
  if (!encoded.ok()) return encoded.status();
  absl::StatusOr<VerifierKey> key = VerifierKey::Parse(*encoded);
  if (!key.ok()) return Damaged(files.verifier(), key.status());
  return key;
}

}  // namespace attest
