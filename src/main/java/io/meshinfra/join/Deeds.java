package io.meshinfra.join;

import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a script did on a machine, deed by deed, in order.
 *
 * @param failure why it went no further; empty when it came to its end
 */
public record Deeds(List<Deed> deeds, Optional<String> failure) {
  private static final int MOST = 100;

  /** One of them. */
  public record Deed(Kind kind, String what) {}

  /** What came of it. */
  public enum Kind {
    DID,
    KEPT,
    WARNING
  }

  public Deeds {
    deeds = List.copyOf(deeds);
  }

  /** Whether anything on the machine is another than before. */
  public boolean changed() {
    return deeds.stream().anyMatch(deed -> deed.kind() == Kind.DID);
  }

  /** Takes the lines in while they come, so that also a cut link tells what was done. */
  static final class Reader {
    private final List<Deed> deeds = new ArrayList<>();
    private Optional<String> failure = Optional.of("it broke off");

    void line(String line) {
      String[] parts = line.split("\t", 2);
      String rest = parts.length == 2 ? Printable.line(parts[1]) : "";
      switch (parts[0]) {
        case "did" -> add(Kind.DID, rest);
        case "kept" -> add(Kind.KEPT, rest);
        case "warning" -> add(Kind.WARNING, rest);
        case "failed" -> failure = Optional.of(rest);
        case "done" -> failure = Optional.empty();
        default -> {
          // noise of a program that was called
        }
      }
    }

    private void add(Kind kind, String what) {
      if (deeds.size() < MOST) {
        deeds.add(new Deed(kind, what));
      }
    }

    Deeds deeds() {
      return new Deeds(deeds, failure);
    }

    Deeds brokenBy(String reason) {
      return new Deeds(deeds, Optional.of(reason));
    }
  }
}
