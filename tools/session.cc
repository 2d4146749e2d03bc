#include "tools/session.h"

#include <pwd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/audit/record_keys.h"
#include "engine/case_query.h"
#include "engine/log/case_files.h"
#include "engine/projection/redacted_since.h"
#include "engine/status_macros.h"
#include "tools/marked_text.h"

namespace attest {
namespace {

constexpr size_t kLeastTableRows = 20;
constexpr size_t kMostRedactedShown = 20;
// Of a terminal that does not tell.
constexpr size_t kUsualColumns = 80;
constexpr uint32_t kMostColumns = 10'000;

std::string Environment(const char* name) {
  const char* value = std::getenv(
      name);  // NOLINT(concurrency-mt-unsafe): read before any thread starts
  return value == nullptr ? "" : value;
}

Screen ScreenOf(int fd) {
  Screen screen;
  screen.is_terminal = isatty(fd) == 1;
  if (!screen.is_terminal) return screen;
  winsize size = {};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) size = {};
  screen.columns = size.ws_col > 0 ? size.ws_col : kUsualColumns;
  screen.lines = std::max<size_t>(size.ws_row, kLeastTableRows + 4) - 4;
  uint32_t columns = 0;
  if (absl::SimpleAtoi(Environment("COLUMNS"), &columns) && columns > 0 &&
      columns <= kMostColumns) {
    screen.columns = columns;
  }
  return screen;
}

std::string LoginName() {
  passwd entry = {};
  passwd* found = nullptr;
  char buffer[4096];
  if (getpwuid_r(getuid(), &entry, buffer, sizeof buffer, &found) == 0 &&
      found != nullptr) {
    return found->pw_name;
  }
  return absl::StrCat("uid:", getuid());
}

// Writes to standard output; true when whoever reads has gone.
absl::StatusOr<bool> WriteOut(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EPIPE) return true;
    if (written < 0) {
      return absl::ResourceExhaustedError(
          absl::StrCat("standard output: ", std::strerror(errno)));
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return false;
}

}  // namespace

size_t TerminalColumns() { return ScreenOf(STDOUT_FILENO).columns; }

void PrintMessage(absl::string_view message) {
  std::fprintf(stderr, "attest: %s\n", Shown(message, {}).c_str());
}

int Session::Run() {
  if (!options_.color.empty() && !FromName<Colours>(options_.color)) {
    PrintMessage(absl::StrCat("--color: got \"", options_.color,
                              "\", want auto, always or never"));
    return kExitUsage;
  }
  absl::StatusOr<ExitCode> code = verb_(*this);
  if (absl::IsDataLoss(code.status()) && HasChangedSinceOpened()) {
    if (has_written_) {
      code = WithExitCode(absl::UnavailableError(absl::StrCat(
                              "the case was written to meanwhile, try again: ",
                              code.status().message())),
                          kExitNoCase);
    } else {
      redacted_since_.clear();
      code = verb_(*this);
    }
  }
  if (code.ok()) return *code;
  if (!code.status().message().empty()) PrintMessage(code.status().message());
  return ExitCodeOf(code.status());
}

std::string Session::CaseDirectory() const {
  if (!options_.case_dir.empty()) return options_.case_dir;
  const std::string named = Environment("ATTEST_CASE");
  return named.empty() ? "case.attest" : named;
}

std::string Session::By() const {
  if (!options_.by.empty()) return options_.by;
  const std::string named = Environment("ATTEST_USER");
  return named.empty() ? LoginName() : named;
}

absl::StatusOr<std::unique_ptr<Case>> Session::Open(Access access) const {
  CaseOptions options;
  options.access = access;
  options.wait = Wait();
  options.command = command_;
  if (access == Access::kRead) {
    opened_state_ = CaseState(CaseFiles(CaseDirectory()));
  }
  absl::StatusOr<std::unique_ptr<Case>> opened =
      Case::Open(CaseDirectory(), options);
  if (opened.ok()) {
    for (const std::string& notice : (*opened)->notices()) {
      PrintMessage(notice);
    }
    return opened;
  }
  // Not there, or held by another writer.
  if (absl::IsNotFound(opened.status()) ||
      absl::IsUnavailable(opened.status())) {
    return WithExitCode(opened.status(), kExitNoCase);
  }
  return opened;
}

bool Session::HasChangedSinceOpened() const {
  return !opened_state_.empty() &&
         opened_state_ != CaseState(CaseFiles(CaseDirectory()));
}

absl::StatusOr<std::unique_ptr<EventLog>> Session::OpenLog(
    Access access) const {
  if (access == Access::kRead) {
    opened_state_ = CaseState(CaseFiles(CaseDirectory()));
  }
  absl::StatusOr<std::unique_ptr<EventLog>> opened =
      EventLog::Open(CaseDirectory(), {.access = access,
                                       .wait = Wait(),
                                       .clock = absl::Now,
                                       .command = command_});
  if (absl::IsNotFound(opened.status()) ||
      absl::IsUnavailable(opened.status())) {
    return WithExitCode(opened.status(), kExitNoCase);
  }
  return opened;
}

