#include "tests/faults/harness/witnessed_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "tests/faults/harness/scratch.h"

namespace attest {
namespace {

constexpr absl::Duration kUsualAtFirst = absl::Milliseconds(20);
constexpr size_t kJournal = 40;
constexpr size_t kMostHeads = 60;
constexpr size_t kMostAnswers = 20;

const std::vector<std::string>& DerivedFiles() {
  static const auto* const kNames =
      new std::vector<std::string>{"projection", "fingerprints", "figures"};
  return *kNames;
}

// How many of them were there.
uint64_t RemoveDerived(const std::string& directory) {
  uint64_t removed = 0;
  for (const std::string& name : DerivedFiles()) {
    if (std::filesystem::remove(directory + "/" + name)) ++removed;
  }
  return removed;
}

bool IsExport(const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), "export") != words.end();
}

}  // namespace

WitnessedCase::WitnessedCase(std::string program, std::string folder,
                             std::string untouched)
    : program_(std::move(program)),
      folder_(std::move(folder)),
      directory_(folder_ + "/case"),
      untouched_(std::move(untouched)) {
  std::filesystem::create_directories(folder_ + "/errors");
  std::filesystem::create_directories(folder_ + "/heads");
  Must(directory_, {"init"});
  Write({.name = "add",
         .words = {"add", untouched_},
         .least_events = 2,
         .most_events = 2},
        {}, std::nullopt);
}

WitnessedCase::Running WitnessedCase::Start(
    const std::string& directory, const std::vector<std::string>& words) {
  std::vector<std::string> all = {program_, "--case", directory, "--by",
                                  "tester", "--mode", "json"};
  all.insert(all.end(), words.begin(), words.end());
  Running running;
  running.errors = absl::StrCat(folder_, "/errors/", runs_++);
  running.line = absl::StrJoin(words, " ");
  running.least_size = acknowledged_;
  running.child = std::make_unique<Child>(all, running.errors);
  journal_.push_back(running.line);
  if (journal_.size() > 2 * kJournal) {
    journal_.erase(journal_.begin(), journal_.begin() + kJournal);
  }
  return running;
}

WitnessedCase::Ended WitnessedCase::Finish(Running& running) {
  Ended ended;
  while (const auto line = running.child->ReadLine()) {
    absl::StrAppend(&ended.out, *line, "\n");
  }
  ended.exit_code = running.child->Wait();
  ended.error = ReadBytes(running.errors);
  std::filesystem::remove(running.errors);
  return ended;
}

WitnessedCase::Ended WitnessedCase::Run(const std::string& directory,
                                        const std::vector<std::string>& words) {
  Running running = Start(directory, words);
  return Finish(running);
}

std::string WitnessedCase::Must(const std::string& directory,
                                const std::vector<std::string>& words) {
  const Ended ended = Run(directory, words);
  EXPECT_EQ(ended.exit_code, 0) << absl::StrJoin(words, " ") << "\n"
                                << ended.out << ended.error;
  return ended.out;
}

WitnessedCase::Json WitnessedCase::Document(
    const std::vector<std::string>& words) {
  Json document = Json::parse(Must(directory_, words), nullptr, false);
  EXPECT_TRUE(document.is_object()) << absl::StrJoin(words, " ");
  return document.is_object() ? document : Json::object();
}

void WitnessedCase::MayHave(const Work& work) {
  std::set<uint64_t> grown = sizes_;
  for (const uint64_t size : sizes_) {
    for (uint64_t n = work.least_events; n <= work.most_events; ++n) {
      grown.insert(size + n);
    }
  }
  sizes_ = std::move(grown);
}

void WitnessedCase::Saw(uint64_t size, absl::string_view by) {
  if (size <= acknowledged_) return;
  EXPECT_EQ(sizes_.count(size), 1u) << by << " shows " << size << " events";
  ++tally_.unacknowledged_kept;
  acknowledged_ = size;
  sizes_.erase(sizes_.begin(), sizes_.lower_bound(size));
  sizes_.insert(size);
}

