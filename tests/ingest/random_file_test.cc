// Random files: against a slow reader, and with random bytes changed.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/model/vocabulary.h"
#include "tests/ingest/reading_fixture.h"
#include "tests/reference/ingest_reader.h"

namespace attest::testing {
namespace {

using reference::IngestReader;
using reference::Json;

// Writes files whose lines mostly make sense.
class FileWriter {
 public:
  explicit FileWriter(uint32_t seed) : random_(seed) {}

  std::vector<Json> Lines() {
    std::vector<Json> lines;
    for (const auto& [type, kind] :
         {std::pair("source", "source"), std::pair("report", "report"),
          std::pair("entity", "person"), std::pair("entity", "unit")}) {
      for (int i = 0; i < 2; ++i) {
        if (Below(8) > 0) lines.push_back(Definition(type, kind, i));
      }
    }
    const size_t count = 1 + Below(6);
    for (size_t i = 0; i < count; ++i) lines.push_back(Line());
    if (Below(4) == 0) lines.push_back(lines[Below(lines.size())]);
    for (size_t i = lines.size(); i > 1; --i) {
      if (Below(3) == 0) std::swap(lines[i - 1], lines[Below(i)]);
    }
    return lines;
  }

 private:
  size_t Below(size_t limit) { return random_() % limit; }

  // A key of a record of `type`: one of few, and now and then of another.
  std::string Key(const std::string& type) {
    static const std::vector<std::string> kTypes = {"source", "report", "unit",
                                                    "person", "claim"};
    const std::string& name = Below(40) == 0 ? kTypes[Below(5)] : type;
    return absl::StrCat(name, Below(name == "claim" ? 3 : 2));
  }

  static Json Definition(const std::string& type, const std::string& kind,
                         int number) {
    Json line = {{"type", type}, {"id", absl::StrCat(kind, number)}};
    if (type == "entity") line["kind"] = kind;
    if (type == "source") line["kind"] = "outlet";
    line[type == "report" ? "title" : "name"] = "N";
    if (type == "report") line["source"] = "source0";
    return line;
  }

  Json Line() {
    switch (Below(9)) {
      case 0:
      case 1:
        return SourceOf();
      case 2:
      case 3:
        return ReportOf();
      case 4:
        return {{"type", "entity"},
                {"id", Key("person")},
                {"kind", "person"},
                {"name", "N"}};
      case 5:
        return {{"type", "entity"},
                {"id", Key("unit")},
                {"kind", "unit"},
                {"name", "N"}};
      case 6:
        return DecisionOf();
      default:
        return ClaimOf();
    }
  }

  Json SourceOf() {
    Json line = {{"type", "source"},
                 {"id", Key("source")},
                 {"name", "N"},
                 {"kind", "outlet"}};
    if (Below(3) == 0) line["part_of"] = Key("source");
    if (Below(3) == 0) line["entity"] = Key("person");
    if (Below(3) == 0) line["anonymous"] = false;
    if (Below(4) == 0) line["note"] = "n";
    return line;
  }

  Json ReportOf() {
    Json line = {{"type", "report"},
                 {"id", Key("report")},
                 {"source", Key("source")},
                 {"title", "N"}};
    if (Below(2) == 0) {
      line["derived_from"] = {{{"report", Key("report")}, {"how", "reprint"}}};
    }
    return line;
  }

  Json ClaimOf() {
    Json line = {{"type", "claim"},
                 {"id", Key("claim")},
                 {"report", Key("report")},
                 {"subject", Key("person")}};
    if (Below(2) == 0) {
      line["predicate"] = "commands";
      line["object"] = Key("unit");
    } else {
      line["predicate"] = "killed";
      line["value"] = true;
    }
    if (Below(3) == 0) line["attribution"] = {{{"source", Key("source")}}};
    if (Below(3) == 0) line["rests_on"] = {Key("claim")};
    if (Below(3) == 0) line["stance"] = Below(2) == 0 ? "asserts" : "denies";
    return line;
  }

  Json DecisionOf() {
    switch (Below(3)) {
      case 0:
        return {{"type", "retraction"}, {"id", "x1"}, {"target", Key("claim")}};
      case 1:
        return {{"type", "identity"},
                {"id", "x2"},
                {"judgement", "same"},
                {"entities", {Key("person"), Key("unit")}}};
      default:
        return {{"type", "dependence"},
                {"id", "x3"},
                {"from", Key("report")},
                {"on", Key("source")},
                {"how", "reprint"}};
    }
  }

