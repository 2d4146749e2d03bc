#include "engine/ingest/overlay_case.h"

#include <utility>

#include "absl/strings/match.h"
#include "engine/ingest/input_hasher.h"
#include "engine/ingest/same_line.h"
#include "engine/status_macros.h"

namespace attest {

// Keeps contents in the spool.
class OverlayCase::Contents : public ContentSink {
 public:
  explicit Contents(OverlayCase& overlay) : overlay_(overlay) {}

  absl::StatusOr<Content> Store(NextPiece next) override {
    TempSpool& spool = *overlay_.spool_;
    const uint64_t begin = spool.size_bytes();
    InputHasher hasher;
    Content content;
    while (true) {
      ASSIGN_OR_RETURN(const absl::string_view piece, next());
      if (piece.empty()) break;
      hasher.Update(piece);
      content.size_bytes += piece.size();
      RETURN_IF_ERROR(spool.Append(piece).status());
    }
    content.sha256 = hasher.Finish();
    overlay_.contents_.emplace(content.sha256, begin);
    return content;
  }

 private:
  OverlayCase& overlay_;
};

absl::Status OverlayCase::AddFile(CaseReader& reader) {
  if (!spool_) {
    ASSIGN_OR_RETURN(spool_, TempSpool::Make());
  }
  Contents contents(*this);
  return reader.Emit(
      EventIndex(size_ + events_.size()), contents,
      [this](Event event) -> absl::Status {
        const EventIndex index(size_ + events_.size());
        if (!event.key.empty()) keys_.emplace(event.key, index);
        if (const auto* amendment = std::get_if<Amendment>(&event.record)) {
          const EventIndex target = DefinedBy(amendment->target);
          ASSIGN_OR_RETURN(Event current, Current(target));
          ApplyAmendment(*amendment, current.record);
          amended_[target] = std::move(current);
        }
        events_.push_back(std::move(event));
        return absl::OkStatus();
      });
}

absl::StatusOr<std::optional<KnownRecord>> OverlayCase::Find(
    absl::string_view key) const {
  const auto found = keys_.find(key);
  if (found == keys_.end()) return base_.Find(key);
  const Event& event = events_[found->second.value() - size_];
  KnownRecord known = {.type = event.type(), .index = found->second};
  if (const auto* entity = std::get_if<Entity>(&event.record)) {
    known.entity_kind = entity->kind;
  }
  return known;
}

absl::StatusOr<std::vector<EventIndex>> OverlayCase::FindByPrefix(
    RecordType type, absl::string_view prefix) const {
  ASSIGN_OR_RETURN(std::vector<EventIndex> found,
                   base_.FindByPrefix(type, prefix));
  for (size_t n = 0; n < events_.size(); ++n) {
    if (events_[n].type() == type && absl::StartsWith(events_[n].key, prefix)) {
      found.emplace_back(size_ + n);
    }
  }
  return found;
}

absl::StatusOr<Event> OverlayCase::Get(EventIndex index) const {
  if (index.value() < size_) return base_.Get(index);
  return events_.at(index.value() - size_);
}

absl::StatusOr<Event> OverlayCase::Current(EventIndex index) const {
  const auto found = amended_.find(index);
  if (found != amended_.end()) return found->second;
  if (index.value() < size_) return base_.Current(index);
  return events_.at(index.value() - size_);
}

absl::StatusOr<std::string> OverlayCase::KeyOf(EventIndex index) const {
  if (index.value() < size_) return base_.KeyOf(index);
  return events_.at(index.value() - size_).key;
}

bool OverlayCase::IsRedactedKey(absl::string_view key) const {
  return base_.IsRedactedKey(key);
}

absl::StatusOr<std::string> OverlayCase::ReadContent(
    const Content& content) const {
  const auto found = contents_.find(content.sha256);
  if (found == contents_.end()) return base_.ReadContent(content);
  return spool_->Read(found->second, content.size_bytes);
}

}  // namespace attest
