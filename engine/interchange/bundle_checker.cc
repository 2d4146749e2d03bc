#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/audit/event_proof.h"
#include "engine/interchange/bundle.h"
#include "engine/interchange/bundle_layout.h"
#include "engine/interchange/event_json.h"
#include "engine/interchange/ustar.h"
#include "engine/log/signed_events.h"
#include "engine/merkle/key_handover.h"
#include "engine/merkle/proof.h"
#include "engine/merkle/signed_note.h"
#include "engine/status_macros.h"
#include "engine/text/folding.h"
#include "engine/text/quote_anchor.h"

namespace attest {
namespace {

using bundle_layout::ConsistencyText;
using bundle_layout::kCheckpoint;
using bundle_layout::kConsistency;
using bundle_layout::kContents;
using bundle_layout::kEvents;
using bundle_layout::kFirstLine;
using bundle_layout::kManifest;
using bundle_layout::kProofEnd;
using bundle_layout::kProofs;
using bundle_layout::kReadme;
using bundle_layout::kSignature;
using bundle_layout::kSummary;
using bundle_layout::ManifestDigest;
using bundle_layout::ManifestLine;
using bundle_layout::ReportIn;
using bundle_layout::SignedText;

absl::Status Wrong(absl::string_view file, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat(absl::Utf8SafeCHexEscape(file.substr(0, 200)), ": ", what));
}

// What a newer program wrote, or this one could not look at, is not wrong.
absl::Status Wrong(absl::string_view file, const absl::Status& status) {
  if (absl::IsFailedPrecondition(status) || absl::IsInternal(status)) {
    return absl::Status(status.code(),
                        absl::StrCat(file, ": ", status.message()));
  }
  return Wrong(file, status.message());
}

// The number in `name` behind `begin` and before `end`, as it is written.
bool NumberIn(absl::string_view name, absl::string_view begin,
              absl::string_view end, uint64_t& number) {
  return absl::ConsumePrefix(&name, begin) && absl::ConsumeSuffix(&name, end) &&
         absl::SimpleAtoi(name, &number) && absl::StrCat(number) == name;
}

// Does `passage` say what the quote says, under folding?
bool SaysTheSame(absl::string_view passage, absl::string_view quote) {
  const absl::StatusOr<FoldedText> folded = FoldForQuote(passage);
  return folded.ok() && AnchorQuote(*folded, {.exact = quote}).ok();
}

class Checker {
 public:
  Checker(const VerifierKey& key, absl::Span<const std::string> trusted)
      : key_(key), trusted_(trusted) {}

  absl::StatusOr<CheckedBundle> Run(absl::string_view bytes) {
    ASSIGN_OR_RETURN(const std::vector<UstarEntry> entries, ReadUstar(bytes));
    RETURN_IF_ERROR(CheckManifest(entries));
    RETURN_IF_ERROR(CheckHead());
    for (const auto& [name, content] : files_) {
      RETURN_IF_ERROR(CheckFile(name, content));
    }
    RETURN_IF_ERROR(CheckEvents());
    RETURN_IF_ERROR(CheckContents());
    RETURN_IF_ERROR(CheckRotations());
    RETURN_IF_ERROR(CheckTimestamps());
    RETURN_IF_ERROR(CheckQuotes());
    checked_.files = entries.size();
    return checked_;
  }

