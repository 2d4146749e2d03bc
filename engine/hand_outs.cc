#include "engine/hand_outs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/log/case_files.h"
#include "engine/log/durable_file.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMaxFileBytes = size_t{1} << 30;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }

 private:
  const int fd_;
};

// Does the file end within a line?
bool IsTorn(int fd) {
  const off_t size = lseek(fd, 0, SEEK_END);
  char last = '\n';
  return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

absl::Status WriteLine(int fd, const std::string& path,
                       const std::string& line) {
  // In one call: others may append at the same time.
  const ssize_t written = write(fd, line.data(), line.size());
  if (written < 0) return FileError(errno, "write", path);
  if (static_cast<size_t>(written) != line.size()) {
    return FileError(ENOSPC, "write", path);
  }
  return fsync(fd) == 0 ? absl::OkStatus() : FileError(errno, "sync", path);
}

std::string TextOf(const Json& json, const char* name) {
  const auto member = json.find(name);
  return member != json.end() && member->is_string()
             ? member->get<std::string>()
             : std::string();
}

std::optional<HandedOut> Parse(absl::string_view line) {
  const Json json = Json::parse(line.begin(), line.end(), nullptr,
                                /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("events") ||
      !json["events"].is_array()) {
    return std::nullopt;
  }
  HandedOut handed_out;
  // What went out counts whenever it did.
  handed_out.at = ParseRfc3339(TextOf(json, "at")).value_or(absl::UnixEpoch());
  handed_out.id = TextOf(json, "id");
  handed_out.what = TextOf(json, "what");
  handed_out.to = TextOf(json, "to");
  handed_out.by = TextOf(json, "by");
  if (json.contains("position") && json["position"].is_number_unsigned()) {
    handed_out.position = json["position"].get<uint64_t>();
  }
  for (const Json& range : json["events"]) {
    if (!range.is_array() || range.size() != 2 ||
        !range[0].is_number_unsigned() || !range[1].is_number_unsigned()) {
      return std::nullopt;
    }
    handed_out.events.emplace_back(range[0].get<uint64_t>(),
                                   range[1].get<uint64_t>());
  }
  return handed_out;
}

}  // namespace

bool HandedOut::Has(EventIndex event) const {
  return std::any_of(events.begin(), events.end(), [&](const auto& range) {
    return range.first <= event.value() && event.value() < range.second;
  });
}

absl::Status RecordHandOut(const std::string& case_directory,
                           const HandedOut& handed_out) {
  const std::string path = CaseFiles(case_directory).handed_out();
  Json json = {{"at", FormatRfc3339(handed_out.at)},
               {"what", handed_out.what},
               {"to", handed_out.to},
               {"by", handed_out.by},
               {"position", handed_out.position},
               {"events", handed_out.events}};
  if (!handed_out.id.empty()) json["id"] = handed_out.id;
  const Descriptor file(
      open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (file.get() < 0) return FileError(errno, "open", path);
  RETURN_IF_ERROR(WriteLine(
      file.get(), path,
      absl::StrCat(IsTorn(file.get()) ? "\n" : "",
                   json.dump(-1, ' ', false, Json::error_handler_t::replace),
                   "\n")));
  return SyncDirectory(case_directory);
}

absl::StatusOr<std::vector<HandedOut>> ReadHandOuts(
    const std::string& case_directory) {
  std::vector<HandedOut> all;
  absl::flat_hash_map<std::string, size_t> by_id;
  const absl::StatusOr<std::string> text =
      ReadWholeFile(CaseFiles(case_directory).handed_out(), kMaxFileBytes);
  if (absl::IsNotFound(text.status())) return all;
  if (!text.ok()) return text.status();
  for (const absl::string_view line :
       absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    std::optional<HandedOut> handed_out = Parse(line);
    if (!handed_out) continue;
    const auto begun =
        handed_out->id.empty()
            ? by_id.end()
            : by_id.try_emplace(handed_out->id, all.size()).first;
    if (begun == by_id.end() || begun->second == all.size()) {
      all.push_back(*std::move(handed_out));
    } else {
      all[begun->second] = *std::move(handed_out);
    }
  }
  return all;
}

}  // namespace attest
