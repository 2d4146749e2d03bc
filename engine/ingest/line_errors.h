// LineErrors collects what is wrong with one line, with the places as columns.

#ifndef ATTEST_ENGINE_INGEST_LINE_ERRORS_H_
#define ATTEST_ENGINE_INGEST_LINE_ERRORS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/json_line.h"

namespace attest {

// Where a value stands in a line: `attribution[1].source`. A path lives on
// the stack of the functions that go down it.
struct FieldPath {
  static constexpr size_t kNoIndex = ~size_t{0};

  const FieldPath* parent = nullptr;
  absl::string_view name = {};
  size_t index = kNoIndex;

  [[nodiscard]] std::string Text() const;
};

class LineErrors {
 public:
  // Of one line no more are kept than this; the others are counted.
  static constexpr size_t kMaxKept = 20;

  // Starts anew with a line. Borrows both. The `file` and `line` of errors
  // are for the caller to fill in.
  void Begin(absl::string_view line) {
    line_ = line;
    errors_.clear();
    count_ = 0;
  }

  // What an error says. The parts are made only for errors that are kept.
  struct Words {
    std::string what;
    std::string got;
    std::string want;
    std::string suggestion;
  };

  // Will the next error be kept?
  [[nodiscard]] bool keeps() const { return errors_.size() < kMaxKept; }

  // Adds an error at byte `offset` of the line.
  void Add(size_t offset, const FieldPath& path, Words words);

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] uint64_t count() const { return count_; }
  [[nodiscard]] std::vector<InputError>& errors() { return errors_; }

 private:
  absl::string_view line_;
  std::vector<InputError> errors_;
  uint64_t count_ = 0;
};

// How a message speaks of `value`: `"text"`, `12`, `a list`.
[[nodiscard]] std::string Got(const JsonValue& value);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_LINE_ERRORS_H_
