#include "engine/log/recover.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "engine/log/case_files.h"
#include "engine/log/content_store.h"
#include "engine/log/durable_file.h"
#include "engine/log/event_codec.h"
#include "engine/log/head_file.h"
#include "engine/log/random_bytes.h"
#include "engine/log/recoverable_events.h"
#include "engine/merkle/hash.h"
#include "engine/model/contents_of.h"
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
  // Which event names which content.
  std::vector<std::pair<uint64_t, Hash>> contents;
  std::optional<absl::Time> first_recorded_at;
};

void Note(uint64_t index, const Event& event, Survey& survey) {
  if (!survey.first_recorded_at.has_value()) {
    survey.first_recorded_at = event.recorded_at;
  }
  VisitReferences(event, [&survey](EventIndex reference) {
    survey.refs.push_back(reference.value());
  });
  VisitContents(event, [&](const Content& content) {
    survey.contents.emplace_back(index, Hash{content.sha256});
  });
  if (const auto* closed = std::get_if<FileClosed>(&event.record)) {
    survey.files.emplace_back(closed->first.value(), index);
  }
}

bool IsOfTheOldTree(const Event& event) {
  return event.type() == RecordType::kKeyRotation ||
         event.type() == RecordType::kTimestamp;
}

absl::StatusOr<Survey> ReadAll(RecoverableEvents& events,
                               const RecoverOptions& options,
                               RecoverReport& report) {
  Survey survey;
  survey.fates.assign(report.expected, Fate::kLost);
  Event event;
  for (uint64_t index = 0; index < report.expected; ++index) {
    if (options.progress && index % kProgressEvents == 0) {
      options.progress(index, report.expected);
    }
    const absl::StatusOr<RecoverableEvent> found = events.Read(index);
    if (found.ok()) {
      const absl::Status decoded = DecodeEvent(found->bytes, &event);
      if (absl::IsFailedPrecondition(decoded)) return decoded;
      if (decoded.ok()) {
        // What was said of the old tree and its key is not true of a new one.
        survey.fates[index] =
            IsOfTheOldTree(event) ? Fate::kDropped : Fate::kKept;
        report.unchecked += found->is_checked ? 0 : 1;
        Note(index, event, survey);
      }
    }
    survey.begins.push_back(survey.refs.size());
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

absl::Status CopyEvents(RecoverableEvents& events, const Survey& survey,
                        const std::vector<Event>& recovery, EventLog& log) {
  ASSIGN_OR_RETURN(const std::unique_ptr<BulkAppend> bulk,
                   log.BeginBulk(survey.fates.size() + recovery.size(),
                                 {.recorded_at = RecordedAt::kKept}));
  for (const Event& event : recovery) RETURN_IF_ERROR(bulk->Add(event));
  const std::vector<uint64_t> new_indexes = NewIndexes(survey, recovery.size());
  absl::Time last = recovery.front().recorded_at;
  events.Rewind();
  Event event;
  for (uint64_t old = 0; old < survey.fates.size(); ++old) {
    if (survey.fates[old] != Fate::kKept) continue;
    ASSIGN_OR_RETURN(const RecoverableEvent found, events.Read(old));
    RETURN_IF_ERROR(DecodeEvent(found.bytes, &event));
    Renumber(new_indexes, event);
    // Of events that could not be checked the times may disagree.
    last = std::max(last, event.recorded_at);
    event.recorded_at = last;
    const uint64_t redacted_by =
        found.redacted_by.value_or(kNowhere) < new_indexes.size()
            ? new_indexes[*found.redacted_by]
            : kNowhere;
    RETURN_IF_ERROR(redacted_by == kNowhere
                        ? bulk->Add(event)
                        : bulk->AddLeft(event, EventIndex(redacted_by)));
  }
  return bulk->Finish().status();
}

// Copies what the events that are kept name. What none of them does may be what
// a redaction has taken out, or was about to.
absl::Status CopyContents(const CaseFiles& files, const Survey& survey,
                          const ContentStore& to, RecoverReport& report) {
  const ContentStore from(files.contents());
  absl::flat_hash_set<Hash> named;
  for (const auto& [index, hash] : survey.contents) {
    if (survey.fates[index] == Fate::kKept) named.insert(hash);
  }
  absl::Status failed;
  RETURN_IF_ERROR(
      from.CheckAll([&](const Content& content, const absl::Status& status) {
        if (!status.ok() || !failed.ok()) return;
        if (!named.contains(Hash{content.sha256})) return;
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
                 VisitContents(event, [&](const Content& content) {
                   if (seen.insert(Hash{content.sha256}).second &&
                       !contents.Check(content).ok()) {
                     report.missing_contents.push_back(content);
                   }
                 });
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

  ASSIGN_OR_RETURN(const std::unique_ptr<RecoverableEvents> events,
                   RecoverableEvents::Open(files, CaseFiles(fresh).salvage(),
                                           SizeOfHead(files, report.origin),
                                           options.progress));
  report.expected = events->size();
  ASSIGN_OR_RETURN(Survey survey, ReadAll(*events, options, report));
  DropDependents(survey);
  DropClosings(survey);
  ListFates(survey, report);

  const ContentStore contents(CaseFiles(fresh).contents(), create.file_hook);
  RETURN_IF_ERROR(CopyContents(files, survey, contents, report));
  const absl::Time now = create.clock();
  const absl::Time begin =
      std::min(now, survey.first_recorded_at.value_or(now));
  RETURN_IF_ERROR(CopyEvents(
      *events, survey, RecoveryEvents(report, options, begin, now), *log));
  ListMissingContents(*log, contents, report);
  return report;
}

}  // namespace attest
