// Lines that are wrong, each with the errors that it gets. The lines before
// it are those of line_errors_test.cc.

#ifndef ATTEST_TESTS_INGEST_BAD_LINES_H_
#define ATTEST_TESTS_INGEST_BAD_LINES_H_

#include <ostream>

namespace attest::testing {

struct BadLine {
  const char* name;
  const char* line;
  const char* errors;  // `COLUMN: MESSAGE`, a line each
};

inline void PrintTo(const BadLine& bad, std::ostream* os) { *os << bad.name; }

// clang-format off
inline constexpr BadLine kBadLines[] = {
    {"JsonUnclosedString",
     R"({"type":"source","id":"a)",
     R"(23: a string that is not closed
)"},
    {"JsonUnclosedObject",
     R"({"type":"source","id":"a")",
     R"(26: not JSON, got the end of the line, want "," or "}" after a value
)"},
    {"JsonTrailingComma",
     R"({"type":"source",})",
     R"(18: not JSON, got "}", want a field name in double quotes
)"},
    {"JsonMissingColon",
     R"({"type" "source"})",
     R"(9: not JSON, got "\"source\"", want ":" after a field name
)"},
    {"JsonTrailingJunk",
     R"({"type":"source","id":"x","name":"X","kind":"agency"} x)",
     R"(55: not JSON, got "x", want the end of the line after the object
)"},
    {"JsonTwoObjects",
     R"({"type":"source","id":"x","name":"X","kind":"agency"}{})",
     R"(54: not JSON, got "{", want the end of the line after the object
)"},
    {"JsonNotAnObject",
     R"(["source"])",
     R"(1: not an object, got a list, want an object on each line
)"},
    {"JsonScalar",
     R"(12)",
     R"(1: not an object, got "12", want an object on each line
)"},
    {"JsonLeadingZero",
     R"({"type":"source","id":"x","name":01})",
     R"(34: not a number as JSON has them "01"
)"},
    {"JsonBareWord",
     R"({"type":source})",
     R"(9: not JSON, got "source", want a value
)"},
    {"JsonHugeNumber",
     R"({"type":"source","id":"x","name":1e999})",
     R"(34: a number out of range "1e999"
)"},
    {"JsonHalfSurrogate",
     R"({"type":"source","id":"\ud800"})",
     R"(24: half of a surrogate pair in a string
)"},
    {"JsonBadEscape",
     R"({"type":"source","id":"\x"})",
     R"(24: an unknown escape in a string
)"},
    {"JsonFieldTwice",
     R"({"type":"source","id":"x","id":"y"})",
     R"(27: field given twice "id"
)"},
    {"JsonFieldTwiceEscaped",
     R"({"type":"source","name":"x","n\u0061me":"y"})",
     R"(29: field given twice "name"
)"},
    {"JsonFieldTwiceNested",
     R"({"type":"report","id":"x","derived_from":[{"how":"reprint","how":"summary"}]})",
     R"(60: field given twice "how"
)"},
    {"JsonColumnsCountCodePoints",
     R"({"type":"source","id":"حسين","name":"é","kind":"agancy"})",
     R"(48: unknown source kind "agancy"; did you mean "agency"?
)"},
    {"TypeMissing",
     R"({"id":"x"})",
     R"(1: missing field "type"
)"},
    {"TypeMisspelt",
     R"({"type":"sorce","id":"x"})",
     R"(9: unknown type "sorce"; did you mean "source"?
)"},
    {"TypeUnknown",
     R"({"type":"banana","id":"x"})",
     R"(9: unknown type, got "banana", want source, report, entity, predicate, claim, retraction, assessment, identity, dependence, amendment, redaction
)"},
    {"TypeOfTheLog",
     R"({"type":"file_closed"})",
     R"(9: unknown type, got "file_closed", want source, report, entity, predicate, claim, retraction, assessment, identity, dependence, amendment, redaction
)"},
    {"TypeNumber",
     R"({"type":1})",
     R"(9: wrong type of "type", got 1, want a string
)"},
    {"TypeRedaction",
     R"({"type":"redaction","target":"c1"})",
     R"(9: a redaction in a file, want --allow-redactions
)"},
    {"KeyMissing",
     R"({"type":"source","name":"X","kind":"agency"})",
     R"(1: missing field "id"
)"},
    {"KeyEmpty",
     R"({"type":"source","id":"","name":"X","kind":"agency"})",
     R"(23: not a key, got "", want a key that is not empty
)"},
    {"KeyControl",
     R"({"type":"source","id":"a\u0007","name":"X","kind":"agency"})",
     R"(23: not a key, got "a\u0007", want no control characters
)"},
    {"KeyStatement",
     R"({"type":"source","id":"stm:1","name":"X","kind":"agency"})",
     R"(23: not a key, got "stm:1", want another beginning: "stm:" names statements
)"},
    {"KeyHash",
     R"({"type":"source","id":"#1","name":"X","kind":"agency"})",
     R"(23: not a key, got "#1", want another beginning: "#" names withheld records
)"},
    {"KeyNumber",
     R"({"type":"source","id":7,"name":"X","kind":"agency"})",
     R"(23: wrong type of "id", got 7, want a string
)"},
    {"KeyOtherContent",
     R"({"type":"source","id":"s1","name":"Another","kind":"agency"})",
     R"(23: a key defined twice with other content, first in line 1: "s1"
)"},
    {"KeyOtherType",
     R"({"type":"entity","id":"s1","name":"Another","kind":"person"})",
     R"(23: a key defined twice with other content, first in line 1: "s1"
)"},
    {"KeyNamesItself",
     R"({"type":"source","id":"x","name":"X","kind":"agency","part_of":"x"})",
     R"(64: it names itself
)"},
    {"SourceUnknownField",
     R"({"type":"source","id":"x","name":"X","kind":"agency","langage":"en","zzz":1})",
     R"(54: unknown field "langage"; did you mean "language"?
69: unknown field "zzz"
)"},
    {"SourceMissing",
     R"({"type":"source","id":"x"})",
     R"(1: missing field "name"
1: missing field "kind"
)"},
    {"SourceEmptyName",
     R"({"type":"source","id":"x","name":"","kind":"agency"})",
     R"(34: "name" is empty
)"},
    {"SourceKind",
     R"({"type":"source","id":"x","name":"X","kind":"newspaper"})",
     R"(45: unknown source kind, got "newspaper", want outlet, agency, organization, official, person, witness, document, dataset, unknown
)"},
    {"SourceNullField",
     R"({"type":"source","id":"x","name":"X","kind":"agency","language":null})",
     R"(65: wrong type of "language", got null, want a string
)"},
    {"SourceAnonymous",
     R"({"type":"source","id":"x","name":"X","kind":"agency","anonymous":"yes"})",
     R"(66: wrong type of "anonymous", got "yes", want true or false
)"},
    {"SourceLanguage",
     R"({"type":"source","id":"x","name":"X","kind":"agency","language":"en_GB"})",
     R"(65: "language" is no language tag, got "en_GB", want one such as ar or zh-Hant
)"},
    {"SourcePartOfReport",
     R"({"type":"source","id":"x","name":"X","kind":"agency","part_of":"r1"})",
     R"(64: wrong type of "part_of", got the report "r1", want a source
)"},
    {"SourcePartOfUnknown",
     R"({"type":"source","id":"x","name":"X","kind":"agency","part_of":"s3"})",
     R"(64: unknown source "s3"
)"},
    {"SourceSensitivity",
     R"({"type":"source","id":"x","name":"X","kind":"agency","sensitivity":"secret"})",
     R"(68: unknown sensitivity, got "secret", want public, restricted, sealed
)"},
    {"SourceRecorded",
     R"({"type":"source","id":"x","name":"X","kind":"agency","recorded":"2014-01-01"})",
     R"(65: "recorded" is no date-time: no such time of day, got "2014-01-01", want YYYY-MM-DDThh:mm:ssZ (RFC 3339)
)"},
    {"SourceReason",
     R"({"type":"source","id":"x","name":"X","kind":"agency","reason":"because"})",
     R"(54: unknown field "reason"
)"},
    {"ReportMissing",
     R"({"type":"report","id":"x"})",
     R"(1: missing field "source"
1: missing field "title"
)"},
    {"ReportClaimAsSource",
     R"({"type":"report","id":"x","source":"c1","title":"T"})",
     R"(36: wrong type of "source", got the claim "c1", want a source
)"},
    {"ReportPublished",
     R"({"type":"report","id":"x","source":"s1","title":"T","published":"2014-02-30"})",
     R"(65: "published" is no date: EDTF offset 8: day 30 does not exist in 2014-02, got "30", want 01 to 28
)"},
    {"ReportRetrieved",
     R"({"type":"report","id":"x","source":"s1","title":"T","retrieved":"yesterday"})",
     R"(65: "retrieved" is no date-time: no such day, got "yesterday", want YYYY-MM-DDThh:mm:ssZ (RFC 3339)
)"},
    {"ReportTwoTexts",
     R"({"type":"report","id":"x","source":"s1","title":"T","text":"a","text_file":"words.txt"})",
     R"(76: a report with two texts, got "text" and "text_file", want one of them
)"},
    {"ReportHashWithoutFile",
     R"({"type":"report","id":"x","source":"s1","title":"T","sha256":"00"})",
     R"(62: "sha256" without "file"
)"},
    {"ReportOtherHash",
     R"({"type":"report","id":"x","source":"s1","title":"T","file":"words.txt","sha256":"00"})",
     R"(81: the file has another "sha256", got "00", want "dba36bffa5cab0f922d087a3aeb179f9d4e745df40b323e1b1471402848c8a3e"
)"},
    {"ReportNoFile",
     R"({"type":"report","id":"x","source":"s1","title":"T","file":"nowhere.txt"})",
     R"(60: "file" "nowhere.txt": cannot open: No such file or directory
)"},
    {"ReportAbsolutePath",
     R"({"type":"report","id":"x","source":"s1","title":"T","file":"/etc/passwd"})",
     R"(60: "file" "/etc/passwd": a path that leads out of the folder
)"},
    {"ReportPathAbove",
     R"({"type":"report","id":"x","source":"s1","title":"T","file":"../secret.txt"})",
     R"(60: "file" "../secret.txt": a path that leads out of the folder
)"},
    {"ReportPathThroughLink",
     R"({"type":"report","id":"x","source":"s1","title":"T","file":"link/secret.txt"})",
     R"(60: "file" "link/secret.txt": a path that leads out of the folder
)"},
    {"ReportFolder",
     R"({"type":"report","id":"x","source":"s1","title":"T","file":"folder"})",
     R"(60: "file" "folder": not a file, got a folder, want a regular file
)"},
    {"ReportPipe",
     R"({"type":"report","id":"x","source":"s1","title":"T","text_file":"pipe"})",
     R"(65: "text_file" "pipe": not a file, got a pipe, want a regular file
)"},
    {"ReportEmptyPath",
     R"({"type":"report","id":"x","source":"s1","title":"T","file":""})",
     R"(60: "file" "": an empty path
)"},
    {"ReportTextFileNotText",
     R"({"type":"report","id":"x","source":"s1","title":"T","text_file":"bytes.bin"})",
     R"(65: "text_file" "bytes.bin": not UTF-8 at byte 11, want a text in UTF-8
)"},
    {"ReportDerivedFromNothing",
     R"({"type":"report","id":"x","source":"s1","title":"T","derived_from":[{"how":"reprint"}]})",
     R"(69: what it derives from, got neither, want either "source" or "report"
)"},
    {"ReportDerivedFromBoth",
     R"({"type":"report","id":"x","source":"s1","title":"T","derived_from":[{"how":"reprint","source":"s1","report":"r1"}]})",
     R"(69: what it derives from, got "source" and "report", want either "source" or "report"
)"},
    {"ReportDerivedFromKey",
     R"({"type":"report","id":"x","source":"s1","title":"T","derived_from":["r1"]})",
     R"(69: wrong type in "derived_from", got "r1", want an object with "source" or "report", and "how"
)"},
    {"ReportRevisionOfSource",
     R"({"type":"report","id":"x","source":"s1","title":"T","derived_from":[{"how":"revision","source":"s1"}]})",
     R"(76: "revision" in derived_from, got a source, want a report
)"},
    {"ReportSameWitness",
     R"({"type":"report","id":"x","source":"s1","title":"T","derived_from":[{"how":"same_witness","report":"r1"}]})",
     R"(76: "same_witness" in derived_from, got a report, want a "dependence" line
)"},
    {"ReportDerivedFromItself",
     R"({"type":"report","id":"x","source":"s1","title":"T","derived_from":[{"how":"reprint","report":"x"}]})",
     R"(95: it names itself
)"},
    {"ReportTextBy",
     R"({"type":"report","id":"x","source":"s1","title":"T","text_by":{"agent":"a","method":"magic"}})",
     R"(85: unknown method, got "magic", want manual, model, import
)"},
    {"EntityKind",
     R"({"type":"entity","id":"x","name":"X","kind":"persn"})",
     R"(45: unknown entity kind "persn"; did you mean "person"?
)"},
    {"EntityNames",
     R"({"type":"entity","id":"x","name":"X","kind":"person","names":["",{"lang":"ar"},3]})",
     R"(63: not a name, got "", want a text that is not empty, or an object with "value"
66: missing field "value"
80: not a name, got 3, want a text that is not empty, or an object with "value"
)"},
    {"EntityNamesNotAList",
     R"({"type":"entity","id":"x","name":"X","kind":"person","names":"Y"})",
     R"(62: wrong type of "names", got "Y", want a list
)"},
    {"PredicateBuiltIn",
     R"({"type":"predicate","id":"killed","label":"K","domain":["person"],"range":"flag","time":"event"})",
     R"(26: not a name for a predicate, got "killed", want another name: this one is built in
)"},
    {"PredicateReserved",
     R"({"type":"predicate","id":"names","label":"K","domain":["person"],"range":"text","time":"event"})",
     R"(26: not a name for a predicate, got "names", want another name: this one is a property of every entity in queries
)"},
    {"PredicateMissing",
     R"({"type":"predicate","id":"x"})",
     R"(1: missing field "label"
1: missing field "domain"
1: missing field "range"
1: missing field "time"
)"},
    {"PredicateEmptyDomain",
     R"({"type":"predicate","id":"x","label":"X","domain":[],"range":"text","time":"none"})",
     R"(51: a list of entity kinds that is empty
)"},
    {"PredicateRange",
     R"({"type":"predicate","id":"x","label":"X","domain":["person","plce"],"range":"number","time":"none"})",
     R"(61: unknown entity kind "plce"; did you mean "place"?
77: unknown literal, got "number", want text, quantity, date, point, flag
)"},
    {"PredicateRangeType",
     R"({"type":"predicate","id":"x","label":"X","domain":["person"],"range":true,"time":"often"})",
     R"(70: wrong type of "range", got true, want a list of entity kinds, or the name of a literal
82: unknown time, got "often", want state, event, period, none
)"},
    {"ClaimMissing",
     R"({"type":"claim"})",
     R"(1: missing field "report"
1: missing field "predicate"
1: missing field "subject"
1: what the claim says of its subject, got neither "object" nor "value", want one of them
)"},
    {"ClaimUnknownPredicate",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"defect_from","object":"o1"})",
     R"(58: unknown predicate "defect_from"; did you mean "defected_from"?
)"},
    {"ClaimNearPredicate",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"likez","object":"o1"})",
     R"(58: unknown predicate "likez"; did you mean "likes"?
)"},
    {"ClaimDomain",
     R"({"type":"claim","report":"r1","subject":"o1","predicate":"commands","object":"o1"})",
     R"(41: wrong kind of "subject", got the organization "o1", want person
)"},
    {"ClaimRangeKind",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"commands","object":"pl1"})",
     R"(78: wrong kind of "object", got the place "pl1", want unit or organization
)"},
    {"ClaimValueForEntity",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"commands","value":"o1"})",
     R"(69: wrong field for predicate "commands", got "value", want "object", unit or organization
)"},
    {"ClaimObjectForValue",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"holds_rank","object":"p1"})",
     R"(71: wrong field for predicate "holds_rank", got "object", want "value", a text that is not empty
)"},
    {"ClaimBoth",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"holds_rank","object":"p1","value":"x"})",
     R"(93: what the claim says of its subject, got "object" and "value", want one of them
)"},
    {"ClaimNeither",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"holds_rank"})",
     R"(1: what the claim says of its subject, got neither "object" nor "value", want one of them
)"},
    {"ClaimTextEmpty",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"holds_rank","value":""})",
     R"(79: wrong value for predicate "holds_rank", got "", want a text that is not empty
)"},
    {"ClaimTextNumber",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"holds_rank","value":3})",
     R"(79: wrong value for predicate "holds_rank", got 3, want a text that is not empty
)"},
    {"ClaimDate",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"happened_on","value":"2011-13"})",
     R"(80: "value" is no date: EDTF offset 5: month does not exist, got "13", want 01 to 12, or a season 21 to 24
)"},
    {"ClaimFlagFalse",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":false})",
     R"(75: wrong value for predicate "killed", got false, want true (the contrary is "stance": "denies")
)"},
    {"ClaimQuantityNumber",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"killed_count","value":150})",
     R"(81: wrong value for predicate "killed_count", got 150, want a quantity such as {"exact": 150}
)"},
    {"ClaimQuantityFraction",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"killed_count","value":{"exact":1.5}})",
     R"(90: "exact" is not a whole number, got 1.5, want a whole number from 0 to 9007199254740992
)"},
    {"ClaimQuantityNegative",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"killed_count","value":{"exact":-1}})",
     R"(81: not a quantity: exact is out of range, got -1, want a whole number from 0 to 9007199254740992
)"},
    {"ClaimQuantityHuge",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"killed_count","value":{"exact":9007199254740993}})",
     R"(81: not a quantity: exact is out of range, got 9007199254740993, want a whole number from 0 to 9007199254740992
)"},
    {"ClaimQuantityTwoForms",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"killed_count","value":{"exact":1,"about":2}})",
     R"(81: a quantity without one form, want one of exact, at_least, at_most, about, or low and high
)"},
    {"ClaimQuantityLowOnly",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"killed_count","value":{"low":1}})",
     R"(81: a quantity without one form, want one of exact, at_least, at_most, about, or low and high
)"},
    {"ClaimQuantityOrder",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"killed_count","value":{"low":3,"high":2}})",
     R"(81: not a quantity: low is above high, got 3 and 2, want low <= best <= high
)"},
    {"ClaimQuantityField",
     R"({"type":"claim","report":"r1","subject":"i1","predicate":"killed_count","value":{"exactly":3}})",
     R"(82: unknown field "exactly"; did you mean "exact"?
)"},
    {"ClaimPointRange",
     R"({"type":"claim","report":"r1","subject":"pl1","predicate":"coordinates","value":{"lat":91,"lon":0}})",
     R"(81: not a point: lat is out of range, got 91, want -90 to 90
)"},
    {"ClaimPointMissing",
     R"({"type":"claim","report":"r1","subject":"pl1","predicate":"coordinates","value":{"lat":1}})",
     R"(81: missing field "lon"
)"},
    {"ClaimPlaceKind",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"place":"p1"})",
     R"(88: wrong kind of "place", got the person "p1", want place
)"},
    {"ClaimValid",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"valid":"last week"})",
     R"(88: "valid" is no date: EDTF offset 0: year is not four digits or X, got "last week", want YYYY, YYYY-MM or YYYY-MM-DD
)"},
    {"ClaimAttribution",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"attribution":[{"source":"s1"},{"source":"r1","basis":"eyewitnes"},"s1"]})",
     R"(121: wrong type of "source", got the report "r1", want a source
