// Lines of the case format to begin from: a small case with every type of
// record, and lines that are refused.

#ifndef ATTEST_TESTS_FUZZ_CASE_LINES_H_
#define ATTEST_TESTS_FUZZ_CASE_LINES_H_

#include <string>
#include <vector>

namespace attest {

// One case, line by line; beside it lie words.txt and picture.
inline std::vector<std::string> GoodCaseLines() {
  return {
      R"({"type":"source","id":"s1","name":"The Ferry Times","kind":"outlet"})",
      R"({"type":"source","id":"s2","name":"A desk","kind":"outlet",)"
      R"("part_of":"s1","language":"en","sensitivity":"restricted"})",
      R"({"type":"source","id":"s3","name":"A ferryman","kind":"witness",)"
      R"("anonymous":true,"entity":"e1"})",
      R"({"type":"entity","id":"e1","kind":"person","name":"Jos\u00e9 Tal",)"
      R"("names":["J. Tal",{"value":"\u062a\u0644","lang":"ar",)"
      R"("script":"Arab","report":"r1"}]})",
      R"({"type":"entity","id":"e2","kind":"unit","name":"2nd Crew"})",
      R"({"type":"entity","id":"e3","kind":"place","name":"Ferry Point"})",
      R"({"type":"entity","id":"e4","kind":"incident","name":"The storm"})",
      R"({"type":"entity","id":"e5","kind":"person","name":"Jose Tall"})",
      R"({"type":"report","id":"r1","source":"s1","title":"Storm at the )"
      R"(ferry","published":"2015-03~","retrieved":"2015-04-01T10:00:00Z",)"
      R"("text":"They took 150 men. Tal was in command, they said.",)"
      R"("url":"https://ferry.example/1","author":"a desk"})",
      R"({"type":"report","id":"r2","source":"s2","title":"Again",)"
      R"("text_file":"words.txt","file":"picture","media_type":"image/png",)"
      R"("text_by":{"agent":"reader","method":"model","version":"2"},)"
      R"("derived_from":[{"report":"r1","how":"reprint"},)"
      R"({"source":"s3","how":"citation"}],"sensitivity":"sealed"})",
      R"({"type":"report","id":"r3","source":"s1","title":"Later",)"
      R"("file":"words.txt","derived_from":[{"report":"r2",)"
      R"("how":"revision"}]})",
      R"({"type":"predicate","id":"saw","label":"saw","domain":["person"],)"
      R"("range":["incident"],"time":"event","functional":"none"})",
      R"({"type":"predicate","id":"depth","label":"depth","domain":["place"],)"
      R"("range":"quantity","time":"state","functional":"subject",)"
      R"("once":true})",
      R"({"type":"claim","id":"c1","report":"r1","subject":"e1",)"
      R"("predicate":"commands","object":"e2","valid":"2015-02/..",)"
      R"("attribution":[{"source":"s2"},{"source":"s3",)"
      R"("basis":"eyewitness","said":"2015-03-02"}],)"
      R"("quote":{"exact":"Tal was in command","suffix":", they"},)"
      R"("citation":{"page":2,"line":"7"},"as_stated":"in command",)"
      R"("real_ends":["start"],"hedge":"alleged"})",
      R"({"type":"claim","id":"c2","report":"r2","subject":"e4",)"
      R"("predicate":"killed_count","value":{"low":1,"best":2,"high":3},)"
      R"("valid":"2015-03-01/2015-03-04","quote":"150 men",)"
      R"("extracted_by":{"agent":"m","method":"model"},"original":true})",
      R"({"type":"claim","id":"c3","report":"r1","subject":"e1",)"
      R"("predicate":"killed","value":true,"stance":"denies",)"
      R"("rests_on":["c1"],"place":"e3"})",
      R"({"type":"claim","report":"r3","subject":"e3",)"
      R"("predicate":"coordinates","value":{"lat":36.2,"lon":-7.5,)"
      R"("radius_m":50,"fallback":true}})",
      R"({"type":"claim","id":"c5","report":"r3","subject":"e4",)"
      R"("predicate":"happened_on","value":"[2015-03-01,2015-03-02]"})",
      R"({"type":"claim","id":"c6","report":"r3","subject":"e1",)"
      R"("predicate":"holds_rank","value":"captain","valid":"2015"})",
      R"({"type":"claim","id":"c7","report":"r3","subject":"e5",)"
      R"("predicate":"saw","object":"e4","note":"a note","by":"me",)"
      R"("recorded":"2015-04-02T00:00:00+02:00"})",
      R"({"type":"claim","id":"c8","report":"r1","subject":"e3",)"
      R"("predicate":"depth","value":{"about":12,"unit":"metres"}})",
      R"({"type":"retraction","target":"c6","how":"corrected",)"
      R"("superseded_by":"c7","report":"r1","quote":"150 men",)"
      R"("reason":"misread"})",
      R"({"type":"retraction","target":"c6","judgement":"rejected"})",
      R"({"type":"assessment","target":"c2","scheme":"status",)"
      R"("value":"accepted"})",
      R"({"type":"assessment","target":"s3",)"
      R"("scheme":"admiralty_reliability","value":"B","by":"me"})",
      R"({"type":"identity","judgement":"same","entities":["e1","e5"]})",
      R"({"type":"identity","id":"i2","judgement":"different",)"
      R"("entities":["e5","e1"]})",
      R"({"type":"dependence","from":"r3","on":"s3","how":"summary"})",
      R"({"type":"dependence","from":"s2","on":"s1","how":"same_owner",)"
      R"("judgement":"rejected"})",
      R"({"type":"amendment","target":"e1","set":{"name":"Jose Tal",)"
      R"("sensitivity":"sealed"}})",
      R"({"type":"amendment","target":"r1","set":{"title":"Storm",)"
      R"("derived_from":[]}})",
      R"({"type":"source","id":"#0123456789abcdef0123","kind":"person",)"
      R"("withheld":"sealed"})",
  };
}

inline std::vector<std::string> BadCaseLines() {
  return {
      R"({"type":"source","id":"s1","name":"Another","kind":"outlet"})",
      R"({"type":"source","id":"s8","name":"x","kind":"outlet",)"
      R"("part_of":"s8"})",
      R"({"type":"report","id":"r9","source":"s1","title":"x",)"
      R"("file":"../x"})",
      R"({"type":"claim","id":"c9","report":"r1","subject":"e1",)"
      R"("predicate":"commands","object":"e3","quote":"not there"})",
      R"({"type":"claim","id":"ca","report":"r1","subject":"e1",)"
      R"("predicate":"killed","value":true,"rests_on":["ca"]})",
      R"({"type":"redaction","target":"c1","bytes":[[0,4]]})",
      R"({"type":"claim","id":"stm:1"})",
      R"({"tpye":"source"})",
      "[1]",
      "{\"type\":\"source\",\"id\":\"\xC3\"}",
      R"({"type":"entity","id":"e9","kind":"ship","name":"x"})",
  };
}

}  // namespace attest

#endif  // ATTEST_TESTS_FUZZ_CASE_LINES_H_
