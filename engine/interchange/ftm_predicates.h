// The predicates that properties and edges of FollowTheMoney become: those of
// the vocabulary where they mean the same, else own ones, `ftm:` and a name.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_PREDICATES_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_PREDICATES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/interchange/ftm_model.h"
#include "engine/model/entity.h"

namespace attest {

// That a data set has an entity as one of a schema.
inline constexpr absl::string_view kFtmSchemaPredicate = "ftm:schema";

// What the value of a claim is.
enum class FtmRange : uint8_t { kText, kDate, kEntity };

// Of a property that no predicate of the vocabulary fits.
[[nodiscard]] std::string FtmPredicate(absl::string_view property,
                                       FtmRange range);

// Of an edge between two entities of these kinds.
[[nodiscard]] std::string FtmEdgePredicate(const FtmSchema& edge,
                                           EntityKind source,
                                           EntityKind target);

// The line that declares an own predicate.
[[nodiscard]] std::string FtmPredicateLine(absl::string_view key,
                                           FtmRange range, bool is_edge);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_PREDICATES_H_
