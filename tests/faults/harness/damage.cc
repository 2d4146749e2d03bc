#include "tests/faults/harness/damage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/faults/harness/scratch.h"

namespace attest {
namespace {

constexpr uint64_t kZeroBytes = 512;

}  // namespace

std::string Damage::Describe() const {
  switch (kind) {
    case DamageKind::kFlip:
      return absl::StrCat(file, ": bit ", bit, " of byte ", offset, " flipped");
    case DamageKind::kTruncate:
      return absl::StrCat(file, ": cut to ", offset, " bytes");
    case DamageKind::kRemove:
      return absl::StrCat(file, ": removed");
    case DamageKind::kZeros:
      return absl::StrCat(file, ": zeros from byte ", offset, " on");
  }
  return "?";
}

std::vector<Damage> FlipsOf(const std::string& file, uint64_t size,
                            uint64_t sample, std::mt19937_64& random) {
  std::vector<Damage> flips;
  const uint64_t count = std::min(size, sample);
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t begin = size * i / count;
    const uint64_t end = size * (i + 1) / count;
    flips.push_back({.file = file,
                     .kind = DamageKind::kFlip,
                     .offset = begin + random() % (end - begin),
                     .bit = static_cast<uint8_t>(random() % 8)});
  }
  return flips;
}

std::vector<Damage> DamagesOf(
    const std::string& directory, uint64_t flips, uint64_t truncations,
    uint64_t seed, const std::function<bool(const std::string& file)>& chosen) {
  std::mt19937_64 random(seed);
  std::vector<Damage> damages;
  for (const std::string& file : FilesBelow(directory)) {
    if (!chosen(file)) continue;
    const uint64_t size =
        std::filesystem::file_size(absl::StrCat(directory, "/", file));
    for (Damage& flip : FlipsOf(file, size, flips, random)) {
      damages.push_back(std::move(flip));
    }
    damages.push_back({.file = file, .kind = DamageKind::kRemove});
    if (size == 0) continue;
    for (Damage& cut : FlipsOf(file, size, truncations, random)) {
      cut.kind = DamageKind::kTruncate;
      damages.push_back(cut);
      cut.kind = DamageKind::kZeros;
      damages.push_back(std::move(cut));
    }
  }
  return damages;
}

Damaged::Damaged(const std::string& directory, const Damage& damage)
    : path_(absl::StrCat(directory, "/", damage.file)),
      bytes_(ReadBytes(path_)) {
  std::string bytes = bytes_;
  switch (damage.kind) {
    case DamageKind::kFlip:
      bytes[damage.offset] =
          static_cast<char>(bytes[damage.offset] ^ (1 << damage.bit));
      break;
    case DamageKind::kTruncate:
      bytes.resize(damage.offset);
      break;
    case DamageKind::kRemove:
      std::filesystem::remove(path_);
      return;
    case DamageKind::kZeros:
      for (uint64_t i = damage.offset;
           i < std::min<uint64_t>(bytes.size(), damage.offset + kZeroBytes);
           ++i) {
        bytes[i] = '\0';
      }
      break;
  }
  WriteBytes(path_, bytes);
}

Damaged::~Damaged() { WriteBytes(path_, bytes_); }

}  // namespace attest
