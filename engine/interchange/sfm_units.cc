#include "engine/interchange/sfm_units.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/sfm_keys.h"
#include "engine/status_macros.h"

namespace attest {

void SfmUnits::Begin(SfmTable& table) {
  Columns& c = columns_;
  c.id = table.Take(SfmParts::kText, {"id"});
  c.o_id = table.Take(SfmParts::kText, {"oid"});
  c.name = table.Take(SfmParts::kValue, {"organizationname"});
  c.aliases = table.Take(SfmParts::kValue, {"organizationothernames",
                                            "aliasesoralternativespellings"});
  c.classification =
      table.Take(SfmParts::kValue, {"organizationclassification"});
  c.country = table.Take(SfmParts::kText, {"organizationdivisionid"});
  c.notes = table.Take(SfmParts::kText, {"notes"});
  c.existence = {
      .first = table.Take(SfmParts::kDate, {"organizationdatefirstcited"}),
      .is_start = table.Take(SfmParts::kText, {"startdateoforganization"}),
      .last = table.Take(SfmParts::kDate, {"organizationdatelastcited"}),
      .is_end = {},
      .open_ended = table.Take(SfmParts::kText, {"organizationopenended"})};
  c.parent = table.Take(SfmParts::kValue, {"organizationorganizationparentid"});
  c.parent_class =
      table.Take(SfmParts::kValue, {"organizationorganizationclassification"});
  c.parent_span = {
      .first = table.Take(SfmParts::kDate,
                          {"organizationorganizationdatefirstcited"}),
      .is_start =
          table.Take(SfmParts::kText, {"startdateoforganizationorganization"}),
      .last = table.Take(SfmParts::kDate,
                         {"organizationorganizationdatelastcited"}),
      .is_end = {},
      .open_ended =
          table.Take(SfmParts::kText, {"organizationorganizationopenended"})};
  c.headquarters = table.Take(SfmParts::kValue, {"headquarters"});
  c.longitude =
      table.Take(SfmParts::kValue, {"siteexactlocationlongitudeorosmnodename"});
  c.latitude =
      table.Take(SfmParts::kText, {"siteexactlocationlatitudeorosmnodeid"});
  c.site = table.Take(SfmParts::kValue, {"sitegeonamesname"});
  c.site_id = table.Take(SfmParts::kText, {"sitegeonamesid"});
  c.admin = table.Take(SfmParts::kValue, {"siteadminlevel1geonamesname"});
  c.admin_id = table.Take(SfmParts::kText, {"siteadminlevel1geonamesid"});
  c.site_country = table.Take(SfmParts::kText, {"sitedivisionid"});
  c.site_span = {
      .first = table.Take(SfmParts::kDate, {"organizationsitedatefirstcited"}),
      .is_start = table.Take(SfmParts::kText, {"isthisthefoundingdate"}),
      .last = table.Take(SfmParts::kDate, {"organizationsitedatelastcited"}),
      .is_end = {},
      .open_ended = table.Take(SfmParts::kText, {"organizationsiteopenended"})};
  c.area = table.Take(SfmParts::kValue, {"areaofoperationsgeoname"});
  c.area_id = table.Take(SfmParts::kText, {"areaofoperationsgeonameid"});
  c.area_country = table.Take(SfmParts::kText, {"areaofoperationsdivisionid"});
  c.area_span = {
      .first = table.Take(SfmParts::kDate,
                          {"dateoffirstcitationforareaofoperations"}),
      .is_start = table.Take(SfmParts::kText, {"startdateofareaofoperation"}),
      .last = table.Take(SfmParts::kDate,
                         {"dateoflastcitationforareaofoperations"}),
      .is_end = {},
      .open_ended =
          table.Take(SfmParts::kText, {"assumeareaofoperationstocurrentdate"})};
  c.member_of =
      table.Take(SfmParts::kValue, {"organizationmembershipmemberid"});
  c.member_span = {
      .first =
          table.Take(SfmParts::kDate,
                     {"dateoffirstcitationfororganizationmembershipmemberid"}),
      .is_start =
          table.Take(SfmParts::kText, {"startdateoforganizationmembership"}),
      .last =
          table.Take(SfmParts::kDate,
                     {"dateoflastcitationfororganizationmembershipmemberid"}),
      .is_end =
          table.Take(SfmParts::kText, {"enddateoforganizationmembership"}),
      .open_ended = {}};
}

std::string SfmUnits::KeyOfRow(const SfmTable& table) const {
  for (const SfmColumns& id : {columns_.o_id, columns_.id}) {
    const absl::string_view cell = table.cell(id.value);
    if (!cell.empty()) return SfmKey("unit", {cell});
  }
  return "";
}

void SfmUnits::NoteName(const SfmTable& table) {
  const std::string key = KeyOfRow(table);
  const absl::string_view name = table.cell(columns_.name.value);
  if (key.empty() || name.empty()) return;
  names_.Add(name, table.cell(columns_.country.value), key);
}

absl::Status SfmUnits::AddRow(SfmTable& table, SfmLines& lines,
                              SfmSources& sources) {
  SfmRow row(table, lines, sources);
  ASSIGN_OR_RETURN(const SfmValue name, row.Read(columns_.name));
  if (name.empty()) {
    lines.AddError(table.heading(columns_.name.value), "a unit without a name",
                   "nothing", "a name");
    return absl::OkStatus();
  }
  const std::string country = row.Text(columns_.country);
  std::string unit = KeyOfRow(table);
  if (unit.empty()) {
    ASSIGN_OR_RETURN(SfmUnitNames::Unit named,
                     names_.Find(name.text, country, name.column));
    unit = std::move(named.key);
  } else {
    RETURN_IF_ERROR(
        names_.WarnOfUnitByName(unit, name.text, country, name.column));
  }
  RETURN_IF_ERROR(lines.AddEntity(unit, "unit", name.text, country));
  row.SetNote(row.Text(columns_.notes));

  SfmClaim called{
      .subject = unit, .predicate = "known_as", .value = JsonText(name.text)};
  RETURN_IF_ERROR(row.AddClaims(called, name, nullptr, SfmEnds::kSeen));
  ASSIGN_OR_RETURN(const SfmValue aliases, row.Read(columns_.aliases));
  RETURN_IF_ERROR(row.AddTexts(unit, "known_as", aliases));
  ASSIGN_OR_RETURN(const SfmValue classification,
                   row.Read(columns_.classification));
  RETURN_IF_ERROR(row.AddTexts(unit, "sfm:classification", classification));
  ASSIGN_OR_RETURN(const SfmSpan span, row.ReadSpan(columns_.existence));
  RETURN_IF_ERROR(row.AddDates(unit, "unit", "", span, {}));

  RETURN_IF_ERROR(AddParent(row, unit));
  RETURN_IF_ERROR(AddSites(row, unit));
  RETURN_IF_ERROR(AddArea(row, unit));
  RETURN_IF_ERROR(AddMembership(row, unit));
  return row.FinishNote(table.heading(columns_.notes.value));
}

absl::StatusOr<std::string> SfmUnits::AddNamedUnit(SfmRow& row,
                                                   const SfmValue& name) {
  const std::string country = row.Text(columns_.country);
  ASSIGN_OR_RETURN(const SfmUnitNames::Unit unit,
                   names_.Find(name.text, country, name.column));
  RETURN_IF_ERROR(row.lines().AddEntity(unit.key, "unit", unit.name, country));
  return unit.key;
}

absl::Status SfmUnits::AddParent(SfmRow& row, const std::string& unit) {
  ASSIGN_OR_RETURN(const SfmValue parent, row.Read(columns_.parent));
  ASSIGN_OR_RETURN(const SfmValue relation, row.Read(columns_.parent_class));
  ASSIGN_OR_RETURN(const SfmSpan span, row.ReadSpan(columns_.parent_span));
  if (!parent.empty()) {
    ASSIGN_OR_RETURN(const std::string above, AddNamedUnit(row, parent));
    // An informal relation puts nobody below anybody.
    const bool is_informal = absl::EqualsIgnoreCase(relation.text, "informal");
    SfmClaim claim{.subject = unit,
                   .predicate = is_informal ? "related_to" : "part_of",
                   .object = above};
    for (const SfmCitation& citation : parent.citations) {
      claim.as_stated =
          relation.IsCitedFrom(citation.report) ? relation.text : "";
      RETURN_IF_ERROR(
          row.AddClaim(claim, parent, citation, &span, SfmEnds::kOfValue));
    }
  }
  SfmClaim claim{.subject = unit,
                 .predicate = "sfm:parent_relation",
                 .value = JsonText(relation.text),
                 .of = parent.text,
                 .note = parent.empty() ? std::string()
                                        : absl::StrCat("to ", parent.text)};
  for (const SfmCitation& citation : relation.citations) {
    // What the claim of the parent says in passing has its confidence, too.
    if (parent.IsCitedFrom(citation.report) &&
        (relation.confidence.empty() ||
         relation.confidence == parent.confidence)) {
      continue;
    }
    RETURN_IF_ERROR(
        row.AddClaim(claim, relation, citation, &span, SfmEnds::kSeen));
  }
  return row.AddDates(unit, "parent", parent.text, span, {&parent},
                      {&relation});
}

absl::Status SfmUnits::AddMembership(SfmRow& row, const std::string& unit) {
  ASSIGN_OR_RETURN(const SfmValue whole, row.Read(columns_.member_of));
  ASSIGN_OR_RETURN(const SfmSpan span, row.ReadSpan(columns_.member_span));
  if (!whole.empty()) {
    ASSIGN_OR_RETURN(const std::string key, AddNamedUnit(row, whole));
    RETURN_IF_ERROR(row.AddClaims(
        {.subject = unit, .predicate = "member_of", .object = key}, whole,
        &span, SfmEnds::kOfValue));
  }
  return row.AddDates(unit, "membership", whole.text, span, {&whole});
}

absl::StatusOr<SfmUnits::Place> SfmUnits::AddPlace(SfmRow& row,
                                                   const SfmColumns& name,
                                                   const SfmColumns& id,
                                                   absl::string_view level,
                                                   absl::string_view country,
                                                   absl::string_view within) {
  Place place;
  ASSIGN_OR_RETURN(place.value, row.Read(name));
  if (place.value.empty()) return place;
  const std::string number = row.Text(id);
  place.key =
      number.empty()
          ? SfmKey("place", {level, OrDash(country), within, place.value.text})
          : SfmKey("place", {"geonames", number});
  RETURN_IF_ERROR(
      row.lines().AddEntity(place.key, "place", place.value.text, country));
  return place;
}

absl::Status SfmUnits::AddArea(SfmRow& row, const std::string& unit) {
  ASSIGN_OR_RETURN(const Place area,
                   AddPlace(row, columns_.area, columns_.area_id, "area",
                            row.Text(columns_.area_country), ""));
  ASSIGN_OR_RETURN(const SfmSpan span, row.ReadSpan(columns_.area_span));
  if (!area.key.empty()) {
    RETURN_IF_ERROR(row.AddClaims(
        {.subject = unit, .predicate = "operates_in", .object = area.key},
        area.value, &span, SfmEnds::kOfValue));
  }
  return row.AddDates(unit, "area", area.value.text, span, {&area.value});
}

}  // namespace attest
