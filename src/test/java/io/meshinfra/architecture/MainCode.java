package io.meshinfra.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.stream.Stream;

/** Everything but the tests, wherever the build puts these. */
final class MainCode implements ImportOption {
  static final String BASE = "io.meshinfra";

  /** The packages that decide and never act. */
  static final String[] PURE =
      packages(
          "model",
          "resource",
          "desired",
          "network",
          "drift",
          "adopt",
          "plan",
          "policy",
          "session",
          "grounding",
          "report");

  private static final String TESTS =
      MainCode.class.getProtectionDomain().getCodeSource().getLocation().getPath();

  @Override
  public boolean includes(Location location) {
    return !location.contains(TESTS);
  }

  /** As ArchUnit writes them, with all that is below. */
  static String[] packages(String... names) {
    return Stream.of(names).map(name -> BASE + "." + name + "..").toArray(String[]::new);
  }
}
