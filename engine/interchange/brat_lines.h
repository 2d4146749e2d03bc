// The lines that the annotations of one document become. BRAT.md says which.

#ifndef ATTEST_ENGINE_INTERCHANGE_BRAT_LINES_H_
#define ATTEST_ENGINE_INTERCHANGE_BRAT_LINES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/existing_case.h"
#include "engine/ingest/input_hasher.h"
#include "engine/ingest/json_line.h"
#include "engine/interchange/brat_file.h"
#include "engine/interchange/brat_text.h"
#include "engine/interchange/import_lines.h"
#include "engine/interchange/table_predicates.h"
#include "engine/model/entity.h"

namespace attest {

class BratLines {
 public:
  // All must outlive it.
  BratLines(const ExistingCase& existing, ImportSink& sink,
            const ImportMap& map)
      : existing_(existing),
        sink_(sink),
        map_(map),
        predicates_(existing, map.predicates) {}

  // Begins a document: the file `name`, whose report is `report`, a key.
  // `definitions` are the lines that the first good row brings.
  void Begin(const std::string& name, const std::string& report,
             std::vector<std::string> definitions);
  // Hands out what the annotations say, or what is wrong with them.
  absl::Status Add(const BratFile& file, const BratText& text);

  // Is `key` in the case, or was it handed out or redacted?
  absl::StatusOr<bool> IsKnown(absl::string_view key);

 private:
  // What an annotation that others name stands for.
  struct Thing {
    EntityKind kind = EntityKind::kPerson;
    std::string key;  // empty: it has no kind
    BratSpan span;    // from its first to its last code point
    std::string text;
  };
  struct Claim {
    std::string subject;
    std::string predicate;
    std::string object;  // a key; empty: `value`
    std::string value;   // JSON
    BratSpan span;
  };
  // What the attributes and notes of an annotation make of its claims.
  struct Manner {
    bool is_denied = false;
    std::string hedge;
    std::string valid;
    std::string note;
  };

  [[nodiscard]] std::optional<EntityKind> KindOf(const std::string& type) const;
  absl::Status ReadMentions(const BratFile& file, const BratText& text);
  absl::Status AddMention(const std::string& id, const BratMention& mention,
                          const Thing& thing, const BratText& text);
  // Notes which annotations are triggers, and of which events.
  void ReadTriggers(const BratFile& file);
  // Makes incidents of the events whose triggers are good.
  void ReadEvents(const BratFile& file);
  absl::Status ReadMarks(const BratFile& file);
  absl::Status AddAttributeClaims(const BratFile& file, const BratText& text);
  absl::Status AddRelation(const BratRelation& relation, const BratText& text);
  absl::Status AddEvent(const BratRelation& event, const BratText& text);
  absl::StatusOr<std::optional<Claim>> RoleClaim(const BratRelation& event,
                                                 const std::string& role,
                                                 const std::string& id);
  // Says what was left out.
  absl::Status WarnOfUnused(const BratFile& file);
  absl::Status AddIdentities(const BratFile& file);
  absl::Status AddIdentity(uint64_t row, const Thing& a, const Thing& b,
                           absl::string_view reason);
  // The thing called `id`; null, and a fault of the row, where there is none.
  const Thing* Find(uint64_t row, const std::string& id);
  // The same, and it must be an entity.
  const Thing* FindEntity(uint64_t row, const std::string& id);

  absl::Status AddClaim(uint64_t row, const Claim& claim, const Manner& manner,
                        const BratText& text);
  absl::Status Define(uint64_t row, absl::string_view key,
                      absl::FunctionRef<std::string()> make_line);
  [[nodiscard]] std::string HashKey(absl::string_view prefix,
                                    absl::string_view bytes);
  void Fault(uint64_t row, std::string what, absl::string_view got,
             std::string want);
  // Told once for each `what` and `got`.
  absl::Status Warn(uint64_t row, std::string what, absl::string_view got,
                    std::string want);
  absl::Status HandOut();

  const ExistingCase& existing_;
  ImportSink& sink_;
  const ImportMap& map_;
  TablePredicates predicates_;
  JsonParser parser_;
  InputHasher hasher_;
  absl::flat_hash_set<std::string> defined_;

  // Of the document at hand.
  std::string name_;
  std::string report_;
  std::vector<std::string> definitions_;
  absl::flat_hash_map<std::string, Thing> things_;    // by id
  absl::flat_hash_map<std::string, Manner> manners_;  // by id
  // The events of triggers, by their ids.
  absl::flat_hash_map<std::string, std::vector<std::string>> triggers_;
  absl::flat_hash_set<std::string> named_;    // by other annotations
  absl::flat_hash_set<std::string> claimed_;  // ids that made a claim
  absl::flat_hash_set<std::string> told_;
  std::map<uint64_t, std::vector<RowError>> errors_;     // by row
  std::vector<std::pair<uint64_t, std::string>> lines_;  // and rows
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BRAT_LINES_H_
