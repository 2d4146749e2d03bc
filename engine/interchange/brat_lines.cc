#include "engine/interchange/brat_lines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "engine/interchange/brat_words.h"
#include "engine/interchange/claims_csv_cells.h"
#include "engine/interchange/import_keys.h"
#include "engine/interchange/json_fields.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kExtractedBy =
    R"({"agent":"brat","method":"manual"})";
constexpr size_t kHexBytes = 10;

// What a key of this kind begins with.
absl::string_view PrefixOf(EntityKind kind) {
  return kind == EntityKind::kOrganization ? "org" : NameOf(kind);
}

BratSpan Cover(BratSpan a, BratSpan b) {
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

// Arguments of one role are numbered: Theme, Theme2.
std::string BareRole(absl::string_view role) {
  while (!role.empty() &&
         absl::ascii_isdigit(static_cast<unsigned char>(role.back()))) {
    role.remove_suffix(1);
  }
  return std::string(role);
}

std::string EntityLine(absl::string_view key, EntityKind kind,
                       absl::string_view name) {
  return JsonFields()
      .Json("type", "\"entity\"")
      .Text("id", key)
      .Text("kind", NameOf(kind))
      .Text("name", name)
      .Take();
}

}  // namespace

void BratLines::Begin(const std::string& name, const std::string& report,
                      std::vector<std::string> definitions) {
  name_ = name;
  report_ = report;
  definitions_ = std::move(definitions);
  things_.clear();
  manners_.clear();
  triggers_.clear();
  named_.clear();
  claimed_.clear();
  told_.clear();
  errors_.clear();
  lines_.clear();
}

absl::StatusOr<bool> BratLines::IsKnown(absl::string_view key) {
  if (defined_.contains(key)) return true;
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> known, existing_.Find(key));
  return known.has_value() || existing_.IsRedactedKey(key);
}

absl::Status BratLines::Add(const BratFile& file, const BratText& text) {
  for (const BratFault& fault : file.faults) {
    Fault(fault.row, fault.what, fault.got, fault.want);
  }
  ReadTriggers(file);
  RETURN_IF_ERROR(ReadMarks(file));
  RETURN_IF_ERROR(ReadMentions(file, text));
  ReadEvents(file);
  RETURN_IF_ERROR(AddAttributeClaims(file, text));
  for (const BratRelation& relation : file.relations) {
    RETURN_IF_ERROR(relation.trigger.empty() ? AddRelation(relation, text)
                                             : AddEvent(relation, text));
  }
  RETURN_IF_ERROR(AddIdentities(file));
  RETURN_IF_ERROR(WarnOfUnused(file));
  return HandOut();
}

std::string BratLines::HashKey(absl::string_view prefix,
                               absl::string_view bytes) {
  const Sha256 hash = hasher_.Hash(bytes);
  return absl::StrCat(
      prefix, absl::BytesToHexString(absl::string_view(
                  reinterpret_cast<const char*>(hash.data()), kHexBytes)));
}

void BratLines::Fault(uint64_t row, std::string what, absl::string_view got,
                      std::string want) {
  errors_[row].push_back({.file = name_,
                          .row = row,
                          .what = std::move(what),
                          .got = CellForMessage(got),
                          .want = std::move(want)});
}

absl::Status BratLines::Warn(uint64_t row, std::string what,
                             absl::string_view got, std::string want) {
  if (!told_.insert(absl::StrCat(what, "\n", got)).second) {
    return absl::OkStatus();
  }
  return sink_.Warning({.file = name_,
                        .row = row,
                        .what = std::move(what),
                        .got = CellForMessage(got),
                        .want = std::move(want)});
}

std::optional<EntityKind> BratLines::KindOf(const std::string& type) const {
  const auto mapped = map_.kinds.find(type);
  return BratKindOf(mapped == map_.kinds.end() ? type : mapped->second);
}

void BratLines::ReadTriggers(const BratFile& file) {
  for (const BratRelation& event : file.relations) {
    if (event.trigger.empty()) continue;
    if (file.mentions.contains(event.trigger)) {
      triggers_[event.trigger].push_back(event.id);
    } else {
      Fault(event.row, "an event without its trigger", event.trigger,
            "the id of a text-bound annotation");
    }
  }
}

