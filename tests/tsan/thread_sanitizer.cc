// What ThreadSanitizer has to be told, in every test program of the tsan build.
//
// absl::Mutex and absl::call_once are packaged without it: it would report each
// data race that they prevent. The definitions here come before those of the
// packages' shared libraries and call them.

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/base/call_once.h"
#include "absl/base/config.h"
#include "absl/synchronization/mutex.h"

namespace absl {
ABSL_NAMESPACE_BEGIN
namespace {

#define ATTEST_TEXT_OF(name) #name
#define ATTEST_TEXT(name) ATTEST_TEXT_OF(name)

// The package's own definition; `mangled_name` is what comes behind absl's
// namespace in it.
template <class Function>
Function Packaged(const char* mangled_name) {
  const std::string space = ATTEST_TEXT(ABSL_OPTION_INLINE_NAMESPACE_NAME);
  const std::string symbol =
      "_ZN4absl" + std::to_string(space.size()) + space + mangled_name;
  void* found = dlsym(RTLD_NEXT, symbol.c_str());
  if (found == nullptr) {
    static_cast<void>(std::fprintf(stderr, "there is no %s in the packages\n",
                                   symbol.c_str()));
    std::abort();
  }
  return reinterpret_cast<Function>(found);
}

}  // namespace

void Mutex::Lock() ABSL_NO_THREAD_SAFETY_ANALYSIS {
  static const auto lock = Packaged<void (*)(Mutex*)>("5Mutex4LockEv");
  __tsan_mutex_pre_lock(this, 0);
  lock(this);
  __tsan_mutex_post_lock(this, 0, 0);
}

void Mutex::Unlock() ABSL_NO_THREAD_SAFETY_ANALYSIS {
  static const auto unlock = Packaged<void (*)(Mutex*)>("5Mutex6UnlockEv");
  __tsan_mutex_pre_unlock(this, 0);
  unlock(this);
  __tsan_mutex_post_unlock(this, 0);
}

// The package has a condition tested by whichever thread unlocks, where
// ThreadSanitizer does not see that it holds the lock. Here the thread that
// waits tests it.
void Mutex::Await(const Condition& condition) ABSL_NO_THREAD_SAFETY_ANALYSIS {
  while (!condition.Eval()) {
    Unlock();
    usleep(50);
    Lock();
  }
}

namespace base_internal {

// How call_once waits for a call that another thread is in.
uint32_t SpinLockWait(std::atomic<uint32_t>* word, int count,
                      const SpinLockWaitTransition* transitions,
                      SchedulingMode mode) {
  static const auto wait = Packaged<decltype(&SpinLockWait)>(
      "13base_internal12SpinLockWaitEPSt6atomicIjEiPKNS1_"
      "22SpinLockWaitTransitionENS1_14SchedulingModeE");
  const uint32_t before = wait(word, count, transitions, mode);
  __tsan_acquire(word);
  return before;
}

}  // namespace base_internal
ABSL_NAMESPACE_END
}  // namespace absl

extern "C" {

// With a shorter history a race is dropped, in silence, once the place of its
// earlier half is forgotten: one planted in LeafChecker was.
const char* __tsan_default_options() { return "history_size=7"; }

// RocksDB is packaged without it, too: it sees memory that RocksDB compares
// and frees, but not the atomic counters that order this. Whatever has RocksDB
// among its callers is hidden, our own code where RocksDB calls it included.
const char* __tsan_default_suppressions() { return "race:librocksdb.so\n"; }

}  // extern "C"
