// FieldReader takes the fields of a JSON object one by one, each checked for
// its type, and reports those that nobody took.

#ifndef ATTEST_ENGINE_INGEST_FIELD_READER_H_
#define ATTEST_ENGINE_INGEST_FIELD_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/ingest/json_line.h"
#include "engine/ingest/line_errors.h"
#include "engine/model/enum_names.h"
#include "engine/model/report.h"

namespace attest {

// Must a field be there?
enum class Need : uint8_t { kOptional, kRequired };

class FieldReader {
 public:
  // Borrows all of them. `path` is that of `object`.
  FieldReader(const JsonValue& object, const FieldPath& path,
              LineErrors& errors);

  [[nodiscard]] const JsonValue& object() const { return object_; }
  [[nodiscard]] const FieldPath& path() const { return path_; }
  [[nodiscard]] LineErrors& errors() const { return errors_; }
  [[nodiscard]] FieldPath PathOf(absl::string_view name) const {
    return {.parent = &path_, .name = name};
  }

  // Takes the field called `name`, whatever its type; null when it is absent,
  // which is an error when it is required.
  const JsonValue* Take(absl::string_view name, Need need = Need::kOptional);

  // The same, of one type; null also when it has another, which is an error.
  const JsonValue* Take(absl::string_view name, JsonType type,
                        Need need = Need::kOptional);

  // A string; empty when absent. One that must be there must not be empty.
  std::string Text(absl::string_view name, Need need = Need::kOptional);

  // True or false; false when absent.
  bool Flag(absl::string_view name);

  // One of the names of E; nullopt when absent or wrong.
  template <class E>
  std::optional<E> Enum(absl::string_view name, Need need = Need::kOptional) {
    const std::optional<size_t> place =
        Choose(name, EnumNames<E>::kWhat, EnumNames<E>::kNames, need);
    if (!place) return std::nullopt;
    return static_cast<E>(*place);
  }

  // A date, EDTF; empty when absent or wrong.
  std::string Date(absl::string_view name);
  // A date-time, RFC 3339; empty when absent or wrong.
  std::string Instant(absl::string_view name);
  // A language tag (BCP 47, loosely); empty when absent or wrong.
  std::string Language(absl::string_view name);
  std::optional<Extractor> ExtractedBy(absl::string_view name);

  void AddError(const JsonValue& value, absl::string_view name,
                LineErrors::Words words);

  // Reports the fields that were not taken. Call it last.
  void Finish();

  // The names of the fields that are there and were taken, in their order.
  [[nodiscard]] std::vector<absl::string_view> Taken() const;

 private:
  const JsonValue* Find(absl::string_view name);
  std::optional<size_t> Choose(absl::string_view name, absl::string_view what,
                               absl::Span<const absl::string_view> names,
                               Need need);

  const JsonValue& object_;
  const FieldPath path_;
  LineErrors& errors_;
  absl::InlinedVector<bool, 24> taken_;  // one for each field of the object
  size_t taken_count_ = 0;
  uint64_t outlines_ = 0;  // of the names of the fields
  absl::InlinedVector<absl::string_view, 32> known_;  // asked for so far
};

// How many slips of the finger make a name another one that somebody may have
// meant: two, one in a short name, none in a very short one.
[[nodiscard]] size_t MaxSlips(absl::string_view name);

// Reads `text` as one of `names`; an error with the nearest when it is none.
std::optional<size_t> ChooseName(const JsonValue& value, const FieldPath& path,
                                 absl::string_view what,
                                 absl::Span<const absl::string_view> names,
                                 LineErrors& errors);

// A message of the form "..., got ..., want ..." as the words of an error.
[[nodiscard]] LineErrors::Words WordsOf(absl::string_view what,
                                        absl::string_view message);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_FIELD_READER_H_
