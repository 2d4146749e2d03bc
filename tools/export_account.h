// ExportAccount is what is told of an export once it is done: in words on
// standard error what went out, and each count that is not 0; and where a mode
// is asked for and the export goes elsewhere, all counts as a document.
//
//     ExportAccount account("exported 3 claims as of log position 20");
//     account.AddOut("claims", 3);
//     account.Add("links", "links to what is withheld left out", 0);
//     RETURN_IF_ERROR(account.Tell(session, request, 20));

#ifndef ATTEST_TOOLS_EXPORT_ACCOUNT_H_
#define ATTEST_TOOLS_EXPORT_ACCOUNT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/outgoing_events.h"
#include "engine/interchange/selection.h"
#include "tools/answer.h"
#include "tools/export_format.h"
#include "tools/session.h"

namespace attest {

class ExportAccount {
 public:
  // `headline` says in words what went out.
  explicit ExportAccount(std::string headline = "")
      : headline_(std::move(headline)) {}
  void set_headline(std::string headline) { headline_ = std::move(headline); }

  // A count that the headline says.
  void AddOut(const char* name, uint64_t count) { document_[name] = count; }

  // A count by its name in the document, and in words that it follows.
  void Add(const char* name, absl::string_view words, uint64_t count);

  // The same, below `group` in the document, where the words are its name.
  void AddTo(const char* group, absl::string_view before,
             absl::string_view words, uint64_t count);

  // What is said where there is something to say, and is no count.
  void Say(std::string words) { words_.push_back(std::move(words)); }

  // Requires: called once.
  [[nodiscard]] absl::Status Tell(const Session& session,
                                  const ExportRequest& request,
                                  uint64_t position);

 private:
  std::string headline_;
  std::vector<std::string> words_;
  Json document_ = Json::object();
};

// What was chosen of a case that goes in part.
void AddChosen(const Selection& selection, ExportAccount& account);

// Which verdicts may differ where the part is added to another case.
void AddPart(const Selection& selection, ExportAccount& account);

// That what texts show of dependence may be another in the part alone: for
// formats that say it, and say nothing of what the part would show.
void AddInferredInPart(ExportAccount& account);

inline constexpr char kSuccessorsLeftOut[] =
    "links to what superseded a claim or report left out";

inline constexpr char kNamesLeftOut[] =
    "names known from withheld reports left out";

inline constexpr char kOriginsLeftOut[] =
    "reports without the names of withheld sources that they were made from";
inline constexpr char kMayTellPublisher[] =
    "reports of withheld sources that go out with title, author or address, "
    "which may tell who they are";
inline constexpr char kWordsLeftOut[] =
    "claims and decisions without their words, which might name what is "
    "withheld";

// How much an export of events left out, and why.
void AddLeftOut(const LeftOutCounts& left_out, ExportAccount& account);

}  // namespace attest

#endif  // ATTEST_TOOLS_EXPORT_ACCOUNT_H_
