#include "engine/projection/tables_snapshot.h"

#include <cstring>
#include <thread>
#include <utility>

#include "engine/projection/row_checks.h"
#include "engine/projection/snapshot_columns.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// The first section of each part of the tables.
enum Section : uint32_t {
  kSizes = 1,
  kSeed,
  kPlaces,
  kFingerprints,
  kKeys,
  kFiles,
  kRecorded,
  kTexts,
  kTextIndex = kTexts + kStringColumnSections,
  kLiterals,
  kLiteralIndex = kLiterals + kStringColumnSections,
  kLists,
  kSources,
  kReports,
  kEntities,
  kPredicates,
  kSourceVersions,
  kSourceLinks,
  kReportVersions,
  kReportLinks,
  kEntityVersions,
  kEntityLinks,
  kCircumstances,
  kCircumstanceIndex,
  kStatements,
  kStatementIndex,
  kClaimEvents,
  kClaimStatements,
  kClaimReports,
  kClaimManners,
  kRestsOn,
  kUnproven,
  kManners,
  kMannerIndex,
  kDecisions,
  kClaimsOfStatement,
  kBySubject = kClaimsOfStatement + kGroupedListsSections,
  kByObject = kBySubject + kGroupedListsSections,
  kGraph = kByObject + kGroupedListsSections,
};

// Calls visit(section, column) on every plain column, by rising section.
// What is indexed or listed stands in Saver and Part.
template <class Tables, class Visitor>
void VisitRecords(Tables& tables, Visitor&& visit) {
  visit(kSources, tables.sources);
  visit(kReports, tables.reports);
  visit(kEntities, tables.entities);
  visit(kPredicates, tables.predicates);
  visit(kSourceVersions, tables.source_versions.rows);
  visit(kSourceLinks, tables.source_versions.links);
  visit(kReportVersions, tables.report_versions.rows);
  visit(kReportLinks, tables.report_versions.links);
  visit(kEntityVersions, tables.entity_versions.rows);
  visit(kEntityLinks, tables.entity_versions.links);
}

class Saver {
 public:
  Saver(const ProjectionTables& tables, SnapshotWriter& writer)
      : tables_(tables), writer_(writer) {}

  absl::Status Run() {
    Do(writer_.AddSingle(kSizes, SizesOf(tables_)));
    Do(writer_.AddSingle(kSeed, tables_.seed));
    (*this)(kPlaces, tables_.places);
    (*this)(kFingerprints, tables_.fingerprints);
    Do(SaveHashIndex(
        tables_.keys,
        [this](uint32_t event) {
          return ProjectionTables::SpreadFingerprint(
              tables_.fingerprints[event]);
        },
        kKeys, writer_));
    (*this)(kFiles, tables_.files);
    (*this)(kRecorded, tables_.recorded);
    Pool(tables_.texts, kTexts, kTextIndex);
    Pool(tables_.literals, kLiterals, kLiteralIndex);
    (*this)(kLists, tables_.lists.words());
    VisitRecords(tables_, *this);
    Statements();
    Claims();
    Do(SaveLists(tables_.derived.claims_of_statement, kClaimsOfStatement,
                 writer_));
    Do(SaveLists(tables_.derived.statements_by_subject, kBySubject, writer_));
    Do(SaveLists(tables_.derived.statements_by_object, kByObject, writer_));
    Do(tables_.derived.graph.Save(kGraph, writer_));
    RETURN_IF_ERROR(status_);
    return writer_.Finish();
  }

  template <class T>
  void operator()(uint32_t section, const Column<T>& column) {
    if (status_.ok()) status_ = SaveColumn(column, section, writer_);
  }

 private:
  void Do(const absl::Status& status) { status_.Update(status); }

  void Pool(const TextPool& pool, uint32_t strings, uint32_t index) {
    Do(SaveStrings(pool.strings(), strings, writer_));
    const std::vector<uint32_t> stored = pool.StoredIndex(tables_.seed);
    Do(writer_.Add(index, absl::MakeConstSpan(stored)));
  }

