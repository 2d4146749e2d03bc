// What is told beside a statement: who denies or doubts it, what cannot hold
// together with it.

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_words.h"
#include "engine/interchange/stix_statements.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Other statements that are told of one in words; references go to all.
constexpr size_t kTold = 3;

EventIndex EventOf(ClaimId id) { return EventIndex(id.value()); }

const char* LabelOf(Stance stance) {
  switch (stance) {
    case Stance::kDenies:
      return "denial";
    case Stance::kNoComment:
      return "no-comment";
    default:
      return "doubt";
  }
}

}  // namespace

absl::StatusOr<std::string> StixStatements::IdOf(ClaimId id) const {
  const StixBeside* const beside = outgoing_.BesideOf(id);
  if (beside == nullptr) return std::string();
  ASSIGN_OR_RETURN(const std::string key, outgoing_.keys().KeyOf(id));
  return ids_.OfKey(beside->disagrees ? "opinion" : "note", key);
}

absl::StatusOr<StixJson> StixStatements::BesideIt(const StixStatement& one,
                                                  ClaimId claim) {
  const StixBeside& beside = *outgoing_.BesideOf(claim);
  const ClaimInfo info = outgoing_.view().claim(claim);
  const SourceId speaker = outgoing_.SpeakerOf(info);
  ASSIGN_OR_RETURN(const std::string id, IdOf(claim));
  ASSIGN_OR_RETURN(std::string text, words_.Sentence(one, claim));
  ASSIGN_OR_RETURN(const std::string name, words_.NameOfSource(speaker));
  std::vector<std::string> names;
  for (const ClaimId other : beside.of_one_line) {
    ASSIGN_OR_RETURN(std::string who,
                     words_.Who(outgoing_.view().claim(other)));
    if (std::find(names.begin(), names.end(), who) == names.end()) {
      names.push_back(std::move(who));
    }
  }
  if (!names.empty()) {
    absl::StrAppend(&text, " Of one line with that, and no opinion beside it: ",
                    absl::StrJoin(names, "; "), ".");
  }
  StixJson object = StixHead(id, outgoing_.view().RecordedAt(EventOf(claim)),
                             modified_, StixCaseId(ids_));
  object[beside.disagrees ? "explanation" : "content"] = text;
  SetStixList("authors", {name}, object);
  if (beside.disagrees) object["opinion"] = "disagree";
  std::vector<std::string> refs;
  for (const StatementId target : beside.targets) refs.push_back(IdOf(target));
  SetStixList("object_refs", refs, object);
  SetStixList("labels", {"claim", LabelOf(info.stance)}, object);
  ASSIGN_OR_RETURN(const std::string key, outgoing_.keys().KeyOf(claim));
  StixJson facts = StixFacts("claim", key);
  ASSIGN_OR_RETURN(facts["speaker_ref"], records_.IdOf(speaker));
  SetFacts(std::move(facts), object);
  return object;
}

absl::StatusOr<std::string> StixStatements::AccountOf(StatementId other,
                                                      Told told) {
  const bool is_here = outgoing_.FormOf(other) != StixForm::kNone;
  ASSIGN_OR_RETURN(
      StixStatement one,
      outgoing_.StatementOf(other, is_here ? StixOutgoing::Among::kChosen
                                           : StixOutgoing::Among::kAll));
  if (told == Told::kDenials) one.asserting.clear();
  if (told == Told::kAssertions) one.denying.clear();
  one.doubting.clear();
  one.fallen.clear();
  if (one.All().empty()) return std::string();
  for (const ClaimId claim : one.All()) records_.AddNamed(claim);
  return words_.Account(one);
}

absl::Status StixStatements::AddConflicts(const StixStatement& one,
                                          std::string& text, StixJson& facts) {
  std::vector<std::string> refs;
  size_t told = 0;
  size_t untold = 0;
  for (const StatementId other : outgoing_.AgainstOf(one.id).conflicts) {
    if (outgoing_.FormOf(other) == StixForm::kNone) {
      ++losses_
            .reworded["conflicts with statements that are not in the bundle"];
    } else {
      refs.push_back(IdOf(other));
    }
    std::string account;
    if (told < kTold) {
      ASSIGN_OR_RETURN(account, AccountOf(other, Told::kAssertions));
    }
    if (account.empty()) {
      ++untold;
      continue;
    }
    absl::StrAppend(&text, told == 0 ? " What cannot hold beside it: " : " ",
                    account);
    ++told;
  }
  if (untold > 0) {
    absl::StrAppend(&text, " ", untold, told > 0 ? " more" : "",
                    untold == 1 ? " statement" : " statements",
                    " that cannot hold beside it, not told here.");
  }
  SetStixList("conflicts_with_refs", refs, facts);
  return absl::OkStatus();
}

absl::Status StixStatements::AddAgainst(const StixStatement& one,
                                        std::string& text, StixJson& facts) {
  std::vector<std::string> refs;
  std::set<StatementId> wider;
  for (const ClaimId claim : outgoing_.AgainstOf(one.id).denials) {
    const View& view = outgoing_.view();
    wider.insert(view.FirstOf(view.claim(claim).statement));
  }
  wider.erase(one.id);
  const std::vector<StatementId> elsewhere =
      one.asserting.empty() ? std::vector<StatementId>()
                            : outgoing_.DeniedElsewhere(one);
  for (const auto& [head, others] :
       {std::pair(" It is denied with what includes it: ",
                  std::vector<StatementId>(wider.begin(), wider.end())),
        std::pair(" The same is denied with another date or place: ",
                  elsewhere)}) {
    size_t told = 0;
    for (const StatementId other : others) {
      if (outgoing_.FormOf(other) != StixForm::kNone) {
        refs.push_back(IdOf(other));
      }
      std::string account;
      if (told < kTold) {
        ASSIGN_OR_RETURN(account, AccountOf(other, Told::kDenials));
      }
      if (account.empty()) continue;
      absl::StrAppend(&text, told == 0 ? head : " ", account);
      ++told;
    }
    if (told < others.size()) {
      absl::StrAppend(&text, told == 0 ? head : " And in ",
                      others.size() - told,
                      others.size() - told == 1 ? " statement" : " statements",
                      " not told here.");
    }
  }
  SetStixList("denied_in_refs", refs, facts);
  if (one.asserting.empty() && one.figures.lines.high > 0) {
    text += " What is more precise is reported, and supports it.";
  }
  return AddConflicts(one, text, facts);
}

}  // namespace attest
