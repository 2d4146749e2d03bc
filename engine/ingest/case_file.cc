// The file as a whole; case_file_lines.cc has the single line.

#include "engine/ingest/case_file.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kWindowBytes = size_t{4} << 20;
constexpr size_t kOtherWindowBytes = size_t{256} << 10;
constexpr size_t kMaxFoldedTextBytes = size_t{64} << 20;
// So many keys are looked at, over a whole file, to find ones that somebody
// may have meant; comparing one closely counts as several.
constexpr size_t kSuggestionBudget = 5'000'000;
constexpr size_t kMaxRingKeysShown = 8;

}  // namespace

CaseFile::CaseFile(const ExistingCase& existing, const ReaderOptions& options,
                   std::string name, InputFile file, FolderFiles folder)
    : existing_(existing),
      options_(options),
      file_(std::move(file)),
      folder_(std::move(folder)),
      lines_(file_, kWindowBytes, kMaxLineBytes),
      other_lines_(file_, kOtherWindowBytes, kMaxLineBytes),
      texts_(kMaxFoldedTextBytes),
      suggestion_budget_(kSuggestionBudget) {
  reading_.name = std::move(name);
}

absl::StatusOr<FileReading> CaseFile::Read(EarlyEvents* early) {
  if (options_.set_rejects_aside) RETURN_IF_ERROR(error_log_.KeepAll());
  // Hashed before the first line is read and again after the last is emitted:
  // what changes in between is found.
  ASSIGN_OR_RETURN(const FileHash hash, HashFile(file_));
  reading_.sha256 = hash.sha256;
  reading_.size_bytes = hash.size_bytes;
  RETURN_IF_ERROR(BeginEarly(early, hash.full_lines));
  RETURN_IF_ERROR(ReadAllLines());
  RETURN_IF_ERROR(ReadPutOffLines());
  RETURN_IF_ERROR(RejectRings());
  if (error_log_.count() > 0) WithdrawEarly();
  if (options_.set_rejects_aside) {
    RETURN_IF_ERROR(RejectDependents());
    RETURN_IF_ERROR(RejectRepetitions());
    reading_.rejected = error_log_.CountLines();
  }
  std::sort(reading_.redactions.begin(), reading_.redactions.end(),
            [](const RedactionLine& a, const RedactionLine& b) {
              return a.line < b.line;
            });
  reading_.errors = error_log_.First();
  reading_.error_count = error_log_.count();
  if (reading_.error_count == 0 || options_.set_rejects_aside) {
    RETURN_IF_ERROR(PlanEmission());
  }
  return reading_;
}

absl::Status CaseFile::ReadAllLines() {
  LineState state;
  uint64_t offset = 0;
  uint64_t full_lines = 0;
  while (true) {
    ASSIGN_OR_RETURN(const bool got, lines_.ReadAt(offset, state.line));
    if (!got) break;
    offset = lines_.next_offset();
    ++reading_.lines;
    if (reading_.lines > std::numeric_limits<uint32_t>::max() ||
        keys_.is_full()) {
      return absl::ResourceExhaustedError(
          absl::StrCat(reading_.name, ": more lines than one file may have"));
    }
    if (absl::StripAsciiWhitespace(state.line.text).empty()) continue;
    state.number = static_cast<uint32_t>(reading_.lines);
    state.key.reset();
    RETURN_IF_ERROR(ReadLine(state));
    if (handed_out_ != ++full_lines) WithdrawEarly();
  }
  return absl::OkStatus();
}

absl::Status CaseFile::ReadPutOffLines() {
  LineState state;
  state.pass = Pass::kPutOff;
  for (const LinePlace& put_off : put_off_) {
    ASSIGN_OR_RETURN(const bool got, lines_.ReadAt(put_off.offset, state.line));
    if (!got) return Changed();
    state.number = put_off.number;
    state.key.reset();
    RETURN_IF_ERROR(ReadLine(state));
  }
  return absl::OkStatus();
}

// Only lines that were put off can close a ring within the file; amendments
// close one with what is in the case.
absl::Status CaseFile::RejectRings() {
  RETURN_IF_ERROR(AddExistingParents());
  std::vector<std::pair<uint32_t, uint32_t>> edges;
  for (const auto& [source, parent] : parents_) {
    if (parent.key) edges.emplace_back(source, *parent.key);
  }
  std::sort(edges.begin(), edges.end());
  for (const std::vector<uint32_t>& ring : FindRings(edges)) {
    RETURN_IF_ERROR(RejectRing(ring, "part_of"));
  }
  if (put_off_.empty()) return absl::OkStatus();
  for (const std::vector<uint32_t>& ring : FindRings(premises_)) {
    RETURN_IF_ERROR(RejectRing(ring, "rests_on"));
  }
  return absl::OkStatus();
}

