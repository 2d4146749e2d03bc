// What the graphs written as XML have in common.

#ifndef ATTEST_ENGINE_INTERCHANGE_GRAPH_XML_H_
#define ATTEST_ENGINE_INTERCHANGE_GRAPH_XML_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/graphml_export.h"

namespace attest {

// `text` as it stands in XML, between tags or in double quotes. Characters that
// XML 1.0 cannot hold, and bytes that are no UTF-8, are replaced by U+FFFD.
[[nodiscard]] std::string XmlText(absl::string_view text);

// Is it so without replacing anything?
[[nodiscard]] bool FitsXml(absl::string_view text);

// ` name="value"`.
[[nodiscard]] std::string XmlAttribute(absl::string_view name,
                                       absl::string_view value);

// How many of a label and `values` do not fit.
[[nodiscard]] uint64_t CountUnfit(absl::string_view label,
                                  const std::vector<std::string>& values);

// How GraphML and GEXF call the type.
[[nodiscard]] absl::string_view XmlTypeName(ColumnType type);

// What a file says of itself, between tags.
[[nodiscard]] std::string XmlDescription(const ExportOrigin& origin);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_GRAPH_XML_H_
