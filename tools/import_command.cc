// import: add files of other formats, each import wholly or not at all.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/ingest/overlay_case.h"
#include "engine/interchange/import_formats.h"
#include "engine/interchange/import_passes.h"
#include "engine/interchange/import_spool.h"
#include "engine/merkle/hash.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/import_map.h"
#include "tools/import_rejects.h"
#include "tools/input_errors.h"
#include "tools/progress.h"
#include "tools/rejects_path.h"

namespace attest {
namespace {

struct ImportOptions {
  std::string from;
  std::vector<std::string> files;
  std::string map;
  std::string rejects;
  bool dry_run = false;
};

std::string HexOf(const std::array<uint8_t, 32>& hash) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(hash.data()), hash.size()));
}

// Hashes what lines bring with them, and keeps nothing.
class HashedContent : public ContentSink {
 public:
  absl::StatusOr<Content> Store(NextPiece next) override {
    Content content;
    while (true) {
      ASSIGN_OR_RETURN(const absl::string_view piece, next());
      if (piece.empty()) break;
      hasher_.Update(piece);
      content.size_bytes += piece.size();
    }
    content.sha256 = hasher_.Finish().bytes;
    return content;
  }

 private:
  Sha256Hasher hasher_;
};

// What was done over all imports so far, and what is wrong.
class Account {
 public:
  explicit Account(bool is_dry_run) : is_dry_run_(is_dry_run) {}

  void Count(ImportSpool& spool, const AddedFile& added) {
    const FileReading& reading = added.reading;
    if (added.events_appended > 0 && !first_) first_ = added.first.value();
    appended_ += added.events_appended;
    const uint64_t present = spool.already_present() + reading.already_present;
    present_ += present;
    uint64_t rows = 0;
    for (const ImportedFile& file : spool.files()) {
      rows += file.rows;
      files_.push_back(
          {{"file", file.file.name},
           {"lines", file.rows},
           {"sha256", file.is_read ? Json(HexOf(file.sha256)) : Json()}});
      absl::StrAppend(&text_, text_.empty() || ends_line_ ? "" : ", ",
                      file.file.name);
      ends_line_ = false;
    }
    if (spool.files().empty()) absl::StrAppend(&text_, "no file");
    absl::StrAppend(
        &text_, ": ", Counted(rows, "row"), ", ",
        Counted(is_dry_run_ ? would_append_ : added.events_appended, "event"),
        is_dry_run_ ? " to append, " : " appended, ", Counted(present, "line"),
        " present already");
    would_append_ = 0;
  }

  void CountRejected(uint64_t rejected) {
    rejected_ += rejected;
    if (rejected > 0) absl::StrAppend(&text_, ", ", rejected, " rejected");
  }

  void EndImport(bool nothing_changed) {
    absl::StrAppend(&text_, nothing_changed ? ": nothing changed\n" : "\n");
    ends_line_ = true;
  }

  void CountType(RecordType type) {
    ++types_[std::string(NameOf(type))];
    ++would_append_;
  }

  void AddErrors(const std::vector<InputError>& errors, uint64_t count) {
    for (const InputError& error : errors) {
      std::fprintf(stderr, "%s\n", FormatRowError(error, "error").c_str());
      if (errors_.size() < kMaxErrorsKept) errors_.push_back(ErrorJson(error));
    }
    if (count > errors.size()) {
      std::fprintf(stderr, "%s\n",
                   Counted(count - errors.size(), "more error").c_str());
    }
    error_count_ += count;
  }

  void AddWarnings(const std::vector<InputError>& warnings, uint64_t count) {
    for (const InputError& warning : warnings) {
      std::fprintf(stderr, "%s\n", FormatRowError(warning, "warning").c_str());
      warnings_.push_back(ErrorJson(warning));
    }
    if (count > warnings.size()) {
      std::fprintf(stderr, "%s\n",
                   Counted(count - warnings.size(), "more warning").c_str());
    }
  }

