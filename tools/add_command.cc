// add: add case-format files, each wholly or not at all.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/input_errors.h"
#include "tools/progress.h"
#include "tools/redaction_document.h"
#include "tools/rejects_path.h"

namespace attest {
namespace {

struct AddVerbOptions {
  std::vector<std::string> files;
  std::string rejects;
  ReaderOptions reader;
};

// The file that bad lines go to, with what is wrong with each: the lines as
// they were, and beside them OUT.errors with a JSON object a line.
class RejectsFile {
 public:
  static absl::StatusOr<std::unique_ptr<RejectsFile>> Open(
      const std::string& path) {
    auto file = std::make_unique<RejectsFile>();
    if (path.empty()) return file;
    file->lines_.open(path, std::ios::binary | std::ios::trunc);
    file->errors_.open(RejectsErrorsPath(path),
                       std::ios::binary | std::ios::trunc);
    if (!file->lines_ || !file->errors_) {
      return absl::PermissionDeniedError(
          absl::StrCat("--rejects: cannot write ", path));
    }
    return file;
  }

  absl::Status Write(const RejectedLine& rejected) {
    lines_ << rejected.text << '\n';
    Json errors = Json::array();
    for (const InputError& error : rejected.errors) {
      errors.push_back(ErrorJson(error));
    }
    errors_ << Dump({{"line", rejected.line}, {"errors", std::move(errors)}})
            << '\n';
    return lines_ && errors_
               ? absl::OkStatus()
               : absl::ResourceExhaustedError("--rejects: cannot write");
  }

 private:
  std::ofstream lines_;
  std::ofstream errors_;
};

std::string HexOf(const std::array<uint8_t, 32>& hash) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(hash.data()), hash.size()));
}

// The answer over all files added so far.
class Account {
 public:
  void Count(const AddedFile& added) {
    const FileReading& reading = added.reading;
    if (added.events_appended > 0 && !first_) first_ = added.first.value();
    appended_ += added.events_appended;
    present_ += reading.already_present;
    rejected_ += reading.rejected;
    files_.push_back({{"file", reading.name},
                      {"lines", reading.lines},
                      {"sha256", HexOf(reading.sha256)}});
    absl::StrAppend(&text_, reading.name, ": ", Counted(reading.lines, "line"),
                    ", ", Counted(added.events_appended, "event"),
                    " appended, ", Counted(reading.already_present, "line"),
                    " present already");
    if (reading.rejected > 0) {
      absl::StrAppend(&text_, ", ", reading.rejected, " rejected");
    }
    if (added.redactions > 0) {
      absl::StrAppend(&text_, ", ", Counted(added.redactions, "redaction"),
                      " among them");
    }
    if (added.events_appended == 0 && reading.error_count == 0) {
      absl::StrAppend(&text_, ": nothing changed");
    }
    absl::StrAppend(&text_, "\n");
  }

  void CountRedactions(const Json& redacted) {
    for (const Json& document : redacted) {
      text_ += RedactionText(document);
      redactions_.push_back(document);
    }
  }

  [[nodiscard]] Answer ToAnswer(uint64_t applied_through) const {
    Answer answer;
    answer.document = {{"events_appended", appended_},
                       {"first_index", first_ ? Json(*first_) : Json()},
                       {"already_present", present_},
                       {"rejected", rejected_},
                       {"files", files_}};
    if (!redactions_.empty()) answer.document["redactions"] = redactions_;
    answer.text = text_;
    answer.applied_through = applied_through;
    return answer;
  }

 private:
  uint64_t appended_ = 0;
  std::optional<uint64_t> first_;
  uint64_t present_ = 0;
  uint64_t rejected_ = 0;
  Json files_ = Json::array();
  Json redactions_ = Json::array();
  std::string text_;
};

// What each redaction of a file did, as `redact` says it.
absl::StatusOr<Json> RedactionsOf(const Session& session, const Case& opened,
                                  const AddedFile& added) {
  Json all = Json::array();
  const Discretion discretion = session.DiscretionOver(opened.Now());
  for (const DoneRedaction& done : added.redacted) {
    Json document;
    document["dry_run"] = false;
    RETURN_IF_ERROR(AddPlan(opened, discretion, done.plan, document));
    RETURN_IF_ERROR(AddRedacted(opened, discretion, done.redacted, document));
    RETURN_IF_ERROR(
        AddHandOuts(opened, done.plan.replaced, opened.log().size(), document));
    all.push_back(std::move(document));
  }
  return all;
}

absl::StatusOr<ExitCode> Add(Session& session, const AddVerbOptions& options) {
  if (!options.rejects.empty()) {
    RETURN_IF_ERROR(CheckRejectsApart({options.rejects}, options.files));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kWrite));
  ASSIGN_OR_RETURN(const std::unique_ptr<RejectsFile> rejects,
                   RejectsFile::Open(options.rejects));
  AddOptions add;
  add.reader = options.reader;
  add.by = session.By();
  Account account;
  std::vector<FileReading> bad;
  Json warnings = Json::array();
  for (const std::string& file : options.files) {
    Progress progress("events");
    add.progress = [&](uint64_t done, uint64_t all) {
      progress.Show(done, all);
    };
    ASSIGN_OR_RETURN(const AddedFile added,
                     opened->Add(file, add, [&](const RejectedLine& line) {
                       return rejects->Write(line);
                     }));
    if (added.reading.error_count > 0) bad.push_back(added.reading);
    for (Json& warning : WarningsJson({&added.reading, 1})) {
      warnings.push_back(std::move(warning));
    }
    PrintErrors({&added.reading, 1});
    account.Count(added);
    ASSIGN_OR_RETURN(const Json redacted,
                     RedactionsOf(session, *opened, added));
    account.CountRedactions(redacted);
  }
  Answer answer = account.ToAnswer(opened->Now().applied_through());
  const bool refused = !bad.empty() && !options.reader.set_rejects_aside;
  if (!bad.empty()) answer.document.update(ErrorsDocument(bad));
  if (!warnings.empty()) answer.document["warnings"] = std::move(warnings);
  RETURN_IF_ERROR(session.Print(answer));
  return refused ? kExitBadInput : kExitDone;
}

}  // namespace

void AddAddCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<AddVerbOptions>();
  CLI::App* verb =
      AddVerb(program, "add", "add case-format files, each wholly or not",
              "attest add case.jsonl\n"
              "attest add claims.jsonl --rejects bad.jsonl");
  verb->add_option("files", options->files, "case-format files; -: stdin")
      ->required();
  verb->add_option("--rejects", options->rejects,
                   "write bad lines, and those that refer to them, to this "
                   "file (what is wrong: FILE.errors) and add the rest");
  verb->add_flag("--amend", options->reader.amend,
                 "a line whose key is there with other fields amends it");
  verb->add_flag("--allow-redactions", options->reader.allow_redactions,
                 "let files redact");
  verb->callback([&session, options] {
    options->reader.set_rejects_aside = !options->rejects.empty();
    session.set_verb(
        [options](Session& running) { return Add(running, *options); });
  });
}

}  // namespace attest