absl::StatusOr<View> Session::ViewOf(const Case& opened) {
  ASSIGN_OR_RETURN(View view, ViewAskedFor(opened));
  RETURN_IF_ERROR(TellRedactedSince(opened, view));
  return view;
}

absl::Status Session::TellRedactedSince(const Case& opened, const View& view) {
  const std::vector<EventIndex> redacted = RedactedSince(view);
  if (redacted.empty() || !redacted_since_.empty()) return absl::OkStatus();
  const View now = opened.Now();
  const Discretion discretion = DiscretionOver(now);
  const RecordKeys keys(opened.log(), now);
  for (const EventIndex event : redacted) {
    std::string key = "a sealed record";
    if (!discretion.Hides(event)) {
      ASSIGN_OR_RETURN(key, keys.KeyOf(event));
    }
    redacted_since_.push_back(std::move(key));
  }
  const size_t shown = std::min(redacted_since_.size(), kMostRedactedShown);
  std::string keys_shown = absl::StrJoin(
      absl::MakeConstSpan(redacted_since_).subspan(0, shown), ", ");
  if (redacted_since_.size() > shown) {
    absl::StrAppend(&keys_shown, " and ", redacted_since_.size() - shown,
                    " more");
  }
  PrintMessage(absl::StrCat("what was redacted since log position ",
                            view.applied_through(),
                            " is missing from answers as of then, and verdicts "
                            "may not be what they were: all or part of ",
                            keys_shown));
  return absl::OkStatus();
}

absl::StatusOr<View> Session::ViewAskedFor(const Case& opened) const {
  if (options_.as_of.empty()) return opened.Now();
  return ViewAt(opened, options_.as_of, "--as-of");
}

absl::StatusOr<View> Session::ViewAt(const Case& opened,
                                     const std::string& text,
                                     absl::string_view what) {
  return ViewAsOf(opened, text, what);
}

Discretion Session::DiscretionOver(const View& now) const {
  return Discretion(now, options_.unseal ? Sealed::kShow : Sealed::kHide);
}

absl::StatusOr<std::optional<Edtf>> Session::ValidAt() const {
  if (options_.valid_at.empty()) return std::optional<Edtf>();
  absl::StatusOr<Edtf> date = Edtf::Parse(options_.valid_at);
  if (!date.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--valid-at: ", date.status().message()));
  }
  return std::optional<Edtf>(*std::move(date));
}

absl::StatusOr<Mode> Session::OutputMode() const {
  if (options_.mode.empty()) {
    return isatty(STDOUT_FILENO) == 1 ? Mode::kTable : Mode::kJsonl;
  }
  if (std::optional<Mode> mode = FromName<Mode>(options_.mode)) return *mode;
  return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                          "--mode: got \"", options_.mode,
                          "\", want table, json, jsonl, csv, tsv or markdown")),
                      kExitUsage);
}

Screen Session::OutputScreen() const {
  Screen screen = ScreenOf(STDOUT_FILENO);
  const Colours colours =
      FromName<Colours>(options_.color).value_or(Colours::kAuto);
  const bool is_wanted =
      screen.is_terminal && Environment("NO_COLOR").empty() &&
      Environment("TERM") != "dumb" && !Environment("TERM").empty();
  screen.has_colours =
      colours == Colours::kAlways || (colours == Colours::kAuto && is_wanted);
  return screen;
}

absl::Status Session::Print(const Answer& answer) const {
  ASSIGN_OR_RETURN(const Mode mode, OutputMode());
  has_written_ = true;
  if (mode == Mode::kJson && !redacted_since_.empty()) {
    Answer told = answer;
    told.document["redacted_since"] = redacted_since_;
    return WriteOut(Render(told, mode, OutputScreen())).status();
  }
  ASSIGN_OR_RETURN(const bool closed,
                   WriteOut(Render(answer, mode, OutputScreen())));
  if (!closed && IsRowMode(mode)) {
    PrintMessage(absl::StrCat("as of log position ", answer.applied_through));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Session::PrintRow(const Json& row) const {
  has_written_ = true;
  ASSIGN_OR_RETURN(const bool closed,
                   WriteOut(ForScreen(Dump(row) + "\n", Mode::kJsonl,
                                      ScreenOf(STDOUT_FILENO))));
  return !closed;
}

absl::StatusOr<bool> Session::PrintPiece(absl::string_view piece) {
  ASSIGN_OR_RETURN(const bool closed, WriteOut(piece));
  return !closed;
}

absl::Status Session::PrintNote(const Answer& answer,
                                absl::string_view note) const {
  if (!options_.mode.empty()) return Print(answer);
  return WriteOut(note).status();
}

}  // namespace attest
