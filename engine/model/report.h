// Report is one document, in which one or more sources speak.

#ifndef ATTEST_ENGINE_MODEL_REPORT_H_
#define ATTEST_ENGINE_MODEL_REPORT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/enum_names.h"
#include "engine/model/id.h"
#include "engine/model/source.h"

namespace attest {

// Content is bytes kept in the content store, named by their SHA-256.
struct Content {
  std::array<uint8_t, 32> sha256 = {};
  uint64_t size_bytes = 0;

  friend bool operator==(const Content&, const Content&) = default;
};

// How one report or source comes from another. The kinds up to kCompilation
// order the two; the later ones make one of them. In `derived_from` only the
// kinds up to kSameCapture occur.
enum class How : uint8_t {
  kReprint,
  kTranslation,
  kSummary,
  kQuotation,
  kCitation,
  kCompilation,
  kRevision,
  kSameCapture,
  kSameWitness,
  kSameFootage,
  kSameDocument,
  kSameOwner,
};
ATTEST_ENUM_NAMES(How, "how", "reprint", "translation", "summary", "quotation",
                  "citation", "compilation", "revision", "same_capture",
                  "same_witness", "same_footage", "same_document",
                  "same_owner");

// Upstream of a derivation or dependence.
using SourceOrReport = std::variant<SourceId, ReportId>;

struct Derivation {
  SourceOrReport upstream;
  How how = How::kReprint;

  friend bool operator==(const Derivation&, const Derivation&) = default;
};

enum class Method : uint8_t { kManual, kModel, kImport };
ATTEST_ENUM_NAMES(Method, "method", "manual", "model", "import");

// Who or what turned a document into text, or text into a claim.
struct Extractor {
  std::string agent;
  Method method = Method::kManual;
  std::string version;

  friend bool operator==(const Extractor&, const Extractor&) = default;
};

struct Report {
  SourceId source;  // the publisher
  std::string title;
  std::string published;  // EDTF; empty: not known
  std::string retrieved;  // RFC 3339; empty: not known
  std::string author;
  std::string url;
  std::string archive_url;
  std::string language;
  // The evidence, any bytes, and the path it was given under.
  std::optional<Content> file;
  std::string file_name;
  // Its words, UTF-8; may stand beside `file`.
  std::optional<Content> text;
  std::string media_type;
  std::optional<Extractor> text_by;
  std::vector<Derivation> derived_from;
  Sensitivity sensitivity = Sensitivity::kPublic;

  friend bool operator==(const Report&, const Report&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_REPORT_H_
