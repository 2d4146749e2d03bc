#include "engine/log/verify.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "engine/log/case_files.h"
#include "engine/log/content_store.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_store.h"
#include "engine/log/head_file.h"
#include "engine/log/leaf_checker.h"
#include "engine/log/log_check.h"
#include "engine/log/next_key.h"
#include "engine/log/redaction_purge.h"
#include "engine/log/tolerant_reader.h"
#include "engine/merkle/tiles.h"
#include "engine/model/contents_of.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr uint64_t kProgressEvents = 1 << 16;

// One run over one case.
class Verification {
 public:
  Verification(CaseFiles files, const VerifyOptions& options)
      : files_(std::move(files)), options_(options) {}

  absl::StatusOr<VerifyReport> Run();

 private:
  // Where an event names a content.
  struct ContentUse {
    uint64_t event;
    uint64_t size_bytes;
    bool found = false;
  };

  void Problem(absl::string_view what);
  void Problem(uint64_t event, absl::string_view what);

  void ReadSignedHead();
  void OpenStore();
  absl::Status CheckEvents();
  absl::Status CheckPayload(uint64_t index, absl::string_view bytes);
  // A redaction behind the head, which event_ may be, is under way.
  void CheckSigned(uint64_t index);
  void AddLeaves(LeafChecker::Found found, size_t first_of_events);
  // Hashed with the events already: full, right, and not to be read again.
  [[nodiscard]] bool IsHashed(const Tile& tile) const;
  // DataLoss when the tile is lost or has another size.
  [[nodiscard]] absl::StatusOr<Hash> HashOf(const Tile& full) const;
  // Ends a run of events that could not be read for the same reason.
  void EndRun(uint64_t end);
  void NoteContents(uint64_t index, const Event& event);
  void CheckTree();
  bool CheckTile(const Tile& tile);
  void CheckHead();
  absl::Status CheckContents();

  void CheckSignedEvents();

  const CaseFiles files_;
  const VerifyOptions& options_;
  VerifyReport report_;
  std::unique_ptr<EventStore> store_;
  uint64_t stored_events_ = 0;
  std::optional<HeadSlots> slots_;
  std::optional<VerifierKey> key_;  // that the head is signed with
  std::string origin_;
  SignedEvents signed_events_;

  Event event_;
  uint64_t run_begin_ = 0;
  std::string run_what_;          // empty: no run
  std::vector<Hash> full_tiles_;  // see LeafChecker::Found
  absl::flat_hash_map<Hash, ContentUse> contents_;
};

void Verification::Problem(absl::string_view what) {
  ++report_.problem_count;
  if (report_.problems.size() < kMaxVerifyProblems) {
    report_.problems.push_back({.event = {}, .what = std::string(what)});
  }
}

void Verification::Problem(uint64_t event, absl::string_view what) {
  ++report_.problem_count;
  if (report_.problems.size() < kMaxVerifyProblems) {
    report_.problems.push_back({.event = event, .what = std::string(what)});
  }
}

void Verification::ReadSignedHead() {
  const absl::StatusOr<std::string> origin = ReadFormat(files_);
  if (!origin.ok()) return Problem(origin.status().message());
  absl::StatusOr<KeyedHead> head = ReadKeyedHead(files_, *origin);
  if (!head.ok()) return Problem(head.status().message());
  slots_ = std::move(head->slots);
  key_ = std::move(head->key);
  origin_ = *origin;
  report_.checkpoint_size = slots_->head.checkpoint.tree_size;
}

void Verification::OpenStore() {
  report_.events = report_.checkpoint_size.value_or(0);
  absl::StatusOr<std::unique_ptr<EventStore>> store =
      EventStore::OpenForReading(files_.database(), nullptr);
  if (!store.ok()) return Problem(store.status().message());
  store_ = *std::move(store);
  const absl::StatusOr<uint64_t> events = store_->EventCount();
  if (!events.ok()) return Problem(events.status().message());
  stored_events_ = *events;
  report_.events = std::max(report_.events, stored_events_);
}

void Verification::EndRun(uint64_t end) {
  if (run_what_.empty()) return;
  Problem(run_begin_, end - run_begin_ == 1
                          ? absl::StrCat("event ", run_begin_, ": ", run_what_)
                          : absl::StrCat("events ", run_begin_, " to ", end - 1,
                                         ": ", run_what_));
  run_what_.clear();
}

void Verification::NoteContents(uint64_t index, const Event& event) {
  VisitContents(event, [&](const Content& content) {
    contents_.try_emplace(
        Hash{content.sha256},
        ContentUse{.event = index, .size_bytes = content.size_bytes});
  });
}

