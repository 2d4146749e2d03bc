// A case in memory, and a folder on disk to read files from.

#ifndef ATTEST_TESTS_INGEST_MEMORY_CASE_H_
#define ATTEST_TESTS_INGEST_MEMORY_CASE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/case_reader.h"
#include "engine/ingest/early_events.h"

namespace attest::testing {

// Takes what readers emit, as a log would.
class MemoryCase : public ExistingCase, public ContentSink {
 public:
  // Emits what `reader` read last into this case, all or nothing.
  absl::Status Add(CaseReader& reader, FileEnd end = FileEnd::kClosed);

  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  // The event called `key`. Requires: there is one.
  [[nodiscard]] const Event& At(absl::string_view key) const;
  [[nodiscard]] uint64_t IndexOf(absl::string_view key) const;
  [[nodiscard]] size_t content_count() const { return contents_.size(); }
  void Redact(absl::string_view key) { redacted_.emplace_back(key); }

  [[nodiscard]] absl::StatusOr<std::optional<KnownRecord>> Find(
      absl::string_view key) const override;
  [[nodiscard]] absl::StatusOr<std::vector<EventIndex>> FindByPrefix(
      RecordType type, absl::string_view prefix) const override;
  [[nodiscard]] absl::StatusOr<Event> Get(EventIndex index) const override;
  [[nodiscard]] absl::StatusOr<Event> Current(EventIndex index) const override;
  [[nodiscard]] absl::StatusOr<std::string> KeyOf(
      EventIndex index) const override;
  [[nodiscard]] bool IsRedactedKey(absl::string_view key) const override;
  [[nodiscard]] absl::StatusOr<std::string> ReadContent(
      const Content& content) const override;
  absl::StatusOr<Content> Store(NextPiece next) override;

 private:
  std::vector<Event> events_;
  std::map<std::string, uint64_t> keys_;
  std::map<std::array<uint8_t, 32>, std::string> contents_;
  std::vector<std::string> redacted_;
};

// Takes the events that a reader hands out early.
class EarlyList : public EarlyEvents {
 public:
  explicit EarlyList(EventIndex first) : first_(first) {}

  absl::StatusOr<std::optional<EventIndex>> Begin(uint64_t events) override;
  absl::Status Take(Event event) override;
  void Withdraw() override;

  [[nodiscard]] bool was_withdrawn() const { return was_withdrawn_; }
  [[nodiscard]] uint64_t promised() const { return promised_; }
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }

 private:
  const EventIndex first_;
  uint64_t promised_ = 0;
  std::vector<Event> events_;
  bool was_withdrawn_ = false;
};

// A folder that is removed with what is in it.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] std::string Path(const std::string& name) const {
    return path_ + "/" + name;
  }
  // Writes a file and returns its path.
  std::string Write(const std::string& name, absl::string_view bytes) const;

 private:
  std::string path_;
};

// The errors of a reading, a line each, without the path of the folder.
[[nodiscard]] std::string ErrorsOf(const FileReading& reading);

}  // namespace attest::testing

#endif  // ATTEST_TESTS_INGEST_MEMORY_CASE_H_
