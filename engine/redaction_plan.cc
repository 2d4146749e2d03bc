#include "engine/redaction_plan.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/audit/current_event.h"
#include "engine/audit/record_keys.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/log/event_codec.h"
#include "engine/mention_search.h"
#include "engine/merkle/hash.h"
#include "engine/model/contents_of.h"
#include "engine/model/references.h"
#include "engine/status_macros.h"
#include "engine/text/folding.h"
#include "engine/text/quote_anchor.h"

namespace attest {
namespace {

// A text that is larger is not searched for names.
constexpr size_t kMostSearchedBytes = size_t{64} << 20;

// A report, or an amendment of one, that names a content.
struct ContentUse {
  EventIndex event;
  EventIndex report;
  Content content;
};

struct Replacement {
  size_t target;  // which of the targets it goes with
  Event left;
};

std::optional<EventIndex> ReportQuotedBy(const Event& event) {
  if (const auto* claim = std::get_if<Claim>(&event.record)) {
    return EventIndex(claim->report.value());
  }
  const auto* retraction = std::get_if<Retraction>(&event.record);
  if (retraction == nullptr || !retraction->report) return std::nullopt;
  return EventIndex(retraction->report->value());
}

std::optional<Quote>* QuoteIn(Event& event) {
  if (auto* claim = std::get_if<Claim>(&event.record)) return &claim->quote;
  auto* retraction = std::get_if<Retraction>(&event.record);
  return retraction == nullptr ? nullptr : &retraction->quote;
}

std::optional<Target> TargetOf(const Found& found) {
  const uint64_t index = found.event.value();
  switch (found.type) {
    case RecordType::kSource:
      return SourceId(index);
    case RecordType::kReport:
      return ReportId(index);
    case RecordType::kEntity:
      return EntityId(index);
    case RecordType::kClaim:
      return ClaimId(index);
    default:
      return std::nullopt;
  }
}

std::string NewKey() {
  std::random_device device;
  std::string bytes;
  for (int i = 0; i < 10; ++i) {
    bytes.push_back(static_cast<char>(device() & 0xFF));
  }
  return absl::StrCat("redaction:", absl::BytesToHexString(bytes));
}

class Planner {
 public:
  Planner(const EventLog& log, const ContentStore& contents, const View& now,
          const std::string& secret, const RedactionRequest& request)
      : log_(log),
        contents_(contents),
        now_(now),
        keys_(log, now),
        secret_(secret),
        request_(request) {}

  absl::StatusOr<RedactionPlan> Run();

 private:
  [[nodiscard]] bool OfBytes() const { return !request_.bytes.empty(); }
  absl::Status FindTargets();
  absl::Status AddTarget(const std::string& key);
  absl::Status FindUses();
  // The text of the report, masked, and the content it stood in.
  absl::Status MaskText();
  absl::Status FindCopies();
  absl::Status ReplaceRecords();
  absl::Status ReplaceRecord(size_t target, EventIndex index);
  absl::Status ReplaceContents();
  absl::Status ReplaceQuotes();
  void Requote(Event& event);
  absl::Status FindHashesOfKeys();
  absl::Status ForgetFileHashes();
  void MakeParts();
  absl::Status FindNames();
  absl::Status CheckReason() const;
  absl::Status FindMentions();

  absl::Status Put(size_t target, EventIndex index, Event left);
  absl::StatusOr<std::string> KeyOf(EventIndex event) const {
    return keys_.KeyOf(event);
  }

  const EventLog& log_;
  const ContentStore& contents_;
  const View& now_;
  const RecordKeys keys_;
  const std::string& secret_;
  const RedactionRequest& request_;

