// Source is who speaks: a person, an outlet, an agency, a document.

#ifndef ATTEST_ENGINE_MODEL_SOURCE_H_
#define ATTEST_ENGINE_MODEL_SOURCE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "engine/model/enum_names.h"
#include "engine/model/id.h"

namespace attest {

enum class SourceKind : uint8_t {
  kOutlet,
  kAgency,
  kOrganization,
  kOfficial,
  kPerson,
  kWitness,
  kDocument,
  kDataset,
  kUnknown,
};
ATTEST_ENUM_NAMES(SourceKind, "source kind", "outlet", "agency", "organization",
                  "official", "person", "witness", "document", "dataset",
                  "unknown");

// Who may see a record: restricted is never sent unless asked for by name,
// sealed is shown by no verb without being unsealed and never exported.
enum class Sensitivity : uint8_t { kPublic, kRestricted, kSealed };
ATTEST_ENUM_NAMES(Sensitivity, "sensitivity", "public", "restricted", "sealed");

struct Source {
  std::string name;
  SourceKind kind = SourceKind::kUnknown;
  bool anonymous = false;
  // Editorial: a reporter of a paper, a desk, a local branch.
  std::optional<SourceId> part_of;
  // The entity that this source is.
  std::optional<EntityId> entity;
  std::string language;
  Sensitivity sensitivity = Sensitivity::kPublic;

  friend bool operator==(const Source&, const Source&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_SOURCE_H_
