// WitnessedCase runs the program on one case, as processes that are killed now
// and then, and holds it to what it has said: no event that was acknowledged or
// shown is ever missing, no head, root or answer given out stops being true,
// and the answers come from the log alone.
//
// Whatever does not hold fails the test.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_WITNESSED_CASE_H_
#define ATTEST_TESTS_FAULTS_HARNESS_WITNESSED_CASE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/faults/harness/child.h"
#include "tests/faults/harness/dice.h"

namespace attest {

// What a writer is asked to do.
struct Work {
  std::string name;
  std::vector<std::string> words;
  uint64_t least_events = 1;
  uint64_t most_events = 1;
  // It may end with 3, having changed nothing.
  bool may_refuse = false;
};

// What a reader is asked. `words` ask for one JSON document, unless they
// export.
struct Question {
  std::vector<std::string> words;
  // It may end with 3: nothing has the key any more, or yet.
  bool may_refuse = false;
  // The answer is to be as of this position.
  std::optional<uint64_t> as_of;
};

struct Tally {
  uint64_t kills = 0;
  uint64_t hits = 0;
  uint64_t unacknowledged_kept = 0;
  uint64_t questions = 0;
  uint64_t asked_beside_a_writer = 0;
  uint64_t refused = 0;
  uint64_t heads = 0;
  uint64_t rebuilds = 0;
  // That were there to be compared with a rebuild.
  uint64_t derived_files = 0;
};

class WitnessedCase {
 public:
  // The case is made as `folder`/case; other files go beside it. `untouched`:
  // a file with src:untouched alone, which nothing else concerns.
  WitnessedCase(std::string program, std::string folder, std::string untouched);

  // Runs a writer and `beside` it readers. With `kill_at` it is killed after
  // that share of the time that such work usually takes. True when it was
  // acknowledged.
  bool Write(const Work& work, const std::vector<Question>& beside,
             std::optional<double> kill_at);

  // Two writers at once: one gives up when the other one was there first, the
  // other one waits.
  void WriteBoth(const Work& hasty, const Work& patient);

  void Ask(const std::vector<Question>& questions);

  // A writer that opens the case, finishes what a killed one left, and changes
  // nothing.
  void Reopen();

  // Keeps the signed head, the root, and an answer as of now.
  void KeepHead(const Question& question);

  // How many redactions the log has.
  uint64_t Redactions();
  // Answers given before it are not to be given again.
  void NoteRedaction() { kept_answers_.clear(); }

  // The case verifies and continues everything that was kept.
  void CheckKept(Dice& dice);

  // The answers are those of a copy that has nothing but the record itself;
  // and those of that copy do not change when what a writer has made anew there
  // is taken away again.
  void CheckRebuild(const std::vector<std::vector<std::string>>& questions);

  // Does any file of the case hold these bytes?
  [[nodiscard]] bool Holds(absl::string_view bytes) const;

  [[nodiscard]] uint64_t size() const { return acknowledged_; }
  [[nodiscard]] const std::string& directory() const { return directory_; }
  [[nodiscard]] const Tally& tally() const { return tally_; }
  // The newest commands, one a line.
  [[nodiscard]] std::string Journal() const;

 private:
  struct Ended {
    int exit_code = -1;
    std::string out;
    std::string error;
  };
  struct Running {
    std::unique_ptr<Child> child;
    std::string errors;
    std::string line;  // the command
    uint64_t least_size = 0;
  };
  struct KeptHead {
    std::string path;
    uint64_t size = 0;
    std::string root;
  };
  struct KeptAnswer {
    std::vector<std::string> words;
    std::string out;
  };
  using Json = nlohmann::json;

  Running Start(const std::string& directory,
                const std::vector<std::string>& words);
  Ended Finish(Running& running);
  Ended Run(const std::string& directory,
            const std::vector<std::string>& words);
  // The output of what must succeed.
  std::string Must(const std::string& directory,
                   const std::vector<std::string>& words);
  Json Document(const std::vector<std::string>& words);

  Running StartQuestion(const Question& question);
  void FinishQuestion(const Question& question, Running& running);

  // Takes note of the answer of a writer.
  void Acknowledge(const Work& work, const Json& answer);
  // Takes note that the log was shown with `size` events.
  void Saw(uint64_t size, absl::string_view by);
  // Of work that was killed nobody knows yet whether it is there.
  void MayHave(const Work& work);
  // Takes note of how a writer ended; true when it was acknowledged.
  bool Judge(const Work& work, const Ended& ended, bool killed);

  std::vector<std::string> Answers(
      const std::string& directory,
      const std::vector<std::vector<std::string>>& questions);
  void ExpectAnswers(const std::string& what,
                     const std::vector<std::vector<std::string>>& questions,
                     const std::vector<std::string>& got,
                     const std::vector<std::string>& want);

  const std::string program_;
  const std::string folder_;
  const std::string directory_;
  const std::string untouched_;
  uint64_t runs_ = 0;
  // At least these events are there.
  uint64_t acknowledged_ = 0;
  // The sizes that the log may have: more than that only by work killed since.
  std::set<uint64_t> sizes_ = {0};
  std::map<std::string, absl::Duration> usual_;
  std::vector<KeptHead> kept_heads_;
  std::vector<KeptAnswer> kept_answers_;
  std::vector<std::string> journal_;
  Tally tally_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_WITNESSED_CASE_H_
