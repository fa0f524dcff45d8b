package io.meshinfra.source;

import io.meshinfra.model.Printable;
import io.meshinfra.secret.Secret;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** Says in words of the operator why a remote could not be fetched. */
record FailureReason(RemoteAddress remote, Optional<Secret> token, long idleSeconds) {

  String of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      Optional<String> known = known(t);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return "the remote " + remote + " cannot be fetched: " + shown(failure);
  }

  private Optional<String> known(Throwable t) {
    String message = String.valueOf(t.getMessage());
    return Optional.ofNullable(
        switch (t) {
          case UnknownHostException e ->
              "the host of " + remote + " is unknown; check the name, and the hub's DNS";
          case ConnectException e -> unreachable("refuses the connection");
          case NoRouteToHostException e -> unreachable("cannot be reached");
          case SSLException e -> untrusted(e);
          case NoRemoteRepositoryException e ->
              "there is no git repository at " + remote + ", or it may not be read";
          case InterruptedIOException e -> silent();
          case TimeoutException e -> silent();
          default -> byMessage(message);
        });
  }

  private String byMessage(String message) {
    if (message.contains("No space left on device")) {
      return "no space is left for the hub's clone; free some, or move mesh.source.directory";
    }
    if (contains(message, "not authorized", "not permitted", "Authentication", "auth fail")
        || contains(message, "log in", "authentication methods", "CredentialsProvider")) {
      return refused();
    }
    return contains(message, "timed out", "timeout") ? silent() : null;
  }

  private static boolean contains(String message, String... texts) {
    for (String text : texts) {
      if (message
          .toLowerCase(java.util.Locale.ROOT)
          .contains(text.toLowerCase(java.util.Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private String unreachable(String how) {
    return "the host of " + remote + " " + how + "; is it up, and is the port right?";
  }

  private String silent() {
    return "the remote " + remote + " did not answer within " + idleSeconds + " s";
  }

  private String untrusted(SSLException e) {
    return "the certificate of "
        + remote
        + " is not accepted: "
        + shown(e)
        + "; mesh.source.ca names the certificates of a CA of your own";
  }

  private String refused() {
    return switch (remote.way()) {
      case HTTP ->
          "the remote "
              + remote
              + " refuses the hub: "
              + (token.isPresent()
                  ? "the token is wrong, has expired or may not read this repository"
                  : "it wants a token; set mesh.source.token=env:NAME or file:/path");
      case SSH ->
          "the remote "
              + remote
              + " refuses the key of mesh.source.ssh-identity; add its public"
              + " half to the repository as a deploy key";
      case LOCAL -> "the repository " + remote + " may not be read by this user";
    };
  }

  private String shown(Throwable t) {
    String message =
        RemoteAddress.withoutUserInfo(String.valueOf(t.getMessage() == null ? t : t.getMessage()));
    return Printable.line(token.map(secret -> secret.redactIn(message)).orElse(message));
  }
}
