// The rows of the projection's columns, as they lie in memory and in a
// snapshot.
//
// Records of a type are numbered in the order of their events: their ordinal.
// Where a definition may come later in the same file, a row names it by its
// event instead. Rows have no padding. A row of another meaning needs another
// kSnapshotLayout.

#ifndef ATTEST_ENGINE_PROJECTION_ROWS_H_
#define ATTEST_ENGINE_PROJECTION_ROWS_H_

#include <cstdint>

#include "engine/model/claim.h"
#include "engine/model/event.h"
#include "engine/model/id.h"

namespace attest {

// No event, ordinal or version.
inline constexpr uint32_t kNoRow = 0xffffffff;

// Marks an object that is a literal and a predicate that is built in.
inline constexpr uint32_t kMarked = uint32_t{1} << 31;

// Events beyond this many are refused: EventPlace has 28 bits for an ordinal.
inline constexpr uint64_t kMaxEvents = uint64_t{1} << 28;

// What an event holds: the type of its record, and its ordinal of that type.
class EventPlace {
 public:
  EventPlace() = default;
  EventPlace(RecordType type, uint32_t ordinal)
      : bits_(static_cast<uint32_t>(type) << 28 | ordinal) {}

  [[nodiscard]] RecordType type() const {
    return static_cast<RecordType>(bits_ >> 28);
  }
  [[nodiscard]] uint32_t ordinal() const { return bits_ & (kMaxEvents - 1); }
  // Of the next place of this type one more.
  [[nodiscard]] uint32_t bits() const { return bits_; }

 private:
  uint32_t bits_ = 0;
};

// Texts and lists are named by their place in ProjectionTables; 0 is empty.
struct SourceRow {
  uint32_t event;
  uint32_t key;
  uint32_t name;
  uint32_t part_of;  // event
  uint32_t entity;   // event
  uint32_t language;
  uint8_t kind;
  uint8_t anonymous;
  uint8_t sensitivity;
  uint8_t withheld;
};

struct ReportRow {
  uint32_t event;
  uint32_t key;
  uint32_t source;  // ordinal
  uint32_t title;
  uint32_t published;
  uint32_t author;
  uint32_t url;
  uint32_t language;
  uint32_t derived_from;  // list of (event, type << 8 | how)
  uint8_t sensitivity;
  uint8_t withheld;
  uint16_t unused;
};

struct EntityRow {
  uint32_t event;
  uint32_t key;
  uint32_t name;
  uint32_t names;  // list of (value, lang, script, event of a report)
  uint8_t kind;
  uint8_t sensitivity;
  uint8_t withheld;
  uint8_t unused;
};

struct PredicateRow {
  uint32_t event;
  uint32_t key;
  uint32_t label;
  uint8_t domain;
  uint8_t range;
  uint8_t literal;
  uint8_t time;
  uint8_t functional;
  uint8_t once;
  uint8_t withheld;
  uint8_t unused;
};

// When and where: interned, as most statements say neither.
struct Circumstance {
  uint32_t valid;  // text
  uint32_t place;  // ordinal of an entity, or kNoRow

  friend bool operator==(const Circumstance&, const Circumstance&) = default;
};

struct StatementRow {
  uint32_t subject;       // ordinal
  uint32_t predicate;     // ordinal, or kMarked and the place when built in
  uint32_t object;        // ordinal, or kMarked and the literal
  uint32_t circumstance;  // ordinal

  friend bool operator==(const StatementRow&, const StatementRow&) = default;
};

// The short fields of a claim in one number, the first of its manner: a list
// of that and of (ordinal of a source, basis, text of `said`) for each speaker.
class ClaimFlags {
 public:
  explicit ClaimFlags(uint32_t bits) : bits_(bits) {}
  ClaimFlags(const Claim& claim, Withheld withheld)
      : bits_(static_cast<uint32_t>(claim.stance) |
              static_cast<uint32_t>(claim.hedge) << 2 |
              static_cast<uint32_t>(claim.extracted_by
                                        ? claim.extracted_by->method
                                        : Method::kManual)
                  << 5 |
              static_cast<uint32_t>(withheld) << 7 |
              static_cast<uint32_t>(claim.original) << 9 |
              static_cast<uint32_t>(!claim.rests_on.empty()) << 10) {}

  [[nodiscard]] Stance stance() const {
    return static_cast<Stance>(Bits(0, 2));
  }
  [[nodiscard]] Hedge hedge() const { return static_cast<Hedge>(Bits(2, 3)); }
  [[nodiscard]] Method method() const {
    return static_cast<Method>(Bits(5, 2));
  }
  [[nodiscard]] Withheld withheld() const {
    return static_cast<Withheld>(Bits(7, 2));
  }
  [[nodiscard]] bool original() const { return Bits(9, 1) != 0; }
  [[nodiscard]] bool has_rests_on() const { return Bits(10, 1) != 0; }
  [[nodiscard]] uint32_t bits() const { return bits_; }

 private:
  [[nodiscard]] uint32_t Bits(uint32_t at, uint32_t count) const {
    return (bits_ >> at) & ((uint32_t{1} << count) - 1);
  }

  uint32_t bits_;
};

// The claims that a claim rests on: a list of ordinals.
struct RestsOnRow {
  uint32_t claim;
  uint32_t list;
};

struct DecisionRow {
  uint32_t event = 0;
  uint32_t target = 0;  // event; `from`; the first entity of a pair
  uint32_t other =
      kNoRow;  // event or kNoRow; `on`; the second; what supersedes
  // Assessment: who decided, a text. Amendment: those of AmendedFields.
  // Redaction: 1 when all of the target is meant.
  uint32_t detail = 0;
  uint8_t type = 0;
  uint8_t judgement = 0;  // of a retraction, identity or dependence
  uint8_t code = 0;       // `how`; of an assessment the scheme
  // Of an assessment: the place of its value in ValuesOf(scheme), in the lower
  // six bits. Of all: `withheld` in the upper two.
  uint8_t value = 0;
};

// The value without `withheld`, and two values of the scheme `status`.
inline constexpr uint8_t kValueBits = 63;
inline constexpr uint8_t kStatusAccepted = 0;
inline constexpr uint8_t kStatusRejected = 1;

// Values that an amendment gave a record: the row beside it is all of them.
struct VersionRow {
  uint32_t amendment;  // event
  uint32_t target;     // ordinal
  uint32_t previous;   // version, or kNoRow: the definition
};

// The events [first, close] of one file; FileClosed is the last of them.
struct FileRow {
  uint32_t first;
  uint32_t close;
};

// Events from `first` on were recorded at `micros` since 1970.
struct RecordedRow {
  int64_t micros;
  uint64_t first;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_ROWS_H_
