package io.meshinfra.resource.sysctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.model.Facts;
import io.meshinfra.model.State;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Existence;
import io.meshinfra.support.StubbedShell;
import io.meshinfra.support.StubbedShell.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysctlTypeTest {
  @TempDir Path folder;
  private final SysctlType type = new SysctlType();

  @Test
  void shouldReadWholeValuesOfThisKernel() {
    assumeTrue(Files.isReadable(Path.of("/proc/sys/kernel/ostype")), "not a Linux machine");
    List<SysctlSpec> specs = List.of(spec("kernel.ostype"), spec("kernel.no_such_setting"));

    Ran ran = new StubbedShell(folder).probe(type.probe(specs));

    assertTrue(ran.lines().contains("/proc/sys/kernel/ostype:Linux"), ran.output());
  }

  @Test
  void shouldSayThatTheKernelHasNoSuchSetting() {
    Action set =
        type.converge(spec("kernel.no_such_setting"), new Change.Create(State.EMPTY), Facts.UNKNOWN)
            .getFirst();

    Ran ran = new StubbedShell(folder).act(assertInstanceOf(Action.RunShell.class, set).script());

    assertEquals(1, ran.exitCode());
    assertTrue(
        ran.errors().contains("the kernel of the node has no setting kernel.no_such_setting"),
        ran.errors());
  }

  private static SysctlSpec spec(String key) {
    return new SysctlSpec(new SysctlKey(key), Optional.of("Linux"), Existence.PRESENT);
  }
}
