package io.meshinfra.transport.ssh;

import io.meshinfra.transport.Delivery;
import io.meshinfra.transport.ErrorText;
import io.meshinfra.transport.RunningShell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.future.OpenFuture;

/** A shell at the other end of one exec channel. */
final class SshShell implements RunningShell {
  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

  private final Dialed.Open link;
  private final ChannelExec channel;
  private final ErrorText errors;

  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private SshShell(Dialed.Open link, ChannelExec channel, ErrorText errors) {
    this.link = link;
    this.channel = channel;
    this.errors = errors;
  }

  /** Starts the shell; when this fails, the other side has run nothing. */
  static SshShell start(Dialed.Open link, Delivery delivery, Runnable onClosed) throws IOException {
    ErrorText errors = new ErrorText();
    boolean listening = false;
    try {
      ChannelExec channel = link.session().createExecChannel(delivery.line());
      channel.setErr(errors);
      channel.addCloseFutureListener(closed -> onClosed.run());
      listening = true;
      try {
        OpenFuture opening = channel.open();
        if (!opening.await(OPEN_TIMEOUT)) {
          throw new SocketTimeoutException("no answer within " + OPEN_TIMEOUT.toSeconds() + " s");
        }
        opening.verify();
        return new SshShell(link, channel, errors);
      } catch (IOException | RuntimeException e) {
        channel.close(true);
        throw e;
      }
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e); // a session that is closing throws many kinds
    } finally {
      if (!listening) {
        onClosed.run();
      }
    }
  }

  @Override
  public OutputStream input() {
    return channel.getInvertedIn();
  }

  @Override
  public InputStream output() {
    return channel.getInvertedOut();
  }

  @Override
  public ErrorText errors() {
    return errors;
  }

  @Override
  public OptionalInt exitCode(Duration longest) {
    channel.waitFor(
        EnumSet.of(
            ClientChannelEvent.EXIT_STATUS,
            ClientChannelEvent.EXIT_SIGNAL,
            ClientChannelEvent.CLOSED),
        longest);
    Integer status = channel.getExitStatus();
    if (status != null) {
      if (status != 0) {
        // What it said on standard error may come after its exit code, and explains it.
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LAST_WORDS);
      }
      return OptionalInt.of(status);
    }
    String signal = channel.getExitSignal();
    return signal == null ? OptionalInt.empty() : OptionalInt.of(128 + number(signal));
  }

  private static int number(String signal) {
    return switch (signal) {
      case "HUP" -> 1;
      case "INT" -> 2;
      case "QUIT" -> 3;
      case "ILL" -> 4;
      case "ABRT" -> 6;
      case "FPE" -> 8;
      case "KILL" -> 9;
      case "SEGV" -> 11;
      case "PIPE" -> 13;
      case "ALRM" -> 14;
      case "TERM" -> 15;
      default -> 0;
    };
  }

  @Override
  public String lost() {
    if (link.session().isOpen()) {
      return link.over() + ": the node closed the channel without an exit code";
    }
    return "the link was lost: "
        + link.over()
        + link.dial().failure().map(cause -> ": " + DialFailure.text(cause)).orElse("");
  }

  @Override
  public void hangUp() {
    channel.close(false);
    try {
      channel.getInvertedOut().close();
    } catch (IOException e) {
      // nothing is expected of it any more
    }
  }
}
