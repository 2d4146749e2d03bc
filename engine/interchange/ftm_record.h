// What files of FollowTheMoney hold, as it is read: statements, entities, and
// judgements on whether two entities are one.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_RECORD_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_RECORD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

// The origin of statements that no source makes: what a case has as an
// entity's name, or that there is one. They are no claims.
inline constexpr absl::string_view kFtmRecordOrigin = "attest:record";

// A publisher that is a data set itself: this, and its name. So goes out what
// somebody decided that a data set depends on.
inline constexpr absl::string_view kFtmSourcePublisher = "attest-source:";

// One value of one property, as one data set has it. What is not known is
// empty. The property `id` says that there is such an entity, and no more.
struct FtmStatement {
  uint64_t row = 0;
  std::string id;
  std::string entity;
  std::string canonical;  // of the entity that this one was joined to
  std::string schema;
  std::string property;
  std::string value;
  std::string dataset;  // several: sorted, `+` between them
  std::string lang;
  std::string original;  // the value before it was cleaned
  std::string first_seen;
  std::string last_seen;
  std::string origin;
  bool is_external = false;  // suggested, and nobody has accepted it

  friend bool operator==(const FtmStatement&, const FtmStatement&) = default;
};

// One entity with its statements, in their order.
struct FtmRecord {
  uint64_t row = 0;
  std::string id;
  std::string schema;   // of all that its statements have, the nearest
  std::string caption;  // by which it is shown
  std::vector<std::string> referents;  // other ids of the same entity
  std::vector<FtmStatement> statements;
};

struct FtmJudgement {
  uint64_t row = 0;
  std::string left;
  std::string right;
  std::string judgement;
  std::string score;
  std::string user;
  std::string timestamp;
  bool is_deleted = false;  // taken back since
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_RECORD_H_
