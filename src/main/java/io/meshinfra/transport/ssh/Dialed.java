package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;

/** How an attempt to connect to a node ended. */
sealed interface Dialed {

  /**
   * We are logged in.
   *
   * @param before the paths that were tried first, in vain
   */
  record Open(ClientSession session, AccessPath over, Dial dial, List<ClosedPath> before)
      implements Dialed {
    public Open {
      before = List.copyOf(before);
    }

    /** Whether it is one to that target too, whatever ways into it there are now. */
    boolean leadsTo(Target target) {
      try {
        return dial.target().node().equals(target.node())
            && dial.target().user().equals(target.user())
            && HostKeys.of(target).contains(session.getServerKey());
      } catch (IllegalArgumentException e) {
        return false; // a pin that cannot be read
      }
    }

    /** The same, used because those do not lead in. */
    Open insteadOf(List<ClosedPath> closed) {
      return new Open(session, over, dial, closed);
    }
  }

  /** No access path works; the reply tells why, path by path. */
  record NoWay(Reply reply) implements Dialed {
    NoWayIn why() {
      return switch (reply) {
        case Reply.Unreachable(NoWayIn why) -> why;
        case Reply.Refused refused ->
            refused.why().orElseGet(() -> NoWayIn.of(NoWayIn.Obstacle.UNUSABLE, refused.reason()));
        case Reply.Ended ended ->
            throw new IllegalStateException("a script ran, so there was a way");
        case Reply.Broken(String reason, Reply.Broken.Cause cause) ->
            NoWayIn.of(NoWayIn.Obstacle.LINK_LOST, reason);
      };
    }
  }
}
