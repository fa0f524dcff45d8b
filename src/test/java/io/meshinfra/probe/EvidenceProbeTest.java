package io.meshinfra.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Binding;
import io.meshinfra.desired.SpecBinder;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Evidence;
import io.meshinfra.model.Evidence.Rating;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceProbeTest {
  private static final String MARK = "@mesh-000000000000002a";
  private static final Target TARGET =
      new Target(
          new NodeName("n"),
          List.of(AccessPath.local()),
          List.of(),
          "mesh-ops",
          Target.Become.SUDO);

  /** 2026-11-27T14:00:00Z. */
  private static final long MOMENT = 1795788000;

  @TempDir Path home;

  /** A node that prints these rows; {@code |} stands for a tab, {@code ¦} for a bar. */
  private record Node(List<String> rows, Reply reply) implements Transport {
    static Node telling(String... rows) {
      List<String> all = new ArrayList<>(List.of("now|1795789000|+0000"));
      all.addAll(List.of(rows));
      all.add("done");
      return new Node(all, new Reply.Ended(0, "", AccessPath.local()));
    }

    @Override
    public Reply run(Target target, Request request) {
      rows.forEach(
          row -> request.onLine().accept(MARK + "\t" + row.replace('|', '\t').replace('¦', '|')));
      return reply;
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }

  private static Evidence ask(Node node, String kind, String spec) {
    Resource<?> resource = resource(kind, spec);
    EvidenceProbe.Result result = new EvidenceProbe(node, () -> 42).look(TARGET, List.of(resource));
    return assertInstanceOf(EvidenceProbe.Result.Told.class, result).evidence().get(resource.id());
  }

  private static Resource<?> resource(String kind, String spec) {
    return resource(ResourceTypes.installed().of(kind).orElseThrow(), spec);
  }

  private static <S> Resource<S> resource(ResourceType<S> type, String spec) {
    Binding<S> binding = SpecBinder.bind(type.kind().spec(), spec);
    assertInstanceOf(Binding.Bound.class, binding, binding::toString);
    return Resource.of(
        type,
        ((Binding.Bound<S>) binding).spec(),
        new Resource.Terms(Mode.ENFORCE, false, Set.of(), "a.yaml:1:1"));
  }

  private static String file(String path, long at) {
    return "file|" + path + "|" + path + "|" + (at - 100) + "|" + at + "|root";
  }

  private static String sudo(long at, String who, String command) {
    return "sudo|%d.123456 n sudo[7]: %s : TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=%s"
        .formatted(at, who, command);
  }

  @Test
  void shouldNameWhoTouchedAFileWithSudo() {
    Evidence evidence =
        ask(
            Node.telling(
                file("/etc/motd", MOMENT),
                sudo(MOMENT - 30, "eve", "/usr/bin/vim /etc/motd"),
                sudo(MOMENT - 30, "bob", "/usr/bin/vim /etc/motd.d")),
            "file",
            "{path: /etc/motd, content: x}");

    assertEquals(Rating.CERTAIN, evidence.rating());
    assertEquals(
        List.of(
            "2026-11-27T13:59:30Z eve: /usr/bin/vim /etc/motd (sudo)",
            "2026-11-27T14:00:00Z last change of the file; it belongs to root (file)"),
        evidence.clues().stream().map(Evidence.Clue::toString).toList());
  }

  @Test
  void shouldNotTakeACommandThatCameLaterOrLongBefore() {
    Evidence evidence =
        ask(
            Node.telling(
                file("/etc/motd", MOMENT),
                sudo(MOMENT + 60, "eve", "/usr/bin/cat /etc/motd"),
                sudo(MOMENT - 7200, "bob", "/usr/bin/vim /etc/motd")),
            "file",
            "{path: /etc/motd, content: x}");

    assertEquals(Rating.NOTHING_FOUND, evidence.rating());
    assertEquals(1, evidence.clues().size());
  }

  @Test
  void shouldFindItLikelyThatSomebodyWhoWasThereDidIt() {
    Evidence evidence =
        ask(
            Node.telling(
                file("/etc/motd", MOMENT),
                sudo(MOMENT - 600, "eve", "/bin/bash"),
                sudo(MOMENT - 60, "mesh-ops", "/usr/bin/sh -c 'eval \"$(head -c 999)\"'"),
                "login|%d.5 n sshd[3]: Accepted publickey for eve from 10.0.0.9 port 5 ssh2: x"
                    .formatted(MOMENT - 900),
                "login|%d.5 n sshd[3]: Accepted publickey for mesh-ops from 10.0.0.1 port 5 ssh2: x"
                    .formatted(MOMENT - 10),
                "last|bob pts/0 10.0.0.7 2026-11-27T13:00:00+00:00 - 2026-11-27T15:00:00+00:00 (02:00)",
                "last|reboot system boot 6.1 2026-11-27T12:00:00+00:00 still running"),
            "file",
            "{path: /etc/motd, content: x}");

    assertEquals(Rating.LIKELY, evidence.rating());
    assertEquals(
        List.of(
            "eve: /bin/bash",
            "eve: logged in from 10.0.0.9 by publickey",
            "bob: logged in on pts/0 from 10.0.0.7",
            "last change"),
        evidence.clues().stream()
            .map(c -> (c.who().isEmpty() ? "" : c.who() + ": ") + c.what())
            .map(text -> text.startsWith("last change") ? "last change" : text)
            .toList());
  }

  @Test
  void shouldReadTheLogOfAptWithWhoAskedForIt() {
    Evidence evidence =
        ask(
            Node.telling(
                "apt|2026-11-27 13:59:00¦eve¦apt-get remove tmux¦Remove: tmux:amd64 (3.3)",
                "dpkg|2026-11-27 13:59:01 remove tmux:amd64 3.3 <none>"),
            "package",
            "{name: tmux}");

    assertEquals(Rating.CERTAIN, evidence.rating());
    assertEquals("eve", evidence.clues().getFirst().who());
    assertEquals(2, evidence.clues().size());
  }

  @Test
  void shouldFindAPackageLogWithoutANameOnlyLikely() {
    Node node =
        Node.telling(
            "rpm|2026-11-27T13:59:00+0000 SUBDEBUG Erase: tmux-3.3-1.x86_64",
            "rpm|2026-11-27T13:59:00+0000 SUBDEBUG Erase: jq-devel-1.0-1.x86_64");

    assertEquals(Rating.LIKELY, ask(node, "package", "{name: tmux}").rating());
    assertEquals(Rating.NOTHING_FOUND, ask(node, "package", "{name: jq}").rating());
  }

  @Test
  void shouldLinkTheStateOfAUnit() {
    Evidence evidence =
        ask(
            Node.telling(
                "uptime|5000.50",
                "unit|nginx.service|4000500000",
                "journal|nginx.service|%d.1 n systemd[1]: Stopped nginx.service".formatted(MOMENT),
                "journal|nginx.service|%d.1 n nginx[9]: long ago".formatted(MOMENT - 600),
                sudo(MOMENT - 1, "eve", "/usr/bin/systemctl stop nginx")),
            "service",
            "{name: nginx, running: true}");

    assertEquals(Rating.CERTAIN, evidence.rating());
    assertEquals(
        List.of("/usr/bin/systemctl stop nginx", "systemd[1]: Stopped nginx.service"),
        evidence.clues().stream().map(Evidence.Clue::what).toList());
  }

  @Test
  void shouldNotTakeAnEditOfASharedFileForOneOfTheAccount() {
    Node node =
        Node.telling(
            file("/etc/passwd", MOMENT),
            sudo(MOMENT - 3, "eve", "/usr/sbin/usermod -s /bin/sh bob"),
            sudo(MOMENT - 2, "eve", "/usr/bin/cat /etc/passwd"));

    assertEquals(Rating.NOTHING_FOUND, ask(node, "user", "{name: ada}").rating());
    assertEquals(Rating.CERTAIN, ask(node, "user", "{name: bob}").rating());
  }

  @Test
  void shouldReadTheTimesOfOldLogs() {
    Evidence evidence =
        ask(
            Node.telling(
                file("/etc/motd", MOMENT),
                "sudo|Nov 27 13:59:59 n sudo:      eve : TTY=pts/0 ; COMMAND=/bin/rm /etc/motd",
                "sudo|2026-11-27T14:59:58.12+01:00 n sudo: bob : COMMAND=/bin/rm /etc/motd",
                "sudo|Feb 31 13:59:59 n sudo: eve : COMMAND=/bin/rm /etc/motd"),
            "file",
            "{path: /etc/motd}");

    assertEquals(
        List.of("eve", "bob", ""), evidence.clues().stream().map(Evidence.Clue::who).toList());
  }

  @Test
  void shouldNotBelieveRowsThatNoScriptPrints() {
    Evidence evidence =
        ask(
            Node.telling(
                "file|/etc/motd|/etc/motd|99999999999999|x|root",
                "file|/etc/motd",
                "sudo|",
                "sudo|99999999999 \u001b[2J n sudo: eve : COMMAND=/bin/rm /etc/motd",
                "unit|x|-1",
                "uptime|NaN",
                "last|a b c 2026-99-99T99:99:99+99:99 x",
                "apt|2026-11-27 13:59:00¦eve"),
            "file",
            "{path: /etc/motd}");

    assertEquals(Evidence.NONE, evidence);
  }

  @Test
  void shouldMakeWhatANodePrintsSafeToShow() {
    Evidence evidence =
        ask(
            Node.telling(
                file("/etc/motd", MOMENT), sudo(MOMENT, "e\u001b[31mve", "rm /etc/motd \u202e x")),
            "file",
            "{path: /etc/motd}");

    String shown = evidence.clues().getFirst().toString();
    assertTrue(shown.contains("e\\u001b[31mve") && shown.contains("\\u202e"), shown);
  }

  @Test
  void shouldTellWhenTheRecordsCouldNotBeRead() {
    Node away =
        new Node(
            List.of(),
            new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "the node is away")));
    Node early = new Node(List.of(), new Reply.Ended(1, "", AccessPath.local()));
    List<Resource<?>> resources = List.of(resource("file", "{path: /x}"));

    assertEquals(
        new EvidenceProbe.Result.NotTold("the node is away"),
        new EvidenceProbe(away, () -> 42).look(TARGET, resources));
    assertEquals(
        new EvidenceProbe.Result.NotTold("the look ended early with exit code 1"),
        new EvidenceProbe(early, () -> 42).look(TARGET, resources));
  }

  @Test
  void shouldRunOnThisMachine() throws Exception {
    Path there = Files.writeString(home.resolve("it's $(touch pwned)"), "x");
    Path gone = home.resolve("gone");
    Resource<?> first = resource("file", "{path: \"" + there + "\"}");
    Resource<?> second = resource("file", "{path: \"" + gone + "\"}");
    EvidenceProbe probe = new EvidenceProbe(new ScratchNode(home), () -> 42);

    EvidenceProbe.Result result =
        probe.look(
            ScratchNode.target(),
            List.of(
                first,
                second,
                resource("service", "{name: none-such, running: true}"),
                resource("package", "{name: none-such}")));

    var evidence = assertInstanceOf(EvidenceProbe.Result.Told.class, result).evidence();
    assertEquals(
        "last change in the folder " + home + ", in which it is missing",
        evidence.get(second.id()).clues().getLast().what());
    assertEquals(Evidence.Source.FILE, evidence.get(first.id()).clues().getLast().source());
    assertEquals(4, evidence.size());
  }
}
