#include "tools/shell_terminal.h"

#include <fcntl.h>
#include <histedit.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/utf8.h"
#include "tools/display_width.h"
#include "tools/session.h"

namespace attest {
namespace {

constexpr int kHistoryLines = 10'000;
constexpr size_t kMaxListed = 60;

std::string Environment(const char* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): the program has one thread here
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The file of the history, made for its user alone; empty when it cannot be.
std::string HistoryPath() {
  std::string state = Environment("XDG_STATE_HOME");
  if (!absl::StartsWith(state, "/")) {
    const std::string home = Environment("HOME");
    if (home.empty()) return "";
    state = absl::StrCat(home, "/.local/state");
  }
  const std::string folder = absl::StrCat(state, "/attest");
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(folder, error);
  if (error) return "";
  if (is_new) chmod(folder.c_str(), S_IRWXU);
  std::string path = absl::StrCat(folder, "/shell_history");
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                        S_IRUSR | S_IWUSR);
  if (file < 0) return "";
  fchmod(file, S_IRUSR | S_IWUSR);
  close(file);
  return path;
}

// The terminal on standard input, opened once more so that reading from it does
// not wait, and only here: whoever shares standard input is not affected.
// An interrupt drops what was typed, and what poll() saw may be gone by then.
int OpenTerminalToRead() {
  const int file =
      open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  return file >= 0 ? file : STDIN_FILENO;
}

}  // namespace

