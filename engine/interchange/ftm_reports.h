// The reports that claims of FollowTheMoney stand in: one of each data set on
// each entity. A data set is a source and publishes them; what the record of an
// entity names as where its values came from (publisher, sourceUrl, proof) is
// what the report derives from, so that two data sets which copied one register
// are one line. What is named only in a later import binds the report that the
// case has by a dependence.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_REPORTS_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_REPORTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/ftm_defined.h"
#include "engine/interchange/ftm_provenance.h"

namespace attest {

class FtmReports {
 public:
  explicit FtmReports(FtmDefined& defined) : defined_(defined) {}

  // The key of the report of `dataset` on `entity`.
  std::string KeyOf(absl::string_view dataset, absl::string_view entity);
  // Hands out the line of the report called `key`, and those of the sources
  // that it names.
  absl::Status Define(uint64_t row, const std::string& key,
                      const std::string& dataset,
                      const FtmProvenance& provenance);
  // Where the case has the report: hands out what of `provenance` it does not
  // derive from yet.
  absl::Status Bind(uint64_t row, const std::string& key,
                    const FtmProvenance& provenance);

 private:
  // A source that a record was made from.
  struct Origin {
    std::string key;
    std::string name;
    absl::string_view kind;
    bool is_dataset = false;
  };

  // Each once; says so where there are too many.
  absl::StatusOr<std::vector<Origin>> OriginsOf(
      uint64_t row, const FtmProvenance& provenance);
  // As it stands, so far as there is room.
  absl::StatusOr<std::string> NoteOf(uint64_t row,
                                     const FtmProvenance& provenance);
  absl::Status DefineOrigin(uint64_t row, const Origin& origin);
  absl::Status DefineDataset(uint64_t row, const std::string& name,
                             absl::string_view note);
  absl::Status DefineDatasets(uint64_t row, const std::string& dataset,
                              std::string& derived_from);

  FtmDefined& defined_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_REPORTS_H_
