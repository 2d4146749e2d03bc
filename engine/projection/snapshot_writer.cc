#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

#define XXH_INLINE_ALL  // NOLINT(cppcoreguidelines-macro-usage): its switch
#include <xxhash.h>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "engine/projection/snapshot_file.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using snapshot_layout::Entry;
using snapshot_layout::EntryOffset;
using snapshot_layout::Header;
using snapshot_layout::kAlignment;
using snapshot_layout::kChecksumOffset;
using snapshot_layout::kHeaderBytes;
using snapshot_layout::kMagic;

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Makes the rename in `folder` durable.
bool SyncFolder(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (fd < 0) return false;
  const bool synced = fsync(fd) == 0;
  close(fd);
  return synced;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SnapshotWriter>> SnapshotWriter::Create(
    const std::string& path, const SnapshotIdentity& identity) {
  std::unique_ptr<SnapshotWriter> writer(
      new SnapshotWriter(path, -1, identity));
  // One left behind by a crash is nobody's.
  unlink(writer->temporary_path_.c_str());
  writer->fd_ = open(writer->temporary_path_.c_str(),
                     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (writer->fd_ < 0) return writer->Failed("create");
  return writer;
}

SnapshotWriter::SnapshotWriter(std::string path, int fd,
                               const SnapshotIdentity& identity)
    : path_(std::move(path)),
      temporary_path_(path_ + ".tmp"),
      fd_(fd),
      offset_(kHeaderBytes),
      header_(kHeaderBytes, '\0') {
  Header header = {};
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  header.layout = identity.layout;
  header.applied_through = identity.applied_through;
  std::memcpy(header.root_hash, identity.root_hash.data(),
              identity.root_hash.size());
  std::memcpy(header_.data(), &header, sizeof(header));
}

SnapshotWriter::~SnapshotWriter() {
  if (fd_ < 0) return;
  close(fd_);
  unlink(temporary_path_.c_str());
}

absl::Status SnapshotWriter::AddBytes(uint32_t id, size_t element_bytes,
                                      std::array<absl::string_view, 2> parts) {
  RETURN_IF_ERROR(status_);
  if (sections_ > 0 && id <= last_id_) {
    return absl::InvalidArgumentError("snapshot: sections must rise");
  }
  if (sections_ >= kMaxSections) {
    return absl::InvalidArgumentError("snapshot: too many sections");
  }
  offset_ = (offset_ + kAlignment - 1) / kAlignment * kAlignment;
  Entry entry = {};
  entry.id = id;
  entry.element_bytes = static_cast<uint32_t>(element_bytes);
  entry.offset = offset_;
  XXH3_state_t state;
  XXH3_64bits_reset(&state);
  for (const absl::string_view part : parts) {
    XXH3_64bits_update(&state, part.data(), part.size());
    RETURN_IF_ERROR(Write(part));
  }
  entry.count = (offset_ - entry.offset) / element_bytes;
  entry.checksum = XXH3_64bits_digest(&state);
  std::memcpy(header_.data() + EntryOffset(sections_), &entry, sizeof(entry));
  ++sections_;
  last_id_ = id;
  return absl::OkStatus();
}

absl::Status SnapshotWriter::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset_));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Failed("write");
    offset_ += static_cast<uint64_t>(written);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status SnapshotWriter::WriteHeader() {
  Header header = {};
  std::memcpy(&header, header_.data(), sizeof(header));
  header.sections = sections_;
  header.file_bytes = offset_;
  std::memcpy(header_.data(), &header, sizeof(header));
  const uint64_t checksum = XXH3_64bits(header_.data(), kChecksumOffset);
  std::memcpy(header_.data() + kChecksumOffset, &checksum, sizeof(checksum));
  // A last section without elements may begin past what was written.
  if (ftruncate(fd_, static_cast<off_t>(offset_)) != 0) return Failed("extend");
  offset_ = 0;
  return Write(header_);
}

absl::Status SnapshotWriter::Finish() {
  RETURN_IF_ERROR(status_);
  if (fd_ < 0) return absl::FailedPreconditionError("snapshot: is finished");
  RETURN_IF_ERROR(WriteHeader());
  if (fsync(fd_) != 0) return Failed("sync");
  if (rename(temporary_path_.c_str(), path_.c_str()) != 0) {
    return Failed("rename");
  }
  close(fd_);
  fd_ = -1;
  if (!SyncFolder(FolderOf(path_))) return Failed("sync the folder of");
  return absl::OkStatus();
}

absl::Status SnapshotWriter::Failed(absl::string_view what) {
  status_ = absl::UnavailableError(
      absl::StrCat("cannot ", what, " snapshot ", path_, ": ",
                   std::generic_category().message(errno)));
  return status_;
}

}  // namespace attest