  std::vector<Found> targets_;
  size_t named_ = 0;  // how many of them were named; the rest are copies
  std::vector<ContentUse> uses_;
  absl::flat_hash_set<Hash> gone_;
  std::optional<Content> masked_content_;
  std::string original_text_;
  std::string masked_text_;
  std::optional<QuoteFinder> quotes_;
  std::map<EventIndex, Replacement> replaced_;
  // Files that have a hash of a key, and the target it was of.
  std::map<EventIndex, size_t> files_with_keys_;
  std::vector<std::string> names_;
  RedactionPlan plan_;
};

absl::Status Planner::AddTarget(const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<Found> found, keys_.Find(key));
  if (!found) {
    return absl::NotFoundError(
        absl::StrCat("nothing has the key \"", key, "\""));
  }
  if (!TargetOf(*found)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", key, "\" is of type ", NameOf(found->type),
                     ": want a source, report, entity or claim"));
  }
  const bool again = request_.redacted_keys == RedactedKeys::kTaken &&
                     !absl::StartsWith(key, "#");
  if (now_.WithheldOf(found->event) == Withheld::kRedacted && !again) {
    return absl::AlreadyExistsError(
        absl::StrCat("\"", key, "\" is redacted already"));
  }
  if (std::find(targets_.begin(), targets_.end(), *found) == targets_.end()) {
    targets_.push_back(*found);
  }
  return absl::OkStatus();
}

absl::Status Planner::FindTargets() {
  for (const std::string& key : request_.keys) {
    RETURN_IF_ERROR(AddTarget(key));
  }
  named_ = targets_.size();
  if (named_ == 0) return absl::InvalidArgumentError("no key given");
  if (OfBytes() && (named_ != 1 || targets_[0].type != RecordType::kReport)) {
    return absl::InvalidArgumentError(
        "bytes can be redacted of one report at a time");
  }
  return absl::OkStatus();
}

absl::Status Planner::FindUses() {
  return log_.Scan(
      EventIndex(0), EventIndex(log_.size()),
      [this](EventIndex index, const Event& event) {
        EventIndex of = index;
        if (const auto* amendment = std::get_if<Amendment>(&event.record)) {
          of = DefinedBy(amendment->target);
        }
        VisitContents(event, [&](const Content& content) {
          uses_.push_back({index, of, content});
        });
        return absl::OkStatus();
      });
}

absl::Status Planner::MaskText() {
  ASSIGN_OR_RETURN(const Event event,
                   CurrentEvent(log_, now_, targets_[0].event));
  const auto& report = std::get<Report>(event.record);
  masked_content_ = report.text ? report.text : report.file;
  if (!masked_content_) {
    return absl::InvalidArgumentError("the report has no text");
  }
  ASSIGN_OR_RETURN(original_text_, contents_.Get(*masked_content_));
  ASSIGN_OR_RETURN(masked_text_, Mask(original_text_, request_.bytes));
  // Else the content that is taken out would be the one that is to stand.
  if (masked_text_ == original_text_) {
    return absl::AlreadyExistsError("these bytes are masked already");
  }
  absl::StatusOr<FoldedText> folded = FoldForQuote(masked_text_);
  if (folded.ok()) quotes_.emplace(*std::move(folded));
  gone_.insert(Hash{masked_content_->sha256});
  plan_.masked.push_back(masked_text_);
  return absl::OkStatus();
}

// The reports that hold what goes are redacted as well, and so what they hold.
absl::Status Planner::FindCopies() {
  absl::flat_hash_set<EventIndex> known;
  for (const Found& target : targets_) known.insert(target.event);
  std::vector<std::string> others;
  for (bool grown = true; grown;) {
    grown = false;
    for (const ContentUse& use : uses_) {
      if (!OfBytes() && known.contains(use.report)) {
        gone_.insert(Hash{use.content.sha256});
      }
    }
    for (const ContentUse& use : uses_) {
      if (!gone_.contains(Hash{use.content.sha256}) ||
          !known.insert(use.report).second) {
        continue;
      }
      targets_.push_back({RecordType::kReport, use.report});
      ASSIGN_OR_RETURN(std::string key, KeyOf(use.report));
      others.push_back(std::move(key));
      grown = true;
    }
  }
  if (others.empty() || request_.copies == Copies::kAlso) {
    return absl::OkStatus();
  }
  std::sort(others.begin(), others.end());
  return absl::FailedPreconditionError(
      absl::StrCat("the same bytes are held by ", absl::StrJoin(others, ", "),
                   ": --all-copies redacts these reports as well"));
}

absl::Status Planner::Put(size_t target, EventIndex index, Event left) {
  replaced_.insert_or_assign(
      index, Replacement{.target = target, .left = std::move(left)});
  return absl::OkStatus();
}

