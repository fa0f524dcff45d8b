package io.meshinfra.bench;

import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.probe.Prober;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.transport.Delivery;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/**
 * Writes what the hub sends to a node for a probe into a file, to be run there by hand. Arguments:
 * directory of manifests, file.
 */
public final class ProbeText {
  private ProbeText() {}

  public static void main(String[] args) {
    Work work = BenchFleet.works(BenchFleet.load(args[0])).getFirst();
    new Prober(
            new ToFile(Path.of(args[1])),
            PlaybookChecks.none("not here"),
            Clock.systemUTC(),
            new Random(1),
            new Prober.Limits(Duration.ofMinutes(1), new OutputBudget()))
        .probe(work.target(), work.catalog(), Freshness.KEPT_IS_FINE);
  }

  private record ToFile(Path file) implements Transport {
    @Override
    public Reply run(Target target, Request request) {
      try {
        Files.write(file, Delivery.of(request.script(), target.become()).input());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "only written down"));
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }
}