  [[nodiscard]] Answer ToAnswer(uint64_t applied_through) const {
    Answer answer;
    answer.document = {{"events_appended", appended_},
                       {"first_index", first_ ? Json(*first_) : Json()},
                       {"already_present", present_},
                       {"rejected", rejected_},
                       {"files", files_}};
    answer.text = text_;
    if (is_dry_run_) {
      answer.document["dry_run"] = true;
      answer.document["would_append"] = types_;
      for (const auto& [type, count] : types_) {
        absl::StrAppend(&answer.text, "  ", type, ": ", count, "\n");
      }
    }
    if (error_count_ > 0) {
      answer.document["errors"] = errors_;
      answer.document["error_count"] = error_count_;
    }
    if (!warnings_.empty()) answer.document["warnings"] = warnings_;
    answer.applied_through = applied_through;
    return answer;
  }

 private:
  const bool is_dry_run_;
  uint64_t appended_ = 0;
  std::optional<uint64_t> first_;
  uint64_t present_ = 0;
  uint64_t rejected_ = 0;
  uint64_t error_count_ = 0;
  uint64_t would_append_ = 0;  // of the import at hand
  std::map<std::string, uint64_t> types_;
  Json files_ = Json::array();
  Json errors_ = Json::array();
  Json warnings_ = Json::array();
  std::string text_;
  bool ends_line_ = true;
};

class Importer {
 public:
  Importer(Session& session, const ImportOptions& options,
           const ImportFormat& format, Case& opened)
      : session_(session),
        options_(options),
        format_(format),
        opened_(opened),
        account_(options.dry_run) {}

  // Imports `files` as one. False when they were refused.
  absl::StatusOr<bool> Import(const ImportMap& map,
                              std::vector<std::string> files);

  // Tells what of folders cannot be read, or is not.
  void Tell(const ImportFolder& folder) {
    account_.AddErrors(folder.faults, folder.faults.size());
    account_.AddWarnings(folder.warnings, folder.warnings.size());
  }

  [[nodiscard]] const Account& account() const { return account_; }

 private:
  [[nodiscard]] bool sets_aside() const { return !options_.rejects.empty(); }
  // The case, with what a dry run has imported so far.
  const ExistingCase& Existing();
  absl::Status Convert(const ImportRequest& request, ImportSink& sink);
  absl::StatusOr<AddedFile> Add(ImportSpool& spool);
  absl::StatusOr<AddedFile> Read(ImportSpool& spool, bool is_refused);
  absl::Status Tell(ImportSpool& spool, const AddedFile& added);

  Session& session_;
  const ImportOptions& options_;
  const ImportFormat& format_;
  Case& opened_;
  Account account_;
  std::unique_ptr<ExistingCase> existing_;
  std::unique_ptr<OverlayCase> overlay_;  // of a dry run
};

const ExistingCase& Importer::Existing() {
  if (existing_ == nullptr) existing_ = opened_.AsExisting();
  if (!options_.dry_run) return *existing_;
  if (overlay_ == nullptr) {
    overlay_ = std::make_unique<OverlayCase>(*existing_, opened_.log().size());
  }
  return *overlay_;
}

// What is wrong with one of `files` as a whole, from a message that begins
// `FILE: ` or `FILE:ROW: error: `.
RowError FaultOfFile(const std::vector<std::string>& files,
                     absl::string_view message) {
  RowError fault = {.file = files.front()};
  for (const std::string& file : files) {
    if (!absl::ConsumePrefix(&message, absl::StrCat(file, ":"))) continue;
    fault.file = file;
    break;
  }
  const std::vector<absl::string_view> parts =
      absl::StrSplit(message, absl::MaxSplits(": error: ", 1));
  uint64_t row = 0;
  if (parts.size() == 2 && absl::SimpleAtoi(parts[0], &row)) {
    fault.what = absl::StrCat("row ", row, ": ", parts[1]);
  } else {
    message = absl::StripLeadingAsciiWhitespace(message);
    absl::ConsumePrefix(&message, "error: ");
    fault.what = std::string(message);
  }
  return fault;
}