absl::Status Planner::ReplaceRecord(size_t target, EventIndex index) {
  ASSIGN_OR_RETURN(const Event was, log_.Get(index));
  Event left = LeftOfRedacted(was);
  const bool named = index == targets_[target].event && target < named_;
  if (IsDerivedKey(was.key, was.type()) ||
      (named && request_.redacted_keys == RedactedKeys::kTaken)) {
    left.key = WithheldKey(was.key, secret_);
  }
  return Put(target, index, std::move(left));
}

absl::Status Planner::ReplaceRecords() {
  for (size_t target = 0; target < targets_.size(); ++target) {
    const EventIndex index = targets_[target].event;
    RETURN_IF_ERROR(ReplaceRecord(target, index));
    for (const DecisionInfo& decision : now_.DecisionsOn(index)) {
      if (decision.type != RecordType::kAmendment) continue;
      RETURN_IF_ERROR(ReplaceRecord(target, decision.event));
    }
  }
  return absl::OkStatus();
}

absl::Status Planner::ReplaceContents() {
  const Content masked = {.sha256 = Sha256(masked_text_).bytes,
                          .size_bytes = masked_text_.size()};
  for (const ContentUse& use : uses_) {
    if (use.content != *masked_content_ || replaced_.contains(use.event)) {
      continue;
    }
    const auto target =
        std::find_if(targets_.begin(), targets_.end(),
                     [&](const Found& f) { return f.event == use.report; });
    ASSIGN_OR_RETURN(Event left, log_.Get(use.event));
    Report* const report = ReportIn(left);
    for (std::optional<Content>* content : {&report->file, &report->text}) {
      if (*content == *masked_content_) *content = masked;
    }
    RETURN_IF_ERROR(Put(static_cast<size_t>(target - targets_.begin()),
                        use.event, std::move(left)));
  }
  return absl::OkStatus();
}