// Events are incidents, called by their triggers. Several events of one type
// may have one trigger.
void BratLines::ReadEvents(const BratFile& file) {
  absl::flat_hash_map<std::string, int> same;
  for (const BratRelation& event : file.relations) {
    const auto found = things_.find(event.trigger);
    if (found == things_.end()) continue;
    const Thing trigger = found->second;
    std::string content =
        absl::StrCat(report_, "\n", event.type, "\n", trigger.span.begin, "-",
                     trigger.span.end);
    const int before = same[content]++;
    if (before > 0) absl::StrAppend(&content, "\n", before);
    things_[event.id] = {.kind = EntityKind::kIncident,
                         .key = HashKey("incident:brat:", content),
                         .span = trigger.span,
                         .text = trigger.text};
  }
}

absl::Status BratLines::ReadMarks(const BratFile& file) {
  // What is said of a trigger is said of its events.
  const auto targets = [this](const std::string& id) {
    const auto events = triggers_.find(id);
    return events == triggers_.end() ? std::vector<std::string>{id}
                                     : events->second;
  };
  const auto add_note = [&](const BratMark& mark, absl::string_view text) {
    for (const std::string& target : targets(mark.target)) {
      std::string& all = manners_[target].note;
      absl::StrAppend(&all, all.empty() ? "" : "\n", text);
    }
  };
  for (const BratMark& note : file.notes) add_note(note, note.value);
  for (const BratMark& attribute : file.attributes) {
    const BratManner manner = BratMannerOf(attribute.name);
    const bool is_of_entity = absl::StartsWith(attribute.target, "T") &&
                              !triggers_.contains(attribute.target);
    if (manner != BratManner::kNone && !is_of_entity) {
      for (const std::string& target : targets(attribute.target)) {
        if (manner == BratManner::kDenied) manners_[target].is_denied = true;
        if (manner == BratManner::kBelieved) {
          manners_[target].hedge = "believed";
        }
      }
      continue;
    }
    if (map_.predicates.contains(attribute.name)) continue;
    // It may change what is said, so that it stands beside it at least.
    RETURN_IF_ERROR(Warn(attribute.row,
                         "an attribute that nothing is made of; kept in notes",
                         attribute.name,
                         "a predicate for it in --map FILE {\"predicates\": "
                         "{\"...\": OURS}}"));
    add_note(attribute,
             absl::StrCat(attribute.name, attribute.value.empty() ? "" : ": ",
                          attribute.value));
  }
  return absl::OkStatus();
}

absl::Status BratLines::ReadMentions(const BratFile& file,
                                     const BratText& text) {
  for (const std::string& id : file.mention_ids) {
    const BratMention& mention = file.mentions.at(id);
    std::vector<std::string> parts;
    std::string spans;
    for (const BratSpan& span : mention.spans) {
      if (span.end > text.code_points()) {
        Fault(mention.row, "offsets beyond the end of the text",
              absl::StrCat(span.end),
              absl::StrCat("at most ", text.code_points()));
        break;
      }
      parts.emplace_back(text.Slice(span));
      absl::StrAppend(&spans, spans.empty() ? "" : ",", span.begin, "-",
                      span.end);
    }
    if (parts.size() != mention.spans.size()) continue;
    const std::string found = absl::StrReplaceAll(
        absl::StrJoin(parts, " "), {{"\r\n", "  "}, {"\n", " "}});
    if (found != mention.text) {
      Fault(mention.row, "the text at these offsets is another", mention.text,
            absl::StrCat("\"", CellForMessage(found),
                         "\", or the offsets of what it says, counted in code "
                         "points"));
      continue;
    }
    Thing& thing = things_[id];
    thing.span = {mention.spans.front().begin, mention.spans.back().end};
    thing.text = OneLine(mention.text);
    const std::optional<EntityKind> kind = KindOf(mention.type);
    if (!kind || triggers_.contains(id)) continue;
    thing.kind = *kind;
    thing.key = HashKey(absl::StrCat(PrefixOf(*kind), ":brat:"),
                        absl::StrCat(report_, "\n", spans));
    RETURN_IF_ERROR(AddMention(id, mention, thing, text));
  }
  return absl::OkStatus();
}

