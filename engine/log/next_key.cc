#include "engine/log/next_key.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

std::string NextKeyFile(const CaseFiles& files) {
  return files.key() + ".next";
}
std::string NextKeyPath(const CaseFiles& files) {
  return files.key_path() + ".next";
}
std::string NextVerifier(const CaseFiles& files) {
  return files.directory() + "/verifier.next";
}

std::string PartialVerifier(const CaseFiles& files) {
  return NextVerifier(files) + ".partial";
}

bool IsThere(const std::string& path) {
  return access(path.c_str(), F_OK) == 0;
}

absl::Status RemoveIfThere(const std::string& path, const FileHook& hook) {
  return IsThere(path) ? RemoveFile(path, hook) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<SigningKey> WriteNextKey(const CaseFiles& files,
                                        const std::string& origin,
                                        const std::string& key_file,
                                        const FileHook& hook) {
  ASSIGN_OR_RETURN(SigningKey key, WriteKey({.inside = NextKeyFile(files),
                                             .path = NextKeyPath(files)},
                                            origin, key_file, hook));
  // Its name says that the next key is whole.
  RETURN_IF_ERROR(
      WriteVerifierKey(PartialVerifier(files), key.verifier(), hook));
  RETURN_IF_ERROR(
      RenameFile(PartialVerifier(files), NextVerifier(files), hook));
  return key;
}

absl::StatusOr<std::optional<VerifierKey>> ReadNextVerifierKey(
    const CaseFiles& files) {
  const absl::StatusOr<VerifierKey> key =
      ReadVerifierKeyFile(NextVerifier(files));
  if (absl::IsNotFound(key.status())) return std::optional<VerifierKey>();
  if (!key.ok()) return key.status();
  return std::optional<VerifierKey>(*key);
}

absl::StatusOr<SigningKey> ReadNextSigningKey(const CaseFiles& files,
                                              const VerifierKey& next) {
  // Where it was adopted in part, it is the key of the case already.
  absl::StatusOr<SigningKey> key =
      ReadKey({.inside = NextKeyFile(files), .path = NextKeyPath(files)});
  if (absl::IsFailedPrecondition(key.status())) key = ReadSigningKey(files);
  if (!key.ok() || key->verifier() == next) return key;
  return absl::FailedPreconditionError(
      absl::StrCat("the key that the log was handed to is not there: got ",
                   key->verifier().Encode(), ", want ", next.Encode()));
}

absl::Status AdoptNextKey(const CaseFiles& files, const FileHook& hook) {
  if (IsThere(NextKeyFile(files))) {
    RETURN_IF_ERROR(RemoveIfThere(files.key_path(), hook));
    RETURN_IF_ERROR(RenameFile(NextKeyFile(files), files.key(), hook));
  } else if (IsThere(NextKeyPath(files))) {
    RETURN_IF_ERROR(RemoveIfThere(files.key(), hook));
    RETURN_IF_ERROR(RenameFile(NextKeyPath(files), files.key_path(), hook));
  }
  return RenameFile(NextVerifier(files), files.verifier(), hook);
}

absl::Status DropNextKey(const CaseFiles& files, const FileHook& hook) {
  RETURN_IF_ERROR(RemoveIfThere(NextVerifier(files), hook));
  RETURN_IF_ERROR(RemoveIfThere(PartialVerifier(files), hook));
  RETURN_IF_ERROR(RemoveIfThere(NextKeyPath(files), hook));
  return RemoveIfThere(NextKeyFile(files), hook);
}

absl::StatusOr<KeyedHead> ReadKeyedHead(const CaseFiles& files,
                                        const std::string& origin) {
  ASSIGN_OR_RETURN(VerifierKey key, ReadVerifierKey(files));
  absl::StatusOr<HeadSlots> slots = ReadHead(files.head(), origin, key);
  const bool one_is_not_the_keys =
      slots.ok() ? slots->copy_damaged : absl::IsDataLoss(slots.status());
  if (one_is_not_the_keys) {
    ASSIGN_OR_RETURN(std::optional<VerifierKey> next,
                     ReadNextVerifierKey(files));
    if (next) {
      absl::StatusOr<HeadSlots> by_next = ReadHead(files.head(), origin, *next);
      if (by_next.ok()) {
        // One slot by either key: both are sound, and the next key's is newer.
        if (slots.ok()) by_next->copy_damaged = false;
        slots = std::move(by_next);
        key = *std::move(next);
      }
    }
  }
  if (!slots.ok()) return slots.status();
  return KeyedHead{.slots = *std::move(slots), .key = std::move(key)};
}

}  // namespace attest
