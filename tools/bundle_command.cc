// bundle and verify-bundle: an evidence file that stands alone, and its check
// where there is no case.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/evidence.h"
#include "engine/audit/record_keys.h"
#include "engine/interchange/bundle.h"
#include "engine/log/case_files.h"
#include "engine/log/durable_file.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"
#include "tools/bundle_summary.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/finding_document.h"
#include "tools/output_file.h"
#include "tools/statements_about.h"
#include "tools/timestamp_document.h"
#include "tools/verifier_key_option.h"

namespace attest {
namespace {

// What verify-bundle takes in at most.
constexpr size_t kMaxBundleBytes = size_t{4} << 30;

struct BundleOptions {
  std::vector<std::string> keys;
  std::string output;
  std::string include;
};

struct VerifyBundleOptions {
  std::string file;
  std::string key;
  std::string authority;
};

// Gathers what a bundle is to hold.
class Gatherer {
 public:
  Gatherer(const Case& opened, const View& now, Sealed hidden)
      : opened_(opened),
        now_(now),
        discretion_(now_, hidden),
        asked_(now_, Sealed::kHide),
        keys_(opened.log(), now_) {}

  absl::StatusOr<BundleRequest> Gather(const BundleOptions& options) {
    std::set<StatementId> statements;
    for (const std::string& key : options.keys) {
      RETURN_IF_ERROR(AddKey(key, statements));
    }
    ASSIGN_OR_RETURN(const WeighedView weighed, opened_.Weigh(now_, {}));
    FindingDocument document(opened_, *weighed.findings, discretion_);
    Json documents = Json::array();
    for (const StatementId id : statements) {
      AddClaims(weighed.findings->Summarize(
          id, [](ClaimId claim) { return absl::StrCat(claim.value()); }));
      if (document.Hides(id)) continue;
      ASSIGN_OR_RETURN(Json json, document.Full(id));
      documents.push_back(std::move(json));
    }
    RETURN_IF_ERROR(weighed.links->status());
    BundleRequest request;
    ASSIGN_OR_RETURN(request.events,
                     EvidenceFor(opened_.log(), now_, records_));
    request.summary = BundleSummaryPage(opened_.log().head().checkpoint,
                                        options.keys, documents);
    return request;
  }

 private:
  absl::Status AddKey(const std::string& key,
                      std::set<StatementId>& statements) {
    if (!absl::StartsWith(key, "stm:")) {
      ASSIGN_OR_RETURN(const Found found, FindShown(now_, keys_, asked_, key));
      records_.insert(found.event);
    }
    return AddStatementsAbout(now_, keys_, asked_, key, statements);
  }

  // All that were said for or against it.
  void AddClaims(const Finding& finding) {
    for (const auto* claims : {&finding.supporting, &finding.opposing,
                               &finding.doubting, &finding.not_counted}) {
      for (const ClaimId claim : *claims) {
        records_.insert(EventIndex(claim.value()));
      }
    }
    for (const OtherStatement& other : finding.conflicts_with) {
      for (const ClaimId claim : now_.ClaimsOf(other.statement)) {
        records_.insert(EventIndex(claim.value()));
      }
    }
  }

