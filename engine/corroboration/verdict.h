// The verdict on a statement, from the two sides of it. (CORROBORATION.md,
// "Verdicts, the first that holds".)

#ifndef ATTEST_ENGINE_CORROBORATION_VERDICT_H_
#define ATTEST_ENGINE_CORROBORATION_VERDICT_H_

#include <cstdint>
#include <optional>

#include "engine/corroboration/independence.h"
#include "engine/model/enum_names.h"

namespace attest {

enum class Verdict : uint8_t {
  kRetracted,
  kUnsupported,
  kCircular,
  kContested,
  kCorroborated,
  kLikely,
  kSingleLine,
};
ATTEST_ENUM_NAMES(Verdict, "verdict", "retracted", "unsupported", "circular",
                  "contested", "corroborated", "likely", "single_line");

// The origins of the line-forming claims of one side, so far as it matters
// whether they are all one.
class OriginSet {
 public:
  OriginSet() = default;
  // Of all origins left on the ways of `side`.
  explicit OriginSet(const Side& side);

  [[nodiscard]] bool empty() const { return !first_; }
  [[nodiscard]] bool is_one() const { return first_ && !has_more_; }

  void Add(ChainVertex origin);
  void Add(const OriginSet& other);

 private:
  std::optional<ChainVertex> first_;
  bool has_more_ = false;
};

struct Standing {
  // Supporting claims, live or not; those of them that live; and is one of
  // those that do not retracted or rejected itself, or with its report?
  bool has_supporting = false;
  bool has_live = false;
  bool has_retracted = false;
  Lines lines;
  OriginSet origins;  // of the claims for it
  // Of live denials, and of live claims of conflicting statements: empty when
  // they form no line.
  OriginSet against;

  // For and against, but all of one origin: a misquotation, a correction or a
  // change of mind.
  [[nodiscard]] bool is_same_origin() const;
};

[[nodiscard]] Verdict VerdictOn(const Standing& standing);

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_VERDICT_H_