void WitnessedCase::Acknowledge(const Work& work, const Json& answer) {
  const auto size = answer.value("applied_through", uint64_t{0});
  uint64_t appended = answer.value("events_appended", uint64_t{1});
  const uint64_t first = size - appended;
  EXPECT_LE(appended, size) << answer;
  EXPECT_EQ(sizes_.count(first), 1u)
      << work.name << " goes on at " << first << " after "
      << absl::StrJoin(sizes_, ", ");
  EXPECT_LE(appended, work.most_events) << work.name;
  const Json& named =
      answer.contains("event") ? answer["event"] : answer["first_index"];
  if (appended > 0) {
    EXPECT_EQ(named, first) << answer;
  }
  if (first > acknowledged_) ++tally_.unacknowledged_kept;
  acknowledged_ = size;
  sizes_ = {size};
}

bool WitnessedCase::Judge(const Work& work, const Ended& ended, bool killed) {
  const Json answer = Json::parse(ended.out, nullptr, false);
  if (ended.exit_code == kKilled && killed) {
    ++tally_.hits;
    if (!answer.is_object()) {
      MayHave(work);
      return false;
    }
  } else if (ended.exit_code == 3 && work.may_refuse) {
    ++tally_.refused;
    return false;
  } else {
    EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.error;
  }
  EXPECT_TRUE(answer.is_object()) << work.name << ": " << ended.out;
  if (!answer.is_object()) return false;
  Acknowledge(work, answer);
  return true;
}

bool WitnessedCase::Write(const Work& work, const std::vector<Question>& beside,
                          std::optional<double> kill_at) {
  std::vector<Running> readers(beside.size());
  for (size_t i = 0; i < beside.size(); i += 2) {
    readers[i] = StartQuestion(beside[i]);
  }
  const absl::Time start = absl::Now();
  Running writer = Start(directory_, work.words);
  SCOPED_TRACE(writer.line);
  for (size_t i = 1; i < beside.size(); i += 2) {
    readers[i] = StartQuestion(beside[i]);
  }
  const auto usual = usual_.try_emplace(work.name, kUsualAtFirst).first;
  if (kill_at) {
    absl::SleepFor(usual->second * *kill_at);
    writer.child->Kill();
    ++tally_.kills;
  }
  const Ended ended = Finish(writer);
  if (!kill_at && beside.empty()) {
    usual->second = (usual->second + (absl::Now() - start)) / 2;
  }
  const bool acknowledged = Judge(work, ended, kill_at.has_value());
  for (size_t i = 0; i < beside.size(); ++i) {
    FinishQuestion(beside[i], readers[i]);
  }
  tally_.asked_beside_a_writer += beside.size();
  return acknowledged;
}

void WitnessedCase::WriteBoth(const Work& hasty, const Work& patient) {
  std::vector<std::string> waits = {"--wait", "120"};
  waits.insert(waits.end(), patient.words.begin(), patient.words.end());
  std::array<const Work*, 2> works = {&hasty, &patient};
  std::array<Running, 2> writers = {Start(directory_, hasty.words),
                                    Start(directory_, waits)};
  std::array<Ended, 2> ended = {Finish(writers[0]), Finish(writers[1])};
  const auto size_of = [&](size_t i) {
    const Json answer = Json::parse(ended[i].out, nullptr, false);
    return answer.is_object() ? answer.value("applied_through", uint64_t{0})
                              : 0;
  };
  std::array<size_t, 2> order = {0, 1};
  if (size_of(0) > size_of(1)) std::swap(order[0], order[1]);
  for (const size_t i : order) {
    SCOPED_TRACE(writers[i].line);
    // Whoever does not wait is told that the case is locked.
    if (i == 0 && ended[i].exit_code == 5) continue;
    Judge(*works[i], ended[i], false);
  }
}

