package io.meshinfra.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.Hook.Genuine;
import io.meshinfra.forge.little.Text;
import io.meshinfra.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is made of deliveries, whatever forge sends them. */
public abstract class HooksContract {
  protected static final Secret SECRET = Secret.of("it is between us");

  protected abstract Hooks hooks();

  /** Headers with which the forge sends this body. */
  protected abstract Map<String, String> headers(String kind, byte[] body, Secret secret);

  /** Of a delivery that is in the folder of the forge, {@code hook-NAME.json}. */
  protected abstract String file(String name);

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  protected byte[] body(String name) {
    return bytes(Text.resource(file(name)));
  }

  protected Hook read(String kind, byte[] body) {
    return hooks().read(new Delivery(headers(kind, body, SECRET), body), SECRET);
  }

  protected Genuine genuine(String kind, String name) {
    return assertInstanceOf(Genuine.class, read(kind, body(name)));
  }

  protected static void assertIsOther(Hook hook) {
    assertInstanceOf(Event.Other.class, assertInstanceOf(Genuine.class, hook).event());
  }

  @Test
  void shouldNotBelieveWhoDoesNotKnowTheSecret() {
    byte[] body = body("push");
    Map<String, String> theirs = headers("push", body, Secret.of("a guess"));
    Hook.Forged forged =
        assertInstanceOf(Hook.Forged.class, hooks().read(new Delivery(theirs, body), SECRET));
    assertTrue(forged.reason().contains("mesh.forge.webhook-secret"), forged.reason());
    assertFalse(forged.reason().contains(SECRET.reveal()), forged.reason());
    assertInstanceOf(Hook.Forged.class, hooks().read(new Delivery(Map.of(), body), SECRET));
  }

  @Test
  void shouldLookAtNothingBeforeItIsBelieved() {
    byte[] broken = bytes("{\"object_kind\":");
    Map<String, String> theirs = headers("push", broken, Secret.of("a guess"));
    assertInstanceOf(Hook.Forged.class, hooks().read(new Delivery(theirs, broken), SECRET));
  }

  @Test
  void shouldSayWhatItDoesNotUnderstand() {
    for (String body : new String[] {"", "{\"object_kind\":", "payload=%7B%7D", "[1]", "\0"}) {
      Hook hook = read("pull_request", bytes(body));
      assertInstanceOf(Hook.Unreadable.class, hook, body);
    }
  }

  @Test
  void shouldTellTheSameDeliveryFromAnother() {
    byte[] body = body("push");
    Map<String, String> headers = headers("push", body, SECRET);
    Genuine once =
        assertInstanceOf(Genuine.class, hooks().read(new Delivery(headers, body), SECRET));
    Genuine again =
        assertInstanceOf(Genuine.class, hooks().read(new Delivery(headers, body), SECRET));
    assertEquals(once.delivery(), again.delivery());

    byte[] other = bytes(Text.resource(file("push")).replace("refs/", "refs/heads/x/"));
    assertNotEquals(
        once.delivery(), assertInstanceOf(Genuine.class, read("push", other)).delivery());
    assertFalse(once.delivery().contains(SECRET.reveal()));
  }

  /** Of a forge that signs the body. */
  public abstract static class Signing extends HooksContract {
    @Test
    void shouldNotTakeABodyThatWasCutOrChanged() {
      byte[] body = body("push");
      Map<String, String> headers = headers("push", body, SECRET);
      byte[] cut = Arrays.copyOf(body, body.length - 1);
      byte[] changed = body.clone();
      changed[10] ^= 1;
      assertInstanceOf(Hook.Forged.class, hooks().read(new Delivery(headers, cut), SECRET));
      assertInstanceOf(Hook.Forged.class, hooks().read(new Delivery(headers, changed), SECRET));
    }

    /** The header with the id is not signed: whoever replays a delivery can make one up. */
    @Test
    void shouldKnowAReplayThatCallsItselfNew() {
      byte[] body = body("push");
      Map<String, String> headers = new TreeMap<>(headers("push", body, SECRET));
      Genuine first =
          assertInstanceOf(Genuine.class, hooks().read(new Delivery(headers, body), SECRET));
      headers.replaceAll((name, value) -> name.endsWith("Delivery") ? "made-up" : value);
      Genuine replayed =
          assertInstanceOf(Genuine.class, hooks().read(new Delivery(headers, body), SECRET));
      assertEquals(first.delivery(), replayed.delivery());
    }
  }
}
