package io.meshinfra.probe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.LinkPeer.Carriage;
import io.meshinfra.model.Links;
import io.meshinfra.support.StubbedShell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkProbeTest {
  private static final String MARKER = "@mesh-test";
  private static final String KEY = "aGVsbG8gdGhpcyBpcyBhIHB1YmxpYyBrZXkgb2Ygd2c=";

  private static final List<String> OTHERS = List.of("10.88.0.2", "10.88.0.3");

  @TempDir Path folder;

  private Links ask(StubbedShell shell) {
    LinkAnswers answers = new LinkAnswers(MARKER, OTHERS);
    shell.probe(LinkProbe.script(MARKER, OTHERS)).lines().forEach(answers::line);
    return answers.links();
  }

  private StubbedShell bare() {
    return new StubbedShell(folder)
        .stub("date", "echo 1000000")
        .stub("tailscale", "exit 1")
        .stub("wg", "exit 1");
  }

  /** The forms of wg(8); what has a secret in it is never asked for. */
  @Test
  void shouldReadWireGuard() {
    Links links =
        ask(
            bare()
                .stub(
                    "wg",
                    """
                    case "$1 $2 $3" in
                    'show all endpoints')
                      printf 'wg0\\t%s\\t203.0.113.7:51820\\n' FIRST
                      printf 'wg0\\t%s\\t(none)\\n' SECOND ;;
                    'show all latest-handshakes') printf 'wg0\\t%s\\t999958\\nwg0\\t%s\\t0\\n' FIRST SECOND ;;
                    'show all allowed-ips')
                      printf 'wg0\\t%s\\t10.88.0.2/32 fd00::2/128\\n' FIRST
                      printf 'wg0\\t%s\\t10.88.0.0/24\\n' SECOND ;;
                    *) echo "PRIVATE KEY" ;;
                    esac
                    """
                        .replace("FIRST", KEY)
                        .replace("SECOND", "X" + KEY.substring(1))));

    LinkPeer near =
        new LinkPeer(
            LinkPeer.Net.WIREGUARD,
            "wg0",
            List.of("10.88.0.2/32", "fd00::2/128"),
            Carriage.DIRECT,
            "203.0.113.7:51820",
            Optional.of(Duration.ofSeconds(42)));
    assertEquals(near, links.peers().getFirst());
    assertEquals(Carriage.DOWN, links.peers().get(1).carriage());
    assertEquals("", links.peers().get(1).over());
    assertEquals(Optional.of(near), links.to("10.88.0.2"), "the smallest network counts");
    assertEquals(Carriage.DOWN, links.to("10.88.0.9").orElseThrow().carriage());
    assertEquals(Optional.empty(), links.to("10.89.0.2"));
    assertFalse(links.toString().contains("PRIVATE"));
  }

  /** As ping of iputils and of busybox tells it; what did not come back is not told. */
  @Test
  void shouldTellHowFarOthersAre() {
    Links links =
        ask(
            bare()
                .stub(
                    "ping",
                    """
                    for last; do :; done
                    [ "$last" = 10.88.0.2 ] || exit 1
                    echo 'PING 10.88.0.2 (10.88.0.2) 56(84) bytes of data.'
                    echo '64 bytes from 10.88.0.2: icmp_seq=1 ttl=64 time=12.5 ms'
                    """));

    assertEquals(Map.of("10.88.0.2", Duration.ofNanos(12_500_000)), links.latencies());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ping\t10.99.0.1\ttime=1.0",
        "ping\t10.88.0.2\ttime=1e9",
        "ping\t10.88.0.2\ttime=99999999999999999999",
        "ping\t10.88.0.2\t",
        "ping\t10.88.0.2\ttime=1.0\tmore",
        "ping\t10.88.0.2"
      })
  void shouldNotBelieveWhatNobodyAskedOrNobodyMeasured(String line) {
    LinkAnswers answers = new LinkAnswers(MARKER, OTHERS);
    answers.line(MARKER + "\t" + line);

    assertEquals(Map.of(), answers.links().latencies());
  }

  @Test
  void shouldTellWhatItCouldNotRead() {
    assertEquals(
        List.of("what tailscale status --json said cannot be read"),
        ask(bare().stub("tailscale", "echo '{\"BackendState\":'")).notes());
    assertEquals(
        List.of("tailscale is NeedsLogin"),
        ask(bare().stub("tailscale", "echo '{\"BackendState\":\"NeedsLogin\"}'")).notes());
    assertEquals(
        List.of("the node did not tell all of it"),
        new LinkAnswers(MARKER, OTHERS).links().notes());
  }

  /**
   * The fields of ipnstate.PeerStatus; no Tailscale runs here, so this is written from its source.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"Online\":true,\"Active\":true,\"CurAddr\":\"203.0.113.9:41641\",\"Relay\":\"fra\"' | DIRECT  | 203.0.113.9:41641",
        "'\"Online\":true,\"Active\":true,\"CurAddr\":\"\",\"Relay\":\"fra\"'                  | RELAYED | DERP fra",
        "'\"Online\":true,\"Active\":true,\"CurAddr\":\"\",\"PeerRelay\":\"1.2.3.4:9:vni:1\"'  | RELAYED | 1.2.3.4:9:vni:1",
        "'\"Online\":true,\"Active\":false,\"CurAddr\":\"\",\"Relay\":\"fra\"'                 | IDLE    | ''",
        "'\"Online\":false,\"Active\":true,\"CurAddr\":\"1.2.3.4:1\"'                          | DOWN    | ''",
        "'\"Online\":\"rubbish\"'                                                              | DOWN    | ''"
      })
  void shouldReadPeersOfTailscale(String fields, Carriage carriage, String over) {
    Links links =
        TailscaleStatus.read(
            "{\"BackendState\":\"Running\",\"Peer\":{\"nodekey:1\":{\"DNSName\":\"laptop.hq.\","
                + "\"TailscaleIPs\":[\"100.64.0.2\",7],%s}}}".formatted(fields));

    assertEquals(
        List.of(
            new LinkPeer(
                LinkPeer.Net.TAILSCALE,
                "laptop.hq.",
                List.of("100.64.0.2"),
                carriage,
                over,
                Optional.empty())),
        links.peers());
  }

  @Test
  void shouldTakeNoLineOfAnotherForm() {
    LinkAnswers answers = new LinkAnswers(MARKER, OTHERS);
    List.of(
            MARKER + "\tendpoints\twg0\tshort\t1.2.3.4:5",
            MARKER + "\tendpoints\twg 0\t" + KEY + "\t1.2.3.4:5",
            MARKER + "\ttailscale\t!!!",
            "@other\tend",
            MARKER + "\tallowed-ips\twg0\t" + KEY + "\t$(id) 10.0.0.1/32",
            MARKER + "\tend")
        .forEach(answers::line);

    Links links = answers.links();

    assertEquals(List.of("10.0.0.1/32"), links.peers().getFirst().networks());
    assertEquals(List.of("what tailscale said did not come over whole"), links.notes());
  }
}
