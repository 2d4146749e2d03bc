// GrowingMemory is one run of bytes that is added to at its end. Beyond a few
// megabytes it lies in a temporary file without a name, and what was not
// touched of late leaves memory: of something that is written once from front
// to back, hardly more than the end stays.
//
// Where there is no room on the disk all of it is held in memory.
// Thread-safety: const methods run concurrently with each other.

#ifndef ATTEST_ENGINE_MEMORY_GROWING_MEMORY_H_
#define ATTEST_ENGINE_MEMORY_GROWING_MEMORY_H_

#include <cstddef>

namespace attest {

class GrowingMemory {
 public:
  static constexpr size_t kHeldBytes = size_t{4} << 20;

  GrowingMemory() = default;
  // Beyond `held_bytes` it is to lie in a file.
  explicit GrowingMemory(size_t held_bytes) : held_bytes_(held_bytes) {}
  ~GrowingMemory();
  GrowingMemory(GrowingMemory&& other) noexcept;
  GrowingMemory& operator=(GrowingMemory&& other) noexcept;

  // Aligned for any type; null without capacity.
  [[nodiscard]] void* data() const { return data_; }
  [[nodiscard]] size_t capacity() const { return capacity_; }
  [[nodiscard]] bool is_in_file() const { return file_ >= 0; }

  // Makes room for `bytes`, and often more. What is there stays, though perhaps
  // at another place; what is new is not set. Ends the process where there is
  // no memory, as `new` does.
  void Grow(size_t bytes);

  // Gives back what is held beyond `bytes`, if that is easily done.
  void Shrink(size_t bytes);

  // What lies in a file may leave memory. It comes back, as it was, when it is
  // touched.
  void LetGo() const;

 private:
  bool GrowInFile(size_t bytes);
  void MoveToFile(size_t bytes);
  void MoveToMemory();

  void* data_ = nullptr;
  size_t capacity_ = 0;
  size_t held_bytes_ = kHeldBytes;
  int file_ = -1;  // which `data_` maps
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MEMORY_GROWING_MEMORY_H_
