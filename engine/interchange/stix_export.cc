#include "engine/interchange/stix_export.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/stix_ids.h"
#include "engine/interchange/stix_losses.h"
#include "engine/interchange/stix_objects.h"
#include "engine/interchange/stix_records.h"
#include "engine/interchange/stix_statements.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// A name for what a bundle holds, by numbers of events and statements alone.
std::string NameOfPart(const Selection& selection, const ExportOrigin& origin,
                       const OutgoingKeys& keys, const StixOptions& options) {
  std::string name = absl::StrCat(
      origin.position, ":", origin.root, ":",
      options.include_restricted ? 1 : 0, keys.keeps_keys() ? 1 : 0,
      options.unsupported == Unsupported::kStays ? 1 : 0);
  const auto add = [&name](absl::string_view what, const auto& ids) {
    absl::StrAppend(&name, ":", what);
    for (const auto id : ids) absl::StrAppend(&name, ",", id.value());
  };
  add("entities", selection.entities);
  add("statements", selection.statements);
  add("claims", selection.claims);
  return name;
}

// Is any record restricted that the view has, now or as of the view?
bool HasRestricted(const View& view, const View& now) {
  const auto has = [&](const auto& ids) {
    return std::any_of(ids.begin(), ids.end(), [&](auto id) {
      const EventIndex record(id.value());
      return std::max(SensitivityOf(view, record),
                      SensitivityOf(now, record)) == Sensitivity::kRestricted;
    });
  };
  return has(view.Sources()) || has(view.Reports()) || has(view.Entities());
}

void Merge(const StixCounts& counts, StixCounts& into) {
  for (const auto& [what, count] : counts) into[what] += count;
}

class Exporter {
 public:
  Exporter(const EventLog& log, const View& view, const View& now,
           const OutgoingKeys& keys, const Selection& selection,
           const ExportOrigin& origin, const StixOptions& options,
           const Findings& findings, StixOutgoing::FiguresOf figures_of,
           absl::FunctionRef<absl::Status(absl::string_view)> write)
      : log_(log),
        view_(view),
        selection_(selection),
        origin_(origin),
        ids_(options.case_name),
        part_(NameOfPart(selection, origin, keys, options)),
        is_marked_(options.include_restricted && HasRestricted(view, now)),
        of_words_(now, options.include_restricted ? Sealed::kHide
                                                  : Sealed::kHideRestricted),
        modified_(view.cut() == 0
                      ? absl::Time()
                      : view.RecordedAt(EventIndex(view.cut() - 1))),
        outgoing_(findings, view, now, keys, selection, options.unsupported,
                  figures_of),
        records_(log, ids_, outgoing_, origin, modified_),
        statements_(log, ids_, outgoing_, records_, of_words_, origin,
                    modified_),
        bundle_(write) {}

  absl::StatusOr<StixSummary> Run() {
    RETURN_IF_ERROR(outgoing_.Prepare());
    records_.Prepare();
    RETURN_IF_ERROR(bundle_.Begin(ids_.OfOwn("bundle", part_)));
    // What is not recorded has no time, which every object needs.
    if (view_.cut() > 0) RETURN_IF_ERROR(AddAll());
    RETURN_IF_ERROR(bundle_.End());
    summary_.objects = bundle_.counts();
    summary_.claims = outgoing_.claims();
    return summary_;
  }

 private:
  absl::Status AddAll() {
    RETURN_IF_ERROR(bundle_.Add(StixOfAttest()));
    RETURN_IF_ERROR(bundle_.Add(StixExtensionDefinition()));
    // What is the same in all bundles is of no case, and bears no mark.
    if (is_marked_) {
      RETURN_IF_ERROR(bundle_.Add(StixRestrictedMarking()));
      bundle_.MarkAll();
    }
    RETURN_IF_ERROR(bundle_.Add(
        StixOfCase(ids_, origin_, view_.RecordedAt(EventIndex(0)), modified_)));
    for (const SourceId id : outgoing_.sources()) {
      ASSIGN_OR_RETURN(const StixJson object, records_.ObjectOf(id));
      RETURN_IF_ERROR(bundle_.Add(object));
    }
    for (const EntityId id : outgoing_.entities()) {
      ASSIGN_OR_RETURN(const StixJson object, records_.ObjectOf(id));
      RETURN_IF_ERROR(bundle_.Add(object));
    }
    RETURN_IF_ERROR(AddStatements());
    for (const auto& [id, claims] : outgoing_.reports()) {
      std::vector<std::string> refers_to;
      for (const ClaimId claim : claims) {
        RETURN_IF_ERROR(statements_.AddRefersTo(claim, refers_to));
      }
      ASSIGN_OR_RETURN(const StixJson object, records_.ObjectOf(id, refers_to));
      RETURN_IF_ERROR(bundle_.Add(object));
    }
    return AddLosses();
  }

