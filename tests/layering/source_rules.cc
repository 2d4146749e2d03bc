#include "tests/layering/source_rules.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace attest {
namespace {

using Modules = std::vector<absl::string_view>;

struct Layer {
  absl::string_view module;
  Modules may_include;
};

// The order of the modules. Besides these a module includes itself and
// engine/status_macros.h; what lies in engine/ itself includes them all.
const std::vector<Layer>& Layers() {
  static const auto& layers = *new std::vector<Layer>{
      {"memory", {}},
      {"model", {}},
      {"merkle", {}},
      {"text", {"model"}},
      {"ingest", {"memory", "model", "text"}},
      {"log", {"model", "merkle"}},
      {"projection", {"memory", "model", "text"}},
      {"corroboration", {"model", "text"}},
      {"findings", {"model", "text", "corroboration", "projection"}},
      {"query", {"model", "text", "corroboration", "projection", "findings"}},
      {"audit",
       {"model", "merkle", "log", "projection", "corroboration", "findings"}},
      {"interchange",
       {"model", "merkle", "text", "ingest", "log", "projection",
        "corroboration", "findings", "query", "audit"}},
  };
  return layers;
}

// Headers that only the named modules of the engine include; no part of the
// tools does. Tests and benchmarks may, to compare and to break things.
struct Owned {
  absl::string_view prefix;
  Modules owners;
};
const std::vector<Owned>& OwnedHeaders() {
  static const auto& owned = *new std::vector<Owned>{
      {"rocksdb/", {"log"}},
      {"flatbuffers/", {"log"}},
      {"attest_stored/", {"log"}},
      {"boost/graph/", {"projection", "corroboration"}},
      {"boost/property_map/", {"projection", "corroboration"}},
  };
  return owned;
}

// Which top folders the files of a top folder may include.
const std::vector<Layer>& TopFolders() {
  static const auto& folders = *new std::vector<Layer>{
      {"engine", {}},
      {"tools", {"engine"}},
      {"tests", {"engine", "tools"}},
      {"benchmarks", {"engine"}},
  };
  return folders;
}

const Layer* Find(const std::vector<Layer>& layers, absl::string_view name) {
  for (const Layer& layer : layers) {
    if (layer.module == name) return &layer;
  }
  return nullptr;
}

bool Contains(const Modules& modules, absl::string_view name) {
  return std::find(modules.begin(), modules.end(), name) != modules.end();
}

// "log" of "engine/log/event_log.h"; empty for a file of engine/ itself.
absl::string_view ModuleOf(absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  return parts.size() > 2 ? parts[1] : absl::string_view();
}

absl::string_view TopOf(absl::string_view path) {
  return path.substr(0, path.find('/'));
}

// The file that a line includes, if it is an `#include` line.
std::optional<absl::string_view> IncludedFile(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "#")) return std::nullopt;
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "include")) return std::nullopt;
  line = absl::StripLeadingAsciiWhitespace(line);
  if (line.empty() || (line[0] != '"' && line[0] != '<')) return std::nullopt;
  const size_t end = line.find(line[0] == '"' ? '"' : '>', 1);
  if (end == absl::string_view::npos) return std::nullopt;
  return line.substr(1, end - 1);
}

// Why a file of `module` may not include something of `other`; both empty for
// files of engine/ itself.
std::string WhyNotModule(absl::string_view module, absl::string_view other) {
  if (module.empty() || module == other) return "";
  if (other.empty()) {
    return absl::StrCat(module, " includes what stands on it");
  }
  const Layer* layer = Find(Layers(), module);
  if (layer == nullptr) {
    return absl::StrCat("engine/", module,
                        " has no place in the order of the modules");
  }
  if (Contains(layer->may_include, other)) return "";
  return absl::StrCat(module, " may not include ", other);
}

