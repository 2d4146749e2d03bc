#include "engine/interchange/ftm_json.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/interchange/cell_text.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/interchange/ftm_model.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

RowError Wrong(absl::string_view column, std::string what,
               absl::string_view got, std::string want) {
  return {.file = {},
          .row = 0,
          .column = std::string(column),
          .what = std::move(what),
          .got = std::string(got),
          .want = std::move(want)};
}

std::optional<RowError> FaultOfId(absl::string_view column,
                                  absl::string_view id) {
  if (id.empty()) return Wrong(column, "no id", "", "the id of an entity");
  if (id.size() > kMaxFtmIdBytes) {
    return Wrong(column, "an id is too long", FirstCodePoints(id, 60),
                 absl::StrCat("at most ", kMaxFtmIdBytes, " bytes"));
  }
  if (FindControlCharacter(id)) {
    return Wrong(column, "a control character in an id", id, "none");
  }
  return std::nullopt;
}

std::optional<RowError> FaultOfSchema(absl::string_view name) {
  const FtmSchema* const schema = FindFtmSchema(name);
  if (schema != nullptr && schema->use != FtmUse::kAbstract) {
    return std::nullopt;
  }
  return Wrong("schema",
               schema == nullptr ? "unknown schema"
                                 : "not a schema "
                                   "that entities have",
               name, "a schema of the FollowTheMoney model");
}

// What texts have besides words: they are shown on terminals and pages.
std::optional<RowError> FaultOfText(absl::string_view column,
                                    absl::string_view text) {
  size_t at = FindForbiddenControl(text);
  if (at == absl::string_view::npos) return std::nullopt;
  return Wrong(column, "a control character",
               absl::StrFormat("U+%04X", NextCodePoint(text, at)), "text");
}

// Reads the fields of one object; the first fault stands.
class LineReading {
 public:
  explicit LineReading(FtmLine& line) : line_(line) {}

  [[nodiscard]] bool is_good() const { return !line_.fault; }

  void Fault(RowError fault) {
    if (!line_.fault) line_.fault = std::move(fault);
  }
  void Take(std::optional<RowError> fault) {
    if (fault) Fault(*std::move(fault));
  }

  void Warn(RowError warning) { line_.warnings.push_back(std::move(warning)); }

  // A text; null is an empty one.
  std::string Text(const JsonValue& value, absl::string_view name) {
    if (value.type == JsonType::kString) {
      // Line ends as a table has them.
      std::string text =
          absl::StrReplaceAll(value.text, {{"\r\n", "\n"}, {"\r", "\n"}});
      Take(FaultOfText(name, text));
      return text;
    }
    if (value.type != JsonType::kNull) {
      Fault(Wrong(name, "wrong type", JsonTypeName(value.type), "a text"));
    }
    return "";
  }

  // A list of texts, or one text.
  std::vector<std::string> Texts(const JsonValue& value,
                                 absl::string_view name) {
    std::vector<std::string> texts;
    const auto add = [&](const JsonValue& item) {
      if (item.type == JsonType::kObject) {
        Fault(Wrong(name, "an entity within an entity", "an object",
                    "the id of an entity: files of nested entities say less "
                    "than those of entities or statements"));
        return;
      }
      std::string text = Text(item, name);
      if (!text.empty()) texts.push_back(std::move(text));
    };
    if (value.type != JsonType::kArray) {
      add(value);
      return texts;
    }
    for (const JsonValue& item : JsonChildren(value)) add(item);
    return texts;
  }

  bool Bool(const JsonValue& value, absl::string_view name) {
    if (value.type == JsonType::kBool) return value.boolean;
    const std::string text = Text(value, name);
    return text == "t" || text == "true";
  }

 private:
  FtmLine& line_;
};

// The names of data sets as one.
std::string JoinedDatasets(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return absl::StrJoin(names, "+");
}

// What an entity has beside its properties.
struct EntityFields {
  std::vector<std::string> datasets;
  std::string first_seen;
  std::string last_seen;
  const JsonValue* properties = nullptr;
};

