package io.meshinfra.forge.none;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.forge.Limits;
import io.meshinfra.secret.Secrets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** {@code mesh.forge.kind=none}; reached as the source of the desired state is. */
@Singleton
public final class NoneProvider implements ForgeProvider {
  /** A file may be longer; nobody reads that. */
  private static final Limits LIMITS = new Limits(1_000_000, true, true, false);

  private final Branches branches;

  public NoneProvider(Branches branches) {
    this.branches = branches;
  }

  @Override
  public String name() {
    return "none";
  }

  @Override
  public Answer<Connection> connect(ForgeSettings settings, Secrets secrets, Clock clock) {
    NoneForge forge = new NoneForge(branches, clock);
    return Answer.of(
        new Connection(
            forge,
            LIMITS,
            Optional.empty(),
            Optional.of(new NoneProposals(branches, forge)),
            Optional.empty(),
            Optional.empty()));
  }
}
