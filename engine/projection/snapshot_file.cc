#include "engine/projection/snapshot_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#define XXH_INLINE_ALL  // NOLINT(cppcoreguidelines-macro-usage): its switch
#include <xxhash.h>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using snapshot_layout::EntryOffset;
using snapshot_layout::Header;
using snapshot_layout::kAlignment;
using snapshot_layout::kChecksumOffset;
using snapshot_layout::kHeaderBytes;
using snapshot_layout::kMagic;

// Checksum and check take turns on pieces that stay in the cache.
constexpr size_t kPieceBytes = size_t{64} << 10;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("snapshot: ", what));
}

absl::Status DamagedSection(uint32_t id, absl::string_view what) {
  return Damaged(absl::StrCat("section ", id, ": ", what));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SnapshotFile>> SnapshotFile::Open(
    const std::string& path, uint32_t layout) {
  // Non-blocking, since the name could stand for a FIFO.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    const std::string message = absl::StrCat(
        "snapshot ", path, ": ", std::generic_category().message(errno));
    return errno == ENOENT ? absl::NotFoundError(message)
                           : absl::UnavailableError(message);
  }
  const absl::Cleanup close_file = [fd] { close(fd); };
  struct stat status = {};
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    return Damaged("not a file");
  }
  const auto bytes = static_cast<uint64_t>(status.st_size);
  if (bytes < kHeaderBytes) return Damaged("shorter than its header");
  void* map = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED) {  // NOLINT(*-cstyle-cast): the macro's own
    return absl::UnavailableError("snapshot: cannot be mapped");
  }
  std::unique_ptr<SnapshotFile> file(
      new SnapshotFile(static_cast<const unsigned char*>(map), bytes));
  RETURN_IF_ERROR(file->ReadHeader(layout));
  return file;
}

SnapshotFile::~SnapshotFile() {
  munmap(const_cast<unsigned char*>(map_), bytes_);
}

absl::Status SnapshotFile::ReadHeader(uint32_t layout) {
  Header header = {};
  std::memcpy(&header, map_, sizeof(header));
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) {
    return Damaged("not a snapshot of this format");
  }
  uint64_t checksum = 0;
  std::memcpy(&checksum, map_ + kChecksumOffset, sizeof(checksum));
  if (checksum != XXH3_64bits(map_, kChecksumOffset)) {
    return Damaged("header does not match its checksum");
  }
  if (header.layout != layout) return Damaged("of another version");
  if (header.file_bytes != bytes_) return Damaged("not of its full length");
  if (header.sections > kMaxSections) return Damaged("too many sections");
  entries_.resize(header.sections);
  if (!entries_.empty()) {
    std::memcpy(entries_.data(), map_ + EntryOffset(0),
                entries_.size() * sizeof(Entry));
  }
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (i > 0 && entries_[i - 1].id >= entries_[i].id) {
      return Damaged("sections out of order");
    }
    if (!Fits(entries_[i])) return DamagedSection(entries_[i].id, "misplaced");
  }
  identity_.layout = header.layout;
  identity_.applied_through = header.applied_through;
  std::memcpy(identity_.root_hash.data(), header.root_hash,
              identity_.root_hash.size());
  return absl::OkStatus();
}

bool SnapshotFile::Fits(const Entry& entry) const {
  return entry.element_bytes > 0 && entry.offset % kAlignment == 0 &&
         entry.offset >= kHeaderBytes && entry.offset <= bytes_ &&
         entry.count <= (bytes_ - entry.offset) / entry.element_bytes;
}

const SnapshotFile::Entry* SnapshotFile::Lookup(uint32_t id) const {
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), id,
      [](const Entry& entry, uint32_t wanted) { return entry.id < wanted; });
  return found != entries_.end() && found->id == id ? &*found : nullptr;
}

absl::StatusOr<const SnapshotFile::Entry*> SnapshotFile::Find(
    uint32_t id, size_t element_bytes) const {
  const Entry* entry = Lookup(id);
  if (entry == nullptr) return DamagedSection(id, "missing");
  if (entry->element_bytes != element_bytes) {
    return DamagedSection(id, "elements of another size");
  }
  return entry;
}

absl::StatusOr<const SnapshotFile::Entry*> SnapshotFile::Checked(
    uint32_t id, size_t element_bytes, PieceCheck check, bool has_check) const {
  ASSIGN_OR_RETURN(const Entry* entry, Find(id, element_bytes));
  RETURN_IF_ERROR(ReadThrough(*entry, check, has_check));
  return entry;
}

absl::Status SnapshotFile::ReadThrough(const Entry& entry, PieceCheck check,
                                       bool has_check) const {
  std::atomic<bool>& verified =
      verified_[static_cast<size_t>(&entry - entries_.data())];
  const bool has_sum = !verified.load(std::memory_order_acquire);
  if (!has_sum && !has_check) return absl::OkStatus();
  XXH3_state_t state;
  XXH3_64bits_reset(&state);
  const size_t step = std::max<size_t>(kPieceBytes / entry.element_bytes, 1);
  bool sound = true;
  for (uint64_t i = 0; i < entry.count; i += step) {
    const size_t elements = std::min<uint64_t>(step, entry.count - i);
    const unsigned char* piece = map_ + entry.offset + i * entry.element_bytes;
    if (has_sum) {
      XXH3_64bits_update(&state, piece, elements * entry.element_bytes);
    }
    if (has_check) sound &= check(piece, elements);
  }
  if (has_sum) {
    if (XXH3_64bits_digest(&state) != entry.checksum) {
      return DamagedSection(entry.id, "does not match its checksum");
    }
    verified.store(true, std::memory_order_release);
  }
  if (!sound) return DamagedSection(entry.id, "refused: value out of range");
  return absl::OkStatus();
}

absl::Status SnapshotFile::VerifyAll() const {
  for (const Entry& entry : entries_) {
    RETURN_IF_ERROR(ReadThrough(
        entry, [](const unsigned char*, size_t) { return true; }, false));
  }
  return absl::OkStatus();
}

}  // namespace attest
