#include "engine/interchange/sfm_lines.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/import_keys.h"
#include "engine/interchange/json_fields.h"
#include "engine/interchange/sfm_keys.h"
#include "engine/interchange/sfm_predicates.h"
#include "engine/model/vocabulary.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kExtractedBy =
    R"({"agent":"attest import sfm","method":"import"})";
constexpr std::array<absl::string_view, 3> kConfidence = {"low", "moderate",
                                                          "high"};
// Most are no longer.
constexpr size_t kLineBytes = 480;
constexpr size_t kAssessmentBytes = 160;
constexpr size_t kCitationBytes = 60;

// Each part with its length in front: joined texts collide.
void AppendPart(absl::string_view part, std::string& bytes) {
  absl::StrAppend(&bytes, part.size(), ":", part);
}

std::string ContentOf(const SfmClaim& claim, absl::string_view predicate) {
  std::string bytes;
  bytes.reserve(kLineBytes);
  bytes = "attest import sfm claim 1";
  const absl::string_view ends = claim.real_start
                                     ? (claim.real_end ? "both" : "start")
                                     : (claim.real_end ? "end" : "");
  // What is said of a value in other words than itself is said beside it; the
  // spelling of a literal is no other claim.
  const absl::string_view stated =
      claim.object.empty() ? "" : absl::string_view(claim.as_stated);
  for (absl::string_view part :
       {absl::string_view(claim.report), absl::string_view(claim.subject),
        predicate, absl::string_view(claim.object),
        absl::string_view(claim.value), absl::string_view(claim.valid), ends,
        stated}) {
    AppendPart(part, bytes);
  }
  if (!claim.of.empty()) AppendPart(claim.of, bytes);
  return bytes;
}

// `FILE!E2`, as spreadsheets name a cell; `FILE!2:2` for a whole row.
std::string CellName(absl::string_view file, std::optional<size_t> column,
                     uint64_t row) {
  if (!column) return absl::StrCat(file, "!", row, ":", row);
  std::string letters;
  for (size_t number = *column + 1; number > 0; number = (number - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (number - 1) % 26));
  }
  return absl::StrCat(file, "!", letters, row);
}

std::string ClaimLine(const SfmClaim& claim, absl::string_view key,
                      absl::string_view predicate, absl::string_view file,
                      uint64_t row) {
  std::string ends;
  if (claim.real_start)
    ends = claim.real_end ? R"(["start","end"])" : R"(["start"])";
  if (!claim.real_start && claim.real_end) ends = R"(["end"])";
  return JsonFields(kLineBytes)
      .Json("type", "\"claim\"")
      .Text("id", key)
      .Text("report", claim.report)
      .Text("subject", claim.subject)
      .Text("predicate", predicate)
      .Text("object", claim.object)
      .Json("value", claim.value)
      .Text("valid", claim.valid)
      .Json("real_ends", ends)
      .Text("as_stated", claim.as_stated)
      .Json("citation",
            JsonFields(kCitationBytes)
                .Text("cell", CellName(file, claim.column_number, row))
                .Text("page", claim.page)
                .Json("row", absl::StrCat(row))
                .Take())
      .Json("extracted_by", kExtractedBy)
      .Text("note", claim.note)
      .Take();
}

}  // namespace

absl::uint128 SfmLines::HashOf(absl::string_view bytes) {
  const Sha256 hash = hasher_.Hash(bytes);
  absl::uint128 number = 0;
  for (size_t byte = 0; byte < sizeof number; ++byte) {
    number = (number << 8) | hash[byte];
  }
  return number;
}

void SfmLines::BeginFile(const std::string& file, const std::string& name) {
  file_ = file;
  file_name_ = name;
}

void SfmLines::BeginRow(uint64_t row) {
  row_ = row;
  lines_.clear();
  added_.clear();
  assessed_.clear();
  errors_.clear();
}

