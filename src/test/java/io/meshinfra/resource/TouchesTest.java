package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.desired.Binding;
import io.meshinfra.desired.SpecBinder;
import io.meshinfra.model.Content;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind says that a change of it touches. */
class TouchesTest {
  private static final ResourceTypes TYPES = ResourceTypes.installed();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file          | {path: /etc/motd, content: hi, validate: test %s} | create | /etc/motd ; test %s ; /etc/motd=hi
          file          | {path: /etc/motd, content: hi, sensitive: true}   | create | /etc/motd ;  ; /etc/motd=hi (secret)
          file          | {path: /etc/motd, mode: '0600'}                   | update | /etc/motd ;  ;
          file          | {path: /etc/motd, state: absent}                  | delete | /etc/motd ;  ;
          block         | {path: /etc/hosts, name: a, content: x}           | create | /etc/hosts ;  ; /etc/hosts=x
          block         | {path: /etc/hosts, name: a, state: absent}        | delete | /etc/hosts ;  ;
          directory     | {path: /srv/a}                                    | create | /srv/a ;  ;
          directory     | {path: /srv/a, state: absent, recurse: true}      | delete | /srv/a, /srv/a/ ;  ;
          symlink       | {path: /etc/a, target: /opt/a}                    | create | /etc/a ;  ; /etc/a=?
          symlink       | {path: /etc/a, state: absent}                     | delete | /etc/a ;  ;
          sudoers       | {name: ops, content: 'ops ALL = /bin/id'}         | create | /etc/sudoers.d/ops ;  ; /etc/sudoers.d/ops=ops ALL = /bin/id
          sudoers       | {name: ops, state: absent}                        | delete | /etc/sudoers.d/ops ;  ;
          cron          | {name: a, schedule: '@daily', command: 'echo 1%'} | create | /etc/cron.d/mesh-a ; echo 1% ;
          authorizedKeys | {user: ann, keys: []}                            | create | /home/ann/.ssh/authorized_keys ;  ;
          authorizedKeys | {user: root, keys: []}                           | create | /root/.ssh/authorized_keys ;  ;
          authorizedKeys | {user: ann, keys: [], path: /etc/ssh/keys/ann}   | create | /etc/ssh/keys/ann ;  ;
          sysctl        | {key: net.ipv4.ip_forward, value: '1'}            | create | /etc/sysctl.d/60-mesh-infra-net.ipv4.ip_forward.conf ; sysctl -w net.ipv4.ip_forward=1 ;
          git           | {path: /opt/a, repo: 'https://x.org/a', ref: main} | create | /opt/a, /opt/a/ ;  ;
          user          | {name: ann}                                       | create | /etc/group, /etc/passwd, /etc/shadow ;  ;
          user          | {name: ann, state: absent, removeHome: true}      | delete | /etc/group, /etc/passwd, /etc/shadow, /home/ann/ ; userdel ann ;
          group         | {name: ann}                                       | create | /etc/group, /etc/gshadow ;  ;
          hostname      | {name: box}                                       | update | /etc/hostname ;  ;
          service       | {name: sshd, running: false, enabled: false}      | create |  ; systemctl stop sshd, systemctl disable sshd ;
          service       | {name: a, masked: true}                           | create |  ; systemctl mask a ;
          service       | {name: a, user: ann, running: true}               | create |  ; systemctl --user start a ;
          shell         | {name: a, check: test -e /a, apply: touch /a}     | create |  ; touch /a, test -e /a ;
          package       | {name: tmux}                                      | create |  ; apt-get install tmux ;
          package       | {name: tmux, state: absent}                       | delete |  ; apt-get remove tmux ;
          """)
  void shouldSayWhatIsTouched(String kind, String spec, String change, String told) {
    assertEquals(told.replace(" ", ""), told(touched(kind, spec, change)).replace(" ", ""));
  }

  @Test
  void shouldTouchNothingWhenNothingCanBeVerified() {
    for (ResourceType<?> type : TYPES.all()) {
      if (type instanceof Touching<?> touching) {
        assertEquals(Touched.NOTHING, touching.touches(null, new Change.Unverifiable("garbage")));
      }
    }
  }

  @Test
  void shouldBeToldByAllKindsWhoseSpecSaysIt() {
    List<String> silent =
        TYPES.all().stream()
            .filter(type -> !(type instanceof Touching<?>))
            .map(type -> type.kind().name())
            .toList();

    assertEquals(List.of("ansible"), silent, "a playbook may touch anything; all others say it");
  }

  @Test
  void shouldRestartOrReloadWhatIsDue() {
    Change due =
        new Change.Update(
            new TreeMap<>(
                java.util.Map.of(
                    Reactive.DUE,
                    new Change.Difference(
                        Optional.of(Value.of("restart, as file:/a changes")), Value.of("none")))));

    assertEquals(
        List.of("systemctl restart sshd"),
        touched("service", "{name: sshd, restartOn: ['file:/a']}", due).commands());
  }

  private static Touched touched(String kind, String spec, String change) {
    return touched(
        kind,
        spec,
        switch (change) {
          case "create" -> new Change.Create(expected(kind, spec));
          case "update" -> new Change.Update(new TreeMap<>());
          default -> new Change.Delete(State.EMPTY);
        });
  }

  private static State expected(String kind, String yaml) {
    ResourceType<?> type = TYPES.of(kind).orElseThrow();
    return expected(type, yaml);
  }

  private static <S> State expected(ResourceType<S> type, String yaml) {
    return assertInstanceOf(Expectation.Exists.class, type.expected(spec(type, yaml))).state();
  }

  private static Touched touched(String kind, String spec, Change change) {
    return touched(TYPES.of(kind).orElseThrow(), spec, change);
  }

  @SuppressWarnings("unchecked")
  private static <S> Touched touched(ResourceType<S> type, String yaml, Change change) {
    return ((Touching<S>) type).touches(spec(type, yaml), change);
  }

  private static <S> S spec(ResourceType<S> type, String yaml) {
    Binding<S> binding = SpecBinder.bind(type.kind().spec(), yaml);
    return ((Binding.Bound<S>) assertInstanceOf(Binding.Bound.class, binding)).spec();
  }

  private static String told(Touched touched) {
    String writes =
        touched.writes().stream()
            .map(write ->
                write.path()
                    + "="
                    + write.content().flatMap(Content::text).orElse("?").strip()
                    + (write.secret() ? " (secret)" : ""))
            .collect(Collectors.joining(", "));
    return String.join(", ", touched.paths())
        + " ; "
        + String.join(", ", touched.commands())
        + " ; "
        + writes;
  }
}
