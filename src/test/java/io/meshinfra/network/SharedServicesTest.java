package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Contribution;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedServicesTest {
  private static final Written HERE = new Written(new Position("network.yaml", 3, 5));

  private static Yaml service(String name, String... reloadOn) {
    return HERE.map(
        "service",
        HERE.map("name", HERE.word(name), "reloadOn", HERE.list(reloadOn)),
        "guard",
        HERE.word("true"));
  }

  private static List<Yaml> merged(List<Yaml> entries) {
    return SharedServices.merged(entries.stream().map(Contribution.Given::new).toList()).stream()
        .map(Contribution.Given::entry)
        .toList();
  }

  @Test
  void shouldReloadOneServiceOnTheFilesOfBoth() {
    Yaml file = HERE.map("file", HERE.map("path", HERE.word("/etc/x")));

    List<Yaml> merged =
        merged(List.of(service("ssh", "file:/a"), file, service("ssh", "file:/b", "file:/c")));

    assertEquals(List.of(file, service("ssh", "file:/a", "file:/b", "file:/c")), merged);
  }

  @Test
  void shouldLeaveOthersAlone() {
    List<Yaml> entries = List.of(service("nftables", "file:/a"), service("ssh", "file:/b"));

    assertEquals(entries, merged(entries));
  }
}
