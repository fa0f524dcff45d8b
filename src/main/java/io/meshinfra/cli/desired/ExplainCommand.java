package io.meshinfra.cli.desired;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.reconcile.Explanations;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ResourceTypes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mesh explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Explain a kind of manifest or resource, or one of its fields.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh explain                    all kinds",
      "  mesh explain file               one kind",
      "  mesh explain Node.spec.access   one field",
      "  mesh explain Policy             rules of policy",
      "  mesh explain network.nodes      the network intent"
    })
public final class ExplainCommand implements Runnable {
  private static final Map<String, String> MANIFESTS =
      Map.of(
          "Fleet", "Settings of all nodes.",
          "Node", "One machine.",
          "Policy", "Rules that every plan is judged by.",
          "Profile", "Resources for the nodes that a selector matches.");

  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND[.FIELD...]",
      description = "What to explain; all kinds are listed without it.")
  private String path;

  public ExplainCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    ResourceTypes types = ResourceTypes.installed();
    if (path == null) {
      shell.print(kinds(types));
      return;
    }
    try {
      shell.print(Explanations.of(path).stripTrailing() + "\n");
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  private static String kinds(ResourceTypes types) {
    Map<String, String> resources = new TreeMap<>();
    types.all().forEach(type -> resources.put(type.kind().name(), what(type)));
    StringBuilder out = new StringBuilder("Manifests:\n");
    new TreeMap<>(MANIFESTS).forEach((kind, what) -> line(out, kind, what));
    out.append("\nIntents:\n");
    line(out, "network", "Who may reach whom.");
    out.append("\nResources of a profile or a node:\n");
    resources.forEach((kind, what) -> line(out, kind, what));
    return out.append("\nMore: mesh explain KIND\n").toString();
  }

  private static void line(StringBuilder out, String kind, String what) {
    out.append("  %-16s %s%n".formatted(kind, what));
  }

  private static String what(ResourceType<?> type) {
    return Optional.ofNullable(type.kind().spec().getAnnotation(Doc.class))
        .map(Doc::value)
        .map(text -> text.replaceFirst("(?s)\\. .*", "."))
        .orElse("");
  }
}
