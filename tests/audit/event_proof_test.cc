// Proofs of events, checked by a second reader that knows only the texts of
// the specifications and shares no code with the engine but its hashes.

#include "engine/audit/event_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/log/log_fixture.h"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

std::string Unescaped(const std::string& base64) {
  std::string bytes;
  EXPECT_TRUE(absl::Base64Unescape(base64, &bytes)) << base64;
  return bytes;
}

Hash HashOf(const std::string& base64) {
  return Hash::FromBytes(Unescaped(base64)).value();
}

// C2SP tlog-proof and RFC 9162, section 2.1.3.2, line by line. What the
// signature is worth is for the engine's tests of notes.
struct SlowProof {
  std::string entry;
  uint64_t index = 0;
  uint64_t tree_size = 0;
  bool holds = false;
};

SlowProof ReadSlowly(const std::string& text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  EXPECT_EQ(lines.at(0), "c2sp.org/tlog-proof@v1");
  EXPECT_EQ(lines.at(1).substr(0, 6), "extra ");
  EXPECT_EQ(lines.at(2).substr(0, 6), "index ");
  SlowProof proof;
  proof.entry = Unescaped(lines[1].substr(6));
  proof.index = std::stoull(lines[2].substr(6));
  std::vector<Hash> path;
  size_t at = 3;
  for (; !lines.at(at).empty(); ++at) path.push_back(HashOf(lines[at]));
  EXPECT_EQ(lines.at(at + 1), "example.org/case");
  proof.tree_size = std::stoull(lines.at(at + 2));
  const Hash leaf = proof.entry.size() == 32
                        ? Hash::FromBytes(proof.entry).value()
                        : reference::Leaf(proof.entry);
  proof.holds = reference::Includes(proof.index, proof.tree_size, leaf, path,
                                    HashOf(lines.at(at + 3)));
  return proof;
}

class EventProofTest : public LogTest {
 protected:
  std::string Prove(uint64_t index, Payload payload = Payload::kWithBytes) {
    const auto proof = ProveEvent(*log_, EventIndex(index), payload);
    EXPECT_TRUE(proof.ok()) << proof.status();
    return proof.ok() ? *proof : std::string();
  }

  absl::StatusOr<ProvenEvent> Check(const std::string& proof) {
    return CheckEventProof(proof, log_->verifier_key());
  }
};

TEST_F(EventProofTest, EveryEventOfRandomLogsIsProved) {
  for (uint64_t seed = 0; seed < 6; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Close();
    std::filesystem::remove_all(Case());
    Create();
    RandomEvents events(seed);
    std::mt19937_64 random(seed);
    // Past the width of a tile in the last ones.
    const uint64_t size = 1 + random() % (seed < 4 ? 40 : 700);
    std::vector<Event> batch;
    while (batch.size() < size) batch.push_back(events.Next());
    Append(batch);
    for (uint64_t index = 0; index < size; ++index) {
      for (const Payload payload :
           {Payload::kWithBytes, Payload::kLeafHashOnly}) {
        const std::string proof = Prove(index, payload);
        const auto proven = Check(proof);
        ASSERT_TRUE(proven.ok()) << index << ": " << proven.status();
        EXPECT_EQ(proven->index.value(), index);
        EXPECT_EQ(proven->checkpoint.tree_size, size);
        EXPECT_EQ(proven->checkpoint.origin, "example.org/case");
        EXPECT_EQ(proven->checkpoint.root, log_->root());
        EXPECT_EQ(proven->leaf_hash, log_->LeafHash(EventIndex(index)).value());
        const bool has_event = payload == Payload::kWithBytes;
        ASSERT_EQ(proven->event.has_value(), has_event);
        if (has_event) {
          EXPECT_TRUE(*proven->event == log_->Get(EventIndex(index)).value());
        }
        const SlowProof slow = ReadSlowly(proof);
        EXPECT_TRUE(slow.holds);
        EXPECT_EQ(slow.index, index);
        EXPECT_EQ(slow.tree_size, size);
      }
    }
  }
}

TEST_F(EventProofTest, EventThatIsNotThereHasNoProof) {
  Create();
  Append(Entities(0, 3));
  EXPECT_TRUE(absl::IsOutOfRange(
      ProveEvent(*log_, EventIndex(3), Payload::kWithBytes).status()));
}

TEST_F(EventProofTest, EveryChangedByteIsRefused) {
  Create();
  Append(Entities(0, 21));
  for (const Payload payload : {Payload::kWithBytes, Payload::kLeafHashOnly}) {
    const std::string proof = Prove(6, payload);
    ASSERT_TRUE(Check(proof).ok());
    const size_t header = proof.find('\n');
    for (size_t at = 0; at < proof.size(); ++at) {
      for (const int mask : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
        std::string changed = proof;
        changed[at] = static_cast<char>(changed[at] ^ mask);
        const absl::Status status = Check(changed).status();
        // Without its first line it is no proof at all.
        EXPECT_TRUE(at <= header ? absl::IsInvalidArgument(status) ||
                                       absl::IsDataLoss(status)
                                 : absl::IsDataLoss(status))
            << "byte " << at << " xor " << mask << ": " << status;
      }
    }
  }
}

TEST_F(EventProofTest, EveryByteTakenOutOrPutInIsRefused) {
  Create();
  Append(Entities(0, 21));
  const std::string proof = Prove(20);
  for (size_t at = 0; at <= proof.size(); ++at) {
    if (at < proof.size()) {
      std::string shorter = proof;
      shorter.erase(at, 1);
      EXPECT_FALSE(Check(shorter).ok()) << "without byte " << at;
      EXPECT_FALSE(Check(proof.substr(0, at)).ok()) << "cut at " << at;
    }
    for (const char more : {'\n', ' ', '\t', '\r', '=', 'A', '0', '\0'}) {
      std::string longer = proof;
      longer.insert(at, 1, more);
      EXPECT_FALSE(Check(longer).ok())
          << "byte " << int{more} << " put in at " << at;
    }
  }
}

// Two lines of the proof changed for one another, or one for a line of another
// proof of the same log.
TEST_F(EventProofTest, LinesOfOtherProofsAreRefused) {
  Create();
  Append(Entities(0, 8));
  const std::vector<std::string> ours = absl::StrSplit(Prove(2), '\n');
  Append(Entities(8, 16));
  const std::vector<std::string> theirs = absl::StrSplit(Prove(5), '\n');
  for (size_t i = 0; i < ours.size(); ++i) {
    for (size_t k = 0; k < theirs.size(); ++k) {
      if (ours[i] == theirs[k]) continue;
      std::vector<std::string> mixed = ours;
      mixed[i] = theirs[k];
      EXPECT_FALSE(Check(absl::StrJoin(mixed, "\n")).ok()) << i << " " << k;
    }
  }
}

TEST_F(EventProofTest, AnotherKeyProvesNothing) {
  Create();
  Append(Entities(0, 3));
  const std::string proof = Prove(1);
  const VerifierKey other =
      SigningKey::Generate("example.org/case").value().verifier();
  const absl::Status status = CheckEventProof(proof, other).status();
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("another key"));
}

}  // namespace
}  // namespace attest
