#include "engine/projection/snapshot_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "engine/projection/snapshot_columns.h"
#include "engine/projection/stable_hash.h"
#include "tests/reference/graph_snapshot_bytes.h"

namespace attest {
namespace {

using reference::Poke;
using reference::ReadBytes;
using reference::SealAll;
using reference::SealHeader;
using reference::TemporaryFolder;
using reference::WriteBytes;
using snapshot_layout::EntryOffset;
using testing::ElementsAre;

constexpr uint32_t kLayout = 7;
// Where the header page keeps them.
constexpr size_t kSectionsAt = 12;
constexpr size_t kFileBytesAt = 24;

SnapshotIdentity Identity() {
  SnapshotIdentity identity{.layout = kLayout, .applied_through = 1234};
  identity.root_hash.fill(0x5a);
  return identity;
}

const std::vector<uint32_t> kNumbers = {3, 1, 4, 1, 5, 9, 2, 6};
const std::vector<uint64_t> kRising = {0, 2, 2, 7};

class SnapshotFileTest : public testing::Test {
 protected:
  SnapshotFileTest() : path_(folder_.File("projection")) {}

  // Sections 1: numbers in two parts, 2: none, 5: rising, 9: one byte.
  void WriteSmall() {
    auto writer = SnapshotWriter::Create(path_, Identity());
    ASSERT_TRUE(writer.ok()) << writer.status();
    const absl::Span<const uint32_t> numbers(kNumbers);
    ASSERT_TRUE((*writer)->Add(1, numbers.first(5), numbers.subspan(5)).ok());
    ASSERT_TRUE((*writer)->Add(2, absl::Span<const uint64_t>()).ok());
    ASSERT_TRUE((*writer)->Add(5, absl::MakeConstSpan(kRising)).ok());
    ASSERT_TRUE((*writer)->AddSingle(9, uint8_t{42}).ok());
    ASSERT_TRUE((*writer)->Finish().ok());
  }
  [[nodiscard]] absl::StatusOr<std::unique_ptr<SnapshotFile>> Open() const {
    return SnapshotFile::Open(path_, kLayout);
  }
  // Opens and reads all that WriteSmall() wrote.
  [[nodiscard]] absl::Status ReadSmall() const {
    ASSIGN_OR_RETURN(const auto file, Open());
    ASSIGN_OR_RETURN(const auto numbers, file->Section<uint32_t>(1));
    ASSIGN_OR_RETURN(const auto none, file->Section<uint64_t>(2));
    ASSIGN_OR_RETURN(const auto rising, file->Section<uint64_t>(5));
    ASSIGN_OR_RETURN(const uint8_t one, file->Single<uint8_t>(9));
    EXPECT_THAT(numbers, testing::ElementsAreArray(kNumbers));
    EXPECT_THAT(none, ElementsAre());
    EXPECT_THAT(rising, testing::ElementsAreArray(kRising));
    EXPECT_EQ(one, 42);
    EXPECT_EQ(file->identity(), Identity());
    return file->VerifyAll();
  }

