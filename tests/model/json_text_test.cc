#include "engine/model/json_text.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

std::string Quoted(absl::string_view text) {
  std::string json;
  AppendJsonString(text, json);
  return json;
}

std::string Written(double number) {
  std::string json;
  AppendJsonNumber(number, json);
  return json;
}

TEST(JsonTextTest, OnlyWhatJsonDemandsIsEscaped) {
  EXPECT_EQ(Quoted(""), R"("")");
  EXPECT_EQ(Quoted("a/b é \xD8\xB3"), "\"a/b é \xD8\xB3\"");
  EXPECT_EQ(Quoted("say \"so\" \\ here"), R"("say \"so\" \\ here")");
  EXPECT_EQ(Quoted("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(Quoted(absl::string_view("\0\x1F\x7F", 3)),
            "\"\\u0000\\u001f\x7F\"");
}

TEST(JsonTextTest, NumbersAreShortAndReadBackTheSame) {
  EXPECT_EQ(Written(0), "0");
  EXPECT_EQ(Written(-0.0), "0");
  EXPECT_EQ(Written(36.5), "36.5");
  EXPECT_EQ(Written(-180), "-180");
  EXPECT_EQ(Written(0.1), "0.1");
  constexpr uint64_t kSeed = 2;
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i));
    const double number =
        static_cast<double>(random()) / static_cast<double>(random() | 1);
    EXPECT_EQ(std::strtod(Written(number).c_str(), nullptr), number);
  }
}

}  // namespace
}  // namespace attest
