#include "engine/corroboration/checked_pages.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

#define XXH_INLINE_ALL  // NOLINT(cppcoreguidelines-macro-usage): its switch
#include <xxhash.h>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMagicBytes = 8;
constexpr size_t kBodyPagesOffset = 8;
constexpr size_t kTableChecksumOffset = 16;
constexpr size_t kCallerHeaderOffset = 24;
constexpr size_t kHeaderChecksumOffset = kCheckedPageBytes - sizeof(uint64_t);
// Pages are handed to the disk in pieces of about this size.
constexpr size_t kWriteBytes = size_t{1} << 20;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("pages: ", what));
}

absl::Status DiskError(absl::string_view what, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", what, " ", path, ": ",
                   std::generic_category().message(errno)));
}

uint64_t LoadNumber(const unsigned char* at) {
  uint64_t number = 0;
  std::memcpy(&number, at, sizeof(number));
  return number;
}

uint64_t TablePages(uint64_t body_pages) {
  constexpr uint64_t kPerPage = kCheckedPageBytes / sizeof(uint64_t);
  return (body_pages + kPerPage - 1) / kPerPage;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CheckedPages>> CheckedPages::Open(
    const std::string& path, absl::string_view magic) {
  // Non-blocking, since the name could stand for a FIFO.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    const absl::Status error = DiskError("open", path);
    return errno == ENOENT ? absl::NotFoundError(error.message()) : error;
  }
  const absl::Cleanup close_file = [fd] { close(fd); };
  struct stat status = {};
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    return Damaged("not a file");
  }
  const auto bytes = static_cast<uint64_t>(status.st_size);
  if (bytes < kCheckedPageBytes) return Damaged("shorter than its header");
  void* map = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED) {  // NOLINT(*-cstyle-cast): the macro's own
    return absl::UnavailableError("pages: cannot be mapped");
  }
  std::unique_ptr<CheckedPages> pages(
      new CheckedPages(static_cast<const unsigned char*>(map), bytes));
  RETURN_IF_ERROR(pages->CheckHeader(magic));
  return pages;
}

CheckedPages::~CheckedPages() {
  munmap(const_cast<unsigned char*>(map_), bytes_);
}

absl::Status CheckedPages::CheckHeader(absl::string_view magic) {
  assert(magic.size() == kMagicBytes);
  if (std::memcmp(map_, magic.data(), kMagicBytes) != 0) {
    return Damaged("of another format");
  }
  if (LoadNumber(map_ + kHeaderChecksumOffset) !=
      XXH3_64bits(map_, kHeaderChecksumOffset)) {
    return Damaged("header does not match its checksum");
  }
  body_pages_ = LoadNumber(map_ + kBodyPagesOffset);
  const uint64_t file_pages = bytes_ / kCheckedPageBytes;
  if (body_pages_ >= file_pages ||
      TablePages(body_pages_) >= file_pages - body_pages_) {
    return Damaged("cut short");
  }
  if (LoadNumber(map_ + kTableChecksumOffset) !=
      XXH3_64bits(map_ + kCheckedPageBytes + body_bytes(),
                  body_pages_ * sizeof(uint64_t))) {
    return Damaged("table does not match its checksum");
  }
  verified_ = std::make_unique<std::atomic<bool>[]>(body_pages_);
  return absl::OkStatus();
}

absl::string_view CheckedPages::header() const {
  return {reinterpret_cast<const char*>(map_ + kCallerHeaderOffset),
          kPageHeaderBytes};
}

uint64_t CheckedPages::tail_offset() const {
  return (1 + body_pages_ + TablePages(body_pages_)) * kCheckedPageBytes;
}

absl::string_view CheckedPages::tail() const {
  return {reinterpret_cast<const char*>(map_ + tail_offset()),
          bytes_ - tail_offset()};
}

absl::StatusOr<const unsigned char*> CheckedPages::Read(uint64_t offset,
                                                        uint64_t size) const {
  if (offset > body_bytes() || size > body_bytes() - offset) {
    return Damaged("place outside the file");
  }
  const uint64_t end =
      (offset + size + kCheckedPageBytes - 1) / kCheckedPageBytes;
  for (uint64_t page = offset / kCheckedPageBytes; page < end; ++page) {
    if (!CheckPage(page)) {
      return Damaged(
          absl::StrCat("page ", page, " does not match its checksum"));
    }
  }
  return map_ + kCheckedPageBytes + offset;
}

