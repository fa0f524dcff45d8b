package io.meshinfra.resource.pkg;

import io.meshinfra.resource.Change;
import io.meshinfra.resource.Grouping.Member;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.SpecValue;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How packages that were seen are written into their entry. An entry has one state: when all its
 * packages turned, the state is written anew; otherwise those that turned leave the list.
 */
final class PackageAdoption {
  private PackageAdoption() {}

  static SpecEdit of(List<PackageSpec> members, List<Member<PackageSpec>> drifted) {
    SpecEdit edit = SpecEdit.NONE;
    for (Member<PackageSpec> member : drifted) {
      edit = edit.and(one(member.spec(), member.change()));
    }
    Set<PackageName> turned =
        drifted.stream()
            .filter(member -> turned(member.change()))
            .map(member -> member.spec().one())
            .collect(Collectors.toSet());
    if (turned.isEmpty()) {
      return edit;
    }
    return edit.and(turned.size() == members.size() ? turnedAll(members.getFirst()) : left(turned));
  }

  static SortedMap<String, SpecValue> alone(PackageSpec spec) {
    TreeMap<String, SpecValue> values = new TreeMap<>();
    values.put("name", new SpecValue.Text(spec.one().value()));
    if (!spec.wanted()) {
      values.put("state", new SpecValue.Text("absent"));
    }
    spec.version().ifPresent(v -> values.put("version", new SpecValue.Text(v.value())));
    return values;
  }

  private static boolean turned(Change change) {
    return change instanceof Change.Create || change instanceof Change.Delete;
  }

  private static SpecEdit one(PackageSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> SpecEdit.NONE;
      case Change.Delete delete -> SpecEdit.NONE;
      case Change.Update update when update.touches(PackageTool.STATUS) ->
          SpecEdit.impossible(
              "package %s is not in order on the node; nobody can want that".formatted(spec.one()));
      case Change.Update update ->
          SpecEdit.text(PackageTool.VERSION, update.differences().get(PackageTool.VERSION).from());
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit turnedAll(PackageSpec one) {
    SpecEdit state = SpecEdit.set("state", one.wanted() ? "absent" : "present");
    return one.version().isPresent() ? state.and(SpecEdit.without("version")) : state;
  }

  private static SpecEdit left(Set<PackageName> turned) {
    List<String> names = turned.stream().map(PackageName::value).sorted().toList();
    SpecEdit edit = SpecEdit.set("names", new SpecValue.Words(names, List.of()));
    for (PackageName name : turned) {
      edit = edit.and(SpecEdit.dropping(name.value()));
    }
    return edit;
  }
}