absl::Status SfmLines::EndRow() {
  if (!errors_.empty()) {
    for (const absl::uint128& key : assessed_) defined_.SetNumber(key, 0);
    for (const absl::uint128& key : added_) defined_.Remove(key);
    for (const RowError& error : errors_) {
      RETURN_IF_ERROR(sink_.Error(error));
    }
    return absl::OkStatus();
  }
  for (const std::string& line : lines_) {
    RETURN_IF_ERROR(sink_.Line(row_, line));
  }
  return absl::OkStatus();
}

void SfmLines::AddError(absl::string_view column, std::string what,
                        absl::string_view got, std::string want) {
  errors_.push_back({file_, row_, std::string(column), std::move(what),
                     CellForMessage(got), std::move(want)});
}

absl::Status SfmLines::Warn(absl::string_view column, std::string what,
                            absl::string_view got, std::string want) {
  return WarnUnlessTold(row_, column, std::move(what), got, std::move(want));
}

absl::Status SfmLines::WarnAt(const std::string& file, uint64_t row,
                              absl::string_view column, std::string what,
                              absl::string_view got, std::string want) {
  return sink_.Warning({file, row, std::string(column), std::move(what),
                        CellForMessage(got), std::move(want)});
}

absl::Status SfmLines::WarnOnce(absl::string_view column, std::string what,
                                absl::string_view got, std::string want) {
  return WarnUnlessTold(0, column, std::move(what), got, std::move(want));
}

absl::Status SfmLines::WarnUnlessTold(uint64_t row, absl::string_view column,
                                      std::string what, absl::string_view got,
                                      std::string want) {
  std::string bytes = absl::StrCat("warning", row);
  for (absl::string_view part :
       {absl::string_view(file_), column, absl::string_view(what), got}) {
    AppendPart(part, bytes);
  }
  if (!defined_.Add(HashOf(bytes))) return absl::OkStatus();
  return sink_.Warning({file_, row_, std::string(column), std::move(what),
                        CellForMessage(got), std::move(want)});
}

absl::StatusOr<bool> SfmLines::IsDefined(absl::string_view key) {
  if (defined_.Contains(HashOf(key))) return true;
  return IsStored(key);
}

absl::StatusOr<bool> SfmLines::IsStored(absl::string_view key) {
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> known, existing_.Find(key));
  return known.has_value() || existing_.IsRedactedKey(key);
}

absl::StatusOr<bool> SfmLines::Define(
    absl::string_view key, absl::FunctionRef<std::string()> make_line) {
  return DefineHashed(HashOf(key), key, make_line);
}

absl::StatusOr<bool> SfmLines::DefineHashed(
    absl::uint128 hash, absl::string_view key,
    absl::FunctionRef<std::string()> make_line) {
  if (!defined_.Add(hash)) return false;
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> known, existing_.Find(key));
  if (known) sink_.CountPresent();
  if (known || existing_.IsRedactedKey(key)) return false;
  added_.push_back(hash);
  lines_.push_back(make_line());
  return true;
}

absl::Status SfmLines::AddEntity(absl::string_view key, absl::string_view kind,
                                 absl::string_view name,
                                 absl::string_view country) {
  return Define(key,
                [&] {
                  return JsonFields()
                      .Json("type", "\"entity\"")
                      .Text("id", key)
                      .Text("kind", kind)
                      .Text("name", name)
                      .Text("note", NoteOfCountry(country))
                      .Take();
                })
      .status();
}

absl::Status SfmLines::AddPredicate(const std::string& key) {
  return Define(key, [&] { return SfmPredicateLine(key); }).status();
}

SfmLines::Identified SfmLines::Identify(const SfmClaim& claim) {
  const auto mapped = map_.predicates.find(claim.predicate);
  const std::string& predicate =
      mapped == map_.predicates.end() ? claim.predicate : mapped->second;
  const absl::uint128 hash = HashOf(ContentOf(claim, predicate));
  return {
      .predicate = predicate,
      .hash = hash,
      .key = absl::StrCat(
          "claim:sfm:", absl::Hex(absl::Uint128High64(hash), absl::kZeroPad16),
          absl::Hex(absl::Uint128Low64(hash) >> 48, absl::kZeroPad4))};
}

