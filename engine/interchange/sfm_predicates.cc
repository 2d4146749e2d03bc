#include "engine/interchange/sfm_predicates.h"

#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "engine/interchange/json_fields.h"

namespace attest {
namespace {

struct OwnPredicate {
  absl::string_view key;
  absl::string_view domain;
  absl::string_view time;
  absl::string_view range = "\"text\"";
};

constexpr absl::string_view kPerson = R"(["person"])";
constexpr absl::string_view kUnit = R"(["unit"])";
constexpr absl::string_view kPlace = R"(["place"])";

constexpr OwnPredicate kPredicates[] = {
    {"sfm:classification", kUnit, "state"},
    {"sfm:parent_relation", kUnit, "state"},
    {"sfm:title", kPerson, "state"},
    {"sfm:start_context", kPerson, "event"},
    {"sfm:end_context", kPerson, "event"},
    {"sfm:gender", kPerson, "none"},
    {"sfm:date_of_birth", kPerson, "none", "\"date\""},
    {"sfm:biography", kPerson, "none"},
    {"sfm:facebook_page", kPerson, "none"},
    {"sfm:twitter_account", kPerson, "none"},
    {"sfm:headshot", kPerson, "none"},
    {"sfm:wikipedia_page", kPerson, "none"},
    {"sfm:osm_node", kPlace, "none"},
};

}  // namespace

std::string SfmPredicateLine(absl::string_view key) {
  OwnPredicate predicate{key, R"(["person","unit"])", "none", "\"date\""};
  for (const OwnPredicate& known : kPredicates) {
    if (known.key == key) predicate = known;
  }
  return JsonFields()
      .Json("type", "\"predicate\"")
      .Text("id", key)
      .Text("label",
            absl::StrReplaceAll(absl::StripPrefix(key, "sfm:"), {{"_", " "}}))
      .Json("domain", predicate.domain)
      .Json("range", predicate.range)
      .Text("time", predicate.time)
      .Take();
}

}  // namespace attest
