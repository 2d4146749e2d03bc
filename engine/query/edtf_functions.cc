#include "engine/query/edtf_functions.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/query/argument_types.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_text.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;
using Args = absl::Span<const Value>;

// The days that an EDTF value means, and those that a date does: itself.
struct Days {
  std::optional<Date> possible_from;
  std::optional<Date> possible_to;
  std::optional<Date> certain_from;
  std::optional<Date> certain_to;
};

absl::StatusOr<attest::Edtf> ParseEdtf(const std::string& text) {
  absl::StatusOr<attest::Edtf> edtf = attest::Edtf::Parse(text);
  if (!edtf.ok()) {
    return TemporalFault(absl::StrCat(
        ShownText(text), " reads as no EDTF: ", edtf.status().message()));
  }
  return edtf;
}

std::optional<Date> FirstOf(const DayRange& range) {
  if (!range.has_begin()) return std::nullopt;
  return Date{.days = range.begin};
}

std::optional<Date> LastOf(const DayRange& range) {
  if (!range.has_end()) return std::nullopt;
  return Date{.days = int64_t{range.end} - 1};
}

absl::StatusOr<Days> DaysOf(const Value& value) {
  if (value.Is(Type::kDate)) {
    const Date date = value.date();
    return Days{.possible_from = date,
                .possible_to = date,
                .certain_from = date,
                .certain_to = date};
  }
  std::optional<attest::Edtf> edtf;
  if (value.Is(Type::kEdtf)) {
    edtf = value.edtf();
  } else {
    ASSIGN_OR_RETURN(edtf, ParseEdtf(value.string()));
  }
  const DayRange possible = edtf->possible();
  Days days = {.possible_from = FirstOf(possible),
               .possible_to = LastOf(possible),
               .certain_from = std::nullopt,
               .certain_to = std::nullopt};
  // A date that is known to the day covers it for certain.
  std::optional<DayRange> certain = edtf->certain();
  if (!certain.has_value() && edtf->is_single_day()) certain = possible;
  if (certain.has_value()) {
    days.certain_from = FirstOf(*certain);
    days.certain_to = LastOf(*certain);
  }
  return days;
}

template <std::optional<Date> Days::*kDay>
absl::StatusOr<Value> DayOf(const FunctionContext&, Args args) {
  ASSIGN_OR_RETURN(const Days days, DaysOf(args[0]));
  const std::optional<Date>& day = days.*kDay;
  return day.has_value() ? Value::FromDate(*day) : Value::Null();
}

absl::StatusOr<Value> MakeEdtf(const FunctionContext&, Args args) {
  if (args[0].Is(Type::kEdtf)) return args[0];
  if (args[0].Is(Type::kDate)) {
    ASSIGN_OR_RETURN(attest::Edtf edtf, ParseEdtf(TextOf(args[0].date())));
    return Value::FromEdtf(std::move(edtf));
  }
  ASSIGN_OR_RETURN(attest::Edtf edtf, ParseEdtf(args[0].string()));
  return Value::FromEdtf(std::move(edtf));
}

constexpr TypeSet kEdtfs =
    SetOf(Type::kEdtf) | SetOf(Type::kDate) | SetOf(Type::kString);

Function DayFunction(absl::string_view name, absl::string_view signature,
                     FunctionBody body) {
  return {.name = name,
          .takes = {kEdtfs},
          .least_args = 1,
          .gives = SetOf(Type::kDate),
          .body = body,
          .signature = signature};
}

}  // namespace

std::vector<Function> EdtfFunctions() {
  return {{.name = "edtf",
           .takes = {kEdtfs},
           .least_args = 1,
           .gives = SetOf(Type::kEdtf),
           .body = MakeEdtf,
           .signature = "edtf(text or date) :: EDTF"},
          DayFunction("possible_from", "possible_from(edtf) :: DATE",
                      DayOf<&Days::possible_from>),
          DayFunction("possible_to", "possible_to(edtf) :: DATE",
                      DayOf<&Days::possible_to>),
          DayFunction("certain_from", "certain_from(edtf) :: DATE",
                      DayOf<&Days::certain_from>),
          DayFunction("certain_to", "certain_to(edtf) :: DATE",
                      DayOf<&Days::certain_to>)};
}

}  // namespace attest::query
