// Dossier is a case's answer about some keys in the form in which it is handed
// over as one page: everything that may be shown, and nothing else.
//
// It is gathered where cases are known, and made into HTML by DossierPage, a
// pure function: equal dossiers give equal bytes.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/corroboration/independence.h"
#include "engine/corroboration/verdict.h"
#include "engine/model/point.h"

namespace attest {

// A source, report or entity. Of one that is withheld, nothing but that it is,
// under the pseudonym that it has in exports.
struct DossierRecord {
  std::string name;  // empty: the key is all there is
  std::string kind;  // "person", "outlet", "report"
  std::string lang;  // BCP 47; empty: not known
  bool anonymous = false;
  bool withheld = false;
};

struct DossierReport {
  std::string title;
  std::string publisher;  // key
  std::string published;  // EDTF
  std::string author;
  std::string url;
  std::string archive_url;
  std::string lang;
  std::string file_sha256;  // hex; empty: there is none
  std::string text_sha256;
  uint64_t event = 0;
};

struct DossierSpeaker {
  std::string source;  // key
  std::string basis;
  std::string said;  // EDTF
};

struct DossierQuote {
  std::string before;
  std::string exact;
  std::string after;
  std::string place;  // "bytes 20 to 40"
};

struct DossierClaim {
  std::string key;
  uint64_t event = 0;
  std::string report;                       // key
  std::vector<DossierSpeaker> attribution;  // nearest the report first
  std::string hedge;                        // empty: stated as it is
  std::string standing;                     // empty: it counts
  std::optional<DossierQuote> quote;
  std::string citation;
  std::string as_stated;
  bool without_words = false;  // which stay: they may tell what is withheld
  std::vector<std::string> upstream;  // in words
  std::vector<std::string> fallen;    // retractions and rejections, in words
  bool proposed = false;
};

// What a claim is to a statement.
enum class DossierSide : uint8_t {
  kFor,
  kAgainst,
  kDoubts,
  kNoComment,
  kUncounted,  // it would be for it, but does not count now
};

struct DossierEntry {
  size_t claim = 0;  // of the section
  DossierSide side = DossierSide::kFor;
  std::optional<uint32_t> line;    // from 1, that it stands for or shares
  bool counts = false;             // it stands for the line
  std::string reason;              // why not
  std::vector<std::string> chain;  // keys, furthest upstream first
};

struct DossierOther {
  std::string statement;  // key
  std::string text;       // what it says
  std::string reason;
};

// How many claims of each side are withheld.
struct DossierWithheld {
  uint64_t supporting = 0;
  uint64_t opposing = 0;
  uint64_t doubting = 0;
  uint64_t no_comment = 0;
  uint64_t not_counted = 0;

  [[nodiscard]] uint64_t all() const {
    return supporting + opposing + doubting + no_comment + not_counted;
  }
};

struct DossierStatement {
  std::string key;
  std::string subject;    // key
  std::string predicate;  // key
  std::string label;      // of the predicate
  std::string object;     // key; empty: `value`
  std::string value;      // in words; empty with no object: it holds
  std::string date;       // EDTF, where the value is one
  std::optional<Point> point;
  std::string valid;  // EDTF
  std::string place;  // key
  Verdict verdict = Verdict::kUnsupported;
  bool same_origin = false;
  Lines lines;
  Lines opposing_lines;
  uint64_t citations = 0;
  uint64_t reports = 0;
  DossierWithheld withheld;
  uint64_t conflicts_withheld = 0;
  std::vector<DossierOther> conflicts;
  std::vector<std::string> single_points;    // keys
  std::vector<std::string> unknown_origins;  // keys
  std::vector<std::string> ratings;          // in words
  std::vector<DossierEntry> entries;
};

// Coordinates said of a place that the statements of a section name.
struct DossierPlace {
  std::string place;  // key
  Point point;
  std::string statement;  // key
  Verdict verdict = Verdict::kUnsupported;
};

struct DossierName {
  std::string text;
  std::string lang;
};

struct DossierSection {
  std::string key;
  std::vector<std::string> keys;  // of all that it is judged to be, too
  std::string type;  // "entity", "source", "report", "claim", "statement"
  std::string kind;  // of an entity or a source
  std::vector<DossierName> names;
  std::vector<DossierClaim> claims;
  std::vector<DossierStatement> statements;
  std::vector<DossierPlace> places;
  uint64_t statements_withheld = 0;
  uint64_t claims_withheld = 0;
  uint64_t redacted = 0;  // records of it that are no more
};

struct Dossier {
  std::string origin;  // of the log
  uint64_t position = 0;
  std::string recorded_at;  // of the last event, RFC 3339
  std::string root;         // base64
  std::string checkpoint;   // signed note; empty: of a position that is past
  std::string verifier_key;
  bool includes_restricted = false;
  std::map<std::string, DossierRecord> records;
  std::map<std::string, DossierReport> reports;
  std::vector<DossierSection> sections;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_H_
