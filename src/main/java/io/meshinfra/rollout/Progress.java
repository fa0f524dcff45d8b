package io.meshinfra.rollout;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How far a rollout is: all that has to be remembered of it.
 *
 * @param content digest of what it brings: another revision that brings the same goes on with it
 * @param revision that it began with
 * @param reason why it is in its phase, for people
 * @param wave that may begin, from 1; those before it may too
 * @param healthySince since when all of that wave is healthy; empty while it is not
 */
public record Progress(
    String name,
    String content,
    Revision revision,
    Instant begunAt,
    Phase phase,
    String reason,
    int wave,
    Instant waveSince,
    Optional<Instant> healthySince,
    SortedMap<NodeName, Member> members) {
  public Progress {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
  }

  public Optional<Member> member(NodeName node) {
    return Optional.ofNullable(members.get(node));
  }

  public Progress to(Phase next, String why) {
    return new Progress(
        name, content, revision, begunAt, next, why, wave, waveSince, healthySince, members);
  }

  Progress nextWave(Instant now) {
    return new Progress(
        name, content, revision, begunAt, phase, reason, wave + 1, now, Optional.empty(), members);
  }

  Progress healthy(Optional<Instant> since) {
    return new Progress(
        name, content, revision, begunAt, phase, reason, wave, waveSince, since, members);
  }

  /** The same with one node changed; one that is not in it stays out. */
  public Progress with(NodeName node, UnaryOperator<Member> change) {
    SortedMap<NodeName, Member> next = new TreeMap<>(members);
    next.computeIfPresent(node, (name, member) -> change.apply(member));
    return with(next);
  }

  /** The same with all nodes changed. */
  public Progress withAll(UnaryOperator<Member> change) {
    SortedMap<NodeName, Member> next = new TreeMap<>(members);
    next.replaceAll((name, member) -> change.apply(member));
    return with(next);
  }

  private Progress with(SortedMap<NodeName, Member> next) {
    return new Progress(
        name, content, revision, begunAt, phase, reason, wave, waveSince, healthySince, next);
  }

  /** Nodes that stand like that, by name. */
  public List<NodeName> standing(Standing standing) {
    return members.entrySet().stream()
        .filter(entry -> entry.getValue().standing() == standing)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Nodes of one wave. */
  public SortedMap<NodeName, Member> wave(int number) {
    SortedMap<NodeName, Member> some = new TreeMap<>();
    members.forEach((node, member) -> {
      if (member.wave() == number) {
        some.put(node, member);
      }
    });
    return some;
  }
}
