package io.meshinfra.resource.hostname;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.resource.ShellTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HostnameTypeTest extends ShellTest {
  private final HostnameType type = new HostnameType();
  private final HostnameSpec spec = new HostnameSpec("mesh-test.example.org");

  /** In name and mount spaces of its own, so that this machine keeps its name. */
  @TestFactory
  Stream<DynamicTest> shouldSetTheNameNowAndForTheNextBoot() {
    return inEveryShell((shell, folder) -> {
      assumeRoot();
      assumeTrue(Files.exists(Path.of("/etc/hostname")), "needs /etc/hostname");
      Path stored = Files.writeString(folder.resolve("hostname"), "old\n");
      Path script = Files.writeString(folder.resolve("script"), script(stored));

      var ran = shell.run("unshare -um sh " + script + " 2>&1");

      assumeTrue(!ran.output().contains("unshare failed"), ran.output());
      assertEquals(0, ran.exitCode(), ran.output());
      Observation seen =
          type.observe(List.of(spec), new ProbeOutput(ran.output().lines().toList())).getFirst();
      assertEquals(
          List.of("live=mesh-test.example.org", "stored=mesh-test.example.org"),
          ((Observation.Present) seen)
              .state().attributes().entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue().shown())
                  .toList());
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldSayWhenTheMachineDoesNotLetItselfBeNamed() {
    return inEveryShell((shell, folder) -> {
      String refusing = "hostname() { return 1; }\n" + converge();
      var ran = shell.run(refusing);
      assertRefused("does not let root set its name", ran);
      assertTrue(ran.exitCode() != 0);
    });
  }

  private String script(Path stored) {
    return "mount --bind "
        + stored
        + " /etc/hostname\n"
        + converge()
        + ProbePrelude.script().text()
        + type.probe(List.of(spec)).text();
  }

  private String converge() {
    Facts facts = Facts.UNKNOWN;
    Action action =
        type.converge(spec, new Change.Update(new java.util.TreeMap<>()), facts).getFirst();
    return "set -e\n" + ((Action.RunShell) action).script().text();
  }
}
