// Writes what is installed beside the program into a folder: its completion for
// bash, zsh and fish, and its manual page.
//
//     attest_reference FOLDER

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/program.h"
#include "tools/program_reference.h"
#include "tools/session.h"

namespace attest {
namespace {

bool Write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) std::cerr << path << ": cannot be written\n";
  return static_cast<bool>(file);
}

int Main(const std::string& folder) {
  CLI::App program(kProgramIs, "attest");
  Session session;
  AddProgram(program, session);
  const OptionWords words = ProgramWords();
  return Write(absl::StrCat(folder, "/attest.bash"),
               BashCompletion(program, words)) &&
                 Write(absl::StrCat(folder, "/_attest"),
                       ZshCompletion(program, words)) &&
                 Write(absl::StrCat(folder, "/attest.fish"),
                       FishCompletion(program, words)) &&
                 Write(absl::StrCat(folder, "/attest.1"),
                       ManualPage(program, ATTEST_VERSION))
             ? 0
             : 1;
}

}  // namespace
}  // namespace attest

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: attest_reference FOLDER\n";
    return 2;
  }
  return attest::Main(argv[1]);
}
