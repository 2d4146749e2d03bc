#include "engine/shown_by_texts.h"

#include <algorithm>
#include <optional>

#include "engine/corroboration/reprint_finder.h"
#include "engine/text/folded_text.h"

namespace attest {
namespace {

bool LiesIn(const ByteRange& quote, const ByteRange& passage) {
  return quote.begin + kPassageSlackBytes >= passage.begin &&
         quote.end <= passage.end + kPassageSlackBytes;
}

// Which side of a link is a report on: is it the one asked about?
enum class Side { kFirst, kSecond };

// Has `report` a claim that what it shares bears on, as in ClaimChains?
bool BearsOnAClaim(const View& view, const TextFindings& texts,
                   const ReprintMatch& link, ReportId report, Side side) {
  const std::vector<ClaimId> claims = view.ClaimsIn(report);
  return std::any_of(claims.begin(), claims.end(), [&](ClaimId claim) {
    if (view.claim(claim).original) return false;
    const std::optional<ByteRange> quote = texts.quote_of(claim);
    return !quote || std::any_of(link.passages.begin(), link.passages.end(),
                                 [&](const SharedPassage& passage) {
                                   return LiesIn(*quote, side == Side::kFirst
                                                             ? passage.first
                                                             : passage.second);
                                 });
  });
}

bool IsSaid(const View& view, ReportId from, ReportId on) {
  const std::vector<Upstream> upstream = view.UpstreamOf(from);
  const bool stands = std::any_of(
      upstream.begin(), upstream.end(),
      [&](const Upstream& one) { return one.upstream == SourceOrReport(on); });
  const EventIndex target(from.value());
  const std::vector<DecisionInfo> decisions = view.DecisionsOn(target);
  return stands ||
         std::any_of(decisions.begin(), decisions.end(),
                     [&](const DecisionInfo& decision) {
                       return decision.type == RecordType::kDependence &&
                              decision.standing && decision.target == target &&
                              decision.other == EventIndex(on.value());
                     });
}

}  // namespace

std::vector<ShownDependence> ShownByTexts(const View& view,
                                          const TextFindings& texts,
                                          absl::Span<const ReportId> reports) {
  std::vector<ShownDependence> shown;
  const auto add = [&](ReportId from, ReportId on) {
    const ShownDependence one = {from, on};
    if (std::find(shown.begin(), shown.end(), one) == shown.end()) {
      shown.push_back(one);
    }
  };
  if (!texts.links_of) return shown;
  for (const ReportId report : reports) {
    for (const ReprintMatch& link : texts.links_of(report)) {
      if (IsSaid(view, report, link.other) ||
          IsSaid(view, link.other, report)) {
        continue;
      }
      if (link.direction != ReprintDirection::kToOther &&
          BearsOnAClaim(view, texts, link, report, Side::kFirst)) {
        add(report, link.other);
      }
      if (link.direction != ReprintDirection::kFromOther &&
          BearsOnAClaim(view, texts, link, link.other, Side::kSecond)) {
        add(link.other, report);
      }
    }
  }
  return shown;
}

}  // namespace attest
