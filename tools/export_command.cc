// export: the case in other formats; jsonl is the native, lossless one, tiles
// the log for those who check it.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/interchange/tiles_export.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"

namespace attest {
namespace {

// Longer texts go into files of their own.
constexpr uint64_t kInlineTextBytes = uint64_t{64} << 10;

struct ExportVerbOptions {
  std::string to;
  std::string output;
  std::string include;
  ExportOptions options;
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

absl::Status WrongUsage(absl::string_view message) {
  return WithExitCode(absl::InvalidArgumentError(message), kExitUsage);
}

absl::Status CheckUsage(const GlobalOptions& global,
                        const ExportVerbOptions& given) {
  if (given.to != "jsonl" && given.to != "tiles") {
    return WrongUsage(absl::StrCat("export --to: got \"", given.to,
                                   "\", want jsonl or tiles"));
  }
  if (!given.include.empty() && given.include != "restricted") {
    return WrongUsage(absl::StrCat("export --include: got \"", given.include,
                                   "\", want restricted; what is sealed is "
                                   "never exported"));
  }
  if (given.to != "tiles") return absl::OkStatus();
  if (given.output.empty()) {
    return WrongUsage("export --to tiles: want -o and a folder");
  }
  if (given.options.without_by || given.options.keep_keys) {
    return WrongUsage(
        "export --to tiles: entries are the stored bytes, from which nothing "
        "can be left out: --without-by and --keep-keys do not apply");
  }
  if (!global.as_of.empty()) {
    return WrongUsage(
        "export --to tiles: only the newest head is signed: --as-of does not "
        "apply");
  }
  return absl::OkStatus();
}

// Makes `path` with the folders above it. What went out earlier may not be
// allowed out any more: only an empty folder is written to.
absl::Status MakeEmptyFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error && !std::filesystem::is_empty(path, error) && !error) {
    return absl::InvalidArgumentError(
        absl::StrCat("the folder ", path, " is not empty"));
  }
  if (!error) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrCat(path, ": ", error.message()));
}

absl::Status WriteBelow(const std::string& folder, const std::string& path,
                        absl::string_view bytes) {
  const std::filesystem::path full = std::filesystem::path(folder) / path;
  std::error_code error;
  std::filesystem::create_directories(full.parent_path(), error);
  std::ofstream file(full, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(full.string(), ": cannot be written"));
}

absl::StatusOr<ExitCode> ExportToTiles(Session& session,
                                       const ExportVerbOptions& given) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  RETURN_IF_ERROR(MakeEmptyFolder(given.output));
  const View now = opened->Now();
  HandOut hand_out(session, *opened, "export tiles", given.output);
  session.set_has_written();
  RETURN_IF_ERROR(
      hand_out.Begin(now.applied_through(), {{0, now.applied_through()}}));
  ASSIGN_OR_RETURN(
      const TilesSummary summary,
      ExportTiles(opened->log(), now,
                  given.options.include_restricted ? Restricted::kGoOut
                                                   : Restricted::kStay,
                  [&](const std::string& path, absl::string_view bytes) {
                    return WriteBelow(given.output, path, bytes);
                  }));
  RETURN_IF_ERROR(hand_out.End(summary.whole));
  PrintMessage(absl::StrCat("exported the tree of ", summary.tree_size,
                            " events: ", summary.tiles, " tiles, ",
                            summary.bundles, " bundles of entries"));
  if (summary.bundles_left_out > 0) {
    PrintMessage(absl::StrCat(
        "bundles left out: ", summary.bundles_left_out, ", with ",
        summary.events_withheld,
        " events that may not go out (the tiles have their leaf hashes)"));
  }
  return kExitDone;
}

absl::StatusOr<ExitCode> ExportToJsonl(Session& session,
                                       ExportVerbOptions given) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(given.options.secret, opened->Secret());
  HandOut hand_out(session, *opened, "export jsonl", given.output);
  session.set_has_written();
  RETURN_IF_ERROR(hand_out.Begin(view.applied_through(), {{0, view.cut()}}));
  OutputFile file(given.output);
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
  RETURN_IF_ERROR(hand_out.End(summary.whole));
  Report(summary, folder, view.applied_through());
  return kExitDone;
}

absl::StatusOr<ExitCode> Export(Session& session, ExportVerbOptions given) {
  RETURN_IF_ERROR(CheckUsage(session.options(), given));
  given.options.include_restricted = given.include == "restricted";
  return given.to == "tiles" ? ExportToTiles(session, given)
                             : ExportToJsonl(session, std::move(given));
}

}  // namespace

void AddExportCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<ExportVerbOptions>();
  CLI::App* verb =
      AddVerb(program, "export", "write the case in another format",
              "attest export --to jsonl -o river.jsonl\n"
              "attest export --to tiles -o public/river");
  verb->add_option(
          "--to", options->to,
          "jsonl: the case as lines that can be added again; tiles: the log "
          "as files that clients of C2SP tlog-tiles read")
      ->required();
  verb->add_option(
      "-o,--output", options->output,
      "jsonl: a file (else standard output); contents of reports go "
      "beside it, into FILE.files. tiles: an empty folder");
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
