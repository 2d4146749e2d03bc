#include "engine/corroboration/reprint_finder.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMinRecurrenceLimit = 1000;
// Above that, this share of all reports.
constexpr size_t kReportsPerRecurrence = 16;

// The distinct hashes of a report.
std::vector<uint64_t> HashesOf(const std::vector<Fingerprint>& fingerprints) {
  std::vector<uint64_t> hashes;
  hashes.reserve(fingerprints.size());
  for (const Fingerprint& fingerprint : fingerprints) {
    hashes.push_back(fingerprint.hash);
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

// Tells from the reports that have a fingerprint whether it is boilerplate.
class RecurrenceJudge {
 public:
  RecurrenceJudge(const ReprintIndex& index, const ReprintRules& rules,
                  size_t limit)
      : index_(index), rules_(rules), limit_(limit) {}

  [[nodiscard]] size_t limit() const { return limit_; }

  // `reports` is nullopt when they are more than the limit.
  absl::StatusOr<bool> IsBoilerplate(
      const std::optional<std::vector<ReportId>>& reports) {
    if (!reports.has_value() || reports->size() > limit_) return true;
    if (reports->size() <= rules_.common_reports) return false;
    ASSIGN_OR_RETURN(const bool on_the_wire, SpreadsOnTheWire(*reports));
    return !on_the_wire;
  }

  absl::StatusOr<Publication> PublicationOf(ReportId report) {
    const auto [place, is_new] = publications_.try_emplace(report);
    if (is_new) {
      ASSIGN_OR_RETURN(place->second, index_.PublicationOf(report));
    }
    return place->second;
  }

 private:
  // Reports without a publisher count as being of one.
  absl::StatusOr<bool> SpreadsOnTheWire(const std::vector<ReportId>& reports) {
    absl::flat_hash_set<uint64_t> publishers;
    std::vector<int64_t> begins;
    std::vector<int64_t> ends;
    for (const ReportId report : reports) {
      ASSIGN_OR_RETURN(const Publication publication, PublicationOf(report));
      publishers.insert(publication.publisher.has_value()
                            ? publication.publisher->value()
                            : std::numeric_limits<uint64_t>::max());
      const int64_t begin = publication.days.begin;
      const int64_t end = publication.days.end;
      if (end - begin > rules_.wire_days) continue;
      begins.push_back(begin);
      ends.push_back(end);
    }
    // Two reports of each: a story and its update.
    return 2 * publishers.size() >= reports.size() &&
           2 * MostWithin(begins, ends) >= reports.size();
  }

  // How many of the ranges, none of them longer, lie in the `wire_days` that
  // have the most of them.
  [[nodiscard]] size_t MostWithin(std::vector<int64_t>& begins,
                                  std::vector<int64_t>& ends) const {
    std::sort(begins.begin(), begins.end());
    std::sort(ends.begin(), ends.end());
    size_t most = 0;
    size_t ended = 0;
    for (size_t i = 0; i < begins.size(); ++i) {
      if (i > 0 && begins[i] == begins[i - 1]) continue;
      while (ended < ends.size() &&
             ends[ended] <= begins[i] + rules_.wire_days) {
        ++ended;
      }
      // What began before has ended within these days too.
      most = std::max(most, ended - i);
    }
    return most;
  }

  const ReprintIndex& index_;
  const ReprintRules& rules_;
  size_t limit_;
  absl::flat_hash_map<ReportId, Publication> publications_;
};

ReprintDirection DirectionOf(const DayRange& report, const DayRange& other) {
  if (other.end <= report.begin) return ReprintDirection::kFromOther;
  if (report.end <= other.begin) return ReprintDirection::kToOther;
  return ReprintDirection::kUndirected;
}

// How many days certainly lie between the two.
int64_t DaysApart(const DayRange& a, const DayRange& b) {
  return std::max(int64_t{a.begin} - b.end, int64_t{b.begin} - a.end);
}

// Finds the matches of one report.
class Finder {
 public:
  Finder(const ReprintIndex& index, ReportId report, const ReprintRules& rules)
      : index_(index),
        report_(report),
        rules_(rules),
        judge_(index, rules, RecurrenceLimit(index.size())) {}

  absl::StatusOr<std::vector<ReprintMatch>> Run() {
    ASSIGN_OR_RETURN(publication_, index_.PublicationOf(report_));
    ASSIGN_OR_RETURN(fingerprints_, index_.FingerprintsOf(report_));
    RETURN_IF_ERROR(CountShared());
    KeepTelling();
    std::vector<ReprintMatch> matches;
    for (const auto& [other, shared] : shared_) {
      ASSIGN_OR_RETURN(std::optional<ReprintMatch> match,
                       MatchWith(other, shared));
      if (match.has_value()) matches.push_back(*std::move(match));
    }
    return matches;
  }

 private:
  // Takes the report's hashes that are no boilerplate, and counts for every
  // other report how many of them it has.
  absl::Status CountShared() {
    for (const uint64_t hash : HashesOf(fingerprints_)) {
      ASSIGN_OR_RETURN(const auto reports,
                       index_.ReportsWith(hash, judge_.limit()));
      ASSIGN_OR_RETURN(const bool is_boilerplate,
                       judge_.IsBoilerplate(reports));
      boilerplate_[hash] = is_boilerplate;
      if (is_boilerplate) continue;
      ++telling_;
      for (const ReportId other : *reports) {
        if (other != report_) ++shared_[other];
      }
    }
    return absl::OkStatus();
  }

  // Keeps those fingerprints of the report that are no boilerplate.
  void KeepTelling() {
    fingerprints_.erase(
        std::remove_if(fingerprints_.begin(), fingerprints_.end(),
                       [this](const Fingerprint& fingerprint) {
                         return boilerplate_.at(fingerprint.hash);
                       }),
        fingerprints_.end());
  }

  // Could `shared` fingerprints lie over a passage that is long enough?
  [[nodiscard]] bool MaySuffice(uint32_t shared) const {
    return uint64_t{shared} * kMaxPlacesOfGram *
               index_.winnowing().gram_words >=
           rules_.min_passage_words;
  }

  absl::StatusOr<std::optional<ReprintMatch>> MatchWith(ReportId other,
                                                        uint32_t shared) {
    if (!MaySuffice(shared)) return std::nullopt;
    ASSIGN_OR_RETURN(const Publication publication,
                     judge_.PublicationOf(other));
    if (rules_.window_days >= 0 &&
        DaysApart(publication_.days, publication.days) > rules_.window_days) {
      return std::nullopt;
    }
    ASSIGN_OR_RETURN(const std::vector<Fingerprint> fingerprints,
                     index_.FingerprintsOf(other));
    ReprintMatch match = {
        .other = other,
        .direction = DirectionOf(publication_.days, publication.days),
        .shared = shared,
        .of_report = telling_,
        .passages =
            FindSharedPassages(fingerprints_, fingerprints,
                               index_.winnowing().gram_words, rules_.passages)};
    if (!HasLongPassage(match.passages)) return std::nullopt;
    ASSIGN_OR_RETURN(match.of_other, CountTelling(fingerprints));
    if (match.of_other < shared) {
      return absl::DataLossError(
          absl::StrCat("reprint index: report ", other.value(),
                       ": postings without fingerprints"));
    }
    DropChanceAgreements(match.passages);
    if (!IsEnough(match)) return std::nullopt;
    return match;
  }

  [[nodiscard]] bool HasLongPassage(
      const std::vector<SharedPassage>& passages) const {
    return std::any_of(passages.begin(), passages.end(),
                       [this](const SharedPassage& passage) {
                         return passage.words >= rules_.min_passage_words;
                       });
  }

  [[nodiscard]] bool IsEnough(const ReprintMatch& match) const {
    const double containment =
        std::max(match.Containment(), match.OtherContainment());
    if (containment >= rules_.min_whole_containment) return true;
    uint64_t words = 0;
    for (const SharedPassage& passage : match.passages) words += passage.words;
    return containment >= rules_.min_containment &&
           words >= rules_.min_shared_words;
  }

  void DropChanceAgreements(std::vector<SharedPassage>& passages) const {
    const uint32_t gram_words = index_.winnowing().gram_words;
    passages.erase(std::remove_if(passages.begin(), passages.end(),
                                  [gram_words](const SharedPassage& passage) {
                                    return passage.words <= gram_words;
                                  }),
                   passages.end());
  }

  // Counts the hashes of a report that are no boilerplate.
  absl::StatusOr<uint32_t> CountTelling(
      const std::vector<Fingerprint>& fingerprints) {
    uint32_t telling = 0;
    for (const uint64_t hash : HashesOf(fingerprints)) {
      const auto [place, is_new] = boilerplate_.try_emplace(hash, false);
      if (is_new) {
        ASSIGN_OR_RETURN(const auto reports,
                         index_.ReportsWith(hash, judge_.limit()));
        ASSIGN_OR_RETURN(place->second, judge_.IsBoilerplate(reports));
      }
      if (!place->second) ++telling;
    }
    return telling;
  }

  const ReprintIndex& index_;
  ReportId report_;
  const ReprintRules& rules_;
  RecurrenceJudge judge_;
  Publication publication_;
  std::vector<Fingerprint> fingerprints_;
  uint32_t telling_ = 0;  // distinct hashes of the report, no boilerplate
  absl::btree_map<ReportId, uint32_t> shared_;
  absl::flat_hash_map<uint64_t, bool> boilerplate_;  // of the hashes met
};

}  // namespace

size_t RecurrenceLimit(size_t reports) {
  size_t power = 1;
  while (power <= reports / 2) power *= 2;
  return std::max(kMinRecurrenceLimit, power / kReportsPerRecurrence);
}

absl::StatusOr<std::vector<ReprintMatch>> FindReprints(
    const ReprintIndex& index, ReportId report, const ReprintRules& rules) {
  return Finder(index, report, rules).Run();
}

absl::StatusOr<std::vector<ReportId>> FindUnsettled(
    const ReprintIndex& index, absl::Span<const ReportId> reports,
    const ReprintRules& rules) {
  const absl::flat_hash_set<ReportId> taken_out(reports.begin(), reports.end());
  std::vector<Fingerprint> fingerprints;
  for (const ReportId report : taken_out) {
    ASSIGN_OR_RETURN(const std::vector<Fingerprint> more,
                     index.FingerprintsOf(report));
    fingerprints.insert(fingerprints.end(), more.begin(), more.end());
  }
  RecurrenceJudge judge(index, rules, RecurrenceLimit(index.size()));
  absl::btree_set<ReportId> unsettled;
  for (const uint64_t hash : HashesOf(fingerprints)) {
    // With so many more than the limit it is boilerplate without them, too.
    ASSIGN_OR_RETURN(const auto with,
                     index.ReportsWith(hash, judge.limit() + taken_out.size()));
    if (!with.has_value()) continue;
    std::vector<ReportId> without = *with;
    without.erase(std::remove_if(without.begin(), without.end(),
                                 [&taken_out](ReportId report) {
                                   return taken_out.contains(report);
                                 }),
                  without.end());
    ASSIGN_OR_RETURN(const bool before, judge.IsBoilerplate(without));
    ASSIGN_OR_RETURN(const bool after, judge.IsBoilerplate(with));
    if (before != after) unsettled.insert(without.begin(), without.end());
  }
  return std::vector<ReportId>(unsettled.begin(), unsettled.end());
}

}  // namespace attest
