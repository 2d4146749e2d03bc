#include "engine/interchange/spool_writer.h"

#include "absl/strings/string_view.h"
#include "engine/status_macros.h"

namespace attest {

SpoolWriter::~SpoolWriter() {
  queue_.Abandon(absl::OkStatus());
  if (thread_.joinable()) thread_.join();
}

absl::Status SpoolWriter::Append(std::string bytes) {
  if (bytes.empty()) return absl::OkStatus();
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  queue_.Push(std::move(bytes));
  return queue_.status();
}

absl::StatusOr<TempSpool> SpoolWriter::Finish() {
  queue_.End(absl::OkStatus());
  if (thread_.joinable()) thread_.join();
  RETURN_IF_ERROR(queue_.status());
  return std::move(spool_);
}

void SpoolWriter::Run() {
  std::string bytes;
  while (queue_.Pop(bytes)) {
    const absl::Status written = spool_.Append(bytes).status();
    if (written.ok()) continue;
    queue_.Abandon(written);
    return;
  }
}

}  // namespace attest
