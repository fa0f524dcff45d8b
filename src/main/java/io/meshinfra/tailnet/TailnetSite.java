package io.meshinfra.tailnet;

import io.meshinfra.model.SecretRef;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where a tailnet is kept, and as whom it is asked for.
 *
 * @param api without the path, like https://api.tailscale.com
 * @param tailnet as in the settings of the tailnet, or a hyphen for that of the credential
 * @param patience that one exchange may take as a whole
 */
public record TailnetSite(URI api, String tailnet, Login login, Duration patience) {
  private static final Pattern NAME = Pattern.compile("-|[A-Za-z0-9][A-Za-z0-9@._+-]{0,253}");

  /** As whom it is asked. */
  public sealed interface Login {
    /** By a key that somebody made in the admin console; it ends after 90 days at most. */
    record ApiKey(SecretRef key) implements Login {}

    /** By an OAuth client with the scope {@code policy_file}; its tokens live for an hour. */
    record OauthClient(SecretRef id, SecretRef secret) implements Login {}
  }

  public TailnetSite {
    boolean local = "127.0.0.1".equals(api.getHost()) || "localhost".equals(api.getHost());
    if (!"https".equals(api.getScheme()) && !("http".equals(api.getScheme()) && local)) {
      throw new IllegalArgumentException(
          "the address of Tailscale begins with https://, since a key goes there; not " + api);
    }
    if (!NAME.matcher(tailnet).matches()) {
      throw new IllegalArgumentException(
          "a tailnet is - or a name like example.com or alice@example.com, not " + tailnet);
    }
  }

  String path() {
    return "/api/v2/tailnet/" + tailnet.replace("@", "%40").replace("+", "%2B");
  }
}
