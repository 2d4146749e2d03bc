// What may be shown of the records whose names match a text.

#ifndef ATTEST_TOOLS_SHOWN_MATCHES_H_
#define ATTEST_TOOLS_SHOWN_MATCHES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/audit/discretion.h"
#include "engine/projection/answer.h"
#include "engine/projection/view.h"

namespace attest {

// View::Find among the records that `discretion` shows, by the names that it
// shows: one that is known from hidden reports alone is none.
[[nodiscard]] std::vector<Match> ShownMatches(const View& view,
                                              const Discretion& discretion,
                                              const std::string& text,
                                              size_t limit);

}  // namespace attest

#endif  // ATTEST_TOOLS_SHOWN_MATCHES_H_
