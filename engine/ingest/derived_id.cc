#include "engine/ingest/derived_id.h"

#include <array>
#include <utility>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/ingest/input_hasher.h"
#include "engine/model/vocabulary.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kDomain = "attest derived id 1";
constexpr size_t kHexDigits = 20;

// Writes the parts of a record one behind the other.
class PartWriter {
 public:
  explicit PartWriter(KeyOfIndex key_of) : key_of_(key_of) {}

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] const absl::Status& status() const { return status_; }

  void Raw(absl::string_view value) {
    for (int shift = 0; shift < 64; shift += 8) {
      bytes_.push_back(static_cast<char>(value.size() >> shift & 0xFF));
    }
    bytes_.append(value.data(), value.size());
  }

  void Part(absl::string_view name, absl::string_view value) {
    Raw(name);
    Raw(value);
  }

  void Text(absl::string_view name, absl::string_view value) {
    if (!value.empty()) Part(name, value);
  }

  void Count(absl::string_view name, size_t count) {
    if (count > 0) Part(name, absl::StrCat(count));
  }

  template <class E>
  void Enum(absl::string_view name, E value, E default_value) {
    if (value != default_value) Part(name, NameOf(value));
  }

  template <class Tag>
  void Key(absl::string_view name, Id<Tag> id) {
    if (!status_.ok()) return;
    const absl::StatusOr<std::string> key = key_of_(EventIndex(id.value()));
    if (key.ok()) {
      Part(name, *key);
    } else {
      status_ = key.status();
    }
  }
  template <class Tag>
  void Key(absl::string_view name, const std::optional<Id<Tag>>& id) {
    if (id) Key(name, *id);
  }
  template <class... Tags>
  void Key(absl::string_view name, const std::variant<Id<Tags>...>& target) {
    std::visit([&](auto id) { Key(name, id); }, target);
  }

  void Predicate(PredicateId id) {
    if (const BuiltinPredicate* builtin = FindBuiltin(id)) {
      Part("predicate", builtin->key);
    } else {
      Key("predicate", id);
    }
  }

  void Value(const Object& object) {
    if (const auto* entity = std::get_if<EntityId>(&object)) {
      Key("object", *entity);
    } else if (const auto* text = std::get_if<TextValue>(&object)) {
      Part("value", text->text);
    } else if (const auto* date = std::get_if<DateValue>(&object)) {
      // A line does not say which of the two it is; its predicate does.
      Part("value", date->edtf);
    } else if (const auto* quantity = std::get_if<Quantity>(&object)) {
      Part("quantity", quantity->CanonicalJson());
    } else if (const auto* point = std::get_if<Point>(&object)) {
      Part("point", point->CanonicalJson());
    } else {
      Part("flag", "true");
    }
  }

  void QuoteParts(const std::optional<Quote>& quote) {
    if (!quote) return;
    Part("quote", quote->exact);
    Text("prefix", quote->prefix);
    Text("suffix", quote->suffix);
  }

  void File(absl::string_view name, const std::optional<Content>& content) {
    if (!content) return;
    Part(name, absl::string_view(
                   reinterpret_cast<const char*>(content->sha256.data()),
                   content->sha256.size()));
  }

 private:
  KeyOfIndex key_of_;
  std::string bytes_;
  absl::Status status_;
};

void Write(const Claim& claim, PartWriter& to) {
  to.Key("report", claim.report);
  to.Key("subject", claim.subject);
  to.Predicate(claim.predicate);
  to.Value(claim.object);
  to.Text("valid", claim.valid);
  to.Key("place", claim.place);
  to.Count("attribution", claim.attribution.size());
  for (const Speaker& speaker : claim.attribution) {
    to.Key("source", speaker.source);
    to.Enum("basis", speaker.basis, Basis::kUnstated);
    to.Text("said", speaker.said);
  }
  if (claim.original) to.Part("original", "true");
  to.Count("rests_on", claim.rests_on.size());
  for (ClaimId premise : claim.rests_on) to.Key("claim", premise);
  to.Enum("stance", claim.stance, Stance::kAsserts);
  to.Enum("hedge", claim.hedge, Hedge::kStated);
  to.QuoteParts(claim.quote);
  to.Text("citation", claim.citation);
  to.Text("as_stated", claim.as_stated);
  if (claim.real_ends.start) to.Part("real_end", "start");
  if (claim.real_ends.end) to.Part("real_end", "end");
}

