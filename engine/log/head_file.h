// HeadFile is the file that keeps a log's head beside its database: two slots,
// written in turn, so that a write that a crash tears leaves the head before
// it. Each slot holds a signed checkpoint; the signature shows whether it is
// whole. Of two good ones that of the larger tree is the head.
//
// Thread-safety: none. Private to this module.
// Algorithm: two preallocated slots, overwritten and synced in place, are
// twice as fast as writing a file anew and renaming it.

#ifndef ATTEST_ENGINE_LOG_HEAD_FILE_H_
#define ATTEST_ENGINE_LOG_HEAD_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/log/durable_file.h"
#include "engine/log/event_log.h"
#include "engine/merkle/note_key.h"

namespace attest {

// A slot of its own page each: a torn write touches one of them.
inline constexpr size_t kHeadSlotBytes = 4096;

struct HeadSlots {
  Head head;
  int newest = 0;  // the slot that `head` stands in
  bool copy_damaged = false;
};

// Reads the head. DataLoss when no slot holds one of `origin` signed by `key`.
absl::StatusOr<HeadSlots> ReadHead(const std::string& path,
                                   const std::string& origin,
                                   const VerifierKey& key);

class HeadFile {
 public:
  // Makes the file, with `head` in it.
  static absl::Status Create(const std::string& path, const Head& head,
                             const FileHook& hook);

  // Opens it to write over the slot that is not `newest`.
  static absl::StatusOr<HeadFile> Open(const std::string& path, int newest,
                                       const FileHook& hook);

  // Makes `head` the head, durably.
  absl::Status Write(const Head& head);

 private:
  HeadFile(DurableFile file, int newest)
      : file_(std::move(file)), newest_(newest) {}

  DurableFile file_;
  int newest_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_HEAD_FILE_H_
