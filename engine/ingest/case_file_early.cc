// Events that are handed out while the file is still read.

#include <algorithm>
#include <utility>

#include "engine/ingest/case_file.h"
#include "engine/model/references.h"
#include "engine/status_macros.h"

namespace attest {

absl::Status CaseFile::BeginEarly(EarlyEvents* early, uint64_t lines) {
  if (early == nullptr || lines == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<EventIndex> first,
                   early->Begin(lines + 1));
  if (!first) return absl::OkStatus();
  early_ = early;
  first_ = *first;
  early_close_ = EventIndex(first->value() + lines);
  return absl::OkStatus();
}

// Hands the event of a line out if the line is new; the caller sees whether
// it was.
absl::Status CaseFile::HandOut(const LineState& state, ParsedLine& parsed) {
  if (!state.key) return absl::OkStatus();
  KeyEntry& own = keys_.entry(*state.key);
  Event& event = parsed.event;
  if (!own.is_new || own.line != state.number || own.type != event.type()) {
    return absl::OkStatus();
  }
  const Report* const report = ReportIn(event.record);
  const bool has_contents = report != nullptr && (report->file || report->text);
  // An earlier quote may be of the text that is now amended in.
  if (has_contents && parsed.target) return absl::OkStatus();
  // More lines than were counted: the file has changed, which Emit says.
  if (first_.value() + handed_out_ == early_close_.value()) {
    return absl::OkStatus();
  }
  if (has_contents) early_contents_.push_back(*state.key);
  own.position = static_cast<uint32_t>(handed_out_);
  RemapReferences(event, [this](EventIndex handle) {
    const KeyEntry& entry = keys_.entry(static_cast<KeyHandle>(handle.value()));
    return EventIndex(entry.state == KeyState::kExisting
                          ? entry.location
                          : first_.value() + entry.position);
  });
  event.closed_by = early_close_;
  ++handed_out_;
  return early_->Take(std::move(event));
}

void CaseFile::WithdrawEarly() {
  if (early_ == nullptr) return;
  early_->Withdraw();
  early_ = nullptr;
  early_contents_ = {};
  keys_.Visit([this](KeyHandle key) {
    if (keys_.entry(key).is_new) new_lines_.push_back(key);
    return true;
  });
  std::sort(new_lines_.begin(), new_lines_.end(),
            [this](KeyHandle a, KeyHandle b) {
              return keys_.entry(a).line < keys_.entry(b).line;
            });
}

// Stores the contents of the lines whose events were handed out.
absl::Status CaseFile::StoreHandedOut(ContentSink& sink) {
  for (KeyHandle key : early_contents_) {
    ASSIGN_OR_RETURN(ParsedLine line, ReadElsewhere(keys_.entry(key).location));
    Report* const report = ReportIn(line.event.record);
    if (report == nullptr) return Changed();
    RETURN_IF_ERROR(StoreContents(line, *report, sink));
  }
  return absl::OkStatus();
}

}  // namespace attest
