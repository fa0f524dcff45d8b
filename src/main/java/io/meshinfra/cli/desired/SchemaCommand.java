package io.meshinfra.cli.desired;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.desired.ManifestSchema;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.model.Printable;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.policy.Policies;
import io.meshinfra.resource.ResourceTypes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mesh schema}. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Print the JSON Schema of manifests or of an intent, for editors.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh schema > mesh-infra.schema.json",
      "  mesh schema network > network.schema.json"
    })
public final class SchemaCommand implements Runnable {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "INTENT",
      description = "An intent, like network; manifests without it.")
  private String intent;

  public SchemaCommand(Shell shell) {
    this.shell = shell;
  }

  private String ofIntent() {
    Class<?> form = NetworkPlanner.INTENTS.get(intent);
    if (form == null) {
      throw new Failure(
          "there is no intent %s%s"
              .formatted(
                  Printable.quote(intent), Suggestion.of(intent, NetworkPlanner.INTENTS.keySet())));
    }
    return ManifestSchema.ofIntent(intent, form);
  }

  @Override
  public void run() {
    if (intent != null) {
      shell.print(ofIntent().stripTrailing() + "\n");
      return;
    }
    shell.print(
        ManifestSchema.of(ResourceTypes.installed(), Policies.MANIFESTS).stripTrailing() + "\n");
  }
}
