// Identifiers of STIX 2.1: `type--UUID`, the UUID by name and SHA-1 (RFC 9562,
// section 5.5), so that the same record has the same identifier in every
// bundle, whichever part of the case it is of.
//
// The namespace of all is that of the URL `urn:attest:stix`; in it each case
// has one by its own name; in that each record is `type:key:KEY`, and
// what the bundle itself adds `type:own:NAME`. The type is part of the name,
// since STIX wants a UUID to stand for one object, whatever its type.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_IDS_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_IDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace attest {

class StixIds {
 public:
  // `case_name`: what this case has and no other, for good. The origin of a log
  // is none: cases are made with the same one.
  explicit StixIds(absl::string_view case_name);

  // Of the record that goes out by `key`. Requires: `key` is as it goes out,
  // since whoever guesses a key can try it out.
  [[nodiscard]] std::string OfKey(absl::string_view type,
                                  absl::string_view key) const;

  // Of what a bundle of this case adds.
  [[nodiscard]] std::string OfOwn(absl::string_view type,
                                  absl::string_view name) const;

  // Of what is the same for all cases.
  [[nodiscard]] static std::string OfAll(absl::string_view type,
                                         absl::string_view name);

 private:
  std::string case_;  // its namespace
};

// The UUID of `name` in the namespace `uuid`. Requires: that is a UUID.
[[nodiscard]] std::string NamedUuid(absl::string_view uuid,
                                    absl::string_view name);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_IDS_H_
