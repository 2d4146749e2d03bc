// The articles that a row of the UCDP Georeferenced Event Dataset was coded
// from, and who each had it from.
//
// A row lists articles twice: as `Office,Date,Headline` entries in
// source_article, and in a list each for offices, dates and headlines. What
// was said first stands in one more list, source_original, of a length of its
// own. Lists are joined entry by entry where their lengths are equal and not
// at all otherwise: whatever cannot be told apart is left out, and said.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_ARTICLES_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_ARTICLES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/interchange/ucdp_columns.h"

namespace attest {

// More articles or names than any row has.
inline constexpr size_t kMostUcdpArticles = 500;

struct UcdpRemark {
  UcdpColumn column = UcdpColumn::kSourceArticle;
  std::string what;
  std::string got;
  std::string want;
};

// Whoever an article had it from.
struct UcdpVoice {
  // Empty: not stated. Several: one of these, or some, which cannot be told.
  std::vector<std::string> names;
  // Not all of those whom it may be are named.
  bool is_open = false;

  friend bool operator==(const UcdpVoice&, const UcdpVoice&) = default;
};

struct UcdpArticle {
  std::string office;    // empty: not stated
  std::string date;      // YYYY-MM-DD; empty: not stated
  std::string headline;  // empty: not stated
  // The offices of the row that may be its own under other names, with its
  // own; empty: none.
  std::vector<std::string> one_with;
  // Each is a claim of its own; never empty.
  std::vector<UcdpVoice> voices;
};

struct UcdpArticles {
  // Empty: the row names none. Then `voices` are the dataset's own.
  std::vector<UcdpArticle> articles;
  std::vector<UcdpVoice> voices;
  std::string note;  // of each article: what could not be told apart
  std::vector<UcdpRemark> warnings;
  bool is_too_many = false;  // and nothing was read
};

struct UcdpSourceCells {
  absl::string_view article;
  absl::string_view office;
  absl::string_view date;
  absl::string_view headline;
  absl::string_view original;
};

[[nodiscard]] UcdpArticles ReadUcdpArticles(const UcdpSourceCells& cells);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_ARTICLES_H_
