#include "engine/log/recover.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "engine/log/case_files.h"
#include "engine/log/content_store.h"
#include "engine/log/damaged_store.h"
#include "engine/log/durable_file.h"
#include "engine/log/event_codec.h"
#include "engine/log/head_file.h"
#include "engine/log/random_bytes.h"
#include "engine/log/redaction_purge.h"
#include "engine/merkle/hash.h"
#include "engine/model/references.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr uint64_t kProgressEvents = 1 << 16;
// What one Recovery event lists: it must stay below kEventBytesLimit.
constexpr size_t kListedAtOnce = 2000;
constexpr uint64_t kNowhere = ~uint64_t{0};

enum class Fate : uint8_t { kKept, kLost, kDropped };

// What the damaged log's events are and what becomes of each.
struct Survey {
  std::vector<Fate> fates;
  // The references of event i are refs[begins[i], begins[i + 1]).
  std::vector<uint64_t> refs;
  std::vector<size_t> begins = {0};
  std::vector<std::pair<uint64_t, uint64_t>> files;  // first event, closing one
  std::optional<absl::Time> first_recorded_at;
};

// The leaf hash of an event, if its tile is there.
class LeafHashReader {
 public:
  explicit LeafHashReader(const DamagedStore& store) : store_(store) {}

  std::optional<Hash> Of(uint64_t index) {
    if (index / kTileWidth != tile_index_) {
      tile_index_ = index / kTileWidth;
      tile_ = store_.ReadTile({.index = tile_index_}).value_or("");
    }
    const size_t offset = index % kTileWidth * Hash::kSize;
    if (tile_.size() < offset + Hash::kSize) return std::nullopt;
    const absl::StatusOr<Hash> hash =
        Hash::FromBytes(absl::string_view(tile_).substr(offset, Hash::kSize));
    if (!hash.ok()) return std::nullopt;
    return *hash;
  }

 private:
  const DamagedStore& store_;
  uint64_t tile_index_ = kNowhere;
  std::string tile_;
};

// What stands in the place of redacted events, until the redaction, which
// comes later, says that it put it there.
class RedactedEvents {
 public:
  // False when `bytes` do not say that a redaction put them there.
  bool Take(uint64_t index, absl::string_view bytes) {
    const std::optional<uint64_t> by = RedactedBy(bytes);
    if (!by.has_value() || *by <= index) return false;
    waiting_[index] = {*by, Sha256(bytes)};
    return true;
  }

  void Confirm(uint64_t redaction, absl::string_view bytes) {
    for (const Replaced& one : ReplacedBy(bytes)) {
      const auto waiting = waiting_.find(one.event);
      if (waiting != waiting_.end() && waiting->second.first == redaction &&
          waiting->second.second.bytes == one.sha256) {
        waiting_.erase(waiting);
      }
    }
  }

  [[nodiscard]] std::vector<uint64_t> unconfirmed() const {
    std::vector<uint64_t> indexes;
    for (const auto& [index, by] : waiting_) indexes.push_back(index);
    return indexes;
  }

 private:
  absl::flat_hash_map<uint64_t, std::pair<uint64_t, Hash>> waiting_;
};

void Note(uint64_t index, const Event& event, Survey& survey) {
  if (!survey.first_recorded_at.has_value()) {
    survey.first_recorded_at = event.recorded_at;
  }
  VisitReferences(event, [&survey](EventIndex reference) {
    survey.refs.push_back(reference.value());
  });
  if (const auto* closed = std::get_if<FileClosed>(&event.record)) {
    survey.files.emplace_back(closed->first.value(), index);
  }
}

bool IsOfTheOldTree(const Event& event) {
  return event.type() == RecordType::kKeyRotation ||
         event.type() == RecordType::kTimestamp;
}

absl::StatusOr<Survey> ReadAll(DamagedStore& store,
                               const RecoverOptions& options,
                               RecoverReport& report) {
  Survey survey;
  survey.fates.assign(report.expected, Fate::kLost);
  LeafHashReader leaf_hashes(store);
  RedactedEvents redacted;
  Event event;
  for (uint64_t index = 0; index < report.expected; ++index) {
    if (options.progress && index % kProgressEvents == 0) {
      options.progress(index, report.expected);
    }
    const absl::StatusOr<absl::string_view> bytes = store.ReadEvent(index);
    const std::optional<Hash> leaf_hash = leaf_hashes.Of(index);
    const bool matches = bytes.ok() && (!leaf_hash.has_value() ||
                                        *leaf_hash == HashLeaf(*bytes));
    if (matches || (bytes.ok() && redacted.Take(index, *bytes))) {
      const absl::Status decoded = DecodeEvent(*bytes, &event);
      if (absl::IsFailedPrecondition(decoded)) return decoded;
      if (decoded.ok()) {
        // What was said of the old tree and its key is not true of a new one.
        survey.fates[index] =
            IsOfTheOldTree(event) ? Fate::kDropped : Fate::kKept;
        report.unchecked += leaf_hash.has_value() ? 0 : 1;
        Note(index, event, survey);
        if (matches && event.type() == RecordType::kRedaction) {
          redacted.Confirm(index, *bytes);
        }
      }
    }
    survey.begins.push_back(survey.refs.size());
  }
  for (const uint64_t index : redacted.unconfirmed()) {
    survey.fates[index] = Fate::kLost;
  }
  return survey;
}

