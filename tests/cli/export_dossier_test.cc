// The table of a dossier, read off its page, compared with what `corroborate`
// and the lines of the case say: on random cases, with and without records
// that may not go out.

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/random_case.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

// What stands between the first `begin` and the next `end`; empty: nowhere.
std::string Between(const std::string& text, const std::string& begin,
                    const std::string& end) {
  const size_t at = text.find(begin);
  if (at == std::string::npos) return "";
  const size_t from = at + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

std::string WithoutTags(const std::string& html) {
  return std::regex_replace(html, std::regex("<[^>]*>"), "");
}

struct RowClaim {
  std::string side;  // "Line 1", "Shares line 1", "Against"
  std::string who;

  friend bool operator==(const RowClaim&, const RowClaim&) = default;
};

struct Row {
  std::string verdict;
  std::string lines;
  std::string against;
  std::string claims;
  std::map<std::string, RowClaim> accounts;  // by key of the claim
  uint64_t withheld = 0;
};

RowClaim ReadClaim(const std::string& item) {
  const std::string first = Between(item, "<p>", "</p>");
  const std::string label = Between(first, "<span class=\"side", "</span>");
  RowClaim claim;
  // Up to the reason, which is in words of its own.
  claim.side = label.substr(label.find('>') + 1);
  claim.side = claim.side.substr(0, claim.side.find_first_of(":."));
  const size_t names = first.find("</span> ");
  claim.who = WithoutTags(first.substr(names + 8));
  return claim;
}

Row ReadRow(const std::string& html) {
  const auto cell = [&](const std::string& label) {
    const std::string rest =
        Between(html, absl::StrCat("data-label=\"", label, "\""), "</td>");
    return WithoutTags(rest.substr(rest.find('>') + 1));
  };
  Row row;
  row.verdict = Between(html, "data-verdict=\"", "\"");
  EXPECT_EQ(absl::StrReplaceAll(row.verdict, {{"_", " "}}), cell("Verdict"));
  row.lines = cell("Lines");
  row.against = cell("Against");
  row.claims = cell("Claims");
  size_t at = html.find("<ul class=\"claims\">");
  for (at = html.find("<li>", at); at != std::string::npos;
       at = html.find("<li>", at + 1)) {
    const std::string item = html.substr(at, html.find("</li>", at) - at);
    const std::string key =
        Between(item, "<dt>In the case as</dt><dd><code>", "</code>");
    if (key.empty()) {
      EXPECT_THAT(item, HasSubstr("withheld here"));
      EXPECT_TRUE(absl::SimpleAtoi(
          WithoutTags(item.substr(0, item.find(" claim"))), &row.withheld));
      continue;
    }
    EXPECT_TRUE(row.accounts.emplace(key, ReadClaim(item)).second) << key;
  }
  return row;
}

// By the key of the statement. One that stands in several sections says the
// same in each.
std::map<std::string, Row> ReadRows(const std::string& page) {
  std::map<std::string, Row> rows;
  const std::string begin = "<tbody role=\"rowgroup\" id=\"k";
  for (size_t at = page.find(begin); at != std::string::npos;
       at = page.find(begin, at + 1)) {
    const std::string html = page.substr(at, page.find("</tbody>", at) - at);
    const std::string key =
        Between(html, "<dt>Statement</dt><dd><code>", "</code>");
    EXPECT_NE(key, "");
    const Row row = ReadRow(html);
    const auto [there, is_new] = rows.emplace(key, row);
    if (is_new) continue;
    EXPECT_EQ(there->second.verdict, row.verdict);
    EXPECT_TRUE(there->second.accounts == row.accounts);
  }
  return rows;
}

std::string LinesOf(const Json& lines) {
  return absl::StrCat(lines["low"].get<int>(), "–", lines["best"].get<int>(),
                      "–", lines["high"].get<int>(),
                      lines.value("at_least", false) ? "+" : "");
}

class ExportDossierTest : public ::testing::Test {
 protected:
  // A case whose sources have plain names, that can be told from one another.
  // What is in `withheld`, a key by a mark, bears the mark in key and texts.
  void MakeCase(uint64_t seed,
                const std::map<std::string, std::string>& withheld) {
    lines_.clear();
    keys_.clear();
    for (Json line : RandomCase(seed)) {
      const std::string id = line["id"];
      if (line["type"] == "source") line["name"] = "Voice " + id;
      const auto found = withheld.find(id);
      if (found != withheld.end()) {
        line["sensitivity"] =
            found->second == "ZSEAL" ? "sealed" : "restricted";
        for (const char* field : {"name", "title"}) {
          if (line.contains(field)) line[field] = found->second + " name";
        }
      }
      std::string text = line.dump();
      for (const auto& [key, mark] : withheld) {
        const std::string number = key.substr(key.find(':') + 1);
        text =
            absl::StrReplaceAll(text, {{absl::StrCat("\"", key, "\""),
                                        absl::StrCat("\"", mark, key, "\"")}});
        if (key[0] == 'r') {
          text = absl::StrReplaceAll(
              text, {{absl::StrCat("Words of report ", number),
                      absl::StrCat(mark, " of report ", number)}});
        }
      }
      line = Json::parse(text);
      if (line["type"] == "entity") keys_.push_back(line["id"]);
      lines_.push_back(std::move(line));
    }
    terminal_.Write("case.jsonl", TextOf(lines_));
    terminal_.Must(
        "rm -rf case.attest && attest init && attest add case.jsonl");
  }

  [[nodiscard]] std::string Page(const std::string& options = "") const {
    std::string command = "attest export --to html -o page.html" + options;
    for (const std::string& key : keys_) {
      absl::StrAppend(&command, " '", key, "'");
    }
    terminal_.Must(command);
    return terminal_.Read("page.html");
  }

  [[nodiscard]] const Json& LineOf(const std::string& id) const {
    for (const Json& line : lines_) {
      if (line.value("id", "") == id) return line;
    }
    ADD_FAILURE() << "nothing is " << id;
    return lines_.front();
  }

  // "Voice src:1, citing Voice src:2.": from the lines alone.
  [[nodiscard]] std::string WhoSays(const std::string& claim) const {
    const Json& line = LineOf(claim);
    const std::string publisher = LineOf(line["report"])["source"];
    std::string text = LineOf(publisher)["name"];
    bool is_first = true;
    for (const Json& speaker : line.value("attribution", Json::array())) {
      if (speaker["source"] == publisher) continue;
      absl::StrAppend(&text, is_first ? ", citing " : ", who cites ",
                      LineOf(speaker["source"])["name"].get<std::string>());
      is_first = false;
    }
    if (!line.contains("attribution")) text += ", without naming its origin";
    return text + ".";
  }

  void ExpectFigures(const Json& statement, const Row& row) {
    EXPECT_EQ(row.verdict, statement["verdict"]);
    EXPECT_EQ(row.lines, LinesOf(statement["lines"]));
    const Json& against = statement["opposing_lines"];
    EXPECT_EQ(row.against, against["best"] == 0 && against["high"] == 0
                               ? "none"
                               : LinesOf(against));
    EXPECT_EQ(row.claims, absl::StrCat(statement["citations"].get<int>()));
    ++verdicts_[row.verdict];
  }

  // The side of each claim of a finding, as the page calls it.
  [[nodiscard]] std::map<std::string, RowClaim> AccountsOf(
      const Json& statement) const {
    std::map<std::string, RowClaim> accounts;
    const std::set<std::string> fallen = statement["not_counted"];
    for (const Json& entry : statement["ledger"]) {
      const std::string key = entry["claim"];
      const std::string line =
          entry["line"].is_null() ? "" : entry["line"].dump();
      accounts[key] = {fallen.count(key) != 0 ? "Does not count"
                       : entry["counts"]      ? "Line " + line
                       : line.empty()         ? "Forms no line"
                                              : "Shares line " + line,
                       WhoSays(key)};
    }
    for (const char* list : {"opposing", "doubting"}) {
      for (const Json& key : statement[list]) {
        accounts[key] = {
            LineOf(key)["stance"] == "denies" ? "Against" : "Doubts it",
            WhoSays(key)};
      }
    }
    return accounts;
  }

  Terminal terminal_;
  std::vector<Json> lines_;
  std::vector<std::string> keys_;
  std::map<std::string, size_t> verdicts_;
};

TEST_F(ExportDossierTest, EachRowSaysWhatIsFound) {
  size_t claims = 0;
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    MakeCase(seed, {});
    const std::map<std::string, Row> rows = ReadRows(Page());
    const Json found = terminal_.Document("corroborate")["statements"];
    EXPECT_EQ(rows.size(), found.size());
    for (const Json& statement : found) {
      const std::string key = statement["statement"];
      SCOPED_TRACE(key);
      ASSERT_EQ(rows.count(key), 1u);
      const Row& row = rows.at(key);
      ExpectFigures(statement, row);
      const auto expected = AccountsOf(statement);
      ASSERT_EQ(row.accounts.size(), expected.size());
      for (const auto& [claim, account] : expected) {
        ASSERT_EQ(row.accounts.count(claim), 1u) << claim;
        EXPECT_EQ(row.accounts.at(claim).side, account.side) << claim;
        EXPECT_EQ(row.accounts.at(claim).who, account.who) << claim;
        ++claims;
      }
      EXPECT_EQ(row.withheld, 0u);
    }
  }
  EXPECT_GT(claims, 200u);
  EXPECT_GE(verdicts_.size(), 4u);
}

