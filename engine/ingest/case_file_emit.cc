// From good lines to events.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/ingest/case_file.h"
#include "engine/ingest/derived_id.h"
#include "engine/ingest/same_line.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

std::string BaseName(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

}  // namespace

absl::Status CaseFile::Changed() const {
  return absl::AbortedError(
      absl::StrCat(reading_.name, ": the file changed while it was read"));
}

absl::Status CaseFile::PlanEmission() {
  if (early_ != nullptr) {
    reading_.new_events = handed_out_;
    return absl::OkStatus();
  }
  std::vector<KeyHandle> lines;
  lines.reserve(new_lines_.size());
  for (KeyHandle key : new_lines_) {
    if (keys_.entry(key).is_new) lines.push_back(key);
  }
  reading_.new_events = lines.size();
  if (!put_off_.empty()) {
    std::sort(lines.begin(), lines.end(), [this](KeyHandle a, KeyHandle b) {
      return keys_.entry(a).line < keys_.entry(b).line;
    });
  }
  // While the order is sought, a position is that in the file.
  for (uint32_t rank = 0; rank < lines.size(); ++rank) {
    keys_.entry(lines[rank]).position = rank;
  }
  if (!put_off_.empty()) {
    ASSIGN_OR_RETURN(const std::vector<uint32_t> order,
                     EmissionOrder(
                         static_cast<uint32_t>(lines.size()),
                         [&](uint32_t rank) {
                           return keys_.entry(lines[rank]).was_deferred;
                         },
                         [&](uint32_t rank) { return UsesOf(lines[rank]); }));
    std::vector<KeyHandle> ordered;
    ordered.reserve(order.size());
    for (uint32_t rank : order) ordered.push_back(lines[rank]);
    lines = std::move(ordered);
    for (uint32_t rank = 0; rank < lines.size(); ++rank) {
      keys_.entry(lines[rank]).position = rank;
    }
  }
  emission_ = std::move(lines);
  new_lines_ = {};
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Reference>> CaseFile::ReferencesOf(KeyHandle key) {
  ASSIGN_OR_RETURN(const ParsedLine line,
                   ReadElsewhere(keys_.entry(key).location));
  std::vector<Reference> references(line.references.begin(),
                                    line.references.end());
  if (keys_.entry(key).type == RecordType::kAmendment && line.has_key &&
      line.event.type() != RecordType::kAmendment) {
    // The amended record itself is in the case.
    for (Reference& reference : references) reference.may_be_later = false;
  }
  if (line.quoted) {
    const auto amendment = content_amendments_.find(*line.quoted);
    if (amendment != content_amendments_.end()) {
      Reference text;
      text.key = amendment->second;
      text.may_be_later = true;
      references.push_back(std::move(text));
    }
  }
  return references;
}

absl::StatusOr<Uses> CaseFile::UsesOf(KeyHandle key) {
  ASSIGN_OR_RETURN(const std::vector<Reference> references, ReferencesOf(key));
  const bool amends = keys_.entry(key).type == RecordType::kAmendment;
  Uses uses;
  for (const Reference& reference : references) {
    const KeyEntry& entry = keys_.entry(reference.key);
    if (!entry.is_new || reference.key == key) continue;
    const bool may_be_later = reference.may_be_later && !amends;
    (may_be_later ? uses.rather_first : uses.first).push_back(entry.position);
  }
  return uses;
}

absl::Status CaseFile::Emit(EventIndex first, FileEnd end, ContentSink& sink,
                            absl::FunctionRef<absl::Status(Event)> emit) {
  const uint64_t events = early_ == nullptr ? emission_.size() : handed_out_;
  if (events == 0) return absl::OkStatus();
  const EventIndex last(first.value() + events);
  if (early_ != nullptr) {
    if (first != first_ || end != FileEnd::kClosed) {
      return absl::FailedPreconditionError(
          "the events were handed out for another place");
    }
    if (last != early_close_) return Changed();
    RETURN_IF_ERROR(StoreHandedOut(sink));
  }
  first_ = first;
  texts_.Clear();
  for (KeyHandle key : emission_) {
    ASSIGN_OR_RETURN(Event event, MakeEvent(key, sink));
    if (end == FileEnd::kClosed) event.closed_by = last;
    RETURN_IF_ERROR(emit(std::move(event)));
  }
  ASSIGN_OR_RETURN(const FileHash hash, HashFile(file_));
  if (hash.sha256 != reading_.sha256) return Changed();
  if (end == FileEnd::kOpen) return absl::OkStatus();
  const OriginalFile original =
      original_.value_or(OriginalFile{.name = reading_.name,
                                      .lines = reading_.lines,
                                      .sha256 = reading_.sha256,
                                      .note = {}});
  Event closed;
  closed.note = original.note;
  closed.record = FileClosed{.first = first,
                             .name = BaseName(original.name),
                             .lines = original.lines,
                             .sha256 = original.sha256};
  return emit(std::move(closed));
}

absl::StatusOr<Event> CaseFile::MakeEvent(KeyHandle key, ContentSink& sink) {
  const KeyEntry& entry = keys_.entry(key);
  Line line;
  ASSIGN_OR_RETURN(const bool got, lines_.ReadAt(entry.location, line));
  if (!got || line.is_too_long || json_.Parse(line.text)) return Changed();
  errors_.Begin(line.text);
  PrefetchKeys(json_.root());
  ParsedLine parsed;
  id_mode_ = IdMode::kFinalIndexes;
  ParseRecord(json_.root(), {.list_stated = options_.amend}, *this, errors_,
              parsed);
  id_mode_ = IdMode::kHandles;
  RETURN_IF_ERROR(status_);
  if (!errors_.empty()) return Changed();
  Event& event = parsed.event;
  if (Report* const report = ReportIn(event.record)) {
    SetKnownContents(parsed, entry.location, *report);
    RETURN_IF_ERROR(StoreContents(parsed, *report, sink));
  }
  if (parsed.quoted) {
    bool has_no_text = false;
    RETURN_IF_ERROR(AnchorQuoteOf(parsed, event, has_no_text));
    if (has_no_text || !errors_.empty()) return Changed();
  }
  if (event.type() != entry.type) {
    RETURN_IF_ERROR(MakeAmendment(parsed, event));
  }
  event.key = std::string(keys_.key(key));
  return std::move(parsed.event);
}

// Turns a line whose key is in the case into an amendment of that.
absl::Status CaseFile::MakeAmendment(const ParsedLine& parsed, Event& event) {
  const KeyHandle target = Resolve(event.key);
  const KeyEntry& entry = keys_.entry(target);
  if (entry.state != KeyState::kExisting || entry.type != event.type()) {
    return Changed();
  }
  ASSIGN_OR_RETURN(const Event current,
                   existing_.Current(EventIndex(entry.location)));
  ASSIGN_OR_RETURN(const Event line, WithExistingIndexes(json_.root(), event));
  event.record = AmendmentTo(
      event, TargetOf(event.type(), entry.location).value_or(Target()),
      DifferingFields(current, line, parsed.stated));
  return absl::OkStatus();
}

}  // namespace attest
