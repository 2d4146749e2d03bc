// How reports and sources come from each other, in the words of PROV.
//
// A derivation of PROV has an order in time, so none may lead in a ring. A case
// can say that one does (that is what the verdict `circular` is about), and its
// dependences may run both ways: what lies on a ring is told as an influence,
// which has no order, and marked. What makes two reports one of a kind is an
// alternate or an influence.

#ifndef ATTEST_ENGINE_INTERCHANGE_PROV_DERIVATIONS_H_
#define ATTEST_ENGINE_INTERCHANGE_PROV_DERIVATIONS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/interchange/prov_records.h"
#include "engine/model/enum_names.h"
#include "engine/model/report.h"

namespace attest {

// Who says that one comes from another: the record itself, a decision, or the
// program, because of what their texts share.
enum class DependenceBasis : uint8_t { kStated, kDecided, kInferred };
ATTEST_ENUM_NAMES(DependenceBasis, "basis", "stated", "decided", "inferred");

// One comes from another. The names are those of records.
struct ProvDependence {
  std::string from;
  std::string on;
  How how = How::kReprint;
  DependenceBasis basis = DependenceBasis::kStated;
  std::string decided_by;  // the name of the decision
};

struct ProvDependenceCounts {
  uint64_t stated = 0;
  uint64_t decided = 0;
  uint64_t inferred = 0;
  uint64_t circular = 0;  // of these
};

class ProvDerivations {
 public:
  // Between two reports.
  void Add(ProvDependence dependence);
  // Of a source, or on one: agents, which nothing derives from.
  static void RelateSource(const ProvDependence& dependence,
                           ProvRecords& records);
  // Texts are alike, and none is known to be the earlier.
  static void RelateAlike(const std::string& a, const std::string& b,
                          ProvRecords& records);

  // Adds all that were given to `records`. Complexity: linear.
  ProvDependenceCounts Relate(ProvRecords& records) const;

 private:
  [[nodiscard]] uint32_t NodeOf(const std::string& name);
  // By node: the least of the nodes that it lies on a ring with, or itself.
  [[nodiscard]] std::vector<uint32_t> Rings() const;

  std::vector<ProvDependence> dependences_;
  std::vector<std::pair<uint32_t, uint32_t>> ends_;  // of each
  absl::flat_hash_map<std::string, uint32_t> nodes_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_PROV_DERIVATIONS_H_