absl::Status BratLines::AddMention(const std::string& id,
                                   const BratMention& mention,
                                   const Thing& thing, const BratText& text) {
  if (thing.text.empty()) {
    Fault(mention.row, "an entity without a name", mention.text, "a name");
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(Define(mention.row, thing.key, [&thing] {
    return EntityLine(thing.key, thing.kind, thing.text);
  }));
  Manner manner;
  manner.note = manners_[id].note;
  claimed_.insert(id);
  return AddClaim(mention.row,
                  {.subject = thing.key,
                   .predicate = "known_as",
                   .value = JsonText(thing.text),
                   .span = thing.span},
                  manner, text);
}

const BratLines::Thing* BratLines::Find(uint64_t row, const std::string& id) {
  named_.insert(id);
  const auto found = things_.find(id);
  if (found != things_.end() && !found->second.text.empty()) {
    return &found->second;
  }
  Fault(row, "no such annotation, or one that something is wrong with", id,
        "the id of another");
  return nullptr;
}

const BratLines::Thing* BratLines::FindEntity(uint64_t row,
                                              const std::string& id) {
  const Thing* const thing = Find(row, id);
  if (thing == nullptr || !thing->key.empty()) return thing;
  Fault(row, "an annotation that is no entity",
        absl::StrCat(id, " ", thing->text),
        "a type that is a kind of entity, or in --map FILE {\"kinds\": {TYPE: "
        "person, unit, place, organization or incident}}");
  return nullptr;
}

absl::Status BratLines::AddAttributeClaims(const BratFile& file,
                                           const BratText& text) {
  absl::flat_hash_set<absl::string_view> relations;
  for (const BratRelation& relation : file.relations) {
    relations.insert(relation.id);
  }
  for (const BratMark& attribute : file.attributes) {
    const bool is_manner = BratMannerOf(attribute.name) != BratManner::kNone;
    if (is_manner || !map_.predicates.contains(attribute.name)) {
      if (!things_.contains(attribute.target) &&
          !relations.contains(attribute.target)) {
        Fault(attribute.row, "an attribute of no annotation", attribute.target,
              "the id of one");
      }
      continue;
    }
    const Thing* const thing = FindEntity(attribute.row, attribute.target);
    if (thing == nullptr) continue;
    ASSIGN_OR_RETURN(const TablePredicate* const predicate,
                     predicates_.Find(attribute.name));
    Claim claim = {.subject = thing->key,
                   .predicate = predicate->key,
                   .span = thing->span};
    std::optional<CellFault> fault;
    if (predicate->key.empty() || !predicate->literal) {
      fault = CellFault{"no predicate that an attribute can have",
                        "one whose range is a text, a quantity, a date or a "
                        "flag"};
    } else {
      const std::string cell =
          attribute.value.empty() && *predicate->literal == Literal::kFlag
              ? "yes"
              : attribute.value;
      fault =
          AppendValueCell(cell, *predicate->literal, "", parser_, claim.value);
    }
    if (fault) {
      Fault(attribute.row, fault->what, attribute.name, fault->want);
      continue;
    }
    RETURN_IF_ERROR(AddClaim(attribute.row, claim, {}, text));
  }
  return absl::OkStatus();
}

absl::Status BratLines::AddRelation(const BratRelation& relation,
                                    const BratText& text) {
  std::string type = relation.type;
  const auto mapped = map_.predicates.find(type);
  const bool is_reversed =
      mapped != map_.predicates.end() && absl::StartsWith(mapped->second, "^");
  if (is_reversed) type = mapped->second.substr(1);
  ASSIGN_OR_RETURN(const TablePredicate* const predicate,
                   predicates_.Find(type));
  if (predicate->key.empty()) {
    Fault(relation.row, predicate->what, relation.type, predicate->want);
    return absl::OkStatus();
  }
  const auto& [first, second] =
      is_reversed ? std::pair(relation.arguments[1], relation.arguments[0])
                  : std::pair(relation.arguments[0], relation.arguments[1]);
  const Thing* const subject = FindEntity(relation.row, first.second);
  const Thing* const object = predicate->literal
                                  ? Find(relation.row, second.second)
                                  : FindEntity(relation.row, second.second);
  if (subject == nullptr || object == nullptr) return absl::OkStatus();
  Claim claim = {.subject = subject->key,
                 .predicate = predicate->key,
                 .object = predicate->literal ? "" : object->key,
                 .span = Cover(subject->span, object->span)};
  if (predicate->literal) {
    const auto fault = AppendValueCell(object->text, *predicate->literal, "",
                                       parser_, claim.value);
    if (fault) {
      Fault(relation.row, fault->what, object->text, fault->want);
      return absl::OkStatus();
    }
  }
  claimed_.insert(relation.id);
  return AddClaim(relation.row, claim, manners_[relation.id], text);
}

absl::Status BratLines::AddEvent(const BratRelation& event,
                                 const BratText& text) {
  if (!things_.contains(event.id)) return absl::OkStatus();  // told already
  const Thing* const incident = Find(event.row, event.id);
  const Thing* const trigger = Find(event.row, event.trigger);
  if (incident == nullptr || trigger == nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(Define(event.row, incident->key, [incident] {
    return EntityLine(incident->key, EntityKind::kIncident, incident->text);
  }));
  Manner manner = manners_[event.id];
  std::vector<Claim> claims = {{.subject = incident->key,
                                .predicate = "of_type",
                                .value = JsonText(event.type),
                                .span = incident->span}};
  for (const auto& [role, id] : event.arguments) {
    const Thing* const argument = Find(event.row, id);
    if (argument == nullptr) return absl::OkStatus();
    const std::string bare = BareRole(role);
    const auto mapped = map_.predicates.find(bare);
    if (mapped != map_.predicates.end() && mapped->second == "valid") {
      manner.valid = argument->text;
      continue;
    }
    ASSIGN_OR_RETURN(std::optional<Claim> claim, RoleClaim(event, bare, id));
    if (!claim) return absl::OkStatus();
    claims.push_back(*std::move(claim));
  }
  claimed_.insert(event.id);
  for (const Claim& claim : claims) {
    RETURN_IF_ERROR(AddClaim(event.row, claim, manner, text));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<BratLines::Claim>> BratLines::RoleClaim(
    const BratRelation& event, const std::string& role, const std::string& id) {
  const Thing& incident = things_.at(event.id);
  const Thing& argument = things_.at(id);
  ASSIGN_OR_RETURN(const TablePredicate* const predicate,
                   predicates_.Find(role));
  Claim claim = {.subject = incident.key,
                 .predicate = predicate->key,
                 .span = Cover(incident.span, argument.span)};
  const auto fault = [&](const std::string& what, const std::string& want) {
    Fault(event.row, what, role, want);
    return std::optional<Claim>();
  };
  if (predicate->key.empty()) return fault(predicate->what, predicate->want);
  const bool is_subject = predicate->domain.Has(EntityKind::kIncident);
  if (predicate->literal) {
    if (!is_subject) {
      return fault("a predicate that says nothing of an incident", "another");
    }
    const auto wrong = AppendValueCell(argument.text, *predicate->literal, "",
                                       parser_, claim.value);
    if (wrong) return fault(wrong->what, wrong->want);
    return std::optional<Claim>(std::move(claim));
  }
  if (argument.key.empty()) {
    FindEntity(event.row, id);
    return std::optional<Claim>();
  }
  if (is_subject && predicate->range.Has(argument.kind)) {
    claim.object = argument.key;
  } else if (predicate->range.Has(EntityKind::kIncident) &&
             predicate->domain.Has(argument.kind)) {
    claim.subject = argument.key;
    claim.object = incident.key;
  } else {
    return fault(absl::StrCat(predicate->key, " joins no incident and ",
                              NameOf(argument.kind)),
                 "another predicate in --map, or another kind");
  }
  return std::optional<Claim>(std::move(claim));
}

absl::Status BratLines::WarnOfUnused(const BratFile& file) {
  for (const std::string& id : file.mention_ids) {
    const BratMention& mention = file.mentions.at(id);
    if (claimed_.contains(id) || named_.contains(id) ||
        triggers_.contains(id) || errors_.contains(mention.row)) {
      continue;
    }
    RETURN_IF_ERROR(Warn(
        mention.row, "a type that is no kind of entity; left out", mention.type,
        "in --map FILE {\"kinds\": {TYPE: person, unit, "
        "place, organization or incident}}"));
  }
  for (const BratMark& note : file.notes) {
    bool is_kept = claimed_.contains(note.target);
    const auto events = triggers_.find(note.target);
    if (events != triggers_.end()) {
      is_kept = claimed_.contains(events->second.front());
    }
    if (is_kept) continue;
    RETURN_IF_ERROR(Warn(note.row,
                         "a note of what nothing is claimed of; left out",
                         absl::StrCat(note.target, ": ", note.value),
                         "a note of an entity, a relation or an event"));
  }
  return absl::OkStatus();
}

absl::Status BratLines::AddIdentities(const BratFile& file) {
  for (const BratEquivalence& same : file.equivalences) {
    const Thing* const first = FindEntity(same.row, same.ids[0]);
    for (size_t n = 1; n < same.ids.size(); ++n) {
      const Thing* const other = FindEntity(same.row, same.ids[n]);
      if (first == nullptr || other == nullptr) break;
      RETURN_IF_ERROR(AddIdentity(same.row, *first, *other, "equivalent"));
    }
  }
  for (const BratMark& entry : file.normalizations) {
    const Thing* const thing = FindEntity(entry.row, entry.target);
    if (thing == nullptr) continue;
    Thing known = *thing;
    known.key =
        ImportKey(PrefixOf(thing->kind), "brat", {entry.name, entry.value});
    RETURN_IF_ERROR(Define(entry.row, known.key, [&known] {
      return EntityLine(known.key, known.kind, known.text);
    }));
    RETURN_IF_ERROR(AddIdentity(
        entry.row, *thing, known,
        absl::StrCat("normalized as ", entry.name, ":", entry.value)));
  }
  return absl::OkStatus();
}

absl::Status BratLines::AddIdentity(uint64_t row, const Thing& a,
                                    const Thing& b, absl::string_view reason) {
  if (a.key == b.key) return absl::OkStatus();
  if (a.kind != b.kind) {
    Fault(row, "one and the same, and of two kinds",
          absl::StrCat(NameOf(a.kind), " and ", NameOf(b.kind)),
          "one kind, which --map FILE {\"kinds\": ...} may give");
    return absl::OkStatus();
  }
  const std::string key =
      HashKey("identity:brat:", absl::StrCat(a.key, "\n", b.key));
  return Define(row, key, [&] {
    return JsonFields()
        .Json("type", "\"identity\"")
        .Text("id", key)
        .Json("judgement", "\"same\"")
        .Json("entities",
              absl::StrCat("[", JsonText(a.key), ",", JsonText(b.key), "]"))
        .Text("reason", reason)
        .Take();
  });
}

absl::Status BratLines::AddClaim(uint64_t row, const Claim& claim,
                                 const Manner& manner, const BratText& text) {
  const absl::string_view stance = manner.is_denied ? "denies" : "";
  const std::string place = absl::StrCat(claim.span.begin, "-", claim.span.end);
  std::string bytes = "attest import brat claim 1";
  for (absl::string_view part :
       {absl::string_view(report_), absl::string_view(claim.subject),
        absl::string_view(claim.predicate), absl::string_view(claim.object),
        absl::string_view(claim.value), absl::string_view(manner.valid), stance,
        absl::string_view(manner.hedge), absl::string_view(place)}) {
    absl::StrAppend(&bytes, part.size(), ":", part);
  }
  const std::string key = HashKey("claim:brat:", bytes);
  ASSIGN_OR_RETURN(const bool is_known, IsKnown(key));
  if (is_known) {
    if (!defined_.contains(key)) sink_.CountPresent();
    return absl::OkStatus();
  }
  const std::string quote = text.QuoteJson(claim.span);
  if (quote.empty()) {
    RETURN_IF_ERROR(
        Warn(row, "a passage that cannot be told from another; not quoted",
             absl::StrCat(place), "a passage that stands once"));
  }
  return Define(row, key, [&] {
    return JsonFields()
        .Json("type", "\"claim\"")
        .Text("id", key)
        .Text("report", report_)
        .Text("subject", claim.subject)
        .Text("predicate", claim.predicate)
        .Text("object", claim.object)
        .Json("value", claim.value)
        .Text("valid", manner.valid)
        .Text("stance", stance)
        .Text("hedge", manner.hedge)
        .Json("quote", quote)
        .Json("citation", absl::StrCat("{\"row\":", row, "}"))
        .Json("extracted_by", kExtractedBy)
        .Text("note", manner.note)
        .Take();
  });
}

absl::Status BratLines::Define(uint64_t row, absl::string_view key,
                               absl::FunctionRef<std::string()> make_line) {
  if (defined_.contains(key)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool is_known, IsKnown(key));
  if (is_known) {
    sink_.CountPresent();
  } else {
    lines_.emplace_back(row, make_line());
  }
  defined_.emplace(key);
  return absl::OkStatus();
}

absl::Status BratLines::HandOut() {
  for (const auto& [row, errors] : errors_) {
    for (const RowError& error : errors) RETURN_IF_ERROR(sink_.Error(error));
  }
  bool has_definitions = false;
  for (const auto& [row, line] : lines_) {
    if (errors_.contains(row)) continue;
    if (!has_definitions) {
      has_definitions = true;
      for (const std::string& definition : definitions_) {
        RETURN_IF_ERROR(sink_.Line(row, definition));
      }
    }
    RETURN_IF_ERROR(sink_.Line(row, line));
  }
  return absl::OkStatus();
}

}  // namespace attest
