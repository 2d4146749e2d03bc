#include "engine/case.h"

#include <random>
#include <utility>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/audit/current_event.h"
#include "engine/interchange/jsonl_export.h"
#include "engine/log/durable_file.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Files of more events go in through sorted tables.
constexpr uint64_t kBulkEvents = 4096;
constexpr uint64_t kProgressEvents = 16384;
// Weighing more is left to a later writer: it would be felt.
constexpr uint64_t kManyClaims = 300'000;

// Stores the content that a reader hands out.
class StoreSink : public ContentSink {
 public:
  explicit StoreSink(const ContentStore& store) : store_(store) {}

  absl::StatusOr<Content> Store(NextPiece next) override {
    return store_.PutPieces(next);
  }

 private:
  const ContentStore& store_;
};

// For lines that bring no content.
class NoContent : public ContentSink {
 public:
  absl::StatusOr<Content> Store(NextPiece) override {
    return absl::InvalidArgumentError("a statement has no content");
  }
};

std::string RandomHex(size_t digits) {
  std::random_device device;
  std::string bytes;
  while (bytes.size() * 2 < digits) {
    bytes.push_back(static_cast<char>(device() & 0xFF));
  }
  return absl::BytesToHexString(bytes).substr(0, digits);
}

// `line`, a JSON object, with an id that no other decision has: two equal
// decisions on the command line are two.
std::string WithNewKey(absl::string_view line) {
  const size_t brace = line.find('{');
  if (brace == absl::string_view::npos) return std::string(line);
  return absl::StrCat("{\"id\":\"decision:", RandomHex(20), "\",",
                      line.substr(brace + 1));
}

// Completes an event of a file, and says how far it is.
void Visit(const AddOptions& options, Event& event, uint64_t done,
           uint64_t all) {
  if (event.type() == RecordType::kFileClosed) event.by = options.by;
  if ((done + 1) % kProgressEvents == 0 && options.progress) {
    options.progress(done + 1, all);
  }
}

std::string JoinErrors(absl::Span<const InputError> errors) {
  return absl::StrJoin(errors, "\n",
                       [](std::string* out, const InputError& error) {
                         absl::StrAppend(out, InputErrorMessage(error));
                       });
}

}  // namespace

// What the reader must know of this case.
class Case::Existing : public ExistingCase {
 public:
  explicit Existing(const Case& owner)
      : owner_(owner), view_(owner.Now()), keys_(*owner.log_, view_) {
    // Whoever may not read it is not told of keys that were taken out.
    if (view_.counts().redactions > 0) secret_ = owner.Secret().value_or("");
  }

  absl::StatusOr<std::optional<KnownRecord>> Find(
      absl::string_view key) const override {
    ASSIGN_OR_RETURN(std::optional<Found> found, keys_.Find(key));
    // Of a key that was taken out: lines that name it mean what is left.
    if (!found && !secret_.empty()) {
      ASSIGN_OR_RETURN(found, keys_.Find(WithheldKey(key, secret_)));
    }
    if (!found) return std::optional<KnownRecord>();
    KnownRecord known = {.type = found->type, .index = found->event};
    if (known.type == RecordType::kEntity) {
      known.entity_kind = view_.entity(EntityId(known.index.value())).kind;
    }
    return std::optional<KnownRecord>(known);
  }

  absl::StatusOr<std::vector<EventIndex>> FindByPrefix(
      RecordType type, absl::string_view prefix) const override {
    std::vector<EventIndex> found;
    const auto add = [&](EventIndex event) {
      if (absl::StartsWith(view_.KeyOf(event), prefix)) found.push_back(event);
    };
    if (type == RecordType::kEntity) {
      for (EntityId id : view_.Entities()) add(EventIndex(id.value()));
    } else if (type == RecordType::kSource) {
      for (SourceId id : view_.Sources()) add(EventIndex(id.value()));
    } else if (type == RecordType::kClaim) {
      // Those that are live. The log alone has their keys.
      for (ClaimId id : view_.Claims()) {
        if (!view_.IsLive(id)) continue;
        const EventIndex event(id.value());
        ASSIGN_OR_RETURN(const std::string key, keys_.KeyOf(event));
        if (absl::StartsWith(key, prefix)) found.push_back(event);
      }
    } else {
      return absl::InvalidArgumentError("neither entities, sources nor claims");
    }
    return found;
  }