class ShellTerminal::Impl {
 public:
  Impl(Completer completer, int interrupts)
      : completer_(std::move(completer)),
        interrupts_(interrupts),
        history_path_(HistoryPath()),
        keys_(OpenTerminalToRead()),
        out_(isatty(STDOUT_FILENO) == 1 ? stdout : stderr) {
    // Characters beyond ASCII are edited as such.
    // NOLINTBEGIN(concurrency-mt-unsafe): the program has one thread here
    static_cast<void>(setlocale(LC_CTYPE, ""));
    if (MB_CUR_MAX == 1) static_cast<void>(setlocale(LC_CTYPE, "C.UTF-8"));
    // NOLINTEND(concurrency-mt-unsafe)
    edit_ = el_init("attest", stdin, out_, stderr);
    history_ = history_init();
    if (edit_ == nullptr || history_ == nullptr) return;
    HistEvent event = {};
    history(history_, &event, H_SETSIZE, kHistoryLines);
    history(history_, &event, H_SETUNIQUE, 1);
    if (!history_path_.empty()) {
      history(history_, &event, H_LOAD, history_path_.c_str());
    }
    el_set(edit_, EL_CLIENTDATA, this);
    el_set(edit_, EL_PROMPT, &Impl::Prompt);
    el_set(edit_, EL_EDITOR, "emacs");
    el_set(edit_, EL_SIGNAL, 0);
    el_set(edit_, EL_GETCFN, &Impl::ReadCharacter);
    el_set(edit_, EL_HIST, history, history_);
    el_set(edit_, EL_ADDFN, "attest-complete", "complete the word",
           &Impl::CompleteWord);
    el_set(edit_, EL_BIND, "^I", "attest-complete", nullptr);
    el_set(edit_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  }
  ~Impl() {
    HistEvent event = {};
    if (history_ != nullptr) {
      if (!history_path_.empty()) {
        history(history_, &event, H_SAVE, history_path_.c_str());
      }
      history_end(history_);
    }
    if (edit_ != nullptr) el_end(edit_);
    if (keys_ != STDIN_FILENO) close(keys_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Got Read(absl::string_view prompt, const std::function<bool()>& interrupted,
           std::string& line) {
    if (edit_ == nullptr || history_ == nullptr) return Got::kEnd;
    prompt_ = std::string(prompt);
    el_resize(edit_);
    int bytes = 0;
    const char* text = nullptr;
    interrupted_ = &interrupted;
    // Keys are taken as keys from the prompt on, not from the first read on: an
    // end of input typed between the two would be lost.
    el_set(edit_, EL_PREP_TERM, 1);
    text = el_gets(edit_, &bytes);
    interrupted_ = nullptr;
    if (interrupted()) {
      el_reset(edit_);
      static_cast<void>(std::fputs("^C\n", out_));
      return Got::kInterrupt;
    }
    if (text == nullptr || bytes <= 0) {
      static_cast<void>(std::fputs("\n", out_));
      return Got::kEnd;
    }
    line.assign(text, static_cast<size_t>(bytes));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
      line.pop_back();
    }
    HistEvent event = {};
    if (!line.empty()) history(history_, &event, H_ENTER, line.c_str());
    return Got::kLine;
  }

 private:
  static Impl& Of(EditLine* edit) {
    void* impl = nullptr;
    el_get(edit, EL_CLIENTDATA, &impl);
    return *static_cast<Impl*>(impl);
  }

  // 1 with the next character typed, 0 at the end of input, -1 when the user
  // interrupts.
  static int ReadCharacter(EditLine* edit, wchar_t* character) {
    const Impl& impl = Of(edit);
    std::mbstate_t state = {};
    for (;;) {
      if ((*impl.interrupted_)()) return -1;
      pollfd events[] = {{impl.keys_, POLLIN, 0},
                         {impl.interrupts_, POLLIN, 0}};
      if (poll(events, std::size(events), -1) < 0) {
        if (errno == EINTR) continue;
        return -1;
      }
      char byte = 0;
      const ssize_t got = read(impl.keys_, &byte, 1);
      if (got == 0) return 0;
      if (got < 0) {
        if (errno == EINTR || errno == EAGAIN) continue;
        return -1;
      }
      const size_t used = std::mbrtowc(character, &byte, 1, &state);
      if (used == static_cast<size_t>(-2)) continue;  // more bytes belong to it
      if (used == static_cast<size_t>(-1)) *character = L'\uFFFD';
      return 1;
    }
  }

  static char* Prompt(EditLine* edit) { return Of(edit).prompt_.data(); }

  // What the tabulator does: completes as far as there is one way to; else
  // lists the ways.
  static unsigned char CompleteWord(EditLine* edit, int) {
    Impl& impl = Of(edit);
    const LineInfo* const info = el_line(edit);
    const absl::string_view before(
        info->buffer, static_cast<size_t>(info->cursor - info->buffer));
    if (FindInvalidUtf8(before)) return CC_ERROR;
    const Completion completion = impl.completer_(before);
    if (completion.candidates.empty()) return CC_ERROR;
    const std::string word(before.substr(completion.word_begin));
    const std::string shared = SharedBeginning(completion.candidates);
    if (shared.size() >= word.size() && shared != word) {
      el_deletestr(edit, static_cast<int>(CountCodePoints(word)));
      el_insertstr(edit, shared.c_str());
      return CC_REFRESH;
    }
    if (completion.candidates.size() == 1) return CC_ERROR;
    impl.List(completion.candidates);
    return CC_REDISPLAY;
  }

  void List(const std::vector<std::string>& candidates) {
    const size_t shown = std::min(candidates.size(), kMaxListed);
    size_t width = 0;
    for (size_t i = 0; i < shown; ++i) {
      width = std::max(width, DisplayWidth(candidates[i]) + 2);
    }
    const size_t columns = std::max<size_t>(TerminalColumns() / width, 1);
    std::string list = "\n";
    for (size_t i = 0; i < shown; ++i) {
      const bool ends = (i + 1) % columns == 0 || i + 1 == shown;
      absl::StrAppend(
          &list, candidates[i],
          ends ? "\n" : std::string(width - DisplayWidth(candidates[i]), ' '));
    }
    if (shown < candidates.size()) list += "...\n";
    static_cast<void>(std::fputs(list.c_str(), out_));
  }

  const Completer completer_;
  const int interrupts_;
  const std::string history_path_;
  const int keys_;
  std::FILE* const out_;
  EditLine* edit_ = nullptr;
  History* history_ = nullptr;
  std::string prompt_;
  const std::function<bool()>* interrupted_ = nullptr;  // while a line is read
};

ShellTerminal::ShellTerminal(Completer completer, int interrupts)
    : impl_(std::make_unique<Impl>(std::move(completer), interrupts)) {}

ShellTerminal::~ShellTerminal() = default;

ShellTerminal::Got ShellTerminal::Read(absl::string_view prompt,
                                       const std::function<bool()>& interrupted,
                                       std::string& line) {
  return impl_->Read(prompt, interrupted, line);
}

}  // namespace attest