void TakeEntityField(const JsonValue& field, LineReading& reading,
                     FtmRecord& record, EntityFields& fields) {
  const absl::string_view name = field.name;
  if (name == "id") {
    record.id = reading.Text(field, name);
  } else if (name == "schema") {
    record.schema = reading.Text(field, name);
  } else if (name == "caption") {
    record.caption = reading.Text(field, name);
  } else if (name == "datasets" || name == "dataset") {
    fields.datasets = reading.Texts(field, name);
  } else if (name == "referents") {
    record.referents = reading.Texts(field, name);
  } else if (name == "first_seen") {
    fields.first_seen = reading.Text(field, name);
  } else if (name == "last_seen") {
    fields.last_seen = reading.Text(field, name);
  } else if (name == "properties") {
    fields.properties = &field;
  } else {
    reading.Warn(Wrong(name, "a field that is left out", "",
                       "id, schema, properties, caption, datasets, referents, "
                       "first_seen or last_seen"));
  }
}

void AddStatements(const EntityFields& fields, LineReading& reading,
                   FtmRecord& record) {
  FtmStatement statement;
  statement.entity = record.id;
  statement.canonical = record.id;
  statement.schema = record.schema;
  statement.dataset = JoinedDatasets(fields.datasets);
  statement.first_seen = fields.first_seen;
  statement.last_seen = fields.last_seen;
  statement.property = "id";
  statement.value = record.id;
  record.statements.push_back(statement);
  for (const JsonValue& property : JsonChildren(*fields.properties)) {
    statement.property = std::string(property.name);
    for (std::string& value : reading.Texts(property, property.name)) {
      statement.value = std::move(value);
      record.statements.push_back(statement);
    }
  }
}

void ReadEntity(const JsonValue& root, LineReading& reading, FtmLine& line) {
  FtmRecord record;
  EntityFields fields;
  for (const JsonValue& field : JsonChildren(root)) {
    TakeEntityField(field, reading, record, fields);
  }
  reading.Take(FaultOfId("id", record.id));
  reading.Take(FaultOfSchema(record.schema));
  if (fields.properties == nullptr ||
      fields.properties->type != JsonType::kObject) {
    reading.Fault(Wrong("properties", "no properties", "",
                        "an object of lists of texts"));
  }
  if (!reading.is_good()) return;
  AddStatements(fields, reading, record);
  for (const FtmStatement& statement : record.statements) {
    reading.Take(FaultOf(statement));
  }
  for (const std::string& referent : record.referents) {
    reading.Take(FaultOfId("referents", referent));
  }
  line.entity = std::move(record);
}

void ReadStatement(const JsonValue& root, LineReading& reading, FtmLine& line) {
  FtmStatement statement;
  const std::pair<absl::string_view, std::string*> texts[] = {
      {"id", &statement.id},
      {"entity_id", &statement.entity},
      {"canonical_id", &statement.canonical},
      {"schema", &statement.schema},
      {"prop", &statement.property},
      {"value", &statement.value},
      {"dataset", &statement.dataset},
      {"lang", &statement.lang},
      {"original_value", &statement.original},
      {"first_seen", &statement.first_seen},
      {"last_seen", &statement.last_seen},
      {"origin", &statement.origin}};
  for (const JsonValue& field : JsonChildren(root)) {
    const auto* const text = std::find_if(
        std::begin(texts), std::end(texts),
        [&](const auto& known) { return known.first == field.name; });
    if (text != std::end(texts)) {
      *text->second = reading.Text(field, field.name);
    } else if (field.name == "external") {
      statement.is_external = reading.Bool(field, field.name);
    } else if (field.name != "prop_type") {
      reading.Warn(Wrong(field.name, "a field that is left out", "",
                         "a field of statements"));
    }
  }
  reading.Take(FaultOf(statement));
  line.statement = std::move(statement);
}

std::string ScoreOf(const JsonValue& value, LineReading& reading) {
  if (value.type == JsonType::kNumber) return std::string(value.text);
  return reading.Text(value, "score");
}