  absl::StatusOr<Event> Get(EventIndex index) const override {
    return owner_.log_->Get(index);
  }

  absl::StatusOr<Event> Current(EventIndex index) const override {
    return CurrentEvent(*owner_.log_, view_, index);
  }

  absl::StatusOr<std::string> KeyOf(EventIndex index) const override {
    return keys_.KeyOf(index);
  }

  // Of a key that is there, whether its event was redacted, or what it quotes;
  // of one that was taken out, what stands in its place.
  bool IsRedactedKey(absl::string_view key) const override {
    if (view_.counts().redactions == 0) return false;
    return IsReplaced(key) ||
           (!secret_.empty() && IsReplaced(WithheldKey(key, secret_)));
  }

  absl::StatusOr<std::string> ReadContent(
      const Content& content) const override {
    return owner_.contents_->Get(content);
  }

 private:
  [[nodiscard]] bool IsReplaced(absl::string_view key) const {
    const absl::StatusOr<std::optional<Found>> found = keys_.Find(key);
    if (!found.ok() || !found->has_value()) return false;
    // In a recovered case what is left stands in no other event's place.
    const EventIndex event = (*found)->event;
    return view_.WithheldOf(event) == Withheld::kRedacted ||
           owner_.log_->IsReplaced(event).value_or(false);
  }

  const Case& owner_;
  const View view_;
  const RecordKeys keys_;
  std::string secret_;
};

std::unique_ptr<ExistingCase> Case::AsExisting() const {
  return std::make_unique<Existing>(*this);
}

Case::Case(std::string directory, std::unique_ptr<EventLog> log,
           std::unique_ptr<ContentStore> contents)
    : directory_(std::move(directory)),
      log_(std::move(log)),
      contents_(std::move(contents)) {}

Case::~Case() = default;

absl::Status Case::Create(const std::string& directory,
                          const CreateOptions& options) {
  return EventLog::Create(directory, options).status();
}

absl::StatusOr<std::unique_ptr<Case>> Case::Open(const std::string& directory,
                                                 const CaseOptions& options) {
  OpenOptions open;
  open.access = options.access;
  open.wait = options.wait;
  open.clock = options.clock;
  open.command = options.command;
  ASSIGN_OR_RETURN(std::unique_ptr<EventLog> log,
                   EventLog::Open(directory, open));
  auto contents =
      std::make_unique<ContentStore>(absl::StrCat(directory, "/contents"));
  std::unique_ptr<Case> opened(
      new Case(directory, std::move(log), std::move(contents)));
  opened->notices_ = opened->log_->notices();
  ASSIGN_OR_RETURN(opened->projection_,
                   opened->SavedProjection(opened->notices_));
  RETURN_IF_ERROR(opened->TopUp(opened->projection_));
  return opened;
}

std::string Case::ProjectionPath() const {
  return absl::StrCat(directory_, "/projection");
}

absl::StatusOr<Projection> Case::SavedProjection(
    std::vector<std::string>& notices) const {
  // One from before a redaction may still be there.
  if (log_->open_report().redaction_unfinished) return Projection();
  absl::StatusOr<Projection> saved = Projection::FromSnapshot(ProjectionPath());
  if (saved.ok() && saved->snapshot_through() <= log_->size()) {
    ASSIGN_OR_RETURN(const Hash root, log_->RootAt(saved->snapshot_through()));
    if (root.bytes == saved->snapshot_root()) return saved;
  }
  if (!absl::IsNotFound(saved.status())) {
    notices.push_back(absl::StrCat(
        "the saved projection was not used and is made anew: ",
        saved.ok() ? "it is of another log" : saved.status().message()));
  }
  return Projection();
}

absl::Status Case::TopUp(Projection& projection) const {
  return log_->Scan(EventIndex(projection.applied_through()),
                    EventIndex(log_->size()),
                    [&projection](EventIndex index, const Event& event) {
                      return projection.Apply(index, event);
                    });
}

