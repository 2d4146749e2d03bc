// FtmJudgements makes identities of what a resolver decided: positive is same,
// negative different, unsure unsure. A pair that nobody judged is a suggestion
// and is left out.
//
// A resolver knows more entities than a case. What it joins to one that there
// is becomes an entity, as the way between two others may lead through it; what
// it only keeps apart from one is left out, and counted.
//
// What stands of several judgements on one pair is the latest by its time, as
// it is in the resolver; those that say otherwise are left out, and counted.
//
// Memory: 50 bytes for each entity that a positive judgement names, and for
// each pair that is judged.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_JUDGEMENTS_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_JUDGEMENTS_H_

#include <cstdint>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/interchange/ftm_claims.h"
#include "engine/interchange/ftm_defined.h"
#include "engine/interchange/ftm_record.h"
#include "engine/model/entity.h"

namespace attest {

class FtmJudgements {
 public:
  // Both must outlive it.
  FtmJudgements(FtmDefined& defined, FtmClaims& claims)
      : defined_(defined), claims_(claims) {}

  // Remembers what is joined to what. Required for all judgements before the
  // first Add; the kinds of all entities of the files are known.
  absl::Status Note(const FtmJudgement& judgement);

  // Hands out its identity, and the entities that it needs.
  absl::Status Add(const FtmJudgement& judgement);

  // Says how many were left out since the last Finish.
  absl::Status Finish(uint64_t row);

 private:
  struct Joined {
    absl::uint128 parent = 0;
    std::optional<EntityKind> kind;  // of the first known in it
  };

  // The judgement that stands on a pair: the latest, of several at one time the
  // last.
  struct Latest {
    absl::Time time = absl::InfinitePast();  // where it says none
    char judgement = 0;                      // the first letter of it
  };

  absl::uint128 PairOf(const FtmJudgement& judgement);
  absl::uint128 PlaceOf(absl::string_view id);
  absl::uint128 RootOf(absl::uint128 place);
  absl::StatusOr<std::optional<EntityKind>> KindOf(absl::string_view id);

  FtmDefined& defined_;
  FtmClaims& claims_;
  absl::flat_hash_map<absl::uint128, Joined> joined_;
  absl::flat_hash_map<absl::uint128, Latest> latest_;  // by pair
  uint64_t unjudged_ = 0;
  uint64_t replaced_ = 0;
  uint64_t unknown_ = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_JUDGEMENTS_H_
