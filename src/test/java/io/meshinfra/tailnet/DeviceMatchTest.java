package io.meshinfra.tailnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceMatchTest {
  private static final Device WEB = device("nA", "web", "100.64.0.2", "fd7a::2");

  private static Device device(String id, String hostname, String... addresses) {
    return new Device(id, hostname, id + ".ts.net", List.of(addresses));
  }

  private static DeviceMatch match(Device... devices) {
    return DeviceMatch.of(List.of(devices), "100.64.0.2", "web");
  }

  private static String unclear(Device... devices) {
    return assertInstanceOf(DeviceMatch.Unclear.class, match(devices)).reason();
  }

  @Test
  void shouldTakeTheOneWithAddressAndHostname() {
    assertEquals(new DeviceMatch.One(WEB), match(device("nB", "hub", "100.64.0.1"), WEB));
  }

  @Test
  void shouldTakeItBesideAnotherOfThatNameElsewhere() {
    assertEquals(new DeviceMatch.One(WEB), match(device("nB", "WEB", "100.64.0.9"), WEB));
  }

  @Test
  void shouldSayThatThereIsNone() {
    assertInstanceOf(DeviceMatch.Gone.class, match());
    assertInstanceOf(
        DeviceMatch.Gone.class, match(device("nB", "web2", "100.64.0.22", "100.64.0.20")));
  }

  @Test
  void shouldNotGoByTheHostnameAlone() {
    String reason = unclear(device("nB", "web", "100.64.0.9"));

    assertTrue(reason.contains("id nB) has the hostname web, but another address"), reason);
  }

  @Test
  void shouldNotGoByTheAddressAlone() {
    String reason = unclear(device("nB", "other", "100.64.0.2"));

    assertTrue(reason.contains("id nB) has the address 100.64.0.2, but another hostname"), reason);
  }

  @Test
  void shouldTakeNoneOfTwoThatBothLookLikeIt() {
    String reason = unclear(WEB, device("nB", "web", "100.64.0.2"));

    assertTrue(reason.contains("id nA) has both") && reason.contains("id nB) has both"), reason);
  }

  @Test
  void shouldTakeNoneWhenAnotherHasTheAddressToo() {
    unclear(WEB, device("nB", "other", "100.64.0.2"));
  }

  @Test
  void shouldPrintNothingThatADeviceMadeUp() {
    String reason = unclear(device("nB", "web", "\u001b[2J\nid nA"));

    assertTrue(reason.chars().noneMatch(c -> c < ' '), reason);
  }
}
