// Finding is how well one statement stands, and the account of it.

#ifndef ATTEST_ENGINE_FINDINGS_FINDING_H_
#define ATTEST_ENGINE_FINDINGS_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/corroboration/independence.h"
#include "engine/corroboration/reprint_finder.h"
#include "engine/corroboration/verdict.h"
#include "engine/findings/claim_chains.h"
#include "engine/model/id.h"
#include "engine/projection/answer.h"

namespace attest {

// The figures of a statement that are kept for all of them.
struct Figures {
  Verdict verdict = Verdict::kUnsupported;
  // For and against, all of one origin.
  bool same_origin = false;
  Lines lines;
  Lines opposing_lines;

  friend bool operator==(const Figures&, const Figures&) = default;
};

// Another statement that bears on one.
struct OtherStatement {
  StatementId statement;
  std::string reason;

  friend bool operator==(const OtherStatement&,
                         const OtherStatement&) = default;
};

// Why a claim stands for no line.
enum class Uncounted : uint8_t {
  kNot,      // it does stand for one
  kNotLive,  // see `counting`
  // Every origin of it is a conduit of another supporting claim.
  kRelay,
  // Its chain shares `shared` with that of the claim `with`, which counts.
  kShares,
  // It meets no claim that counts: the choice is not known to be the largest.
  kLeftOut,
};

// What became of one claim that supports the statement, or would.
struct LedgerEntry {
  ClaimId claim;
  Uncounted uncounted = Uncounted::kNot;
  Counting counting = Counting::kLive;
  std::optional<EventIndex> shared;
  std::optional<ClaimId> with;
  std::optional<uint32_t> line;  // from 1: the line it stands for or shares
  std::optional<EventIndex> origin;
  std::vector<EventIndex> conduits;  // furthest upstream first
  // The reports that the text of its own was found to share with.
  std::vector<ReprintMatch> inferred;
  // The whole chain, furthest upstream first.
  std::vector<EventIndex> chain;

  friend bool operator==(const LedgerEntry&, const LedgerEntry&) = default;
};

// Sources and reports go by the event that defines them, merged ones by that
// of the member defined first. Lists of claims, sources and reports are sorted
// by key, unless an order is given in CORROBORATION.md.
struct Finding {
  // As joined; none when nobody has said it in that form.
  std::optional<StatementId> statement;
  Figures figures;
  uint64_t reports = 0;
  uint64_t publishers = 0;
  std::vector<ClaimId> supporting;   // live
  std::vector<ClaimId> opposing;     // live denials
  std::vector<ClaimId> doubting;     // live
  std::vector<ClaimId> not_counted;  // would support, but are not live
  std::vector<OtherStatement> conflicts_with;
  std::vector<OtherStatement> differs;
  std::vector<EventIndex> origins;
  std::vector<EventIndex> unknown_origins;
  std::vector<EventIndex> single_points;
  std::optional<std::vector<EventIndex>> weakest_cut;
  std::vector<std::vector<EventIndex>> cycles;
  std::optional<std::vector<EventIndex>> minimal_flip;
  // The search for minimal_flip was given up: there may be one.
  bool flip_unknown = false;
  std::vector<LedgerEntry> ledger;

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_FINDING_H_
