// A dossier made by hand, for tests: short defaults, and a case that has
// something of everything.

#ifndef ATTEST_TESTS_INTERCHANGE_DOSSIER_CASE_H_
#define ATTEST_TESTS_INTERCHANGE_DOSSIER_CASE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/dossier.h"

namespace attest {

inline DossierEntry EntryOf(size_t claim, std::vector<std::string> chain,
                            DossierSide side = DossierSide::kFor) {
  DossierEntry entry;
  entry.claim = claim;
  entry.side = side;
  entry.counts = side == DossierSide::kFor;
  if (entry.counts) entry.line = static_cast<uint32_t>(claim + 1);
  entry.chain = std::move(chain);
  return entry;
}

inline DossierStatement StatementOf(std::string key, std::string predicate,
                                    std::string object) {
  DossierStatement statement;
  statement.key = std::move(key);
  statement.subject = "person:omar";
  statement.label = predicate;
  statement.predicate = std::move(predicate);
  statement.object = std::move(object);
  statement.verdict = Verdict::kSingleLine;
  statement.lines = {.low = 1, .best = 1, .high = 1};
  statement.citations = 1;
  return statement;
}

// `words` stands wherever a case can put text.
inline Dossier DossierOf(const std::string& words) {
  Dossier dossier;
  dossier.origin = absl::StrCat("attest/", words);
  dossier.position = 7;
  dossier.recorded_at = "2026-01-02T03:04:05Z";
  dossier.root = "AAAA";
  dossier.checkpoint = absl::StrCat(words, "\n7\nAAAA\n");
  dossier.verifier_key = absl::StrCat(words, "+key");
  dossier.records["person:omar"] = {words, "person", "", false, false};
  dossier.records["unit:guard"] = {words, "unit", "", false, false};
  dossier.records["place:harbour"] = {words, "place", "", false, false};
  dossier.records["src:post"] = {words, "outlet", words, false, false};
  dossier.records["src:omar"] = {words, "witness", "ar", true, false};
  dossier.records["rpt:1"] = {words, "report", "en", false, false};
  dossier.records["#0123"] = {"", "", "", false, true};
  DossierReport& report = dossier.reports["rpt:1"];
  report = {words, "src:post", "2011-06~", words, words,
            words, words,      "ff",       "ee",  3};
  DossierSection section;
  section.key = "person:omar";
  section.keys = {"person:omar"};
  section.type = "entity";
  section.kind = "person";
  section.names = {{words, "en"}, {words, words}};
  DossierClaim claim;
  claim.key = words;
  claim.event = 4;
  claim.report = "rpt:1";
  claim.attribution = {{"src:omar", "eyewitness", "2011-06-10"}};
  claim.hedge = "alleged";
  claim.quote = DossierQuote{words, words, words, "bytes 1 to 2"};
  claim.citation = words;
  claim.as_stated = words;
  claim.upstream = {words};
  claim.fallen = {words};
  section.claims = {claim, claim, claim};
  DossierStatement first = StatementOf("stm:1", "member_of", "unit:guard");
  first.valid = "[..2011-06-10]";
  first.place = "place:harbour";
  first.verdict = Verdict::kContested;
  first.conflicts = {{"stm:2", words, words}};
  first.ratings = {words};
  first.single_points = {"src:post", "rpt:1"};
  first.unknown_origins = {"src:post"};
  first.withheld.supporting = 1;
  first.entries = {EntryOf(0, {"src:omar", "#0123", "src:post", "rpt:1"}),
                   EntryOf(1, {"src:post", "rpt:1"}, DossierSide::kAgainst),
                   EntryOf(2, {"src:post", "rpt:1"}, DossierSide::kUncounted)};
  first.entries[2].reason = words;
  DossierStatement second = StatementOf("stm:2", "holds_rank", "");
  second.value = words;
  second.valid = "2011-03/2012";
  second.entries = {EntryOf(0, {"src:omar", "src:post", "rpt:1"})};
  section.statements = {first, second};
  section.places = {{"place:harbour",
                     {35.5, 35.7, 2000, false},
                     "stm:3",
                     Verdict::kSingleLine},
                    {"place:harbour",
                     {35.6, 35.8, 9000, true},
                     "stm:4",
                     Verdict::kContested}};
  section.statements_withheld = 2;
  section.claims_withheld = 1;
  section.redacted = 1;
  dossier.sections = {section, section};
  return dossier;
}

}  // namespace attest

#endif  // ATTEST_TESTS_INTERCHANGE_DOSSIER_CASE_H_
