#include "engine/query/case_names.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/model/vocabulary.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/rows.h"
#include "engine/projection/tables.h"

namespace attest::query {
namespace {

constexpr absl::string_view kLabelNames[] = {
    "Entity",   "Person",    "Unit",  "Place",  "Organization",
    "Incident", "Statement", "Claim", "Report", "Source"};
static_assert(std::size(kLabelNames) == kLabels);

constexpr absl::string_view kTypeNames[] = {
    "SUBJECT",      "OBJECT",       "AT",        "SUPPORTS",
    "OPPOSES",      "DOUBTS",       "STATED_IN", "ATTRIBUTED_TO",
    "PUBLISHED_BY", "DERIVED_FROM", "PART_OF",   "CORROBORATES",
    "CONTRADICTS"};
static_assert(std::size(kTypeNames) == kFixedTypes);

constexpr absl::string_view kKeyNames[] = {
    "id",         "ids",         "kind",
    "name",       "names",       "subject",
    "predicate",  "object",      "value",
    "valid",      "valid_from",  "valid_to",
    "place",      "verdict",     "lines_low",
    "lines_best", "lines_high",  "citations",
    "reports",    "publishers",  "first_recorded",
    "event",      "stance",      "hedge",
    "quote",      "as_stated",   "original",
    "method",     "proposed",    "retracted",
    "live",       "recorded_at", "by",
    "title",      "published",   "retrieved",
    "author",     "url",         "language",
    "sha256",     "anonymous",   "bytes_from",
    "bytes_to",   "page",        "position",
    "basis",      "origin",      "how",
    "declared",   "inferred",    "statement"};
static_assert(std::size(kKeyNames) == kFixedKeys);

constexpr Key kEntityKeys[] = {Key::kId, Key::kIds, Key::kKind, Key::kName,
                               Key::kNames};
constexpr Key kStatementKeys[] = {
    Key::kId,           Key::kSubject,   Key::kPredicate, Key::kObject,
    Key::kValue,        Key::kValid,     Key::kValidFrom, Key::kValidTo,
    Key::kPlace,        Key::kVerdict,   Key::kLinesLow,  Key::kLinesBest,
    Key::kLinesHigh,    Key::kCitations, Key::kReports,   Key::kPublishers,
    Key::kFirstRecorded};
constexpr Key kClaimKeys[] = {Key::kId,         Key::kEvent,     Key::kStance,
                              Key::kHedge,      Key::kQuote,     Key::kAsStated,
                              Key::kValid,      Key::kOriginal,  Key::kMethod,
                              Key::kProposed,   Key::kRetracted, Key::kLive,
                              Key::kRecordedAt, Key::kBy};
constexpr Key kReportKeys[] = {Key::kId,        Key::kTitle,  Key::kPublished,
                               Key::kRetrieved, Key::kAuthor, Key::kUrl,
                               Key::kLanguage,  Key::kSha256, Key::kRetracted};
constexpr Key kSourceKeys[] = {Key::kId, Key::kName, Key::kKind,
                               Key::kAnonymous, Key::kLanguage};
constexpr Key kStatedInKeys[] = {Key::kBytesFrom, Key::kBytesTo, Key::kPage};
constexpr Key kAttributedToKeys[] = {Key::kPosition, Key::kBasis, Key::kOrigin};
constexpr Key kDerivedFromKeys[] = {Key::kHow, Key::kDeclared, Key::kInferred};
constexpr Key kPairKeys[] = {Key::kStatement};

constexpr absl::string_view kEveryPredicate = "STATEMENT";

template <class E>
absl::string_view NameIn(absl::Span<const absl::string_view> names, E value) {
  return names[static_cast<size_t>(value)];
}

template <class Names>
std::vector<std::string> Sorted(const Names& names) {
  std::vector<std::string> sorted(std::begin(names), std::end(names));
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

}  // namespace

absl::string_view NameOf(Label label) { return NameIn(kLabelNames, label); }
absl::string_view NameOf(FixedType type) { return NameIn(kTypeNames, type); }
absl::string_view NameOf(Key key) { return NameIn(kKeyNames, key); }

absl::Span<const Key> KeysOf(NodeKind kind) {
  switch (kind) {
    case NodeKind::kEntity:
      return kEntityKeys;
    case NodeKind::kStatement:
      return kStatementKeys;
    case NodeKind::kClaim:
      return kClaimKeys;
    case NodeKind::kReport:
      return kReportKeys;
    case NodeKind::kSource:
      return kSourceKeys;
  }
  return {};
}

absl::Span<const Key> KeysOf(LinkKind kind) {
  switch (kind) {
    case LinkKind::kPredicate:
      return kStatementKeys;
    case LinkKind::kStatedIn:
      return kStatedInKeys;
    case LinkKind::kAttributedTo:
      return kAttributedToKeys;
    case LinkKind::kDerivedFrom:
      return kDerivedFromKeys;
    case LinkKind::kCorroborates:
    case LinkKind::kContradicts:
      return kPairKeys;
    default:
      return {};
  }
}

CaseNames::CaseNames(const View& view) {
  for (size_t i = 0; i < kFixedTypes; ++i) {
    types_[std::string(kTypeNames[i])].emplace_back(i);
  }
  for (size_t i = 0; i < kFixedKeys; ++i) {
    keys_.emplace(kKeyNames[i], KeyId(i));
  }
  for (const BuiltinPredicate& builtin : BuiltinVocabulary()) {
    AddSlot(PredicateId(kBuiltinPredicates + slots_.size()), builtin.key,
            builtin.predicate.has_literal_range());
  }
  builtins_ = static_cast<uint32_t>(slots_.size());
  for (uint32_t i = 0; i < view.cut_state().predicates(); ++i) {
    const PredicateId id(view.tables().predicates[i].event);
    AddSlot(id, view.KeyOf(id), view.predicate(id).has_literal_range());
  }
}

void CaseNames::AddSlot(PredicateId predicate, absl::string_view key,
                        bool is_literal) {
  const auto slot = static_cast<uint32_t>(slots_.size());
  slots_.push_back({.predicate = predicate,
                    .is_literal = is_literal,
                    .key = std::string(key),
                    .type = is_literal ? "" : absl::AsciiStrToUpper(key)});
  if (is_literal) {
    // A name that is taken stays what it is.
    keys_.try_emplace(std::string(key), KeyIdOf({slot, false}));
    keys_.try_emplace(absl::StrCat(key, "_all"), KeyIdOf({slot, true}));
    return;
  }
  predicate_types_.push_back(TypeIdOfSlot(slot));
  types_[slots_.back().type].push_back(TypeIdOfSlot(slot));
}

std::optional<LabelId> CaseNames::FindLabel(absl::string_view name) const {
  const auto* const found =
      std::find(std::begin(kLabelNames), std::end(kLabelNames), name);
  if (found == std::end(kLabelNames)) return std::nullopt;
  return LabelId(static_cast<uint64_t>(found - std::begin(kLabelNames)));
}

std::vector<TypeId> CaseNames::FindTypes(absl::string_view name) const {
  if (name == kEveryPredicate) return predicate_types_;
  const auto found = types_.find(std::string(name));
  return found == types_.end() ? std::vector<TypeId>() : found->second;
}

std::optional<KeyId> CaseNames::FindKey(absl::string_view name) const {
  const auto found = keys_.find(std::string(name));
  if (found == keys_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> CaseNames::LabelNames() const {
  return Sorted(kLabelNames);
}
std::vector<std::string> CaseNames::TypeNames() const {
  std::vector<std::string> names = {std::string(kEveryPredicate)};
  for (const auto& [name, types] : types_) names.push_back(name);
  return Sorted(names);
}
std::vector<std::string> CaseNames::KeyNames() const {
  std::vector<std::string> names;
  for (const auto& [name, key] : keys_) names.push_back(name);
  return Sorted(names);
}

uint32_t CaseNames::SlotOf(uint32_t row) const {
  return (row & kMarked) != 0 ? row & ~kMarked : builtins_ + row;
}
uint32_t CaseNames::RowOf(uint32_t slot) const {
  return slot < builtins_ ? kMarked | slot : slot - builtins_;
}

std::optional<CaseNames::LiteralKey> CaseNames::LiteralOf(KeyId key) {
  if (key.value() < kFixedKeys) return std::nullopt;
  const uint64_t place = key.value() - kFixedKeys;
  return LiteralKey{.slot = static_cast<uint32_t>(place / 2),
                    .all = place % 2 != 0};
}
KeyId CaseNames::KeyIdOf(LiteralKey key) {
  return KeyId(kFixedKeys + uint64_t{key.slot} * 2 + (key.all ? 1 : 0));
}

std::string CaseNames::NameOfKey(KeyId key) const {
  const std::optional<LiteralKey> literal = LiteralOf(key);
  if (!literal) return std::string(NameOf(static_cast<Key>(key.value())));
  return absl::StrCat(slots_[literal->slot].key, literal->all ? "_all" : "");
}

}  // namespace attest::query
