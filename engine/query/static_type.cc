#include "engine/query/static_type.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"

namespace attest::query {
namespace {

// The name of a type that a message shows; "LIST or MAP" of several.
std::string Names(TypeSet types) {
  std::string names;
  for (uint32_t type = 0; type <= static_cast<uint32_t>(Value::Type::kEdtf);
       ++type) {
    if ((types >> type & 1) == 0) continue;
    absl::StrAppend(&names, names.empty() ? "" : " or ",
                    std::string(NameOf(static_cast<Value::Type>(type))));
  }
  return names;
}

}  // namespace

absl::Status WrongType(Place place, absl::string_view wanted,
                       const StaticType& got, ErrorType error) {
  return QueryError(
      error, "InvalidArgumentType", place,
      absl::StrCat("wanted ", wanted, ", got ", Names(got.types)));
}

}  // namespace attest::query
