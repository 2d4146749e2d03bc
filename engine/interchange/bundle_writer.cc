#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/audit/event_proof.h"
#include "engine/interchange/bundle.h"
#include "engine/interchange/bundle_layout.h"
#include "engine/interchange/event_json.h"
#include "engine/interchange/ustar.h"
#include "engine/merkle/signed_note.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using bundle_layout::ConsistencyText;
using bundle_layout::kCheckpoint;
using bundle_layout::kConsistency;
using bundle_layout::kContents;
using bundle_layout::kEvents;
using bundle_layout::kManifest;
using bundle_layout::kMaxBundleBytes;
using bundle_layout::kMaxBundledContentBytes;
using bundle_layout::kProofEnd;
using bundle_layout::kProofs;
using bundle_layout::kReadme;
using bundle_layout::kSignature;
using bundle_layout::kSummary;
using bundle_layout::ManifestLine;
using bundle_layout::ReportIn;
using bundle_layout::SignedText;

std::string ReadmeText(const Checkpoint& checkpoint) {
  return absl::StrCat("An evidence bundle of the log ", checkpoint.origin,
                      ", of ", checkpoint.tree_size, R"( events.

Begin with summary.html. events.jsonl has the events in full, contents/ the
texts and files that reports were made from, under the SHA-256 of their bytes.

To check it, with the log's verifier key from whoever keeps it, not from here:

    attest verify-bundle FILE --key KEY

By hand, with tools that anyone has:

  - sha256sum of every file is what manifest.txt says, and that of manifest.txt
    what manifest.sig says, a signed note (c2sp.org/signed-note).
  - Every file in proofs/ is a proof of inclusion (c2sp.org/tlog-proof) under
    the signed head in `checkpoint` (c2sp.org/tlog-checkpoint, RFC 6962 hashes).
    Its line `extra` is the event as the log stores it, whose SHA-256 behind a
    zero byte is the leaf hash; or, of an event that is withheld, that hash.
    It stands for all that the event says, the hashes of its contents too:
    whoever is given the event later can see that it is this one.
  - consistency/N shows that the head over the first N events is a beginning of
    this log (RFC 9162, section 2.1.4): an event that a timestamp is over.

What it shows: that the holder of the key had these records in this order. Not
that they are true, nor that nothing else was recorded.
)");
}

// Which contents may come along, of the reports that do.
using Contents = std::map<std::array<uint8_t, 32>, Content>;

class Writer {
 public:
  Writer(const EventLog& log, const ContentStore& contents, const View& now,
         const SigningKey& key, const BundleRequest& request,
         absl::FunctionRef<absl::Status(absl::string_view)> write)
      : log_(log),
        store_(contents),
        now_(now),
        key_(key),
        request_(request),
        write_(write) {}

  absl::StatusOr<BundleSummary> Run() {
    RETURN_IF_ERROR(Prove());
    ASSIGN_OR_RETURN(checkpoint_,
                     OpenCheckpoint(log_.head().note, {key_.verifier()}));
    files_[std::string(kReadme)] = ReadmeText(checkpoint_);
    files_[std::string(kCheckpoint)] = log_.head().note;
    files_[std::string(kEvents)] = events_;
    files_[std::string(kSummary)] = request_.summary;
    for (const uint64_t size : stamped_) {
      // Nothing comes before any tree: there is no proof of it.
      if (size == 0) {
        files_[absl::StrCat(kConsistency, size)] = "";
        continue;
      }
      ASSIGN_OR_RETURN(const std::vector<Hash> proof,
                       log_.ConsistencyProof(size, checkpoint_.tree_size));
      files_[absl::StrCat(kConsistency, size)] = ConsistencyText(proof);
    }
    summary_.contents = contents_.size();
    RETURN_IF_ERROR(CheckSize());
    RETURN_IF_ERROR(WriteAll());
    return summary_;
  }

 private:
  // Before anything is written: what is too large for its checker.
  [[nodiscard]] absl::Status CheckSize() const {
    uint64_t total = 0;
    for (const auto& [name, text] : files_) total += text.size();
    for (const auto& [sha256, content] : contents_) {
      if (content.size_bytes > kMaxBundledContentBytes) {
        return absl::ResourceExhaustedError(
            absl::StrCat("a content is too large for a bundle: got ",
                         content.size_bytes, " bytes of ", Hash{sha256}.ToHex(),
                         ", want at most ", kMaxBundledContentBytes));
      }
      total += content.size_bytes;
    }
    constexpr uint64_t kForTheRest = uint64_t{64} << 20;  // headers, manifest
    if (total + kForTheRest <= kMaxBundleBytes) return absl::OkStatus();
    return absl::ResourceExhaustedError(absl::StrCat(
        "the bundle would be too large: got ", total, " bytes, want at most ",
        kMaxBundleBytes - kForTheRest, "; ask for fewer keys"));
  }

