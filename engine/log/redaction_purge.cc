#include "engine/log/redaction_purge.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/log/content_store.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_reader.h"
#include "engine/log/log_check.h"
#include "engine/merkle/hash.h"
#include "engine/model/contents_of.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxNoteBytes = size_t{64} << 20;

std::string Unfinished(const CaseFiles& files) {
  return absl::StrCat(files.redaction(), ".new");
}

absl::Status Damaged(const CaseFiles& files) {
  return absl::DataLossError(absl::StrCat(
      files.redaction(),
      " is damaged: a redaction that was not finished cannot be gone on with"));
}

std::optional<Content> ContentOf(const Json& json) {
  if (!json.is_object() || !json.contains("sha256") ||
      !json["sha256"].is_string() || !json.contains("size_bytes") ||
      !json["size_bytes"].is_number_unsigned()) {
    return std::nullopt;
  }
  const auto hash = Hash::FromHex(json["sha256"].get<std::string>());
  if (!hash.ok()) return std::nullopt;
  return Content{.sha256 = hash->bytes,
                 .size_bytes = json["size_bytes"].get<uint64_t>()};
}

// A name of `kDerivedFiles`, or of one that was not finished.
bool IsDerived(const std::string& name) {
  for (const absl::string_view derived : kDerivedFiles) {
    if (name == derived || absl::StartsWith(name, absl::StrCat(derived, "."))) {
      return true;
    }
  }
  return false;
}

// The contents that events name. DataLoss when an event cannot be read.
absl::StatusOr<absl::flat_hash_set<Hash>> NamedContents(
    const EventStore& store) {
  ASSIGN_OR_RETURN(const uint64_t events, store.EventCount());
  absl::flat_hash_set<Hash> named;
  EventReader reader(store, 0, events);
  Event event;
  for (uint64_t index = 0; index < events; ++index) {
    ASSIGN_OR_RETURN(const absl::string_view bytes, reader.Next());
    RETURN_IF_ERROR(AboutEvent(index, DecodeEvent(bytes, &event)));
    VisitContents(event, [&named](const Content& content) {
      named.insert(Hash{content.sha256});
    });
  }
  return named;
}

}  // namespace

absl::Status RemoveDerived(const CaseFiles& files, const FileHook& hook) {
  std::error_code error;
  std::vector<std::string> paths;
  for (std::filesystem::directory_iterator entry(files.directory(), error), end;
       !error && entry != end; entry.increment(error)) {
    if (IsDerived(entry->path().filename().string())) {
      paths.push_back(entry->path().string());
    }
  }
  if (error) return FileError(error.value(), "read", files.directory());
  for (const std::string& path : paths) {
    RETURN_IF_ERROR(RemoveFile(path, hook));
  }
  std::filesystem::remove_all(files.bulk(), error);
  if (error) return FileError(error.value(), "remove", files.bulk());
  return SyncDirectory(files.directory(), hook);
}

absl::Status WriteRedactionNote(const CaseFiles& files,
                                const RedactionNote& note,
                                const FileHook& hook) {
  Json json = {{"redaction", note.redaction},
               {"begin", note.begin},
               {"end", note.end},
               {"events", note.events},
               {"contents", Json::array()}};
  for (const Content& content : note.contents) {
    json["contents"].push_back({{"sha256", Hash{content.sha256}.ToHex()},
                                {"size_bytes", content.size_bytes}});
  }
  const std::string path = Unfinished(files);
  const absl::Status removed = RemoveFile(path, {});
  if (!removed.ok() && !absl::IsNotFound(removed)) return removed;
  RETURN_IF_ERROR(WriteNewFile(path, json.dump() + "\n", 0600, hook));
  return RenameFile(path, files.redaction(), hook);
}

bool HasRedactionNote(const CaseFiles& files) {
  std::error_code error;
  return std::filesystem::exists(files.redaction(), error) ||
         std::filesystem::exists(Unfinished(files), error);
}

