#include "engine/interchange/ftm_judgements.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/interchange/ftm_notes.h"
#include "engine/interchange/json_fields.h"
#include "engine/model/json_text.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

std::string PairJson(const FtmJudgement& judgement) {
  std::string json = "[";
  AppendJsonString(KeyOfFtmId(judgement.left), json);
  json += ',';
  AppendJsonString(KeyOfFtmId(judgement.right), json);
  return json + "]";
}

bool IsLeftOut(const FtmJudgement& judgement) {
  return judgement.judgement == "no_judgement" || judgement.is_deleted;
}

absl::Time TimeOf(const FtmJudgement& judgement) {
  const absl::StatusOr<absl::Time> time =
      ParseRfc3339(FtmInstant(judgement.timestamp));
  if (time.ok()) return *time;
  const absl::StatusOr<absl::Time> day =
      ParseRfc3339(absl::StrCat(judgement.timestamp, "T00:00:00Z"));
  return day.ok() ? *day : absl::InfinitePast();
}

}  // namespace

absl::uint128 FtmJudgements::PairOf(const FtmJudgement& judgement) {
  const auto& [first, second] = std::minmax(judgement.left, judgement.right);
  return defined_.HashOf({"pair", first, second});
}

absl::uint128 FtmJudgements::PlaceOf(absl::string_view id) {
  return defined_.HashOf({"judged", id});
}

absl::uint128 FtmJudgements::RootOf(absl::uint128 place) {
  absl::uint128 root = place;
  while (joined_.at(root).parent != root) root = joined_.at(root).parent;
  while (place != root) {
    place = std::exchange(joined_.at(place).parent, root);
  }
  return root;
}

absl::Status FtmJudgements::Note(const FtmJudgement& judgement) {
  if (IsLeftOut(judgement)) return absl::OkStatus();
  Latest& latest = latest_[PairOf(judgement)];
  const absl::Time time = TimeOf(judgement);
  if (latest.judgement == 0 || time >= latest.time) {
    latest = {.time = time, .judgement = judgement.judgement[0]};
  }
  if (judgement.judgement != "positive") return absl::OkStatus();
  absl::uint128 roots[2];
  const std::string* const ids[2] = {&judgement.left, &judgement.right};
  for (int side = 0; side < 2; ++side) {
    const absl::uint128 place = PlaceOf(*ids[side]);
    if (!joined_.contains(place)) {
      ASSIGN_OR_RETURN(const std::optional<EntityKind> kind,
                       defined_.KindOf(*ids[side]));
      joined_[place] = {.parent = place, .kind = kind};
    }
    roots[side] = RootOf(place);
  }
  if (roots[0] == roots[1]) return absl::OkStatus();
  Joined& kept = joined_.at(roots[0]);
  Joined& other = joined_.at(roots[1]);
  other.parent = roots[0];
  if (!kept.kind) kept.kind = other.kind;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<EntityKind>> FtmJudgements::KindOf(
    absl::string_view id) {
  ASSIGN_OR_RETURN(const std::optional<EntityKind> known, defined_.KindOf(id));
  if (known) return known;
  const absl::uint128 place = PlaceOf(id);
  if (!joined_.contains(place)) return std::nullopt;
  return joined_.at(RootOf(place)).kind;
}

absl::Status FtmJudgements::Add(const FtmJudgement& judgement) {
  if (IsLeftOut(judgement)) {
    ++unjudged_;
    return absl::OkStatus();
  }
  if (latest_[PairOf(judgement)].judgement != judgement.judgement[0]) {
    ++replaced_;
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<EntityKind> left,
                   KindOf(judgement.left));
  ASSIGN_OR_RETURN(const std::optional<EntityKind> right,
                   KindOf(judgement.right));
  if (!left || !right) {
    ++unknown_;
    return absl::OkStatus();
  }
  for (const auto& [id, kind] : {std::pair(&judgement.left, *left),
                                 std::pair(&judgement.right, *right)}) {
    ASSIGN_OR_RETURN(const std::optional<EntityKind> known,
                     defined_.KindOf(*id));
    if (known) continue;
    defined_.NoteKind(*id, kind);
    RETURN_IF_ERROR(claims_.AddBareEntity(judgement.row, *id, kind, *id));
  }
  const absl::string_view ours = judgement.judgement == "positive" ? "same"
                                 : judgement.judgement == "negative"
                                     ? "different"
                                     : "unsure";
  const std::string key = absl::StrCat(
      "identity:ftm:",
      defined_.DigitsOf({"judgement", judgement.left, judgement.right, ours,
                         judgement.user, judgement.timestamp}));
  return defined_
      .Define(judgement.row, key,
              [&]() -> absl::StatusOr<std::string> {
                const std::string at = FtmInstant(judgement.timestamp);
                JsonFields note;
                note.Text("score", judgement.score)
                    .Text("timestamp", at.empty() ? judgement.timestamp : "");
                return JsonFields()
                    .Json("type", "\"identity\"")
                    .Text("id", key)
                    .Text("judgement", ours)
                    .Json("entities", PairJson(judgement))
                    .Text("by", judgement.user)
                    .Text("recorded", at)
                    .Text("note", FtmNote(std::move(note)))
                    .Take();
              })
      .status();
}

absl::Status FtmJudgements::Finish(uint64_t row) {
  if (unjudged_ > 0) {
    RETURN_IF_ERROR(defined_.Warn(
        row, "judgement", "pairs that nobody judges, or not any more; left out",
        absl::StrCat(std::exchange(unjudged_, 0)), "a judgement"));
  }
  if (replaced_ > 0) {
    RETURN_IF_ERROR(defined_.Warn(
        row, "timestamp",
        "judgements that a later one on the same pair gainsays; left out",
        absl::StrCat(std::exchange(replaced_, 0)), "the latest by its time"));
  }
  if (unknown_ > 0) {
    RETURN_IF_ERROR(defined_.Warn(
        row, "target",
        "judgements on entities that neither the case nor the files have; left "
        "out",
        absl::StrCat(std::exchange(unknown_, 0)),
        "the entities, in the same import or before"));
  }
  return absl::OkStatus();
}

}  // namespace attest
