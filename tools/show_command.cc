// show and trace: one record, and what it rests on.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/findings/findings.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/show_document.h"
#include "tools/show_text.h"

namespace attest {
namespace {

enum class What { kShow, kTrace };

// One document is its own answer; several are rows of one.
Answer AnswerOf(std::vector<Json> documents, What what) {
  Answer answer;
  const size_t width = TerminalColumns();
  for (const Json& document : documents) {
    if (!answer.text.empty()) answer.text += "\n";
    answer.text += what == What::kShow ? ShowText(document, width)
                                       : TraceText(document, width);
  }
  if (documents.size() == 1) {
    answer.document = std::move(documents.front());
  } else {
    answer.rows = what == What::kShow ? "shown" : "traced";
    answer.document[answer.rows] = std::move(documents);
  }
  return answer;
}

absl::StatusOr<ExitCode> Run(Session& session, What what,
                             const std::vector<std::string>& keys) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  ASSIGN_OR_RETURN(const std::optional<Edtf> valid_at, session.ValidAt());
  const Discretion discretion = session.DiscretionOver(opened->Now());
  ASSIGN_OR_RETURN(const WeighedView weighed, opened->Weigh(view, {}));
  ShowDocument show(*opened, *weighed.findings, discretion, valid_at);
  std::vector<Json> documents;
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(Json document,
                     what == What::kShow ? show.Show(key) : show.Trace(key));
    documents.push_back(std::move(document));
  }
  RETURN_IF_ERROR(weighed.links->status());
  Answer answer = AnswerOf(std::move(documents), what);
  answer.applied_through = view.applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

void Add(CLI::App* verb, Session& session, What what) {
  auto keys = std::make_shared<std::vector<std::string>>();
  verb->add_option("keys", *keys, "keys of records or statements")->required();
  verb->callback([&session, keys, what] {
    session.set_verb(
        [keys, what](Session& running) { return Run(running, what, *keys); });
  });
}

}  // namespace

void AddShowCommand(CLI::App& program, Session& session) {
  Add(AddVerb(program, "show",
              "what is said of an entity, by a source, in a report",
              "attest show person:omar\n"
              "attest show rpt:globalpost --as-of 2026-11-20 --mode json"),
      session, What::kShow);
}

void AddTraceCommand(CLI::App& program, Session& session) {
  Add(AddVerb(program, "trace",
              "from a statement or claim back to passages, files, hashes and "
              "events",
              "attest trace clm:7\nattest trace stm:0123456789abcdef0123"),
      session, What::kTrace);
}

}  // namespace attest
