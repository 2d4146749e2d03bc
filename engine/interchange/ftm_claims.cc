#include "engine/interchange/ftm_claims.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/ftm_dates.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/interchange/ftm_notes.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMostRelations = 10'000;  // of one edge, in one data set

// By which an entity is shown that has no caption: the first of these.
constexpr std::array<absl::string_view, 9> kNaming = {
    "name",          "full",      "title",  "fileName", "alias",
    "accountNumber", "publicKey", "number", "weakAlias"};

constexpr std::array<absl::string_view, 5> kNames = {
    "name", "alias", "weakAlias", "previousName", "abbreviation"};

template <class List>
bool Holds(const List& list, absl::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::string JsonText(absl::string_view text) {
  std::string json;
  AppendJsonString(text, json);
  return json;
}

bool IsOfRecord(const FtmStatement& statement) {
  return statement.origin == kFtmRecordOrigin;
}

std::string NameOf(const FtmRecord& record) {
  if (!record.caption.empty()) return record.caption;
  for (const FtmStatement& statement : record.statements) {
    if (IsOfRecord(statement) && statement.property == "name") {
      return statement.value;
    }
  }
  for (absl::string_view property : kNaming) {
    for (const FtmStatement& statement : record.statements) {
      if (statement.property == property) return statement.value;
    }
  }
  return record.id;
}

// What stands beside the value of `statement`.
JsonFields NoteFields(const FtmStatement& statement) {
  const bool is_instant = !FtmInstant(statement.first_seen).empty();
  JsonFields note;
  note.Text("lang", statement.lang)
      .Text("origin", statement.origin)
      .Text("first_seen", is_instant ? "" : statement.first_seen)
      .Text("last_seen", statement.last_seen);
  return note;
}

FtmClaim ClaimOf(const FtmRecord& record, const FtmStatement& statement) {
  FtmClaim claim;
  claim.row = statement.row;
  claim.subject = KeyOfFtmId(record.id);
  claim.as_stated = statement.original;
  claim.cell = absl::StrCat(statement.schema, ":", statement.property);
  claim.page = statement.id;
  claim.recorded = FtmInstant(statement.first_seen);
  claim.is_external = statement.is_external;
  return claim;
}

// That there is the entity, as the other statements of one data set have it:
// of the nearest of their schemata, in whatever order they come. What nobody
// has accepted counts only where there is nothing else.
FtmStatement ExistsBy(const FtmRecord& record,
                      const std::vector<const FtmStatement*>& statements) {
  const bool is_external =
      std::all_of(statements.begin(), statements.end(),
                  [](const FtmStatement* one) { return one->is_external; });
  std::map<absl::string_view, const FtmStatement*> by_schema;
  for (const FtmStatement* statement : statements) {
    if (statement->is_external == is_external) {
      by_schema.emplace(statement->schema, statement);
    }
  }
  const FtmStatement* nearest = by_schema.begin()->second;
  for (const auto& [name, statement] : by_schema) {
    const FtmSchema* const schema = FindFtmSchema(name);
    if (schema != nullptr && IsFtm(*schema, nearest->schema)) {
      nearest = statement;
    }
  }
  FtmStatement same = *nearest;
  same.id.clear();
  same.property = "id";
  same.value = record.id;
  same.lang.clear();
  same.original.clear();
  return same;
}

// By which a claim of one value is known.
std::string WhatOf(FtmDefined& defined, const FtmStatement& statement) {
  return defined.DigitsOf({"value", statement.entity, statement.property,
                           statement.value, statement.lang});
}

std::string ClaimLine(const FtmClaim& claim, absl::string_view key,
                      absl::string_view report, absl::string_view predicate) {
  const absl::string_view ends =
      claim.real_start
          ? (claim.real_end ? R"(["start","end"])" : R"(["start"])")
      : claim.real_end ? absl::string_view(R"(["end"])")
                       : "";
  return JsonFields()
      .Json("type", "\"claim\"")
      .Text("id", key)
      .Text("report", report)
      .Text("subject", claim.subject)
      .Text("predicate", predicate)
      .Text("object", claim.object)
      .Json("value", claim.value)
      .Text("valid", claim.valid)
      .Json("real_ends", ends)
      .Text("as_stated", claim.as_stated)
      .Json("citation", JsonFields()
                            .Text("cell", claim.cell)
                            .Text("page", claim.page)
                            .Json("row", absl::StrCat(claim.row))
                            .Take())
      .Json("extracted_by",
            claim.is_external
                ? R"({"agent":"attest import ftm","method":"model"})"
                : R"({"agent":"attest import ftm","method":"import"})")
      .Text("recorded", claim.recorded)
      .Text("note", claim.note)
      .Take();
}

}  // namespace

