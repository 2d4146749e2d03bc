// CheckedPages is a file of pages with a checksum each, mapped and checked page
// by page as they are read, so that a large file is opened and asked a little
// in microseconds. Behind the pages any bytes may follow, the *tail*, which is
// mapped but not checked here.
//
// Layout, little-endian, in pages of 4096 bytes: a header page, body pages, a
// table with the XXH3 of every body page, padded to whole pages.
//   0    magic             8 bytes, the caller's
//   8    u64 body_pages
//   16   u64 XXH3 of the table, without its padding
//   24   the caller's header, kPageHeaderBytes
//   4088 u64 XXH3 of bytes [0, 4088)
//
// Checksums catch damage, not forgery: whoever reads checks what the bytes say.
//
// Thread-safety: const methods run concurrently.
// Lifetime: what is read is valid while the CheckedPages lives. A file replaced
// by rename stays mapped; nobody may change or cut its pages in place.

#ifndef ATTEST_ENGINE_CORROBORATION_CHECKED_PAGES_H_
#define ATTEST_ENGINE_CORROBORATION_CHECKED_PAGES_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

inline constexpr size_t kCheckedPageBytes = 4096;
inline constexpr size_t kPageHeaderBytes = 256;

class CheckedPages {
 public:
  // Maps the file at `path` and checks its header and its table. NotFound when
  // there is none, Unavailable when it cannot be read, DataLoss when it does
  // not begin with `magic` or is damaged. O(pages), 8 bytes of each.
  static absl::StatusOr<std::unique_ptr<CheckedPages>> Open(
      const std::string& path, absl::string_view magic);

  ~CheckedPages();
  CheckedPages(const CheckedPages&) = delete;
  CheckedPages& operator=(const CheckedPages&) = delete;

  // The caller's header.
  [[nodiscard]] absl::string_view header() const;
  [[nodiscard]] uint64_t body_bytes() const {
    return body_pages_ * kCheckedPageBytes;
  }
  // Where the tail begins in the file.
  [[nodiscard]] uint64_t tail_offset() const;
  [[nodiscard]] absl::string_view tail() const;

  // The bytes [offset, offset + size) of the body. DataLoss when they do not
  // lie in it or a page of them does not match its checksum.
  [[nodiscard]] absl::StatusOr<const unsigned char*> Read(uint64_t offset,
                                                          uint64_t size) const;

 private:
  CheckedPages(const unsigned char* map, uint64_t bytes)
      : map_(map), bytes_(bytes) {}
  absl::Status CheckHeader(absl::string_view magic);
  [[nodiscard]] bool CheckPage(uint64_t page) const;

  const unsigned char* map_;
  uint64_t bytes_;
  uint64_t body_pages_ = 0;
  // By page: it was found right. Two threads may both find it so.
  mutable std::unique_ptr<std::atomic<bool>[]> verified_;
};

// Writes such a file beside its place and moves it there when it is whole and
// durable. Until Finish() succeeds, what was there stays; a writer dropped
// before leaves no file behind.
//
// Errors: Unavailable when the disk fails, and then at every later call.
class CheckedPagesWriter {
 public:
  // Begins the file `path`.tmp, readable by the owner alone.
  // Requires: one writer at a time for a path.
  static absl::StatusOr<std::unique_ptr<CheckedPagesWriter>> Create(
      const std::string& path);

  ~CheckedPagesWriter();
  CheckedPagesWriter(const CheckedPagesWriter&) = delete;
  CheckedPagesWriter& operator=(const CheckedPagesWriter&) = delete;

  // The size of the body so far.
  [[nodiscard]] uint64_t size() const { return body_bytes_; }
  // Adds `bytes` to the body.
  absl::Status Append(absl::string_view bytes);
  // Adds zeros up to the next page.
  absl::Status FillPage();
  // Writes table and header and makes the file durable and moves it into place.
  // `magic` has 8 bytes, `header` at most kPageHeaderBytes.
  absl::Status Finish(absl::string_view magic, absl::string_view header);

 private:
  CheckedPagesWriter(std::string path, int fd);
  absl::Status WritePages();
  absl::Status WriteAt(absl::string_view bytes, uint64_t offset);
  absl::Status Failed(absl::string_view what);

  std::string path_;
  std::string temporary_path_;
  int fd_;
  uint64_t body_bytes_ = 0;
  uint64_t written_bytes_ = 0;   // of the body, whole pages
  std::string pending_;          // the rest of it
  std::vector<uint64_t> table_;  // of the pages written
  absl::Status status_;
};

// Makes a file that was renamed or created in the folder of `path` durable.
// Unavailable when the disk fails.
absl::Status SyncFolderOf(const std::string& path);

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_CHECKED_PAGES_H_
