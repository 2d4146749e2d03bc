#include "engine/ingest/emission_order.h"

#include <algorithm>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Lines that are reached through later ones, and the components they form.
class Orderer {
 public:
  Orderer(uint32_t line_count, UsesOf uses_of)
      : uses_of_(uses_of), is_placed_(line_count, false) {
    order_.reserve(line_count);
  }

  [[nodiscard]] bool is_placed(uint32_t line) const { return is_placed_[line]; }

  void Place(uint32_t line) {
    is_placed_[line] = true;
    order_.push_back(line);
  }

  // Places `root` and all it reaches.
  absl::Status PlaceWithUses(uint32_t root) {
    RETURN_IF_ERROR(Enter(root));
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const Node& node = nodes_.at(frame.line);
      if (frame.next < node.all.size()) {
        RETURN_IF_ERROR(Follow(frame, node.all[frame.next++]));
      } else {
        Leave();
      }
    }
    nodes_.clear();
    return absl::OkStatus();
  }

  std::vector<uint32_t> Take() { return std::move(order_); }

 private:
  struct Node {
    std::vector<uint32_t> all;  // both kinds of use
    size_t first_count = 0;     // of them, those that must come first
    uint32_t number = 0;        // in order of discovery
    uint32_t low = 0;
    bool on_stack = true;
  };
  struct Frame {
    uint32_t line;
    size_t next;
  };

  absl::Status Enter(uint32_t line) {
    ASSIGN_OR_RETURN(Uses uses, uses_of_(line));
    Node node;
    node.first_count = uses.first.size();
    node.all = std::move(uses.first);
    node.all.insert(node.all.end(), uses.rather_first.begin(),
                    uses.rather_first.end());
    node.number = node.low = next_number_++;
    nodes_.emplace(line, std::move(node));
    stack_.push_back(line);
    frames_.push_back({line, 0});
    return absl::OkStatus();
  }

  absl::Status Follow(const Frame& frame, uint32_t use) {
    if (is_placed_[use]) return absl::OkStatus();
    const auto found = nodes_.find(use);
    if (found == nodes_.end()) return Enter(use);
    if (found->second.on_stack) {
      Node& node = nodes_.at(frame.line);
      node.low = std::min(node.low, found->second.number);
    }
    return absl::OkStatus();
  }

  void Leave() {
    const uint32_t line = frames_.back().line;
    frames_.pop_back();
    const uint32_t low = nodes_.at(line).low;
    if (!frames_.empty()) {
      Node& user = nodes_.at(frames_.back().line);
      user.low = std::min(user.low, low);
    }
    if (low == nodes_.at(line).number) PlaceComponent(line);
  }

  // Places the component whose first discovered member is `root`.
  void PlaceComponent(uint32_t root) {
    std::vector<uint32_t> members;
    do {
      members.push_back(stack_.back());
      nodes_.at(stack_.back()).on_stack = false;
      stack_.pop_back();
    } while (members.back() != root);
    std::sort(members.begin(), members.end());
    const absl::flat_hash_set<uint32_t> inside(members.begin(), members.end());
    for (uint32_t member : members) PlaceAfterFirst(member, inside);
  }

  // Places `line` after what must come first and is `inside` too.
  void PlaceAfterFirst(uint32_t line,
                       const absl::flat_hash_set<uint32_t>& inside) {
    if (is_placed_[line]) return;
    std::vector<Frame> walk = {{line, 0}};
    absl::flat_hash_set<uint32_t> entered = {line};
    while (!walk.empty()) {
      Frame& frame = walk.back();
      const Node& node = nodes_.at(frame.line);
      if (frame.next == node.first_count) {
        Place(frame.line);
        walk.pop_back();
        continue;
      }
      const uint32_t use = node.all[frame.next++];
      if (!is_placed_[use] && inside.contains(use) &&
          entered.insert(use).second) {
        walk.push_back({use, 0});
      }
    }
  }

  UsesOf uses_of_;
  std::vector<bool> is_placed_;
  std::vector<uint32_t> order_;
  absl::flat_hash_map<uint32_t, Node> nodes_;
  std::vector<uint32_t> stack_;  // of components not yet complete
  std::vector<Frame> frames_;
  uint32_t next_number_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<uint32_t>> EmissionOrder(
    uint32_t line_count, absl::FunctionRef<bool(uint32_t)> names_later,
    UsesOf uses_of) {
  Orderer orderer(line_count, uses_of);
  for (uint32_t line = 0; line < line_count; ++line) {
    if (orderer.is_placed(line)) continue;
    if (names_later(line)) {
      RETURN_IF_ERROR(orderer.PlaceWithUses(line));
    } else {
      orderer.Place(line);
    }
  }
  return orderer.Take();
}

std::vector<std::vector<uint32_t>> FindRings(
    absl::Span<const std::pair<uint32_t, uint32_t>> edges) {
  // What reaches no ring goes, from the ends up: who has no edge left.
  std::vector<std::pair<uint32_t, uint32_t>> backwards;
  absl::flat_hash_map<uint32_t, size_t> edges_left;
  for (const auto& [from, to] : edges) {
    backwards.emplace_back(to, from);
    ++edges_left[from];
    edges_left.try_emplace(to, 0);
  }
  std::sort(backwards.begin(), backwards.end());
  std::vector<uint32_t> ends;
  for (const auto& [member, left] : edges_left) {
    if (left == 0) ends.push_back(member);
  }
  while (!ends.empty()) {
    const uint32_t end = ends.back();
    ends.pop_back();
    auto edge = std::lower_bound(backwards.begin(), backwards.end(),
                                 std::pair(end, uint32_t{0}));
    for (; edge != backwards.end() && edge->first == end; ++edge) {
      if (--edges_left[edge->second] == 0) ends.push_back(edge->second);
    }
  }
  // Everybody left has an edge to somebody left; following the least such
  // edge leads into a ring.
  absl::btree_map<uint32_t, uint32_t> next;
  for (const auto& [from, to] : edges) {
    if (edges_left[from] == 0 || edges_left[to] == 0) continue;
    const auto [place, is_new] = next.try_emplace(from, to);
    if (!is_new) place->second = std::min(place->second, to);
  }
  std::vector<std::vector<uint32_t>> rings;
  absl::flat_hash_map<uint32_t, uint32_t> walked;  // and from where
  for (const auto& [start, unused] : next) {
    uint32_t at = start;
    while (walked.try_emplace(at, start).second) at = next.at(at);
    if (walked.at(at) != start) continue;
    std::vector<uint32_t> ring;
    const uint32_t first = at;
    do {
      ring.push_back(at);
      at = next.at(at);
    } while (at != first);
    std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end()),
                ring.end());
    rings.push_back(std::move(ring));
  }
  return rings;
}

}  // namespace attest
