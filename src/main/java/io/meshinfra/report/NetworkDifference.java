package io.meshinfra.report;

import io.meshinfra.network.NetworkChange;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.MatrixDifference;
import io.meshinfra.network.matrix.Spans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one revision makes of the network of another, as programs read it and people are shown it.
 *
 * @param changed what is opened to outside first
 * @param notes what no matrix shows
 * @param broken invariants of the earlier one that the later one breaks, and why
 */
public record NetworkDifference(
    boolean opensToOutside, List<Changed> changed, List<String> notes, List<String> broken) {
  public NetworkDifference {
    changed = List.copyOf(changed);
    notes = List.copyOf(notes);
    broken = List.copyOf(broken);
  }

  /** Each of some to each of others; {@code outside} is everybody who is no node. */
  public record Changed(List<String> to, List<String> from, Ports opened, Ports closed) {
    public Changed {
      to = List.copyOf(to);
      from = List.copyOf(from);
    }
  }

  /**
   * @param text like {@code tcp 22, 443; udp 53}, a hyphen when there are none
   */
  public record Ports(String text, List<Range> tcp, List<Range> udp) {
    public Ports {
      tcp = List.copyOf(tcp);
      udp = List.copyOf(udp);
    }
  }

  /**
   * Neighbouring ports, both ends included.
   *
   * @param limit how often, when that is limited
   */
  public record Range(int first, int last, Optional<String> limit) {}

  public static NetworkDifference of(NetworkChange change) {
    return new NetworkDifference(
        change.opensToOutside(),
        change.difference().changed().stream()
            .sorted(Comparator.comparing((MatrixDifference.Changed one) -> !one.opensToOutside()))
            .map(one ->
                new Changed(
                    texts(one.to()), texts(one.from()), ports(one.opened()), ports(one.closed())))
            .toList(),
        change.notes(),
        change.broken().stream()
            .flatMap(check -> check.reasons().stream().map(reason -> check.name() + ": " + reason))
            .toList());
  }

  /** A line for each change and each note. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    changed.forEach(one ->
        lines.add(
            "%s from %s: opened %s, closed %s"
                .formatted(
                    String.join(", ", one.to()),
                    String.join(", ", one.from()),
                    one.opened().text(),
                    one.closed().text())));
    lines.addAll(notes);
    broken.forEach(check -> lines.add("broken: " + check));
    return lines;
  }

  public boolean isNothing() {
    return changed.isEmpty() && notes.isEmpty() && broken.isEmpty();
  }

  private static List<String> texts(Collection<?> names) {
    return names.stream().map(Object::toString).toList();
  }

  private static Ports ports(Access access) {
    return new Ports(access.toString(), ranges(access.tcp()), ranges(access.udp()));
  }

  private static List<Range> ranges(Spans spans) {
    return spans.spans().stream()
        .map(span ->
            new Range(
                span.first(),
                span.last(),
                Optional.of(span.permit().toString()).filter(limit -> !limit.isEmpty())))
        .toList();
  }
}
