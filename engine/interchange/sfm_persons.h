// The table of persons: names, and a posting a row. SFM.md says which column
// becomes which claim.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_PERSONS_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_PERSONS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "engine/interchange/sfm_row.h"
#include "engine/interchange/sfm_table.h"
#include "engine/interchange/sfm_unit_names.h"

namespace attest {

class SfmPersons {
 public:
  explicit SfmPersons(SfmUnitNames& units) : units_(units) {}

  // Finds the columns of `table`. Requires: its kind is kPersons.
  void Begin(SfmTable& table);
  // Adds the lines of the row at hand.
  absl::Status AddRow(SfmTable& table, SfmLines& lines, SfmSources& sources);

 private:
  struct Columns {
    SfmColumns id, name, aliases, country, organization, role, title, rank;
    SfmSpanColumns posting;
    SfmColumns start_context, end_context, notes, birth, death;
    // Texts about the person, with their predicates.
    std::vector<std::pair<std::string, SfmColumns>> texts;
  };

  absl::Status AddPosting(SfmRow& row, const std::string& person);
  absl::Status AddLife(SfmRow& row, const std::string& person);
  absl::Status AddContext(SfmRow& row, const std::string& person,
                          const SfmColumns& columns, absl::string_view key,
                          const SfmEnd& end, absl::string_view posting);
  absl::Status CheckIsOne(SfmRow& row, const std::string& person,
                          const SfmValue& value);

  SfmUnitNames& units_;
  Columns columns_;
  // What was said first of persons whom only name and country tell apart, by
  // person and heading.
  absl::flat_hash_map<std::pair<std::string, std::string>, std::string> said_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_PERSONS_H_
