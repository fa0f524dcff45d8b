package io.meshinfra.cli.drift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.cli.fleet.FleetOptions;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Evidence;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.pass.NodeEvidence;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mesh drift evidence}. */
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    description = "Read on a node who changed what drifted there, and when; changes nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh drift evidence laptop -f desired-state                    all that drifted",
      "  mesh drift evidence laptop file:/etc/motd -f desired-state     one resource",
      "",
      "Reads sudo, logins, package logs, the journal and times of files, as far as they go back.",
      "Exit code 0: nothing drifts, 1: drift, 2: an error, or the node was away."
    })
final class EvidenceCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NODE", description = "Node whose records are read.")
  private String node;

  @Parameters(
      index = "1..*",
      paramLabel = "RESOURCE",
      description = "Resources as KIND:NAME; all that drifted when none is named.")
  private List<String> resources;

  @Mixin private FleetOptions options;
  @Mixin private FormatOption output;

  EvidenceCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var directory =
        options
            .directory()
            .orElseThrow(() -> new Failure("say with -f DIR what the node is compared with"));
    try (DirectFleet fleet = new DirectFleet(options, directory, shell)) {
      NodeName name = fleet.named(List.of(node)).getFirst();
      NamedResources wanted = NamedResources.of(resources, fleet, name);
      NodeEvidence found = fleet.evidence(name, wanted::contains);
      if (found.pass().found().isEmpty()) {
        throw new Failure(
            "%s: %s: %s"
                .formatted(node, found.pass().word(), Printable.block(found.pass().detail())));
      }
      if (found.trouble().isPresent()) {
        throw new Failure(node + ": " + Printable.block(found.trouble().get()));
      }
      shell.print(
          output.format() == Format.TABLE
              ? text(found.evidence())
              : Tree.of(tree(found.evidence()), output.format()));
      return found.evidence().isEmpty() ? ExitCode.FINE : ExitCode.DIFFERENCES;
    }
  }

  private String text(Map<ResourceId, Evidence> evidence) {
    if (evidence.isEmpty()) {
      return node + ": no drift\n";
    }
    StringBuilder text = new StringBuilder();
    evidence.forEach((id, found) -> {
      text.append("%s: %s%n".formatted(Printable.line(id.toString()), word(found.rating())));
      found.clues().forEach(clue -> text.append("    " + clue + "\n"));
    });
    return text.toString();
  }

  private static ArrayNode tree(Map<ResourceId, Evidence> evidence) {
    ArrayNode all = Tree.mapper().createArrayNode();
    evidence.forEach((id, found) -> {
      ObjectNode one =
          all.addObject().put("resource", id.toString()).put("rating", word(found.rating()));
      ArrayNode clues = one.putArray("clues");
      for (Evidence.Clue clue : found.clues()) {
        clues
            .addObject()
            .put("at", clue.at().toString())
            .put("who", clue.who())
            .put("what", clue.what())
            .put("source", clue.source().word());
      }
    });
    return all;
  }

  private static String word(Evidence.Rating rating) {
    return rating.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
