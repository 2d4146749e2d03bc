#include "tools/dossier_claims.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/audit/current_event.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/interchange/outgoing_decision.h"
#include "engine/model/redacted_event.h"
#include "engine/report_links.h"
#include "engine/status_macros.h"
#include "tools/value_text.h"

namespace attest {
namespace {

// How much of a report is shown on either side of a passage.
constexpr size_t kContextBytes = 180;

template <class Tag>
EventIndex EventOf(Id<Tag> id) {
  return EventIndex(id.value());
}

std::string HexOf(const std::optional<Content>& content) {
  if (!content) return "";
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(content->sha256.data()),
                        content->sha256.size()));
}

bool IsContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80;
}

// The end of `text`, some kContextBytes of it, from the beginning of a word.
std::string EndOf(absl::string_view text) {
  if (text.size() <= kContextBytes) return std::string(text);
  size_t at = text.size() - kContextBytes;
  const size_t space = text.find_first_of(" \n", at);
  if (space != absl::string_view::npos) {
    at = space;
  } else {
    while (at < text.size() && IsContinuation(text[at])) ++at;
  }
  return absl::StrCat("…", text.substr(at));
}

std::string BeginOf(absl::string_view text) {
  if (text.size() <= kContextBytes) return std::string(text);
  size_t end = kContextBytes;
  const size_t space = text.find_last_of(" \n", end);
  if (space != absl::string_view::npos) {
    end = space;
  } else {
    while (end > 0 && IsContinuation(text[end])) --end;
  }
  return absl::StrCat(text.substr(0, end), " …");
}

std::string Spaced(absl::string_view name) {
  return absl::StrReplaceAll(name, {{"_", " "}});
}

}  // namespace

absl::StatusOr<std::string> DossierClaims::PseudonymOf(const std::string& key) {
  if (!secret_) {
    ASSIGN_OR_RETURN(secret_, opened_.Secret());
  }
  return WithheldKey(key, *secret_);
}

DossierRecord DossierClaims::RecordOf(EventIndex event) const {
  DossierRecord record;
  const uint64_t id = event.value();
  switch (view_.TypeOf(event).value_or(RecordType::kClaim)) {
    case RecordType::kSource: {
      const Source source = view_.source(SourceId(id));
      record.name = source.name;
      record.kind = std::string(NameOf(source.kind));
      record.lang = source.language;
      record.anonymous = source.anonymous;
      break;
    }
    case RecordType::kReport: {
      const ReportInfo report = view_.report(ReportId(id));
      record.name = report.title;  // but for what AddReport takes out of it
      record.kind = "report";
      record.lang = report.language;
      break;
    }
    case RecordType::kEntity: {
      const Entity entity = view_.entity(EntityId(id));
      record.name = entity.name;
      record.kind = std::string(NameOf(entity.kind));
      break;
    }
    default:
      break;
  }
  return record;
}

absl::StatusOr<std::string> DossierClaims::OutgoingKeyOf(EventIndex event) {
  ASSIGN_OR_RETURN(std::string key, keys_.KeyOf(event));
  if (discretion_.Hides(event) || view_.WithheldOf(event) != Withheld::kNo) {
    return PseudonymOf(key);
  }
  const std::optional<RecordType> type = view_.TypeOf(event);
  if (!type || *type < RecordType::kClaim || !IsDerivedKey(key, *type)) {
    return key;
  }
  ASSIGN_OR_RETURN(const bool names_withheld, withheld_.NamesWithheld(event));
  if (!names_withheld) return key;
  ASSIGN_OR_RETURN(const std::string pseudonym, PseudonymOf(key));
  return absl::StrCat(NameOf(*type), ":withheld-", pseudonym.substr(1));
}

absl::StatusOr<std::string> DossierClaims::KeyOf(StatementId id) {
  std::string key = view_.KeyOf(id);
  if (!withheld_.IsOfWithheld(id)) return key;
  return PseudonymOf(key);
}

absl::StatusOr<std::string> DossierClaims::WithNames(
    std::string text, const std::vector<EventIndex>& named) {
  for (const EventIndex event : named) {
    ASSIGN_OR_RETURN(const std::string key, keys_.KeyOf(event));
    const bool is_withheld =
        discretion_.Hides(event) || view_.WithheldOf(event) != Withheld::kNo;
    ASSIGN_OR_RETURN(const std::string shown,
                     is_withheld ? PseudonymOf(key) : NameByKey(Json(key)));
    if (key == shown || key.empty()) continue;
    for (size_t at = text.find(key); at != std::string::npos;
         at = text.find(key, at)) {
      const size_t end = at + key.size();
      const bool is_whole =
          (at == 0 || text[at - 1] == ' ') &&
          (end == text.size() || absl::StrContains(" ,;:", text[end]));
      if (is_whole) text.replace(at, key.size(), shown);
      at += is_whole ? shown.size() : key.size();
    }
  }
  return text;
}

