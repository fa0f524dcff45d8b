package io.meshinfra.network.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.MatrixMaker;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Conditions of one's own on many nodes; what they can say is in the cases of the network. */
class OwnInvariantsTest {
  private static InvariantCheck check(int nodes, String rules, String cel) {
    Intent intent =
        Intents.sound(
            Intents.nodes(nodes)
                + "access_policy:\n"
                + rules
                + "security_invariants:\n  - {name: own, message: said so, cel: \""
                + cel
                + "\"}\n");
    MatrixMaker.Made.Done made =
        assertInstanceOf(
            MatrixMaker.Made.Done.class,
            new MatrixMaker(MatrixMaker.MOST_WORK)
                .make(intent.nodes().keySet(), Grants.of(intent, new TreeMap<>())));
    return new OwnInvariants(intent, made.matrix()).check(intent.ownInvariants().getFirst());
  }

  private static final String WEB = "  - {name: web, from: role:r1, to: role:r2, ports: 443}\n";

  @Test
  void shouldAskOfRolesOnceHoweverManyHaveThem() {
    InvariantCheck holds =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () ->
                check(
                    3_000,
                    WEB,
                    "!tcp.open(443) || 'hub' in from.roles || 'r1' in from.roles && 'r2' in to.roles"));

    assertEquals(InvariantCheck.Status.HOLDS, holds.status(), holds.toString());
  }

  @Test
  void shouldTellThousandsInFewWords() {
    InvariantCheck broken = check(3_000, WEB, "!tcp.open(443) || 'hub' in from.roles");

    assertEquals(
        List.of("said so: n1, n10, n100 and 997 more -> n1001, n1004, n1007 and 997 more: tcp 443"),
        broken.reasons());
  }

  @Test
  void shouldEndWithAnErrorWhereEachNodeIsAQuestion() {
    InvariantCheck broken =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> check(2_000, WEB, "from.name != to.name || tcp.open()"));

    assertEquals(
        List.of(
            "there is too much to ask; speak of roles and groups, not of names, or ask for less"),
        broken.reasons());
  }

  @Test
  void shouldEndSoonWhateverItSays() {
    String loops =
        "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10]"
            + ".all(c, [1,2,3,4,5,6,7,8,9,10].all(d, a + b + c + d > 0)))) && from.name != ''";

    InvariantCheck broken =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> check(200, WEB, loops));

    assertEquals(InvariantCheck.Status.BROKEN, broken.status());
    assertTrue(broken.reasons().getFirst().contains("could not be told"), broken.toString());
  }

  @Test
  void shouldSeeEachPortOfARange() {
    String rule = "  - {name: some, from: n1, to: n2, ports: 100-200}\n";

    assertEquals(InvariantCheck.Status.HOLDS, check(3, rule, "!tcp.open(99)").status());
    assertEquals(InvariantCheck.Status.BROKEN, check(3, rule, "!tcp.open(100)").status());
    assertEquals(InvariantCheck.Status.BROKEN, check(3, rule, "!tcp.open(200)").status());
    assertEquals(InvariantCheck.Status.HOLDS, check(3, rule, "!tcp.open(201)").status());
    assertEquals(InvariantCheck.Status.BROKEN, check(3, rule, "!tcp.open(1, 100)").status());
    assertEquals(InvariantCheck.Status.HOLDS, check(3, rule, "!udp.open(100)").status());
  }

  @Test
  void shouldTellALimitFromNone() {
    String rule = "  - {name: some, from: n1, to: n2, ports: 80, rate_limit: 1/minute}\n";
    String hub = "'hub' in from.roles || ";

    assertEquals(InvariantCheck.Status.HOLDS, check(3, rule, hub + "!tcp.free()").status());
    assertEquals(InvariantCheck.Status.BROKEN, check(3, rule, hub + "!tcp.open()").status());
  }
}
