package io.meshinfra.transport.ssh;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/** Tells people why an access path did not work. */
final class DialFailure {
  private DialFailure() {}

  /** Sets the refusal of the attempt if the login was refused, and gives the exception to show. */
  static IOException explained(Dial dial, ClientSession session, IOException cause) {
    IOException root = dial.failure().map(seen -> new IOException(text(seen), seen)).orElse(cause);
    if (isLoginRefused(cause) || dial.failure().map(DialFailure::isLoginRefused).orElse(false)) {
      dial.refuse(
          dial.target().node()
              + " does not let "
              + dial.target().user()
              + " in with our keys ("
              + dial.offers()
              + "); add one to ~"
              + dial.target().user()
              + "/.ssh/authorized_keys there");
    }
    return root;
  }

  private static boolean isLoginRefused(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SshException ssh && isLoginRefused(ssh)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoginRefused(SshException failure) {
    int code = failure.getDisconnectCode();
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
        || message.contains("no more authentication methods")
        || message.contains("too many authentication failures");
  }

  /** One line, of the deepest cause that says something. */
  @SuppressWarnings("ReferenceEquality") // a throwable may be its own cause
  static String text(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return switch (root) {
      case UnknownHostException e -> "unknown host name";
      case NoRouteToHostException e -> "no route to it";
      case ConnectException e when message.contains("refused") -> "connection refused";
      default ->
          Printable.line(root.getMessage() == null ? root.getClass().getSimpleName() : message);
    };
  }
}