absl::StatusOr<std::optional<Projection>> Case::ProjectionBeside(
    uint64_t events) const {
  // Opening one takes its time, too, and what is not saved is folded again.
  const uint64_t size = projection_.applied_through();
  const uint64_t saved = projection_.snapshot_through();
  if (events < size / 10 || events < size - saved) return std::nullopt;
  std::vector<std::string> unused;
  ASSIGN_OR_RETURN(Projection projection, SavedProjection(unused));
  RETURN_IF_ERROR(TopUp(projection));
  return std::optional<Projection>(std::move(projection));
}

absl::Status Case::Renew() {
  return projection_.NeedsRenewal() ? SaveProjection() : absl::OkStatus();
}

absl::Status Case::SaveProjection() {
  ASSIGN_OR_RETURN(const Hash root,
                   log_->RootAt(projection_.applied_through()));
  return projection_.Save(ProjectionPath(), root.bytes);
}

std::string Case::LinksPath() const {
  return absl::StrCat(directory_, "/fingerprints");
}

absl::StatusOr<std::unique_ptr<ReportLinks>> Case::LinksAsOf(
    const View& view) const {
  return ReportLinks::Open(LinksPath(), *log_, *contents_, view);
}

absl::StatusOr<WeighedView> Case::Weigh(
    const View& view, absl::flat_hash_set<EventIndex> without) const {
  WeighedView weighed;
  ASSIGN_OR_RETURN(weighed.links, LinksAsOf(view));
  weighed.findings = std::make_unique<Findings>(
      view, FindingsOptions{.without = std::move(without),
                            .texts = weighed.links->Texts()});
  return weighed;
}

std::string Case::FiguresPath() const {
  return absl::StrCat(directory_, "/figures");
}

// The saved figures count only where they are of this very log: of the same
// root, and of as many statements as it has there.
absl::StatusOr<KeptFigures> Case::SavedFigures() const {
  absl::StatusOr<KeptFigures> saved = KeptFigures::FromFile(FiguresPath());
  // Those from before a redaction may still be there.
  if (!saved.ok() || log_->open_report().redaction_unfinished ||
      saved->applied_through() > log_->size()) {
    return KeptFigures();
  }
  ASSIGN_OR_RETURN(const Hash root, log_->RootAt(saved->applied_through()));
  ASSIGN_OR_RETURN(const View then, At(saved->applied_through()));
  if (root.bytes != saved->saved_root() || !saved->MayBeOf(then)) {
    return KeptFigures();
  }
  return saved;
}

absl::StatusOr<KeptFigures> Case::FiguresOf(const WeighedView& now) const {
  ASSIGN_OR_RETURN(KeptFigures figures, SavedFigures());
  if (figures.applied_through() == log_->size()) return figures;
  ASSIGN_OR_RETURN(const View before, At(figures.applied_through()));
  figures.Update(before, *now.findings);
  RETURN_IF_ERROR(now.links->status());
  return figures;
}

absl::Status Case::RenewFigures(const WeighedView& now) {
  ASSIGN_OR_RETURN(const KeptFigures figures, FiguresOf(now));
  ASSIGN_OR_RETURN(const Hash root, log_->RootAt(figures.applied_through()));
  if (root.bytes == figures.saved_root()) return absl::OkStatus();
  return figures.Save(FiguresPath(), root.bytes);
}

// Both save time and no more: what was added stays added when they cannot be
// saved.
void Case::RenewFindings(uint64_t new_claims) {
  const absl::StatusOr<WeighedView> now = Weigh(Now(), {});
  absl::Status status = now.ok() ? now->links->Save() : now.status();
  if (!status.ok()) {
    notices_.push_back(absl::StrCat(
        "the fingerprints of texts were not saved: ", status.message()));
  }
  if (!now.ok() || new_claims > kManyClaims) return;
  status = RenewFigures(*now);
  if (!status.ok()) {
    notices_.push_back(
        absl::StrCat("the figures were not saved: ", status.message()));
  }
}

absl::StatusOr<std::string> Case::Secret() const {
  constexpr size_t kSecretBytes = 32;
  const std::string path = absl::StrCat(directory_, "/secret");
  absl::StatusOr<std::string> secret = ReadWholeFile(path, 4096);
  if (absl::IsNotFound(secret.status())) {
    return absl::DataLossError(secret.status().message());
  }
  if (!secret.ok() || secret->size() == kSecretBytes) return secret;
  return absl::DataLossError(absl::StrCat(path, " is damaged: got ",
                                          secret->size(), " bytes, want ",
                                          kSecretBytes));
}

