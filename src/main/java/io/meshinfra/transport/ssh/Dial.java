package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.Target;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;

/** One attempt over one access path: what it must meet, and what was seen meanwhile. */
final class Dial {
  private static final AttributeKey<Dial> KEY = new AttributeKey<>();

  private final Target target;
  private final AccessPath path;
  private final HostKeys pinned;
  private final AtomicReference<ClosedPath> refusal = new AtomicReference<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<String> offered = new CopyOnWriteArrayList<>();
  private final List<String> remarks = new CopyOnWriteArrayList<>();

  Dial(Target target, AccessPath path, HostKeys pinned) {
    this.target = target;
    this.path = path;
    this.pinned = pinned;
  }

  /** What a session of this attempt carries along. */
  AttributeRepository context() {
    return AttributeRepository.ofKeyValuePair(KEY, this);
  }

  static Optional<Dial> of(SessionContext session) {
    return session instanceof ClientSession client && client.getConnectionContext() != null
        ? Optional.ofNullable(client.getConnectionContext().getAttribute(KEY))
        : Optional.empty();
  }

  Target target() {
    return target;
  }

  AccessPath path() {
    return path;
  }

  HostKeys pinned() {
    return pinned;
  }

  /** Why the other side is not let near us, or does not let us in. */
  Optional<ClosedPath> refusal() {
    return Optional.ofNullable(refusal.get());
  }

  Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  void failed(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  void refuse(Obstacle obstacle, String reason) {
    refusal.compareAndSet(null, new ClosedPath(obstacle, path + ": " + reason));
  }

  /** Notes a key that is offered for the login. */
  void offer(String key) {
    offered.add(key);
  }

  /** Notes what went wrong with a source of keys. */
  void remark(String remark) {
    remarks.add(remark);
  }

  /** The keys offered, and what was wrong with those that could not be. */
  String offers() {
    String keys = offered.isEmpty() ? "none was offered" : String.join(", ", offered);
    return remarks.isEmpty() ? keys : keys + "; " + String.join("; ", remarks);
  }

  /** Accepts the pinned keys of the session's target and no other. */
  static boolean verify(ClientSession session, SocketAddress from, PublicKey key) {
    return of(session).map(dial -> dial.accepts(key)).orElse(false);
  }

  private boolean accepts(PublicKey key) {
    if (pinned.contains(key)) {
      return true;
    }
    String shown = HostKeys.fingerprint(key);
    refuse(
        pinned.isEmpty() ? Obstacle.UNUSABLE : Obstacle.OTHER_HOST_KEY,
        pinned.isEmpty()
            ? "no host key is pinned for "
                + target.node()
                + "; it shows "
                + shown
                + ". Compare that on the machine itself, then add a line of `ssh-keyscan -p "
                + path.port()
                + " "
                + path.host()
                + "` without the host to hostKeys"
            : "the host key of "
                + target.node()
                + " is another one: it shows "
                + shown
                + ", pinned is "
                + pinned.fingerprints()
                + ". Another machine may answer there; if the node was installed anew, change hostKeys");
    return false;
  }

  /** Notes why a session failed, since futures tell only that it was closed. */
  static final class Listener implements SessionListener {
    @Override
    public void sessionException(Session session, Throwable cause) {
      of(session).ifPresent(dial -> dial.failed(cause));
    }

    @Override
    public void sessionNegotiationEnd(
        Session session,
        Map<KexProposalOption, String> client,
        Map<KexProposalOption, String> server,
        Map<KexProposalOption, String> negotiated,
        Throwable reason) {
      of(session)
          .filter(dial -> reason != null && !dial.pinned.isEmpty())
          .filter(dial -> negotiated.get(KexProposalOption.SERVERKEYS) == null)
          .ifPresent(dial -> dial.refuse(Obstacle.OTHER_HOST_KEY, dial.otherTypes(server)));
    }
  }

  private String otherTypes(Map<KexProposalOption, String> server) {
    return target.node()
        + " has no host key of the pinned type "
        + pinned.types()
        + ", only "
        + io.meshinfra.model.Printable.line(
            String.valueOf(server.get(KexProposalOption.SERVERKEYS)));
  }
}
