#include "engine/model/redacted_event.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace attest {
namespace {

using Visit = absl::FunctionRef<void(absl::string_view, absl::string_view)>;

// The fields of an amendment that a redaction leaves: links and kinds.
constexpr absl::string_view kKeptFields[] = {
    "anonymous", "derived_from", "entity", "kind",
    "part_of",   "sensitivity",  "source"};

Source LeftOf(const Source& was) {
  Source left;
  left.kind = was.kind;
  left.anonymous = was.anonymous;
  left.part_of = was.part_of;
  left.entity = was.entity;
  left.sensitivity = was.sensitivity;
  return left;
}

Report LeftOf(const Report& was) {
  Report left;
  left.source = was.source;
  left.derived_from = was.derived_from;
  left.sensitivity = was.sensitivity;
  return left;
}

Entity LeftOf(const Entity& was) {
  Entity left;
  left.kind = was.kind;
  left.sensitivity = was.sensitivity;
  return left;
}

Claim LeftOf(const Claim& was) {
  Claim left;
  left.report = was.report;
  left.subject = was.subject;
  left.predicate = was.predicate;
  left.object = TextValue();
  if (const auto* entity = std::get_if<EntityId>(&was.object)) {
    left.object = *entity;
  }
  left.place = was.place;
  for (const Speaker& speaker : was.attribution) {
    left.attribution.push_back(
        {.source = speaker.source, .basis = speaker.basis, .said = ""});
  }
  left.original = was.original;
  left.rests_on = was.rests_on;
  left.stance = was.stance;
  left.hedge = was.hedge;
  return left;
}

Amendment LeftOf(const Amendment& was) {
  Amendment left;
  left.target = was.target;
  std::visit([&left](const auto& values) { left.values = LeftOf(values); },
             was.values);
  for (const std::string& field : was.fields) {
    if (std::binary_search(std::begin(kKeptFields), std::end(kKeptFields),
                           absl::string_view(field))) {
      left.fields.push_back(field);
    }
  }
  return left;
}

template <class T>
T LeftOf(const T& was) {
  return was;
}

// A character that takes as many bytes as one that begins with `lead`.
absl::string_view MaskOf(char lead) {
  const auto byte = static_cast<uint8_t>(lead);
  if (byte < 0x80) return "*";
  if (byte < 0xE0) return "\u00D7";
  if (byte < 0xF0) return "\u2588";
  return "\U0001F532";
}

bool IsCharacterStart(absl::string_view text, uint64_t at) {
  return at >= text.size() || (static_cast<uint8_t>(text[at]) & 0xC0) != 0x80;
}

absl::Status CheckRange(absl::string_view text, uint64_t begin, uint64_t end) {
  const char* want = nullptr;
  if (begin >= end) {
    want = "at least one byte";
  } else if (end > text.size()) {
    want = "an end within the text";
  } else if (!IsCharacterStart(text, begin) || !IsCharacterStart(text, end)) {
    want = "whole characters";
  }
  if (want == nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("bytes ", begin, ":", end,
                                                 " of a text of ", text.size(),
                                                 " bytes: want ", want));
}

void VisitQuote(const std::optional<Quote>& quote, Visit visit) {
  if (!quote) return;
  visit("quote", quote->exact);
  visit("quote", quote->prefix);
  visit("quote", quote->suffix);
}

void VisitRecord(const Source& source, Visit visit) {
  visit("name", source.name);
}

void VisitRecord(const Report& report, Visit visit) {
  visit("title", report.title);
  visit("author", report.author);
  visit("url", report.url);
  visit("archive_url", report.archive_url);
  visit("file", report.file_name);
  if (report.text_by) visit("text_by", report.text_by->agent);
}

void VisitRecord(const Entity& entity, Visit visit) {
  visit("name", entity.name);
  for (const EntityName& name : entity.names) visit("names", name.value);
}

void VisitRecord(const Predicate& predicate, Visit visit) {
  visit("label", predicate.label);
}

void VisitRecord(const Claim& claim, Visit visit) {
  if (const auto* text = std::get_if<TextValue>(&claim.object)) {
    visit("value", text->text);
  }
  VisitQuote(claim.quote, visit);
  visit("citation", claim.citation);
  visit("as_stated", claim.as_stated);
  if (claim.extracted_by) visit("extracted_by", claim.extracted_by->agent);
}

void VisitRecord(const Retraction& retraction, Visit visit) {
  VisitQuote(retraction.quote, visit);
}

void VisitRecord(const Amendment& amendment, Visit visit) {
  std::visit([&](const auto& values) { VisitRecord(values, visit); },
             amendment.values);
}

void VisitRecord(const FileClosed& closed, Visit visit) {
  visit("file", closed.name);
}

template <class T>
void VisitRecord(const T&, Visit) {}

}  // namespace