134: unknown basis "eyewitnes"; did you mean "eyewitness"?
147: wrong type in "attribution", got "s1", want an object with "source"
)"},
    {"ClaimStance",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"stance":"deny","hedge":"alleged?"})",
     R"(89: unknown stance, got "deny", want asserts, denies, doubts, no_comment
104: unknown hedge "alleged?"; did you mean "alleged"?
)"},
    {"ClaimRestsOn",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"rests_on":["c1","r1",3,"c9"]})",
     R"(97: wrong type of "claim", got the report "r1", want a claim
102: wrong type of "claim", got 3, want a string
104: unknown claim "c9"
)"},
    {"ClaimRealEnds",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"real_ends":["start","stop"]})",
     R"(101: unknown end, got "stop", want start, end
)"},
    {"ClaimCitation",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"citation":{"page":-1,"verse":2}})",
     R"(99: wrong value of "page", got -1, want a whole number or a text
102: unknown field "verse"
)"},
    {"ClaimQuoteMissing",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"quote":"nowhere to be found"})",
     R"(88: quote not found: "nowhere to be found"
)"},
    {"ClaimQuoteTwice",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"quote":"shot"})",
     R"(88: quote found 2 times; give prefix or suffix
)"},
    {"ClaimQuoteWithoutText",
     R"({"type":"claim","report":"r2","subject":"p1","predicate":"killed","value":true,"quote":"He was shot"})",
     R"(88: the report has no text to quote from, want "citation" in place of "quote"
)"},
    {"ClaimQuoteEmpty",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"quote":""})",
     R"(88: wrong value of "quote", got "", want a text that is not empty, or an object with "exact"
)"},
    {"ClaimQuoteOfBytes",
     R"({"type":"claim","report":"r3","subject":"p1","predicate":"killed","value":true,"quote":"He was shot"})",
     R"(88: the report has no text to quote from, want "citation" in place of "quote"
)"},
    {"ClaimExtractedBy",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","value":true,"extracted_by":{"method":"model"}})",
     R"(95: missing field "agent"
)"},
    {"ClaimOtherContent",
     R"({"type":"claim","id":"c1","report":"r1","subject":"p1","predicate":"killed","value":true,"stance":"denies"})",
     R"(22: a key defined twice with other content, first in line 11: "c1"
)"},
    {"DecisionRetractionTarget",
     R"({"type":"retraction","target":"s1"})",
     R"(31: wrong type of "target", got the source "s1", want a report or claim
)"},
    {"DecisionRetractionQuote",
     R"({"type":"retraction","target":"c1","quote":"He was shot"})",
     R"(44: "quote" without the "report" it is from
)"},
    {"DecisionRetractionHow",
     R"({"type":"retraction","target":"c1","how":"correct"})",
     R"(42: unknown how "correct"; did you mean "corrected"?
)"},
    {"DecisionAssessmentValue",
     R"({"type":"assessment","target":"c1","scheme":"status","value":"acepted"})",
     R"(62: unknown value of scheme status "acepted"; did you mean "accepted"?
)"},
    {"DecisionAssessmentScheme",
     R"({"type":"assessment","target":"c1","scheme":"admiralty_reliability","value":"A"})",
     R"(31: wrong type of "target", got the claim "c1", want a source
)"},
    {"DecisionAssessmentCredibility",
     R"({"type":"assessment","target":"c1","scheme":"admiralty_credibility","value":7})",
     R"(77: unknown value of scheme admiralty_credibility, got "7", want 1, 2, 3, 4, 5, 6
)"},
    {"DecisionIdentityOne",
     R"({"type":"identity","judgement":"same","entities":["p1"]})",
     R"(50: wrong number of "entities", got 1, want two
)"},
    {"DecisionIdentityItself",
     R"({"type":"identity","judgement":"same","entities":["p1","p1"]})",
     R"(50: an entity is always the same as itself, got the same key twice, want two entities
)"},
    {"DecisionIdentitySource",
     R"({"type":"identity","judgement":"same","entities":["p1","s1"]})",
     R"(56: wrong type of "entity", got the source "s1", want an entity
)"},
    {"DecisionDependenceSourceOnReport",
     R"({"type":"dependence","from":"s1","on":"r1","how":"reprint"})",
     R"(39: a source on a report is refused, got "r1", want a source
)"},
    {"DecisionDependenceItself",
     R"({"type":"dependence","from":"s1","on":"s1","how":"reprint"})",
     R"(39: it depends on itself, got "s1", want another
)"},
    {"DecisionDependenceRevision",
     R"({"type":"dependence","from":"r1","on":"s1","how":"revision"})",
     R"(50: "revision" of a source, want two reports
)"},
    {"DecisionDependenceClaim",
     R"({"type":"dependence","from":"c1","on":"s1","how":"reprint"})",
     R"(29: wrong type of "from", got the claim "c1", want a source or report
)"},
    {"DecisionAmendClaim",
     R"({"type":"amendment","target":"c1","set":{"stance":"denies"}})",
     R"(30: wrong type of "target", got the claim "c1", want a source or report or entity
)"},
    {"DecisionAmendKey",
     R"({"type":"amendment","target":"s1","set":{"id":"s9","type":"x"}})",
     R"(42: unknown field "id"
52: unknown field "type"
)"},
    {"DecisionAmendKind",
     R"({"type":"amendment","target":"p1","set":{"kind":"unit"}})",
     R"(49: the kind of an entity cannot be amended
)"},
    {"DecisionAmendNothing",
     R"({"type":"amendment","target":"s1","set":{}})",
     R"(41: an amendment that sets nothing
)"},
    {"DecisionAmendText",
     R"({"type":"amendment","target":"r1","set":{"text":"other"}})",
     R"(49: the report has a text already
)"},
    {"DecisionAmendName",
     R"({"type":"amendment","target":"s1","set":{"name":""}})",
     R"(49: "name" is empty
)"},
    {"StubReason",
     R"({"type":"source","id":"x","kind":"agency","withheld":"no"})",
     R"(54: unknown reason to withhold, got "no", want restricted, sealed, redacted
)"},
    {"StubWithoutKey",
     R"({"type":"claim","report":"r1","subject":"p1","predicate":"killed","withheld":"redacted"})",
     R"(1: missing field "id"
)"},
    {"StubReportWithoutSource",
     R"({"type":"report","id":"#1","withheld":"restricted"})",
     R"(1: missing field "source"
)"},
};
// clang-format on

}  // namespace attest::testing

#endif  // ATTEST_TESTS_INGEST_BAD_LINES_H_