absl::StatusOr<std::optional<RedactionNote>> ReadRedactionNote(
    const CaseFiles& files) {
  const absl::StatusOr<std::string> text =
      ReadWholeFile(files.redaction(), kMaxNoteBytes);
  if (absl::IsNotFound(text.status())) return std::optional<RedactionNote>();
  if (!text.ok()) return text.status();
  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  RedactionNote note;
  if (!json.is_object()) return Damaged(files);
  const std::pair<const char*, uint64_t*> numbers[] = {
      {"redaction", &note.redaction},
      {"begin", &note.begin},
      {"end", &note.end}};
  for (const auto& [name, number] : numbers) {
    if (!json.contains(name) || !json[name].is_number_unsigned()) {
      return Damaged(files);
    }
    *number = json[name].get<uint64_t>();
  }
  if (note.begin >= note.end || note.end > note.redaction ||
      !json.contains("contents") || !json["contents"].is_array()) {
    return Damaged(files);
  }
  if (json.contains("events")) {
    if (!json["events"].is_array()) return Damaged(files);
    for (const Json& event : json["events"]) {
      if (!event.is_number_unsigned() ||
          event.get<uint64_t>() - note.begin >= note.end - note.begin) {
        return Damaged(files);
      }
      note.events.push_back(event.get<uint64_t>());
    }
  }
  for (const Json& content : json["contents"]) {
    const std::optional<Content> read = ContentOf(content);
    if (!read) return Damaged(files);
    note.contents.push_back(*read);
  }
  return std::optional<RedactionNote>(std::move(note));
}

bool IsRedactionUnfinished(const CaseFiles& files, uint64_t events) {
  if (!HasRedactionNote(files)) return false;
  const absl::StatusOr<std::optional<RedactionNote>> note =
      ReadRedactionNote(files);
  if (!note.ok()) return true;
  return note->has_value() && (*note)->redaction < events;
}

bool IsRedactionUnderWay(const CaseFiles& files, uint64_t index) {
  const absl::StatusOr<std::optional<RedactionNote>> note =
      ReadRedactionNote(files);
  return note.ok() && note->has_value() && (*note)->redaction <= index;
}

absl::Status CheckUnsignedRedactions(const CaseFiles& files,
                                     const EventStore& store, uint64_t begin,
                                     uint64_t end) {
  EventReader reader(store, begin, end);
  Event event;
  for (uint64_t index = begin; index < end; ++index) {
    ASSIGN_OR_RETURN(const absl::string_view bytes, reader.Next());
    RETURN_IF_ERROR(AboutEvent(index, DecodeEvent(bytes, &event)));
    if (event.type() == RecordType::kRedaction &&
        !IsRedactionUnderWay(files, index)) {
      return absl::DataLossError(absl::StrCat(
          "event ", index,
          " is a redaction that the signed head does not speak of, and none is "
          "under way: it was not made with the key of the case"));
    }
  }
  return absl::OkStatus();
}

absl::Status PurgeRedacted(const CaseFiles& files, const RedactionNote& note,
                           EventStore& store, const FileHook& hook) {
  RETURN_IF_ERROR(RemoveDerived(files, hook));
  RETURN_IF_ERROR(store.PurgeOverwritten(note.begin, note.end));
  const ContentStore contents(files.contents(), hook);
  for (const Content& content : note.contents) {
    RETURN_IF_ERROR(contents.Remove(content));
  }
  // What an `add` or a redaction that was killed has stored may hold the same
  // words.
  ASSIGN_OR_RETURN(const absl::flat_hash_set<Hash> named, NamedContents(store));
  RETURN_IF_ERROR(contents.RemoveAllBut(named));
  RETURN_IF_ERROR(contents.Sweep());
  return RemoveRedactionNote(files, hook);
}

absl::Status RemoveRedactionNote(const CaseFiles& files, const FileHook& hook) {
  for (const std::string& path : {Unfinished(files), files.redaction()}) {
    const absl::Status removed = RemoveFile(path, hook);
    if (!removed.ok() && !absl::IsNotFound(removed)) return removed;
  }
  return SyncDirectory(files.directory(), hook);
}

}  // namespace attest
