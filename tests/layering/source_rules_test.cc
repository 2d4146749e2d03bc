#include "tests/layering/source_rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> Including(const std::string& path,
                                   const std::string& included) {
  return CheckIncludes(path, "// A file.\n\n#include " + included + "\n");
}

TEST(IncludesTest, FollowTheOrderOfTheModules) {
  EXPECT_THAT(Including("engine/text/a.cc", "\"engine/model/id.h\""),
              IsEmpty());
  EXPECT_THAT(Including("engine/text/a.cc", "\"engine/text/b.h\""), IsEmpty());
  EXPECT_THAT(Including("engine/log/a.cc", "\"engine/merkle/hash.h\""),
              IsEmpty());
  EXPECT_THAT(Including("engine/merkle/a.cc", "\"engine/status_macros.h\""),
              IsEmpty());
  EXPECT_THAT(Including("engine/case.cc", "\"engine/log/event_log.h\""),
              IsEmpty());
  EXPECT_THAT(Including("tools/attest.cc", "\"engine/case.h\""), IsEmpty());
}

TEST(IncludesTest, AgainstTheOrderIsABreach) {
  EXPECT_THAT(Including("engine/model/a.h", "\"engine/text/folding.h\""),
              ElementsAre("engine/model/a.h:3: model may not include text: "
                          "engine/text/folding.h"));
  EXPECT_THAT(Including("engine/merkle/a.h", "\"engine/model/id.h\""),
              SizeIs(1));
  EXPECT_THAT(Including("engine/projection/a.h", "\"engine/log/event_log.h\""),
              SizeIs(1));
  EXPECT_THAT(Including("engine/log/a.h", "\"engine/projection/graph.h\""),
              SizeIs(1));
  EXPECT_THAT(Including("engine/ingest/a.h", "\"engine/log/event_log.h\""),
              SizeIs(1));
  EXPECT_THAT(Including("engine/query/a.h", "\"engine/case.h\""), SizeIs(1));
}

TEST(IncludesTest, SpacesDoNotHideABreach) {
  EXPECT_THAT(CheckIncludes("engine/model/a.h",
                            "  #  include   \"engine/text/folding.h\"\r\n"),
              SizeIs(1));
}

TEST(IncludesTest, EveryBreachIsNamed) {
  EXPECT_THAT(CheckIncludes("engine/merkle/a.h",
                            "#include \"engine/model/id.h\"\n"
                            "#include <vector>\n"
                            "#include \"engine/text/folding.h\"\n"),
              SizeIs(2));
}

TEST(IncludesTest, AModuleNeedsAPlaceInTheOrder) {
  EXPECT_THAT(CheckIncludes("engine/other/a.h", ""),
              ElementsAre("engine/other/a.h: engine/other has no place in the "
                          "order of the modules"));
}

TEST(IncludesTest, NothingIncludesToolsTestsOrBenchmarks) {
  for (const std::string top : {"tools", "tests", "benchmarks"}) {
    EXPECT_THAT(Including("engine/case.cc", "\"" + top + "/a.h\""), SizeIs(1));
  }
  EXPECT_THAT(Including("tools/attest.cc", "\"tests/a.h\""), SizeIs(1));
  EXPECT_THAT(Including("benchmarks/a.cc", "\"tests/a.h\""), SizeIs(1));
  EXPECT_THAT(Including("benchmarks/a.cc", "\"tools/a.h\""), SizeIs(1));
  EXPECT_THAT(Including("tests/log/a.cc", "\"benchmarks/a.h\""), SizeIs(1));
  EXPECT_THAT(Including("tests/tools/a.cc", "\"tools/a.h\""), IsEmpty());
  EXPECT_THAT(Including("tests/log/a.cc", "\"tests/reference/a.h\""),
              IsEmpty());
}

TEST(IncludesTest, OnlyTheLogKnowsTheDatabase) {
  for (const std::string header :
       {"\"rocksdb/db.h\"", "<rocksdb/db.h>", "\"flatbuffers/flatbuffers.h\"",
        "\"attest_stored/event_generated.h\""}) {
    EXPECT_THAT(Including("engine/log/a.cc", header), IsEmpty()) << header;
    EXPECT_THAT(Including("engine/projection/a.cc", header), SizeIs(1))
        << header;
    EXPECT_THAT(Including("engine/case.cc", header), SizeIs(1)) << header;
    EXPECT_THAT(Including("tools/attest.cc", header), SizeIs(1)) << header;
    EXPECT_THAT(Including("tests/log/a.cc", header), IsEmpty()) << header;
  }
}

