// bundle and verify-bundle: an evidence file that stands alone, and its check
// where there is no case.

#include <CLI/CLI.hpp>
#include <algorithm>
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
#include "engine/interchange/bundle_layout.h"
#include "engine/log/case_files.h"
#include "engine/log/durable_file.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"
#include "tools/bundle_summary.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/finding_document.h"
#include "tools/hand_out.h"
#include "tools/output_file.h"
#include "tools/statements_about.h"
#include "tools/timestamp_document.h"
#include "tools/unknown_key.h"
#include "tools/verifier_key_option.h"

namespace attest {
namespace {

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
        asked_(now_, Sealed::kHide) {}

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
    request.summary =
        BundleSummaryPage(opened_.log().head().checkpoint, shown_, documents);
    return request;
  }

 private:
  absl::Status AddKey(const std::string& key,
                      std::set<StatementId>& statements) {
    bool withheld = false;
    std::set<StatementId> about;
    RETURN_IF_ERROR(
        AddStatementsAbout(opened_.log(), now_, asked_, key, about));
    if (!absl::StartsWith(key, "stm:")) {
      ASSIGN_OR_RETURN(const Found found,
                       FindShown(opened_.log(), now_, asked_, key));
      records_.insert(found.event);
      withheld = discretion_.Hides(found.event) ||
                 now_.WithheldOf(found.event) != Withheld::kNo;
    } else {
      withheld = std::all_of(about.begin(), about.end(),
                             [this](StatementId statement) {
                               return discretion_.Hides(now_, statement);
                             });
    }
    // A key may tell as much as what it stands for.
    shown_.push_back(withheld ? "a withheld record" : key);
    statements.insert(about.begin(), about.end());
    return absl::OkStatus();
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
  std::set<EventIndex> records_;
  std::vector<std::string> shown_;  // the keys asked for, as they go out
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
  if (!(key.verifier() == opened->log().verifier_key())) {
    return absl::FailedPreconditionError(
        "the signing key is not that of the log's head; if a rotation of the "
        "key was cut off, the next event that is added finishes it");
  }
  const View now = opened->Now();
  const bool include = !options.include.empty();
  ASSIGN_OR_RETURN(
      BundleRequest request,
      Gatherer(*opened, now, include ? Sealed::kHide : Sealed::kHideRestricted)
          .Gather(options));
  request.restricted = include ? Restricted::kGoOut : Restricted::kStay;
  HandOut hand_out(session, *opened, "bundle", options.output);
  if (options.output.empty()) session.set_has_written();
  RETURN_IF_ERROR(
      hand_out.Begin(now.applied_through(), RangesOf(request.events)));
  OutputFile output(options.output);
  RETURN_IF_ERROR(output.Open());
  ASSIGN_OR_RETURN(const BundleSummary summary,
                   WriteBundle(opened->log(), opened->contents(), now, key,
                               request, [&output](absl::string_view bytes) {
                                 return output.Write(bytes);
                               }));
  RETURN_IF_ERROR(output.Finish());
  RETURN_IF_ERROR(hand_out.End(RangesOf(summary.whole)));
  std::string text =
      absl::StrCat(options.output.empty() ? "the bundle" : options.output,
                   " holds ", Counted(summary.whole.size(), "event"), " and ",
                   Counted(summary.contents, "content"), " as of log position ",
                   now.applied_through(), "\n");
  if (summary.leaf_hashes > 0) {
    absl::StrAppend(&text, Counted(summary.leaf_hashes, "event"),
                    " by the leaf hash alone, being restricted, redacted or "
                    "naming what is\n");
  }
  if (summary.contents_withheld > 0) {
    absl::StrAppend(&text, Counted(summary.contents_withheld, "content"),
                    " of these stayed here\n");
  }
  if (summary.left_out > 0) {
    absl::StrAppend(&text, Counted(summary.left_out, "sealed event"),
                    " left out\n");
  }
  absl::StrAppend(&text, "to be checked with the key ",
                  key.verifier().Encode());
  if (options.output.empty()) {
    PrintMessage(text);
    return kExitDone;
  }
  Answer answer;
  answer.document = {{"file", options.output},
                     {"tree_size", now.applied_through()},
                     {"events", summary.whole.size()},
                     {"leaf_hashes", summary.leaf_hashes},
                     {"left_out", summary.left_out},
                     {"contents", summary.contents},
                     {"contents_withheld", summary.contents_withheld},
                     {"verifier_key", key.verifier().Encode()}};
  answer.text = absl::StrCat(text, "\n");
  answer.applied_through = now.applied_through();
  RETURN_IF_ERROR(session.Print(answer));
  return kExitDone;
}

Json CheckedJson(const CheckedBundle& bundle) {
  Json timestamps = Json::array();
  for (const BundledTimestamp& stamp : bundle.timestamps) {
    timestamps.push_back(
        {{"tree_size", stamp.tree_size},
         {"time", FormatRfc3339(stamp.token.time)},
         {"authority", stamp.token.authority},
         {"trusted", stamp.token.trusted},
         {"why_not_trusted",
          stamp.token.trusted ? Json() : Json(stamp.token.why_not_trusted)}});
  }
  Json rotations = Json::array();
  for (const BundledRotation& rotation : bundle.rotations) {
    rotations.push_back({{"event", rotation.event.value()},
                         {"handed_over", rotation.handed_over}});
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
          {"quotes_unchecked", bundle.quotes_unchecked},
          {"key_rotations", std::move(rotations)},
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
  if (bundle.quotes_unchecked > 0) {
    absl::StrAppend(&text, Counted(bundle.quotes_unchecked, "quote"),
                    " not checked: their text may be among what is withheld\n");
  }
  for (const BundledRotation& rotation : bundle.rotations) {
    absl::StrAppend(
        &text, "the key was rotated by event ", rotation.event.value(),
        rotation.handed_over ? ", for which the key before has signed\n"
                             : ", for which the key before has not signed\n");
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
      ReadWholeFile(options.file, bundle_layout::kMaxBundleBytes);
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
  // Somebody asked whether these authorities say so, and none does.
  const bool unmet =
      !trusted.empty() && !bundle->timestamps.empty() &&
      std::none_of(
          bundle->timestamps.begin(), bundle->timestamps.end(),
          [](const BundledTimestamp& stamp) { return stamp.token.trusted; });
  return unmet ? kExitDoesNotHold : kExitDone;
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
