// Lines whose key is there already: in the case, or in the file.

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/ingest/case_file.h"
#include "engine/ingest/derived_id.h"
#include "engine/ingest/same_line.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

bool IsAmendable(RecordType type) {
  return type == RecordType::kSource || type == RecordType::kReport ||
         type == RecordType::kEntity;
}

}  // namespace

// The line read once more, as an event with indexes of the case, which can be
// compared with what the case has.
absl::StatusOr<Event> CaseFile::WithExistingIndexes(const JsonValue& root,
                                                    const Event& event) {
  LineErrors unused;
  unused.Begin("");
  ParsedLine parsed;
  id_mode_ = IdMode::kExistingIndexes;
  ParseRecord(root, {}, *this, unused, parsed);
  id_mode_ = IdMode::kHandles;
  RETURN_IF_ERROR(status_);
  Record record = event.record;
  Report* const report = ReportIn(parsed.event.record);
  const Report* const read = ReportIn(record);
  if (report != nullptr && read != nullptr) {
    report->file = read->file;
    report->text = read->text;
  }
  return std::move(parsed.event);
}

// The line at `offset`, which has been read before.
absl::StatusOr<ParsedLine> CaseFile::ReadElsewhere(uint64_t offset) {
  Line line;
  ASSIGN_OR_RETURN(const bool got, other_lines_.ReadAt(offset, line));
  if (!got || other_json_.Parse(line.text)) return Changed();
  LineErrors unused;
  unused.Begin(line.text);
  ParsedLine parsed;
  ParseRecord(other_json_.root(), {}, *this, unused, parsed);
  RETURN_IF_ERROR(status_);
  if (Report* const report = ReportIn(parsed.event.record)) {
    SetKnownContents(parsed, offset, *report);
  }
  return parsed;
}

// The column of `field` in the line that defines `key`, which may set it.
absl::StatusOr<uint64_t> CaseFile::ColumnOf(KeyHandle key,
                                            absl::string_view field) {
  Line line;
  ASSIGN_OR_RETURN(const bool got,
                   other_lines_.ReadAt(keys_.entry(key).location, line));
  if (!got || other_json_.Parse(line.text)) return Changed();
  const JsonValue* place = &other_json_.root();
  for (const JsonValue& member : JsonChildren(other_json_.root())) {
    if (member.name == field) place = &member;
    if (member.name != "set" || member.type != JsonType::kObject) continue;
    for (const JsonValue& set : JsonChildren(member)) {
      if (set.name == field) place = &set;
    }
  }
  LineErrors errors;
  errors.Begin(line.text);
  errors.Add(place->offset, FieldPath{.name = field}, {});
  return errors.errors().front().column;
}

absl::Status CaseFile::CompareWithExisting(LineState& state,
                                           ParsedLine& parsed) {
  const KeyEntry entry = keys_.entry(*state.key);
  const EventIndex index(entry.location);
  const KeyOrigin origin =
      parsed.has_key ? KeyOrigin::kGiven : KeyOrigin::kDerived;
  const RecordType type = parsed.event.type();
  if (entry.type != type) {
    AddError(parsed.key_offset, "id",
             {"a key that is in the case as something else",
              WithArticle(NameOf(type)), WithArticle(NameOf(entry.type)), ""});
    return CommitErrors(state);
  }
  ASSIGN_OR_RETURN(const Event line,
                   WithExistingIndexes(json_.root(), parsed.event));
  ASSIGN_OR_RETURN(const Event current, existing_.Current(index));
  const bool amends = options_.amend && IsAmendable(type);
  bool same = SameLine(line, current, origin);
  if (!same && !amends) {
    ASSIGN_OR_RETURN(const Event defined, existing_.Get(index));
    same = SameLine(line, defined, origin);
  }
  if (!same && amends && line.withheld == Withheld::kNo) {
    return Amend(state, parsed, line, current);
  }
  if (same) {
    ++reading_.already_present;
    return absl::OkStatus();
  }
  AddError(parsed.key_offset, "id",
           {"a key that is in the case with other content",
            QuotedForMessage(parsed.event.key),
            type == RecordType::kClaim ? "another key: claims are never amended"
                                       : "another key, or --amend",
            ""});
  return CommitErrors(state);
}

// Makes the line an amendment of what is in the case.
absl::Status CaseFile::Amend(LineState& state, ParsedLine& parsed,
                             const Event& line, const Event& current) {
  std::vector<std::string> fields =
      DifferingFields(current, line, parsed.stated);
  if (fields.empty()) {
    ++reading_.already_present;
    return absl::OkStatus();
  }
  const KeyHandle target = *state.key;
  CheckAmendedFields(parsed, current, fields);
  if (!errors_.empty()) return CommitErrors(state);
  Event amendment;
  amendment.record = AmendmentTo(
      parsed.event, TargetOf(parsed.event.type(), target).value_or(Target()),
      std::move(fields));
  // Amending back and forth makes equal amendments, each meant.
  for (uint64_t repetition = 0;; ++repetition) {
    ASSIGN_OR_RETURN(const std::string key,
                     DerivedKey(
                         amendment,
                         [this](EventIndex index) {
                           return absl::StatusOr<std::string>(keys_.key(
                               static_cast<KeyHandle>(index.value())));
                         },
                         repetition));
    state.key = Resolve(key);
    RETURN_IF_ERROR(status_);
    KeyEntry& entry = keys_.entry(*state.key);
    if (entry.state == KeyState::kExisting) continue;
    if (entry.state != KeyState::kUnknown && entry.line != state.number) {
      ++reading_.already_present;
      return absl::OkStatus();
    }
    entry.state = KeyState::kDefined;
    entry.location = state.line.offset;
    entry.line = state.number;
    entry.type = RecordType::kAmendment;
    break;
  }
  parsed.target = target;
  Accept(state, parsed);
  return absl::OkStatus();
}

void CaseFile::CheckAmendedFields(const ParsedLine& parsed,
                                  const Event& current,
                                  const std::vector<std::string>& fields) {
  const auto* report = std::get_if<Report>(&current.record);
  for (const std::string& field : fields) {
    if (field == "kind" && current.type() == RecordType::kEntity) {
      AddError(parsed.key_offset, "kind",
               {"the kind of an entity cannot be amended", "", "", ""});
    } else if (report != nullptr && field == "file" && report->file) {
      AddError(parsed.files.file->offset, "file",
               {"the report has a file already", "", "", ""});
    } else if (report != nullptr && field == "text" && report->text) {
      AddError(parsed.key_offset, "text",
               {"the report has a text already", "", "", ""});
    }
  }
}

absl::Status CaseFile::CompareWithEarlier(const LineState& state,
                                          const ParsedLine& parsed) {
  const KeyEntry& entry = keys_.entry(*state.key);
  bool same = false;
  if (entry.state == KeyState::kDefined && entry.type == parsed.event.type()) {
    ASSIGN_OR_RETURN(const ParsedLine earlier, ReadElsewhere(entry.location));
    same = SameLine(parsed.event, earlier.event,
                    parsed.has_key ? KeyOrigin::kGiven : KeyOrigin::kDerived);
  }
  if (same) {
    ++reading_.already_present;
    if (options_.set_rejects_aside) {
      repetitions_.push_back({*state.key, {state.line.offset, state.number}});
    }
    return absl::OkStatus();
  }
  AddError(parsed.key_offset, "id",
           {absl::StrCat("a key defined twice with other content, first in "
                         "line ",
                         entry.line, ":"),
            QuotedForMessage(parsed.event.key), "", ""});
  return absl::OkStatus();
}

}  // namespace attest
