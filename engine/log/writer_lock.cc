#include "engine/log/writer_lock.h"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kLockFileBytes = 4096;
constexpr absl::Duration kPause = absl::Milliseconds(20);
// How often a lock is looked at that is held and does not say by whom.
constexpr int kMaxLooks = 50;

std::string HostName() {
  std::array<char, 256> name = {};
  if (gethostname(name.data(), name.size() - 1) != 0) return "";
  return name.data();
}

std::string UserName() {
  std::vector<char> buffer(1 << 14);
  passwd entry = {};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) !=
          0 ||
      found == nullptr) {
    return absl::StrCat(geteuid());
  }
  return found->pw_name;
}

std::string HolderJson(absl::Time now, const std::string& command) {
  std::string json = absl::StrCat("{\"pid\":", getpid());
  const std::pair<absl::string_view, std::string> members[] = {
      {"host", HostName()},
      {"user", UserName()},
      {"since",
       absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone())},
      {"command", command.substr(0, kLockFileBytes / 8)}};
  for (const auto& [name, value] : members) {
    absl::StrAppend(&json, ",\"", name, "\":");
    AppendJsonString(value, json);
  }
  return json + "}\n";
}

std::string Member(const nlohmann::json& holder, const char* name) {
  if (!holder.is_object() || !holder.contains(name)) return "?";
  const nlohmann::json& member = holder[name];
  return member.is_string() ? member.get<std::string>() : member.dump();
}

absl::Status Held(const DurableFile& file) {
  nlohmann::json holder;
  // A writer has the lock a moment before it has said so.
  for (int look = 0; look < kMaxLooks && !holder.is_object(); ++look) {
    if (look > 0) absl::SleepFor(kPause);
    ASSIGN_OR_RETURN(const std::string text, file.ReadAt(0, kLockFileBytes));
    holder = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  }
  return absl::UnavailableError(absl::StrCat(
      "the case is locked by process ", Member(holder, "pid"), " on ",
      Member(holder, "host"), " (", Member(holder, "user"), ", since ",
      Member(holder, "since"), "): ", Member(holder, "command")));
}

// A lock of an open file, which no other open file of this process shares.
struct flock WholeFile() {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

absl::StatusOr<DurableFile> OpenLockFile(const std::string& path) {
  absl::StatusOr<DurableFile> file =
      DurableFile::Open(path, DurableFile::Mode::kWrite);
  if (!absl::IsNotFound(file.status())) return file;
  file = DurableFile::Open(path, DurableFile::Mode::kCreate);
  if (!absl::IsAlreadyExists(file.status())) return file;
  return DurableFile::Open(path, DurableFile::Mode::kWrite);
}

}  // namespace

absl::StatusOr<WriterLock> WriterLock::Take(const std::string& path,
                                            absl::Duration wait, absl::Time now,
                                            const std::string& command) {
  ASSIGN_OR_RETURN(DurableFile file, OpenLockFile(path));
  // Counted, not measured: no clock of the system is asked in here.
  struct flock lock = WholeFile();
  for (absl::Duration waited = absl::ZeroDuration();
       fcntl(file.descriptor(), F_OFD_SETLK, &lock) != 0; waited += kPause) {
    if (errno != EAGAIN && errno != EACCES && errno != EINTR) {
      return FileError(errno, "lock", path);
    }
    if (waited >= wait) return Held(file);
    absl::SleepFor(std::min(kPause, wait - waited));
  }
  if (ftruncate(file.descriptor(), 0) != 0) {
    return FileError(errno, "write", path);
  }
  RETURN_IF_ERROR(file.WriteAt(0, HolderJson(now, command)));
  return WriterLock(std::move(file));
}

bool WriterLock::IsHeld(const std::string& path) {
  const absl::StatusOr<DurableFile> file =
      DurableFile::Open(path, DurableFile::Mode::kRead);
  if (!file.ok()) return false;
  struct flock lock = WholeFile();
  return fcntl(file->descriptor(), F_OFD_GETLK, &lock) == 0 &&
         lock.l_type != F_UNLCK;
}

}  // namespace attest
