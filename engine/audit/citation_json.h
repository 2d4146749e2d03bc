// Where in a report a claim stands, as it is shown.

#ifndef ATTEST_ENGINE_AUDIT_CITATION_JSON_H_
#define ATTEST_ENGINE_AUDIT_CITATION_JSON_H_

#include <nlohmann/json.hpp>
#include <string>

namespace attest {

// The parts of `citation`, which are numbers and texts. An event of a log that
// somebody else wrote may hold any text in their place: that is shown whole, as
// {"text": citation}, and is safe to print however deep it nests.
[[nodiscard]] nlohmann::ordered_json CitationJson(const std::string& citation);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_CITATION_JSON_H_
