// The bytes under which the projection keeps a literal value: equal for equal
// values, and only for them.

#ifndef ATTEST_ENGINE_PROJECTION_LITERAL_BYTES_H_
#define ATTEST_ENGINE_PROJECTION_LITERAL_BYTES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "engine/model/claim.h"

namespace attest {

// A letter for the type, and then: of a text or date its own bytes; of a
// quantity or point its numbers, little-endian, and the unit.
// Requires: `object` is not an entity.
[[nodiscard]] std::string LiteralBytes(const Object& object);

// The value of LiteralBytes; an empty text when `bytes` are no such.
[[nodiscard]] Object LiteralOf(absl::string_view bytes);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_LITERAL_BYTES_H_
