// Text as HTML: nothing that a case holds is taken for markup.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_HTML_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_HTML_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/interchange/dossier.h"

namespace attest {

// `text` for the body of an element or a quoted attribute. Bytes that are no
// UTF-8, and characters that HTML does not allow, become U+FFFD.
[[nodiscard]] std::string Escaped(absl::string_view text);

// `text` in the direction of its own letters, wherever it stands.
[[nodiscard]] std::string Isolated(absl::string_view text,
                                   absl::string_view lang = "");

// ` lang="LANG"` where that is a language tag, else nothing.
[[nodiscard]] std::string LangAttribute(absl::string_view lang);

// `url` as a link where it is one of http or https, else as text.
[[nodiscard]] std::string UrlText(absl::string_view url);

// The name of a record, else its key; what is withheld says so.
[[nodiscard]] std::string NameOfRecord(const Dossier& dossier,
                                       const std::string& key);
[[nodiscard]] std::string NameHtml(const Dossier& dossier,
                                   const std::string& key);

// Code points of `text` without those that only change others or are not seen.
[[nodiscard]] size_t SeenLength(absl::string_view text);

// The first `length` of them, and an ellipsis where there were more.
[[nodiscard]] std::string Clipped(absl::string_view text, size_t length);

// Broken between words into lines of about `length`; the last of `most` lines
// is clipped.
[[nodiscard]] std::vector<std::string> Folded(absl::string_view text,
                                              size_t length, size_t most);

// -- SVG ----------------------------------------------------------------------

// `text` for a picture: escaped, without what changes the direction of others,
// in a direction of its own.
[[nodiscard]] std::string PictureText(absl::string_view text);

// A <text> element. `anchor`: "start", "middle" or "end".
[[nodiscard]] std::string TextAt(double x, double y, absl::string_view style,
                                 absl::string_view anchor,
                                 absl::string_view text);

// The same for a sentence of ours, from the left, whose names are set apart by
// SetApart.
[[nodiscard]] std::string SentenceAt(double x, double y,
                                     absl::string_view style,
                                     absl::string_view anchor,
                                     absl::string_view sentence);

// A name in a direction of its own, for plain text.
[[nodiscard]] std::string SetApart(absl::string_view name);

// A number of a picture: at most one digit behind the point, and no -0.
[[nodiscard]] std::string Coordinate(double value);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_HTML_H_
