#include "engine/corroboration/flip_model.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace attest {

FlipModel::FlipModel(const Provenance& provenance, const FlipSides& sides,
                     Verdict verdict, const Numbers& numbers)
    : provenance_(provenance),
      verdict_(verdict),
      has_declared_(sides.declared.has_value()),
      has_retracted_(sides.has_retracted) {
  AddSide(Kind::kFor, sides.supporting, sides.without, numbers);
  for (const FlipSides::Claims& claims : sides.against) {
    AddSide(Kind::kAgainst, claims, sides.without, numbers);
  }
  if (sides.declared) {
    AddSide(Kind::kDeclared, *sides.declared, sides.without, numbers);
  }
  if (verdict_ == Verdict::kUnsupported) AddReports(sides.reports, numbers);
  FindRows(numbers.size());
  FindRelayed();
  const bool counts_known =
      verdict_ == Verdict::kCorroborated || verdict_ == Verdict::kLikely;
  if (verdict_ == Verdict::kLikely || verdict_ == Verdict::kSingleLine) {
    disjoint_ = DisjointRows([](ChainVertex vertex) { return vertex; });
  }
  if (counts_known) {
    apart_ = DisjointRows([this](ChainVertex vertex) {
      return provenance_.MergedByOwner(vertex);
    });
  }
}

// -- Making -------------------------------------------------------------------

void FlipModel::AddSide(Kind kind, const FlipSides::Claims& claims,
                        absl::Span<const ChainVertex> without,
                        const Numbers& numbers) {
  const size_t first = strands_.size();
  absl::flat_hash_map<const Branch*, int> seen;
  for (const absl::Span<const Branch> branches : claims) {
    // Claims by the same chains: a second passes on what the first said, a
    // third adds nothing.
    if (branches.empty() || ++seen[branches.data()] > 2) continue;
    const auto claim = static_cast<uint32_t>(claims_.size());
    const size_t before = strands_.size();
    for (const Branch& branch : branches) {
      const bool is_gone =
          std::any_of(without.begin(), without.end(), [&](ChainVertex record) {
            return std::binary_search(branch.records.begin(),
                                      branch.records.end(), record);
          });
      if (!is_gone) AddStrand(kind, claim, branch, numbers);
    }
    if (strands_.size() == before) continue;
    std::vector<uint32_t> own(strands_.size() - before);
    std::iota(own.begin(), own.end(), static_cast<uint32_t>(before));
    has_branching_ |= kind == Kind::kFor && own.size() > 1;
    claims_.push_back(std::move(own));
  }
  FindCarriers(first);
}

void FlipModel::AddStrand(Kind kind, uint32_t claim, const Branch& branch,
                          const Numbers& numbers) {
  Strand strand = {.kind = kind, .claim = claim, .branch = &branch};
  for (const ChainVertex record : branch.records) {
    const auto number = numbers.find(record);
    if (number != numbers.end()) strand.records.push_back(number->second);
  }
  for (const Origin& origin : branch.origins) {
    strand.origins.push_back({.origin = origin});
  }
  strands_.push_back(std::move(strand));
}

void FlipModel::AddReports(const std::vector<ChainVertex>& reports,
                           const Numbers& numbers) {
  for (const ChainVertex report : reports) {
    const auto number = numbers.find(report);
    if (number == numbers.end()) continue;
    strands_.push_back({.kind = Kind::kReport, .records = {number->second}});
  }
}

