package io.meshinfra.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTrailersTest {
  private static final SessionId ID = new SessionId("20261123-claude-4f2a9c01");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fix it\n\nSession: 20261123-claude-4f2a9c01\n",
        "Fix it\r\n\r\nSession: 20261123-claude-4f2a9c01\r\n",
        "Fix it\n\nWhy.\n\nsession:20261123-claude-4f2a9c01\nSigned-off-by: A <a@b>\n",
        // As GitHub squashes.
        "Fix (#3)\n\n* one\n\nSession: 20261123-claude-4f2a9c01\n\n* two\n\n---------\n\n"
            + "Co-authored-by: A <a@b>"
      })
  void shouldFindTheSession(String message) {
    SessionTrailers trailers = SessionTrailers.of(message);

    assertEquals(Set.of(ID), trailers.ids());
    assertTrue(trailers.malformed().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fix it",
        "Session: how we talked about it",
        "Talk\n\nSession: we talked.\n\nMore words.",
        "Fix\n\nThe Session: 20261123-claude-4f2a9c01 is not at the start"
      })
  void shouldNotTakeProseForATrailer(String message) {
    assertTrue(SessionTrailers.of(message).isEmpty());
  }

  @Test
  void shouldTellATrailerThatIsNoSession() {
    SessionTrailers trailers = SessionTrailers.of("Fix it\n\nSession: \033[31mmine\n");

    assertEquals(Set.of(), trailers.ids());
    assertEquals(java.util.List.of("\"\\u001b[31mmine\""), trailers.malformed());
  }

  @Test
  void shouldTellSeveralSessions() {
    String message =
        "Both\n\nSession: 20261123-claude-4f2a9c01\nSession: 20261123-claude-00000000\n";

    assertEquals(2, SessionTrailers.of(message).ids().size());
  }
}