void Write(const Retraction& retraction, PartWriter& to) {
  to.Key("target", retraction.target);
  to.Enum("how", retraction.how, RetractionHow::kMiscoded);
  to.Enum("judgement", retraction.judgement, Judgement::kAccepted);
  if (retraction.superseded_by) {
    to.Key("superseded_by", *retraction.superseded_by);
  }
  to.Key("report", retraction.report);
  to.QuoteParts(retraction.quote);
}

void Write(const Assessment& assessment, PartWriter& to) {
  to.Key("target", assessment.target);
  to.Part("scheme", NameOf(assessment.scheme));
  to.Part("value", assessment.value);
}

void Write(const Identity& identity, PartWriter& to) {
  to.Part("judgement", NameOf(identity.judgement));
  to.Key("entity", identity.a);
  to.Key("entity", identity.b);
}

void Write(const Dependence& dependence, PartWriter& to) {
  to.Key("from", dependence.from);
  to.Key("on", dependence.on);
  to.Part("how", NameOf(dependence.how));
  to.Enum("judgement", dependence.judgement, Judgement::kAccepted);
}

void WriteValues(const Source& source, PartWriter& to) {
  to.Text("name", source.name);
  to.Enum("kind", source.kind, SourceKind::kUnknown);
  if (source.anonymous) to.Part("anonymous", "true");
  to.Key("part_of", source.part_of);
  to.Key("entity", source.entity);
  to.Text("language", source.language);
  to.Enum("sensitivity", source.sensitivity, Sensitivity::kPublic);
}

void WriteValues(const Report& report, bool with_source, PartWriter& to) {
  if (with_source) to.Key("source", report.source);
  to.Text("title", report.title);
  to.Text("published", report.published);
  to.Text("retrieved", report.retrieved);
  to.Text("author", report.author);
  to.Text("url", report.url);
  to.Text("archive_url", report.archive_url);
  to.Text("language", report.language);
  to.File("file", report.file);
  to.File("text", report.text);
  to.Text("media_type", report.media_type);
  if (report.text_by) {
    to.Part("agent", report.text_by->agent);
    to.Enum("method", report.text_by->method, Method::kManual);
    to.Text("version", report.text_by->version);
  }
  to.Count("derived_from", report.derived_from.size());
  for (const Derivation& derivation : report.derived_from) {
    to.Key("upstream", derivation.upstream);
    to.Part("how", NameOf(derivation.how));
  }
  to.Enum("sensitivity", report.sensitivity, Sensitivity::kPublic);
}

void WriteValues(const Entity& entity, PartWriter& to) {
  to.Text("name", entity.name);
  to.Count("names", entity.names.size());
  for (const EntityName& name : entity.names) {
    to.Part("value", name.value);
    to.Text("lang", name.lang);
    to.Text("script", name.script);
    to.Key("report", name.report);
  }
  to.Enum("sensitivity", entity.sensitivity, Sensitivity::kPublic);
}

void Write(const Amendment& amendment, PartWriter& to) {
  to.Key("target", amendment.target);
  bool sets_source = false;
  for (const std::string& field : amendment.fields) {
    to.Part("field", field);
    sets_source = sets_source || field == "source";
  }
  if (const auto* report = std::get_if<Report>(&amendment.values)) {
    WriteValues(*report, sets_source, to);
  } else if (const auto* entity = std::get_if<Entity>(&amendment.values)) {
    WriteValues(*entity, to);
  } else {
    WriteValues(std::get<Source>(amendment.values), to);
  }
}

template <class T>
concept HasDerivedKey = requires(const T& record, PartWriter& to) {
  Write(record, to);
};

}  // namespace

absl::StatusOr<std::string> DerivedKey(const Event& event, KeyOfIndex key_of,
                                       uint64_t repetition) {
  PartWriter to(key_of);
  to.Raw(kDomain);
  to.Raw(NameOf(event.type()));
  const bool known = std::visit(
      [&to](const auto& record) {
        if constexpr (HasDerivedKey<std::decay_t<decltype(record)>>) {
          Write(record, to);
          return true;
        }
        return false;
      },
      event.record);
  if (!known) {
    return absl::InvalidArgumentError(
        absl::StrCat("no key can be derived for a ", NameOf(event.type())));
  }
  RETURN_IF_ERROR(to.status());
  to.Text("reason", event.reason);
  to.Count("repetition", repetition);
  const Sha256 hash = InputHasher().Hash(to.bytes());
  const std::string hex = absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(hash.data()), hash.size()));
  return absl::StrCat(NameOf(event.type()), ":",
                      absl::string_view(hex).substr(0, kHexDigits));
}

}  // namespace attest
