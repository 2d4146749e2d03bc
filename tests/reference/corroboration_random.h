// Random small cases for the corroboration engine: two to twelve sources and
// reports, one to ten claims on a few statements that have to do with each
// other, and decisions of every kind.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_RANDOM_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_RANDOM_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/reference/corroboration_case.h"
#include "tests/reference/corroboration_random_statements.h"
#include "tests/reference/dice.h"

namespace attest::reference {

class RandomCase {
 public:
  explicit RandomCase(uint64_t seed)
      : dice_(seed), statements_(dice_, case_, next_) {}

  RefCase Make() {
    // A quiet case has few decisions and keeps witnesses and publishers
    // apart, so that lines come about.
    quiet_ = dice_.Chance(2);
    // A clear one has little that spoils a line, and one statement.
    clear_ = quiet_ && dice_.Chance(3);
    // Two reports cite each other, and few say who told them.
    looping_ = !clear_ && dice_.Chance(5);
    MakeSourcesAndReports();
    Decide(2);
    MakeClaims();
    Decide(quiet_ ? 1 : 5);
    return std::move(case_);
  }

 private:
  // -- Sources and reports --------------------------------------------------

  void MakeSourcesAndReports() {
    uint64_t total = 2 + std::max(dice_.Below(11), dice_.Below(11));
    if (clear_) total = 10 + dice_.Below(3);
    const uint64_t most = std::min<uint64_t>(total - 1, 6);
    const uint64_t reports = 1 + std::max(dice_.Below(most), dice_.Below(most));
    for (uint64_t i = 0; i < total - reports; ++i) {
      source_keys_.push_back(absl::StrCat("src:", i));
    }
    for (uint64_t i = 0; i < reports; ++i) {
      report_keys_.push_back(absl::StrCat("rpt:", i));
    }
    dice_.Shuffle(source_keys_);
    dice_.Shuffle(report_keys_);
    KeyList order = source_keys_;
    for (const std::string& key : report_keys_) {
      case_.reports.push_back(AnyReport(key));
      const auto publisher =
          std::find(order.begin(), order.end(), case_.reports.back().publisher);
      const auto after = order.end() - publisher;
      order.insert(publisher + 1 +
                       static_cast<std::ptrdiff_t>(
                           dice_.Below(static_cast<uint64_t>(after))),
                   key);
    }
    if (looping_ && case_.reports.size() > 1) {
      case_.reports[0].derived_from = {{report_keys_[1], How::kCitation}};
      case_.reports[1].derived_from = {{report_keys_[0], How::kCitation}};
    }
    for (size_t i = 0; i < source_keys_.size(); ++i) {
      case_.sources.push_back(AnySource(i));
    }
    for (const std::string& key : order) {
      for (RefSource& source : case_.sources) {
        if (source.key == key) source.at = next_++;
      }
      for (RefReport& report : case_.reports) {
        if (report.key == key) report.at = next_++;
      }
    }
  }

  RefSource AnySource(size_t number) {
    RefSource source;
    source.key = source_keys_[number];
    source.kind = dice_.Percent(clear_ ? 10 : 35) ? dice_.Any<SourceKind>()
                                                  : SourceKind::kPerson;
    source.anonymous = dice_.Chance(clear_ ? 40 : 8);
    if (number > 0 && dice_.Chance(clear_ ? 12 : 5))
      source.part_of = source_keys_[dice_.Below(number)];
    return source;
  }

  RefReport AnyReport(const std::string& key) {
    RefReport report;
    report.key = key;
    report.publisher = AnyPublisher();
    report.published = dice_.Word(
        {"", "2012-06-01", "2012-06-02", "2012-06-03", "2012-06", "2013"});
    for (int i = 0; i < 3 && dice_.Percent(clear_   ? 10
                                           : quiet_ ? 25
                                                    : 55);
         ++i) {
      const std::string on = AnyVertex();
      bool taken = on == key;
      for (const auto& one : report.derived_from) taken |= one.on == on;
      if (!taken) report.derived_from.push_back({on, AnyDeclared(on)});
    }
    return report;
  }

  std::string AnyPublisher() {
    const size_t half = source_keys_.size() / 2;
    return quiet_ && half > 0 ? source_keys_[case_.reports.size() % half]
                              : dice_.AnyOf(source_keys_);
  }
  std::string AnySpeaker() {
    const size_t half = source_keys_.size() / 2;
    return quiet_ && !dice_.Chance(5)
               ? source_keys_[half + dice_.Below(source_keys_.size() - half)]
               : dice_.AnyOf(source_keys_);
  }

  bool IsReport(const std::string& key) { return key.starts_with("rpt:"); }

  std::string AnyVertex() {
    return dice_.Percent(40) ? dice_.AnyOf(source_keys_)
                             : dice_.AnyOf(report_keys_);
  }

  // A kind that `derived_from` can have.
  How AnyDeclared(const std::string& on) {
    if (dice_.Chance(6)) return How::kCompilation;
    return static_cast<How>(dice_.Below(IsReport(on) ? 8 : 6));
  }

  // -- Decisions ------------------------------------------------------------

  void Decide(uint64_t upto) {
    for (uint64_t left = dice_.Below(upto + 1); left > 0; --left) DecideOnce();
  }

  void DecideOnce() {
    const uint64_t at = next_++;
    switch (dice_.Below(10)) {
      case 0:
        if (const std::string key = ClaimOrReport(); !key.empty()) {
          Put(at, RefRetraction{key, Judgement::kAccepted});
          // Taken back now and then.
          if (dice_.Chance(3))
            Put(next_++, RefRetraction{key, Judgement::kRejected});
        }
        break;
      case 1:
      case 2:
        Put(at, AnyStatus());
        break;
      case 3:
      case 4:
        Put(at, AnyIdentity());
        break;
      default:
        AddDependence(at);
        break;
    }
  }

