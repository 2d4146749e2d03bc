// FieldDecoder reads the parts that stored records have in common: texts,
// enumerators, references, hashes, quotes. It takes verified bytes, which may
// still hold any value, and keeps the first fault, so that each field takes one
// line. Every Get sets all of what it writes to, and uses its memory again.
//
// Private to this module.

#ifndef ATTEST_ENGINE_LOG_FIELD_DECODER_H_
#define ATTEST_ENGINE_LOG_FIELD_DECODER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "attest_stored/event_generated.h"
#include "engine/model/claim.h"
#include "engine/model/id.h"
#include "engine/model/report.h"
#include "flatbuffers/flatbuffers.h"

namespace attest {

// The verifier does not see to the alignment of what a list holds.
template <class T>
T Load(const T* unaligned) {
  T value;
  std::memcpy(static_cast<void*>(&value), static_cast<const void*>(unaligned),
              sizeof(value));
  return value;
}

inline uint64_t NumberAt(const flatbuffers::Vector<uint64_t>& list,
                         flatbuffers::uoffset_t i) {
  uint64_t number = 0;
  std::memcpy(&number, list.Data() + size_t{i} * sizeof(number),
              sizeof(number));
  return flatbuffers::EndianScalar(number);
}

// Makes `variant` hold a T and returns it, with the memory it had if it did.
template <class T, class Variant>
T& Hold(Variant& variant) {
  if (T* held = std::get_if<T>(&variant)) return *held;
  return variant.template emplace<T>();
}

template <class T>
T& Hold(std::optional<T>& optional) {
  if (!optional.has_value()) optional.emplace();
  return *optional;
}

class FieldDecoder {
 public:
  // What was wrong first.
  [[nodiscard]] const absl::Status& status() const { return status_; }

 protected:
  void Fail(absl::string_view what);

  void Get(const flatbuffers::String* from, std::string& text);
  void Get(const flatbuffers::Vector<uint8_t>* from, std::string& bytes);
  template <class E>
  void Get(uint8_t from, E& enumerator);
  template <class Tag>
  void Get(uint64_t from, absl::string_view what, Id<Tag>& id);
  template <class Tag>
  void Get(uint64_t from, std::optional<Id<Tag>>& id);
  void Get(const stored::Ref* from, absl::string_view what, Target& target);
  void Get(const stored::Ref* from, absl::string_view what,
           SourceOrReport& upstream);
  void Get(const stored::Sha256* from, absl::string_view what,
           std::array<uint8_t, 32>& sha256);
  void Get(const stored::Content* from, std::optional<Content>& content);
  void Get(const stored::Extractor* from, std::optional<Extractor>& extractor);
  void Get(const stored::Quote* from, std::optional<Quote>& quote);
  void Get(const flatbuffers::Vector<const stored::Range*>* from,
           std::vector<std::pair<uint64_t, uint64_t>>& ranges);

 private:
  absl::Status status_;
  // Tables may share their strings in bytes made to swell: what is taken out
  // may not exceed what went in.
  size_t text_bytes_ = 0;
};

template <class E>
void FieldDecoder::Get(uint8_t from, E& enumerator) {
  enumerator = static_cast<E>(from);
  if (from >= kEnumSize<E>) {
    enumerator = E{};
    Fail(absl::StrCat(EnumNames<E>::kWhat, " out of range: got ", from,
                      ", want less than ", kEnumSize<E>));
  }
}

template <class Tag>
void FieldDecoder::Get(uint64_t from, absl::string_view what, Id<Tag>& id) {
  id = Id<Tag>(from);
  if (from == kNoReference) Fail(absl::StrCat(what, " is missing"));
}

template <class Tag>
void FieldDecoder::Get(uint64_t from, std::optional<Id<Tag>>& id) {
  id.reset();
  if (from != kNoReference) id = Id<Tag>(from);
}

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_FIELD_DECODER_H_
