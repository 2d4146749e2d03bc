// What a claim or report that was imported from FollowTheMoney keeps of the
// statement it was made of, read back from its citation and note.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_BORN_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_BORN_H_

#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/model/event.h"

namespace attest {

using FtmValues = std::map<std::string, std::set<std::string>>;

struct FtmBorn {
  bool is_born = false;  // else there is nothing
  std::string schema;
  std::string property;  // empty: of an edge
  std::string id;        // of the statement or edge
  std::string lang;
  std::string origin;
  std::string first_seen;
  std::string last_seen;
  std::string value;     // as it stood there, where the claim's is another
  FtmValues properties;  // of an edge
};

// Requires: `event` is of a claim.
[[nodiscard]] FtmBorn ReadFtmBorn(const Event& event);

// What the note of a report says of where its record came from; empty where it
// is none of ours.
[[nodiscard]] FtmValues ReadFtmProvenance(absl::string_view note);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_BORN_H_
