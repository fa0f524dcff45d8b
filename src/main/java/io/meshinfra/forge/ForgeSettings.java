package io.meshinfra.forge;

import io.meshinfra.model.SecretRef;
import java.net.URI;
import java.util.Optional;

/**
 * What a forge is reached by.
 *
 * @param url of the forge as people open it; without one the forge everybody means by its name
 * @param repository as the forge calls it: {@code owner/name}
 * @param token that the hub shows
 * @param app as which the hub may show itself instead, on GitHub
 */
public record ForgeSettings(
    Optional<URI> url, Optional<String> repository, Optional<SecretRef> token, Optional<App> app) {

  /**
   * A GitHub App that was installed for the repository.
   *
   * @param key its private key as GitHub gave it, PEM
   */
  public record App(String id, String installation, SecretRef key) {}
}
