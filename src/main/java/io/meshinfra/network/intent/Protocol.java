package io.meshinfra.network.intent;

import java.util.Locale;

/** What has ports. */
public enum Protocol {
  TCP,
  UDP;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
