// The table of units: names, classification, parents, sites, areas of
// operations and memberships, several rows a unit. SFM.md says which column
// becomes which claim.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_UNITS_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_UNITS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/sfm_row.h"
#include "engine/interchange/sfm_table.h"
#include "engine/interchange/sfm_unit_names.h"

namespace attest {

class SfmUnits {
 public:
  explicit SfmUnits(SfmUnitNames& names) : names_(names) {}

  // Finds the columns of `table`. Requires: its kind is kUnits.
  void Begin(SfmTable& table);
  // Notes the name of the row at hand.
  void NoteName(const SfmTable& table);
  // Adds the lines of the row at hand.
  absl::Status AddRow(SfmTable& table, SfmLines& lines, SfmSources& sources);

 private:
  struct Columns {
    SfmColumns id, o_id, name, aliases, classification, country, notes;
    SfmSpanColumns existence;
    SfmColumns parent, parent_class;
    SfmSpanColumns parent_span;
    SfmColumns headquarters, longitude, latitude;
    SfmColumns site, site_id, admin, admin_id, site_country;
    SfmSpanColumns site_span;
    SfmColumns area, area_id, area_country;
    SfmSpanColumns area_span;
    SfmColumns member_of;
    SfmSpanColumns member_span;
  };
  struct Place {
    std::string key;  // empty: none
    SfmValue value;
  };

  [[nodiscard]] std::string KeyOfRow(const SfmTable& table) const;
  absl::Status AddParent(SfmRow& row, const std::string& unit);
  absl::Status AddMembership(SfmRow& row, const std::string& unit);
  absl::Status AddSites(SfmRow& row, const std::string& unit);
  absl::Status AddHeadquarters(SfmRow& row, const std::string& unit,
                               const SfmSpan& span, SfmValue& headquarters,
                               SfmValue& location);
  absl::Status AddArea(SfmRow& row, const std::string& unit);
  // `level` is part of a key made of names: a town and its state may have one.
  absl::StatusOr<Place> AddPlace(SfmRow& row, const SfmColumns& name,
                                 const SfmColumns& id, absl::string_view level,
                                 absl::string_view country,
                                 absl::string_view within);
  absl::StatusOr<std::string> AddNamedUnit(SfmRow& row, const SfmValue& name);

  SfmUnitNames& names_;
  Columns columns_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_UNITS_H_
