package io.labvm.ui.settings;

import io.labvm.ui.accounts.Caller;

/** Settings an admin changes while the platform runs. */
public interface SettingsService {
  /** The present settings; the configuration's values until an admin changed them. */
  Settings current();

  /** Replaces the settings; admins only, audited. */
  Settings change(Caller caller, Settings settings);
}
