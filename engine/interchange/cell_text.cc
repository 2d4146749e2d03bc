#include "engine/interchange/cell_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace attest {
namespace {

constexpr absl::string_view kNoBreakSpace = "\xC2\xA0";
constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

}  // namespace

absl::string_view TrimmedCell(absl::string_view cell) {
  while (true) {
    cell = absl::StripAsciiWhitespace(cell);
    if (absl::StartsWith(cell, kNoBreakSpace)) {
      cell.remove_prefix(kNoBreakSpace.size());
    } else if (absl::EndsWith(cell, kNoBreakSpace)) {
      cell.remove_suffix(kNoBreakSpace.size());
    } else {
      return cell;
    }
  }
}

size_t FindForbiddenControl(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 ? byte != '\t' && byte != '\n' : byte == 0x7F) return i;
    if (byte == 0xC2 && i + 1 < text.size()) {
      constexpr unsigned char kNextLine = 0x85;
      const auto next = static_cast<unsigned char>(text[i + 1]);
      if (next < 0xA0 && next != kNextLine) return i;
    }
  }
  return absl::string_view::npos;
}

std::string CellText(absl::string_view text) {
  std::string cell;
  cell.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      cell.push_back(text[i]);
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      cell.push_back('\n');
    }
  }
  std::string replaced;
  absl::string_view rest = cell;
  while (true) {
    const size_t at = FindForbiddenControl(rest);
    if (at == absl::string_view::npos) break;
    // Those of C1 have two bytes.
    const size_t size = static_cast<unsigned char>(rest[at]) < 0x80 ? 1 : 2;
    absl::StrAppend(&replaced, rest.substr(0, at), kReplacement);
    rest.remove_prefix(at + size);
  }
  absl::StrAppend(&replaced, rest);
  return std::string(TrimmedCell(replaced));
}

bool FitsCell(absl::string_view text) {
  return text.find('\r') == absl::string_view::npos &&
         FindForbiddenControl(text) == absl::string_view::npos &&
         TrimmedCell(text) == text;
}

}  // namespace attest
