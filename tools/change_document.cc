#include "tools/change_document.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/descendants.h"
#include "engine/projection/valid_filter.h"
#include "engine/status_macros.h"
#include "tools/finding_text.h"

namespace attest {
namespace {

std::string VerdictIn(const Json& change, const char* field) {
  return TonedVerdict({{"verdict", change[field]}});
}

Json VerdictJson(const std::optional<Verdict>& verdict) {
  return verdict ? Json(std::string(NameOf(*verdict))) : Json();
}

std::string HowText(const Descent& descent) {
  return std::string(descent.by == DescentBy::kDerived ? NameOf(descent.how)
                                                       : NameOf(descent.by));
}

std::string DerivationText(const Json& derivation) {
  const std::string how = derivation["how"];
  const std::string of = derivation["of"].is_null()
                             ? std::string("what is sealed")
                             : derivation["of"].get<std::string>();
  const std::string key = derivation["key"];
  if (how == "published") return absl::StrCat(key, ", published by ", of);
  if (how == "part_of") return absl::StrCat(key, ", part of ", of);
  if (how == "rests_on") return absl::StrCat(key, ", rests on ", of);
  if (how == "text") return absl::StrCat(key, ", shares text with ", of);
  return absl::StrCat(key, ", ", how, " of ", of,
                      derivation["declared"].get<bool>() ? "" : ", decided");
}

}  // namespace

std::vector<VerdictChange> InAnswerOrder(std::vector<VerdictChange> changes,
                                         const FindingDocument& before,
                                         const FindingDocument& after) {
  std::vector<std::pair<std::vector<std::string>, VerdictChange>> keyed;
  for (const VerdictChange& change : changes) {
    const FindingDocument& shown = change.to ? after : before;
    keyed.emplace_back(shown.OrderOf(change.statement), change);
  }
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first, a.second.statement) <
           std::pair(b.first, b.second.statement);
  });
  for (size_t i = 0; i < keyed.size(); ++i) changes[i] = keyed[i].second;
  return changes;
}

Json ChangeJson(const VerdictChange& change, const FindingDocument& before,
                const FindingDocument& after) {
  Json said = (change.to ? after : before).Said(change.statement);
  said.erase("verdict");
  Json json = {{"statement", said["statement"]},
               {"from", VerdictJson(change.from)},
               {"to", VerdictJson(change.to)}};
  json.update(said);
  return json;
}

void KeepValidAt(const Edtf& valid_at, Json& changes) {
  ValidFilter filter(valid_at);
  Json kept = Json::array();
  for (Json& change : changes) {
    const Json& valid = change["valid"];
    const std::string text = valid.is_null() ? "" : valid.get<std::string>();
    if (filter.At(text) == Holds::kNo) continue;
    change["undated"] = valid.is_null();
    kept.push_back(std::move(change));
  }
  changes = std::move(kept);
}

std::string ChangeText(const Json& change) {
  const Json& from = change["from"];
  const Json& to = change["to"];
  const std::string undated = change.value("undated", false) ? ", undated" : "";
  if (from.is_null()) {
    return absl::StrCat("new: ", VerdictIn(change, "to"), undated);
  }
  if (to.is_null()) {
    return absl::StrCat(VerdictIn(change, "from"), ", no longer there",
                        undated);
  }
  return absl::StrCat(VerdictIn(change, "from"), " to ",
                      VerdictIn(change, "to"), undated);
}

void SetWithheld(const char* name, uint64_t count, Json& json) {
  if (count > 0) json[name] = count;
}

absl::Status AddDescendants(const Findings& findings, const RecordKeys& keys,
                            const Discretion& discretion,
                            const std::vector<EventIndex>& records,
                            Json& json) {
  absl::flat_hash_set<EventIndex> seen(records.begin(), records.end());
  std::vector<std::string> descendants;
  Json derivations = Json::array();
  uint64_t withheld = 0;
  for (const EventIndex record : records) {
    for (const Descent& descent : DescendantsOf(findings, record)) {
      if (!seen.insert(descent.record).second) continue;
      if (discretion.Hides(descent.record)) {
        ++withheld;
        continue;
      }
      ASSIGN_OR_RETURN(const std::string key, keys.KeyOf(descent.record));
      Json of;
      if (!discretion.Hides(descent.of)) {
        ASSIGN_OR_RETURN(of, keys.KeyOf(descent.of));
      }
      descendants.push_back(key);
      derivations.push_back({{"key", key},
                             {"of", std::move(of)},
                             {"how", HowText(descent)},
                             {"declared", !descent.decided_by &&
                                              descent.by != DescentBy::kText}});
    }
  }
  std::sort(descendants.begin(), descendants.end());
  json["descendants"] = std::move(descendants);
  json["derivations"] = std::move(derivations);
  SetWithheld("descendants_withheld", withheld, json);
  return absl::OkStatus();
}

std::vector<std::string> ReviewLines(const Json& document) {
  std::vector<std::string> lines;
  for (const Json& derivation : document["derivations"]) {
    lines.push_back(DerivationText(derivation));
  }
  if (document.contains("descendants_withheld")) {
    lines.push_back(absl::StrCat("and ", Dump(document["descendants_withheld"]),
                                 " sealed"));
  }
  return lines;
}

}  // namespace attest