bool NamesWhatIsNotKept(const Survey& survey, uint64_t index) {
  const auto begin = survey.refs.begin();
  return std::any_of(begin + static_cast<ptrdiff_t>(survey.begins[index]),
                     begin + static_cast<ptrdiff_t>(survey.begins[index + 1]),
                     [&survey](uint64_t reference) {
                       return reference >= survey.fates.size() ||
                              survey.fates[reference] != Fate::kKept;
                     });
}

// Drops what names something lost, until nothing does. References mostly lead
// backwards, so that two rounds are the rule.
void DropDependents(Survey& survey) {
  for (bool changed = true; changed;) {
    changed = false;
    for (uint64_t index = 0; index < survey.fates.size(); ++index) {
      if (survey.fates[index] != Fate::kKept ||
          !NamesWhatIsNotKept(survey, index)) {
        continue;
      }
      survey.fates[index] = Fate::kDropped;
      changed = true;
    }
  }
}

// A file that is not whole is not closed.
void DropClosings(Survey& survey) {
  for (const auto& [first, close] : survey.files) {
    if (survey.fates[close] != Fate::kKept) continue;
    const auto begin = survey.fates.begin();
    const bool whole =
        first <= close &&
        std::all_of(begin + static_cast<ptrdiff_t>(first),
                    begin + static_cast<ptrdiff_t>(close),
                    [](Fate fate) { return fate == Fate::kKept; });
    if (!whole) survey.fates[close] = Fate::kDropped;
  }
}

void ListFates(const Survey& survey, RecoverReport& report) {
  for (uint64_t index = 0; index < survey.fates.size(); ++index) {
    switch (survey.fates[index]) {
      case Fate::kKept:
        ++report.recovered;
        break;
      case Fate::kDropped:
        report.dropped.push_back(index);
        break;
      case Fate::kLost:
        if (!report.lost.empty() && report.lost.back().second == index) {
          report.lost.back().second = index + 1;
        } else {
          report.lost.emplace_back(index, index + 1);
        }
        break;
    }
  }
}

template <class T>
std::vector<T> Part(const std::vector<T>& all, size_t part) {
  const size_t begin = std::min(all.size(), part * kListedAtOnce);
  const size_t end = std::min(all.size(), begin + kListedAtOnce);
  return {all.begin() + static_cast<ptrdiff_t>(begin),
          all.begin() + static_cast<ptrdiff_t>(end)};
}

// The events that say where the new log comes from; together they list
// everything that is missing.
std::vector<Event> RecoveryEvents(const RecoverReport& report,
                                  const RecoverOptions& options,
                                  absl::Time recorded_at, absl::Time now) {
  std::vector<Event> events;
  const size_t most = std::max(report.lost.size(), report.dropped.size());
  const size_t parts =
      std::max<size_t>(1, (most + kListedAtOnce - 1) / kListedAtOnce);
  for (size_t part = 0; part < parts; ++part) {
    events.push_back({.recorded_at = recorded_at,
                      .by = options.by,
                      .record = Recovery{.origin = report.origin,
                                         .expected = report.expected,
                                         .lost = Part(report.lost, part),
                                         .dropped = Part(report.dropped, part),
                                         .recovered_at = now}});
  }
  return events;
}

// Where each kept event stands in the new log.
std::vector<uint64_t> NewIndexes(const Survey& survey, uint64_t begin) {
  std::vector<uint64_t> indexes(survey.fates.size(), kNowhere);
  for (uint64_t old = 0; old < survey.fates.size(); ++old) {
    if (survey.fates[old] == Fate::kKept) indexes[old] = begin++;
  }
  return indexes;
}

void Renumber(const std::vector<uint64_t>& new_indexes, Event& event) {
  RemapReferences(event, [&new_indexes](EventIndex old) {
    return EventIndex(new_indexes[old.value()]);
  });
  if (event.closed_by.has_value()) {
    const uint64_t close = event.closed_by->value();
    event.closed_by.reset();
    if (close < new_indexes.size() && new_indexes[close] != kNowhere) {
      event.closed_by = EventIndex(new_indexes[close]);
    }
  }
  if (auto* closed = std::get_if<FileClosed>(&event.record)) {
    closed->first = EventIndex(new_indexes[closed->first.value()]);
  }
}