absl::Status CaseFile::AddExistingParents() {
  std::vector<KeyHandle> parents;
  for (const auto& [source, parent] : parents_) {
    if (parent.key) parents.push_back(*parent.key);
  }
  while (!parents.empty()) {
    const KeyHandle source = parents.back();
    parents.pop_back();
    const KeyEntry entry = keys_.entry(source);
    if (entry.state != KeyState::kExisting || parents_.contains(source)) {
      continue;
    }
    ASSIGN_OR_RETURN(const Event event,
                     existing_.Current(EventIndex(entry.location)));
    const auto* record = std::get_if<Source>(&event.record);
    if (record == nullptr || !record->part_of) continue;
    ASSIGN_OR_RETURN(const std::string key,
                     existing_.KeyOf(EventIndex(record->part_of->value())));
    const KeyHandle parent = Resolve(key);
    RETURN_IF_ERROR(status_);
    parents_[source] = {.key = parent, .line = std::nullopt};
    parents.push_back(parent);
  }
  return absl::OkStatus();
}

// Rejects the first of the lines that close the ring; without it there is
// none.
absl::Status CaseFile::RejectRing(std::vector<uint32_t> ring,
                                  absl::string_view field) {
  const auto line_of = [&](KeyHandle member) -> std::optional<KeyHandle> {
    return field == "part_of" ? parents_.at(member).line : member;
  };
  const auto number_of = [&](KeyHandle member) {
    const std::optional<KeyHandle> line = line_of(member);
    return line ? keys_.entry(*line).line
                : std::numeric_limits<uint32_t>::max();
  };
  const auto first = std::min_element(
      ring.begin(), ring.end(),
      [&](KeyHandle a, KeyHandle b) { return number_of(a) < number_of(b); });
  std::rotate(ring.begin(), first, ring.end());
  const std::optional<KeyHandle> line = line_of(ring.front());
  if (!line) return absl::OkStatus();
  InputError error;
  error.field = std::string(field);
  error.what = absl::StrCat("a ring of \"", field, "\":");
  for (size_t i = 0; i < ring.size() && i < kMaxRingKeysShown; ++i) {
    absl::StrAppend(&error.got, QuotedForMessage(keys_.key(ring[i])), " > ");
  }
  if (ring.size() > kMaxRingKeysShown) {
    absl::StrAppend(&error.got, "(", ring.size() - kMaxRingKeysShown,
                    " more) > ");
  }
  absl::StrAppend(&error.got, QuotedForMessage(keys_.key(ring.front())));
  ASSIGN_OR_RETURN(error.column, ColumnOf(*line, field));
  return RejectLine(*line, std::move(error));
}

// Rejects the line that defines `key` although nothing is wrong within it.
absl::Status CaseFile::RejectLine(KeyHandle key, InputError error) {
  KeyEntry& entry = keys_.entry(key);
  entry.state = KeyState::kBad;
  entry.is_new = false;
  error.file = reading_.name;
  error.line = entry.line;
  std::vector<InputError> errors = {std::move(error)};
  return error_log_.Add(entry.location, errors, 1);
}

// Rejects what names a rejected line, and what names that, and so on.
absl::Status CaseFile::RejectDependents() {
  std::vector<KeyHandle> rejected;
  keys_.Visit([&](KeyHandle key) {
    if (keys_.entry(key).state == KeyState::kBad) rejected.push_back(key);
    return true;
  });
  if (rejected.empty()) return absl::OkStatus();
  std::vector<std::pair<KeyHandle, KeyHandle>> uses;  // of, by
  for (KeyHandle line : new_lines_) {
    if (!keys_.entry(line).is_new) continue;
    ASSIGN_OR_RETURN(const std::vector<Reference> references,
                     ReferencesOf(line));
    for (const Reference& reference : references) {
      if (keys_.entry(reference.key).state != KeyState::kExisting) {
        uses.emplace_back(reference.key, line);
      }
    }
  }
  std::sort(uses.begin(), uses.end());
  while (!rejected.empty()) {
    const KeyHandle key = rejected.back();
    rejected.pop_back();
    auto use =
        std::lower_bound(uses.begin(), uses.end(), std::pair(key, KeyHandle{}));
    for (; use != uses.end() && use->first == key; ++use) {
      if (!keys_.entry(use->second).is_new) continue;
      InputError error;
      error.what = "it names a line that is set aside:";
      error.got = QuotedForMessage(keys_.key(key));
      RETURN_IF_ERROR(RejectLine(use->second, std::move(error)));
      rejected.push_back(use->second);
    }
  }
  return absl::OkStatus();
}

