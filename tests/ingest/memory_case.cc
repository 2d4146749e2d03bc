#include "tests/ingest/memory_case.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/input_hasher.h"
#include "engine/ingest/same_line.h"
#include "engine/status_macros.h"

namespace attest::testing {

absl::Status MemoryCase::Add(CaseReader& reader, FileEnd end) {
  std::vector<Event> fresh;
  RETURN_IF_ERROR(reader.Emit(
      EventIndex(events_.size()), *this,
      [&fresh](Event event) {
        fresh.push_back(std::move(event));
        return absl::OkStatus();
      },
      end));
  for (Event& event : fresh) {
    if (!event.key.empty()) keys_[event.key] = events_.size();
    events_.push_back(std::move(event));
  }
  return absl::OkStatus();
}

const Event& MemoryCase::At(absl::string_view key) const {
  return events_.at(IndexOf(key));
}

uint64_t MemoryCase::IndexOf(absl::string_view key) const {
  return keys_.at(std::string(key));
}

absl::StatusOr<std::optional<KnownRecord>> MemoryCase::Find(
    absl::string_view key) const {
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

absl::StatusOr<std::vector<EventIndex>> MemoryCase::FindByPrefix(
    RecordType type, absl::string_view prefix) const {
  std::vector<EventIndex> found;
  for (size_t n = 0; n < events_.size(); ++n) {
    if (events_[n].type() == type && absl::StartsWith(events_[n].key, prefix)) {
      found.emplace_back(n);
    }
  }
  return found;
}

absl::StatusOr<Event> MemoryCase::Get(EventIndex index) const {
  if (index.value() >= events_.size()) return absl::NotFoundError("no event");
  return events_[index.value()];
}

absl::StatusOr<Event> MemoryCase::Current(EventIndex index) const {
  ASSIGN_OR_RETURN(Event event, Get(index));
  for (const Event& later : events_) {
    const auto* amendment = std::get_if<Amendment>(&later.record);
    if (amendment != nullptr && DefinedBy(amendment->target) == index) {
      ApplyAmendment(*amendment, event.record);
    }
  }
  return event;
}

absl::StatusOr<std::string> MemoryCase::KeyOf(EventIndex index) const {
  ASSIGN_OR_RETURN(const Event event, Get(index));
  return event.key;
}

bool MemoryCase::IsRedactedKey(absl::string_view key) const {
  return std::find(redacted_.begin(), redacted_.end(), key) != redacted_.end();
}

absl::StatusOr<std::string> MemoryCase::ReadContent(
    const Content& content) const {
  const auto found = contents_.find(content.sha256);
  if (found == contents_.end()) return absl::NotFoundError("no content");
  return found->second;
}

absl::StatusOr<Content> MemoryCase::Store(NextPiece next) {
  std::string bytes;
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view piece, next());
    if (piece.empty()) break;
    bytes.append(piece.data(), piece.size());
  }
  Content content = {.sha256 = InputHasher().Hash(bytes),
                     .size_bytes = bytes.size()};
  contents_[content.sha256] = std::move(bytes);
  return content;
}

absl::StatusOr<std::optional<EventIndex>> EarlyList::Begin(uint64_t events) {
  promised_ = events;
  return std::optional<EventIndex>(first_);
}

absl::Status EarlyList::Take(Event event) {
  events_.push_back(std::move(event));
  return absl::OkStatus();
}

void EarlyList::Withdraw() {
  events_.clear();
  was_withdrawn_ = true;
}

TempFolder::TempFolder() {
  std::string name =
      (std::filesystem::temp_directory_path() / "ingest-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::Write(const std::string& name,
                              absl::string_view bytes) const {
  const std::string path = Path(name);
  std::filesystem::create_directories(
      std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return path;
}

std::string ErrorsOf(const FileReading& reading) {
  std::string text;
  for (InputError error : reading.errors) {
    error.file = "f";
    absl::StrAppend(&text, FormatInputError(error), "\n");
  }
  return text;
}

}  // namespace attest::testing
