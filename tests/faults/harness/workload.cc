#include "tests/faults/harness/workload.h"

#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// How many texts the reports share.
constexpr uint64_t kContents = 40;

// The same sequence with every standard library.
std::mt19937_64 Random(uint64_t seed, uint64_t number) {
  return std::mt19937_64(seed * 0x9E3779B97F4A7C15 + number);
}

std::string Letters(uint64_t count, std::mt19937_64& random) {
  std::string letters;
  for (uint64_t i = 0; i < count; ++i) {
    letters.push_back(static_cast<char>('a' + random() % 26));
  }
  return letters;
}

}  // namespace

bool Workload::IsBulk(uint64_t batch) const {
  return Random(seed_, batch)() % 5 == 0;
}

uint64_t Workload::EventsIn(uint64_t batch) const {
  std::mt19937_64 random = Random(seed_, batch);
  if (random() % 5 == 0) return 1 + random() % most_bulk_;
  const uint64_t sizes[] = {1, 1, 100, 1 + random() % 40, 1 + random() % 300};
  return sizes[random() % 5];
}

uint64_t Workload::SizeBefore(uint64_t batch) const {
  uint64_t size = 0;
  for (uint64_t i = 0; i < batch; ++i) size += EventsIn(i);
  return size;
}

absl::StatusOr<uint64_t> Workload::BatchAt(uint64_t size) const {
  uint64_t batch = 0;
  uint64_t begin = 0;
  while (begin < size) begin += EventsIn(batch++);
  if (begin == size) return batch;
  return absl::InternalError(
      absl::StrCat("the log ends inside batch ", batch - 1, ": at ", size));
}

Event Workload::EventAt(uint64_t index) const {
  std::mt19937_64 random = Random(seed_ + 1, index);
  Event event;
  event.key = absl::StrCat("key:", seed_, ":", index);
  event.by = "writer";
  if (HasContent(index)) {
    const std::string text = ContentAt(index);
    event.record = Report{.source = SourceId(0),
                          .title = Letters(random() % 50, random),
                          .text = Content{.sha256 = Sha256(text).bytes,
                                          .size_bytes = text.size()}};
    return event;
  }
  const uint64_t length = random() % 16 == 0 ? random() % 4000 : random() % 80;
  event.record = Source{.name = Letters(length, random)};
  return event;
}

std::string Workload::ContentAt(uint64_t index) const {
  std::mt19937_64 random = Random(seed_ + 2, index / 7 % kContents);
  return Letters(random() % 3000, random);
}

absl::Status Workload::Append(uint64_t batch, EventLog& log,
                              const ContentStore& contents) const {
  const uint64_t begin = log.size();
  const uint64_t end = begin + EventsIn(batch);
  std::vector<Event> events;
  for (uint64_t index = begin; index < end; ++index) {
    if (HasContent(index)) {
      RETURN_IF_ERROR(contents.Put(ContentAt(index)).status());
    }
    events.push_back(EventAt(index));
  }
  if (!IsBulk(batch)) return log.Append(events, begin).status();
  ASSIGN_OR_RETURN(
      const std::unique_ptr<BulkAppend> bulk,
      log.BeginBulk(events.size(), BulkOptions{.expected_size = begin}));
  for (const Event& event : events) RETURN_IF_ERROR(bulk->Add(event));
  return bulk->Finish().status();
}

absl::Status RunWorkload(
    const Workload& workload, uint64_t batches, EventLog& log,
    const ContentStore& contents,
    const std::function<void(const Acknowledged&)>& acknowledge) {
  ASSIGN_OR_RETURN(uint64_t batch, workload.BatchAt(log.size()));
  for (; batch < batches; ++batch) {
    RETURN_IF_ERROR(workload.Append(batch, log, contents));
    acknowledge({.size = log.size(), .root = log.root()});
  }
  return absl::OkStatus();
}

}  // namespace attest
