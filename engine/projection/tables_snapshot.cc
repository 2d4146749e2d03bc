#include "engine/projection/tables_snapshot.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <numeric>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

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
// What is indexed or listed stands in Saver and Opening.
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
    Do(SaveLists(tables_.ClaimsOfStatement(), kClaimsOfStatement, writer_));
    Do(SaveLists(tables_.StatementsBySubject(), kBySubject, writer_));
    Do(SaveLists(tables_.StatementsByObject(), kByObject, writer_));
    Do(tables_.EntityGraph().Save(kGraph, writer_));
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

// Checks of columns, to be made by several threads: the time goes into
// reading every byte.
class Checks {
 public:
  // `bytes` is how much `check` reads.
  void Add(size_t bytes, std::function<absl::Status()> check) {
    checks_.push_back({bytes, std::move(check)});
  }

  // The first error, in the order of Add.
  absl::Status Run() {
    std::vector<absl::Status> found(checks_.size());
    std::vector<size_t> order(checks_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return checks_[a].bytes > checks_[b].bytes;
    });
    std::atomic<size_t> next = 0;
    const auto work = [&] {
      for (size_t i = next++; i < order.size(); i = next++) {
        found[order[i]] = checks_[order[i]].run();
      }
    };
    std::vector<std::thread> others(Threads() - 1);
    for (std::thread& other : others) other = std::thread(work);
    work();
    for (std::thread& other : others) other.join();
    for (const absl::Status& status : found) RETURN_IF_ERROR(status);
    return absl::OkStatus();
  }

 private:
  struct Check {
    size_t bytes;
    std::function<absl::Status()> run;
  };

  // One is enough for a small file: starting another takes as long.
  [[nodiscard]] size_t Threads() const {
    constexpr size_t kBytesWorthAThread = size_t{1} << 20;
    constexpr size_t kMaxThreads = 4;
    size_t bytes = 0;
    for (const Check& check : checks_) bytes += check.bytes;
    const size_t cores = std::max(1U, std::thread::hardware_concurrency());
    return std::min({bytes / kBytesWorthAThread + 1, cores, kMaxThreads});
  }

  std::vector<Check> checks_;
};

absl::Status DoNotFit() {
  return absl::DataLossError("snapshot: its rows do not fit together");
}

// Maps the columns from the file that the tables keep, then checks them.
class Opening {
 public:
  Opening(ProjectionTables& tables, const TableSizes& sizes)
      : tables_(tables), file_(*tables.snapshot), sizes_(sizes) {}

  absl::Status Run() {
    Map();
    RETURN_IF_ERROR(status_);
    const TableSizes sizes = SizesOf(tables_);
    if (std::memcmp(&sizes, &sizes_, sizeof sizes) != 0 ||
        file_.identity().applied_through != sizes.events ||
        !SizesAgree(tables_)) {
      return DoNotFit();
    }
    RETURN_IF_ERROR(checks_.Run());
    const bool sound =
        tables_.lists.words()[0] == 0 &&
        tables_.circumstances[0] == Circumstance{.valid = 0, .place = kNoRow} &&
        tables_.texts[0].empty() && tables_.literals[0].empty() &&
        SoundVersions(tables_, tables_.source_versions) &&
        SoundVersions(tables_, tables_.report_versions) &&
        SoundVersions(tables_, tables_.entity_versions) && LogIsSound(tables_);
    return sound ? absl::OkStatus() : DoNotFit();
  }

  // For VisitRecords.
  template <class Row>
  void operator()(uint32_t section, Column<Row>& column) {
    if constexpr (std::is_same_v<Row, VersionRow>) {
      Any(section, column);
    } else {
      Rows(section, column);
    }
  }

 private:
  void Map() {
    Places();
    Any(kFingerprints, tables_.fingerprints);
    Any(kFiles, tables_.files);
    Any(kRecorded, tables_.recorded);
    Pool(kTexts, tables_.texts);
    Pool(kLiterals, tables_.literals);
    Column<uint32_t> words;
    Any(kLists, words);
    tables_.lists = ListPool(std::move(words));
    VisitRecords(tables_, *this);
    With(kCircumstances, tables_.circumstances, SoundCircumstances{sizes_});
    With(kStatements, tables_.statements, SoundStatements{sizes_});
    Any(kClaimEvents, tables_.claim_events);  // Places() looks at them
    With(kClaimStatements, tables_.claim_statements, Below{sizes_.statements});
    With(kClaimReports, tables_.claim_reports, Below{sizes_.reports});
    With(kClaimManners, tables_.claim_manners, Below{sizes_.manners});
    Rows(kRestsOn, tables_.rests_on);
    With(kUnproven, tables_.unproven, Below{sizes_.claims});
    Any(kManners, tables_.manners);
    checks_.Add(0, [this] {
      return Read<Manner>(kManners, SoundRows<Manner>(tables_, sizes_));
    });
    Rows(kDecisions, tables_.decisions);
  }

  template <class T, class Check>
  [[nodiscard]] absl::Status Read(uint32_t section, Check check) const {
    return file_.Section<T>(section, std::move(check)).status();
  }

  // Where it lies; content comes later.
  template <class T>
  void MapColumn(uint32_t section, Column<T>& column) {
    Take(file_.Unchecked<T>(section), column);
  }
  template <class Opened, class T>
  void Take(absl::StatusOr<Opened> opened, T& into) {
    if (opened.ok()) {
      into = T(*std::move(opened));
    } else {
      status_.Update(opened.status());
    }
  }

