// Random dates against the slow reading of tests/reference/edtf_days.h.

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/model/edtf.h"
#include "tests/reference/edtf_days.h"

namespace attest {
namespace {

using Random = std::mt19937_64;

int Below(Random& random, int n) {
  return static_cast<int>(random() % static_cast<uint64_t>(n));
}

// Each digit of `number` becomes an X with a chance of one in three.
std::string Masked(Random& random, int number, size_t width) {
  std::string digits(width, '0');
  for (size_t i = width; i > 0; --i, number /= 10) {
    digits[i - 1] = static_cast<char>('0' + number % 10);
    if (Below(random, 3) == 0) digits[i - 1] = 'X';
  }
  return digits;
}

reference::DateDigits RandomDigits(Random& random) {
  reference::DateDigits date;
  date.year = Masked(random, Below(random, 10000), 4);
  const int components = 1 + Below(random, 3);
  if (components == 2 && Below(random, 4) == 0) {
    date.month = std::to_string(21 + Below(random, 4));
  } else if (components >= 2) {
    date.month = Masked(random, Below(random, 15), 2);
  }
  // A mask that came out as a season by chance takes no day.
  if (components == 3 && !reference::IsSeason(date.month)) {
    date.day = Masked(random, Below(random, 34), 2);
  }
  return date;
}

std::string TextOf(const reference::DateDigits& date) {
  std::string text = date.year;
  if (!date.month.empty()) text += "-" + date.month;
  if (!date.day.empty()) text += "-" + date.day;
  return text;
}

// Puts one or two qualifiers where they may stand.
std::string Qualified(Random& random, const reference::DateDigits& date) {
  constexpr absl::string_view kQualifiers = "~?%";
  const auto qualifier = [&] {
    return std::string(1, kQualifiers[static_cast<size_t>(Below(random, 3))]);
  };
  std::string text = TextOf(date);
  if (Below(random, 2) == 0) text += qualifier();
  const size_t hyphen = text.find('-');
  if (hyphen != std::string::npos && Below(random, 2) == 0) {
    text.insert(hyphen + static_cast<size_t>(Below(random, 2)), qualifier());
  }
  return text == TextOf(date) ? qualifier() + text : text;
}

TEST(EdtfRandomTest, DatesAgreeWithCountingEveryDay) {
  constexpr uint64_t kSeed = 20110610;
  Random random(kSeed);
  int refused = 0;
  for (int i = 0; i < 200; ++i) {
    const reference::DateDigits date = RandomDigits(random);
    const bool is_qualified = Below(random, 3) == 0;
    const std::string text =
        is_qualified ? Qualified(random, date) : TextOf(date);
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i, ": ", text));
    const std::optional<DayRange> want =
        reference::PossibleDays(date, is_qualified);
    const absl::StatusOr<Edtf> got = Edtf::Parse(text);
    ASSERT_EQ(got.ok(), want.has_value()) << got.status();
    if (!want.has_value()) {
      ++refused;
      continue;
    }
    EXPECT_EQ(got->possible().begin, want->begin);
    EXPECT_EQ(got->possible().end, want->end);
    EXPECT_EQ(got->is_qualified(), is_qualified);
  }
  EXPECT_GT(refused, 5);
}

// A date within some weeks of 2011, so that ranges meet and overlap.
std::string NearDate(Random& random) {
  constexpr const char* kDates[] = {
      "2011-06-10",  "2011-06-11", "2011-06-1X", "2011-06-12~", "2011-06",
      "2011-06-XX?", "2011-05-31", "2011-07-0X", "2011-06-2X",  "2011-07-01"};
  return kDates[Below(random, static_cast<int>(std::size(kDates)))];
}

