#include "engine/model/quantity.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

Quantity OneNumber(QuantityForm form, int64_t number, std::string unit) {
  Quantity quantity;
  quantity.form = form;
  quantity.number = number;
  quantity.unit = std::move(unit);
  return quantity;
}

// The name of the number in JSON, for every form but kRange.
absl::string_view NumberName(QuantityForm form) {
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
      break;
  }
  return "low";
}

absl::Status CheckNumber(absl::string_view name, int64_t number) {
  if (number >= 0 && number <= Quantity::kMaxNumber) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is out of range, got ", number,
                   ", want a whole number from 0 to ", Quantity::kMaxNumber));
}

absl::Status CheckOrder(absl::string_view low_name, int64_t low,
                        absl::string_view high_name, int64_t high) {
  if (low <= high) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(low_name, " is above ", high_name, ", got ", low, " and ",
                   high, ", want low <= best <= high"));
}

absl::Status CheckRange(const Quantity& quantity) {
  RETURN_IF_ERROR(CheckNumber("low", quantity.low));
  RETURN_IF_ERROR(CheckNumber("high", quantity.high));
  if (quantity.number != 0) {
    return absl::InvalidArgumentError(
        "a range has a number of its own, want low, best and high only");
  }
  if (!quantity.best.has_value()) {
    return CheckOrder("low", quantity.low, "high", quantity.high);
  }
  RETURN_IF_ERROR(CheckNumber("best", *quantity.best));
  RETURN_IF_ERROR(CheckOrder("low", quantity.low, "best", *quantity.best));
  return CheckOrder("best", *quantity.best, "high", quantity.high);
}

}  // namespace

Quantity Quantity::Exact(int64_t number, std::string unit) {
  return OneNumber(QuantityForm::kExact, number, std::move(unit));
}

Quantity Quantity::AtLeast(int64_t number, std::string unit) {
  return OneNumber(QuantityForm::kAtLeast, number, std::move(unit));
}

Quantity Quantity::AtMost(int64_t number, std::string unit) {
  return OneNumber(QuantityForm::kAtMost, number, std::move(unit));
}

Quantity Quantity::About(int64_t number, std::string unit) {
  return OneNumber(QuantityForm::kAbout, number, std::move(unit));
}

Quantity Quantity::Range(int64_t low, std::optional<int64_t> best, int64_t high,
                         std::string unit) {
  Quantity quantity;
  quantity.form = QuantityForm::kRange;
  quantity.low = low;
  quantity.best = best;
  quantity.high = high;
  quantity.unit = std::move(unit);
  return quantity;
}

absl::Status Quantity::Validate() const {
  if (form == QuantityForm::kRange) return CheckRange(*this);
  if (low != 0 || best.has_value() || high != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        NumberName(form), " has bounds, want one number and no bounds"));
  }
  return CheckNumber(NumberName(form), number);
}

QuantityInterval Quantity::interval() const {
  switch (form) {
    case QuantityForm::kExact:
      return {.low = number, .high = number};
    case QuantityForm::kAtLeast:
      return {.low = number, .high = QuantityInterval::kUnlimited};
    case QuantityForm::kAtMost:
      return {.low = 0, .high = number};
    case QuantityForm::kAbout:
      return {.low = number * 9 / 10, .high = (number * 11 + 9) / 10};
    case QuantityForm::kRange:
      break;
  }
  return {.low = low, .high = high};
}

std::string Quantity::CanonicalJson() const {
  std::string json = "{";
  if (form == QuantityForm::kRange) {
    if (best.has_value()) absl::StrAppend(&json, "\"best\":", *best, ",");
    absl::StrAppend(&json, "\"high\":", high, ",\"low\":", low);
  } else {
    absl::StrAppend(&json, "\"", NumberName(form), "\":", number);
  }
  if (!unit.empty()) {
    json += ",\"unit\":";
    AppendJsonString(unit, json);
  }
  json += '}';
  return json;
}

}  // namespace attest
