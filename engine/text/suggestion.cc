#include "engine/text/suggestion.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr int32_t kReplacementCharacter = 0xFFFD;

struct Name {
  std::array<int32_t, kMaxSuggestionCodePoints> code_points;
  size_t size;
};

// nullopt when `text` is too long.
std::optional<Name> Decode(absl::string_view text) {
  if (text.size() > 4 * kMaxSuggestionCodePoints) return std::nullopt;
  Name name = {};
  size_t position = 0;
  while (position < text.size()) {
    if (name.size == name.code_points.size()) return std::nullopt;
    const int32_t code_point = NextCodePoint(text, position);
    name.code_points[name.size++] =
        code_point < 0 ? kReplacementCharacter : code_point;
  }
  return name;
}

using Row = std::array<size_t, kMaxSuggestionCodePoints + 1>;

std::optional<size_t> Distance(const Name& a, const Name& b, size_t limit) {
  const size_t difference = a.size > b.size ? a.size - b.size : b.size - a.size;
  if (difference > limit) return std::nullopt;
  Row two_up = {};
  Row up = {};
  Row row = {};
  for (size_t j = 0; j <= b.size; ++j) up[j] = j;
  for (size_t i = 1; i <= a.size; ++i) {
    row[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size; ++j) {
      const bool equal = a.code_points[i - 1] == b.code_points[j - 1];
      row[j] = std::min({up[j] + 1, row[j - 1] + 1, up[j - 1] + !equal});
      if (i > 1 && j > 1 && a.code_points[i - 1] == b.code_points[j - 2] &&
          a.code_points[i - 2] == b.code_points[j - 1]) {
        row[j] = std::min(row[j], two_up[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    // A swap reaches back two rows, yet a row's minimum is at most one above
    // that of the row before, and the swap costs one: nothing falls below.
    if (least > limit) return std::nullopt;
    two_up = up;
    up = row;
  }
  if (up[b.size] > limit) return std::nullopt;
  return up[b.size];
}

}  // namespace

std::optional<size_t> EditDistance(absl::string_view a, absl::string_view b,
                                   size_t max_distance) {
  const std::optional<Name> left = Decode(a);
  const std::optional<Name> right = Decode(b);
  if (!left.has_value() || !right.has_value()) return std::nullopt;
  return Distance(*left, *right, max_distance);
}

std::optional<absl::string_view> NearestName(
    absl::string_view got, absl::Span<const absl::string_view> candidates,
    size_t max_distance) {
  const std::optional<Name> name = Decode(got);
  if (!name.has_value()) return std::nullopt;
  std::optional<absl::string_view> nearest;
  size_t limit = max_distance;
  for (const absl::string_view candidate : candidates) {
    const std::optional<Name> other = Decode(candidate);
    if (!other.has_value()) continue;
    const std::optional<size_t> distance = Distance(*name, *other, limit);
    if (!distance.has_value()) continue;
    nearest = candidate;
    if (*distance == 0) break;
    limit = *distance - 1;
  }
  return nearest;
}

}  // namespace attest
