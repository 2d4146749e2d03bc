#include "engine/query/case_seek.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "engine/projection/statement_key.h"
#include "engine/query/case_ids.h"

namespace attest::query {
namespace {

constexpr absl::string_view kStatementPrefix = "stm:";
constexpr size_t kPrefixDigits = 16;

// The first digits of a statement's key as a number.
std::optional<uint64_t> PrefixOf(absl::string_view key) {
  if (key.size() != kStatementKeyBytes ||
      !absl::StartsWith(key, kStatementPrefix)) {
    return std::nullopt;
  }
  uint64_t prefix = 0;
  for (const char c : key.substr(kStatementPrefix.size(), kPrefixDigits)) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (c < 'a' || c > 'f')) return std::nullopt;
    prefix =
        prefix << 4 | static_cast<uint64_t>(is_digit ? c - '0' : c - 'a' + 10);
  }
  return prefix;
}

}  // namespace

std::optional<NodeId> CaseSeek::FindStatement(absl::string_view key) {
  const std::optional<uint64_t> prefix = PrefixOf(key);
  if (!prefix) return std::nullopt;
  if (statements_.empty()) {
    const uint32_t count = visible_.cut().statements();
    statements_.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
      statements_.emplace_back(*PrefixOf(keys_.KeyOf(StatementId(i))), i);
    }
    std::sort(statements_.begin(), statements_.end());
  }
  for (auto at = std::lower_bound(statements_.begin(), statements_.end(),
                                  std::pair<uint64_t, uint32_t>(*prefix, 0));
       at != statements_.end() && at->first == *prefix; ++at) {
    if (keys_.KeyOf(StatementId(at->second)) != key) continue;
    const uint32_t first = visible_.FirstOf(at->second);
    if (!visible_.IsShownStatement(first)) return std::nullopt;
    return NodeOf(NodeKind::kStatement, first);
  }
  return std::nullopt;
}

std::optional<NodeId> CaseSeek::NodeOfEvent(const Found& found) {
  const uint32_t ordinal =
      visible_.tables().OrdinalOf(found.event.value(), found.type);
  if (ordinal == kNoRow) return std::nullopt;
  switch (found.type) {
    case RecordType::kEntity:
      if (!visible_.IsShownMember(ordinal)) return std::nullopt;
      return NodeOf(NodeKind::kEntity, visible_.FirstMember(ordinal));
    case RecordType::kSource:
      if (!visible_.IsShownSource(ordinal)) return std::nullopt;
      return NodeOf(NodeKind::kSource, ordinal);
    case RecordType::kReport:
      if (!visible_.IsShownReport(ordinal)) return std::nullopt;
      return NodeOf(NodeKind::kReport, ordinal);
    case RecordType::kClaim:
      if (!visible_.IsShownClaim(ordinal)) return std::nullopt;
      return NodeOf(NodeKind::kClaim, ordinal);
    default:
      return std::nullopt;
  }
}

std::optional<NodeId> CaseSeek::Find(absl::string_view key) {
  if (absl::StartsWith(key, kStatementPrefix)) return FindStatement(key);
  for (const Found& found : visible_.view().FindKey(key)) {
    if (found.type > RecordType::kClaim) continue;
    // Of a claim a fingerprint of its key is kept alone.
    if (found.type == RecordType::kClaim) {
      const absl::StatusOr<Value> own =
          visible_.claim_keys().Of(static_cast<uint32_t>(found.event.value()));
      status_.Update(own.status());
      if (!own.ok() || own->IsNull() || own->string() != key) continue;
    }
    return NodeOfEvent(found);
  }
  return std::nullopt;
}

}  // namespace attest::query
