#include "engine/log/field_decoder.h"

#include "engine/log/event_codec.h"

namespace attest {

void FieldDecoder::Fail(absl::string_view what) {
  if (status_.ok()) status_ = absl::DataLossError(what);
}

void FieldDecoder::Get(const flatbuffers::String* from, std::string& text) {
  text.clear();
  if (from == nullptr) return;
  text_bytes_ += from->size();
  if (text_bytes_ >= kEventBytesLimit) return Fail("its texts overlap");
  text.assign(from->c_str(), from->size());
}

void FieldDecoder::Get(const flatbuffers::Vector<uint8_t>* from,
                       std::string& bytes) {
  bytes.clear();
  if (from == nullptr) return;
  text_bytes_ += from->size();
  if (text_bytes_ >= kEventBytesLimit) return Fail("its texts overlap");
  bytes.assign(reinterpret_cast<const char*>(from->data()), from->size());
}

void FieldDecoder::Get(const stored::Ref* from, absl::string_view what,
                       Target& target) {
  if (from == nullptr) return Fail(absl::StrCat(what, " is missing"));
  const stored::Ref& ref = *from;
  switch (ref.type()) {
    case stored::RefType::Source:
      return Get(ref.index(), what, Hold<SourceId>(target));
    case stored::RefType::Report:
      return Get(ref.index(), what, Hold<ReportId>(target));
    case stored::RefType::Entity:
      return Get(ref.index(), what, Hold<EntityId>(target));
    case stored::RefType::Claim:
      return Get(ref.index(), what, Hold<ClaimId>(target));
  }
  Fail(absl::StrCat(what, " has an unknown type: got ",
                    static_cast<int>(ref.type()), ", want 0 to 3"));
}

void FieldDecoder::Get(const stored::Ref* from, absl::string_view what,
                       SourceOrReport& upstream) {
  if (from == nullptr) return Fail(absl::StrCat(what, " is missing"));
  const stored::Ref& ref = *from;
  if (ref.type() == stored::RefType::Source) {
    return Get(ref.index(), what, Hold<SourceId>(upstream));
  }
  if (ref.type() == stored::RefType::Report) {
    return Get(ref.index(), what, Hold<ReportId>(upstream));
  }
  Fail(absl::StrCat(what, " has a type it cannot have: got ",
                    static_cast<int>(ref.type()), ", want 0 or 1"));
}

void FieldDecoder::Get(const stored::Sha256* from, absl::string_view what,
                       std::array<uint8_t, 32>& sha256) {
  if (from == nullptr) return Fail(absl::StrCat(what, " is missing"));
  std::memcpy(sha256.data(), from->bytes()->data(), sha256.size());
}

void FieldDecoder::Get(const stored::Content* from,
                       std::optional<Content>& content) {
  if (from == nullptr) return content.reset();
  Content& to = Hold(content);
  Get(&from->sha256(), "a hash", to.sha256);
  to.size_bytes = from->size_bytes();
}

void FieldDecoder::Get(const stored::Extractor* from,
                       std::optional<Extractor>& extractor) {
  if (from == nullptr) return extractor.reset();
  Extractor& to = Hold(extractor);
  Get(from->agent(), to.agent);
  Get(from->method(), to.method);
  Get(from->version(), to.version);
}

void FieldDecoder::Get(const stored::Quote* from, std::optional<Quote>& quote) {
  if (from == nullptr) return quote.reset();
  Quote& to = Hold(quote);
  Get(from->exact(), to.exact);
  Get(from->prefix(), to.prefix);
  Get(from->suffix(), to.suffix);
  if (from->passage() == nullptr) return to.passage.reset();
  const stored::Passage& passage = *from->passage();
  to.passage = Passage{.byte_begin = passage.byte_begin(),
                       .byte_end = passage.byte_end(),
                       .code_point_begin = passage.code_point_begin(),
                       .code_point_end = passage.code_point_end()};
}

void FieldDecoder::Get(const flatbuffers::Vector<const stored::Range*>* from,
                       std::vector<std::pair<uint64_t, uint64_t>>& ranges) {
  ranges.clear();
  if (from == nullptr) return;
  ranges.reserve(from->size());
  for (flatbuffers::uoffset_t i = 0; i < from->size(); ++i) {
    const stored::Range range = Load(from->Get(i));
    ranges.emplace_back(range.begin(), range.end());
  }
}

}  // namespace attest
