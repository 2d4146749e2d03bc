#include "tests/faults/harness/soak_material.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/faults/harness/scratch.h"

namespace attest {
namespace {

using Words = std::vector<std::string>;

const Words& FirstNames() {
  static const auto* const kNames = new Words{
      "Yusuf", "Nadira", "Ilyas", "Temur", "Idris", "Юсуф", "نديرة", "Samira"};
  return *kNames;
}

const Words& LastNames() {
  static const auto* const kNames =
      new Words{"Haddan",  "Hadan",  "Selwan", "Qamlan",   "Terzan",
                "Orlanov", "Хаддан", "سلوان",  "al-Rawan", "Belqasri"};
  return *kNames;
}

// One of the sentences that all texts are made of. None is part of another.
std::string Sentence(uint64_t number) {
  static const auto* const kWho =
      new Words{"the men of the third brigade",   "two drivers from the mill",
                "a teacher and her sons",         "soldiers without badges",
                "the watchmen of the old bridge", "солдаты второй роты",
                "people who fled the market"};
  static const auto* const kDid =
      new Words{"counted nine trucks",
                "carried the wounded to the clinic",
                "heard shots from the east bank",
                "burned the papers of the post",
                "crossed the river on foot",
                "waited for a captain who never came"};
  static const auto* const kWhen = new Words{
      "before dawn", "on the night of the storm", "after the evening prayer",
      "while the power was out", "on the second day of the siege"};
  return absl::StrCat("At post ", number, " ", (*kWho)[number % kWho->size()],
                      " of farm ", number * 31 % 997, " ",
                      (*kDid)[number / 3 % kDid->size()], " ",
                      (*kWhen)[number / 5 % kWhen->size()], ".");
}

void SetSensitivity(Dice& dice, nlohmann::json& line, bool& sealed) {
  const uint64_t draw = dice.Below(100);
  if (draw < 6) line["sensitivity"] = "restricted";
  if (draw >= 97) line["sensitivity"] = "sealed";
  sealed = draw >= 97;
}

void SetValid(Dice& dice, nlohmann::json& claim) {
  static const auto* const kDates = new Words{"",
                                              "2019-03-14",
                                              "2019-03-14",
                                              "2019-03-2X",
                                              "2019-03",
                                              "2019-03-16~",
                                              "2019",
                                              "2019-03-10/2019-03-20",
                                              "[..2019-03-20]"};
  const std::string& date = dice.Of(*kDates);
  if (!date.empty()) claim["valid"] = date;
}

}  // namespace

SoakRecord& SoakMaterial::Whole(std::vector<SoakRecord>& all, Dice& dice) {
  std::vector<size_t> whole;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!all[i].shaken) whole.push_back(i);
  }
  const size_t late = std::min<size_t>(whole.size(), 25);
  if (dice.Chance(50)) return all[whole[whole.size() - 1 - dice.Below(late)]];
  return all[dice.Of(whole)];
}

void SoakMaterial::ShakeClaimsOf(const SoakRecord& report) {
  for (SoakRecord& claim : claims_) {
    if (claim.report == report.key) claim.shaken = true;
  }
}

std::string SoakMaterial::Name(Dice& dice) {
  return absl::StrCat(dice.Of(FirstNames()), " ", dice.Of(LastNames()));
}

std::string SoakMaterial::TextOf(const SoakRecord& report) {
  return absl::StrJoin(report.text, " ");
}

SoakMaterial::Json SoakMaterial::NewSource(Dice& dice) {
  static const auto* const kKinds = new Words{
      "outlet", "agency", "organization", "official", "person", "witness"};
  SoakRecord record;
  record.key = absl::StrCat("src:", sources_.size());
  record.kind = dice.Of(*kKinds);
  Json line = {{"type", "source"},
               {"id", record.key},
               {"name", Name(dice)},
               {"kind", record.kind}};
  SetSensitivity(dice, line, record.sealed);
  if (!sources_.empty() && dice.Chance(15)) {
    line["part_of"] = Whole(sources_, dice).key;
  }
  sources_.push_back(record);
  return line;
}

SoakMaterial::Json SoakMaterial::NewEntity(Dice& dice, absl::string_view kind) {
  SoakRecord record;
  record.kind = std::string(kind);
  record.key = absl::StrCat(kind, ":", entities_.size());
  Json line = {{"type", "entity"},
               {"id", record.key},
               {"kind", record.kind},
               {"name", Name(dice)}};
  if (dice.Chance(40)) line["names"] = {Name(dice), Name(dice)};
  SetSensitivity(dice, line, record.sealed);
  entities_.push_back(record);
  return line;
}

