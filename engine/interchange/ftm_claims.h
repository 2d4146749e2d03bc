// FtmClaims makes claims of entities of FollowTheMoney: of an edge one for each
// data set that has it, of anything else one for each value that a data set
// has. FTM.md says which.
//
// The key of a claim is made of what the data set says (the entity, the
// property and the value as it stands there), so that it stays when the file is
// made anew; neither the row nor when it was seen enter it.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_CLAIMS_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_CLAIMS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/ftm_defined.h"
#include "engine/interchange/ftm_model.h"
#include "engine/interchange/ftm_predicates.h"
#include "engine/interchange/ftm_provenance.h"
#include "engine/interchange/ftm_record.h"
#include "engine/interchange/ftm_reports.h"
#include "engine/interchange/import_lines.h"
#include "engine/interchange/json_fields.h"

namespace attest {

// One claim as it is made.
struct FtmClaim {
  uint64_t row = 0;
  std::string subject;
  std::string predicate;
  FtmRange range = FtmRange::kText;  // of an own predicate
  bool is_edge = false;
  std::string object;  // a key; empty: `value`
  std::string value;   // JSON
  std::string valid;
  bool real_start = false;
  bool real_end = false;
  std::string as_stated;
  std::string cell;
  std::string page;
  std::string recorded;
  std::string note;
  bool is_external = false;
};

class FtmClaims {
 public:
  // All must outlive it.
  FtmClaims(FtmDefined& defined, FtmProvenances& provenances,
            const ImportMap& map)
      : defined_(defined),
        provenances_(provenances),
        reports_(defined),
        map_(map) {}

  // Hands out the lines of one entity.
  absl::Status AddRecord(const FtmRecord& record);

  // Hands out an entity that is known by its id alone.
  absl::Status AddBareEntity(uint64_t row, absl::string_view id,
                             EntityKind kind, absl::string_view name);
  // Says that two are the same, as a file has them already joined.
  absl::Status AddJoined(uint64_t row, absl::string_view canonical,
                         absl::string_view id);

 private:
  // What one data set says of an entity.
  struct Said {
    std::string dataset;
    std::string report;  // its key
    FtmProvenance provenance;
    std::vector<const FtmStatement*> statements;
  };

  absl::StatusOr<std::vector<Said>> ByDataset(const FtmRecord& record);
  absl::Status WarnOfSchemata(const FtmRecord& record, const FtmSchema& schema);
  absl::Status AddEntity(const FtmRecord& record, const FtmSchema& schema);
  absl::Status AddNode(const FtmRecord& record, const FtmSchema& schema,
                       const Said& said);
  absl::Status AddValue(const FtmRecord& record, const FtmSchema& schema,
                        const Said& said, const FtmStatement& statement);
  absl::StatusOr<bool> AddCoordinates(const FtmRecord& record,
                                      const Said& said);
  absl::Status AddEdge(const FtmRecord& record, const FtmSchema& schema,
                       const Said& said);
  absl::Status AddRelation(
      const FtmRecord& record, const FtmSchema& schema, const Said& said,
      const FtmStatement& source, const FtmStatement& target, FtmClaim claim,
      const std::map<std::string, std::set<std::string>>& others);
  absl::Status SetDate(const FtmStatement& statement, FtmClaim& claim,
                       JsonFields& note);
  // The kind of what a value names; defines it where nothing else does.
  absl::StatusOr<EntityKind> KindOfReferred(const FtmStatement& statement,
                                            EntityKind range);
  // `what`: by which the claim is known.
  absl::Status HandOut(const Said& said, FtmClaim claim,
                       absl::string_view what);

  FtmDefined& defined_;
  FtmProvenances& provenances_;
  FtmReports reports_;
  const ImportMap& map_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_CLAIMS_H_
