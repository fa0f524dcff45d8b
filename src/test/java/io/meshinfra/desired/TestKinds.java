package io.meshinfra.desired;

import io.meshinfra.model.Content;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Expanding;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.FileMode;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Resolving;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ResourceTypes;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Small kinds of resources with every ability that folding knows. */
final class TestKinds {
  private TestKinds() {}

  static ResourceTypes all() {
    return ResourceTypes.of(
        List.of(new FileKind(), new PackageKind(), new ServiceKind(), new HostnameKind()));
  }

  @Doc(value = "A file.", example = "file: {path: /etc/motd, content: hello}")
  record FileSpec(
      @Doc("Where it is.") @NotNull AbsolutePath path,
      @Doc("Its text.") Optional<String> content,
      @Doc("A file of the repository.") Optional<String> source,
      @Doc("A template of the repository.") Optional<String> template,
      @Doc(value = "Who owns it.", byDefault = "root") AccountName owner,
      @Doc(value = "Permissions.", byDefault = "0644") FileMode mode,
      Optional<Content> resolved) {
    FileSpec {
      if (content.isPresent() && source.isPresent()) {
        throw new IllegalArgumentException("content and source cannot stand together");
      }
    }
  }

  record PackageSpec(
      @Doc("Names.") @NotEmpty List<@NotBlank String> names,
      @Doc("Seconds to wait.") @Min(1) @Max(600) Integer timeout) {}

  record ServiceSpec(
      @Doc("Name of the unit.") @NotBlank String name,
      @Doc("Whether it runs.") Boolean running,
      @Doc("Restart when these change.") List<ResourceId> restartOn) {}

  record HostnameSpec(@Doc("The name.") @NotBlank String name) {}

  abstract static class Still<S> implements ResourceType<S> {
    @Override
    public Expectation expected(S spec) {
      return Expectation.exists(State.EMPTY);
    }

    @Override
    public ShellScript probe(List<S> specs) {
      return ShellScript.EMPTY;
    }

    @Override
    public List<Observation> observe(List<S> specs, ProbeOutput output) {
      return specs.stream().map(spec -> Observation.ABSENT).toList();
    }

    @Override
    public List<Action> converge(S spec, Change change, io.meshinfra.model.Facts facts) {
      return List.of();
    }
  }

  static final class FileKind extends Still<FileSpec>
      implements Resolving<FileSpec>, Ordered<FileSpec> {
    @Override
    public Kind<FileSpec> kind() {
      return Kind.of("file", FileSpec.class, spec -> spec.path().value());
    }

    @Override
    public FileSpec resolve(FileSpec spec, Sources sources) throws UnresolvableSpec {
      Optional<Content> content = spec.content().map(Content::of);
      if (spec.source().isPresent()) {
        content = Optional.of(sources.file(spec.source().get()));
      }
      if (spec.template().isPresent()) {
        content = Optional.of(sources.template(spec.template().get()));
      }
      return new FileSpec(
          spec.path(),
          spec.content(),
          spec.source(),
          spec.template(),
          spec.owner(),
          spec.mode(),
          content);
    }

    @Override
    public Set<ResourceId> comesAfter(FileSpec spec) {
      return spec.path().parents().stream()
          .map(parent -> new ResourceId("file", parent))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  static final class PackageKind extends Still<PackageSpec> implements Expanding<PackageSpec> {
    @Override
    public Kind<PackageSpec> kind() {
      return Kind.of("package", PackageSpec.class, spec -> spec.names().getFirst());
    }

    @Override
    public List<PackageSpec> expand(PackageSpec spec) {
      return spec.names().stream()
          .map(name -> new PackageSpec(List.of(name), spec.timeout()))
          .toList();
    }
  }

  static final class ServiceKind extends Still<ServiceSpec>
      implements Reactive<ServiceSpec>, Ordered<ServiceSpec> {
    @Override
    public Kind<ServiceSpec> kind() {
      return Kind.of("service", ServiceSpec.class, ServiceSpec::name);
    }

    @Override
    public Map<ResourceId, Reaction> reactsTo(ServiceSpec spec) {
      Map<ResourceId, Reaction> reactions = new LinkedHashMap<>();
      spec.restartOn().forEach(id -> reactions.put(id, Reaction.RESTART));
      return reactions;
    }

    @Override
    public Set<ResourceId> comesAfter(ServiceSpec spec) {
      return Set.of(new ResourceId("package", spec.name()));
    }
  }

  static final class HostnameKind extends Still<HostnameSpec> {
    @Override
    public Kind<HostnameSpec> kind() {
      return Kind.of("hostname", HostnameSpec.class, spec -> "hostname");
    }
  }
}