  template <class What>
  void Put(uint64_t at, What what) {
    case_.decisions.push_back({at, std::move(what)});
  }

  std::string ClaimOrReport() {
    if (dice_.Chance(3) || case_.claims.empty())
      return dice_.AnyOf(report_keys_);
    return dice_.AnyOf(case_.claims).key;
  }

  RefStatus AnyStatus() {
    RefStatus status;
    status.target =
        dice_.Chance(3) ? dice_.AnyOf(source_keys_) : ClaimOrReport();
    for (const RefClaim& claim : case_.claims) {
      if (claim.by_model && dice_.Chance(2)) status.target = claim.key;
    }
    status.value = dice_.Word({"rejected", "rejected", "accepted", "conflict"});
    if (IsModels(status.target) && dice_.Chance(2)) status.value = "accepted";
    return status;
  }
  bool IsModels(const std::string& key) {
    const RefClaim* claim = FindByKey(case_.claims, key);
    return claim != nullptr && claim->by_model;
  }

  RefIdentity AnyIdentity() {
    const KeyList& kind = statements_.AnyKind();
    RefIdentity identity;
    identity.a = dice_.AnyOf(kind);
    do identity.b = dice_.AnyOf(kind);
    while (identity.a == identity.b);
    if (dice_.Chance(3)) identity.judgement = dice_.Any<IdentityJudgement>();
    return identity;
  }

  void AddDependence(uint64_t at) {
    RefDependence dependence;
    dependence.from = AnyVertex();
    dependence.on =
        IsReport(dependence.from) ? AnyVertex() : dice_.AnyOf(source_keys_);
    if (const RefReport* report = FindByKey(case_.reports, dependence.from)) {
      // Often on a declared pair.
      if (!report->derived_from.empty() && dice_.Chance(2)) {
        dependence.on = dice_.AnyOf(report->derived_from).on;
      }
    }
    if (dependence.from == dependence.on) return;
    do dependence.how = dice_.Any<How>();
    while ((dependence.how == How::kRevision ||
            dependence.how == How::kSameCapture) &&
           !(IsReport(dependence.from) && IsReport(dependence.on)));
    const bool rejected = dice_.Chance(4);
    if (rejected) dependence.judgement = Judgement::kRejected;
    Put(at, dependence);
    // Accepted, then rejected; or the other way round.
    if (!dice_.Chance(6)) return;
    dependence.judgement =
        rejected ? Judgement::kAccepted : Judgement::kRejected;
    Put(next_++, dependence);
  }

  // -- Claims ---------------------------------------------------------------

  void MakeClaims() {
    const uint64_t count = 1 + std::max(dice_.Below(10), dice_.Below(10));
    few_ = statements_.Few();
    if (dice_.Chance(3)) apart_ = statements_.Apart();
    for (uint64_t i = 0; i < count; ++i) {
      names_.push_back(absl::StrCat("clm:", i));
    }
    dice_.Shuffle(names_);
    for (uint64_t i = 0; i < count; ++i) {
      RefClaim claim = AnyClaim(i);
      claim.at = next_++;
      case_.claims.push_back(claim);
      if (!quiet_ && dice_.Chance(8)) DecideOnce();
    }
  }

  RefClaim AnyClaim(size_t number) {
    RefClaim claim;
    claim.key = names_[number];
    claim.report = quiet_ && dice_.Chance(2)
                       ? report_keys_[number % report_keys_.size()]
                       : dice_.AnyOf(report_keys_);
    // The first statement more often, so that claims meet.
    claim.parts = number < apart_.size()           ? apart_[number]
                  : dice_.Chance(clear_ ? 30 : 10) ? statements_.Background()
                  : dice_.Chance(2) || (clear_ && dice_.Chance(2))
                      ? few_.front()
                      : dice_.AnyOf(few_);
    if (dice_.Percent(looping_ ? 12 : quiet_ ? 85 : 65)) {
      const uint64_t most = clear_ ? 1 : quiet_ ? 2 : 3;
      uint64_t left = 1 + std::min(dice_.Below(most), dice_.Below(most));
      for (; left > 0; --left) {
        claim.attribution.push_back({AnySpeaker(), AnyBasis()});
      }
    }
    claim.original = dice_.Chance(8);
    if (number > 0 && dice_.Chance(quiet_ ? 16 : 7)) {
      claim.rests_on.push_back(case_.claims[dice_.Below(number)].key);
      const std::string other = case_.claims[dice_.Below(number)].key;
      if (dice_.Chance(3) && other != claim.rests_on.front()) {
        claim.rests_on.push_back(other);
      }
    }
    if (dice_.Chance(quiet_ ? 8 : 5)) claim.stance = dice_.Any<Stance>();
    if (dice_.Chance(quiet_ ? 12 : 4)) claim.hedge = dice_.Any<Hedge>();
    claim.by_model = dice_.Chance(14);
    return claim;
  }

  Basis AnyBasis() {
    return dice_.Chance(3) ? Basis::kEyewitness : dice_.Any<Basis>();
  }

  Dice dice_;
  RefCase case_;
  uint64_t next_ = 0;
  RandomStatements statements_;
  bool quiet_ = false;
  bool clear_ = false;
  bool looping_ = false;
  KeyList source_keys_;
  KeyList report_keys_;
  KeyList names_;  // of claims
  std::vector<RefParts> few_;
  std::vector<RefParts> apart_;
};

inline RefCase RandomRefCase(uint64_t seed) { return RandomCase(seed).Make(); }

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_RANDOM_H_