  void Statements() {
    (*this)(kCircumstances, tables_.circumstances);
    Do(SaveHashIndex(
        tables_.circumstance_index,
        [this](uint32_t row) {
          return tables_.HashOf(tables_.circumstances[row]);
        },
        kCircumstanceIndex, writer_));
    (*this)(kStatements, tables_.statements);
    Do(SaveHashIndex(
        tables_.statement_index,
        [this](uint32_t row) {
          return tables_.HashOf(tables_.statements[row]);
        },
        kStatementIndex, writer_));
  }

  void Claims() {
    (*this)(kClaimEvents, tables_.claim_events);
    (*this)(kClaimStatements, tables_.claim_statements);
    (*this)(kClaimReports, tables_.claim_reports);
    (*this)(kClaimManners, tables_.claim_manners);
    (*this)(kRestsOn, tables_.rests_on);
    (*this)(kUnproven, tables_.unproven);
    (*this)(kManners, tables_.manners);
    Do(SaveHashIndex(
        tables_.manner_index,
        [this](uint32_t manner) {
          return tables_.HashOfList(tables_.lists[tables_.manners[manner]]);
        },
        kMannerIndex, writer_));
    (*this)(kDecisions, tables_.decisions);
  }

  const ProjectionTables& tables_;
  SnapshotWriter& writer_;
  absl::Status status_;
};

// Opens a part of the tables from the file that they keep.
class Part {
 public:
  Part(ProjectionTables& tables, const TableSizes& sizes)
      : tables_(tables), file_(*tables.snapshot), sizes_(sizes) {}

  // Events, texts, records and the lists.
  absl::Status Records() {
    (*this)(kPlaces, tables_.places, SoundPlaces{sizes_});
    (*this)(kFingerprints, tables_.fingerprints);
    Take(OpenHashIndex(file_, kKeys, sizes_.events), tables_.keys);
    (*this)(kFiles, tables_.files);
    (*this)(kRecorded, tables_.recorded);
    Pool(tables_.texts, kTexts, kTextIndex, sizes_.texts);
    Pool(tables_.literals, kLiterals, kLiteralIndex, sizes_.literals);
    Column<uint32_t> words;
    (*this)(kLists, words);
    tables_.lists = ListPool(words);
    VisitRecords(tables_, *this);
    (*this)(kRestsOn, tables_.rests_on);
    (*this)(kUnproven, tables_.unproven, Below{sizes_.claims});
    (*this)(kManners, tables_.manners, Below{sizes_.words});
    Take(OpenHashIndex(file_, kMannerIndex, sizes_.manners),
         tables_.manner_index);
    (*this)(kDecisions, tables_.decisions);
    Lists();
    return status_;
  }

  // Statements, claims and the graph.
  absl::Status Claims() {
    (*this)(kCircumstances, tables_.circumstances, SoundCircumstances{sizes_});
    Take(OpenHashIndex(file_, kCircumstanceIndex, sizes_.circumstances),
         tables_.circumstance_index);
    (*this)(kStatements, tables_.statements, SoundStatements{sizes_});
    Take(OpenHashIndex(file_, kStatementIndex, sizes_.statements),
         tables_.statement_index);
    (*this)(kClaimEvents, tables_.claim_events, Below{sizes_.events});
    (*this)(kClaimStatements, tables_.claim_statements,
            Below{sizes_.statements});
    (*this)(kClaimReports, tables_.claim_reports, Below{sizes_.reports});
    (*this)(kClaimManners, tables_.claim_manners, Below{sizes_.manners});
    Take(Graph::Open(file_, kGraph, sizes_.claims), tables_.derived.graph);
    return status_;
  }

  template <class T, class Check = AnyContent>
  void operator()(uint32_t section, Column<T>& column, Check check = {}) {
    Take(OpenColumn<T>(file_, section, check), column);
  }

 private:
  // Keeps the value, or the first error.
  template <class T>
  void Take(absl::StatusOr<T> opened, T& into) {
    if (opened.ok()) {
      into = *std::move(opened);
    } else {
      status_.Update(opened.status());
    }
  }

  void Pool(TextPool& pool, uint32_t strings_section, uint32_t index_section,
            uint32_t size) {
    StringColumn strings;
    HashIndex index;
    Take(OpenStrings(file_, strings_section), strings);
    Take(OpenHashIndex(file_, index_section, size), index);
    pool = TextPool(std::move(strings), std::move(index));
  }