View Case::Now() const { return projection_.Now(); }

absl::StatusOr<View> Case::At(uint64_t position) const {
  return projection_.At(position);
}

absl::StatusOr<View> Case::AtTime(absl::Time time) const {
  return projection_.At(projection_.SizeAsOf(time));
}

absl::StatusOr<std::vector<FileReading>> Case::Check(
    absl::Span<const std::string> files) const {
  const Existing existing(*this);
  CaseReader reader(existing, {});
  std::vector<FileReading> readings;
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(FileReading reading, reader.Read(file));
    readings.push_back(std::move(reading));
  }
  return readings;
}

absl::StatusOr<StatementParts> Case::ParseStatement(
    const View& view, const std::string& json) const {
  // A claim of a report that is made up, and read like any other.
  const std::string key = absl::StrCat("statement:", RandomHex(20));
  std::string claim = json;
  const size_t end = claim.rfind('}');
  const bool is_empty =
      end == std::string::npos || claim.find_first_not_of(" \t\r\n{") == end;
  if (end != std::string::npos) {
    claim.insert(
        end, absl::StrCat(is_empty ? "" : ",", R"("type":"claim","id":")", key,
                          R"(","report":")", key, R"(-report")"));
  }
  const std::string lines = absl::StrCat(
      claim, "\n", R"({"type":"source","kind":"unknown","name":"-","id":")",
      key, R"(-source"})", "\n", R"({"type":"report","title":"-","id":")", key,
      R"(-report","source":")", key, R"(-source"})", "\n");
  const Existing existing(*this);
  CaseReader reader(existing, {});
  ASSIGN_OR_RETURN(const FileReading reading,
                   reader.ReadText("statement", lines));
  if (reading.error_count > 0) {
    return absl::InvalidArgumentError(JoinErrors(reading.errors));
  }
  std::optional<StatementParts> parts;
  NoContent sink;
  RETURN_IF_ERROR(reader.Emit(EventIndex(log_->size()), sink, [&](Event event) {
    if (const auto* said = std::get_if<Claim>(&event.record)) {
      parts = StatementParts{.subject = said->subject,
                             .predicate = said->predicate,
                             .object = said->object,
                             .valid = said->valid,
                             .place = said->place};
    }
    return absl::OkStatus();
  }));
  if (!parts) return absl::InvalidArgumentError("statement: not a statement");
  const auto* object = std::get_if<EntityId>(&parts->object);
  if (!view.Has(parts->subject) || !view.Has(parts->predicate) ||
      (object != nullptr && !view.Has(*object)) ||
      (parts->place && !view.Has(*parts->place))) {
    return absl::NotFoundError(absl::StrCat(
        "statement: names something that was not there as of log position ",
        view.applied_through()));
  }
  return *parts;
}

absl::StatusOr<AddedFile> Case::Add(
    const std::string& file, const AddOptions& options,
    absl::FunctionRef<absl::Status(const RejectedLine&)> visit_reject) {
  return AddRead(
      [&file](CaseReader& reader, EarlyEvents* early) {
        return reader.Read(file, early);
      },
      options, visit_reject);
}

absl::StatusOr<AddedFile> Case::AddMade(
    InputFile lines, const OriginalFile& original, const AddOptions& options,
    absl::FunctionRef<absl::Status(const RejectedLine&)> visit_reject) {
  return AddRead(
      [&lines, &original](CaseReader& reader, EarlyEvents* early) {
        return reader.ReadMade(std::move(lines), original, early);
      },
      options, visit_reject);
}

