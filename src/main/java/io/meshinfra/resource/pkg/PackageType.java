package io.meshinfra.resource.pkg;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.AdoptableTogether;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Expanding;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Former;
import io.meshinfra.resource.Grouping;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.SpecValue;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Installs and removes packages, all of one step in one transaction. */
@AutoService(ResourceType.class)
public final class PackageType
    implements ResourceType<PackageSpec>,
        Alone<PackageSpec>,
        Removable<PackageSpec>,
        Expanding<PackageSpec>,
        Grouping<PackageSpec>,
        AdoptableTogether<PackageSpec>,
        Touching<PackageSpec>,
        Traced<PackageSpec> {
  private static final Dpkg DPKG = new Dpkg();
  private static final Rpm RPM = new Rpm();
  private static final Apk APK = new Apk();

  @Override
  public Kind<PackageSpec> kind() {
    return Kind.of("package", PackageSpec.class, PackageType::name);
  }

  private static String name(PackageSpec spec) {
    return spec.each().stream().map(each -> each.one().value()).collect(Collectors.joining(","));
  }

  @Override
  public List<PackageSpec> expand(PackageSpec spec) {
    return spec.each();
  }

  @Override
  public Traces traces(PackageSpec spec) {
    return Traces.ofPackage(spec.one().plain());
  }

  @Override
  public Removal<PackageSpec> removal(PackageSpec spec) {
    return Removable.by(
        new PackageSpec(spec.name(), spec.names(), Existence.ABSENT, Optional.empty()));
  }

  @Override
  public Expectation expected(PackageSpec spec) {
    if (!spec.wanted()) {
      return Expectation.GONE;
    }
    State state = State.EMPTY.with(PackageTool.STATUS, PackageTool.INSTALLED);
    return Expectation.exists(
        spec.version().map(v -> state.with(PackageTool.VERSION, v.value())).orElse(state));
  }

  @Override
  public ShellScript probe(List<PackageSpec> specs) {
    if (specs.isEmpty()) {
      return ShellScript.EMPTY;
    }
    List<PackageSpec> each = specs.stream().flatMap(spec -> spec.each().stream()).toList();
    List<PackageName> names = each.stream().map(PackageSpec::one).distinct().toList();
    String wanted =
        each.stream()
            .filter(PackageSpec::wanted)
            .map(spec -> spec.one().value())
            .collect(Collectors.joining(" ", " ", " "));
    return ShellScript.lines(
        ShellScript.of("printf 'manager\\t%s\\n' \"$MESH_PM\"\nMESH_WANTED={}", wanted),
        ShellScript.of("set -- {*}\ncase $MESH_PM in\napt)", names),
        DPKG.probe(),
        ShellScript.of(";;\ndnf)"),
        RPM.probe(),
        ShellScript.of(";;\napk)"),
        APK.probe(),
        ShellScript.of(";;\nesac"));
  }

  @Override
  public ShellScript lookFunctions() {
    return PackageLook.FUNCTIONS;
  }

  @Override
  public ShellScript lookAlone(PackageSpec spec) {
    return PackageLook.of(spec);
  }

  @Override
  public List<Observation> observe(List<PackageSpec> specs, ProbeOutput output) {
    String manager =
        output.rows("manager").stream()
            .filter(row -> row.size() == 1)
            .map(List::getFirst)
            .findFirst()
            .orElse("");
    return specs.stream().map(spec -> observe(spec, manager, output)).toList();
  }

  private static Observation observe(PackageSpec spec, String manager, ProbeOutput output) {
    return switch (manager) {
      case "apt" -> DPKG.observe(spec, output);
      case "dnf" -> RPM.observe(spec, output);
      case "apk" -> APK.observe(spec, output);
      case "brew" ->
          Observation.unknown("packages of Homebrew are not kept; use a shell resource for them");
      case "none" -> Observation.unknown("the node has none of apt, dnf and apk");
      default -> Observation.unknown("the node did not say which package manager it has");
    };
  }

  /** In the words of one package manager; the others do the same. */
  @Override
  public Touched touches(PackageSpec spec, Change change) {
    String verb = change instanceof Change.Delete ? "remove" : "install";
    return change instanceof Change.Unverifiable
        ? Touched.NOTHING
        : Touched.command("apt-get %s %s".formatted(verb, name(spec).replace(',', ' ')));
  }

  @Override
  public List<Action> converge(PackageSpec spec, Change change, Facts facts) {
    return convergeTogether(List.of(new Member<>(spec, change)), facts);
  }

  @Override
  public SpecEdit adoptTogether(List<PackageSpec> members, List<Member<PackageSpec>> drifted) {
    return PackageAdoption.of(members, drifted);
  }

  @Override
  public SortedMap<String, SpecValue> alone(PackageSpec member) {
    return PackageAdoption.alone(member);
  }

  @Override
  public List<Action> convergeTogether(List<Member<PackageSpec>> members, Facts facts) {
    List<Member<PackageSpec>> acting =
        members.stream()
            .filter(member -> !(member.change() instanceof Change.Unverifiable))
            .toList();
    Optional<PackageTool> tool = tool(facts);
    if (acting.isEmpty() || tool.isEmpty()) {
      return List.of();
    }
    List<String> names = acting.stream().map(member -> member.spec().one().value()).toList();
    return List.of(
        Action.run(transaction(acting, tool.get()).script(tool.get()), new Former.Packages(names)));
  }

  private static Optional<PackageTool> tool(Facts facts) {
    return switch (facts.packageManager()) {
      case APT -> Optional.of(DPKG);
      case DNF -> Optional.of(RPM);
      case APK -> Optional.of(APK);
      // The probe reports unknown for these, so that nothing is ever planned.
      case BREW, NONE -> Optional.empty();
    };
  }

  private static Transaction transaction(List<Member<PackageSpec>> members, PackageTool tool) {
    List<PackageSpec> installs =
        members.stream().map(Member::spec).filter(PackageSpec::wanted).toList();
    List<String> removes =
        members.stream()
            .map(Member::spec)
            .filter(spec -> !spec.wanted())
            .map(spec -> spec.one().value())
            .toList();
    return new Transaction(
        installs.stream().map(tool::word).toList(),
        removes,
        installs.stream().anyMatch(spec -> spec.version().isPresent()),
        members.stream().anyMatch(PackageType::isBroken),
        members.stream().anyMatch(PackageType::isHalfUnpacked));
  }

  private static boolean isBroken(Member<PackageSpec> member) {
    return member.change() instanceof Change.Update update
        && update.differences().containsKey(PackageTool.STATUS);
  }

  /** In the words of dpkg. */
  private static boolean isHalfUnpacked(Member<PackageSpec> member) {
    return member.change() instanceof Change.Update update
        && Optional.ofNullable(update.differences().get(PackageTool.STATUS))
            .flatMap(Change.Difference::from)
            .filter(from -> Dpkg.UNPACK_ANEW.contains(from.shown()))
            .isPresent();
  }
}
