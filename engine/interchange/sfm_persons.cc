#include "engine/interchange/sfm_persons.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/sfm_date.h"
#include "engine/interchange/sfm_keys.h"
#include "engine/status_macros.h"

namespace attest {

void SfmPersons::Begin(SfmTable& table) {
  Columns& c = columns_;
  c.id = table.Take(SfmParts::kText, {"id"});
  c.name = table.Take(SfmParts::kValue, {"name"});
  c.aliases = table.Take(SfmParts::kValue,
                         {"aliasesoralternativespellings", "othernames"});
  c.country = table.Take(SfmParts::kText, {"divisionid"});
  c.organization = table.Take(SfmParts::kValue, {"organization"});
  c.role = table.Take(SfmParts::kValue, {"role"});
  c.title = table.Take(SfmParts::kValue, {"title"});
  c.rank = table.Take(SfmParts::kValue, {"rank"});
  c.posting = {.first = table.Take(SfmParts::kDate, {"firstcitation"}),
               .is_start = table.Take(SfmParts::kText, {"startdate"}),
               .last = table.Take(SfmParts::kDate, {"lastcitation"}),
               .is_end = table.Take(SfmParts::kText, {"enddate"}),
               .open_ended = {}};
  c.start_context = table.Take(SfmParts::kValue, {"contextforstartdate"});
  c.end_context = table.Take(SfmParts::kValue, {"contextforenddate"});
  c.notes = table.Take(SfmParts::kText, {"notes"});
  c.birth = table.Take(SfmParts::kDate, {"dateofbirth"});
  c.death = table.Take(SfmParts::kDate, {"deathdate"});
  c.texts.clear();
  for (absl::string_view name :
       {"gender", "biography", "facebook_page", "twitter_account", "headshot",
        "wikipedia_page"}) {
    c.texts.emplace_back(absl::StrCat("sfm:", name),
                         table.Take(SfmParts::kValue, {NameOfHeading(name)}));
  }
}

absl::Status SfmPersons::AddRow(SfmTable& table, SfmLines& lines,
                                SfmSources& sources) {
  SfmRow row(table, lines, sources);
  ASSIGN_OR_RETURN(const SfmValue name, row.Read(columns_.name));
  if (name.empty()) {
    lines.AddError(table.heading(columns_.name.value),
                   "a person without a name", "nothing", "a name");
    return absl::OkStatus();
  }
  const std::string id = row.Text(columns_.id);
  const std::string country = row.Text(columns_.country);
  const std::string person =
      id.empty() ? SfmKey("person", {OrDash(country), name.text})
                 : SfmKey("person", {id});
  RETURN_IF_ERROR(lines.AddEntity(person, "person", name.text, country));
  row.SetNote(row.Text(columns_.notes));
  const SfmClaim called{
      .subject = person, .predicate = "known_as", .value = JsonText(name.text)};
  RETURN_IF_ERROR(row.AddClaims(called, name, nullptr, SfmEnds::kSeen));
  ASSIGN_OR_RETURN(const SfmValue aliases, row.Read(columns_.aliases));
  RETURN_IF_ERROR(row.AddTexts(person, "known_as", aliases));
  RETURN_IF_ERROR(AddPosting(row, person));
  RETURN_IF_ERROR(AddLife(row, person));
  return row.FinishNote(table.heading(columns_.notes.value));
}

absl::Status SfmPersons::AddPosting(SfmRow& row, const std::string& person) {
  ASSIGN_OR_RETURN(const SfmValue organization,
                   row.Read(columns_.organization));
  ASSIGN_OR_RETURN(const SfmValue role, row.Read(columns_.role));
  ASSIGN_OR_RETURN(const SfmValue title, row.Read(columns_.title));
  ASSIGN_OR_RETURN(const SfmValue rank, row.Read(columns_.rank));
  ASSIGN_OR_RETURN(const SfmSpan span, row.ReadSpan(columns_.posting));
  const bool commands =
      absl::EqualsIgnoreCase(role.text, "commander") && !organization.empty();
  std::string unit;
  if (!organization.empty()) {
    const std::string country = row.Text(columns_.country);
    ASSIGN_OR_RETURN(
        const SfmUnitNames::Unit named,
        units_.Find(organization.text, country, organization.column));
    unit = named.key;
    RETURN_IF_ERROR(row.lines().AddEntity(unit, "unit", named.name, country));
    RETURN_IF_ERROR(row.AddClaims(
        {.subject = person, .predicate = "member_of", .object = unit},
        organization, &span, SfmEnds::kOfValue));
  }
  for (const SfmCitation& citation : role.citations) {
    // Commander of what, only those say who are cited for the unit too.
    SfmClaim claim{.subject = person};
    if (commands && organization.IsCitedFrom(citation.report)) {
      claim.predicate = "commands";
      claim.object = unit;
      claim.as_stated = role.text;
    } else {
      claim.predicate = "holds_role";
      claim.value = JsonText(role.text);
    }
    RETURN_IF_ERROR(
        row.AddClaim(claim, role, citation, &span, SfmEnds::kOfValue));
  }
  // Title and rank may be older than the posting, and outlast it.
  RETURN_IF_ERROR(row.AddClaims({.subject = person,
                                 .predicate = "sfm:title",
                                 .value = JsonText(title.text)},
                                title, &span, SfmEnds::kSeen));
  RETURN_IF_ERROR(row.AddClaims({.subject = person,
                                 .predicate = "holds_rank",
                                 .value = JsonText(rank.text)},
                                rank, &span, SfmEnds::kSeen));
  const std::string& posting =
      organization.empty() ? role.text : organization.text;
  RETURN_IF_ERROR(AddContext(row, person, columns_.start_context,
                             "sfm:start_context", span.first, posting));
  RETURN_IF_ERROR(AddContext(row, person, columns_.end_context,
                             "sfm:end_context", span.last, posting));
  return row.AddDates(person, "posting", posting, span, {&organization, &role},
                      {&title, &rank});
}

absl::Status SfmPersons::AddContext(SfmRow& row, const std::string& person,
                                    const SfmColumns& columns,
                                    absl::string_view predicate,
                                    const SfmEnd& end,
                                    absl::string_view posting) {
  ASSIGN_OR_RETURN(const SfmValue context, row.Read(columns));
  const SfmClaim claim{
      .subject = person,
      .predicate = std::string(predicate),
      .value = JsonText(context.text),
      .of = std::string(posting),
      .note = posting.empty() ? std::string()
                              : absl::StrCat("of the posting at ", posting)};
  const SfmSpan at{.first = end, .last = {}, .note = ""};
  return row.AddClaims(claim, context, &at, SfmEnds::kSeen);
}

absl::Status SfmPersons::AddLife(SfmRow& row, const std::string& person) {
  for (const auto& [predicate, columns] : columns_.texts) {
    ASSIGN_OR_RETURN(const SfmValue value, row.Read(columns));
    if (value.empty()) continue;
    if (predicate == "sfm:gender") {
      RETURN_IF_ERROR(CheckIsOne(row, person, value));
    }
    RETURN_IF_ERROR(row.AddClaims({.subject = person,
                                   .predicate = predicate,
                                   .value = JsonText(value.text)},
                                  value, nullptr, SfmEnds::kSeen));
  }
  ASSIGN_OR_RETURN(const SfmEnd birth, row.ReadEnd(columns_.birth));
  if (!birth.edtf.empty()) {
    RETURN_IF_ERROR(CheckIsOne(row, person, birth.stated));
    RETURN_IF_ERROR(row.AddClaims({.subject = person,
                                   .predicate = "sfm:date_of_birth",
                                   .value = JsonText(birth.edtf)},
                                  birth.stated, nullptr, SfmEnds::kSeen));
  }
  ASSIGN_OR_RETURN(const SfmEnd death, row.ReadEnd(columns_.death));
  if (death.edtf.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckIsOne(row, person, death.stated));
  const SfmSpan at{.first = death, .last = {}, .note = ""};
  return row.AddClaims(
      {.subject = person, .predicate = "deceased", .value = "true"},
      death.stated, &at, SfmEnds::kSeen);
}

absl::Status SfmPersons::CheckIsOne(SfmRow& row, const std::string& person,
                                    const SfmValue& value) {
  if (!row.Text(columns_.id).empty()) return absl::OkStatus();
  const auto [entry, is_new] =
      said_.try_emplace(std::pair(person, value.column), value.text);
  if (is_new || entry->second == value.text) return absl::OkStatus();
  return row.lines().Warn(
      value.column, "two persons of one name and country, or a mistake",
      absl::StrCat(value.text, " and ", entry->second, " of ", person),
      "an ID for each person");
}

}  // namespace attest
