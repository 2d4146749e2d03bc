// Texts as they stand in other formats.

#include <gtest/gtest.h>

#include <string>

#include "engine/interchange/csv_row.h"
#include "engine/interchange/dot_export.h"
#include "engine/interchange/graph_xml.h"

namespace attest {
namespace {

TEST(XmlTextTest, HoldsWhatXmlCanHold) {
  EXPECT_EQ(XmlText("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c'");
  EXPECT_EQ(XmlText("a\tb\nc\rd"), "a&#9;b&#10;c&#13;d");
  EXPECT_EQ(XmlText("هرموش \xF0\x9F\x98\x80"), "هرموش \xF0\x9F\x98\x80");
}

TEST(XmlTextTest, ReplacesWhatItCannot) {
  const std::string replaced = "a\xEF\xBF\xBD";
  EXPECT_EQ(XmlText(std::string("a\0", 2)), replaced);
  EXPECT_EQ(XmlText("a\x1B"), replaced);
  EXPECT_EQ(XmlText("a\xEF\xBF\xBE"), replaced);  // U+FFFE
  EXPECT_EQ(XmlText("a\xFF"), replaced);
  EXPECT_EQ(XmlText("a\xED\xA0\x80").find('\xED'), std::string::npos);
  EXPECT_EQ(XmlText("]]>"), "]]&gt;");
}

TEST(DotNameTest, EscapesWhatWouldEndIt) {
  EXPECT_EQ(DotName("a\"b"), "\"a\\\"b\"");
  EXPECT_EQ(DotName("a\\"), "\"a\\\\\"");
  EXPECT_EQ(DotName("هرموش & <b>"), "\"هرموش & <b>\"");
  EXPECT_EQ(DotName(std::string("\0\x1B\xFF", 3)),
            "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(DotLabelTest, ShowsTextAsItIs) {
  EXPECT_EQ(DotLabel("a\nb"), "\"a\\nb\"");
  EXPECT_EQ(DotLabel("\\N"), "\"\\\\N\"");
  EXPECT_EQ(DotLabel("&lt;"), "\"&amp;lt;\"");
}

TEST(CsvRowTest, QuotesWhatMustBe) {
  EXPECT_EQ(CsvRow({"a", "", "b c"}), "a,,b c\r\n");
  EXPECT_EQ(CsvRow({"a,b", "say \"x\"", "two\nlines"}),
            "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
}

TEST(CsvRowTest, NoCellIsAFormula) {
  EXPECT_EQ(CsvRow({"=1+1", "@x", "+cmd", "-2+3"}),
            " =1+1, @x, +cmd, -2+3\r\n");
  EXPECT_EQ(CsvRow({"-33.9", "+5"}), "-33.9,+5\r\n");
  EXPECT_EQ(CsvRow({"=a,b"}), "\" =a,b\"\r\n");
}

}  // namespace
}  // namespace attest
