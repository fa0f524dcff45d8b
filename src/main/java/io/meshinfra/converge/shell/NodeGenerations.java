package io.meshinfra.converge.shell;

import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Generation;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a node which generations it keeps. */
public final class NodeGenerations {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long LARGEST = 4L * 1024 * 1024;
  private static final String END = "end";

  private final Transport transport;

  public NodeGenerations(Transport transport) {
    this.transport = transport;
  }

  /** What the node answers. */
  public sealed interface Reading {
    /** These are there, the newest first; none when nothing was ever applied. */
    record Told(List<Generation> generations) implements Reading {
      public Told {
        generations = List.copyOf(generations);
      }
    }

    /** It could not be asked, or did not answer to the end. */
    record Untold(String reason) implements Reading {}
  }

  public Reading of(Target target) {
    List<String> lines = new ArrayList<>();
    Reply reply = transport.run(target, new Request(script(), LONGEST, LARGEST, lines::add));
    return switch (reply) {
      case Reply.Ended ended when !lines.isEmpty() && lines.getLast().equals(END) ->
          new Reading.Told(GenerationLines.read(lines));
      case Reply.Ended ended ->
          new Reading.Untold("the node did not tell its generations: " + ended.errors().strip());
      case Reply.Unreachable away -> new Reading.Untold("the node is away: " + away.reason());
      case Reply.Refused refused -> new Reading.Untold(refused.reason());
      case Reply.Broken broken -> new Reading.Untold(broken.reason());
    };
  }

  private static ShellScript script() {
    return ProbePrelude.functions()
        .then(
            ShellScript.of(
                "if [ -f {}/rollback ]; then sh {}/rollback report; fi && echo {}",
                ProbePrelude.HOME,
                ProbePrelude.HOME,
                END));
  }
}
