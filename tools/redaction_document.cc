#include "tools/redaction_document.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/audit/trace.h"
#include "engine/hand_outs.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"
#include "tools/counted.h"

namespace attest {
namespace {

// Which event that is; no key of what is sealed.
Json RecordJson(EventIndex index, const Event& event,
                const Discretion& discretion) {
  const bool hidden = discretion.HidesEvent(index, event);
  Json json = {{"event", index.value()},
               {"type", std::string(NameOf(event.type()))},
               {"key", hidden ? Json() : TextOrNull(event.key)}};
  if (hidden) json["withheld"] = "sealed";
  return json;
}

// "event 7  claim clm:7"; what closes a file has no key.
std::string RecordText(const Json& record) {
  std::string text = absl::StrCat("event ", record["event"].get<uint64_t>(),
                                  "  ", record["type"].get<std::string>());
  if (!record["key"].is_null()) {
    absl::StrAppend(&text, " ", record["key"].get<std::string>());
  } else if (record.contains("withheld")) {
    absl::StrAppend(&text, " (sealed)");
  }
  return text;
}

}  // namespace

absl::Status AddPlan(const Case& opened, const Discretion& discretion,
                     const RedactionPlan& plan, Json& document) {
  Json replaced = Json::array();
  for (const EventIndex index : plan.replaced) {
    ASSIGN_OR_RETURN(const Event event, opened.log().Get(index));
    replaced.push_back(RecordJson(index, event, discretion));
  }
  // A sealed record can be redacted by a file, and its name must not be shown.
  const bool sealed =
      std::any_of(plan.targets.begin(), plan.targets.end(),
                  [&](EventIndex target) { return discretion.Hides(target); });
  Json stands = Json::array();
  for (const Mention& mention : plan.mentions) {
    ASSIGN_OR_RETURN(const Event event, opened.log().Get(mention.event));
    Json json = RecordJson(mention.event, event, discretion);
    json["field"] = mention.field;
    json["name"] = sealed ? Json() : Json(mention.name);
    if (mention.bytes) {
      json["bytes"] = {mention.bytes->first, mention.bytes->second};
    }
    stands.push_back(std::move(json));
  }
  document["replaced"] = std::move(replaced);
  document["contents_removed"] = plan.contents.size();
  document["still_stands"] = std::move(stands);
  document["still_stands_count"] = plan.mention_count;
  document["not_searched"] = plan.not_searched;
  Json hashes = Json::array();
  for (const EventIndex index : plan.hashes_of_keys) {
    ASSIGN_OR_RETURN(const Event event, opened.log().Get(index));
    hashes.push_back(RecordJson(index, event, discretion));
  }
  document["hashes_of_keys"] = std::move(hashes);
  return absl::OkStatus();
}

absl::Status AddRedacted(const Case& opened, const Discretion& discretion,
                         const Redacted& redacted, Json& document) {
  document["events_appended"] = redacted.kept.size() + redacted.keys.size();
  document["first_index"] = redacted.FirstEvent().value();
  document["redaction"] = redacted.first.value();
  Json kept = Json::array();
  for (const KeptDependence& one : redacted.kept) {
    ASSIGN_OR_RETURN(const Event event, opened.log().Get(one.event));
    const bool hidden = discretion.HidesEvent(one.event, event);
    kept.push_back({{"event", one.event.value()},
                    {"from", hidden ? Json() : Json(one.from)},
                    {"on", hidden ? Json() : Json(one.on)}});
  }
  document["dependences"] = std::move(kept);
  document["keys"] = redacted.keys;
  Json verdicts = Json::array();
  for (const ChangedVerdict& changed : redacted.changed) {
    verdicts.push_back(
        {{"statement", changed.statement},
         {"from", std::string(NameOf(changed.from))},
         {"to", changed.to ? Json(std::string(NameOf(*changed.to))) : Json()}});
  }
  document["verdicts"] = std::move(verdicts);
  return absl::OkStatus();
}

absl::Status AddHandOuts(const Case& opened,
                         absl::Span<const EventIndex> events, uint64_t through,
                         Json& document) {
  ASSIGN_OR_RETURN(const std::vector<HandedOut> all,
                   ReadHandOuts(opened.directory()));
  Json json = Json::array();
  for (const HandedOut& one : all) {
    const bool held =
        std::any_of(events.begin(), events.end(),
                    [&](EventIndex event) { return one.Has(event); });
    if (!held || one.position > through) continue;
    json.push_back({{"at", FormatRfc3339(one.at)},
                    {"what", one.what},
                    {"to", one.to},
                    {"by", one.by},
                    {"position", one.position}});
  }
  document["handed_out"] = std::move(json);
  return absl::OkStatus();
}

std::string HandOutsText(const Json& document) {
  std::string text;
  for (const Json& one : document["handed_out"]) {
    const auto to = one["to"].get<std::string>();
    absl::StrAppend(&text, "went out before, and holds it: ",
                    one["what"].get<std::string>(), " to ",
                    to.empty() ? "standard output" : to, " by ",
                    one["by"].get<std::string>(), " at ",
                    one["at"].get<std::string>(), "\n");
  }
  return text;
}

std::string RedactionText(const Json& document) {
  std::string text;
  const bool dry_run = document["dry_run"].get<bool>();
  const std::string contents =
      Counted(document["contents_removed"].get<uint64_t>(), "content");
  absl::StrAppend(&text, dry_run ? "would redact " : "redacted ",
                  Counted(document["replaced"].size(), "event"),
                  dry_run ? " and remove " : " and removed ", contents);
  if (!dry_run) {
    const auto first = document["redaction"].get<uint64_t>();
    const auto count = document["keys"].size();
    absl::StrAppend(&text, count == 1 ? ", by event " : ", by events ", first);
    if (count > 1) absl::StrAppend(&text, " to ", first + count - 1);
  }
  absl::StrAppend(&text, "\n");
  for (const Json& event : document["replaced"]) {
    absl::StrAppend(&text, "  ", RecordText(event), "\n");
  }
  if (!document["still_stands"].empty()) {
    absl::StrAppend(
        &text, "a name still stands in ",
        Counted(document["still_stands_count"].get<uint64_t>(), "other place"),
        "\n");
  }
  for (const Json& mention : document["still_stands"]) {
    absl::StrAppend(&text, "  ", RecordText(mention), "  ",
                    mention["field"].get<std::string>(), ": ",
                    mention["name"].is_null()
                        ? "(sealed)"
                        : mention["name"].get<std::string>());
    if (mention.contains("bytes")) {
      absl::StrAppend(&text, " [bytes ", mention["bytes"][0].get<uint64_t>(),
                      "-", mention["bytes"][1].get<uint64_t>(), "]");
    }
    absl::StrAppend(&text, "\n");
  }
  if (const auto not_searched = document["not_searched"].get<uint64_t>();
      not_searched > 0) {
    absl::StrAppend(&text, Counted(not_searched, "file"),
                    " of reports that are no text were searched for the bytes "
                    "of a name alone\n");
  }
  const Json& hashes = document["hashes_of_keys"];
  if (!hashes.empty()) {
    absl::StrAppend(&text,
                    "whoever guesses a key that is taken out can tell "
                    "by the keys of ",
                    Counted(hashes.size(), "other record"),
                    ", which are hashes of it among other things; redact these "
                    "as well to take them out\n");
  }
  for (const Json& record : hashes) {
    absl::StrAppend(&text, "  ", RecordText(record), "\n");
  }
  if (document.contains("dependences")) {
    for (const Json& one : document["dependences"]) {
      const bool sealed = one["from"].is_null();
      absl::StrAppend(
          &text, "only their texts showed that ",
          sealed ? "a sealed report" : one["from"].get<std::string>(),
          " repeats ", sealed ? "another" : one["on"].get<std::string>(),
          ": event ", one["event"].get<uint64_t>(), " decides it now\n");
    }
  }
  if (document.contains("verdicts")) {
    for (const Json& changed : document["verdicts"]) {
      absl::StrAppend(
          &text, "verdict of ", changed["statement"].get<std::string>(), ": ",
          changed["from"].get<std::string>(), " -> ",
          changed["to"].is_null() ? "nothing says it any more"
                                  : changed["to"].get<std::string>(),
          "\n");
    }
  }
  text += HandOutsText(document);
  return text;
}

}  // namespace attest