std::vector<std::string> SoakMaterial::NewText(Dice& dice,
                                               const std::string& mark) {
  std::vector<std::string> text = {
      absl::StrCat("The desk filed this under ", mark, " for the day.")};
  // A passage of an earlier text.
  if (!reports_.empty() && dice.Chance(60)) {
    const std::vector<std::string>& other = dice.Of(reports_).text;
    const size_t begin = dice.Between(1, other.size() - 1);
    const size_t end = std::min(other.size(), begin + dice.Between(2, 12));
    text.insert(text.end(), other.begin() + static_cast<ptrdiff_t>(begin),
                other.begin() + static_cast<ptrdiff_t>(end));
  }
  const uint64_t own = dice.Between(2, dice.Chance(10) ? 60 : 12);
  for (uint64_t i = 0; i < own; ++i) {
    // Else all of them would become what everybody writes.
    const std::string sentence =
        Sentence(dice.Below(200 + 20 * reports_.size()));
    if (std::find(text.begin(), text.end(), sentence) == text.end()) {
      text.push_back(sentence);
    }
  }
  return text;
}

SoakMaterial::Json SoakMaterial::NewReport(Dice& dice) {
  static const auto* const kHow = new Words{"reprint", "translation", "summary",
                                            "quotation", "compilation"};
  SoakRecord record;
  record.key = absl::StrCat("rpt:", reports_.size());
  record.mark = absl::StrCat("zqr", reports_.size(), "mark");
  record.text = NewText(dice, record.mark);
  const SoakRecord& source = Whole(sources_, dice);
  Json line = {{"type", "report"},
               {"id", record.key},
               {"source", source.key},
               {"title", absl::StrCat("Note of ", Name(dice))},
               {"published", absl::StrCat("2019-03-", dice.Between(10, 31))}};
  SetSensitivity(dice, line, record.sealed);
  if (source.sealed) record.sealed = true;
  if (!reports_.empty() && dice.Chance(25)) {
    line["derived_from"] = {
        {{"report", Whole(reports_, dice).key}, {"how", dice.Of(*kHow)}}};
  }
  if (dice.Chance(30)) {
    const std::string name = absl::StrCat("text", reports_.size(), ".txt");
    WriteBytes(absl::StrCat(folder_, "/", name), TextOf(record));
    line["text_file"] = name;
  } else {
    line["text"] = TextOf(record);
  }
  reports_.push_back(record);
  return line;
}

std::string SoakMaterial::SomeEntity(Dice& dice, const Words& kinds,
                                     bool& sealed) {
  std::vector<const SoakRecord*> fit;
  for (const SoakRecord& entity : entities_) {
    const bool of_kind =
        std::find(kinds.begin(), kinds.end(), entity.kind) != kinds.end();
    if (of_kind && !entity.shaken) fit.push_back(&entity);
  }
  // Mostly the same few, so that claims meet.
  const size_t few = std::min<size_t>(fit.size(), 4);
  const SoakRecord& entity =
      dice.Chance(60) ? *fit[dice.Below(few)] : *dice.Of(fit);
  sealed = sealed || entity.sealed;
  return entity.key;
}

void SoakMaterial::Say(Dice& dice, Json& claim, bool& sealed) {
  const auto say = [&](const Words& subjects, const char* predicate) {
    claim["subject"] = SomeEntity(dice, subjects, sealed);
    claim["predicate"] = predicate;
  };
  switch (dice.Below(10)) {
    case 0:
      say({"person"}, "member_of");
      claim["object"] = SomeEntity(dice, {"unit", "organization"}, sealed);
      break;
    case 1:
      say({"person"}, "holds_rank");
      claim["value"] = dice.Of(Words{"captain", "colonel", "brigadier"});
      break;
    case 2:
      say({"person", "unit"}, "located_at");
      claim["object"] = SomeEntity(dice, {"place"}, sealed);
      break;
    case 3:
      say({"person", "unit"}, "participated_in");
      claim["object"] = SomeEntity(dice, {"incident"}, sealed);
      break;
    case 4:
      say({"person"}, dice.Chance(50) ? "killed" : "detained");
      claim["value"] = true;
      break;
    case 5:
      say({"person"}, "commands");
      claim["object"] = SomeEntity(dice, {"unit"}, sealed);
      break;
    case 6:
      say({"incident"}, "happened_at");
      claim["object"] = SomeEntity(dice, {"place"}, sealed);
      break;
    case 7:
      say({"incident"}, "happened_on");
      claim["value"] = absl::StrCat("2019-03-", dice.Between(14, 16));
      break;
    case 8:
      say({"person", "unit"}, "defected_from");
      claim["object"] = SomeEntity(dice, {"unit", "organization"}, sealed);
      break;
    default:
      say({"incident"}, dice.Chance(50) ? "injured_count" : "killed_count");
      claim["value"] = dice.Chance(50) ? Json{{"exact", dice.Between(5, 8)}}
                                       : Json{{"at_least", dice.Between(3, 9)}};
  }
}

