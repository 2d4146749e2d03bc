// The merge operator of tiles: a tile grows by the hashes appended to it, so
// that an append writes 32 bytes a level and not the whole tile. Private to
// this module.

#ifndef ATTEST_ENGINE_LOG_TILE_MERGE_OPERATOR_H_
#define ATTEST_ENGINE_LOG_TILE_MERGE_OPERATOR_H_

#include <rocksdb/merge_operator.h>

#include <deque>
#include <memory>
#include <string>

namespace attest {

// Concatenates. Fails, which RocksDB reports as corruption, when a piece or the
// whole is no number of hashes that a tile can have.
class TileMergeOperator : public rocksdb::MergeOperator {
 public:
  bool FullMergeV2(const MergeOperationInput& in,
                   MergeOperationOutput* out) const override;
  bool PartialMergeMulti(const rocksdb::Slice& key,
                         const std::deque<rocksdb::Slice>& operands,
                         std::string* merged,
                         rocksdb::Logger* logger) const override;
  [[nodiscard]] const char* Name() const override {
    return "attest.TileMergeOperator";
  }
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_TILE_MERGE_OPERATOR_H_
