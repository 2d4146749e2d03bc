// A fuzz target tries one parser, decoder or verifier with bytes from
// anywhere: NAME_fuzz.cc defines the three functions below and nothing else
// that can be seen from outside.
//
// With clang and ATTEST_FUZZ each target is a libFuzzer program, NAME_fuzz. In
// every build it is also NAME_replay, which feeds it its seeds and mutations
// of them: see replay_main.cc.

#ifndef ATTEST_TESTS_FUZZ_FUZZ_TARGET_H_
#define ATTEST_TESTS_FUZZ_FUZZ_TARGET_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

// Tries one input. Whatever must hold for every input is checked by Require.
// The outcome depends on `input` alone.
void FuzzInput(absl::string_view input);

// Small inputs to begin from, most of them accepted.
std::vector<std::string> FuzzSeeds();

// Byte strings that mean something to what is tried.
std::vector<std::string> FuzzWords();

// Ends the process, saying `what`, unless `holds`.
void Require(bool holds, absl::string_view what);

}  // namespace attest

#endif  // ATTEST_TESTS_FUZZ_FUZZ_TARGET_H_