  template <class T, class Check>
  void With(uint32_t section, Column<T>& column, Check check) {
    MapColumn(section, column);
    checks_.Add(column.size() * sizeof(T),
                [this, section, check] { return Read<T>(section, check); });
  }
  template <class T>
  void Any(uint32_t section, Column<T>& column) {
    With(section, column, AnyContent());
  }
  template <class Row>
  void Rows(uint32_t section, Column<Row>& column) {
    MapColumn(section, column);
    checks_.Add(column.size() * sizeof(Row), [this, section] {
      return Read<Row>(section, SoundRows<Row>(tables_, sizes_));
    });
  }

  void Places() {
    MapColumn(kPlaces, tables_.places);
    checks_.Add(2 * tables_.places.size() * sizeof(EventPlace), [this] {
      PlaceRuns runs(tables_);
      RETURN_IF_ERROR(Read<EventPlace>(
          kPlaces, [&runs](auto piece) { return runs(piece); }));
      return runs.Finished() ? absl::OkStatus() : DoNotFit();
    });
  }

  void Pool(uint32_t section, TextPool& pool) {
    Take(MapStrings(file_, section), pool);
    const StringColumn& strings = pool.strings();
    checks_.Add(strings.bytes().size() + strings.size() * sizeof(uint32_t),
                [this, section, &strings] {
                  return CheckStrings(strings, file_, section);
                });
  }

  ProjectionTables& tables_;
  const SnapshotFile& file_;
  const TableSizes& sizes_;
  absl::Status status_;
  Checks checks_;
};

template <class Row>
void FindLatest(Versions<Row>& versions) {
  for (uint32_t i = 0; i < versions.links.size(); ++i) {
    versions.latest[versions.links[i].target] = i;
  }
}

absl::Status DoesNotFollow() {
  return absl::DataLossError("snapshot: lists that do not fit the rows");
}

absl::Status OpenStatementLists(const ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  const Below statements{derived.statements};
  ASSIGN_OR_RETURN(
      derived.statements_by_subject,
      OpenLists<uint32_t>(*tables.snapshot, kBySubject, statements));
  ASSIGN_OR_RETURN(
      derived.statements_by_object,
      OpenLists<uint32_t>(*tables.snapshot, kByObject, statements));
  return derived.statements_by_subject.groups() == derived.entities &&
                 derived.statements_by_object.groups() == derived.entities &&
                 derived.statements_by_subject.size() == derived.statements &&
                 derived.statements_by_object.size() <= derived.statements
             ? absl::OkStatus()
             : DoesNotFollow();
}

absl::Status OpenClaimLists(const ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  ASSIGN_OR_RETURN(derived.claims_of_statement,
                   OpenLists<uint32_t>(*tables.snapshot, kClaimsOfStatement,
                                       Below{derived.claims}));
  return derived.claims_of_statement.groups() == derived.statements &&
                 derived.claims_of_statement.size() == derived.claims
             ? absl::OkStatus()
             : DoesNotFollow();
}

absl::Status OpenGraph(const ProjectionTables& tables) {
  DerivedLists& derived = tables.derived;
  ASSIGN_OR_RETURN(derived.graph,
                   Graph::Open(*tables.snapshot, kGraph, derived.claims));
  return derived.graph.vertex_count() == derived.entities &&
                 derived.graph.edge_count() <= derived.claims
             ? absl::OkStatus()
             : DoesNotFollow();
}

uint32_t Limit(size_t size) { return static_cast<uint32_t>(size); }

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
  ASSIGN_OR_RETURN(const TableSizes sizes,
                   tables->snapshot->Single<TableSizes>(kSizes));
  ASSIGN_OR_RETURN(tables->seed, tables->snapshot->Single<uint64_t>(kSeed));
  RETURN_IF_ERROR(Opening(*tables, sizes).Run());
  tables->derived.entities = sizes.entities;
  tables->derived.statements = sizes.statements;
  tables->derived.claims = sizes.claims;
  FindLatest(tables->source_versions);
  FindLatest(tables->report_versions);
  FindLatest(tables->entity_versions);
  return tables;
}

absl::Status OpenDerived(const ProjectionTables& tables, Derived part) {
  switch (part) {
    case Derived::kKeys: {
      ASSIGN_OR_RETURN(tables.keys, OpenHashIndex(*tables.snapshot, kKeys,
                                                  Limit(tables.size())));
      return absl::OkStatus();
    }
    case Derived::kStatementLists:
      return OpenStatementLists(tables);
    case Derived::kClaimLists:
      return OpenClaimLists(tables);
    case Derived::kGraph:
      return OpenGraph(tables);
    case Derived::kInterned:
      break;
  }
  return absl::InvalidArgumentError("opened by OpenInterned");
}

absl::Status OpenInterned(ProjectionTables& tables) {
  const SnapshotFile& file = *tables.snapshot;
  ASSIGN_OR_RETURN(HashIndex texts,
                   OpenHashIndex(file, kTextIndex, Limit(tables.texts.size())));
  ASSIGN_OR_RETURN(
      HashIndex literals,
      OpenHashIndex(file, kLiteralIndex, Limit(tables.literals.size())));
  ASSIGN_OR_RETURN(tables.circumstance_index,
                   OpenHashIndex(file, kCircumstanceIndex,
                                 Limit(tables.circumstances.size())));
  ASSIGN_OR_RETURN(
      tables.statement_index,
      OpenHashIndex(file, kStatementIndex, Limit(tables.statements.size())));
  ASSIGN_OR_RETURN(
      tables.manner_index,
      OpenHashIndex(file, kMannerIndex, Limit(tables.manners.size())));
  tables.texts.SetIndex(std::move(texts));
  tables.literals.SetIndex(std::move(literals));
  return absl::OkStatus();
}

}  // namespace attest
