package io.meshinfra.support;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A kind of resource for tests: a value that is said to be so, and the actions given for it. */
public class ThingType implements ResourceType<ThingType.Thing> {
  /** What a thing shall be like, and what brings it about. */
  public record Thing(
      String name,
      String value,
      List<Action> actions,
      Map<ResourceId, Reactive.Reaction> reactsTo) {}

  private static final ThingType PLAIN = new ThingType();
  private static final ThingType REACTIVE = new WithReactions();

  public static Resource<Thing> thing(String name, String value, Action... actions) {
    return Resource.of(PLAIN, new Thing(name, value, List.of(actions), Map.of()), terms());
  }

  public static Resource<Thing> reacting(
      String name, String value, Map<ResourceId, Reactive.Reaction> to) {
    return Resource.of(REACTIVE, new Thing(name, value, List.of(), to), terms());
  }

  public static Resource<Thing> withMode(Mode mode, Resource<Thing> thing) {
    return Resource.of(
        thing.type(), thing.spec(), new Resource.Terms(mode, false, Set.of(), "test.yaml:1:1"));
  }

  private static Resource.Terms terms() {
    return new Resource.Terms(Mode.ENFORCE, false, Set.of(), "test.yaml:1:1");
  }

  @Override
  public Kind<Thing> kind() {
    return Kind.of("thing", Thing.class, Thing::name);
  }

  @Override
  public Expectation expected(Thing thing) {
    return thing.value().equals("gone")
        ? Expectation.GONE
        : Expectation.exists(State.EMPTY.with("value", thing.value()));
  }

  @Override
  public ShellScript probe(List<Thing> things) {
    List<ShellScript> lines = new ArrayList<>();
    things.forEach(t -> lines.add(ShellScript.of("printf 'thing\\t%s\\n' {}", t.value())));
    return ShellScript.lines(lines);
  }

  @Override
  public List<Observation> observe(List<Thing> things, ProbeOutput output) {
    return output.rows("thing").stream()
        .map(row -> Observation.present(State.EMPTY.with("value", row.getFirst())))
        .toList();
  }

  @Override
  public List<Action> converge(Thing thing, Change change, Facts facts) {
    return thing.actions();
  }

  private static final class WithReactions extends ThingType implements Reactive<Thing> {
    @Override
    public Map<ResourceId, Reaction> reactsTo(Thing thing) {
      return thing.reactsTo();
    }
  }
}
