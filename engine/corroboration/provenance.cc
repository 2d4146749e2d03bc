#include "engine/corroboration/provenance.h"

#include <algorithm>

namespace attest {

ChainVertex Provenance::AddSource(SourceKind kind, bool anonymous) {
  Row row;
  row.kind = kind;
  row.anonymous = anonymous;
  vertices_.push_back(std::move(row));
  return static_cast<ChainVertex>(vertices_.size() - 1);
}

ChainVertex Provenance::AddReport(std::optional<DayRange> published) {
  Row row;
  row.is_report = true;
  row.published = published;
  vertices_.push_back(std::move(row));
  return static_cast<ChainVertex>(vertices_.size() - 1);
}

void Provenance::SetPublisher(ChainVertex report, ChainVertex publisher) {
  vertices_[IndexOf(report)].publisher = publisher;
}

void Provenance::SetPartOf(ChainVertex child, ChainVertex parent) {
  vertices_[IndexOf(child)].part_of = parent;
}

void Provenance::AddDependence(ChainVertex from, ChainVertex on, How how) {
  if (!IsReport(from) && IsReport(on)) return;
  if (IsOrdering(how)) {
    vertices_[IndexOf(from)].upstream.push_back({on, how});
    return;
  }
  if (how != How::kSameOwner) Join(merged_, from, on);
  // Whatever is one vertex is one also by owner.
  if (how == How::kSameOwner || !owned_.empty()) {
    if (owned_.empty()) owned_ = merged_;
    Join(owned_, from, on);
  }
}

std::optional<ChainVertex> Provenance::PartOf(ChainVertex source) const {
  return At(source).part_of;
}

bool Provenance::DerivesFromLater(ChainVertex report) const {
  const std::optional<DayRange>& published = At(report).published;
  if (!published) return false;
  const std::vector<Derived>& upstream = At(report).upstream;
  return std::any_of(
      upstream.begin(), upstream.end(), [&](const Derived& derived) {
        const std::optional<DayRange>& other = At(derived.upstream).published;
        return other && published->end <= other->begin;
      });
}

ChainVertex Provenance::Root(const Sets& sets, ChainVertex vertex) {
  // Those added after the last join stand alone.
  while (IndexOf(vertex) < sets.size() && sets[IndexOf(vertex)] != vertex) {
    vertex = sets[IndexOf(vertex)];
  }
  return vertex;
}

void Provenance::Join(Sets& sets, ChainVertex a, ChainVertex b) const {
  for (size_t i = sets.size(); i < vertices_.size(); ++i) {
    sets.push_back(static_cast<ChainVertex>(i));
  }
  a = Root(sets, a);
  b = Root(sets, b);
  sets[IndexOf(std::max(a, b))] = std::min(a, b);
}

}  // namespace attest