// Rejects lines that repeat a rejected one: nothing of it is there.
absl::Status CaseFile::RejectRepetitions() {
  for (const Repetition& repetition : repetitions_) {
    if (keys_.entry(repetition.key).state != KeyState::kBad) continue;
    --reading_.already_present;
    InputError error;
    error.file = reading_.name;
    error.line = repetition.line.number;
    error.what = "it repeats a line that is set aside:";
    error.got = QuotedForMessage(keys_.key(repetition.key));
    std::vector<InputError> errors = {std::move(error)};
    RETURN_IF_ERROR(error_log_.Add(repetition.line.offset, errors, 1));
  }
  return absl::OkStatus();
}

absl::Status CaseFile::CommitErrors(const LineState& state) {
  if (state.key) {
    KeyEntry& entry = keys_.entry(*state.key);
    if (entry.state == KeyState::kDefined && entry.line == state.number) {
      entry.state = KeyState::kBad;
    }
  }
  for (InputError& error : errors_.errors()) {
    error.file = reading_.name;
    error.line = state.number;
  }
  return error_log_.Add(state.line.offset, errors_.errors(), errors_.count());
}

absl::Status CaseFile::VisitRejects(
    absl::FunctionRef<absl::Status(const RejectedLine&)> visit) {
  return error_log_.VisitLines(
      [&](uint64_t offset, std::vector<InputError> errors) -> absl::Status {
        Line line;
        ASSIGN_OR_RETURN(const bool got, lines_.ReadAt(offset, line));
        RejectedLine rejected;
        rejected.line = errors.front().line;
        if (got) rejected.text = std::string(line.text);
        rejected.errors = std::move(errors);
        return visit(rejected);
      });
}

KeyHandle CaseFile::Resolve(absl::string_view key) {
  const auto [handle, is_new] = keys_.Intern(key);
  if (!is_new || !status_.ok()) return handle;
  const absl::StatusOr<std::optional<KnownRecord>> known = existing_.Find(key);
  if (!known.ok()) {
    status_ = known.status();
  } else if (*known) {
    KeyEntry& entry = keys_.entry(handle);
    entry.state = KeyState::kExisting;
    entry.location = (*known)->index.value();
    entry.type = (*known)->type;
    entry.entity_kind = (*known)->entity_kind;
    entry.has_kind = true;
  }
  return handle;
}

uint64_t CaseFile::IdOf(KeyHandle key) {
  // No index of the case, whatever the key is.
  static constexpr uint64_t kNotInCase = uint64_t{1} << 62;
  const KeyEntry& entry = keys_.entry(key);
  const bool exists = entry.state == KeyState::kExisting;
  switch (id_mode_) {
    case IdMode::kHandles:
      return key;
    case IdMode::kExistingIndexes:
      return exists ? entry.location : kNotInCase | key;
    case IdMode::kFinalIndexes:
      break;
  }
  if (exists) return entry.location;
  if (!entry.is_new) {
    status_ = Changed();
  }
  return first_.value() + entry.position;
}

std::optional<RecordType> CaseFile::TypeOf(KeyHandle key) {
  const KeyEntry& entry = keys_.entry(key);
  if (entry.state == KeyState::kUnknown) return std::nullopt;
  return entry.type;
}

const Predicate* CaseFile::PredicateOf(KeyHandle key) {
  const auto found = predicates_.find(key);
  if (found != predicates_.end()) return &found->second;
  const KeyEntry& entry = keys_.entry(key);
  if (entry.state != KeyState::kExisting ||
      entry.type != RecordType::kPredicate || !status_.ok()) {
    return nullptr;
  }
  const absl::StatusOr<Event> event = existing_.Get(EventIndex(entry.location));
  if (!event.ok()) {
    status_ = event.status();
    return nullptr;
  }
  const auto* predicate = std::get_if<Predicate>(&event->record);
  if (predicate == nullptr) return nullptr;
  return &(predicates_[key] = *predicate);
}

}  // namespace attest
