// Which addresses of reports stand in a `url`: programs follow it, and refuse
// a bundle over one that is none.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_ADDRESSES_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_ADDRESSES_H_

#include "absl/strings/string_view.h"

namespace attest {

// Is it a URI (RFC 3986) of scheme http, https or ftp, with a host by name or
// IPv4 number, and what may stand beside a host? No `javascript:`.
[[nodiscard]] bool IsWebAddress(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_ADDRESSES_H_
