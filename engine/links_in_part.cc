#include "engine/links_in_part.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "engine/audit/current_event.h"
#include "engine/corroboration/chain.h"
#include "engine/corroboration/reprint_finder.h"
#include "engine/corroboration/reprint_index.h"
#include "engine/model/edtf.h"
#include "engine/report_links.h"
#include "engine/shown_by_texts.h"
#include "engine/status_macros.h"
#include "engine/text/fingerprint.h"

namespace attest {
namespace {

EventIndex EventOf(ReportId report) { return EventIndex(report.value()); }

bool Says(const View& view, ReportId from, ReportId on) {
  for (const DecisionInfo& decision : view.DecisionsOn(EventOf(from))) {
    if (decision.type == RecordType::kDependence && decision.standing &&
        decision.target == EventOf(from) && decision.other == EventOf(on)) {
      return true;
    }
  }
  const std::vector<Upstream> upstream = view.UpstreamOf(from);
  return std::any_of(
      upstream.begin(), upstream.end(),
      [&](const Upstream& one) { return one.upstream == SourceOrReport(on); });
}

bool LiesIn(const ByteRange& inner, const ByteRange& outer) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

// Does `there` tell all that `here` does?
bool Covers(const ReprintMatch& there, const ReprintMatch& here) {
  return there.direction == here.direction &&
         std::all_of(here.passages.begin(), here.passages.end(),
                     [&](const SharedPassage& passage) {
                       return std::any_of(
                           there.passages.begin(), there.passages.end(),
                           [&](const SharedPassage& other) {
                             return LiesIn(passage.first, other.first);
                           });
                     });
}

const ReprintMatch* FindOther(const std::vector<ReprintMatch>& matches,
                              ReportId other) {
  const auto found = std::find_if(
      matches.begin(), matches.end(),
      [&](const ReprintMatch& match) { return match.other == other; });
  return found == matches.end() ? nullptr : &*found;
}

// A link is looked at from one side: the later of the two, or the one defined
// first where none is known to be.
bool IsOfThisSide(ReportId report, const ReprintMatch& match) {
  return match.direction == ReprintDirection::kFromOther ||
         (match.direction == ReprintDirection::kUndirected &&
          report < match.other);
}

class PartFinder {
 public:
  PartFinder(const Findings& findings, const ReportsInPart& part)
      : findings_(findings),
        view_(findings.view()),
        part_(part),
        goes_(part.reports.begin(), part.reports.end()) {}

