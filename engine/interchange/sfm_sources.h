// The table of sources: each row a report with its publisher. Cells of the
// other tables cite reports by the ids of this one.
//
// A report whose row has changed since it was imported is amended with what
// the row says now. An alias, the same document held under two ids, becomes a
// dependence of the kind same_capture: it says that the two are one, not which
// of them was first.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_SOURCES_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_SOURCES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/sfm_lines.h"
#include "engine/interchange/sfm_publishers.h"
#include "engine/interchange/sfm_table.h"

namespace attest {

// What a cell cites.
struct SfmCitation {
  std::string report;  // its key
  std::string page;

  friend bool operator==(const SfmCitation&, const SfmCitation&) = default;
};
using SfmCitations = std::vector<SfmCitation>;

class SfmSources {
 public:
  explicit SfmSources(SfmLines& lines) : lines_(lines), publishers_(lines) {}

  // Finds the columns of `table`. Requires: its kind is kSources.
  void Begin(SfmTable& table);
  // Adds the lines of the row at hand.
  absl::Status AddRow(SfmTable& table);
  // Warns of aliases of sources that nothing defined. Requires: all tables have
  // been read, since what they cite is a source too.
  absl::Status Finish();

  // Reads a cell of ids with semicolons between them, each taken once. An id
  // that nothing defines makes a report titled by it.
  absl::StatusOr<SfmCitations> Resolve(absl::string_view cell,
                                       absl::string_view column);

 private:
  struct Columns {
    SfmColumns lookup, id, title, page, published, accessed, url, archive,
        archived, alias, country, publisher, publisher_id, author;
  };
  struct KnownSource {
    std::string report;  // its key
    std::string page;
    uint64_t content = 0;      // a hash of its row
    bool is_reported = false;  // a row without an error has made its report
    // Is there a report of an earlier import that goes by this id, where the
    // table has it under another one? Unknown until it is asked.
    std::optional<bool> is_stored_apart;
  };
  // A row whose report is the same document as another, which is not there yet.
  struct WaitingAlias {
    std::string report;
    std::string id;  // of the other, as the row has it
    size_t table = 0;
    uint64_t row = 0;
  };
  struct Table {
    std::string file;
    std::string alias_heading;
  };

  absl::StatusOr<std::string> AddPublisher(SfmTable& table,
                                           absl::string_view id);
  // Returns whether nothing was wrong with the row.
  absl::StatusOr<bool> AddReport(SfmTable& table, absl::string_view id);
  absl::Status DefineReport(
      const std::string& key, absl::string_view publisher,
      const std::vector<std::pair<std::string, std::string>>& fields,
      absl::string_view note);
  absl::Status Amend(const std::string& key, absl::string_view publisher,
                     const std::vector<std::pair<std::string, std::string>>&);
  // `aliases`: a cell of ids.
  absl::Status AddAliases(absl::string_view report, absl::string_view aliases,
                          uint64_t row);
  // `on`: what it is the same document as, if that comes.
  absl::Status AddAlias(const WaitingAlias& alias, const std::string& on);
  // Those that wait for the report that is now defined.
  absl::Status AddWaiting(absl::string_view report);
  // Whoever waits for a report that goes by `id` waits for `report` as well.
  // Returns whether somebody does.
  bool WaitAlso(absl::string_view id, const std::string& report);
  // Where an import without the table made a report by `id`, says that it is
  // the one the table has under another id.
  absl::Status JoinStoredApart(absl::string_view id, KnownSource& known);
  absl::Status AddSameCapture(absl::string_view from, absl::string_view on);
  absl::Status DefineUnknown(absl::string_view report, absl::string_view id,
                             absl::string_view column);

  SfmLines& lines_;
  SfmPublishers publishers_;
  Columns columns_;
  std::vector<Table> tables_;                            // that have begun
  absl::flat_hash_map<std::string, KnownSource> known_;  // by id
  // By the key of the report waited for: the one that has the id as its own,
  // and the one of the first row that has it as its lookup. Which rows come
  // first, and what the case has already, make no difference to what is one.
  // They stay when a report comes, since its row may turn out to be bad.
  absl::flat_hash_map<std::string, std::vector<WaitingAlias>> waiting_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_SOURCES_H_
