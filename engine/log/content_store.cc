#include "engine/log/content_store.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/log/random_bytes.h"
#include "engine/merkle/hash.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kPieceBytes = size_t{1} << 20;

std::string HexOf(const Content& content) {
  return Hash{content.sha256}.ToHex();
}

absl::Status TooLarge(uint64_t size, uint64_t limit) {
  return absl::ResourceExhaustedError(absl::StrCat(
      "a content is too large: got ", size, " bytes, want at most ", limit));
}

// The hash and size of a file's bytes.
absl::StatusOr<Content> HashFile(const std::string& path) {
  ASSIGN_OR_RETURN(const DurableFile file,
                   DurableFile::Open(path, DurableFile::Mode::kRead));
  Sha256Hasher hasher;
  Content content;
  while (true) {
    ASSIGN_OR_RETURN(const std::string piece,
                     file.ReadAt(content.size_bytes, kPieceBytes));
    if (piece.empty()) break;
    hasher.Update(piece);
    content.size_bytes += piece.size();
  }
  content.sha256 = hasher.Finish().bytes;
  return content;
}

absl::Status Compare(const Content& got, const Content& want) {
  if (got == want) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("stored content does not match its name: got ", HexOf(got),
                   ", ", got.size_bytes, " bytes, want ", HexOf(want), ", ",
                   want.size_bytes, " bytes"));
}

absl::Status WrongSize(const Content& content, uint64_t size) {
  return absl::DataLossError(
      absl::StrCat("stored content does not match its name: ", HexOf(content),
                   " has ", size, " bytes, want ", content.size_bytes));
}

// Whoever asks has the hash from an event: what is not there has been lost.
absl::Status MissingIsLost(const absl::Status& status) {
  if (!absl::IsNotFound(status)) return status;
  return absl::DataLossError(
      absl::StrCat("a stored content is missing: ", status.message()));
}

std::string FolderOf(const std::string& directory, int first_byte) {
  return absl::StrCat(directory, "/", absl::Hex(first_byte, absl::kZeroPad2));
}

// The contents that the names in a folder speak of, their sizes unknown.
absl::StatusOr<std::vector<Content>> NamesIn(const std::string& folder) {
  std::vector<Content> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end;
       !error && entry != end; entry.increment(error)) {
    const auto hash = Hash::FromHex(entry->path().filename().string());
    if (hash.ok()) names.push_back({.sha256 = hash->bytes});
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return FileError(error.value(), "read", folder);
  }
  std::sort(names.begin(), names.end(), [](const Content& a, const Content& b) {
    return a.sha256 < b.sha256;
  });
  return names;
}

}  // namespace

ContentStore::ContentStore(std::string directory, FileHook hook)
    : directory_(std::move(directory)), hook_(std::move(hook)) {}

std::string ContentStore::PathOf(const Content& content) const {
  const std::string hex = HexOf(content);
  return absl::StrCat(directory_, "/", hex.substr(0, 2), "/", hex);
}

std::string ContentStore::PendingDirectory() const {
  return absl::StrCat(directory_, "/pending");
}

absl::StatusOr<std::string> ContentStore::NewPendingPath() const {
  RETURN_IF_ERROR(MakeDirectory(directory_, hook_));
  RETURN_IF_ERROR(MakeDirectory(PendingDirectory(), hook_));
  ASSIGN_OR_RETURN(const std::string name, RandomHex(16));
  return absl::StrCat(PendingDirectory(), "/", name);
}

absl::StatusOr<Content> ContentStore::Put(absl::string_view bytes) const {
  const Content content = {.sha256 = Sha256(bytes).bytes,
                           .size_bytes = bytes.size()};
  if (Check(content).ok()) return content;
  bool given = false;
  return PutPieces([&]() -> absl::StatusOr<absl::string_view> {
    return std::exchange(given, true) ? absl::string_view() : bytes;
  });
}

absl::StatusOr<Content> ContentStore::PutFile(const std::string& path) const {
  ASSIGN_OR_RETURN(const DurableFile file,
                   DurableFile::Open(path, DurableFile::Mode::kRead));
  uint64_t offset = 0;
  std::string piece;
  return PutPieces([&]() -> absl::StatusOr<absl::string_view> {
    ASSIGN_OR_RETURN(piece, file.ReadAt(offset, kPieceBytes));
    offset += piece.size();
    return absl::string_view(piece);
  });
}

