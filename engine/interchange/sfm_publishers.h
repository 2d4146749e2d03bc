// The publishers of a table of sources. Who counts them counts witnesses, so
// that one who is spelled in two ways must not be two: names that differ in
// case, white space and Unicode forms alone are one, and those that are nearly
// one are warned of.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_PUBLISHERS_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_PUBLISHERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/sfm_lines.h"

namespace attest {

// As a row has it; `id` and `country` may be empty.
struct SfmPublisher {
  std::string id;
  std::string name;
  std::string country;
};

class SfmPublishers {
 public:
  explicit SfmPublishers(SfmLines& lines) : lines_(lines) {}

  // Defines a publisher and returns its key: by its id; else that of the one
  // publisher of this name and country, in whatever spelling, of this import
  // or the case; else one by name and country. `column` is for warnings.
  // Requires: an id or a name.
  absl::StatusOr<std::string> Add(const SfmPublisher& publisher,
                                  absl::string_view column);

  // One for the report of this id alone, whose publisher is not known.
  absl::StatusOr<std::string> AddUnknown(absl::string_view report_id);

 private:
  struct Known {
    std::string key;
    std::string name;
    std::string country;
    std::string skeleton;  // the letters and digits of the name
  };

  absl::Status ReadStored();
  absl::StatusOr<std::string> FindKey(const SfmPublisher& publisher,
                                      absl::string_view column);
  // Returns the number of the publisher among known_, which it may be new to.
  size_t Note(const std::string& key, absl::string_view name,
              absl::string_view country);
  absl::Status WarnOfNear(size_t number, absl::string_view column);
  absl::Status WarnOfPair(size_t number, size_t other,
                          absl::string_view column);

  SfmLines& lines_;
  bool has_read_stored_ = false;
  std::vector<Known> known_;
  // What was said of a publisher first, by key.
  absl::flat_hash_map<std::string, std::string> said_;
  // Keys by what rows say.
  absl::flat_hash_map<std::string, std::string> keys_;
  // Numbers of publishers by folded country and name.
  absl::flat_hash_map<std::string, std::vector<size_t>> names_;
  // The first publisher of a hash of country and a skeleton, or a skeleton less
  // a letter.
  absl::flat_hash_map<uint64_t, size_t> near_;
  absl::flat_hash_set<std::pair<size_t, size_t>> warned_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_PUBLISHERS_H_
