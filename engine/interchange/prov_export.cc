#include "engine/interchange/prov_export.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/current_event.h"
#include "engine/corroboration/verdict.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/prov_claims.h"
#include "engine/interchange/prov_decisions.h"
#include "engine/interchange/prov_lines.h"
#include "engine/interchange/prov_names.h"
#include "engine/interchange/prov_records.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Goes = OutgoingEvent::Goes;

// `attest:Person`.
std::string KindTerm(EntityKind kind) {
  std::string name(NameOf(kind));
  name[0] = absl::ascii_toupper(static_cast<unsigned char>(name[0]));
  return ProvTerm(name);
}

std::vector<std::string> TypesOf(SourceKind kind) {
  switch (kind) {
    case SourceKind::kPerson:
    case SourceKind::kWitness:
    case SourceKind::kOfficial:
      return {ProvTerm("Source"), "prov:Person"};
    case SourceKind::kOutlet:
    case SourceKind::kAgency:
    case SourceKind::kOrganization:
      return {ProvTerm("Source"), "prov:Organization"};
    default:
      return {ProvTerm("Source")};
  }
}

class Exporter {
 public:
  Exporter(const EventLog& log, const View& view, const View& now,
           const ExportOptions& options, const ExportOrigin& origin,
           const std::vector<InferredDependence>& inferred,
           const Findings& findings,
           absl::FunctionRef<absl::StatusOr<Figures>(StatementId)> figures_of,
           absl::FunctionRef<absl::Status(absl::string_view)> write)
      : log_(log),
        view_(view),
        origin_(origin),
        inferred_(inferred),
        figures_of_(figures_of),
        write_(write),
        outgoing_(log, view, now, options),
        claims_(log, view, findings, outgoing_),
        decisions_(view, outgoing_.keys()) {}

  absl::StatusOr<ProvSummary> Run() {
    AddHead();
    const auto visit = [this](EventIndex index, const Event& event) {
      return Add(index, event);
    };
    RETURN_IF_ERROR(log_.Scan(EventIndex(0), EventIndex(view_.cut()), visit));
    // What is taken again below is not left out again.
    summary_.left_out = outgoing_.left_out();
    RETURN_IF_ERROR(AddInferred());
    summary_.dependences = derivations_.Relate(document_);
    RETURN_IF_ERROR(write_(absl::StrCat(
        "{\"prefix\":", ProvPrefixes(origin_.origin), ",\n\"bundle\":{")));
    RETURN_IF_ERROR(claims_.Write(document_, write_));
    RETURN_IF_ERROR(write_("},\n"));
    RETURN_IF_ERROR(
        document_.Write(write_, [this] { return WriteStatements(); }));
    RETURN_IF_ERROR(write_("}\n"));
    summary_.dependences.stated += on_sources_.stated;
    summary_.dependences.decided += on_sources_.decided;
    summary_.claims = claims_.claims();
    summary_.bundles = claims_.bundles();
    return summary_;
  }

 private:
  // What the document is of.
  void AddHead() {
    ProvAttributes head;
    head.Names("prov:type", {ProvTerm("LogPosition")})
        .Text("prov:label",
              "what sources say, and how well it stands, as of a log position")
        .Text(ProvTerm("origin"), origin_.origin)
        .Number(ProvTerm("log_position"), origin_.position)
        .Text(ProvTerm("root"), origin_.root);
    document_.Declare(ProvKind::kEntity, ProvName(kProvLog, "head"),
                      std::move(head));
  }

  absl::Status Add(EventIndex index, const Event& event) {
    const bool is_record = event.type() <= RecordType::kPredicate;
    std::optional<Event> current;
    if (is_record && !view_.DecisionsOn(index).empty()) {
      ASSIGN_OR_RETURN(current, CurrentEvent(log_, view_, index));
    }
    ASSIGN_OR_RETURN(
        const OutgoingEvent out,
        outgoing_.Take(index, current ? *std::move(current) : event));
    if (out.goes == Goes::kNot) return absl::OkStatus();
    if (out.goes == Goes::kWhole) {
      AddToRuns(index, summary_.whole);
    } else {
      ++summary_.stubs;
      RETURN_IF_ERROR(decisions_.AddRedactionOf(index, document_));
    }
    switch (event.type()) {
      case RecordType::kSource:
        return AddSource(index, out);
      case RecordType::kReport:
        return AddReport(index, out);
      case RecordType::kEntity:
        return AddEntity(index, out);
      case RecordType::kPredicate:
        return AddPredicate(index, out);
      case RecordType::kClaim:
        claims_.Note(index, out);
        return absl::OkStatus();
      default:
        ++summary_.decisions;
        return decisions_.Add(index, out, document_);
    }
  }

