#include "tools/import_map.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/input_file.h"
#include "engine/ingest/json_line.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr uint64_t kMaxMapBytes = uint64_t{16} << 20;

absl::Status Wrong(const std::string& path, absl::string_view what,
                   absl::string_view want) {
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": error: ", what, ", want ", want));
}

absl::Status ReadNames(const std::string& path, const JsonValue& object,
                       std::map<std::string, std::string>& names) {
  if (object.type != JsonType::kObject) {
    return Wrong(path, absl::StrCat("\"", object.name, "\" is no object"),
                 "{\"their name\": \"our name\"}");
  }
  for (const JsonValue& name : JsonChildren(object)) {
    if (name.type != JsonType::kString) {
      return Wrong(path,
                   absl::StrCat("no name for ", QuotedForMessage(name.name)),
                   "a text");
    }
    names[std::string(name.name)] = std::string(name.text);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadText(const std::string& path) {
  absl::StatusOr<InputFile> file = InputFile::Open(path);
  if (!file.ok()) {
    return absl::Status(
        file.status().code(),
        absl::StrCat("--map: ", path, ": ", file.status().message()));
  }
  if (file->size_bytes() > kMaxMapBytes) {
    return Wrong(path, "a map of more than 16 MiB", "less");
  }
  std::string text(file->size_bytes(), '\0');
  ASSIGN_OR_RETURN(const size_t got, file->ReadAt(0, text.data(), text.size()));
  text.resize(got);
  return text;
}

}  // namespace

absl::StatusOr<ImportMap> ReadImportMap(const std::string& path) {
  ASSIGN_OR_RETURN(std::string text, ReadText(path));
  const size_t size = text.size();
  text.append(JsonParser::kPadding, ' ');
  JsonParser parser;
  const std::optional<JsonFault> fault =
      parser.Parse(absl::string_view(text).substr(0, size));
  constexpr absl::string_view kWant =
      "{\"headings\": {\"theirs\": \"ours\"}, \"predicates\": {\"theirs\": "
      "\"ours\"}, \"kinds\": {...}, \"sources\": {...}}";
  if (fault || parser.root().type != JsonType::kObject) {
    return Wrong(path, "not a JSON object", kWant);
  }
  ImportMap map;
  for (const JsonValue& part : JsonChildren(parser.root())) {
    if (part.name == "headings") {
      RETURN_IF_ERROR(ReadNames(path, part, map.headings));
    } else if (part.name == "predicates") {
      RETURN_IF_ERROR(ReadNames(path, part, map.predicates));
    } else if (part.name == "kinds") {
      RETURN_IF_ERROR(ReadNames(path, part, map.kinds));
    } else if (part.name == "sources") {
      RETURN_IF_ERROR(ReadNames(path, part, map.sources));
    } else {
      return Wrong(path,
                   absl::StrCat("unknown field ", QuotedForMessage(part.name)),
                   kWant);
    }
  }
  return map;
}

}  // namespace attest
