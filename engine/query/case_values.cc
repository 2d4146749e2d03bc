#include "engine/query/case_values.h"

#include <string>
#include <utility>
#include <variant>

#include "absl/status/statusor.h"
#include "engine/model/rfc3339.h"

namespace attest::query {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kNanosPerMicro = 1'000;

absl::string_view FormName(QuantityForm form) {
  switch (form) {
    case QuantityForm::kExact:
      return "exact";
    case QuantityForm::kAtLeast:
      return "at_least";
    case QuantityForm::kAtMost:
      return "at_most";
    case QuantityForm::kAbout:
      return "about";
    case QuantityForm::kRange:
      return "";
  }
  return "";
}

struct ToValue {
  Value operator()(EntityId) const { return Value::Null(); }
  Value operator()(const TextValue& value) const {
    return Value::String(value.text);
  }
  Value operator()(const Quantity& value) const {
    Value::Map map;
    const QuantityInterval interval = value.interval();
    map.emplace_back("low", Value::Integer(interval.low));
    if (interval.high != QuantityInterval::kUnlimited) {
      map.emplace_back("high", Value::Integer(interval.high));
    }
    const absl::string_view form = FormName(value.form);
    if (!form.empty()) {
      map.emplace_back(std::string(form), Value::Integer(value.number));
    }
    if (value.best) map.emplace_back("best", Value::Integer(*value.best));
    if (!value.unit.empty()) {
      map.emplace_back("unit", Value::String(value.unit));
    }
    return Value::MakeMap(std::move(map));
  }
  Value operator()(const DateValue& value) const {
    return EdtfOrNull(value.edtf);
  }
  Value operator()(const Point& value) const {
    return Value::MakeMap({{"lat", Value::Float(value.lat)},
                           {"lon", Value::Float(value.lon)},
                           {"radius_m", Value::Integer(value.radius_m)},
                           {"fallback", Value::Boolean(value.fallback)}});
  }
  Value operator()(const FlagValue&) const { return Value::Boolean(true); }
};

}  // namespace

Value TextOrNull(absl::string_view text) {
  return text.empty() ? Value::Null() : Value::String(std::string(text));
}

Value EdtfOrNull(absl::string_view text) {
  if (text.empty()) return Value::Null();
  absl::StatusOr<Edtf> edtf = Edtf::Parse(text);
  return edtf.ok() ? Value::FromEdtf(*std::move(edtf)) : TextOrNull(text);
}

Value FirstDayOf(absl::string_view text) {
  const absl::StatusOr<Edtf> edtf = Edtf::Parse(text);
  if (!edtf.ok() || !edtf->possible().has_begin()) return Value::Null();
  return Value::FromDate({edtf->possible().begin});
}

Value LastDayOf(absl::string_view text) {
  const absl::StatusOr<Edtf> edtf = Edtf::Parse(text);
  if (!edtf.ok() || !edtf->possible().has_end()) return Value::Null();
  return Value::FromDate({int64_t{edtf->possible().end} - 1});
}

Value TimeValue(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  constexpr int64_t kMicrosPerDay = kSecondsPerDay * kMicrosPerSecond;
  int64_t days = micros / kMicrosPerDay;
  int64_t rest = micros % kMicrosPerDay;
  if (rest < 0) {
    rest += kMicrosPerDay;
    --days;
  }
  DateTime value;
  value.local.date.days = days;
  value.local.time.nanos = rest * kNanosPerMicro;
  return Value::FromDateTime(std::move(value));
}

Value TimeOrNull(absl::string_view text) {
  const absl::StatusOr<absl::Time> time = ParseRfc3339(text);
  return time.ok() ? TimeValue(*time) : TextOrNull(text);
}

Value LiteralValue(const Object& object) {
  return std::visit(ToValue{}, object);
}

Value LinesValue(const Lines& lines) {
  Value::Map map = {{"low", Value::Integer(lines.low)},
                    {"best", Value::Integer(lines.best)},
                    {"high", Value::Integer(lines.high)}};
  if (lines.at_least) map.emplace_back("at_least", Value::Boolean(true));
  return Value::MakeMap(std::move(map));
}

}  // namespace attest::query
