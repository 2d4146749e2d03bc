// When it is said to have been, as a picture: days that a date may mean light,
// days that an interval covers for certain dark, open ends fading out.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_TIME_LINE_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_TIME_LINE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/interchange/dossier.h"
#include "engine/model/day_range.h"

namespace attest {

// A statement with a date: its `valid`, else the date that it states.
struct DatedStatement {
  size_t statement = 0;  // of the section
  DayRange possible;
  std::optional<DayRange> certain;
};

// In the order of time, then of the section; dates that cannot be read are
// none.
[[nodiscard]] std::vector<DatedStatement> DatedStatements(
    const DossierSection& section);

// The days that `statement` may be of; none when it is undated.
[[nodiscard]] std::optional<DayRange> DaysOf(const DossierStatement& statement);

// A <figure> with at most `most` rows, those that conflict before others, and
// a list of all; empty when nothing is dated.
[[nodiscard]] std::string TimeLineFigure(const Dossier& dossier,
                                         const DossierSection& section,
                                         const std::string& id, size_t most);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_TIME_LINE_H_
