#include "engine/interchange/ftm_keys.h"

#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

// How a key is spelt elsewhere: a prefix says that it is one, and `escape` and
// two hex digits stand for a byte that may not stand there.
struct Spelling {
  absl::string_view ours;    // before a name, in a key
  absl::string_view prefix;  // before a key, elsewhere
  char escape;
  bool keeps_capitals_and_dashes;
};

constexpr Spelling kEntity = {"ftm:", "attest-", '.', true};
constexpr Spelling kDataset = {"src:ftm:", "attest_", '_', false};

bool StandsAsIs(const Spelling& spelling, char c, bool is_last) {
  const auto byte = static_cast<unsigned char>(c);
  if (absl::ascii_isdigit(byte) || absl::ascii_islower(byte)) return true;
  if (!spelling.keeps_capitals_and_dashes) return false;
  return absl::ascii_isupper(byte) || (c == '-' && !is_last);
}

std::string Spelt(const Spelling& spelling, absl::string_view key) {
  std::string text(spelling.prefix);
  for (size_t i = 0; i < key.size(); ++i) {
    if (StandsAsIs(spelling, key[i], i + 1 == key.size())) {
      text.push_back(key[i]);
      continue;
    }
    text.push_back(spelling.escape);
    absl::StrAppend(&text,
                    absl::Hex(static_cast<uint8_t>(key[i]), absl::kZeroPad2));
  }
  return text;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Could an author have given it? What the program makes keeps to itself.
bool IsAuthorsKey(absl::string_view key) {
  constexpr size_t kMaxKeyBytes = 512;
  return !key.empty() && key.size() <= kMaxKeyBytes && key[0] != '#' &&
         !absl::StartsWith(key, "stm:") && !FindInvalidUtf8(key) &&
         !FindControlCharacter(key);
}

// The key that is spelt `text`; nullopt where none is.
std::optional<std::string> Unspelt(const Spelling& spelling,
                                   absl::string_view text) {
  if (!absl::StartsWith(text, spelling.prefix)) return std::nullopt;
  std::string key;
  for (size_t i = spelling.prefix.size(); i < text.size(); ++i) {
    if (text[i] != spelling.escape) {
      key.push_back(text[i]);
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = HexDigit(text[i + 1]);
    const int low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    key.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  const bool is_name = absl::StartsWith(key, spelling.ours) &&
                       !Unspelt(spelling, key.substr(spelling.ours.size()));
  if (!IsAuthorsKey(key) || is_name || Spelt(spelling, key) != text) {
    return std::nullopt;
  }
  return key;
}

std::string KeyOf(const Spelling& spelling, absl::string_view name) {
  std::optional<std::string> key = Unspelt(spelling, name);
  return key ? *std::move(key) : absl::StrCat(spelling.ours, name);
}

std::string NameOfKey(const Spelling& spelling, absl::string_view key) {
  if (absl::StartsWith(key, spelling.ours)) {
    const absl::string_view name = key.substr(spelling.ours.size());
    if (!name.empty() && !Unspelt(spelling, name)) return std::string(name);
  }
  return Spelt(spelling, key);
}

}  // namespace

std::string KeyOfFtmId(absl::string_view id) { return KeyOf(kEntity, id); }

std::string FtmIdOfKey(absl::string_view key) {
  return NameOfKey(kEntity, key);
}

std::string KeyOfFtmDataset(absl::string_view dataset) {
  return KeyOf(kDataset, dataset);
}

std::string FtmDatasetOfKey(absl::string_view key) {
  return NameOfKey(kDataset, key);
}

}  // namespace attest
