// The objects of a STIX 2.1 bundle as JSON: what they have in common, and what
// stands in every bundle. A value is left out where it is empty.
//
// Attest's own facts (key, verdict, lines, claims) are in a property extension,
// which the extension definition in the bundle describes.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_OBJECTS_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_OBJECTS_H_

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/findings/finding.h"
#include "engine/interchange/graphml_export.h"
#include "engine/interchange/stix_ids.h"

namespace attest {

using StixJson = nlohmann::ordered_json;

// Type, version, identifier and times. `id` begins with the type.
[[nodiscard]] StixJson StixHead(const std::string& id, absl::Time created,
                                absl::Time modified,
                                const std::string& created_by);

// Sets `name`, unless `text` is empty.
void SetStixText(absl::string_view name, const std::string& text,
                 StixJson& object);

// Sets a list, each once in its first place, unless it is empty.
void SetStixList(absl::string_view name, const std::vector<std::string>& texts,
                 StixJson& object);

// The facts of an object: what it is, and by which key.
[[nodiscard]] StixJson StixFacts(absl::string_view record,
                                 const std::string& key);
// Verdict and lines.
void AddFigures(const Figures& figures, uint64_t position, StixJson& facts);
// Gives `object` its facts. Numbers that readers of JSON round are texts there.
void SetFacts(StixJson facts, StixJson& object);

// "single-line": a verdict as a label.
[[nodiscard]] std::string VerdictLabel(Verdict verdict);

// What is the same in all bundles: who makes the extension, the extension, and
// the mark of what is restricted.
[[nodiscard]] StixJson StixOfAttest();
[[nodiscard]] StixJson StixExtensionDefinition();
[[nodiscard]] StixJson StixRestrictedMarking();
// The case as who says what the case has worked out.
[[nodiscard]] std::string StixCaseId(const StixIds& ids);
[[nodiscard]] StixJson StixOfCase(const StixIds& ids,
                                  const ExportOrigin& origin, absl::Time begun,
                                  absl::Time modified);

// Writes a bundle, object by object, one a line. Bytes that are no UTF-8 are
// replaced by U+FFFD. Errors: those of `write`.
//
// What is restricted stands in the words and facts of any object, not only in
// that of its own record: so all that is of the case bears the mark, or
// nothing.
class StixBundle {
 public:
  explicit StixBundle(absl::FunctionRef<absl::Status(absl::string_view)> write)
      : write_(write) {}

  absl::Status Begin(const std::string& id);
  // Gives the mark of what is restricted to all that is added from now on.
  void MarkAll() { marks_ = true; }
  absl::Status Add(StixJson object);
  absl::Status End();

  // How many of each type.
  [[nodiscard]] const std::map<std::string, uint64_t>& counts() const {
    return counts_;
  }

 private:
  const absl::FunctionRef<absl::Status(absl::string_view)> write_;
  bool marks_ = false;
  std::map<std::string, uint64_t> counts_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_OBJECTS_H_
