#include "engine/corroboration/verdict.h"

namespace attest {

OriginSet::OriginSet(const Side& side) {
  for (const Side::Way& way : side.ways()) {
    for (const Origin& origin : way.origins) Add(origin.vertex);
  }
}

void OriginSet::Add(ChainVertex origin) {
  if (!first_) {
    first_ = origin;
  } else if (*first_ != origin) {
    has_more_ = true;
  }
}

void OriginSet::Add(const OriginSet& other) {
  if (other.first_) Add(*other.first_);
  has_more_ = has_more_ || other.has_more_;
}

bool Standing::is_same_origin() const {
  if (origins.empty() || against.empty()) return false;
  OriginSet all = origins;
  all.Add(against);
  return all.is_one();
}

Verdict VerdictOn(const Standing& standing) {
  if (!standing.has_live) {
    return standing.has_supporting && standing.has_retracted
               ? Verdict::kRetracted
               : Verdict::kUnsupported;
  }
  if (standing.lines.best == 0) return Verdict::kCircular;
  if (!standing.against.empty() && !standing.is_same_origin()) {
    return Verdict::kContested;
  }
  if (standing.lines.low >= 2) return Verdict::kCorroborated;
  if (standing.lines.best >= 2) return Verdict::kLikely;
  return Verdict::kSingleLine;
}

}  // namespace attest