void TakeJudgementField(absl::string_view name, const JsonValue& value,
                        LineReading& reading, FtmJudgement& judgement) {
  if (name == "target" || name == "left_id") {
    judgement.left = reading.Text(value, name);
  } else if (name == "source" || name == "right_id") {
    judgement.right = reading.Text(value, name);
  } else if (name == "judgement") {
    judgement.judgement = reading.Text(value, name);
  } else if (name == "score") {
    judgement.score = ScoreOf(value, reading);
  } else if (name == "user") {
    judgement.user = reading.Text(value, name);
  } else if (name == "timestamp" || name == "created_at") {
    judgement.timestamp = reading.Text(value, name);
  } else if (name == "deleted_at") {
    judgement.is_deleted = !reading.Text(value, name).empty();
  } else if (value.type != JsonType::kNull) {
    reading.Warn(Wrong(name, "a part of a judgement that is left out", "",
                       "target, source, judgement, score, user and "
                       "timestamp"));
  }
}

void ReadJudgement(const JsonValue& root, LineReading& reading, FtmLine& line) {
  static constexpr absl::string_view kNames[] = {
      "target", "source",    "judgement", "score",
      "user",   "timestamp", "deleted_at"};
  FtmJudgement judgement;
  size_t place = 0;
  for (const JsonValue& value : JsonChildren(root)) {
    const absl::string_view name = root.type == JsonType::kObject ? value.name
                                   : place < std::size(kNames) ? kNames[place]
                                                               : "more";
    TakeJudgementField(name, value, reading, judgement);
    ++place;
  }
  reading.Take(FaultOfId("target", judgement.left));
  reading.Take(FaultOfId("source", judgement.right));
  const absl::string_view said = judgement.judgement;
  if (said != "positive" && said != "negative" && said != "unsure" &&
      said != "no_judgement") {
    reading.Fault(Wrong("judgement", "unknown judgement", said,
                        "positive, negative, unsure or no_judgement"));
  }
  if (judgement.left == judgement.right) {
    reading.Fault(Wrong("source", "an entity judged against itself",
                        judgement.left, "two entities"));
  }
  line.judgement = std::move(judgement);
}

bool Has(const JsonValue& root, absl::string_view name) {
  for (const JsonValue& field : JsonChildren(root)) {
    if (field.name == name) return true;
  }
  return false;
}

}  // namespace

std::optional<RowError> FaultOf(const FtmStatement& statement) {
  std::optional<RowError> fault = FaultOfId("entity_id", statement.entity);
  if (!fault) fault = FaultOfSchema(statement.schema);
  if (!fault && !statement.canonical.empty()) {
    fault = FaultOfId("canonical_id", statement.canonical);
  }
  if (!fault && statement.property.empty()) {
    fault = Wrong("prop", "no property", "", "the name of a property");
  }
  // Part of a predicate's key.
  constexpr size_t kMaxNameBytes = 100;
  if (!fault && (statement.property.size() > kMaxNameBytes ||
                 FindControlCharacter(statement.property))) {
    fault = Wrong("prop", "no name of a property",
                  FirstCodePoints(statement.property, 60), "a short name");
  }
  if (!fault && (statement.dataset.size() > kMaxFtmIdBytes ||
                 FindControlCharacter(statement.dataset))) {
    fault = Wrong("dataset", "no name of a data set",
                  FirstCodePoints(statement.dataset, 60), "a short name");
  }
  if (!fault && statement.value.empty() && statement.property != "id") {
    fault = Wrong("value", "no value", "", "the value of the property");
  }
  const FtmSchema* const schema = FindFtmSchema(statement.schema);
  if (fault || schema == nullptr) return fault;
  const FtmProperty* const property =
      FindFtmProperty(*schema, statement.property);
  if (property != nullptr && property->type == FtmType::kEntity) {
    return FaultOfId(statement.property, statement.value);
  }
  return std::nullopt;
}

FtmLine ReadFtmLine(const JsonValue& root) {
  FtmLine line;
  LineReading reading(line);
  if (root.type == JsonType::kArray) {
    ReadJudgement(root, reading, line);
  } else if (root.type != JsonType::kObject) {
    reading.Fault(Wrong("", "no line of FollowTheMoney",
                        JsonTypeName(root.type), "an object or an array"));
  } else if (Has(root, "entity_id")) {
    ReadStatement(root, reading, line);
  } else if (Has(root, "judgement")) {
    ReadJudgement(root, reading, line);
  } else {
    ReadEntity(root, reading, line);
  }
  if (line.fault) {
    line.entity.reset();
    line.statement.reset();
    line.judgement.reset();
    line.warnings.clear();
  }
  return line;
}

}  // namespace attest
