#include "engine/interchange/ustar.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Where the fields of a header are, and how long.
constexpr size_t kNameBytes = 100;
constexpr size_t kSizeAt = 124;
constexpr size_t kSizeDigits = 11;
constexpr size_t kChecksumAt = 148;
constexpr size_t kChecksumBytes = 8;
constexpr size_t kMagicAt = 257;
constexpr absl::string_view kMagic(
    "ustar\0"
    "00",
    8);
constexpr uint64_t kMaxBytes = uint64_t{8} << 30;

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' ||
         c == '_' || c == '-' || c == '/';
}

// The size a header states; none when it is not written as a header has it.
bool ParseSize(absl::string_view header, uint64_t& size) {
  size = 0;
  for (const char c : header.substr(kSizeAt, kSizeDigits)) {
    if (c < '0' || c > '7') return false;
    size = size * 8 + static_cast<uint64_t>(c - '0');
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> UstarHeader(absl::string_view name, uint64_t size) {
  if (name.empty() || name.size() > kNameBytes ||
      !std::all_of(name.begin(), name.end(), IsNameCharacter)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "archive: got the file name \"", absl::Utf8SafeCHexEscape(name),
        "\", want 1 to 100 characters of A-Z, a-z, 0-9, \".\", \"_\", \"-\" "
        "and \"/\""));
  }
  if (size >= kMaxBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("archive: ", name, ": got ", size,
                     " bytes, want less than ", kMaxBytes));
  }
  std::string header(kUstarBlockBytes, '\0');
  const auto put = [&header](size_t at, absl::string_view bytes) {
    std::copy(bytes.begin(), bytes.end(),
              header.begin() + static_cast<std::ptrdiff_t>(at));
  };
  put(0, name);
  put(100, "0000644");  // mode
  put(108, "0000000");  // user
  put(116, "0000000");  // group
  put(kSizeAt, absl::StrFormat("%011o", size));
  put(136, "00000000000");  // time
  put(kChecksumAt, "        ");
  put(156, "0");  // a regular file
  put(kMagicAt, kMagic);
  uint32_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(kChecksumAt, absl::StrFormat("%06o", sum));
  header[kChecksumAt + kChecksumBytes - 2] = '\0';
  return header;
}

std::string UstarPadding(uint64_t size) {
  const uint64_t over = size % kUstarBlockBytes;
  return std::string(over == 0 ? 0 : kUstarBlockBytes - over, '\0');
}

std::string UstarEnd() { return std::string(2 * kUstarBlockBytes, '\0'); }

absl::StatusOr<std::vector<UstarEntry>> ReadUstar(absl::string_view archive) {
  if (archive.size() < kUstarBlockBytes ||
      archive.substr(kMagicAt, kMagic.size()) != kMagic) {
    return absl::InvalidArgumentError("not a tar archive in the ustar form");
  }
  std::vector<UstarEntry> entries;
  absl::string_view rest = archive;
  while (rest != UstarEnd()) {
    const std::string where = entries.empty()
                                  ? "the first file"
                                  : absl::StrCat("after ", entries.back().name);
    if (rest.size() < kUstarBlockBytes) {
      return absl::DataLossError(
          absl::StrCat("archive: cut off ", where, ", at ",
                       archive.size() - rest.size(), " bytes"));
    }
    const absl::string_view header = rest.substr(0, kUstarBlockBytes);
    const absl::string_view name =
        header.substr(0, std::min(header.find('\0'), kNameBytes));
    uint64_t size = 0;
    const bool has_size = ParseSize(header, size);
    const absl::StatusOr<std::string> want = UstarHeader(name, size);
    if (!has_size || !want.ok() || *want != header) {
      return absl::DataLossError(absl::StrCat("archive: the header ", where,
                                              " is not one that was written"));
    }
    rest.remove_prefix(kUstarBlockBytes);
    const std::string padding = UstarPadding(size);
    if (rest.size() < size + padding.size()) {
      return absl::DataLossError(
          absl::StrCat("archive: ", name, ": got ", rest.size(),
                       " bytes up to the end, want ", size));
    }
    entries.push_back({std::string(name), rest.substr(0, size)});
    rest.remove_prefix(size);
    if (!absl::StartsWith(rest, padding)) {
      return absl::DataLossError(absl::StrCat(
          "archive: ", name, ": it is not followed by zeros up to a block"));
    }
    rest.remove_prefix(padding.size());
  }
  return entries;
}

}  // namespace attest
