// The records of a PROV-JSON document or bundle (W3C member submission of 24
// April 2013), each as JSON under the name of its kind.

#ifndef ATTEST_ENGINE_INTERCHANGE_PROV_RECORDS_H_
#define ATTEST_ENGINE_INTERCHANGE_PROV_RECORDS_H_

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/interchange/json_fields.h"
#include "engine/model/enum_names.h"

namespace attest {

// The first three have names, the others are relations.
enum class ProvKind : uint8_t {
  kEntity,
  kActivity,
  kAgent,
  kGeneration,
  kUsage,
  kInvalidation,
  kDerivation,
  kAttribution,
  kAssociation,
  kDelegation,
  kInfluence,
  kSpecialization,
  kAlternate,
  kMembership,
};
ATTEST_ENUM_NAMES(ProvKind, "record", "entity", "activity", "agent",
                  "wasGeneratedBy", "used", "wasInvalidatedBy",
                  "wasDerivedFrom", "wasAttributedTo", "wasAssociatedWith",
                  "actedOnBehalfOf", "wasInfluencedBy", "specializationOf",
                  "alternateOf", "hadMember");

// The attributes of one record. Bytes that are no UTF-8 are replaced by U+FFFD.
class ProvAttributes {
 public:
  // What a relation relates, by its name.
  ProvAttributes& Ends(absl::string_view attribute, absl::string_view name);
  // A time of PROV itself, as xsd:dateTime.
  ProvAttributes& Time(absl::string_view attribute, absl::Time time);
  // Left out when empty.
  ProvAttributes& Text(absl::string_view attribute, absl::string_view text);
  ProvAttributes& Number(absl::string_view attribute, uint64_t number);
  // A time that PROV does not know, with its type.
  ProvAttributes& TypedTime(absl::string_view attribute, absl::Time time);
  // Qualified names as values; left out when there is none.
  ProvAttributes& Names(absl::string_view attribute,
                        const std::vector<std::string>& names);

  // A field of the case format as `attest:field`: objects by their members,
  // lists as several values, addresses as such.
  ProvAttributes& Field(const std::string& field,
                        const nlohmann::ordered_json& value);

  // The same of texts that may be literals with a language.
  ProvAttributes& Literals(const std::string& field,
                           const nlohmann::ordered_json& texts);

  // Requires: called once, last.
  [[nodiscard]] std::string Take() { return fields_.Take(); }

 private:
  JsonFields fields_;
};

class ProvRecords {
 public:
  // Adds a named record, unless it is there. Requires: one of the first kinds.
  void Declare(ProvKind kind, const std::string& name,
               ProvAttributes attributes);
  [[nodiscard]] bool Declares(ProvKind kind, const std::string& name) const;

  // Adds a relation, which gets a name of its own.
  void Relate(ProvKind kind, ProvAttributes attributes);
  // One of two ends.
  void Relate(ProvKind kind, absl::string_view first, absl::string_view second,
              ProvAttributes attributes = {});

  [[nodiscard]] uint64_t CountOf(ProvKind kind) const {
    return counts_[static_cast<size_t>(kind)];
  }

  // Writes `"entity":{...},"activity":...`, of the kinds that there are. Before
  // the entities, `more_entities` may write others, each `"name":{...}` with a
  // comma before all but the first, and says how many. Errors: those of both.
  using MoreEntities = absl::FunctionRef<absl::StatusOr<uint64_t>()>;
  absl::Status Write(absl::FunctionRef<absl::Status(absl::string_view)> write,
                     MoreEntities more_entities) const;
  absl::Status Write(
      absl::FunctionRef<absl::Status(absl::string_view)> write) const;

 private:
  void Add(ProvKind kind, absl::string_view name, ProvAttributes attributes);

  std::array<std::string, kEnumSize<ProvKind>> records_;
  std::array<uint64_t, kEnumSize<ProvKind>> counts_ = {};
  absl::flat_hash_set<std::string> declared_;  // by kind and name
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_PROV_RECORDS_H_