absl::Status FtmClaims::AddRecord(const FtmRecord& record) {
  const FtmSchema* const schema = FindFtmSchema(record.schema);
  if (schema == nullptr) return absl::OkStatus();  // told of before
  RETURN_IF_ERROR(WarnOfSchemata(record, *schema));
  ASSIGN_OR_RETURN(const std::vector<Said> all, ByDataset(record));
  if (schema->use == FtmUse::kEdge) {
    for (const Said& said : all) {
      RETURN_IF_ERROR(AddEdge(record, *schema, said));
    }
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(AddEntity(record, *schema));
  for (const Said& said : all) {
    RETURN_IF_ERROR(AddNode(record, *schema, said));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<FtmClaims::Said>> FtmClaims::ByDataset(
    const FtmRecord& record) {
  std::vector<Said> all;
  absl::flat_hash_map<std::string, size_t> places;
  for (const FtmStatement& statement : record.statements) {
    if (IsOfRecord(statement)) continue;
    std::string dataset = statement.dataset;
    if (dataset.empty()) {
      dataset = std::string(kUnnamedFtmDataset);
      RETURN_IF_ERROR(defined_.Warn(
          statement.row, "datasets", "no data set; taken for one", dataset,
          "the data set that says so: all that have none are one source"));
    } else if (absl::StrContains(dataset, '+')) {
      RETURN_IF_ERROR(defined_.Warn(
          statement.row, "datasets",
          "several data sets, which do not tell which says what; taken for one "
          "source",
          dataset, "statements, which do"));
    }
    const auto [place, is_new] = places.try_emplace(dataset, all.size());
    if (is_new) {
      all.push_back({.dataset = dataset,
                     .report = reports_.KeyOf(dataset, record.id),
                     .provenance = provenances_.Of(dataset, record.id),
                     .statements = {}});
      RETURN_IF_ERROR(reports_.Bind(statement.row, all.back().report,
                                    all.back().provenance));
    }
    all[place->second].statements.push_back(&statement);
  }
  return all;
}

absl::Status FtmClaims::WarnOfSchemata(const FtmRecord& record,
                                       const FtmSchema& schema) {
  if (schema.use == FtmUse::kOther) {
    RETURN_IF_ERROR(defined_.Warn(
        record.row, "schema",
        "no kind of entity fits this schema; kept as an incident, the schema "
        "in ftm:schema",
        schema.name, "a person, organization, place or event"));
  }
  for (const FtmStatement& statement : record.statements) {
    if (statement.schema == record.schema || IsFtm(schema, statement.schema)) {
      continue;
    }
    return defined_.Warn(statement.row, "schema",
                         "schemata of one entity that do not go "
                         "together",
                         statement.schema,
                         absl::StrCat("one that is extended by ", schema.name));
  }
  return absl::OkStatus();
}

absl::Status FtmClaims::AddBareEntity(uint64_t row, absl::string_view id,
                                      EntityKind kind, absl::string_view name) {
  const std::string key = KeyOfFtmId(id);
  return defined_
      .Define(row, key,
              [&]() -> absl::StatusOr<std::string> {
                return JsonFields()
                    .Json("type", "\"entity\"")
                    .Text("id", key)
                    .Text("kind", attest::NameOf(kind))
                    .Text("name", name)
                    .Take();
              })
      .status();
}

absl::Status FtmClaims::AddJoined(uint64_t row, absl::string_view canonical,
                                  absl::string_view id) {
  // Whichever of them the file has as the one that the other was joined to.
  const std::string key = absl::StrCat(
      "identity:ftm:", defined_.DigitsOf({"joined", std::min(canonical, id),
                                          std::max(canonical, id)}));
  return defined_
      .Define(row, key,
              [&]() -> absl::StatusOr<std::string> {
                return JsonFields()
                    .Json("type", "\"identity\"")
                    .Text("id", key)
                    .Json("judgement", "\"same\"")
                    .Json("entities",
                          absl::StrCat("[", JsonText(KeyOfFtmId(canonical)),
                                       ",", JsonText(KeyOfFtmId(id)), "]"))
                    .Json("reason", "\"joined in the file\"")
                    .Take();
              })
      .status();
}

absl::Status FtmClaims::AddEntity(const FtmRecord& record,
                                  const FtmSchema& schema) {
  ASSIGN_OR_RETURN(const std::optional<EntityKind> known,
                   defined_.KindOf(record.id));
  const EntityKind kind = known.value_or(KindOfFtm(schema.use));
  if (kind != KindOfFtm(schema.use)) {
    RETURN_IF_ERROR(defined_.Warn(
        record.row, "schema", "an entity that is of another kind already",
        record.id, std::string(attest::NameOf(kind))));
  }
  const std::string name = NameOf(record);
  std::set<std::string> joined(record.referents.begin(),
                               record.referents.end());
  joined.erase(record.id);
  std::set<std::string> canonical;
  for (const FtmStatement& statement : record.statements) {
    if (!statement.canonical.empty()) canonical.insert(statement.canonical);
  }
  canonical.erase(record.id);
  // What is defined first is what a group is shown by.
  for (const std::string& id : canonical) {
    ASSIGN_OR_RETURN(const std::optional<EntityKind> other,
                     defined_.KindOf(id));
    RETURN_IF_ERROR(AddBareEntity(record.row, id, other.value_or(kind), name));
  }
  RETURN_IF_ERROR(AddBareEntity(record.row, record.id, kind, name));
  for (const std::string& id : canonical) {
    RETURN_IF_ERROR(AddJoined(record.row, id, record.id));
  }
  for (const std::string& id : joined) {
    ASSIGN_OR_RETURN(const std::optional<EntityKind> other,
                     defined_.KindOf(id));
    RETURN_IF_ERROR(AddBareEntity(record.row, id, other.value_or(kind), name));
    RETURN_IF_ERROR(AddJoined(record.row, record.id, id));
  }
  return absl::OkStatus();
}

absl::Status FtmClaims::AddNode(const FtmRecord& record,
                                const FtmSchema& schema, const Said& said) {
  ASSIGN_OR_RETURN(const bool is_placed, AddCoordinates(record, said));
  bool has_schema = false;
  for (const FtmStatement* statement : said.statements) {
    if (IsFtmProvenance(statement->property)) continue;
    if (is_placed && (statement->property == "latitude" ||
                      statement->property == "longitude")) {
      continue;
    }
    has_schema = has_schema || statement->property == "id";
    RETURN_IF_ERROR(AddValue(record, schema, said, *statement));
  }
  if (has_schema) return absl::OkStatus();
  // Whoever says anything of an entity says what it is.
  return AddValue(record, schema, said, ExistsBy(record, said.statements));
}

absl::Status FtmClaims::AddValue(const FtmRecord& record,
                                 const FtmSchema& schema, const Said& said,
                                 const FtmStatement& statement) {
  FtmClaim claim = ClaimOf(record, statement);
  JsonFields note = NoteFields(statement);
  if (statement.property == "id") {
    claim.predicate = std::string(kFtmSchemaPredicate);
    claim.value = JsonText(statement.schema);
    claim.note = FtmNote(std::move(note));
    return HandOut(said, std::move(claim),
                   defined_.DigitsOf({"schema", record.id, statement.schema}));
  }
  const FtmProperty* property = FindFtmProperty(schema, statement.property);
  const FtmSchema* const stated = FindFtmSchema(statement.schema);
  if (property == nullptr && stated != nullptr) {
    property = FindFtmProperty(*stated, statement.property);
  }
  if (property == nullptr) {
    RETURN_IF_ERROR(defined_.Warn(
        statement.row, statement.property,
        "a property that the schema does not have; kept as a text",
        absl::StrCat(schema.name, ":", statement.property),
        "a property of the FollowTheMoney model"));
  }
  const FtmType type = property == nullptr ? FtmType::kText : property->type;
  if (type == FtmType::kEntity) {
    claim.predicate = FtmPredicate(statement.property, FtmRange::kEntity);
    claim.range = FtmRange::kEntity;
    claim.object = KeyOfFtmId(statement.value);
    RETURN_IF_ERROR(KindOfReferred(statement, property->range).status());
  } else if (type == FtmType::kDate) {
    RETURN_IF_ERROR(SetDate(statement, claim, note));
  } else {
    claim.predicate = Holds(kNames, statement.property) ? "known_as"
                      : statement.property == "position"
                          ? "holds_role"
                          : FtmPredicate(statement.property, FtmRange::kText);
    claim.value = JsonText(statement.value);
  }
  claim.note = FtmNote(std::move(note));
  return HandOut(said, std::move(claim), WhatOf(defined_, statement));
}

absl::Status FtmClaims::SetDate(const FtmStatement& statement, FtmClaim& claim,
                                JsonFields& note) {
  const std::string date = FtmDate(statement.value);
  if (date.empty()) {
    // What is no date is still what the data set says.
    claim.predicate = absl::StrCat(
        FtmPredicate(statement.property, FtmRange::kText), ":text");
    claim.value = JsonText(statement.value);
    return defined_.Warn(statement.row, statement.property,
                         "no date; kept as a text", statement.value,
                         "2014, 2014-07, 2014-07-25 or a time of a day");
  }
  if (date != statement.value) note.Text("value", statement.value);
  ASSIGN_OR_RETURN(const std::optional<EntityKind> kind,
                   defined_.KindOf(statement.entity));
  if (statement.property == "deathDate" && kind == EntityKind::kPerson) {
    claim.predicate = "deceased";
    claim.value = "true";
    claim.valid = date;
    return absl::OkStatus();
  }
  const FtmSchema* const schema = FindFtmSchema(statement.schema);
  if (statement.property == "date" && schema != nullptr &&
      schema->use == FtmUse::kIncident && kind == EntityKind::kIncident) {
    claim.predicate = "happened_on";
  } else {
    claim.predicate = FtmPredicate(statement.property, FtmRange::kDate);
    claim.range = FtmRange::kDate;
  }
  claim.value = JsonText(date);
  return absl::OkStatus();
}

absl::StatusOr<bool> FtmClaims::AddCoordinates(const FtmRecord& record,
                                               const Said& said) {
  ASSIGN_OR_RETURN(const std::optional<EntityKind> kind,
                   defined_.KindOf(record.id));
  if (kind != EntityKind::kPlace) return false;
  const FtmStatement* latitude = nullptr;
  const FtmStatement* longitude = nullptr;
  size_t count = 0;
  for (const FtmStatement* statement : said.statements) {
    const bool is_latitude = statement->property == "latitude";
    if (!is_latitude && statement->property != "longitude") continue;
    (is_latitude ? latitude : longitude) = statement;
    ++count;
  }
  if (latitude == nullptr || longitude == nullptr || count != 2 ||
      latitude->is_external != longitude->is_external) {
    return false;
  }
  double lat = 0;
  double lon = 0;
  if (!absl::SimpleAtod(latitude->value, &lat) || !(lat >= -90 && lat <= 90) ||
      !absl::SimpleAtod(longitude->value, &lon) ||
      !(lon >= -180 && lon <= 180)) {
    return false;
  }
  FtmClaim claim = ClaimOf(record, *latitude);
  claim.cell = absl::StrCat(latitude->schema, ":latitude longitude");
  claim.page.clear();
  claim.predicate = "coordinates";
  claim.as_stated = absl::StrCat(latitude->value, " ", longitude->value);
  std::string point = "{\"lat\":";
  AppendJsonNumber(lat, point);
  point += ",\"lon\":";
  AppendJsonNumber(lon, point);
  claim.value = point + "}";
  claim.note = FtmNote(NoteFields(*latitude));
  RETURN_IF_ERROR(
      HandOut(said, std::move(claim),
              defined_.DigitsOf(
                  {"point", record.id, latitude->value, longitude->value})));
  return true;
}

absl::Status FtmClaims::AddEdge(const FtmRecord& record,
                                const FtmSchema& schema, const Said& said) {
  std::vector<const FtmStatement*> sources;
  std::vector<const FtmStatement*> targets;
  std::map<std::string, std::set<std::string>> others;
  for (const FtmStatement* statement : said.statements) {
    const std::string& property = statement->property;
    if (property == schema.source) {
      sources.push_back(statement);
    } else if (property == schema.target) {
      targets.push_back(statement);
    } else if (property != "id" && !IsFtmProvenance(property)) {
      others[property].insert(statement->value);
    }
    const absl::string_view beside =
        !statement->lang.empty()      ? absl::string_view("lang")
        : statement->original.empty() ? ""
                                      : "original_value";
    if (!beside.empty()) {
      RETURN_IF_ERROR(
          defined_.Warn(statement->row, beside,
                        "what stands beside a property of an edge; left out",
                        property, "nothing: an edge is one claim"));
    }
  }
  if (sources.empty() || targets.empty()) {
    return defined_.Warn(
        record.row,
        std::string(sources.empty() ? schema.source : schema.target),
        absl::StrCat(schema.name, " without one of its ends; left out"),
        record.id, "both ends, in one data set");
  }
  if (sources.size() * targets.size() > kMostRelations) {
    return defined_.Fault(
        record.row, std::string(schema.source), "too many ends of one edge",
        record.id, absl::StrCat("at most ", kMostRelations, " pairs of them"));
  }
  FtmClaim claim = ClaimOf(record, *sources.front());
  claim.is_edge = true;
  claim.as_stated.clear();
  claim.cell = std::string(schema.name);
  claim.page = record.id;
  const FtmValidity validity = TakeFtmValidity(others);
  claim.valid = validity.edtf;
  claim.real_start = validity.has_start;
  claim.real_end = validity.has_end;
  if (!validity.warning.empty()) {
    RETURN_IF_ERROR(defined_.Warn(record.row, "startDate", validity.warning,
                                  record.id, "one period"));
  }
  for (const char* said_as : {"role", "relationship"}) {
    const auto words = others.find(said_as);
    if (words != others.end() && words->second.size() == 1) {
      claim.as_stated = *words->second.begin();
    }
  }
  for (const FtmStatement* source : sources) {
    for (const FtmStatement* target : targets) {
      RETURN_IF_ERROR(
          AddRelation(record, schema, said, *source, *target, claim, others));
    }
  }
  return absl::OkStatus();
}

absl::Status FtmClaims::AddRelation(
    const FtmRecord& record, const FtmSchema& schema, const Said& said,
    const FtmStatement& source, const FtmStatement& target, FtmClaim claim,
    const std::map<std::string, std::set<std::string>>& others) {
  const FtmProperty* const from = FindFtmProperty(schema, schema.source);
  const FtmProperty* const to = FindFtmProperty(schema, schema.target);
  ASSIGN_OR_RETURN(const EntityKind source_kind,
                   KindOfReferred(source, from->range));
  ASSIGN_OR_RETURN(const EntityKind target_kind,
                   KindOfReferred(target, to->range));
  claim.subject = KeyOfFtmId(source.value);
  claim.object = KeyOfFtmId(target.value);
  claim.predicate = FtmEdgePredicate(schema, source_kind, target_kind);
  claim.range = FtmRange::kEntity;
  claim.is_external = source.is_external || target.is_external;
  JsonFields note = NoteFields(source);
  const std::string more = others.empty() ? "" : FtmValuesJson(others);
  note.Json("properties", more);
  claim.note = FtmNote(std::move(note));
  return HandOut(
      said, claim,
      defined_.DigitsOf({"edge", record.id, schema.name, source.value,
                         target.value, claim.valid, more}));
}

absl::StatusOr<EntityKind> FtmClaims::KindOfReferred(
    const FtmStatement& statement, EntityKind range) {
  ASSIGN_OR_RETURN(const std::optional<EntityKind> known,
                   defined_.KindOf(statement.value));
  if (known) return *known;
  defined_.NoteKind(statement.value, range);
  RETURN_IF_ERROR(defined_.Warn(
      statement.row, statement.property,
      "an entity that is not in the files; made with its id for its name",
      statement.value, "the entity itself"));
  RETURN_IF_ERROR(
      AddBareEntity(statement.row, statement.value, range, statement.value));
  return range;
}

absl::Status FtmClaims::HandOut(const Said& said, FtmClaim claim,
                                absl::string_view what) {
  const auto mapped = map_.predicates.find(claim.predicate);
  const bool is_own = mapped == map_.predicates.end() &&
                      absl::StartsWith(claim.predicate, "ftm:");
  const std::string& predicate =
      mapped == map_.predicates.end() ? claim.predicate : mapped->second;
  const std::string key = absl::StrCat(
      "claim:ftm:",
      defined_.DigitsOf({"claim", said.dataset, what, predicate, claim.object,
                         claim.is_external ? "external" : ""}));
  return defined_
      .Define(claim.row, key,
              [&]() -> absl::StatusOr<std::string> {
                RETURN_IF_ERROR(reports_.Define(claim.row, said.report,
                                                said.dataset, said.provenance));
                if (is_own) {
                  RETURN_IF_ERROR(
                      defined_
                          .Define(claim.row, predicate,
                                  [&]() -> absl::StatusOr<std::string> {
                                    return FtmPredicateLine(
                                        predicate, claim.range, claim.is_edge);
                                  })
                          .status());
                }
                return ClaimLine(claim, key, said.report, predicate);
              })
      .status();
}

}  // namespace attest
