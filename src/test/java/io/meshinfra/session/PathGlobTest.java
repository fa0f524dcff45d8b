package io.meshinfra.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {
  @ParameterizedTest
  @CsvSource({
    "docs/a.md, docs/a.md, true",
    "docs/a.md, docs/a.md/b, false",
    "docs/a.md, other/docs/a.md, false",
    "docs/*, docs/a.md, true",
    "docs/*, docs/deep/a.md, false",
    "docs/*.md, docs/a.txt, false",
    "docs/?.md, docs/a.md, true",
    "docs/?.md, docs/ab.md, false",
    "docs/a*c*.md, docs/abcbcb.md, true",
    "docs/a*c, docs/a*b, false",
    "docs/**, docs/deep/er/a.md, true",
    "docs/, docs/deep/a.md, true",
    "docs/**, docs, false",
    "docs/**, docs/../infra/policy/x, false",
    "docs/**, docs2/a.md, false",
    "**, a.md, true",
    "**/a.md, a.md, true",
    "**/a.md, x/y/a.md, true",
    "x/**/a.md, x/a.md, true",
    "x/**/a.md, x/1/2/a.md, true",
    "x/**/a.md, y/a.md, false",
    "Docs/**, docs/a.md, false"
  })
  void shouldMatch(String glob, String path, boolean expected) {
    assertEquals(expected, new PathGlob(glob).matches(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/etc/passwd",
        "~/x",
        "../other",
        "a/../../b",
        "./a",
        "a//b",
        "a/**b",
        "a/[bc]",
        "{a,b}",
        "!a",
        "a\\b",
        "a\nb"
      })
  void shouldRefuseWhatLeavesTheRepositoryOrMeansSomethingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> new PathGlob(text));
  }

  @Test
  void shouldRefuseAnEndlessOne() {
    assertThrows(IllegalArgumentException.class, () -> new PathGlob("a".repeat(257)));
  }

  @Test
  void shouldNotBeSlowedDownByAHostileOne() {
    PathGlob glob = new PathGlob("**/" + "a*".repeat(60) + "/**/" + "*a".repeat(20) + "/b");
    String path = ("a".repeat(2000) + "/").repeat(2) + "a".repeat(60);

    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertEquals(false, glob.matches(path)));
  }
}
