#include "engine/interchange/stix_ids.h"

#include <map>
#include <string>
#include <vector>

#include "engine/interchange/stix_addresses.h"
#include "engine/interchange/stix_words.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

// The values that RFC 9562, appendix A.4, and other libraries give.
TEST(StixIdsTest, NamedUuidsAreThoseOfOthers) {
  EXPECT_EQ(
      NamedUuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
      "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_EQ(NamedUuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "python.org"),
            "886313e1-3b8a-5372-9b90-0c9aee199e5d");
  EXPECT_EQ(NamedUuid("6ba7b811-9dad-11d1-80b4-00c04fd430c8", ""),
            "1b4db7eb-4057-5ddf-91e0-36dec72071f5");
}

// As anybody can work them out with another library.
TEST(StixIdsTest, IdentifiersAreNamedAsTheHeaderSays) {
  const std::string all =
      NamedUuid("6ba7b811-9dad-11d1-80b4-00c04fd430c8", "urn:attest:stix");
  const std::string here = NamedUuid(all, "here");
  const StixIds ids("here");
  EXPECT_EQ(ids.OfKey("identity", "src:a"),
            "identity--" + NamedUuid(here, "identity:key:src:a"));
  EXPECT_EQ(ids.OfOwn("note", "src:a"),
            "note--" + NamedUuid(here, "note:own:src:a"));
  EXPECT_EQ(StixIds::OfAll("identity", "attest"),
            "identity--" + NamedUuid(all, "identity:attest"));
  EXPECT_NE(ids.OfKey("note", "a"), StixIds("there").OfKey("note", "a"));
}

// No identifier of an earlier version may change.
TEST(StixIdsTest, IdentifiersStay) {
  EXPECT_EQ(StixIds::OfAll("extension-definition", "facts-1"),
            "extension-definition--be51bf7b-de39-59d6-84f0-73e448e71afc");
}

// No two predicates have one name, and none a name that is not its own.
TEST(StixRelationshipTypesTest, NamesAreKeys) {
  const std::vector<std::string> keys = {"located_at", "commands",
                                         "!commands",  "commands?",
                                         "Commands",   "a",
                                         "a_b",        "a-b",
                                         "c_d-e",      "c-d_e",
                                         "قائد",       "led by é",
                                         "is led",     std::string(251, 'a')};
  const StixRelationshipTypes types(keys);
  std::map<std::string, std::string> named;
  for (const std::string& key : keys) {
    const std::string type = types.Of(key);
    if (type.empty()) continue;
    EXPECT_TRUE(named.emplace(type, key).second) << type;
  }
  EXPECT_EQ(named,
            (std::map<std::string, std::string>{{"located-at", "located_at"},
                                                {"commands", "commands"},
                                                {"a-b", "a-b"}}));
  EXPECT_EQ(types.Of("unknown"), "");
}

TEST(StixIdsTest, OnlyWhatIsAUriIsAnAddress) {
  for (const char* good :
       {"https://example.org/a?b=c#d", "urn:x", "mailto:a@example.org",
        "http://example.org/%D8%A7"}) {
    EXPECT_TRUE(IsUri(good)) << good;
  }
  for (const char* bad :
       {"", "example.org", ":a", "http:", "https://example.org/a b",
        "https://example.org/ä", "https://example.org/%zz", "1a:b", "a:b%2",
        "a:b#c#d", "a:\"", "-a:b", "a_b:c"}) {
    EXPECT_FALSE(IsUri(bad)) << bad;
  }
}

// What a program may follow.
TEST(StixIdsTest, OnlyWhatIsOfTheWebIsFollowed) {
  for (const char* good :
       {"https://example.org", "HTTP://1.2.3.4:80/a?b=c#d", "ftp://a.example/",
        "https://user:word@example.org:65535/a@b", "https://example.org:/x",
        "https://example.org?a:b@c"}) {
    EXPECT_TRUE(IsWebAddress(good)) << good;
  }
  for (const char* bad :
       {"", "urn:x", "javascript:alert(1)", "https:example.org", "https://",
        "https:///a", "https://a@b@c/", "https://a:b/", "https://a:65536/",
        "https://a:+1/", "https://a:1:2/", "https://-a/", "https://a%20b/",
        "https://a/ b", "https://a@/", "mailto:a@example.org",
        "https://a:8 /"}) {
    EXPECT_FALSE(IsWebAddress(bad)) << bad;
  }
}

}  // namespace
}  // namespace attest
