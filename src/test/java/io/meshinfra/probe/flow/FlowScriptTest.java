package io.meshinfra.probe.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.probe.flow.FlowTry.Protocol;
import io.meshinfra.support.StubbedShell;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script as it is, with real connections to this machine. */
class FlowScriptTest {
  private static final String HERE = "127.0.0.1";
  private static final String MARKER = "@mesh-test";

  @TempDir Path folder;
  private StubbedShell shell;
  private ServerSocket listening;
  private int closed;

  @BeforeEach
  void listen() throws IOException {
    shell = new StubbedShell(folder);
    listening = new ServerSocket(0, 50, InetAddress.getByName(HERE));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HERE))) {
      closed = free.getLocalPort();
    }
  }

  @AfterEach
  void hangUp() throws IOException {
    listening.close();
  }

  private FlowProbe.Result run(List<FlowTry> tries) {
    FlowAnswers answers = new FlowAnswers(MARKER, tries);
    shell.probe(FlowScript.of(List.of(HERE), tries, MARKER)).lines().forEach(answers::line);
    return answers.result();
  }

  private List<Met> met(List<FlowTry> tries, String tool) {
    FlowProbe.Result.Tried tried = assertInstanceOf(FlowProbe.Result.Tried.class, run(tries));
    assertEquals(tool, tried.tool());
    return tried.answers().stream().map(FlowProbe.Answer::met).toList();
  }

  private List<FlowTry> openAndClosed() {
    return List.of(
        new FlowTry(HERE, Protocol.TCP, listening.getLocalPort()),
        new FlowTry(HERE, Protocol.TCP, closed));
  }

  private void withoutBash() {
    shell.stub("bash", "echo \"/dev/tcp/127.0.0.1/1: No such file or directory\"; exit 1");
  }

  private void withoutPython() {
    shell.stub("python3", "exit 1");
  }

  @Test
  void shouldTellAnOpenPortFromAClosedOneWithBash() {
    assertEquals(List.of(Met.OPEN, Met.CLOSED), met(openAndClosed(), "bash"));
  }

  @Test
  void shouldTellThemApartWithPythonWhereBashHasNoDevTcp() {
    withoutBash();
    assertEquals(List.of(Met.OPEN, Met.CLOSED), met(openAndClosed(), "python"));
  }

  @Test
  void shouldTellThemApartWithTheNcOfBusybox() {
    withoutBash();
    withoutPython();
    shell.stub(
        "nc",
        """
        [ "$1" != -h ] || { echo 'BusyBox v1.35.0 multi-call binary.' >&2; exit 1; }
        [ "$1 $2 $5 $6" = "-w 3 -e true" ] || { echo "nc: invalid option" >&2; exit 1; }
        [ "$4" = %d ] || { echo "nc: can't connect to remote host ($3): Connection refused" >&2; exit 1; }
        """
            .formatted(listening.getLocalPort()));
    assertEquals(List.of(Met.OPEN, Met.CLOSED), met(openAndClosed(), "nc"));
  }

  @Test
  void shouldSayThatUdpCannotBeTriedWithoutBashAndPython() {
    withoutBash();
    withoutPython();
    shell.stub("nc", "exit 1");
    FlowProbe.Result.Tried tried =
        assertInstanceOf(
            FlowProbe.Result.Tried.class, run(List.of(new FlowTry(HERE, Protocol.UDP, closed))));

    assertEquals(
        new FlowProbe.Answer(Met.UNTRIED, "neither bash nor python3 is there"),
        tried.answers().getFirst());
  }

  @Test
  void shouldTellAClosedUdpPortFromASilentOne() throws IOException {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName(HERE))) {
      List<FlowTry> tries =
          List.of(
              new FlowTry(HERE, Protocol.UDP, silent.getLocalPort()),
              new FlowTry(HERE, Protocol.UDP, 1));

      assertEquals(List.of(Met.SILENT, Met.CLOSED), met(tries, "bash"));
      withoutBash();
      assertEquals(List.of(Met.SILENT, Met.CLOSED), met(tries, "python"));
    }
  }

  @Test
  void shouldTellItsOwnAddressAndWhereItComesFrom() {
    FlowProbe.Result.Tried tried =
        assertInstanceOf(FlowProbe.Result.Tried.class, run(openAndClosed()));

    assertTrue(tried.ways().get(HERE).own(), tried.toString());
    assertEquals(HERE, tried.ways().get(HERE).source().orElseThrow());
  }

  @Test
  void shouldComeToTheEndOfManyTries() {
    List<FlowTry> tries = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      tries.add(new FlowTry(HERE, Protocol.TCP, i % 2 == 0 ? listening.getLocalPort() : closed));
    }
    List<Met> met = met(tries, "bash");

    assertEquals(30, met.stream().filter(one -> one == Met.OPEN).count());
    assertEquals(30, met.stream().filter(one -> one == Met.CLOSED).count());
  }

  @Test
  void shouldRunNothingThatAnAddressBringsAlong() {
    FlowTry hostile =
        new FlowTry("$(touch " + folder + "/pwned)'; touch pwned; '", Protocol.TCP, closed);

    run(List.of(hostile));

    assertTrue(!folder.resolve("pwned").toFile().exists());
  }
}
