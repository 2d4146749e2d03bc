// MentionSearch finds names in events and in the texts of reports, whatever
// their case, accents and spelling of letters (FoldForSearch); in texts, where
// the place matters, under the folding of quotes.

#ifndef ATTEST_ENGINE_MENTION_SEARCH_H_
#define ATTEST_ENGINE_MENTION_SEARCH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "engine/model/event.h"

namespace attest {

class MentionSearch {
 public:
  explicit MentionSearch(const std::vector<std::string>& names);

  // Calls `visit` with each field of `event` that has a name in it.
  void InEvent(
      const Event& event,
      absl::FunctionRef<void(absl::string_view field, const std::string& name)>
          visit) const;

  // Calls `visit` with each place of a name in `text`, in bytes. False when it
  // is no text: then it was searched for the very bytes of the names.
  bool InText(absl::string_view text,
              absl::FunctionRef<void(const std::string& name, uint64_t begin,
                                     uint64_t end)>
                  visit) const;

 private:
  struct Name {
    std::string name;
    std::string for_search;
    std::string for_quote;
  };

  std::vector<Name> names_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MENTION_SEARCH_H_
