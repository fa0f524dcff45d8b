package io.meshinfra.transport.ssh;

import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.transport.PathTrial;
import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/** Asks one question over a path that let us in, and hangs up. */
final class PathAttempt {
  /** The fastest counts: the others tell how busy this machine is. */
  private static final int QUESTIONS = 3;

  /** Every server answers requests that it does not know; OpenSSH itself asks this one. */
  private static final String QUESTION = "keepalive@openssh.com";

  private PathAttempt() {}

  static PathTrial.Result read(Dialed dialed, Duration longest) {
    return switch (dialed) {
      case Dialed.NoWay noWay -> new PathTrial.Result.Shut(noWay.why().paths().getFirst());
      case Dialed.Open open -> {
        try {
          yield new PathTrial.Result.Led(latency(open.session(), longest));
        } catch (IOException e) {
          yield new PathTrial.Result.Shut(
              new ClosedPath(
                  Obstacle.LINK_LOST,
                  open.over() + ": let us in and answered no more: " + DialFailure.text(e)));
        } finally {
          open.session().close(false);
        }
      }
    };
  }

  private static Duration latency(ClientSession session, Duration longest) throws IOException {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < QUESTIONS; i++) {
      Buffer question = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
      question.putString(QUESTION);
      question.putBoolean(true);
      long start = System.nanoTime();
      session.request(QUESTION, question, longest);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return Duration.ofNanos(fastest);
  }
}
