// The file of a ReprintIndex: saving, appending to the tail, reading it.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <system_error>

#define XXH_INLINE_ALL  // NOLINT(cppcoreguidelines-macro-usage): its switch
#include <xxhash.h>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "engine/corroboration/fingerprint_bytes.h"
#include "engine/corroboration/reprint_index.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using fingerprint_bytes::AreSound;
using fingerprint_bytes::Get;
using fingerprint_bytes::GetFingerprint;
using fingerprint_bytes::GetPublication;
using fingerprint_bytes::IsSound;
using fingerprint_bytes::kFingerprintBytes;
using fingerprint_bytes::kPublicationBytes;
using fingerprint_bytes::Put;
using fingerprint_bytes::PutFingerprints;
using fingerprint_bytes::PutPublication;

constexpr uint32_t kDropRecord = 1;
constexpr uint32_t kAddRecord = 2;
constexpr uint32_t kMarkRecord = 3;
constexpr size_t kRecordHeaderBytes = 32;
constexpr size_t kMarkBytes = 40;
// A tail of this many bytes, about a thousand reports, is read in some tens of
// milliseconds; of a large base a larger share is worth the time of saving.
constexpr uint64_t kLongTailBytes = uint64_t{2} << 20;
constexpr uint64_t kBaseBytesPerTailByte = 256;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("reprint index: tail: ", what));
}

absl::Status DiskError(absl::string_view what, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", what, " ", path, ": ",
                   std::generic_category().message(errno)));
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void PutRecord(uint32_t kind, absl::string_view payload, std::string& bytes) {
  std::string header;
  Put(kind, header);
  Put(uint32_t{0}, header);
  Put(uint64_t{payload.size()}, header);
  Put(uint64_t{XXH3_64bits(payload.data(), payload.size())}, header);
  Put(uint64_t{XXH3_64bits(header.data(), header.size())}, header);
  absl::StrAppend(&bytes, header, payload);
}

struct Record {
  uint32_t kind = 0;
  absl::string_view payload;
};

// Takes the first record off `bytes`. False when they are the beginning of one.
absl::StatusOr<bool> TakeRecord(absl::string_view& bytes, Record& record) {
  if (bytes.size() < kRecordHeaderBytes) return false;
  const unsigned char* header = Bytes(bytes);
  if (Get<uint64_t>(header + 24) != XXH3_64bits(header, 24)) {
    return Damaged("record does not match its checksum");
  }
  const auto size = Get<uint64_t>(header + 8);
  if (size > bytes.size() - kRecordHeaderBytes) return false;
  record.kind = Get<uint32_t>(header);
  record.payload = bytes.substr(kRecordHeaderBytes, size);
  if (Get<uint64_t>(header + 16) !=
      XXH3_64bits(record.payload.data(), record.payload.size())) {
    return Damaged("payload does not match its checksum");
  }
  bytes.remove_prefix(kRecordHeaderBytes + size);
  return true;
}

// Returns the bytes of `tail` up to the end of its last mark.
absl::StatusOr<size_t> WholeBytes(absl::string_view tail) {
  size_t whole = 0;
  absl::string_view left = tail;
  for (Record record;;) {
    ASSIGN_OR_RETURN(const bool has_record, TakeRecord(left, record));
    if (!has_record) return whole;
    if (record.kind == kMarkRecord) whole = tail.size() - left.size();
  }
}

absl::StatusOr<IndexMark> ParseMark(absl::string_view payload) {
  if (payload.size() != kMarkBytes) return Damaged("mark of another size");
  IndexMark mark = {.applied_through = Get<uint64_t>(Bytes(payload))};
  std::memcpy(mark.root_hash.data(), Bytes(payload) + 8, mark.root_hash.size());
  return mark;
}

