package io.meshinfra.rest.guard;

import io.meshinfra.reconcile.HubSettings;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** The one token that opens the doors. */
@Singleton
@Startup
final class ApiToken {
  private final byte[] token;

  ApiToken(HubSettings settings) {
    this.token =
        new TokenFile(settings.home().resolve("token"))
            .readOrCreate(new SecureRandom())
            .getBytes(StandardCharsets.UTF_8);
  }

  /** In a time that tells nothing about where they differ. */
  boolean is(String given) {
    return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
  }
}
