package io.meshinfra.network.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that become values, or do not. */
class ValuesTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "192.168.255.255", "255.255.255.255"})
  void shouldReadAddressesAndWriteThemBack(String text) {
    assertEquals(text, Ipv4.parse(text).toString());
    assertEquals(Ipv4.parse(text), Ipv4.of(Ipv4.parse(text).number()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0",
        "10.0.0.0.1",
        "256.0.0.1",
        "01.0.0.1",
        "10.0.0.1 ",
        "١٠.0.0.1",
        "10.0.0.-1",
        "::1",
        "10.0.0.1\n",
        "0x0a.0.0.1",
        "999.1.1.1"
      })
  void shouldRefuseWhatIsNoAddress(String text) {
    assertThrows(IllegalArgumentException.class, () -> Ipv4.parse(text));
  }

  @Test
  void shouldCompareAddressesWithoutSign() {
    assertTrue(Ipv4.parse("200.0.0.1").compareTo(Ipv4.parse("10.0.0.1")) > 0);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.255",
    "100.64.0.0/10, 100.127.255.255",
    "0.0.0.0/0, 255.255.255.255",
    "10.0.0.1/32, 10.0.0.1"
  })
  void shouldKnowTheLastAddressOfANetwork(String network, String last) {
    Subnet subnet = Subnet.parse(network);

    assertEquals(last, subnet.last().toString());
    assertEquals(network, subnet.toString());
    assertTrue(subnet.contains(subnet.first()) && subnet.contains(subnet.last()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1/24", "10.0.0.0/33", "10.0.0.0", "10.0.0.0/024", "/24", "a/8"})
  void shouldRefuseWhatIsNoNetwork(String text) {
    assertThrows(IllegalArgumentException.class, () -> Subnet.parse(text));
  }

  @Test
  void shouldKnowWhichNetworksOverlap() {
    Subnet wide = Subnet.parse("10.0.0.0/8");
    Subnet inside = Subnet.parse("10.200.0.0/16");

    assertTrue(wide.overlaps(inside) && inside.overlaps(wide));
    assertFalse(wide.overlaps(Subnet.parse("11.0.0.0/8")));
  }

  @Test
  void shouldLeaveTheEndsOfANetworkToNobody() {
    Subnet subnet = Subnet.parse("10.0.0.0/24");

    assertFalse(subnet.hasRoomFor(Ipv4.parse("10.0.0.0")));
    assertFalse(subnet.hasRoomFor(Ipv4.parse("10.0.0.255")));
    assertTrue(subnet.hasRoomFor(Ipv4.parse("10.0.0.1")));
    assertTrue(Subnet.parse("10.0.0.0/31").hasRoomFor(Ipv4.parse("10.0.0.0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1/second", "9999/day", "60/minute", "5/hour"})
  void shouldReadRates(String text) {
    assertEquals(text, Rate.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0/minute", "1/week", "1 / minute", "10000/day", "-1/day", "1/minute accept"})
  void shouldRefuseWhatIsNoRate(String text) {
    assertThrows(IllegalArgumentException.class, () -> Rate.parse(text));
  }

  @Test
  void shouldPutPortsInOrderAndApart() {
    assertEquals(
        "20-41, 80", PortList.parse(List.of("80", "30-40", "20-29", "41", "25")).toString());
    assertEquals("*", PortList.parse("*").toString());
    assertTrue(PortList.parse("20-30").contains(30));
    assertFalse(PortList.parse("20-30").contains(31));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "99999", "30-20", "1-", "-1", "ssh", "22,23", "1-2-3"})
  void shouldRefuseWhatIsNoPort(String text) {
    assertThrows(IllegalArgumentException.class, () -> PortList.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "admin_full-access.1", "0"})
  void shouldTakePlainNames(String text) {
    assertEquals(text, new Label(text).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a\"", "a\n", "a;b", "{a}", "$(a)", "ä", "a*", "a/b"})
  void shouldRefuseNamesThatMeanSomethingSomewhere(String text) {
    assertThrows(IllegalArgumentException.class, () -> new Label(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lo", "eth*", "a b", "wg0\"", "averylonginterface", "-x", "a\n"})
  void shouldRefuseWhatIsNoInterface(String text) {
    assertThrows(IllegalArgumentException.class, () -> new InterfaceName(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "admin", "role:web", "group:a.b", "laptop"})
  void shouldWriteSelectorsAsTheyWereRead(String text) {
    assertEquals(text, Selector.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "role:", "group:*", "Laptop", "any node", "tag:web", "**"})
  void shouldRefuseWhatSelectsNothing(String text) {
    assertThrows(IllegalArgumentException.class, () -> Selector.parse(text));
  }
}
