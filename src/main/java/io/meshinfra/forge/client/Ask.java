package io.meshinfra.forge.client;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;

/** What every request to a forge has with it. */
public final class Ask {
  private final String authorization;
  private final String known;

  /**
   * @param authorization as whom it is asked; holds the token, so this is shown nowhere
   * @param known the ETag of the answer that is here already, or null
   */
  Ask(String authorization, String known) {
    this.authorization = authorization;
    this.known = known;
  }

  @HeaderParam(HttpHeaders.AUTHORIZATION)
  public String getAuthorization() {
    return authorization;
  }

  @HeaderParam(HttpHeaders.IF_NONE_MATCH)
  public String getKnown() {
    return known;
  }
}
