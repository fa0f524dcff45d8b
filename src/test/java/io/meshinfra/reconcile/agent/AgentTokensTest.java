package io.meshinfra.reconcile.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.agent.AgentTokens.Issued;
import io.meshinfra.reconcile.agent.AgentTokens.Presented;
import io.meshinfra.reconcile.agent.AgentTokens.Wish;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.AgentToken.Scope;
import io.meshinfra.session.Contracts;
import io.meshinfra.session.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTokensTest {
  private static final AgentName CLAUDE = new AgentName("claude");
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final NodeName HUB = new NodeName("hub");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private AgentWorld world;
  private AgentTokens tokens;

  @BeforeEach
  void begin() {
    world = new AgentWorld(folder);
    tokens = world.agents.tokens();
  }

  @AfterEach
  void end() {
    world.close();
  }

  private Issued issued(Scope scope, Optional<SessionId> session, NodeName... nodes) {
    return tokens.issue(new Wish(CLAUDE, session, scope, List.of(nodes), HOUR), "ada");
  }

  private Issued reader() {
    return issued(Scope.READ, Optional.empty());
  }

  private void contract(String... spec) {
    world.agents.contracts().issue(Contracts.ID.path(), Contracts.text(spec), "ada");
  }

  private String refusal(Scope scope, Optional<SessionId> session, NodeName... nodes) {
    return assertThrows(AgentRefusal.class, () -> issued(scope, session, nodes)).getMessage();
  }

  private String unknown(String shown) {
    return assertInstanceOf(Presented.Unknown.class, tokens.present(shown)).reason();
  }

  @Test
  void shouldKnowATokenThatItIssued() {
    Issued issued = reader();

    Presented presented = tokens.present(issued.shown());

    assertEquals(new Presented.Known(issued.token()), presented);
    assertEquals(world.now.plus(HOUR), issued.token().expiresAt());
    assertTrue(issued.shown().matches("mesh_[0-9a-f]{8}_[A-Za-z0-9_-]{43}"));
    assertFalse(issued.toString().contains(issued.shown()));
    assertTrue(
        world.events.getLast().startsWith("token-issued to agent claude"), "" + world.events);
    assertFalse(world.events.getLast().contains(issued.shown().substring(14)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "operator-token-of-the-hub-0123456789abcdef",
        "mesh_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "mesh_00000000_"
      })
  void shouldNotKnowOthers(String shown) {
    assertEquals("this is not the token of this hub, and none that it issued", unknown(shown));
  }

  @Test
  void shouldNotKnowTheRightIdWithAnotherSecret() {
    String shown = reader().shown();
    char last = shown.charAt(shown.length() - 1);
    String other = shown.substring(0, shown.length() - 1) + (last == 'A' ? 'B' : 'A');

    assertEquals("this is not the token of this hub, and none that it issued", unknown(other));
  }

  @Test
  void shouldEndByTheClock() {
    Issued issued = reader();
    world.now = world.now.plus(HOUR);

    assertTrue(unknown(issued.shown()).contains("expired at"));
    assertEquals(List.of(), tokens.living());
  }

  @Test
  void shouldEndWhenRevoked() {
    Issued issued = reader();

    assertTrue(tokens.revoke(issued.token().id(), "ada"));
    assertFalse(tokens.revoke(issued.token().id(), "ada"));

    assertTrue(unknown(issued.shown()).contains("revoked"));
    assertThrows(AgentRefusal.NotThere.class, () -> tokens.revoke("ffffffff", "ada"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 24 * 3600 + 1})
  void shouldLiveADayAtMost(long seconds) {
    Wish wish =
        new Wish(CLAUDE, Optional.empty(), Scope.READ, List.of(), Duration.ofSeconds(seconds));

    String message = assertThrows(AgentRefusal.class, () -> tokens.issue(wish, "ada")).getMessage();

    assertTrue(message.contains("24 hours"), message);
  }

  @Test
  void shouldNotOutliveItsContract() {
    contract("include: [a]");
    world.now = Contracts.END.minusSeconds(60);

    Issued issued = issued(Scope.READ, Optional.of(Contracts.ID));

    assertEquals(Contracts.END, issued.token().expiresAt());
  }

  @Test
  void shouldReconcileOnlyByAContract() {
    assertTrue(refusal(Scope.RECONCILE, Optional.empty(), LAPTOP).contains("needs a session"));
    assertTrue(refusal(Scope.RECONCILE, Optional.of(Contracts.ID), LAPTOP).contains("no contract"));
    contract("include: [a]");
    assertTrue(
        refusal(Scope.RECONCILE, Optional.of(Contracts.ID), LAPTOP).contains("reconcile: true"));
    assertTrue(refusal(Scope.READ, Optional.of(Contracts.ID), LAPTOP).contains("scope reconcile"));
  }

  @Test
  void shouldBeOfTheAgentOfTheContract() {
    contract("include: [a]");
    Wish wish =
        new Wish(new AgentName("other"), Optional.of(Contracts.ID), Scope.READ, List.of(), HOUR);

    assertThrows(AgentRefusal.NotPossible.class, () -> tokens.issue(wish, "ada"));
  }

  @Test
  void shouldTakeTheNodesOfTheContract() {
    contract("include: [a]", "nodes: {names: [laptop]}", "reconcile: true");

    assertEquals(
        Set.of(LAPTOP), issued(Scope.RECONCILE, Optional.of(Contracts.ID)).token().nodes());
  }

  @Test
  void shouldWantNodesNamedWhereTheContractHasASelector() {
    contract("include: [a]", "nodes: {selector: {role: work}}", "reconcile: true");

    assertTrue(refusal(Scope.RECONCILE, Optional.of(Contracts.ID)).contains("name the nodes"));
  }

  @Test
  void shouldNotBeForASessionThatIsOver() {
    contract("include: [a]");
    world.now = Contracts.END;

    assertTrue(refusal(Scope.READ, Optional.of(Contracts.ID)).contains("expired"));
  }

  // --- what a token may

  private static final Map<NodeName, Map<String, String>> LABELS =
      Map.of(LAPTOP, Map.of("role", "work"), HUB, Map.of("role", "hub"));

  private void reconcile(AgentToken token, NodeName... nodes) {
    world.agents.access().reconcile(token, List.of(nodes), LABELS::get);
  }

  private String notAllowed(AgentToken token, NodeName... nodes) {
    return assertThrows(AgentRefusal.NotAllowed.class, () -> reconcile(token, nodes)).getMessage();
  }

  private AgentToken reconciler(NodeName... nodes) {
    contract("include: [a]", "nodes: {selector: {role: work}, max: 1}", "reconcile: true");
    return issued(Scope.RECONCILE, Optional.of(Contracts.ID), nodes).token();
  }

  @Test
  void shouldTellWhoAskedForAPass() {
    AgentToken token = reconciler(LAPTOP);

    reconcile(token, LAPTOP);

    assertEquals(
        "reconcile-asked laptop by agent claude (token %s, session %s)"
            .formatted(token.id(), Contracts.ID),
        world.events.getLast());
  }

  @Test
  void shouldRefuseOtherNodes() {
    AgentToken token = reconciler(LAPTOP, HUB);

    assertTrue(notAllowed(token, HUB).contains("contract does not name the node hub"));
    assertTrue(notAllowed(token, LAPTOP, HUB).contains("2 nodes, the contract allows 1"));
    assertTrue(notAllowed(token).contains("names the nodes"));
  }

  @Test
  void shouldRefuseANodeThatTheTokenDoesNotName() {
    assertTrue(notAllowed(reconciler(HUB), LAPTOP).contains("token does not name the node laptop"));
  }

  @Test
  void shouldRefuseATokenForReading() {
    assertTrue(notAllowed(reader().token(), LAPTOP).contains("for reading"));
  }

  @Test
  void shouldRefuseWhenTheSessionWasEnded() {
    AgentToken token = reconciler(LAPTOP);
    world.agents.contracts().end(Contracts.ID, "ada");

    assertTrue(notAllowed(token, LAPTOP).contains("expired"));
  }

  @Test
  void shouldRefuseAnExpiredToken() {
    AgentToken token = reconciler(LAPTOP);
    world.now = world.now.plus(HOUR);

    assertTrue(notAllowed(token, LAPTOP).contains("token expired"));
  }
}
