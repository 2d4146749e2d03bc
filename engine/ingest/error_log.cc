#include "engine/ingest/error_log.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/string_view.h"
#include "engine/ingest/case_reader.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

bool ComesBefore(const InputError& a, const InputError& b) {
  return std::tie(a.line, a.column) < std::tie(b.line, b.column);
}

void PutNumber(uint64_t number, std::string& bytes) {
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  bytes.append(raw, sizeof raw);
}

void PutText(const std::string& text, std::string& bytes) {
  PutNumber(text.size(), bytes);
  bytes += text;
}

uint64_t TakeNumber(absl::string_view& bytes) {
  uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes.remove_prefix(sizeof number);
  return number;
}

std::string TakeText(absl::string_view& bytes) {
  const uint64_t size = TakeNumber(bytes);
  std::string text(bytes.substr(0, size));
  bytes.remove_prefix(size);
  return text;
}

std::string Pack(const std::vector<InputError>& errors) {
  std::string bytes;
  for (const InputError& error : errors) {
    PutNumber(error.line, bytes);
    PutNumber(error.column, bytes);
    for (const std::string* text :
         {&error.file, &error.field, &error.what, &error.got, &error.want,
          &error.suggestion}) {
      PutText(*text, bytes);
    }
  }
  return bytes;
}

void Unpack(absl::string_view bytes, std::vector<InputError>& errors) {
  while (!bytes.empty()) {
    InputError error;
    error.line = TakeNumber(bytes);
    error.column = TakeNumber(bytes);
    for (std::string* text : {&error.file, &error.field, &error.what,
                              &error.got, &error.want, &error.suggestion}) {
      *text = TakeText(bytes);
    }
    errors.push_back(std::move(error));
  }
}

}  // namespace

absl::Status ErrorLog::KeepAll() {
  ASSIGN_OR_RETURN(spool_, TempSpool::Make());
  return absl::OkStatus();
}

absl::Status ErrorLog::Add(uint64_t line_offset,
                           std::vector<InputError>& errors, uint64_t count) {
  count_ += count;
  if (errors.empty()) return absl::OkStatus();
  if (spool_) {
    Spooled spooled = {.line = errors.front().line, .line_offset = line_offset};
    const std::string bytes = Pack(errors);
    ASSIGN_OR_RETURN(spooled.spool_offset, spool_->Append(bytes));
    spooled.size_bytes = bytes.size();
    spooled_.push_back(spooled);
  }
  for (InputError& error : errors) {
    const bool full = first_.size() >= kMaxErrorsKept;
    if (full && !ComesBefore(error, first_.back())) continue;
    if (full) first_.pop_back();
    const auto place =
        std::upper_bound(first_.begin(), first_.end(), error, ComesBefore);
    first_.insert(place, std::move(error));
  }
  return absl::OkStatus();
}

std::vector<InputError> ErrorLog::First() const { return first_; }

uint64_t ErrorLog::CountLines() {
  SortSpooled();
  uint64_t lines = 0;
  uint64_t last = 0;
  for (const Spooled& spooled : spooled_) {
    if (spooled.line != last) ++lines;
    last = spooled.line;
  }
  return lines;
}

absl::Status ErrorLog::VisitLines(
    absl::FunctionRef<absl::Status(uint64_t, std::vector<InputError>)> visit) {
  SortSpooled();
  for (size_t i = 0; i < spooled_.size();) {
    std::vector<InputError> errors;
    const Spooled first = spooled_[i];
    for (; i < spooled_.size() && spooled_[i].line == first.line; ++i) {
      ASSIGN_OR_RETURN(
          const std::string bytes,
          spool_->Read(spooled_[i].spool_offset, spooled_[i].size_bytes));
      Unpack(bytes, errors);
    }
    RETURN_IF_ERROR(visit(first.line_offset, std::move(errors)));
  }
  return absl::OkStatus();
}

void ErrorLog::SortSpooled() {
  std::stable_sort(
      spooled_.begin(), spooled_.end(),
      [](const Spooled& a, const Spooled& b) { return a.line < b.line; });
}

}  // namespace attest
