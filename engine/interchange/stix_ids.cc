#include "engine/interchange/stix_ids.h"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

// Of URLs (RFC 9562, section 6.6).
constexpr absl::string_view kUrls = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

std::string Identifier(absl::string_view space, absl::string_view type,
                       absl::string_view name) {
  return absl::StrCat(type, "--",
                      NamedUuid(space, absl::StrCat(type, ":", name)));
}

const std::string& AllCases() {
  static const auto& uuid =
      *new std::string(NamedUuid(kUrls, "urn:attest:stix"));
  return uuid;
}

}  // namespace

std::string NamedUuid(absl::string_view uuid, absl::string_view name) {
  const boost::uuids::uuid space =
      boost::uuids::string_generator()(uuid.begin(), uuid.end());
  boost::uuids::name_generator_sha1 generate(space);
  return boost::uuids::to_string(generate(name.data(), name.size()));
}

StixIds::StixIds(absl::string_view case_name)
    : case_(NamedUuid(AllCases(), case_name)) {}

std::string StixIds::OfKey(absl::string_view type,
                           absl::string_view key) const {
  return Identifier(case_, type, absl::StrCat("key:", key));
}

std::string StixIds::OfOwn(absl::string_view type,
                           absl::string_view name) const {
  return Identifier(case_, type, absl::StrCat("own:", name));
}

std::string StixIds::OfAll(absl::string_view type, absl::string_view name) {
  return Identifier(AllCases(), type, name);
}

}  // namespace attest
