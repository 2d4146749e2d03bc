// One line of JSON of FollowTheMoney: an entity, a statement or a judgement.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_JSON_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_JSON_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/ingest/json_line.h"
#include "engine/interchange/ftm_record.h"
#include "engine/interchange/import_lines.h"

namespace attest {

// What is said of one line. `file` and `row` of faults and warnings are left
// empty.
struct FtmLine {
  std::optional<FtmRecord> entity;
  std::optional<FtmStatement> statement;
  std::optional<FtmJudgement> judgement;
  std::optional<RowError> fault;  // then there is nothing else
  std::vector<RowError> warnings;
};

// Reads the line that `root` is the tree of.
[[nodiscard]] FtmLine ReadFtmLine(const JsonValue& root);

// What is wrong with a statement, if anything: it lacks a part, or its id or
// schema are none.
[[nodiscard]] std::optional<RowError> FaultOf(const FtmStatement& statement);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_JSON_H_
