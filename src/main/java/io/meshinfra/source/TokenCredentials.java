package io.meshinfra.source;

import io.meshinfra.secret.Secret;
import java.util.Objects;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Gives the token to the configured server and to no other, wherever that one redirects to. */
final class TokenCredentials extends CredentialsProvider {
  /** Forges take any user beside a token; this one is understood by all that care. */
  private static final String ANY_USER = "x-access-token";

  private final URIish remote;
  private final Secret token;

  TokenCredentials(URIish remote, Secret token) {
    this.remote = remote;
    this.token = token;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    for (CredentialItem item : items) {
      if (!(item instanceof CredentialItem.Username || item instanceof CredentialItem.Password)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean get(URIish asking, CredentialItem... items) {
    if (!isTheRemote(asking) || !supports(items)) {
      return false;
    }
    for (CredentialItem item : items) {
      if (item instanceof CredentialItem.Username name) {
        name.setValue(remote.getUser() == null ? ANY_USER : remote.getUser());
      } else if (item instanceof CredentialItem.Password password) {
        password.setValue(token.reveal().toCharArray());
      }
    }
    return true;
  }

  private boolean isTheRemote(URIish asking) {
    return Objects.equals(asking.getScheme(), remote.getScheme())
        && Objects.equals(asking.getHost(), remote.getHost())
        && asking.getPort() == remote.getPort();
  }
}
