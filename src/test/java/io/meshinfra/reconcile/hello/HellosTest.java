package io.meshinfra.reconcile.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Signature;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.SecretRef;
import io.meshinfra.reconcile.hello.Hellos.Answer;
import io.meshinfra.secret.KeptKey;
import io.meshinfra.secret.Resolution;
import io.meshinfra.support.MovingClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HellosTest {
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final NodeName STRANGER = new NodeName("stranger");

  private final HelloKeys keys = HelloKeys.of(new byte[KeptKey.BYTES]);
  private final List<NodeName> heard = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final Hellos hellos =
      new Hellos(keys, LAPTOP::equals, heard::add, new MovingClock(() -> now));

  private String said(NodeName node, long seconds) {
    String words = node + " " + seconds;
    return words + " " + Signature.of(keys.of(node), words.getBytes(StandardCharsets.UTF_8));
  }

  private Answer take(String message) {
    return hellos.take(message.getBytes(StandardCharsets.UTF_8));
  }

  private String refusal(String message) {
    return assertInstanceOf(Answer.Refused.class, take(message)).reason();
  }

  @Test
  void shouldHearANodeThatKnowsItsKey() {
    assertInstanceOf(Answer.Taken.class, take(said(LAPTOP, now.getEpochSecond())));
    assertEquals(List.of(LAPTOP), heard);
  }

  @Test
  void shouldTakeTheSameWordOnceAndNoOlderOne() {
    String word = said(LAPTOP, now.getEpochSecond());
    take(word);
    now = now.plusSeconds(60);

    assertEquals("it was said before", refusal(word));
    assertEquals("it was said before", refusal(said(LAPTOP, now.getEpochSecond() - 90)));
    assertEquals(1, heard.size());
  }

  @Test
  void shouldNotBeAskedForMoreByOneNodeThanOnceInAWhile() {
    take(said(LAPTOP, now.getEpochSecond()));
    now = now.plusSeconds(1);

    assertInstanceOf(Answer.TooSoon.class, take(said(LAPTOP, now.getEpochSecond())));
    now = now.plusSeconds(5);
    assertInstanceOf(Answer.Taken.class, take(said(LAPTOP, now.getEpochSecond())));
    assertEquals(2, heard.size());
  }

  @Test
  void shouldRefuseAnOldWordAndSayThatAClockIsWrong() {
    assertEquals(
        "the clock of laptop is off by 301 s", refusal(said(LAPTOP, now.getEpochSecond() - 301)));
    assertTrue(refusal(said(LAPTOP, now.getEpochSecond() + 3_600)).contains("3600 s"));
    assertEquals(List.of(), heard);
  }

  @Test
  void shouldTellNobodyWhichNodesThereAre() {
    String forged = said(LAPTOP, now.getEpochSecond()).replaceAll("[0-9a-f]{64}", "0".repeat(64));

    assertEquals(refusal(forged), refusal(said(STRANGER, now.getEpochSecond())));
    assertEquals(List.of(), heard);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "laptop",
        "LAPTOP 1 0000000000000000000000000000000000000000000000000000000000000000",
        "laptop 99999999999999999999 0000000000000000000000000000000000000000000000000000000000000000",
        "laptop 1 00000000000000000000000000000000000000000000000000000000000000000",
        "laptop 1 0000000000000000000000000000000000000000000000000000000000000000\nmore",
      })
  void shouldReadNothingElse(String message) {
    assertEquals("it is no hello of a node", refusal(message));
  }

  @Test
  void shouldNotReadWhatIsTooLong() {
    assertEquals("it is no hello of a node", refusal("x".repeat(Hellos.LARGEST + 1)));
  }

  @Test
  void shouldGiveEachNodeAKeyOfItsOwnThatLasts(@TempDir Path home) throws Exception {
    HelloKeys first = HelloKeys.in(home);

    assertEquals(first.of(LAPTOP).reveal(), HelloKeys.in(home).of(LAPTOP).reveal());
    assertNotEquals(first.of(LAPTOP).reveal(), first.of(STRANGER).reveal());
    assertNotEquals(keys.of(LAPTOP).reveal(), first.of(LAPTOP).reveal());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("hello-key"))));
    assertFalse(first.toString().contains(first.of(LAPTOP).reveal()));
  }

  @Test
  void shouldResolveTheKeyOfANodeAndNothingElse() {
    Resolution key = keys.resolve(SecretRef.parse("hello:laptop"));

    assertEquals(
        keys.of(LAPTOP).reveal(),
        assertInstanceOf(Resolution.Resolved.class, key).secret().reveal());
    assertInstanceOf(
        Resolution.Unresolvable.class, keys.resolve(SecretRef.parse("hello:../token")));
  }
}
