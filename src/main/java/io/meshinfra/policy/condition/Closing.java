package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.State;
import io.meshinfra.model.Target;
import io.meshinfra.model.Target.Become;
import io.meshinfra.model.Value;
import io.meshinfra.policy.Touches;
import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.policy.risk.WaysIn;
import io.meshinfra.policy.sudoers.Lockout;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Touched;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A change that closes ways into a node for certain: a service of them that stops or does not start
 * again, a package that goes, the login itself.
 *
 * @param what it does, for people
 * @param ways which it closes
 */
record Closing(ResourceChange change, String what, Predicate<AccessPath> ways) {
  private static final Predicate<AccessPath> REMOTE = way -> way.kind() == AccessPath.Kind.SSH;
  private static final Language SSH_SERVER =
      Glob.text("{openssh,openssh-server,dropbear,dropbear-bin,ssh}{,:*}");
  private static final Language NO_SHELL = Glob.text("*/{nologin,false,true}");

  boolean closes(AccessPath way) {
    return ways.test(way);
  }

  static Optional<Closing> by(ResourceChange change, Target target) {
    if (change.change() instanceof Change.Unverifiable) {
      return Optional.empty();
    }
    String name = change.id().name();
    boolean isLogin = name.equals(target.user());
    return switch (change.id().kind()) {
      case "package" -> removes(change, name, target);
      case "user" -> isLogin ? account(change) : Optional.empty();
      case "authorizedKeys" -> isLogin ? keys(change) : Optional.empty();
      case "sudoers" -> rights(change, name, target);
      case "file" ->
          name.startsWith("/etc/sudoers.d/")
              ? rights(change, name.substring("/etc/sudoers.d/".length()), target)
              : Optional.empty();
      default -> service(change);
    };
  }

  private static Optional<Closing> service(ResourceChange change) {
    if (WaysIn.units(change).isEmpty()) {
      return Optional.empty();
    }
    return Touches.of(change).map(Touched::commands).stream()
        .flatMap(java.util.List::stream)
        .flatMap(command -> Lockout.closes(command).stream())
        .findFirst()
        .map(closed ->
            switch (closed) {
              case SSH -> new Closing(change, "stops the SSH server, now or at boot", REMOTE);
              case NETWORK -> new Closing(change, "stops the network, now or at boot", REMOTE);
              case VPN -> new Closing(change, "stops the VPN, now or at boot", vpn(change));
            });
  }

  private static Predicate<AccessPath> vpn(ResourceChange change) {
    return vpn(change.id().name());
  }

  /** Ways in are called like the network that they lead through. */
  private static Predicate<AccessPath> vpn(String name) {
    String way =
        name.startsWith("tailscale") ? "tailscale" : name.startsWith("w") ? "wireguard" : "";
    return path -> path.name().equals(way);
  }

  private static Optional<Closing> removes(ResourceChange change, String name, Target target) {
    if (!(change.change() instanceof Change.Delete)) {
      return Optional.empty();
    }
    if (SSH_SERVER.contains(name)) {
      return Optional.of(new Closing(change, "removes the SSH server", REMOTE));
    }
    if (name.equals("sudo") && target.become() == Become.SUDO) {
      return Optional.of(
          new Closing(change, "removes sudo, by which the hub becomes root", way -> true));
    }
    return name.startsWith("tailscale") || name.startsWith("wireguard")
        ? Optional.of(new Closing(change, "removes the VPN", vpn(name)))
        : Optional.empty();
  }

  private static Optional<Closing> account(ResourceChange change) {
    if (change.change() instanceof Change.Delete) {
      return Optional.of(new Closing(change, "removes the user by whom the hub comes in", REMOTE));
    }
    return wanted(change, "shell").filter(shell -> NO_SHELL.contains(shell.shown())).isPresent()
        ? Optional.of(
            new Closing(change, "takes the shell of the user by whom the hub comes in", REMOTE))
        : Optional.empty();
  }

  private static Optional<Closing> keys(ResourceChange change) {
    boolean none =
        wanted(change, "keys")
            .filter(keys -> keys instanceof Value.Items items && items.items().isEmpty())
            .isPresent();
    return none
        ? Optional.of(
            new Closing(change, "leaves no key to the user by whom the hub comes in", REMOTE))
        : Optional.empty();
  }

  /** What is in a file that goes is not known here; by its name it is the one of the hub's user. */
  private static Optional<Closing> rights(ResourceChange change, String name, Target target) {
    boolean isTheirs = !target.user().isEmpty() && name.contains(target.user());
    return change.change() instanceof Change.Delete && target.become() == Become.SUDO && isTheirs
        ? Optional.of(
            new Closing(change, "removes the rights by which the hub becomes root", way -> true))
        : Optional.empty();
  }

  private static Optional<Value> wanted(ResourceChange change, String attribute) {
    return wanted(change.resource()).get(attribute);
  }

  private static <S> State wanted(Resource<S> resource) {
    return switch (resource.type().expected(resource.spec())) {
      case Expectation.Exists exists -> exists.state();
      case Expectation.Gone gone -> State.EMPTY;
    };
  }
}
