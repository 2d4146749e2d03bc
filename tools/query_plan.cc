#include "tools/query_plan.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "tools/counted.h"
#include "tools/text_table.h"

namespace attest {
namespace {

// Estimates below ten are told with a digit behind the point.
std::string EstimateText(double rows) {
  if (rows < 9.95) return absl::StrFormat("%.1f", rows);
  return rows < 1e15 ? WithThousands(static_cast<uint64_t>(std::llround(rows)))
                     : absl::StrFormat("%.1e", rows);
}

std::string MillisText(absl::Duration time) {
  return absl::StrFormat("%.3f", absl::ToDoubleMilliseconds(time));
}

Json StepJson(const query::PlanStep& step, query::QueryMode mode) {
  Json json = {{"depth", step.depth},
               {"step", step.name},
               {"detail", step.detail},
               {"estimated_rows", step.estimated_rows}};
  if (mode == query::QueryMode::kProfile) {
    json["rows"] = step.rows;
    json["ms"] = absl::ToDoubleMilliseconds(step.time);
  }
  return json;
}

}  // namespace

Answer PlanAnswer(absl::Span<const query::PlanStep> plan, query::QueryMode mode,
                  const Screen& screen, uint64_t applied_through) {
  const bool profiled = mode == query::QueryMode::kProfile;
  Answer answer;
  answer.applied_through = applied_through;
  answer.rows = "plan";
  answer.document["plan"] = Json::array();
  std::vector<TableColumn> columns = {{"step", Clip::kNever},
                                      {"estimated rows", Clip::kNever}};
  if (profiled) {
    columns.push_back({"rows", Clip::kNever});
    columns.push_back({"ms", Clip::kNever});
  }
  columns.push_back({"detail", Clip::kFirst});
  std::vector<std::vector<std::string>> rows;
  for (const query::PlanStep& step : plan) {
    answer.document["plan"].push_back(StepJson(step, mode));
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(absl::StrCat(
        std::string(2 * static_cast<size_t>(step.depth), ' '), step.name));
    row.push_back(EstimateText(step.estimated_rows));
    if (profiled) {
      row.push_back(WithThousands(step.rows));
      row.push_back(MillisText(step.time));
    }
    row.push_back(step.detail);
  }
  answer.text = FormatTable(columns, rows, screen.columns);
  return answer;
}

}  // namespace attest