  absl::Status AddStatements() {
    for (const StatementId id : selection_.statements) {
      if (outgoing_.FormOf(id) == StixForm::kNone) continue;
      ++summary_.statements;
      ASSIGN_OR_RETURN(const std::vector<StixJson> objects,
                       statements_.ObjectsOf(id));
      for (const StixJson& object : objects) {
        RETURN_IF_ERROR(bundle_.Add(object));
      }
    }
    return absl::OkStatus();
  }

  // What the bundle does not have, for whoever has nothing but it.
  absl::Status AddLosses() {
    summary_.left_out = outgoing_.left_out();
    RETURN_IF_ERROR(
        CountLeftRecords(log_, outgoing_, selection_, summary_.left_out));
    for (const StixLosses* losses :
         {&records_.losses(), &statements_.losses()}) {
      Merge(losses->left_out, summary_.left_out);
      Merge(losses->reworded, summary_.reworded);
    }
    summary_.events = records_.events();
    summary_.events.insert(statements_.events().begin(),
                           statements_.events().end());
    StixJson object = StixHead(ids_.OfOwn("note", absl::StrCat("lost:", part_)),
                               modified_, modified_, StixCaseId(ids_));
    object["abstract"] = "What this bundle does not say";
    std::string text = absl::StrCat(
        "What sources report in the case ", origin_.origin,
        ", and how well it stands, as of log position ", origin_.position,
        ", root ", origin_.root,
        ". A relationship is a statement that stands and that nothing is "
        "against; it is what is reported, and no fact. All else that is "
        "reported is a note. What was a relationship in an earlier bundle of "
        "this case and is none here stands no more, if it was asked for. A "
        "record "
        "has the same identifier in every bundle of the case, and each object "
        "was modified when the last event was recorded that the bundle is as "
        "of: what another part, or an export with other options, says of it as "
        "of the same position may be more or less. A day that was given "
        "without "
        "a zone begins and ends here as in UTC. "
        "Not here are the accounts of verdicts, what texts show of who copied "
        "whom, who recorded and decided what, and the texts themselves.");
    StixJson facts = StixFacts("bundle", "");
    facts["log_position"] = origin_.position;
    facts["root"] = origin_.root;
    for (const auto& [name, head, counts] :
         {std::tuple("left_out", "Left out, ", &summary_.left_out),
          std::tuple("reworded", "Written otherwise, ", &summary_.reworded)}) {
      StixJson list = StixJson::array();
      for (const auto& [what, count] : *counts) {
        absl::StrAppend(&text, "\n", head, what, ": ", count);
        StixJson entry;
        entry["what"] = what;
        entry["count"] = count;
        list.push_back(std::move(entry));
      }
      if (!list.empty()) facts[name] = std::move(list);
    }
    object["content"] = text;
    object["object_refs"] = StixJson::array({StixCaseId(ids_)});
    SetStixList("labels", {"bundle"}, object);
    SetFacts(std::move(facts), object);
    return bundle_.Add(object);
  }

  const EventLog& log_;
  const View& view_;
  const Selection& selection_;
  const ExportOrigin& origin_;
  const StixIds ids_;
  const std::string part_;
  const bool is_marked_;
  const Discretion of_words_;
  const absl::Time modified_;
  StixOutgoing outgoing_;
  StixRecords records_;
  StixStatements statements_;
  StixBundle bundle_;
  StixSummary summary_;
};

}  // namespace

absl::StatusOr<StixSummary> ExportStix(
    const EventLog& log, const View& view, const View& now,
    const OutgoingKeys& keys, const Selection& selection,
    const ExportOrigin& origin, const StixOptions& options,
    const Findings& findings, StixOutgoing::FiguresOf figures_of,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  return Exporter(log, view, now, keys, selection, origin, options, findings,
                  figures_of, write)
      .Run();
}

}  // namespace attest
