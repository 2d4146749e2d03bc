// FtmDefined hands lines out, each key once in an import and not at all where
// the case has it, and knows the kinds of the entities that there are.
//
// Memory: 17 bytes for each key, and 33 for each entity.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_DEFINED_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_DEFINED_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/ingest/existing_case.h"
#include "engine/ingest/input_hasher.h"
#include "engine/interchange/ftm_model.h"
#include "engine/interchange/import_lines.h"
#include "engine/model/entity.h"

namespace attest {

// 20 hex digits of a hash of `parts`, each by its length.
[[nodiscard]] std::string FtmDigitsOf(
    InputHasher& hasher, absl::Span<const absl::string_view> parts);

class FtmDefined {
 public:
  // Both must outlive it.
  FtmDefined(const ExistingCase& existing, ImportSink& sink)
      : existing_(existing), sink_(sink) {}
  FtmDefined(const FtmDefined&) = delete;
  FtmDefined& operator=(const FtmDefined&) = delete;

  // Rows of `file` follow.
  void BeginFile(const std::string& file) { file_ = file; }

  // The files have an entity called `id`, of this schema; one that extends
  // another takes its place, else the first stands.
  void NoteSchema(absl::string_view id, const FtmSchema& schema);
  // An entity is made that no file has.
  void NoteKind(absl::string_view id, EntityKind kind);
  // The kind of an entity of the files or of the case; nullopt: there is none.
  absl::StatusOr<std::optional<EntityKind>> KindOf(absl::string_view id);

  // Hands out the line that defines `key`, unless it is defined. Returns
  // whether it was new. `make_line` may define what the line needs.
  absl::StatusOr<bool> Define(
      uint64_t row, absl::string_view key,
      absl::FunctionRef<absl::StatusOr<std::string>()> make_line);

  // Says so of row `row`, once for the same words in one file.
  absl::Status Warn(uint64_t row, absl::string_view column, std::string what,
                    absl::string_view got, std::string want);
  // Leaves the row out with an error.
  absl::Status Fault(uint64_t row, absl::string_view column, std::string what,
                     absl::string_view got, std::string want);

  [[nodiscard]] const ExistingCase& existing() const { return existing_; }

  // A hash of `parts`, each by its length.
  absl::uint128 HashOf(absl::Span<const absl::string_view> parts);
  // 20 hex digits of it.
  std::string DigitsOf(absl::Span<const absl::string_view> parts);

 private:
  [[nodiscard]] RowError At(uint64_t row, absl::string_view column,
                            std::string what, absl::string_view got,
                            std::string want) const;

  struct Known {
    const FtmSchema* schema = nullptr;  // null: of no file
    EntityKind kind = EntityKind::kPerson;
  };

  const ExistingCase& existing_;
  ImportSink& sink_;
  InputHasher hasher_;
  std::string file_;
  absl::flat_hash_set<absl::uint128> defined_;
  absl::flat_hash_set<absl::uint128> told_;
  absl::flat_hash_map<absl::uint128, Known> kinds_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_DEFINED_H_
