// export: the case in other formats; jsonl is the native, lossless one.

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/status_macros.h"
#include "tools/commands.h"

namespace attest {
namespace {

// Longer texts go into files of their own.
constexpr uint64_t kInlineTextBytes = uint64_t{64} << 10;
constexpr size_t kBufferBytes = size_t{1} << 20;

struct ExportVerbOptions {
  std::string to;
  std::string output;
  std::string include;
  ExportOptions options;
};

absl::Status FileError(const std::string& path, const char* what) {
  return absl::ResourceExhaustedError(
      absl::StrCat(path, ": ", what, ": ", std::strerror(errno)));
}

// Where lines go: a file that takes its name when it is whole, or standard
// output.
class LineFile {
 public:
  explicit LineFile(std::string path) : path_(std::move(path)) {}
  ~LineFile() {
    if (fd_ >= 0 && !path_.empty()) {
      close(fd_);
      unlink(TemporaryPath().c_str());
    }
  }
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;

  absl::Status Open() {
    if (path_.empty()) {
      fd_ = STDOUT_FILENO;
      return absl::OkStatus();
    }
    fd_ = open(TemporaryPath().c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    return fd_ < 0 ? FileError(path_, "create") : absl::OkStatus();
  }

  absl::Status Write(absl::string_view bytes) {
    buffer_.append(bytes.data(), bytes.size());
    return buffer_.size() < kBufferBytes ? absl::OkStatus() : Flush();
  }

  absl::Status Finish() {
    RETURN_IF_ERROR(Flush());
    if (path_.empty()) return absl::OkStatus();
    if (fsync(fd_) != 0) return FileError(path_, "sync");
    close(fd_);
    fd_ = -1;
    if (rename(TemporaryPath().c_str(), path_.c_str()) != 0) {
      return FileError(path_, "rename");
    }
    return absl::OkStatus();
  }

 private:
  [[nodiscard]] std::string TemporaryPath() const {
    return absl::StrCat(path_, ".partial");
  }

  absl::Status Flush() {
    absl::string_view bytes = buffer_;
    while (!bytes.empty() && !closed_) {
      const ssize_t written = write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0 && errno == EPIPE && path_.empty()) {
        closed_ = true;
        break;
      }
      if (written < 0) return FileError(path_, "write");
      bytes.remove_prefix(static_cast<size_t>(written));
    }
    buffer_.clear();
    return absl::OkStatus();
  }

  const std::string path_;
  int fd_ = -1;
  bool closed_ = false;
  std::string buffer_;
};

// Puts the contents of reports where the lines that name them can be added:
// beside the output file, or for standard output in the working folder, which
// is where `add -` looks for them.
class ContentFolder {
 public:
  ContentFolder(const ContentStore& contents, const std::string& output)
      : contents_(contents),
        parent_(std::filesystem::path(output).parent_path()),
        name_(output.empty()
                  ? std::string("attest-export.files")
                  : absl::StrCat(
                        std::filesystem::path(output).filename().string(),
                        ".files")) {}

  absl::StatusOr<ContentField> Place(const Report& report, ContentRole role) {
    const bool is_file = role == ContentRole::kFile;
    const Content& content = is_file ? *report.file : *report.text;
    if (!is_file && content.size_bytes <= kInlineTextBytes) {
      ASSIGN_OR_RETURN(std::string text, contents_.Get(content));
      return ContentField{"text", std::move(text)};
    }
    // An ending says what kind of file it is to whoever looks, and to a
    // reader that must tell whether it is plain text.
    const std::string ending =
        is_file ? std::filesystem::path(report.file_name).extension().string()
                : ".txt";
    const std::string relative =
        absl::StrCat(name_, "/",
                     absl::BytesToHexString(absl::string_view(
                         reinterpret_cast<const char*>(content.sha256.data()),
                         content.sha256.size())),
                     ending);
    if (placed_.insert(relative).second) {
      RETURN_IF_ERROR(Copy(content, (parent_ / relative).string()));
    }
    return ContentField{is_file ? "file" : "text_file", relative};
  }

  [[nodiscard]] size_t size() const { return placed_.size(); }
  [[nodiscard]] std::string path() const { return (parent_ / name_).string(); }

 private:
  absl::Status Copy(const Content& content, const std::string& path) {
    std::error_code error;
    std::filesystem::create_directories(
        std::filesystem::path(path).parent_path(), error);
    if (error) {
      return absl::PermissionDeniedError(
          absl::StrCat(path, ": ", error.message()));
    }
    RETURN_IF_ERROR(contents_.Check(content));
    std::filesystem::copy_file(
        contents_.PathOf(content), path,
        std::filesystem::copy_options::overwrite_existing, error);
    if (error) {
      return absl::ResourceExhaustedError(
          absl::StrCat(path, ": ", error.message()));
    }
    return absl::OkStatus();
  }

  const ContentStore& contents_;
  const std::filesystem::path parent_;
  const std::string name_;
  absl::flat_hash_set<std::string> placed_;
};

void Report(const ExportSummary& summary, const ContentFolder& folder,
            uint64_t position) {
  PrintMessage(absl::StrCat("exported ", summary.lines,
                            " lines as of log position ", position));
  if (summary.stubs > 0) {
    PrintMessage(absl::StrCat("lines withheld as stubs: ", summary.stubs));
  }
  if (summary.claims_left_out > 0) {
    PrintMessage(absl::StrCat("claims of sealed reports left out: ",
                              summary.claims_left_out));
  }
  if (summary.decisions_left_out > 0) {
    PrintMessage(absl::StrCat("decisions on withheld records left out: ",
                              summary.decisions_left_out));
  }
  if (folder.size() > 0) {
    PrintMessage(
        absl::StrCat(folder.size(), " report files in ", folder.path()));
  }
}

absl::StatusOr<ExitCode> Export(Session& session, ExportVerbOptions given) {
  if (given.to != "jsonl") {
    return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                            "export --to: got \"", given.to, "\", want jsonl")),
                        kExitUsage);
  }
  if (!given.include.empty() && given.include != "restricted") {
    return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                            "export --include: got \"", given.include,
                            "\", want restricted; what is sealed is never "
                            "exported")),
                        kExitUsage);
  }
  given.options.include_restricted = given.include == "restricted";
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(given.options.secret, opened->Secret());
  LineFile file(given.output);
  RETURN_IF_ERROR(file.Open());
  ContentFolder folder(opened->contents(), given.output);
  ASSIGN_OR_RETURN(
      const ExportSummary summary,
      ExportJsonl(
          opened->log(), view, given.options,
          [&](const attest::Report& report, ContentRole role) {
            return folder.Place(report, role);
          },
          [&](absl::string_view line) { return file.Write(line); }));
  RETURN_IF_ERROR(file.Finish());
  Report(summary, folder, view.applied_through());
  return kExitDone;
}

}  // namespace

void AddExportCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<ExportVerbOptions>();
  CLI::App* verb =
      AddVerb(program, "export", "write the case in another format",
              "attest export --to jsonl -o river.jsonl\n"
              "attest export --to jsonl --include restricted --without-by");
  verb->add_option("--to", options->to, "the format: jsonl")->required();
  verb->add_option("-o,--output", options->output,
                   "a file (else standard output); contents of reports go "
                   "beside it, into FILE.files");
  verb->add_option("--include", options->include,
                   "restricted: export restricted material in full");
  verb->add_flag("--keep-keys", options->options.keep_keys,
                 "keep the keys of withheld records");
  verb->add_flag("--without-by", options->options.without_by,
                 "leave out who recorded and decided");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Export(running, *options); });
  });
}

}  // namespace attest