// Who passes on what others of this side have as an origin.
void FlipModel::FindCarriers(size_t first_strand) {
  absl::flat_hash_map<ChainVertex, std::vector<uint32_t>> carriers;
  for (size_t i = first_strand; i < strands_.size(); ++i) {
    for (const StrandOrigin& origin : strands_[i].origins) {
      if (!origin.origin.firsthand) carriers[origin.origin.vertex];
    }
  }
  for (size_t i = first_strand; i < strands_.size(); ++i) {
    for (const ChainVertex conduit : strands_[i].branch->conduits) {
      const auto at = carriers.find(conduit);
      if (at != carriers.end()) at->second.push_back(static_cast<uint32_t>(i));
    }
  }
  carriers_.push_back(std::move(carriers));
  for (size_t i = first_strand; i < strands_.size(); ++i) {
    for (StrandOrigin& origin : strands_[i].origins) {
      if (origin.origin.firsthand) continue;
      origin.carriers = &carriers_.back().at(origin.origin.vertex);
      if (!IsRelayed(strands_[i], origin)) origin.carriers = nullptr;
    }
  }
}

bool FlipModel::IsRelayed(const Strand& strand,
                          const StrandOrigin& origin) const {
  return origin.carriers != nullptr &&
         std::any_of(origin.carriers->begin(), origin.carriers->end(),
                     [&](uint32_t carrier) {
                       return strands_[carrier].claim != strand.claim;
                     });
}

void FlipModel::FindRows(size_t records) {
  records_ = records;
  const size_t count = strands_.size();
  for (BitRow* row : {&whole_, &for_, &against_, &declared_, &reports_,
                      &always_, &plain_, &known_}) {
    *row = BitRow(count);
  }
  on_.assign(records, BitRow(count));
  for (uint32_t i = 0; i < count; ++i) {
    const Strand& strand = strands_[i];
    whole_.Set(i);
    for (const uint32_t record : strand.records) on_[record].Set(i);
    switch (strand.kind) {
      case Kind::kFor:
        for_.Set(i);
        break;
      case Kind::kAgainst:
        against_.Set(i);
        break;
      case Kind::kDeclared:
        declared_.Set(i);
        break;
      case Kind::kReport:
        reports_.Set(i);
        continue;
    }
    bool always = false;
    bool always_known = false;
    for (const StrandOrigin& origin : strand.origins) {
      if (origin.origin.known) known_.Set(i);
      if (origin.carriers != nullptr) continue;
      always = true;
      always_known |= origin.origin.known;
    }
    always ? always_.Set(i) : sometimes_.push_back(i);
    if (always_known && strand.kind == Kind::kFor &&
        claims_[strand.claim].size() == 1) {
      plain_.Set(i);
    }
  }
}

void FlipModel::FindRelayed() {
  if (verdict_ == Verdict::kRetracted || verdict_ == Verdict::kUnsupported) {
    return;
  }
  for (uint32_t i = 0; i < strands_.size(); ++i) {
    for (const StrandOrigin& origin : strands_[i].origins) {
      if (origin.carriers == nullptr || !CanBeFreed({i, &origin})) continue;
      can_free_ = true;
      if (Matters(strands_[i], origin)) relayed_.push_back({i, &origin});
    }
  }
}

// Could it tell against the verdict that this origin is one?
bool FlipModel::Matters(const Strand& strand,
                        const StrandOrigin& origin) const {
  const bool is_for = strand.kind == Kind::kFor;
  switch (verdict_) {
    case Verdict::kCircular:
      return is_for || strand.kind == Kind::kDeclared;
    case Verdict::kSingleLine:
      return true;
    case Verdict::kLikely:
      return strand.kind == Kind::kAgainst || (is_for && origin.origin.known);
    case Verdict::kCorroborated:
      // The lower figure counts claims of which no way is unknown.
      return strand.kind == Kind::kAgainst ||
             (is_for && !origin.origin.known &&
              claims_[strand.claim].size() > 1);
    default:
      return false;
  }
}

// Every carrier must go and the branch itself stay. That is out of reach when
// more carriers than may go share no record but those of the branch.
bool FlipModel::CanBeFreed(const Relayed& relayed) const {
  const Strand& strand = strands_[relayed.strand];
  BitRow used(records_);
  size_t groups = 0;
  for (const uint32_t i : *relayed.origin->carriers) {
    const Strand& carrier = strands_[i];
    if (carrier.claim == strand.claim) continue;
    bool is_bound = true;
    bool is_new = true;
    for (const uint32_t record : carrier.records) {
      if (on_[record].Has(relayed.strand)) continue;
      is_bound = false;
      is_new = is_new && !used.Has(record);
    }
    if (is_bound) return false;
    if (!is_new) continue;
    if (++groups > kMaxFlipRecords) return false;
    for (const uint32_t record : carrier.records) {
      if (!on_[record].Has(relayed.strand)) used.Set(record);
    }
  }
  return true;
}

