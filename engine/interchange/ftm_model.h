// The model of FollowTheMoney so far as it must be known to read and write it:
// which schemata there are, what each extends, which are edges and between
// what, and which of their properties are dates and references.
//
// All functions are pure, and thread-safe.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_MODEL_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_MODEL_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/model/entity.h"

namespace attest {

// What the case format makes of an entity of a schema.
enum class FtmUse : uint8_t {
  kPerson,
  kOrganization,
  kPlace,
  kIncident,
  kOther,     // no kind fits: an incident, for want of a better one
  kEdge,      // a relation between two others
  kAbstract,  // there are no entities of it
};

struct FtmSchema {
  absl::string_view name;
  FtmUse use = FtmUse::kOther;
  absl::string_view extends;     // names, a blank between
  absl::string_view source;      // of an edge: the property of its one end
  absl::string_view target;      // ... and of its other
  absl::string_view properties;  // its own
};

enum class FtmType : uint8_t { kText, kDate, kEntity };

struct FtmProperty {
  absl::string_view name;
  FtmType type = FtmType::kText;
  // Of what a reference names, if nothing else says so.
  EntityKind range = EntityKind::kIncident;
};

// In the order of their names.
[[nodiscard]] absl::Span<const FtmSchema> FtmSchemata();

// Null where there is none.
[[nodiscard]] const FtmSchema* FindFtmSchema(absl::string_view name);

// A property of `schema` or of one that it extends; null where there is none.
// Requires: `schema` is of FtmSchemata().
[[nodiscard]] const FtmProperty* FindFtmProperty(const FtmSchema& schema,
                                                 absl::string_view name);

// Is `schema` called `ancestor`, or does it extend it?
[[nodiscard]] bool IsFtm(const FtmSchema& schema, absl::string_view ancestor);

// Is a property of that name about the record of an entity (who published it,
// where it is), and not about the entity?
[[nodiscard]] bool IsFtmProvenance(absl::string_view property);

// The kind of entity that is made of it.
[[nodiscard]] EntityKind KindOfFtm(FtmUse use);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_MODEL_H_