TEST(IncludesTest, OnlyTheGraphsKnowBoostGraph) {
  const std::string header = "<boost/graph/graph_traits.hpp>";
  EXPECT_THAT(Including("engine/projection/a.h", header), IsEmpty());
  EXPECT_THAT(Including("engine/corroboration/a.h", header), IsEmpty());
  EXPECT_THAT(Including("engine/query/a.h", header), SizeIs(1));
  EXPECT_THAT(Including("engine/case.h", header), SizeIs(1));
}

std::string Guarded(const std::string& guard) {
  return "// A.\n\n#ifndef " + guard + "\n#define " + guard +
         "\n\nint a;\n\n#endif  // " + guard + "\n";
}

TEST(HeaderGuardTest, IsThePathInCapitals) {
  EXPECT_THAT(CheckHeaderGuard("engine/log/event_log.h",
                               Guarded("ATTEST_ENGINE_LOG_EVENT_LOG_H_")),
              IsEmpty());
}

TEST(HeaderGuardTest, AnyOtherIsABreach) {
  const std::string path = "engine/log/event_log.h";
  const std::string guard = "ATTEST_ENGINE_LOG_EVENT_LOG_H_";
  EXPECT_THAT(CheckHeaderGuard(path, Guarded("ATTEST_LOG_EVENT_LOG_H_")),
              ElementsAre(path + ": its guard is not " + guard));
  EXPECT_THAT(CheckHeaderGuard(path, "#pragma once\n"), SizeIs(1));
  EXPECT_THAT(CheckHeaderGuard(path, ""), SizeIs(1));
  EXPECT_THAT(
      CheckHeaderGuard(path, "#ifndef " + guard + "\n#define " + guard + "\n"),
      SizeIs(1));
  EXPECT_THAT(CheckHeaderGuard(path, "#ifndef " + guard + "\n#define X\n" +
                                         "#endif  // " + guard + "\n"),
              SizeIs(1));
}

TEST(NameTest, DrawersAreBreaches) {
  EXPECT_THAT(CheckName("engine/util/a.h"), SizeIs(1));
  EXPECT_THAT(CheckName("engine/text/string_utils.h"), SizeIs(1));
  EXPECT_THAT(CheckName("tests/log/helpers.h"), SizeIs(1));
  EXPECT_THAT(CheckName("engine/text/futility.h"), IsEmpty());
}

constexpr char kTextBuild[] =
    "attest_library(text\n  SOURCES\n    folding.cc\n    utf8.cc\n"
    "  PUBLIC attest::model absl::status)\n";

TEST(ModuleBuildTest, NamesEverySource) {
  const std::string path = "engine/text/CMakeLists.txt";
  EXPECT_THAT(CheckModuleBuild(path, kTextBuild, {"folding.cc", "utf8.cc"}),
              IsEmpty());
  EXPECT_THAT(CheckModuleBuild(path, kTextBuild, {"folding.cc", "quote.cc"}),
              ElementsAre(path + ": does not build quote.cc"));
  EXPECT_THAT(CheckModuleBuild(path, kTextBuild, {"ing.cc"}), SizeIs(1));
  EXPECT_THAT(CheckModuleBuild(path, "", {"folding.cc"}), SizeIs(1));
}

TEST(ModuleBuildTest, LinksInTheOrderOfTheModules) {
  EXPECT_THAT(CheckModuleBuild("engine/merkle/CMakeLists.txt", kTextBuild, {}),
              ElementsAre("engine/merkle/CMakeLists.txt: merkle may not "
                          "include model"));
  EXPECT_THAT(
      CheckModuleBuild("engine/log/CMakeLists.txt",
                       "attest_library(log PRIVATE attest::schema)", {}),
      IsEmpty());
  EXPECT_THAT(
      CheckModuleBuild("engine/model/CMakeLists.txt",
                       "attest_library(model PUBLIC attest::schema)", {}),
      SizeIs(1));
}

TEST(TestBuildTest, TheFolderOfATestBuildsIt) {
  const std::string path = "tests/log/CMakeLists.txt";
  EXPECT_THAT(CheckTestBuild(path, "attest_test(log attest::log)\n"),
              IsEmpty());
  EXPECT_THAT(CheckTestBuild(path, ""), SizeIs(1));
  EXPECT_THAT(CheckTestBuild(path, "# attest_test(log attest::log)\n"),
              SizeIs(1));
}

}  // namespace
}  // namespace attest