  const Case& opened_;
  const View& now_;
  const Discretion discretion_;  // over what goes out
  const Discretion asked_;       // over what may be asked for
  const RecordKeys keys_;
  std::set<EventIndex> records_;
};

absl::Status WrongUsage(absl::string_view message) {
  return WithExitCode(absl::InvalidArgumentError(message), kExitUsage);
}

absl::StatusOr<ExitCode> Bundle(Session& session,
                                const BundleOptions& options) {
  if (!options.include.empty() && options.include != "restricted") {
    return WrongUsage(
        absl::StrCat("bundle --include: got \"", options.include,
                     "\", want restricted; what is sealed never goes out"));
  }
  if (!session.options().as_of.empty()) {
    return WrongUsage(
        "bundle: a bundle is of the log's signed head; --as-of is not for it");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const SigningKey key,
                   ReadSigningKey(CaseFiles(opened->directory())));
  const View now = opened->Now();
  const bool include = !options.include.empty();
  ASSIGN_OR_RETURN(
      BundleRequest request,
      Gatherer(*opened, now, include ? Sealed::kHide : Sealed::kHideRestricted)
          .Gather(options));
  request.restricted = include ? Restricted::kGoOut : Restricted::kStay;
  OutputFile output(options.output);
  RETURN_IF_ERROR(output.Open());
  ASSIGN_OR_RETURN(const BundleSummary summary,
                   WriteBundle(opened->log(), opened->contents(), now, key,
                               request, [&output](absl::string_view bytes) {
                                 return output.Write(bytes);
                               }));
  RETURN_IF_ERROR(output.Finish());
  PrintMessage(
      absl::StrCat(options.output.empty() ? "the bundle" : options.output,
                   " holds ", Counted(summary.whole.size(), "event"), " and ",
                   Counted(summary.contents, "content"), " as of log position ",
                   now.applied_through()));
  if (summary.leaf_hashes > 0) {
    PrintMessage(absl::StrCat(Counted(summary.leaf_hashes, "event"),
                              " by the leaf hash alone, being restricted, "
                              "redacted or naming what is"));
  }
  if (summary.left_out > 0) {
    PrintMessage(
        absl::StrCat(Counted(summary.left_out, "sealed event"), " left out"));
  }
  PrintMessage(
      absl::StrCat("to be checked with the key ", key.verifier().Encode()));
  return kExitDone;
}

Json CheckedJson(const CheckedBundle& bundle) {
  Json timestamps = Json::array();
  for (const BundledTimestamp& stamp : bundle.timestamps) {
    timestamps.push_back({{"tree_size", stamp.tree_size},
                          {"time", FormatRfc3339(stamp.token.time)},
                          {"authority", stamp.token.authority},
                          {"trusted", stamp.token.trusted}});
  }
  return {{"ok", true},
          {"origin", bundle.checkpoint.origin},
          {"tree_size", bundle.checkpoint.tree_size},
          {"root", bundle.checkpoint.root.ToBase64()},
          {"files", bundle.files},
          {"events", bundle.events},
          {"leaf_hashes", bundle.leaf_hashes},
          {"contents", bundle.contents},
          {"quotes", bundle.quotes},
          {"timestamps", std::move(timestamps)}};
}

std::string CheckedText(const CheckedBundle& bundle) {
  std::string text = absl::StrCat(
      "the bundle holds: ", Counted(bundle.events, "event"), " of the ",
      bundle.checkpoint.tree_size, " of ", bundle.checkpoint.origin, "\nroot ",
      bundle.checkpoint.root.ToBase64(), "\n",
      Counted(bundle.contents, "content"), ", ",
      Counted(bundle.quotes, "quote"), " found in them\n");
  if (bundle.leaf_hashes > 0) {
    absl::StrAppend(&text, Counted(bundle.leaf_hashes, "event"),
                    " not in it, only the leaf hash\n");
  }
  for (const BundledTimestamp& stamp : bundle.timestamps) {
    absl::StrAppend(&text, "the first ", Counted(stamp.tree_size, "event"),
                    " were there at ", FormatRfc3339(stamp.token.time),
                    ", says ", stamp.token.authority,
                    stamp.token.trusted
                        ? ""
                        : absl::StrCat(", which is not trusted: ",
                                       stamp.token.why_not_trusted),
                    "\n");
  }
  return text;
}

absl::StatusOr<ExitCode> VerifyBundle(Session& session,
                                      const VerifyBundleOptions& options) {
  ASSIGN_OR_RETURN(const VerifierKey key, VerifierKeyGiven(options.key));
  ASSIGN_OR_RETURN(const std::vector<std::string> trusted,
                   ReadAuthorities(options.authority));
  const absl::StatusOr<std::string> bytes =
      ReadWholeFile(options.file, kMaxBundleBytes);
  if (absl::IsNotFound(bytes.status())) {
    return WithExitCode(bytes.status(), kExitBadInput);
  }
  RETURN_IF_ERROR(bytes.status());
  const absl::StatusOr<CheckedBundle> bundle =
      CheckBundle(*bytes, key, trusted);
  if (!bundle.ok()) {
    return absl::Status(
        bundle.status().code(),
        absl::StrCat(options.file, ": ", bundle.status().message()));
  }
  Answer answer;
  answer.document = CheckedJson(*bundle);
  answer.text = CheckedText(*bundle);
  answer.applied_through = bundle->checkpoint.tree_size;
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

void AddBundle(CLI::App& program, Session& session) {
  auto options = std::make_shared<BundleOptions>();
  CLI::App* verb = AddVerb(
      program, "bundle",
      "an evidence file that can be checked without the case",
      "attest bundle incident:crossing -o crossing.tar\n"
      "attest bundle clm:7 clm:9 --include restricted -o for-the-court.tar");
  verb->add_option("keys", options->keys,
                   "entities, sources, reports, claims or statements")
      ->required();
  verb->add_option("-o,--output", options->output,
                   "a file (else standard output)");
  verb->add_option("--include", options->include,
                   "restricted: give out restricted records as well; else "
                   "only their leaf hashes");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return Bundle(running, *options); });
  });
}

void AddVerifyBundle(CLI::App& program, Session& session) {
  auto options = std::make_shared<VerifyBundleOptions>();
  CLI::App* verb =
      AddVerb(program, "verify-bundle",
              "check a bundle with the log's verifier key and nothing else",
              "attest verify-bundle crossing.tar --key verifier.pub\n"
              "attest verify-bundle crossing.tar --key verifier.pub "
              "--authority tsa.pem --mode json");
  verb->add_option("file", options->file, "what `bundle` wrote")->required();
  verb->add_option("--key", options->key,
                   "the log's verifier key, as `init` and `checkpoint --mode "
                   "json` print it, or a file that holds it")
      ->required();
  verb->add_option("--authority", options->authority,
                   "certificates (PEM) of the timestamp authorities that are "
                   "trusted");
  verb->callback([&session, options] {
    session.set_verb([options](Session& running) {
      return VerifyBundle(running, *options);
    });
  });
}

}  // namespace

void AddBundleCommands(CLI::App& program, Session& session) {
  AddBundle(program, session);
  AddVerifyBundle(program, session);
}

}  // namespace attest
