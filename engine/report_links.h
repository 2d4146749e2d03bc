// ReportLinks says which reports of a case share text, as of a view: the
// fingerprints of all texts, kept beside the case, and what follows from them.
//
// The index is a saving of time and nothing else: it is made of the log and the
// contents, brought up to the view, and made anew when it is damaged, whenever
// that is found, of another log or of another program. Only whoever writes to
// the case saves it.
//
// Not thread-safe: it remembers what it has looked up.
// Lifetime: borrows the log, the contents and the view's projection.

#ifndef ATTEST_ENGINE_REPORT_LINKS_H_
#define ATTEST_ENGINE_REPORT_LINKS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/corroboration/reprint_finder.h"
#include "engine/corroboration/reprint_index.h"
#include "engine/findings/claim_chains.h"
#include "engine/log/content_store.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

class ReportLinks {
 public:
  // Opens the index at `path` and brings it up to `view`; makes it anew where
  // it cannot be used. Errors: those of the log; DataLoss when the text of a
  // report is damaged.
  static absl::StatusOr<std::unique_ptr<ReportLinks>> Open(
      const std::string& path, const EventLog& log,
      const ContentStore& contents, const View& view);

  // The words of a report: its text, else its file where that is plain text;
  // empty when it has none. Errors: those of the contents.
  static absl::StatusOr<std::string> TextOf(const Report& report,
                                            const ContentStore& contents);

  // From here on as if `text` were what `content` holds, in the texts of
  // `reports`. Nothing may be saved then. Errors: those of Open.
  absl::Status ReadAs(const Content& content, std::string text,
                      absl::Span<const ReportId> reports);

  // Saves the index as of the view, which must be that of all events. Does
  // nothing when little is new and no text of it. Unavailable when the disk
  // fails.
  absl::Status Save();

  // For Findings; good as long as this lives. What goes wrong in them is in
  // status(), and is taken for no link at all.
  [[nodiscard]] TextFindings Texts();
  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  ReportLinks(std::string path, const EventLog& log,
              const ContentStore& contents, const View& view)
      : path_(std::move(path)), log_(log), contents_(contents), view_(view) {}

  [[nodiscard]] bool IsUsable(const ReprintIndex& index) const;
  absl::Status BringUpTo(uint64_t from);
  absl::Status AddReport(ReportId report);
  // As TextOf, but for what ReadAs says.
  [[nodiscard]] absl::StatusOr<std::string> WordsOf(const Report& report) const;
  const std::vector<ReprintMatch>& LinksOf(ReportId report);
  std::optional<ByteRange> QuoteOf(ClaimId claim);
  absl::StatusOr<bool> HaveHeldSince(uint64_t position) const;
  // Calls find() on a sound index: where the file turns out to be damaged, once
  // more after it was made anew.
  template <class Find>
  auto FindSoundly(Find find);
  absl::Status MakeAnew();

  const std::string path_;
  const EventLog& log_;
  const ContentStore& contents_;
  const View view_;
  ReprintIndex index_;
  bool is_stored_ = false;
  bool is_changed_ = false;
  size_t looked_at_ = 0;  // reports taken in since the file was made
  std::optional<std::pair<Content, std::string>> read_as_;
  absl::Status status_;
  // The last position asked about, and what HaveHeldSince found.
  std::optional<std::pair<uint64_t, bool>> held_since_;
  absl::flat_hash_map<ReportId, std::unique_ptr<std::vector<ReprintMatch>>>
      links_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_REPORT_LINKS_H_
