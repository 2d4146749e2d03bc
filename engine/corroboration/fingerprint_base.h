// FingerprintBase is the part of a ReprintIndex that lies in a file and does
// not change: the reports with their fingerprints, and for every fingerprint
// the reports that have it. It is mapped and read where it is asked
// (checked_pages.h). reprint_index.h describes the whole file.
//
// Sections of the body, each from the beginning of a page, little-endian and
// packed; a *slot* is the place of a report among all, in the order of ids:
//   fingerprints  of the reports one after the other, in the order of the text:
//                 u64 hash, u32 word, u32 begin, u32 end
//   reports       u64 id, u64 publisher (2^64 - 1: none), i32 first day and i32
//                 end of its publication, u64 first fingerprint, u64 how many
//   postings      u64 hash, u32 slot; ascending, each pair once
//   buckets       u64 first posting of each bucket, and how many postings there
//                 are; the bucket of a hash is its highest `bucket_bits` bits
//
// Errors: DataLoss when a page is damaged or says what cannot be. A forged file
// may give wrong answers; it is read within bounds all the same.
//
// Thread-safety: const methods run concurrently.

#ifndef ATTEST_ENGINE_CORROBORATION_FINGERPRINT_BASE_H_
#define ATTEST_ENGINE_CORROBORATION_FINGERPRINT_BASE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/corroboration/checked_pages.h"
#include "engine/corroboration/publication.h"
#include "engine/model/id.h"
#include "engine/text/fingerprint.h"

namespace attest {

// What the events were that an index was last saved with.
struct IndexMark {
  uint64_t applied_through = 0;
  std::array<uint8_t, 32> root_hash = {};

  friend bool operator==(const IndexMark&, const IndexMark&) = default;
};

class FingerprintBase {
 public:
  // A report as the base has it.
  struct Report {
    ReportId id;
    Publication publication;
    uint64_t first_fingerprint = 0;
    uint64_t fingerprints = 0;
  };
  // Postings [begin, end).
  struct PostingRange {
    uint64_t begin = 0;
    uint64_t end = 0;
  };

  // Opens the file at `path`: NotFound, Unavailable, DataLoss; the latter also
  // when its fingerprints were not made as `winnowing` says.
  static absl::StatusOr<std::unique_ptr<FingerprintBase>> Open(
      const std::string& path, const Winnowing& winnowing);

  // How many reports there are.
  [[nodiscard]] uint32_t size() const { return header_.reports; }
  // The mark of when the base was written.
  [[nodiscard]] const IndexMark& mark() const { return mark_; }
  [[nodiscard]] uint64_t postings() const { return header_.postings; }
  [[nodiscard]] const CheckedPages& pages() const { return *pages_; }

  [[nodiscard]] absl::StatusOr<Report> ReportAt(uint32_t slot) const;
  // O(log reports).
  [[nodiscard]] absl::StatusOr<std::optional<uint32_t>> FindSlot(
      ReportId id) const;
  [[nodiscard]] absl::StatusOr<std::vector<Fingerprint>> FingerprintsOf(
      const Report& report) const;

  // The postings of `hash`. O(log of the bucket).
  [[nodiscard]] absl::StatusOr<PostingRange> PostingsOf(uint64_t hash) const;
  struct Posting {
    uint64_t hash;
    uint32_t slot;
  };
  [[nodiscard]] absl::StatusOr<Posting> PostingAt(uint64_t index) const;

 private:
  friend class FingerprintBaseWriter;
  struct Header {
    uint32_t gram_words;
    uint32_t window;
    uint32_t reports;
    uint32_t bucket_bits;
    uint64_t fingerprints;
    uint64_t postings;
    uint64_t reports_offset;
    uint64_t postings_offset;
    uint64_t buckets_offset;
    uint64_t applied_through;
    std::array<uint8_t, 32> root_hash;
  };

  explicit FingerprintBase(std::unique_ptr<CheckedPages> pages)
      : pages_(std::move(pages)) {}
  absl::Status CheckHeader(const Winnowing& winnowing);
  template <class T>
  [[nodiscard]] absl::StatusOr<T> Load(uint64_t offset) const;

  std::unique_ptr<CheckedPages> pages_;
  Header header_ = {};
  IndexMark mark_;
};

// Writes a base: all reports in the order of their ids, then all postings in
// theirs. Errors: Unavailable when the disk fails.
class FingerprintBaseWriter {
 public:
  // Begins to replace the file at `path`, which stays until Finish() succeeds.
  // `max_postings` is about how many there will be.
  static absl::StatusOr<std::unique_ptr<FingerprintBaseWriter>> Create(
      const std::string& path, const Winnowing& winnowing,
      uint64_t max_postings);

  absl::Status AddReport(ReportId id, const Publication& publication,
                         absl::Span<const Fingerprint> fingerprints);
  absl::Status AddPosting(uint64_t hash, uint32_t slot);
  absl::Status Finish(const IndexMark& mark);

 private:
  FingerprintBaseWriter(std::unique_ptr<CheckedPagesWriter> pages,
                        const Winnowing& winnowing, uint64_t max_postings);
  absl::Status FinishReports();

  std::unique_ptr<CheckedPagesWriter> pages_;
  FingerprintBase::Header header_ = {};
  std::string reports_;            // the section, until it can be written
  std::vector<uint64_t> buckets_;  // how many postings each has
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_FINGERPRINT_BASE_H_
