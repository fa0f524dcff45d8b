package io.meshinfra.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Interruption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.Look;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.cli.hub.Passes;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import java.util.List;
import java.util.function.Predicate;

/** Apply by the hub: it looks, a person agrees, it makes a pass and insists. */
final class HubApply {
  private final Shell shell;
  private final LookOptions options;
  private final Predicate<Looks> agreed;

  HubApply(Shell shell, LookOptions options, Predicate<Looks> agreed) {
    this.shell = shell;
    this.options = options;
    this.agreed = agreed;
  }

  int run() {
    HubApi hub = options.hub().hub(shell);
    Looks looks = options.looks(shell, Look::plan);
    options.revision().ifPresent(ref -> refuseOther(hub, ref));
    new HubFleet(hub).look(options.names(), looks::tell);
    List<Look> planned = looks.planned();
    if (planned.isEmpty()) {
      return ApplyCommand.nothingDone(shell, looks, options);
    }
    if (!agreed.test(looks)) {
      return ExitCode.DIFFERENCES;
    }
    JsonNode passes = reconcile(hub, planned);
    shell.print(
        options.output().format() == Format.TABLE
            ? Passes.text(passes)
            : Tree.of(passes, options.output().format()));
    int rest = looks.code(options.skipAway());
    return rest == ExitCode.ERROR ? rest : Passes.code(passes);
  }

  /** Git is what is in force; nothing is applied past it. */
  private static void refuseOther(HubApi hub, String ref) {
    String asked = hub.fleet(ref).path("revision").asText();
    String inForce = hub.inForce();
    if (!asked.equals(inForce)) {
      throw new Failure(
          "the hub has %s in force and applies nothing else; bring %s into the branch, or see what it would do: mesh plan --revision"
              .formatted(Printable.line(inForce), Printable.quote(ref)));
    }
  }

  private JsonNode reconcile(HubApi hub, List<Look> planned) {
    try (Interruption interruption =
        Interruption.told(shell, "interrupted. The hub goes on; see: mesh get runs")) {
      return hub.reconcile(planned.stream().map(Look::node).toList(), true, HubApi.LONGEST_WAIT);
    }
  }
}
