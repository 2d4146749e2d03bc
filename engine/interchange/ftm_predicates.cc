#include "engine/interchange/ftm_predicates.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "engine/interchange/json_fields.h"

namespace attest {
namespace {

constexpr absl::string_view kAnyKind =
    R"(["person","unit","place","organization","incident"])";

// Properties that some schema has as a reference and another as a text.
constexpr std::array<absl::string_view, 5> kOfTwoTypes = {
    "author", "authority", "organization", "sender", "subject"};

bool IsActor(EntityKind kind) {
  return kind == EntityKind::kPerson || kind == EntityKind::kUnit ||
         kind == EntityKind::kOrganization;
}

bool IsBody(EntityKind kind) {
  return kind == EntityKind::kUnit || kind == EntityKind::kOrganization;
}

}  // namespace

std::string FtmPredicate(absl::string_view property, FtmRange range) {
  const bool is_of_two_types = std::find(kOfTwoTypes.begin(), kOfTwoTypes.end(),
                                         property) != kOfTwoTypes.end();
  return absl::StrCat(
      "ftm:", property,
      is_of_two_types && range == FtmRange::kEntity ? ":entity" : "");
}

std::string FtmEdgePredicate(const FtmSchema& edge, EntityKind source,
                             EntityKind target) {
  if (edge.name == "Membership" && source == EntityKind::kPerson &&
      IsBody(target)) {
    return "member_of";
  }
  if (edge.name == "UnknownLink" && IsActor(source) && IsActor(target)) {
    return "related_to";
  }
  std::string name(edge.name);
  name[0] = absl::ascii_tolower(static_cast<unsigned char>(name[0]));
  return absl::StrCat("ftm:", name);
}

std::string FtmPredicateLine(absl::string_view key, FtmRange range,
                             bool is_edge) {
  const absl::string_view value = range == FtmRange::kText   ? "\"text\""
                                  : range == FtmRange::kDate ? "\"date\""
                                                             : kAnyKind;
  return JsonFields()
      .Json("type", "\"predicate\"")
      .Text("id", key)
      .Text("label",
            absl::StrReplaceAll(absl::StripPrefix(key, "ftm:"), {{":", ", "}}))
      .Json("domain", kAnyKind)
      .Json("range", value)
      .Text("time", is_edge ? "state" : "none")
      .Take();
}

}  // namespace attest
