#include "engine/corroboration/reprint_index.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "engine/corroboration/fingerprint_bytes.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status NoReport(ReportId id) {
  return absl::NotFoundError(
      absl::StrCat("reprint index: no report ", id.value()));
}

}  // namespace

size_t ReprintIndex::size() const {
  const size_t in_base = base_ == nullptr ? 0 : base_->size();
  // A forged file may name one report in two slots.
  return in_base - std::min(in_base, removed_.size()) + added_.size();
}

absl::StatusOr<std::optional<uint32_t>> ReprintIndex::BaseSlot(
    ReportId id) const {
  if (base_ == nullptr) return std::nullopt;
  ASSIGN_OR_RETURN(const std::optional<uint32_t> slot, base_->FindSlot(id));
  if (slot.has_value() && removed_.contains(*slot)) return std::nullopt;
  return slot;
}

absl::Status ReprintIndex::Add(ReportId id, const Publication& publication,
                               absl::Span<const Fingerprint> fingerprints) {
  if (!fingerprint_bytes::IsSound(publication) ||
      !fingerprint_bytes::AreSound(fingerprints)) {
    return absl::InvalidArgumentError(
        absl::StrCat("reprint index: report ", id.value(),
                     ": fingerprints out of order or no day possible"));
  }
  ASSIGN_OR_RETURN(const bool is_there, Contains(id));
  if (is_there) {
    return absl::AlreadyExistsError(
        absl::StrCat("reprint index: report ", id.value(), " is there"));
  }
  Insert(id, {publication, {fingerprints.begin(), fingerprints.end()}});
  changed_.insert(id);
  return absl::OkStatus();
}

absl::Status ReprintIndex::Remove(ReportId id) {
  if (added_.contains(id)) {
    Erase(id);
  } else {
    ASSIGN_OR_RETURN(const std::optional<uint32_t> slot, BaseSlot(id));
    if (!slot.has_value()) return NoReport(id);
    removed_.insert(*slot);
  }
  changed_.insert(id);
  return absl::OkStatus();
}

void ReprintIndex::Insert(ReportId id, Report report) {
  for (const Fingerprint& fingerprint : report.fingerprints) {
    postings_.insert({fingerprint.hash, id});
  }
  added_.insert({id, std::move(report)});
}

void ReprintIndex::Erase(ReportId id) {
  const auto found = added_.find(id);
  for (const Fingerprint& fingerprint : found->second.fingerprints) {
    postings_.erase({fingerprint.hash, id});
  }
  added_.erase(found);
}

absl::StatusOr<bool> ReprintIndex::Contains(ReportId id) const {
  if (added_.contains(id)) return true;
  ASSIGN_OR_RETURN(const std::optional<uint32_t> slot, BaseSlot(id));
  return slot.has_value();
}

absl::StatusOr<Publication> ReprintIndex::PublicationOf(ReportId id) const {
  const auto found = added_.find(id);
  if (found != added_.end()) return found->second.publication;
  ASSIGN_OR_RETURN(const std::optional<uint32_t> slot, BaseSlot(id));
  if (!slot.has_value()) return NoReport(id);
  ASSIGN_OR_RETURN(const FingerprintBase::Report report,
                   base_->ReportAt(*slot));
  return report.publication;
}

absl::StatusOr<std::vector<Fingerprint>> ReprintIndex::FingerprintsOf(
    ReportId id) const {
  const auto found = added_.find(id);
  if (found != added_.end()) return found->second.fingerprints;
  ASSIGN_OR_RETURN(const std::optional<uint32_t> slot, BaseSlot(id));
  if (!slot.has_value()) return NoReport(id);
  ASSIGN_OR_RETURN(const FingerprintBase::Report report,
                   base_->ReportAt(*slot));
  return base_->FingerprintsOf(report);
}

absl::StatusOr<std::optional<std::vector<ReportId>>> ReprintIndex::ReportsWith(
    uint64_t hash, size_t limit) const {
  std::vector<ReportId> reports;
  for (auto at = postings_.lower_bound({hash, ReportId(0)});
       at != postings_.end() && at->first == hash; ++at) {
    if (reports.size() == limit) return std::nullopt;
    reports.push_back(at->second);
  }
  if (base_ == nullptr) return reports;
  ASSIGN_OR_RETURN(const FingerprintBase::PostingRange range,
                   base_->PostingsOf(hash));
  if (range.end - range.begin > limit + removed_.size()) return std::nullopt;
  for (uint64_t i = range.begin; i < range.end; ++i) {
    ASSIGN_OR_RETURN(const FingerprintBase::Posting posting,
                     base_->PostingAt(i));
    if (removed_.contains(posting.slot)) continue;
    if (reports.size() == limit) return std::nullopt;
    ASSIGN_OR_RETURN(const FingerprintBase::Report report,
                     base_->ReportAt(posting.slot));
    reports.push_back(report.id);
  }
  std::sort(reports.begin(), reports.end());
  return reports;
}

}  // namespace attest
