package io.meshinfra.reconcile.tailnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.meshinfra.journal.Deed;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.SecretRef;
import io.meshinfra.reconcile.tailnet.TailnetDevices.Answer;
import io.meshinfra.reconcile.tailnet.TailnetDevices.Leaver;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MovingClock;
import io.meshinfra.tailnet.DeviceClient;
import io.meshinfra.tailnet.LittleTailscale;
import io.meshinfra.tailnet.TailnetSite;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a server that holds to the documented contract, in place of Tailscale. */
class TailnetDevicesTest {
  private static final Deed.By ANNA = Deed.By.person("anna");
  private static final Leaver WEB = new Leaver(new NodeName("web"), "100.64.0.2");

  private final Clock clock = new MovingClock(() -> Instant.parse("2026-09-01T00:00:00Z"));
  private MemoryJournal journal;
  private LittleTailscale tailscale;

  @BeforeEach
  void begin() {
    journal = new MemoryJournal(clock);
    tailscale =
        new LittleTailscale()
            .device("nHubCNTRL", "hub", "100.64.0.1", "fd7a:115c:a1e0::1")
            .device("nWebCNTRL", "web", "100.64.0.2", "fd7a:115c:a1e0::2");
  }

  @AfterEach
  void end() {
    tailscale.close();
    journal.close();
    assertEquals(List.of(), tailscale.violations());
  }

  private TailnetDevices devices() {
    TailnetSite.Login login = new TailnetSite.Login.ApiKey(new SecretRef("fixed", "key"));
    return new TailnetDevices(
        Optional.of(
            new DeviceClient(
                tailscale.site(login),
                ref -> new Resolution.Resolved(Secret.of(LittleTailscale.KEY)),
                clock)),
        journal.journal().audit());
  }

  private List<String> audit() {
    return journal.journal().audit().after(0, 100).stream()
        .map(row -> row.deed() + " " + row.outcome())
        .toList();
  }

  private static String no(Answer answer) {
    return assertInstanceOf(Answer.No.class, answer, answer.toString()).reason();
  }

  @Test
  void shouldTellWhichOneItIsAndTouchNothing() {
    Answer.Found found = assertInstanceOf(Answer.Found.class, devices().look(WEB));

    assertEquals("nWebCNTRL", found.id());
    assertEquals(List.of("GET /api/v2/tailnet/-/devices"), tailscale.asked());
    assertEquals(List.of(), audit());
  }

  @Test
  void shouldRemoveTheOneThatWasToldBefore() {
    Answer answer = devices().remove(ANNA, WEB, "nWebCNTRL");

    assertInstanceOf(Answer.Removed.class, answer);
    assertEquals(Set.of("nHubCNTRL"), tailscale.devices());
    assertEquals("DELETE /api/v2/device/nWebCNTRL", tailscale.asked().getLast());
    assertEquals(List.of("tailnet-device-removed begun", "tailnet-device-removed done"), audit());
  }

  @Test
  void shouldRemoveNothingWhenAnotherIsTheNodeMeanwhile() {
    String reason = no(devices().remove(ANNA, WEB, "nOldCNTRL"));

    assertTrue(reason.contains("meanwhile another device is web"), reason);
    assertEquals(Set.of("nHubCNTRL", "nWebCNTRL"), tailscale.devices());
  }

  @Test
  void shouldRemoveNothingInDoubt() {
    tailscale.device("nWeb2CNTRL", "web", "100.64.0.2");

    String reason = no(devices().remove(ANNA, WEB, "nWebCNTRL"));

    assertTrue(reason.contains("do not tell one device"), reason);
    assertEquals(3, tailscale.devices().size());
  }

  @Test
  void shouldSayThatItIsGone() {
    devices().remove(ANNA, WEB, "nWebCNTRL");

    assertInstanceOf(Answer.Gone.class, devices().look(WEB));
    assertInstanceOf(Answer.Gone.class, devices().remove(ANNA, WEB, "nWebCNTRL"));
  }

  @Test
  void shouldSayWhatTheCredentialLacks() {
    tailscale.next(exchange -> LittleTailscale.send(exchange, 403, Map.of(), "{}"));

    assertTrue(no(devices().look(WEB)).contains("scope devices:core"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "",
        "{\"devices\": {}}",
        "{\"devices\": [{}]}",
        "{\"devices\": [{\"nodeId\": \"../tailnet/-\", \"hostname\": \"web\", \"addresses\":"
            + " [\"100.64.0.2\"]}]}"
      })
  void shouldBelieveNoStrangeList(String body) {
    tailscale.next(exchange -> LittleTailscale.send(exchange, 200, Map.of(), body));

    assertTrue(no(devices().remove(ANNA, WEB, "nWebCNTRL")).contains("cannot be understood"));
    assertEquals(2, tailscale.devices().size());
  }

  @Test
  void shouldWriteDownThatItWasRefused() {
    TailnetDevices devices = devices();
    tailscale.next(exchange -> list(exchange));
    tailscale.next(exchange -> LittleTailscale.send(exchange, 500, Map.of(), ""));

    no(devices.remove(ANNA, WEB, "nWebCNTRL"));

    assertEquals(
        List.of("tailnet-device-removed begun", "tailnet-device-removed refused"), audit());
  }

  private static void list(HttpExchange exchange) throws IOException {
    LittleTailscale.send(
        exchange,
        200,
        Map.of(),
        "{\"devices\": [{\"nodeId\": \"nWebCNTRL\", \"hostname\": \"web\", \"name\": \"w\","
            + " \"addresses\": [\"100.64.0.2\"]}]}");
  }

  @Test
  void shouldSayHowItIsSwitchedOn() {
    TailnetDevices off = new TailnetDevices(Optional.empty(), journal.journal().audit());

    assertTrue(no(off.look(WEB)).contains("mesh.tailscale.api-key"));
    assertTrue(no(off.remove(ANNA, WEB, "x")).contains("devices:core"));
  }
}
