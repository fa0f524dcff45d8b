package io.meshinfra.reconcile.agent;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.secret.Secrets;
import io.meshinfra.session.Contracts;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.JournalTables;
import io.meshinfra.support.MovingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.util.FS;
import org.h2.jdbcx.JdbcConnectionPool;

/** A repository, a hub's clone of it, a journal and a clock. */
final class AgentWorld implements AutoCloseable {
  static final String NODES =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: hub, labels: {role: hub}}
      spec: {access: [{local: true}]}
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: laptop, labels: {role: work}}
      spec: {access: [{local: true}]}
      """;
  private static final String PROFILE =
      """
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: %s}
      spec:
        selector: {role: %s}
        resources:
          - file: {path: %s, content: "%s"}
      """;

  final FleetRepository repository;
  final GitSource source;
  final Journal journal;
  final Agents agents;
  final List<String> events = new ArrayList<>();
  Instant now = Contracts.BEGIN.plusSeconds(3600);
  private final JdbcConnectionPool database;

  AgentWorld(Path folder) {
    FS.FileStoreAttributes.get(Path.of(System.getProperty("java.io.tmpdir")));
    MovingClock clock = new MovingClock(() -> now);
    database = JdbcConnectionPool.create("jdbc:h2:mem:world" + folder.hashCode(), "", "");
    JournalTables.copyInto(database);
    journal = new Journal(database, clock);
    repository = new FleetRepository(folder);
    source =
        new GitSource(
            SourceSettings.of(repository.bare().toString(), "main", folder.resolve("hub")),
            Secrets.installed());
    Catalogs catalogs = new Catalogs(ResourceTypes.installed());
    agents =
        new Agents(
            new Agents.Repository(source, tree -> catalogs.load(tree, "desired-state")),
            journal,
            (type, node, message) ->
                events.add(type + node.map(n -> " " + n).orElse("") + " " + message),
            clock,
            new SecureRandom());
  }

  AgentWorld write(String path, String text) {
    repository.write(path, text);
    return this;
  }

  AgentWorld profile(String role, String path, String content) {
    return write(
        "desired-state/profiles/" + role + ".yaml", PROFILE.formatted(role, role, path, content));
  }

  /** Commits all, as written an hour after the session began, and pushes. */
  Revision push(String message) {
    return push(message, Contracts.BEGIN.plusSeconds(3600));
  }

  Revision push(String message, Instant written) {
    Revision made = commit(message, written);
    repository.git("push", "-q", "-f", "origin", "HEAD:main");
    return made;
  }

  Revision commit(String message, Instant written) {
    repository.git("add", "-A");
    repository.git(
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "commit",
        "-q",
        "--allow-empty",
        "--date=" + written,
        "-m",
        message);
    return new Revision(repository.git("rev-parse", "HEAD").strip());
  }

  /** The hub looks at the branch, and takes it as it is. */
  Revision accepted() {
    try {
      Revision head = fetched();
      source.accept(head);
      return head;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Revision fetched() {
    source.fetch(true);
    return source.revisionOf("refs/heads/main").orElseThrow();
  }

  @Override
  public void close() {
    source.close();
    database.dispose();
  }
}
