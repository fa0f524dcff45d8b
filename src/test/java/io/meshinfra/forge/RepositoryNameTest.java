package io.meshinfra.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
  private static Answer<RepositoryName> parse(String text, int most) {
    return RepositoryName.parse(Optional.of(text), most);
  }

  private static String refusal(Answer<RepositoryName> answer) {
    return assertInstanceOf(Answer.Refused.class, answer).reason();
  }

  @Test
  void shouldKnowOwnerAndName() {
    var given = assertInstanceOf(Answer.Given.class, parse("platform/fleet.git_2", 2));
    RepositoryName name = (RepositoryName) given.value();
    assertEquals("platform", name.owner());
    assertEquals("fleet.git_2", name.name());
    assertEquals("platform/fleet.git_2", name.toString());
  }

  @Test
  void shouldTakeGroupsInGroupsWhereThereAreSome() {
    assertInstanceOf(Answer.Given.class, parse("a/b/c", 20));
    assertTrue(refusal(parse("a/b/c", 2)).contains("platform/fleet"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fleet",
        "/fleet",
        "platform/",
        "a//b",
        "a/..",
        "../b",
        "a/.",
        "a/b?x",
        "a/b#x",
        "a/b%2F",
        "a/b c",
        "a/b\n",
        "-a/b",
        "https://git.example/a/b",
        "\u00fc/b"
      })
  void shouldRefuseWhatWouldMeanSomethingInAPath(String text) {
    String reason = refusal(parse(text, 3));
    assertTrue(reason.contains("mesh.forge.repository"), reason);
    assertFalse(reason.contains("\n"), reason);
  }

  @Test
  void shouldSayThatItIsNotSet() {
    assertTrue(refusal(RepositoryName.parse(Optional.empty(), 2)).contains("is not set"));
  }
}
