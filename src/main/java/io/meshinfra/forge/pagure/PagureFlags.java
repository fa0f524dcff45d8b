package io.meshinfra.forge.pagure;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Signature;
import io.meshinfra.forge.client.Credentials;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How commits are flagged. Everybody with an account may flag every commit, and whoever knows the
 * uid of a flag may change it, still in the name of who set it first. So the uid of the hub's flags
 * is made from its token, which nobody else has; flags that others set show their names.
 */
record PagureFlags(Credentials credentials) {
  private static final int LONGEST_UID = 32;

  Answer<String> uid(Revision commit, String context) {
    byte[] what = (commit.id() + " " + context).getBytes(StandardCharsets.UTF_8);
    return credentials.current().map(token -> Signature.of(token, what).substring(0, LONGEST_UID));
  }

  /** Pagure insists on an address, and takes none whose host is a single word. */
  static URI page(Optional<URI> details, URI otherwise) {
    return details
        .filter(page -> page.getHost() != null)
        .filter(page -> page.getHost().matches("localhost|.*[.:].*"))
        .orElse(otherwise);
  }
}
