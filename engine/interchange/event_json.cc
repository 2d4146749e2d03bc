#include "engine/interchange/event_json.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/audit/record_keys.h"
#include "engine/audit/trace.h"
#include "engine/interchange/case_line.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

absl::StatusOr<Json> EventJson(const EventLog& log, const View& now,
                               EventIndex index, const Discretion& discretion) {
  const RecordKeys keys(log, now);
  ASSIGN_OR_RETURN(const Event event, log.Get(index));
  ASSIGN_OR_RETURN(const Hash leaf_hash, log.LeafHash(index));
  const bool hidden = discretion.HidesEvent(index, event);
  Json json = {{"event", index.value()},
               {"type", std::string(NameOf(event.type()))},
               {"key", hidden ? Json() : TextOrNull(event.key)}};
  ASSIGN_OR_RETURN(json["by"], keys.RecordedBy(event));
  json["recorded_at"] = FormatRfc3339(event.recorded_at);
  json["reason"] = hidden ? Json() : TextOrNull(event.reason);
  json["leaf_hash"] = leaf_hash.ToHex();
  json["record"] = nullptr;
  if (hidden) {
    json["withheld"] = "sealed";
    return json;
  }
  ASSIGN_OR_RETURN(
      json["record"],
      CaseLine(
          event, [&](EventIndex record) { return keys.KeyOf(record); },
          NameContentByHash));
  return json;
}

absl::StatusOr<Json> ProvenEventJson(const ProvenEvent& proven) {
  Json json = {{"event", proven.index.value()},
               {"leaf_hash", proven.leaf_hash.ToHex()}};
  for (const char* name :
       {"type", "key", "by", "recorded_at", "reason", "record"}) {
    json[name] = nullptr;
  }
  if (proven.event.has_value()) {
    const Event& event = *proven.event;
    json["type"] = std::string(NameOf(event.type()));
    json["key"] = TextOrNull(event.key);
    json["by"] = TextOrNull(event.by);
    json["recorded_at"] = FormatRfc3339(event.recorded_at);
    json["reason"] = TextOrNull(event.reason);
    ASSIGN_OR_RETURN(json["record"],
                     CaseLine(
                         event,
                         [](EventIndex record) -> absl::StatusOr<std::string> {
                           return absl::StrCat("#", record.value());
                         },
                         NameContentByHash));
  }
  json["origin"] = proven.checkpoint.origin;
  json["tree_size"] = proven.checkpoint.tree_size;
  json["root"] = proven.checkpoint.root.ToBase64();
  return json;
}

absl::StatusOr<std::string> ProvenEventLine(const ProvenEvent& proven) {
  ASSIGN_OR_RETURN(const Json json, ProvenEventJson(proven));
  return absl::StrCat(json.dump(-1, ' ', false, Json::error_handler_t::replace),
                      "\n");
}

}  // namespace attest