absl::Status Importer::Convert(const ImportRequest& request, ImportSink& sink) {
  Progress progress("bytes");
  ImportRequest shown = request;
  shown.progress = [&progress](uint64_t done, uint64_t all) {
    progress.Show(done, all);
  };
  const absl::Status status = format_.import(shown, Existing(), sink);
  // A file that cannot be read on is told as its rows are.
  if (!absl::IsInvalidArgument(status)) return status;
  return sink.Error(FaultOfFile(request.files, status.message()));
}

absl::StatusOr<bool> Importer::Import(const ImportMap& map,
                                      std::vector<std::string> files) {
  const ImportRequest request = {
      .files = std::move(files), .map = map, .progress = {}};
  ASSIGN_OR_RETURN(std::unique_ptr<ImportSpool> spool,
                   ImportSpool::Make(sets_aside()));
  RETURN_IF_ERROR(Convert(request, *spool));
  if (sets_aside()) {
    ASSIGN_OR_RETURN(spool, WithoutBadRows(Existing(), std::move(spool),
                                           [&](ImportSink& sink) {
                                             return Convert(request, sink);
                                           }));
  }
  const bool is_refused =
      spool->is_refused() || (spool->error_count() > 0 && !sets_aside());
  ASSIGN_OR_RETURN(const AddedFile added, is_refused || options_.dry_run
                                              ? Read(*spool, is_refused)
                                              : Add(*spool));
  RETURN_IF_ERROR(Tell(*spool, added));
  return !is_refused && (added.reading.error_count == 0 || sets_aside());
}

absl::StatusOr<AddedFile> Importer::Add(ImportSpool& spool) {
  existing_ = nullptr;
  ASSIGN_OR_RETURN(InputFile lines, spool.TakeLines());
  Progress progress("events");
  AddOptions add;
  add.reader.set_rejects_aside = sets_aside();
  add.by = session_.By();
  add.progress = [&progress](uint64_t done, uint64_t all) {
    progress.Show(done, all);
  };
  return opened_.AddMade(
      std::move(lines), spool.Original(), add,
      [&spool](const RejectedLine& line) { return spool.AddRejected(line); });
}

// Reads the lines as Add does, and appends nothing.
absl::StatusOr<AddedFile> Importer::Read(ImportSpool& spool, bool is_refused) {
  AddedFile added;
  const ExistingCase& existing = Existing();
  CaseReader reader(existing, {.set_rejects_aside = sets_aside()});
  ASSIGN_OR_RETURN(InputFile lines, spool.TakeLines());
  ASSIGN_OR_RETURN(added.reading,
                   reader.ReadMade(std::move(lines), spool.Original()));
  if (is_refused || (added.reading.error_count > 0 && !sets_aside())) {
    return added;
  }
  if (sets_aside()) {
    RETURN_IF_ERROR(reader.VisitRejects([&spool](const RejectedLine& line) {
      return spool.AddRejected(line);
    }));
  }
  HashedContent content;
  RETURN_IF_ERROR(reader.Emit(EventIndex(0), content, [this](Event event) {
    account_.CountType(event.type());
    return absl::OkStatus();
  }));
  if (options_.files.size() > 1 && format_.files == ImportFiles::kEach) {
    RETURN_IF_ERROR(overlay_->AddFile(reader));
  }
  return added;
}

// Says what was done, and what is wrong, by rows and columns.
absl::Status Importer::Tell(ImportSpool& spool, const AddedFile& added) {
  const FileReading& reading = added.reading;
  std::vector<InputError> errors = spool.errors();
  for (const InputError& error : reading.errors) {
    errors.push_back(spool.AtRow(error));
  }
  std::vector<InputError> warnings = spool.warnings();
  for (const InputError& warning : reading.warnings) {
    warnings.push_back(spool.AtRow(warning));
  }
  account_.AddErrors(FirstErrors(spool, std::move(errors)),
                     spool.error_count() + reading.error_count);
  account_.AddWarnings(warnings,
                       spool.warning_count() + reading.warnings.size());
  account_.Count(spool, added);
  if (sets_aside() && !spool.is_refused()) {
    account_.CountRejected(spool.CountBadRows());
    if (!options_.dry_run) {
      RETURN_IF_ERROR(WriteImportRejects(spool, options_.rejects));
    }
  }
  const bool has_errors = spool.error_count() + reading.error_count > 0;
  account_.EndImport(!options_.dry_run && added.events_appended == 0 &&
                     !has_errors);
  return absl::OkStatus();
}

