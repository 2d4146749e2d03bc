#include "engine/ingest/file_memory.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <utility>

#include "absl/status/statusor.h"

namespace attest {

FileMemory::~FileMemory() {
  for (void* block : blocks_) munmap(block, block_bytes_);
}

void* FileMemory::Add() {
  if (!file_.is_open()) {
    absl::StatusOr<FileDescriptor> file = OpenTemporary();
    if (!file.ok()) return nullptr;
    file_ = *std::move(file);
  }
  const auto offset = static_cast<off_t>(blocks_.size() * block_bytes_);
  const auto size = static_cast<off_t>(block_bytes_);
  // A disk that is full is to be found now, and not when a page is written.
  if (posix_fallocate(file_.get(), offset, size) != 0) return nullptr;
  void* const block = mmap(nullptr, block_bytes_, PROT_READ | PROT_WRITE,
                           MAP_SHARED, file_.get(), offset);
  if (block == MAP_FAILED) return nullptr;
  blocks_.push_back(block);
  return block;
}

// What was written of a shared mapping is the file's, and is not lost with it.
void FileMemory::LetGo(void* block) const {
  madvise(block, block_bytes_, MADV_DONTNEED);
}

void FileMemory::LetGoAll() const {
  for (void* block : blocks_) LetGo(block);
}

}  // namespace attest
