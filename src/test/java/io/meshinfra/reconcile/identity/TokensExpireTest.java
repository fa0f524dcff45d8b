package io.meshinfra.reconcile.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.FileTree;
import io.meshinfra.model.Revision;
import io.meshinfra.model.TokenLifetime;
import io.meshinfra.network.identity.Authorities;
import io.meshinfra.reconcile.identity.Certificates.Known;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a hub knows of the intent in force, and whether its own settings keep to it. */
class TokensExpireTest {
  private static final Revision FIRST = new Revision("1".repeat(40));
  private static final Revision SECOND = new Revision("2".repeat(40));
  private static final String INVARIANT = "security_invariants: [tokens_expire_24h]\n";

  private final Map<Revision, FileTree> trees = new HashMap<>();
  private int reads;

  private IntentInForce intents() {
    RevisionReader reader =
        new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy");
    return new IntentInForce(
        reader,
        revision -> {
          reads++;
          FileTree tree = trees.get(revision);
          if (tree == null) {
            throw new FileTree.UnreadableFile("the clone has no such commit");
          }
          return tree;
        });
  }

  private void write(Revision revision, String intent) {
    trees.put(revision, MemoryTree.of("infra/policy/intent/network.yaml", intent));
  }

  private Optional<String> refusal(Duration life) {
    return new TokensExpire(intents(), TokenLifetime.ofOperator(life)).refusal(FIRST);
  }

  @Test
  void shouldRefuseARevisionThatAsksForMoreThanTheHubKeeps() {
    write(FIRST, Authorities.text(Authorities.CA, "") + INVARIANT);

    assertEquals(Optional.empty(), refusal(Duration.ofHours(24)));
    String reason = refusal(Duration.ofDays(30)).orElseThrow();
    assertTrue(
        reason.startsWith("tokens_expire_24h is broken by the settings of this hub"), reason);
    assertTrue(reason.contains("mesh.tokens.operator-life"), reason);
    assertTrue(refusal(Duration.ZERO).isPresent());
  }

  @Test
  void shouldNotMindWhereNobodyAsks() {
    write(FIRST, Authorities.text(Authorities.CA, ""));

    assertEquals(Optional.empty(), refusal(Duration.ZERO));
  }

  @Test
  void shouldRefuseWhatItCannotRead() {
    assertTrue(refusal(Duration.ZERO).orElseThrow().contains("is not known"));
  }

  @Test
  void shouldKnowTheAuthorityOfTheRevisionInForce() {
    write(FIRST, Authorities.text(Authorities.CA, ""));
    write(SECOND, "version: 1\nnodes: {hub: {internal_ip: 10.0.0.1/24}}\n");
    IntentInForce intents = intents();

    Known known = intents.ca(() -> Optional.of(FIRST));
    intents.ca(() -> Optional.of(FIRST));

    assertEquals(
        Authorities.CA, assertInstanceOf(Known.There.class, known).ca().publicKey().line());
    assertEquals(1, reads, "once for each revision");
    assertTrue(missing(intents.ca(() -> Optional.of(SECOND))).contains("has no ssh_ca"));
    assertTrue(missing(intents.ca(Optional::empty)).contains("no revision is in force"));
    Revision lost = new Revision("3".repeat(40));
    assertTrue(missing(intents.ca(() -> Optional.of(lost))).contains("no such commit"));
  }

  private static String missing(Known known) {
    return assertInstanceOf(Known.Missing.class, known).reason();
  }
}
