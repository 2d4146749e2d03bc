#include "engine/interchange/import_formats.h"

#include "engine/interchange/brat_folder.h"
#include "engine/interchange/brat_import.h"
#include "engine/interchange/claims_csv_import.h"
#include "engine/interchange/ftm_import.h"
#include "engine/interchange/sfm_import.h"
#include "engine/interchange/ucdp_import.h"

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
    {"ucdp-ged", "the UCDP Georeferenced Event Dataset, an event a row",
     ImportFiles::kEach, &ImportUcdpGed},
    {"brat",
     "documents annotated with brat, DOC.ann beside DOC.txt, or folders of "
     "them",
     ImportFiles::kEach, &ImportBrat, &FindBratDocuments},
};

}  // namespace

absl::Span<const ImportFormat> ImportFormats() { return kFormats; }

}  // namespace attest