absl::Status UsageError(std::string message) {
  return WithExitCode(absl::InvalidArgumentError(std::move(message)),
                      kExitUsage);
}

absl::StatusOr<const ImportFormat*> FindFormat(const std::string& name) {
  std::vector<absl::string_view> names;
  for (const ImportFormat& format : ImportFormats()) {
    if (format.name == name) return &format;
    names.push_back(format.name);
  }
  return UsageError(absl::StrCat("--from: unknown format, got \"", name,
                                 "\", want ", absl::StrJoin(names, ", ")));
}

// Rejects are read from the file a second time.
absl::Status CheckRejects(const ImportOptions& options) {
  if (options.rejects.empty()) return absl::OkStatus();
  for (const std::string& file : options.files) {
    if (file == "-") {
      return UsageError(
          "--rejects: got standard input, want a file that can be read twice");
    }
  }
  std::vector<std::string> read = options.files;
  if (!options.map.empty()) read.push_back(options.map);
  return CheckRejectsApart(RejectsPaths(options.rejects, options.files), read);
}

// The files of `given`, in which folders stand for theirs.
absl::StatusOr<ImportFolder> FilesOf(const ImportFormat& format,
                                     const std::vector<std::string>& given) {
  ImportFolder all;
  for (const std::string& path : given) {
    std::error_code not_there;
    if (format.in_folder == nullptr ||
        !std::filesystem::is_directory(path, not_there)) {
      all.files.push_back(path);
      continue;
    }
    ASSIGN_OR_RETURN(ImportFolder folder, format.in_folder(path));
    const auto append = [](auto& to, const auto& more) {
      to.insert(to.end(), more.begin(), more.end());
    };
    append(all.files, folder.files);
    append(all.faults, folder.faults);
    append(all.warnings, folder.warnings);
  }
  return all;
}

absl::StatusOr<ExitCode> Import(Session& session, ImportOptions options) {
  ASSIGN_OR_RETURN(const ImportFormat* const format, FindFormat(options.from));
  ASSIGN_OR_RETURN(const ImportFolder given, FilesOf(*format, options.files));
  options.files = given.files;
  RETURN_IF_ERROR(CheckRejects(options));
  ImportMap map;
  if (!options.map.empty()) {
    ASSIGN_OR_RETURN(map, ReadImportMap(options.map));
  }
  ASSIGN_OR_RETURN(
      const std::unique_ptr<Case> opened,
      session.Open(options.dry_run ? Access::kRead : Access::kWrite));
  std::vector<std::vector<std::string>> imports;
  if (format->files == ImportFiles::kTogether) {
    imports.push_back(options.files);
  } else {
    for (const std::string& file : options.files) imports.push_back({file});
  }
  if (!options.rejects.empty() && imports.size() > 1) {
    return UsageError(
        "--rejects: got several files, want one import at a time");
  }
  Importer importer(session, options, *format, *opened);
  importer.Tell(given);
  bool is_done = given.faults.empty();
  for (std::vector<std::string>& files : imports) {
    const absl::StatusOr<bool> is_good = importer.Import(map, std::move(files));
    if (!is_good.ok()) {
      // What files before it did is told all the same.
      if (&files != &imports.front()) {
        RETURN_IF_ERROR(session.Print(
            importer.account().ToAnswer(opened->Now().applied_through())));
      }
      return is_good.status();
    }
    is_done = is_done && *is_good;
  }
  RETURN_IF_ERROR(session.Print(
      importer.account().ToAnswer(opened->Now().applied_through())));
  return is_done ? kExitDone : kExitBadInput;
}

constexpr absl::string_view kClaimsCsvHelp =
    R"(claims-csv: CSV or TSV in UTF-8, or in UTF-16 as "Unicode text"; a first
  line sep=; states the separator. One claim a row, columns in any order:
  subject, predicate, object or value, and source or report are needed; also
  valid place attribution quote page line paragraph time frame cell row stance
  hedge as_stated original rests_on real_ends unit note by recorded id
  extracted_by extracted_method extracted_version definitions
