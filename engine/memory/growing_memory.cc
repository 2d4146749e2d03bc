#include "engine/memory/growing_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <utility>

#include "absl/status/statusor.h"
#include "engine/memory/temporary_file.h"

namespace attest {
namespace {

constexpr size_t kFirstBytes = 64;
// A file grows by so much, or by a part of what it is.
constexpr size_t kStepBytes = size_t{2} << 20;
constexpr size_t kPartOfAll = 32;

size_t WholeSteps(size_t bytes) {
  return (bytes + kStepBytes - 1) / kStepBytes * kStepBytes;
}

}  // namespace

GrowingMemory::~GrowingMemory() {
  if (is_in_file()) {
    munmap(data_, capacity_);
    close(file_);
  } else {
    std::free(data_);
  }
}

GrowingMemory::GrowingMemory(GrowingMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)),
      held_bytes_(other.held_bytes_),
      file_(std::exchange(other.file_, -1)) {}

GrowingMemory& GrowingMemory::operator=(GrowingMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(capacity_, other.capacity_);
  std::swap(held_bytes_, other.held_bytes_);
  std::swap(file_, other.file_);
  return *this;
}

void GrowingMemory::Grow(size_t bytes) {
  if (bytes <= capacity_) return;
  if (!is_in_file() && bytes > held_bytes_) MoveToFile(bytes);
  if (is_in_file()) {
    if (bytes <= capacity_ || GrowInFile(bytes)) return;
    MoveToMemory();
  }
  const size_t capacity = std::max({bytes, 2 * capacity_, kFirstBytes});
  void* const grown = std::realloc(data_, capacity);
  // As where `new` fails: there is nothing to go on with.
  if (grown == nullptr) std::abort();
  data_ = grown;
  capacity_ = capacity;
}

void GrowingMemory::Shrink(size_t bytes) {
  if (is_in_file() || bytes >= capacity_) return;
  if (bytes == 0) {
    std::free(std::exchange(data_, nullptr));
    capacity_ = 0;
    return;
  }
  void* const shrunk = std::realloc(data_, bytes);
  if (shrunk == nullptr) return;
  data_ = shrunk;
  capacity_ = bytes;
}

// What was written of a shared mapping is the file's, and is not lost with it.
void GrowingMemory::LetGo() const {
  if (is_in_file()) madvise(data_, capacity_, MADV_DONTNEED);
}

bool GrowingMemory::GrowInFile(size_t bytes) {
  const size_t grown = WholeSteps(std::max(
      bytes, capacity_ + std::max(kStepBytes, capacity_ / kPartOfAll)));
  // A disk that is full is to be found now, and not when a page is written.
  if (posix_fallocate(file_, static_cast<off_t>(capacity_),
                      static_cast<off_t>(grown - capacity_)) != 0) {
    return false;
  }
  LetGo();
  void* const data = mremap(data_, capacity_, grown, MREMAP_MAYMOVE);
  if (data == MAP_FAILED) return false;
  data_ = data;
  capacity_ = grown;
  return true;
}

// Stays where it is if the disk does not want it.
void GrowingMemory::MoveToFile(size_t bytes) {
  held_bytes_ = std::numeric_limits<size_t>::max();
  const absl::StatusOr<int> file = OpenTemporaryFile();
  if (!file.ok()) return;
  const size_t size = WholeSteps(bytes);
  void* data = MAP_FAILED;
  if (posix_fallocate(*file, 0, static_cast<off_t>(size)) == 0) {
    data = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, *file, 0);
  }
  if (data == MAP_FAILED) {
    close(*file);
    return;
  }
  if (capacity_ > 0) std::memcpy(data, data_, capacity_);
  std::free(data_);
  data_ = data;
  capacity_ = size;
  file_ = *file;
}

void GrowingMemory::MoveToMemory() {
  void* const held = std::malloc(capacity_);
  if (held == nullptr) std::abort();
  std::memcpy(held, data_, capacity_);
  munmap(data_, capacity_);
  close(std::exchange(file_, -1));
  data_ = held;
}

}  // namespace attest