  absl::Status Prove() {
    if (log_.head().note.empty()) {
      return absl::DataLossError(
          "the newest signed head is damaged; the next event that is added "
          "signs a new one");
    }
    const Outgoing outgoing(log_, now_, request_.restricted);
    for (const EventIndex index : request_.events) {
      ASSIGN_OR_RETURN(const Withheld why, outgoing.WhyWithheld(index));
      if (why == Withheld::kSealed) {
        ++summary_.left_out;
        continue;
      }
      RETURN_IF_ERROR(ProveOne(index, why));
    }
    return absl::OkStatus();
  }

  absl::Status ProveOne(EventIndex index, Withheld why) {
    ASSIGN_OR_RETURN(const std::string proof,
                     ProveEvent(log_, index,
                                why == Withheld::kNo ? Payload::kWithBytes
                                                     : Payload::kLeafHashOnly));
    ASSIGN_OR_RETURN(const ProvenEvent proven,
                     CheckEventProof(proof, key_.verifier()));
    ASSIGN_OR_RETURN(const std::string line, ProvenEventLine(proven));
    events_ += line;
    files_[absl::StrCat(kProofs, index.value(), kProofEnd)] = proof;
    if (!proven.event) {
      ++summary_.leaf_hashes;
      ASSIGN_OR_RETURN(const Event event, log_.Get(index));
      if (const Report* report = ReportIn(event.record)) {
        summary_.contents_withheld += (report->file ? 1 : 0);
        summary_.contents_withheld += (report->text ? 1 : 0);
      }
      return absl::OkStatus();
    }
    summary_.whole.push_back(index);
    if (const Report* report = ReportIn(proven.event->record)) {
      for (const auto* content : {&report->file, &report->text}) {
        if (*content) contents_[(*content)->sha256] = **content;
      }
    } else if (const auto* stamp =
                   std::get_if<Timestamp>(&proven.event->record)) {
      stamped_.insert(stamp->tree_size);
    }
    return absl::OkStatus();
  }

  // Contents are read twice, one at a time: to hash them, which the manifest
  // needs first, their names are enough.
  absl::Status WriteAll() {
    for (const auto& [sha256, content] : contents_) {
      sizes_[absl::StrCat(kContents, Hash{sha256}.ToHex())] = content;
    }
    std::string manifest;
    auto file = files_.begin();
    auto content = sizes_.begin();
    std::vector<std::string> order;
    while (file != files_.end() || content != sizes_.end()) {
      const bool is_file =
          content == sizes_.end() ||
          (file != files_.end() && file->first < content->first);
      if (is_file) {
        manifest += ManifestLine(Sha256(file->second), file->second.size(),
                                 file->first);
        order.push_back(file++->first);
      } else {
        manifest += ManifestLine(Hash{content->second.sha256},
                                 content->second.size_bytes, content->first);
        order.push_back(content++->first);
      }
    }
    ASSIGN_OR_RETURN(
        const std::string signature,
        SignNote(SignedText(checkpoint_.origin, manifest), {key_}));
    RETURN_IF_ERROR(WriteFile(kSignature, signature));
    RETURN_IF_ERROR(WriteFile(kManifest, manifest));
    for (const std::string& name : order) {
      const auto large = sizes_.find(name);
      if (large == sizes_.end()) {
        RETURN_IF_ERROR(WriteFile(name, files_.at(name)));
        continue;
      }
      ASSIGN_OR_RETURN(const std::string bytes,
                       store_.Get(large->second, kMaxBundledContentBytes));
      RETURN_IF_ERROR(WriteFile(name, bytes));
    }
    return write_(UstarEnd());
  }

  absl::Status WriteFile(absl::string_view name, absl::string_view bytes) {
    ASSIGN_OR_RETURN(const std::string header, UstarHeader(name, bytes.size()));
    RETURN_IF_ERROR(write_(header));
    RETURN_IF_ERROR(write_(bytes));
    return write_(UstarPadding(bytes.size()));
  }

  const EventLog& log_;
  const ContentStore& store_;
  const View& now_;
  const SigningKey& key_;
  const BundleRequest& request_;
  const absl::FunctionRef<absl::Status(absl::string_view)> write_;
  Checkpoint checkpoint_;
  std::map<std::string, std::string> files_;
  std::map<std::string, Content> sizes_;  // of contents, by name
  Contents contents_;
  std::set<uint64_t> stamped_;  // sizes of the trees that timestamps are over
  std::string events_;
  BundleSummary summary_;
};

}  // namespace

absl::StatusOr<BundleSummary> WriteBundle(
    const EventLog& log, const ContentStore& contents, const View& now,
    const SigningKey& key, const BundleRequest& request,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  return Writer(log, contents, now, key, request, write).Run();
}

}  // namespace attest