TEST_F(ExportDossierTest, WhatIsWithheldCountsAndIsNotNamed) {
  size_t withheld = 0;
  size_t unseen = 0;
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    MakeCase(seed, {{"src:2", "ZREST"},
                    {"src:4", "ZSEAL"},
                    {"rpt:1", "ZSEAL"},
                    {"rpt:3", "ZREST"},
                    {"place:3", "ZREST"}});
    // Not asked for by their own keys.
    std::erase_if(keys_, [](const std::string& key) {
      return key.find('Z') != std::string::npos;
    });
    const std::string page = Page();
    EXPECT_THAT(page, Not(HasSubstr("ZREST")));
    EXPECT_THAT(page, Not(HasSubstr("ZSEAL")));
    const std::map<std::string, Row> rows = ReadRows(page);
    const Json found = terminal_.Document("corroborate --unseal")["statements"];
    for (const Json& statement : found) {
      const auto row = rows.find(statement["statement"].get<std::string>());
      if (row == rows.end()) {
        ++unseen;
        continue;
      }
      SCOPED_TRACE(row->first);
      ExpectFigures(statement, row->second);
      const auto all = AccountsOf(statement);
      EXPECT_EQ(row->second.accounts.size() + row->second.withheld, all.size());
      for (const auto& [claim, account] : row->second.accounts) {
        ASSERT_EQ(all.count(claim), 1u) << claim;
        EXPECT_EQ(account.side, all.at(claim).side) << claim;
        EXPECT_EQ(account.who, all.at(claim).who) << claim;
      }
      withheld += row->second.withheld;
    }
    // What is restricted goes out where that is asked for; what is sealed
    // never.
    const std::string restricted = Page(" --include restricted");
    EXPECT_THAT(restricted, HasSubstr("ZREST"));
    EXPECT_THAT(restricted, Not(HasSubstr("ZSEAL")));
  }
  EXPECT_GT(withheld, 20u);
  EXPECT_GT(unseen, 5u);
}

}  // namespace
}  // namespace attest
