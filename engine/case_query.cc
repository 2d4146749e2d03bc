#include "engine/case_query.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/audit/current_event.h"
#include "engine/model/rfc3339.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_text.h"
#include "engine/query/value.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using query::Value;

// Figures that lag by more events are worked out anew, where they are needed.
constexpr uint64_t kFewEvents = 4096;

absl::Status WrongValue(absl::string_view clause, query::Place place,
                        absl::string_view message) {
  return query::QueryError(query::ErrorType::kArgument, "InvalidArgumentValue",
                           place, absl::StrCat(clause, ": ", message));
}

}  // namespace

absl::StatusOr<View> ViewAsOf(const Case& opened, absl::string_view text,
                              absl::string_view what) {
  uint64_t position = 0;
  if (absl::SimpleAtoi(text, &position)) return opened.At(position);
  const absl::StatusOr<absl::Time> instant = ParseRfc3339(text);
  if (instant.ok()) return opened.AtTime(*instant);
  const absl::StatusOr<absl::Time> day_end = ParseEndOfDay(text);
  if (day_end.ok()) {
    return opened.AtTime(*day_end - absl::Microseconds(1));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      what, ": got \"", text,
      "\", want a log position, an RFC 3339 time or a date YYYY-MM-DD"));
}

absl::StatusOr<View> ViewOfQuery(const Case& opened, const query::Query& query,
                                 const query::Parameters& parameters,
                                 const View& otherwise) {
  if (query.as_of == nullptr) return otherwise;
  ASSIGN_OR_RETURN(const Value value,
                   query::ConstantOf(*query.as_of, parameters));
  const query::Place place = query.as_of->place;
  absl::StatusOr<View> view = absl::InvalidArgumentError("");
  switch (value.type()) {
    case Value::Type::kInteger:
      if (value.integer() < 0) {
        return WrongValue("AS OF", place, "a log position is not negative");
      }
      view = opened.At(static_cast<uint64_t>(value.integer()));
      break;
    case Value::Type::kString:
      view = ViewAsOf(opened, value.string(), "AS OF");
      break;
    default:
      return WrongValue(
          "AS OF", place,
          absl::StrCat("got a ", query::NameOf(value.type()),
                       ", want a log position, or a time in quotes"));
  }
  if (absl::IsInvalidArgument(view.status()) ||
      absl::IsOutOfRange(view.status())) {
    return query::QueryError(query::ErrorType::kArgument,
                             "InvalidArgumentValue", place,
                             view.status().message());
  }
  return view;
}

absl::StatusOr<std::optional<Edtf>> ValidAtOfQuery(
    const query::Query& query, const query::Parameters& parameters,
    const std::optional<Edtf>& otherwise) {
  if (query.valid_at == nullptr) return otherwise;
  ASSIGN_OR_RETURN(const Value value,
                   query::ConstantOf(*query.valid_at, parameters));
  std::string text;
  switch (value.type()) {
    case Value::Type::kEdtf:
      return std::optional<Edtf>(value.edtf());
    case Value::Type::kDate:
      text = query::TextOf(value.date());
      break;
    case Value::Type::kString:
      text = value.string();
      break;
    default:
      return WrongValue("VALID AT", query.valid_at->place,
                        absl::StrCat("got a ", query::NameOf(value.type()),
                                     ", want an EDTF date in quotes"));
  }
  absl::StatusOr<Edtf> date = Edtf::Parse(text);
  if (!date.ok()) {
    return WrongValue("VALID AT", query.valid_at->place,
                      date.status().message());
  }
  return std::optional<Edtf>(*std::move(date));
}

QueriedCase::QueriedCase(const Case& opened, const View& view,
                         const query::CaseGraphOptions& options)
    : opened_(opened), view_(view) {
  query::CaseAccess& access = *this;
  graph_.emplace(view_, opened_.Now(), access, options);
}

absl::Status QueriedCase::status() const {
  RETURN_IF_ERROR(graph_->status());
  return weighed_ ? weighed_->links->status() : absl::OkStatus();
}

absl::StatusOr<Event> QueriedCase::EventAt(EventIndex index) {
  return opened_.log().Get(index);
}

absl::StatusOr<Event> QueriedCase::CurrentEventAt(EventIndex index) {
  return CurrentEvent(opened_.log(), view_, index);
}

absl::StatusOr<const Findings*> QueriedCase::Weighed() {
  if (!weighed_) {
    ASSIGN_OR_RETURN(weighed_, opened_.Weigh(view_, {}));
  }
  return weighed_->findings.get();
}

absl::StatusOr<const KeptFigures*> QueriedCase::Figures() {
  if (figures_) return &*figures_;
  if (view_.applied_through() != opened_.log().size()) return nullptr;
  ASSIGN_OR_RETURN(KeptFigures saved, opened_.SavedFigures());
  const uint64_t behind = opened_.log().size() - saved.applied_through();
  if (saved.applied_through() == 0 || behind > kFewEvents) return nullptr;
  if (behind == 0) {
    figures_ = std::move(saved);
  } else {
    RETURN_IF_ERROR(Weighed().status());
    ASSIGN_OR_RETURN(figures_, opened_.FiguresOf(*weighed_));
  }
  return &*figures_;
}

}  // namespace attest
