// A case that is worked on at random for as long as one likes: files added,
// decisions, redactions, other keys, questions, and writers killed in the
// middle of any of it. See WitnessedCase for what must hold.
//
//     ATTEST_SOAK_MINUTES=60   goes on that long
//     ATTEST_SOAK_SEED=17      the same steps again
//     ATTEST_SOAK_FOLDER=DIR   works there, in a folder that is not there yet,
//                              and leaves it

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/faults/harness/dice.h"
#include "tests/faults/harness/scratch.h"
#include "tests/faults/harness/soak_draws.h"
#include "tests/faults/harness/soak_material.h"
#include "tests/faults/harness/witnessed_case.h"

namespace attest {
namespace {

using Words = std::vector<std::string>;

constexpr uint64_t kStepsWithoutMinutes = 40;
constexpr uint64_t kStepsBetweenChecks = 25;
// More would be felt in every answer about the whole case.
constexpr int kMostBulks = 6;

enum class Step {
  kAdd,
  kBulk,
  kDecide,
  kDecideTwice,
  kRedactClaim,
  kRedactText,
  kRedactRecord,
  kRotate,
  kKeep,
  kAsk,
  kReopen,
};

// Every forty steps are these, shuffled.
std::vector<Step> Deck() {
  std::vector<Step> deck;
  const auto add = [&deck](size_t count, Step step) {
    deck.insert(deck.end(), count, step);
  };
  add(11, Step::kAdd);
  add(1, Step::kBulk);
  add(9, Step::kDecide);
  add(1, Step::kDecideTwice);
  add(2, Step::kRedactClaim);
  add(2, Step::kRedactText);
  add(1, Step::kRedactRecord);
  add(2, Step::kRotate);
  add(3, Step::kKeep);
  add(6, Step::kAsk);
  add(2, Step::kReopen);
  return deck;
}

std::string Environment(const char* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment.
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

uint64_t Number(const char* name, uint64_t otherwise) {
  uint64_t number = 0;
  return absl::SimpleAtoi(Environment(name), &number) ? number : otherwise;
}

class Soak {
 public:
  Soak(uint64_t seed, const std::string& folder)
      : seed_(seed), folder_(folder), material_(MadeFolder(folder + "/files")) {
    Dice dice(seed_, 0);
    case_ = std::make_unique<WitnessedCase>(ATTEST_PROGRAM, folder,
                                            material_.WriteUntouched().path);
    AddUntilThere(dice, "add", material_.WriteFirst(dice), 0);
  }

  void Take(uint64_t number) {
    Dice deal(seed_, (number / kStepsWithoutMinutes) << 32);
    std::vector<Step> deck = Deck();
    deal.Shuffle(deck);
    Dice dice(seed_, number + 1);
    Take(deck[number % kStepsWithoutMinutes], dice);
    ++steps_;
  }

  void Check(uint64_t number) {
    Dice dice(seed_, (uint64_t{1} << 48) + number);
    case_->CheckKept(dice);
    std::vector<Words> questions = {{"stats"},
                                    {"corroborate"},
                                    {"--unseal", "corroborate"},
                                    {"export", "--to", "jsonl"},
                                    {"find", SoakMaterial::Name(dice)}};
    for (auto* all : {&material_.sources(), &material_.entities(),
                      &material_.reports(), &material_.claims()}) {
      questions.push_back({"show", dice.Of(*all).key});
    }
    case_->CheckRebuild(questions);
    case_->CheckKept(dice);
  }

  [[nodiscard]] std::string Account() const {
    const Tally& tally = case_->tally();
    return absl::StrCat(
        steps_, " steps: ", adds_, " adds (", bulks_, " of them in bulk), ",
        decisions_, " decisions, ", redactions_, " redactions, ", rotations_,
        " rotations; ", tally.kills, " kills, of which ", tally.hits,
        " hit and ", tally.unacknowledged_kept,
        " left work behind that is there; ", tally.questions, " questions, ",
        tally.asked_beside_a_writer, " of them beside a writer; ",
        tally.refused, " refused for what is gone or not there yet; ",
        tally.heads, " heads kept; ", tally.rebuilds, " comparisons of ",
        tally.derived_files, " derived files with a rebuild; ", case_->size(),
        " events");
  }

  [[nodiscard]] std::string Journal() const { return case_->Journal(); }

 private:
  static std::string MadeFolder(const std::string& folder) {
    std::filesystem::create_directories(folder);
    return folder;
  }

  static std::optional<double> Killed(Dice& dice, uint64_t percent) {
    const double at = static_cast<double>(dice.Below(1300)) / 1000;
    return dice.Chance(percent) ? std::optional<double>(at) : std::nullopt;
  }

  std::vector<Question> Beside(Dice& dice) {
    if (!dice.Chance(25)) return {};
    return Some(dice, dice.Between(1, 2));
  }

  std::vector<Question> Some(Dice& dice, uint64_t count) {
    std::vector<Question> questions;
    for (; count > 0; --count) {
      questions.push_back(AnyQuestion(dice, material_, case_->size()));
    }
    return questions;
  }

  // A file whose add is killed is added again, and may be killed again.
  void AddUntilThere(Dice& dice, const std::string& name, const SoakFile& file,
                     uint64_t killed_percent) {
    const Work work = {.name = name,
                       .words = {"add", file.path},
                       .least_events = file.events,
                       .most_events = file.events};
    bool there = false;
    for (int life = 0; life < 2 && !there; ++life) {
      // They may be about what is just being added.
      std::vector<Question> beside = Beside(dice);
      for (Question& question : beside) question.may_refuse = true;
      there = case_->Write(work, beside, Killed(dice, killed_percent));
    }
    if (!there) {
      EXPECT_TRUE(case_->Write(work, {}, std::nullopt));
    }
    ++adds_;
  }

  void Decide(Dice& dice) {
    const Work work = AnyDecision(dice, material_);
    case_->Write(work, Beside(dice), Killed(dice, 30));
    ++decisions_;
  }

  void DecideTwice(Dice& dice) {
    const Work hasty = AnyDecision(dice, material_);
    case_->WriteBoth(hasty, AnyDecision(dice, material_));
    decisions_ += 2;
  }

  // `mark`: what stands in no file afterwards; may be empty.
  void Redact(Dice& dice, const Words& what, const std::string& mark) {
    Work work;
    work.name = "redact";
    work.words = {"redact"};
    work.words.insert(work.words.end(), what.begin(), what.end());
    work.words.insert(work.words.end(), {"--reason", "asked for"});
    // And dependences that only the texts have shown.
    work.most_events = 1 + material_.reports().size();
    const uint64_t before = case_->Redactions();
    case_->NoteRedaction();
    const bool done = case_->Write(work, Beside(dice), Killed(dice, 40));
    if (!done) {
      if (dice.Chance(50)) case_->Ask(Some(dice, 1));
      case_->Reopen();
    }
    ++redactions_;
    const bool gone = case_->Redactions() > before;
    EXPECT_TRUE(gone || !done);
    if (!mark.empty()) {
      EXPECT_EQ(case_->Holds(mark), !gone) << mark;
    }
    EXPECT_FALSE(std::filesystem::exists(case_->directory() + "/redaction"));
  }

  void RedactClaim(Dice& dice) {
    SoakRecord& claim = SoakMaterial::Whole(material_.claims(), dice);
    claim.shaken = true;
    Words what = {"--unseal", claim.key};
    if (dice.Chance(30)) what.push_back("--key");
    Redact(dice, what, claim.mark);
  }

  void RedactText(Dice& dice) {
    SoakRecord& report = SoakMaterial::Whole(material_.reports(), dice);
    report.shaken = true;
    material_.ShakeClaimsOf(report);
    const std::string text = SoakMaterial::TextOf(report);
    const size_t mark = text.find(report.mark);
    Words what = {"--unseal", report.key, "--bytes",
                  absl::StrCat(mark, ":", mark + report.mark.size())};
    if (dice.Chance(50)) {
      const std::string& sentence = report.text.back();
      const size_t begin = text.find(sentence);
      what.insert(
          what.end(),
          {"--bytes", absl::StrCat(begin, ":", begin + sentence.size())});
    }
    Redact(dice, what, report.mark);
  }

  void RedactRecord(Dice& dice) {
    Words what = {"--unseal"};
    std::string mark;
    if (dice.Chance(50)) {
      SoakRecord& report = SoakMaterial::Whole(material_.reports(), dice);
      report.shaken = true;
      material_.ShakeClaimsOf(report);
      mark = report.mark;
      what.push_back(report.key);
    } else {
      // Those to begin with stay, for claims to be about.
      auto& all = dice.Chance(50) ? material_.sources() : material_.entities();
      SoakRecord& record = SoakMaterial::Whole(all, dice);
      if (&record - all.data() < 9) return RedactClaim(dice);
      record.shaken = true;
      what.push_back(record.key);
    }
    if (dice.Chance(30)) what.push_back("--key");
    Redact(dice, what, mark);
  }

  void Rotate(Dice& dice) {
    Work work = {.name = "rotate", .words = {"rotate-key", "--reason", "new"}};
    ++rotations_;
    if (dice.Chance(25)) {
      work.words.insert(work.words.end(),
                        {"--key", absl::StrCat(folder_, "/key", rotations_)});
    }
    case_->Write(work, Beside(dice), Killed(dice, 40));
  }

  void Take(Step step, Dice& dice) {
    switch (step) {
      case Step::kBulk:
        if (bulks_ < kMostBulks) {
          ++bulks_;
          return AddUntilThere(dice, "bulk", material_.WriteBulk(dice), 60);
        }
        [[fallthrough]];
      case Step::kAdd:
        return AddUntilThere(dice, "add", material_.WriteSmall(dice), 30);
      case Step::kDecide:
        return Decide(dice);
      case Step::kDecideTwice:
        return DecideTwice(dice);
      case Step::kRedactClaim:
        return RedactClaim(dice);
      case Step::kRedactText:
        return RedactText(dice);
      case Step::kRedactRecord:
        return RedactRecord(dice);
      case Step::kRotate:
        return Rotate(dice);
      case Step::kKeep:
        return case_->KeepHead(QuestionOfOne(dice, material_));
      case Step::kAsk:
        return case_->Ask(Some(dice, dice.Between(1, 3)));
      case Step::kReopen:
        return case_->Reopen();
    }
  }

  const uint64_t seed_;
  const std::string folder_;
  SoakMaterial material_;
  std::unique_ptr<WitnessedCase> case_;
  uint64_t steps_ = 0;
  uint64_t adds_ = 0;
  int bulks_ = 0;
  uint64_t decisions_ = 0;
  uint64_t redactions_ = 0;
  uint64_t rotations_ = 0;
};

TEST(SoakTest, AnswersForWhatItSaidHoweverItIsInterrupted) {
  const uint64_t minutes = Number("ATTEST_SOAK_MINUTES", 0);
  std::random_device device;
  const uint64_t seed =
      Number("ATTEST_SOAK_SEED", minutes == 0 ? 20261121 : device());
  std::cout << "seed " << seed << std::endl;
  const Scratch scratch;
  const std::string named = Environment("ATTEST_SOAK_FOLDER");
  Soak soak(seed, named.empty() ? scratch / "soak" : named);
  const absl::Time end =
      absl::Now() + absl::Minutes(static_cast<int64_t>(minutes));
  uint64_t step = 0;
  for (; step < kStepsWithoutMinutes || absl::Now() < end; ++step) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, " step ", step));
    soak.Take(step);
    if ((step + 1) % kStepsBetweenChecks == 0) soak.Check(step);
    if (HasFailure()) break;
  }
  soak.Check(step);
  std::cout << soak.Account() << std::endl;
  if (HasFailure()) {
    std::cout << "the newest commands:\n" << soak.Journal() << std::endl;
  }
}

}  // namespace
}  // namespace attest
