// ContentSink takes the bytes that reports bring with them.

#ifndef ATTEST_ENGINE_INGEST_CONTENT_SINK_H_
#define ATTEST_ENGINE_INGEST_CONTENT_SINK_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/model/report.h"

namespace attest {

// Gives content piece by piece; an empty piece ends it. A piece is valid
// until the next call.
using NextPiece = absl::FunctionRef<absl::StatusOr<absl::string_view>()>;

class ContentSink {
 public:
  virtual ~ContentSink() = default;

  // Stores the bytes that `next` gives and returns their SHA-256 and size.
  // The same content may come more than once. An error of `next` is returned
  // and leaves nothing behind.
  virtual absl::StatusOr<Content> Store(NextPiece next) = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_CONTENT_SINK_H_
