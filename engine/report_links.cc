#include "engine/report_links.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "engine/audit/current_event.h"
#include "engine/model/edtf.h"
#include "engine/projection/tables.h"
#include "engine/status_macros.h"
#include "engine/text/fingerprint.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

// The longest text that is looked at.
constexpr uint64_t kMaxTextBytes = uint64_t{64} << 20;

// So many reports without a text are worth not being looked at again.
constexpr size_t kManyReports = 64;

Publication PublicationOf(const Report& report) {
  Publication publication = {.publisher = report.source, .days = {}};
  const absl::StatusOr<Edtf> date = Edtf::Parse(report.published);
  if (date.ok()) publication.days = date->possible();
  return publication;
}

// The reports that decisions from log position `from` on give other fields.
std::set<ReportId> AmendedSince(const View& view, uint64_t from) {
  std::set<ReportId> amended;
  const ProjectionTables& tables = view.tables();
  for (size_t i = tables.decisions.size(); i > 0; --i) {
    const DecisionRow& row = tables.decisions[i - 1];
    if (row.event < from) break;
    const auto type = static_cast<RecordType>(row.type);
    if (row.event < view.cut() &&
        (type == RecordType::kAmendment || type == RecordType::kRedaction) &&
        view.TypeOf(EventIndex(row.target)) == RecordType::kReport) {
      amended.insert(ReportId(row.target));
    }
  }
  return amended;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReportLinks>> ReportLinks::Open(
    const std::string& path, const EventLog& log, const ContentStore& contents,
    const View& view) {
  std::unique_ptr<ReportLinks> links(
      new ReportLinks(path, log, contents, view));
  absl::StatusOr<ReprintIndex> stored = ReprintIndex::Open(path);
  uint64_t from = 0;
  if (stored.ok() && links->IsUsable(*stored)) {
    from = stored->mark().applied_through;
    links->index_ = *std::move(stored);
    links->is_stored_ = true;
  }
  const absl::Status status = links->BringUpTo(from);
  if (absl::IsDataLoss(status) && links->is_stored_) {
    RETURN_IF_ERROR(links->MakeAnew());
  } else {
    RETURN_IF_ERROR(status);
  }
  return links;
}

absl::Status ReportLinks::MakeAnew() {
  index_ = ReprintIndex();
  is_stored_ = false;
  is_changed_ = true;
  return BringUpTo(0);
}

template <class Find>
auto ReportLinks::FindSoundly(Find find) {
  auto found = find();
  if (!absl::IsDataLoss(found.status()) || !is_stored_) return found;
  const absl::Status status = MakeAnew();
  return status.ok() ? find() : decltype(found)(status);
}

bool ReportLinks::IsUsable(const ReprintIndex& index) const {
  const IndexMark& mark = index.mark();
  if (mark.applied_through > view_.applied_through()) return false;
  const absl::StatusOr<Hash> root = log_.RootAt(mark.applied_through);
  return root.ok() && root->bytes == mark.root_hash;
}

// Takes in the reports that events from `from` on define or amend.
absl::Status ReportLinks::BringUpTo(uint64_t from) {
  std::set<ReportId> changed = AmendedSince(view_, from);
  for (const ReportId report : view_.Reports()) {
    if (report.value() >= from) changed.insert(report);
  }
  for (const ReportId report : changed) RETURN_IF_ERROR(AddReport(report));
  return absl::OkStatus();
}

// A new report has links of its own, and moves others only when with it
// something becomes boilerplate, or the reverse.
absl::StatusOr<bool> ReportLinks::HaveHeldSince(uint64_t position) const {
  if (!AmendedSince(view_, position).empty()) return false;
  std::vector<ReportId> added;
  for (const ReportId report : view_.Reports()) {
    if (report.value() < position) continue;
    ASSIGN_OR_RETURN(const bool has_text, index_.Contains(report));
    if (has_text) added.push_back(report);
  }
  // Where most is new, looking at everything is as quick.
  if (added.size() > index_.size() / 4) return false;
  if (RecurrenceLimit(index_.size()) !=
      RecurrenceLimit(index_.size() - added.size())) {
    return false;
  }
  ASSIGN_OR_RETURN(const std::vector<ReportId> unsettled,
                   FindUnsettled(index_, added));
  return unsettled.empty();
}

absl::StatusOr<std::string> ReportLinks::TextOf(const Report& report,
                                                const ContentStore& contents) {
  if (report.text) return contents.Get(*report.text, kMaxTextBytes);
  const bool may_be_text =
      report.media_type.empty() || absl::StartsWith(report.media_type, "text/");
  if (!report.file || !may_be_text || report.file->size_bytes > kMaxTextBytes) {
    return std::string();
  }
  ASSIGN_OR_RETURN(std::string bytes,
                   contents.Get(*report.file, kMaxTextBytes));
  if (bytes.find('\0') != std::string::npos || FindInvalidUtf8(bytes)) {
    return std::string();
  }
  return bytes;
}

absl::StatusOr<std::string> ReportLinks::WordsOf(const Report& report) const {
  const std::optional<Content>& words = report.text ? report.text : report.file;
  if (read_as_ && words == read_as_->first) return read_as_->second;
  return TextOf(report, contents_);
}

absl::Status ReportLinks::ReadAs(const Content& content, std::string text,
                                 absl::Span<const ReportId> reports) {
  read_as_.emplace(content, std::move(text));
  links_.clear();
  held_since_.reset();
  for (const ReportId report : reports) RETURN_IF_ERROR(AddReport(report));
  return absl::OkStatus();
}

absl::Status ReportLinks::AddReport(ReportId report) {
  ++looked_at_;
  ASSIGN_OR_RETURN(const bool is_there, index_.Contains(report));
  if (is_there) {
    RETURN_IF_ERROR(index_.Remove(report));
    is_changed_ = true;
  }
  ASSIGN_OR_RETURN(const Event event,
                   CurrentEvent(log_, view_, EventIndex(report.value())));
  const auto* record = std::get_if<attest::Report>(&event.record);
  if (record == nullptr) return absl::DataLossError("not a report");
  ASSIGN_OR_RETURN(const std::string text, WordsOf(*record));
  absl::StatusOr<std::vector<Fingerprint>> fingerprints =
      FingerprintText(text, index_.winnowing());
  // A text that cannot be folded is like no other.
  if (!fingerprints.ok() || fingerprints->empty()) return absl::OkStatus();
  is_changed_ = true;
  return index_.Add(report, PublicationOf(*record), *fingerprints);
}

absl::Status ReportLinks::Save() {
  if (!is_changed_ && looked_at_ < kManyReports) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Hash root, log_.RootAt(view_.applied_through()));
  const IndexMark mark = {.applied_through = view_.applied_through(),
                          .root_hash = root.bytes};
  is_changed_ = false;
  if (is_stored_ && !index_.HasLongTail()) return index_.Flush(mark);
  return index_.Save(path_, mark);
}

