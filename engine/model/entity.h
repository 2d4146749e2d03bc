// Entity is what claims are about. Names are kept as given; joining and
// parting entities are events of their own.

#ifndef ATTEST_ENGINE_MODEL_ENTITY_H_
#define ATTEST_ENGINE_MODEL_ENTITY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/enum_names.h"
#include "engine/model/id.h"
#include "engine/model/source.h"

namespace attest {

enum class EntityKind : uint8_t {
  kPerson,
  kUnit,
  kPlace,
  kOrganization,
  kIncident,
};
ATTEST_ENUM_NAMES(EntityKind, "entity kind", "person", "unit", "place",
                  "organization", "incident");

struct EntityName {
  std::string value;
  std::string lang;
  std::string script;
  std::optional<ReportId> report;  // where the name is so spelt

  friend bool operator==(const EntityName&, const EntityName&) = default;
};

struct Entity {
  EntityKind kind = EntityKind::kPerson;
  std::string name;
  std::vector<EntityName> names;  // further ones, beside `name`
  Sensitivity sensitivity = Sensitivity::kPublic;

  friend bool operator==(const Entity&, const Entity&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_ENTITY_H_