WitnessedCase::Running WitnessedCase::StartQuestion(const Question& question) {
  std::vector<std::string> words = question.words;
  if (IsExport(words)) {
    const std::string folder = absl::StrCat(folder_, "/export", runs_);
    std::filesystem::create_directory(folder);
    words.insert(words.end(), {"-o", folder + "/all.jsonl"});
  }
  ++tally_.questions;
  return Start(directory_, words);
}

void WitnessedCase::FinishQuestion(const Question& question, Running& running) {
  SCOPED_TRACE(running.line);
  const Ended ended = Finish(running);
  if (IsExport(question.words)) {
    const std::string path =
        running.line.substr(running.line.rfind(" -o ") + 4);
    if (ended.exit_code == 0) {
      EXPECT_NE(ReadBytes(path), "");
    }
    RemoveFolder(std::filesystem::path(path).parent_path().string());
  }
  if (ended.exit_code == 3 && question.may_refuse) {
    ++tally_.refused;
    return;
  }
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.error;
  if (ended.exit_code != 0 || IsExport(question.words)) return;
  const Json answer = Json::parse(ended.out, nullptr, false);
  EXPECT_TRUE(answer.is_object()) << ended.out;
  if (!answer.is_object()) return;
  const auto size = answer.value("applied_through", uint64_t{0});
  if (question.as_of) {
    EXPECT_EQ(size, *question.as_of);
    return;
  }
  EXPECT_GE(size, running.least_size) << "less than was there before";
  Saw(size, running.line);
}

void WitnessedCase::Ask(const std::vector<Question>& questions) {
  std::vector<Running> readers;
  for (const Question& question : questions) {
    readers.push_back(StartQuestion(question));
  }
  for (size_t i = 0; i < questions.size(); ++i) {
    FinishQuestion(questions[i], readers[i]);
  }
}

void WitnessedCase::Reopen() {
  const Work nothing = {.name = "reopen",
                        .words = {"add", untouched_},
                        .least_events = 0,
                        .most_events = 0};
  EXPECT_TRUE(Write(nothing, {}, std::nullopt));
  for (const char* left : {"redaction", "verifier.next", "key.next"}) {
    EXPECT_FALSE(std::filesystem::exists(directory_ + "/" + left)) << left;
  }
}

uint64_t WitnessedCase::Redactions() {
  return Document({"stats"}).value("redactions", uint64_t{0});
}

void WitnessedCase::KeepHead(const Question& question) {
  const Json stats = Document({"stats"});
  KeptHead head;
  head.size = stats.value("events", uint64_t{0});
  head.root = stats.value("root", "");
  Saw(head.size, "stats");
  const Json checkpoint = Document({"checkpoint"});
  EXPECT_EQ(checkpoint.value("tree_size", uint64_t{0}), head.size);
  EXPECT_EQ(checkpoint.value("root", ""), head.root);
  head.path = absl::StrCat(folder_, "/heads/", tally_.heads++);
  WriteBytes(head.path, checkpoint.value("note", ""));
  // The first ones stay.
  if (kept_heads_.size() == kMostHeads) {
    kept_heads_.erase(kept_heads_.begin() + kMostHeads / 2);
  }
  kept_heads_.push_back(head);
  KeptAnswer kept;
  kept.words = {"--as-of", absl::StrCat(head.size)};
  kept.words.insert(kept.words.end(), question.words.begin(),
                    question.words.end());
  const Ended ended = Run(directory_, kept.words);
  if (ended.exit_code == 3 && question.may_refuse) return;
  EXPECT_EQ(ended.exit_code, 0) << ended.error;
  kept.out = ended.out;
  if (kept_answers_.size() == kMostAnswers) {
    kept_answers_.erase(kept_answers_.begin());
  }
  kept_answers_.push_back(kept);
}

