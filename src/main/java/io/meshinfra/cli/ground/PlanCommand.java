package io.meshinfra.cli.ground;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.DurationText;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.desired.manifest.ApiVersion;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.ContractFiles;
import io.meshinfra.session.ContractFiles.Reading;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import io.meshinfra.session.SessionTrailers;
import io.meshinfra.source.WorkingCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mesh ground plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Propose a contract for a session. It counts when people merge it into the branch, or when"
            + " the operator has the hub issue it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh ground plan --agent claude --include 'docs/**' --goal \"Write the manual\"",
      "  mesh ground plan --agent claude --include 'desired-state/profiles/**' --nodes laptop \\",
      "      --risk low --max-changes 5 --expires 4h --issue"
    })
final class PlanCommand implements Runnable {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

  private final Shell shell;
  @Mixin private Place place;
  @Mixin private HubOptions hub;

  @Option(
      names = "--agent",
      required = true,
      paramLabel = "NAME",
      description = "Which assistant works.")
  private String agent;

  @Option(
      names = "--include",
      required = true,
      arity = "1..*",
      paramLabel = "GLOB",
      description = "Paths that may change; ** spans folders. Put them in quotes.")
  private List<String> include;

  @Option(
      names = "--exclude",
      arity = "1..*",
      paramLabel = "GLOB",
      description = "Paths among them that may not.")
  private List<String> exclude = List.of();

  @Option(names = "--goal", paramLabel = "TEXT", description = "What it is for; may be repeated.")
  private List<String> goals = List.of();

  @Option(
      names = "--nodes",
      arity = "1..*",
      paramLabel = "NODE",
      description = "Nodes that may be reached; any when none is named.")
  private List<String> nodes = List.of();

  @Option(
      names = "--max-nodes",
      paramLabel = "N",
      description = "How many nodes may be reached at most.")
  private Integer maxNodes;

  @Option(
      names = "--risk",
      paramLabel = "low|medium|high|critical",
      defaultValue = "low",
      description =
          "The highest risk of a change; low is the default: nothing runs, no way in is touched.")
  private String risk;

  @Option(
      names = "--max-changes",
      paramLabel = "N",
      description = "How many resources may change at most, over all nodes.")
  private Integer maxChanges;

  @Option(
      names = "--reconcile",
      description = "A token for this session may have the named nodes reconciled.")
  private boolean reconcile;

  @Option(
      names = "--principals",
      arity = "1..*",
      paramLabel = "NAME",
      description = "What an SSH certificate for this session may log in as; nothing without.")
  private List<String> principals = List.of();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "8h",
      description = "After which time it ends; 8h is the default, 24h the most.")
  private String expires;

  @Option(
      names = "--issue",
      description = "Have the hub issue it at once, with the operator's token.")
  private boolean issue;

  PlanCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    try (WorkingCopy copy = place.workingCopy()) {
      Revision head =
          copy.head()
              .orElseThrow(() -> new Failure("a session starts from a commit; make the first one"));
      SessionId id = name();
      String text = Tree.yaml(manifest(id, head));
      SessionContract contract = checked(id, text);
      write(copy.root().resolve(id.path()), text);
      shell.print(summary(contract));
      if (issue) {
        hub.hub(shell).agents().issueSession(id.path(), text);
      }
      shell.print(next(id));
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  private SessionId name() {
    try {
      String digits = "%08x".formatted(new SecureRandom().nextInt());
      return new SessionId(
          DAY.format(shell.clock().instant()) + "-" + new AgentName(agent) + "-" + digits);
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  private ObjectNode manifest(SessionId id, Revision head) {
    Instant now = shell.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    ObjectNode manifest = Tree.mapper().createObjectNode();
    manifest.put("apiVersion", ApiVersion.CURRENT).put("kind", "Session");
    manifest.putObject("metadata").put("name", id.value());
    ObjectNode spec = manifest.putObject("spec");
    spec.put("agent", agent).put("commit", head.id());
    list(spec, "include", include);
    list(spec, "exclude", exclude);
    list(spec, "goals", goals);
    if (!nodes.isEmpty() || maxNodes != null) {
      ObjectNode limit = spec.putObject("nodes");
      list(limit, "names", nodes);
      if (maxNodes != null) {
        limit.put("max", maxNodes);
      }
    }
    spec.put("risk", risk);
    if (maxChanges != null) {
      spec.put("maxChanges", maxChanges);
    }
    if (reconcile) {
      spec.put("reconcile", true);
    }
    list(spec, "principals", principals);
    spec.put("created", now.toString());
    spec.put("expires", now.plus(DurationText.parse(expires)).toString());
    return manifest;
  }

  private static void list(ObjectNode into, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode list = into.putArray(name);
      texts.forEach(list::add);
    }
  }

  private static SessionContract checked(SessionId id, String text) {
    return switch (ContractFiles.read(id.path(), Content.of(text))) {
      case Reading.Valid valid -> valid.contract();
      case Reading.Faulty faulty ->
          throw new Failure("this cannot be a contract: " + faulty.reason());
    };
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new Failure("%s cannot be written: %s".formatted(file, e.getMessage()));
    }
  }

  private static String summary(SessionContract contract) {
    SessionContract.Limits limits = contract.limits();
    String reached =
        limits.nodes().names().isEmpty()
            ? "any nodes"
            : String.join(", ", limits.nodes().names().stream().map(Object::toString).toList());
    return """
    %s
      paths:   %s
      nodes:   %s
      risk:    at most %s
      ends:    %s
    """
        .formatted(
            contract.id().path(),
            String.join(", ", contract.paths().include().stream().map(Object::toString).toList()),
            limits.nodes().most().map(most -> reached + ", at most " + most).orElse(reached),
            limits.riskWord(),
            contract.life().expires());
  }

  private String next(SessionId id) {
    String counts =
        issue
            ? "The hub issued it: it counts.\n"
            : """
            It is a proposal. It counts when people merge it into the branch that the hub follows,
            or when the operator agrees: mesh session issue %s
            """
                .formatted(id.path());
    return counts
        + """
        Check each commit with mesh ground commit, and put this below its message:

          %s
        """
            .formatted(SessionTrailers.line(id));
  }
}
