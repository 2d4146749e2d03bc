#include "tests/faults/harness/durable_state.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr size_t kSectorBytes = 512;

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The files of a case are private; a key that is not is refused.
void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

std::string Clean(std::string path) {
  std::string clean = fs::path(std::move(path)).lexically_normal().string();
  while (clean.size() > 1 && clean.back() == '/') clean.pop_back();
  return clean;
}

}  // namespace

const char* NameOf(Loss loss) {
  switch (loss) {
    case Loss::kAll:
      return "all";
    case Loss::kNames:
      return "names";
    case Loss::kBytes:
      return "bytes";
    case Loss::kTorn:
      return "torn";
    case Loss::kZeroTail:
      return "zero_tail";
    case Loss::kScattered:
      return "scattered";
  }
  return "?";
}

DurableState::DurableState(std::string root, uint64_t seed, Choose choose)
    : root_(Clean(std::move(root))), random_(seed), choose_(std::move(choose)) {
  names_[root_];
}

Outcome DurableState::Before(const DiskOperation& operation) {
  for (const Image& image : choose_(++number_, operation)) Write(image);
  const std::string path = Clean(operation.path);
  switch (operation.verb) {
    case DiskVerb::kRename:
      // The source's inode lives on; what the name stood for may not.
      if (!operation.source.empty()) FileAt(Clean(operation.source));
      Forget(path);
      break;
    case DiskVerb::kRemove:
      Forget(path);
      break;
    case DiskVerb::kLink:
      FileAt(Clean(operation.source));
      break;
    case DiskVerb::kCreate:
      Forget(path);
      break;
    default:
      break;
  }
  return Outcome::kProceed;
}

void DurableState::After(const DiskOperation& operation) {
  const std::string path = Clean(operation.path);
  if (operation.verb == DiskVerb::kCreate) {
    fresh_.insert(path);
  } else if (operation.verb == DiskVerb::kSync) {
    const std::optional<size_t> file = FileAt(path);
    if (file.has_value()) durable_[*file] = BytesOf(path);
  } else if (operation.verb == DiskVerb::kSyncDirectory) {
    names_[path] = ListNow(path);
  }
}

// The file that `path` names now, if it names one.
std::optional<size_t> DurableState::FileAt(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  if (fresh_.erase(path) == 0) {
    const auto known = file_of_inode_.find(status.st_ino);
    if (known != file_of_inode_.end()) return known->second;
  }
  durable_.emplace_back();
  file_of_inode_[status.st_ino] = durable_.size() - 1;
  return durable_.size() - 1;
}

// Inode numbers are used again: one whose last name goes is another file when
// it comes back.
void DurableState::Forget(const std::string& path) {
  fresh_.erase(path);
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0 && status.st_nlink == 1) {
    file_of_inode_.erase(status.st_ino);
  }
}

DurableState::Entries DurableState::ListNow(const std::string& directory) {
  Entries entries;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const std::string path = entry.path().string();
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(error)) {
      entries[name] = {.is_directory = true};
    } else if (const std::optional<size_t> file = FileAt(path)) {
      entries[name] = {.file = *file};
    }
  }
  return entries;
}

void DurableState::Write(const Image& image) {
  WriteDirectory(root_, image.folder, image.loss);
}

void DurableState::WriteDirectory(const std::string& directory,
                                  const std::string& to, Loss loss) {
  std::error_code error;
  fs::create_directories(to, error);
  const bool durable_names = loss == Loss::kAll || loss == Loss::kNames;
  const Entries entries =
      durable_names ? names_[directory] : ListNow(directory);
  for (const auto& [name, entry] : entries) {
    const std::string from = absl::StrCat(directory, "/", name);
    const std::string target = absl::StrCat(to, "/", name);
    if (entry.is_directory) {
      WriteDirectory(from, target, loss);
    } else {
      WriteFile(target, Left(entry.file, from, loss));
    }
  }
}

// What is left of the bytes of `file`, which may be at `path` still.
std::string DurableState::Left(size_t file, const std::string& path,
                               Loss loss) {
  std::string durable = durable_[file];
  if (loss == Loss::kAll || loss == Loss::kBytes) return durable;
  if (FileAt(path) != file) return durable;
  const std::string now = BytesOf(path);
  if (loss == Loss::kNames || now == durable) return now;
  const size_t least = std::min(durable.size(), now.size());
  const size_t size = least + Below(now.size() - least + 1);
  const size_t kept = least + Below(size - least + 1);
  // What was synced stands unless it was written over since.
  std::string left = now.substr(0, loss == Loss::kTorn ? size : kept);
  left.resize(size, '\0');
  for (size_t sector = 0; sector < left.size(); sector += kSectorBytes) {
    const size_t end = std::min(sector + kSectorBytes, left.size());
    const bool grew_in_order = sector >= least && loss != Loss::kScattered;
    if (grew_in_order || Below(2) == 0) continue;
    for (size_t i = sector; i < end; ++i) {
      left[i] = i < durable.size() ? durable[i] : '\0';
    }
  }
  return left;
}

}  // namespace attest
