// export --to jsonl: the native, lossless format.

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/interchange/needed_events.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/links_in_part.h"
#include "engine/status_macros.h"
#include "tools/case_figures.h"
#include "tools/export_account.h"
#include "tools/export_choice.h"
#include "tools/export_format.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"

namespace attest {
namespace {

// Longer texts go into files of their own.
constexpr uint64_t kInlineTextBytes = uint64_t{64} << 10;

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

  // Removes what an earlier export to the same file left there: it may be what
  // is withheld now. Returns how many files stay that are not of this export.
  // Standard output shares its folder with other exports, which stay.
  absl::StatusOr<uint64_t> RemoveOthers(bool is_shared) const {
    std::error_code error;
    std::vector<std::filesystem::path> others;
    for (std::filesystem::directory_iterator at(path(), error), end;
         !error && at != end; at.increment(error)) {
      const std::string relative =
          absl::StrCat(name_, "/", at->path().filename().string());
      if (!placed_.contains(relative)) others.push_back(at->path());
    }
    if (error) {
      if (error == std::errc::no_such_file_or_directory) return 0;
      return absl::PermissionDeniedError(
          absl::StrCat(path(), ": ", error.message()));
    }
    uint64_t left = 0;
    for (const std::filesystem::path& other : others) {
      if (is_shared || !IsNamedByHash(other)) {
        ++left;
        continue;
      }
      std::filesystem::remove(other, error);
      if (error) {
        return absl::PermissionDeniedError(
            absl::StrCat(other.string(), ": ", error.message()));
      }
    }
    if (placed_.empty() && left == 0) std::filesystem::remove(path(), error);
    return left;
  }

  [[nodiscard]] size_t size() const { return placed_.size(); }
  [[nodiscard]] std::string path() const { return (parent_ / name_).string(); }

 private:
  // As Place names files.
  static bool IsNamedByHash(const std::filesystem::path& file) {
    const std::string stem = file.stem().string();
    std::error_code error;
    return stem.size() == 64 &&
           stem.find_first_not_of("0123456789abcdef") == std::string::npos &&
           std::filesystem::symlink_status(file, error).type() ==
               std::filesystem::file_type::regular;
  }

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

// What the texts tell of the reports that go, and would not tell elsewhere.
absl::StatusOr<LinksInPart> LinksOf(const Case& opened, const View& view,
                                    CaseFigures& figures,
                                    const ExportOptions& options) {
  const View now = opened.Now();
  const OutgoingKeys keys(opened.log(), view, now, options.keys);
  ReportsInPart part;
  bool is_all = true;
  for (const ReportId report : view.Reports()) {
    if (options.events != nullptr &&
        !options.events->contains(EventIndex(report.value()))) {
      is_all = false;
      continue;
    }
    part.reports.push_back(report);
    if (keys.IsWithheld(report)) {
      is_all = false;
    } else {
      part.with_text.insert(report);
    }
  }
  if (is_all) return LinksInPart();
  ASSIGN_OR_RETURN(const Findings* const findings, figures.WeighedFindings());
  ASSIGN_OR_RETURN(
      LinksInPart links,
      FindLinksInPart(opened.log(), opened.contents(), *findings, part));
  RETURN_IF_ERROR(figures.status());
  return links;
}

void AddLinks(const LinksInPart& links, ExportAccount& account) {
  account.Add(
      "dependences_added",
      "dependences found in texts that do not all go, written as decisions",
      links.lost.size());
  account.Add("dependences_rejected",
              "pairs of reports that share what is common in the case, and "
              "would look like reprints without the rest, written as no "
              "reprints",
              links.gained.size());
  account.Add("links_wider",
              "pairs of reports that share more where the rest of the case is "
              "not, so that verdicts may be weaker",
              links.wider);
}

void AddSummary(const ExportSummary& summary, const ContentFolder& folder,
                uint64_t position, ExportAccount& account) {
  account.set_headline(absl::StrCat("exported ", summary.lines,
                                    " lines as of log position ", position));
  account.AddOut("lines", summary.lines);
  account.Add("stubs", "lines withheld as stubs", summary.stubs);
  AddLeftOut(summary.left_out, account);
  account.Add("files", absl::StrCat("report files in ", folder.path()),
              folder.size());
}

}  // namespace

absl::StatusOr<ExitCode> ExportToJsonl(Session& session,
                                       const ExportRequest& request) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ExportOptions options = {
      .keys = {.include_restricted = request.include_restricted,
               .keep_keys = request.keep_keys},
      .without_by = request.without_by};
  ASSIGN_OR_RETURN(options.keys.secret, opened->Secret());
  absl::flat_hash_set<EventIndex> events;
  CaseFigures figures(*opened, view);
  ExportAccount account;
  if (ChoosesAPart(session.options(), request)) {
    ASSIGN_OR_RETURN(Selection selection,
                     ChooseFor(session, *opened, view, figures, request));
    RETURN_IF_ERROR(
        AddWhatBears(*opened, figures, NamesOfSealed::kAsStubs, selection));
    const View now = opened->Now();
    ASSIGN_OR_RETURN(events, NeededEvents(opened->log(), view,
                                          OutgoingKeys(opened->log(), view, now,
                                                       options.keys),
                                          selection));
    options.events = &events;
    AddChosen(selection, account);
  }
  ASSIGN_OR_RETURN(const LinksInPart links,
                   LinksOf(*opened, view, figures, options));
  std::vector<Dependence> shown_by_texts = links.lost;
  shown_by_texts.insert(shown_by_texts.end(), links.gained.begin(),
                        links.gained.end());
  options.shown_by_texts = &shown_by_texts;
  HandOut hand_out(session, *opened, "export jsonl", request.output);
  session.set_has_written();
  RETURN_IF_ERROR(hand_out.Begin(view.applied_through(), {{0, view.cut()}}));
  OutputFile file(request.output);
  RETURN_IF_ERROR(file.Open());
  ContentFolder folder(opened->contents(), request.output);
  ASSIGN_OR_RETURN(
      const ExportSummary summary,
      ExportJsonl(
          opened->log(), view, opened->Now(), options,
          [&](const attest::Report& report, ContentRole role) {
            return folder.Place(report, role);
          },
          [&](absl::string_view line) { return file.Write(line); }));
  RETURN_IF_ERROR(file.Finish());
  RETURN_IF_ERROR(hand_out.End(summary.whole));
  ASSIGN_OR_RETURN(const uint64_t others,
                   folder.RemoveOthers(/*is_shared=*/request.output.empty()));
  AddSummary(summary, folder, view.applied_through(), account);
  AddLinks(links, account);
  account.Add(
      "other_files",
      absl::StrCat("files in ", folder.path(), " that are not of this export"),
      others);
  RETURN_IF_ERROR(account.Tell(session, request, view.applied_through()));
  return kExitDone;
}

}  // namespace attest
