// ParseRecord turns one line of the case format into an event: its shape,
// its fields and their values are checked, and what it says of other records
// is listed, for whoever knows those.

#ifndef ATTEST_ENGINE_INGEST_RECORD_LINE_H_
#define ATTEST_ENGINE_INGEST_RECORD_LINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/json_line.h"
#include "engine/ingest/key_table.h"
#include "engine/ingest/line_errors.h"
#include "engine/model/event.h"
#include "engine/model/predicate.h"

namespace attest {

// A set of record types, one bit each.
using TypeMask = uint16_t;
[[nodiscard]] constexpr TypeMask MaskOf(RecordType type) {
  return static_cast<TypeMask>(1u << static_cast<unsigned>(type));
}

// "source", "source or report".
[[nodiscard]] std::string TypeNames(TypeMask types);
[[nodiscard]] std::string KindNames(EntityKinds kinds);
// "a source", "an entity".
[[nodiscard]] std::string WithArticle(absl::string_view noun);

// A key that a line names.
struct Reference {
  KeyHandle key = 0;
  TypeMask types = 0;         // what it may be
  EntityKinds kinds = {};     // of an entity
  bool may_be_later = false;  // its event may come after this one
  uint32_t offset = 0;        // in the line
  std::string field;          // `attribution[1].source`
  absl::string_view role;     // "subject"
};

// What the parser asks about keys.
class KeyResolver {
 public:
  virtual ~KeyResolver() = default;

  // The handle of a key that a line names.
  virtual KeyHandle Resolve(absl::string_view key) = 0;

  // The id that stands for `key` in the event: a reading of the same line may
  // use handles, indexes of the case or final indexes.
  virtual uint64_t IdOf(KeyHandle key) = 0;

  // What is known of `key` so far; nullopt when it is defined nowhere yet.
  virtual std::optional<RecordType> TypeOf(KeyHandle key) = 0;

  // The predicate called `key`; null when it is not one, or a bad one.
  virtual const Predicate* PredicateOf(KeyHandle key) = 0;
};

// The evidence and the words of a report, as its line names them.
struct ReportFiles {
  const JsonValue* file = nullptr;       // a path
  const JsonValue* sha256 = nullptr;     // of the file, hex
  const JsonValue* text = nullptr;       // the words
  const JsonValue* text_file = nullptr;  // a path
};

struct ParsedLine {
  Event event;
  bool has_key = false;  // its own, in event.key; not derived
  uint32_t key_offset = 0;
  absl::InlinedVector<Reference, 8> references;
  ReportFiles files;
  const JsonValue* quote = nullptr;  // of the event's quote
  std::optional<KeyHandle> quoted;   // the report it is from
  std::optional<KeyHandle> part_of;  // a source's, also of an amendment
  bool clears_part_of = false;
  std::vector<KeyHandle> rests_on;
  std::optional<KeyHandle> target;  // of an amendment
  // The fields that the line states, if they are to be listed.
  std::vector<absl::string_view> stated;
  // Not all could be checked since it names a key that is defined nowhere
  // yet.
  bool is_incomplete = false;
};

struct ParseOptions {
  bool allow_redactions = false;
  bool list_stated = false;  // fill in ParsedLine::stated
};

// Parses the line whose JSON is `root` into `line`. What is wrong with it goes
// to `errors`; the event is then of no use, but its type and key are as far as
// they could be read. Returns false when not even its type is known.
// Lifetime: `line` borrows from `root`.
bool ParseRecord(const JsonValue& root, const ParseOptions& options,
                 KeyResolver& keys, LineErrors& errors, ParsedLine& line);

// The target `id` of a record of `type`; nullopt for types that are none.
[[nodiscard]] std::optional<Target> TargetOf(RecordType type, uint64_t id);

// The report that a record is, or that an amendment sets fields of; null for
// others.
[[nodiscard]] Report* ReportIn(Record& record);

// Why `key` cannot be a key that an author gives; empty when it can.
[[nodiscard]] std::string KeyFault(absl::string_view key, bool is_stub);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_RECORD_LINE_H_
