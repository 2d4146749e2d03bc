#include "engine/interchange/ftm_defined.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {

namespace {

absl::uint128 FtmHashOf(InputHasher& hasher,
                        absl::Span<const absl::string_view> parts) {
  // Each part with its length in front: joined texts collide.
  std::string bytes = "attest import ftm 1;";
  for (absl::string_view part : parts) {
    absl::StrAppend(&bytes, part.size(), ":", part);
  }
  const Sha256 hash = hasher.Hash(bytes);
  absl::uint128 number = 0;
  for (size_t byte = 0; byte < sizeof number; ++byte) {
    number = (number << 8) | hash[byte];
  }
  return number;
}

}  // namespace

std::string FtmDigitsOf(InputHasher& hasher,
                        absl::Span<const absl::string_view> parts) {
  const absl::uint128 hash = FtmHashOf(hasher, parts);
  return absl::StrFormat("%016x%04x", absl::Uint128High64(hash),
                         absl::Uint128Low64(hash) >> 48);
}

absl::uint128 FtmDefined::HashOf(absl::Span<const absl::string_view> parts) {
  return FtmHashOf(hasher_, parts);
}

std::string FtmDefined::DigitsOf(absl::Span<const absl::string_view> parts) {
  return FtmDigitsOf(hasher_, parts);
}

void FtmDefined::NoteSchema(absl::string_view id, const FtmSchema& schema) {
  const auto [known, is_new] = kinds_.try_emplace(HashOf({"id", id}));
  if (!is_new && known->second.schema != nullptr &&
      !IsFtm(schema, known->second.schema->name)) {
    return;
  }
  known->second = {.schema = &schema, .kind = KindOfFtm(schema.use)};
}

void FtmDefined::NoteKind(absl::string_view id, EntityKind kind) {
  kinds_.try_emplace(HashOf({"id", id}), Known{.kind = kind});
}

absl::StatusOr<std::optional<EntityKind>> FtmDefined::KindOf(
    absl::string_view id) {
  const auto known = kinds_.find(HashOf({"id", id}));
  if (known != kinds_.end()) return known->second.kind;
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> found,
                   existing_.Find(KeyOfFtmId(id)));
  if (!found || found->type != RecordType::kEntity) return std::nullopt;
  return found->entity_kind;
}

absl::StatusOr<bool> FtmDefined::Define(
    uint64_t row, absl::string_view key,
    absl::FunctionRef<absl::StatusOr<std::string>()> make_line) {
  if (!defined_.insert(HashOf({"key", key})).second) return false;
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> known, existing_.Find(key));
  if (known) sink_.CountPresent();
  if (known || existing_.IsRedactedKey(key)) return false;
  ASSIGN_OR_RETURN(const std::string line, make_line());
  RETURN_IF_ERROR(sink_.Line(row, line));
  return true;
}

absl::Status FtmDefined::Warn(uint64_t row, absl::string_view column,
                              std::string what, absl::string_view got,
                              std::string want) {
  if (!told_.insert(HashOf({"warning", file_, column, what, got})).second) {
    return absl::OkStatus();
  }
  return sink_.Warning(At(row, column, std::move(what), got, std::move(want)));
}

absl::Status FtmDefined::Fault(uint64_t row, absl::string_view column,
                               std::string what, absl::string_view got,
                               std::string want) {
  return sink_.Error(At(row, column, std::move(what), got, std::move(want)));
}

RowError FtmDefined::At(uint64_t row, absl::string_view column,
                        std::string what, absl::string_view got,
                        std::string want) const {
  constexpr size_t kShown = 200;
  const absl::string_view first = FirstCodePoints(got, kShown);
  return {.file = file_,
          .row = row,
          .column = std::string(column),
          .what = std::move(what),
          .got = absl::StrCat(first, first.size() < got.size() ? "..." : ""),
          .want = std::move(want)};
}

}  // namespace attest
