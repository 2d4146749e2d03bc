#include "engine/interchange/brat_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/ingest/folder_files.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kAnnotations = ".ann";
constexpr absl::string_view kText = ".txt";

struct Entries {
  // Below the folder; ordered, as the files of a document are.
  absl::btree_set<std::string> files;
  absl::btree_set<std::string> linked_folders;
};

absl::Status CannotRead(const std::string& path, const std::error_code& error) {
  return absl::Status(
      absl::ErrnoToStatus(error.value(), "").code(),
      absl::StrCat(path, ": cannot read the folder: ", error.message()));
}

absl::StatusOr<Entries> List(const std::string& folder) {
  Entries entries;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (const fs::recursive_directory_iterator end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code gone;  // A link may lead nowhere.
    const bool is_folder = at->is_directory(gone);
    if (absl::StartsWith(name, ".")) {
      if (is_folder) at.disable_recursion_pending();
      continue;
    }
    std::string path = at->path().lexically_relative(folder).string();
    if (is_folder) {
      if (at->is_symlink(gone)) entries.linked_folders.insert(std::move(path));
    } else if (absl::EndsWith(name, kAnnotations) ||
               absl::EndsWith(name, kText)) {
      entries.files.insert(std::move(path));
    }
  }
  if (error) return CannotRead(folder, error);
  return entries;
}

}  // namespace

absl::StatusOr<ImportFolder> FindBratDocuments(const std::string& folder) {
  ASSIGN_OR_RETURN(const Entries entries, List(folder));
  const std::string prefix = absl::StrCat(absl::StripSuffix(folder, "/"), "/");
  ASSIGN_OR_RETURN(const FolderFiles within, FolderFiles::FolderOf(prefix));
  ImportFolder found;
  // What is wrong with a file that is to be read, if anything.
  const auto is_readable = [&](const std::string& name) {
    const absl::Status status = within.Open(name).status();
    if (status.ok()) return true;
    found.faults.push_back(
        {.file = prefix + name, .what = std::string(status.message())});
    return false;
  };
  for (const std::string& name : entries.files) {
    absl::string_view bare = name;
    if (absl::ConsumeSuffix(&bare, kText)) {
      if (entries.files.contains(absl::StrCat(bare, kAnnotations))) continue;
      found.warnings.push_back({.file = prefix + name,
                                .what = "a text without annotations; left out",
                                .want = "NAME.ann beside NAME.txt"});
      continue;
    }
    const std::string text =
        absl::StrCat(absl::StripSuffix(name, kAnnotations), kText);
    const bool is_good = is_readable(name);
    if (entries.files.contains(text) && !is_readable(text)) continue;
    if (is_good) found.files.push_back(prefix + name);
  }
  for (const std::string& name : entries.linked_folders) {
    found.warnings.push_back({.file = prefix + name,
                              .what = "a link to a folder; left out",
                              .want = "the folder itself"});
  }
  if (found.files.empty() && found.faults.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        folder, ": a folder without annotations, want DOCUMENT.ann and ",
        "DOCUMENT.txt in it or below it"));
  }
  return found;
}

}  // namespace attest
