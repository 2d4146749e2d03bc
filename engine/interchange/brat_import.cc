#include "engine/interchange/brat_import.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/ingest/input_file.h"
#include "engine/ingest/input_hasher.h"
#include "engine/interchange/brat_file.h"
#include "engine/interchange/brat_lines.h"
#include "engine/interchange/brat_text.h"
#include "engine/interchange/import_keys.h"
#include "engine/interchange/json_fields.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr uint64_t kMaxFileBytes = uint64_t{16} << 20;
constexpr absl::string_view kEnding = ".ann";
constexpr size_t kHexBytes = 10;

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  const absl::StatusOr<InputFile> file = InputFile::Open(path);
  if (!file.ok()) {
    return absl::Status(file.status().code(),
                        absl::StrCat(path, ": ", file.status().message()));
  }
  if (file->size_bytes() > kMaxFileBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": error: a document of ", file->size_bytes(),
                     " bytes, want at most ", kMaxFileBytes));
  }
  std::string text(file->size_bytes(), '\0');
  ASSIGN_OR_RETURN(const size_t got, file->ReadAt(0, text.data(), text.size()));
  text.resize(got);
  return text;
}

// `DIR/doc.ann`: the document, and the folder it is in.
struct DocumentName {
  std::string document;
  std::string folder;  // empty: none is named
  std::string text;    // the path of its text
};

DocumentName NameOf(absl::string_view path) {
  DocumentName name;
  const absl::string_view bare = absl::StripSuffix(path, kEnding);
  name.text = absl::StrCat(bare, ".txt");
  const size_t slash = bare.rfind('/');
  if (slash == absl::string_view::npos) {
    name.document = std::string(bare);
    return name;
  }
  name.document = std::string(bare.substr(slash + 1));
  const absl::string_view folder = bare.substr(0, slash);
  name.folder = std::string(folder.substr(folder.rfind('/') + 1));
  if (name.folder == "." || name.folder == "..") name.folder.clear();
  return name;
}

class BratImport {
 public:
  BratImport(const ImportRequest& request, const ExistingCase& existing,
             ImportSink& sink)
      : request_(request),
        existing_(existing),
        sink_(sink),
        lines_(existing, sink, request.map) {}

  absl::Status ReadFile(const std::string& path) {
    if (path == "-") {
      return absl::InvalidArgumentError(
          "error: annotations are read with the text beside them, got standard "
          "input, want DOCUMENT.ann or a folder");
    }
    if (!absl::EndsWith(path, kEnding)) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ": error: no file of annotations, want DOCUMENT.ann with ",
          "DOCUMENT.txt beside it"));
    }
    ASSIGN_OR_RETURN(const std::string annotations, ReadWhole(path));
    RETURN_IF_ERROR(
        sink_.BeginFile({.name = path, .headings = {}, .columns = {}}));
    uint64_t rows = 0;
    ASSIGN_OR_RETURN(rows, ReadDocument(path, annotations));
    if (request_.progress) {
      request_.progress(annotations.size(), annotations.size());
    }
    return sink_.EndFile(rows, hasher_.Hash(annotations));
  }

 private:
  absl::Status Refuse(const std::string& path, std::string what,
                      std::string want) {
    return sink_.Error(
        {.file = path, .what = std::move(what), .want = std::move(want)});
  }

  // Returns the number of lines.
  absl::StatusOr<uint64_t> ReadDocument(const std::string& path,
                                        const std::string& annotations) {
    const DocumentName name = NameOf(path);
    const absl::StatusOr<std::string> text = ReadWhole(name.text);
    if (!text.ok()) {
      RETURN_IF_ERROR(Refuse(
          path,
          absl::StrCat("its text cannot be read: ", text.status().message()),
          "the text that the offsets count in"));
      return uint64_t{0};
    }
    for (const auto& [of, content] :
         {std::pair<const std::string&, const std::string&>(path, annotations),
          {name.text, *text}}) {
      const std::optional<size_t> bad = FindInvalidUtf8(content);
      if (!bad) continue;
      RETURN_IF_ERROR(Refuse(
          path, absl::StrCat(of, " is no UTF-8 at byte ", *bad), "UTF-8"));
      return uint64_t{0};
    }
    const BratFile file = ReadBratFile(
        annotations, [this](uint64_t row) { return sink_.IsSetAside(row); });
    ASSIGN_OR_RETURN(const BratText offsets, BratText::Make(*text));
    RETURN_IF_ERROR(Begin(path, name, *text));
    RETURN_IF_ERROR(lines_.Add(file, offsets));
    return file.rows;
  }

  absl::Status Begin(const std::string& path, const DocumentName& name,
                     const std::string& text) {
    std::vector<std::string> definitions;
    ASSIGN_OR_RETURN(const std::string source,
                     SourceOf(path, name, definitions));
    const Sha256 hash = hasher_.Hash(absl::StrCat(
        "attest import brat report 1", source.size(), ":", source, text));
    const std::string report = absl::StrCat(
        "rpt:brat:",
        absl::BytesToHexString(absl::string_view(
            reinterpret_cast<const char*>(hash.data()), kHexBytes)));
    ASSIGN_OR_RETURN(const bool is_known, lines_.IsKnown(report));
    if (!is_known) {
      definitions.push_back(JsonFields()
                                .Json("type", "\"report\"")
                                .Text("id", report)
                                .Text("source", source)
                                .Text("title", name.document)
                                .Text("text", text)
                                .Take());
    }
    lines_.Begin(path, report, std::move(definitions));
    return absl::OkStatus();
  }

  // Who speaks in the document: as the map says of it, of its folder or of
  // all; else the folder.
  absl::StatusOr<std::string> SourceOf(const std::string& path,
                                       const DocumentName& name,
                                       std::vector<std::string>& definitions) {
    std::string stated;
    for (const std::string& key :
         {name.document, name.folder, std::string("*")}) {
      const auto found = request_.map.sources.find(key);
      if (found == request_.map.sources.end() || key.empty()) continue;
      stated = found->second;
      break;
    }
    std::string key = stated;
    std::string called(absl::StripPrefix(stated, "src:"));
    if (stated.empty()) {
      called = name.folder.empty() ? "annotated documents" : name.folder;
      key = ImportKey("src", "brat", {called});
      RETURN_IF_ERROR(sink_.Warning(
          {.file = path,
           .what = absl::StrCat("nobody is named who speaks in it; ", key,
                                " is taken"),
           .want = "--map FILE {\"sources\": {\"document, folder or *\": "
                   "\"SOURCE\"}}"}));
    } else {
      ASSIGN_OR_RETURN(const auto known, existing_.Find(stated));
      if (known && known->type == RecordType::kSource) return stated;
      if (called.size() == stated.size()) {
        key = absl::StrCat("src:", stated);
      }
    }
    ASSIGN_OR_RETURN(const bool is_known, lines_.IsKnown(key));
    if (is_known) return key;
    definitions.push_back(JsonFields()
                              .Json("type", "\"source\"")
                              .Text("id", key)
                              .Text("name", called)
                              .Json("kind", "\"unknown\"")
                              .Take());
    return key;
  }

  const ImportRequest& request_;
  const ExistingCase& existing_;
  ImportSink& sink_;
  BratLines lines_;
  InputHasher hasher_;
};

}  // namespace

absl::Status ImportBrat(const ImportRequest& request,
                        const ExistingCase& existing, ImportSink& sink) {
  BratImport import(request, existing, sink);
  for (const std::string& file : request.files) {
    RETURN_IF_ERROR(import.ReadFile(file));
  }
  return absl::OkStatus();
}

}  // namespace attest
