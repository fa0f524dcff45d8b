package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.resource.symlink.SymlinkType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** The cases must be able to fail. */
class CaseRunTest {
  private static final String UPDATE =
      """
      spec: {path: /a, target: new}
      probe: |
        stat	symbolic link	777	root	root	0	0	3	/a
        link	/a	old
      change: {update: [target]}
      """;

  @TempDir Path folder;

  @Test
  void shouldRefuseAnUnknownField() throws Exception {
    assertFails(IllegalArgumentException.class, "unknown field probes", "probes: x\nspec: {}\n");
  }

  @Test
  void shouldRefuseAnUpdateWithoutWhatIsSeenAfterwards() throws Exception {
    assertFails(AssertionFailedError.class, "needs `after`", golden(UPDATE));
  }

  @Test
  void shouldFailWhenTheStateAfterwardsStillDrifts() throws Exception {
    String after =
        "after: |\n  stat\tsymbolic link\t777\troot\troot\t0\t0\t3\t/a\n  link\t/a\told\n";
    assertFails(AssertionFailedError.class, "still drifting", golden(UPDATE + after));
  }

  @Test
  void shouldFailWhenTheActionsAreNotTheGoldenOnes() throws Exception {
    String other = golden(UPDATE).replace("ln -sfn", "ln -sf");
    assertFails(AssertionFailedError.class, "-Dgolden=overwrite", other);
  }

  @Test
  void shouldFailWhenTheChangeIsAnotherOne() throws Exception {
    assertFails(AssertionFailedError.class, "change", UPDATE.replace("[target]", "[type]"));
  }

  @Test
  void shouldFailWhenARefusedSpecIsFine() throws Exception {
    assertFails(AssertionFailedError.class, "", "spec: {path: /a, target: b}\nrefused: no\n");
  }

  @Test
  void shouldOverwriteOnlyTheActions() throws Exception {
    Path file = Files.writeString(folder.resolve("x.yaml"), golden(UPDATE + "after: |\n  x\n"));
    GoldenActions.overwrite(file, "--- shell\n\n  new\n");
    assertEquals(
        UPDATE + "actions: |\n  --- shell\n\n    new\nafter: |\n  x\n", Files.readString(file));
  }

  private String golden(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("golden.yaml"), text);
    ResourceCase wanted = ResourceCase.read(file);
    var seen = new SymlinkType();
    var spec =
        new io.meshinfra.resource.symlink.SymlinkSpec(
            new AbsolutePath("/a"), java.util.Optional.of("new"), Existence.PRESENT, false);
    Change change =
        io.meshinfra.drift.DriftDetector.change(
                seen.expected(spec),
                seen.observe(java.util.List.of(spec), new ProbeOutput(wanted.probe())).getFirst())
            .orElseThrow();
    GoldenActions.overwrite(file, RenderedActions.of(seen.converge(spec, change, wanted.facts())));
    return Files.readString(file);
  }

  private void assertFails(Class<? extends Throwable> as, String why, String text)
      throws Exception {
    Path file = Files.writeString(folder.resolve("case.yaml"), text);
    Throwable failure =
        assertThrows(as, () -> new CaseRun<>(new SymlinkType(), ResourceCase.read(file)).check());
    assertTrue(failure.getMessage().contains(why), failure.getMessage());
  }
}
