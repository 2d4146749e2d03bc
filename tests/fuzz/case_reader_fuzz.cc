// Case files: whatever a file holds, reading it ends with events or with
// errors. What is handed out is stored, folded and known again.

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "engine/ingest/case_reader.h"
#include "engine/ingest/input_error.h"
#include "engine/log/event_codec.h"
#include "engine/projection/projection.h"
#include "tests/fuzz/case_lines.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_case.h"
#include "tests/fuzz/scratch_folder.h"

namespace attest {
namespace {

constexpr Salt kSalt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

// Beside the input lie files that its reports can name.
const ScratchFolder& Folder() {
  static const ScratchFolder folder;
  static const bool written = [] {
    folder.Write("words.txt",
                 "They took \xC2\xAB"
                 "150\xC2\xA0men\xC2\xBB.\n");
    folder.Write("picture", std::string("\x89PNG\r\n\0\xFF", 8));
    return true;
  }();
  Require(written, "the files lie there");
  return folder;
}

std::string Explain(const absl::Status& status, absl::string_view what) {
  return absl::StrCat(what, ": ", status.ToString());
}

void CheckErrors(const FileReading& reading) {
  Require(reading.errors.size() ==
              std::min<uint64_t>(reading.error_count, kMaxErrorsKept),
          "errors are kept up to a number and all counted");
  for (const InputError& error : reading.errors) {
    Require(!FormatInputError(error).empty(), "an error can be written");
    Require(error.line <= reading.lines + 1, "an error is in the file");
  }
}

// Stores and folds each event as it comes.
void EmitInto(CaseReader& reader, const FileReading& reading,
              MemoryCase& memory) {
  EventEncoder encoder;
  Projection projection;
  const absl::Status emitted =
      reader.Emit(EventIndex(0), memory, [&](Event event) {
        event.recorded_at = absl::UnixEpoch();
        const auto bytes = encoder.Encode(event, kSalt);
        Require(bytes.ok(), Explain(bytes.status(), "an event is storable"));
        const absl::StatusOr<Event> stored = DecodeEvent(*bytes);
        Require(stored.ok() && *stored == event, "an event is stored as it is");
        const absl::Status folded =
            projection.Apply(EventIndex(memory.events().size()), event);
        Require(folded.ok(), Explain(folded, "an event is folded"));
        memory.Add(std::move(event));
        return absl::OkStatus();
      });
  Require(emitted.ok(), Explain(emitted, "what was read is emitted"));
  const uint64_t closing = reading.new_events > 0 ? 1 : 0;
  Require(memory.events().size() == reading.new_events + closing,
          "as many events come as were counted");
}

void TryAgain(const std::string& path, const MemoryCase& memory) {
  CaseReader reader(memory, {});
  const absl::StatusOr<FileReading> reading = reader.Read(path);
  Require(reading.ok(), Explain(reading.status(), "a file is read again"));
  if (reading->error_count > 0) {
    Require(false, absl::StrCat("a file is good the second time: ",
                                FormatInputError(reading->errors[0])));
  }
  Require(reading->new_events == 0, "a file added twice changes nothing");
}

void TryRejects(const std::string& path) {
  const MemoryCase empty;
  CaseReader reader(empty, {.set_rejects_aside = true});
  const absl::StatusOr<FileReading> reading = reader.Read(path);
  Require(reading.ok(), Explain(reading.status(), "a file is read"));
  MemoryCase memory;
  EmitInto(reader, *reading, memory);
  uint64_t rejected = 0;
  const absl::Status visited =
      reader.VisitRejects([&](const RejectedLine& line) {
        ++rejected;
        Require(!line.errors.empty(), "a line is set aside for a reason");
        return absl::OkStatus();
      });
  Require(visited.ok(), Explain(visited, "lines set aside are visited"));
  Require(rejected == reading->rejected, "as many lines as were counted");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  const std::string path = Folder().Write("case.jsonl", input);
  MemoryCase memory;
  const MemoryCase empty;
  CaseReader reader(empty, {});
  const absl::StatusOr<FileReading> reading = reader.Read(path);
  Require(reading.ok(), Explain(reading.status(), "a file is read"));
  Require(reading->size_bytes == input.size(), "all of a file is read");
  CheckErrors(*reading);
  if (reading->error_count == 0) {
    EmitInto(reader, *reading, memory);
    TryAgain(path, memory);
    return;
  }
  Require(absl::IsFailedPrecondition(
              reader.Emit(EventIndex(0), memory,
                          [](const Event&) -> absl::Status {
                            Require(false, "a bad file has no events");
                            return absl::OkStatus();
                          })),
          "a file with errors is not emitted");
  TryRejects(path);
}

std::vector<std::string> FuzzSeeds() {
  const std::vector<std::string> good = GoodCaseLines();
  const std::vector<std::string> bad = BadCaseLines();
  std::vector<std::string> seeds = {absl::StrJoin(good, "\n"),
                                    "\xEF\xBB\xBF" + good[0] + "\r\n\r\n"};
  seeds.push_back(absl::StrCat(seeds[0], "\n", absl::StrJoin(bad, "\n")));
  for (const std::string& line : bad) {
    seeds.push_back(absl::StrCat(good[0], "\n", line, "\n"));
  }
  // A case of the definitions alone, and few claims to change.
  std::string small = absl::StrJoin(absl::MakeSpan(good).first(13), "\n");
  for (size_t i = 13; i < good.size(); ++i) {
    seeds.push_back(absl::StrCat(small, "\n", good[13], "\n", good[i]));
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  std::vector<std::string> words = {"\n",
                                    "\r\n",
                                    "\"id\":",
                                    "\"type\":",
                                    "\"#ab\"",
                                    "\"by\":",
                                    "\"note\":",
                                    "\"value\":",
                                    "\"object\":",
                                    "\"quote\":",
                                    "\"valid\":",
                                    "\"place\":",
                                    "\"c1\"",
                                    "\"e1\"",
                                    "\"r1\"",
                                    "\"s1\"",
                                    "\"withheld\":",
                                    "\"sha256\":",
                                    "\"exact\":",
                                    "true",
                                    "null",
                                    "\"set\":{",
                                    "\"names\":[",
                                    "2015-02-30",
                                    "\\u0000",
                                    "9007199254740993",
                                    "\"text\":",
                                    "\"rests_on\":[",
                                    "\"once\":",
                                    "\"derived_from\":[",
                                    "\"how\":",
                                    "\"extracted_by\":{"};
  for (const std::string& line : GoodCaseLines()) words.push_back(line + "\n");
  return words;
}

}  // namespace attest