 private:
  // That the files are those of the manifest, and that the key signed it.
  absl::Status CheckManifest(const std::vector<UstarEntry>& entries) {
    if (entries.size() < 2 || entries[0].name != kSignature ||
        entries[1].name != kManifest) {
      return absl::InvalidArgumentError(
          absl::StrCat("not a bundle: it does not begin with ", kSignature,
                       " and ", kManifest));
    }
    const absl::StatusOr<OpenedNote> note =
        OpenNote(entries[0].content, {key_});
    if (absl::IsNotFound(note.status())) {
      return Wrong(
          kSignature,
          absl::StrCat("it is signed by another key, want ", key_.Encode()));
    }
    if (!note.ok()) return Wrong(kSignature, note.status());
    // Behind the text, an empty line and one signature: it has one form only.
    const absl::string_view signatures =
        entries[0].content.substr(note->text.size());
    if (std::count(signatures.begin(), signatures.end(), '\n') != 2) {
      return Wrong(kSignature, "it has more than the signature made with it");
    }
    signed_text_ = note->text;
    if (!absl::StartsWith(signed_text_, kFirstLine)) {
      if (absl::StartsWith(signed_text_, "attest bundle ")) {
        return absl::FailedPreconditionError(absl::StrCat(
            kSignature, ": the bundle was made by a newer attest"));
      }
      return Wrong(kSignature, "it is no signature of a bundle");
    }
    manifest_ = entries[1].content;
    if (!absl::EndsWith(signed_text_,
                        absl::StrCat("\n", ManifestDigest(manifest_)))) {
      return Wrong(kManifest,
                   absl::StrCat("it is not what ", kSignature, " is over"));
    }
    std::string manifest;
    for (size_t i = 2; i < entries.size(); ++i) {
      const UstarEntry& entry = entries[i];
      manifest +=
          ManifestLine(Sha256(entry.content), entry.content.size(), entry.name);
      if (i > 2 && entry.name <= entries[i - 1].name) {
        return Wrong(entry.name, "it is not in its place");
      }
      files_.emplace(entry.name, entry.content);
    }
    if (manifest != manifest_) return FirstDifference(manifest);
    return absl::OkStatus();
  }

  static std::string Line(const std::vector<absl::string_view>& lines,
                          size_t i) {
    return i < lines.size() ? absl::Utf8SafeCHexEscape(lines[i].substr(0, 200))
                            : "";
  }

  // Names the file whose line in the manifest is not `manifest`'s.
  [[nodiscard]] absl::Status FirstDifference(absl::string_view manifest) const {
    const std::vector<absl::string_view> got = absl::StrSplit(manifest, '\n');
    const std::vector<absl::string_view> want = absl::StrSplit(manifest_, '\n');
    size_t i = 0;
    while (i < got.size() && i < want.size() && got[i] == want[i]) ++i;
    const absl::string_view line = i < got.size() && !got[i].empty() ? got[i]
                                   : i < want.size()                 ? want[i]
                                                                     : "";
    const std::pair<absl::string_view, absl::string_view> sized =
        absl::StrSplit(line, absl::MaxSplits(' ', 1));
    const std::pair<absl::string_view, absl::string_view> named =
        absl::StrSplit(sized.second, absl::MaxSplits(' ', 1));
    return Wrong(named.second.empty() ? kManifest : named.second,
                 absl::StrCat("got \"", Line(got, i), "\", want \"",
                              Line(want, i), "\" as in ", kManifest));
  }

