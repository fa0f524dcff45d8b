package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineReaderTest {
  private static Machine read(String... facts) {
    MachineReader reader = new MachineReader();
    for (String fact : facts) {
      reader.line("fact\t" + fact.replace(' ', '\t').replace('_', ' '));
    }
    reader.line("fact\tend\tyes");
    return reader.machine().orElseThrow();
  }

  @Test
  void shouldReadWhatIsSaid() {
    Machine machine =
        read(
            "os Linux",
            "arch aarch64",
            "platform wsl2",
            "portable yes",
            "port 22",
            "port 2222",
            "address tailscale0_100.64.0.9",
            "address wg0_10.0.0.9",
            "login 1001",
            "has sudo");

    assertEquals(Machine.Platform.WSL2, machine.platform());
    assertTrue(machine.portable());
    assertEquals(List.of(22, 2222), machine.ports());
    assertEquals(Optional.of("tailscale"), machine.interfaces().getFirst().mesh());
    assertEquals(Optional.of("wireguard"), machine.interfaces().getLast().mesh());
    assertEquals(Optional.of(1001), machine.login());
  }

  @Test
  void shouldLeaveOutWhatHasNotTheFormThatItMustHave() {
    Machine machine =
        read(
            "os $(id)",
            "arch a\"b",
            "port 0",
            "port 70000",
            "port x",
            "address eth0_1.2.3.400",
            "address eth0_01.2.3.4",
            "address e;x_1.2.3.4",
            "login -1",
            "has <b>");

    assertEquals("", machine.os());
    assertEquals("", machine.arch());
    assertEquals(List.of(), machine.ports());
    assertEquals(List.of(), machine.interfaces());
    assertEquals(Optional.empty(), machine.login());
    assertTrue(machine.programs().isEmpty());
  }

  @Test
  void shouldNotReadForEver() {
    MachineReader reader = new MachineReader();
    for (int i = 0; i < 1_000_000; i++) {
      reader.line("fact\tport\t" + (i % 60_000 + 1));
    }

    assertEquals(Optional.empty(), reader.machine(), "the end was not read any more");
  }

  @Test
  void shouldNotTakeHalfForAWhole() {
    MachineReader reader = new MachineReader();
    reader.line("fact\tos\tLinux");
    reader.line("noise");

    assertEquals(Optional.empty(), reader.machine());
  }
}
