// Where a data set has the values of an entity from. It says so in the record
// of the entity, in statements that may stand in any row of any file of an
// import, whatever rows its other values stand in.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_PROVENANCE_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_PROVENANCE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/ftm_record.h"

namespace attest {

class FtmDefined;

// A data set that is not named: everything without one comes from here.
inline constexpr absl::string_view kUnnamedFtmDataset = "default";

// What a data set says about one record of it: values by property.
using FtmProvenance = std::map<std::string, std::set<std::string>>;

// Two values of a property that name one publisher, page or document have one
// text: spelling, scheme of an address and the like play no part.
[[nodiscard]] std::string FtmOriginText(absl::string_view property,
                                        absl::string_view value);

// Collects it for all files.
//
// Memory: about 50 bytes for each data set and entity that says where it is
// from, and each different value once.
class FtmProvenances {
 public:
  // Must outlive it.
  explicit FtmProvenances(FtmDefined& defined) : defined_(defined) {}

  // Passes over what is no provenance.
  void Note(const FtmStatement& statement);

  // All that was noted. Of data sets taken for one (`A+B`), what each says; and
  // what they say together, each of them may have said.
  [[nodiscard]] FtmProvenance Of(absl::string_view dataset,
                                 absl::string_view entity);

 private:
  using Value = std::pair<std::string, std::string>;  // property and value

  FtmDefined& defined_;
  std::vector<Value> values_;
  absl::flat_hash_map<absl::uint128, uint32_t> numbers_;  // of values_
  absl::flat_hash_map<absl::uint128, std::vector<uint32_t>> said_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_PROVENANCE_H_
