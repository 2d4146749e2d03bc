#include "engine/log/head_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// The bytes of a slot: the note, then zeros.
absl::StatusOr<std::string> SlotBytes(const Head& head) {
  if (head.note.size() >= kHeadSlotBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the signed head is too long: got ", head.note.size(),
                     " bytes, want fewer than ", kHeadSlotBytes));
  }
  std::string slot = head.note;
  slot.resize(kHeadSlotBytes, '\0');
  return slot;
}

absl::StatusOr<Head> ParseSlot(absl::string_view slot,
                               const std::string& origin,
                               const VerifierKey& key) {
  const size_t end = slot.find('\0');
  Head head = {.note = std::string(slot.substr(0, end))};
  ASSIGN_OR_RETURN(head.checkpoint, OpenCheckpoint(head.note, {key}));
  if (head.checkpoint.origin != origin) {
    return absl::DataLossError(absl::StrCat("the head is of another log: got ",
                                            head.checkpoint.origin, ", want ",
                                            origin));
  }
  const bool padded =
      end != absl::string_view::npos &&
      slot.find_first_not_of('\0', end) == absl::string_view::npos;
  if (!padded) return absl::DataLossError("something stands behind the head");
  return head;
}

bool IsUnused(absl::string_view slot) {
  return slot.find_first_not_of('\0') == absl::string_view::npos;
}

}  // namespace

absl::StatusOr<HeadSlots> ReadHead(const std::string& path,
                                   const std::string& origin,
                                   const VerifierKey& key) {
  ASSIGN_OR_RETURN(const DurableFile file,
                   DurableFile::Open(path, DurableFile::Mode::kRead));
  HeadSlots slots;
  bool found = false;
  absl::Status fault = absl::DataLossError("both copies are empty");
  for (const int i : {0, 1}) {
    ASSIGN_OR_RETURN(
        const std::string slot,
        file.ReadAt(static_cast<uint64_t>(i) * kHeadSlotBytes, kHeadSlotBytes));
    absl::StatusOr<Head> head = ParseSlot(slot, origin, key);
    if (!head.ok()) {
      if (IsUnused(slot) && slot.size() == kHeadSlotBytes) continue;
      slots.copy_damaged = true;
      fault = head.status();
      continue;
    }
    if (found &&
        head->checkpoint.tree_size <= slots.head.checkpoint.tree_size) {
      continue;
    }
    found = true;
    slots.newest = i;
    slots.head = *std::move(head);
  }
  if (found) return slots;
  return absl::DataLossError(
      absl::StrCat("the signed head ", path,
                   " is damaged, and nothing says what the log should hold: ",
                   fault.message(), "; recover saves what is left"));
}

absl::Status HeadFile::Create(const std::string& path, const Head& head,
                              const FileHook& hook) {
  ASSIGN_OR_RETURN(const std::string slot, SlotBytes(head));
  // The second slot is written, not left as a hole: it must have its room.
  return WriteNewFile(
      path, absl::StrCat(slot, std::string(kHeadSlotBytes, '\0')), 0644, hook);
}

absl::StatusOr<HeadFile> HeadFile::Open(const std::string& path, int newest,
                                        const FileHook& hook) {
  ASSIGN_OR_RETURN(DurableFile file,
                   DurableFile::Open(path, DurableFile::Mode::kWrite, hook));
  return HeadFile(std::move(file), newest);
}

absl::Status HeadFile::Write(const Head& head) {
  ASSIGN_OR_RETURN(const std::string slot, SlotBytes(head));
  const int next = 1 - newest_;
  RETURN_IF_ERROR(
      file_.WriteAt(static_cast<uint64_t>(next) * kHeadSlotBytes, slot));
  RETURN_IF_ERROR(file_.Sync());
  newest_ = next;
  return absl::OkStatus();
}

}  // namespace attest
