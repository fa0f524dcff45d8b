package io.meshinfra.forge.pagure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.FixedSecrets;
import io.meshinfra.forge.client.TokenCredentials;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagureFlagsTest {
  private static final Revision COMMIT = new Revision("a".repeat(40));
  private static final Revision OTHER = new Revision("b".repeat(40));
  private static final URI PULL = URI.create("https://pagure.example/fleet/pull-request/1");

  private static Answer<String> uid(String token, Revision commit, String context) {
    return new PagureFlags(
            new TokenCredentials(
                FixedSecrets.ref("token"), FixedSecrets.of(Map.of("token", token))))
        .uid(commit, context);
  }

  private static String given(Answer<String> uid) {
    return assertInstanceOf(Answer.Given.class, uid).value().toString();
  }

  @Test
  void shouldChangeItsOwnFlagNextTime() {
    assertEquals(given(uid("t", COMMIT, "mesh/plan")), given(uid("t", COMMIT, "mesh/plan")));
  }

  @Test
  void shouldKeepFlagsApart() {
    Set<String> uids =
        Stream.of(
                uid("t", COMMIT, "mesh/plan"),
                uid("t", COMMIT, "mesh/scope"),
                uid("t", OTHER, "mesh/plan"),
                uid("another", COMMIT, "mesh/plan"))
            .map(PagureFlagsTest::given)
            .collect(Collectors.toSet());
    assertEquals(4, uids.size());
  }

  /** Pagure keeps 32 characters; the token must not be among them. */
  @Test
  void shouldFitAndTellNothing() {
    String uid = given(uid("s3cr3t", COMMIT, "mesh/plan"));
    assertTrue(uid.matches("[0-9a-f]{32}"), uid);
  }

  @Test
  void shouldSayThatThereIsNoToken() {
    Answer<String> uid =
        new PagureFlags(new TokenCredentials(FixedSecrets.ref("gone"), FixedSecrets.of(Map.of())))
            .uid(COMMIT, "mesh/plan");
    assertTrue(assertInstanceOf(Answer.Refused.class, uid).reason().contains("mesh.forge.token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hub.example.org/reviews/1",
        "http://10.77.255.254:8181/reviews/1",
        "http://localhost:8181/",
        "http://[fd00::1]:8181/"
      })
  void shouldLinkToWhereMoreIsToBeRead(String details) {
    URI page = URI.create(details);
    assertEquals(page, PagureFlags.page(Optional.of(page), PULL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://hub:8181/reviews/1", "mailto:a@example.org"})
  void shouldLinkToThePullRequestInsteadOfWhatPagureDoesNotTake(String details) {
    assertEquals(PULL, PagureFlags.page(Optional.of(URI.create(details)), PULL));
  }

  @Test
  void shouldLinkToThePullRequestWhereThereIsNoMoreToRead() {
    assertEquals(PULL, PagureFlags.page(Optional.empty(), PULL));
  }
}
