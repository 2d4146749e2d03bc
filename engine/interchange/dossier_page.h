// A dossier as one HTML page that needs nothing else, now or in ten years.
//
// In this order, for each key: what is said of it and how well that stands;
// the statements, with the passages that open in place; who says it through
// whom; what it is joined with; when; where; the sources and what each
// contributes; what is missing. At the end, how to check it.
//
// The page asserts nothing: it says who reports what. It works without its
// script, which only filters the tables, and asks for nothing from anywhere.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_PAGE_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_PAGE_H_

#include <string>

#include "engine/interchange/dossier.h"

namespace attest {

// Equal dossiers give equal bytes. Whatever a dossier holds is text: nothing
// of it becomes markup. Requires: claims named by entries are of their section.
[[nodiscard]] std::string DossierPage(const Dossier& dossier);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_PAGE_H_
