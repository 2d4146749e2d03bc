// The statements that a key on the command line means.

#ifndef ATTEST_TOOLS_STATEMENTS_ABOUT_H_
#define ATTEST_TOOLS_STATEMENTS_ABOUT_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "engine/audit/discretion.h"
#include "engine/log/event_log.h"
#include "engine/projection/view.h"

namespace attest {

// Adds the statements about what `key` names, as joined: those that an entity
// takes part in, those said by a source, in a report, by a claim, or the one
// with that key. NotFound, with what may be meant, when there is nothing with
// it that may be shown; InvalidArgument for the key of something that no
// statement is about.
absl::Status AddStatementsAbout(const EventLog& log, const View& view,
                                const Discretion& discretion,
                                const std::string& key,
                                std::set<StatementId>& statements);

}  // namespace attest

#endif  // ATTEST_TOOLS_STATEMENTS_ABOUT_H_
