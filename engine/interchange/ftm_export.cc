#include "engine/interchange/ftm_export.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/interchange/ftm_model.h"
#include "engine/interchange/json_fields.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Write = absl::FunctionRef<absl::Status(absl::string_view)>;

constexpr absl::string_view kHeadings =
    "\"id\",\"entity_id\",\"canonical_id\",\"prop\",\"schema\",\"value\","
    "\"dataset\",\"lang\",\"original_value\",\"external\",\"first_seen\","
    "\"last_seen\",\"origin\"\n";

// Unlike those of a spreadsheet, cells are not kept from looking like formulas:
// a program reads them, to which +31 20 is a number to call.
void AppendCell(absl::string_view text, std::string& row) {
  row += row.empty() ? "\"" : ",\"";
  for (char c : text) {
    if (c == '"') row += '"';
    row += c;
  }
  row += '"';
}

std::string Row(const FtmStatement& statement) {
  std::string row;
  for (absl::string_view cell :
       {absl::string_view(statement.id), absl::string_view(statement.entity),
        absl::string_view(statement.canonical),
        absl::string_view(statement.property),
        absl::string_view(statement.schema), absl::string_view(statement.value),
        absl::string_view(statement.dataset), absl::string_view(statement.lang),
        absl::string_view(statement.original),
        absl::string_view(statement.is_external ? "t" : "f"),
        absl::string_view(statement.first_seen),
        absl::string_view(statement.last_seen),
        absl::string_view(statement.origin)}) {
    AppendCell(cell, row);
  }
  return row + "\n";
}

std::string ListJson(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const std::string& text : texts) {
    if (json.size() > 1) json += ',';
    AppendJsonString(text, json);
  }
  return json + "]";
}

// What an entity has, of all data sets together.
struct Gathered {
  std::map<std::string, std::vector<std::string>> properties;
  std::set<std::string> datasets;
  std::string first_seen;
  std::string last_seen;
  std::string record_name;
};

void Gather(const FtmOutgoingEntity& one, const FtmSchema& schema,
            Gathered& gathered, FtmSize& size) {
  for (const FtmStatement& statement : one.statements) {
    if (statement.is_external) continue;
    if (statement.origin == kFtmRecordOrigin) {
      if (statement.property == "name") gathered.record_name = statement.value;
      continue;
    }
    for (absl::string_view dataset :
         absl::StrSplit(statement.dataset, '+', absl::SkipEmpty())) {
      gathered.datasets.insert(std::string(dataset));
    }
    if (!statement.first_seen.empty() &&
        (gathered.first_seen.empty() ||
         statement.first_seen < gathered.first_seen)) {
      gathered.first_seen = statement.first_seen;
    }
    gathered.last_seen = std::max(gathered.last_seen, statement.last_seen);
    if (statement.property == "id") continue;
    if (FindFtmProperty(schema, statement.property) == nullptr) {
      ++size.without_property;
      continue;
    }
    std::vector<std::string>& values = gathered.properties[statement.property];
    if (std::find(values.begin(), values.end(), statement.value) ==
        values.end()) {
      values.push_back(statement.value);
    }
    ++size.statements;
  }
}

std::string EntityLine(const FtmOutgoingEntity& one, Gathered gathered) {
  if (!gathered.properties.contains("name") && !gathered.record_name.empty()) {
    gathered.properties["name"].push_back(gathered.record_name);
  }
  std::string properties = "{";
  for (const auto& [name, values] : gathered.properties) {
    if (properties.size() > 1) properties += ',';
    AppendJsonString(name, properties);
    absl::StrAppend(&properties, ":", ListJson(values));
  }
  properties += '}';
  if (gathered.datasets.empty()) gathered.datasets.insert("attest");
  return JsonFields()
      .Text("id", one.id)
      .Text("caption", one.caption)
      .Text("schema", one.schema)
      .Json("properties", properties)
      .Json("referents", ListJson(one.referents))
      .Json("datasets",
            ListJson({gathered.datasets.begin(), gathered.datasets.end()}))
      .Text("first_seen", gathered.first_seen)
      .Text("last_seen", gathered.last_seen)
      .Take();
}

}  // namespace

absl::StatusOr<FtmSize> ExportFtmStatements(FtmOutgoing& outgoing,
                                            Write write) {
  FtmSize size;
  RETURN_IF_ERROR(write(kHeadings));
  const auto write_one = [&](const FtmOutgoingEntity& one) -> absl::Status {
    ++size.entities;
    for (const FtmStatement& statement : one.statements) {
      ++size.statements;
      RETURN_IF_ERROR(write(Row(statement)));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(outgoing.Visit(write_one));
  return size;
}

absl::StatusOr<FtmSize> ExportFtmEntities(FtmOutgoing& outgoing, Write write) {
  FtmSize size;
  RETURN_IF_ERROR(
      outgoing.Visit([&](const FtmOutgoingEntity& one) -> absl::Status {
        const FtmSchema* const schema = FindFtmSchema(one.schema);
        if (schema == nullptr) return absl::OkStatus();
        Gathered gathered;
        Gather(one, *schema, gathered, size);
        // An edge that is only suggested is none.
        if (schema->use == FtmUse::kEdge && gathered.properties.empty()) {
          return absl::OkStatus();
        }
        ++size.entities;
        return write(EntityLine(one, std::move(gathered)) + "\n");
      }));
  size.proposed = outgoing.proposed();
  return size;
}

}  // namespace attest
