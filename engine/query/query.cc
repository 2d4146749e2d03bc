#include "engine/query/query.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/compiler.h"
#include "engine/query/frame.h"
#include "engine/query/query_error.h"
#include "engine/status_macros.h"

namespace attest::query {

class PreparedQuery::Impl {
 public:
  Impl(const PropertyGraph& graph, CompiledQuery query,
       const Compiler& compiler)
      : graph_(&graph),
        query_(std::move(query)),
        slots_(compiler.slot_count()),
        parameters_(compiler.parameters()),
        parameter_places_(compiler.parameter_places()),
        warnings_(compiler.warnings()) {}

  [[nodiscard]] const std::vector<std::string>& columns() const {
    return query_.columns;
  }
  [[nodiscard]] const std::vector<QueryWarning>& warnings() const {
    return warnings_;
  }

  absl::Status Run(const RunOptions& options, bool profiling,
                   absl::FunctionRef<bool(absl::Span<const Value>)> visit) {
    RunState run(*graph_, options);
    run.profiling = profiling;
    RETURN_IF_ERROR(GiveParameters(options.parameters, run));
    if (profiling) {
      for (const auto& step : query_.pipeline.steps()) step->ResetProfile();
    }
    Frame frame{&run, std::vector<Value>(slots_)};
    std::vector<Slot> slots = query_.slots;
    if (query_.evidence) slots.push_back(*query_.evidence);
    std::vector<Value> row(slots.size());
    query_.pipeline.Run(frame, [&](Frame& result) {
      for (size_t i = 0; i < row.size(); ++i) row[i] = result.slots[slots[i]];
      return visit(row);
    });
    return run.status();
  }

  [[nodiscard]] std::vector<PlanStep> Plan() const {
    std::vector<PlanStep> plan;
    Append(query_.pipeline, 0, plan);
    return plan;
  }

 private:
  absl::Status GiveParameters(const Parameters& given, RunState& run) const {
    for (size_t i = 0; i < parameters_.size(); ++i) {
      const auto found = given.find(parameters_[i]);
      if (found == given.end()) {
        return QueryError(
            ErrorType::kParameterMissing, "MissingParameter",
            parameter_places_[i],
            absl::StrCat("the parameter $", parameters_[i], " has no value"));
      }
      run.parameters.push_back(found->second);
    }
    return absl::OkStatus();
  }

  static void Append(const Pipeline& pipeline, int depth,
                     std::vector<PlanStep>& plan) {
    const auto& steps = pipeline.steps();
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      plan.push_back({depth, (*step)->name, (*step)->detail,
                      (*step)->estimated_rows, (*step)->rows(),
                      (*step)->time()});
      ++depth;
      for (const Pipeline* input : (*step)->Inputs()) {
        Append(*input, depth, plan);
      }
    }
  }

  const PropertyGraph* graph_;
  CompiledQuery query_;
  size_t slots_;
  std::vector<std::string> parameters_;
  std::vector<Place> parameter_places_;
  std::vector<QueryWarning> warnings_;
};

PreparedQuery::PreparedQuery(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
PreparedQuery::PreparedQuery(PreparedQuery&&) noexcept = default;
PreparedQuery& PreparedQuery::operator=(PreparedQuery&&) noexcept = default;
PreparedQuery::~PreparedQuery() = default;

const std::vector<std::string>& PreparedQuery::columns() const {
  return impl_->columns();
}

const std::vector<QueryWarning>& PreparedQuery::warnings() const {
  return impl_->warnings();
}

absl::Status PreparedQuery::Run(
    const RunOptions& options,
    absl::FunctionRef<bool(absl::Span<const Value>)> visit) {
  return impl_->Run(options, /*profiling=*/false, visit);
}

absl::Status PreparedQuery::Profile(
    const RunOptions& options,
    absl::FunctionRef<bool(absl::Span<const Value>)> visit) {
  return impl_->Run(options, /*profiling=*/true, visit);
}

std::vector<PlanStep> PreparedQuery::Plan() const { return impl_->Plan(); }

absl::StatusOr<PreparedQuery> Prepare(const Query& query,
                                      const PropertyGraph& graph,
                                      const PrepareOptions& options) {
  Compiler compiler(graph, options);
  ASSIGN_OR_RETURN(CompiledQuery compiled,
                   compiler.CompileQuery(query, Scope(), false));
  return PreparedQuery(std::make_unique<PreparedQuery::Impl>(
      graph, std::move(compiled), compiler));
}

absl::StatusOr<Value> ConstantOf(const Expression& expression,
                                 const Parameters& parameters) {
  if (expression.kind == ExpressionKind::kLiteral) return expression.literal;
  if (expression.kind != ExpressionKind::kParameter) {
    return QueryError(ErrorType::kSyntax, "NonConstantExpression",
                      expression.place, "wanted a literal or a parameter");
  }
  const auto found = parameters.find(expression.name);
  if (found == parameters.end()) {
    return QueryError(
        ErrorType::kParameterMissing, "MissingParameter", expression.place,
        absl::StrCat("the parameter $", expression.name, " has no value"));
  }
  return found->second;
}

}  // namespace attest::query
