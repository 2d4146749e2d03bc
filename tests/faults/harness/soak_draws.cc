#include "tests/faults/harness/soak_draws.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

using Words = std::vector<std::string>;

class Questions {
 public:
  Questions(SoakMaterial& material, uint64_t size)
      : material_(material), size_(size) {}

  Question Any(Dice& dice) {
    Question question;
    Put(dice, question);
    if (dice.Chance(25) && question.words[0] != "diff") {
      question.as_of = dice.Between(0, size_);
      Lead(question, {"--as-of", absl::StrCat(*question.as_of)});
      question.may_refuse = true;
    }
    if (dice.Chance(20) && question.words.back() != "jsonl") {
      Lead(question, {"--unseal"});
    }
    return question;
  }

  // About something that is there.
  Question OfOne(Dice& dice) {
    Question question;
    question.words = {dice.Chance(50) ? "show" : "corroborate",
                      Key(dice, material_.entities(), question)};
    return question;
  }

 private:
  static void Lead(Question& question, const Words& options) {
    question.words.insert(question.words.begin(), options.begin(),
                          options.end());
  }

  std::string Key(Dice& dice, std::vector<SoakRecord>& all,
                  Question& question) {
    const SoakRecord& record = dice.Of(all);
    if (record.sealed || record.shaken) question.may_refuse = true;
    if (!dice.Chance(3)) return record.key;
    question.may_refuse = true;
    return record.key + "-nobody";
  }

  std::string AnyKey(Dice& dice, Question& question) {
    switch (dice.Below(4)) {
      case 0:
        return Key(dice, material_.sources(), question);
      case 1:
        return Key(dice, material_.entities(), question);
      case 2:
        return Key(dice, material_.reports(), question);
      default:
        return Key(dice, material_.claims(), question);
    }
  }

  void Put(Dice& dice, Question& question) {
    Words& words = question.words;
    switch (dice.Below(13)) {
      case 0:
        words = {"show", AnyKey(dice, question)};
        break;
      case 1:
        words = {"corroborate", Key(dice, material_.entities(), question)};
        break;
      case 2:
        words = {"corroborate", Key(dice, material_.entities(), question),
                 "--without", Key(dice, material_.sources(), question)};
        break;
      case 3:
        words = {"find", SoakMaterial::Name(dice)};
        break;
      case 4:
        words = {"path", Key(dice, material_.entities(), question),
                 Key(dice, material_.entities(), question)};
        break;
      case 5:
        words = {"trace", Key(dice, material_.claims(), question)};
        break;
      case 6:
        words = {"impact", dice.Chance(50)
                               ? Key(dice, material_.claims(), question)
                               : Key(dice, material_.reports(), question)};
        break;
      case 7:
        words = {"history", AnyKey(dice, question)};
        break;
      case 8: {
        const uint64_t to = dice.Between(0, size_);
        words = {
            "diff",
            absl::StrCat(dice.Between(to - std::min<uint64_t>(to, 400), to)),
            absl::StrCat(to)};
        question.as_of = to;
        break;
      }
      case 9:
        words = {"compare", Key(dice, material_.reports(), question),
                 Key(dice, material_.reports(), question), "--include",
                 "restricted"};
        // A report is not compared with itself.
        question.may_refuse = question.may_refuse || words[1] == words[2];
        break;
      case 10: {
        const uint64_t from = dice.Between(0, size_);
        words = {"log", "--from", absl::StrCat(from), "--to",
                 absl::StrCat(std::min(size_, from + 200))};
        break;
      }
      case 11:
        words = {"stats"};
        break;
      default:
        words = {"export", "--to", "jsonl"};
    }
  }

  SoakMaterial& material_;
  const uint64_t size_;
};

class Decisions {
 public:
  explicit Decisions(SoakMaterial& material) : material_(material) {}

  Work Any(Dice& dice) {
    Work work;
    work.name = "decide";
    Put(dice, work);
    work.words.insert(work.words.end(), {"--reason", "as it was looked at"});
    return work;
  }

 private:
  std::string Key(Dice& dice, std::vector<SoakRecord>& all) {
    return SoakMaterial::Whole(all, dice).key;
  }

  void Put(Dice& dice, Work& work) {
    Words& words = work.words;
    switch (dice.Below(11)) {
      case 0:
        words = {"retract", Key(dice, material_.claims()), "--how",
                 dice.Of(Words{"withdrawn", "corrected", "miscoded"})};
        break;
      case 1:
        words = {"retract", Key(dice, material_.claims()), "--judgement",
                 "rejected"};
        break;
      case 2:
        words = {"retract", Key(dice, material_.reports())};
        break;
      case 3:
        words = {"assess", Key(dice, material_.claims()), "--value",
                 dice.Of(Words{"accepted", "rejected", "work_needed"})};
        break;
      case 4:
        words = {"assess", Key(dice, material_.sources()), "--value",
                 dice.Of(Words{"accepted", "accepted", "rejected"})};
        break;
      case 5:
      case 6:
        PutIdentity(dice, words);
        break;
      case 7:
        PutDependence(dice, material_.reports(),
                      dice.Of(Words{"reprint", "revision", "same_footage"}),
                      words);
        break;
      case 8:
        PutDependence(dice, material_.sources(), "same_owner", words);
        break;
      case 9:
        words = {"amend", Key(dice, material_.entities()), "--set",
                 absl::StrCat("name=", SoakMaterial::Name(dice))};
        break;
      default:
        words = {"amend", Key(dice, material_.reports()), "--set",
                 absl::StrCat("title=Note by ", SoakMaterial::Name(dice))};
    }
  }

  void PutIdentity(Dice& dice, Words& words) {
    const SoakRecord& a = SoakMaterial::Whole(material_.entities(), dice);
    Words others;
    for (const SoakRecord& b : material_.entities()) {
      if (b.kind == a.kind && b.key != a.key && !b.shaken) {
        others.push_back(b.key);
      }
    }
    if (others.empty()) {
      words = {"amend", a.key, "--set", "name=Nobody else"};
      return;
    }
    words = {dice.Of(Words{"same", "different", "different", "unsure"}), a.key,
             dice.Of(others)};
  }

  void PutDependence(Dice& dice, std::vector<SoakRecord>& all,
                     const std::string& how, Words& words) {
    const std::string from = Key(dice, all);
    std::string on = Key(dice, all);
    if (on == from) {
      words = {"assess", from, "--value", "conflict"};
      return;
    }
    words = {"depend", from, on, "--how", how};
    if (dice.Chance(30)) {
      words.insert(words.end(), {"--judgement", "rejected"});
    }
  }

  SoakMaterial& material_;
};

}  // namespace

Question AnyQuestion(Dice& dice, SoakMaterial& material, uint64_t size) {
  return Questions(material, size).Any(dice);
}

Question QuestionOfOne(Dice& dice, SoakMaterial& material) {
  return Questions(material, 0).OfOne(dice);
}

Work AnyDecision(Dice& dice, SoakMaterial& material) {
  return Decisions(material).Any(dice);
}

}  // namespace attest