// Why the file at `path` may not include `included`; empty when it may.
std::string WhyNotIncluded(absl::string_view path, absl::string_view included) {
  const absl::string_view top = TopOf(path);
  const absl::string_view other_top = TopOf(included);
  if (Find(TopFolders(), other_top) != nullptr) {
    if (top != other_top &&
        !Contains(Find(TopFolders(), top)->may_include, other_top)) {
      return absl::StrCat(top, " may not include ", other_top);
    }
    if (top != "engine" || included == "engine/status_macros.h") return "";
    return WhyNotModule(ModuleOf(path), ModuleOf(included));
  }
  if (top != "engine" && top != "tools") return "";
  for (const Owned& owned : OwnedHeaders()) {
    if (!absl::StartsWith(included, owned.prefix)) continue;
    if (top == "engine" && Contains(owned.owners, ModuleOf(path))) return "";
    return absl::StrCat("only ", absl::StrJoin(owned.owners, " and "),
                        " may include ", owned.prefix);
  }
  return "";
}

}  // namespace

std::vector<std::string> CheckIncludes(absl::string_view path,
                                       absl::string_view text) {
  std::vector<std::string> breaches;
  if (TopOf(path) == "engine") {
    const absl::string_view module = ModuleOf(path);
    if (!module.empty() && Find(Layers(), module) == nullptr) {
      breaches.push_back(absl::StrCat(path, ": ", WhyNotModule(module, "?")));
      return breaches;
    }
  }
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    const std::optional<absl::string_view> included = IncludedFile(line);
    if (!included.has_value()) continue;
    const std::string why = WhyNotIncluded(path, *included);
    if (!why.empty()) {
      breaches.push_back(
          absl::StrCat(path, ":", number, ": ", why, ": ", *included));
    }
  }
  return breaches;
}

std::vector<std::string> CheckHeaderGuard(absl::string_view path,
                                          absl::string_view text) {
  std::string guard = absl::StrCat("ATTEST_", absl::AsciiStrToUpper(path), "_");
  std::replace_if(
      guard.begin(), guard.end(),
      [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  const std::string opening =
      absl::StrCat("\n#ifndef ", guard, "\n#define ", guard, "\n");
  const std::string closing = absl::StrCat("\n#endif  // ", guard, "\n");
  const std::string whole = absl::StrCat("\n", text);
  if (absl::StrContains(whole, opening) && absl::EndsWith(whole, closing)) {
    return {};
  }
  return {absl::StrCat(path, ": its guard is not ", guard)};
}

std::vector<std::string> CheckName(absl::string_view path) {
  static const auto& drawers =
      *new Modules{"util",   "utils",   "helper",   "helpers",
                   "common", "manager", "managers", "misc"};
  for (absl::string_view word : absl::StrSplit(path, absl::ByAnyChar("/_.-"))) {
    if (Contains(drawers, word)) {
      return {absl::StrCat(path, ": \"", word, "\" names no idea")};
    }
  }
  return {};
}

std::vector<std::string> CheckModuleBuild(
    absl::string_view path, absl::string_view text,
    absl::Span<const std::string> sources) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \t\n()"), absl::SkipEmpty());
  std::vector<std::string> breaches;
  for (const std::string& source : sources) {
    if (!Contains(words, source)) {
      breaches.push_back(absl::StrCat(path, ": does not build ", source));
    }
  }
  for (absl::string_view word : words) {
    if (!absl::ConsumePrefix(&word, "attest::")) continue;
    if (word == "schema") {
      if (ModuleOf(path) != "log") {
        breaches.push_back(absl::StrCat(path, ": only log may link schema"));
      }
      continue;
    }
    const std::string why = WhyNotModule(ModuleOf(path), word);
    if (!why.empty()) breaches.push_back(absl::StrCat(path, ": ", why));
  }
  return breaches;
}

std::vector<std::string> CheckTestBuild(absl::string_view path,
                                        absl::string_view text) {
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, "attest_test(")) return {};
  }
  return {absl::StrCat(path, ": does not build the *_test.cc beside it")};
}

}  // namespace attest
