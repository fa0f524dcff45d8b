package io.meshinfra.forge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Answer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  private static Answer<URI> of(String url) {
    return Address.of(URI.create(url), "/api/v4");
  }

  private static String refusal(String url) {
    return assertInstanceOf(Answer.Refused.class, of(url)).reason();
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example, https://git.example/api/v4",
    "https://git.example/, https://git.example/api/v4",
    "https://git.example/gitlab//, https://git.example/gitlab/api/v4",
    "https://git.example/api/v4, https://git.example/api/v4",
    "https://git.example:8443, https://git.example:8443/api/v4",
    "http://[::1]:3000, http://[::1]:3000/api/v4",
  })
  void shouldFindTheApiBelowWhatPeopleOpen(String url, String api) {
    assertEquals(Answer.of(URI.create(api)), of(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"git.example", "/x", "ssh://git.example", "file:///x", "https:///x", "https:x"})
  void shouldRefuseWhatIsNoWebAddress(String url) {
    assertTrue(refusal(url).contains("mesh.forge.url"), url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://git.example?x=1", "https://git.example/#top"})
  void shouldRefuseWhatIsMoreThanAnAddress(String url) {
    assertTrue(refusal(url).contains("mesh.forge.url"), url);
  }

  @Test
  void shouldNotSayAPassword() {
    String reason = refusal("https://me:hunter2@git.example");
    assertFalse(reason.contains("hunter2"), reason);
    assertTrue(reason.contains("mesh.forge.token"), reason);
  }
}
