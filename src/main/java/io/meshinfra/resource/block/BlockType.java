package io.meshinfra.resource.block;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.FileProbe;
import io.meshinfra.resource.FileProbe.Look;
import io.meshinfra.resource.FileProbe.Seen;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.Ownership;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.Resolving;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Keeps some lines of a file. The file is edited on the node from what it holds at that moment, so
 * that a change of its other lines between probe and apply is not lost.
 */
@AutoService(ResourceType.class)
public final class BlockType
    implements ResourceType<BlockSpec>,
        Alone<BlockSpec>,
        Removable<BlockSpec>,
        Resolving<BlockSpec>,
        Ordered<BlockSpec>,
        Adoptable<BlockSpec>,
        Touching<BlockSpec>,
        Traced<BlockSpec> {
  private static final String FILE = "file";

  @Override
  public Kind<BlockSpec> kind() {
    return Kind.of("block", BlockSpec.class, spec -> spec.path() + "#" + spec.name());
  }

  @Override
  public BlockSpec resolve(BlockSpec spec, Sources sources) throws UnresolvableSpec {
    if (spec.template().isEmpty()) {
      return requireSmall(spec, Content.of(spec.content().orElse("")));
    }
    return requireSmall(spec, sources.template(spec.template().get()));
  }

  private static BlockSpec requireSmall(BlockSpec spec, Content lines) throws UnresolvableSpec {
    if (lines.text().isEmpty()) {
      throw new UnresolvableSpec(
          "the lines of block %s in %s are not UTF-8 text of at most %d bytes"
              .formatted(spec.name(), spec.path(), Content.LARGEST_SHOWN));
    }
    try {
      return spec.withLines(lines);
    } catch (IllegalArgumentException e) {
      throw new UnresolvableSpec(e.getMessage());
    }
  }

  @Override
  public Set<ResourceId> comesAfter(BlockSpec spec) {
    Set<ResourceId> first = new HashSet<>(Ownership.parents(spec.path()));
    first.add(new ResourceId("file", spec.path().value()));
    return first;
  }

  @Override
  public Traces traces(BlockSpec spec) {
    return Traces.ofFile(spec.path().value());
  }

  @Override
  public Removal<BlockSpec> removal(BlockSpec spec) {
    return Removable.by(spec.absent());
  }

  @Override
  public Expectation expected(BlockSpec spec) {
    return switch (spec.state()) {
      case ABSENT -> Expectation.GONE;
      case PRESENT ->
          Expectation.exists(
              State.EMPTY.with("type", FILE).with("content", spec.lines().asValue()));
    };
  }

  @Override
  public ShellScript probe(List<BlockSpec> specs) {
    return specs.isEmpty()
        ? ShellScript.EMPTY
        : FileProbe.script(looks(specs)).then(BlockScripts.look(specs));
  }

  @Override
  public ShellScript lookFunctions() {
    return BlockScripts.LOOK;
  }

  @Override
  public ShellScript lookAlone(BlockSpec spec) {
    return ShellScript.of(
        "mesh_seen {} %U %G\nmesh_block {} {} {}",
        spec.path(), spec.path(), spec.begin(), spec.end());
  }

  @Override
  public List<Observation> observe(List<BlockSpec> specs, ProbeOutput output) {
    Map<String, Seen> files = FileProbe.read(looks(specs), output);
    BlockRows blocks = new BlockRows(output);
    return IntStream.range(0, specs.size())
        .mapToObj(i -> observe(files.get(specs.get(i).path().value()), i, blocks))
        .toList();
  }

  @Override
  public Touched touches(BlockSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> edited(spec);
      case Change.Update update -> edited(spec);
      case Change.Delete delete -> Touched.paths(spec.path().value());
      case Change.Unverifiable unverifiable -> Touched.NOTHING;
    };
  }

  private static Touched edited(BlockSpec spec) {
    return Touched.command(spec.validate()).andWrite(spec.path().value(), spec.lines(), false);
  }

  @Override
  public List<Action> converge(BlockSpec spec, Change change, Facts facts) {
    List<String> replaces = List.of(spec.path().value());
    return switch (change) {
      case Change.Create create -> List.of(Action.run(BlockScripts.edit(spec, true), replaces));
      case Change.Update update -> List.of(Action.run(BlockScripts.edit(spec, true), replaces));
      case Change.Delete delete -> List.of(Action.run(BlockScripts.edit(spec, false), replaces));
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(BlockSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> SpecEdit.set("state", "absent");
      case Change.Update update when update.touches("type") ->
          Ownership.adopt(FILE, "type", update.differences().get("type").from());
      case Change.Update update -> lines(spec, update.differences().get("content").from());
      case Change.Delete delete when delete.was().get("content").isEmpty() ->
          Ownership.adopt(FILE, "type", delete.was().get("type"));
      case Change.Delete delete ->
          SpecEdit.set("state", "present").and(lines(spec, delete.was().get("content")));
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit lines(BlockSpec spec, Optional<Value> seen) {
    return spec.template()
        .map(template ->
            SpecEdit.impossible(
                "its lines come from the template %s, and nobody can tell which of its lines or"
                        .formatted(template)
                    + " variables was meant; change the template"))
        .orElseGet(() ->
            SpecEdit.content(
                seen, content -> SpecEdit.set("content", content.text().orElseThrow())));
  }

  private static List<Look> looks(List<BlockSpec> specs) {
    return specs.stream().map(spec -> Look.at(spec.path().value())).toList();
  }

  private static Observation observe(Seen file, int index, BlockRows blocks) {
    return switch (file) {
      case Seen.Missing missing -> Observation.ABSENT;
      case Seen.Untold untold -> Observation.unknown(untold.reason());
      case Seen.Found found when !found.isFile() ->
          Observation.present(State.EMPTY.with("type", found.type()));
      case Seen.Found found -> blocks.of(index);
    };
  }
}
