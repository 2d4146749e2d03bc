// Discretion: what is sealed stays out of every answer unless it is asked for
// by name; what is restricted, of what leaves the case.
//
// It goes by what is sealed now, at whatever position an answer is given: what
// was sealed today does not show as of yesterday.

#ifndef ATTEST_ENGINE_AUDIT_DISCRETION_H_
#define ATTEST_ENGINE_AUDIT_DISCRETION_H_

#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/model/source.h"
#include "engine/projection/view.h"

namespace attest {

// How sensitive the record is that `event` defines, as of the view. A claim is
// as sensitive as its report; what has no sensitivity of its own is public.
[[nodiscard]] Sensitivity SensitivityOf(const View& view, EventIndex event);

// `kHideRestricted`: what is restricted, too, for what goes out.
enum class Sealed { kHide, kShow, kHideRestricted };

// Thread-safety: const methods run concurrently. Lifetime: that of the view.
class Discretion {
 public:
  // `now`: the view of all events.
  Discretion(const View& now, Sealed sealed) : now_(now), sealed_(sealed) {}

  // Is the record that `event` defines not to be shown? A claim is hidden
  // with anything it names: its report, the publisher, subject, object, place
  // or a speaker.
  [[nodiscard]] bool Hides(EventIndex event) const;
  template <class Tag>
  [[nodiscard]] bool Hides(Id<Tag> id) const {
    return Hides(EventIndex(id.value()));
  }

  // Is every claim of the statement hidden, so that it is hidden with them?
  // Goes by the claims that it has as of `view`.
  [[nodiscard]] bool Hides(const View& view, StatementId statement) const;

  // Is `event`, at `index`, not to be shown, because it or anything it names
  // is sealed?
  [[nodiscard]] bool HidesEvent(EventIndex index, const Event& event) const;

 private:
  [[nodiscard]] bool IsSealed(EventIndex event) const;
  [[nodiscard]] bool IsSealedClaim(ClaimId claim) const;

  View now_;
  Sealed sealed_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_DISCRETION_H_
