// The id of a statement as FollowTheMoney makes it.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_STATEMENT_ID_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_STATEMENT_ID_H_

#include <string>

#include "engine/interchange/ftm_record.h"

namespace attest {

// The SHA-1, in hex, of `DATASET.ENTITY.PROPERTY.VALUE`, with `@LANG` and
// `.ext` behind it where there is a language and where it is external.
[[nodiscard]] std::string FtmStatementId(const FtmStatement& statement);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_STATEMENT_ID_H_