absl::StatusOr<AddedFile> Case::AddRead(
    ReadLines read, const AddOptions& options,
    absl::FunctionRef<absl::Status(const RejectedLine&)> visit_reject) {
  AddedFile added;
  std::vector<RedactionRequest> redactions;
  std::optional<Projection> folded;
  {
    const Existing existing(*this);
    CaseReader reader(existing, options.reader);
    FileAppend append(
        *log_,
        {.least_events = kBulkEvents + 1,
         .projection =
             [this](uint64_t events) { return ProjectionBeside(events); },
         .visit = [&options](
                      Event& event, uint64_t done,
                      uint64_t all) { Visit(options, event, done, all); }});
    ASSIGN_OR_RETURN(added.reading, read(reader, &append));
    const FileReading& reading = added.reading;
    const bool aside = options.reader.set_rejects_aside;
    if (reading.error_count == 0 || aside) {
      ASSIGN_OR_RETURN(redactions,
                       RedactionsOf(options, visit_reject, added.reading));
    }
    if (reading.error_count > 0 && !aside) return added;
    if (aside) RETURN_IF_ERROR(reader.VisitRejects(visit_reject));
    const uint64_t events = reading.new_events + 1;
    if (reading.new_events > 0 && events <= kBulkEvents) {
      ASSIGN_OR_RETURN(added.first, AppendFew(reader, events, options));
    } else if (reading.new_events > 0) {
      ASSIGN_OR_RETURN(FileAppend::Appended appended,
                       AppendMany(reader, events, append));
      added.first = appended.first;
      folded = std::move(appended.projection);
    }
    if (reading.new_events > 0) added.events_appended = events;
  }
  if (added.events_appended > 0) {
    const uint64_t claims_before = Now().counts().claims;
    if (folded) projection_ = *std::move(folded);
    RETURN_IF_ERROR(TopUp(projection_));
    RETURN_IF_ERROR(Renew());
    RenewFindings(Now().counts().claims - claims_before);
  }
  RETURN_IF_ERROR(RedactFor(redactions, added));
  return added;
}

absl::StatusOr<EventIndex> Case::AppendFew(CaseReader& reader, uint64_t events,
                                           const AddOptions& options) {
  const EventIndex first(log_->size());
  StoreSink sink(*contents_);
  std::vector<Event> batch;
  RETURN_IF_ERROR(reader.Emit(first, sink, [&](Event event) {
    Visit(options, event, batch.size(), events);
    batch.push_back(std::move(event));
    return absl::OkStatus();
  }));
  return log_->Append(batch, first.value());
}

absl::StatusOr<FileAppend::Appended> Case::AppendMany(CaseReader& reader,
                                                      uint64_t events,
                                                      FileAppend& append) {
  if (!append.has_begun()) {
    RETURN_IF_ERROR(append.Begin(events).status());
  }
  StoreSink sink(*contents_);
  RETURN_IF_ERROR(reader.Emit(
      EventIndex(log_->size()), sink,
      [&append](Event event) { return append.Take(std::move(event)); }));
  return append.Finish();
}

absl::StatusOr<Decided> Case::Decide(absl::Span<const std::string> lines,
                                     const std::string& by) {
  std::vector<std::string> keyed;
  for (const std::string& line : lines) keyed.push_back(WithNewKey(line));
  const EventIndex first(log_->size());
  std::vector<Event> batch;
  Decided decided;
  {
    const Existing existing(*this);
    CaseReader reader(existing, {});
    ASSIGN_OR_RETURN(const FileReading reading,
                     reader.ReadText("a decision", absl::StrJoin(keyed, "\n")));
    if (reading.error_count > 0) {
      return absl::InvalidArgumentError(JoinErrors(reading.errors));
    }
    // Of those passed over the warnings say why.
    if (reading.new_events < keyed.size() && !reading.warnings.empty()) {
      return absl::InvalidArgumentError(JoinErrors(reading.warnings));
    }
    decided.warnings = reading.warnings;
    StoreSink sink(*contents_);
    RETURN_IF_ERROR(reader.Emit(
        first, sink,
        [&](Event event) {
          event.by = by;
          batch.push_back(std::move(event));
          return absl::OkStatus();
        },
        FileEnd::kOpen));
  }
  if (batch.empty()) {
    return absl::InvalidArgumentError("that is decided so already");
  }
  ASSIGN_OR_RETURN(decided.first, log_->Append(batch, first.value()));
  for (const Event& event : batch) decided.keys.push_back(event.key);
  RETURN_IF_ERROR(TopUp(projection_));
  RETURN_IF_ERROR(Renew());
  RenewFindings(0);
  return decided;
}

}  // namespace attest
