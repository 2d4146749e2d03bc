// SfmUnitNames knows units by id and by name: rows name them so, and need not
// stand in one table, nor in one import, with those that define them.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_UNIT_NAMES_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_UNIT_NAMES_H_

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/sfm_lines.h"

namespace attest {

class SfmUnitNames {
 public:
  struct Unit {
    std::string key;
    std::string name;
  };

  explicit SfmUnitNames(SfmLines& lines) : lines_(lines) {}

  // A unit of the tables that has an id of its own.
  void Add(absl::string_view name, absl::string_view country,
           const std::string& key);

  // The unit that `text` names: the one of this id, or the one unit of that
  // name in the country that has an id; first of those of the tables, then of
  // those that were imported before. Else one that goes by name and country,
  // with a warning where several have the name.
  absl::StatusOr<Unit> Find(absl::string_view text, absl::string_view country,
                            absl::string_view column);

  // Warns where `unit`, which has an id, is new to a case in which one goes by
  // its name and country.
  absl::Status WarnOfUnitByName(absl::string_view unit, absl::string_view name,
                                absl::string_view country,
                                absl::string_view column);

 private:
  struct Names {
    absl::flat_hash_map<std::string, std::string> names;  // by key
    // By the key made of name and country; empty: several.
    absl::flat_hash_map<std::string, std::string> keys;

    void Add(absl::string_view name, absl::string_view country,
             const std::string& key);
  };

  absl::Status ReadStored();

  SfmLines& lines_;
  Names tables_;
  // Of the case, less those of the tables; read when first needed.
  std::optional<Names> stored_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_UNIT_NAMES_H_
