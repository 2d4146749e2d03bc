#include "tools/compare_document.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "engine/audit/current_event.h"
#include "engine/corroboration/shared_passages.h"
#include "engine/projection/valid_filter.h"
#include "engine/report_links.h"
#include "engine/status_macros.h"
#include "engine/text/fingerprint.h"

namespace attest {
namespace {

using Fingerprints = std::vector<Fingerprint>;

absl::flat_hash_set<uint64_t> HashesOf(const Fingerprints& fingerprints) {
  absl::flat_hash_set<uint64_t> hashes;
  for (const Fingerprint& one : fingerprints) hashes.insert(one.hash);
  return hashes;
}

// How much of `a` stands in `b`, to two digits.
double Containment(const absl::flat_hash_set<uint64_t>& a,
                   const absl::flat_hash_set<uint64_t>& b) {
  if (a.empty()) return 0;
  const auto shared = std::count_if(
      a.begin(), a.end(), [&b](uint64_t hash) { return b.contains(hash); });
  return std::round(100.0 * static_cast<double>(shared) /
                    static_cast<double>(a.size())) /
         100;
}

EventIndex EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

}  // namespace

// -- What they say ------------------------------------------------------------

std::vector<CompareDocument::Saying> CompareDocument::SayingsOf(
    ReportId report) const {
  std::optional<ValidFilter> filter;
  if (valid_at_) filter.emplace(*valid_at_);
  // By the order of answers.
  std::map<std::pair<std::vector<std::string>, bool>, Saying> sayings;
  for (const ClaimId claim : view_.ClaimsIn(report)) {
    const ClaimInfo info = view_.claim(claim);
    const bool denies = info.stance == Stance::kDenies;
    if ((info.stance != Stance::kAsserts && !denies) ||
        discretion_.Hides(claim) ||
        findings_.CountingOf(claim) != Counting::kLive) {
      continue;
    }
    const StatementId statement = view_.FirstOf(info.statement);
    if (filter && filter->At(view_.statement(statement).valid) == Holds::kNo) {
      continue;
    }
    Saying& saying = sayings[{weighed_.OrderOf(statement), denies}];
    saying.statement = statement;
    saying.denies = denies;
    saying.claims.push_back(claim);
  }
  std::vector<Saying> list;
  list.reserve(sayings.size());
  for (auto& [order, saying] : sayings) list.push_back(std::move(saying));
  return list;
}

Related CompareDocument::RelationOf(const Saying& a, const Saying& b) const {
  Related related = findings_.Relation(a.statement, b.statement);
  if (a.statement == b.statement) {
    related = {Relation::kEqual, "the same statement"};
  }
  if (!a.denies && !b.denies) return related;
  if (a.denies && b.denies) {
    const bool agree = related.relation == Relation::kEqual ||
                       related.relation == Relation::kRefines ||
                       related.relation == Relation::kRefinedBy;
    return agree ? related : Related{};
  }
  // A denial goes against what would support the statement denied.
  const bool is_against = related.relation == Relation::kEqual ||
                          related.relation == (a.denies ? Relation::kRefinedBy
                                                        : Relation::kRefines);
  if (!is_against) return {};
  return {Relation::kConflicts, a.denies
                                    ? "the first denies what the second says"
                                    : "the second denies what the first says"};
}

absl::StatusOr<Json> CompareDocument::SayingJson(const Saying& saying) {
  Json json = weighed_.Said(saying.statement);
  json["stance"] =
      std::string(NameOf(saying.denies ? Stance::kDenies : Stance::kAsserts));
  std::vector<std::string> claims;
  std::map<std::string, std::string> hedges;
  for (const ClaimId claim : saying.claims) {
    ASSIGN_OR_RETURN(std::string key, keys_.KeyOf(EventIndex(claim.value())));
    const Hedge hedge = view_.claim(claim).hedge;
    if (hedge != Hedge::kStated) hedges[key] = std::string(NameOf(hedge));
    claims.push_back(std::move(key));
  }
  std::sort(claims.begin(), claims.end());
  json["claims"] = std::move(claims);
  json["hedges"] = std::move(hedges);
  return json;
}

// -- Whether one descends from the other --------------------------------------

Json CompareDocument::RecordJson(const SourceOrReport& record) const {
  const EventIndex event = EventOf(record);
  if (discretion_.Hides(event)) return nullptr;
  return std::string(view_.KeyOf(event));
}

Json CompareDocument::WayJson(ReportId from, ReportId on) const {
  struct Step {
    SourceOrReport of;
    Upstream upstream;
  };
  // By what it leads to; searched breadth first.
  absl::flat_hash_map<EventIndex, Step> steps;
  std::vector<SourceOrReport> pending = {from};
  const EventIndex target = EventOf(on);
  for (size_t i = 0; i < pending.size() && !steps.contains(target); ++i) {
    const SourceOrReport of = pending[i];
    const std::vector<Upstream> upstream =
        std::visit([this](auto id) { return view_.UpstreamOf(id); }, of);
    for (const Upstream& one : upstream) {
      const EventIndex reached = EventOf(one.upstream);
      if (reached == EventOf(from) ||
          !steps.emplace(reached, Step{of, one}).second) {
        continue;
      }
      pending.push_back(one.upstream);
    }
  }
  if (!steps.contains(target)) return nullptr;
  std::vector<Json> path;
  for (EventIndex reached = target; reached != EventOf(from);) {
    const Step& step = steps.at(reached);
    path.push_back({{"of", RecordJson(step.of)},
                    {"on", RecordJson(step.upstream.upstream)},
                    {"how", std::string(NameOf(step.upstream.how))},
                    {"declared", !step.upstream.decided_by}});
    if (step.upstream.decided_by) {
      path.back()["event"] = step.upstream.decided_by->value();
    }
    reached = EventOf(step.of);
  }
  std::reverse(path.begin(), path.end());
  return {{"from", RecordJson(from)},
          {"on", RecordJson(on)},
          {"path", std::move(path)}};
}

absl::StatusOr<Json> CompareDocument::DeclaredJson(ReportId a,
                                                   ReportId b) const {
  Json way = WayJson(a, b);
  return way.is_null() ? WayJson(b, a) : way;
}

absl::StatusOr<std::string> CompareDocument::TextOf(ReportId report) const {
  ASSIGN_OR_RETURN(const Event event, CurrentEvent(opened_.log(), view_,
                                                   EventIndex(report.value())));
  const auto* record = std::get_if<Report>(&event.record);
  if (record == nullptr) return absl::DataLossError("not a report");
  return ReportLinks::TextOf(*record, opened_.contents());
}

absl::StatusOr<Json> CompareDocument::TextJson(ReportId a, ReportId b) const {
  ASSIGN_OR_RETURN(const std::string first, TextOf(a));
  ASSIGN_OR_RETURN(const std::string second, TextOf(b));
  if (first.empty() || second.empty()) return Json();
  const Winnowing winnowing;
  const absl::StatusOr<Fingerprints> of_first =
      FingerprintText(first, winnowing);
  const absl::StatusOr<Fingerprints> of_second =
      FingerprintText(second, winnowing);
  // A text that cannot be folded is like no other.
  if (!of_first.ok() || !of_second.ok()) return Json();
  Json passages = Json::array();
  for (const SharedPassage& passage :
       FindSharedPassages(*of_first, *of_second, winnowing.gram_words)) {
    if (passage.words <= winnowing.gram_words) continue;  // one gram alone
    const ByteRange range = passage.first;
    passages.push_back(
        {{"a", {range.begin, range.end}},
         {"b", {passage.second.begin, passage.second.end}},
         {"text", first.substr(range.begin, range.end - range.begin)}});
  }
  const absl::flat_hash_set<uint64_t> hashes_a = HashesOf(*of_first);
  const absl::flat_hash_set<uint64_t> hashes_b = HashesOf(*of_second);
  return Json{{"containment_a_in_b", Containment(hashes_a, hashes_b)},
              {"containment_b_in_a", Containment(hashes_b, hashes_a)},
              {"passages", std::move(passages)}};
}

absl::StatusOr<Json> CompareDocument::Compare(ReportId a, ReportId b) {
  const std::vector<Saying> first = SayingsOf(a);
  const std::vector<Saying> second = SayingsOf(b);
  Json json = {{"a", RecordJson(a)},      {"b", RecordJson(b)},
               {"agree", Json::array()},  {"disagree", Json::array()},
               {"only_a", Json::array()}, {"only_b", Json::array()}};
  std::vector<bool> is_met(second.size(), false);
  for (const Saying& one : first) {
    ASSIGN_OR_RETURN(const Json said, SayingJson(one));
    bool is_alone = true;
    for (size_t i = 0; i < second.size(); ++i) {
      const Related related = RelationOf(one, second[i]);
      if (related.relation == Relation::kUnrelated) continue;
      is_alone = false;
      is_met[i] = true;
      const bool differ = related.relation == Relation::kConflicts ||
                          related.relation == Relation::kDiffers;
      ASSIGN_OR_RETURN(Json other, SayingJson(second[i]));
      json[differ ? "disagree" : "agree"].push_back(
          {{"a", said},
           {"b", std::move(other)},
           {"relation", std::string(NameOf(related.relation))},
           {"reason", related.reason}});
    }
    if (is_alone) json["only_a"].push_back(said);
  }
  for (size_t i = 0; i < second.size(); ++i) {
    if (is_met[i]) continue;
    ASSIGN_OR_RETURN(Json said, SayingJson(second[i]));
    json["only_b"].push_back(std::move(said));
  }
  ASSIGN_OR_RETURN(json["dependence"]["declared"], DeclaredJson(a, b));
  ASSIGN_OR_RETURN(json["dependence"]["text"], TextJson(a, b));
  const auto title = [this](ReportId report) -> Json {
    const std::string text = view_.report(report).title;
    return text.empty() ? Json() : Json(text);
  };
  json["a_title"] = title(a);
  json["b_title"] = title(b);
  return json;
}

}  // namespace attest
