#include "engine/merkle/tlog_proof.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/merkle/strict_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kExtra = "extra ";
constexpr absl::string_view kIndex = "index ";

// The lines of a text, one by one, each with its line end.
class LineCursor {
 public:
  explicit LineCursor(absl::string_view text) : rest_(text) {}

  absl::StatusOr<absl::string_view> Next() {
    ++number_;
    const size_t end = rest_.find('\n');
    if (end == absl::string_view::npos) return Broken("it ends too early");
    const absl::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

  [[nodiscard]] absl::Status Broken(absl::string_view what) const {
    return absl::DataLossError(
        absl::StrCat("damaged proof: line ", number_, ": ", what));
  }

  [[nodiscard]] absl::string_view rest() const { return rest_; }

 private:
  absl::string_view rest_;
  uint64_t number_ = 0;
};

absl::Status CheckHeader(absl::string_view text) {
  if (text.size() > kMaxTlogProofBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a proof: got ", text.size(), " bytes, want at most ",
                     kMaxTlogProofBytes));
  }
  const absl::string_view line = text.substr(0, text.find('\n'));
  if (line == kTlogProofHeader) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "not a proof: its first line is \"",
      absl::CHexEscape(line.substr(0, 2 * kTlogProofHeader.size())),
      "\", want \"", kTlogProofHeader, "\""));
}

absl::Status ReadHashes(LineCursor& lines, std::vector<Hash>& hashes) {
  while (true) {
    ASSIGN_OR_RETURN(const absl::string_view line, lines.Next());
    if (line.empty()) return absl::OkStatus();
    if (hashes.size() == kMaxTlogProofHashes) {
      return lines.Broken("more hashes than a proof can have");
    }
    const absl::StatusOr<Hash> hash = Hash::FromBase64(line);
    if (!hash.ok()) return lines.Broken(hash.status().message());
    hashes.push_back(*hash);
  }
}

}  // namespace

std::string TlogProofText(const TlogProof& proof) {
  std::string text = absl::StrCat(kTlogProofHeader, "\n");
  if (!proof.extra.empty()) {
    absl::StrAppend(&text, kExtra, absl::Base64Escape(proof.extra), "\n");
  }
  absl::StrAppend(&text, kIndex, proof.index, "\n");
  for (const Hash& hash : proof.hashes) {
    absl::StrAppend(&text, hash.ToBase64(), "\n");
  }
  absl::StrAppend(&text, "\n", proof.checkpoint);
  return text;
}

absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text) {
  RETURN_IF_ERROR(CheckHeader(text));
  LineCursor lines(text);
  TlogProof proof;
  RETURN_IF_ERROR(lines.Next().status());
  ASSIGN_OR_RETURN(absl::string_view line, lines.Next());
  if (absl::ConsumePrefix(&line, kExtra)) {
    absl::StatusOr<std::string> extra = DecodeStrictBase64(line);
    if (!extra.ok()) return lines.Broken(extra.status().message());
    if (extra->empty()) return lines.Broken("extra: got nothing");
    proof.extra = *std::move(extra);
    ASSIGN_OR_RETURN(line, lines.Next());
  }
  if (!absl::ConsumePrefix(&line, kIndex)) {
    return lines.Broken("want \"index N\"");
  }
  const absl::StatusOr<uint64_t> index = ParseStrictDecimal(line);
  if (!index.ok()) return lines.Broken(index.status().message());
  proof.index = *index;
  RETURN_IF_ERROR(ReadHashes(lines, proof.hashes));
  proof.checkpoint = std::string(lines.rest());
  return proof;
}

}  // namespace attest
