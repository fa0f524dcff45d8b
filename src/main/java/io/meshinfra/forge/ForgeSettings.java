package io.meshinfra.forge;

import io.meshinfra.model.SecretRef;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What a forge is reached by.
 *
 * @param url of the forge as people open it; without one the forge everybody means by its name
 * @param repository as the forge calls it: {@code owner/name}
 * @param token that the hub shows
 * @param app as which the hub may show itself instead, on GitHub
 * @param timeout that one answer may take as a whole
 */
public record ForgeSettings(
    Optional<URI> url,
    Optional<String> repository,
    Optional<SecretRef> token,
    Optional<App> app,
    Duration timeout) {
  /** Longer than any healthy answer takes. */
  public static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * A GitHub App that was installed for the repository.
   *
   * @param key its private key as GitHub gave it, PEM
   */
  public record App(String id, String installation, SecretRef key) {}

  public ForgeSettings withRepository(String name) {
    return new ForgeSettings(url, Optional.of(name), token, app, timeout);
  }

  public ForgeSettings withToken(SecretRef other) {
    return new ForgeSettings(url, repository, Optional.of(other), app, timeout);
  }

  public ForgeSettings withApp(App other) {
    return new ForgeSettings(url, repository, Optional.empty(), Optional.of(other), timeout);
  }

  public ForgeSettings withTimeout(Duration other) {
    return new ForgeSettings(url, repository, token, app, other);
  }
}
