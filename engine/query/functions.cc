#include "engine/query/functions.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/query/query_error.h"

namespace attest::query {
namespace {

using Group = std::vector<Function> (*)();

// A group more is a line more.
constexpr Group kGroups[] = {
    NumberFunctions,     StringFunctions,   ListFunctions, GraphFunctions,
    ConversionFunctions, TemporalFunctions, CaseFunctions,
};

std::vector<Function> Collected() {
  std::vector<Function> functions;
  for (const Group group : kGroups) {
    std::vector<Function> members = group();
    functions.insert(functions.end(), std::make_move_iterator(members.begin()),
                     std::make_move_iterator(members.end()));
  }
  std::sort(
      functions.begin(), functions.end(),
      [](const Function& a, const Function& b) { return a.name < b.name; });
  return functions;
}

// Made once, and never taken apart: pointers to functions stay good.
const std::vector<Function>& Sorted() {
  static const auto* const functions = new std::vector<Function>(Collected());
  return *functions;
}

using Index = absl::flat_hash_map<std::string, const Function*>;

Index Indexed() {
  Index index;
  for (const Function& function : Sorted()) {
    const bool is_new =
        index.emplace(absl::AsciiStrToLower(function.name), &function).second;
    assert(is_new);
    static_cast<void>(is_new);
  }
  return index;
}

std::string NamesOf(TypeSet types) {
  std::vector<absl::string_view> names;
  for (uint32_t i = 0; i <= static_cast<uint32_t>(Value::Type::kEdtf); ++i) {
    const auto type = static_cast<Value::Type>(i);
    if ((types & SetOf(type)) != 0) names.push_back(NameOf(type));
  }
  return absl::StrJoin(names, ", ");
}

absl::Status CheckArguments(const Function& function,
                            absl::Span<const Value> args) {
  if (args.size() < static_cast<size_t>(function.least_args) ||
      args.size() > function.takes.size()) {
    return RunError(ErrorType::kArgument, "InvalidNumberOfArguments",
                    absl::StrCat(function.name, "() got ", args.size(),
                                 args.size() == 1 ? " argument" : " arguments",
                                 ", it is ", function.signature));
  }
  for (size_t i = 0; i < args.size(); ++i) {
    if (args[i].IsNull()) continue;
    if ((function.takes[i] & SetOf(args[i].type())) != 0) continue;
    return RunError(ErrorType::kType, "InvalidArgumentValue",
                    absl::StrCat("argument ", i + 1, " of ", function.name,
                                 "() is ", NameOf(args[i].type()),
                                 ", it takes ", NamesOf(function.takes[i])));
  }
  return absl::OkStatus();
}

}  // namespace

const Function* FindFunction(absl::string_view name) {
  static const auto* const index = new Index(Indexed());
  const auto found = index->find(absl::AsciiStrToLower(name));
  return found == index->end() ? nullptr : found->second;
}

absl::Span<const Function> AllFunctions() { return Sorted(); }

absl::StatusOr<Value> Call(const Function& function,
                           const FunctionContext& context,
                           absl::Span<const Value> args) {
  const absl::Status status = CheckArguments(function, args);
  if (!status.ok()) return status;
  if (function.null_for_null &&
      std::any_of(args.begin(), args.end(),
                  [](const Value& value) { return value.IsNull(); })) {
    return Value::Null();
  }
  return function.body(context, args);
}

}  // namespace attest::query