  absl::Status Index(const EventLog& log, const ContentStore& contents) {
    for (const ReportId report : part_.reports) {
      if (!part_.with_text.contains(report)) continue;
      ASSIGN_OR_RETURN(const Event event,
                       CurrentEvent(log, view_, EventOf(report)));
      const auto* record = std::get_if<Report>(&event.record);
      if (record == nullptr) return absl::DataLossError("not a report");
      ASSIGN_OR_RETURN(const std::string text,
                       ReportLinks::TextOf(*record, contents));
      const absl::StatusOr<std::vector<Fingerprint>> fingerprints =
          FingerprintText(text, index_.winnowing());
      if (!fingerprints.ok() || fingerprints->empty()) continue;
      Publication publication = {.publisher = record->source, .days = {}};
      const absl::StatusOr<Edtf> date = Edtf::Parse(record->published);
      if (date.ok()) publication.days = date->possible();
      RETURN_IF_ERROR(index_.Add(report, publication, *fingerprints));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<LinksInPart> Find() {
    LinksInPart found;
    for (const ReportId report : part_.reports) {
      const std::vector<ReprintMatch>& here =
          findings_.texts().links_of(report);
      std::vector<ReprintMatch> there;
      ASSIGN_OR_RETURN(const bool is_indexed, index_.Contains(report));
      if (is_indexed) {
        ASSIGN_OR_RETURN(there, FindReprints(index_, report));
      }
      AddLost(report, here, there, found.lost);
      for (const ReprintMatch& match : there) {
        if (!IsOfThisSide(report, match) || IsSaid(report, match.other)) {
          continue;
        }
        const ReprintMatch* const known = FindOther(here, match.other);
        if (known == nullptr) {
          found.gained.push_back({.from = report,
                                  .on = match.other,
                                  .how = How::kReprint,
                                  .judgement = Judgement::kRejected});
        } else if (!Covers(*known, match)) {
          ++found.wider;
        }
      }
    }
    return found;
  }

 private:
  void AddLost(ReportId report, const std::vector<ReprintMatch>& here,
               const std::vector<ReprintMatch>& there,
               std::vector<Dependence>& lost) const {
    std::vector<ReportId> upstream;
    for (const ReprintMatch& match : here) {
      if (!IsOfThisSide(report, match) || !goes_.contains(match.other) ||
          IsSaid(report, match.other) || HasFallen(report) ||
          HasFallen(match.other)) {
        continue;
      }
      const ReprintMatch* const other = FindOther(there, match.other);
      if (other != nullptr && Covers(*other, match)) continue;
      if (match.direction == ReprintDirection::kUndirected) {
        lost.push_back(
            {.from = report, .on = match.other, .how = How::kSameDocument});
      } else if (BearsOnAClaim(report, match.other) && HasWays(match.other)) {
        upstream.push_back(match.other);
      }
    }
    // What the texts show is all needed; what is said is one way or the other,
    // but for compilations.
    const bool is_one = upstream.size() == 1 && !DerivesFromOthers(report);
    for (const ReportId on : upstream) {
      lost.push_back({.from = report,
                      .on = on,
                      .how = is_one ? How::kReprint : How::kCompilation});
    }
  }

  [[nodiscard]] bool IsSaid(ReportId a, ReportId b) const {
    return Says(view_, a, b) || Says(view_, b, a);
  }
  [[nodiscard]] ChainVertex VertexOf(ReportId report) const {
    return findings_.chains().VertexOf(EventOf(report));
  }
  [[nodiscard]] bool HasFallen(ReportId report) const {
    return findings_.chains().provenance().IsFallen(VertexOf(report));
  }
  [[nodiscard]] bool DerivesFromOthers(ReportId report) const {
    return !findings_.chains()
                .provenance()
                .UpstreamOf(VertexOf(report))
                .empty();
  }
  [[nodiscard]] bool BearsOnAClaim(ReportId from, ReportId on) const {
    const std::vector<ShownDependence> shown =
        ShownByTexts(view_, findings_.texts(), {&from, 1});
    return std::find(shown.begin(), shown.end(), ShownDependence{from, on}) !=
           shown.end();
  }
  // An original that all upstream of has fallen stands in no way here, and
  // would there.
  [[nodiscard]] bool HasWays(ReportId report) const {
    const ChainDrawer drawer(findings_.chains().provenance());
    const Utterance silent = {
        .report = VertexOf(report), .attribution = {}, .inferred = {}};
    const Voice voice = {.source = findings_.chains().VertexOf(
                             EventIndex(view_.report(report).source.value()))};
    Utterance spoken = silent;
    spoken.attribution = {&voice, 1};
    return !drawer.Draw(silent, {}).branches.empty() ||
           !drawer.Draw(spoken, {}).branches.empty();
  }

  const Findings& findings_;
  const View& view_;
  const ReportsInPart& part_;
  const absl::flat_hash_set<ReportId> goes_;
  ReprintIndex index_;
};

}  // namespace

absl::StatusOr<LinksInPart> FindLinksInPart(const EventLog& log,
                                            const ContentStore& contents,
                                            const Findings& findings,
                                            const ReportsInPart& part) {
  if (!findings.texts().links_of) return LinksInPart();
  PartFinder finder(findings, part);
  RETURN_IF_ERROR(finder.Index(log, contents));
  return finder.Find();
}

}  // namespace attest
