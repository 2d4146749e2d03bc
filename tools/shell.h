// Shell takes lines and does what they say: queries, up to their `;` or an
// empty line, and commands, which begin with a point. `attest shell` gives it
// the lines of a terminal or of standard input.
//
// It reads the case beside whoever writes to it; what was added since shows
// after `.refresh`.

#ifndef ATTEST_TOOLS_SHELL_H_
#define ATTEST_TOOLS_SHELL_H_

#include <atomic>
#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/case.h"
#include "engine/query/query.h"
#include "tools/answer.h"
#include "tools/exit_code.h"
#include "tools/gathered_query.h"
#include "tools/output_file.h"
#include "tools/query_limits.h"
#include "tools/query_run.h"
#include "tools/session.h"
#include "tools/shell_completion.h"

namespace attest {

struct ShellSettings {
  QueryLimits limits;
  Evidence evidence = Evidence::kWithout;
  bool timer = false;
};

class Shell {
 public:
  // `cancelled` is set by whoever wants the query that runs to stop.
  Shell(Session& session, const ShellSettings& settings,
        std::atomic<bool>& cancelled);

  // Opens the case, at the position that the session asks for. Errors: those of
  // Session::Open and ViewOf; then what was open before still is.
  [[nodiscard]] absl::Status Open();

  enum class Then : uint8_t { kGoOn, kExit };
  // Takes a line. What goes wrong is said on standard error, and the shell goes
  // on.
  Then Take(absl::string_view line);
  // Ends what was begun, as an empty line does.
  void End();
  // Drops what was begun.
  void Drop() { gatherer_.Clear(); }

  // Ends what answers were written to.
  [[nodiscard]] absl::Status Close() { return SetOutput(""); }

  // Takes all lines of a file, `name` in errors.
  void TakeAll(std::istream& stream, const std::string& name);

  [[nodiscard]] bool is_idle() const { return gatherer_.is_idle(); }
  // The exit code of the first thing that went wrong.
  [[nodiscard]] ExitCode exit_code() const { return exit_code_; }

  [[nodiscard]] Completion CompletionOf(absl::string_view before);

 private:
  struct Command;
  static absl::Span<const Command> Commands();

  void Tell(const absl::Status& status);
  void RunGathered(const GatheredQuery& query);
  absl::Status RunQuery(const std::string& text, uint64_t first_line,
                        const Screen& screen);
  absl::Status RunCommand(absl::string_view line);
  absl::Status PrintPlan(RunnableQuery& query);
  absl::Status Print(absl::string_view text);
  [[nodiscard]] Screen screen() const;

  // The commands, each with what stands behind its name.
  absl::Status Help(const std::string& argument);
  absl::Status SetMode(const std::string& argument);
  absl::Status SetTimer(const std::string& argument);
  absl::Status SetEvidence(const std::string& argument);
  absl::Status SetParameter(const std::string& argument);
  absl::Status SetAsOf(const std::string& argument);
  absl::Status SetOutput(const std::string& argument);
  absl::Status ShowSchema(const std::string& argument);
  absl::Status ShowSources(const std::string& argument);
  absl::Status ShowLast(const std::string& argument);
  absl::Status ReadFile(const std::string& argument);
  absl::Status Refresh(const std::string& argument);
  absl::Status Exit(const std::string& argument);

  Session& session_;
  ShellSettings settings_;
  std::atomic<bool>& cancelled_;
  std::unique_ptr<Case> opened_;
  std::optional<CaseQueries> queries_;
  query::Parameters parameters_;
  QueryGatherer gatherer_;
  // What errors are located by: the file that is read; empty on a terminal.
  std::string input_name_;
  int depth_ = 0;  // of files that read files
  std::unique_ptr<OutputFile> output_;
  std::string last_query_;
  bool exits_ = false;
  ExitCode exit_code_ = kExitDone;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_SHELL_H_
