package io.meshinfra.reconcile.identity;

import io.meshinfra.identity.CertificateAuthority;
import io.meshinfra.identity.CertificateAuthority.Taken;
import io.meshinfra.identity.HostCertificateOrder;
import io.meshinfra.journal.Deed;
import io.meshinfra.journal.HostCertificate;
import io.meshinfra.journal.HostCertificateJournal;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.network.intent.HostCa;
import io.meshinfra.reconcile.agent.AgentEvents;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Signs who the nodes are. A catalog names a certificate, {@code
 * host-certificate:NODE#FINGERPRINT}, and has it as it would have a secret: it is looked up when a
 * node is compared, so that it is signed then, and renewed before its end. What is signed is said
 * by the revision in force alone: a revision that only somebody proposes gets nothing.
 */
public final class HostCertificates implements SecretProvider {
  /** For clocks of those who connect that are behind. */
  private static final Duration SKEW = Duration.ofHours(1);

  /** A third of its life is left for a node that is away. */
  private static final int RENEWED_AT = 3;

  private static final int MOST_LISTED = 10_000;

  private final Supplier<HostsInForce> inForce;
  private final Keys keys;
  private final Duration life;
  private final HostCertificateJournal journal;
  private final AgentEvents events;
  private final Clock clock;

  /**
   * Both authorities, looked up anew each time.
   *
   * @param people that for certificates of people, which must be another one
   */
  public record Keys(Supplier<Taken> hosts, Supplier<Taken> people) {}

  /**
   * @param life how long a certificate is valid
   */
  public HostCertificates(
      Supplier<HostsInForce> inForce,
      Keys keys,
      Duration life,
      HostCertificateJournal journal,
      AgentEvents events,
      Clock clock) {
    if (life.compareTo(HostCertificateOrder.LONGEST) > 0 || life.toMinutes() < 1) {
      throw new IllegalStateException(
          "mesh.host-ca.life is %s: a host certificate is valid for 1 minute to 90 days"
              .formatted(life));
    }
    this.inForce = inForce;
    this.keys = keys;
    this.life = life;
    this.journal = journal;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public String name() {
    return HostIdentity.PROVIDER;
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return this;
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    return HostCertificateName.parse(ref).isPresent()
        ? Optional.empty()
        : Optional.of(HostCertificateName.FORM);
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    Optional<HostCertificateName> name = HostCertificateName.parse(ref);
    if (name.isEmpty()) {
      return new Resolution.Unresolvable(HostCertificateName.FORM);
    }
    return switch (inForce.get()) {
      case HostsInForce.Missing(String reason) -> new Resolution.Unresolvable(reason);
      case HostsInForce.There there -> resolve(name.get(), there);
    };
  }

  private Resolution resolve(HostCertificateName name, HostsInForce.There there) {
    HostIdentity identity = there.hosts().get(name.node());
    if (identity == null) {
      return new Resolution.Unresolvable(
          "the revision in force gives %s no host certificate; the hub signs one when it does"
              .formatted(name.node()));
    }
    Optional<SshPublicKey> key =
        identity.keys().stream()
            .filter(one -> one.fingerprint().equals(name.fingerprint()))
            .findFirst();
    if (key.isEmpty()) {
      return new Resolution.Unresolvable(
          "the revision in force does not pin that key for %s; the hub signs it when it does"
              .formatted(name.node()));
    }
    try {
      return certificate(identity, key.get(), there.ca());
    } catch (JournalUnavailable e) {
      return new Resolution.Unresolvable(
          "the hub keeps a journal of what it signs, and cannot now: " + e.getMessage());
    }
  }

  private Resolution certificate(HostIdentity identity, SshPublicKey key, HostCa ca) {
    Optional<HostCertificate> last = journal.last(identity.node(), key.fingerprint());
    if (last.filter(one -> isGood(one, identity, ca)).isPresent()) {
      return resolved(last.get());
    }
    return switch (authority(ca)) {
      case Taken.Unusable(String reason) -> new Resolution.Unresolvable(reason);
      case Taken.Ready(CertificateAuthority authority) ->
          resolved(issued(authority, identity, key, ca));
    };
  }

  /** It goes into a file, which ends with the end of a line. */
  private static Resolution resolved(HostCertificate certificate) {
    return new Resolution.Resolved(Secret.of(certificate.line() + "\n"));
  }

  /** Whether it says what is meant now, and goes on for a good while, but not too long. */
  private boolean isGood(HostCertificate last, HostIdentity identity, HostCa ca) {
    Instant now = clock.instant();
    return last.authority().equals(ca.publicKey().fingerprint())
        && last.principals().equals(identity.principals())
        && last.until().isAfter(now.plus(life.dividedBy(RENEWED_AT)))
        && !last.until().isAfter(now.plus(life).plus(SKEW));
  }

  private Taken authority(HostCa ca) {
    return switch (keys.hosts().get()) {
      case Taken.Unusable unusable -> unusable;
      case Taken.Ready ready -> checked(ready, ca);
    };
  }

  private Taken checked(Taken.Ready ready, HostCa ca) {
    SshPublicKey mine = ready.authority().publicKey();
    if (!mine.equals(ca.publicKey())) {
      return new Taken.Unusable(
          "others believe %s, and mesh.host-ca.key is %s; nobody would take a certificate"
              .formatted(ca.publicKey(), mine));
    }
    return keys.people().get() instanceof Taken.Ready(CertificateAuthority people)
            && people.publicKey().equals(mine)
        ? new Taken.Unusable(
            "mesh.host-ca.key and mesh.ca.key are the same key; make another one for hosts")
        : ready;
  }

  private HostCertificate issued(
      CertificateAuthority authority, HostIdentity identity, SshPublicKey key, HostCa ca) {
    Instant now = clock.instant();
    Instant from =
        now.minus(SKEW.compareTo(life) > 0 ? life : SKEW).truncatedTo(ChronoUnit.SECONDS);
    Instant until = now.plus(life).truncatedTo(ChronoUnit.SECONDS);
    Instant latest = from.plus(HostCertificateOrder.LONGEST);
    Instant end = until.isAfter(latest) ? latest : until;
    HostCertificate issued =
        journal.lastOr(
            identity.node(),
            key.fingerprint(),
            one -> isGood(one, identity, ca),
            serial ->
                new HostCertificate(
                    serial,
                    identity.node(),
                    key.fingerprint(),
                    ca.publicKey().fingerprint(),
                    identity.principals(),
                    from,
                    end,
                    authority.sign(
                        new HostCertificateOrder(
                            serial,
                            identity.node().value(),
                            key,
                            identity.principals(),
                            from,
                            end))),
            Deed.By.hub("host-ca"));
    events.tell(
        "host-certificate-issued",
        Optional.of(identity.node()),
        "serial %d, key %s, until %s"
            .formatted(issued.serial(), issued.fingerprint(), issued.until()));
    return issued;
  }

  /** Those whose time has not passed, the last issued first. */
  public List<HostCertificate> living() {
    return journal.living(MOST_LISTED);
  }

  /** When the first one ends that a node of the revision in force has; it may be over. */
  public Optional<Instant> firstEnd() {
    return switch (inForce.get()) {
      case HostsInForce.Missing missing -> Optional.empty();
      case HostsInForce.There(HostCa ca, var hosts) ->
          journal.newest().stream()
              .filter(one -> {
                HostIdentity identity = hosts.get(one.node());
                return identity != null
                    && identity.keys().stream()
                        .anyMatch(key -> key.fingerprint().equals(one.fingerprint()));
              })
              .map(HostCertificate::until)
              .min(Instant::compareTo);
    };
  }
}
