#include "engine/interchange/ftm_groups.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/ftm_model.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr uint64_t kSpoolBytes = uint64_t{16} << 20;
constexpr uint64_t kMostSpools = 256;
constexpr size_t kBufferBytes = size_t{64} << 10;

// FNV-1a, the same on every machine: the order of what is made hangs on it.
uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  }
  return hash ^ (hash >> 32);
}

template <class Statement>
auto TextsOf(Statement& statement) {
  return std::array{
      &statement.id,         &statement.entity,    &statement.canonical,
      &statement.schema,     &statement.property,  &statement.value,
      &statement.dataset,    &statement.lang,      &statement.original,
      &statement.first_seen, &statement.last_seen, &statement.origin};
}

void AppendNumber(uint64_t number, std::string& bytes) {
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  bytes.append(raw, sizeof number);
}

uint64_t TakeNumber(absl::string_view& bytes) {
  uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes.remove_prefix(sizeof number);
  return number;
}

void AppendStatement(const FtmStatement& statement, std::string& bytes) {
  AppendNumber(statement.row << 1 | (statement.is_external ? 1 : 0), bytes);
  for (const std::string* text : TextsOf(statement)) {
    AppendNumber(text->size(), bytes);
    bytes.append(*text);
  }
}

FtmStatement TakeStatement(absl::string_view& bytes) {
  FtmStatement statement;
  const uint64_t row = TakeNumber(bytes);
  statement.row = row >> 1;
  statement.is_external = (row & 1) != 0;
  for (std::string* text : TextsOf(statement)) {
    const uint64_t size = TakeNumber(bytes);
    text->assign(bytes.data(), size);
    bytes.remove_prefix(size);
  }
  return statement;
}

// The nearest of the schemata that statements of one entity have: one that
// extends what was found so far takes its place.
void Narrow(const std::string& schema, std::string& nearest) {
  const FtmSchema* const now = FindFtmSchema(nearest);
  const FtmSchema* const other = FindFtmSchema(schema);
  if (now == nullptr || other == nullptr) return;
  if (IsFtm(*other, now->name)) nearest = schema;
}

bool IsCanonical(const FtmRecord& record) {
  const std::string& canonical = record.statements.front().canonical;
  return canonical.empty() || canonical == record.id;
}

}  // namespace

absl::StatusOr<FtmGroups> FtmGroups::Make(uint64_t size_bytes) {
  const uint64_t count = std::min(kMostSpools, size_bytes / kSpoolBytes + 1);
  std::vector<Spool> spools;
  for (uint64_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(TempSpool file, TempSpool::Make());
    spools.push_back({.file = std::move(file), .buffer = {}});
  }
  return FtmGroups(std::move(spools));
}

absl::Status FtmGroups::Add(const FtmStatement& statement) {
  // Those that are joined come together.
  const std::string& together =
      statement.canonical.empty() ? statement.entity : statement.canonical;
  Spool& spool = spools_[HashOf(together) % spools_.size()];
  AppendStatement(statement, spool.buffer);
  if (spool.buffer.size() < kBufferBytes) return absl::OkStatus();
  RETURN_IF_ERROR(spool.file.Append(spool.buffer).status());
  spool.buffer.clear();
  return absl::OkStatus();
}

absl::Status FtmGroups::Visit(
    absl::FunctionRef<absl::Status(FtmRecord&)> visit) {
  for (Spool& spool : spools_) {
    RETURN_IF_ERROR(spool.file.Append(spool.buffer).status());
    spool.buffer = {};
    ASSIGN_OR_RETURN(const std::string bytes,
                     spool.file.Read(0, spool.file.size_bytes()));
    RETURN_IF_ERROR(VisitSpool(bytes, visit));
  }
  return absl::OkStatus();
}

absl::Status FtmGroups::VisitSpool(
    absl::string_view bytes,
    absl::FunctionRef<absl::Status(FtmRecord&)> visit) {
  std::vector<FtmRecord> records;
  absl::flat_hash_map<std::string, size_t> places;
  while (!bytes.empty()) {
    FtmStatement statement = TakeStatement(bytes);
    const auto [place, is_new] =
        places.try_emplace(statement.entity, records.size());
    if (is_new) {
      records.push_back({.row = statement.row,
                         .id = statement.entity,
                         .schema = statement.schema,
                         .caption = {},
                         .referents = {},
                         .statements = {}});
    }
    FtmRecord& record = records[place->second];
    Narrow(statement.schema, record.schema);
    record.statements.push_back(std::move(statement));
  }
  std::stable_partition(records.begin(), records.end(), IsCanonical);
  for (FtmRecord& record : records) RETURN_IF_ERROR(visit(record));
  return absl::OkStatus();
}

}  // namespace attest
