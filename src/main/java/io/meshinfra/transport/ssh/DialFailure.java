package io.meshinfra.transport.ssh;

import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
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
          Obstacle.LOGIN_REFUSED,
          dial.target().node()
              + " does not let "
              + dial.target().user()
              + " in with our keys ("
              + dial.offers()
              + "); add one to ~"
              + dial.target().user()
              + "/.ssh/authorized_keys there");
    }
    return root instanceof Blocked ? root : new Blocked(Obstacle.NOT_SSH, text(root), root);
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

  /** What was met; the JDK tells it by the class of the exception, or not at all. */
  static Obstacle obstacle(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof Blocked blocked) {
        return blocked.obstacle();
      }
    }
    Throwable root = root(failure);
    String message = String.valueOf(root.getMessage());
    return switch (root) {
      case UnknownHostException e -> Obstacle.NO_NAME;
      case ConnectException e when message.contains("refused") -> Obstacle.PORT_CLOSED;
      // "No route to host" is what a machine in the same network that is off looks like, too.
      case NoRouteToHostException e -> Obstacle.NO_ANSWER;
      case SocketException e when message.contains("etwork is unreachable") -> Obstacle.NO_ROUTE;
      default -> Obstacle.NO_ANSWER;
    };
  }

  /** One line, of the deepest cause that says something. */
  static String text(Throwable failure) {
    if (failure instanceof Blocked blocked) {
      return Printable.line(blocked.getMessage());
    }
    Throwable root = root(failure);
    String message = String.valueOf(root.getMessage());
    return switch (root) {
      case UnknownHostException e -> "unknown host name";
      case NoRouteToHostException e -> "no route to it";
      case ConnectException e when message.contains("refused") -> "connection refused";
      default ->
          Printable.line(root.getMessage() == null ? root.getClass().getSimpleName() : message);
    };
  }

  @SuppressWarnings("ReferenceEquality") // a throwable may be its own cause
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
