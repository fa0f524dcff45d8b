package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code presence} and {@code grace} as people write them. */
class PresenceManifestTest {
  private static final String MANIFESTS =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: home}
      spec: {%s}
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: n}
      spec:
        access: [{local: true}]
        presence: %s
      """;

  private static Loading load(String fleet, String presence) {
    return new Catalogs(ResourceTypes.installed())
        .load(MemoryTree.of("fleet.yaml", MANIFESTS.formatted(fleet, presence)), "");
  }

  private static Presence presence(String fleet, String presence) {
    Loading loading = load(fleet, presence);
    return assertInstanceOf(Loading.Loaded.class, loading, loading::toString)
        .fleet()
        .node(new NodeName("n"))
        .orElseThrow()
        .presence();
  }

  private static String mistakes(String presence) {
    return assertInstanceOf(Loading.Invalid.class, load("interval: 5m", presence)).report();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "always-on | ALWAYS_ON | 10m",
        "on-demand | ON_DEMAND | 10m",
        "{grace: 30m} | ALWAYS_ON | 30m",
        "{schedule: \"Mon-Fri 08:00-18:00 Europe/Berlin\"} | SCHEDULE | 10m",
        "{schedule: \"Mon-Fri 08:00-18:00 Europe/Berlin\", grace: 2h, idles: true} | SCHEDULE | 120m",
      })
  void shouldReadEveryForm(String written, Presence.Kind kind, String grace) {
    Presence read = presence("interval: 5m", written.strip());

    assertEquals(kind, read.kind());
    assertEquals(Duration.parse("PT" + grace.strip()), read.graceTime());
    assertEquals(written.contains("idles"), read.idles());
  }

  @Test
  void shouldGiveTheGraceOfTheFleetToThoseWithoutOne() {
    assertEquals(Duration.ofHours(1), presence("grace: 1h", "always-on").graceTime());
    assertEquals(Duration.ofMinutes(30), presence("grace: 1h", "{grace: 30m}").graceTime());
    assertFalse(presence("grace: 1h", "on-demand").grace().isPresent());
    assertEquals("always-on", presence("grace: 1h", "always-on").toString());
  }

  @Test
  void shouldSayWhereAndHowAPresenceIsWrong() {
    assertTrue(mistakes("sometimes").contains("fleet.yaml:11:13: "), mistakes("sometimes"));
    assertTrue(mistakes("sometimes").contains("always-on, on-demand"), mistakes("sometimes"));
    assertTrue(mistakes("{}").contains("{grace: 30m}"), mistakes("{}"));
    assertTrue(mistakes("{graze: 30m}").contains("grace"), mistakes("{graze: 30m}"));
    assertTrue(mistakes("{grace: soon}").contains("30s, 5m"), mistakes("{grace: soon}"));
    assertTrue(
        mistakes("{grace: 1m, idles: true}").contains("idles goes with a schedule only"),
        mistakes("{grace: 1m, idles: true}"));
    assertTrue(
        mistakes("{schedule: \"Mon 8-9 UTC\"}").contains("Mon-Fri 08:00-18:00 Europe/Berlin"),
        mistakes("{schedule: \"Mon 8-9 UTC\"}"));
  }
}