  void Lists() {
    DerivedLists& derived = tables_.derived;
    Take(OpenLists<uint32_t>(file_, kClaimsOfStatement, Below{sizes_.claims}),
         derived.claims_of_statement);
    Take(OpenLists<uint32_t>(file_, kBySubject, Below{sizes_.statements}),
         derived.statements_by_subject);
    Take(OpenLists<uint32_t>(file_, kByObject, Below{sizes_.statements}),
         derived.statements_by_object);
    derived.claims = sizes_.claims;
    derived.statements = sizes_.statements;
  }

  ProjectionTables& tables_;
  const SnapshotFile& file_;
  const TableSizes& sizes_;
  absl::Status status_;
};

bool EveryStatementIsClaimed(const ProjectionTables& tables) {
  const GroupedLists<uint32_t>& lists = tables.derived.claims_of_statement;
  if (lists.groups() != tables.statements.size()) return false;
  const absl::Span<const uint32_t> offsets = lists.base_offsets();
  bool sound = true;
  for (size_t i = 1; i < offsets.size(); ++i) {
    sound &= offsets[i - 1] < offsets[i];
  }
  return sound;
}

bool SizesAgree(const ProjectionTables& tables, const TableSizes& promised) {
  const TableSizes sizes = SizesOf(tables);
  const DerivedLists& derived = tables.derived;
  return std::memcmp(&sizes, &promised, sizeof sizes) == 0 &&
         tables.snapshot->identity().applied_through == sizes.events &&
         sizes.events <= kMaxEvents && sizes.texts > 0 && sizes.literals > 0 &&
         sizes.words > 0 && sizes.circumstances > 0 &&
         tables.lists.words()[0] == 0 &&
         tables.fingerprints.size() == sizes.events &&
         tables.claim_statements.size() == sizes.claims &&
         tables.claim_reports.size() == sizes.claims &&
         tables.claim_manners.size() == sizes.claims &&
         derived.statements_by_subject.groups() == sizes.entities &&
         derived.statements_by_object.groups() == sizes.entities &&
         derived.graph.vertex_count() == sizes.entities &&
         EveryStatementIsClaimed(tables);
}

template <class Row>
void FindLatest(Versions<Row>& versions) {
  for (uint32_t i = 0; i < versions.links.size(); ++i) {
    versions.latest[versions.links[i].target] = i;
  }
}

// Opens all parts. Nearly all the time goes into checking every byte, which
// two threads share.
absl::Status OpenParts(ProjectionTables& tables) {
  ASSIGN_OR_RETURN(const TableSizes sizes,
                   tables.snapshot->Single<TableSizes>(kSizes));
  ASSIGN_OR_RETURN(tables.seed, tables.snapshot->Single<uint64_t>(kSeed));
  absl::Status claims;
  std::thread other([&] { claims = Part(tables, sizes).Claims(); });
  const absl::Status records = Part(tables, sizes).Records();
  other.join();
  RETURN_IF_ERROR(records);
  RETURN_IF_ERROR(claims);
  if (!SizesAgree(tables, sizes) || !RowsAreSound(tables)) {
    return absl::DataLossError("snapshot: its rows do not fit together");
  }
  FindLatest(tables.source_versions);
  FindLatest(tables.report_versions);
  FindLatest(tables.entity_versions);
  return absl::OkStatus();
}

}  // namespace

absl::Status SaveTables(const ProjectionTables& tables,
                        const std::array<uint8_t, 32>& root,
                        const std::string& path) {
  if (tables.open_file) {
    return absl::FailedPreconditionError(
        "no snapshot is saved in the midst of a file");
  }
  ASSIGN_OR_RETURN(
      const std::unique_ptr<SnapshotWriter> writer,
      SnapshotWriter::Create(path, {.layout = kSnapshotLayout,
                                    .applied_through = tables.size(),
                                    .root_hash = root}));
  return Saver(tables, *writer).Run();
}

absl::StatusOr<std::unique_ptr<ProjectionTables>> OpenTables(
    const std::string& path) {
  auto tables = std::make_unique<ProjectionTables>();
  ASSIGN_OR_RETURN(tables->snapshot, SnapshotFile::Open(path, kSnapshotLayout));
  RETURN_IF_ERROR(OpenParts(*tables));
  return tables;
}

}  // namespace attest
