// Imports small files of FollowTheMoney into a case in memory.

#ifndef ATTEST_TESTS_INTERCHANGE_FTM_FIXTURE_H_
#define ATTEST_TESTS_INTERCHANGE_FTM_FIXTURE_H_

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/interchange/ftm_record.h"
#include "tests/ingest/memory_case.h"
#include "tests/interchange/sfm_fixture.h"

namespace attest::testing {

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

class FtmFixture {
 public:
  // Imports `files`, name and text each, against the case as it is.
  ImportList Import(const NamedTexts& files, const ImportMap& map = {});
  // The same, and adds the lines to the case. Expects that they are good.
  ImportList Add(const NamedTexts& files, const ImportMap& map = {});
  // The same of files in which anything may be wrong: expects that the lines
  // handed out are good all the same.
  void AddAny(const NamedTexts& files);
  // What is wrong with the files as such; empty: nothing.
  std::string Refusal(const NamedTexts& files);

  [[nodiscard]] const MemoryCase& stored() const { return case_; }

 private:
  void AddLines(const ImportList& import);
  std::vector<std::string> Write(const NamedTexts& files);

  TempFolder folder_;
  MemoryCase case_;
};

// Claims as `DATASET: SUBJECT PREDICATE OBJECT-OR-VALUE [VALID]`, keys without
// `ftm:`, sorted, each once.
[[nodiscard]] std::set<std::string> FtmClaimsOf(const ImportList& import);

// `A same B`, in both orders of the two sorted, each once.
[[nodiscard]] std::set<std::string> FtmIdentitiesOf(const ImportList& import);

// Statements as CSV with the columns in this order; none: in that of the
// format.
[[nodiscard]] std::string FtmCsv(const std::vector<FtmStatement>& statements,
                                 std::vector<std::string> columns = {});

}  // namespace attest::testing

#endif  // ATTEST_TESTS_INTERCHANGE_FTM_FIXTURE_H_