absl::Status Verification::CheckPayload(uint64_t index,
                                        absl::string_view bytes) {
  const absl::Status decoded = DecodeEvent(bytes, &event_);
  if (absl::IsFailedPrecondition(decoded)) return AboutEvent(index, decoded);
  if (decoded.ok()) {
    ++report_.payloads;
    NoteContents(index, event_);
    signed_events_.Note(index, event_);
    CheckSigned(index);
  } else {
    Problem(index, AboutEvent(index, decoded).message());
  }
  return absl::OkStatus();
}

void Verification::CheckSigned(uint64_t index) {
  if (event_.type() != RecordType::kRedaction || !slots_ ||
      index < slots_->head.checkpoint.tree_size || slots_->copy_damaged ||
      IsRedactionUnderWay(files_, index)) {
    return;
  }
  Problem(index,
          absl::StrCat("event ", index,
                       " is a redaction that the signed head does not speak "
                       "of, and none is under way: it was not made with the "
                       "key of the case"));
}

// Takes over what the checker of leaf hashes found, each problem behind those
// of its event from `first_of_events` on.
void Verification::AddLeaves(LeafChecker::Found found, size_t first_of_events) {
  report_.leaf_hashes = found.leaf_hashes;
  report_.redacted = found.redacted;
  report_.problem_count += found.problem_count;
  std::vector<VerifyProblem>& problems = report_.problems;
  for (LeafChecker::Problem& problem : found.problems) {
    problems.push_back(
        {.event = problem.event, .what = std::move(problem.what)});
  }
  std::stable_sort(problems.begin() + static_cast<ptrdiff_t>(first_of_events),
                   problems.end(),
                   [](const VerifyProblem& a, const VerifyProblem& b) {
                     return a.event < b.event;
                   });
  if (problems.size() > kMaxVerifyProblems) problems.resize(kMaxVerifyProblems);
  if (found.range.size() == report_.events) report_.root = found.range.Root();
  full_tiles_ = std::move(found.full_tiles);
}

bool Verification::IsHashed(const Tile& tile) const {
  return tile.level == 0 && tile.index < full_tiles_.size();
}

absl::Status Verification::CheckEvents() {
  TolerantReader reader([this] { return store_->NewEventIterator(); });
  LeafChecker leaves(*store_, kMaxVerifyProblems);
  const size_t first_of_events = report_.problems.size();
  for (uint64_t index = 0; index < stored_events_; ++index) {
    if (options_.progress && index % kProgressEvents == 0) {
      options_.progress(index, stored_events_);
    }
    const absl::StatusOr<absl::string_view> bytes = reader.Read(index);
    if (!bytes.ok()) {
      if (run_what_ != bytes.status().message()) {
        EndRun(index);
        run_begin_ = index;
        run_what_ = std::string(bytes.status().message());
      }
      continue;
    }
    EndRun(index);
    leaves.Add(index, *bytes);
    RETURN_IF_ERROR(CheckPayload(index, *bytes));
  }
  EndRun(stored_events_);
  if (stored_events_ < report_.events) {
    run_begin_ = stored_events_;
    run_what_ = "missing, though the signed head speaks of them";
    EndRun(report_.events);
  }
  AddLeaves(leaves.Finish(), first_of_events);
  return absl::OkStatus();
}

absl::StatusOr<Hash> Verification::HashOf(const Tile& full) const {
  if (IsHashed(full)) return full_tiles_[full.index];
  ASSIGN_OR_RETURN(const std::string bytes, store_->ReadTile(full));
  return HashFullTile(bytes);
}

// Compares a tile with what it is hashed from: of the leaves, the events were;
// the tiles above them are hashed from the full tiles below.
bool Verification::CheckTile(const Tile& tile) {
  if (IsHashed(tile)) {
    ++report_.tiles;
    return true;
  }
  const absl::StatusOr<std::string> bytes = store_->ReadTile(tile);
  if (!bytes.ok()) {
    Problem(bytes.status().message());
    return false;
  }
  if (bytes->size() != tile.width * Hash::kSize) {
    Problem(absl::StrCat(TilePath(tile), " has the wrong size: got ",
                         bytes->size(), ", want ", tile.width * Hash::kSize));
    return false;
  }
  bool right = true;
  for (uint32_t i = 0; tile.level > 0 && i < tile.width; ++i) {
    const Tile below = {.level = tile.level - 1,
                        .index = tile.index * kTileWidth + i};
    const absl::StatusOr<Hash> hash = HashOf(below);
    // A lost one is named where its own turn comes.
    if (!hash.ok()) continue;
    const absl::string_view stored =
        absl::string_view(*bytes).substr(i * Hash::kSize, Hash::kSize);
    if (hash->AsBytes() == stored) continue;
    Problem(absl::StrCat(TilePath(tile), " does not have the hash of ",
                         TilePath(below)));
    right = false;
  }
  report_.tiles += right ? 1 : 0;
  return right;
}

