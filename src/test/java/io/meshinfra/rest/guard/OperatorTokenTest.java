package io.meshinfra.rest.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.rest.guard.OperatorToken.Worth;
import io.meshinfra.support.MovingClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokenTest {
  private static final Duration DAY = Duration.ofHours(24);

  @TempDir Path folder;
  private Path file;
  private Instant now = Instant.now();

  @BeforeEach
  void name() {
    file = folder.resolve("token");
  }

  private OperatorToken token(Duration life) {
    return new OperatorToken(
        new TokenFile(file), life, new SecureRandom(), new MovingClock(() -> now));
  }

  private String written() {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldBeGoodForADayAndNotLonger() {
    OperatorToken token = token(DAY);
    String shown = written();
    Instant begin = new TokenFile(file).writtenAt();

    now = begin.plus(DAY).minusMillis(1);
    assertInstanceOf(Worth.Good.class, token.worth(shown));
    now = begin.plus(DAY);
    assertEquals(new Worth.Over(begin.plus(DAY)), token.worth(shown));
  }

  /** Whoever has just read the file is not turned away, and the old one ends all the same. */
  @Test
  void shouldBeReplacedAMomentBeforeItsEnd() throws Exception {
    OperatorToken token = token(DAY);
    String old = written();
    Instant begin = new TokenFile(file).writtenAt();
    assertFalse(token.renewIfDue());

    now = begin.plus(DAY).minusSeconds(299);
    assertTrue(token.renewIfDue());
    assertFalse(token.renewIfDue());

    String fresh = written();
    assertNotEquals(old, fresh);
    assertInstanceOf(Worth.Good.class, token.worth(old));
    assertInstanceOf(Worth.Good.class, token.worth(fresh));
    now = begin.plus(DAY);
    assertInstanceOf(Worth.Over.class, token.worth(old));
    assertInstanceOf(Worth.Good.class, token.worth(fresh));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void shouldReplaceWhatAnEarlierHubLeft() throws Exception {
    token(DAY);
    String old = written();
    Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(30))));

    OperatorToken token = token(DAY);

    assertInstanceOf(Worth.Over.class, token.worth(old));
    assertTrue(token.renewIfDue());
    assertInstanceOf(Worth.Good.class, token.worth(written()));
  }

  /** Somebody who fears that it is known takes another: the old one has no overlap then. */
  @Test
  void shouldTakeAtOnceWhatSomebodyPutInTheFile() throws Exception {
    OperatorToken token = token(DAY);
    String old = written();
    String mine = "m".repeat(40);
    Files.writeString(file, mine + "\n");

    assertTrue(token.renewIfDue());
    assertFalse(token.renewIfDue());

    assertInstanceOf(Worth.Another.class, token.worth(old));
    assertInstanceOf(Worth.Good.class, token.worth(mine));
    assertEquals(mine, written());
    now = new TokenFile(file).writtenAt().plus(DAY);
    assertInstanceOf(Worth.Over.class, token.worth(mine));
  }

  @Test
  void shouldMakeANewOneWhenTheFileIsGone() throws Exception {
    OperatorToken token = token(Duration.ZERO);
    String old = written();
    Files.delete(file);

    assertTrue(token.renewIfDue());

    assertInstanceOf(Worth.Another.class, token.worth(old));
    assertInstanceOf(Worth.Good.class, token.worth(written()));
  }

  /** The one before it is what somebody may have seen, too. */
  @Test
  void shouldForgetThePreviousOneAsWell() throws Exception {
    OperatorToken token = token(DAY);
    String old = written();
    now = new TokenFile(file).writtenAt().plus(DAY).minusSeconds(299);
    assertTrue(token.renewIfDue());
    assertInstanceOf(Worth.Good.class, token.worth(old));
    Files.delete(file);

    assertTrue(token.renewIfDue());

    assertInstanceOf(Worth.Another.class, token.worth(old));
  }

  /** A file that is not safe says nothing, so that what was good stays it. */
  @Test
  void shouldNotTakeWhatOthersCanWrite() throws Exception {
    OperatorToken token = token(DAY);
    String old = written();
    Files.writeString(file, "m".repeat(40) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThrows(IllegalStateException.class, token::renewIfDue);
    assertInstanceOf(Worth.Another.class, token.worth("m".repeat(40)));
    assertInstanceOf(Worth.Good.class, token.worth(old));
  }

  @Test
  void shouldStayWhereSomebodySaysSo() {
    OperatorToken token = token(Duration.ZERO);
    String shown = written();
    now = now.plus(Duration.ofDays(1000));

    assertFalse(token.renewIfDue());
    assertInstanceOf(Worth.Good.class, token.worth(shown));
  }

  @Test
  void shouldKnowItsOwnOnly() {
    OperatorToken token = token(DAY);

    assertInstanceOf(Worth.Another.class, token.worth(written() + "x"));
    assertInstanceOf(Worth.Another.class, token.worth(""));
  }

  @Test
  void shouldRefuseALifeThatMakesNoSense() {
    assertThrows(IllegalStateException.class, () -> token(Duration.ofSeconds(1)));
    assertThrows(IllegalStateException.class, () -> token(Duration.ofSeconds(-1)));
  }

  @Test
  void shouldEndThoughItCannotBeReplaced() throws Exception {
    OperatorToken token = token(DAY);
    String old = written();
    now = now.plus(DAY).plusSeconds(1);
    Files.delete(file);
    Files.createDirectory(file);
    Files.createFile(file.resolve("in-the-way"));

    assertThrows(IllegalStateException.class, token::renewIfDue);
    assertInstanceOf(Worth.Over.class, token.worth(old));
  }
}