  std::mt19937 random_;
};

// Writes an event back as the line that it was, without defaults.
class LineOf {
 public:
  explicit LineOf(const std::vector<Event>& events) : events_(events) {}

  Json operator()(const Event& event) const {
    Json line = std::visit(
        [this](const auto& record) { return Fields(record); }, event.record);
    line["type"] = std::string(NameOf(event.type()));
    line["id"] = event.key;
    return line;
  }

 private:
  template <class Tag>
  std::string Key(Id<Tag> id) const {
    return events_.at(id.value()).key;
  }
  template <class... Tags>
  std::string Key(const std::variant<Id<Tags>...>& target) const {
    return std::visit([this](auto id) { return this->Key(id); }, target);
  }

  Json Fields(const Source& source) const {
    Json line = {{"name", source.name},
                 {"kind", std::string(NameOf(source.kind))}};
    if (source.part_of) line["part_of"] = Key(*source.part_of);
    if (source.entity) line["entity"] = Key(*source.entity);
    return line;
  }
  Json Fields(const Report& report) const {
    Json line = {{"source", Key(report.source)}, {"title", report.title}};
    for (const Derivation& derivation : report.derived_from) {
      line["derived_from"].push_back(
          {{"report", Key(derivation.upstream)},
           {"how", std::string(NameOf(derivation.how))}});
    }
    return line;
  }
  Json Fields(const Entity& entity) const {
    return {{"kind", std::string(NameOf(entity.kind))}, {"name", entity.name}};
  }
  Json Fields(const Claim& claim) const {
    Json line = {{"report", Key(claim.report)},
                 {"subject", Key(claim.subject)},
                 {"predicate", FindBuiltin(claim.predicate)->key}};
    if (const auto* object = std::get_if<EntityId>(&claim.object)) {
      line["object"] = Key(*object);
    } else {
      line["value"] = true;
    }
    for (const Speaker& speaker : claim.attribution) {
      line["attribution"].push_back({{"source", Key(speaker.source)}});
    }
    for (ClaimId premise : claim.rests_on) {
      line["rests_on"].push_back(Key(premise));
    }
    if (claim.stance != Stance::kAsserts) {
      line["stance"] = std::string(NameOf(claim.stance));
    }
    return line;
  }
  Json Fields(const Retraction& retraction) const {
    return {{"target", Key(retraction.target)}};
  }
  Json Fields(const Identity& identity) const {
    return {{"judgement", std::string(NameOf(identity.judgement))},
            {"entities", {Key(identity.a), Key(identity.b)}}};
  }
  Json Fields(const Dependence& dependence) const {
    return {{"from", Key(dependence.from)},
            {"on", Key(dependence.on)},
            {"how", std::string(NameOf(dependence.how))}};
  }
  template <class T>
  Json Fields(const T&) const {
    ADD_FAILURE() << "a record that no line stands for";
    return {};
  }

  const std::vector<Event>& events_;
};

class RandomFileTest : public ReadingTest {
 protected:
  // Reads `bytes`, which for so many files had better not go through a folder.
  FileReading ReadBytes(const std::string& bytes, ReaderOptions options = {}) {
    reader_ = std::make_unique<CaseReader>(case_, options);
    const auto reading = reader_->ReadText("f.jsonl", bytes);
    EXPECT_TRUE(reading.ok()) << reading.status();
    return reading.ok() ? *reading : FileReading();
  }

  // Emits what `reader` has read, `events` being there already.
  std::vector<Event> Emitted(CaseReader& reader, std::vector<Event> events) {
    MemoryCase contents;
    const absl::Status emitted = reader.Emit(
        EventIndex(case_.events().size()), contents, [&events](Event event) {
          events.push_back(std::move(event));
          return absl::OkStatus();
        });
    EXPECT_TRUE(emitted.ok()) << emitted;
    stored_ = contents.content_count();
    return events;
  }

