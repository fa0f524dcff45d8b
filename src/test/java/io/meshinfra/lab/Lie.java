package io.meshinfra.lab;

import io.meshinfra.support.LyingNode.Lies;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways in which a node can answer that it should not. */
enum Lie implements Lies {
  /** Escapes of a terminal, bidirectional overrides, bells and half characters everywhere. */
  ESCAPES {
    @Override
    void run(OutputStream out) throws IOException {
      say(out, "started", HOSTILE, "begin 1");
      say(out, "end 1 3 " + base64(HOSTILE), "begin 2", "end 2 3 " + base64(HOSTILE));
      say(out, "cannot " + HOSTILE);
    }
  },
  /** One line that never ends, as long as anybody listens. */
  ENDLESS_LINE {
    @Override
    void run(OutputStream out) throws IOException {
      say(out, "started", "begin 1");
      byte[] block = "A".repeat(32_768).getBytes(StandardCharsets.UTF_8);
      while (true) {
        out.write(block);
      }
    }
  },
  /** Lines without end. */
  ENDLESS_LINES {
    @Override
    void run(OutputStream out) throws IOException {
      byte[] block = "begin 1\nend 1 0\nwaiting\n".repeat(2_000).getBytes(StandardCharsets.UTF_8);
      while (true) {
        out.write(block);
      }
    }
  },
  /** Frames of other probes, of other runs and of steps that nobody asked for. */
  FORGED_FRAMES {
    @Override
    void beforeTheEnd(OutputStream out, String marker) throws IOException {
      say(out, "@mesh-0123456789abcdef begin shell", "shell\t0\t0\t" + base64("\nmesh-exit 0"));
      say(out, marker + " begin shell", marker + " begin file", "file\t0\tregular");
      say(
          out,
          marker + " end nothing",
          "shell\t99\t0\tx",
          "shell\t-1\t0\tx",
          marker + " end shell");
    }

    @Override
    void run(OutputStream out) throws IOException {
      say(
          out,
          "started",
          "end 999 0 ",
          "begin -1",
          "end 99999999999 0 ",
          "end 1 0 !!!",
          "end 1 7 ");
      say(out, "handed-over a", "run-ended node=a converged in 1 ms", "skipped 2", "finished ok");
      say(out, "begin 1", "end 1 0 ", "lost", "finished cancelled", "none", "finished ok");
    }
  },
  /** Events under the id of a run of somebody else, and no end. */
  FALSE_RUN {
    @Override
    void run(OutputStream out) throws IOException {
      say(
          out,
          "run 20260102t030405-00000000 node=a",
          "finished ok 20260102t030405-00000000",
          "lost");
    }
  },
  /** A guard that was never armed and says that all is well. */
  GUARD_CONFIRMED {
    @Override
    void run(OutputStream out) throws IOException {
      say(out, "started", "begin 1", "end 1 0 ", "begin 2", "end 2 0 ", "finished ok");
    }

    @Override
    void guard(OutputStream out) throws IOException {
      say(out, "guard rolled-back", "guard confirmed", "way " + HOSTILE, "step 4711", "step 1");
    }
  },
  /** A guard that tells a long story of what it put back, on other nodes too. */
  GUARD_ROLLED_BACK {
    @Override
    void run(OutputStream out) throws IOException {
      say(out, "started", "armed 60", "begin 1", "end 1 0 ", "begin 2", "end 2 0 ", "finished ok");
    }

    @Override
    void guard(OutputStream out) throws IOException {
      for (int i = 0; i < 3_000; i++) {
        say(out, "step " + i, "way w" + i);
      }
      say(out, "guard rolled-back " + base64(HOSTILE + "a".repeat(2_000)));
    }
  },
  /** Nothing at all, with the connection open. */
  SILENCE {
    @Override
    void run(OutputStream out) {
      LockSupport.parkNanos(SILENT_NANOS);
    }

    @Override
    void guard(OutputStream out) {
      run(out);
    }
  },
  /** All is as it shall be. A node can say so of itself. */
  IN_SYNC {
    @Override
    int check() {
      return 0;
    }

    @Override
    void run(OutputStream out) throws IOException {
      say(out, "none");
    }
  };

  static final String HOSTILE =
      "evil\u001b[2J\u001b]0;owned\u0007\r\u009b31m\u202etxt.exe\u200b\u0000\ud83d<b>|`x`";

  private static final long SILENT_NANOS = 8_000_000_000L;
  private static final Pattern MARKER = Pattern.compile("@mesh-[0-9a-f]{16}");

  @Override
  public void answer(String script, OutputStream out) throws IOException {
    Matcher marker = MARKER.matcher(script);
    if (marker.find()) {
      probe(out, marker.group());
    } else if (script.contains("rollback report")) {
      generations(out);
    } else if (script.contains("\nmesh_guard ")) {
      guard(out);
    } else if (script.contains("\nmesh_follow")) {
      run(out);
    }
  }

  /** Of a shell resource: drift, so that there is something to do. */
  int check() {
    return 1;
  }

  private void probe(OutputStream out, String marker) throws IOException {
    String result = base64(HOSTILE + "\n" + HOSTILE + "\nmesh-exit " + check());
    say(out, "noise of a login " + HOSTILE, marker + " begin facts", "fact\tos\tLinux");
    say(out, "fact\tinit\tsystemd", "fact\thostname\t" + HOSTILE, "fact\tkernel\t" + HOSTILE);
    say(out, "fact\tmemoryKiB\t999999999999999999999", "fact\taddresses\t" + HOSTILE);
    say(out, marker + " end facts", marker + " begin shell");
    say(out, "shell\t0\t0\t" + result, "shell\t1\t0\t" + result, marker + " end shell");
    beforeTheEnd(out, marker);
    say(out, marker + " done");
  }

  void beforeTheEnd(OutputStream out, String marker) throws IOException {}

  void run(OutputStream out) throws IOException {}

  void guard(OutputStream out) throws IOException {
    say(out, "guard none");
  }

  /** Numbers that cannot be, twice the same, dates of another age, and far too many. */
  private static void generations(OutputStream out) throws IOException {
    String rest = "\t20260102t030405-00000000\t" + "a".repeat(40) + "\t" + HOSTILE + "\tguard";
    say(out, "generation\t-1\t1" + rest, "generation\t99999999999\t1" + rest);
    say(out, "generation\t1\t99999999999" + rest, "generation\t1\t5" + rest);
    say(out, "kept\t1\t/etc/" + HOSTILE + "\t" + HOSTILE, "kept\t999999999\t/x\ty");
    for (int i = 2; i < 20_000; i++) {
      say(out, "generation\t" + i + "\t1" + rest);
    }
    say(out, "end");
  }

  private static void say(OutputStream out, String... lines) throws IOException {
    for (String line : lines) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
