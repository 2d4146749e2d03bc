#include "engine/projection/string_column.h"

#include <cassert>

#include "absl/status/status.h"

namespace attest {

absl::StatusOr<StringColumn> StringColumn::Over(
    absl::Span<const uint64_t> blocks, absl::Span<const uint32_t> places,
    absl::Span<const char> bytes) {
  if (blocks.size() != (places.size() + kBlock - 1) / kBlock) {
    return absl::DataLossError("strings: wrong number of blocks");
  }
  if (places.empty() && !bytes.empty()) {
    return absl::DataLossError("strings: bytes without a string");
  }
  uint64_t last = 0;
  bool sound = true;
  for (size_t block = 0; block < blocks.size(); ++block) {
    const uint64_t start = blocks[block];
    sound &= start <= bytes.size();
    for (const uint32_t place : places.subspan(block * kBlock, kBlock)) {
      const uint64_t begin = start + place;
      sound &= begin >= last;
      last = begin;
    }
  }
  if (!sound || last > bytes.size()) {
    return absl::DataLossError("strings: places out of order or range");
  }
  StringColumn column;
  column.blocks_ = Column<uint64_t>(blocks);
  column.places_ = Column<uint32_t>(places);
  column.bytes_ = Column<char>(bytes);
  return column;
}

void StringColumn::push_back(absl::string_view value) {
  assert(value.size() <= kMaxStringBytes);
  if (size() % kBlock == 0) blocks_.push_back(bytes_.size());
  places_.push_back(static_cast<uint32_t>(bytes_.size() - blocks_.back()));
  bytes_.Append(absl::MakeConstSpan(value.data(), value.size()));
}

void StringColumn::Reserve(size_t strings, size_t bytes) {
  blocks_.Reserve((strings + kBlock - 1) / kBlock);
  places_.Reserve(strings);
  bytes_.Reserve(bytes);
}

void StringColumn::ShrinkToFit() {
  blocks_.ShrinkToFit();
  places_.ShrinkToFit();
  bytes_.ShrinkToFit();
}

}  // namespace attest
