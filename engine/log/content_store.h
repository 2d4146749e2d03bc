// ContentStore keeps bytes of any kind, once each, in files named by their
// SHA-256: DIR/ab/<64 hex digits>, where ab are the first two.
//
// What is stored never changes, and nothing is believed by its name alone:
// Get hashes what it reads. A new content is written under another name,
// synced, and renamed; a crash leaves only files that Sweep removes.
//
// Thread-safety: all methods run concurrently, also with other processes that
// read; Sweep needs that nobody else stores.
// Errors: DataLoss when content that is asked for is not there, or its bytes do
// not match its name; ResourceExhausted beyond kMaxContentBytes and on a
// full disk; Unavailable from the disk.

#ifndef ATTEST_ENGINE_LOG_CONTENT_STORE_H_
#define ATTEST_ENGINE_LOG_CONTENT_STORE_H_

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/durable_file.h"
#include "engine/merkle/hash.h"
#include "engine/model/report.h"

namespace attest {

// The most that one content may hold.
inline constexpr uint64_t kMaxContentBytes = uint64_t{16} << 30;

class ContentStore {
 public:
  // Gives content piece by piece; an empty piece ends it. A piece need be
  // valid only until the next call.
  using NextPiece = absl::FunctionRef<absl::StatusOr<absl::string_view>()>;

  // `directory` need not be there before the first Put.
  explicit ContentStore(std::string directory, FileHook hook = {});

  // Stores bytes and returns their hash and size once they are durable. Bytes
  // that are there already are read and compared, and written again if they
  // are damaged.
  [[nodiscard]] absl::StatusOr<Content> Put(absl::string_view bytes) const;

  // Stores what `next` gives, without holding all of it. An error of `next`
  // is returned and leaves nothing behind.
  [[nodiscard]] absl::StatusOr<Content> PutPieces(NextPiece next) const;

  // Stores the bytes of a regular file.
  [[nodiscard]] absl::StatusOr<Content> PutFile(const std::string& path) const;

  // The bytes of a content, verified. ResourceExhausted when they are more
  // than `limit`.
  [[nodiscard]] absl::StatusOr<std::string> Get(const Content& content,
                                                uint64_t limit = uint64_t{1}
                                                                 << 30) const;

  // OK when the content is there and its bytes hash to its name.
  [[nodiscard]] absl::Status Check(const Content& content) const;

  // Calls `visit` with every stored content, in order of hash, and OK or what
  // is wrong with it. Files with other names are passed over.
  absl::Status CheckAll(
      absl::FunctionRef<void(const Content&, const absl::Status&)> visit) const;

  // Takes a content out, durably. One that is not there is as good.
  [[nodiscard]] absl::Status Remove(const Content& content) const;

  // Takes every content out but those with the hashes `named`, durably.
  // Requires, as Sweep does, that nobody else stores.
  absl::Status RemoveAllBut(const absl::flat_hash_set<Hash>& named) const;

  // Removes what interrupted writes have left, and makes durable what they
  // have not.
  absl::Status Sweep() const;

  // Where the bytes of `content` are, or would be.
  [[nodiscard]] std::string PathOf(const Content& content) const;

 private:
  [[nodiscard]] std::string PendingDirectory() const;
  [[nodiscard]] absl::StatusOr<std::string> NewPendingPath() const;
  absl::Status Keep(const std::string& pending, const Content& content) const;

  const std::string directory_;
  const FileHook hook_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_CONTENT_STORE_H_
