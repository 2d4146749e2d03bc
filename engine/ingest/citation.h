// Citation says where in a report a claim stands when there is no text to
// quote from.

#ifndef ATTEST_ENGINE_INGEST_CITATION_H_
#define ATTEST_ENGINE_INGEST_CITATION_H_

#include <string>

#include "engine/ingest/field_reader.h"

namespace attest {

// Takes the field `citation` and returns it as JSON with sorted names and no
// spaces; empty when it is absent or wrong. Each part is a whole number from
// 0 to 2^53 or a text that is not empty.
std::string ParseCitation(FieldReader& fields);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_CITATION_H_
