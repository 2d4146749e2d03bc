// SnapshotFile is one checksummed file of arrays that is mapped, not parsed.
//
// A snapshot only saves the time of a replay; whoever cannot read it rebuilds
// it from the log. So every doubt is DataLoss: another version, a byte changed,
// a file cut short, content that its checks refuse.
//
// Layout, little-endian: a header page of 4096 bytes, then the sections, each
// at a multiple of 64.
//   0   "ATTSNAP1"
//   8   u32 layout          the writer's version of what the sections mean
//   12  u32 sections        how many
//   16  u64 applied_through the size of the log it was folded from
//   24  u64 file_bytes
//   32  root_hash           32 bytes: of the log at that size
//   64  sections times      u32 id, rising; u32 element_bytes; u64 count;
//                           u64 offset; u64 XXH3 of the section
//   4088 u64 XXH3 of bytes [0, 4088)
//
// Opening reads the header page alone. A section is checked when it is first
// asked for, its checksum together with the check the caller gives: checksums
// catch damage, checks a forged file, whose checksums may well be right.
//
// Thread-safety: SnapshotFile is safe from many threads.
// Lifetime: sections are valid while the SnapshotFile lives. A file replaced by
// rename stays mapped; one changed in place is not guarded against.

#ifndef ATTEST_ENGINE_PROJECTION_SNAPSHOT_FILE_H_
#define ATTEST_ENGINE_PROJECTION_SNAPSHOT_FILE_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/projection/snapshot_layout.h"

namespace attest {

// What a snapshot is of.
struct SnapshotIdentity {
  uint32_t layout = 0;
  uint64_t applied_through = 0;
  std::array<uint8_t, 32> root_hash = {};

  friend bool operator==(const SnapshotIdentity&,
                         const SnapshotIdentity&) = default;
};

// The most sections a snapshot can have.
inline constexpr size_t kMaxSections = 125;
static_assert(snapshot_layout::EntryOffset(kMaxSections) <=
              snapshot_layout::kChecksumOffset);

// Checks for SnapshotFile::Section. A check is called with a section piece by
// piece, in order, and answers whether it may be used.
struct AnyContent {
  template <class T>
  bool operator()(absl::Span<const T>) const {
    return true;
  }
};

// Every value is below `limit`.
template <class T>
struct Below {
  T limit;
  bool operator()(absl::Span<const T> piece) const {
    // Of the values' own size, for the compiler to take many at once.
    T wrong = 0;
    for (const T& value : piece) wrong |= value < limit ? T{0} : T{1};
    return wrong == 0;
  }
};
template <class T>
Below(T) -> Below<T>;  // clang 14 does not deduce it for aggregates

// No value is below the one before it, nor above `last`.
template <class T>
struct Rising {
  T last;
  T at = T{};
  bool operator()(absl::Span<const T> piece) {
    bool sound = true;
    for (const T& value : piece) {
      sound &= at <= value;
      at = value;
    }
    return sound && at <= last;
  }
};

class SnapshotFile {
 public:
  // Maps the file at `path` and checks its header. NotFound when there is
  // none, Unavailable when it cannot be read, DataLoss as above, also when
  // `layout` is not the file's. O(sections).
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<SnapshotFile>> Open(
      const std::string& path, uint32_t layout);

  ~SnapshotFile();
  SnapshotFile(const SnapshotFile&) = delete;
  SnapshotFile& operator=(const SnapshotFile&) = delete;

  [[nodiscard]] const SnapshotIdentity& identity() const { return identity_; }
  [[nodiscard]] uint64_t file_bytes() const { return bytes_; }
  [[nodiscard]] bool Has(uint32_t id) const { return Lookup(id) != nullptr; }

  // The elements of section `id`. DataLoss when there is no such section, its
  // elements are not of T's size, its checksum is wrong or `check` refuses it.
  // The first call for a section reads all of it; later ones only when there
  // is something to check.
  // T must make sense with any bytes: no bool, no enum, no pointer.
  template <class T, class Check = AnyContent>
  [[nodiscard]] absl::StatusOr<absl::Span<const T>> Section(
      uint32_t id, Check check = Check()) const;

  // The elements of section `id` as they lie, which Section must find right
  // before anything follows from them. DataLoss when there is no such section
  // or its elements are not of T's size. O(log sections).
  template <class T>
  [[nodiscard]] absl::StatusOr<absl::Span<const T>> Unchecked(
      uint32_t id) const;

  // As Section, for a section of exactly one element.
  template <class T>
  [[nodiscard]] absl::StatusOr<T> Single(uint32_t id) const;

  // Reads every section against its checksum.
  [[nodiscard]] absl::Status VerifyAll() const;

 private:
  using Entry = snapshot_layout::Entry;
  // Answers whether the elements at `piece` may be used.
  using PieceCheck =
      absl::FunctionRef<bool(const unsigned char* piece, size_t elements)>;

