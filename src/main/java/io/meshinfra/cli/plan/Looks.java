package io.meshinfra.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.cli.fleet.IntentMoved;
import io.meshinfra.cli.fleet.Look;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Paint;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Prints looks one after the other, each as soon as it and all before it are there. */
final class Looks {
  private final Shell shell;
  private final Format format;
  private final Paint paint;
  private final Function<Look, String> text;
  private final List<Look> told = new ArrayList<>();
  private Optional<NetworkMoved> network = Optional.empty();

  /**
   * @param text of a node that was seen
   */
  Looks(Shell shell, Format format, Paint paint, Function<Look, String> text) {
    this.shell = shell;
    this.format = format;
    this.paint = paint;
    this.text = text;
  }

  void tell(Look look) {
    told.add(look);
    if (format != Format.TABLE) {
      return;
    }
    shell.print(
        switch (look.kind()) {
          case SEEN -> paint.changes(text.apply(look));
          case AWAY -> paint.yellow(look.node() + ": away: " + look.reason()) + "\n";
          case FAILED -> paint.red(look.node() + ": failed: " + look.reason()) + "\n";
        });
  }

  /** Those for which something would be done. */
  List<Look> planned() {
    return told.stream().filter(look -> look.steps() > 0).toList();
  }

  /** What the files open and close, beside the last commit of their repository. */
  void tellNetwork(DirectFleet fleet) {
    IntentMoved.in(fleet.manifests())
        .ifPresent(moved -> tell(new NetworkMoved(moved.before(), Tree.of(moved.difference()))));
  }

  /** The same of a commit of the hub, beside what is in force. */
  void tellNetwork(HubApi hub, String commit) {
    JsonNode changes = hub.networkChanges(commit);
    String inForce = Printable.line(changes.path("inForce").asText(""));
    tell(new NetworkMoved("what is in force (" + inForce + ")", changes));
  }

  private void tell(NetworkMoved moved) {
    network = Optional.of(moved);
    if (format == Format.TABLE) {
      shell.print(moved.text(shell.screen().columns()));
    }
  }

  /** What a person should know before agreeing; empty when nothing is opened. */
  String warning() {
    return network.map(NetworkMoved::warning).orElse("");
  }

  /** With what leads to the node otherwise than before, for programs. */
  JsonNode withNetwork(String node, JsonNode tree) {
    network.ifPresent(moved -> moved.addTo(node, (ObjectNode) tree));
    return tree;
  }

  /** Ends a diff or a plan: the tree or a summary, and the exit code. */
  int end(boolean skipAway) {
    if (format == Format.TABLE) {
      if (told.size() > 1) {
        shell.print(summary() + "\n");
      }
    } else {
      ArrayNode all = Tree.mapper().createArrayNode();
      told.forEach(look -> all.add(withNetwork(look.node(), look.tree())));
      shell.print(Tree.of(all, format));
    }
    return code(skipAway);
  }

  String summary() {
    long differ = told.stream().filter(Look::differs).count();
    String text = Counted.of(told.size(), "node") + ", " + differ + " with differences";
    long away = count(Look.Kind.AWAY);
    long failed = count(Look.Kind.FAILED);
    return text
        + (away > 0 ? ", " + away + " away" : "")
        + (failed > 0 ? ", " + failed + " failed" : "");
  }

  /** An error outweighs a difference: what was not seen may be anything. */
  int code(boolean skipAway) {
    boolean error = count(Look.Kind.FAILED) > 0 || !skipAway && count(Look.Kind.AWAY) > 0;
    if (error) {
      return ExitCode.ERROR;
    }
    return told.stream().anyMatch(Look::differs) ? ExitCode.DIFFERENCES : ExitCode.FINE;
  }

  private long count(Look.Kind kind) {
    return told.stream().filter(look -> look.kind() == kind).count();
  }
}
