#include "engine/interchange/graph_xml.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

bool IsXmlCharacter(int32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

}  // namespace

std::string XmlText(absl::string_view text) {
  constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";
  std::string xml;
  xml.reserve(text.size());
  for (size_t position = 0; position < text.size();) {
    const size_t begin = position;
    const int32_t c = NextCodePoint(text, position);
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      // A reader would make blanks and line ends of these.
      case '\t':
        xml += "&#9;";
        break;
      case '\n':
        xml += "&#10;";
        break;
      case '\r':
        xml += "&#13;";
        break;
      default:
        absl::StrAppend(&xml, IsXmlCharacter(c)
                                  ? text.substr(begin, position - begin)
                                  : kReplacement);
    }
  }
  return xml;
}

bool FitsXml(absl::string_view text) {
  for (size_t position = 0; position < text.size();) {
    if (!IsXmlCharacter(NextCodePoint(text, position))) return false;
  }
  return true;
}

uint64_t CountUnfit(absl::string_view label,
                    const std::vector<std::string>& values) {
  uint64_t count = FitsXml(label) ? 0 : 1;
  for (const std::string& value : values) count += FitsXml(value) ? 0 : 1;
  return count;
}

std::string XmlAttribute(absl::string_view name, absl::string_view value) {
  return absl::StrCat(" ", name, "=\"", XmlText(value), "\"");
}

absl::string_view XmlTypeName(ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
      return "long";
    case ColumnType::kNumber:
      return "double";
    default:
      return "string";
  }
}

std::string XmlDescription(const ExportOrigin& origin) {
  return absl::StrCat("Statements of ", XmlText(origin.origin),
                      " as of log position ", origin.position, ", root ",
                      XmlText(origin.root),
                      ": what sources say, and how well it stands");
}

}  // namespace attest
