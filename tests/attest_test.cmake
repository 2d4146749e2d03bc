# What the thread sanitizer has to be told.
set(ATTEST_TOLD "")
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=thread")
  set(ATTEST_TOLD ${PROJECT_SOURCE_DIR}/tests/tsan/thread_sanitizer.cc)
endif()

# attest_test(NAME target...) builds every *_test.cc of the current folder
# into NAME_test, with the other *.cc beside them, and registers its tests.
function(attest_test name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  add_executable(${name}_test ${sources} ${ATTEST_TOLD})
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${name}_test PRIVATE
    ATTEST_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    ATTEST_SHARED_DIR="${ATTEST_SHARED_DIR}")
  target_link_libraries(${name}_test PRIVATE
    attest_warnings ${ARGN} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name}_test TEST_PREFIX ${name}/
    DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 600)
endfunction()
