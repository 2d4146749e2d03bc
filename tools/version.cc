#include "tools/version.h"

#include <openssl/crypto.h>
#include <simdjson.h>
#include <unicode/uversion.h>

#include <boost/version.hpp>

#include "absl/base/config.h"
#include "absl/strings/str_cat.h"

namespace attest {

std::string VersionText() {
  return absl::StrCat(
      "attest ", ATTEST_VERSION, "\nbuilt on RocksDB ", ATTEST_ROCKSDB_VERSION,
      ", FlatBuffers ", ATTEST_FLATBUFFERS_VERSION, ", Abseil ",
      ABSL_LTS_RELEASE_VERSION, ", Boost ", BOOST_VERSION / 100000, ".",
      BOOST_VERSION / 100 % 1000, ", ICU ", U_ICU_VERSION, ", simdjson ",
      SIMDJSON_STRINGIFY(SIMDJSON_VERSION), ", ",
      OpenSSL_version(OPENSSL_VERSION));
}

}  // namespace attest
