// What differs from run to run, replaced by placeholders, so that the rest can
// be compared word by word.

#ifndef ATTEST_TESTS_CLI_PLACEHOLDERS_H_
#define ATTEST_TESTS_CLI_PLACEHOLDERS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace attest {

// Replaces, in the outputs of one script:
//
//     <dir> <cases> <shared>  the folders of the terminal
//     <time>                  instants not before `begin`
//     <hash>                  leaf hashes: 64 hex digits after "leaf"
//     <root> <signature> <key>  base64 of a root, a note's signature, a key
//     <id 1> <id 2> ...       the random keys that decisions get
//     <stub 1> <stub 2> ...   the keys of withheld records, without their #
//     <pid>                   the number after "process"
//
// and ends lines with LF. Ids and stubs are numbered by first appearance, in
// one order over all outputs, so that a script shows which are the same. Hashes
// of contents and keys of statements do not differ, and stay.
class Placeholders {
 public:
  Placeholders(std::string folder, absl::Time begin)
      : folder_(std::move(folder)), begin_(begin) {}

  [[nodiscard]] std::string Replace(absl::string_view output);

 private:
  // `name` followed by the place of `key` among the keys seen.
  static std::string Numbered(absl::string_view name, const std::string& key,
                              std::vector<std::string>& seen);
  [[nodiscard]] std::string ReplaceTimes(const std::string& text) const;

  const std::string folder_;
  const absl::Time begin_;
  std::vector<std::string> ids_;
  std::vector<std::string> stubs_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_PLACEHOLDERS_H_
