package io.meshinfra.reconcile.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.reconcile.agent.ContractRegister.Listed;
import io.meshinfra.reconcile.agent.ContractRegister.Standing;
import io.meshinfra.session.Contracts;
import io.meshinfra.session.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractRegisterTest {
  private static final String TEXT = Contracts.text("include: [docs/**]");

  @TempDir Path folder;
  private AgentWorld world;
  private ContractRegister register;

  @BeforeEach
  void begin() {
    world = new AgentWorld(folder);
    register = world.agents.contracts();
  }

  @AfterEach
  void end() {
    world.close();
  }

  private String issueFails(String text) {
    return assertThrows(
            AgentRefusal.NotPossible.class, () -> register.issue(Contracts.ID.path(), text, "ada"))
        .getMessage();
  }

  @Test
  void shouldIssueOnceAndTellIt() {
    register.issue(Contracts.ID.path(), TEXT, "ada");
    register.issue(Contracts.ID.path(), TEXT, "ada");

    assertEquals(
        List.of(
            "session-issued 20261123-claude-4f2a9c01 of agent claude, until 2026-11-23T18:00:00Z,"
                + " by ada"),
        world.events);
  }

  @Test
  void shouldNotChangeAContract() {
    register.issue(Contracts.ID.path(), TEXT, "ada");

    assertTrue(issueFails(Contracts.text("include: ['**']")).contains("not changed"));
  }

  @Test
  void shouldNotTakeUpAnEndedContractAgain() {
    register.issue(Contracts.ID.path(), TEXT, "ada");
    assertTrue(register.end(Contracts.ID, "ada"));
    assertFalse(register.end(Contracts.ID, "ada"));

    assertTrue(issueFails(TEXT).contains("begin a new session"));
  }

  @Test
  void shouldNotIssueWhatIsFaultyOrOverOrFarAway() {
    assertTrue(issueFails("kind: Session").contains("is missing"));
    world.now = Contracts.END;
    assertTrue(issueFails(TEXT).contains("expired at"));
    world.now = Contracts.BEGIN.minus(Duration.ofDays(2));
    assertTrue(issueFails(TEXT).contains("more than 24 hours from now"));
  }

  @Test
  void shouldSayHowAMergedContractIsEnded() {
    String message =
        assertThrows(AgentRefusal.NotThere.class, () -> register.end(Contracts.ID, "ada"))
            .getMessage();

    assertTrue(message.contains("by removing " + Contracts.ID.path()), message);
  }

  @Test
  void shouldListWhatIsOnTheBranchAndWhatWasIssued() {
    SessionId other = new SessionId("20261122-claude-00000001");
    world.write(other.path(), "kind: Session").push("Agree to nothing");
    world.accepted();
    register.issue(Contracts.ID.path(), TEXT, "ada");

    List<Listed> all = all();

    assertEquals(List.of(Contracts.ID, other), all.stream().map(Listed::id).toList());
    assertInstanceOf(Standing.Counts.class, all.getFirst().standing());
    assertInstanceOf(Standing.None.class, all.getLast().standing());
  }

  private List<Listed> all() {
    try {
      return register.all();
    } catch (io.meshinfra.model.FileTree.UnreadableFile e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldKnowOnlyWhatWasIssuedWhileNothingIsInForce() {
    register.issue(Contracts.ID.path(), TEXT, "ada");

    assertEquals(1, all().size());
    assertInstanceOf(Standing.Counts.class, register.standing(Contracts.ID));
    assertInstanceOf(
        Standing.None.class, register.standing(new SessionId("20261123-claude-00000000")));
  }
}
