#include "engine/interchange/ftm_import.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/interchange/ftm_claims.h"
#include "engine/interchange/ftm_defined.h"
#include "engine/interchange/ftm_files.h"
#include "engine/interchange/ftm_groups.h"
#include "engine/interchange/ftm_judgements.h"
#include "engine/interchange/ftm_model.h"
#include "engine/interchange/ftm_provenance.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Notes what entities there are, and where their values are from. What is wrong
// is told when rows are read again.
class FirstReading : public FtmRows {
 public:
  FirstReading(FtmDefined& defined, FtmProvenances& provenances,
               FtmJudgements& judgements)
      : defined_(defined), provenances_(provenances), judgements_(judgements) {}

  absl::Status Entity(FtmRecord& record) override {
    Note(record.id, record.schema);
    for (const std::string& referent : record.referents) {
      Note(referent, record.schema);
    }
    for (const FtmStatement& statement : record.statements) {
      provenances_.Note(statement);
    }
    return absl::OkStatus();
  }
  absl::Status Statement(FtmStatement& statement) override {
    Note(statement.entity, statement.schema);
    if (!statement.canonical.empty()) {
      Note(statement.canonical, statement.schema);
    }
    provenances_.Note(statement);
    return absl::OkStatus();
  }
  absl::Status Judgement(FtmJudgement& judgement) override {
    return judgements_.Note(judgement);
  }
  absl::Status Fault(const RowError& /*fault*/) override {
    return absl::OkStatus();
  }
  absl::Status Warning(const RowError& /*warning*/) override {
    return absl::OkStatus();
  }

 private:
  void Note(const std::string& id, const std::string& schema) {
    const FtmSchema* const found = FindFtmSchema(schema);
    if (found == nullptr || found->use == FtmUse::kEdge) return;
    defined_.NoteSchema(id, *found);
  }

  FtmDefined& defined_;
  FtmProvenances& provenances_;
  FtmJudgements& judgements_;
};

class SecondReading : public FtmRows {
 public:
  SecondReading(const ImportSink& sink, FtmDefined& defined, FtmClaims& claims,
                FtmJudgements& judgements)
      : sink_(sink),
        defined_(defined),
        claims_(claims),
        judgements_(judgements) {}

  absl::Status Begin(const FtmFile& file) {
    defined_.BeginFile(file.path);
    if (file.kind == FtmFileKind::kStatements) {
      ASSIGN_OR_RETURN(groups_, FtmGroups::Make(file.size_bytes));
    }
    return absl::OkStatus();
  }
  absl::Status Finish(uint64_t row) {
    if (groups_) {
      RETURN_IF_ERROR(groups_->Visit(
          [this](FtmRecord& record) { return claims_.AddRecord(record); }));
      groups_.reset();
    }
    return judgements_.Finish(row);
  }

  absl::Status Entity(FtmRecord& record) override {
    if (sink_.IsSetAside(record.row)) return absl::OkStatus();
    return claims_.AddRecord(record);
  }
  absl::Status Statement(FtmStatement& statement) override {
    if (sink_.IsSetAside(statement.row)) return absl::OkStatus();
    return groups_->Add(statement);
  }
  absl::Status Judgement(FtmJudgement& judgement) override {
    if (sink_.IsSetAside(judgement.row)) return absl::OkStatus();
    return judgements_.Add(judgement);
  }
  absl::Status Fault(const RowError& fault) override {
    if (sink_.IsSetAside(fault.row)) return absl::OkStatus();
    return defined_.Fault(fault.row, fault.column, fault.what, fault.got,
                          fault.want);
  }
  absl::Status Warning(const RowError& warning) override {
    return defined_.Warn(warning.row, warning.column, warning.what, warning.got,
                         warning.want);
  }

 private:
  const ImportSink& sink_;
  FtmDefined& defined_;
  FtmClaims& claims_;
  FtmJudgements& judgements_;
  std::optional<FtmGroups> groups_;
};

}  // namespace

absl::Status ImportFtm(const ImportRequest& request,
                       const ExistingCase& existing, ImportSink& sink) {
  std::vector<FtmFile> files;
  uint64_t all = 0;
  for (const std::string& path : request.files) {
    ASSIGN_OR_RETURN(files.emplace_back(), LookAtFtmFile(path));
    all += 2 * files.back().size_bytes;
  }
  // Judgements need the entities.
  std::stable_sort(
      files.begin(), files.end(),
      [](const FtmFile& a, const FtmFile& b) { return a.kind < b.kind; });
  uint64_t done = 0;
  const auto progress = [&](uint64_t bytes) {
    if (request.progress) request.progress(done + bytes, all);
  };
  FtmDefined defined(existing, sink);
  FtmProvenances provenances(defined);
  FtmClaims claims(defined, provenances, request.map);
  FtmJudgements judgements(defined, claims);
  FirstReading first(defined, provenances, judgements);
  for (const FtmFile& file : files) {
    RETURN_IF_ERROR(ReadFtmFile(file, progress, first).status());
    done += file.size_bytes;
  }
  SecondReading second(sink, defined, claims, judgements);
  for (const FtmFile& file : files) {
    RETURN_IF_ERROR(sink.BeginFile(
        {.name = file.path, .headings = file.headings, .columns = {}}));
    RETURN_IF_ERROR(second.Begin(file));
    ASSIGN_OR_RETURN(const FtmFileEnd end, ReadFtmFile(file, progress, second));
    RETURN_IF_ERROR(second.Finish(end.rows));
    done += file.size_bytes;
    progress(0);
    RETURN_IF_ERROR(sink.EndFile(end.rows, end.sha256));
  }
  return absl::OkStatus();
}

}  // namespace attest
