#include "engine/interchange/ftm_provenance.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/interchange/cell_text.h"
#include "engine/interchange/ftm_defined.h"
#include "engine/interchange/ftm_model.h"
#include "engine/text/folding.h"

namespace attest {
namespace {

bool ConsumePrefixIgnoringCase(absl::string_view prefix,
                               absl::string_view& text) {
  if (!absl::StartsWithIgnoreCase(text, prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// An address as those who copy it keep it: host and path.
std::string AddressText(absl::string_view address) {
  if (!ConsumePrefixIgnoringCase("https://", address)) {
    ConsumePrefixIgnoringCase("http://", address);
  }
  ConsumePrefixIgnoringCase("www.", address);
  const size_t end = std::min(address.find_first_of("/?#"), address.size());
  std::string host = absl::AsciiStrToLower(address.substr(0, end));
  for (absl::string_view port : {":443", ":80"}) {
    host = std::string(absl::StripSuffix(host, port));
  }
  absl::string_view path = address.substr(end);
  while (absl::ConsumeSuffix(&path, "/")) {
  }
  return absl::StrCat(host, path);
}

bool HasScheme(absl::string_view text) {
  return absl::StartsWithIgnoreCase(text, "https://") ||
         absl::StartsWithIgnoreCase(text, "http://");
}

absl::string_view NameOfDataset(absl::string_view dataset) {
  return dataset.empty() ? kUnnamedFtmDataset : dataset;
}

}  // namespace

std::string FtmOriginText(absl::string_view property, absl::string_view value) {
  const absl::string_view trimmed = TrimmedCell(value);
  std::string text;
  if (property == "sourceUrl" || HasScheme(trimmed)) {
    text = AddressText(trimmed);
  } else if (property == "publisher") {
    const std::string folded = FoldForComparison(trimmed);
    text = std::string(TrimmedCell(folded));
  } else {
    text = std::string(trimmed);
  }
  return text.empty() ? std::string(value) : text;
}

void FtmProvenances::Note(const FtmStatement& statement) {
  if (!IsFtmProvenance(statement.property) ||
      statement.origin == kFtmRecordOrigin) {
    return;
  }
  const auto [number, is_new] = numbers_.try_emplace(
      defined_.HashOf({"provenance", statement.property, statement.value}),
      static_cast<uint32_t>(values_.size()));
  if (is_new) values_.emplace_back(statement.property, statement.value);
  for (absl::string_view name :
       absl::StrSplit(NameOfDataset(statement.dataset), '+')) {
    std::vector<uint32_t>& said =
        said_[defined_.HashOf({"said", name, statement.entity})];
    if (said.empty() || said.back() != number->second) {
      said.push_back(number->second);
    }
  }
}

FtmProvenance FtmProvenances::Of(absl::string_view dataset,
                                 absl::string_view entity) {
  FtmProvenance provenance;
  for (absl::string_view name : absl::StrSplit(NameOfDataset(dataset), '+')) {
    const auto said = said_.find(defined_.HashOf({"said", name, entity}));
    if (said == said_.end()) continue;
    for (const uint32_t number : said->second) {
      const auto& [property, value] = values_[number];
      provenance[property].insert(value);
    }
  }
  return provenance;
}

}  // namespace attest