absl::StatusOr<bool> SfmLines::AddClaim(const SfmClaim& claim) {
  const Identified id = Identify(claim);
  if (&id.predicate == &claim.predicate &&
      absl::StartsWith(id.predicate, "sfm:")) {
    RETURN_IF_ERROR(AddPredicate(id.predicate));
  }
  ASSIGN_OR_RETURN(const bool is_new, DefineHashed(id.hash, id.key, [&] {
                     return ClaimLine(claim, id.key, id.predicate, file_name_,
                                      row_);
                   }));
  RETURN_IF_ERROR(Assess(id.hash, id.key, claim));
  return is_new;
}

absl::Status SfmLines::AssessStored(const SfmClaim& claim) {
  const Identified id = Identify(claim);
  ASSIGN_OR_RETURN(const bool is_there, IsStored(id.key));
  return is_there ? Assess(id.hash, id.key, claim) : absl::OkStatus();
}

absl::StatusOr<bool> SfmLines::IsStoredWith(const SfmClaim& claim,
                                            absl::string_view note) {
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> known,
                   existing_.Find(Identify(claim).key));
  if (!known) return false;
  ASSIGN_OR_RETURN(const Event event, existing_.Get(known->index));
  return absl::StrContains(event.note, note);
}

absl::Status SfmLines::Assess(absl::uint128 hash, const std::string& claim,
                              const SfmClaim& said) {
  if (said.confidence.empty()) return absl::OkStatus();
  const auto place =
      std::find(kConfidence.begin(), kConfidence.end(), said.confidence);
  const auto given = static_cast<uint8_t>(place - kConfidence.begin() + 1);
  const uint8_t known = defined_.NumberOf(hash);
  if (known == given) return absl::OkStatus();
  if (known != 0) {
    return Warn(said.column, "the same value and source with two confidences",
                said.confidence,
                absl::StrCat("one; the first, ", kConfidence[known - 1u],
                             ", is taken"));
  }
  defined_.SetNumber(hash, given);
  assessed_.push_back(hash);
  if (existing_.IsRedactedKey(claim)) return absl::OkStatus();
  const size_t wanted = given - 1u;
  ASSIGN_OR_RETURN(const std::string key, NewAssessment(claim, wanted));
  if (key.empty()) return absl::OkStatus();
  lines_.push_back(JsonFields(kAssessmentBytes)
                       .Json("type", "\"assessment\"")
                       .Text("id", key)
                       .Text("target", claim)
                       .Text("scheme", "confidence")
                       .Text("value", said.confidence)
                       .Take());
  return absl::OkStatus();
}

absl::StatusOr<std::string> SfmLines::NewAssessment(const std::string& claim,
                                                    size_t wanted) {
  // What stands is the latest of those given by earlier imports. They are
  // numbered, so that a rating that comes back is a decision of its own.
  const auto key_of = [&claim](size_t value, uint64_t number) {
    return absl::StrCat("assessment:", absl::string_view(claim).substr(6), ":",
                        kConfidence[value],
                        number == 0 ? "" : absl::StrCat(":", number + 1));
  };
  ASSIGN_OR_RETURN(const std::optional<KnownRecord> is_old,
                   existing_.Find(claim));
  if (!is_old) return key_of(wanted, 0);
  std::string free;
  std::optional<EventIndex> latest;
  size_t standing = kConfidence.size();
  for (size_t value = 0; value < kConfidence.size(); ++value) {
    for (uint64_t number = 0;; ++number) {
      const std::string key = key_of(value, number);
      ASSIGN_OR_RETURN(const std::optional<KnownRecord> found,
                       existing_.Find(key));
      if (!found && value == wanted) free = key;
      if (!found) break;
      if (latest && found->index <= *latest) continue;
      latest = found->index;
      standing = value;
    }
  }
  return standing == wanted ? std::string() : free;
}

}  // namespace attest