absl::StatusOr<std::string> DossierClaims::KeyOf(EventIndex event) {
  const auto known = named_.find(event);
  if (known != named_.end()) return known->second;
  // What was taken out may have left its key behind: that is not shown either.
  ASSIGN_OR_RETURN(const std::string key, OutgoingKeyOf(event));
  DossierRecord record;
  if (discretion_.Hides(event) || view_.WithheldOf(event) != Withheld::kNo) {
    record.withheld = true;
  } else {
    record = RecordOf(event);
    shown_.insert(event);
  }
  dossier_.records[key] = record;
  named_.emplace(event, key);
  if (!record.withheld && view_.TypeOf(event) == RecordType::kReport) {
    RETURN_IF_ERROR(AddReport(ReportId(event.value()), key));
  }
  return key;
}

absl::Status DossierClaims::AddReport(ReportId id, const std::string& key) {
  ASSIGN_OR_RETURN(Event event,
                   CurrentEvent(opened_.log(), view_, EventOf(id)));
  const auto* report = std::get_if<Report>(&event.record);
  if (report == nullptr) return absl::DataLossError("not a report");
  RETURN_IF_ERROR(LeaveOutOrigins(withheld_, event).status());
  dossier_.records[key].name = report->title;
  DossierReport& shown = dossier_.reports[key];
  shown.title = report->title;
  shown.published = report->published;
  shown.author = report->author;
  shown.url = report->url;
  shown.archive_url = report->archive_url;
  shown.lang = report->language;
  shown.file_sha256 = HexOf(report->file);
  shown.text_sha256 = HexOf(report->text);
  shown.event = id.value();
  ASSIGN_OR_RETURN(shown.publisher, KeyOf(EventOf(report->source)));
  return absl::OkStatus();
}

absl::StatusOr<std::string> DossierClaims::TextOf(ReportId id) {
  if (read_ == id) return text_;
  ASSIGN_OR_RETURN(const Event event,
                   CurrentEvent(opened_.log(), view_, EventOf(id)));
  const auto* report = std::get_if<Report>(&event.record);
  if (report == nullptr) return absl::DataLossError("not a report");
  absl::StatusOr<std::string> text =
      ReportLinks::TextOf(*report, opened_.contents());
  // Of a report that was taken out, the words are not here.
  if (absl::IsNotFound(text.status())) text = std::string();
  RETURN_IF_ERROR(text.status());
  read_ = id;
  text_ = *std::move(text);
  return text_;
}

absl::StatusOr<std::optional<DossierQuote>> DossierClaims::QuoteOf(
    const Claim& claim) {
  if (!claim.quote) return std::optional<DossierQuote>();
  DossierQuote quote;
  quote.exact = claim.quote->exact;
  quote.before = claim.quote->prefix;
  quote.after = claim.quote->suffix;
  if (!claim.quote->passage) return std::optional(quote);
  const Passage& passage = *claim.quote->passage;
  quote.place =
      absl::StrCat("bytes ", passage.byte_begin, " to ", passage.byte_end);
  ASSIGN_OR_RETURN(const std::string text, TextOf(claim.report));
  if (passage.byte_begin < passage.byte_end &&
      passage.byte_end <= text.size()) {
    const absl::string_view whole = text;
    quote.before = EndOf(whole.substr(0, passage.byte_begin));
    quote.exact = std::string(whole.substr(
        passage.byte_begin, passage.byte_end - passage.byte_begin));
    quote.after = BeginOf(whole.substr(passage.byte_end));
  }
  return std::optional(quote);
}

absl::StatusOr<std::string> DossierClaims::NameByKey(const Json& key) {
  if (!key.is_string()) return std::string("a withheld record");
  const std::string text = key.get<std::string>();
  ASSIGN_OR_RETURN(const std::optional<Found> found, keys_.Find(text));
  if (!found || discretion_.Hides(found->event)) {
    return std::string("a withheld record");
  }
  if (found->type > RecordType::kEntity) return OutgoingKeyOf(found->event);
  ASSIGN_OR_RETURN(const std::string shown, KeyOf(found->event));
  const std::string name = dossier_.records[shown].name;
  if (name.empty()) return shown;
  const auto report = dossier_.reports.find(shown);
  if (report == dossier_.reports.end()) return SetApart(name);
  const std::string& publisher = report->second.publisher;
  return absl::StrCat(
      "“", SetApart(name), "”", publisher.empty() ? "" : ", ",
      publisher.empty() ? "" : SetApart(NameOfRecord(dossier_, publisher)));
}