An entity is a key of the case, or is made of kind:name (person unit place
  organization org incident); its kind and name may stand in subject_kind,
  subject_name, object_kind, object_name, place_name.
A source is a key, or is made of src:name or a plain name, in whose spelling
  case and white space make no difference; source_name, source_kind. A report is
  a key, or is made with title, published, url, language; without one a row
  belongs to the report at its url, else to the one of all such rows of its
  source. What a row makes is made once: later rows say the same of it or
  nothing, and later imports use it as it is.
Values: 150  >=5000  <=10  ~20  10-20  10-15-20 (low, best, high); 36.2,37.2;
  yes; or JSON; a unit in the value or in its column. attribution: sources, the
  nearest first, separated by ;, each with its basis in parentheses: BBC;
  src:ali (eyewitness); or JSON.
A quote is looked for in the report's text; where it has none it is kept in
  as_stated.
--map FILE: {"headings": {"Theirs": "ours", "Not needed": ""},
  "predicates": {"is member of": "member_of"}}
Importing a file again adds what is new in it. A row that was edited is a new
  claim; the old one stays until it is retracted. Of note, by, recorded and
  extracted_* edits are told and not taken over.

sfm: tables of persons with a posting a row, of units and of sources, told apart
  by their headings; all that are given at once are one import. Behind a value
  stand its Source: X, ids with ; between them, and Confidence: X. A report says
  what it is cited for and no more; first cited is not started, unless flagged.
  --map renames headings and predicates, as for claims-csv. Which columns there
  are, and what becomes of each, is in SFM.md.

ftm: entities (a JSON line each), statements (CSV with entity_id, prop, schema,
  value, dataset) and judgements of a resolver, told apart by their first lines;
  all that are given at once are one import. A data set is one source; two that
  name one publisher, sourceUrl or proof are one line. Statements that are
  external wait to be accepted. Edges become statements of two entities, and
  properties predicates, which --map renames: {"predicates": {"ftm:employment":
  "member_of"}}. What becomes of which schema is in FTM.md.

ucdp-ged: a release of UCDP GED (CSV), an event a row. Its articles are reports
  by their offices, speaking through their original source: through one they are
  one line, and where the lists of a row cannot be joined they are one as well,
  with a warning. Needed: id, type_of_violence, side_a, side_b, date_start,
  date_end, best. What becomes of the others is in UCDP_GED.md.

brat: annotations, DOC.ann with its text DOC.txt beside it, or a folder: all that
  are in it and below, each an import of its own. --map says who speaks and what
  types are: {"sources": {"doc, folder or *": "SOURCE"}, "kinds": {"Soldier":
  "person"}, "predicates": {"Member-of": "member_of", "Led-by": "^commands",
  "When": "valid"}}; ^: the second argument is the subject.)";

}  // namespace

void AddImportCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* verb = AddVerb(
      program, "import", "add files of other formats, each wholly or not",
      "attest import --from claims-csv claims.csv\n"
      "attest import --from claims-csv sheet.tsv --map names.json --dry-run");
  std::string formats;
  for (const ImportFormat& format : ImportFormats()) {
    absl::StrAppend(&formats, formats.empty() ? "" : "; ", format.name, ": ",
                    format.what);
  }
  verb->add_option("--from", options->from, formats)->required();
  verb->add_option("files", options->files,
                   "files (brat: or folders); -: stdin")
      ->required();
  verb->add_option("--map", options->map,
                   "a JSON file of our names for their headings, predicates, "
                   "kinds and sources");
  verb->add_option("--rejects", options->rejects,
                   "write bad rows to this table (what is wrong: "
                   "FILE.errors) and import the rest");
  verb->add_flag("--dry-run", options->dry_run,
                 "say what would be appended, and append nothing");
  verb->footer(std::string(kClaimsCsvHelp));
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Import(running, *options); });
  });
}

}  // namespace attest
