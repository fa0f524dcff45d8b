package io.meshinfra.join;

import io.meshinfra.join.rights.Rights;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.transport.Delivery;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings a machine in, and lets it go, over the login of a person. */
public final class Doorway {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final long LARGEST = 256 * 1024;
  private static final ShellScript LOOK = script("look.sh");
  private static final ShellScript PREPARE = script("prepare.sh");
  private static final ShellScript LEAVE = script("leave.sh");

  private final Transport transport;

  public Doorway(Transport transport) {
    this.transport = transport;
  }

  /** What came of a look. */
  public sealed interface Look {
    record Seen(Machine machine) implements Look {}

    record NotSeen(String reason) implements Look {}
  }

  /** Looks at a machine; changes nothing. */
  public Look look(Person person, String login) {
    MachineReader reader = new MachineReader();
    Optional<String> trouble = run(person, call(LOOK, login), reader::line);
    return trouble
        .<Look>map(Look.NotSeen::new)
        .orElseGet(() ->
            reader
                .machine()
                .<Look>map(Look.Seen::new)
                .orElse(new Look.NotSeen("what it says of itself cannot be read")));
  }

  /** Makes the login of the hub, with its key and rights. */
  public Deeds prepare(Person person, String login, HubKey key, Rights rights) {
    String mark = rights instanceof Rights.AnyCommand ? "any" : "one";
    ShellScript call =
        call(
            PREPARE,
            login,
            key.line(),
            rights.sudoers(login).stripTrailing(),
            Rights.FILE,
            Delivery.SHELL.get(0),
            Delivery.SHELL.get(1),
            Delivery.SHELL.get(2),
            mark);
    return deeds(person, call);
  }

  /** Takes the login of the hub away, and all that is remembered on the machine. */
  public Deeds leave(Person person, String login) {
    return deeds(person, call(LEAVE, login, Rights.FILE));
  }

  /** What came of trying the door as the hub will. */
  public sealed interface Entry {
    record Open() implements Entry {}

    /** The machine does not take the keys that are here, which need not be those of the hub. */
    record OtherKeys() implements Entry {}

    record Shut(String reason) implements Entry {}
  }

  /** Whether the hub gets in with its own login and rights. */
  public Entry tried(Target hub) {
    Request request = new Request(ShellScript.of("true"), LONGEST, LARGEST, line -> {});
    return switch (transport.runAnew(hub, request)) {
      case Reply.Ended ended -> new Entry.Open();
      case Reply.Broken broken -> new Entry.Shut(broken.reason());
      case Reply.Unreachable away -> new Entry.Shut(away.reason());
      case Reply.Refused refused ->
          refused.why().filter(why -> why.cause() == NoWayIn.Cause.LOGIN_REFUSED).isPresent()
              ? new Entry.OtherKeys()
              : new Entry.Shut(refused.reason());
    };
  }

  private Deeds deeds(Person person, ShellScript script) {
    Deeds.Reader reader = new Deeds.Reader();
    return run(person, script, reader::line).map(reader::brokenBy).orElseGet(reader::deeds);
  }

  /** Why it did not run to its end, if so. */
  private Optional<String> run(Person person, ShellScript script, Consumer<String> onLine) {
    ShellScript whole = person.asRoot(ProbePrelude.script().then(script));
    Request request = new Request(whole, LONGEST, LARGEST, onLine);
    return switch (transport.run(person.reached(), request)) {
      case Reply.Ended ended ->
          ended.exitCode() == 0
              ? Optional.empty()
              : Optional.of(
                  "sudo there does not make %s root, or the script ended with %d: %s"
                      .formatted(
                          person.target().user(),
                          ended.exitCode(),
                          Printable.line(person.redacted(ended.errors().strip()))));
      case Reply.Unreachable away -> Optional.of(away.reason());
      case Reply.Refused refused ->
          Optional.of(
              refused.why().isPresent() || person.password().isPresent()
                  ? refused.reason()
                  : refused.reason() + "; or name your password for sudo with --sudo-password");
      case Reply.Broken broken -> Optional.of(broken.reason());
    };
  }

  private static ShellScript call(ShellScript script, Object... arguments) {
    return ShellScript.of("set -- {*}", List.of(arguments)).then(script);
  }

  private static ShellScript script(String name) {
    try (InputStream in = Doorway.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ShellScript.of("eval {}", text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
