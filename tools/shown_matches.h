// What may be shown of the records whose names match a text.

#ifndef ATTEST_TOOLS_SHOWN_MATCHES_H_
#define ATTEST_TOOLS_SHOWN_MATCHES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/audit/discretion.h"
#include "engine/model/entity.h"
#include "engine/projection/answer.h"
#include "engine/projection/view.h"

namespace attest {

// Is a name of an entity shown? One that is known from a report is not where
// that is hidden, or was taken out of the case and its words with it.
[[nodiscard]] bool IsShown(const View& view, const Discretion& discretion,
                           const EntityName& name);

// View::Find among the records that `discretion` shows, by the names that
// are shown.
[[nodiscard]] std::vector<Match> ShownMatches(const View& view,
                                              const Discretion& discretion,
                                              const std::string& text,
                                              size_t limit);

}  // namespace attest

#endif  // ATTEST_TOOLS_SHOWN_MATCHES_H_