absl::StatusOr<Content> ContentStore::PutPieces(NextPiece next) const {
  ASSIGN_OR_RETURN(const std::string pending, NewPendingPath());
  auto store = [&]() -> absl::StatusOr<Content> {
    ASSIGN_OR_RETURN(
        DurableFile file,
        DurableFile::Open(pending, DurableFile::Mode::kCreate, hook_, 0600));
    Sha256Hasher hasher;
    Content content;
    while (true) {
      ASSIGN_OR_RETURN(const absl::string_view piece, next());
      if (piece.empty()) break;
      if (piece.size() > kMaxContentBytes - content.size_bytes) {
        return TooLarge(content.size_bytes + piece.size(), kMaxContentBytes);
      }
      hasher.Update(piece);
      RETURN_IF_ERROR(file.WriteAt(content.size_bytes, piece));
      content.size_bytes += piece.size();
    }
    content.sha256 = hasher.Finish().bytes;
    RETURN_IF_ERROR(file.Sync());
    RETURN_IF_ERROR(Keep(pending, content));
    return content;
  };
  absl::StatusOr<Content> stored = store();
  // Renamed away unless the content was there before or something failed.
  RemoveFile(pending, {}).IgnoreError();
  return stored;
}

absl::Status ContentStore::Keep(const std::string& pending,
                                const Content& content) const {
  if (Check(content).ok()) return absl::OkStatus();
  const std::string path = PathOf(content);
  RETURN_IF_ERROR(MakeDirectory(path.substr(0, path.rfind('/')), hook_));
  return RenameFile(pending, path, hook_);
}

absl::Status ContentStore::Check(const Content& content) const {
  const std::string path = PathOf(content);
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) {
    return MissingIsLost(FileError(errno, "read", path));
  }
  const auto size = static_cast<uint64_t>(status.st_size);
  if (size != content.size_bytes) return WrongSize(content, size);
  ASSIGN_OR_RETURN(const Content got, HashFile(path));
  return Compare(got, content);
}

absl::StatusOr<std::string> ContentStore::Get(const Content& content,
                                              uint64_t limit) const {
  if (content.size_bytes > limit) return TooLarge(content.size_bytes, limit);
  const std::string path = PathOf(content);
  const absl::StatusOr<DurableFile> file =
      DurableFile::Open(path, DurableFile::Mode::kRead);
  if (!file.ok()) return MissingIsLost(file.status());
  // Before memory is asked for: the event may speak of more than is there.
  ASSIGN_OR_RETURN(const uint64_t size, file->Size());
  if (size != content.size_bytes) return WrongSize(content, size);
  ASSIGN_OR_RETURN(std::string bytes, file->ReadAt(0, size));
  RETURN_IF_ERROR(Compare(
      {.sha256 = Sha256(bytes).bytes, .size_bytes = bytes.size()}, content));
  return bytes;
}

absl::Status ContentStore::CheckAll(
    absl::FunctionRef<void(const Content&, const absl::Status&)> visit) const {
  for (int first_byte = 0; first_byte < 256; ++first_byte) {
    ASSIGN_OR_RETURN(std::vector<Content> names,
                     NamesIn(FolderOf(directory_, first_byte)));
    for (Content& name : names) {
      const absl::StatusOr<Content> got = HashFile(PathOf(name));
      if (!got.ok()) {
        visit(name, got.status());
        continue;
      }
      name.size_bytes = got->size_bytes;
      visit(name, Compare(*got, name));
    }
  }
  return absl::OkStatus();
}

absl::Status ContentStore::Remove(const Content& content) const {
  const std::string path = PathOf(content);
  const absl::Status removed = RemoveFile(path, hook_);
  if (!removed.ok() && !absl::IsNotFound(removed)) return removed;
  const absl::Status synced =
      SyncDirectory(path.substr(0, path.rfind('/')), hook_);
  return absl::IsNotFound(synced) ? absl::OkStatus() : synced;
}

absl::Status ContentStore::RemoveAllBut(
    const absl::flat_hash_set<Hash>& named) const {
  for (int first_byte = 0; first_byte < 256; ++first_byte) {
    ASSIGN_OR_RETURN(const std::vector<Content> stored,
                     NamesIn(FolderOf(directory_, first_byte)));
    for (const Content& content : stored) {
      if (named.contains(Hash{content.sha256})) continue;
      RETURN_IF_ERROR(Remove(content));
    }
  }
  return absl::OkStatus();
}

absl::Status ContentStore::Sweep() const {
  std::error_code error;
  std::vector<std::string> pending;
  for (std::filesystem::directory_iterator entry(PendingDirectory(), error),
       end;
       !error && entry != end; entry.increment(error)) {
    pending.push_back(entry->path().string());
  }
  for (const std::string& path : pending) {
    RETURN_IF_ERROR(RemoveFile(path, hook_));
  }
  // A folder in it that a killed process has made is not on the disk yet, and
  // would be taken for one that is.
  const absl::Status synced = SyncDirectory(directory_, hook_);
  return absl::IsNotFound(synced) ? absl::OkStatus() : synced;
}

}  // namespace attest
