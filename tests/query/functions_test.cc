#include "engine/query/functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/query_error.h"
#include "engine/query/value_text.h"
#include "engine/text/utf8.h"
#include "tests/query/random_values.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {
namespace {

using Args = Value::List;
using Type = Value::Type;

Value Int(int64_t value) { return Value::Integer(value); }
Value Float(double value) { return Value::Float(value); }
Value Text(absl::string_view text) { return Value::String(std::string(text)); }
Value List(Value::List values) { return Value::MakeList(std::move(values)); }

FunctionContext ContextOf(const PropertyGraph& graph) {
  return {.graph = &graph,
          .now = absl::FromUnixMillis(1234567890123),
          .random = [] { return 0.25; },
          .max_bytes = 1 << 20};
}

std::string ShownIn(const PropertyGraph& graph, absl::string_view name,
                    const Args& args) {
  const Function* function = FindFunction(name);
  if (function == nullptr) return "no such function";
  const absl::StatusOr<Value> value = Call(*function, ContextOf(graph), args);
  if (value.ok()) return ValueText(graph, *value).value();
  const std::optional<QueryFault> fault = FaultOf(value.status());
  if (!fault.has_value()) return value.status().ToString();
  return absl::StrCat(NameOf(fault->type), " ", fault->detail);
}

std::string Result(absl::string_view name, const Args& args) {
  const MemoryGraph graph;
  return ShownIn(graph, name, args);
}

// -- The register -------------------------------------------------------------

TEST(FunctionsTest, AreSortedAndFoundInAnyCase) {
  absl::string_view before;
  for (const Function& function : AllFunctions()) {
    EXPECT_LT(before, function.name);
    before = function.name;
    EXPECT_EQ(FindFunction(absl::AsciiStrToUpper(function.name)), &function);
    EXPECT_NE(function.body, nullptr) << function.name;
    EXPECT_LE(static_cast<size_t>(function.least_args), function.takes.size());
    EXPECT_TRUE(
        absl::StartsWith(function.signature, absl::StrCat(function.name, "(")))
        << function.signature;
    EXPECT_TRUE(absl::StrContains(function.signature, " :: "))
        << function.signature;
  }
  EXPECT_EQ(FindFunction("nothing"), nullptr);
}

TEST(FunctionsTest, ArgumentsAreChecked) {
  EXPECT_EQ(Result("toUpper", {}), "ArgumentError InvalidNumberOfArguments");
  EXPECT_EQ(Result("pi", {Int(1)}), "ArgumentError InvalidNumberOfArguments");
  EXPECT_EQ(Result("toUpper", {Int(1)}), "TypeError InvalidArgumentValue");
  EXPECT_EQ(Result("labels", {Int(1)}), "TypeError InvalidArgumentValue");
  EXPECT_EQ(Result("toUpper", {Value()}), "null");
  EXPECT_EQ(Result("substring", {Text("a"), Value()}), "null");
}

TEST(FunctionsTest, AnythingGoesInWithoutACrashAndWhatIsSaidComesOut) {
  constexpr uint32_t kSeed = 31;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  MemoryGraph graph;
  const NodeId one = graph.AddNode({"A"}, {{"a", Int(1)}});
  const NodeId two = graph.AddNode({});
  graph.AddRelationship(one, "T", two);
  graph.AddRelationship(two, "U", one, {{"b", Int(2)}});
  FunctionContext context = ContextOf(graph);
  for (const Function& function : AllFunctions()) {
    const size_t most = std::min<size_t>(function.takes.size(), 4);
    for (int i = 0; i < 400; ++i) {
      const auto least = static_cast<size_t>(function.least_args);
      Args args(least + Draw(random, most - least + 1));
      bool has_null = false;
      for (Value& arg : args) {
        arg = RandomValue(random);
        has_null = has_null || arg.IsNull();
      }
      const absl::StatusOr<Value> value = Call(function, context, args);
      if (!value.ok()) {
        EXPECT_TRUE(FaultOf(value.status()).has_value()) << value.status();
        continue;
      }
      if (value->IsNull()) continue;
      EXPECT_FALSE(has_null && function.null_for_null) << function.name;
      EXPECT_NE(SetOf(value->type()) & function.gives, 0U)
          << function.name << " gave " << NameOf(value->type());
    }
  }
}

// -- Conversions --------------------------------------------------------------

TEST(FunctionsTest, ToIntegerCutsFractions) {
  EXPECT_EQ(Result("toInteger", {Float(82.9)}), "82");
  EXPECT_EQ(Result("toInteger", {Float(-82.9)}), "-82");
  EXPECT_EQ(Result("toInteger", {Text("2.9")}), "2");
  EXPECT_EQ(Result("toInteger", {Text(" -7 ")}), "-7");
  EXPECT_EQ(Result("toInteger", {Text("1e3")}), "1000");
  EXPECT_EQ(Result("toInteger", {Text(".5")}), "0");
  EXPECT_EQ(Result("toInteger", {Text("9223372036854775807.9")}),
            "9223372036854775807");
  EXPECT_EQ(Result("toInteger", {Text("9223372036854775808")}), "null");
  for (const char* text : {"foo", "", ".", "-", "1.2.3", "0x1", "1e", "nan"}) {
    EXPECT_EQ(Result("toInteger", {Text(text)}), "null") << text;
  }
  EXPECT_EQ(Result("toInteger", {Float(1e300)}),
            "ArithmeticError NumberOutOfRange");
  EXPECT_EQ(Result("toIntegerOrNull", {Float(1e300)}), "null");
  EXPECT_EQ(Result("toIntegerOrNull", {List({})}), "null");
  EXPECT_EQ(Result("toInteger", {List({})}), "TypeError InvalidArgumentValue");
}

TEST(FunctionsTest, ToFloatAndToBooleanRead) {
  EXPECT_EQ(Result("toFloat", {Int(4)}), "4.0");
  EXPECT_EQ(Result("toFloat", {Text("1")}), "1.0");
  EXPECT_EQ(Result("toFloat", {Text("-1.5e-3")}), "-0.0015");
  EXPECT_EQ(Result("toFloat", {Text("infinity")}), "Inf");
  EXPECT_EQ(Result("toFloat", {Text("foo")}), "null");
  EXPECT_EQ(Result("toFloat", {Value::Boolean(true)}),
            "TypeError InvalidArgumentValue");
  EXPECT_EQ(Result("toFloatOrNull", {Value::Boolean(true)}), "null");
  EXPECT_EQ(Result("toBoolean", {Text("TRUE")}), "true");
  EXPECT_EQ(Result("toBoolean", {Text(" tru ")}), "null");
  EXPECT_EQ(Result("toBoolean", {Float(1)}), "TypeError InvalidArgumentValue");
  EXPECT_EQ(Result("toBooleanOrNull", {Float(1)}), "null");
}

TEST(FunctionsTest, ToStringWritesWhatReadsBack) {
  EXPECT_EQ(Result("toString", {Value::Boolean(false)}), "'false'");
  EXPECT_EQ(Result("toString", {Float(1)}), "'1.0'");
  EXPECT_EQ(Result("toString", {Float(1e20)}), "'100000000000000000000.0'");
  EXPECT_EQ(Result("toString", {Float(1.5e21)}), "'1.5e21'");
  EXPECT_EQ(Result("toString", {Float(1e-305)}), "'1e-305'");
  EXPECT_EQ(Result("toString", {Float(0.00001)}), "'0.00001'");
  EXPECT_EQ(Result("toString", {Float(-0.0)}), "'-0.0'");
  EXPECT_EQ(Result("toString", {Value::FromDate({})}), "'1970-01-01'");
  EXPECT_EQ(Result("toString", {Value::MakeMap({})}),
            "TypeError InvalidArgumentValue");
  EXPECT_EQ(Result("toStringOrNull", {Value::MakeMap({})}), "null");
  std::mt19937_64 random(32);
  const MemoryGraph graph;
  const FunctionContext context = ContextOf(graph);
  for (int i = 0; i < 20'000; ++i) {
    const double number = std::ldexp(static_cast<double>(random()),
                                     static_cast<int>(random() % 1900) - 1060);
    const Value text =
        *Call(*FindFunction("toString"), context, Args{Float(number)});
    ASSERT_EQ(Call(*FindFunction("toFloat"), context, Args{text})->floating(),
              number)
        << text.string();
  }
}

// -- Numbers ------------------------------------------------------------------

TEST(FunctionsTest, SignsAndRoots) {
  EXPECT_EQ(Result("abs", {Int(-1)}), "1");
  EXPECT_EQ(Result("abs", {Float(-1.5)}), "1.5");
  EXPECT_EQ(Result("abs", {Int(std::numeric_limits<int64_t>::min())}),
            "ArithmeticError NumberOutOfRange");
  EXPECT_EQ(Result("sign", {Float(-0.1)}), "-1");
  EXPECT_EQ(Result("sign", {Int(0)}), "0");
  EXPECT_EQ(Result("sqrt", {Float(12.96)}), "3.6");
  EXPECT_EQ(Result("ceil", {Float(0.1)}), "1.0");
  EXPECT_EQ(Result("floor", {Float(-0.1)}), "-1.0");
  EXPECT_EQ(Result("log", {Int(-1)}), "NaN");
  EXPECT_EQ(Result("rand", {}), "0.25");
  EXPECT_EQ(Result("isNaN", {Int(1)}), "false");
  EXPECT_EQ(Result("degrees", {Float(std::acos(-1.0))}), "180.0");
  EXPECT_EQ(Result("haversin", {Int(0)}), "0.0");
}

TEST(FunctionsTest, RoundTakesDecimalsAndModes) {
  EXPECT_EQ(Result("round", {Float(3.5)}), "4.0");
  EXPECT_EQ(Result("round", {Float(-1.5)}), "-1.0");
  EXPECT_EQ(Result("round", {Float(0.49999999999999994)}), "0.0");
  EXPECT_EQ(Result("round", {Int(7)}), "7.0");
  EXPECT_EQ(Result("round", {Float(1.005), Int(2)}), "1.01");
  EXPECT_EQ(Result("round", {Float(-1.55), Int(1)}), "-1.6");
  EXPECT_EQ(Result("round", {Float(9.99), Int(1)}), "10.0");
  EXPECT_EQ(Result("round", {Float(0.5), Int(400)}), "0.5");
  EXPECT_EQ(Result("round", {Float(1e300), Int(2)}), "1e300");
  const auto round = [](double value, const char* mode) {
    return Result("round", {Float(value), Int(1), Text(mode)});
  };
  EXPECT_EQ(round(1.11, "UP"), "1.2");
  EXPECT_EQ(round(-1.11, "UP"), "-1.2");
  EXPECT_EQ(round(-1.19, "DOWN"), "-1.1");
  EXPECT_EQ(round(-1.19, "CEILING"), "-1.1");
  EXPECT_EQ(round(-1.11, "FLOOR"), "-1.2");
  EXPECT_EQ(round(1.25, "half_up"), "1.3");
  EXPECT_EQ(round(1.25, "HALF_DOWN"), "1.2");
  EXPECT_EQ(round(1.251, "HALF_DOWN"), "1.3");
  EXPECT_EQ(round(1.25, "HALF_EVEN"), "1.2");
  EXPECT_EQ(round(1.35, "HALF_EVEN"), "1.4");
  EXPECT_EQ(round(1.3, "UP"), "1.3");
  EXPECT_EQ(round(1, "nearest"), "ArgumentError InvalidArgumentValue");
  EXPECT_EQ(Result("round", {Float(1), Int(-1)}),
            "ArgumentError NumberOutOfRange");
}

// -- Strings ------------------------------------------------------------------

// Of one, two, three and four bytes each.
std::vector<std::string> RandomCharacters(std::mt19937& random) {
  static const std::vector<std::string> kCharacters = {"a", "é", "部", "😀"};
  std::vector<std::string> characters(Draw(random, 6));
  for (std::string& character : characters) {
    character = kCharacters[Draw(random, kCharacters.size())];
  }
  return characters;
}

std::string Joined(const std::vector<std::string>& characters, size_t begin,
                   size_t end) {
  std::string text;
  for (size_t i = begin; i < std::min(end, characters.size()); ++i) {
    text += characters[i];
  }
  return text;
}

TEST(FunctionsTest, PartsOfStringsCountCodePoints) {
  constexpr uint32_t kSeed = 33;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  for (int i = 0; i < 2'000; ++i) {
    const std::vector<std::string> all = RandomCharacters(random);
    const size_t size = all.size();
    const Value text = Text(Joined(all, 0, size));
    const size_t a = Draw(random, 8);
    const size_t b = Draw(random, 8);
    const Value first = Int(static_cast<int64_t>(a));
    const Value second = Int(static_cast<int64_t>(b));
    ASSERT_EQ(Result("substring", {text, first, second}),
              QuotedText(Joined(all, a, a + b)));
    ASSERT_EQ(Result("substring", {text, first}),
              QuotedText(Joined(all, a, size)));
    ASSERT_EQ(Result("left", {text, first}), QuotedText(Joined(all, 0, a)));
    ASSERT_EQ(Result("right", {text, first}),
              QuotedText(Joined(all, size - std::min(a, size), size)));
    ASSERT_EQ(Result("size", {text}), absl::StrCat(size));
    ASSERT_EQ(Result("char_length", {text}), absl::StrCat(size));
    ASSERT_EQ(Result("reverse", {text}),
              QuotedText(Joined({all.rbegin(), all.rend()}, 0, size)));
  }
  EXPECT_EQ(Result("substring", {Text("abc"), Int(-1)}),
            "ArgumentError NumberOutOfRange");
  EXPECT_EQ(Result("substring", {Text("abc"), Int(1),
                                 Int(std::numeric_limits<int64_t>::max())}),
            "'bc'");
}

TEST(FunctionsTest, SplitCutsAtEveryDelimiter) {
  EXPECT_EQ(Result("split", {Text("one1two"), Text("1")}), "['one', 'two']");
  EXPECT_EQ(Result("split", {Text(",a,,b,"), Text(",")}),
            "['', 'a', '', 'b', '']");
  EXPECT_EQ(Result("split", {Text(""), Text(",")}), "['']");
  EXPECT_EQ(Result("split", {Text("aé😀"), Text("")}), "['a', 'é', '😀']");
  EXPECT_EQ(Result("split", {Text(""), Text("")}), "['']");
  EXPECT_EQ(Result("split", {Text(std::string(100'000, ',')), Text(",")}),
            "LimitExceeded ValueTooLarge");
}

TEST(FunctionsTest, ReplaceChangesEveryPlace) {
  EXPECT_EQ(Result("replace", {Text("aXbX"), Text("X"), Text("é")}), "'aébé'");
  EXPECT_EQ(Result("replace", {Text("aaa"), Text("aa"), Text("b")}), "'ba'");
  EXPECT_EQ(Result("replace", {Text("abc"), Text(""), Text("x")}), "'abc'");
  EXPECT_EQ(Result("replace", {Text("abc"), Text("b"), Text("")}), "'ac'");
  EXPECT_EQ(Result("replace", {Text(std::string(2000, 'a')), Text("a"),
                               Text(std::string(2000, 'b'))}),
            "LimitExceeded ValueTooLarge");
}

TEST(FunctionsTest, LetterCaseAndWhiteSpaceAreThoseOfUnicode) {
  EXPECT_EQ(Result("toUpper", {Text("straße é")}), "'STRASSE É'");
  EXPECT_EQ(Result("toLower", {Text("ÀB")}), "'àb'");
  EXPECT_EQ(Result("upper", {Text("ab1")}), "'AB1'");
  EXPECT_EQ(Result("trim", {Text(" \t\u00A0a b\u2003\n")}), "'a b'");
  EXPECT_EQ(Result("ltrim", {Text("  a  ")}), "'a  '");
  EXPECT_EQ(Result("rtrim", {Text("  a  ")}), "'  a'");
  EXPECT_EQ(Result("trim", {Text("   ")}), "''");
  EXPECT_EQ(Result("btrim", {Text("éaxaé"), Text("aé")}), "'x'");
  EXPECT_EQ(Result("rtrim", {Text("é\xFF"), Text("\xFF")}), "'é'");
}

// -- Lists --------------------------------------------------------------------

TEST(FunctionsTest, RangesAreWhatALoopGives) {
  for (int64_t first = -5; first < 6; ++first) {
    for (int64_t last = -5; last < 6; ++last) {
      for (int64_t step = -4; step < 5; ++step) {
        if (step == 0) continue;
        Value::List wanted;
        for (int64_t i = first; step > 0 ? i <= last : i >= last; i += step) {
          wanted.push_back(Int(i));
        }
        const Args args = {Int(first), Int(last), Int(step)};
        ASSERT_EQ(Result("range", args),
                  Result("tail", {List([&] {
                           Value::List with_head = {Value()};
                           with_head.insert(with_head.end(), wanted.begin(),
                                            wanted.end());
                           return with_head;
                         }())}));
      }
    }
  }
}

TEST(FunctionsTest, RangesAtTheEndsOfTheIntegers) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  EXPECT_EQ(Result("range", {Int(kMost - 1), Int(kMost)}),
            "[9223372036854775806, 9223372036854775807]");
  EXPECT_EQ(Result("range", {Int(kMost), Int(kLeast), Int(kLeast)}),
            "[9223372036854775807, -1]");
  EXPECT_EQ(Result("range", {Int(kLeast), Int(kMost), Int(kMost)}),
            "[-9223372036854775808, -1, 9223372036854775806]");
  EXPECT_EQ(Result("range", {Int(kLeast), Int(kMost)}),
            "LimitExceeded ValueTooLarge");
  EXPECT_EQ(Result("range", {Int(1), Int(1), Int(0)}),
            "ArgumentError NumberOutOfRange");
  EXPECT_EQ(Result("range", {Int(1), Float(2)}),
            "ArgumentError InvalidArgumentType");
}

TEST(FunctionsTest, EndsOfLists) {
  const Value list = List({Int(1), Int(2), Int(3)});
  EXPECT_EQ(Result("head", {list}), "1");
  EXPECT_EQ(Result("last", {list}), "3");
  EXPECT_EQ(Result("tail", {list}), "[2, 3]");
  EXPECT_EQ(Result("reverse", {list}), "[3, 2, 1]");
  EXPECT_EQ(Result("size", {list}), "3");
  EXPECT_EQ(Result("head", {List({})}), "null");
  EXPECT_EQ(Result("last", {List({})}), "null");
  EXPECT_EQ(Result("tail", {List({})}), "[]");
  EXPECT_EQ(Result("isEmpty", {List({})}), "true");
  EXPECT_EQ(Result("isEmpty", {Text("a")}), "false");
  EXPECT_EQ(Result("coalesce", {Value(), Value(), Int(2), Int(3)}), "2");
  EXPECT_EQ(Result("coalesce", {Value()}), "null");
}

// -- The graph ----------------------------------------------------------------

TEST(FunctionsTest, ElementsOfTheGraphTellWhatTheyAre) {
  MemoryGraph graph;
  const NodeId a = graph.AddNode({"B", "A"}, {{"y", Int(1)}, {"x", Int(2)}});
  const NodeId b = graph.AddNode({});
  const RelationshipId r = graph.AddRelationship(a, "T", b, {{"z", Int(3)}});
  const Value node = Value::Node(a);
  const Value relationship = Value::Relationship(r);
  const Value path = Value::MakePath({.nodes = {a, b}, .relationships = {r}});
  const auto shown = [&](absl::string_view name, const Value& value) {
    return ShownIn(graph, name, {value});
  };
  EXPECT_EQ(shown("labels", node), "['A', 'B']");
  EXPECT_EQ(shown("type", relationship), "'T'");
  EXPECT_EQ(shown("keys", node), "['x', 'y']");
  EXPECT_EQ(shown("keys", relationship), "['z']");
  EXPECT_EQ(shown("keys", Value::MakeMap({{"k", Value()}})), "['k']");
  EXPECT_EQ(shown("properties", relationship), "{z: 3}");
  EXPECT_EQ(shown("startNode", relationship), "(:A:B {x: 2, y: 1})");
  EXPECT_EQ(shown("endNode", relationship), "()");
  EXPECT_EQ(shown("nodes", path), "[(:A:B {x: 2, y: 1}), ()]");
  EXPECT_EQ(shown("relationships", path), "[[:T {z: 3}]]");
  EXPECT_EQ(shown("length", path), "1");
  EXPECT_EQ(shown("id", relationship), absl::StrCat(r.value()));
  EXPECT_NE(shown("elementId", node), shown("elementId", relationship));
  EXPECT_EQ(shown("exists", Value()), "false");
  EXPECT_EQ(shown("exists", Int(0)), "true");
  EXPECT_EQ(shown("type", node), "TypeError InvalidArgumentValue");
}

TEST(FunctionsTest, TimeAndChanceComeFromTheContext) {
  EXPECT_EQ(Result("timestamp", {}), "1234567890123");
  EXPECT_EQ(Result("randomUUID", {}), "'40404040-4040-4040-8040-404040404040'");
  for (const char* name : {"rand", "timestamp", "randomUUID"}) {
    EXPECT_FALSE(FindFunction(name)->is_pure) << name;
  }
}

}  // namespace
}  // namespace attest::query
