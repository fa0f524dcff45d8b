package io.meshinfra.reconcile.identity;

import io.meshinfra.identity.CertificateAuthority;
import io.meshinfra.identity.CertificateOrder;
import io.meshinfra.journal.CertificateJournal;
import io.meshinfra.journal.Deed;
import io.meshinfra.journal.IssuedCertificate;
import io.meshinfra.model.Printable;
import io.meshinfra.network.identity.Asker;
import io.meshinfra.network.identity.CertificateRules;
import io.meshinfra.network.identity.Judgement;
import io.meshinfra.network.identity.Wish;
import io.meshinfra.network.intent.SshCa;
import io.meshinfra.reconcile.agent.AgentEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Issues SSH certificates: each one, and each refusal, is in the audit. */
public final class Certificates {
  private static final int MOST_LISTED = 500;

  private final Supplier<Known> intent;
  private final Supplier<CertificateAuthority.Taken> key;
  private final Terms terms;
  private final CertificateJournal journal;
  private final AgentEvents events;
  private final Clock clock;

  /**
   * @param intent what the revision in force says of the authority
   * @param key the key of the authority, looked up anew each time
   */
  public Certificates(
      Supplier<Known> intent,
      Supplier<CertificateAuthority.Taken> key,
      Terms terms,
      CertificateJournal journal,
      AgentEvents events,
      Clock clock) {
    this.intent = intent;
    this.key = key;
    this.terms = terms;
    this.journal = journal;
    this.events = events;
    this.clock = clock;
  }

  /** How long certificates are valid at most, and how far before their issue. */
  public record Terms(Duration longest, Duration skew) {
    public Terms {
      if (longest.compareTo(CertificateOrder.LONGEST) > 0 || longest.toMinutes() < 1) {
        throw new IllegalStateException(
            "mesh.ca.longest is %s: a certificate is valid for 1 minute to 24 hours"
                .formatted(longest));
      }
      if (skew.isNegative() || skew.compareTo(longest.dividedBy(2)) > 0) {
        throw new IllegalStateException(
            "mesh.ca.skew is %s: at most half of mesh.ca.longest makes sense".formatted(skew));
      }
    }
  }

  /** What is known of the authority. */
  public sealed interface Known {
    /** As the revision in force has it. */
    record There(SshCa ca) implements Known {}

    /** There is none, or it is not known. */
    record Missing(String reason) implements Known {}
  }

  /** What becomes of a wish. */
  public sealed interface Answer {
    /** It was signed. */
    record Issued(IssuedCertificate certificate, String line) implements Answer {}

    /** Whoever asks may not have it. */
    record NotAllowed(String reason) implements Answer {}

    /** Nobody can have one now. */
    record NotPossible(String reason) implements Answer {}
  }

  public Answer issue(Asker asker, Deed.By by, Wish wish) {
    Answer answer =
        switch (intent.get()) {
          case Known.Missing(String reason) -> new Answer.NotPossible(reason);
          case Known.There(SshCa ca) -> issue(ca, asker, by, wish);
        };
    return switch (answer) {
      case Answer.Issued issued -> issued;
      case Answer.NotAllowed(String reason) -> refused(answer, asker, by, reason);
      case Answer.NotPossible(String reason) -> refused(answer, asker, by, reason);
    };
  }

  private Answer refused(Answer answer, Asker asker, Deed.By by, String reason) {
    refuse(asker.keyId(), by, reason);
    return answer;
  }

  /** Notes that somebody gets no certificate for a reason that was found elsewhere. */
  public void refuse(String who, Deed.By by, String reason) {
    String told = "%s: %s".formatted(who, reason);
    journal.refuse(by, told);
    events.tell("certificate-refused", Printable.line(told));
  }

  private Answer issue(SshCa ca, Asker asker, Deed.By by, Wish wish) {
    return switch (key.get()) {
      case CertificateAuthority.Taken.Unusable(String reason) -> new Answer.NotPossible(reason);
      case CertificateAuthority.Taken.Ready(CertificateAuthority authority) -> {
        if (!authority.publicKey().equals(ca.publicKey())) {
          yield new Answer.NotPossible(
              "nodes believe %s, and mesh.ca.key is %s; no node would take a certificate"
                  .formatted(ca.publicKey(), authority.publicKey()));
        }
        CertificateRules rules = new CertificateRules(ca, terms.longest(), terms.skew());
        yield switch (rules.judge(asker, wish, clock.instant())) {
          case Judgement.Refused(List<String> reasons) ->
              new Answer.NotAllowed(String.join("; ", reasons));
          case Judgement.Granted granted -> sign(authority, asker, by, wish, granted);
        };
      }
    };
  }

  private Answer sign(
      CertificateAuthority authority,
      Asker asker,
      Deed.By by,
      Wish wish,
      Judgement.Granted granted) {
    IssuedCertificate issued =
        journal.issue(
            new IssuedCertificate(
                0,
                asker.keyId(),
                wish.key().fingerprint(),
                granted.principals(),
                wish.sources(),
                granted.from(),
                granted.until(),
                Optional.empty()),
            by);
    String line =
        authority.sign(
            new CertificateOrder(
                issued.serial(),
                issued.keyId(),
                wish.key(),
                issued.principals(),
                new CertificateOrder.Validity(issued.from(), issued.until()),
                granted.extensions(),
                issued.sources()));
    events.tell(
        "certificate-issued",
        "serial %d to %s, principals %s, until %s"
            .formatted(
                issued.serial(),
                issued.keyId(),
                String.join(", ", issued.principals()),
                issued.until()));
    return new Answer.Issued(issued, line);
  }

  /** Those whose time has not passed, the last issued first. */
  public List<IssuedCertificate> living() {
    return journal.living(MOST_LISTED);
  }

  /**
   * Notes that certificates were revoked; nodes know it when the network intent says so.
   *
   * @param named a serial number, or a key id for all of it
   * @return those that it concerns; none when there is no such serial number, or no certificate of
   *     that key id whose time has not passed
   */
  public List<IssuedCertificate> revoke(String named, Deed.By by, String why) {
    List<IssuedCertificate> concerned =
        named.matches("[1-9][0-9]{0,17}")
            ? journal.find(Long.parseLong(named)).stream().toList()
            : journal.of(named);
    for (IssuedCertificate issued : concerned) {
      if (journal.revoke(issued, by, why)) {
        events.tell(
            "certificate-revoked",
            "serial %d of %s: %s".formatted(issued.serial(), issued.keyId(), Printable.line(why)));
      }
    }
    return concerned;
  }
}
