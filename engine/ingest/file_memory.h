// FileMemory gives memory that lies in a temporary file without a name: what
// nobody touches need not stay in memory, however much there is of it.
//
// Thread-safety: none.

#ifndef ATTEST_ENGINE_INGEST_FILE_MEMORY_H_
#define ATTEST_ENGINE_INGEST_FILE_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/ingest/input_file.h"

namespace attest {

class FileMemory {
 public:
  // Requires: `block_bytes` is a multiple of the size of a page.
  explicit FileMemory(size_t block_bytes) : block_bytes_(block_bytes) {}
  ~FileMemory();
  FileMemory(const FileMemory&) = delete;
  FileMemory& operator=(const FileMemory&) = delete;

  // A block of zeros, which stays where it is until this goes; null where there
  // is no room for it on the disk.
  void* Add();

  // The block may leave memory. It comes back, as it was, when it is touched.
  // Requires: Add gave it.
  void LetGo(void* block) const;
  void LetGoAll() const;

 private:
  const size_t block_bytes_;
  FileDescriptor file_;
  std::vector<void*> blocks_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_FILE_MEMORY_H_
