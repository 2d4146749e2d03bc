// Replays a fuzz target without libFuzzer:
//
//   NAME_replay [--mutations N] [--seed S] [FILE or FOLDER...]
//       tries every seed, every file, and N mutations of them all
//   NAME_replay --only FILE
//       tries the file alone: what libFuzzer, or a user, found
//   NAME_replay --write OUT [FILE or FOLDER...]
//       writes what libFuzzer begins from: the seeds and files as OUT/seeds/*,
//       their names to OUT/seeds.list, the words to OUT/words.dict
//
// The mutations depend on the seed alone, which is printed first.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/mutation.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxInputBytes = 4096;

struct Arguments {
  uint64_t mutations = 0;
  uint64_t seed = 1;
  bool only = false;
  std::string write;
  std::vector<std::string> paths;
};

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  Require(file.is_open(), absl::StrCat("cannot open ", path.string()));
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteAll(const fs::path& path, absl::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  Require(!file.fail(), absl::StrCat("cannot write ", path.string()));
}

Arguments ParseArguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument = argv[i];
    const bool has_next = i + 1 < argc;
    if (argument == "--only") {
      arguments.only = true;
    } else if (argument == "--mutations" && has_next) {
      Require(absl::SimpleAtoi(argv[++i], &arguments.mutations),
              "--mutations is followed by a number");
    } else if (argument == "--seed" && has_next) {
      Require(absl::SimpleAtoi(argv[++i], &arguments.seed),
              "--seed is followed by a number");
    } else if (argument == "--write" && has_next) {
      arguments.write = argv[++i];
    } else {
      arguments.paths.emplace_back(argument);
    }
  }
  return arguments;
}

std::vector<std::string> ReadInputs(const std::vector<std::string>& paths) {
  std::vector<std::string> inputs;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path)) {
      inputs.push_back(ReadAll(path));
      continue;
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(path)) {
      files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) inputs.push_back(ReadAll(file));
  }
  return inputs;
}

// The seeds, and what the arguments name.
std::vector<std::string> Inputs(const Arguments& arguments) {
  std::vector<std::string> inputs = ReadInputs(arguments.paths);
  if (arguments.only) return inputs;
  for (std::string& seed : FuzzSeeds()) inputs.push_back(std::move(seed));
  return inputs;
}

void WriteForLibFuzzer(const fs::path& out,
                       const std::vector<std::string>& inputs) {
  fs::remove_all(out / "seeds");
  fs::create_directories(out / "seeds");
  std::vector<std::string> names;
  for (const std::string& input : inputs) {
    const fs::path path =
        fs::absolute(out) / "seeds" / absl::StrFormat("%03d", names.size());
    WriteAll(path, input);
    names.push_back(path.string());
  }
  WriteAll(out / "seeds.list", absl::StrJoin(names, ","));
  std::string words;
  for (const std::string& word : FuzzWords()) {
    absl::StrAppend(&words, "\"");
    for (const char c : word) {
      absl::StrAppendFormat(&words, "\\x%02X", static_cast<unsigned char>(c));
    }
    absl::StrAppend(&words, "\"\n");
  }
  WriteAll(out / "words.dict", words);
}

void Replay(const Arguments& arguments) {
  std::vector<std::string> inputs = Inputs(arguments);
  std::printf("%zu inputs, %s mutations, seed %s\n", inputs.size(),
              absl::StrCat(arguments.mutations).c_str(),
              absl::StrCat(arguments.seed).c_str());
  std::fflush(stdout);
  for (const std::string& input : inputs) FuzzInput(input);
  if (arguments.mutations == 0) return;
  Mutation mutation(std::move(inputs), FuzzWords(), arguments.seed);
  for (uint64_t i = 0; i < arguments.mutations; ++i) {
    FuzzInput(mutation.Next(kMaxInputBytes));
  }
}

}  // namespace
}  // namespace attest

int main(int argc, char** argv) {
  const attest::Arguments arguments = attest::ParseArguments(argc, argv);
  if (!arguments.write.empty()) {
    attest::WriteForLibFuzzer(arguments.write, attest::Inputs(arguments));
  } else {
    attest::Replay(arguments);
  }
  return 0;
}