bool CheckedPages::CheckPage(uint64_t page) const {
  if (verified_[page].load(std::memory_order_acquire)) return true;
  const unsigned char* body = map_ + kCheckedPageBytes;
  if (XXH3_64bits(body + page * kCheckedPageBytes, kCheckedPageBytes) !=
      LoadNumber(body + body_bytes() + page * sizeof(uint64_t))) {
    return false;
  }
  verified_[page].store(true, std::memory_order_release);
  return true;
}

absl::StatusOr<std::unique_ptr<CheckedPagesWriter>> CheckedPagesWriter::Create(
    const std::string& path) {
  std::unique_ptr<CheckedPagesWriter> writer(new CheckedPagesWriter(path, -1));
  // One left behind by a crash is nobody's.
  unlink(writer->temporary_path_.c_str());
  writer->fd_ = open(writer->temporary_path_.c_str(),
                     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (writer->fd_ < 0) return writer->Failed("create");
  return writer;
}

CheckedPagesWriter::CheckedPagesWriter(std::string path, int fd)
    : path_(std::move(path)), temporary_path_(path_ + ".tmp"), fd_(fd) {}

CheckedPagesWriter::~CheckedPagesWriter() {
  if (fd_ < 0) return;
  close(fd_);
  unlink(temporary_path_.c_str());
}

absl::Status CheckedPagesWriter::Append(absl::string_view bytes) {
  RETURN_IF_ERROR(status_);
  pending_.append(bytes.data(), bytes.size());
  body_bytes_ += bytes.size();
  return pending_.size() < kWriteBytes ? absl::OkStatus() : WritePages();
}

absl::Status CheckedPagesWriter::FillPage() {
  const uint64_t over = body_bytes_ % kCheckedPageBytes;
  if (over == 0) return status_;
  return Append(std::string(kCheckedPageBytes - over, '\0'));
}

// Writes the whole pages of what is pending.
absl::Status CheckedPagesWriter::WritePages() {
  const size_t pages = pending_.size() / kCheckedPageBytes;
  for (size_t i = 0; i < pages; ++i) {
    table_.push_back(XXH3_64bits(pending_.data() + i * kCheckedPageBytes,
                                 kCheckedPageBytes));
  }
  const size_t bytes = pages * kCheckedPageBytes;
  RETURN_IF_ERROR(WriteAt(absl::string_view(pending_).substr(0, bytes),
                          kCheckedPageBytes + written_bytes_));
  written_bytes_ += bytes;
  pending_.erase(0, bytes);
  return absl::OkStatus();
}

absl::Status CheckedPagesWriter::WriteAt(absl::string_view bytes,
                                         uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written =
        pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Failed("write");
    offset += static_cast<uint64_t>(written);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status CheckedPagesWriter::Finish(absl::string_view magic,
                                        absl::string_view header) {
  assert(magic.size() == kMagicBytes && header.size() <= kPageHeaderBytes);
  if (fd_ < 0) return absl::FailedPreconditionError("pages: are finished");
  RETURN_IF_ERROR(FillPage());
  RETURN_IF_ERROR(WritePages());
  std::string table(TablePages(table_.size()) * kCheckedPageBytes, '\0');
  const size_t table_bytes = table_.size() * sizeof(uint64_t);
  if (table_bytes > 0) std::memcpy(table.data(), table_.data(), table_bytes);
  RETURN_IF_ERROR(WriteAt(table, kCheckedPageBytes + written_bytes_));

  std::string page(kCheckedPageBytes, '\0');
  const auto put = [&page](size_t at, uint64_t number) {
    std::memcpy(&page[at], &number, sizeof(number));
  };
  std::memcpy(page.data(), magic.data(), kMagicBytes);
  put(kBodyPagesOffset, table_.size());
  put(kTableChecksumOffset, XXH3_64bits(table.data(), table_bytes));
  std::memcpy(&page[kCallerHeaderOffset], header.data(), header.size());
  put(kHeaderChecksumOffset, XXH3_64bits(page.data(), kHeaderChecksumOffset));
  RETURN_IF_ERROR(WriteAt(page, 0));

  if (fsync(fd_) != 0) return Failed("sync");
  if (rename(temporary_path_.c_str(), path_.c_str()) != 0) {
    return Failed("rename");
  }
  close(fd_);
  fd_ = -1;
  return SyncFolderOf(path_);
}

absl::Status CheckedPagesWriter::Failed(absl::string_view what) {
  status_ = DiskError(what, temporary_path_);
  return status_;
}

absl::Status SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "."
                             : slash == 0               ? "/"
                                                        : path.substr(0, slash);
  const int fd = open(folder.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (fd < 0) return DiskError("open", folder);
  const bool synced = fsync(fd) == 0;
  close(fd);
  return synced ? absl::OkStatus() : DiskError("sync", folder);
}

}  // namespace attest
