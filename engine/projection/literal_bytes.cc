#include "engine/projection/literal_bytes.h"

#include <bit>
#include <cstdint>
#include <variant>

namespace attest {
namespace {

constexpr size_t kNumberBytes = 8;

void PutNumber(uint64_t number, std::string& out) {
  for (unsigned shift = 0; shift < 64; shift += 8) {
    out.push_back(static_cast<char>(number >> shift & 0xff));
  }
}

uint64_t NumberAt(absl::string_view bytes, size_t place) {
  uint64_t number = 0;
  for (size_t i = 0; i < kNumberBytes; ++i) {
    const auto byte = static_cast<uint8_t>(bytes[place * kNumberBytes + i]);
    number |= uint64_t{byte} << (8 * i);
  }
  return number;
}

// The two zeros are equal and must be one.
uint64_t BitsOf(double number) { return std::bit_cast<uint64_t>(number + 0.0); }

struct Encode {
  std::string operator()(EntityId) const { return ""; }
  std::string operator()(const TextValue& value) const {
    return "t" + value.text;
  }
  std::string operator()(const Quantity& value) const {
    std::string out = "q";
    PutNumber(static_cast<uint64_t>(value.form), out);
    PutNumber(static_cast<uint64_t>(value.number), out);
    PutNumber(static_cast<uint64_t>(value.low), out);
    PutNumber(value.best ? 1 : 0, out);
    PutNumber(static_cast<uint64_t>(value.best.value_or(0)), out);
    PutNumber(static_cast<uint64_t>(value.high), out);
    return out + value.unit;
  }
  std::string operator()(const DateValue& value) const {
    return "d" + value.edtf;
  }
  std::string operator()(const Point& value) const {
    std::string out = "p";
    PutNumber(BitsOf(value.lat), out);
    PutNumber(BitsOf(value.lon), out);
    PutNumber(static_cast<uint64_t>(value.radius_m), out);
    PutNumber(value.fallback ? 1 : 0, out);
    return out;
  }
  std::string operator()(const FlagValue&) const { return "f"; }
};

constexpr size_t kQuantityNumbers = 6;
constexpr size_t kPointNumbers = 4;

Object QuantityOf(absl::string_view bytes) {
  if (bytes.size() < kQuantityNumbers * kNumberBytes) return TextValue{};
  Quantity value;
  const uint64_t form = NumberAt(bytes, 0);
  if (form > static_cast<uint64_t>(QuantityForm::kRange)) return TextValue{};
  value.form = static_cast<QuantityForm>(form);
  value.number = static_cast<int64_t>(NumberAt(bytes, 1));
  value.low = static_cast<int64_t>(NumberAt(bytes, 2));
  if (NumberAt(bytes, 3) != 0) {
    value.best = static_cast<int64_t>(NumberAt(bytes, 4));
  }
  value.high = static_cast<int64_t>(NumberAt(bytes, 5));
  value.unit = std::string(bytes.substr(kQuantityNumbers * kNumberBytes));
  // Only a forged snapshot has such numbers, and nothing is meant for them.
  if (!value.Validate().ok()) return TextValue{};
  return value;
}

Object PointOf(absl::string_view bytes) {
  if (bytes.size() != kPointNumbers * kNumberBytes) return TextValue{};
  Point value;
  value.lat = std::bit_cast<double>(NumberAt(bytes, 0));
  value.lon = std::bit_cast<double>(NumberAt(bytes, 1));
  value.radius_m = static_cast<int64_t>(NumberAt(bytes, 2));
  value.fallback = NumberAt(bytes, 3) != 0;
  if (!value.Validate().ok()) return TextValue{};
  return value;
}

}  // namespace

std::string LiteralBytes(const Object& object) {
  return std::visit(Encode{}, object);
}

Object LiteralOf(absl::string_view bytes) {
  if (bytes.empty()) return TextValue{};
  const absl::string_view rest = bytes.substr(1);
  switch (bytes[0]) {
    case 't':
      return TextValue{std::string(rest)};
    case 'q':
      return QuantityOf(rest);
    case 'd':
      return DateValue{std::string(rest)};
    case 'p':
      return PointOf(rest);
    case 'f':
      return FlagValue{};
    default:
      return TextValue{};
  }
}

}  // namespace attest