TEST(EdtfRandomTest, AnIntervalIsCertainOnTheDaysInEveryReadingOfItsEnds) {
  constexpr uint64_t kSeed = 20120504;
  Random random(kSeed);
  for (int i = 0; i < 500; ++i) {
    const std::string a = NearDate(random);
    const std::string b = NearDate(random);
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i, ": ", a, "/", b));
    const DayRange start = Edtf::Parse(a)->possible();
    const DayRange end = Edtf::Parse(b)->possible();
    const absl::StatusOr<Edtf> interval = Edtf::Parse(a + "/" + b);
    ASSERT_EQ(interval.ok(), end.end > start.begin);
    if (!interval.ok()) continue;
    for (DayNumber day = start.begin - 3; day < end.end + 3; ++day) {
      bool is_in_all = true;
      for (DayNumber s = start.begin; s < start.end; ++s) {
        for (DayNumber e = end.begin; e < end.end; ++e) {
          is_in_all = is_in_all && s <= day && day <= e;
        }
      }
      const std::optional<DayRange> certain = interval->certain();
      const bool is_certain =
          certain.has_value() && certain->Contains(DayRange::Single(day));
      EXPECT_EQ(is_certain, is_in_all) << DayText(day);
    }
  }
}

std::string RandomBytes(Random& random, absl::string_view alphabet) {
  std::string text(static_cast<size_t>(Below(random, 24)), '\0');
  for (char& c : text) {
    c = alphabet.empty() ? static_cast<char>(Below(random, 256))
                         : alphabet[static_cast<size_t>(Below(
                               random, static_cast<int>(alphabet.size())))];
  }
  return text;
}

// A good date with one to three bytes changed, added or taken away.
std::string Damaged(Random& random, std::string text) {
  constexpr absl::string_view kBytes = "0123456789X-/.,~?%[]{}TZ+: \xFF";
  for (int edits = 1 + Below(random, 3); edits > 0 && !text.empty(); --edits) {
    const auto at =
        static_cast<size_t>(Below(random, static_cast<int>(text.size())));
    const char byte = kBytes[static_cast<size_t>(
        Below(random, static_cast<int>(kBytes.size())))];
    switch (Below(random, 3)) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.insert(at, 1, byte);
        break;
      default:
        text.erase(at, 1);
    }
  }
  return text;
}

// Whatever was read keeps its promises and reads the same again.
void ExpectSound(const std::string& text) {
  const absl::StatusOr<Edtf> edtf = Edtf::Parse(text);
  if (!edtf.ok()) {
    EXPECT_EQ(edtf.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_LT(edtf.status().message().size(), 400);
    return;
  }
  const DayRange possible = edtf->possible();
  EXPECT_LT(possible.begin, possible.end);
  EXPECT_TRUE(!possible.has_begin() || possible.begin >= kFirstDay);
  EXPECT_TRUE(!possible.has_end() || possible.end <= kLastDay + 1);
  if (edtf->certain().has_value()) {
    EXPECT_TRUE(possible.Contains(*edtf->certain()));
    EXPECT_EQ(edtf->kind(), EdtfKind::kInterval);
  }
  const absl::StatusOr<Edtf> again = Edtf::Parse(edtf->text());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *edtf);
  EXPECT_EQ(again->possible(), possible);
  EXPECT_EQ(again->certain(), edtf->certain());
}

TEST(EdtfRandomTest, AnyBytesAreReadSoundlyOrRefused) {
  constexpr uint64_t kSeed = 4;
  constexpr const char* kGood[] = {"1985-04-12T23:20:30+04:30",
                                   "?2004-06-~11/2004-07-XX",
                                   "[..1667,1668,1670..1672,1760-12..]",
                                   "{1960~,1961-12}",
                                   "../2001-21",
                                   "1X99-XX-XX/.."};
  constexpr absl::string_view kAlphabet = "0129X-/.,~?%[]{}TZ:";
  Random random(kSeed);
  for (int i = 0; i < 200000; ++i) {
    std::string text;
    switch (i % 3) {
      case 0:
        text = RandomBytes(random, "");
        break;
      case 1:
        text = RandomBytes(random, kAlphabet);
        break;
      default:
        text = Damaged(random, kGood[Below(random, 6)]);
    }
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i, ": ", text));
    ExpectSound(text);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace attest
