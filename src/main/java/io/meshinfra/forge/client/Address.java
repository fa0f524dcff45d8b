package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import io.meshinfra.model.Printable;
import java.net.URI;

/** Where a forge is. */
public final class Address {
  private Address() {}

  /**
   * The address below which its API is.
   *
   * @param url as people open it, with its folder if it is in one
   * @param api path of the API below that; already at the end of the address it is not repeated
   */
  public static Answer<URI> of(URI url, String api) {
    boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
      return new Answer.Refused<>(
          "mesh.forge.url is %s, which is no address of a forge, like https://git.example.org"
              .formatted(Printable.quote(String.valueOf(url.getHost()))));
    }
    if (url.getRawUserInfo() != null) {
      return new Answer.Refused<>(
          "mesh.forge.url has a user or a password in it, which would end up in logs; take it out"
              + " and set mesh.forge.token=env:NAME or file:/path");
    }
    String base = url.toString().replaceAll("/+$", "");
    return Answer.of(URI.create(base.endsWith(api) ? base : base + api));
  }
}
