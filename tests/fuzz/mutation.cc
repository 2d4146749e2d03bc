#include "tests/fuzz/mutation.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace attest {

Mutation::Mutation(std::vector<std::string> seeds,
                   std::vector<std::string> words, uint64_t seed)
    : seeds_(std::move(seeds)), words_(std::move(words)), random_(seed) {
  // So that Change has one to take.
  words_.emplace_back(1, '\0');
}

std::string Mutation::Next(size_t max_bytes) {
  std::string input = AnySeed();
  for (uint64_t changes = 1 + Below(6); changes > 0; --changes) Change(input);
  if (input.size() > max_bytes) input.resize(max_bytes);
  return input;
}

void Mutation::Change(std::string& input) {
  if (input.empty()) input = words_[Below(words_.size())];
  const size_t at = Below(input.size());
  switch (Below(8)) {
    case 0:
      input[at] = static_cast<char>(input[at] ^ (1 << Below(8)));
      return;
    case 1:
      input[at] = static_cast<char>(Below(256));
      return;
    case 2:
      input.erase(at, 1 + Below(std::min<size_t>(16, input.size())));
      return;
    case 3:
      input.insert(at, words_[Below(words_.size())]);
      return;
    case 4: {
      const std::string& word = words_[Below(words_.size())];
      input.replace(at, word.size(), word);
      return;
    }
    case 5:
      return OverwriteNumber(input, at);
    case 6:
      return CopyWithin(input, at);
    default: {
      const std::string& other = AnySeed();
      input.replace(at, std::string::npos, other, std::min(at, other.size()),
                    std::string::npos);
    }
  }
}

// Numbers on which arithmetic goes wrong, in the machine's byte order.
void Mutation::OverwriteNumber(std::string& input, size_t at) {
  static constexpr std::array<uint64_t, 8> kNumbers = {
      0,           1, 0x7F, 0xFF, 0x7FFFFFFF, 0xFFFFFFFF, ~uint64_t{0} >> 1,
      ~uint64_t{0}};
  const uint64_t number = kNumbers[Below(kNumbers.size())] + Below(3) - 1;
  const size_t size =
      std::min<size_t>(size_t{1} << Below(4), input.size() - at);
  std::memcpy(input.data() + at, &number, size);
}

void Mutation::CopyWithin(std::string& input, size_t at) {
  const std::string piece = input.substr(at, 1 + Below(64));
  input.insert(Below(input.size()), piece);
}

}  // namespace attest
