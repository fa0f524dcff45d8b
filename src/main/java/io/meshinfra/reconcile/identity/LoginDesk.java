package io.meshinfra.reconcile.identity;

import io.meshinfra.journal.Deed;
import io.meshinfra.journal.IssuedCertificate;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.identity.Asker;
import io.meshinfra.network.identity.SourceNetwork;
import io.meshinfra.network.identity.Wish;
import io.meshinfra.network.intent.Revocation;
import io.meshinfra.reconcile.agent.AgentRefusal;
import io.meshinfra.reconcile.identity.Certificates.Answer;
import io.meshinfra.session.AgentToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the doors ask for certificates. */
public final class LoginDesk {
  private final Certificates certificates;
  private final Askers askers;

  public LoginDesk(Certificates certificates, Askers askers) {
    this.certificates = certificates;
    this.askers = askers;
  }

  /**
   * What somebody asks for.
   *
   * @param principals all that the token allows when none is named
   * @param life the longest when it is not said
   * @param sources networks, as {@link #source} takes them
   */
  public record Asked(
      SshPublicKey key, List<String> principals, Optional<Duration> life, List<String> sources) {
    public Asked {
      principals = List.copyOf(principals);
      sources = List.copyOf(sources);
    }
  }

  /**
   * A network from which a certificate may be used.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static String source(String text) {
    return SourceNetwork.checked(text);
  }

  /**
   * A certificate for whoever shows a token.
   *
   * @param token empty for the hub's own
   * @param name of the person who shows that, as this person says
   */
  public Answer issue(Optional<AgentToken> token, String name, Asked asked) {
    Wish wish = new Wish(asked.key(), asked.principals(), asked.life(), asked.sources());
    if (token.isEmpty()) {
      return certificates.issue(Askers.operator(name), Deed.By.person(name), wish);
    }
    Deed.By by = by(token.get());
    try {
      Asker asker = askers.of(token.get());
      return certificates.issue(asker, by, wish);
    } catch (AgentRefusal e) {
      certificates.refuse(Askers.keyId(token.get()), by, e.getMessage());
      return new Answer.NotAllowed(e.getMessage());
    }
  }

  private static Deed.By by(AgentToken token) {
    return token.isPersons() ? Deed.By.person(token.owner()) : Deed.By.agent(token.owner());
  }

  /** Those whose time has not passed, the last issued first. */
  public List<IssuedCertificate> living() {
    return certificates.living();
  }

  /**
   * What is revoked.
   *
   * @throws IllegalArgumentException when no certificate is named like that
   */
  public static String named(String text) {
    new Revocation.KeyId(text)
        .vain()
        .ifPresent(why -> {
          throw new IllegalArgumentException(why);
        });
    return text;
  }

  /** See {@link Certificates#revoke}. */
  public List<IssuedCertificate> revoke(String named, String name, String why) {
    return certificates.revoke(named, Deed.By.person(name), why);
  }
}
