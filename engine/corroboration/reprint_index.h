// ReprintIndex holds the fingerprints of many reports (engine/text/
// fingerprint.h) and answers which reports have a given one. What it holds is a
// function of the set of reports, not of the order they came in. What follows
// from it, which reports are reprints, is in reprint_finder.h.
//
// It can be kept in one file: the *base*, all reports at some time
// (fingerprint_base.h), and behind it the *tail*, a record for each report that
// came or went since. Opening maps the base and reads the tail, so that a
// report is added to a file of many in milliseconds. The file only saves the
// time of fingerprinting everything again: whoever cannot read it does that.
//
// A record of the tail, little-endian: u32 kind, u32 zero, u64 payload bytes,
// u64 XXH3 of the payload, u64 XXH3 of the 24 bytes before; the payload:
//   1 drop  u64 id, of a report that the index has or has not
//   2 add   u64 id, publication and fingerprints as in the base
//   3 mark  u64 applied_through, 32 bytes root hash
// Records count once a mark follows them. What comes after the last mark was
// cut off by a crash when it is the beginning of records, and is dropped; any
// other doubt is DataLoss.
//
// Thread-safety: const methods run concurrently.
// Errors, of any method: DataLoss when the base turns out to be damaged where
// it is read.

#ifndef ATTEST_ENGINE_CORROBORATION_REPRINT_INDEX_H_
#define ATTEST_ENGINE_CORROBORATION_REPRINT_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/corroboration/fingerprint_base.h"
#include "engine/corroboration/publication.h"
#include "engine/model/id.h"
#include "engine/text/fingerprint.h"

namespace attest {

class ReprintIndex {
 public:
  // An empty index, of fingerprints made as `winnowing` says.
  explicit ReprintIndex(const Winnowing& winnowing = {})
      : winnowing_(winnowing) {}

  // Opens the index saved at `path`. NotFound when there is none, Unavailable
  // when it cannot be read, DataLoss when it is damaged or of fingerprints made
  // otherwise.
  static absl::StatusOr<ReprintIndex> Open(const std::string& path,
                                           const Winnowing& winnowing = {});

  [[nodiscard]] const Winnowing& winnowing() const { return winnowing_; }
  // How many reports there are.
  [[nodiscard]] size_t size() const;

  // Adds a report. AlreadyExists when it is there; InvalidArgument when
  // `fingerprints` are not in the order of a text or the days are empty. On
  // error the index is unchanged. O(fingerprints * log).
  absl::Status Add(ReportId id, const Publication& publication,
                   absl::Span<const Fingerprint> fingerprints);
  // NotFound when it is not there. O(fingerprints * log).
  absl::Status Remove(ReportId id);

  [[nodiscard]] absl::StatusOr<bool> Contains(ReportId id) const;
  // NotFound when it is not there.
  [[nodiscard]] absl::StatusOr<Publication> PublicationOf(ReportId id) const;
  // In the order of the text. NotFound when it is not there.
  [[nodiscard]] absl::StatusOr<std::vector<Fingerprint>> FingerprintsOf(
      ReportId id) const;

  // Returns the reports that have the fingerprint `hash`, by id, or nullopt
  // when they are more than `limit`. O(limit + reports removed since the base
  // was saved).
  [[nodiscard]] absl::StatusOr<std::optional<std::vector<ReportId>>>
  ReportsWith(uint64_t hash, size_t limit) const;

  // Where the caller was when the index was last saved.
  [[nodiscard]] const IndexMark& mark() const { return mark_; }

  // Replaces the file at `path` by one whole new base, from which this index
  // reads from now on. Unavailable when the disk fails; then the index is
  // unchanged and so is the file. O(fingerprints).
  absl::Status Save(const std::string& path, const IndexMark& mark);
  // Appends to the file that the index was opened from or saved to what has
  // changed since, durably. FailedPrecondition when there is no such file,
  // Unavailable when the disk fails. O(what has changed).
  absl::Status Flush(const IndexMark& mark);
  // The tail is read whenever the file is opened: once it is long, Save.
  [[nodiscard]] bool HasLongTail() const;

 private:
  struct Report {
    Publication publication;
    std::vector<Fingerprint> fingerprints;
  };
  using Posting = std::pair<uint64_t, ReportId>;

  // The slot of a report that is in the base and not removed.
  [[nodiscard]] absl::StatusOr<std::optional<uint32_t>> BaseSlot(
      ReportId id) const;
  void Insert(ReportId id, Report report);
  void Erase(ReportId id);
  absl::Status ReadTail();
  absl::Status ApplyRecord(uint32_t kind, absl::string_view payload);
  absl::Status SaveReports(
      FingerprintBaseWriter& writer, std::vector<uint32_t>& base_slots,
      absl::flat_hash_map<ReportId, uint32_t>& slots) const;
  absl::Status SavePostings(
      FingerprintBaseWriter& writer, const std::vector<uint32_t>& base_slots,
      const absl::flat_hash_map<ReportId, uint32_t>& slots) const;

  Winnowing winnowing_;
  std::string path_;  // empty when there is no file
  IndexMark mark_;
  uint64_t tail_end_ = 0;  // in the file, after the last mark
  uint64_t tail_begin_ = 0;
  std::shared_ptr<const FingerprintBase> base_;  // null when there is no file
  absl::flat_hash_set<uint32_t> removed_;        // slots of the base
  absl::flat_hash_map<ReportId, Report> added_;  // not in the base
  absl::btree_set<Posting> postings_;            // of what is in added_
  absl::btree_set<ReportId> changed_;            // since the file was written
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_REPRINT_INDEX_H_