const std::vector<ReprintMatch>& ReportLinks::LinksOf(ReportId report) {
  std::unique_ptr<std::vector<ReprintMatch>>& known = links_[report];
  if (known == nullptr) {
    known = std::make_unique<std::vector<ReprintMatch>>();
    absl::StatusOr<std::vector<ReprintMatch>> found =
        FindSoundly([&] { return FindReprints(index_, report); });
    if (found.ok()) {
      *known = *std::move(found);
    } else if (!absl::IsNotFound(found.status())) {
      status_.Update(found.status());
    }
  }
  return *known;
}

std::optional<ByteRange> ReportLinks::QuoteOf(ClaimId claim) {
  const absl::StatusOr<Event> event = log_.Get(EventIndex(claim.value()));
  if (!event.ok()) {
    status_.Update(event.status());
    return std::nullopt;
  }
  const auto* record = std::get_if<Claim>(&event->record);
  if (record == nullptr || !record->quote || !record->quote->passage) {
    return std::nullopt;
  }
  const Passage& passage = *record->quote->passage;
  return ByteRange{passage.byte_begin, passage.byte_end};
}

TextFindings ReportLinks::Texts() {
  if (index_.size() == 0) return {};
  return {
      .links_of = [this](ReportId report) -> const std::vector<ReprintMatch>& {
        return LinksOf(report);
      },
      .quote_of = [this](ClaimId claim) { return QuoteOf(claim); },
      .have_held_since =
          [this](uint64_t position) {
            if (!held_since_ || held_since_->first != position) {
              const absl::StatusOr<bool> held =
                  FindSoundly([&] { return HaveHeldSince(position); });
              status_.Update(held.status());
              held_since_.emplace(position, held.ok() && *held);
            }
            return held_since_->second;
          }};
}

}  // namespace attest
