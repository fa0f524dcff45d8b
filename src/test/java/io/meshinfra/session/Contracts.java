package io.meshinfra.session;

import io.meshinfra.model.Content;
import io.meshinfra.session.ContractFiles.Reading;
import java.time.Instant;

/** Contracts for tests. */
public final class Contracts {
  public static final SessionId ID = new SessionId("20261123-claude-4f2a9c01");
  public static final String BASE = "1".repeat(40);
  public static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");
  public static final Instant END = Instant.parse("2026-11-23T18:00:00Z");

  private Contracts() {}

  /**
   * @param spec further lines of the spec, without indentation
   */
  public static String text(String... spec) {
    return text(ID, BASE, BEGIN, END, spec);
  }

  public static String text(
      SessionId id, String base, Instant created, Instant expires, String... spec) {
    StringBuilder out =
        new StringBuilder(
            """
            apiVersion: mesh-infra/v1
            kind: Session
            metadata: {name: %s}
            spec:
              agent: claude
              commit: %s
              created: %s
              expires: %s
            """
                .formatted(id, base, created, expires));
    for (String line : spec) {
      out.append("  ").append(line).append('\n');
    }
    return out.toString();
  }

  public static SessionContract of(String... spec) {
    return valid(ID, text(spec));
  }

  public static SessionContract valid(SessionId id, String text) {
    return switch (ContractFiles.read(id.path(), Content.of(text))) {
      case Reading.Valid valid -> valid.contract();
      case Reading.Faulty faulty -> throw new AssertionError(faulty.reason());
    };
  }

  static String reason(String text) {
    return switch (ContractFiles.read(ID.path(), Content.of(text))) {
      case Reading.Valid valid -> throw new AssertionError("it is valid: " + valid.contract());
      case Reading.Faulty faulty -> faulty.reason();
    };
  }
}
