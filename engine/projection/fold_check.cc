#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/model/vocabulary.h"
#include "engine/projection/amend.h"
#include "engine/projection/fold.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Awaited = ProjectionTables::Awaited;

absl::Status Broken(EventIndex at, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("event ", at.value(), ": ", what));
}

// Checks the references of one event, and gathers those it may be ahead of.
class ReferenceCheck {
 public:
  ReferenceCheck(const ProjectionTables& tables, EventIndex index,
                 const Event& event, std::vector<Awaited>& awaited)
      : tables_(tables), index_(index), event_(event), awaited_(awaited) {}

  absl::Status operator()(const Source& source) {
    if (source.part_of) RETURN_IF_ERROR(MayCome(*source.part_of));
    if (source.entity) RETURN_IF_ERROR(MayCome(*source.entity));
    return absl::OkStatus();
  }

  absl::Status operator()(const Report& report) {
    RETURN_IF_ERROR(IsThere(report.source));
    return Derivations(report);
  }

  absl::Status operator()(const Entity& entity) {
    for (const EntityName& name : entity.names) {
      if (name.report) RETURN_IF_ERROR(MayCome(*name.report));
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const Predicate&) { return absl::OkStatus(); }

  absl::Status operator()(const Claim& claim) {
    RETURN_IF_ERROR(IsThere(claim.report));
    RETURN_IF_ERROR(IsThere(claim.subject));
    RETURN_IF_ERROR(IsThere(claim.predicate));
    if (const auto* object = std::get_if<EntityId>(&claim.object)) {
      RETURN_IF_ERROR(IsThere(*object));
    }
    if (claim.place) RETURN_IF_ERROR(IsThere(*claim.place));
    for (const Speaker& speaker : claim.attribution) {
      RETURN_IF_ERROR(IsThere(speaker.source));
    }
    for (const ClaimId other : claim.rests_on) {
      RETURN_IF_ERROR(IsThere(other));
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const Retraction& retraction) {
    RETURN_IF_ERROR(IsThere(retraction.target));
    if (retraction.superseded_by) {
      RETURN_IF_ERROR(IsThere(*retraction.superseded_by));
    }
    if (retraction.report) RETURN_IF_ERROR(IsThere(*retraction.report));
    return absl::OkStatus();
  }

  absl::Status operator()(const Assessment& assessment) {
    for (const absl::string_view value : ValuesOf(assessment.scheme)) {
      if (value == assessment.value) return IsThere(assessment.target);
    }
    return Broken(index_, "a value that its scheme does not have");
  }

  absl::Status operator()(const Identity& identity) {
    RETURN_IF_ERROR(IsThere(identity.a));
    return IsThere(identity.b);
  }

  absl::Status operator()(const Dependence& dependence) {
    RETURN_IF_ERROR(IsThere(dependence.from));
    return IsThere(dependence.on);
  }

  absl::Status operator()(const Amendment& amendment) {
    RETURN_IF_ERROR(IsThere(amendment.target));
    const bool types_agree = std::visit(
        [](auto target, const auto& values) { return IsIdOf(target, values); },
        amendment.target, amendment.values);
    if (!types_agree) return Broken(index_, "an amendment of another type");
    const absl::StatusOr<uint32_t> fields = AmendedFields(amendment);
    if (!fields.ok()) return Broken(index_, fields.status().message());
    return AmendedReferences(amendment);
  }

  absl::Status operator()(const Redaction& redaction) {
    return IsThere(redaction.target);
  }

  absl::Status operator()(const FileClosed&) { return absl::OkStatus(); }
  absl::Status operator()(const Recovery&) { return absl::OkStatus(); }
  absl::Status operator()(const KeyRotation&) { return absl::OkStatus(); }
  absl::Status operator()(const Timestamp&) { return absl::OkStatus(); }

 private:
  static bool IsIdOf(SourceId, const Source&) { return true; }
  static bool IsIdOf(ReportId, const Report&) { return true; }
  static bool IsIdOf(EntityId, const Entity&) { return true; }
  template <class Id, class Values>
  static bool IsIdOf(Id, const Values&) {
    return false;
  }

  static RecordType TypeOf(SourceId) { return RecordType::kSource; }
  static RecordType TypeOf(ReportId) { return RecordType::kReport; }
  static RecordType TypeOf(EntityId) { return RecordType::kEntity; }
  static RecordType TypeOf(ClaimId) { return RecordType::kClaim; }

  absl::Status NamesType(uint64_t named, RecordType type) {
    if (tables_.places[named].type() == type) return absl::OkStatus();
    return Broken(index_, absl::StrCat("names event ", named, " as a ",
                                       NameOf(type), ", which it is not"));
  }

  template <class Tag>
  absl::Status IsThere(Id<Tag> id) {
    if (id.value() < tables_.size()) {
      return NamesType(id.value(), TypeOf(id));
    }
    return Broken(index_,
                  absl::StrCat("names event ", id.value(), ", not there yet"));
  }

  absl::Status IsThere(PredicateId id) {
    if (FindBuiltin(id) != nullptr) return absl::OkStatus();
    if (id.value() < tables_.size()) {
      return NamesType(id.value(), RecordType::kPredicate);
    }
    return Broken(index_, "names a predicate that is not there");
  }

  template <class... Ids>
  absl::Status IsThere(const std::variant<Ids...>& target) {
    return std::visit([this](auto id) { return this->IsThere(id); }, target);
  }

  // As IsThere, or later in the same file.
  template <class Tag>
  absl::Status MayCome(Id<Tag> id) {
    if (id.value() < tables_.size() || !event_.closed_by ||
        id.value() >= event_.closed_by->value()) {
      return IsThere(id);
    }
    awaited_.push_back({static_cast<uint32_t>(id.value()), TypeOf(id)});
    return absl::OkStatus();
  }

  absl::Status Derivations(const Report& report) {
    for (const Derivation& derivation : report.derived_from) {
      RETURN_IF_ERROR(std::visit([this](auto id) { return this->MayCome(id); },
                                 derivation.upstream));
    }
    return absl::OkStatus();
  }

  // Only the fields that are named hold anything.
  absl::Status AmendedReferences(const Amendment& amendment) {
    for (const std::string& field : amendment.fields) {
      if (const auto* report = std::get_if<Report>(&amendment.values)) {
        if (field == "source") RETURN_IF_ERROR(IsThere(report->source));
        if (field == "derived_from") RETURN_IF_ERROR(Derivations(*report));
      } else if (const auto* source = std::get_if<Source>(&amendment.values)) {
        if (field == "part_of" || field == "entity") {
          RETURN_IF_ERROR((*this)(*source));
        }
      } else if (field == "names") {
        RETURN_IF_ERROR((*this)(std::get<Entity>(amendment.values)));
      }
    }
    return absl::OkStatus();
  }

  const ProjectionTables& tables_;
  const EventIndex index_;
  const Event& event_;
  std::vector<Awaited>& awaited_;
};

// The events of a file stand together and name the one that closes it.
absl::Status CheckFile(const ProjectionTables& tables, EventIndex index,
                       const Event& event) {
  const auto* closed = std::get_if<FileClosed>(&event.record);
  if (!tables.open_file) {
    if (event.closed_by && *event.closed_by <= index) {
      return Broken(index, "names an event before it as closing its file");
    }
    if (event.closed_by && event.closed_by->value() >= kMaxEvents) {
      return absl::ResourceExhaustedError("more than 2^28 events");
    }
    if (closed != nullptr && (event.closed_by || closed->first != index)) {
      return Broken(index, "closes a file that did not begin");
    }
    return absl::OkStatus();
  }
  const FileRow& file = *tables.open_file;
  if (index.value() < file.close) {
    if (event.closed_by == EventIndex(file.close) && closed == nullptr) {
      return absl::OkStatus();
    }
    return Broken(index, "stands among the events of a file and is none");
  }
  if (closed == nullptr || event.closed_by ||
      closed->first != EventIndex(file.first)) {
    return Broken(index, "does not close the file that it should");
  }
  for (const Awaited& awaited : tables.awaited) {
    if (tables.places[awaited.event].type() != awaited.type) {
      return Broken(
          index,
          absl::StrCat("closes a file that names event ", awaited.event,
                       " as a ", NameOf(awaited.type), ", which it is not"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckEvent(const ProjectionTables& tables, EventIndex index,
                        const Event& event, std::vector<Awaited>& awaited) {
  if (index.value() != tables.size()) {
    return Broken(index,
                  absl::StrCat("event ", tables.size(), " should be next"));
  }
  if (index.value() >= kMaxEvents) {
    return absl::ResourceExhaustedError("more than 2^28 events");
  }
  if (!tables.recorded.empty() &&
      absl::ToUnixMicros(event.recorded_at) < tables.recorded.back().micros) {
    return Broken(index, "was recorded before the event before it");
  }
  RETURN_IF_ERROR(CheckFile(tables, index, event));
  return std::visit(ReferenceCheck(tables, index, event, awaited),
                    event.record);
}

}  // namespace attest
