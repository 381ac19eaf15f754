package io.labvm.layers.sync;

import java.time.Duration;

/** Told of each freeze, so that somebody outside can end one whose maker has died. */
public interface FreezeNotice {
  /** Tells nobody. */
  FreezeNotice NONE =
      new FreezeNotice() {
        @Override
        public void begins(Duration longest) {
          // nobody to tell
        }

        @Override
        public void ended() {
          // nobody to tell
        }
      };

  /** Everything will stand still, for no longer than this from now on. */
  void begins(Duration longest);

  /** Everything runs again. */
  void ended();
}
