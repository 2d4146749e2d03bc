#include "engine/interchange/stix_objects.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/corroboration/verdict.h"
#include "engine/interchange/stix_times.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// When this mapping was laid down: what is the same in all bundles never
// changes without a new identifier.
absl::Time Laid() {
  return absl::FromCivil(absl::CivilDay(2026, 11, 22), absl::UTCTimeZone());
}

const std::string& ExtensionId() {
  static const auto& id =
      *new std::string(StixIds::OfAll("extension-definition", "facts-1"));
  return id;
}

const std::string& AttestId() {
  static const auto& id =
      *new std::string(StixIds::OfAll("identity", "attest"));
  return id;
}

const std::string& RestrictedId() {
  static const auto& id =
      *new std::string(StixIds::OfAll("marking-definition", "restricted"));
  return id;
}

constexpr const char* kSchema =
    "Properties, all optional but record and extension_type. record: what the "
    "object is of: source, entity, report, statement, claim or bundle. key: of "
    "that record in the case; a key that begins with # stands for one that is "
    "withheld. kind: of a source or entity. verdict: how well the statement "
    "stands, one of corroborated, likely, single_line, contested, circular, "
    "unsupported, retracted. lines_low, lines_best, lines_high: independent "
    "ways from an origin to it, counted strictly, at best and generously. "
    "opposing_lines: the same against it, at best. log_position: the events of "
    "the case that were weighed. subject, predicate, object or value, valid, "
    "place: what the statement says, entities by key, valid as an EDTF date. "
    "claims: who said it in which report, with stance, hedge, speakers nearest "
    "to the report first, quote and citation. conflicts_with_refs: objects of "
    "this "
    "bundle that cannot hold together with it; denied_in_refs: those that tell "
    "of denials of what includes it, or of the same with another date or "
    "place; claims_elsewhere: how many more claims of it count. Of a claim: "
    "real_ends: ends of valid that are no mere first and last seen; method, "
    "method_version: how it was read from its report; ratings: by scheme; "
    "rests_on: the claims that it was concluded from; counts: why it does not. "
    "published: EDTF, as given; "
    "published_is: how the property published of a report is to be read: "
    "instant, day, latest possible, retrieved, recorded. derived_from: what a "
    "report or source comes from, and how. names: further names. members: the "
    "keys of entities that were found to be one. withheld: why a source has no "
    "name. left_out, reworded: counts of what a bundle does not have, or has "
    "in other words. what: that which "
    "is counted; count: how many. root: of the log at that position, base64. "
    "Of a source: part_of: the key of the source that it belongs to; entity, "
    "entity_ref: the entity that it is. Of a report: publisher_ref; author, "
    "language and retrieved as given. Of an opinion or note: speaker_ref: who "
    "says it. coordinates: the key of the statement that a location is drawn "
    "by. In claims: report_ref; speakers with source_ref, name, basis of their "
    "knowledge and what they said; original: nothing of it was taken over; "
    "counts: why it does not; rests_on: the claims that it was concluded from; "
    "as_stated: the words for a date or number. In derived_from: how, and "
    "upstream_ref where the bundle has it. In names: lang, script. In value: "
    "exact, at_least, at_most, about, range, low, high, best and unit of a "
    "number, a text where it is beyond 2^53 - 1; lat, lon, radius_m and "
    "fallback of a point.";
// I-JSON (RFC 7493), which STIX is, has no integers beyond.
void SpellLargeNumbers(StixJson& value) {
  constexpr int64_t kMost = (int64_t{1} << 53) - 1;
  if (value.is_structured()) {
    for (StixJson& part : value) SpellLargeNumbers(part);
  } else if (value.is_number_unsigned()) {
    const auto number = value.get<uint64_t>();
    if (number > static_cast<uint64_t>(kMost)) value = absl::StrCat(number);
  } else if (value.is_number_integer()) {
    const auto number = value.get<int64_t>();
    if (number > kMost || number < -kMost) value = absl::StrCat(number);
  }
}

}  // namespace

