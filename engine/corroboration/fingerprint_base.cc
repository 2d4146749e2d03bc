#include "engine/corroboration/fingerprint_base.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/corroboration/fingerprint_bytes.h"
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

constexpr absl::string_view kMagic = "ATTREPR1";
constexpr size_t kReportBytes = 8 + kPublicationBytes + 16;
constexpr size_t kPostingBytes = 12;
constexpr uint32_t kMaxBucketBits = 28;
// A bucket has about so many postings, or half as many.
constexpr uint64_t kPostingsOfBucket = 64;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("fingerprint base: ", what));
}

// 2^`bits` buckets; `bits` may be 0.
uint64_t BucketOf(uint64_t hash, uint32_t bits) {
  return bits == 0 ? 0 : hash >> (64 - bits);
}

// Do `count` elements of `size` bytes from `offset` on lie in `bytes` bytes?
bool Fits(uint64_t offset, uint64_t count, uint64_t size, uint64_t bytes) {
  return offset <= bytes && count <= (bytes - offset) / size;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FingerprintBase>> FingerprintBase::Open(
    const std::string& path, const Winnowing& winnowing) {
  ASSIGN_OR_RETURN(std::unique_ptr<CheckedPages> pages,
                   CheckedPages::Open(path, kMagic));
  std::unique_ptr<FingerprintBase> base(new FingerprintBase(std::move(pages)));
  RETURN_IF_ERROR(base->CheckHeader(winnowing));
  return base;
}

absl::Status FingerprintBase::CheckHeader(const Winnowing& winnowing) {
  static_assert(sizeof(Header) <= kPageHeaderBytes);
  std::memcpy(&header_, pages_->header().data(), sizeof(header_));
  if (header_.gram_words != winnowing.gram_words ||
      header_.window != winnowing.window) {
    return Damaged("of fingerprints made otherwise");
  }
  const uint64_t bytes = pages_->body_bytes();
  if (!Fits(0, header_.fingerprints, kFingerprintBytes, bytes) ||
      !Fits(header_.reports_offset, header_.reports, kReportBytes, bytes) ||
      !Fits(header_.postings_offset, header_.postings, kPostingBytes, bytes) ||
      header_.bucket_bits > kMaxBucketBits ||
      !Fits(header_.buckets_offset, (uint64_t{1} << header_.bucket_bits) + 1,
            sizeof(uint64_t), bytes)) {
    return Damaged("sections misplaced");
  }
  mark_ = {header_.applied_through, header_.root_hash};
  return absl::OkStatus();
}

template <class T>
absl::StatusOr<T> FingerprintBase::Load(uint64_t offset) const {
  ASSIGN_OR_RETURN(const unsigned char* at, pages_->Read(offset, sizeof(T)));
  return Get<T>(at);
}

absl::StatusOr<FingerprintBase::Report> FingerprintBase::ReportAt(
    uint32_t slot) const {
  if (slot >= header_.reports) return Damaged("no such report");
  ASSIGN_OR_RETURN(
      const unsigned char* at,
      pages_->Read(header_.reports_offset + slot * kReportBytes, kReportBytes));
  const unsigned char* counts = at + 8 + kPublicationBytes;
  Report report = {.id = ReportId(Get<uint64_t>(at)),
                   .publication = GetPublication(at + 8),
                   .first_fingerprint = Get<uint64_t>(counts),
                   .fingerprints = Get<uint64_t>(counts + 8)};
  if (!IsSound(report.publication) ||
      report.first_fingerprint > header_.fingerprints ||
      report.fingerprints > header_.fingerprints - report.first_fingerprint) {
    return Damaged("report out of range");
  }
  return report;
}

absl::StatusOr<std::optional<uint32_t>> FingerprintBase::FindSlot(
    ReportId id) const {
  uint32_t begin = 0;
  uint32_t end = header_.reports;
  while (begin < end) {
    const uint32_t middle = begin + (end - begin) / 2;
    ASSIGN_OR_RETURN(const uint64_t at, Load<uint64_t>(header_.reports_offset +
                                                       middle * kReportBytes));
    if (at == id.value()) return middle;
    if (at < id.value()) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<Fingerprint>> FingerprintBase::FingerprintsOf(
    const Report& report) const {
  ASSIGN_OR_RETURN(const unsigned char* at,
                   pages_->Read(report.first_fingerprint * kFingerprintBytes,
                                report.fingerprints * kFingerprintBytes));
  std::vector<Fingerprint> fingerprints;
  fingerprints.reserve(report.fingerprints);
  for (uint64_t i = 0; i < report.fingerprints; ++i) {
    fingerprints.push_back(GetFingerprint(at + i * kFingerprintBytes));
  }
  if (!AreSound(fingerprints)) return Damaged("fingerprints out of order");
  return fingerprints;
}

absl::StatusOr<FingerprintBase::Posting> FingerprintBase::PostingAt(
    uint64_t index) const {
  if (index >= header_.postings) return Damaged("no such posting");
  ASSIGN_OR_RETURN(const unsigned char* at,
                   pages_->Read(header_.postings_offset + index * kPostingBytes,
                                kPostingBytes));
  const Posting posting = {Get<uint64_t>(at), Get<uint32_t>(at + 8)};
  if (posting.slot >= header_.reports) return Damaged("posting out of range");
  return posting;
}

absl::StatusOr<FingerprintBase::PostingRange> FingerprintBase::PostingsOf(
    uint64_t hash) const {
  const uint64_t bucket = BucketOf(hash, header_.bucket_bits);
  const uint64_t offset = header_.buckets_offset + bucket * sizeof(uint64_t);
  ASSIGN_OR_RETURN(const uint64_t first, Load<uint64_t>(offset));
  ASSIGN_OR_RETURN(const uint64_t last,
                   Load<uint64_t>(offset + sizeof(uint64_t)));
  if (first > last || last > header_.postings) {
    return Damaged("bucket out of range");
  }
  // The first posting in [begin, last) whose hash is not below (above) `hash`.
  enum class Bound { kLower, kUpper };
  const auto find = [&](uint64_t begin,
                        Bound bound) -> absl::StatusOr<uint64_t> {
    uint64_t end = last;
    while (begin < end) {
      const uint64_t middle = begin + (end - begin) / 2;
      ASSIGN_OR_RETURN(const Posting posting, PostingAt(middle));
      if (posting.hash < hash ||
          (bound == Bound::kUpper && posting.hash == hash)) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  };
  ASSIGN_OR_RETURN(const uint64_t begin, find(first, Bound::kLower));
  ASSIGN_OR_RETURN(const uint64_t end, find(begin, Bound::kUpper));
  return PostingRange{begin, end};
}

absl::StatusOr<std::unique_ptr<FingerprintBaseWriter>>
FingerprintBaseWriter::Create(const std::string& path,
                              const Winnowing& winnowing,
                              uint64_t max_postings) {
  ASSIGN_OR_RETURN(std::unique_ptr<CheckedPagesWriter> pages,
                   CheckedPagesWriter::Create(path));
  return std::unique_ptr<FingerprintBaseWriter>(
      new FingerprintBaseWriter(std::move(pages), winnowing, max_postings));
}

FingerprintBaseWriter::FingerprintBaseWriter(
    std::unique_ptr<CheckedPagesWriter> pages, const Winnowing& winnowing,
    uint64_t max_postings)
    : pages_(std::move(pages)) {
  header_.gram_words = winnowing.gram_words;
  header_.window = winnowing.window;
  while (header_.bucket_bits < kMaxBucketBits &&
         kPostingsOfBucket << header_.bucket_bits < max_postings) {
    ++header_.bucket_bits;
  }
  buckets_.resize(size_t{1} << header_.bucket_bits);
}

absl::Status FingerprintBaseWriter::AddReport(
    ReportId id, const Publication& publication,
    absl::Span<const Fingerprint> fingerprints) {
  if (header_.reports == std::numeric_limits<uint32_t>::max()) {
    return absl::ResourceExhaustedError("fingerprint base: too many reports");
  }
  Put(id.value(), reports_);
  PutPublication(publication, reports_);
  Put(header_.fingerprints, reports_);
  Put(uint64_t{fingerprints.size()}, reports_);
  ++header_.reports;
  header_.fingerprints += fingerprints.size();
  std::string bytes;
  bytes.reserve(fingerprints.size() * kFingerprintBytes);
  PutFingerprints(fingerprints, bytes);
  return pages_->Append(bytes);
}

absl::Status FingerprintBaseWriter::FinishReports() {
  if (header_.reports_offset != 0 || header_.postings_offset != 0) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(pages_->FillPage());
  header_.reports_offset = pages_->size();
  RETURN_IF_ERROR(pages_->Append(reports_));
  RETURN_IF_ERROR(pages_->FillPage());
  header_.postings_offset = pages_->size();
  return absl::OkStatus();
}

absl::Status FingerprintBaseWriter::AddPosting(uint64_t hash, uint32_t slot) {
  RETURN_IF_ERROR(FinishReports());
  ++header_.postings;
  ++buckets_[BucketOf(hash, header_.bucket_bits)];
  std::array<char, kPostingBytes> bytes;
  std::memcpy(bytes.data(), &hash, sizeof(hash));
  std::memcpy(bytes.data() + sizeof(hash), &slot, sizeof(slot));
  return pages_->Append({bytes.data(), bytes.size()});
}

absl::Status FingerprintBaseWriter::Finish(const IndexMark& mark) {
  RETURN_IF_ERROR(FinishReports());
  RETURN_IF_ERROR(pages_->FillPage());
  header_.buckets_offset = pages_->size();
  std::string bytes;
  bytes.reserve((buckets_.size() + 1) * sizeof(uint64_t));
  uint64_t first = 0;
  for (const uint64_t count : buckets_) {
    Put(first, bytes);
    first += count;
  }
  Put(first, bytes);
  RETURN_IF_ERROR(pages_->Append(bytes));
  header_.applied_through = mark.applied_through;
  header_.root_hash = mark.root_hash;
  return pages_->Finish(
      kMagic, {reinterpret_cast<const char*>(&header_), sizeof(header_)});
}

}  // namespace attest
