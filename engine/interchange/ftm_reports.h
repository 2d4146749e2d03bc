// The reports that claims of FollowTheMoney stand in. A data set is a source
// and publishes them; what the record of an entity names as where its values
// came from (publisher, sourceUrl, proof) is what the report derives from, so
// that two data sets which copied one register are one line.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_REPORTS_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_REPORTS_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/ftm_defined.h"
#include "engine/interchange/ftm_record.h"

namespace attest {

// A data set that is not named: everything without one comes from here.
inline constexpr absl::string_view kUnnamedFtmDataset = "default";

// What a data set says about one record of it: values by property.
using FtmProvenance = std::map<std::string, std::set<std::string>>;

class FtmReports {
 public:
  explicit FtmReports(FtmDefined& defined) : defined_(defined) {}

  // The key of the report of `dataset`.
  std::string KeyOf(const std::string& dataset,
                    const FtmProvenance& provenance);
  // Hands out its line, and those of the sources that it names.
  absl::Status Define(uint64_t row, const std::string& dataset,
                      const FtmProvenance& provenance);

 private:
  std::string KeyOfOrigin(absl::string_view prefix, const std::string& name);
  absl::Status DefineDataset(uint64_t row, const std::string& name,
                             absl::string_view note);
  absl::Status DefineDatasets(uint64_t row, const std::string& dataset,
                              std::string& derived_from);
  absl::Status DefineOrigins(uint64_t row, const FtmProvenance& provenance,
                             std::string& derived_from);

  FtmDefined& defined_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_REPORTS_H_
