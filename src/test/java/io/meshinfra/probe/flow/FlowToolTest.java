package io.meshinfra.probe.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.probe.flow.FlowTry.Protocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowToolTest {
  /** As the programs of Debian 12 write it, in English. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bash   |   0 | ''                                                             | OPEN",
        "bash   |   1 | _: connect: Connection refused _: line 1: /dev/tcp/10.0.0.2/81: Connection refused | CLOSED",
        "bash   |   1 | _: connect: No route to host _: line 1: /dev/tcp/10.0.0.2/81: No route to host     | REJECTED",
        "bash   |   1 | _: connect: Network is unreachable                              | NO_ROUTE",
        "bash   | 124 | ''                                                             | SILENT",
        "bash   | 143 | Terminated                                                     | SILENT",
        "bash   |   1 | _: connect: Connection timed out                                | SILENT",
        "bash   |   1 | _: something else                                               | UNTRIED",
        "python |   0 | ''                                                             | OPEN",
        "python |   1 | [Errno 111] Connection refused                                  | CLOSED",
        "python |   1 | timed out                                                      | SILENT",
        "python |   1 | [Errno 113] No route to host                                    | REJECTED",
        "python |   1 | [Errno 1] Operation not permitted                               | REJECTED",
        "nc     |   0 | Connection to 10.0.0.2 22 port [tcp/*] succeeded! SSH-2.0-OpenSSH | OPEN",
        "nc     |   1 | nc: connect to 10.0.0.2 port 81 (tcp) failed: Connection refused | CLOSED",
        "nc     |   1 | nc: connect to 10.0.0.2 port 81 (tcp) timed out: Operation now in progress | SILENT",
        "nc     |   1 | (UNKNOWN) [10.0.0.2] 22 (ssh) open                              | OPEN",
        "nc     |   1 | nc: can't connect to remote host (10.0.0.2): Connection refused | CLOSED",
        "nc     |   1 | nc: invalid option -- 'v'                                       | UNTRIED",
        "curl   |   7 | * connect to 10.0.0.2 port 81 failed: Connection refused        | CLOSED",
        "curl   |  28 | * Connected to 10.0.0.2 (10.0.0.2) port 22 (#0) * Operation timed out | OPEN",
        "curl   |  28 | * Connection timed out after 3001 milliseconds                  | SILENT",
        "ssh    | 255 | ssh: connect to host 10.0.0.2 port 81: Connection refused       | CLOSED",
        "ssh    | 255 | ssh: connect to host 10.0.0.2 port 81: Connection timed out     | SILENT",
        "ssh    | 255 | Connection timed out during banner exchange                     | OPEN",
        "ssh    | 255 | Host key verification failed.                                   | OPEN",
        "ssh    | 255 | kex_exchange_identification: Connection closed by remote host   | OPEN",
        "ssh    | 255 | Bad configuration option                                        | UNTRIED"
      })
  void shouldReadWhatProgramsSay(String tool, int exit, String said, Met met) {
    assertEquals(met, FlowTool.parse(tool).orElseThrow().met(Protocol.TCP, exit, said));
  }

  @ParameterizedTest
  @CsvSource({
    "bash, 0, '', SILENT",
    "bash, 1, _: line 1: printf: write error: Connection refused, CLOSED",
    "python, 1, [Errno 111] Connection refused, CLOSED",
    "python, 1, rubbish, UNTRIED"
  })
  void shouldNotTakeSilenceForAnOpenPortWithUdp(String tool, int exit, String said, Met met) {
    assertEquals(met, FlowTool.parse(tool).orElseThrow().met(Protocol.UDP, exit, said));
  }

  @Test
  void shouldKnowNoOtherProgram() {
    assertEquals(Optional.empty(), FlowTool.parse("none"));
  }
}
