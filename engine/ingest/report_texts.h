// ReportTexts keeps the folded texts of the reports quoted last, so that
// quotes of one report that stand together fold it once.

#ifndef ATTEST_ENGINE_INGEST_REPORT_TEXTS_H_
#define ATTEST_ENGINE_INGEST_REPORT_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "engine/ingest/key_table.h"
#include "engine/text/quote_anchor.h"

namespace attest {

// What a report has to quote from.
enum class TextKind : uint8_t { kText, kNone, kWithheld };

struct ReportText {
  TextKind kind = TextKind::kNone;
  std::string original;               // where `kind` is kText
  std::optional<QuoteFinder> quotes;  // borrows `original`
};

class ReportTexts {
 public:
  explicit ReportTexts(size_t max_bytes) : max_bytes_(max_bytes) {}

  using Loader = absl::FunctionRef<absl::StatusOr<ReportText>(KeyHandle)>;

  // The text of `report`, loaded (and folded) by `load` when it is not here.
  // Valid until the next call. Errors: those of `load` and of folding.
  absl::StatusOr<ReportText*> Get(KeyHandle report, Loader load);

  // Forgets one report, whose text may have changed, or all.
  void Forget(KeyHandle report);
  void Clear();

 private:
  struct Kept {
    KeyHandle report = 0;
    size_t bytes = 0;
    ReportText text;
  };

  // Takes note of how large the report used last has grown.
  void Measure();
  // Keeps to `max_bytes`, and the report used last in any case.
  void DropOldest();
  void Drop(std::list<Kept>::iterator place);

  const size_t max_bytes_;
  size_t bytes_ = 0;
  std::list<Kept> kept_;  // the one used last comes first
  absl::flat_hash_map<KeyHandle, std::list<Kept>::iterator> places_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_REPORT_TEXTS_H_