// Puts the masked words into a quote that overlaps them, with as much of what
// stands around it as makes it the only one; a quote that cannot be told from
// others goes.
void Planner::Requote(Event& event) {
  std::optional<Quote>& quote = *QuoteIn(event);
  auto* claim = std::get_if<Claim>(&event.record);
  if (!quote->passage || Overlaps(request_.bytes, quote->passage->byte_begin,
                                  quote->passage->byte_end)) {
    const std::string words = FoldForSearch(quote->exact);
    if (claim != nullptr &&
        absl::StrContains(words, FoldForSearch(claim->as_stated))) {
      claim->as_stated.clear();
    }
  }
  if (!quote->passage || !quotes_ ||
      quote->passage->byte_end > masked_text_.size() ||
      quote->passage->byte_begin >= quote->passage->byte_end) {
    quote.reset();
    return;
  }
  const absl::string_view text = masked_text_;
  const Passage passage = *quote->passage;
  Quote masked = {
      .exact = std::string(text.substr(passage.byte_begin,
                                       passage.byte_end - passage.byte_begin)),
      .prefix = "",
      .suffix = "",
      .passage = passage};
  for (const size_t around : {0u, 16u, 64u, 256u}) {
    uint64_t begin =
        passage.byte_begin - std::min<uint64_t>(around, passage.byte_begin);
    uint64_t end = std::min<uint64_t>(text.size(), passage.byte_end + around);
    const auto inside = [&](uint64_t at) {
      return at < text.size() &&
             (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80;
    };
    while (inside(begin)) ++begin;
    while (inside(end)) --end;
    masked.prefix = std::string(text.substr(begin, passage.byte_begin - begin));
    masked.suffix =
        std::string(text.substr(passage.byte_end, end - passage.byte_end));
    const std::optional<Passage> found =
        quotes_->TryAnchor({masked.exact, masked.prefix, masked.suffix});
    if (found == passage) {
      quote = std::move(masked);
      return;
    }
  }
  quote.reset();
}

absl::Status Planner::ReplaceQuotes() {
  absl::flat_hash_map<EventIndex, size_t> reports;
  for (size_t i = 0; i < targets_.size(); ++i) {
    if (targets_[i].type == RecordType::kReport) {
      reports.emplace(targets_[i].event, i);
    }
  }
  if (reports.empty()) return absl::OkStatus();
  return log_.Scan(EventIndex(0), EventIndex(log_.size()),
                   [&](EventIndex index, const Event& event) {
                     const std::optional<EventIndex> of = ReportQuotedBy(event);
                     if (!of || replaced_.contains(index))
                       return absl::OkStatus();
                     const auto report = reports.find(*of);
                     if (report == reports.end()) return absl::OkStatus();
                     Event left = event;
                     if (!OfBytes()) {
                       if (!DropWordsOfReport(left)) return absl::OkStatus();
                     } else {
                       const std::optional<Quote>& quote = *QuoteIn(left);
                       const bool touched =
                           quote &&
                           (!quote->passage || !quote->prefix.empty() ||
                            !quote->suffix.empty() ||
                            Overlaps(request_.bytes, quote->passage->byte_begin,
                                     quote->passage->byte_end));
                       if (!touched) return absl::OkStatus();
                       Requote(left);
                     }
                     // It is a hash of the words as well.
                     if (IsDerivedKey(left.key, left.type())) {
                       left.key = WithheldKey(left.key, secret_);
                     }
                     return Put(report->second, index, std::move(left));
                   });
}

absl::Status Planner::FindHashesOfKeys() {
  if (request_.redacted_keys == RedactedKeys::kKept) return absl::OkStatus();
  absl::flat_hash_map<EventIndex, size_t> taken;
  for (size_t i = 0; i < named_; ++i) taken.emplace(targets_[i].event, i);
  return log_.Scan(EventIndex(0), EventIndex(log_.size()),
                   [&](EventIndex index, const Event& event) {
                     const size_t none = targets_.size();
                     size_t named = none;
                     VisitReferences(event, [&](EventIndex reference) {
                       const auto found = taken.find(reference);
                       if (found != taken.end()) named = found->second;
                     });
                     if (named == none) return absl::OkStatus();
                     if (event.closed_by)
                       files_with_keys_.emplace(*event.closed_by, named);
                     if (!replaced_.contains(index) &&
                         IsDerivedKey(event.key, event.type())) {
                       plan_.hashes_of_keys.push_back(index);
                     }
                     return absl::OkStatus();
                   });
}

// The hash of a file is one of what was redacted in it, without any salt.
absl::Status Planner::ForgetFileHashes() {
  std::map<EventIndex, size_t> files = files_with_keys_;
  for (const auto& [index, replacement] : replaced_) {
    if (replacement.left.closed_by) {
      files.emplace(*replacement.left.closed_by, replacement.target);
    }
  }
  for (const auto& [index, target] : files) {
    ASSIGN_OR_RETURN(Event left, log_.Get(index));
    auto* closed = std::get_if<FileClosed>(&left.record);
    if (closed == nullptr || closed->sha256 == decltype(closed->sha256){}) {
      continue;
    }
    closed->sha256 = {};
    RETURN_IF_ERROR(Put(target, index, std::move(left)));
  }
  return absl::OkStatus();
}

void Planner::MakeParts() {
  for (size_t target = 0; target < targets_.size(); ++target) {
    const RedactionPart empty = {
        .redaction = {.by = request_.by,
                      .reason = request_.reason,
                      .note = request_.note,
                      .recorded = request_.recorded,
                      .record = Redaction{.target = *TargetOf(targets_[target]),
                                          .bytes = request_.bytes}},
        .left = {}};
    RedactionPart part = empty;
    const auto push = [&] {
      if (part.left.empty()) return;
      const bool takes_id = plan_.parts.empty() && !request_.id.empty();
      part.redaction.key = takes_id ? request_.id : NewKey();
      plan_.parts.push_back(std::exchange(part, empty));
    };
    for (const auto& [index, replacement] : replaced_) {
      if (replacement.target != target) continue;
      part.left.push_back({index, replacement.left});
      plan_.replaced.push_back(index);
      if (part.left.size() == kMostReplaced) push();
    }
    push();
    plan_.targets.push_back(targets_[target].event);
  }
  std::sort(plan_.replaced.begin(), plan_.replaced.end());
  absl::flat_hash_set<Hash> listed;
  for (const ContentUse& use : uses_) {
    const Hash hash{use.content.sha256};
    if (gone_.contains(hash) && listed.insert(hash).second) {
      plan_.contents.push_back(use.content);
    }
  }
}

// What a person or thing that is redacted is called.
absl::Status Planner::FindNames() {
  absl::flat_hash_set<std::string> seen;
  const auto add = [&](absl::string_view name) {
    if (!FoldForSearch(name).empty() && seen.insert(std::string(name)).second) {
      names_.emplace_back(name);
    }
  };
  for (const auto& [begin, end] : request_.bytes) {
    add(absl::string_view(original_text_).substr(begin, end - begin));
  }
  for (size_t i = 0; i < named_ && !OfBytes(); ++i) {
    std::vector<EventIndex> events = {targets_[i].event};
    for (const DecisionInfo& decision : now_.DecisionsOn(events[0])) {
      if (decision.type == RecordType::kAmendment) {
        events.push_back(decision.event);
      }
    }
    for (const EventIndex index : events) {
      ASSIGN_OR_RETURN(const Event event, log_.Get(index));
      if (event.type() == RecordType::kClaim) continue;
      VisitTexts(event, [&](absl::string_view field, absl::string_view text) {
        if (field == "name" || field == "names" || field == "title") add(text);
      });
      if (request_.redacted_keys == RedactedKeys::kTaken &&
          index == targets_[i].event) {
        add(event.key);
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Planner::CheckReason() const {
  for (const std::string* said : {&request_.reason, &request_.note}) {
    for (const std::string& name : names_) {
      if (absl::StrContains(FoldForSearch(*said), FoldForSearch(name))) {
        return absl::InvalidArgumentError(
            "the reason or note of a redaction repeats what is redacted, and "
            "would stay: say it in other words");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Planner::FindMentions() {
  if (names_.empty()) return absl::OkStatus();
  MentionSearch search(names_);
  std::map<Hash, std::pair<EventIndex, Content>> texts;
  for (const ContentUse& use : uses_) {
    const Hash hash{use.content.sha256};
    if (!gone_.contains(hash)) {
      texts.try_emplace(hash, use.report, use.content);
    }
  }
  const auto keep = [&](Mention mention) {
    ++plan_.mention_count;
    if (plan_.mentions.size() < kMaxMentions) {
      plan_.mentions.push_back(std::move(mention));
    }
  };
  RETURN_IF_ERROR(log_.Scan(
      EventIndex(0), EventIndex(log_.size()),
      [&](EventIndex index, const Event& event) {
        const auto left = replaced_.find(index);
        const Event& stands =
            left == replaced_.end() ? event : left->second.left;
        search.InEvent(stands,
                       [&](absl::string_view field, const std::string& name) {
                         keep({.event = index,
                               .type = stands.type(),
                               .key = stands.key,
                               .field = std::string(field),
                               .name = name,
                               .bytes = {}});
                       });
        return absl::OkStatus();
      }));
  for (const auto& [hash, held] : texts) {
    const EventIndex report = held.first;
    const Content& content = held.second;
    ASSIGN_OR_RETURN(const std::string key, KeyOf(report));
    const absl::StatusOr<std::string> bytes =
        contents_.Get(content, kMostSearchedBytes);
    // A lost or very large one must not keep anything from being taken out.
    if (!bytes.ok()) {
      ++plan_.not_searched;
      continue;
    }
    const bool searched = search.InText(
        *bytes, [&](const std::string& name, uint64_t begin, uint64_t end) {
          keep({.event = report,
                .type = RecordType::kReport,
                .key = key,
                .field = "text",
                .name = name,
                .bytes = std::make_pair(begin, end)});
        });
    if (!searched) ++plan_.not_searched;
  }
  return absl::OkStatus();
}

absl::StatusOr<RedactionPlan> Planner::Run() {
  RETURN_IF_ERROR(FindTargets());
  RETURN_IF_ERROR(FindUses());
  if (OfBytes()) RETURN_IF_ERROR(MaskText());
  RETURN_IF_ERROR(FindCopies());
  RETURN_IF_ERROR(OfBytes() ? ReplaceContents() : ReplaceRecords());
  RETURN_IF_ERROR(ReplaceQuotes());
  RETURN_IF_ERROR(FindHashesOfKeys());
  RETURN_IF_ERROR(ForgetFileHashes());
  MakeParts();
  RETURN_IF_ERROR(FindNames());
  RETURN_IF_ERROR(CheckReason());
  RETURN_IF_ERROR(FindMentions());
  return std::move(plan_);
}

}  // namespace

absl::StatusOr<RedactionPlan> PlanRedaction(const EventLog& log,
                                            const ContentStore& contents,
                                            const View& now,
                                            const std::string& secret,
                                            const RedactionRequest& request) {
  return Planner(log, contents, now, secret, request).Run();
}

}  // namespace attest
