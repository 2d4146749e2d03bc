#include "engine/interchange/jsonl_export.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/ingest/derived_id.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kReasonShown[] =
    "found by the program in texts that are not all here";
constexpr char kReasonTooCommon[] =
    "found by the program: in the case exported, what the texts share is too "
    "common to tell";

class Exporter {
 public:
  Exporter(const EventLog& log, const View& view, const View& now,
           const ExportOptions& options, NameContent name_content,
           absl::FunctionRef<absl::Status(absl::string_view)> write)
      : log_(log),
        view_(view),
        outgoing_(log, view, now, options),
        shown_by_texts_(options.shown_by_texts),
        name_content_(name_content),
        write_(write) {}

  absl::StatusOr<ExportSummary> Run() {
    const auto visit = [this](EventIndex index, const Event& event) {
      return Export(index, event);
    };
    RETURN_IF_ERROR(log_.Scan(EventIndex(0), EventIndex(view_.cut()), visit));
    summary_.left_out = outgoing_.left_out();
    if (shown_by_texts_ != nullptr) {
      for (const Dependence& dependence : *shown_by_texts_) {
        RETURN_IF_ERROR(WriteShown(dependence));
      }
    }
    return summary_;
  }

 private:
  absl::Status Export(EventIndex index, const Event& event) {
    ASSIGN_OR_RETURN(OutgoingEvent out, outgoing_.Take(index, event));
    switch (out.goes) {
      case OutgoingEvent::Goes::kNot:
        return absl::OkStatus();
      case OutgoingEvent::Goes::kAsStub:
        return WriteStub(index, out);
      default:
        AddToRuns(index, summary_.whole);
        return WriteWhole(std::move(out.event));
    }
  }

  absl::Status WriteStub(EventIndex index, const OutgoingEvent& stub) {
    ASSIGN_OR_RETURN(Json line,
                     StubLine(stub.event, stub.why, [this](EventIndex record) {
                       return outgoing_.keys().KeyOf(record);
                     }));
    ASSIGN_OR_RETURN(line["id"], outgoing_.keys().KeyOf(index));
    ++summary_.stubs;
    return WriteLine(line);
  }

  // With who recorded it and when.
  absl::Status WriteWhole(Event event) {
    if (event.recorded.empty()) {
      event.recorded = FormatRfc3339(event.recorded_at);
    }
    ASSIGN_OR_RETURN(const Json line,
                     CaseLine(
                         event,
                         [this](EventIndex record) {
                           return outgoing_.keys().KeyOf(record);
                         },
                         name_content_));
    return WriteLine(line);
  }

  // With an id that says what it says, so that two exports agree.
  absl::Status WriteShown(const Dependence& dependence) {
    const auto key_of = [this](EventIndex record) {
      return outgoing_.keys().KeyOf(record);
    };
    Event event;
    event.record = dependence;
    event.reason = dependence.judgement == Judgement::kAccepted
                       ? kReasonShown
                       : kReasonTooCommon;
    ASSIGN_OR_RETURN(event.key, DerivedKey(event, key_of));
    ASSIGN_OR_RETURN(const Json line, CaseLine(event, key_of, name_content_));
    return WriteLine(line);
  }

  absl::Status WriteLine(const Json& line) {
    ++summary_.lines;
    return write_(absl::StrCat(
        line.dump(-1, ' ', false, Json::error_handler_t::replace), "\n"));
  }

  const EventLog& log_;
  const View& view_;
  OutgoingEvents outgoing_;
  const std::vector<Dependence>* const shown_by_texts_;
  const NameContent name_content_;
  const absl::FunctionRef<absl::Status(absl::string_view)> write_;
  ExportSummary summary_;
};

}  // namespace

absl::StatusOr<ExportSummary> ExportJsonl(
    const EventLog& log, const View& view, const View& now,
    const ExportOptions& options, NameContent name_content,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  return Exporter(log, view, now, options, name_content, write).Run();
}

}  // namespace attest
