#include "engine/text/shortening.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"

namespace attest {
namespace {

constexpr absl::string_view kEllipsis = "\xE2\x80\xA6";

// What a cluster that begins before the cut may go on with behind it.
constexpr size_t kLookedAtBehind = 64;

// The end of the longest run of whole clusters of at most `max_bytes`; 0 where
// there is none.
size_t EndOfClusters(absl::string_view text, size_t max_bytes) {
  const absl::string_view looked_at =
      text.substr(0, std::min(text.size(), max_bytes + kLookedAtBehind));
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> clusters(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(),
                                                  error));
  UText opened = UTEXT_INITIALIZER;
  utext_openUTF8(&opened, looked_at.data(),
                 static_cast<int64_t>(looked_at.size()), &error);
  int32_t end = 0;
  if (U_SUCCESS(error)) {
    clusters->setText(&opened, error);
    if (U_SUCCESS(error)) {
      end = clusters->preceding(static_cast<int32_t>(max_bytes) + 1);
    }
  }
  utext_close(&opened);
  return end == icu::BreakIterator::DONE ? 0 : static_cast<size_t>(end);
}

}  // namespace

bool Shorten(size_t max_bytes, std::string& text) {
  if (text.size() <= max_bytes) return false;
  const size_t room = max_bytes - kEllipsis.size();
  size_t end = EndOfClusters(text, room);
  if (end == 0) {
    end = room;
    while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  }
  text.resize(end);
  text.append(kEllipsis.data(), kEllipsis.size());
  return true;
}

}  // namespace attest
