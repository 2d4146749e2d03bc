#include "engine/ingest/json_line.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

#include "engine/text/utf8.h"

namespace attest {
namespace {

// Parses a copy with the padding that the parser needs.
class PaddedParser {
 public:
  std::optional<JsonFault> Parse(const std::string& line) {
    padded_ = line + std::string(JsonParser::kPadding, '}');
    return parser_.Parse(absl::string_view(padded_).substr(0, line.size()));
  }
  [[nodiscard]] const JsonValue& root() const { return parser_.root(); }

 private:
  std::string padded_;
  JsonParser parser_;
};

nlohmann::json ToNlohmann(const JsonValue& value) {
  switch (value.type) {
    case JsonType::kNull:
      return nullptr;
    case JsonType::kBool:
      return value.boolean;
    case JsonType::kNumber:
      return nlohmann::json::parse(std::string(value.text));
    case JsonType::kString:
      return std::string(value.text);
    case JsonType::kArray: {
      nlohmann::json list = nlohmann::json::array();
      for (const JsonValue& child : JsonChildren(value)) {
        list.push_back(ToNlohmann(child));
      }
      return list;
    }
    case JsonType::kObject:
      break;
  }
  nlohmann::json object = nlohmann::json::object();
  for (const JsonValue& child : JsonChildren(value)) {
    object[std::string(child.name)] = ToNlohmann(child);
  }
  return object;
}

TEST(JsonParserTest, ValuesKnowTheirPlace) {
  PaddedParser parser;
  ASSERT_FALSE(parser.Parse(R"( {"a": [1, "x"], "b":{}})"));
  const JsonValue& root = parser.root();
  EXPECT_EQ(root.child_count, 2u);
  EXPECT_EQ(root.tree_size, 5u);
  const JsonValue& list = *root.first_child();
  EXPECT_EQ(list.name, "a");
  EXPECT_EQ(list.name_offset, 2u);
  EXPECT_EQ(list.offset, 7u);
  EXPECT_EQ((list.first_child() + 1)->offset, 11u);
  EXPECT_EQ((list.first_child() + 1)->text, "x");
}

constexpr const char* kLines[] = {
    R"({"type":"claim","id":"c","value":{"lat":-1.5e2,"lon":0},"x":[true,null]})",
    R"({"a":"\u00e9\ud83d\ude00\n","b":[[],{}],"c":18446744073709551615})",
    "{\"حسين\":\"هرموش\",\"n\":-0.0,\"e\":1E+5}",
};

// Is there anything that this parser refuses beyond RFC 8259?
bool HasOwnFault(const nlohmann::json& json, const std::string& line) {
  return !json.is_object() || line.find('\0') != std::string::npos;
}

TEST(JsonParserTest, RandomChangesAreReadAsAnotherParserReadsThem) {
  PaddedParser parser;
  int good = 0;
  for (uint32_t seed = 0; seed < 60'000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::string line = kLines[seed % std::size(kLines)];
    static constexpr absl::string_view kBytes = "{}[]\",:0123e.-+\\ut\x01\xC3 ";
    for (uint32_t changes = 1 + random() % 2; changes > 0; --changes) {
      const size_t at = random() % line.size();
      switch (random() % 3) {
        case 0:
          line[at] = kBytes[random() % kBytes.size()];
          break;
        case 1:
          line.erase(at, 1);
          break;
        default:
          line.insert(at, 1, kBytes[random() % kBytes.size()]);
      }
    }
    if (line.empty()) continue;
    bool duplicate = false;
    std::vector<std::set<std::string>> names;
    const auto watch = [&](int, nlohmann::json::parse_event_t event,
                           nlohmann::json& parsed) {
      using Event = nlohmann::json::parse_event_t;
      if (event == Event::object_start) names.emplace_back();
      if (event == Event::object_end) names.pop_back();
      if (event == Event::key) {
        duplicate |= !names.back().insert(parsed.get<std::string>()).second;
      }
      return true;
    };
    bool is_json = true;
    nlohmann::json expected;
    try {
      expected = nlohmann::json::parse(line, watch);
    } catch (const nlohmann::json::exception&) {
      is_json = false;
    }
    const std::optional<JsonFault> fault = parser.Parse(line);
    if (fault) {
      EXPECT_LE(fault->offset, line.size());
      EXPECT_FALSE(fault->what.empty());
      // Numbers that fit nowhere are refused here and rounded there.
      if (fault->what == "a number out of range") continue;
      EXPECT_TRUE(!is_json || duplicate || HasOwnFault(expected, line))
          << line << ": " << fault->what;
      continue;
    }
    ++good;
    ASSERT_TRUE(is_json) << line;
    EXPECT_FALSE(duplicate) << line;
    EXPECT_EQ(ToNlohmann(parser.root()), expected) << line;
  }
  EXPECT_GT(good, 1'000);
}

TEST(FindJsonFaultTest, EveryCutOfALineHasAFaultOfItsOwn) {
  PaddedParser parser;
  for (const char* whole : kLines) {
    const std::string line = whole;
    for (size_t size = 1; size < line.size(); ++size) {
      const auto fault = parser.Parse(line.substr(0, size));
      ASSERT_TRUE(fault.has_value()) << line.substr(0, size);
      EXPECT_NE(fault->what, "a line that cannot be read as JSON");
    }
  }
}

}  // namespace
}  // namespace attest
