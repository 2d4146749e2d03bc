#include "engine/interchange/brat_words.h"

#include "absl/strings/match.h"

namespace attest {
namespace {

struct KindWord {
  absl::string_view word;
  EntityKind kind;
};

constexpr KindWord kKinds[] = {
    {"person", EntityKind::kPerson},
    {"per", EntityKind::kPerson},
    {"people", EntityKind::kPerson},
    {"unit", EntityKind::kUnit},
    {"military_unit", EntityKind::kUnit},
    {"place", EntityKind::kPlace},
    {"loc", EntityKind::kPlace},
    {"location", EntityKind::kPlace},
    {"gpe", EntityKind::kPlace},
    {"fac", EntityKind::kPlace},
    {"facility", EntityKind::kPlace},
    {"city", EntityKind::kPlace},
    {"country", EntityKind::kPlace},
    {"organization", EntityKind::kOrganization},
    {"organisation", EntityKind::kOrganization},
    {"org", EntityKind::kOrganization},
    {"company", EntityKind::kOrganization},
    {"incident", EntityKind::kIncident},
};

}  // namespace

std::optional<EntityKind> BratKindOf(absl::string_view type) {
  for (const KindWord& known : kKinds) {
    if (absl::EqualsIgnoreCase(type, known.word)) return known.kind;
  }
  return std::nullopt;
}

BratManner BratMannerOf(absl::string_view attribute) {
  for (absl::string_view word : {"negation", "negated", "negative"}) {
    if (absl::EqualsIgnoreCase(attribute, word)) return BratManner::kDenied;
  }
  for (absl::string_view word : {"speculation", "speculated", "uncertain"}) {
    if (absl::EqualsIgnoreCase(attribute, word)) return BratManner::kBelieved;
  }
  return BratManner::kNone;
}

}  // namespace attest
