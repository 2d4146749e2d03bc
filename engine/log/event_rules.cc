#include "engine/log/event_rules.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/model/references.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// The alternatives of Target, in its order.
constexpr absl::string_view kTargetNames[] = {"source", "report", "entity",
                                              "claim"};
enum TargetType : size_t { kSource, kReport, kEntity, kClaim };

absl::Status CheckTarget(absl::string_view what, const Target& target,
                         std::initializer_list<TargetType> allowed) {
  if (std::find(allowed.begin(), allowed.end(), target.index()) !=
      allowed.end()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      what, " has a type it cannot have: got ", kTargetNames[target.index()],
      ", want ",
      absl::StrJoin(allowed, " or ", [](std::string* out, TargetType type) {
        absl::StrAppend(out, kTargetNames[type]);
      })));
}

absl::Status CheckRange(absl::string_view what, uint64_t begin, uint64_t end) {
  if (begin <= end) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      what, " ends before it begins: got [", begin, ", ", end, ")"));
}

absl::Status CheckQuote(const std::optional<Quote>& quote) {
  if (!quote.has_value() || !quote->passage.has_value()) {
    return absl::OkStatus();
  }
  const Passage& passage = *quote->passage;
  RETURN_IF_ERROR(
      CheckRange("a passage", passage.byte_begin, passage.byte_end));
  return CheckRange("a passage", passage.code_point_begin,
                    passage.code_point_end);
}

absl::Status CheckDerivations(const Report& report) {
  for (const Derivation& derivation : report.derived_from) {
    if (derivation.how > How::kSameCapture) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a report derives from nothing by \"", NameOf(derivation.how), "\""));
    }
  }
  return absl::OkStatus();
}

absl::Status Check(const Source&) { return absl::OkStatus(); }
absl::Status Check(const Report& report) { return CheckDerivations(report); }
absl::Status Check(const Entity&) { return absl::OkStatus(); }
absl::Status Check(const Predicate&) { return absl::OkStatus(); }

absl::Status Check(const Claim& claim) {
  if (const auto* quantity = std::get_if<Quantity>(&claim.object)) {
    RETURN_IF_ERROR(quantity->Validate());
  } else if (const auto* point = std::get_if<Point>(&claim.object)) {
    RETURN_IF_ERROR(point->Validate());
  }
  return CheckQuote(claim.quote);
}

absl::Status Check(const Retraction& retraction) {
  RETURN_IF_ERROR(CheckTarget("the target of a retraction", retraction.target,
                              {kClaim, kReport}));
  if (retraction.superseded_by.has_value()) {
    RETURN_IF_ERROR(CheckTarget("what supersedes a retracted record",
                                *retraction.superseded_by, {kClaim, kReport}));
  }
  return CheckQuote(retraction.quote);
}

absl::Status Check(const Assessment& assessment) {
  RETURN_IF_ERROR(CheckTarget("the target of an assessment", assessment.target,
                              {kClaim, kReport, kSource}));
  const auto& values = ValuesOf(assessment.scheme);
  if (std::find(values.begin(), values.end(), assessment.value) !=
      values.end()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "the scheme ", NameOf(assessment.scheme), " has no such value: got \"",
      assessment.value, "\", want ", absl::StrJoin(values, " or ")));
}

absl::Status Check(const Identity&) { return absl::OkStatus(); }
absl::Status Check(const Dependence&) { return absl::OkStatus(); }

absl::Status Check(const Amendment& amendment) {
  if (amendment.target.index() != amendment.values.index()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "an amendment sets fields of another type than its target: got ",
        kTargetNames[amendment.values.index()], ", want ",
        kTargetNames[amendment.target.index()]));
  }
  if (const auto* report = std::get_if<Report>(&amendment.values)) {
    return CheckDerivations(*report);
  }
  return absl::OkStatus();
}

absl::Status Check(const Redaction& redaction) {
  for (const auto& [begin, end] : redaction.bytes) {
    RETURN_IF_ERROR(CheckRange("a redacted range", begin, end));
  }
  return absl::OkStatus();
}

absl::Status Check(const FileClosed&) { return absl::OkStatus(); }

absl::Status Check(const Recovery& recovery) {
  for (const auto& [begin, end] : recovery.lost) {
    RETURN_IF_ERROR(CheckRange("a lost range", begin, end));
  }
  return absl::OkStatus();
}

// What they say is checked where the log's head and tree are at hand.
absl::Status Check(const KeyRotation&) { return absl::OkStatus(); }
absl::Status Check(const Timestamp&) { return absl::OkStatus(); }

}  // namespace

absl::Status ValidateEvent(const Event& event) {
  bool absent = event.closed_by == EventIndex(kNoReference);
  VisitReferences(event, [&absent](EventIndex index) {
    absent = absent || index.value() == kNoReference;
  });
  if (absent) {
    return absl::InvalidArgumentError("a reference names no event");
  }
  return std::visit([](const auto& record) { return Check(record); },
                    event.record);
}

}  // namespace attest
