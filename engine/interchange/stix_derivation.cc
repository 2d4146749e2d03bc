#include "engine/interchange/stix_derivation.h"

#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/outgoing_decision.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// What stands between one and what it comes from.
absl::string_view Verb(How how) {
  switch (how) {
    case How::kReprint:
      return "is a reprint of";
    case How::kTranslation:
      return "is a translation of";
    case How::kSummary:
      return "is a summary of";
    case How::kQuotation:
      return "quotes";
    case How::kCitation:
      return "cites";
    case How::kCompilation:
      return "is compiled from";
    case How::kRevision:
      return "is a revision of";
    case How::kSameCapture:
      return "goes back to the same capture as";
    case How::kSameWitness:
      return "goes back to the same witness as";
    case How::kSameFootage:
      return "goes back to the same footage as";
    case How::kSameDocument:
      return "goes back to the same document as";
    case How::kSameOwner:
      break;
  }
  return "has the same owner as";
}

}  // namespace

void StixDerivation::BringSources() {
  const View& view = outgoing_.view();
  std::vector<SourceId> pending;
  const auto add = [&](SourceId id) {
    if (outgoing_.keys().IsWithheld(id) || outgoing_.sources().contains(id)) {
      return;
    }
    outgoing_.AddSource(id);
    pending.push_back(id);
  };
  const auto add_upstream = [&](const std::vector<Upstream>& upstream) {
    for (const Upstream& one : upstream) {
      if (const auto* source = std::get_if<SourceId>(&one.upstream)) {
        add(*source);
      } else {
        const auto report = std::get<ReportId>(one.upstream);
        if (!outgoing_.keys().IsWithheld(report)) {
          add(view.report(report).source);
        }
      }
    }
  };
  for (const SourceId id : outgoing_.sources()) {
    if (!outgoing_.keys().IsWithheld(id)) pending.push_back(id);
  }
  for (const auto& [id, claims] : outgoing_.reports()) {
    add_upstream(view.UpstreamOf(id));
  }
  while (!pending.empty()) {
    const SourceId id = pending.back();
    pending.pop_back();
    const std::optional<SourceId> whole = view.source(id).part_of;
    if (whole) add(*whole);
    add_upstream(view.UpstreamOf(id));
  }
}

absl::StatusOr<std::string> StixDerivation::Named(
    const SourceOrReport& upstream, std::set<EventIndex>& events) const {
  const OutgoingKeys& keys = outgoing_.keys();
  if (const auto* source = std::get_if<SourceId>(&upstream)) {
    if (keys.IsWithheld(*source)) return std::string("a withheld source");
    events.insert(EventIndex(source->value()));
    ASSIGN_OR_RETURN(const std::string name, words_.NameOfSource(*source));
    return SetApart(name);
  }
  const auto report = std::get<ReportId>(upstream);
  if (keys.IsWithheld(report)) return std::string("a withheld report");
  const ReportInfo info = outgoing_.view().report(report);
  // Its title would tell who a withheld publisher is.
  if (keys.IsWithheld(info.source)) {
    return std::string("a report of a withheld source");
  }
  events.insert(EventIndex(report.value()));
  events.insert(EventIndex(info.source.value()));
  ASSIGN_OR_RETURN(const std::string key, keys.KeyOf(report));
  ASSIGN_OR_RETURN(const std::string publisher,
                   words_.NameOfSource(info.source));
  // The title too may be from a source that is withheld.
  ASSIGN_OR_RETURN(const Report out,
                   OutgoingReport(log_, outgoing_.view(), keys, report));
  const bool is_blank = absl::StripAsciiWhitespace(out.title).empty();
  return absl::StrCat("the report ", SetApart(is_blank ? key : out.title),
                      " of ", SetApart(publisher));
}

absl::StatusOr<std::string> StixDerivation::InWords(
    const std::vector<Upstream>& upstream, std::set<EventIndex>& events) const {
  std::string text;
  for (const Upstream& one : upstream) {
    ASSIGN_OR_RETURN(const std::string named, Named(one.upstream, events));
    absl::StrAppend(&text, text.empty() ? "" : " ", "It ", Verb(one.how), " ",
                    named, ".");
  }
  return text;
}

absl::Status StixDerivation::SetFacts(const std::vector<Upstream>& upstream,
                                      StixJson& facts) const {
  StixJson list = StixJson::array();
  for (const Upstream& one : upstream) {
    const auto* const source = std::get_if<SourceId>(&one.upstream);
    const auto* const report = std::get_if<ReportId>(&one.upstream);
    ASSIGN_OR_RETURN(std::string key, source != nullptr
                                          ? outgoing_.keys().KeyOf(*source)
                                          : outgoing_.keys().KeyOf(*report));
    StixJson entry;
    if (source != nullptr && outgoing_.sources().contains(*source)) {
      entry["upstream_ref"] = ids_.OfKey("identity", key);
    } else if (report != nullptr && outgoing_.reports().contains(*report)) {
      entry["upstream_ref"] = ids_.OfKey("report", key);
    }
    entry["key"] = std::move(key);
    entry["how"] = std::string(NameOf(one.how));
    list.push_back(std::move(entry));
  }
  if (!list.empty()) facts["derived_from"] = std::move(list);
  return absl::OkStatus();
}

}  // namespace attest