void WitnessedCase::CheckKept(Dice& dice) {
  const Json report = Document({"verify"});
  EXPECT_EQ(report.value("ok", false), true) << report;
  Saw(report.value("events", uint64_t{0}), "verify");
  if (!kept_heads_.empty()) {
    std::vector<std::string> words = {"checkpoint"};
    for (const KeptHead& head : kept_heads_) {
      words.insert(words.end(), {"--consistent-with", head.path});
    }
    const Json compared = Document(words);
    EXPECT_EQ(compared.value("continues", false), true) << compared;
    const KeptHead& head = dice.Of(kept_heads_);
    Must(directory_, {"verify", "--against", head.path});
    const Json stats = Document({"--as-of", absl::StrCat(head.size), "stats"});
    EXPECT_EQ(stats.value("root", ""), head.root) << head.size;
  }
  for (const KeptAnswer& kept : kept_answers_) {
    EXPECT_EQ(Must(directory_, kept.words), kept.out)
        << absl::StrJoin(kept.words, " ");
  }
}

std::vector<std::string> WitnessedCase::Answers(
    const std::string& directory,
    const std::vector<std::vector<std::string>>& questions) {
  std::vector<std::string> answers;
  for (std::vector<std::string> words : questions) {
    const std::string folder = folder_ + "/exported";
    if (IsExport(words)) {
      std::filesystem::create_directory(folder);
      words.insert(words.end(), {"-o", folder + "/all.jsonl"});
    }
    const Ended ended = Run(directory, words);
    std::string answer = absl::StrCat(ended.exit_code, "\n", ended.out);
    EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 3)
        << absl::StrJoin(words, " ") << " " << answer << ended.error;
    if (IsExport(words)) {
      for (const std::string& file : FilesBelow(folder)) {
        absl::StrAppend(&answer, file, "\n", ReadBytes(folder + "/" + file));
      }
      RemoveFolder(folder);
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

void WitnessedCase::ExpectAnswers(
    const std::string& what,
    const std::vector<std::vector<std::string>>& questions,
    const std::vector<std::string>& got, const std::vector<std::string>& want) {
  for (size_t i = 0; i < questions.size(); ++i) {
    if (got[i] == want[i]) continue;
    size_t at = 0;
    while (at < got[i].size() && at < want[i].size() &&
           got[i][at] == want[i][at]) {
      ++at;
    }
    const size_t from = at > 300 ? at - 300 : 0;
    ADD_FAILURE() << what << ": " << absl::StrJoin(questions[i], " ")
                  << "\nbyte " << at << "\n--- got\n"
                  << got[i].substr(from, 900) << "\n--- want\n"
                  << want[i].substr(from, 900);
  }
}

void WitnessedCase::CheckRebuild(
    const std::vector<std::vector<std::string>>& questions) {
  ++tally_.rebuilds;
  const std::string copy = folder_ + "/copy";
  CopyFolder(directory_, copy);
  tally_.derived_files += RemoveDerived(copy);
  ExpectAnswers("made anew by readers", questions, Answers(copy, questions),
                Answers(directory_, questions));
  Must(copy, {"assess", "src:untouched", "--value", "accepted"});
  const std::vector<std::string> with = Answers(copy, questions);
  EXPECT_EQ(RemoveDerived(copy), DerivedFiles().size());
  ExpectAnswers("made anew by a writer", questions, with,
                Answers(copy, questions));
  RemoveFolder(copy);
}

bool WitnessedCase::Holds(absl::string_view bytes) const {
  for (const std::string& file : FilesBelow(directory_)) {
    if (absl::StrContains(ReadBytes(directory_ + "/" + file), bytes)) {
      return true;
    }
  }
  return false;
}

std::string WitnessedCase::Journal() const {
  const size_t shown = std::min(journal_.size(), kJournal);
  return absl::StrJoin(journal_.end() - static_cast<std::ptrdiff_t>(shown),
                       journal_.end(), "\n");
}

}  // namespace attest
