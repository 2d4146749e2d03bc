// A text's suffixes in order: all places of a phrase stand together in it, so
// that a search does not read the text.

#ifndef ATTEST_ENGINE_TEXT_SUFFIX_ORDER_H_
#define ATTEST_ENGINE_TEXT_SUFFIX_ORDER_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest {

// The beginnings of all suffixes of `text`, ordered by their bytes. Requires:
// `text` is shorter than 4 GiB. O(|text|) time; 4 bytes a byte of the text,
// and for the time of sorting about as much again two times.
// Algorithm: SA-IS (Nong, Zhang and Chan, "Two Efficient Algorithms for Linear
// Time Suffix Array Construction", 2011).
std::vector<uint32_t> SortSuffixes(absl::string_view text);

// The places of `phrase`, which is not empty, among `order`, which
// SortSuffixes made of `text`; they do not ascend. O(|phrase| log |text|).
absl::Span<const uint32_t> PlacesIn(absl::string_view text,
                                    absl::Span<const uint32_t> order,
                                    absl::string_view phrase);

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_SUFFIX_ORDER_H_
