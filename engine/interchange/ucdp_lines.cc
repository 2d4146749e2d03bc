#include "engine/interchange/ucdp_lines.h"

#include <cstddef>
#include <optional>

#include "absl/hash/hash.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/interchange/json_fields.h"
#include "engine/interchange/ucdp_predicates.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Those who read the articles and wrote the table, by hand.
constexpr absl::string_view kExtractedBy =
    R"({"agent":"UCDP GED","method":"manual"})";

std::string KeyOfHash(absl::string_view prefix, absl::uint128 hash) {
  return absl::StrCat(prefix,
                      absl::StrFormat("%016x%04x", absl::Uint128High64(hash),
                                      absl::Uint128Low64(hash) >> 48));
}

}  // namespace

absl::uint128 UcdpLines::HashOf(absl::string_view bytes) {
  const Sha256 hash = hasher_.Hash(bytes);
  absl::uint128 number = 0;
  for (size_t byte = 0; byte < sizeof number; ++byte) {
    number = (number << 8) | hash[byte];
  }
  return number;
}

std::string UcdpLines::KeyOf(absl::string_view prefix,
                             std::initializer_list<absl::string_view> parts) {
  bytes_ = absl::StrCat("attest import ucdp-ged ", prefix, " 1");
  for (absl::string_view part : parts) {
    absl::StrAppend(&bytes_, part.size(), ":", part);
  }
  return KeyOfHash(prefix, HashOf(bytes_));
}

absl::StatusOr<bool> UcdpLines::IsPresent(absl::string_view key) {
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> known, existing_.Find(key));
  if (known) sink_.CountPresent();
  return known.has_value() || existing_.IsRedactedKey(key);
}

absl::StatusOr<bool> UcdpLines::BeginEvent(uint64_t row,
                                           absl::string_view event,
                                           absl::string_view content,
                                           bool& is_equal) {
  const uint64_t said = absl::HashOf(content);
  const auto [known, is_new] = events_.try_emplace(HashOf(event), said);
  is_equal = known->second == said;
  if (!is_new) return false;
  row_ = row;
  lines_.clear();
  claims_.clear();
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> found,
                   existing_.Find(event));
  is_known_event_ = found.has_value() || existing_.IsRedactedKey(event);
  event_.reset();
  if (found) event_ = found->index;
  said_.clear();
  return true;
}

absl::StatusOr<std::vector<std::string>> UcdpLines::Forgotten() {
  if (!event_) return std::vector<std::string>();
  return known_.NotAmong(*event_, said_);
}

absl::Status UcdpLines::EndEvent() {
  for (const std::string& line : lines_) {
    RETURN_IF_ERROR(sink_.Line(row_, line));
  }
  return absl::OkStatus();
}

absl::Status UcdpLines::Define(absl::string_view key,
                               absl::FunctionRef<std::string()> make_line) {
  if (!defined_.insert(HashOf(key)).second) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool is_present, IsPresent(key));
  if (!is_present) lines_.push_back(make_line());
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> UcdpLines::PredicateOf(
    absl::string_view predicate) {
  if (!map_.predicates.empty()) {
    const auto mapped = map_.predicates.find(std::string(predicate));
    if (mapped != map_.predicates.end()) {
      return absl::string_view(mapped->second);
    }
  }
  if (absl::StartsWith(predicate, "ucdp:")) {
    RETURN_IF_ERROR(
        Define(predicate, [&] { return UcdpPredicateLine(predicate); }));
  }
  return predicate;
}

UcdpLines::Hashed UcdpLines::HashClaim(const UcdpClaim& claim,
                                       absl::string_view predicate) {
  bytes_ = "attest import ucdp-ged claim 1";
  for (absl::string_view part :
       {claim.report, claim.subject, predicate, claim.object, claim.value,
        claim.valid, claim.speaker, claim.hedge, claim.as_stated}) {
    absl::StrAppend(&bytes_, part.size(), ":", part);
  }
  if (!claim.through.empty()) {
    absl::StrAppend(&bytes_, "through ", claim.through);
  }
  const absl::uint128 number = HashOf(bytes_);
  return {number, KeyOfHash("claim:ucdp:", number)};
}

std::string UcdpLines::ClaimLine(const UcdpClaim& claim, absl::string_view key,
                                 absl::string_view predicate) const {
  JsonFields line;
  line.Json("type", "\"claim\"")
      .Text("id", key)
      .Text("report", claim.report)
      .Text("subject", claim.subject)
      .Text("predicate", predicate)
      .Text("object", claim.object)
      .Json("value", claim.value)
      .Text("valid", claim.valid);
  std::string speakers;
  for (absl::string_view speaker : {claim.through, claim.speaker}) {
    if (speaker.empty()) continue;
    absl::StrAppend(&speakers, speakers.empty() ? "" : ",",
                    JsonFields().Text("source", speaker).Take());
  }
  if (!speakers.empty()) {
    line.Json("attribution", absl::StrCat("[", speakers, "]"));
  }
  return line.Text("hedge", claim.hedge)
      .Text("as_stated", claim.as_stated)
      .Json("citation", absl::StrCat("{\"row\":", row_, "}"))
      .Json("extracted_by", kExtractedBy)
      .Text("note", claim.note)
      .Take();
}

absl::Status UcdpLines::AddClaim(const UcdpClaim& claim) {
  ASSIGN_OR_RETURN(const absl::string_view predicate,
                   PredicateOf(claim.predicate));
  const Hashed hashed = HashClaim(claim, predicate);
  if (!claims_.insert(hashed.number).second) return absl::OkStatus();
  if (is_known_event_) {
    said_.insert(hashed.key);
    ASSIGN_OR_RETURN(const bool is_present, IsPresent(hashed.key));
    if (is_present) return absl::OkStatus();
  }
  lines_.push_back(ClaimLine(claim, hashed.key, predicate));
  return absl::OkStatus();
}

absl::Status UcdpLines::AddSharedClaim(const UcdpClaim& claim) {
  ASSIGN_OR_RETURN(const absl::string_view predicate,
                   PredicateOf(claim.predicate));
  const Hashed hashed = HashClaim(claim, predicate);
  if (!defined_.insert(hashed.number).second) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool is_present, IsPresent(hashed.key));
  if (!is_present) lines_.push_back(ClaimLine(claim, hashed.key, predicate));
  return absl::OkStatus();
}

}  // namespace attest
