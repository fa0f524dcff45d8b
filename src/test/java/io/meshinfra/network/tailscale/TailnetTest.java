package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailnetTest {
  private static String devices(String network, String node) {
    return Tailnet.of(
            Planned.of(
                    "version: 1\nmesh: {network: %s}\nnodes:\n  n: {%s}\n".formatted(network, node))
                .intent())
        .devices()
        .values()
        .toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100.64.0.0/10|internal_ip: 100.64.0.2, back_ends: [tailscale]|Optional[tag:node-n]|Optional[100.64.0.2]",
        "10.0.0.0/24|internal_ip: 10.0.0.2, back_ends: [tailscale]|Optional[tag:node-n]|Optional.empty",
        "100.64.0.0/10|internal_ip: 100.127.255.254, managed: false|Optional.empty|Optional[100.127.255.254]"
      })
  void shouldHaveADevice(String network, String node, String tag, String address) {
    assertEquals(
        "[Device[name=n, tag=%s, address=%s]]".formatted(tag, address), devices(network, node));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100.64.0.0/10|internal_ip: 100.64.0.2",
        "100.64.0.0/10|internal_ip: 100.64.0.2, back_ends: [nftables]",
        "100.128.0.0/24|internal_ip: 100.128.0.1, managed: false"
      })
  void shouldHaveNone(String network, String node) {
    assertEquals("[]", devices(network, node));
  }

  @Test
  void shouldCallADeviceByItsTagWhereItHasOne() {
    Planned planned =
        Planned.of(
            """
            version: 1
            mesh: {network: 100.64.0.0/10}
            nodes:
              n: {internal_ip: 100.64.0.2, back_ends: [tailscale]}
              p: {internal_ip: 100.64.0.3, managed: false}
            """);

    assertEquals(
        "[tag:node-n, p]",
        planned.tailnet().devices().values().stream()
            .map(Tailnet.Device::word)
            .toList()
            .toString());
  }
}
