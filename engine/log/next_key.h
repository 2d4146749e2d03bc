// The files of a rotation of keys under way: beside the key in force, the next
// one waits as `key.next` or, outside the case, in the file that
// `key_path.next` names; `verifier.next` is its public half. They count once
// the log's last event is the rotation to that key; before that they are what
// a crash has left.
//
// Private to this module.

#ifndef ATTEST_ENGINE_LOG_NEXT_KEY_H_
#define ATTEST_ENGINE_LOG_NEXT_KEY_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/log/case_files.h"
#include "engine/log/durable_file.h"
#include "engine/log/head_file.h"
#include "engine/merkle/note_key.h"

namespace attest {

// Makes the next key, or takes it from `key_file`, and writes its files.
absl::StatusOr<SigningKey> WriteNextKey(const CaseFiles& files,
                                        const std::string& origin,
                                        const std::string& key_file,
                                        const FileHook& hook);

// Nothing when no rotation is under way.
absl::StatusOr<std::optional<VerifierKey>> ReadNextVerifierKey(
    const CaseFiles& files);
absl::StatusOr<SigningKey> ReadNextSigningKey(const CaseFiles& files,
                                              const VerifierKey& next);

// Puts the next key in force, or gives it up. Both can be done again.
absl::Status AdoptNextKey(const CaseFiles& files, const FileHook& hook);
absl::Status DropNextKey(const CaseFiles& files, const FileHook& hook);

// A head, and the key that it is signed with: that of the case or, where a
// rotation is under way and the next one has signed a slot, that one.
struct KeyedHead {
  HeadSlots slots;
  VerifierKey key;
};
absl::StatusOr<KeyedHead> ReadKeyedHead(const CaseFiles& files,
                                        const std::string& origin);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_NEXT_KEY_H_