  SnapshotFile(const unsigned char* map, uint64_t bytes)
      : map_(map), bytes_(bytes) {}
  absl::Status ReadHeader(uint32_t layout);
  [[nodiscard]] bool Fits(const Entry& entry) const;

  [[nodiscard]] const Entry* Lookup(uint32_t id) const;
  [[nodiscard]] absl::StatusOr<const Entry*> Find(uint32_t id,
                                                  size_t element_bytes) const;
  // `has_check` is false when `check` would allow anything.
  [[nodiscard]] absl::StatusOr<const Entry*> Checked(uint32_t id,
                                                     size_t element_bytes,
                                                     PieceCheck check,
                                                     bool has_check) const;
  [[nodiscard]] absl::Status ReadThrough(const Entry& entry, PieceCheck check,
                                         bool has_check) const;

  const unsigned char* map_;
  uint64_t bytes_;
  SnapshotIdentity identity_;
  std::vector<Entry> entries_;
  // By place in entries_: the checksum was found right. Two threads may both
  // find it so.
  mutable std::array<std::atomic<bool>, kMaxSections> verified_ = {};
};

template <class T, class Check>
absl::StatusOr<absl::Span<const T>> SnapshotFile::Section(uint32_t id,
                                                          Check check) const {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 64);
  absl::StatusOr<const Entry*> entry = Checked(
      id, sizeof(T),
      [&check](const unsigned char* piece, size_t elements) {
        return check(
            absl::Span<const T>(reinterpret_cast<const T*>(piece), elements));
      },
      !std::is_same_v<Check, AnyContent>);
  if (!entry.ok()) return entry.status();
  return absl::Span<const T>(
      reinterpret_cast<const T*>(map_ + (*entry)->offset), (*entry)->count);
}

template <class T>
absl::StatusOr<absl::Span<const T>> SnapshotFile::Unchecked(uint32_t id) const {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 64);
  absl::StatusOr<const Entry*> entry = Find(id, sizeof(T));
  if (!entry.ok()) return entry.status();
  return absl::Span<const T>(
      reinterpret_cast<const T*>(map_ + (*entry)->offset), (*entry)->count);
}

template <class T>
absl::StatusOr<T> SnapshotFile::Single(uint32_t id) const {
  absl::StatusOr<absl::Span<const T>> section = Section<T>(id);
  if (!section.ok()) return section.status();
  if (section->size() != 1) {
    return absl::DataLossError("snapshot: section is not a single value");
  }
  return section->front();
}

// SnapshotWriter writes a snapshot beside its place and moves it there when it
// is whole and durable. Until Finish() succeeds, what was there stays; a writer
// dropped or failed before leaves no file behind.
//
// Errors: Unavailable when the disk fails, and then at every later call.
class SnapshotWriter {
 public:
  // Begins the file `path`.tmp, readable by the owner alone.
  // Requires: one writer at a time for a path.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<SnapshotWriter>> Create(
      const std::string& path, const SnapshotIdentity& identity);

  ~SnapshotWriter();
  SnapshotWriter(const SnapshotWriter&) = delete;
  SnapshotWriter& operator=(const SnapshotWriter&) = delete;

  // Writes a section: the elements of `first`, then those of `second`.
  // InvalidArgument unless `id` is above all before it and there are fewer
  // than kMaxSections.
  // T has no padding, whose bytes would be whatever was there.
  template <class T>
  absl::Status Add(uint32_t id, absl::Span<const T> first,
                   absl::Span<const T> second = {}) {
    static_assert(std::has_unique_object_representations_v<T> ||
                  std::is_floating_point_v<T>);
    return AddBytes(id, sizeof(T), {AsBytes(first), AsBytes(second)});
  }
  template <class T>
  absl::Status AddSingle(uint32_t id, const T& value) {
    return Add(id, absl::Span<const T>(&value, 1));
  }

  // Makes the file durable and moves it into place.
  absl::Status Finish();

 private:
  SnapshotWriter(std::string path, int fd, const SnapshotIdentity& identity);
  template <class T>
  static absl::string_view AsBytes(absl::Span<const T> values) {
    return absl::string_view(reinterpret_cast<const char*>(values.data()),
                             values.size() * sizeof(T));
  }
  absl::Status AddBytes(uint32_t id, size_t element_bytes,
                        std::array<absl::string_view, 2> parts);
  absl::Status Write(absl::string_view bytes);
  absl::Status WriteHeader();
  absl::Status Failed(absl::string_view what);

  std::string path_;
  std::string temporary_path_;
  int fd_;
  uint64_t offset_;
  uint32_t sections_ = 0;
  uint32_t last_id_ = 0;
  absl::Status status_;
  std::string header_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_SNAPSHOT_FILE_H_
