#include "engine/text/phrase_places.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/reference/dice.h"

namespace attest {
namespace {

using reference::Dice;

// Searched often enough that the text is put in order on the way.
TEST(PhrasePlacesTest, PlacesAreThoseOfReadingTheText) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    const uint64_t symbols = 1 + dice.Below(4);
    const auto random_text = [&](uint64_t size) {
      std::string text;
      for (; size > 0; --size) {
        text.push_back(static_cast<char>('a' + dice.Below(symbols)));
      }
      return text;
    };
    const uint64_t size = dice.Below(1000);
    const std::string text = random_text(size);
    PhrasePlaces places;
    for (int times = 0; times < 400; ++times) {
      const uint64_t phrase_size = 1 + dice.Below(8);
      const std::string phrase = random_text(phrase_size);
      ASSERT_EQ(places.Find(text, phrase), FindPhrase(text, phrase)) << phrase;
    }
  }
}

TEST(PhrasePlacesTest, ATextThatIsSearchedOnceIsNotPutInOrder) {
  const std::string text(1000, 'a');
  PhrasePlaces places;
  EXPECT_TRUE(places.Find(text, "b").empty());
  EXPECT_EQ(places.bytes(), 0U);
  for (int times = 0; times < 200; ++times) places.Find(text, "b");
  EXPECT_EQ(places.bytes(), 4 * text.size());
  EXPECT_EQ(places.Find(text, "aa").size(), kMaxPhrasePlaces);
  EXPECT_TRUE(PhrasePlaces().Find("", "a").empty());
}

}  // namespace
}  // namespace attest
