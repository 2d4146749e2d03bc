// Session is one run of the program: the options that every verb takes, the
// case they name, and where answers go.

#ifndef ATTEST_TOOLS_SESSION_H_
#define ATTEST_TOOLS_SESSION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/discretion.h"
#include "engine/case.h"
#include "engine/model/enum_names.h"
#include "tools/answer.h"
#include "tools/exit_code.h"

namespace CLI {
class App;
}  // namespace CLI

namespace attest {

enum class Colours : uint8_t { kAuto, kAlways, kNever };
ATTEST_ENUM_NAMES(Colours, "color", "auto", "always", "never");

struct GlobalOptions {
  std::string case_dir;
  std::string by;
  std::string as_of;
  std::string valid_at;
  std::string mode;
  std::string color;
  bool unseal = false;
  double wait_seconds = 0;
};

class Session {
 public:
  // A verb's work. The exit code is for answers that say no; an error ends
  // the program with ExitCodeOf.
  using Verb = std::function<absl::StatusOr<ExitCode>(Session&)>;

  [[nodiscard]] GlobalOptions& options() { return options_; }
  void set_verb(Verb verb) { verb_ = std::move(verb); }

  // The command line as typed, for whoever finds the case locked.
  void set_command(std::string command) { command_ = std::move(command); }

  // Runs the verb that was chosen, prints its error, and returns the exit
  // code. Where it says that the case is damaged and a writer has changed the
  // case since the verb opened it, runs it once more: what a redaction takes
  // out is missing to those who began before.
  [[nodiscard]] int Run();

  // From here on the verb cannot be run again.
  void set_has_written() const { has_written_ = true; }

  // The directory of the case: --case, else ATTEST_CASE, else ./case.attest.
  [[nodiscard]] std::string CaseDirectory() const;

  // Who decides: --by, else ATTEST_USER, else the login name.
  [[nodiscard]] std::string By() const;

  // Opens the case. An error carries exit code 5 when the case is not there
  // or is locked.
  [[nodiscard]] absl::StatusOr<std::unique_ptr<Case>> Open(Access access) const;

  // Opens the log alone, for what needs no answers. Errors as Open.
  [[nodiscard]] absl::StatusOr<std::unique_ptr<EventLog>> OpenLog(
      Access access) const;

  // The view of `opened` that --as-of asks for. InvalidArgument when it is
  // neither a position, an RFC 3339 time nor a date; OutOfRange past the end.
  // Says which records of it were redacted since: they are in no answer.
  [[nodiscard]] absl::StatusOr<View> ViewOf(const Case& opened);

  // Says, here and in the answer, which records of `view` were redacted since,
  // but for what was said already.
  [[nodiscard]] absl::Status TellRedactedSince(const Case& opened,
                                               const View& view);

  // What it has told so.
  [[nodiscard]] const std::vector<std::string>& redacted_since() const {
    return redacted_since_;
  }

  // The view that `text` asks for in the same way. `what`: what it was given
  // as, for errors.
  [[nodiscard]] static absl::StatusOr<View> ViewAt(const Case& opened,
                                                   const std::string& text,
                                                   absl::string_view what);

  // What may be shown: sealed material with --unseal only. `now`: the view
  // of all events.
  [[nodiscard]] Discretion DiscretionOver(const View& now) const;

  // --valid-at. InvalidArgument when it is not EDTF.
  [[nodiscard]] absl::StatusOr<std::optional<Edtf>> ValidAt() const;

  // --mode, else a table on a terminal and jsonl otherwise.
  [[nodiscard]] absl::StatusOr<Mode> OutputMode() const;

  // Standard output, with the colours that --color asks for: never, always, or
  // auto, on a terminal unless NO_COLOR or TERM=dumb says otherwise.
  [[nodiscard]] Screen OutputScreen() const;

  // How long to wait for another writer, and the command line as typed.
  [[nodiscard]] absl::Duration Wait() const {
    return absl::Seconds(options_.wait_seconds);
  }
  [[nodiscard]] const std::string& command() const { return command_; }

  // Prints `answer` on standard output and, in the row modes, its log
  // position on standard error. A closed pipe is no error.
  [[nodiscard]] absl::Status Print(const Answer& answer) const;

  // Prints one row of mode jsonl ahead of Print, which then prints no rows of
  // its own. False once nobody reads any more.
  [[nodiscard]] absl::StatusOr<bool> PrintRow(const Json& row) const;

  // Writes bytes of an answer that is printed piece by piece. False once nobody
  // reads any more.
  [[nodiscard]] static absl::StatusOr<bool> PrintPiece(absl::string_view piece);

  // Prints `note` as it stands, a text that other programs read, unless a mode
  // was asked for; then as Print.
  [[nodiscard]] absl::Status PrintNote(const Answer& answer,
                                       absl::string_view note) const;

 private:
  [[nodiscard]] bool HasChangedSinceOpened() const;
  [[nodiscard]] absl::StatusOr<View> ViewAskedFor(const Case& opened) const;

  GlobalOptions options_;
  Verb verb_;
  std::string command_;
  // Of a case that was opened for reading, what CaseState then said.
  mutable std::string opened_state_;
  mutable bool has_written_ = false;
  // The keys of what is missing from a view of the past.
  std::vector<std::string> redacted_since_;
};

// The columns of the terminal that standard output is, as COLUMNS or the
// terminal says; 0 when it is none.
[[nodiscard]] size_t TerminalColumns();

// Prints "attest: MESSAGE" on standard error, with no control character but
// line breaks.
void PrintMessage(absl::string_view message);

}  // namespace attest

#endif  // ATTEST_TOOLS_SESSION_H_
