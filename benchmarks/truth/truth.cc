// What the scorers find in published data sets, beside what others found.
//
//   truth [--tiny] [--data DIR] [flight] [book] [birthplaces] [attack]
//
// Without a name, all of them; `attack-tried` prints the attack on the worlds
// that settings were tried on. Says so and ends well when there is no data.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "benchmarks/truth/attack.h"
#include "benchmarks/truth/birthplaces.h"
#include "benchmarks/truth/book.h"
#include "benchmarks/truth/flight.h"

namespace attest {
namespace {

constexpr const char* kDays[] = {"20111201", "20111203", "20111205", "20111208",
                                 "20111211"};

struct Arguments {
  bool tiny = false;
  std::string data = ATTEST_TRUTH_DIR;
  std::vector<absl::string_view> names;

  [[nodiscard]] bool Asks(absl::string_view name) const {
    return names.empty() || Names(name);
  }
  [[nodiscard]] bool Names(absl::string_view name) const {
    for (const absl::string_view asked : names) {
      if (asked == name) return true;
    }
    return false;
  }
};

Arguments Parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument = argv[i];
    if (argument == "--tiny") {
      arguments.tiny = true;
    } else if (argument == "--data" && i + 1 < argc) {
      arguments.data = argv[++i];
    } else {
      arguments.names.push_back(argument);
    }
  }
  return arguments;
}

bool Run(const Arguments& arguments) {
  bool read = true;
  const absl::Span<const char* const> days = kDays;
  if (arguments.Asks("flight")) {
    read = MeasureFlight(arguments.data + "/flight",
                         days.first(arguments.tiny ? 1 : days.size()));
  }
  if (read && arguments.Asks("birthplaces")) {
    read = MeasureBirthplaces(arguments.data + "/birthplaces",
                              arguments.tiny ? 300 : 10000);
  }
  if (read && arguments.Asks("book")) {
    read =
        MeasureBook(arguments.data + "/book", arguments.tiny ? 3000 : 1000000);
  }
  return read;
}

int Main(int argc, char** argv) {
  const Arguments arguments = Parse(argc, argv);
  const uint64_t most_copiers = arguments.tiny ? 2 : 30;
  if (arguments.Asks("attack")) MeasureAttack({most_copiers, kReportedSeed});
  if (arguments.Names("attack-tried"))
    MeasureAttack({most_copiers, kTriedSeed});
  if (!std::filesystem::is_directory(arguments.data)) {
    std::printf("no data in %s: nothing is measured\n", arguments.data.c_str());
    return 0;
  }
  return Run(arguments) ? 0 : 1;
}

}  // namespace
}  // namespace attest

int main(int argc, char** argv) { return attest::Main(argc, argv); }
