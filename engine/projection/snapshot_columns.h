// How columns, strings, lists and hash tables lie in a snapshot. Each takes
// as many sections as its constant says, numbered from `id`.
//
// Opened ones borrow from the snapshot, which must outlive them. What lies in
// them was checked as far as their own invariants go; values that name places
// elsewhere need the caller's check.

#ifndef ATTEST_ENGINE_PROJECTION_SNAPSHOT_COLUMNS_H_
#define ATTEST_ENGINE_PROJECTION_SNAPSHOT_COLUMNS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/projection/column.h"
#include "engine/projection/grouped_lists.h"
#include "engine/projection/hash_index.h"
#include "engine/projection/snapshot_file.h"
#include "engine/projection/string_column.h"
#include "engine/status_macros.h"

namespace attest {

inline constexpr uint32_t kColumnSections = 1;
inline constexpr uint32_t kStringColumnSections = 3;
inline constexpr uint32_t kGroupedListsSections = 2;
inline constexpr uint32_t kHashIndexSections = 1;

template <class T>
absl::Status SaveColumn(const Column<T>& column, uint32_t id,
                        SnapshotWriter& writer) {
  const absl::Status saved = writer.Add(id, column.base(), column.tail());
  column.LetGo();
  return saved;
}

template <class T, class Check = AnyContent>
[[nodiscard]] absl::StatusOr<Column<T>> OpenColumn(const SnapshotFile& file,
                                                   uint32_t id,
                                                   Check check = Check()) {
  ASSIGN_OR_RETURN(const absl::Span<const T> values,
                   file.Section<T>(id, check));
  return Column<T>(values);
}

inline absl::Status SaveStrings(const StringColumn& strings, uint32_t id,
                                SnapshotWriter& writer) {
  RETURN_IF_ERROR(SaveColumn(strings.blocks(), id, writer));
  RETURN_IF_ERROR(SaveColumn(strings.places(), id + 1, writer));
  return SaveColumn(strings.bytes(), id + 2, writer);
}

// The strings as they lie: CheckStrings must find them sound before use.
[[nodiscard]] inline absl::StatusOr<StringColumn> MapStrings(
    const SnapshotFile& file, uint32_t id) {
  ASSIGN_OR_RETURN(const auto blocks, file.Unchecked<uint64_t>(id));
  ASSIGN_OR_RETURN(const auto places, file.Unchecked<uint32_t>(id + 1));
  ASSIGN_OR_RETURN(const auto bytes, file.Unchecked<char>(id + 2));
  return StringColumn(blocks, places, bytes);
}

inline absl::Status CheckStrings(const StringColumn& strings,
                                 const SnapshotFile& file, uint32_t id) {
  StringColumn::PlacesCheck check(strings);
  RETURN_IF_ERROR(file.Section<uint64_t>(id).status());
  RETURN_IF_ERROR(file.Section<uint32_t>(
                          id + 1, [&check](auto piece) { return check(piece); })
                      .status());
  RETURN_IF_ERROR(file.Section<char>(id + 2).status());
  if (check.Finished()) return absl::OkStatus();
  return absl::DataLossError("snapshot: strings out of order or range");
}

template <class T>
absl::Status SaveLists(const GroupedLists<T>& lists, uint32_t id,
                       SnapshotWriter& writer) {
  if (!lists.IsCompact()) return SaveLists(lists.Compacted(), id, writer);
  RETURN_IF_ERROR(writer.Add(id, lists.base_offsets()));
  return writer.Add(id + 1, lists.base_values());
}

// `check` is for the values.
template <class T, class Check = AnyContent>
[[nodiscard]] absl::StatusOr<GroupedLists<T>> OpenLists(
    const SnapshotFile& file, uint32_t id, Check check = Check()) {
  ASSIGN_OR_RETURN(const auto offsets, file.Section<uint32_t>(id));
  ASSIGN_OR_RETURN(const auto values, file.Section<T>(id + 1, check));
  return GroupedLists<T>::Over(offsets, values);
}

// `hash_of` is that of HashIndex::Stored.
template <class HashOf>
absl::Status SaveHashIndex(const HashIndex& index, HashOf&& hash_of,
                           uint32_t id, SnapshotWriter& writer) {
  const std::vector<uint32_t> stored = index.Stored(hash_of);
  return writer.Add(id, absl::MakeConstSpan(stored));
}

[[nodiscard]] inline absl::StatusOr<HashIndex> OpenHashIndex(
    const SnapshotFile& file, uint32_t id, uint32_t ordinal_limit) {
  ASSIGN_OR_RETURN(const auto stored, file.Section<uint32_t>(id));
  return HashIndex::Over(stored, ordinal_limit);
}

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_SNAPSHOT_COLUMNS_H_