Event LeftOfRedacted(const Event& was) {
  Event left;
  left.key = was.key;
  left.recorded_at = was.recorded_at;
  left.closed_by = was.closed_by;
  left.by = was.by;
  left.withheld = Withheld::kRedacted;
  std::visit([&left](const auto& record) { left.record = LeftOf(record); },
             was.record);
  return left;
}

bool DropWordsOfReport(Event& event) {
  if (auto* claim = std::get_if<Claim>(&event.record)) {
    if (!claim->quote && claim->as_stated.empty() && event.note.empty()) {
      return false;
    }
    claim->quote.reset();
    claim->as_stated.clear();
    event.note.clear();
    return true;
  }
  auto* retraction = std::get_if<Retraction>(&event.record);
  if (retraction == nullptr || !retraction->quote) return false;
  retraction->quote.reset();
  return true;
}

bool MayBeLeft(const Redaction& redaction, EventIndex index,
               const Event& left) {
  if (const auto* closed = std::get_if<FileClosed>(&left.record)) {
    return closed->sha256 == decltype(closed->sha256){};
  }
  const EventIndex target = DefinedBy(redaction.target);
  const auto* amendment = std::get_if<Amendment>(&left.record);
  const bool is_target =
      index == target ||
      (amendment != nullptr && DefinedBy(amendment->target) == target);
  if (is_target) {
    return !redaction.bytes.empty() || LeftOfRedacted(left) == left;
  }
  std::optional<ReportId> quoted;
  if (const auto* claim = std::get_if<Claim>(&left.record)) {
    quoted = claim->report;
  } else if (const auto* retraction = std::get_if<Retraction>(&left.record)) {
    quoted = retraction->report;
  }
  if (!quoted || EventIndex(quoted->value()) != target) return false;
  Event without = left;
  return !redaction.bytes.empty() || !DropWordsOfReport(without);
}

bool IsDerivedKey(absl::string_view key, RecordType type) {
  constexpr size_t kHexDigits = 20;
  const std::string prefix = absl::StrCat(NameOf(type), ":");
  if (!absl::StartsWith(key, prefix)) return false;
  key.remove_prefix(prefix.size());
  return key.size() == kHexDigits &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return absl::ascii_isxdigit(static_cast<unsigned char>(c));
         });
}

absl::StatusOr<std::string> Mask(absl::string_view text,
                                 const MaskedRanges& ranges) {
  std::string masked(text);
  for (const auto& [begin, end] : ranges) {
    const absl::Status checked = CheckRange(text, begin, end);
    if (!checked.ok()) return checked;
    for (uint64_t at = begin; at < end;) {
      const absl::string_view mask = MaskOf(text[at]);
      // The text may not be UTF-8: nothing is written beyond the range.
      const size_t size = std::min<size_t>(mask.size(), end - at);
      if (size < mask.size()) {
        std::fill_n(masked.begin() + static_cast<ptrdiff_t>(at), size, '*');
      } else {
        masked.replace(at, size, mask.data(), size);
      }
      at += size;
    }
  }
  return masked;
}

bool Overlaps(const MaskedRanges& ranges, uint64_t begin, uint64_t end) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) {
    return range.first < end && begin < range.second;
  });
}

void VisitTexts(const Event& event, Visit visit) {
  visit("id", event.key);
  visit("by", event.by);
  visit("reason", event.reason);
  visit("note", event.note);
  std::visit([&](const auto& record) { VisitRecord(record, visit); },
             event.record);
}

}  // namespace attest
