// Who said first what articles report: the list source_original, joined with
// the articles of its row so that no witness is counted twice.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_ORIGINS_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_ORIGINS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/interchange/ucdp_articles.h"

namespace attest {

struct UcdpOrigins {
  std::vector<std::vector<UcdpVoice>> voices;  // of each article, never empty
  std::vector<std::string> warnings;
};

// Joins `names` (empty: not stated) with `count` articles, at least one:
//
//     names               each article is attributed to
//     none                nobody
//     one, or all equal   that one
//     as many as articles its own
//     of one article      each of them, a claim each
//     any other number    all of them together, undivided
//
// Names that overlap ("police" and "local police", "SOHR" and "SOHR,
// activists") may be one voice and are taken together wherever one of them
// stands. A name that is the whole or a part of that of an office of the row
// is that office.
[[nodiscard]] UcdpOrigins PairUcdpOrigins(
    const std::vector<std::string>& names, size_t count,
    const std::vector<std::string>& offices);

// For each of `offices` (empty: not stated): those that may be it under another
// name
// ("Reuters" and "Reuters News"), with itself, or none where it stands alone.
[[nodiscard]] std::vector<std::vector<std::string>> GroupUcdpOffices(
    const std::vector<std::string>& offices);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_ORIGINS_H_
