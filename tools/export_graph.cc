#include "tools/export_graph.h"

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/chosen_records.h"
#include "engine/interchange/gexf_export.h"
#include "engine/interchange/nodes_edges_export.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/selection.h"
#include "engine/merkle/hash.h"
#include "engine/status_macros.h"
#include "tools/case_figures.h"
#include "tools/export_choice.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"
#include "tools/output_folder.h"

namespace attest {
namespace {

void AddGraph(const GraphSize& size, const EntityGraph& graph,
              const Selection& selection, const DecisionCounts& decisions,
              const ExportOrigin& origin, const GraphWords& words,
              ExportAccount& account) {
  account.set_headline(absl::StrCat("exported ", size.nodes, " ", words.nodes,
                                    " and ", size.edges, " ", words.edges,
                                    " as of log position ", origin.position,
                                    ", root ", origin.root));
  account.AddOut("nodes", size.nodes);
  account.AddOut("edges", size.edges);
  account.Add("unsupported", "statements without support left out",
              graph.unsupported_left_out());
  account.Add("withheld",
              "statements of withheld entities that are one with others left "
              "out",
              graph.withheld_left_out());
  account.Add("sealed",
              "sealed claims of these left out, and counted in the figures",
              selection.sealed.size());
  account.Add("names", kNamesLeftOut, graph.CountNames().withheld);
  account.Add("replaced",
              "texts with characters that the format cannot hold as they are",
              size.replaced);
  account.Add("ratings", "ratings of claims, reports and sources left out",
              decisions.ratings);
  account.Add("judgements",
              "judgements that entities differ, or may be one, left out",
              decisions.judgements);
}

}  // namespace

absl::StatusOr<ExitCode> ExportGraph(
    Session& session, const ExportRequest& request,
    absl::FunctionRef<absl::StatusOr<GraphSize>(
        EntityGraph&, const ExportOrigin&, ExportAccount&)>
        write,
    GraphWords words) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  const View now = opened->Now();
  ASSIGN_OR_RETURN(const Hash root,
                   opened->log().RootAt(view.applied_through()));
  const ExportOrigin origin = {.origin = opened->log().origin(),
                               .position = view.applied_through(),
                               .root = root.ToBase64()};
  CaseFigures figures(*opened, view);
  ASSIGN_OR_RETURN(const Selection selection,
                   ChooseFor(session, *opened, view, figures, request));
  OutgoingKeysOptions options = {
      .include_restricted = request.include_restricted,
      .keep_keys = request.keep_keys};
  ASSIGN_OR_RETURN(options.secret, opened->Secret());
  const OutgoingKeys keys(opened->log(), view, now, std::move(options));
  const Discretion discretion(now, Sealed::kHide);
  const auto figures_of = [&](StatementId id) { return figures.Of(id); };
  const auto supporters_of =
      [&](StatementId id) -> absl::StatusOr<std::vector<ClaimId>> {
    ASSIGN_OR_RETURN(const Findings* const findings, figures.WeighedFindings());
    // Keys decide their order alone.
    return findings->Summarize(id, [](ClaimId) { return std::string(); })
        .supporting;
  };
  EntityGraph graph(
      view, discretion, keys, selection,
      request.verdict.empty() ? Unsupported::kGoes : Unsupported::kStays,
      figures_of, supporters_of);
  RETURN_IF_ERROR(graph.Prepare());
  HandOut hand_out(session, *opened, absl::StrCat("export ", request.to),
                   request.output);
  session.set_has_written();
  RETURN_IF_ERROR(hand_out.Begin(view.applied_through(), {{0, view.cut()}}));
  ExportAccount account;
  ASSIGN_OR_RETURN(const GraphSize size, write(graph, origin, account));
  RETURN_IF_ERROR(figures.status());
  RETURN_IF_ERROR(hand_out.End(RangesOf(graph.events())));
  const std::vector<EventIndex> records =
      RecordsOf(view, discretion, selection,
                ChoosesAPart(session.options(), request) ? Chosen::kPart
                                                         : Chosen::kEverything);
  AddGraph(size, graph, selection, CountDecisions(view, discretion, records),
           origin, words, account);
  RETURN_IF_ERROR(account.Tell(session, request, view.applied_through()));
  return kExitDone;
}

absl::StatusOr<ExitCode> ExportGraphText(Session& session,
                                         const ExportRequest& request,
                                         WriteGraph write, GraphWords words) {
  return ExportGraph(
      session, request,
      [&](EntityGraph& graph, const ExportOrigin& origin,
          ExportAccount& account) -> absl::StatusOr<GraphSize> {
        OutputFile file(request.output);
        RETURN_IF_ERROR(file.Open());
        ASSIGN_OR_RETURN(const GraphSize size, write(
                                                   graph, origin,
                                                   [&](absl::string_view text) {
                                                     return file.Write(text);
                                                   },
                                                   account));
        RETURN_IF_ERROR(file.Finish());
        return size;
      },
      words);
}

absl::StatusOr<ExitCode> ExportToGraphml(Session& session,
                                         const ExportRequest& request) {
  return ExportGraphText(
      session, request,
      [](EntityGraph& graph, const ExportOrigin& origin, WriteText write,
         ExportAccount&) { return ExportGraphml(graph, origin, write); });
}

absl::StatusOr<ExitCode> ExportToGexf(Session& session,
                                      const ExportRequest& request) {
  return ExportGraphText(
      session, request,
      [](EntityGraph& graph, const ExportOrigin& origin, WriteText write,
         ExportAccount&) { return ExportGexf(graph, origin, write); });
}

void AddFurtherNames(const EntityGraph& graph, ExportAccount& account) {
  account.Add("further_names", "further names of entities left out",
              graph.CountNames().further);
}

void AddDrawing(const GraphSize& size, const EntityGraph& graph,
                ExportAccount& account) {
  account.Add("values", "statements left out of a rank, number or other value",
              graph.literal_statements().size());
  AddFurtherNames(graph, account);
  account.Add("shortened", "names and labels cut, as they are too long to draw",
              size.shortened);
}

absl::StatusOr<ExitCode> ExportToNodesEdges(Session& session,
                                            const ExportRequest& request) {
  return ExportGraph(
      session, request,
      [&](EntityGraph& graph, const ExportOrigin&,
          ExportAccount&) -> absl::StatusOr<GraphSize> {
        RETURN_IF_ERROR(MakeEmptyFolder(request.output));
        const std::string nodes_path =
            absl::StrCat(request.output, "/nodes.csv");
        OutputFile nodes(nodes_path);
        OutputFile edges(absl::StrCat(request.output, "/edges.csv"));
        RETURN_IF_ERROR(nodes.Open());
        RETURN_IF_ERROR(edges.Open());
        ASSIGN_OR_RETURN(
            const GraphSize size,
            ExportNodesAndEdges(
                graph, [&](absl::string_view row) { return nodes.Write(row); },
                [&](absl::string_view row) { return edges.Write(row); }));
        // Neither has its name before both are whole.
        RETURN_IF_ERROR(nodes.Settle());
        RETURN_IF_ERROR(edges.Settle());
        RETURN_IF_ERROR(nodes.Finish());
        const absl::Status finished = edges.Finish();
        if (!finished.ok()) {
          std::error_code ignored;
          std::filesystem::remove(nodes_path, ignored);
          return finished;
        }
        return size;
      });
}

}  // namespace attest