template <class VertexOf>
std::vector<BitRow> FlipModel::DisjointRows(VertexOf&& vertex_of) const {
  absl::flat_hash_map<ChainVertex, BitRow> holders;
  for (uint32_t i = 0; i < strands_.size() && for_.Has(i); ++i) {
    for (const ChainVertex vertex : strands_[i].branch->chain) {
      holders.try_emplace(vertex_of(vertex), strands_.size())
          .first->second.Set(i);
    }
  }
  std::vector<BitRow> rows;
  for (uint32_t i = 0; i < strands_.size() && for_.Has(i); ++i) {
    BitRow row = for_;
    for (const ChainVertex vertex : strands_[i].branch->chain) {
      row.Drop(holders.at(vertex_of(vertex)));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

BitRow FlipModel::Spared() const {
  const bool only_takes =
      !can_free_ && (!has_branching_ || (verdict_ != Verdict::kCorroborated &&
                                         verdict_ != Verdict::kLikely));
  BitRow spared(records_);
  for (uint32_t record = 0; record < records_; ++record) {
    const std::optional<uint32_t> strand = on_[record].First();
    if (!strand) {
      spared.Set(record);
      continue;
    }
    for (const uint32_t other : strands_[*strand].records) {
      if (other < record &&
          (on_[record] == on_[other] ||
           (only_takes && on_[record].IsWithin(on_[other])))) {
        spared.Set(record);
      }
    }
  }
  return spared;
}

// -- Weighing -----------------------------------------------------------------

bool FlipModel::IsLeft(const StrandOrigin& origin, uint32_t claim,
                       const BitRow& left) const {
  return origin.carriers == nullptr ||
         std::none_of(origin.carriers->begin(), origin.carriers->end(),
                      [&](uint32_t carrier) {
                        return strands_[carrier].claim != claim &&
                               left.Has(carrier);
                      });
}

bool FlipModel::IsWay(const Strand& strand, const BitRow& left) const {
  return std::any_of(strand.origins.begin(), strand.origins.end(),
                     [&](const StrandOrigin& origin) {
                       return IsLeft(origin, strand.claim, left);
                     });
}

bool FlipModel::IsKnown(const Strand& strand, const BitRow& left) const {
  return std::any_of(strand.origins.begin(), strand.origins.end(),
                     [&](const StrandOrigin& origin) {
                       return origin.origin.known &&
                              IsLeft(origin, strand.claim, left);
                     });
}

BitRow FlipModel::WaysOf(const BitRow& left) const {
  BitRow ways = always_;
  ways.Keep(left);
  for (const uint32_t strand : sometimes_) {
    if (left.Has(strand) && IsWay(strands_[strand], left)) ways.Set(strand);
  }
  return ways;
}

OriginSet FlipModel::OriginsOf(BitRow ways, const BitRow& kind,
                               const BitRow& left) const {
  OriginSet origins;
  ways.Keep(kind);
  ways.ForEach([&](uint32_t i) {
    if (!origins.empty() && !origins.is_one()) return;
    for (const StrandOrigin& origin : strands_[i].origins) {
      if (IsLeft(origin, strands_[i].claim, left)) {
        origins.Add(origin.origin.vertex);
      }
    }
  });
  return origins;
}

bool FlipModel::IsContested(const BitRow& ways, const BitRow& left) const {
  if (!ways.Meets(against_)) return false;
  OriginSet origins = OriginsOf(ways, against_, left);
  origins.Add(OriginsOf(ways, for_, left));
  return !origins.is_one();
}

FlipModel::Pair FlipModel::TwoWays(const BitRow& ways) const {
  for (uint32_t i = 0; i < disjoint_.size(); ++i) {
    if (!ways.Has(i)) continue;
    const std::optional<uint32_t> other = disjoint_[i].FirstShared(ways);
    if (other) return std::pair(i, *other);
  }
  return std::nullopt;
}

bool FlipModel::IsKnownClaim(uint32_t claim, const BitRow& ways,
                             const BitRow& left) const {
  bool has_way = false;
  for (const uint32_t i : claims_[claim]) {
    if (!ways.Has(i)) continue;
    if (!IsKnown(strands_[i], left)) return false;
    has_way = true;
  }
  return has_way;
}

FlipModel::Pair FlipModel::TwoKnown(const BitRow& ways,
                                    const BitRow& left) const {
  BitRow plain = plain_;
  plain.Keep(left);
  for (uint32_t i = 0; i < apart_.size(); ++i) {
    if (!plain.Has(i)) continue;
    const std::optional<uint32_t> other = apart_[i].FirstShared(plain);
    if (other) return std::pair(i, *other);
  }
  // Claims by several branches, or of origins that others pass on.
  BitRow known(strands_.size());
  std::vector<uint32_t> claims;
  for (uint32_t claim = 0; claim < claims_.size(); ++claim) {
    if (strands_[claims_[claim].front()].kind != Kind::kFor) break;
    if (!IsKnownClaim(claim, ways, left)) continue;
    claims.push_back(claim);
    for (const uint32_t i : claims_[claim]) {
      if (left.Has(i)) known.Set(i);
    }
  }
  for (const uint32_t claim : claims) {
    // What shares nobody with any branch of it.
    BitRow apart = known;
    for (const uint32_t i : claims_[claim]) {
      if (left.Has(i)) apart.Keep(apart_[i]);
    }
    for (const uint32_t other : claims) {
      if (other == claim) break;
      const std::vector<uint32_t>& branches = claims_[other];
      const bool all =
          std::all_of(branches.begin(), branches.end(),
                      [&](uint32_t i) { return !left.Has(i) || apart.Has(i); });
      if (!all) continue;
      const auto way_of = [&](uint32_t of) {
        return *std::find_if(claims_[of].begin(), claims_[of].end(),
                             [&](uint32_t i) { return ways.Has(i); });
      };
      return std::pair(way_of(claim), way_of(other));
    }
  }
  return std::nullopt;
}

bool FlipModel::HasTwoDeclared(const BitRow& ways, const BitRow& left) const {
  if (!has_declared_) return true;
  const OriginSet origins = OriginsOf(ways, declared_, left);
  return !origins.empty() && !origins.is_one();
}

// No figure is more than the number of declared origins.
bool FlipModel::FormsLine(const BitRow& ways) const {
  return ways.Meets(for_) && (!has_declared_ || ways.Meets(declared_));
}

bool FlipModel::Flips(const BitRow& left) const {
  if (!left.Meets(for_)) {
    const bool retracted = has_retracted_ || !reports_.IsWithin(left);
    return verdict_ !=
           (retracted ? Verdict::kRetracted : Verdict::kUnsupported);
  }
  const BitRow ways = WaysOf(left);
  if (!FormsLine(ways)) return verdict_ != Verdict::kCircular;
  const bool contested = IsContested(ways, left);
  if (contested) return verdict_ != Verdict::kContested;
  switch (verdict_) {
    case Verdict::kCorroborated:
      return !TwoKnown(ways, left) || !HasTwoDeclared(ways, left);
    case Verdict::kLikely:
      return !TwoWays(ways) || !HasTwoDeclared(ways, left) ||
             TwoKnown(ways, left);
    case Verdict::kSingleLine:
      // When nothing can be added, there are two only if there were.
      return TwoWays(ways) && HasTwoDeclared(ways, left);
    default:
      return true;
  }
}

}  // namespace attest
