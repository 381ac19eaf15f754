package io.labvm.ui.operations;

import org.jspecify.annotations.Nullable;

/**
 * The caller's name for one request, so that sending it twice does it once; kept 24 hours. A page
 * makes a random one per form or button.
 *
 * @param value 1 to 128 visible ASCII characters, or null for none
 */
public record RequestKey(@Nullable String value) {
  /** No key: a repeated request is a new one. */
  public static final RequestKey NONE = new RequestKey(null);
}
