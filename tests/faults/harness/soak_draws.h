// What a soak asks of readers and has writers decide: one draw each.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_SOAK_DRAWS_H_
#define ATTEST_TESTS_FAULTS_HARNESS_SOAK_DRAWS_H_

#include <cstdint>

#include "tests/faults/harness/dice.h"
#include "tests/faults/harness/soak_material.h"
#include "tests/faults/harness/witnessed_case.h"

namespace attest {

// A question about anything there is or was, of a log of `size` events.
Question AnyQuestion(Dice& dice, SoakMaterial& material, uint64_t size);

// A question about one entity.
Question QuestionOfOne(Dice& dice, SoakMaterial& material);

// One decision, on a record or two that are whole.
Work AnyDecision(Dice& dice, SoakMaterial& material);

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_SOAK_DRAWS_H_