  // Reads `bytes` twice, the second time with the events handed out early, and
  // compares what comes of it. Returns whether they stayed handed out.
  bool CompareEarly(const std::string& bytes, ReaderOptions options = {}) {
    CaseReader late(case_, options);
    CaseReader early(case_, options);
    EarlyList list(EventIndex(case_.events().size()));
    const auto expected = late.ReadText("f.jsonl", bytes);
    const auto reading = early.ReadText("f.jsonl", bytes, &list);
    EXPECT_TRUE(expected.ok() && reading.ok()) << reading.status();
    if (!expected.ok() || !reading.ok()) return false;
    EXPECT_EQ(ErrorsOf(*reading), ErrorsOf(*expected));
    EXPECT_EQ(reading->new_events, expected->new_events);
    EXPECT_EQ(reading->already_present, expected->already_present);
    const bool is_bad = reading->error_count > 0;
    if (is_bad && !options.set_rejects_aside) {
      EXPECT_TRUE(list.events().empty());
      return false;
    }
    const std::vector<Event> events = Emitted(late, {});
    const size_t contents = stored_;
    EXPECT_TRUE(Emitted(early, list.events()) == events) << bytes;
    EXPECT_EQ(stored_, contents);
    if (list.was_withdrawn() || events.empty()) return false;
    EXPECT_EQ(list.promised(), events.size());
    EXPECT_EQ(list.events().size() + 1, events.size());
    return true;
  }

