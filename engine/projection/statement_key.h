// The key that the program gives a statement: `stm:` and 20 hex digits, from
// what it says and not from where it stands, so that every case gives a
// statement the same key.
//
// It is the first ten bytes of SHA-256 over the tag "attest statement 1" and
// six parts, each behind its length in bytes as eight bytes, big-endian:
//   subject    its key
//   predicate  its key
//   object     the key of the entity, or empty
//   value      empty, or a letter for the type and the value: `t` text, `d`
//              EDTF, `q` and `p` canonical JSON, `f` nothing
//   valid      EDTF, or empty; empty where the predicate has no time
//   place      its key, or empty

#ifndef ATTEST_ENGINE_PROJECTION_STATEMENT_KEY_H_
#define ATTEST_ENGINE_PROJECTION_STATEMENT_KEY_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/model/claim.h"

struct evp_md_ctx_st;

namespace attest {

// A statement with its entities and its predicate by key.
struct KeyedStatement {
  absl::string_view subject;
  absl::string_view predicate;
  absl::string_view object;  // empty when the object is a literal
  absl::string_view value;   // StatementValue of a literal; else empty
  absl::string_view valid;
  absl::string_view place;
};

inline constexpr size_t kStatementKeyBytes = 24;

// The value part of `object`; empty for an entity.
[[nodiscard]] std::string StatementValue(const Object& object);

// Computes keys, one after the other. Not thread-safe.
class StatementKeys {
 public:
  StatementKeys();
  ~StatementKeys();
  StatementKeys(const StatementKeys&) = delete;
  StatementKeys& operator=(const StatementKeys&) = delete;

  [[nodiscard]] std::string KeyOf(const KeyedStatement& statement);

 private:
  evp_md_ctx_st* context_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_STATEMENT_KEY_H_