  absl::Status CheckHead() {
    const auto head = files_.find(kCheckpoint);
    if (head == files_.end()) return Wrong(kCheckpoint, "it is missing");
    const absl::StatusOr<Checkpoint> checkpoint =
        OpenCheckpoint(head->second, {key_});
    if (!checkpoint.ok()) {
      return Wrong(kCheckpoint, checkpoint.status());
    }
    checked_.checkpoint = *checkpoint;
    if (signed_text_ != SignedText(checkpoint->origin, manifest_)) {
      return Wrong(kManifest,
                   absl::StrCat("it is not what ", kSignature, " is over"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckFile(absl::string_view name, absl::string_view content) {
    uint64_t number = 0;
    if (NumberIn(name, kProofs, kProofEnd, number)) {
      return CheckProof(name, content, number);
    }
    if (NumberIn(name, kConsistency, "", number) ||
        absl::StartsWith(name, kContents) || name == kReadme ||
        name == kCheckpoint || name == kEvents || name == kSummary) {
      return absl::OkStatus();
    }
    return Wrong(name, "no bundle has such a file");
  }

  absl::Status CheckProof(absl::string_view name, absl::string_view content,
                          uint64_t number) {
    absl::StatusOr<ProvenEvent> proven = CheckEventProof(content, key_);
    if (!proven.ok()) return Wrong(name, proven.status());
    if (proven->index.value() != number) {
      return Wrong(name,
                   absl::StrCat("it proves event ", proven->index.value()));
    }
    if (!(proven->checkpoint == checked_.checkpoint)) {
      return Wrong(name,
                   absl::StrCat("it is under another head than ", kCheckpoint));
    }
    ++(proven->event ? checked_.events : checked_.leaf_hashes);
    proven_.emplace(number, *std::move(proven));
    return absl::OkStatus();
  }

  absl::Status CheckEvents() {
    std::string want;
    for (const auto& [index, proven] : proven_) {
      ASSIGN_OR_RETURN(const std::string line, ProvenEventLine(proven));
      want += line;
    }
    const auto events = files_.find(kEvents);
    if (events == files_.end() || events->second != want) {
      return Wrong(kEvents, "it is not what the proofs hold");
    }
    return absl::OkStatus();
  }

  // Every content is one of a report, and of every report there is each.
  absl::Status CheckContents() {
    std::set<std::string> named;
    for (const auto& [index, proven] : proven_) {
      if (!proven.event) continue;
      const Report* report = ReportIn(proven.event->record);
      if (report == nullptr) continue;
      for (const auto* content : {&report->file, &report->text}) {
        if (!*content) continue;
        const std::string name =
            absl::StrCat(kContents, Hash{(*content)->sha256}.ToHex());
        const auto file = files_.find(name);
        if (file == files_.end() ||
            Sha256(file->second).bytes != (*content)->sha256) {
          return Wrong(name, absl::StrCat("it is not the content that event ",
                                          index, " speaks of"));
        }
        named.insert(name);
      }
    }
    for (const auto& [name, content] : files_) {
      if (absl::StartsWith(name, kContents) && !named.contains(name)) {
        return Wrong(name, "no event in the bundle speaks of it");
      }
    }
    checked_.contents = named.size();
    return absl::OkStatus();
  }

  // That the key which signs came to it from the one before, and so back to
  // the first.
  absl::Status CheckRotations() {
    std::string in_force;
    for (const auto& [index, proven] : proven_) {
      const auto* rotation =
          proven.event ? std::get_if<KeyRotation>(&proven.event->record)
                       : nullptr;
      if (rotation == nullptr) continue;
      const std::string name = absl::StrCat(kProofs, index, kProofEnd);
      if (!in_force.empty() && rotation->previous_key != in_force) {
        return Wrong(name, "it replaces a key that was not in use");
      }
      in_force = rotation->verifier_key;
      const absl::StatusOr<VerifierKey> previous =
          VerifierKey::Parse(rotation->previous_key);
      if (!previous.ok()) return Wrong(name, previous.status());
      const absl::StatusOr<VerifierKey> next =
          VerifierKey::Parse(rotation->verifier_key);
      if (!next.ok()) return Wrong(name, next.status());
      const Checkpoint before = {.origin = checked_.checkpoint.origin,
                                 .tree_size = index,
                                 .root = proven.root_before,
                                 .extensions = {}};
      const bool handed_over = !rotation->signature.empty();
      if (handed_over) {
        const absl::Status handover = previous->Verify(
            KeyHandoverText(before, *previous, *next), rotation->signature);
        if (!handover.ok()) return Wrong(name, handover);
      }
      periods_.emplace_back(index, *previous);
      checked_.rotations.push_back({EventIndex(index), handed_over});
    }
    if (!in_force.empty() && in_force != key_.Encode()) {
      return Wrong(kCheckpoint,
                   "it is signed with a key that no event speaks of");
    }
    return absl::OkStatus();
  }

  // The key that signs heads over `size` events.
  [[nodiscard]] const VerifierKey& KeyAt(uint64_t size) const {
    for (const auto& [rotated_at, previous] : periods_) {
      if (size <= rotated_at) return previous;
    }
    return key_;
  }

  absl::Status CheckTimestamps() {
    std::set<std::string> used;
    for (const auto& [index, proven] : proven_) {
      if (!proven.event) continue;
      const auto* stamp = std::get_if<Timestamp>(&proven.event->record);
      if (stamp == nullptr) continue;
      const std::string proof = absl::StrCat(kProofs, index, kProofEnd);
      if (stamp->tree_size > index) {
        return Wrong(proof, "it is over events that came after it");
      }
      absl::StatusOr<TimestampToken> token =
          CheckTimestamp(*stamp, checked_.checkpoint.origin,
                         {KeyAt(stamp->tree_size)}, trusted_);
      if (!token.ok()) return Wrong(proof, token.status());
      const std::string name = absl::StrCat(kConsistency, stamp->tree_size);
      RETURN_IF_ERROR(CheckConsistency(name, *stamp));
      used.insert(name);
      checked_.timestamps.push_back({stamp->tree_size, *std::move(token)});
    }
    for (const auto& [name, content] : files_) {
      if (absl::StartsWith(name, kConsistency) && !used.contains(name)) {
        return Wrong(name, "no timestamp in the bundle is over that head");
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckConsistency(const std::string& name,
                                const Timestamp& stamp) {
    const auto file = files_.find(name);
    if (file == files_.end()) return Wrong(name, "it is missing");
    if (stamp.tree_size == 0) {
      const bool empty =
          file->second.empty() && Hash{stamp.root} == EmptyRoot();
      return empty ? absl::OkStatus()
                   : Wrong(name, "it is not of the empty tree");
    }
    std::vector<Hash> hashes;
    for (const absl::string_view line :
         absl::StrSplit(absl::StripSuffix(file->second, "\n"), '\n')) {
      if (line.empty()) continue;
      const absl::StatusOr<Hash> hash = Hash::FromBase64(line);
      if (!hash.ok()) return Wrong(name, hash.status());
      hashes.push_back(*hash);
    }
    if (ConsistencyText(hashes) != file->second) {
      return Wrong(name, "it is not one hash a line");
    }
    const Checkpoint& head = checked_.checkpoint;
    const absl::Status consistent = VerifyConsistency(
        stamp.tree_size, head.tree_size, Hash{stamp.root}, head.root, hashes);
    return consistent.ok() ? consistent : Wrong(name, consistent.message());
  }

  // A quote stands in its report's text, where it says.
  absl::Status CheckQuotes() {
    for (const auto& [index, proven] : proven_) {
      if (!proven.event) continue;
      const Record& record = proven.event->record;
      if (const auto* claim = std::get_if<Claim>(&record)) {
        RETURN_IF_ERROR(CheckQuote(index, claim->report, claim->quote));
      } else if (const auto* retraction = std::get_if<Retraction>(&record)) {
        if (!retraction->report) continue;
        RETURN_IF_ERROR(
            CheckQuote(index, *retraction->report, retraction->quote));
      }
    }
    return absl::OkStatus();
  }

  // The quote of event `index`, in any text that its report has had.
  absl::Status CheckQuote(uint64_t index, ReportId report,
                          const std::optional<Quote>& quote) {
    if (!quote || !quote->passage) return absl::OkStatus();
    const auto defined = proven_.find(report.value());
    if (defined == proven_.end() || !defined->second.event) {
      return absl::OkStatus();
    }
    for (const auto& [at, proven] : proven_) {
      if (!proven.event || !GivesContents(at, *proven.event, report)) continue;
      const Report& record = *ReportIn(proven.event->record);
      for (const auto* content : {&record.text, &record.file}) {
        if (!*content || !Has(**content, *quote)) continue;
        ++checked_.quotes;
        return absl::OkStatus();
      }
    }
    // An amendment of the text may be among the events that stay away.
    if (checked_.leaf_hashes > 0) {
      ++checked_.quotes_unchecked;
      return absl::OkStatus();
    }
    return Wrong(absl::StrCat(kProofs, index, kProofEnd),
                 "its quote does not stand in the report's text where it says");
  }

  // Is the event that of the report, or an amendment of it?
  static bool GivesContents(uint64_t index, const Event& event,
                            ReportId report) {
    if (index == report.value()) return ReportIn(event.record) != nullptr;
    const auto* amendment = std::get_if<Amendment>(&event.record);
    return amendment != nullptr && ReportIn(event.record) != nullptr &&
           DefinedBy(amendment->target).value() == report.value();
  }

  [[nodiscard]] bool Has(const Content& content, const Quote& quote) const {
    const absl::string_view text =
        files_.at(absl::StrCat(kContents, Hash{content.sha256}.ToHex()));
    const Passage& passage = *quote.passage;
    return passage.byte_end <= text.size() &&
           passage.byte_begin <= passage.byte_end &&
           SaysTheSame(text.substr(passage.byte_begin,
                                   passage.byte_end - passage.byte_begin),
                       quote.exact);
  }

  const VerifierKey& key_;
  const absl::Span<const std::string> trusted_;
  std::string signed_text_;
  absl::string_view manifest_;
  std::map<std::string, absl::string_view, std::less<>> files_;
  std::map<uint64_t, ProvenEvent> proven_;
  // Up to which size each key before `key_` has signed.
  std::vector<std::pair<uint64_t, VerifierKey>> periods_;
  CheckedBundle checked_;
};

}  // namespace

absl::StatusOr<CheckedBundle> CheckBundle(
    absl::string_view bytes, const VerifierKey& key,
    absl::Span<const std::string> trusted) {
  return Checker(key, trusted).Run(bytes);
}

}  // namespace attest
