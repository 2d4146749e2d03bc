// Reads the maps that dates and times are made of: see temporal_construction.h.

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/temporal_construction.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;

template <class T>
struct Field {
  absl::string_view name;
  std::optional<int64_t> T::*at;
};

constexpr Field<DateFields> kDateFields[] = {
    {"year", &DateFields::year},
    {"month", &DateFields::month},
    {"day", &DateFields::day},
    {"week", &DateFields::week},
    {"dayOfWeek", &DateFields::weekday},
    {"ordinalDay", &DateFields::ordinal_day},
    {"quarter", &DateFields::quarter},
    {"dayOfQuarter", &DateFields::day_of_quarter},
};
constexpr Field<TimeFields> kTimeFields[] = {
    {"hour", &TimeFields::hour},
    {"minute", &TimeFields::minute},
    {"second", &TimeFields::second},
    {"millisecond", &TimeFields::millisecond},
    {"microsecond", &TimeFields::microsecond},
    {"nanosecond", &TimeFields::nanosecond},
};
constexpr Field<TemporalEntries> kEpochFields[] = {
    {"epochSeconds", &TemporalEntries::epoch_seconds},
    {"epochMillis", &TemporalEntries::epoch_millis},
};

// The place of the field `name` in `all`; null when there is none.
template <class T, size_t kCount>
std::optional<int64_t>* FindField(const Field<T> (&fields)[kCount],
                                  absl::string_view name, T& all) {
  for (const Field<T>& field : fields) {
    if (absl::EqualsIgnoreCase(field.name, name)) return &(all.*field.at);
  }
  return nullptr;
}

absl::Status WrongType(absl::string_view name, const Value& value,
                       absl::string_view want) {
  return TemporalFault(absl::StrCat(ShownText(name), " is a ",
                                    NameOf(value.type()), "; want ", want));
}

std::optional<int64_t>* FindNumber(Type type, absl::string_view name,
                                   TemporalEntries& entries) {
  std::optional<int64_t>* place = nullptr;
  if (HasDate(type)) place = FindField(kDateFields, name, entries.date);
  if (place == nullptr && HasTime(type)) {
    place = FindField(kTimeFields, name, entries.time);
  }
  if (place == nullptr && HasDate(type) && HasTime(type)) {
    place = FindField(kEpochFields, name, entries);
  }
  return place;
}

// Takes the sides of `value` that the entry `name` stands for.
absl::Status AddBase(absl::string_view name, bool want_date, bool want_time,
                     const Value& value, TemporalEntries& entries) {
  const TemporalSides sides = SidesOf(value);
  if ((want_date && !sides.date.has_value()) ||
      (want_time && !sides.time.has_value())) {
    return WrongType(name, value,
                     want_date && want_time ? "a date-time"
                     : want_date            ? "a value with a date"
                                            : "a value with a time");
  }
  if ((want_date && entries.base.date.has_value()) ||
      (want_time && entries.base.time.has_value())) {
    return TemporalFault("`datetime` stands beside no `date` and no `time`");
  }
  entries.has_base = true;
  if (want_date) entries.base.date = sides.date;
  if (want_time) {
    entries.base.time = sides.time;
    entries.base.offset = sides.offset;
    entries.base.zone = sides.zone;
  }
  // A time of day at a named zone was there on a date.
  if (want_time && !want_date && !entries.base.date.has_value() &&
      !sides.zone.empty()) {
    entries.date_of_time = sides.date;
  }
  return absl::OkStatus();
}

absl::Status AddNumber(absl::string_view name, const Value& value,
                       std::optional<int64_t>& place) {
  if (!value.Is(Type::kInteger)) return WrongType(name, value, "an INTEGER");
  if (place.has_value()) {
    return TemporalFault(absl::StrCat(ShownText(name), " is given twice"));
  }
  place = value.integer();
  return absl::OkStatus();
}

absl::Status AddEntry(Type type, absl::string_view name, const Value& value,
                      TemporalEntries& entries) {
  if (std::optional<int64_t>* place = FindNumber(type, name, entries);
      place != nullptr) {
    return AddNumber(name, value, *place);
  }
  // A date may be asked for as of now in a zone.
  if (absl::EqualsIgnoreCase(name, "timezone")) {
    if (!value.Is(Type::kString)) return WrongType(name, value, "a STRING");
    entries.timezone = value.string();
    return absl::OkStatus();
  }
  if (HasDate(type) && absl::EqualsIgnoreCase(name, "date")) {
    return AddBase(name, true, false, value, entries);
  }
  if (HasTime(type) && absl::EqualsIgnoreCase(name, "time")) {
    return AddBase(name, false, true, value, entries);
  }
  if (absl::EqualsIgnoreCase(name, "datetime")) {
    return AddBase(name, true, true, value, entries);
  }
  return TemporalFault(
      absl::StrCat("a ", NameOf(type), " has no part ", ShownText(name)));
}

}  // namespace

bool HasDate(Type type) {
  return type == Type::kDate || type == Type::kLocalDateTime ||
         type == Type::kDateTime;
}

bool HasTime(Type type) { return type != Type::kDate; }

bool HasZone(Type type) {
  return type == Type::kTime || type == Type::kDateTime;
}

absl::StatusOr<TemporalEntries> ReadEntries(Type type, const Value& map) {
  TemporalEntries entries;
  for (const auto& [name, value] : map.map()) {
    if (value.IsNull()) {
      entries.has_null = true;
      continue;
    }
    RETURN_IF_ERROR(AddEntry(type, name, value, entries));
  }
  return entries;
}

}  // namespace attest::query
