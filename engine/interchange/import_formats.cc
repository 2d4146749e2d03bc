#include "engine/interchange/import_formats.h"

#include "engine/interchange/claims_csv_import.h"
#include "engine/interchange/ftm_import.h"
#include "engine/interchange/sfm_import.h"

namespace attest {
namespace {

constexpr ImportFormat kFormats[] = {
    {"claims-csv", "a table of claims, one a row", ImportFiles::kEach,
     &ImportClaimsCsv},
    {"sfm", "research spreadsheets of persons, units and sources, together",
     ImportFiles::kTogether, &ImportSfm},
    {"ftm",
     "FollowTheMoney entities (JSON lines), statements (CSV) and judgements "
     "of a resolver, together",
     ImportFiles::kTogether, &ImportFtm},
};

}  // namespace

absl::Span<const ImportFormat> ImportFormats() { return kFormats; }

}  // namespace attest