StixJson StixHead(const std::string& id, absl::Time created,
                  absl::Time modified, const std::string& created_by) {
  StixJson object;
  object["type"] = id.substr(0, id.find("--"));
  object["spec_version"] = "2.1";
  object["id"] = id;
  SetStixText("created_by_ref", created_by, object);
  object["created"] = StixTime(created);
  object["modified"] = StixTime(std::max(created, modified));
  return object;
}

void SetStixText(absl::string_view name, const std::string& text,
                 StixJson& object) {
  if (!text.empty()) object[std::string(name)] = text;
}

void SetStixList(absl::string_view name, const std::vector<std::string>& texts,
                 StixJson& object) {
  StixJson list = StixJson::array();
  absl::flat_hash_set<absl::string_view> known;
  for (const std::string& text : texts) {
    if (!text.empty() && known.insert(text).second) list.push_back(text);
  }
  if (!list.empty()) object[std::string(name)] = std::move(list);
}

StixJson StixFacts(absl::string_view record, const std::string& key) {
  StixJson facts;
  facts["extension_type"] = "property-extension";
  facts["record"] = std::string(record);
  SetStixText("key", key, facts);
  return facts;
}

void AddFigures(const Figures& figures, uint64_t position, StixJson& facts) {
  facts["verdict"] = std::string(NameOf(figures.verdict));
  facts["lines_low"] = figures.lines.low;
  facts["lines_best"] = figures.lines.best;
  facts["lines_high"] = figures.lines.high;
  facts["opposing_lines"] = figures.opposing_lines.best;
  facts["log_position"] = position;
}

void SetFacts(StixJson facts, StixJson& object) {
  SpellLargeNumbers(facts);
  object["extensions"][ExtensionId()] = std::move(facts);
}

std::string VerdictLabel(Verdict verdict) {
  return absl::StrReplaceAll(NameOf(verdict), {{"_", "-"}});
}

StixJson StixOfAttest() {
  StixJson object = StixHead(AttestId(), Laid(), Laid(), "");
  object["name"] = "Attest";
  object["description"] =
      "The program that keeps cases of claims and weighs them.";
  object["identity_class"] = "system";
  return object;
}

StixJson StixExtensionDefinition() {
  StixJson object = StixHead(ExtensionId(), Laid(), Laid(), AttestId());
  object["name"] = "Attest facts";
  object["description"] =
      "What a case of Attest says of an object: who said what in which report, "
      "and how well it stands. Without it a relationship reads as a fact, "
      "which nothing here is.";
  object["schema"] = kSchema;
  object["version"] = "1.0.0";
  object["extension_types"] = StixJson::array({"property-extension"});
  return object;
}

StixJson StixRestrictedMarking() {
  StixJson object;
  object["type"] = "marking-definition";
  object["spec_version"] = "2.1";
  object["id"] = RestrictedId();
  object["created_by_ref"] = AttestId();
  object["created"] = StixTime(Laid());
  object["definition_type"] = "statement";
  object["definition"]["statement"] =
      "Restricted in the case that it comes from: to be passed on to nobody "
      "without asking there.";
  return object;
}

std::string StixCaseId(const StixIds& ids) {
  return ids.OfOwn("identity", "case");
}

StixJson StixOfCase(const StixIds& ids, const ExportOrigin& origin,
                    absl::Time begun, absl::Time modified) {
  StixJson object = StixHead(StixCaseId(ids), begun, modified, "");
  object["name"] = absl::StrCat("Attest case ", origin.origin);
  object["description"] =
      "A case of claims by many sources. What it says of them is no statement "
      "of its own.";
  object["identity_class"] = "system";
  return object;
}

absl::Status StixBundle::Begin(const std::string& id) {
  return write_(absl::StrCat("{\"type\":\"bundle\",\"id\":\"", id, "\""));
}

absl::Status StixBundle::Add(StixJson object) {
  if (marks_) {
    object["object_marking_refs"] = StixJson::array({RestrictedId()});
  }
  RETURN_IF_ERROR(write_(counts_.empty() ? ",\"objects\":[\n" : ",\n"));
  ++counts_[object["type"].get<std::string>()];
  return write_(
      object.dump(-1, ' ', false, StixJson::error_handler_t::replace));
}

absl::Status StixBundle::End() {
  return write_(counts_.empty() ? "}\n" : "\n]}\n");
}

}  // namespace attest