  absl::Status AddSource(EventIndex index, const OutgoingEvent& out) {
    ++summary_.sources;
    const auto& source = std::get<Source>(out.event.record);
    const bool is_whole = out.goes == Goes::kWhole;
    ASSIGN_OR_RETURN(const std::string name, NameOfRecord(index));
    const std::string label = is_whole ? source.name : "";
    ASSIGN_OR_RETURN(
        ProvAttributes attributes,
        LineAttributes(index, out, outgoing_.keys(), TypesOf(source.kind),
                       label, {"name", "part_of", "entity"}));
    document_.Declare(ProvKind::kAgent, name, std::move(attributes));
    if (source.part_of) {
      ASSIGN_OR_RETURN(const std::string whole,
                       ProvNameOf(outgoing_.keys(), *source.part_of));
      document_.Relate(ProvKind::kDelegation, name, whole);
    }
    if (source.entity) {
      ASSIGN_OR_RETURN(const std::string entity,
                       ProvNameOf(outgoing_.keys(), *source.entity));
      ProvAttributes as_entity;
      as_entity.Text("prov:label", label);
      document_.Declare(ProvKind::kEntity, name, std::move(as_entity));
      document_.Relate(ProvKind::kSpecialization, name, entity);
    }
    for (const Upstream& one : view_.UpstreamOf(SourceId(index.value()))) {
      ASSIGN_OR_RETURN(const ProvDependence dependence,
                       DependenceOf(name, one));
      CountOf(dependence);
      ProvDerivations::RelateSource(dependence, document_);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<ProvDependence> DependenceOf(const std::string& from,
                                              const Upstream& upstream) {
    ProvDependence dependence;
    dependence.from = from;
    ASSIGN_OR_RETURN(
        dependence.on,
        std::visit([this](auto id) { return ProvNameOf(outgoing_.keys(), id); },
                   upstream.upstream));
    dependence.how = upstream.how;
    if (upstream.decided_by) {
      dependence.basis = DependenceBasis::kDecided;
      ASSIGN_OR_RETURN(dependence.decided_by,
                       NameOfRecord(*upstream.decided_by));
    }
    return dependence;
  }

  // Of those that are no derivations.
  void CountOf(const ProvDependence& dependence) {
    ++(dependence.basis == DependenceBasis::kStated ? on_sources_.stated
                                                    : on_sources_.decided);
  }

  absl::Status AddReport(EventIndex index, const OutgoingEvent& out) {
    ++summary_.reports;
    const auto& report = std::get<Report>(out.event.record);
    ASSIGN_OR_RETURN(const std::string name, NameOfRecord(index));
    ASSIGN_OR_RETURN(
        ProvAttributes attributes,
        LineAttributes(index, out, outgoing_.keys(), {ProvTerm("Report")},
                       out.goes == Goes::kWhole ? report.title : "",
                       {"title", "source", "derived_from"}));
    document_.Declare(ProvKind::kEntity, name, std::move(attributes));
    ASSIGN_OR_RETURN(const std::string publisher,
                     ProvNameOf(outgoing_.keys(), report.source));
    ProvAttributes role;
    role.Text(ProvTerm("speaks_as"), "publisher");
    document_.Relate(ProvKind::kAttribution, name, publisher, std::move(role));
    for (const Upstream& one : view_.UpstreamOf(ReportId(index.value()))) {
      ASSIGN_OR_RETURN(ProvDependence dependence, DependenceOf(name, one));
      if (std::holds_alternative<SourceId>(one.upstream)) {
        CountOf(dependence);
        ProvDerivations::RelateSource(dependence, document_);
      } else {
        derivations_.Add(std::move(dependence));
      }
    }
    reports_.insert(ReportId(index.value()));
    return absl::OkStatus();
  }

  absl::Status AddEntity(EventIndex index, const OutgoingEvent& out) {
    const auto& entity = std::get<Entity>(out.event.record);
    ASSIGN_OR_RETURN(const std::string name, NameOfRecord(index));
    ASSIGN_OR_RETURN(ProvAttributes attributes,
                     LineAttributes(index, out, outgoing_.keys(),
                                    {ProvTerm("Entity"), KindTerm(entity.kind)},
                                    out.goes == Goes::kWhole ? entity.name : "",
                                    {"name", "kind"}));
    document_.Declare(ProvKind::kEntity, name, std::move(attributes));
    return absl::OkStatus();
  }

  absl::Status AddPredicate(EventIndex index, const OutgoingEvent& out) {
    ASSIGN_OR_RETURN(const std::string name, NameOfRecord(index));
    ASSIGN_OR_RETURN(
        ProvAttributes attributes,
        LineAttributes(index, out, outgoing_.keys(), {ProvTerm("Predicate")},
                       std::get<Predicate>(out.event.record).label, {"label"}));
    document_.Declare(ProvKind::kEntity, name, std::move(attributes));
    return absl::OkStatus();
  }

  absl::Status AddInferred() {
    std::set<std::pair<ReportId, ReportId>> pairs;
    for (const InferredDependence& one : inferred_) {
      if (!reports_.contains(one.from) || !reports_.contains(one.on)) continue;
      if (IsSealed(one.from) || IsSealed(one.on)) {
        ++summary_.inferred_sealed;
      } else {
        pairs.emplace(one.from, one.on);
      }
    }
    for (const auto& pair : pairs) {
      ASSIGN_OR_RETURN(std::string from,
                       ProvNameOf(outgoing_.keys(), pair.first));
      ASSIGN_OR_RETURN(std::string on,
                       ProvNameOf(outgoing_.keys(), pair.second));
      if (!pairs.contains({pair.second, pair.first})) {
        derivations_.Add({.from = std::move(from),
                          .on = std::move(on),
                          .how = How::kReprint,
                          .basis = DependenceBasis::kInferred,
                          .decided_by = ""});
      } else if (pair.first < pair.second) {
        ++summary_.alike;
        ProvDerivations::RelateAlike(from, on, document_);
      }
    }
    return absl::OkStatus();
  }

  [[nodiscard]] bool IsSealed(ReportId report) const {
    return outgoing_.keys().WhyWithheld(EventIndex(report.value())) ==
           Withheld::kSealed;
  }

  absl::StatusOr<uint64_t> WriteStatements() {
    for (const StatementId id : claims_.Statements()) {
      ASSIGN_OR_RETURN(ProvAttributes attributes, StatementAttributes(id));
      RETURN_IF_ERROR(write_(
          absl::StrCat(summary_.statements > 0 ? ",\n\"" : "\n\"",
                       ProvName(kProvCase, outgoing_.keys().KeyOfStatement(id)),
                       "\":", attributes.Take())));
      ++summary_.statements;
    }
    return summary_.statements;
  }

  absl::StatusOr<ProvAttributes> StatementAttributes(StatementId id) {
    const OutgoingKeys& keys = outgoing_.keys();
    const StatementParts parts = view_.statement(id);
    ASSIGN_OR_RETURN(const Figures figures, figures_of_(id));
    ProvAttributes attributes;
    attributes.Names("prov:type", {"prov:Collection", ProvTerm("Statement")});
    ASSIGN_OR_RETURN(const std::string subject,
                     ProvNameOf(keys, parts.subject));
    attributes.Names(ProvTerm("subject"), {subject});
    attributes.Text(ProvTerm("predicate"), view_.KeyOf(parts.predicate));
    if (const auto* object = std::get_if<EntityId>(&parts.object)) {
      ASSIGN_OR_RETURN(const std::string name, ProvNameOf(keys, *object));
      attributes.Names(ProvTerm("object"), {name});
    } else {
      attributes.Field("value", ValueJson(parts.object));
    }
    attributes.Text(ProvTerm("valid"), parts.valid);
    if (parts.place) {
      ASSIGN_OR_RETURN(const std::string place, ProvNameOf(keys, *parts.place));
      attributes.Names(ProvTerm("place"), {place});
    }
    attributes.Text(ProvTerm("verdict"), NameOf(figures.verdict))
        .Number(ProvTerm("lines_low"), figures.lines.low)
        .Number(ProvTerm("lines_best"), figures.lines.best)
        .Number(ProvTerm("lines_high"), figures.lines.high);
    return attributes;
  }

  absl::StatusOr<std::string> NameOfRecord(EventIndex record) const {
    return ProvNameOfEvent(outgoing_.keys(), record);
  }

  const EventLog& log_;
  const View& view_;
  const ExportOrigin& origin_;
  const std::vector<InferredDependence>& inferred_;
  const absl::FunctionRef<absl::StatusOr<Figures>(StatementId)> figures_of_;
  const absl::FunctionRef<absl::Status(absl::string_view)> write_;
  OutgoingEvents outgoing_;
  ProvClaims claims_;
  ProvDecisions decisions_;
  ProvDerivations derivations_;
  ProvRecords document_;
  ProvDependenceCounts on_sources_;
  std::set<ReportId> reports_;
  ProvSummary summary_;
};

}  // namespace

absl::StatusOr<ProvSummary> ExportProv(
    const EventLog& log, const View& view, const View& now,
    const ExportOptions& options, const ExportOrigin& origin,
    const std::vector<InferredDependence>& inferred, const Findings& findings,
    absl::FunctionRef<absl::StatusOr<Figures>(StatementId)> figures_of,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  return Exporter(log, view, now, options, origin, inferred, findings,
                  figures_of, write)
      .Run();
}

}  // namespace attest