absl::Status WriteDurably(int fd, absl::string_view bytes, uint64_t offset,
                          const std::string& path) {
  // What a crash has left behind the last mark goes first.
  if (ftruncate(fd, static_cast<off_t>(offset)) != 0) {
    return DiskError("cut", path);
  }
  while (!bytes.empty()) {
    const ssize_t written =
        pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return DiskError("write", path);
    offset += static_cast<uint64_t>(written);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return fdatasync(fd) == 0 ? absl::OkStatus() : DiskError("sync", path);
}

}  // namespace

absl::StatusOr<ReprintIndex> ReprintIndex::Open(const std::string& path,
                                                const Winnowing& winnowing) {
  ReprintIndex index(winnowing);
  ASSIGN_OR_RETURN(index.base_, FingerprintBase::Open(path, winnowing));
  index.path_ = path;
  index.mark_ = index.base_->mark();
  index.tail_begin_ = index.base_->pages().tail_offset();
  RETURN_IF_ERROR(index.ReadTail());
  return index;
}

absl::Status ReprintIndex::ReadTail() {
  absl::string_view tail = base_->pages().tail();
  ASSIGN_OR_RETURN(const size_t whole, WholeBytes(tail));
  tail = tail.substr(0, whole);
  tail_end_ = tail_begin_ + whole;
  for (Record record; !tail.empty();) {
    RETURN_IF_ERROR(TakeRecord(tail, record).status());
    RETURN_IF_ERROR(ApplyRecord(record.kind, record.payload));
  }
  changed_.clear();
  return absl::OkStatus();
}

absl::Status ReprintIndex::ApplyRecord(uint32_t kind,
                                       absl::string_view payload) {
  if (kind == kMarkRecord) {
    ASSIGN_OR_RETURN(mark_, ParseMark(payload));
    return absl::OkStatus();
  }
  if (payload.size() < sizeof(uint64_t)) return Damaged("record without id");
  const ReportId id(Get<uint64_t>(Bytes(payload)));
  payload.remove_prefix(sizeof(uint64_t));
  if (kind == kDropRecord) {
    const absl::Status status = Remove(id);
    return absl::IsNotFound(status) ? absl::OkStatus() : status;
  }
  if (kind != kAddRecord || payload.size() < kPublicationBytes ||
      (payload.size() - kPublicationBytes) % kFingerprintBytes != 0) {
    return Damaged("record of no known form");
  }
  Report report = {.publication = GetPublication(Bytes(payload))};
  payload.remove_prefix(kPublicationBytes);
  report.fingerprints.reserve(payload.size() / kFingerprintBytes);
  for (size_t i = 0; i < payload.size(); i += kFingerprintBytes) {
    report.fingerprints.push_back(GetFingerprint(Bytes(payload) + i));
  }
  const absl::Status status = Add(id, report.publication, report.fingerprints);
  return status.ok() || absl::IsDataLoss(status) ? status
                                                 : Damaged(status.message());
}

bool ReprintIndex::HasLongTail() const {
  return tail_end_ - tail_begin_ >
         std::max(kLongTailBytes, tail_begin_ / kBaseBytesPerTailByte);
}

absl::Status ReprintIndex::Flush(const IndexMark& mark) {
  if (path_.empty()) {
    return absl::FailedPreconditionError("reprint index: has no file");
  }
  std::string bytes;
  for (const ReportId id : changed_) {
    std::string payload;
    Put(id.value(), payload);
    PutRecord(kDropRecord, payload, bytes);
    const auto found = added_.find(id);
    if (found == added_.end()) continue;
    PutPublication(found->second.publication, payload);
    PutFingerprints(found->second.fingerprints, payload);
    PutRecord(kAddRecord, payload, bytes);
  }
  std::string payload;
  Put(mark.applied_through, payload);
  Put(mark.root_hash, payload);
  PutRecord(kMarkRecord, payload, bytes);

  const int fd = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return DiskError("open", path_);
  const absl::Cleanup close_file = [fd] { close(fd); };
  RETURN_IF_ERROR(WriteDurably(fd, bytes, tail_end_, path_));
  tail_end_ += bytes.size();
  mark_ = mark;
  changed_.clear();
  return absl::OkStatus();
}

