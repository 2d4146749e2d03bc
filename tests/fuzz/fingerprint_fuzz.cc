// Fingerprints: of any text and however they are made, each lies in the text
// between code points, in order, and all are there that must be.
//
// Input: words a gram, grams a window, and the text.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/text/fingerprint.h"
#include "engine/text/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

bool IsBoundary(absl::string_view text, size_t at) {
  return at == text.size() ||
         (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

void CheckPlaces(absl::string_view text, const std::vector<Fingerprint>& kept) {
  for (size_t i = 0; i < kept.size(); ++i) {
    Require(kept[i].begin < kept[i].end && kept[i].end <= text.size(),
            "a fingerprint lies in its text");
    Require(IsBoundary(text, kept[i].begin) && IsBoundary(text, kept[i].end),
            "code points stay whole");
    if (i == 0) continue;
    Require(kept[i - 1].word < kept[i].word &&
                kept[i - 1].begin <= kept[i].begin &&
                kept[i - 1].end <= kept[i].end,
            "fingerprints are in the order of the text");
  }
}

// `grams` are all of them: in a row of `window` at least one is kept.
void CheckGaps(const std::vector<Fingerprint>& grams,
               const std::vector<Fingerprint>& kept, uint32_t window) {
  Require(kept.empty() == grams.empty(), "a text with a gram has one kept");
  uint32_t next = 0;
  for (const Fingerprint& fingerprint : kept) {
    Require(fingerprint == grams[fingerprint.word], "what is kept is a gram");
    Require(fingerprint.word < next + window, "no window is without one");
    next = fingerprint.word + 1;
  }
  Require(grams.size() < next + window, "nor the last");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  if (input.size() < 2) return;
  const Winnowing winnowing = {
      .gram_words = static_cast<unsigned char>(input[0]),
      .window = static_cast<unsigned char>(input[1])};
  const absl::string_view text = input.substr(2);
  const absl::StatusOr<std::vector<Fingerprint>> kept =
      FingerprintText(text, winnowing);
  const bool is_in_bounds =
      winnowing.gram_words >= 1 && winnowing.gram_words <= kMaxGramWords &&
      winnowing.window >= 1 && winnowing.window <= kMaxWindow;
  Require(kept.ok() == (is_in_bounds && !FindInvalidUtf8(text).has_value()),
          "UTF-8 is fingerprinted and nothing else");
  if (!kept.ok()) return;
  CheckPlaces(text, *kept);
  const absl::StatusOr<std::vector<Fingerprint>> grams =
      FingerprintText(text, {.gram_words = winnowing.gram_words, .window = 1});
  Require(grams.ok(), "any window will do");
  CheckGaps(*grams, *kept, winnowing.window);
}

std::vector<std::string> FuzzSeeds() {
  return {"\x02\x02They took 150 men, \"boys\", she said.",
          "\x01\x03"
          "a a a a a a a a a a",
          "\x03\x01\xD9\x83\xD9\x8E\xD8\xAA\xD9\x8E\xD8\xA8 \xD8\xA7\xD9\x84 "
          "\xD9\x85\xD9\x80\xD9\x80 o\xEF\xAC\x81 x\xCC\x81 y",
          "\x02\x04\xE5\x8C\x97\xE4\xBA\xAC\xE5\xB8\x82 \xE0\xA4\xB9\xE0\xA4"
          "\xBF \xEF\xB7\xBA \xC4\xB0 \xC3\x9F"};
}

std::vector<std::string> FuzzWords() {
  return {" ",        "a ",           "\xCC\x81",     "\xC2\xAD",
          "\xD9\x80", "\xEF\xB7\xBA", "\xE4\xBA\xAC", "\xC4\xB0"};
}

}  // namespace attest
