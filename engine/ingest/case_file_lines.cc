// One line of a file, from its bytes to what is known of it.

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/case_file.h"
#include "engine/ingest/derived_id.h"
#include "engine/ingest/field_reader.h"
#include "engine/ingest/same_line.h"
#include "engine/model/vocabulary.h"
#include "engine/status_macros.h"
#include "engine/text/suggestion.h"

namespace attest {
namespace {

// An event stays below 64 KiB as it is stored; this leaves room for what the
// log adds.
constexpr size_t kMaxEventBytes = size_t{60} << 10;
// A line of so few bytes makes no larger event, whatever it holds.
constexpr size_t kSurelySmallBytes = size_t{8} << 10;

// The bytes that lists take in an event beyond their texts.
size_t ListBytes(const Record& record) {
  if (const auto* claim = std::get_if<Claim>(&record)) {
    return 8 * claim->rests_on.size() + 40 * claim->attribution.size();
  }
  if (const auto* report = std::get_if<Report>(&record)) {
    return 24 * report->derived_from.size();
  }
  if (const auto* entity = std::get_if<Entity>(&record)) {
    return 40 * entity->names.size();
  }
  return 0;
}

// The bytes of the string `value` as `line` has it, escaped and in its quotes.
size_t StatedBytes(absl::string_view line, const JsonValue& value) {
  size_t end = size_t{value.offset} + 1;
  while (line[end] != '"') end += line[end] == '\\' ? 2 : 1;
  return end + 1 - value.offset;
}

bool SetsContent(const ReportFiles& files) {
  return files.file != nullptr || files.text != nullptr ||
         files.text_file != nullptr;
}

}  // namespace

absl::Status CaseFile::ReadLine(LineState& state) {
  errors_.Begin(state.line.text);
  if (state.line.is_too_long) {
    AddError(0, "",
             {"a line that is too long", "",
              absl::StrCat("at most ", kMaxLineBytes, " bytes"), ""});
    return CommitErrors(state);
  }
  if (const auto fault = json_.Parse(state.line.text)) {
    AddError(fault->offset, "", {fault->what, fault->got, fault->want, ""});
    return CommitErrors(state);
  }
  PrefetchKeys(json_.root());
  ParsedLine parsed;
  const bool has_type =
      ParseRecord(json_.root(),
                  {.allow_redactions = options_.allow_redactions,
                   .list_stated = options_.amend},
                  *this, errors_, parsed);
  RETURN_IF_ERROR(status_);
  if (!has_type) return CommitErrors(state);
  RETURN_IF_ERROR(ReadParsed(state, parsed));
  return early_ == nullptr ? absl::OkStatus() : HandOut(state, parsed);
}

// Fetches the entries of what may be keys in a line.
void CaseFile::PrefetchKeys(const JsonValue& root) const {
  static constexpr size_t kMostKeyBytes = 64;
  absl::InlinedVector<absl::string_view, 16> keys;
  for (uint32_t i = 1; i < root.tree_size; ++i) {
    const JsonValue& value = (&root)[i];
    if (value.type != JsonType::kString) continue;
    if (value.text.size() <= kMostKeyBytes) keys.push_back(value.text);
    if (keys.size() == keys.capacity()) break;
  }
  keys_.Prefetch(keys);
}

absl::Status CaseFile::ReadParsed(LineState& state, ParsedLine& parsed) {
  RegisterKey(state, parsed);
  RETURN_IF_ERROR(status_);
  bool put_off = parsed.is_incomplete;
  if (state.key) {
    const KeyEntry& entry = keys_.entry(*state.key);
    // It will be compared with a line that was put off.
    put_off = put_off || (entry.state == KeyState::kDefined &&
                          entry.was_deferred && entry.line != state.number);
  }
  if (put_off && state.pass == Pass::kFirst) {
    PutOff(state);
    return absl::OkStatus();
  }
  return Validate(state, parsed);
}

void CaseFile::PutOff(const LineState& state) {
  put_off_.push_back({state.line.offset, state.number});
  if (!state.key) return;
  KeyEntry& entry = keys_.entry(*state.key);
  if (entry.state == KeyState::kDefined && entry.line == state.number) {
    entry.was_deferred = true;
  }
}

void CaseFile::RegisterKey(LineState& state, ParsedLine& parsed) {
  const RecordType type = parsed.event.type();
  if (!parsed.has_key) {
    // What an amendment sets is not read before its target is known.
    const bool unread = type == RecordType::kAmendment && parsed.is_incomplete;
    if (type < RecordType::kClaim || !errors_.empty() || unread) return;
    // A hash of its target would outlive what it takes out.
    if (type == RecordType::kRedaction) return;
    DeriveKey(parsed, parsed.event);
  }
  state.key = Resolve(parsed.event.key);
  KeyEntry& entry = keys_.entry(*state.key);
  if (entry.state != KeyState::kUnknown) return;
  entry.state = KeyState::kDefined;
  entry.location = state.line.offset;
  entry.line = state.number;
  entry.type = type;
  if (const auto* entity = std::get_if<Entity>(&parsed.event.record)) {
    entry.entity_kind = entity->kind;
    // Of a line with errors the kind may be one of them.
    entry.has_kind = errors_.empty();
  }
}

void CaseFile::DeriveKey(const ParsedLine& parsed, Event& event) {
  const absl::StatusOr<std::string> key =
      DerivedKey(parsed.event, [this](EventIndex index) {
        return absl::StatusOr<std::string>(
            keys_.key(static_cast<KeyHandle>(index.value())));
      });
  if (key.ok()) {
    event.key = *key;
  } else {
    status_ = key.status();
  }
}

absl::Status CaseFile::Validate(LineState& state, ParsedLine& parsed) {
  CheckReferences(parsed);
  if (state.key) {
    for (const Reference& reference : parsed.references) {
      if (reference.key != *state.key) continue;
      AddError(reference.offset, reference.field,
               {"it names itself", "", "", ""});
    }
  }
  CheckSize(state, parsed);
  if (parsed.event.type() == RecordType::kRedaction) {
    return TakeRedaction(state, parsed);
  }
  RETURN_IF_ERROR(ReadContents(state, parsed));
  if (parsed.target) RETURN_IF_ERROR(CheckTargetContent(state, parsed));
  if (!errors_.empty() || !state.key) return Conclude(state, parsed);
  const KeyEntry& entry = keys_.entry(*state.key);
  if (parsed.event.withheld != Withheld::kRedacted &&
      existing_.IsRedactedKey(parsed.event.key)) {
    Warn(state, "redacted, in whole or in part, and not added again:",
         parsed.event.key);
    return absl::OkStatus();
  }
  if (entry.state != KeyState::kExisting && parsed.target) {
    ASSIGN_OR_RETURN(const bool redacted, IsRedacted(*parsed.target));
    if (redacted) {
      Warn(state,
           "what is redacted is not amended:", keys_.key(*parsed.target));
      return absl::OkStatus();
    }
  }
  if (entry.state == KeyState::kExisting) {
    return CompareWithExisting(state, parsed);
  }
  if (entry.line != state.number) {
    RETURN_IF_ERROR(CompareWithEarlier(state, parsed));
    return errors_.empty() ? absl::OkStatus() : CommitErrors(state);
  }
  return Conclude(state, parsed);
}

// Is `key` one of a record of the case that was redacted as a whole?
absl::StatusOr<bool> CaseFile::IsRedacted(KeyHandle key) const {
  const KeyEntry& entry = keys_.entry(key);
  if (entry.state != KeyState::kExisting) return false;
  ASSIGN_OR_RETURN(const Event event,
                   existing_.Get(EventIndex(entry.location)));
  return event.withheld == Withheld::kRedacted;
}

// Says why the line is passed over, or what of it could not be checked.
void CaseFile::Warn(const LineState& state, absl::string_view what,
                    absl::string_view key) {
  if (reading_.warnings.size() >= kMaxErrorsKept) return;
  InputError warning;
  warning.file = reading_.name;
  warning.line = state.number;
  warning.what = std::string(what);
  warning.got = QuotedForMessage(key);
  reading_.warnings.push_back(std::move(warning));
}

absl::Status CaseFile::TakeRedaction(LineState& state,
                                     const ParsedLine& parsed) {
  if (errors_.empty() && state.key) {
    const KeyEntry& own = keys_.entry(*state.key);
    if (own.state == KeyState::kExisting &&
        own.type == RecordType::kRedaction) {
      ++reading_.already_present;
      return absl::OkStatus();
    }
    if (own.state == KeyState::kExisting) {
      AddError(parsed.key_offset, "id",
               {"a key that is in the case as something else", "a redaction",
                WithArticle(NameOf(own.type)), ""});
    } else if (own.line != state.number) {
      RETURN_IF_ERROR(CompareWithEarlier(state, parsed));
      if (errors_.empty()) return absl::OkStatus();
    }
  }
  const bool has_target = !parsed.references.empty();
  if (errors_.empty() && has_target &&
      keys_.entry(parsed.references[0].key).state != KeyState::kExisting) {
    AddError(parsed.references[0].offset, "target",
             {"a redaction of what the same file brings",
              QuotedForMessage(keys_.key(parsed.references[0].key)),
              "\"withheld\": \"redacted\" in its own line", ""});
  }
  if (!errors_.empty() || !has_target) return CommitErrors(state);
  reading_.redactions.push_back(
      {.line = state.number,
       .text = std::string(state.line.text),
       .id = parsed.event.key,
       .target = std::string(keys_.key(parsed.references[0].key)),
       .bytes = std::get<Redaction>(parsed.event.record).bytes,
       .by = parsed.event.by,
       .reason = parsed.event.reason,
       .note = parsed.event.note,
       .recorded = parsed.event.recorded});
  return absl::OkStatus();
}

// What is left once the line is known to be new.
absl::Status CaseFile::Conclude(LineState& state, ParsedLine& parsed) {
  if (errors_.empty() && parsed.quoted) {
    bool has_no_text = false;
    RETURN_IF_ERROR(AnchorQuoteOf(parsed, parsed.event, has_no_text));
    if (has_no_text && state.pass == Pass::kFirst) {
      // A later line may amend one in.
      PutOff(state);
      return absl::OkStatus();
    }
    if (has_no_text) {
      AddError(parsed.quote->offset, "quote",
               {"the report has no text to quote from", "",
                "\"citation\" in place of \"quote\"", ""});
    }
  }
  if (!errors_.empty()) return CommitErrors(state);
  if (parsed.quoted) {
    ASSIGN_OR_RETURN(const bool redacted, IsRedacted(*parsed.quoted));
    if (redacted) {
      Warn(state,
           "the quote was not looked up, as the report's text is redacted:",
           keys_.key(*parsed.quoted));
    }
  }
  Accept(state, parsed);
  return absl::OkStatus();
}

void CaseFile::CheckReferences(const ParsedLine& parsed) {
  for (const Reference& reference : parsed.references) {
    CheckReference(reference);
  }
}

void CaseFile::CheckReference(const Reference& reference) {
  const KeyEntry& entry = keys_.entry(reference.key);
  const absl::string_view key = keys_.key(reference.key);
  const bool keeps = errors_.keeps();
  if (entry.state == KeyState::kUnknown) {
    AddError(reference.offset, reference.field,
             {absl::StrCat("unknown ", TypeNames(reference.types)),
              keeps ? QuotedForMessage(key) : "", "",
              keeps ? NearestKey(key, reference.types) : ""});
  } else if ((reference.types & MaskOf(entry.type)) == 0) {
    AddError(
        reference.offset, reference.field,
        {absl::StrCat("wrong type of \"", reference.role, "\""),
         absl::StrCat("the ", NameOf(entry.type), " ", QuotedForMessage(key)),
         WithArticle(TypeNames(reference.types)), ""});
  } else if (entry.type == RecordType::kEntity && entry.has_kind &&
             !reference.kinds.Has(entry.entity_kind)) {
    AddError(reference.offset, reference.field,
             {absl::StrCat("wrong kind of \"", reference.role, "\""),
              absl::StrCat("the ", NameOf(entry.entity_kind), " ",
                           QuotedForMessage(key)),
              KindNames(reference.kinds), ""});
  }
}

// Lets through what surely fits, and works the rest out.
void CaseFile::CheckSize(const LineState& state, const ParsedLine& parsed) {
  size_t bytes = state.line.text.size();
  if (bytes <= kSurelySmallBytes) return;
  // Content is stored apart.
  if (parsed.files.text != nullptr) {
    bytes -= StatedBytes(state.line.text, *parsed.files.text);
  }
  bytes += ListBytes(parsed.event.record);
  if (bytes <= kMaxEventBytes) return;
  AddError(0, "",
           {"a record that is too large", absl::StrCat(bytes, " bytes"),
            absl::StrCat("at most ", kMaxEventBytes, " without its text"), ""});
}

// Content may be amended in only where there is none.
absl::Status CaseFile::CheckTargetContent(const LineState& state,
                                          const ParsedLine& parsed) {
  if (!SetsContent(parsed.files)) return absl::OkStatus();
  bool has_file = false;
  bool has_text = false;
  const KeyEntry& target = keys_.entry(*parsed.target);
  if (target.state == KeyState::kExisting) {
    ASSIGN_OR_RETURN(const Event event,
                     existing_.Current(EventIndex(target.location)));
    if (const auto* report = std::get_if<Report>(&event.record)) {
      has_file = report->file.has_value();
      has_text = report->text.has_value();
    }
  } else if (target.state == KeyState::kDefined) {
    ASSIGN_OR_RETURN(const ParsedLine line, ReadElsewhere(target.location));
    has_file = line.files.file != nullptr;
    has_text = line.files.text != nullptr || line.files.text_file != nullptr;
  }
  const auto earlier = content_amendments_.find(*parsed.target);
  if (earlier != content_amendments_.end() &&
      keys_.entry(earlier->second).line != state.number) {
    ASSIGN_OR_RETURN(const ParsedLine line,
                     ReadElsewhere(keys_.entry(earlier->second).location));
    has_file = has_file || line.files.file != nullptr;
    has_text = has_text || line.files.text != nullptr ||
               line.files.text_file != nullptr;
  }
  if (has_file && parsed.files.file != nullptr) {
    AddError(parsed.files.file->offset, "set.file",
             {"the report has a file already", "", "", ""});
  }
  const JsonValue* const text =
      parsed.files.text != nullptr ? parsed.files.text : parsed.files.text_file;
  if (has_text && text != nullptr) {
    AddError(text->offset, "set.text",
             {"the report has a text already", "", "", ""});
  }
  return absl::OkStatus();
}

void CaseFile::Accept(LineState& state, const ParsedLine& parsed) {
  KeyEntry& entry = keys_.entry(*state.key);
  entry.is_new = true;
  entry.was_deferred = state.pass == Pass::kPutOff;
  // While each line gives an event that is handed out, none is sought again.
  if (early_ == nullptr) new_lines_.push_back(*state.key);
  const Record& record = parsed.event.record;
  if (const auto* predicate = std::get_if<Predicate>(&record)) {
    predicates_[*state.key] = *predicate;
  }
  if (parsed.target && SetsContent(parsed.files)) {
    content_amendments_[*parsed.target] = *state.key;
    texts_.Forget(*parsed.target);
  }
  NoteEdges(state, parsed);
}

void CaseFile::NoteEdges(const LineState& state, const ParsedLine& parsed) {
  for (KeyHandle premise : parsed.rests_on) {
    premises_.emplace_back(*state.key, premise);
  }
  const KeyHandle source = parsed.target.value_or(*state.key);
  if (parsed.part_of || parsed.clears_part_of) {
    parents_[source] = {.key = parsed.part_of, .line = *state.key};
  }
}

// The key nearest to `key` of those that name a record of `types`.
std::string CaseFile::NearestKey(absl::string_view key, TypeMask types) {
  // Of a look at a key, as the unit.
  static constexpr size_t kMeasureCost = 10;
  std::string nearest;
  size_t distance = MaxSlips(key);
  if (distance == 0) return nearest;
  if ((types & MaskOf(RecordType::kPredicate)) != 0) {
    std::vector<absl::string_view> names;
    for (const BuiltinPredicate& builtin : BuiltinVocabulary()) {
      names.emplace_back(builtin.key);
    }
    const auto builtin = NearestName(key, names, distance);
    if (builtin) return std::string(*builtin);
  }
  keys_.Visit([&](KeyHandle candidate) {
    if (suggestion_budget_ <= kMeasureCost) return false;
    --suggestion_budget_;
    const KeyEntry& entry = keys_.entry(candidate);
    if (entry.state == KeyState::kUnknown) return true;
    if ((types & MaskOf(entry.type)) == 0) return true;
    const absl::string_view name = keys_.key(candidate);
    // Cheaper than measuring, and true of most.
    const size_t longer = std::max(name.size(), key.size());
    const size_t shorter = std::min(name.size(), key.size());
    if (longer - shorter > 4 * distance) return true;
    suggestion_budget_ -= kMeasureCost;
    const auto found = EditDistance(key, name, distance);
    if (!found) return true;
    nearest = std::string(name);
    if (*found == 0) return false;
    distance = *found - 1;
    return *found > 1;
  });
  return nearest;
}

void CaseFile::AddError(size_t offset, absl::string_view field,
                        LineErrors::Words words) {
  errors_.Add(offset, FieldPath{.name = field}, std::move(words));
}

}  // namespace attest
