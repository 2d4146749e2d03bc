#include "tools/query_parameters.h"

#include <cstdint>
#include <fstream>
#include <iostream>
#include <istream>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"
#include "tools/exit_code.h"

namespace attest {
namespace {

using query::Value;
using ParsedJson = nlohmann::json;

constexpr int kMaxDepth = 100;
constexpr size_t kMaxLineBytes = size_t{1} << 26;

absl::StatusOr<Value> ValueOf(const ParsedJson& json, int depth) {
  if (depth > kMaxDepth) {
    return absl::InvalidArgumentError(
        absl::StrCat("got lists within lists, want at most ", kMaxDepth));
  }
  switch (json.type()) {
    case ParsedJson::value_t::boolean:
      return Value::Boolean(json.get<bool>());
    case ParsedJson::value_t::number_integer:
      return Value::Integer(json.get<int64_t>());
    case ParsedJson::value_t::number_unsigned: {
      const auto number = json.get<uint64_t>();
      if (number > uint64_t{std::numeric_limits<int64_t>::max()}) {
        return Value::Float(static_cast<double>(number));
      }
      return Value::Integer(static_cast<int64_t>(number));
    }
    case ParsedJson::value_t::number_float:
      return Value::Float(json.get<double>());
    case ParsedJson::value_t::string:
      return Value::String(json.get<std::string>());
    case ParsedJson::value_t::array: {
      Value::List list;
      for (const ParsedJson& element : json) {
        ASSIGN_OR_RETURN(Value value, ValueOf(element, depth + 1));
        list.push_back(std::move(value));
      }
      return Value::MakeList(std::move(list));
    }
    case ParsedJson::value_t::object: {
      Value::Map map;
      for (const auto& [key, element] : json.items()) {
        ASSIGN_OR_RETURN(Value value, ValueOf(element, depth + 1));
        map.emplace_back(key, std::move(value));
      }
      return Value::MakeMap(std::move(map));
    }
    default:
      return Value::Null();
  }
}

absl::StatusOr<query::Parameters> ParametersOfLine(
    absl::string_view line, const query::Parameters& common) {
  ASSIGN_OR_RETURN(const Value value, ValueOfJson(line));
  if (!value.Is(Value::Type::kMap)) {
    return absl::InvalidArgumentError("want a JSON object");
  }
  query::Parameters parameters = common;
  for (const auto& [name, entry] : value.map()) {
    parameters.insert_or_assign(name, entry);
  }
  return parameters;
}

// The next line into `line`; false at the end. A line that is too long is an
// error before it is held.
absl::StatusOr<bool> NextLine(std::istream& stream, std::string& line) {
  line.clear();
  for (;;) {
    const int c = stream.get();
    if (c == std::istream::traits_type::eof()) return !line.empty();
    if (c == '\n') return true;
    if (line.size() >= kMaxLineBytes) {
      return absl::InvalidArgumentError(absl::StrCat(
          "got a longer line, want at most ", kMaxLineBytes, " bytes"));
    }
    line.push_back(static_cast<char>(c));
  }
}

}  // namespace

absl::StatusOr<Value> ValueOfJson(absl::string_view text) {
  const ParsedJson json =
      ParsedJson::parse(text.begin(), text.end(), /*cb=*/nullptr,
                        /*allow_exceptions=*/false);
  if (json.is_discarded()) return absl::InvalidArgumentError("got no JSON");
  return ValueOf(json, 0);
}

absl::StatusOr<query::Parameters> ParametersOf(
    absl::Span<const std::string> given) {
  query::Parameters parameters;
  for (const std::string& parameter : given) {
    const size_t equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      return WithExitCode(
          absl::InvalidArgumentError(absl::StrCat("--param: got \"", parameter,
                                                  "\", want NAME=VALUE")),
          kExitUsage);
    }
    const std::string text = parameter.substr(equals + 1);
    Value value;
    if (!text.empty()) {
      absl::StatusOr<Value> json = ValueOfJson(text);
      if (!json.ok() && FindInvalidUtf8(text)) {
        return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                                "--param: the value of ",
                                parameter.substr(0, equals), " is not UTF-8")),
                            kExitUsage);
      }
      value = json.ok() ? *std::move(json) : Value::String(text);
    }
    parameters.insert_or_assign(parameter.substr(0, equals), std::move(value));
  }
  return parameters;
}

absl::Status VisitParameterLines(
    const std::string& file, const query::Parameters& common,
    absl::FunctionRef<absl::Status(const query::Parameters&)> visit) {
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) {
      return absl::NotFoundError(absl::StrCat(file, ": cannot be read"));
    }
  }
  std::istream& stream = file == "-" ? std::cin : opened;
  const std::string name = file == "-" ? "standard input" : file;
  std::string line;
  for (uint64_t number = 1;; ++number) {
    const auto located = [&](const absl::Status& status) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ":", number, ": error: ", status.message()));
    };
    const absl::StatusOr<bool> has_line = NextLine(stream, line);
    if (!has_line.ok()) return located(has_line.status());
    if (!*has_line) return absl::OkStatus();
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    const absl::StatusOr<query::Parameters> parameters =
        ParametersOfLine(line, common);
    if (!parameters.ok()) return located(parameters.status());
    RETURN_IF_ERROR(visit(*parameters));
  }
}

}  // namespace attest