SoakMaterial::Json SoakMaterial::NewClaim(Dice& dice, size_t first_of_file) {
  const SoakRecord& report = Whole(reports_, dice);
  SoakRecord record;
  record.key = absl::StrCat("clm:", claims_.size());
  record.mark = absl::StrCat("zqc", claims_.size(), "mark");
  record.report = report.key;
  record.sealed = report.sealed;
  Json line = {{"type", "claim"},
               {"id", record.key},
               {"report", record.report},
               {"quote", dice.Of(report.text)},
               {"note", absl::StrCat("kept under ", record.mark)}};
  Say(dice, line, record.sealed);
  SetValid(dice, line);
  Json chain = Json::array();
  for (uint64_t i = dice.Below(3); i > 0; --i) {
    const SoakRecord& speaker = Whole(sources_, dice);
    record.sealed = record.sealed || speaker.sealed;
    chain.push_back({{"source", speaker.key}});
  }
  if (!chain.empty()) {
    chain.back()["basis"] = dice.Of(Words{"eyewitness", "hearsay", "document"});
    line["attribution"] = chain;
  }
  if (dice.Chance(12)) {
    line["stance"] = dice.Of(Words{"denies", "doubts", "no_comment"});
  }
  if (dice.Chance(10)) {
    line["extracted_by"] = {{"agent", "reader"}, {"method", "model"}};
  }
  if (claims_.size() > first_of_file && dice.Chance(6)) {
    line["rests_on"] = {claims_.back().key};
    record.sealed = record.sealed || claims_.back().sealed;
  }
  claims_.push_back(record);
  return line;
}

SoakFile SoakMaterial::Write(const std::vector<Json>& lines) {
  std::string all;
  for (const Json& line : lines) absl::StrAppend(&all, line.dump(), "\n");
  SoakFile file;
  file.path = absl::StrCat(folder_, "/file", files_++, ".jsonl");
  file.events = lines.size() + 1;
  WriteBytes(file.path, all);
  return file;
}

SoakFile SoakMaterial::WriteUntouched() const {
  const Json line = {{"type", "source"},
                     {"id", "src:untouched"},
                     {"name", "Nobody in particular"},
                     {"kind", "unknown"}};
  SoakFile file = {.path = folder_ + "/untouched.jsonl", .events = 2};
  WriteBytes(file.path, line.dump() + "\n");
  return file;
}

SoakFile SoakMaterial::WriteFirst(Dice& dice) {
  std::vector<Json> lines;
  for (const char* kind : {"person", "unit", "place", "organization",
                           "incident", "person", "unit", "place", "incident"}) {
    lines.push_back(NewEntity(dice, kind));
  }
  for (int i = 0; i < 4; ++i) lines.push_back(NewSource(dice));
  for (int i = 0; i < 4; ++i) lines.push_back(NewReport(dice));
  for (int i = 0; i < 12; ++i) lines.push_back(NewClaim(dice, 0));
  return Write(lines);
}

SoakFile SoakMaterial::WriteSmall(Dice& dice) {
  static const auto* const kKinds = new Words{
      "person", "person", "unit", "place", "organization", "incident"};
  std::vector<Json> lines;
  for (uint64_t i = dice.Below(3); i > 0; --i) lines.push_back(NewSource(dice));
  for (uint64_t i = dice.Below(3); i > 0; --i) {
    lines.push_back(NewEntity(dice, dice.Of(*kKinds)));
  }
  for (uint64_t i = dice.Between(1, 3); i > 0; --i) {
    lines.push_back(NewReport(dice));
  }
  const size_t first_of_file = claims_.size();
  for (uint64_t i = dice.Between(2, 9); i > 0; --i) {
    lines.push_back(NewClaim(dice, first_of_file));
  }
  return Write(lines);
}

SoakFile SoakMaterial::WriteBulk(Dice& dice) {
  // Not kept in mind: there are enough sources to choose from.
  std::vector<Json> lines;
  const uint64_t count = dice.Between(4200, 5000);
  for (uint64_t i = 0; i < count; ++i) {
    lines.push_back({{"type", "source"},
                     {"id", absl::StrCat("src:bulk-", files_, "-", i)},
                     {"name", absl::StrCat("Voice ", i)},
                     {"kind", "witness"}});
  }
  lines.push_back(NewReport(dice));
  const size_t first_of_file = claims_.size();
  for (int i = 0; i < 100; ++i) {
    lines.push_back(NewClaim(dice, first_of_file));
  }
  return Write(lines);
}

}  // namespace attest
