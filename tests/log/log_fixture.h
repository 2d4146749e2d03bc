// A case in a directory of its own, and a small language for what happens to
// it.

#ifndef ATTEST_TESTS_LOG_LOG_FIXTURE_H_
#define ATTEST_TESTS_LOG_LOG_FIXTURE_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/log/event_log.h"
#include "engine/merkle/compact_range.h"
#include "engine/merkle/hash.h"
#include "tests/log/random_event.h"

namespace attest {

inline Event EntityNamed(const std::string& name) {
  return {.key = name, .record = Entity{.name = name}};
}

inline std::vector<Event> Entities(uint64_t begin, uint64_t end) {
  std::vector<Event> events;
  for (uint64_t i = begin; i < end; ++i) {
    events.push_back(EntityNamed(absl::StrCat("entity:", i)));
  }
  return events;
}

class LogTest : public ::testing::Test {
 protected:
  LogTest() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    root_ =
        Temporary() / absl::StrCat("attest_", getpid(), "_",
                                   test->test_suite_name(), "_", test->name());
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
  }
  ~LogTest() override {
    log_.reset();
    std::filesystem::remove_all(root_);
  }

  [[nodiscard]] std::string Path(const std::string& name) const {
    return (root_ / name).string();
  }
  [[nodiscard]] std::string Case() const { return Path("case"); }

  // A clock that goes on by a second at each call.
  Clock Ticking() {
    return [this] { return now_ += absl::Seconds(1); };
  }

  void Create() {
    auto created = EventLog::Create(
        Case(), {.origin = "example.org/case", .clock = Ticking()});
    ASSERT_TRUE(created.ok()) << created.status();
    log_ = *std::move(created);
  }

  // Opens the case anew, closing it first.
  absl::Status Open(Access access) {
    log_.reset();
    auto opened =
        EventLog::Open(Case(), {.access = access, .clock = Ticking()});
    if (!opened.ok()) return opened.status();
    log_ = *std::move(opened);
    return absl::OkStatus();
  }

  void Close() { log_.reset(); }

  uint64_t Append(const std::vector<Event>& events) {
    const auto first = log_->Append(events);
    EXPECT_TRUE(first.ok()) << first.status();
    return first.ok() ? first->value() : ~uint64_t{0};
  }

  // Appends entities so that the log has `size` events, `batch` at a time.
  void GrowTo(uint64_t size, uint64_t batch) {
    while (log_->size() < size) {
      const uint64_t begin = log_->size();
      Append(Entities(begin, std::min(size, begin + batch)));
    }
  }

  void Copy(const std::string& from, const std::string& to) {
    std::filesystem::remove_all(Path(to));
    std::filesystem::copy(Path(from), Path(to),
                          std::filesystem::copy_options::recursive);
  }

  static std::string ReadFile(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  static void WriteFile(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  static void FlipByte(const std::string& path, size_t at) {
    std::string bytes = ReadFile(path);
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    WriteFile(path, bytes);
  }

  // The only file of the database whose name ends so.
  [[nodiscard]] std::string DatabaseFile(const std::string& ending) const {
    std::string found;
    for (const auto& entry :
         std::filesystem::directory_iterator(Path("case/db"))) {
      const std::string path = entry.path().string();
      if (path.size() >= ending.size() &&
          path.compare(path.size() - ending.size(), ending.size(), ending) ==
              0) {
        found = std::max(found, path);
      }
    }
    return found;
  }

  // Every file below the case, with its bytes.
  [[nodiscard]] std::map<std::string, std::string> Everything() const {
    std::map<std::string, std::string> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(Path("case"))) {
      if (entry.is_regular_file()) {
        files[entry.path().string()] = ReadFile(entry.path().string());
      }
    }
    return files;
  }

  // The root over the stored bytes of [0, size), hashed one by one.
  static Hash SlowRoot(const EventLog& log, uint64_t size) {
    CompactRange range;
    for (uint64_t i = 0; i < size; ++i) {
      const auto bytes = log.GetBytes(EventIndex(i));
      EXPECT_TRUE(bytes.ok()) << bytes.status();
      range.Append(HashLeaf(*bytes));
    }
    return range.Root();
  }

  // In memory, where there is such a place: syncs are counted here, not felt.
  static std::filesystem::path Temporary() {
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::is_directory(memory)
               ? memory
               : std::filesystem::path(::testing::TempDir());
  }

  std::filesystem::path root_;
  absl::Time now_ = absl::FromUnixSeconds(1700000000);
  std::unique_ptr<EventLog> log_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_LOG_LOG_FIXTURE_H_
