#include "tests/faults/harness/disk_operation.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace attest {
namespace {

absl::string_view VerbName(DiskVerb verb) {
  switch (verb) {
    case DiskVerb::kCreate:
      return "create";
    case DiskVerb::kReopen:
      return "reopen";
    case DiskVerb::kWrite:
      return "write";
    case DiskVerb::kSync:
      return "sync";
    case DiskVerb::kTruncate:
      return "truncate";
    case DiskVerb::kRename:
      return "rename";
    case DiskVerb::kLink:
      return "link";
    case DiskVerb::kRemove:
      return "remove";
    case DiskVerb::kMakeDirectory:
      return "make_directory";
    case DiskVerb::kSyncDirectory:
      return "sync_directory";
  }
  return "?";
}

absl::string_view NameOf(absl::string_view path) {
  while (absl::EndsWith(path, "/")) path.remove_suffix(1);
  const size_t slash = path.rfind('/');
  return slash == absl::string_view::npos ? path : path.substr(slash + 1);
}

absl::string_view FileKind(absl::string_view path) {
  const absl::string_view name = NameOf(path);
  if (absl::StrContains(path, "/contents")) return "content";
  if (absl::StrContains(path, "/bulk")) return "bulk";
  if (name == "head") return "head";
  if (name == "db") return "db";
  if (!absl::StrContains(path, "/db/")) return "case";
  if (absl::EndsWith(name, ".log")) return "wal";
  if (absl::EndsWith(name, ".sst")) return "table";
  if (absl::StartsWith(name, "MANIFEST")) return "manifest";
  if (name == "CURRENT") return "current";
  if (absl::StartsWith(name, "OPTIONS")) return "options";
  return "other";
}

}  // namespace

std::string PointName(const DiskOperation& operation) {
  return absl::StrCat(FileKind(operation.path), ".", VerbName(operation.verb));
}

}  // namespace attest
