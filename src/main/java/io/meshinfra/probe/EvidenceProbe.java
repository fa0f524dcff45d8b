package io.meshinfra.probe;

import io.meshinfra.model.Evidence;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Target;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Looks at the records of a node for who changed some resources. Only when somebody asks: it reads
 * logs, which no probe does.
 */
public final class EvidenceProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long LARGEST_OUTPUT = 4L * 1024 * 1024;

  private final Transport transport;
  private final RandomGenerator random;

  /**
   * @param random makes the marker of the rows; a record of the node cannot know it
   */
  public EvidenceProbe(Transport transport, RandomGenerator random) {
    this.transport = transport;
    this.random = random;
  }

  /** What came of a look. */
  public sealed interface Result {
    /** Something for each resource, {@link Evidence#NONE} included. */
    record Told(Map<ResourceId, Evidence> evidence) implements Result {
      public Told {
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
      }
    }

    /** The records could not be read. */
    record NotTold(String reason) implements Result {}
  }

  public Result look(Target target, List<Resource<?>> resources) {
    Map<ResourceId, Traces> traces = new LinkedHashMap<>();
    resources.forEach(
        resource -> traces(resource).ifPresent(found -> traces.put(resource.id(), found)));
    String marker = "@mesh-" + HexFormat.of().toHexDigits(random.nextLong());
    EvidenceScript script = EvidenceScript.of(traces.values(), marker);
    EvidenceReader reader = new EvidenceReader(marker);
    Reply reply =
        transport.run(target, new Request(script.text(), TIMEOUT, LARGEST_OUTPUT, reader::line));
    return switch (reply) {
      case Reply.Unreachable away -> new Result.NotTold(away.reason());
      case Reply.Refused refused -> new Result.NotTold(refused.reason());
      case Reply.Broken broken -> new Result.NotTold("the look broke off: " + broken.reason());
      case Reply.Ended ended ->
          reader.isDone()
              ? new Result.Told(linked(resources, traces, reader.testimony(), target.user()))
              : new Result.NotTold("the look ended early with exit code " + ended.exitCode());
    };
  }

  private static Map<ResourceId, Evidence> linked(
      List<Resource<?>> resources,
      Map<ResourceId, Traces> traces,
      Testimony testimony,
      String login) {
    EvidenceRules rules = new EvidenceRules(testimony, login);
    Map<ResourceId, Evidence> evidence = new LinkedHashMap<>();
    for (Resource<?> resource : resources) {
      Traces found = traces.get(resource.id());
      evidence.put(resource.id(), found == null ? Evidence.NONE : rules.of(found));
    }
    return evidence;
  }

  private static <S> Optional<Traces> traces(Resource<S> resource) {
    return traces(resource.type(), resource.spec());
  }

  @SuppressWarnings("unchecked")
  private static <S> Optional<Traces> traces(ResourceType<S> type, S spec) {
    return type instanceof Traced<?> traced
        ? Optional.of(((Traced<S>) traced).traces(spec))
        : Optional.empty();
  }
}
