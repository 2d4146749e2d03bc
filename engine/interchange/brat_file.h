// A file of stand-off annotations as brat writes it: a line each, its id and
// its fields with tabulators between them.
//
//     T1<TAB>Person 0 5;10 15<TAB>Omar Daher    a text-bound annotation
//     R1<TAB>Member-of Arg1:T1 Arg2:T2          a relation
//     E1<TAB>Attack:T3 Attacker:T1 Victim:T2    an event with its trigger
//     A1<TAB>Negation E1                        an attribute (also M1)
//     N1<TAB>Reference T1 Wiki:12<TAB>Omar      a normalization
//     #1<TAB>AnnotatorNotes T1<TAB>a note
//     *<TAB>Equiv T1 T2                         one and the same

#ifndef ATTEST_ENGINE_INTERCHANGE_BRAT_FILE_H_
#define ATTEST_ENGINE_INTERCHANGE_BRAT_FILE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace attest {

// Code points [begin, end) of the text.
struct BratSpan {
  size_t begin = 0;
  size_t end = 0;
};

struct BratMention {
  uint64_t row = 0;
  std::string type;
  std::vector<BratSpan> spans;  // ascending, at least one
  std::string text;             // of the spans, as the file has it
};

// A relation, or an event where `trigger` is not empty.
struct BratRelation {
  uint64_t row = 0;
  std::string id;
  std::string type;
  std::string trigger;
  std::vector<std::pair<std::string, std::string>> arguments;  // role and id
};

// An attribute, a normalization or a note of the annotation `target`.
struct BratMark {
  uint64_t row = 0;
  std::string name;    // of the attribute; the data base
  std::string target;  // an id
  std::string value;   // of the attribute; the entry; the note
};

struct BratEquivalence {
  uint64_t row = 0;
  std::vector<std::string> ids;
};

struct BratFault {
  uint64_t row = 0;
  std::string what;
  std::string got;
  std::string want;
};

struct BratFile {
  uint64_t rows = 0;
  absl::flat_hash_map<std::string, BratMention> mentions;  // by id
  std::vector<std::string> mention_ids;                    // as they come
  std::vector<BratRelation> relations;                     // and events
  std::vector<BratMark> attributes;
  std::vector<BratMark> normalizations;
  std::vector<BratMark> notes;
  std::vector<BratEquivalence> equivalences;
  std::vector<BratFault> faults;
};

// Reads the lines of `text`, which is UTF-8. `is_left_out` says which rows are
// passed over.
[[nodiscard]] BratFile ReadBratFile(
    absl::string_view text, const std::function<bool(uint64_t)>& is_left_out);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BRAT_FILE_H_
