package io.meshinfra.tailnet;

import java.util.Optional;

/** What Tailscale answered, whole and bounded. */
record Reply(int status, String body, Optional<String> etag, Optional<String> retryAfter) {
  boolean isFine() {
    return status / 100 == 2;
  }
}
