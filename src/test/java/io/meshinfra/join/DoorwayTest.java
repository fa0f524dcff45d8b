package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.join.rights.Rights;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.secret.Secret;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes of a machine that says this and that; the scripts themselves run in JoiningIT. */
class DoorwayTest {
  private static final AccessPath PATH = AccessPath.ssh("ssh", "192.0.2.1", 22);
  private static final Target TARGET =
      new Target(new NodeName("web"), List.of(PATH), List.of(), "ada", Target.Become.SUDO);
  private static final Person ADA = new Person(TARGET, Optional.empty());
  private static final HubKey KEY =
      HubKey.parse("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU");

  /** A machine that says some lines, and ends so. */
  private static final class Scripted implements Transport {
    private final List<String> lines;
    private final Reply reply;
    final List<Request> requests = new ArrayList<>();
    final List<Target> targets = new ArrayList<>();

    Scripted(Reply reply, String... lines) {
      this.reply = reply;
      this.lines = List.of(lines);
    }

    @Override
    public Reply run(Target target, Request request) {
      targets.add(target);
      requests.add(request);
      lines.forEach(request.onLine());
      return reply;
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }

  private static Reply ended(int code, String errors) {
    return new Reply.Ended(code, errors, PATH);
  }

  private static Deeds prepared(Scripted machine) {
    return new Doorway(machine).prepare(ADA, "mesh-ops", KEY, new Rights.OneCommand("x"));
  }

  @Test
  void shouldTellWhatWasDoneBeforeTheLinkWasCut() {
    Deeds deeds =
        prepared(
            new Scripted(
                new Reply.Broken("the link was lost"), "did\taccount mesh-ops", "did\tkey"));

    assertEquals(Optional.of("the link was lost"), deeds.failure());
    assertEquals(
        List.of("account mesh-ops", "key"), deeds.deeds().stream().map(Deeds.Deed::what).toList());
    assertTrue(deeds.changed());
  }

  @Test
  void shouldNotTakeSilenceForTheEnd() {
    Deeds deeds = prepared(new Scripted(ended(0, ""), "did\taccount", "noise of useradd"));

    assertEquals(Optional.of("it broke off"), deeds.failure());
  }

  @Test
  void shouldTellWhyItWentNoFurther() {
    Deeds deeds =
        prepared(
            new Scripted(ended(0, ""), "kept\taccount", "failed\tvisudo is \u001b[31mmissing"));

    assertEquals(Optional.of("visudo is \\u001b[31mmissing"), deeds.failure());
    assertFalse(deeds.changed());
  }

  @Test
  void shouldBeFineWhenTheScriptSaysSo() {
    Deeds deeds = prepared(new Scripted(ended(0, ""), "kept\tall", "warning\tmore", "done\t"));

    assertEquals(Optional.empty(), deeds.failure());
    assertEquals(Deeds.Kind.WARNING, deeds.deeds().getLast().kind());
  }

  @Test
  void shouldSendTheRulesAndTheKeyAsWords() {
    Scripted machine = new Scripted(ended(0, ""), "done\t");
    prepared(machine);

    String script = machine.requests.getFirst().script().text();
    assertTrue(script.contains("'mesh-ops' '" + KEY.line() + "'"), script);
    assertTrue(script.contains("mesh-ops ALL=(root) NOPASSWD: MESH_INFRA' '" + Rights.FILE));
  }

  @Test
  void shouldNotShowThePasswordThatSudoDoesNotTake() {
    Scripted machine = new Scripted(ended(1, "hunter2: Sorry, try again."));
    Person ada = new Person(TARGET, Optional.of(Secret.of("hunter2")));

    Deeds deeds = new Doorway(machine).leave(ada, "mesh-ops");

    String failure = deeds.failure().orElseThrow();
    assertTrue(failure.contains("does not make ada root"), failure);
    assertFalse(failure.contains("hunter2"), failure);
    assertFalse(ada.toString().contains("hunter2"), ada.toString());
    assertEquals(Target.Become.NONE, machine.targets.getFirst().become());
  }

  @Test
  void shouldTellThatNobodyIsThere() {
    NoWayIn away = NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "ssh (192.0.2.1:22): timed out");
    Doorway.Look look =
        new Doorway(new Scripted(new Reply.Unreachable(away))).look(ADA, "mesh-ops");

    assertEquals(new Doorway.Look.NotSeen("ssh (192.0.2.1:22): timed out"), look);
  }

  @Test
  void shouldNotTakeHalfALookForAWholeOne() {
    Doorway.Look look =
        new Doorway(new Scripted(ended(0, ""), "fact\tos\tLinux")).look(ADA, "mesh-ops");

    assertInstanceOf(Doorway.Look.NotSeen.class, look);
  }

  @Test
  void shouldTellKeysThatAreNotTheHubsFromADoorThatIsShut() {
    NoWayIn refused = NoWayIn.of(NoWayIn.Obstacle.LOGIN_REFUSED, "not with our keys");
    NoWayIn other = NoWayIn.of(NoWayIn.Obstacle.OTHER_HOST_KEY, "another key");

    assertEquals(new Doorway.Entry.Open(), new Doorway(new Scripted(ended(0, ""))).tried(TARGET));
    assertEquals(
        new Doorway.Entry.OtherKeys(),
        new Doorway(new Scripted(new Reply.Refused(refused))).tried(TARGET));
    assertEquals(
        new Doorway.Entry.Shut("another key"),
        new Doorway(new Scripted(new Reply.Refused(other))).tried(TARGET));
    assertEquals(
        new Doorway.Entry.Shut("sudo asks for a password"),
        new Doorway(new Scripted(new Reply.Refused("sudo asks for a password"))).tried(TARGET));
  }
}
