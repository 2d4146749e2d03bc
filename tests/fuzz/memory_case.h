// MemoryCase is a case that is a list of events, for a reader of case files.

#ifndef ATTEST_TESTS_FUZZ_MEMORY_CASE_H_
#define ATTEST_TESTS_FUZZ_MEMORY_CASE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/content_sink.h"
#include "engine/ingest/existing_case.h"
#include "engine/merkle/hash.h"
#include "engine/projection/amend.h"
#include "engine/status_macros.h"

namespace attest {

class MemoryCase : public ExistingCase, public ContentSink {
 public:
  void Add(Event event) {
    if (!event.key.empty()) keys_.emplace(event.key, events_.size());
    events_.push_back(std::move(event));
  }

  [[nodiscard]] const std::vector<Event>& events() const { return events_; }

  [[nodiscard]] absl::StatusOr<std::optional<KnownRecord>> Find(
      absl::string_view key) const override {
    const auto found = keys_.find(std::string(key));
    if (found == keys_.end()) return std::nullopt;
    const Event& event = events_[found->second];
    KnownRecord known = {.type = event.type(),
                         .index = EventIndex(found->second)};
    if (const auto* entity = std::get_if<Entity>(&event.record)) {
      known.entity_kind = entity->kind;
    }
    return known;
  }

  [[nodiscard]] absl::StatusOr<std::vector<EventIndex>> FindByPrefix(
      RecordType type, absl::string_view prefix) const override {
    std::vector<EventIndex> found;
    for (size_t n = 0; n < events_.size(); ++n) {
      if (events_[n].type() == type &&
          absl::StartsWith(events_[n].key, prefix)) {
        found.emplace_back(n);
      }
    }
    return found;
  }

  [[nodiscard]] absl::StatusOr<Event> Get(EventIndex index) const override {
    if (index.value() >= events_.size()) {
      return absl::OutOfRangeError("no such event");
    }
    return events_[index.value()];
  }

  [[nodiscard]] absl::StatusOr<Event> Current(EventIndex index) const override {
    ASSIGN_OR_RETURN(Event event, Get(index));
    for (const Event& later : events_) {
      const auto* amendment = std::get_if<Amendment>(&later.record);
      if (amendment == nullptr || DefinedBy(amendment->target) != index) {
        continue;
      }
      if (auto* source = std::get_if<Source>(&event.record)) {
        RETURN_IF_ERROR(Amend(*amendment, *source));
      } else if (auto* report = std::get_if<Report>(&event.record)) {
        RETURN_IF_ERROR(Amend(*amendment, *report));
      } else if (auto* entity = std::get_if<Entity>(&event.record)) {
        RETURN_IF_ERROR(Amend(*amendment, *entity));
      }
    }
    return event;
  }

  [[nodiscard]] absl::StatusOr<std::string> KeyOf(
      EventIndex index) const override {
    ASSIGN_OR_RETURN(const Event event, Get(index));
    return event.key;
  }

  [[nodiscard]] bool IsRedactedKey(absl::string_view) const override {
    return false;
  }

  [[nodiscard]] absl::StatusOr<std::string> ReadContent(
      const Content& content) const override {
    const auto found = contents_.find(content.sha256);
    if (found == contents_.end()) return absl::NotFoundError("no such content");
    return found->second;
  }

  absl::StatusOr<Content> Store(NextPiece next) override {
    std::string bytes;
    while (true) {
      ASSIGN_OR_RETURN(const absl::string_view piece, next());
      if (piece.empty()) break;
      bytes.append(piece.data(), piece.size());
    }
    const Content content = {.sha256 = Sha256(bytes).bytes,
                             .size_bytes = bytes.size()};
    contents_.emplace(content.sha256, std::move(bytes));
    return content;
  }

 private:
  std::vector<Event> events_;
  std::map<std::string, uint64_t> keys_;
  std::map<std::array<uint8_t, 32>, std::string> contents_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FUZZ_MEMORY_CASE_H_
