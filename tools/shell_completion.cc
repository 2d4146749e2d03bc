#include "tools/shell_completion.h"

#include <algorithm>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/functions.h"
#include "engine/query/keyword.h"
#include "engine/query/value.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

bool IsWordCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalnum(byte) || c == '_' || byte >= 0x80;
}

// Where the cursor stands: the quote it is within, and the innermost bracket
// that is open.
struct Place {
  std::optional<size_t> quote;  // where it was opened
  char bracket = '\0';
};

Place PlaceOf(absl::string_view before) {
  Place place;
  std::string open;
  for (size_t i = 0; i < before.size(); ++i) {
    const char c = before[i];
    if (place.quote) {
      if (c == '\\') {
        ++i;
      } else if (c == before[*place.quote]) {
        place.quote.reset();
      }
      continue;
    }
    if (c == '\'' || c == '"') place.quote = i;
    if (c == '(' || c == '[' || c == '{') open += c;
    if ((c == ')' || c == ']' || c == '}') && !open.empty()) open.pop_back();
  }
  if (!open.empty()) place.bracket = open.back();
  return place;
}

class Candidates {
 public:
  explicit Candidates(absl::string_view begun) : begun_(begun) {}

  // Adds `name` if it begins so, in capitals or not.
  void Offer(absl::string_view name) {
    if (absl::StartsWithIgnoreCase(name, begun_)) {
      all_.emplace_back(name);
    }
  }
  [[nodiscard]] bool IsFull() const { return all_.size() >= kMaxCandidates; }

  [[nodiscard]] std::vector<std::string> Take() {
    std::sort(all_.begin(), all_.end());
    all_.erase(std::unique(all_.begin(), all_.end()), all_.end());
    if (all_.size() > kMaxCandidates) all_.resize(kMaxCandidates);
    return std::move(all_);
  }

 private:
  const absl::string_view begun_;
  std::vector<std::string> all_;
};

// The keys of entities, sources and reports. Those that a quote or a control
// character stands in cannot be typed so, and are left out.
void OfferKeys(const query::PropertyGraph& graph, char quote,
               Candidates& candidates) {
  const std::optional<query::KeyId> id = graph.FindKey("id");
  if (!id) return;
  for (const char* name : {"Entity", "Source", "Report"}) {
    const std::optional<query::LabelId> label = graph.FindLabel(name);
    if (!label) continue;
    graph.ScanNodes(label, [&](query::NodeId node) {
      const absl::StatusOr<query::Value> key = graph.PropertyOf(node, *id);
      if (key.ok() && key->Is(query::Value::Type::kString) &&
          !absl::StrContains(key->string(), quote) &&
          !absl::StrContains(key->string(), '\\') &&
          !FindControlCharacter(key->string())) {
        candidates.Offer(key->string());
      }
      return !candidates.IsFull();
    });
  }
}

void OfferWords(Candidates& candidates) {
  for (const absl::string_view keyword : query::KeywordNames()) {
    candidates.Offer(keyword);
  }
  for (const query::Function& function : query::AllFunctions()) {
    candidates.Offer(absl::StrCat(function.name, "("));
  }
  for (const char* name :
       {"count(", "collect(", "sum(", "avg(", "min(", "max(", "stDev(",
        "stDevP(", "percentileCont(", "percentileDisc("}) {
    candidates.Offer(name);
  }
}

}  // namespace

Completion Complete(const query::PropertyGraph& graph,
                    absl::Span<const absl::string_view> commands,
                    absl::string_view before) {
  Completion completion;
  if (absl::StartsWith(before, ".")) {
    if (absl::StrContains(before, ' ')) return completion;
    Candidates candidates(before);
    for (const absl::string_view command : commands) candidates.Offer(command);
    completion.candidates = candidates.Take();
    return completion;
  }
  const Place place = PlaceOf(before);
  if (place.quote) {
    completion.word_begin = *place.quote + 1;
    Candidates candidates(before.substr(completion.word_begin));
    OfferKeys(graph, before[*place.quote], candidates);
    completion.candidates = candidates.Take();
    return completion;
  }
  size_t begin = before.size();
  while (begin > 0 && IsWordCharacter(before[begin - 1])) --begin;
  completion.word_begin = begin;
  Candidates candidates(before.substr(begin));
  const char sign = begin == 0 ? '\0' : before[begin - 1];
  const bool is_name = sign == ':' || sign == '|' || sign == '&';
  if (is_name && place.bracket == '[') {
    for (const std::string& name : graph.TypeNames()) candidates.Offer(name);
  } else if (is_name && place.bracket != '{') {
    for (const std::string& name : graph.LabelNames()) candidates.Offer(name);
  } else if (sign == '.' || (place.bracket == '{' && sign != ':')) {
    for (const std::string& name : graph.KeyNames()) candidates.Offer(name);
  } else if (begin < before.size()) {
    OfferWords(candidates);
  }
  completion.candidates = candidates.Take();
  return completion;
}

std::string SharedBeginning(absl::Span<const std::string> candidates) {
  if (candidates.empty()) return "";
  absl::string_view shared = candidates[0];
  for (const std::string& candidate : candidates) {
    size_t length = 0;
    while (length < std::min(shared.size(), candidate.size()) &&
           shared[length] == candidate[length]) {
      ++length;
    }
    shared = shared.substr(0, length);
  }
  // Not within a character.
  while (!shared.empty() && FindInvalidUtf8(shared)) shared.remove_suffix(1);
  return std::string(shared);
}

}  // namespace attest
