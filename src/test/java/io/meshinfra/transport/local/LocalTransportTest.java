package io.meshinfra.transport.local;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import io.meshinfra.transport.TransportContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalTransportTest extends TransportContract {
  private final LocalTransport transport = new LocalTransport(new OutputBudget());

  @Override
  protected Transport transport() {
    return transport;
  }

  @Override
  protected Target target() {
    return new Target(
        new NodeName("hub"),
        List.of(AccessPath.local()),
        List.of(),
        System.getProperty("user.name"),
        Target.Become.NONE);
  }

  @AfterEach
  void stop() {
    transport.close();
  }

  @Test
  void shouldRunNothingAfterClose() {
    transport.close();
    Reply reply =
        transport.run(
            target(),
            new Request(ShellScript.of("echo x"), Duration.ofSeconds(5), 1000, line -> {}));

    assertTrue(
        assertInstanceOf(Reply.Unreachable.class, reply).reason().contains("hub is stopping"));
  }
}
