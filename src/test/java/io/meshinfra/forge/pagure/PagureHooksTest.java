package io.meshinfra.forge.pagure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Hook.Event;
import io.meshinfra.forge.PullRequest.Id;
import io.meshinfra.forge.Signature;
import io.meshinfra.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries as Pagure 5.14.1 sent them, word for word, with its signatures. */
class PagureHooksTest {
  /** The hook token of the project that they are from; it was made for that one day. */
  private static final Secret SECRET = Secret.of("QX0XZTZK2SXGXE0XY8FT6TPMQF8WWBYG2HRS8Q96");

  private final PagureHooks hooks = new PagureHooks();

  private Event event(String delivery) {
    return assertInstanceOf(Hook.Genuine.class, hooks.read(Recorded.delivery(delivery), SECRET))
        .event();
  }

  @Test
  void shouldKnowWhatItIsTold() {
    assertEquals(new Event.Pushed(), event("push"));
    assertEquals(new Event.Changed(new Id("1")), event("opened"));
    assertEquals(new Event.Changed(new Id("1")), event("closed"));
    assertEquals(new Event.Commented(new Id("1")), event("comment"));
  }

  @Test
  void shouldNotCareForItsOwnFlags() {
    Event.Other other = assertInstanceOf(Event.Other.class, event("flag"));
    assertTrue(other.what().contains("commit.flag.added"), other.what());
  }

  @Test
  void shouldTellDeliveriesApart() {
    Hook.Genuine once = (Hook.Genuine) hooks.read(Recorded.delivery("opened"), SECRET);
    Hook.Genuine again = (Hook.Genuine) hooks.read(Recorded.delivery("opened"), SECRET);
    Hook.Genuine other = (Hook.Genuine) hooks.read(Recorded.delivery("closed"), SECRET);
    assertEquals(once.delivery(), again.delivery());
    assertNotEquals(once.delivery(), other.delivery());
  }

  @Test
  void shouldRefuseWhatAnotherSecretSigned() {
    assertForged(hooks.read(Recorded.delivery("push"), Secret.of("another")));
  }

  @Test
  void shouldRefuseWhatWasChangedOrBreaksOff() {
    Delivery genuine = Recorded.delivery("push");
    byte[] body = genuine.body();
    body[10]++;
    assertForged(hooks.read(new Delivery(genuine.headers(), body), SECRET));
    byte[] half = Arrays.copyOf(genuine.body(), genuine.body().length / 2);
    assertForged(hooks.read(new Delivery(genuine.headers(), half), SECRET));
  }

  /** There is one with SHA-1 beside it, which proves less. */
  @Test
  void shouldInsistOnTheSignatureWithSha256() {
    Delivery genuine = Recorded.delivery("push");
    Map<String, String> headers = new HashMap<>(genuine.headers());
    headers.remove("x-pagure-signature-256");
    assertTrue(headers.containsKey("x-pagure-signature"));
    assertForged(hooks.read(new Delivery(headers, genuine.body()), SECRET));
  }

  private static void assertForged(Hook hook) {
    String reason = assertInstanceOf(Hook.Forged.class, hook).reason();
    assertTrue(reason.contains("X-Pagure-Signature-256"), reason);
    assertTrue(reason.contains("mesh.forge.webhook-secret"), reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "[]",
        "{}",
        "{\"topic\": 1}",
        "{\"topic\": \"pull-request.new\"}",
        "{\"topic\": \"pull-request.new\", \"msg\": {\"pullrequest\": {\"id\": \"1\"}}}",
        "{\"topic\": \"pull-request.new\", \"msg\": {\"pullrequest\": {\"id\": -1}}}"
      })
  void shouldNotUnderstandWhatIsSignedAndSaysNothing(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = Map.of("X-Pagure-Signature-256", Signature.of(SECRET, body));
    assertInstanceOf(Hook.Unreadable.class, hooks.read(new Delivery(headers, body), SECRET));
  }
}