absl::Status DossierClaims::AddUpstream(const Json& trace,
                                        DossierClaim& claim) {
  for (const Json& step : ListOf(trace, "upstream")) {
    ASSIGN_OR_RETURN(const std::string of, NameByKey(step["of"]));
    ASSIGN_OR_RETURN(
        const std::string on,
        NameByKey(step.contains("report") ? step["report"] : step["source"]));
    const std::string how = FieldText(step, "how");
    claim.upstream.push_back(absl::StrCat(
        of, ": ", Spaced(how), absl::StartsWith(how, "same_") ? " as " : " of ",
        on, step["declared"] == true ? ", as declared" : ", as was judged"));
  }
  const std::string withheld = FieldText(trace, "upstream_withheld");
  if (!withheld.empty()) {
    claim.upstream.push_back(absl::StrCat(withheld, " more withheld"));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> DossierClaims::MayTell(const Json& key) {
  if (!key.is_string()) return true;
  ASSIGN_OR_RETURN(const std::optional<Found> found,
                   keys_.Find(key.get<std::string>()));
  if (!found || IsWithheld(found->event)) return true;
  return withheld_.NamesWithheld(found->event);
}

void DossierClaims::LeaveOutWords(ClaimId id, DossierClaim& claim) const {
  if (!withheld_.KeepsWordsOf(id)) return;
  claim.without_words = claim.quote || !claim.as_stated.empty();
  claim.quote.reset();
  claim.as_stated.clear();
}

absl::Status DossierClaims::AddFallen(const Json& trace, DossierClaim& claim) {
  for (const Json& one : ListOf(trace, "fallen")) {
    ASSIGN_OR_RETURN(const std::string target, NameByKey(one["target"]));
    const bool is_itself = target == claim.key;
    const std::string how = FieldText(one, "how");
    ASSIGN_OR_RETURN(const bool may_tell, MayTell(one["target"]));
    const std::string reason = may_tell ? "" : FieldText(one, "reason");
    claim.fallen.push_back(absl::StrCat(
        is_itself ? "this claim" : target, ": ",
        FieldText(one, "type") == "retraction" ? "retracted" : "rejected",
        how.empty() ? "" : absl::StrCat(" (", Spaced(how), ")"),
        reason.empty() ? "" : absl::StrCat(": ", reason), ", event ",
        FieldText(one, "event")));
    shown_.insert(EventIndex(one["event"].get<uint64_t>()));
  }
  const std::string withheld = FieldText(trace, "fallen_withheld");
  if (!withheld.empty()) {
    claim.fallen.push_back(absl::StrCat(withheld, " more withheld"));
  }
  return absl::OkStatus();
}

absl::StatusOr<DossierClaim> DossierClaims::ClaimOf(ClaimId id) {
  ASSIGN_OR_RETURN(const Json trace, tracer_.Trace(id));
  ASSIGN_OR_RETURN(const Event event, opened_.log().Get(EventOf(id)));
  const auto* record = std::get_if<Claim>(&event.record);
  if (record == nullptr) return absl::DataLossError("not a claim");
  DossierClaim claim;
  ASSIGN_OR_RETURN(claim.key, OutgoingKeyOf(EventOf(id)));
  claim.event = id.value();
  ASSIGN_OR_RETURN(claim.report, KeyOf(EventOf(record->report)));
  for (const Speaker& speaker : record->attribution) {
    ASSIGN_OR_RETURN(std::string key, KeyOf(EventOf(speaker.source)));
    claim.attribution.push_back({std::move(key),
                                 speaker.basis == Basis::kUnstated
                                     ? ""
                                     : std::string(NameOf(speaker.basis)),
                                 speaker.said});
  }
  if (record->hedge != Hedge::kStated) {
    claim.hedge = std::string(NameOf(record->hedge));
  }
  const std::string standing = FieldText(trace, "standing");
  if (standing != NameOf(Liveness::kLive)) claim.standing = standing;
  claim.proposed = standing == NameOf(Liveness::kProposed);
  ASSIGN_OR_RETURN(claim.quote, QuoteOf(*record));
  claim.citation = FieldText(trace, "citation");
  claim.as_stated = record->as_stated;
  LeaveOutWords(id, claim);
  RETURN_IF_ERROR(AddUpstream(trace, claim));
  RETURN_IF_ERROR(AddFallen(trace, claim));
  shown_.insert(EventOf(id));
  return claim;
}

}  // namespace attest