  TemporaryFolder folder_;
  std::string path_;
};

TEST_F(SnapshotFileTest, ReadsWhatWasWritten) {
  WriteSmall();
  EXPECT_TRUE(ReadSmall().ok()) << ReadSmall();
  const auto file = Open();
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE((*file)->Has(5));
  EXPECT_FALSE((*file)->Has(4));
  EXPECT_EQ((*file)->file_bytes(), std::filesystem::file_size(path_));
  EXPECT_EQ(folder_.Files(), 1u);
}

TEST_F(SnapshotFileTest, SectionsAreAlignedAndTheFileIsPrivate) {
  WriteSmall();
  const auto file = Open();
  ASSERT_TRUE(file.ok());
  const auto rising = (*file)->Section<uint64_t>(5);
  ASSERT_TRUE(rising.ok());
  EXPECT_EQ(reinterpret_cast<uintptr_t>(rising->data()) % 64, 0u);
  struct stat status = {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST_F(SnapshotFileTest, AMissingFileIsNotFound) {
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SnapshotFileTest, WhatIsNotASnapshotIsDataLoss) {
  std::filesystem::create_directory(path_);
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
  std::filesystem::remove(path_);
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
  std::filesystem::remove(path_);
  WriteBytes(path_, std::string(10'000, 'x'));
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SnapshotFileTest, AnotherLayoutIsDataLoss) {
  WriteSmall();
  EXPECT_EQ(SnapshotFile::Open(path_, kLayout + 1).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(SnapshotFileTest, AskingForTheWrongThingIsDataLoss) {
  WriteSmall();
  const auto file = Open();
  ASSERT_TRUE(file.ok());
  const auto code = [](const absl::Status& status) { return status.code(); };
  EXPECT_EQ(code((*file)->Section<uint32_t>(3).status()),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(code((*file)->Section<uint64_t>(1).status()),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(code((*file)->Single<uint32_t>(1).status()),
            absl::StatusCode::kDataLoss);
}

TEST_F(SnapshotFileTest, ChecksAreMadeEveryTime) {
  WriteSmall();
  const auto file = Open();
  ASSERT_TRUE(file.ok());
  for (int time = 0; time < 2; ++time) {
    EXPECT_TRUE((*file)->Section<uint32_t>(1, Below<uint32_t>{10}).ok());
    EXPECT_EQ((*file)->Section<uint32_t>(1, Below<uint32_t>{9}).status().code(),
              absl::StatusCode::kDataLoss);
    EXPECT_EQ(
        (*file)->Section<uint32_t>(1, Rising<uint32_t>{9}).status().code(),
        absl::StatusCode::kDataLoss);
    EXPECT_TRUE((*file)->Section<uint64_t>(5, Rising<uint64_t>{7}).ok());
    EXPECT_EQ(
        (*file)->Section<uint64_t>(5, Rising<uint64_t>{6}).status().code(),
        absl::StatusCode::kDataLoss);
  }
}

TEST_F(SnapshotFileTest, AByteChangedIsFoundOrChangesNothing) {
  WriteSmall();
  const std::string good = ReadBytes(path_);
  size_t unnoticed = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    WriteBytes(path_, bad);
    // ReadSmall expects the good content whenever the file is accepted.
    const absl::Status status = ReadSmall();
    if (status.ok()) {
      ++unnoticed;
    } else {
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << "byte " << i;
    }
  }
  // Only the filling between sections is nobody's.
  EXPECT_LT(unnoticed, size_t{3} * snapshot_layout::kAlignment);
}

TEST_F(SnapshotFileTest, AFileCutShortOrGrownIsDataLoss) {
  WriteSmall();
  const std::string good = ReadBytes(path_);
  for (size_t size = 0; size < good.size(); ++size) {
    WriteBytes(path_, good.substr(0, size));
    EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss) << size;
  }
  WriteBytes(path_, good + '\0');
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
}

// Reads every byte of every section that the file gives out.
uint64_t ReadEverything(const SnapshotFile& file) {
  uint64_t sum = 0;
  for (uint32_t id = 0; id < 16; ++id) {
    const auto add = [&sum](const auto& section) {
      if (!section.ok()) return;
      for (const auto value : *section) sum += value;
    };
    add(file.Section<uint8_t>(id));
    add(file.Section<uint32_t>(id, Below<uint32_t>{1000}));
    add(file.Section<uint64_t>(id, Rising<uint64_t>{1000}));
  }
  return sum;
}

TEST_F(SnapshotFileTest, AForgedHeaderNeverLeadsOutOfTheFile) {
  WriteSmall();
  const std::string good = ReadBytes(path_);
  const std::vector<uint64_t> wild = {0,           1,
                                      63,          64,
                                      4095,        4096,
                                      4160,        good.size() - 1,
                                      good.size(), good.size() + 64,
                                      1 << 20,     0x7fffffff,
                                      0xffffffff,  ~uint64_t{63},
                                      ~uint64_t{0}};
  const auto try_it = [this](std::string bytes) {
    for (const bool everywhere : {false, true}) {
      if (everywhere) SealAll(bytes);
      SealHeader(bytes);
      WriteBytes(path_, bytes);
      const auto file = Open();
      if (file.ok()) ReadEverything(**file);
    }
  };
  for (const uint64_t value : wild) {
    for (size_t section = 0; section < 4; ++section) {
      const size_t at = EntryOffset(section);
      for (const size_t member : {size_t{0}, size_t{4}}) {
        std::string bad = good;
        Poke(bad, at + member, static_cast<uint32_t>(value));
        try_it(bad);
      }
      for (const size_t member : {size_t{8}, size_t{16}, size_t{24}}) {
        std::string bad = good;
        Poke(bad, at + member, value);
        try_it(bad);
      }
    }
    std::string bad = good;
    Poke(bad, kSectionsAt, static_cast<uint32_t>(value));
    try_it(bad);
    bad = good;
    Poke(bad, kFileBytesAt, value);
    try_it(bad);
  }
}

TEST_F(SnapshotFileTest, AForgedSectionCountOrOrderIsDataLoss) {
  WriteSmall();
  const std::string good = ReadBytes(path_);
  std::string bad = good;
  Poke(bad, kSectionsAt, static_cast<uint32_t>(kMaxSections + 1));
  SealHeader(bad);
  WriteBytes(path_, bad);
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
  bad = good;
  Poke(bad, EntryOffset(1), uint32_t{1});  // the id of the section before
  SealHeader(bad);
  WriteBytes(path_, bad);
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SnapshotFileTest, AnUnfinishedWriterLeavesTheOldFile) {
  WriteSmall();
  {
    auto writer = SnapshotWriter::Create(path_, Identity());
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE((*writer)->AddSingle(1, uint32_t{1}).ok());
    EXPECT_EQ(folder_.Files(), 2u);
    EXPECT_TRUE(ReadSmall().ok());
  }
  EXPECT_EQ(folder_.Files(), 1u);
  EXPECT_TRUE(ReadSmall().ok());
}

TEST_F(SnapshotFileTest, AReplacedFileStaysReadableWhereItIsMapped) {
  WriteSmall();
  const auto old_file = Open();
  ASSERT_TRUE(old_file.ok());
  auto writer = SnapshotWriter::Create(path_, Identity());
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE((*writer)->AddSingle(1, uint32_t{77}).ok());
  ASSERT_TRUE((*writer)->Finish().ok());
  const auto numbers = (*old_file)->Section<uint32_t>(1);
  ASSERT_TRUE(numbers.ok()) << numbers.status();
  EXPECT_THAT(*numbers, testing::ElementsAreArray(kNumbers));
  const auto new_file = Open();
  ASSERT_TRUE(new_file.ok());
  EXPECT_EQ(*(*new_file)->Single<uint32_t>(1), 77u);
}

TEST_F(SnapshotFileTest, TheWriterRefusesSectionsOutOfOrderAndTooMany) {
  auto writer = SnapshotWriter::Create(path_, Identity());
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE((*writer)->AddSingle(5, uint8_t{0}).ok());
  EXPECT_EQ((*writer)->AddSingle(5, uint8_t{0}).code(),
            absl::StatusCode::kInvalidArgument);
  for (uint32_t i = 1; i < kMaxSections; ++i) {
    ASSERT_TRUE((*writer)->AddSingle(5 + i, uint8_t{0}).ok());
  }
  EXPECT_EQ((*writer)->AddSingle(1000, uint8_t{0}).code(),
            absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE((*writer)->Finish().ok());
  EXPECT_EQ((*writer)->Finish().code(), absl::StatusCode::kFailedPrecondition);
  const auto file = Open();
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE((*file)->VerifyAll().ok());
}

TEST_F(SnapshotFileTest, AFolderThatIsNotThereIsUnavailable) {
  EXPECT_EQ(SnapshotWriter::Create(folder_.File("no/projection"), Identity())
                .status()
                .code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(SnapshotFileTest, AFullDiskIsUnavailableAndLeavesNoFile) {
  WriteSmall();
  struct rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  struct rlimit tight = before;
  tight.rlim_cur = 100'000;
  const auto old_handler = signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  absl::Status added;
  absl::Status finished;
  {
    auto writer = SnapshotWriter::Create(path_, Identity());
    const std::vector<uint64_t> large(50'000, 1);
    if (writer.ok()) added = (*writer)->Add(1, absl::MakeConstSpan(large));
    if (writer.ok()) finished = (*writer)->Finish();
  }
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_EQ(signal(SIGXFSZ, old_handler), SIG_IGN);
  EXPECT_EQ(added.code(), absl::StatusCode::kUnavailable) << added;
  EXPECT_EQ(finished.code(), absl::StatusCode::kUnavailable) << finished;
  EXPECT_EQ(folder_.Files(), 1u);
  EXPECT_TRUE(ReadSmall().ok());
}

TEST_F(SnapshotFileTest, ManyThreadsReadAtOnce) {
  WriteSmall();
  const auto file = Open();
  ASSERT_TRUE(file.ok());
  std::vector<std::thread> threads;
  std::vector<uint64_t> sums(4, 0);
  threads.reserve(sums.size());
  for (uint64_t& sum : sums) {
    threads.emplace_back([&sum, &file] { sum = ReadEverything(**file); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(sums, testing::Each(sums[0]));
}

TEST_F(SnapshotFileTest, ColumnsStringsListsAndIndexesComeBack) {
  Column<uint32_t> column(std::vector<uint32_t>{1, 2, 3});
  StringColumn strings;
  for (int i = 0; i < 600; ++i) strings.push_back(std::to_string(i));
  GroupedLists<uint32_t> lists;
  lists.Grow(3);
  lists.Append(2, 8);
  lists.Append(0, 9);
  lists.Append(2, 10);
  HashIndex index;
  const auto hash_of = [&](uint32_t i) { return StableHash(strings[i]); };
  for (uint32_t i = 0; i < 600; ++i) index.Insert(hash_of(i), i, hash_of);
  auto writer = SnapshotWriter::Create(path_, Identity());
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE(SaveColumn(column, 10, **writer).ok());
  ASSERT_TRUE(SaveStrings(strings, 20, **writer).ok());
  ASSERT_TRUE(SaveLists(lists, 30, **writer).ok());
  ASSERT_TRUE(SaveHashIndex(index, hash_of, 40, **writer).ok());
  ASSERT_TRUE((*writer)->Finish().ok());

  const auto file = Open();
  ASSERT_TRUE(file.ok());
  const auto column2 = OpenColumn<uint32_t>(**file, 10, Below<uint32_t>{4});
  ASSERT_TRUE(column2.ok());
  EXPECT_THAT(column2->Flatten(), ElementsAre(1, 2, 3));
  const auto strings2 = MapStrings(**file, 20);
  ASSERT_TRUE(strings2.ok());
  ASSERT_TRUE(CheckStrings(*strings2, **file, 20).ok());
  ASSERT_EQ(strings2->size(), 600u);
  EXPECT_EQ((*strings2)[599], "599");
  const auto lists2 = OpenLists<uint32_t>(**file, 30, Below<uint32_t>{11});
  ASSERT_TRUE(lists2.ok());
  EXPECT_THAT(std::vector<uint32_t>((*lists2)[2].begin(), (*lists2)[2].end()),
              ElementsAre(8, 10));
  EXPECT_FALSE(OpenLists<uint32_t>(**file, 30, Below<uint32_t>{10}).ok());
  const auto index2 = OpenHashIndex(**file, 40, 600);
  ASSERT_TRUE(index2.ok());
  for (uint32_t i = 0; i < 600; ++i) {
    EXPECT_EQ(index2->Find(hash_of(i), [i](uint32_t j) { return i == j; }), i);
  }
  EXPECT_FALSE(OpenHashIndex(**file, 40, 599).ok());
}

}  // namespace
}  // namespace attest