  size_t stored_ = 0;
};

TEST_F(RandomFileTest, EventsHandedOutEarlyAreTheEvents) {
  int stayed = 0;
  for (uint32_t seed = 0; seed < 10'000; ++seed) {
    SCOPED_TRACE(seed);
    std::string bytes;
    for (const Json& line : FileWriter(seed).Lines()) {
      bytes += line.dump() + "\n";
    }
    case_ = MemoryCase();
    if (seed % 3 == 0) Add(SourceLine("source0") + PersonLine("person0"));
    if (CompareEarly(bytes, {.amend = seed % 5 == 0,
                             .set_rejects_aside = seed % 2 == 0})) {
      ++stayed;
    }
  }
  EXPECT_GT(stayed, 100);
}

TEST_F(RandomFileTest, AreReadAsTheSlowReaderReadsThem) {
  int valid = 0;
  for (uint32_t seed = 0; seed < 10'000; ++seed) {
    SCOPED_TRACE(seed);
    const std::vector<Json> lines = FileWriter(seed).Lines();
    std::string bytes;
    for (const Json& line : lines) bytes += line.dump() + "\n";
    SCOPED_TRACE(bytes);
    const IngestReader expected(lines);
    case_ = MemoryCase();
    const FileReading reading = ReadBytes(bytes);
    ASSERT_EQ(reading.error_count == 0, expected.is_valid())
        << ErrorsOf(reading);
    if (!expected.is_valid()) continue;
    ++valid;
    ASSERT_TRUE(case_.Add(*reader_).ok());
    ASSERT_EQ(case_.events().size(), expected.lines().size() + 1);
    const LineOf line_of(case_.events());
    for (size_t i = 0; i + 1 < case_.events().size(); ++i) {
      const Event& event = case_.events()[i];
      EXPECT_EQ(line_of(event), expected.lines().at(event.key));
      for (const std::string& before :
           IngestReader::Before(expected.lines().at(event.key))) {
        EXPECT_LT(case_.IndexOf(before), i);
      }
    }
  }
  EXPECT_GT(valid, 300);
}

TEST_F(RandomFileTest, GoodLinesOfBadFilesAreAddedAndMakeAGoodFile) {
  for (uint32_t seed = 0; seed < 10'000; ++seed) {
    SCOPED_TRACE(seed);
    std::vector<Json> lines = FileWriter(seed).Lines();
    std::string bytes;
    for (const Json& line : lines) bytes += line.dump() + "\n";
    SCOPED_TRACE(bytes);
    case_ = MemoryCase();
    const FileReading reading = ReadBytes(bytes, {.set_rejects_aside = true});
    ASSERT_TRUE(case_.Add(*reader_).ok());
    std::set<uint64_t> rejected;
    ASSERT_TRUE(reader_
                    ->VisitRejects([&](const RejectedLine& line) {
                      rejected.insert(line.line);
                      EXPECT_EQ(Json::parse(line.text), lines[line.line - 1]);
                      return absl::OkStatus();
                    })
                    .ok());
    EXPECT_EQ(rejected.size(), reading.rejected);
    std::vector<Json> rest;
    for (size_t i = 0; i < lines.size(); ++i) {
      if (!rejected.contains(i + 1)) rest.push_back(lines[i]);
    }
    const IngestReader expected(rest);
    EXPECT_TRUE(expected.is_valid());
    const size_t closed = case_.events().empty() ? 0 : 1;
    EXPECT_EQ(case_.events().size(), expected.lines().size() + closed);
  }
}

// One of each record, as a file.
std::string OneOfEach() {
  return SourceLine("s", R"(,"language":"ar","sensitivity":"restricted")") +
         PersonLine("p", R"(,"names":["Q",{"value":"R","lang":"ar"}])") +
         PersonLine("q") +
         ReportLine("r",
                    R"(,"text":"He was shot at dawn.","published":"2011~",)"
                    R"("derived_from":[{"source":"s","how":"summary"}])") +
         R"({"type":"entity","id":"i","kind":"incident","name":"I"})"
         "\n"
         R"({"type":"predicate","id":"likes","label":"l","domain":["person"],)"
         R"("range":["person","unit"],"time":"state","once":true})"
         "\n"
         R"({"type":"claim","report":"r","subject":"p","predicate":"likes",)"
         R"("object":"q","valid":"2011/2012","quote":{"exact":"was shot"}})"
         "\n"
         R"({"type":"claim","id":"c","report":"r","subject":"i","predicate":)"
         R"("killed_count","value":{"low":1,"high":3},"real_ends":["start"],)"
         R"("citation":{"page":3},"attribution":[{"source":"s"}]})"
         "\n"
         R"({"type":"retraction","target":"c","how":"corrected"})"
         "\n"
         R"({"type":"assessment","target":"s","scheme":"status",)"
         R"("value":"rejected"})"
         "\n"
         R"({"type":"identity","judgement":"same","entities":["p","q"]})"
         "\n"
         R"({"type":"dependence","from":"r","on":"s","how":"reprint"})"
         "\n"
         R"({"type":"amendment","target":"s","set":{"name":"New"}})"
         "\n"
         R"({"type":"source","id":"#1","kind":"person","withheld":"sealed"})"
         "\n";
}

TEST_F(RandomFileTest, ChangedBytesAreReadOrRefusedAndWhatIsReadIsEmitted) {
  const std::string whole = OneOfEach();
  EXPECT_TRUE(CompareEarly(whole));
  EXPECT_TRUE(CompareEarly("\n \r\n" + whole + "\t\n"));
  EXPECT_TRUE(CompareEarly(whole.substr(0, whole.size() - 1)));
  EXPECT_FALSE(CompareEarly(whole + whole));
  Add(whole);
  const std::string alphabet = "{}[]\",:0129aeps#\\\n\t \xC3\xA9\xFF";
  int accepted = 0;
  for (uint32_t seed = 0; seed < 20'000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::string bytes = whole;
    for (size_t changes = 1 + random() % 3; changes > 0; --changes) {
      const size_t at = random() % bytes.size();
      const char byte = alphabet[random() % alphabet.size()];
      switch (random() % 6) {
        case 0:
        case 1:
          // Often still a line.
          if (bytes[at] >= 'a' && bytes[at] <= 'z') bytes[at] = 'x';
          break;
        case 2:
          bytes[at] = byte;
          break;
        case 3:
          bytes.erase(at, 1 + random() % 9);
          break;
        case 4:
          bytes.insert(at, 1, byte);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), 20));
      }
    }
    case_ = MemoryCase();
    const bool rejects = seed % 2 == 0;
    CompareEarly(bytes, {.amend = seed % 3 == 0, .set_rejects_aside = rejects});
    const FileReading reading = ReadBytes(
        bytes, {.amend = seed % 3 == 0, .set_rejects_aside = rejects});
    if (reading.error_count == 0) ++accepted;
    if (reading.error_count > 0 && !rejects) continue;
    const absl::Status added = case_.Add(*reader_);
    EXPECT_TRUE(added.ok()) << added << "\n" << bytes;
    EXPECT_EQ(case_.events().size(),
              reading.new_events + (reading.new_events > 0 ? 1 : 0));
    // Added once more, it changes nothing.
    if (reading.error_count == 0) {
      EXPECT_EQ(ReadBytes(bytes).new_events, 0u) << bytes;
    }
  }
  EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace attest::testing
