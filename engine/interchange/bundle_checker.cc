#include <map>
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
#include "engine/merkle/proof.h"
#include "engine/merkle/signed_note.h"
#include "engine/status_macros.h"
#include "engine/text/folding.h"
#include "engine/text/quote_anchor.h"

namespace attest {
namespace {

using namespace bundle_layout;  // NOLINT(google-build-using-namespace)

absl::Status Wrong(absl::string_view file, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(file, ": ", what));
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
    if (!note.ok()) return Wrong(kSignature, note.status().message());
    if (!note->unknown.empty()) {
      return Wrong(kSignature, "it has signatures that were not made with it");
    }
    signed_text_ = note->text;
    manifest_ = entries[1].content;
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
    return Wrong(
        named.second.empty() ? kManifest : named.second,
        absl::StrCat("got \"", i < got.size() ? got[i] : "", "\", want \"",
                     i < want.size() ? want[i] : "", "\" as in ", kManifest));
  }

  absl::Status CheckHead() {
    const auto head = files_.find(kCheckpoint);
    if (head == files_.end()) return Wrong(kCheckpoint, "it is missing");
    const absl::StatusOr<Checkpoint> checkpoint =
        OpenCheckpoint(head->second, {key_});
    if (!checkpoint.ok()) {
      return Wrong(kCheckpoint, checkpoint.status().message());
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
    if (!proven.ok()) return Wrong(name, proven.status().message());
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
      ASSIGN_OR_RETURN(const auto json, ProvenEventJson(proven));
      absl::StrAppend(&want, json.dump(), "\n");
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
      const auto* report = std::get_if<Report>(&proven.event->record);
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

  absl::Status CheckTimestamps() {
    std::vector<VerifierKey> keys = {key_};
    for (const auto& [index, proven] : proven_) {
      if (!proven.event) continue;
      const auto* rotation = std::get_if<KeyRotation>(&proven.event->record);
      if (rotation == nullptr) continue;
      absl::StatusOr<VerifierKey> previous =
          VerifierKey::Parse(rotation->previous_key);
      if (previous.ok()) keys.push_back(*std::move(previous));
    }
    std::set<std::string> used;
    for (const auto& [index, proven] : proven_) {
      if (!proven.event) continue;
      const auto* stamp = std::get_if<Timestamp>(&proven.event->record);
      if (stamp == nullptr) continue;
      const std::string proof = absl::StrCat(kProofs, index, kProofEnd);
      absl::StatusOr<TimestampToken> token =
          CheckTimestamp(*stamp, checked_.checkpoint.origin, keys, trusted_);
      if (!token.ok()) return Wrong(proof, token.status().message());
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
    std::vector<Hash> hashes;
    for (const absl::string_view line :
         absl::StrSplit(absl::StripSuffix(file->second, "\n"), '\n')) {
      if (line.empty()) continue;
      const absl::StatusOr<Hash> hash = Hash::FromBase64(line);
      if (!hash.ok()) return Wrong(name, hash.status().message());
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

  // A claim's quote stands in its report's text, where the claim says.
  absl::Status CheckQuotes() {
    for (const auto& [index, proven] : proven_) {
      const auto* claim =
          proven.event ? std::get_if<Claim>(&proven.event->record) : nullptr;
      if (claim == nullptr || !claim->quote || !claim->quote->passage) continue;
      const auto report = proven_.find(claim->report.value());
      if (report == proven_.end() || !report->second.event) continue;
      const auto* record = std::get_if<Report>(&report->second.event->record);
      if (record == nullptr || (!record->text && !record->file)) continue;
      const Content& content = record->text ? *record->text : *record->file;
      const absl::string_view text =
          files_.at(absl::StrCat(kContents, Hash{content.sha256}.ToHex()));
      const Passage& passage = *claim->quote->passage;
      if (passage.byte_end > text.size() ||
          passage.byte_begin > passage.byte_end ||
          !SaysTheSame(text.substr(passage.byte_begin,
                                   passage.byte_end - passage.byte_begin),
                       claim->quote->exact)) {
        return Wrong(absl::StrCat(kProofs, index, kProofEnd),
                     "its quote does not stand in the report's text where it "
                     "says");
      }
      ++checked_.quotes;
    }
    return absl::OkStatus();
  }

  const VerifierKey& key_;
  const absl::Span<const std::string> trusted_;
  std::string signed_text_;
  absl::string_view manifest_;
  std::map<std::string, absl::string_view, std::less<>> files_;
  std::map<uint64_t, ProvenEvent> proven_;
  CheckedBundle checked_;
};

}  // namespace

absl::StatusOr<CheckedBundle> CheckBundle(
    absl::string_view bytes, const VerifierKey& key,
    absl::Span<const std::string> trusted) {
  return Checker(key, trusted).Run(bytes);
}

}  // namespace attest