absl::Status ReprintIndex::Save(const std::string& path,
                                const IndexMark& mark) {
  const uint64_t base_postings = base_ == nullptr ? 0 : base_->postings();
  ASSIGN_OR_RETURN(const std::unique_ptr<FingerprintBaseWriter> writer,
                   FingerprintBaseWriter::Create(
                       path, winnowing_, base_postings + postings_.size()));
  std::vector<uint32_t> base_slots;
  absl::flat_hash_map<ReportId, uint32_t> slots;
  RETURN_IF_ERROR(SaveReports(*writer, base_slots, slots));
  RETURN_IF_ERROR(SavePostings(*writer, base_slots, slots));
  RETURN_IF_ERROR(writer->Finish(mark));
  ASSIGN_OR_RETURN(*this, Open(path, winnowing_));
  return absl::OkStatus();
}

// Merges the reports of the base with those added, and notes the new slots of
// both.
absl::Status ReprintIndex::SaveReports(
    FingerprintBaseWriter& writer, std::vector<uint32_t>& base_slots,
    absl::flat_hash_map<ReportId, uint32_t>& slots) const {
  std::vector<ReportId> added;
  added.reserve(added_.size());
  for (const auto& [id, report] : added_) added.push_back(id);
  std::sort(added.begin(), added.end());
  uint32_t next_slot = 0;
  auto next = added.begin();
  const auto save_added_until = [&](const ReportId* limit) -> absl::Status {
    for (; next != added.end() && (limit == nullptr || *next < *limit);
         ++next) {
      const Report& report = added_.at(*next);
      RETURN_IF_ERROR(
          writer.AddReport(*next, report.publication, report.fingerprints));
      slots[*next] = next_slot++;
    }
    return absl::OkStatus();
  };
  const uint32_t base_size = base_ == nullptr ? 0 : base_->size();
  base_slots.resize(base_size);
  for (uint32_t slot = 0; slot < base_size; ++slot) {
    if (removed_.contains(slot)) continue;
    ASSIGN_OR_RETURN(const FingerprintBase::Report report,
                     base_->ReportAt(slot));
    RETURN_IF_ERROR(save_added_until(&report.id));
    ASSIGN_OR_RETURN(const std::vector<Fingerprint> fingerprints,
                     base_->FingerprintsOf(report));
    RETURN_IF_ERROR(
        writer.AddReport(report.id, report.publication, fingerprints));
    base_slots[slot] = next_slot++;
  }
  return save_added_until(nullptr);
}

absl::Status ReprintIndex::SavePostings(
    FingerprintBaseWriter& writer, const std::vector<uint32_t>& base_slots,
    const absl::flat_hash_map<ReportId, uint32_t>& slots) const {
  auto next = postings_.begin();
  // Slots rise with ids, so the order of the base's postings stays theirs.
  const auto save_added_until = [&](uint64_t hash,
                                    uint32_t slot) -> absl::Status {
    for (; next != postings_.end(); ++next) {
      const uint32_t next_slot = slots.at(next->second);
      if (std::make_pair(next->first, next_slot) > std::make_pair(hash, slot)) {
        break;
      }
      RETURN_IF_ERROR(writer.AddPosting(next->first, next_slot));
    }
    return absl::OkStatus();
  };
  const uint64_t base_postings = base_ == nullptr ? 0 : base_->postings();
  for (uint64_t i = 0; i < base_postings; ++i) {
    ASSIGN_OR_RETURN(const FingerprintBase::Posting posting,
                     base_->PostingAt(i));
    if (removed_.contains(posting.slot)) continue;
    const uint32_t slot = base_slots[posting.slot];
    RETURN_IF_ERROR(save_added_until(posting.hash, slot));
    RETURN_IF_ERROR(writer.AddPosting(posting.hash, slot));
  }
  return save_added_until(std::numeric_limits<uint64_t>::max(),
                          std::numeric_limits<uint32_t>::max());
}

}  // namespace attest