absl::Status CopyEvents(DamagedStore& store, const Survey& survey,
                        const std::vector<Event>& recovery, EventLog& log) {
  ASSIGN_OR_RETURN(const std::unique_ptr<BulkAppend> bulk,
                   log.BeginBulk(survey.fates.size() + recovery.size(),
                                 {.recorded_at = RecordedAt::kKept}));
  for (const Event& event : recovery) RETURN_IF_ERROR(bulk->Add(event));
  const std::vector<uint64_t> new_indexes = NewIndexes(survey, recovery.size());
  absl::Time last = recovery.front().recorded_at;
  store.Rewind();
  Event event;
  for (uint64_t old = 0; old < survey.fates.size(); ++old) {
    if (survey.fates[old] != Fate::kKept) continue;
    ASSIGN_OR_RETURN(const absl::string_view bytes, store.ReadEvent(old));
    RETURN_IF_ERROR(DecodeEvent(bytes, &event));
    Renumber(new_indexes, event);
    // Of events that could not be checked the times may disagree.
    last = std::max(last, event.recorded_at);
    event.recorded_at = last;
    RETURN_IF_ERROR(bulk->Add(event));
  }
  return bulk->Finish().status();
}

// What a redaction was about to remove stays behind.
absl::Status CopyContents(const CaseFiles& files, const ContentStore& to,
                          RecoverReport& report) {
  const ContentStore from(files.contents());
  absl::flat_hash_set<Hash> redacted;
  const absl::StatusOr<std::optional<RedactionNote>> note =
      ReadRedactionNote(files);
  if (note.ok() && note->has_value()) {
    for (const Content& content : (*note)->contents) {
      redacted.insert(Hash{content.sha256});
    }
  }
  absl::Status failed;
  RETURN_IF_ERROR(
      from.CheckAll([&](const Content& content, const absl::Status& status) {
        if (!status.ok() || !failed.ok()) return;
        if (redacted.contains(Hash{content.sha256})) return;
        const absl::StatusOr<Content> copied = to.PutFile(from.PathOf(content));
        if (copied.ok()) ++report.contents;
        failed = copied.status();
      }));
  return failed;
}

void ListMissingContents(const EventLog& log, const ContentStore& contents,
                         RecoverReport& report) {
  absl::flat_hash_set<Hash> seen;
  const absl::Status scanned =
      log.Scan(EventIndex(0), EventIndex(log.size()),
               [&](EventIndex, const Event& event) {
                 const auto* record = std::get_if<Report>(&event.record);
                 if (record == nullptr) return absl::OkStatus();
                 for (const auto* content : {&record->file, &record->text}) {
                   if (content->has_value() &&
                       seen.insert(Hash{(*content)->sha256}).second &&
                       !contents.Check(**content).ok()) {
                     report.missing_contents.push_back(**content);
                   }
                 }
                 return absl::OkStatus();
               });
  scanned.IgnoreError();
}

// The size that the damaged log's head speaks of; 0 when there is none.
uint64_t SizeOfHead(const CaseFiles& files, const std::string& origin) {
  const absl::StatusOr<VerifierKey> key = ReadVerifierKey(files);
  if (!key.ok()) return 0;
  const absl::StatusOr<HeadSlots> slots = ReadHead(files.head(), origin, *key);
  return slots.ok() ? slots->head.checkpoint.tree_size : 0;
}

}  // namespace

absl::StatusOr<RecoverReport> Recover(const std::string& damaged,
                                      const std::string& fresh,
                                      const RecoverOptions& options) {
  const CaseFiles files(damaged);
  RecoverReport report;
  const absl::StatusOr<std::string> origin = ReadFormat(files);
  if (absl::IsFailedPrecondition(origin.status())) return origin.status();
  std::error_code error;
  if (!origin.ok() && !std::filesystem::is_directory(files.database(), error)) {
    return absl::NotFoundError(absl::StrCat("there is no case in ", damaged));
  }
  report.origin = origin.value_or("");

  CreateOptions create = options.create;
  if (create.origin.empty() && !report.origin.empty()) {
    ASSIGN_OR_RETURN(const std::string suffix, RandomHex(4));
    create.origin = absl::StrCat(report.origin, "/recovered-", suffix);
  }
  // Keys that were withheld or taken out are known by it again.
  constexpr size_t kSecretBytes = 32;
  const absl::StatusOr<std::string> secret =
      ReadWholeFile(files.secret(), kSecretBytes);
  if (create.secret.empty() && secret.ok() && secret->size() == kSecretBytes) {
    create.secret = *secret;
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                   EventLog::Create(fresh, create));
  report.new_origin = log->origin();

  ASSIGN_OR_RETURN(
      const std::unique_ptr<DamagedStore> store,
      DamagedStore::Open(files.database(), CaseFiles(fresh).salvage()));
  report.expected =
      std::max(store->event_count(), SizeOfHead(files, report.origin));
  ASSIGN_OR_RETURN(Survey survey, ReadAll(*store, options, report));
  DropDependents(survey);
  DropClosings(survey);
  ListFates(survey, report);

  const ContentStore contents(CaseFiles(fresh).contents(), create.file_hook);
  RETURN_IF_ERROR(CopyContents(files, contents, report));
  const absl::Time now = create.clock();
  const absl::Time begin =
      std::min(now, survey.first_recorded_at.value_or(now));
  RETURN_IF_ERROR(CopyEvents(
      *store, survey, RecoveryEvents(report, options, begin, now), *log));
  ListMissingContents(*log, contents, report);
  return report;
}

}  // namespace attest
