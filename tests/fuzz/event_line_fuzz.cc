// Events as they are shown: whatever a log holds that can be decoded, by
// whomever it was written, is one line of JSON.

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/audit/event_proof.h"
#include "engine/interchange/event_json.h"
#include "engine/log/event_codec.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/log/random_event.h"

namespace attest {
namespace {

constexpr Salt kSalt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

// A claim in whose place for a citation, and begun in the places for other
// words, `text` stands.
absl::StatusOr<std::string> Saying(const std::string& text) {
  const std::string some = text.substr(0, 1000);
  Claim claim;
  claim.report = ReportId(1);
  claim.citation = text;
  claim.as_stated = some;
  return EncodeEvent({.key = some, .by = some, .reason = some, .record = claim},
                     kSalt);
}

void TryBytes(absl::string_view bytes) {
  const absl::StatusOr<Event> event = DecodeEvent(bytes);
  if (!event.ok()) return;
  const absl::StatusOr<std::string> line = ProvenEventLine(
      {.index = EventIndex(3), .leaf_hash = HashLeaf(bytes), .event = *event});
  Require(line.ok(), "an event can be shown");
  Require(
      std::count(line->begin(), line->end(), '\n') == 1 && line->back() == '\n',
      "an event is one line");
  const auto json = nlohmann::ordered_json::parse(*line, nullptr,
                                                  /*allow_exceptions=*/false);
  Require(json.is_object(), "a line is JSON");
  Require(json["event"] == 3 && json["record"].is_object(),
          "a line tells of its event");
}

}  // namespace

// `input`: stored bytes, and the words of a claim.
void FuzzInput(absl::string_view input) {
  TryBytes(input);
  const absl::StatusOr<std::string> saying = Saying(std::string(input));
  if (saying.ok()) TryBytes(*saying);
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds;
  for (size_t type = 0; type < kEnumSize<RecordType>; ++type) {
    RandomEvents events(type);
    for (int i = 0; i < 3; ++i) {
      const auto bytes =
          EncodeEvent(events.Next(static_cast<RecordType>(type)), kSalt);
      if (bytes.ok()) seeds.push_back(*bytes);
    }
  }
  // Citations that no case file can have.
  for (const size_t depth : {16u, 17u, 100u, 30000u}) {
    seeds.push_back(
        absl::StrCat(std::string(depth, '['), std::string(depth, ']')));
    Require(Saying(seeds.back()).ok(), "an event has room for as many");
  }
  for (const char* const citation :
       {"{\"page\":2}", "no JSON", "{", "1e999", "\"\xC3\"", "\"\\ud800\"",
        "{\"a\":1,\"a\":2}", "[1]\n[2]", "null", "{\"page\":[2]}"}) {
    seeds.emplace_back(citation);
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {"[[[[",
          "]]]]",
          "{\"a\":",
          "}",
          "\"",
          "\\",
          "\n",
          "\xC3",
          std::string("\x04\0\0\0", 4),
          std::string("\xFF\xFF\xFF\xFF", 4),
          std::string("\x00\x00\xF0\x7F", 4)};
}

}  // namespace attest
