#include "engine/log/tile_merge_operator.h"

#include "engine/merkle/hash.h"
#include "engine/merkle/tiles.h"

namespace attest {
namespace {

bool AppendHashes(const rocksdb::Slice& hashes, std::string* tile) {
  if (hashes.empty() || hashes.size() % Hash::kSize != 0 ||
      tile->size() + hashes.size() > kTileWidth * Hash::kSize) {
    return false;
  }
  tile->append(hashes.data(), hashes.size());
  return true;
}

}  // namespace

bool TileMergeOperator::FullMergeV2(const MergeOperationInput& in,
                                    MergeOperationOutput* out) const {
  std::string& tile = out->new_value;
  tile.clear();
  if (in.existing_value != nullptr &&
      !AppendHashes(*in.existing_value, &tile)) {
    return false;
  }
  for (const rocksdb::Slice& hashes : in.operand_list) {
    if (!AppendHashes(hashes, &tile)) return false;
  }
  return true;
}

bool TileMergeOperator::PartialMergeMulti(
    const rocksdb::Slice&, const std::deque<rocksdb::Slice>& operands,
    std::string* merged, rocksdb::Logger*) const {
  merged->clear();
  for (const rocksdb::Slice& hashes : operands) {
    if (!AppendHashes(hashes, merged)) return false;
  }
  return true;
}

}  // namespace attest
