package io.meshinfra.secret;

import io.meshinfra.model.SecretRef;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A server that keeps secrets, as the configuration of the hub names it; never git.
 *
 * @param credentials by what the provider calls them; each is looked up in the environment or a
 *     file
 * @param options of the provider, like a namespace or a project
 * @param ca file with the certificates that alone may vouch for the server
 * @param patience longest time of one request
 */
public record SecretServer(
    URI address,
    Map<String, SecretRef> credentials,
    Map<String, String> options,
    Optional<Path> ca,
    Duration patience) {
  public SecretServer {
    credentials = Map.copyOf(credentials);
    options = Map.copyOf(options);
    boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
    if (!web || address.getHost() == null || address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address of a server that keeps secrets is like https://vault.example.org:8200, without"
              + " user or password in it");
    }
    boolean here = address.getHost().equals("localhost") || address.getHost().startsWith("127.");
    if ("http".equals(address.getScheme()) && !here) {
      throw new IllegalArgumentException(
          "a server that keeps secrets is asked over https, or over http on this machine only");
    }
  }
}