void Verification::CheckTree() {
  report_.tree_ok = true;
  for (uint32_t level = 0; level < kTileLevels; ++level) {
    for (uint64_t index = 0;; ++index) {
      const uint32_t width = TileWidthAt(level, index, stored_events_);
      if (width == 0) break;
      const Tile tile = {.level = level, .index = index, .width = width};
      report_.tree_ok = CheckTile(tile) && report_.tree_ok;
    }
  }
  const absl::StatusOr<uint64_t> leaves = store_->LeafCount();
  if (!leaves.ok() && report_.tree_ok) {
    // Tables may hold what newer ones replace: nobody reads its bytes, but the
    // log does not open where they are damaged.
    Problem(leaves.status().message());
    report_.tree_ok = false;
  }
  if (leaves.ok() && *leaves > stored_events_) {
    Problem(absl::StrCat("the tree is larger than the log: got ", *leaves,
                         " leaf hashes, want ", stored_events_));
    report_.tree_ok = false;
  }
  // Without these the tree may be right but is not that of the events.
  report_.tree_ok = report_.tree_ok &&
                    report_.leaf_hashes + report_.redacted == stored_events_;
}

void Verification::CheckHead() {
  if (!slots_.has_value()) return;
  const Checkpoint& head = slots_->head.checkpoint;
  // It may have been torn by a crash, or have spoken of events since lost:
  // the next writer signs anew, until then it is to be known.
  if (slots_->copy_damaged) {
    Problem("one of the two copies of the signed head is damaged");
  }
  if (head.tree_size > stored_events_) return;  // listed as missing
  const absl::StatusOr<CompactRange> range = store_->RangeAt(head.tree_size);
  if (!range.ok()) return;  // the tile is listed
  report_.checkpoint_ok = range->Root() == head.root;
  if (report_.checkpoint_ok) return;
  Problem(
      absl::StrCat("the tree does not have the root that the signed head "
                   "speaks of: got ",
                   range->Root().ToBase64(), ", want ", head.root.ToBase64(),
                   " at size ", head.tree_size));
}

void Verification::CheckSignedEvents() {
  if (!key_.has_value()) return;  // the head is listed
  signed_events_.Check(
      {.origin = origin_,
       .current_key = *key_,
       .head_size = slots_->head.checkpoint.tree_size,
       .trusted = options_.authorities,
       .root_at = [this](uint64_t size) -> absl::StatusOr<Hash> {
         ASSIGN_OR_RETURN(const CompactRange range, store_->RangeAt(size));
         return range.Root();
       },
       .problem = [this](uint64_t event,
                         absl::string_view what) { Problem(event, what); }},
      report_.rotations, report_.timestamps);
}

absl::Status Verification::CheckContents() {
  const ContentStore store(files_.contents());
  RETURN_IF_ERROR(store.CheckAll([this](const Content& content,
                                        const absl::Status& status) {
    const auto use = contents_.find(Hash{content.sha256});
    if (use != contents_.end()) use->second.found = true;
    const bool wrong_size = use != contents_.end() && status.ok() &&
                            use->second.size_bytes != content.size_bytes;
    if (status.ok() && !wrong_size) {
      ++report_.contents;
      return;
    }
    const std::string what =
        absl::StrCat("content ", Hash{content.sha256}.ToHex(), ": ",
                     wrong_size ? "its size is not that which its report gives"
                                : status.message());
    if (use == contents_.end()) return Problem(what);
    Problem(use->second.event, what);
  }));
  std::vector<std::pair<uint64_t, Hash>> missing;
  for (const auto& [hash, use] : contents_) {
    if (!use.found) missing.emplace_back(use.event, hash);
  }
  std::sort(missing.begin(), missing.end());
  for (const auto& [event, hash] : missing) {
    Problem(event, absl::StrCat("content ", hash.ToHex(), " is missing"));
  }
  return absl::OkStatus();
}

absl::StatusOr<VerifyReport> Verification::Run() {
  const absl::Status format = ReadFormat(files_).status();
  if (absl::IsNotFound(format) || absl::IsFailedPrecondition(format)) {
    return format;
  }
  ReadSignedHead();
  OpenStore();
  report_.redaction_unfinished = IsRedactionUnfinished(files_, stored_events_);
  if (store_ != nullptr) {
    RETURN_IF_ERROR(CheckEvents());
    CheckTree();
    CheckHead();
    CheckSignedEvents();
  }
  const absl::Status contents = CheckContents();
  if (!contents.ok()) Problem(contents.message());
  return std::move(report_);
}

}  // namespace

absl::StatusOr<VerifyReport> VerifyCase(const std::string& directory,
                                        const VerifyOptions& options) {
  const CaseFiles files(directory);
  const std::string before = CaseState(files);
  ASSIGN_OR_RETURN(VerifyReport report, Verification(files, options).Run());
  // What a writer has taken out meanwhile is not missing.
  if (report.ok() || CaseState(files) == before) return report;
  return Verification(files, options).Run();
}

}  // namespace attest
