package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.resource.file.FileSpec;
import io.meshinfra.support.MemoryTree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code hello: } of a node becomes resources. */
class HelloManifestTest {
  private static final String FLEET =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: home}
      spec: {%s}
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: laptop}
      spec:
        presence: on-demand
        hello: %s
        access: [{local: true}]
      """;

  private static Loading load(String fleet, String by) {
    return new Catalogs(ResourceTypes.installed())
        .load(MemoryTree.of("fleet.yaml", FLEET.formatted(fleet, by)), "");
  }

  private static List<Resource<?>> resources(String by) {
    Loading loading = load("hello: \"http://100.64.0.1:8181\"", by);
    return assertInstanceOf(Loading.Loaded.class, loading, loading::toString)
        .fleet()
        .node(new NodeName("laptop"))
        .orElseThrow()
        .catalog()
        .resources();
  }

  private static List<String> names(String by) {
    return resources(by).stream().map(resource -> resource.id().toString()).toList();
  }

  private static String mistakes(String fleet, String by) {
    return assertInstanceOf(Loading.Invalid.class, load(fleet, by)).report();
  }

  @Test
  void shouldGiveUnitsInTheirOrder() {
    assertEquals(
        List.of(
            "file:/etc/mesh-hello.key",
            "file:/usr/local/sbin/mesh-hello",
            "file:/etc/systemd/system/mesh-hello.service",
            "file:/etc/systemd/system/mesh-hello.timer",
            "service:mesh-hello",
            "service:mesh-hello.timer"),
        names("systemd"));
  }

  @Test
  void shouldGiveJobsWhereThereIsNoSystemd() {
    assertEquals(
        List.of(
            "file:/etc/mesh-hello.key",
            "file:/usr/local/sbin/mesh-hello",
            "cron:hello-boot",
            "cron:hello"),
        names("cron"));
  }

  @Test
  void shouldNameTheKeyOfTheNodeAndKeepItFromOthers() {
    FileSpec key = (FileSpec) resources("cron").getFirst().spec();
    FileSpec script = (FileSpec) resources("cron").get(1).spec();

    assertEquals("hello:laptop", key.secretRef().orElseThrow().toString());
    assertEquals("0600", key.mode().orElseThrow().toString());
    String text = script.content().orElseThrow();
    assertTrue(text.contains("hub='http://100.64.0.1:8181/api/v1/hello'"), text);
    assertTrue(text.contains("node='laptop'"), text);
    assertTrue(text.lines().noneMatch(line -> line.matches(".*@[A-Z]+@.*")), text);
  }

  @Test
  void shouldSayWhatIsMissingAndWhatIsWrong() {
    assertTrue(mistakes("interval: 5m", "cron").contains("hello of laptop has nobody to talk to"));
    assertTrue(
        mistakes("hello: \"http://hub/x\"", "cron")
            .contains("without a path, not \"http://hub/x\""));
    assertTrue(
        mistakes("hello: \"http://hub'; reboot #\"", "cron").contains("the address of the hub"));
    assertTrue(mistakes("hello: \"http://hub\"", "upstart").contains("systemd, cron"));
  }
}
